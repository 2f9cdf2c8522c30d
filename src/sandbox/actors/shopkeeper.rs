//! Somebody in the shop: changes an order's status, lets it be paid again, records refunds, and numbers
//! orders otherwise. The customer who pays again acts here, too.
//!
//! Uni must not change here; what a status makes the payment plug-in do is the shop's affair.

use super::{Happened, ShopOrder, find, known, shop_order, unknown_order};
use crate::error::{Error, Result};
use crate::sandbox::book::{self, Effect};
use crate::sandbox::provider::Brand;
use crate::sandbox::unimicro::document;
use crate::sandbox::woocommerce::order as shop;
use crate::sandbox::world::{Outcome, Setting, Turn, World};

/// What is done in the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopAct<'a> {
    /// The order gets a status, with all that hangs on it; also one of a plug-in, or `trash`.
    Status(&'a str),
    /// The customer pays again: the order has another payment from then on, of this amount (minor
    /// units) or its total. The old reservation stays.
    PayAgain(Option<i64>),
    /// The customer begins to pay again and does not finish: the order names a payment that was never
    /// authorised. Only at Vipps.
    BeginToPayAgain,
    /// A refund is recorded: an amount in ten-thousandths of the currency's unit, and whether the
    /// plug-in pays it back.
    Refund(i64, bool),
    /// The order gets another visible number.
    Number(&'a str),
}

impl World {
    /// Somebody does something with an order in the shop, named as Uni's order or as `shop:NUMBER`.
    ///
    /// # Errors
    /// When the shop does not know the order, or the plug-in refuses.
    pub fn shop(&mut self, order: &str, act_: ShopAct) -> Result<Happened> {
        self.turn(|turn| act(turn, order, act_))
    }

    /// Somebody completes the order in the shop, whose payment plug-in captures at that; from then on
    /// the plug-in does so with every order.
    ///
    /// # Errors
    /// When the shop does not know the order.
    pub fn complete_in_shop(&mut self, order: &str) -> Result<Happened> {
        self.set(Setting::GatewayProfile, "on-completed")?;
        self.shop(order, ShopAct::Status("completed"))
    }
}

/// Returns the shop's order that a person names, and what can be told of it.
pub(super) fn find_in_shop(turn: &Turn, name: &str) -> Outcome<(ShopOrder, Happened)> {
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

/// Does something with an order in the shop.
pub(in crate::sandbox) fn act(turn: &Turn, name: &str, act: ShopAct) -> Outcome<Happened> {
    let (found, happened) = find_in_shop(turn, name)?;
    let happened = Happened { shop_order: Some(found.number.clone()), ..happened };
    let (total_minor, method, currency) = turn.db.query_row(
        "SELECT total_minor, payment_method, currency FROM shop_order WHERE id = ?1",
        [found.id],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let happened = Happened { currency: currency.clone(), ..happened };
    match act {
        ShopAct::Status(status) => {
            shop::set_status(turn, found.id, checked_status(status)?)?;
            Ok(happened)
        }
        ShopAct::Number(number) => {
            turn.run("UPDATE shop_order SET number = ?2 WHERE id = ?1", (found.id, number.trim()))?;
            shop::touch(turn, found.id)?;
            Ok(Happened { shop_order: Some(number.trim().to_owned()), ..happened })
        }
        ShopAct::Refund(amount_e4, pays) => {
            let amount_minor = refund(turn, &found, amount_e4, pays)?;
            Ok(Happened { amount_minor, ..happened })
        }
        ShopAct::PayAgain(_) | ShopAct::BeginToPayAgain => {
            let brand = Brand::of_method(&method).unwrap_or(Brand::Vipps);
            let reference = brand.reference(turn, &found.number)?;
            let amount_minor = match act {
                ShopAct::PayAgain(Some(amount_minor)) => amount_minor,
                _ => total_minor,
            };
            if amount_minor <= 0 {
                return Err(Error::usage("amount-out-of-range", "the amount is above 0").into());
            }
            if act == ShopAct::BeginToPayAgain {
                if brand != Brand::Vipps {
                    let message = "only Vipps shows a payment that is not authorised";
                    return Err(Error::usage("usage", message).into());
                }
                book::begin(turn, &reference, &currency, amount_minor)?;
            } else {
                book::authorise(turn, brand, &reference, &currency, amount_minor)?;
            }
            if let Some(old) = &found.reference {
                turn.run(
                    "INSERT OR IGNORE INTO shop_payment (reference, order_id) VALUES (?1, ?2)",
                    (old, found.id),
                )?;
            }
            shop::name_payment(turn, found.id, brand, &reference)?;
            if act != ShopAct::BeginToPayAgain {
                shop::paid(turn, found.id)?;
            }
            Ok(Happened { reference: Some(reference), amount_minor, ..happened })
        }
    }
}

/// Records a refund, and lets the plug-in pay it back.
fn refund(turn: &Turn, order: &ShopOrder, amount_e4: i64, pays: bool) -> Outcome<i64> {
    let (amount_minor, odd_e4) = (amount_e4.div_euclid(100), amount_e4.rem_euclid(100));
    if amount_e4 <= 0 || (pays && odd_e4 != 0) {
        let message = "the plug-in pays back whole øre, and more than none";
        return Err(Error::usage("amount-out-of-range", message).into());
    }
    if pays {
        let reference = order.reference.as_deref().unwrap_or_default();
        super::move_money(turn, "wc", Effect::Refund, reference, Some(amount_minor))?;
    }
    shop::record_odd_refund(turn, order.id, amount_minor, odd_e4, pays)?;
    Ok(amount_minor)
}

/// Returns a status that a shop can have: WooCommerce's own, `trash`, or one of a plug-in.
fn checked_status(status: &str) -> Result<&str> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=20).contains(&status.len()) && status.bytes().all(is_name) {
        return Ok(status);
    }
    let message = format!("`{}` cannot be a status", status.escape_default());
    Err(Error::usage("unknown-status", message).hint("A status is a word such as on-hold"))
}
