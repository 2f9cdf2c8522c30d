//! Medusa's answers about payments, whatever they are: a capture is done only when the captures of API
//! keys grew by its amount, a refund only with the key in its note, a release only when this payment is
//! cancelled; and nothing is cancelled of which money was taken.

use std::sync::Arc;

use serde_json::Value;
use uniac_connect::payment::Provider;
use uniac_connect::shop::medusa::MedusaPayments;
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::money::Currency;
use uniac_core::order::{Payment, PaymentStatus};

use crate::canned::{Canned, Input, MINOR, count_done, intent, noon};
use crate::medusa::{ORDER, check_refusal, is_untouched, payments, setup};
use crate::medusa_facts;
use crate::told::{
    Told, all_succeeded, an_hour_before, figure, is_currency, is_old, is_same, last, major, rows,
    sum, writes,
};

pub const PAYMENT: &str = "pay_01A";

/// What had been captured by API keys when a capture was announced.
const BEFORE: i64 = 10_000;

/// Returns the connector and its wire.
pub fn connector(input: &Input) -> (Arc<Canned>, MedusaPayments) {
    let (wire, context) = Canned::new(input);
    (wire, MedusaPayments::new(&setup(), &context).expect("a connector"))
}

/// Gives the answers to the connector and judges what it concludes.
pub fn check(input: &Input, find: bool, name: &str) {
    let (act, verb) = match name {
        "capture" => (Act::Capture, "/capture"),
        "refund" => (Act::Refund, "/refund"),
        "release" => (Act::Cancel, "/cancel"),
        _ => return medusa_facts::check_payment(input),
    };
    let (wire, provider) = connector(input);
    let mut intent = announced(act);
    if find {
        intent.at = an_hour_before();
        let found = provider.find(&intent, &known());
        return check_found(&found, &input.told(&wire), &intent);
    }
    let reply = provider.send(&intent);
    let told = input.told(&wire);
    check_sent(&told, &intent, verb);
    check_reply(&reply, &told, &intent);
}

fn announced(act: Act) -> Intent {
    let mut intent = intent(act, PAYMENT, String::new());
    match act {
        Act::Capture => {
            intent.target = format!("{PAYMENT}/{BEFORE}");
            intent.body.push_str(r#"{"amount":499}"#);
        }
        Act::Refund => {
            intent.body = format!(r#"{{"amount":499,"note":"uniac {}"}}"#, intent.key);
        }
        _ => {}
    }
    intent
}

/// The payment as the engine read it before it looks for an act: only its reference is used.
fn known() -> Payment {
    Payment {
        provider: "medusa".to_owned(),
        reference: PAYMENT.to_owned(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: 99_800,
        cancelled_minor: 0,
        captured_minor: 0,
        refunded_minor: 0,
        events: Vec::new(),
        whole_only: false,
        authorised_at: None,
        closes_at: None,
        read_at: noon(),
        unreadable: None,
    }
}

/// Holds what was written against the intent: once and its own bytes. A release is written to the
/// payment's order, since Medusa has no other way, and only when nothing was taken there.
fn check_sent(told: &[Told], intent: &Intent, verb: &str) {
    let writes = writes(told);
    assert!(writes.len() <= 1, "sent more than once: {writes:?}");
    let Some(write) = writes.first() else { return };
    assert_eq!(write.asked.body, intent.body, "other bytes than the intent's");
    if intent.act != Act::Cancel {
        assert_eq!(write.asked.path, format!("/admin/payments/{PAYMENT}{verb}"));
        return;
    }
    assert_eq!(write.asked.path, format!("/admin/orders/{ORDER}{verb}"));
    let reads = &told[..told.len() - 1];
    let payment = reads.iter().rfind(|told| told.value["payment"]["id"] == PAYMENT);
    let payment = &payment.expect("the payment was read").value["payment"];
    assert_eq!(payment["payment_collection"]["order"]["id"], ORDER, "another order");
    let is_free = captures(payment).iter().all(|row| figure(&row["amount"]) == Some(0.0));
    assert!(is_free && is_untouched(last(reads)), "cancelled, and money was taken");
}

fn check_reply(reply: &Reply, told: &[Told], intent: &Intent) {
    let answer = last(told);
    match reply {
        Reply::Done { .. } => {
            count_done();
            assert!(answer.asked.is_write && all_succeeded(&told[told.len() - 1..]), "done");
            assert!(shows(answer, intent), "done, and not shown");
        }
        Reply::Pending { .. } => panic!("Medusa knows no pending acts"),
        Reply::Refused(refusal) if refusal.code == "no-effect" => {
            let is_full = answer.is_success() && moved(&answer.value["payment"]) == Some(0.0);
            assert!(is_full && intent.act == Act::Capture, "{refusal:?}");
        }
        Reply::Refused(refusal) => check_refusal(refusal, told),
        Reply::Unknown { .. } => {}
    }
}

/// Returns the captures of a payment.
pub fn captures(payment: &Value) -> Vec<&Value> {
    rows(&payment["captures"]).iter().collect()
}

/// Returns the captures that no person of the shop made.
fn unattended(payment: &Value) -> Vec<&Value> {
    let by_person =
        |row: &&Value| row["created_by"].as_str().is_some_and(|by| by.starts_with("user_"));
    captures(payment).into_iter().filter(|row| !by_person(row)).collect()
}

/// Returns by how much those have grown since the capture was announced.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
fn moved(payment: &Value) -> Option<f64> {
    Some(sum(&unattended(payment), "amount")? - major(BEFORE, 2))
}

/// Returns the refunds whose note names the key.
pub fn refunds_of<'a>(payment: &'a Value, key: &str) -> Vec<&'a Value> {
    let note = format!("uniac {key}");
    let is_ours = |row: &&Value| row["note"].as_str().map(str::trim) == Some(&note);
    rows(&payment["refunds"]).iter().filter(is_ours).collect()
}

fn is_ours(payment: &Value) -> bool {
    payment["id"] == PAYMENT && is_currency(&payment["currency_code"], "NOK")
}

/// Returns whether an answer shows what the intent wanted.
fn shows(told: &Told, intent: &Intent) -> bool {
    let payment = &told.value["payment"];
    let wanted = major(MINOR, 2);
    match intent.act {
        Act::Capture => is_ours(payment) && moved(payment).is_some_and(|m| is_same(m, wanted)),
        Act::Refund => match refunds_of(payment, &intent.key).as_slice() {
            [row] => is_ours(payment) && figure(&row["amount"]).is_some_and(|m| is_same(m, wanted)),
            _ => false,
        },
        // The order that was cancelled, with this payment in it.
        _ if told.asked.is_write => {
            let order = &told.value["order"];
            let is_it = |one: &&Value| one["id"] == PAYMENT && !one["canceled_at"].is_null();
            order["id"] == ORDER
                && order["status"] == "canceled"
                && payments(order).iter().any(is_it)
        }
        _ => is_ours(payment) && !payment["canceled_at"].is_null(),
    }
}

/// Holds a look against the rows: found is what is booked or old enough to stay, and absent is what
/// would not be done twice if it were sent once more.
fn check_found(found: &Found, told: &[Told], intent: &Intent) {
    assert!(writes(told).is_empty(), "a look that writes");
    let payment = &last(told).value["payment"];
    match found {
        Found::Done { .. } => {
            assert!(last(told).is_success() && shows(last(told), intent), "found, and not shown");
            let order = &payment["payment_collection"]["order"];
            let is_certain = |row: &&Value| {
                is_old(&row["created_at"])
                    || rows(&order["transactions"])
                        .iter()
                        .any(|one| one["reference_id"] == row["id"])
            };
            let row = match intent.act {
                Act::Capture => unattended(payment),
                Act::Refund => refunds_of(payment, &intent.key),
                _ => Vec::new(),
            };
            assert!(row.iter().all(is_certain), "it may still be taken out again");
        }
        Found::Absent => {
            assert!(last(told).is_success() && is_ours(payment), "absent from another payment");
            check_absent(payment, intent);
        }
        Found::Unclear => {}
        Found::Pending { .. } | Found::Refused { .. } => panic!("Medusa does not tell that"),
    }
}

#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
fn check_absent(payment: &Value, intent: &Intent) {
    let captured = sum(&captures(payment), "amount").expect("figures");
    let room = match intent.act {
        Act::Capture => {
            assert!(moved(payment).is_some_and(|m| is_same(m, 0.0)), "absent, and it is there");
            figure(&payment["amount"]).expect("a figure") - captured
        }
        Act::Refund => {
            assert!(refunds_of(payment, &intent.key).is_empty(), "absent, and it is there");
            let refunds: Vec<&Value> = rows(&payment["refunds"]).iter().collect();
            captured - sum(&refunds, "amount").expect("figures")
        }
        _ => {
            let order = &payment["payment_collection"]["order"];
            assert!(payment["canceled_at"].is_null() && order["status"] != "canceled");
            return;
        }
    };
    // An hour without an answer: the shop's provider may have done it, and lost it.
    assert!(room < major(2 * MINOR, 2), "absent, and there is room for it twice");
}
