//! Invoices and credit notes, looked up.
//!
//! Nothing here may change anything.

use super::customer::Buyer;
use super::{DRAFT, Invoice, LINE_FINAL, Line};
use crate::world::{Outcome, Turn};

/// Returns a finalised or draft document by id.
pub(crate) fn invoice_by_id(turn: &Turn, id: i64) -> Outcome<Option<Invoice>> {
    find_invoice(turn, "id = ?1", id)
}

/// Returns an invoice or credit note by its number.
pub(crate) fn invoice_by_number(turn: &Turn, number: i64) -> Outcome<Option<Invoice>> {
    find_invoice(turn, "number = ?1", number)
}

fn find_invoice(turn: &Turn, condition: &str, value: i64) -> Outcome<Option<Invoice>> {
    let sql = format!(
        "SELECT id, number, kind, customer, currency, rate_e4, status, total_e4, rounding_e4,
            reference_id, customer_id, email, org_number, person FROM uni_invoice WHERE {condition}"
    );
    Ok(turn.first(&sql, [value], |row| {
        Ok(Invoice {
            id: row.get(0)?,
            number: row.get(1)?,
            kind: row.get(2)?,
            reference: row.get(9)?,
            buyer: Buyer {
                id: row.get(10)?,
                name: row.get(3)?,
                email: row.get(11)?,
                org_number: row.get(12)?,
                person: row.get(13)?,
                phone: None,
            },
            currency: row.get(4)?,
            rate_e4: row.get(5)?,
            status: row.get(6)?,
            total_e4: row.get(7)?,
            rounding_e4: row.get(8)?,
        })
    })?)
}

/// Returns the finalised invoices that hold lines of an order, oldest first.
pub(crate) fn invoices_of_order(turn: &Turn, order: i64) -> Outcome<Vec<Invoice>> {
    let ids = turn.all(
        "SELECT DISTINCT i.id FROM uni_invoice i
            JOIN uni_invoice_item l ON l.invoice_id = i.id
            JOIN uni_order_item o ON o.id = l.order_item_id
            WHERE o.order_id = ?1 AND i.kind = 0 AND i.status <> ?2 ORDER BY i.id",
        [order, DRAFT],
        |row| row.get(0),
    )?;
    let mut invoices = Vec::new();
    for id in ids {
        invoices.extend(invoice_by_id(turn, id)?);
    }
    Ok(invoices)
}

/// Returns an invoice's lines, each reduced to what finalised credit notes have left of it.
pub(crate) fn creditable_lines(turn: &Turn, invoice: i64) -> Outcome<Vec<Line>> {
    let sql = "SELECT l.id, l.text, l.quantity_e4, l.vat_percent_e4,
            l.net_e4 + coalesce(sum(c.net_e4), 0), l.vat_e4 + coalesce(sum(c.vat_e4), 0),
            l.order_item_id
        FROM uni_invoice_item l
        LEFT JOIN uni_invoice_item c ON c.credits_item_id = l.id AND c.status = ?2
        WHERE l.invoice_id = ?1 GROUP BY l.id ORDER BY l.position";
    Ok(turn.all(sql, [invoice, LINE_FINAL], |row| {
        Ok(Line {
            id: row.get(0)?,
            text: row.get(1)?,
            quantity_e4: row.get(2)?,
            vat_percent_e4: row.get(3)?,
            net_e4: row.get(4)?,
            vat_e4: row.get(5)?,
            status: 0,
            order_item: row.get(6)?,
            credits: row.get(0)?,
        })
    })?)
}

/// Returns the newest document that was made for an order or holds lines of it: a draft, or a final
/// invoice.
pub(crate) fn newest_of_order(turn: &Turn, order: i64, draft: bool) -> Outcome<Option<Invoice>> {
    let which = if draft { "i.status = ?2" } else { "i.status <> ?2 AND i.kind = 0" };
    let sql = format!(
        "SELECT i.id FROM uni_invoice i WHERE {which} AND (i.order_id = ?1 OR EXISTS (
            SELECT 1 FROM uni_invoice_item l JOIN uni_order_item o ON o.id = l.order_item_id
                WHERE l.invoice_id = i.id AND o.order_id = ?1)) ORDER BY i.id DESC LIMIT 1"
    );
    match turn.first(&sql, [order, DRAFT], |row| row.get(0))? {
        Some(id) => invoice_by_id(turn, id),
        None => Ok(None),
    }
}

/// Returns the order that a document was made for, or whose line is the first on it.
pub(crate) fn order_of_invoice(turn: &Turn, invoice: i64) -> Outcome<Option<i64>> {
    let sql = "SELECT coalesce(i.order_id, (SELECT o.order_id FROM uni_invoice_item l
            JOIN uni_order_item o ON o.id = l.order_item_id
            WHERE l.invoice_id = i.id ORDER BY l.position LIMIT 1))
        FROM uni_invoice i WHERE i.id = ?1";
    Ok(turn.first(sql, [invoice], |row| row.get::<_, Option<i64>>(0))?.flatten())
}

/// Returns the lines of a document as they stand on it.
pub(crate) fn document_lines(turn: &Turn, document: i64) -> Outcome<Vec<Line>> {
    let sql = "SELECT id, text, quantity_e4, vat_percent_e4, net_e4, vat_e4, order_item_id,
            credits_item_id FROM uni_invoice_item WHERE invoice_id = ?1 ORDER BY position";
    Ok(turn.all(sql, [document], |row| {
        Ok(Line {
            id: row.get(0)?,
            text: row.get(1)?,
            quantity_e4: row.get(2)?,
            vat_percent_e4: row.get(3)?,
            net_e4: row.get(4)?,
            vat_e4: row.get(5)?,
            status: 0,
            order_item: row.get(6)?,
            credits: row.get(7)?,
        })
    })?)
}
