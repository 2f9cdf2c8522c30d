//! Somebody in the provider's portal: moves money that uniac did not ask for, and changes reservations.
//!
//! The keys used here must never be ones that uniac could make.

use super::{Happened, find_in_shop};
use crate::book::{self, Effect};
use crate::brand::Brand;
use crate::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Kind, Result};

/// What is done in the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalAct {
    /// Reserved money is taken.
    Capture,
    /// Taken money is paid back.
    Refund,
    /// The rest of the reservation is released.
    Cancel,
    /// The reservation is raised or lowered to an amount.
    Reserve,
    /// A second reservation is made, which the shop does not name.
    ReserveAnew,
    /// The customer disputes, and the provider takes the amount back: an event of a kind that clients
    /// need not know.
    Dispute,
}

impl World {
    /// Somebody acts in the provider's portal on the payment of an order, or on the one named as
    /// `payment:REFERENCE`; without an amount on all there is. A cancel always takes the whole rest.
    ///
    /// # Errors
    /// When the order has no payment, or the provider refuses.
    pub fn portal(
        &mut self,
        act_: PortalAct,
        order: &str,
        amount_minor: Option<i64>,
    ) -> Result<Happened> {
        if amount_minor.is_some_and(|amount_minor| amount_minor <= 0) {
            return Err(Error::usage("amount-out-of-range", "the amount is above 0"));
        }
        self.turn(|turn| act(turn, act_, order, amount_minor))
    }
}

/// Acts in the portal.
pub(crate) fn act(
    turn: &Turn,
    act: PortalAct,
    name: &str,
    amount_minor: Option<i64>,
) -> Outcome<Happened> {
    let happened = payment_of(turn, name)?;
    let reference = happened.reference.clone().unwrap_or_default();
    let effect = match act {
        PortalAct::Capture => Effect::Capture,
        PortalAct::Refund => Effect::Refund,
        PortalAct::Cancel => Effect::Cancel,
        PortalAct::Reserve | PortalAct::ReserveAnew | PortalAct::Dispute => {
            let amount_minor = amount_minor.ok_or_else(|| {
                Error::usage("amount-out-of-range", "say how much").hint("For instance 499.00")
            })?;
            let reference = change(turn, act, &reference, amount_minor)?;
            return Ok(Happened { amount_minor, reference: Some(reference), ..happened });
        }
    };
    let done = move_money(turn, "portal", effect, &reference, amount_minor)?;
    let (amount_minor, currency) = (done.amount_minor, done.payment.currency);
    Ok(Happened { amount_minor, currency, ..happened })
}

/// Returns the payment that a person means, with what can be told of its order.
fn payment_of(turn: &Turn, name: &str) -> Outcome<Happened> {
    if let Some(reference) = name.trim().strip_prefix("payment:") {
        return match book::find(turn, reference)? {
            Some(payment) => Ok(Happened {
                reference: Some(payment.reference),
                currency: payment.currency,
                ..Happened::default()
            }),
            None => {
                let message = format!("there is no payment `{}`", reference.escape_default());
                Err(Error::usage("no-payment", message).into())
            }
        };
    }
    let no_payment = |order: &str| -> Error {
        let message = format!("order {order} has no payment at the provider");
        Error::usage("no-payment", message)
    };
    match find_in_shop(turn, name) {
        Ok((found, happened)) => match found.reference {
            Some(reference) => Ok(Happened { reference: Some(reference), ..happened }),
            None => Err(no_payment(name).into()),
        },
        // An order that is not in the shop has no payment either.
        Err(crate::world::Stop::Told(error)) if super::find(turn, name).is_ok() => {
            Err(Error { message: no_payment(name).message, code: "no-payment", ..error }.into())
        }
        Err(stop) => Err(stop),
    }
}

/// Changes a reservation, or what the provider shows beside it. Returns the payment's reference.
fn change(turn: &Turn, act: PortalAct, reference: &str, amount_minor: i64) -> Outcome<String> {
    let refused = |why: &str| {
        let message = format!("the provider refused it: {why}");
        Error::new(Kind::Refused, "portal-refused", message)
    };
    let Some(payment) = book::find(turn, reference)? else {
        return Err(refused("the payment is not known").into());
    };
    match act {
        PortalAct::ReserveAnew => {
            let other = payment.brand.reference(turn, "ny")?;
            book::authorise(turn, payment.brand, &other, &payment.currency, amount_minor)?;
            // The sandbox remembers whose it is; nobody else can know.
            turn.run(
                "INSERT OR IGNORE INTO shop_payment (reference, order_id)
                    SELECT ?2, id FROM shop_order WHERE transaction_id = ?1",
                [reference, &other],
            )?;
            return Ok(other);
        }
        PortalAct::Dispute if amount_minor > payment.held_minor() => {
            return Err(refused("so much is not held").into());
        }
        PortalAct::Dispute => book::dispute(turn, reference, amount_minor)?,
        _ if amount_minor < payment.captured_minor + payment.cancelled_minor => {
            return Err(refused("more is taken or released already").into());
        }
        _ => book::reserve_otherwise(turn, &payment, amount_minor)?,
    }
    Ok(payment.reference)
}

/// Moves money with a key of somebody's own.
pub(crate) fn move_money(
    turn: &Turn,
    who: &str,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
) -> Outcome<book::Done> {
    let key = format!("{who}-{:016x}{:016x}", turn.chance()?, turn.chance()?);
    let brand = book::find(turn, reference)?.map_or(Brand::Vipps, |payment| payment.brand);
    brand.by_hand(turn, effect, reference, amount_minor, &key)?.map_err(|reason| {
        let code = brand.code(reason).unwrap_or("no number");
        let message =
            format!("the provider refused the {} ({code}): {}", effect.name(), reason.title());
        Error::new(Kind::Refused, "portal-refused", message).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::world;

    #[test]
    fn a_reservation_is_raised_and_lowered_but_not_below_what_is_taken() {
        for brand in Brand::ALL {
            let mut world = world();
            let order = world.order_by(brand, 1, 10_000, None, None).unwrap().order.unwrap();
            let reserve =
                |world: &mut World, minor| world.portal(PortalAct::Reserve, &order, Some(minor));
            reserve(&mut world, 12_000).unwrap();
            assert_eq!(world.ledger().unwrap()[0].authorised_minor, 12_000);
            world.portal(PortalAct::Capture, &order, Some(11_000)).unwrap();
            let refused = reserve(&mut world, 10_999).unwrap_err();
            assert_eq!((refused.code, refused.kind), ("portal-refused", Kind::Refused));
            reserve(&mut world, 11_000).unwrap();
            let refused = world.portal(PortalAct::Capture, &order, None).unwrap_err();
            assert_eq!(refused.code, "portal-refused");
            let error = world.portal(PortalAct::Reserve, &order, None).unwrap_err();
            assert_eq!(error.code, "amount-out-of-range");
        }
    }

    #[test]
    fn a_second_reservation_and_a_dispute_are_known_to_the_provider_alone() {
        let mut world = world();
        let made = world.order(1, 10_000, None, None).unwrap();
        let order = made.order.clone().unwrap();
        let other = world.portal(PortalAct::ReserveAnew, &order, Some(5_000)).unwrap();
        assert!(other.reference != made.reference);
        let ledger = world.ledger().unwrap();
        let row = ledger.iter().find(|row| Some(&row.reference) == other.reference.as_ref());
        let row = row.unwrap();
        assert_eq!((&row.order, row.shop_order.as_deref()), (&None, Some("5001")));
        let refused = world.portal(PortalAct::Dispute, &order, Some(1)).unwrap_err();
        assert_eq!(refused.code, "portal-refused");
        world.portal(PortalAct::Capture, &order, None).unwrap();
        world.portal(PortalAct::Dispute, &order, Some(4_000)).unwrap();
        let refunded = world.ledger().unwrap().iter().map(|row| row.refunded_minor).sum::<i64>();
        assert_eq!(refunded, 4_000);
        let rest = world.portal(PortalAct::Refund, &order, None).unwrap();
        assert_eq!(rest.amount_minor, 6_000);
        let error = world.portal(PortalAct::Capture, "payment:nobody", None).unwrap_err();
        assert_eq!(error.code, "no-payment");
    }
}
