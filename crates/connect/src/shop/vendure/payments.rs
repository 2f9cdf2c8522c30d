//! Vendure as the payment provider: the shop passes each act on to its own provider.
//!
//! A payment is settled or cancelled as a whole, and only when it was just read as authorised: the
//! second settlement reaches the shop's provider again (3.7.3). A refund whose end is not known is
//! never asked for again, whatever Vendure shows: its handler may have lost the provider's answer,
//! and then the money is paid although the refund is called failed, or is not there at all.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::Client;
use super::replies;
use super::wire::{self, ORDER_FIELDS, One, Paid, parts};
use crate::http::field::word;
use crate::http::refused;
use crate::http::wire::Text;
use crate::payment::{Capabilities, Draft, Provider, Wanted};
use crate::written;
use uniac_core::act::{Act, Found, Intent, Reply, matches_event, payment_in};
use uniac_core::order::{EventKind, Payment, PaymentEvent, PaymentStatus};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_texts::{kept, t};

/// The name in facts.
pub const NAME: &str = "vendure";

/// How long a provider call behind the shop may take, and with it how long an act may stay invisible.
/// A *guess*: the shop's payment handlers set their own limits. Nothing hangs on it while `lookup` is
/// off.
const HANDLER_SECONDS: u16 = 120;

/// What Vendure promises: nothing. It keeps no keys, and its book lacks what its payment handler lost.
pub const CAPABILITIES: Capabilities = Capabilities {
    key_lifetime: None,
    lookup: false,
    lookup_delay: SignedDuration::from_secs(HANDLER_SECONDS as i64),
    in_shop: true,
    // A payment is settled and cancelled only as a whole.
    releases_rest: false,
    reads_an_hour: None,
};

const SETTLE: &str = "mutation UniacSettle($id: ID!) { result: settlePayment(id: $id) { \
    __typename ... on Payment { id state amount } ... on ErrorResult { errorCode } } }";

const CANCEL: &str = "mutation UniacCancel($id: ID!) { result: cancelPayment(id: $id) { \
    __typename ... on Payment { id state amount } ... on ErrorResult { errorCode } } }";

const REFUND: &str = "mutation UniacRefund($input: RefundOrderInput!) { \
    result: refundOrder(input: $input) { __typename \
    ... on Refund { id state total reason paymentId } ... on ErrorResult { errorCode } } }";

/// The provider.
#[derive(Debug)]
pub struct VendurePayments {
    client: Arc<Client>,
    payment_methods: Vec<String>,
}

impl VendurePayments {
    pub(super) fn new(client: Arc<Client>, payment_methods: Vec<String>) -> VendurePayments {
        VendurePayments { client, payment_methods }
    }
}

#[derive(Deserialize)]
struct Data {
    data: One<wire::Order>,
}

/// The order's id alone.
#[derive(Deserialize)]
struct Named {
    data: One<NamedOrder>,
}

#[derive(Deserialize)]
struct NamedOrder {
    id: Text,
}

impl Provider for VendurePayments {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn payment_methods(&self) -> &[String] {
        &self.payment_methods
    }

    /// Vendure's codes are told apart by case.
    fn handles(&self, payment_method: &str) -> bool {
        self.payment_methods.iter().any(|name| name == payment_method)
    }

    /// Reads the order of the payment; Vendure shows no payment alone. Refunds with a key of uniac's
    /// are events, everything else is in the sums only.
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        let Some((order, payment)) = parts(reference) else { return Ok(None) };
        let query =
            format!("query UniacPayment($id: ID!) {{ order(id: $id) {{ {ORDER_FIELDS} }} }}");
        let answer = self.client.answer(&query, &json!({"id": order}))?;
        let is_it = |named: &Named| {
            named
                .data
                .order
                .as_ref()
                .is_none_or(|named| named.id.trimmed().as_deref() == Some(order))
        };
        let found = answer.read_of::<Data, Named>(System::Shop, is_it)?;
        let doubt = match found.map(|found| found.data.order) {
            Ok(Some(found)) => match facts(&found, payment, reference, now)? {
                Ok(payment) => return Ok(payment),
                Err(doubt) => doubt,
            },
            Ok(None) => return Ok(None),
            Err(doubt) => doubt,
        };
        Ok(Some(Payment::not_read(NAME, reference, known, doubt, now)))
    }

    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let Wanted { act, money, key, payment } = *wanted;
        let cannot = |code, why: String| Err(Error::new(Kind::Refused, code, why));
        let name = &payment.reference;
        let Some((_, id)) = parts(&payment.reference) else {
            return cannot("not-understood", t!("vendure-no-reference", payment = name));
        };
        let is_untouched = payment.status == PaymentStatus::Authorised
            && payment.captured_minor == 0
            && payment.cancelled_minor == 0;
        let is_whole = money.minor == payment.authorised_minor;
        let (query, variables, sum) = match act {
            Act::Capture | Act::Cancel if !is_untouched => {
                return cannot("settled", t!("vendure-settled", payment = name));
            }
            Act::Capture | Act::Cancel if !is_whole => {
                return cannot("whole-capture-only", t!("vendure-whole-only", payment = name));
            }
            Act::Capture => (SETTLE, json!({"id": id}), "captured/0".to_owned()),
            Act::Cancel => (CANCEL, json!({"id": id}), "cancelled/0".to_owned()),
            Act::Refund => {
                if money.minor > payment.captured_minor - payment.refunded_minor {
                    return cannot("exceeds-captured", t!("vendure-exceeds", payment = name));
                }
                let sum = format!("refunded/{}", payment.refunded_minor);
                let words = written::credited_in_uni(self.client.texts);
                let reason = format!("{words} {}", mark(key));
                (REFUND, json!({"input": refund_input(id, money.minor, &reason)}), sum)
            }
            _ => return Err(Error::defect("this act is nothing that a provider does")),
        };
        Ok(Draft {
            money,
            target: format!("{}/{sum}", payment.reference),
            body: json!({"query": query, "variables": variables}).to_string(),
        })
    }

    fn send(&self, intent: &Intent) -> Reply {
        let Some((order, payment)) = parts(payment_in(&intent.target)) else {
            return refused("defect");
        };
        let said: Option<Value> = serde_json::from_str(&intent.body).ok();
        // The pair of the check before the intent was written: these bytes move the money.
        let variables = match intent.act {
            Act::Capture | Act::Cancel => json!({"id": payment}),
            Act::Refund => {
                let reason = said.as_ref().and_then(reason).unwrap_or_default();
                json!({"input": refund_input(payment, intent.money.minor, reason)})
            }
            _ => return refused("defect"),
        };
        let query = match intent.act {
            Act::Capture => SETTLE,
            Act::Cancel => CANCEL,
            _ => REFUND,
        };
        let is_it = said == Some(json!({"query": query, "variables": variables}));
        let is_keyed = intent.act != Act::Refund
            || said
                .as_ref()
                .and_then(reason)
                .is_some_and(|reason| reason.ends_with(&mark(&intent.key)));
        if intent.money.minor <= 0 || !is_it || !is_keyed {
            return refused("defect");
        }
        match self.client.mutate(&intent.body, order) {
            Ok(answer) => replies::reply(&answer, intent),
            Err(reply) => reply,
        }
    }

    /// A payment that moved from where it was by exactly the act has had it, a refund when its key
    /// stands in it. A payment that is still authorised as a whole lacks its settlement in the shop's
    /// book, which is why it may be asked for again, and no proof for the shop's provider.
    fn find(&self, intent: &Intent, payment: &Payment) -> Found {
        let keyed = payment.events.iter().find(|event| event.key.as_deref() == Some(&intent.key));
        if let Some(event) = keyed {
            let fits = matches_event(intent, event.kind, event.amount_minor, payment.currency);
            return match fits {
                true => Found::Done { receipt: event.id.clone() },
                false => Found::Unclear,
            };
        }
        let Some(before) = sum_in(&intent.target) else { return Found::Unclear };
        let sum = match intent.act {
            Act::Capture => payment.captured_minor,
            Act::Cancel => payment.cancelled_minor,
            _ => payment.refunded_minor,
        };
        let moved = sum - before;
        let is_untouched = payment.status == PaymentStatus::Authorised
            && payment.captured_minor == 0
            && payment.cancelled_minor == 0;
        match intent.act {
            _ if moved == intent.money.minor => Found::Done { receipt: None },
            Act::Capture | Act::Cancel if is_untouched => Found::Absent,
            _ => Found::Unclear,
        }
    }

    /// A payment is settled and cancelled as a whole, so a second time finds nothing left at the shop's
    /// provider. A *guess* about the shop's payment handlers: one that charges a card when it settles,
    /// instead of taking what it has reserved, would be no authorisation at all.
    fn is_repeatable(&self, intent: &Intent) -> bool {
        matches!(intent.act, Act::Capture | Act::Cancel)
    }

    fn check(&self) -> Result<String> {
        let methods = self.payment_methods.join(", ");
        if self.payment_methods.is_empty() {
            return Err(Error::failed("bad-configuration", t!("vendure-no-methods"))
                .hint(t!("vendure-name-methods")));
        }
        Ok(t!("vendure-methods", methods = methods))
    }
}

/// Returns the payment of an order as facts, or inside what was not understood of it.
fn facts(
    order: &wire::Order,
    payment: &str,
    reference: &str,
    now: Timestamp,
) -> Result<Result<Option<Payment>, String>> {
    let Some(found) = order.payments().iter().find(|found| found.id() == payment) else {
        return Ok(Ok(None));
    };
    if matches!(order.paid(), Paid::Several) {
        let message = t!("vendure-several", order = order.id());
        return Err(Error::failed("several-payments", message).hint(t!("vendure-look")));
    }
    Ok(read(order, found, reference, now).map(Some))
}

/// Returns the payment, or what was not understood of it.
fn read(
    order: &wire::Order,
    found: &wire::Payment,
    reference: &str,
    now: Timestamp,
) -> Result<Payment, String> {
    let amount = found.amount().ok_or_else(|| kept!("doubt-amount-none"))?;
    let currency = order.currency().ok_or_else(|| kept!("doubt-currency-unknown"))?;
    let (status, captured, cancelled) = match found.state.as_str() {
        "Authorized" => (PaymentStatus::Authorised, 0, 0),
        "Settled" => (PaymentStatus::Authorised, amount, 0),
        // A handler may let a settled payment be cancelled; what came of the money is not told.
        "Cancelled" if !found.refunds.is_empty() => {
            return Err(kept!("doubt-cancelled-with-refunds"));
        }
        "Cancelled" => (PaymentStatus::Authorised, 0, amount),
        // Never authorised, or given up after a settlement that failed: nothing to work on.
        "Created" | "Declined" | "Error" => (PaymentStatus::NotAuthorised, 0, 0),
        other => return Err(kept!("doubt-state-is", state = word(other))),
    };
    let mut events = Vec::new();
    for refund in &found.refunds {
        if !["Pending", "Settled", "Failed"].contains(&refund.state.as_str()) {
            return Err(kept!("doubt-refund-state-is", state = word(&refund.state)));
        }
        let Some(key) = refund.key().filter(|_| refund.state == "Settled") else { continue };
        events.push(PaymentEvent {
            kind: EventKind::Refund,
            amount_minor: refund.total().ok_or_else(|| kept!("doubt-refund-none"))?,
            key: Some(key.to_owned()),
            id: Some(refund.id()),
            of: None,
            at: refund.updated_at().unwrap_or(now),
        });
    }
    // What others have asked for and the provider has not confirmed counts as paid back: it will be.
    let counts = |refund: &wire::Refund| match refund.state.as_str() {
        "Settled" => true,
        "Pending" => refund.key().is_none(),
        _ => false,
    };
    let refunded = found.refunded(counts).ok_or_else(|| kept!("doubt-refund-none"))?;
    if refunded > captured {
        return Err(kept!("doubt-refunded-more"));
    }
    Ok(Payment {
        provider: NAME.to_owned(),
        reference: reference.to_owned(),
        status,
        currency,
        authorised_minor: if status == PaymentStatus::Authorised { amount } else { 0 },
        cancelled_minor: cancelled,
        captured_minor: captured,
        refunded_minor: refunded,
        events,
        whole_only: true,
        authorised_at: found.created_at(),
        // Vendure does not know how long its provider keeps a reservation.
        closes_at: None,
        read_at: now,
        unreadable: None,
    })
}

/// The last three are deprecated, and without them the database refuses the refund (3.7.3).
fn refund_input(payment: &str, minor: i64, reason: &str) -> Value {
    json!({"paymentId": payment, "amount": minor, "reason": reason,
        "lines": [], "shipping": 0, "adjustment": 0})
}

/// Returns what the reason of a refund ends with: the key, by which it is known again. The words before it may be of any
/// language.
fn mark(key: &str) -> String {
    format!("[{key}]")
}

/// Returns the reason that a refund's body gives.
fn reason(body: &Value) -> Option<&str> {
    body["variables"]["input"]["reason"].as_str()
}

/// Returns the sum before the act in an intent's target.
fn sum_in(target: &str) -> Option<i64> {
    target.rsplit_once('/')?.1.parse().ok()
}
