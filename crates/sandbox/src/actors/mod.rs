//! The people of the sandbox: customers, a bookkeeper, a shopkeeper, and somebody in the provider's portal.
//!
//! They act on the world directly, not over HTTP. What they do must be possible in the real systems.

mod crediting;
mod editing;
mod import;
mod invoicing;
pub(super) mod item;
mod ledger;
mod portal;
pub(super) mod purchase;
mod removing;
mod shopkeeper;
#[cfg(test)]
mod tests;
mod typed;

pub use crediting::{CreditTarget, Crediting};
pub use editing::Edit;
pub use import::Outside;
pub use invoicing::{DraftAct, Invoicing};
pub use ledger::{LedgerEvent, LedgerRow};
pub use portal::PortalAct;
pub use purchase::{Paying, Wish};
pub use removing::Removal;
pub use shopkeeper::ShopAct;
pub use typed::Typed;

pub(super) use crediting::{credit_as, credit_lines};
pub(super) use editing::edit;
pub(super) use import::{copy, from_outside, part};
pub(super) use invoicing::{draft_act, invoice_as, invoice_lines, pay_by_bank};
pub(super) use portal::{act as portal_act, move_money};
pub(super) use removing::remove;
pub(super) use shopkeeper::act as shop_act;

use serde::Serialize;

use super::unimicro::document::{self, Line, Order};
use super::world::{Outcome, Turn};
use uniac_system::error::{Error, Result};

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

/// The largest total a customer can order for, minor units. It leaves room for Uni's four decimals
/// and an exchange rate.
const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000;

/// The most lines an order can have.
const LINES_MAX: u32 = 5_000;

const CUSTOMERS: [&str; 12] = [
    "Ingvild Solbakk",
    "Torkel Myrvang",
    "Åse Lindekleiv",
    "Birk Haugstøl",
    "Solveig Ørnes",
    "Even Strandvold",
    "Maja Kvernberg",
    "Oddvar Tangnes",
    "Live Fjellheim",
    "Sindre Bakketun",
    "Ragna Østmo",
    "Herman Sjøvik",
];

/// Returns the name of a customer who does not say one.
fn drawn_name(chance: u64) -> &'static str {
    let index = usize::try_from(chance % CUSTOMERS.len() as u64).unwrap_or(0);
    CUSTOMERS[index]
}

/// Refuses an order that is too large, or has no line.
fn check_size(lines: u32, amount_minor: i64) -> Result<()> {
    if !(0..=AMOUNT_MINOR_MAX).contains(&amount_minor) {
        let message = format!("an order's amount is from 0 to {AMOUNT_MINOR_MAX} minor units");
        return Err(Error::usage("amount-out-of-range", message));
    }
    if !(1..=LINES_MAX).contains(&lines) {
        let message = format!("an order has from 1 to {LINES_MAX} lines");
        return Err(Error::usage("lines-out-of-range", message));
    }
    Ok(())
}

/// Returns the lines that a person counts from 1, or all.
fn chosen<'a>(rows: &'a [Line], lines: Option<&[usize]>) -> Result<Vec<&'a Line>> {
    let Some(lines) = lines else { return Ok(rows.iter().collect()) };
    let mut chosen: Vec<&Line> = Vec::new();
    for number in lines {
        let row = number.checked_sub(1).and_then(|index| rows.get(index)).ok_or_else(|| {
            Error::usage("unknown-line", format!("there is no line {number}"))
                .hint(format!("The lines are 1 to {}", rows.len()))
        })?;
        if chosen.iter().any(|other| other.id == row.id) {
            return Err(Error::usage("unknown-line", format!("line {number} is named twice")));
        }
        chosen.push(row);
    }
    if chosen.is_empty() {
        return Err(Error::usage("unknown-line", "no line is named"));
    }
    Ok(chosen)
}

/// An order of the shop.
#[derive(Debug, Clone)]
struct ShopOrder {
    id: i64,
    number: String,
    /// The provider's reference of its present payment.
    reference: Option<String>,
}

/// An order with what the other two systems call it.
struct Known {
    order: Order,
    shop: Option<ShopOrder>,
}

impl Known {
    /// Returns the provider's reference.
    fn reference(&self) -> Option<String> {
        self.shop.as_ref()?.reference.clone()
    }

    /// Returns what happened to the order, with its names filled in.
    fn happened(&self, amount_minor: i64) -> Happened {
        Happened {
            order: Some(self.order.number.to_string()),
            shop_order: match &self.shop {
                Some(shop) => Some(shop.number.clone()),
                None => self.order.requisition.clone(),
            },
            reference: self.reference(),
            invoice: None,
            credit_note: None,
            amount_minor,
            currency: self.order.currency.clone(),
        }
    }
}

/// Returns Uni's order of a name, for the seed.
pub(super) fn find_order(turn: &Turn, name: &str) -> Outcome<Order> {
    Ok(find(turn, name)?.order)
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

/// Returns the shop's order that a person names, and what can be told of it.
fn find_in_shop(turn: &Turn, name: &str) -> Outcome<(ShopOrder, Happened)> {
    let by_number = match name.trim().strip_prefix("shop:") {
        Some(number) => shop_order(turn, "number = ?1", number)?,
        None => None,
    };
    if let Some(found) = by_number {
        let sql = "SELECT max(id) FROM uni_order WHERE shop_id = ?1";
        let order: Option<i64> = turn.one(sql, [found.id])?;
        let order = order.map(|id| document::order_by_id(turn, id)).transpose()?.flatten();
        let happened = match order {
            Some(order) => known(turn, order)?.happened(0),
            None => Happened::default(),
        };
        return Ok((found, happened));
    }
    let known = find(turn, name)?;
    let happened = known.happened(0);
    match known.shop {
        Some(found) => Ok((found, happened)),
        None => {
            let message = format!("order {} is not in the shop", known.order.number);
            Err(Error { message, ..unknown_order(turn, name)? }.into())
        }
    }
}

/// Returns the order with the one of the shop that it stems from: the one that it was read from, also
/// when its reference was typed anew since; otherwise the one that it names.
fn known(turn: &Turn, order: Order) -> Outcome<Known> {
    let stems = match order.shop_id {
        Some(id) => shop_order(turn, "id = ?1", id)?,
        None => None,
    };
    let shop = match (stems, &order.requisition) {
        (None, Some(number)) => shop_order(turn, "number = ?1", number)?,
        (stems, _) => stems,
    };
    Ok(Known { order, shop })
}

fn shop_order(
    turn: &Turn,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Outcome<Option<ShopOrder>> {
    let sql = format!("SELECT id, number, transaction_id FROM shop_order WHERE {condition}");
    Ok(turn.first(&sql, [value], |row| {
        let reference: String = row.get(2)?;
        let reference = Some(reference).filter(|reference| !reference.is_empty());
        Ok(ShopOrder { id: row.get(0)?, number: row.get(1)?, reference })
    })?)
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
