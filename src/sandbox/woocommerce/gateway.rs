//! The shop's payment plug-in: it moves money at the provider behind uniac's back, with keys of its own.
//!
//! It must never use a key that uniac could make.

use super::order::ShopOrder;
use crate::sandbox::book::{self, Effect};
use crate::sandbox::provider::Brand;
use crate::sandbox::world::{Outcome, Turn};

/// Captures the order's total less what is captured; what the note says when that fails.
pub(super) fn capture(turn: &Turn, order: &ShopOrder) -> Outcome<Result<(), String>> {
    let Some(payment) = book::find(turn, &order.transaction_id)? else { return Ok(Ok(())) };
    let due_minor = order.total_minor - payment.captured_minor;
    if due_minor <= 0 {
        return Ok(Ok(()));
    }
    act(turn, order, Effect::Capture, due_minor)
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
    act(turn, order, Effect::Refund, amount_minor)
}

fn act(
    turn: &Turn,
    order: &ShopOrder,
    effect: Effect,
    amount_minor: i64,
) -> Outcome<Result<(), String>> {
    let key = format!("wc-{}-{:016x}", order.id, turn.chance()?);
    let brand = Brand::of_method(&order.payment_method).unwrap_or(Brand::Vipps);
    let done = brand.by_hand(turn, effect, &order.transaction_id, Some(amount_minor), &key)?;
    Ok(done.map(|_| ()).map_err(|reason| {
        format!("Could not {} payment at {}: {}", effect.name(), brand.title(), reason.title())
    }))
}
