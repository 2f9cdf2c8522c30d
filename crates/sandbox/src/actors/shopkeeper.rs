//! Somebody in the shop: changes an order's status, lets it be paid again, records refunds, and numbers
//! orders otherwise. The customer who pays again acts here, too.
//!
//! Uni must not change here; what a status makes the payment plug-in do is the shop's affair.

use super::{Happened, ShopOrder, find_in_shop};
use crate::book::{self, Effect};
use crate::brand::Brand;
use crate::woocommerce::{order as shop, refunded, status};
use crate::world::{Outcome, Setting, Turn, World};
use uniac_system::error::{Error, Result};

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
    /// The order names this payment from then on, whosever it is.
    Payment(&'a str),
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

/// Does something with an order in the shop.
pub(crate) fn act(turn: &Turn, name: &str, act: ShopAct) -> Outcome<Happened> {
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
            status::set_status(turn, found.id, checked_status(status)?)?;
            Ok(happened)
        }
        ShopAct::Number(number) => {
            turn.run("UPDATE shop_order SET number = ?2 WHERE id = ?1", (found.id, number.trim()))?;
            shop::touch(turn, found.id)?;
            Ok(Happened { shop_order: Some(number.trim().to_owned()), ..happened })
        }
        ShopAct::Payment(reference) => {
            let reference = reference.trim();
            let payment = book::find(turn, reference)?;
            let brand = payment.map_or(Brand::Vipps, |payment| payment.brand);
            forget_payment(turn, &found)?;
            shop::name_payment(turn, found.id, brand, reference)?;
            Ok(Happened { reference: Some(reference.to_owned()), ..happened })
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
            forget_payment(turn, &found)?;
            shop::name_payment(turn, found.id, brand, &reference)?;
            if act != ShopAct::BeginToPayAgain {
                shop::paid(turn, found.id)?;
            }
            Ok(Happened { reference: Some(reference), amount_minor, ..happened })
        }
    }
}

/// Keeps in the sandbox's own memory which payment the order has had.
fn forget_payment(turn: &Turn, order: &ShopOrder) -> Outcome<()> {
    if let Some(old) = &order.reference {
        let sql = "INSERT OR IGNORE INTO shop_payment (reference, order_id) VALUES (?1, ?2)";
        turn.run(sql, (old, order.id))?;
    }
    Ok(())
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
    refunded::record_odd_refund(turn, order.id, amount_minor, odd_e4, pays)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::world;
    use crate::{PortalAct, Wish};

    fn text(world: &mut World, sql: &str) -> String {
        world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
    }

    #[test]
    fn a_person_gives_the_order_any_status() {
        let mut world = world();
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        for status in ["cancelled", "on-hold", "shipped", "trash"] {
            world.shop(&order, ShopAct::Status(status)).unwrap();
            assert_eq!(text(&mut world, "SELECT status FROM shop_order"), status);
        }
        let error = world.shop(&order, ShopAct::Status("It's done")).unwrap_err();
        assert_eq!(error.code, "unknown-status");
        assert_eq!(world.shop("shop:5001", ShopAct::Status("failed")).unwrap().order, Some(order));
        let by_hand = world.order_by_hand(1, 10_000, None).unwrap().order.unwrap();
        let error = world.shop(&by_hand, ShopAct::Status("failed")).unwrap_err();
        assert_eq!(error.code, "unknown-order");
    }

    #[test]
    fn who_pays_again_has_two_reservations_and_the_shop_names_the_last() {
        for brand in Brand::ALL {
            let mut world = world();
            let made = world.order_by(brand, 1, 10_000, None, None).unwrap();
            let order = made.order.clone().unwrap();
            let again = world.shop(&order, ShopAct::PayAgain(Some(9_000))).unwrap();
            assert!(again.reference != made.reference);
            let named = text(&mut world, "SELECT transaction_id FROM shop_order");
            assert_eq!(Some(named), again.reference);
            let ledger = world.ledger().unwrap();
            let sums: Vec<i64> = ledger.iter().map(|row| row.authorised_minor).collect();
            assert_eq!(sums.iter().sum::<i64>(), 19_000);
            assert!(ledger.iter().all(|row| row.shop_order.as_deref() == Some("5001")));
            let old = ledger.iter().find(|row| Some(&row.reference) == made.reference.as_ref());
            assert_eq!(old.unwrap().order, None, "it belongs to no order any more");
            let old = format!("payment:{}", made.reference.unwrap());
            let released = world.portal(PortalAct::Cancel, &old, None).unwrap();
            assert_eq!(released.amount_minor, 10_000);
        }
    }

    #[test]
    fn a_payment_that_is_not_finished_reserves_nothing() {
        let mut world = world();
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        world.shop(&order, ShopAct::BeginToPayAgain).unwrap();
        let reserved = world.ledger().unwrap().iter().map(|row| row.authorised_minor).sum::<i64>();
        assert_eq!(reserved, 10_000, "the first one");
        let nexi = world.order_by(Brand::Nexi, 1, 10_000, None, None).unwrap().order.unwrap();
        assert_eq!(world.shop(&nexi, ShopAct::BeginToPayAgain).unwrap_err().code, "usage");
        let paying = crate::Paying::Later(Brand::Vipps);
        let wish = Wish { paying, ..Wish::new(Brand::Vipps, 1, 500) };
        let later = world.order_as(&wish).unwrap();
        assert_eq!(later.reference, None);
        let newest = "SELECT status FROM shop_order ORDER BY id DESC";
        assert_eq!(text(&mut world, newest), "pending");
        world.shop(&later.order.unwrap(), ShopAct::PayAgain(None)).unwrap();
        assert_eq!(text(&mut world, newest), "processing");
    }

    #[test]
    fn two_orders_can_name_one_payment_and_one_another_number() {
        let mut world = world();
        let one = world.order(1, 10_000, None, None).unwrap();
        let other = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        let reference = one.reference.unwrap();
        let named = world.shop(&other, ShopAct::Payment(&reference)).unwrap();
        assert_eq!(named.reference, Some(reference));
        let renamed = world.shop(&other, ShopAct::Number("WEB-5002")).unwrap();
        assert_eq!(renamed.shop_order.as_deref(), Some("WEB-5002"));
        assert!(world.shop("shop:WEB-5002", ShopAct::Status("failed")).is_ok());
    }

    #[test]
    fn a_refund_is_recorded_with_or_without_money() {
        let mut world = world();
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        let refused = world.shop(&order, ShopAct::Refund(1_000_000, true)).unwrap_err();
        assert_eq!(refused.code, "portal-refused", "nothing is captured");
        world.portal(PortalAct::Capture, &order, None).unwrap();
        assert_eq!(world.shop(&order, ShopAct::Refund(200_000, true)).unwrap().amount_minor, 2_000);
        assert_eq!(world.ledger().unwrap()[0].refunded_minor, 2_000);
        assert_eq!(
            world.shop(&order, ShopAct::Refund(333_333, false)).unwrap().amount_minor,
            3_333
        );
        assert_eq!(world.ledger().unwrap()[0].refunded_minor, 2_000);
        let error = world.shop(&order, ShopAct::Refund(33, true)).unwrap_err();
        assert_eq!(error.code, "amount-out-of-range");
    }
}
