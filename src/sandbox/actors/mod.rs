//! The people of the sandbox: a customer, a bookkeeper, and somebody in the provider's portal.
//!
//! They act on the world directly, not over HTTP. What they do must be possible in the real systems.

mod invoicing;
mod ledger;
mod portal;
pub(super) mod purchase;
#[cfg(test)]
mod tests;

pub use invoicing::CreditTarget;
pub use ledger::{LedgerEvent, LedgerRow};
pub use portal::PortalAct;
pub use purchase::Outside;

pub(super) use invoicing::{credit_lines, invoice_lines};
pub(super) use portal::move_money;

use serde::Serialize;

use super::unimicro::document::{self, Order};
use super::world::{Outcome, Turn};
use crate::error::Error;

/// What an actor did; `null` where a thing does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Happened {
    /// Uni's order number.
    pub order: Option<String>,
    /// The shop's order number.
    pub shop_order: Option<String>,
    /// The provider's reference of the payment.
    pub reference: Option<String>,
    /// The number of the invoice that was made or credited.
    pub invoice: Option<String>,
    /// The number of the credit note that was made.
    pub credit_note: Option<String>,
    /// How much it was about, minor units.
    pub amount_minor: i64,
    /// The currency of the amount.
    pub currency: String,
}

/// An order with what the other two systems call it.
struct Known {
    order: Order,
    /// The provider's reference.
    reference: Option<String>,
}

impl Known {
    /// Returns what happened to the order, with its names filled in.
    fn happened(&self, amount_minor: i64) -> Happened {
        Happened {
            order: Some(self.order.number.to_string()),
            shop_order: self.order.requisition.clone(),
            reference: self.reference.clone(),
            invoice: None,
            credit_note: None,
            amount_minor,
            currency: self.order.currency.clone(),
        }
    }
}

/// Returns the order that a person names, by Uni's number or as `shop:NUMBER`.
fn find(turn: &Turn, name: &str) -> Outcome<Known> {
    let name = name.trim();
    let found = match name.strip_prefix("shop:") {
        Some(number) => document::order_by_requisition(turn, number)?,
        None => match name.parse() {
            Ok(number) => document::order_by_number(turn, number)?,
            Err(_) => None,
        },
    };
    let Some(order) = found else { return Err(unknown_order(turn, name)?.into()) };
    known(turn, order)
}

fn known(turn: &Turn, order: Order) -> Outcome<Known> {
    let reference = match &order.requisition {
        Some(number) => turn.first(
            "SELECT transaction_id FROM shop_order WHERE number = ?1 AND transaction_id <> ''",
            [number],
            |row| row.get(0),
        )?,
        None => None,
    };
    Ok(Known { order, reference })
}

fn unknown_order(turn: &Turn, name: &str) -> Outcome<Error> {
    let name: String = name.chars().take(40).collect();
    let error = Error::usage(
        "unknown-order",
        format!("there is no order `{}` in the sandbox", name.escape_default()),
    );
    let (first, last): (Option<i64>, Option<i64>) =
        turn.db.query_row("SELECT min(number), max(number) FROM uni_order", (), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(match (first, last) {
        (Some(first), Some(last)) => error.hint(format!(
            "Uni's orders are {first} to {last}; `shop:NUMBER` names one by the shop's number"
        )),
        _ => error.hint("The company is empty; make an order with `uniac sandbox order`"),
    })
}
