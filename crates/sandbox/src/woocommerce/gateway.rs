//! The shop's payment plug-ins: they move money at the provider behind uniac's back, with keys of their
//! own, when the status of an order changes.
//!
//! As read in their code, with their usual settings (Vipps MobilePay 6.0.5, Klarna Payments 4.10.7, Kustom
//! Checkout 2.20.9, Nexi Checkout 2.14.6). They must never use a key that uniac could make.

use super::order::ShopOrder;
use crate::book::{self, Effect, Payment};
use crate::brand::Brand;
use crate::world::{Outcome, Setting, Turn};

/// What each profile of the plug-ins means, in lines as a help shows them.
pub const PLUG_IN_PROFILES: &str = "\
as-shipped: what they do with their usual settings; Vipps' captures, releases
and refunds, Klarna's and Kustom's capture and cancel, Nexi's does nothing.
none: nothing. on-completed: all that they can do.";

/// How old an order may be that Vipps' plug-in pays back when it is cancelled
/// (`woo_vipps_cancel_refund_days_threshold`).
const VIPPS_REFUND_MS: i64 = 30 * 86_400_000;

/// What a plug-in does with the money, and how much of it; without an amount, all there is.
type Deed = (Effect, Option<i64>);

/// Does what the order's plug-in does at the status that the order has got; what the note says when that
/// fails.
pub(super) fn follow(turn: &Turn, order: &ShopOrder, status: &str) -> Outcome<Result<(), String>> {
    let profile = turn.setting(Setting::GatewayProfile)?;
    let Some(brand) = Brand::of_method(&order.payment_method) else { return Ok(Ok(())) };
    let Some(payment) = book::find(turn, &order.transaction_id)? else { return Ok(Ok(())) };
    if profile == "none" {
        return Ok(Ok(()));
    }
    let deeds = match brand {
        Brand::Vipps => vipps(order, &payment, status, turn.now),
        Brand::Klarna | Brand::Kustom => klarna(order, &payment, status),
        // `dibs_manage_orders` is off until somebody switches it on.
        Brand::Nexi if profile == "as-shipped" => Vec::new(),
        Brand::Nexi => nexi(order, &payment, status),
    };
    for (effect, amount_minor) in deeds {
        if let Err(reason) = act(turn, order, effect, amount_minor)? {
            return Ok(Err(reason));
        }
    }
    Ok(Ok(()))
}

/// Vipps' plug-in takes the total less what is captured, and releases what is then left; it pays back
/// and releases at *cancelled* and *refunded*. Its own result status is *processing*, so that it does
/// nothing there.
fn vipps(order: &ShopOrder, payment: &Payment, status: &str, now: i64) -> Vec<Deed> {
    // It reads the payment first: of one that is captured and released there is nothing left to take.
    let is_finished = payment.captured_minor > 0 && payment.reserved_minor() == 0;
    let missing_minor = (order.total_minor - payment.captured_minor).max(0);
    let due_minor = if is_finished { 0 } else { missing_minor };
    let left_minor = (payment.reserved_minor() - due_minor).max(0);
    let capture = (due_minor > 0).then_some((Effect::Capture, Some(due_minor)));
    let release = |left: i64| (left > 0).then_some((Effect::Cancel, None));
    let is_young = now - order.created_at < VIPPS_REFUND_MS;
    let refund = (payment.held_minor() > 0).then_some((Effect::Refund, None));
    let deeds = match status {
        "completed" => [capture, release(left_minor)],
        "cancelled" => [refund.filter(|_| is_young), release(payment.reserved_minor())],
        "refunded" => [refund, release(payment.reserved_minor())],
        _ => [None, None],
    };
    deeds.into_iter().flatten().collect()
}

/// Klarna's plug-in asks for the order's total, unless Klarna says that all is captured; it cancels as
/// long as nothing is.
fn klarna(order: &ShopOrder, payment: &Payment, status: &str) -> Vec<Deed> {
    match status {
        "completed" if payment.captured_minor == 0 || payment.reserved_minor() > 0 => {
            vec![(Effect::Capture, Some(order.total_minor))]
        }
        "cancelled" if payment.captured_minor == 0 => vec![(Effect::Cancel, None)],
        _ => Vec::new(),
    }
}

/// Nexi's plug-in charges the total once, and stops at any charge.
fn nexi(order: &ShopOrder, payment: &Payment, status: &str) -> Vec<Deed> {
    match status {
        "completed" if payment.captured_minor == 0 => {
            vec![(Effect::Capture, Some(order.total_minor))]
        }
        "cancelled" if payment.captured_minor == 0 => vec![(Effect::Cancel, None)],
        _ => Vec::new(),
    }
}

/// Pays back; the message when that fails.
pub(super) fn refund(
    turn: &Turn,
    order: &ShopOrder,
    amount_minor: i64,
) -> Outcome<Result<(), String>> {
    if Brand::of_method(&order.payment_method).is_none() || order.transaction_id.is_empty() {
        let reason = "The payment gateway for this order does not support automatic refunds.";
        return Ok(Err(reason.to_owned()));
    }
    act(turn, order, Effect::Refund, Some(amount_minor))
}

fn act(
    turn: &Turn,
    order: &ShopOrder,
    effect: Effect,
    amount_minor: Option<i64>,
) -> Outcome<Result<(), String>> {
    let key = format!("wc-{}-{:016x}", order.id, turn.chance()?);
    let brand = Brand::of_method(&order.payment_method).unwrap_or(Brand::Vipps);
    let done = brand.by_hand(turn, effect, &order.transaction_id, amount_minor, &key)?;
    Ok(done.map(|_| ()).map_err(|reason| {
        format!("Could not {} payment at {}: {}", effect.name(), brand.title(), reason.title())
    }))
}
