//! What becomes of a document after it was made: a draft is finished or thrown away, a final one is
//! opened again, and credits count on what they credit.
//!
//! What is open on an invoice must always be its total, less what is credited and paid.

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

/// Counts a credit note on the invoices that its lines credit; a typed line and the rounding count on
/// the document that the note names. `sign` of -1 takes it back.
pub(super) fn take_credit(turn: &Turn, note: i64, sign: i64) -> Outcome<()> {
    let shares = turn.all(
        "SELECT coalesce(r.reference_id, r.id) AS invoice, sum(amount) FROM (
                SELECT coalesce((SELECT c.invoice_id FROM uni_invoice_item c
                        WHERE c.id = l.credits_item_id), n.reference_id) AS document,
                    l.total_e4 AS amount
                    FROM uni_invoice n JOIN uni_invoice_item l ON l.invoice_id = n.id WHERE n.id = ?1
                UNION ALL SELECT reference_id, rounding_e4 FROM uni_invoice WHERE id = ?1)
            JOIN uni_invoice r ON r.id = document GROUP BY 1 ORDER BY 1",
        [note],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    )?;
    for (invoice, amount_e4) in shares {
        let amount_e4 = sign * amount_e4;
        turn.run(
            "UPDATE uni_invoice SET credited_e4 = credited_e4 + ?2,
                rest_e4 = max(0, iif(?2 <= 0, rest_e4 + ?2, total_e4 + credited_e4 + ?2 -
                    (SELECT coalesce(sum(amount_e4), 0) FROM uni_payment WHERE invoice_id = ?1))),
                status = CASE WHEN credited_e4 + ?2 = 0 THEN ?6
                    WHEN total_e4 + credited_e4 + ?2 = 0 THEN ?3 ELSE ?4 END, updated_at = ?5
                WHERE id = ?1",
            (invoice, amount_e4, CREDITED, PART_CREDITED, turn.now, INVOICED),
        )?;
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
