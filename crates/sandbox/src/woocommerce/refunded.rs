//! What the shop's books say of refunds: records that may or may not have moved money.
//!
//! No money is moved here, and no status follows.

use super::order::touch;
use super::time::seconds;
use crate::amount;
use crate::world::{Outcome, Turn};

/// Returns the sum of an order's refunds, including those that reads do not show yet.
pub(super) fn refunded_minor(turn: &Turn, order: i64) -> Outcome<i64> {
    let sql = "SELECT coalesce(sum(amount_minor), 0) FROM shop_refund WHERE order_id = ?1";
    Ok(turn.one(sql, [order])?)
}

/// Writes a refund and returns its id.
pub(super) fn record(
    turn: &Turn,
    order: i64,
    amount_minor: i64,
    reason: &str,
    paid_back: bool,
) -> Outcome<i64> {
    turn.run(
        "INSERT INTO shop_refund (order_id, amount_minor, reason, paid_back, created_at, visible_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (order, amount_minor, reason, paid_back, seconds(turn), turn.visible_at()),
    )?;
    Ok(turn.db.last_insert_rowid())
}

/// Returns a refund's total as the shop writes it: negative, and with as many decimals as the price
/// setting of a shop that shows more than the currency has.
pub(super) fn total_text(amount_minor: i64, odd_e4: i64) -> String {
    let text = amount::minor_text(-amount_minor);
    if odd_e4 == 0 { text } else { format!("{text}{odd_e4:02}") }
}

/// Records a refund that was paid back elsewhere, for the people of the seed.
pub(crate) fn record_refund(turn: &Turn, id: i64, amount_minor: i64) -> Outcome<()> {
    record_odd_refund(turn, id, amount_minor, 0, false)
}

/// Records a refund, which may have more decimals than the currency.
pub(crate) fn record_odd_refund(
    turn: &Turn,
    id: i64,
    amount_minor: i64,
    odd_e4: i64,
    paid_back: bool,
) -> Outcome<()> {
    let refund = record(turn, id, amount_minor, "Retur", paid_back)?;
    turn.run("UPDATE shop_refund SET odd_e4 = ?2 WHERE id = ?1", [refund, odd_e4])?;
    touch(turn, id)
}
