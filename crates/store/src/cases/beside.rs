//! The payments of an order beside the one that its shop order names, and what was first seen of its money.
//!
//! Only reads, when all else of the order is known.

use std::collections::BTreeMap;

use uniac_core::act::payment_in;
use uniac_core::order::{Document, DocumentKind, Payment};
use uniac_core::purchase::{Case, Sight};
use uniac_system::error::Result;

use crate::db::{Connection, Row, failure, read_rows};
use crate::facts::payments;
use crate::text::timestamp;

/// Returns the payments of an order beside the one that its shop order names, as last read.
pub(crate) fn earlier(connection: &Connection, case: &Case) -> Result<Vec<Payment>> {
    let sent_to = case.intents.iter().filter(|intent| intent.act.operation().moves_money());
    let sent_to = sent_to.map(|intent| payment_in(&intent.target).to_owned());
    let beside = case.ties.also.iter().filter_map(|shop| shop.payment_reference.clone());
    let named = case.shop_orders().filter_map(|shop| case.kept.named.get(&shop.id)).flatten();
    let mut references: Vec<String> = named.cloned().chain(beside).chain(sent_to).collect();
    references.sort();
    references.dedup();
    let now = case.order.payment.as_ref().map(|payment| payment.reference.as_str());
    references.retain(|reference| Some(reference.as_str()) != now);
    let mut earlier = Vec::new();
    for reference in references {
        earlier.extend(payments::read(connection, &reference)?);
    }
    Ok(earlier)
}

/// Reads what was first seen of an order's money: captures of which its provider lists nothing, and what Uni showed as paid.
pub(crate) fn sights(connection: &Connection, case: &mut Case) -> Result<()> {
    case.kept.captured_seen = captured_seen(connection, case)?;
    let is_note = |document: &Document| matches!(document.kind, DocumentKind::CreditNote { .. });
    if case.order.documents.iter().any(is_note) {
        for invoice in case.order.documents.iter().filter(|d| d.kind == DocumentKind::Invoice) {
            let seen = "SELECT minor, at FROM paid_seen WHERE document_id = ?1 ORDER BY minor";
            read_rows(connection, seen, [invoice.id.0], |row| {
                let sights = case.kept.paid_seen.entry(invoice.id).or_default();
                sights.push(sight(row)?);
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn sight(row: &Row<'_>) -> Result<Sight> {
    let at = timestamp(&row.get::<_, String>(1).map_err(failure)?)?;
    Ok(Sight { minor: row.get(0).map_err(failure)?, at })
}

/// Returns when which captured sum was first seen on the payments of an order whose provider does not list its captures.
fn captured_seen(connection: &Connection, case: &Case) -> Result<BTreeMap<String, Vec<Sight>>> {
    let mut seen: BTreeMap<String, Vec<Sight>> = BTreeMap::new();
    for payment in case.payments().filter(|payment| payment.has_unlisted_captures()) {
        let query = "SELECT minor, at FROM captured_seen WHERE reference = ?1 ORDER BY minor";
        read_rows(connection, query, [&payment.reference], |row| {
            seen.entry(payment.reference.clone()).or_default().push(sight(row)?);
            Ok(())
        })?;
    }
    Ok(seen)
}
