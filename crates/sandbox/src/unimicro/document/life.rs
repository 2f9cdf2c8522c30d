//! What becomes of a document after it was made: a draft is finished or thrown away, a final one is
//! opened again.
//!
//! What is open on an invoice must always be its total, less what is credited and paid.

use super::credit::take_credit;
use super::invoice::{due, insert_line};
use super::order::bring_up_to_date;
use super::{
    CREDITED, DRAFT, INVOICED, Invoice, LINE_DRAFT, LINE_FINAL, LINE_REGISTERED, Line, PAID,
    PART_CREDITED, PART_PAID, invoice_by_id,
};
use crate::world::{Outcome, Setting, Turn};
use uniac_system::error::Error;

/// Makes a draft final, with lines that are typed on it at the last moment.
pub(crate) fn finalise(turn: &Turn, draft: &Invoice, typed: &[Line]) -> Outcome<Invoice> {
    for line in typed {
        insert_line(turn, draft, line)?;
    }
    let number = match draft.number {
        Some(number) => number,
        None => turn.next("invoice")?,
    };
    turn.run(
        "UPDATE uni_invoice_item SET status = ?2, updated_at = ?3 WHERE invoice_id = ?1",
        (draft.id, LINE_FINAL, turn.now),
    )?;
    turn.run(
        "UPDATE uni_invoice SET number = ?2, issued = ?3, due = ?4, updated_at = ?5,
            (net_e4, vat_e4, total_e4) = (SELECT coalesce(sum(net_e4), 0), coalesce(sum(vat_e4), 0),
                coalesce(sum(total_e4), 0) + rounding_e4 FROM uni_invoice_item WHERE invoice_id = ?1)
            WHERE id = ?1",
        (draft.id, number, turn.today(), due(turn), turn.now),
    )?;
    open_rest(turn, draft.id)?;
    if draft.kind == 1 {
        take_credit(turn, draft.id, 1)?;
    }
    found(turn, draft.id)
}

/// Opens a final document again; it is a draft from then on. That Uni lets people do so is reported
/// by its users; what becomes of the number is not known (`Setting::Reopened`).
pub(crate) fn open_again(turn: &Turn, document: &Invoice) -> Outcome<Invoice> {
    if document.kind == 1 {
        take_credit(turn, document.id, -1)?;
    }
    let keeps = turn.setting(Setting::Reopened)? == "numbered";
    turn.run(
        "UPDATE uni_invoice SET status = ?2, number = iif(?3, number, NULL), updated_at = ?4
            WHERE id = ?1",
        (document.id, DRAFT, keeps, turn.now),
    )?;
    turn.run(
        "UPDATE uni_invoice_item SET status = ?2, updated_at = ?3 WHERE invoice_id = ?1",
        (document.id, LINE_DRAFT, turn.now),
    )?;
    found(turn, document.id)
}

/// Throws a draft away; the lines of its orders can be invoiced anew.
pub(crate) fn discard(turn: &Turn, draft: &Invoice) -> Outcome<()> {
    if draft.kind == 0 {
        reopen_lines(turn, draft.id)?;
    }
    turn.run("DELETE FROM uni_invoice_item WHERE invoice_id = ?1", [draft.id])?;
    turn.run("DELETE FROM uni_invoice WHERE id = ?1", [draft.id])?;
    Ok(())
}

/// Lets the order lines that stand on a document be invoiced anew.
pub(crate) fn reopen_lines(turn: &Turn, document: i64) -> Outcome<()> {
    let orders: Vec<i64> = turn.all(
        "SELECT DISTINCT o.order_id FROM uni_invoice_item l
            JOIN uni_order_item o ON o.id = l.order_item_id WHERE l.invoice_id = ?1",
        [document],
        |row| row.get(0),
    )?;
    turn.run(
        "UPDATE uni_order_item SET status = ?2, updated_at = ?3
            WHERE id IN (SELECT order_item_id FROM uni_invoice_item WHERE invoice_id = ?1)",
        (document, LINE_REGISTERED, turn.now),
    )?;
    for order in orders {
        bring_up_to_date(turn, order)?;
    }
    Ok(())
}

/// Gives a document what is open on it, and the status that follows.
fn open_rest(turn: &Turn, document: i64) -> Outcome<()> {
    turn.run(
        "UPDATE uni_invoice SET rest_e4 = max(0, total_e4 + credited_e4 -
            (SELECT coalesce(sum(amount_e4), 0) FROM uni_payment WHERE invoice_id = ?1)) WHERE id = ?1",
        [document],
    )?;
    turn.run(
        "UPDATE uni_invoice SET status = CASE
                WHEN credited_e4 <> 0 THEN iif(total_e4 + credited_e4 = 0, ?2, ?3)
                WHEN kind = 1 OR rest_e4 >= total_e4 THEN ?4
                WHEN rest_e4 = 0 THEN ?5 ELSE ?6 END WHERE id = ?1",
        (document, CREDITED, PART_CREDITED, INVOICED, PAID, PART_PAID),
    )?;
    Ok(())
}

fn found(turn: &Turn, id: i64) -> Outcome<Invoice> {
    let document = invoice_by_id(turn, id)?;
    Ok(document.ok_or_else(|| Error::defect("a document of the sandbox is gone"))?)
}
