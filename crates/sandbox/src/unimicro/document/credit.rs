//! How a credit note counts on the invoices that its lines credit.
//!
//! What is open on an invoice must always be its total, less what is credited and paid.

use super::{CREDITED, INVOICED, PART_CREDITED};
use crate::world::{Outcome, Turn};

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
