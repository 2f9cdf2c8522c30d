//! Vendure's answers about payments, whatever they are: done is only the state that was asked for, of
//! this payment and with the whole amount, or a refund with the key; what it calls failed is no refusal.

use serde_json::Value;
use uniac_connect::payment::{Provider, Wanted};
use uniac_connect::shop::vendure::VendurePayments;
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{Payment, PaymentStatus};

use crate::canned::{Input, MINOR, count_done, intent, noon};
use crate::told::{figure, is_id, is_same, last, major, rows};
use crate::vendure::{check_refusal, check_sent, connector, result};
use crate::vendure_facts;

pub const PAYMENT: &str = "12";
pub const REFERENCE: &str = "731:12";

/// Gives the answers to the connector and judges what it concludes.
pub fn check(input: &Input, name: &str) {
    let act = match name {
        "capture" => Act::Capture,
        "refund" => Act::Refund,
        "release" => Act::Cancel,
        _ => return vendure_facts::check_payment(input),
    };
    let (wire, _, provider) = connector(input);
    let intent = announced(&provider, act);
    let reply = provider.send(&intent);
    let told = input.told(&wire);
    check_sent(&told, &intent.body);
    match &reply {
        Reply::Done { .. } => {
            count_done();
            let result = result(last(&told)).expect("done, and there was no result");
            assert!(is_shown(result, &intent, "Settled"), "done, and not shown: {result}");
        }
        Reply::Pending { .. } => {
            let result = result(last(&told)).expect("pending, and there was no result");
            assert_eq!(act, Act::Refund, "only a refund can be pending");
            assert!(is_shown(result, &intent, "Pending"), "pending, and not shown: {result}");
        }
        Reply::Refused(refusal) => check_refusal(refusal, &told, true),
        Reply::Unknown { .. } => {}
    }
}

/// A payment as the engine read it before the act was announced.
fn before(captured_minor: i64) -> Payment {
    Payment {
        provider: "vendure".to_owned(),
        reference: REFERENCE.to_owned(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: MINOR,
        cancelled_minor: 0,
        captured_minor,
        refunded_minor: 0,
        events: Vec::new(),
        whole_only: true,
        authorised_at: None,
        closes_at: None,
        read_at: noon(),
        unreadable: None,
    }
}

/// Returns an intent as the engine writes it.
pub fn announced(provider: &VendurePayments, act: Act) -> Intent {
    let mut intent = intent(act, REFERENCE, String::new());
    let payment = before(if act == Act::Refund { MINOR } else { 0 });
    let money = Money::new(MINOR, Currency::NOK);
    let wanted = Wanted { act, money, key: &intent.key, payment: &payment };
    let draft = provider.draft(&wanted).expect("it can be done");
    assert_eq!(draft.money, money);
    (intent.target, intent.body) = (draft.target, draft.body);
    intent
}

/// Returns whether a figure is this whole amount.
pub fn is_amount(value: &Value, minor: i64) -> bool {
    figure(value).is_some_and(|told| is_same(told, major(minor, 0)))
}

/// Returns the key of ours that a reason ends with.
pub fn key_in(reason: &Value) -> Option<&str> {
    let (_, key) = reason.as_str()?.strip_suffix(']')?.rsplit_once('[')?;
    Some(key).filter(|key| key.starts_with("ua-"))
}

/// Returns whether the result of a change is what the intent wanted.
fn is_shown(result: &Value, intent: &Intent, state: &str) -> bool {
    match intent.act {
        Act::Refund => {
            result["__typename"] == "Refund"
                && is_id(&result["paymentId"], PAYMENT)
                && is_amount(&result["total"], MINOR)
                && key_in(&result["reason"]) == Some(&intent.key)
                && result["state"] == state
        }
        act => {
            let wanted = if act == Act::Capture { "Settled" } else { "Cancelled" };
            result["__typename"] == "Payment"
                && is_id(&result["id"], PAYMENT)
                && is_amount(&result["amount"], MINOR)
                && result["state"] == wanted
        }
    }
}

/// Holds a look against the payment: nothing is found that is not there, and a refund is never taken
/// for absent, since its provider may have paid it all the same.
pub fn check_found(found: &Found, shown: &Value, payment: &Payment, intent: &Intent) {
    let is_it = match intent.act {
        Act::Capture => shown["state"] == "Settled" && is_amount(&shown["amount"], MINOR),
        Act::Cancel => shown["state"] == "Cancelled" && is_amount(&shown["amount"], MINOR),
        _ => {
            let keyed = |row: &Value| {
                key_in(&row["reason"]) == Some(&intent.key)
                    && row["state"] == "Settled"
                    && is_amount(&row["total"], MINOR)
            };
            rows(&shown["refunds"]).iter().any(keyed) || payment.refunded_minor == MINOR
        }
    };
    match found {
        Found::Done { .. } => assert!(is_it, "found, and not shown: {:?}", intent.act),
        Found::Absent => {
            assert!(intent.act != Act::Refund && shown["state"] == "Authorized", "absent");
        }
        Found::Unclear => {}
        Found::Pending { .. } | Found::Refused { .. } => panic!("Vendure does not tell that"),
    }
}
