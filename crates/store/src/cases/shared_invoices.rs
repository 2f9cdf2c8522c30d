//! Invoices over several orders: what uniac has booked on one, and what is credited of it, for all of its orders.
//!
//! Only reads. Uni shows what was paid of such an invoice and not of whose share, so the sums of one order do not do.

use std::collections::BTreeMap;

use uniac_core::order::{Document, DocumentId, DocumentKind, Order};
use uniac_core::purchase::OnInvoice;
use uniac_system::error::Result;

use crate::db::{Connection, failure, read_rows};
use crate::text::parse;

const BOOKED: &str = "SELECT coalesce(cast(sum(i.minor) AS bigint), 0) FROM document d
    JOIN intent i ON i.order_id = d.order_id AND i.document_id = d.id AND i.act = 'book'
    JOIN outcome o ON o.id = (SELECT max(id) FROM outcome WHERE intent_id = i.id)
    WHERE d.id = ?1 AND o.kind = 'done'";

const BESIDE: &str = "SELECT beside.fact FROM document d
    JOIN document beside ON beside.order_id = d.order_id WHERE d.id = ?1";

/// Returns the sums of those invoices of an order that are over several.
pub(crate) fn of(
    connection: &Connection,
    order: &Order,
) -> Result<BTreeMap<DocumentId, OnInvoice>> {
    let shared = order.documents.iter().filter(|document| {
        document.kind == DocumentKind::Invoice && document.whole() != document.amount_minor
    });
    shared.map(|invoice| Ok((invoice.id, on(connection, invoice.id)?))).collect()
}

fn on(connection: &Connection, invoice: DocumentId) -> Result<OnInvoice> {
    let mut found = OnInvoice::default();
    read_rows(connection, BOOKED, [invoice.0], |row| {
        found.booked = row.get(0).map_err(failure)?;
        Ok(())
    })?;
    read_rows(connection, BESIDE, [invoice.0], |row| {
        let document: Document = parse(&row.get::<_, String>(0).map_err(failure)?)?;
        if document.kind == (DocumentKind::CreditNote { credits: Some(invoice) }) {
            found.credited += document.amount_minor;
        }
        Ok(())
    })?;
    Ok(found)
}
