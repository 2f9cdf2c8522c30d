//! Somebody in the provider's portal: moves money that uniac did not ask for.
//!
//! The keys used here must never be ones that uniac could make.

use super::{Happened, find};
use crate::error::{Error, Kind, Result};
use crate::sandbox::book::{self, Effect};
use crate::sandbox::provider::Brand;
use crate::sandbox::woocommerce::order as shop;
use crate::sandbox::world::{Outcome, Setting, Turn, World};

/// What is done in the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalAct {
    /// Reserved money is taken.
    Capture,
    /// Taken money is paid back.
    Refund,
    /// The rest of the reservation is released.
    Cancel,
}

impl PortalAct {
    fn effect(self) -> Effect {
        match self {
            PortalAct::Capture => Effect::Capture,
            PortalAct::Refund => Effect::Refund,
            PortalAct::Cancel => Effect::Cancel,
        }
    }
}

impl World {
    /// Somebody acts in the provider's portal; without an amount on all there is. A cancel always
    /// takes the whole rest.
    ///
    /// # Errors
    /// When the order has no payment, or the provider refuses.
    pub fn portal(
        &mut self,
        act: PortalAct,
        order: &str,
        amount_minor: Option<i64>,
    ) -> Result<Happened> {
        if amount_minor.is_some_and(|amount_minor| amount_minor <= 0) {
            return Err(Error::usage("amount-out-of-range", "the amount is above 0"));
        }
        self.turn(|turn| {
            let known = find(turn, order)?;
            let Some(reference) = &known.reference else {
                let message =
                    format!("order {} has no payment at the provider", known.order.number);
                return Err(Error::usage("no-payment", message).into());
            };
            let done = move_money(turn, "portal", act.effect(), reference, amount_minor)?;
            let mut happened = known.happened(done.amount_minor);
            happened.currency = done.payment.currency;
            Ok(happened)
        })
    }
}

impl World {
    /// Somebody completes the order in the shop, whose payment plug-in captures at that; from then on
    /// the plug-in does so with every order.
    ///
    /// # Errors
    /// When the shop does not know the order.
    pub fn complete_in_shop(&mut self, order: &str) -> Result<Happened> {
        self.set(Setting::GatewayProfile, "on-completed")?;
        self.turn(|turn| {
            let known = find(turn, order)?;
            let number = known.order.requisition.as_deref().unwrap_or_default();
            let id =
                turn.first("SELECT id FROM shop_order WHERE number = ?1", [number], |row| {
                    row.get(0)
                })?;
            let Some(id) = id else {
                let message = format!("order {} is not in the shop", known.order.number);
                return Err(Error::usage("unknown-order", message).into());
            };
            shop::set_status(turn, id, "completed")?;
            Ok(known.happened(0))
        })
    }
}

/// Moves money with a key of somebody's own.
pub(in crate::sandbox) fn move_money(
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
