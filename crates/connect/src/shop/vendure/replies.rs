//! What an answer of Vendure's to a change means for the journal.
//!
//! The `__typename` decides, then state, id and amount. A settlement, cancellation or refund that
//! Vendure calls failed may have reached the provider all the same, so it is *unknown*; refused is
//! only what Vendure refuses before it calls its payment handler (3.7.3, `payment.service`,
//! `order.service`).

use serde::Deserialize;

use super::wire::{Refund, Said, kebab, payment_id, result, said, status_of, typename, whole};
use crate::http::wire::{Figure, Text};
use crate::http::{Answer, refused, unknown};
use uniac_core::act::{Act, Intent, Refusal, Reply};
use uniac_core::order::ShopStatus;

/// Returns what an answer to a change means.
pub(super) fn reply(answer: &Answer, intent: &Intent) -> Reply {
    match said(answer) {
        Said::Data => {}
        Said::Wrong { code, is_unexecuted: true } => {
            return refused(code);
        }
        Said::NotSignedIn => return answer_forbidden(),
        Said::Wrong { code, .. } => {
            return answer.common_reply().unwrap_or_else(|| unknown(code));
        }
    }
    match (intent.act, typename(answer).as_deref()) {
        (Act::Capture, Some("Payment")) => payment_reply(answer, intent, "Settled"),
        (Act::Cancel, Some("Payment")) => payment_reply(answer, intent, "Cancelled"),
        (Act::Refund, Some("Refund")) => refund_reply(answer, intent),
        (_, Some("Order")) => order_reply(answer, intent),
        (Act::ShopComplete, Some("OrderStateTransitionError")) => transition_reply(answer),
        (act, Some(_)) => match result::<Named>(answer) {
            Some(named)
                if !act.operation().moves_money() || is_before_handler(&named.error_code) =>
            {
                refused(kebab(&named.error_code))
            }
            Some(named) => unknown(kebab(&named.error_code)),
            None => unknown("not-understood"),
        },
        (_, None) => unknown("not-understood"),
    }
}

fn answer_forbidden() -> Reply {
    Reply::Refused(Refusal::sign_in())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    error_code: String,
}

/// Returns whether Vendure refuses with this before it calls its payment handler, so that nothing
/// has happened at the provider (3.7.3, `OrderService.refundOrder`, `PaymentService.createRefund`).
fn is_before_handler(error_code: &str) -> bool {
    [
        "ALREADY_REFUNDED_ERROR",
        "MULTIPLE_ORDER_ERROR",
        "NOTHING_TO_REFUND_ERROR",
        "PAYMENT_ORDER_MISMATCH_ERROR",
        "QUANTITY_TOO_GREAT_ERROR",
        "REFUND_AMOUNT_ERROR",
        "REFUND_ORDER_STATE_ERROR",
    ]
    .contains(&error_code)
}

#[derive(Deserialize)]
struct Moved {
    id: Text,
    state: String,
    amount: Figure,
}

fn payment_reply(answer: &Answer, intent: &Intent, state: &str) -> Reply {
    let Some(payment) = result::<Moved>(answer) else { return unknown("not-understood") };
    let id = payment.id.trimmed();
    let fits = id.as_deref() == payment_id(&intent.target)
        && whole(&payment.amount) == Some(intent.money.minor)
        && payment.state == state;
    if fits { Reply::Done { receipt: id } } else { unknown("mismatch") }
}

/// `Failed` is what the shop's payment handler made of its provider's answer, or of none: the money
/// may be on its way, and the same refund is never asked for again by itself.
fn refund_reply(answer: &Answer, intent: &Intent) -> Reply {
    let Some(refund) = result::<Refund>(answer) else { return unknown("not-understood") };
    let payment = refund.payment_id.as_ref().and_then(Text::trimmed);
    let fits = payment.as_deref() == payment_id(&intent.target)
        && refund.total() == Some(intent.money.minor)
        && refund.key() == Some(&intent.key);
    match refund.state.as_str() {
        "Settled" if fits => Reply::Done { receipt: Some(refund.id()) },
        "Pending" if fits => Reply::Pending { receipt: Some(refund.id()) },
        "Failed" if fits => unknown("shop-refund-failed"),
        _ => unknown("mismatch"),
    }
}

#[derive(Deserialize)]
struct Changed {
    id: Text,
    state: String,
}

fn order_reply(answer: &Answer, intent: &Intent) -> Reply {
    let Some(order) = result::<Changed>(answer) else { return unknown("not-understood") };
    let is_there = match intent.act {
        Act::ShopComplete => status_of(&order.state) == ShopStatus::Completed,
        Act::ShopCancel => status_of(&order.state) == ShopStatus::Cancelled,
        _ => true,
    };
    let is_it = order.id.trimmed().as_deref() == Some(&intent.target);
    if is_it && is_there { Reply::Done { receipt: None } } else { unknown("mismatch") }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Transition {
    from_state: String,
}

/// An order that is there already, or further, is what was asked for.
fn transition_reply(answer: &Answer) -> Reply {
    let Some(transition) = result::<Transition>(answer) else { return unknown("not-understood") };
    match status_of(&transition.from_state) {
        ShopStatus::Completed => Reply::Done { receipt: None },
        _ => refused("order-state-transition-error"),
    }
}
