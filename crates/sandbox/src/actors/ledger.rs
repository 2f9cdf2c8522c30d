//! The providers' own book, read out: the truth that tests compare with.
//!
//! Only effects that happened are listed; attempts that were refused are not.

use serde::Serialize;

use crate::book;
use crate::world::{World, moment};
use uniac_system::error::Result;

/// One payment with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerRow {
    /// The provider's reference.
    pub reference: String,
    /// The number of Uni's order that belongs to the payment: the first that was read from the shop's
    /// order which names it, otherwise the newest that carries that order's number.
    pub order: Option<String>,
    /// The shop's number of the order that it was made for, also when the order has another since.
    pub shop_order: Option<String>,
    /// The currency of all amounts.
    pub currency: String,
    /// What was reserved.
    pub authorised_minor: i64,
    /// What was taken.
    pub captured_minor: i64,
    /// What was paid back.
    pub refunded_minor: i64,
    /// What was released.
    pub cancelled_minor: i64,
    /// The effects, oldest first.
    pub events: Vec<LedgerEvent>,
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerEvent {
    /// `reserve`, `capture`, `refund` or `cancel`.
    pub kind: &'static str,
    /// How much.
    pub amount_minor: i64,
    /// The idempotency key that caused it.
    pub key: Option<String>,
    /// When it happened.
    pub at: String,
}

impl World {
    /// Returns the providers' book, the oldest payment first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ledger(&mut self) -> Result<Vec<LedgerRow>> {
        self.turn(|turn| {
            book::lapse(turn, None)?;
            let sql = "SELECT p.reference, p.currency, p.authorised_minor, p.captured_minor,
                    p.refunded_minor, p.cancelled_minor,
                    (SELECT coalesce(
                            (SELECT min(u.number) FROM uni_order u WHERE u.shop_id = s.id),
                            (SELECT max(u.number) FROM uni_order u WHERE u.requisition = s.number))
                        FROM shop_order s WHERE s.transaction_id = p.reference ORDER BY s.id),
                    coalesce(
                        (SELECT s.number FROM shop_payment e JOIN shop_order s ON s.id = e.order_id
                            WHERE e.reference = p.reference),
                        (SELECT s.number FROM shop_order s WHERE s.transaction_id = p.reference
                            ORDER BY s.id))
                FROM payment p ORDER BY p.created_at, p.reference";
            let mut rows = turn.all(sql, (), |row| {
                Ok(LedgerRow {
                    reference: row.get(0)?,
                    currency: row.get(1)?,
                    authorised_minor: row.get(2)?,
                    captured_minor: row.get(3)?,
                    refunded_minor: row.get(4)?,
                    cancelled_minor: row.get(5)?,
                    order: row.get::<_, Option<i64>>(6)?.map(|number| number.to_string()),
                    shop_order: row.get(7)?,
                    events: Vec::new(),
                })
            })?;
            let sql = "SELECT name, amount_minor, key, at FROM payment_event
                WHERE reference = ?1 AND success = 1
                    AND name IN ('AUTHORIZED', 'CAPTURED', 'REFUNDED', 'CANCELLED')
                ORDER BY at, id";
            for row in &mut rows {
                row.events = turn.all(sql, [&row.reference], |event| {
                    Ok(LedgerEvent {
                        kind: match event.get::<_, String>(0)?.as_str() {
                            "AUTHORIZED" => "reserve",
                            "CAPTURED" => "capture",
                            "REFUNDED" => "refund",
                            _ => "cancel",
                        },
                        amount_minor: event.get(1)?,
                        key: event.get(2)?,
                        at: moment(event.get(3)?).to_string(),
                    })
                })?;
            }
            Ok(rows)
        })
    }
}
