//! Klarna's answers, whatever they are: a success names no amount, so an act is done only when the
//! order, read back, shows it with its key or id, its amount and currency; a payment read is the order
//! asked for, with the sums that stand there.

use std::sync::Arc;

use serde_json::Value;
use uniac_connect::payment::Provider;
use uniac_connect::payment::klarna::{CAPABILITIES, Klarna, Setup};
use uniac_core::act::{Act, Found, Intent, Reply, Retry};
use uniac_core::order::{EventKind, Payment, PaymentStatus};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, count_done, intent, is_no, noon};
use crate::told::{Told, an_hour_before, is_currency, last, rows, told_nothing, writes};

/// What is asked for.
pub const ORDER: &str = "f3392f8b-6116-4073-ab96-e330819e2c07";

/// The keys of the three intents as they are sent. They must never change: Klarna would take the same
/// act for another one.
const KEYS: [(Act, &str); 3] = [
    (Act::Capture, "9e445729-f6df-5775-ab58-cf22762e34d5"),
    (Act::Refund, "29585ead-192e-53cd-a921-0c004132c526"),
    (Act::Cancel, "a9ba6163-8992-5ee3-ac1c-cf63c7ab84f4"),
];

/// The codes of a no that the order is to explain.
const DENIALS: [&str; 4] =
    ["CAPTURE_NOT_ALLOWED", "REFUND_NOT_ALLOWED", "CANCEL_NOT_ALLOWED", "NOT_ALLOWED"];

/// Returns the connector and its wire.
pub fn connector(input: &Input) -> (Arc<Canned>, Klarna) {
    let (wire, context) = Canned::new(input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        username: "user".to_owned(),
        password: Secret::new("secret"),
        payment_methods: vec!["klarna_payments".to_owned()],
        capabilities: CAPABILITIES,
    };
    (wire, Klarna::new(setup, &context).expect("a connector"))
}

/// Gives the answers to the connector and judges what it concludes.
pub fn check(data: &[u8]) {
    let input = Input::with_heads(data);
    let (wire, klarna) = connector(&input);
    let (act, verb) = match input.what.as_str() {
        "capture" => (Act::Capture, "captures"),
        "refund" => (Act::Refund, "refunds"),
        "cancel" => (Act::Cancel, "cancel"),
        "release" => (Act::Cancel, "release-remaining-authorization"),
        _ => return check_read(&klarna, &wire, &input),
    };
    let intent = announced(act, &input.what);
    let reply = klarna.send(&intent);
    let told = input.told(&wire);
    check_sent(&told, &intent, verb);
    check_reply(&reply, &told, &intent, &input);
}

fn announced(act: Act, what: &str) -> Intent {
    let target = match what {
        "cancel" | "release" => format!("{ORDER}/{what}"),
        _ => ORDER.to_owned(),
    };
    let mut intent = intent(act, &target, String::new());
    intent.at = an_hour_before();
    if act != Act::Cancel {
        let name = if act == Act::Capture { "captured_amount" } else { "refunded_amount" };
        intent.body = format!(r#"{{"{name}":{MINOR},"reference":"{}"}}"#, intent.key);
    }
    intent
}

/// Holds what was written against the intent: once, its own bytes, and always the same key.
fn check_sent(told: &[Told], intent: &Intent, verb: &str) {
    let writes = writes(told);
    assert!(writes.len() <= 1, "sent more than once: {writes:?}");
    for Told { asked, .. } in writes {
        assert_eq!(asked.body, intent.body, "other bytes than the intent's");
        assert_eq!(asked.path, format!("/ordermanagement/v1/orders/{ORDER}/{verb}"));
        let known = KEYS.iter().find(|(act, _)| *act == intent.act).map(|(_, key)| *key);
        assert_eq!(asked.key.as_deref(), known, "another key");
    }
}

fn check_reply(reply: &Reply, told: &[Told], intent: &Intent, input: &Input) {
    let sent = told.first().expect("the intent is a right one");
    let order = last(told);
    let is_read_back = told.len() > 1 && order.is_success() && order.value["order_id"] == ORDER;
    let code = sent.value["error_code"].as_str().unwrap_or_default();
    let is_denied = sent.status == 403 && DENIALS.contains(&code);
    match reply {
        Reply::Done { receipt } => {
            count_done();
            assert!(sent.is_success() || is_denied, "done with status {}", sent.status);
            let id = input.header(&format!("{}-id", intent.act.name()));
            let id = id.filter(|_| sent.is_success());
            assert!(is_read_back, "done before the order was read back");
            assert!(shows(&order.value, intent, id, receipt.as_deref()), "done, and not shown");
        }
        Reply::Pending { .. } => panic!("Klarna knows no pending acts"),
        Reply::Refused(refusal) if is_denied => {
            assert!(is_read_back, "{refusal:?}, and the order was not read");
            assert!(!shows(&order.value, intent, None, None), "{refusal:?}, and it is done");
        }
        Reply::Refused(refusal) if refusal.retry == Retry::SignIn => {
            assert_eq!(sent.status, 401, "{refusal:?}");
        }
        Reply::Refused(refusal) => {
            let is_no = is_no(sent.status) && sent.status < 500 && !code.is_empty();
            assert!(is_no, "{refusal:?}, status {}", sent.status);
        }
        Reply::Unknown { .. } => {}
    }
}

fn names(act: Act) -> [&'static str; 4] {
    match act {
        Act::Capture => ["captures", "capture_id", "captured_amount", "captured_at"],
        _ => ["refunds", "refund_id", "refunded_amount", "refunded_at"],
    }
}

/// Returns what can still be captured of an order.
fn remaining(order: &Value) -> Option<i64> {
    match order["status"].as_str()? {
        "CANCELLED" => Some(0),
        _ => order["remaining_authorized_amount"].as_i64(),
    }
}

/// Returns whether the order shows the act: by its key or by the id that the headers named, and by
/// nothing that contradicts them.
fn shows(order: &Value, intent: &Intent, id: Option<&str>, receipt: Option<&str>) -> bool {
    if !is_currency(&order["purchase_currency"], "NOK") {
        return false;
    }
    if intent.act == Act::Cancel {
        let captured = order["captured_amount"].as_i64();
        let amounts = ["order_amount", "original_order_amount"].map(|name| order[name].as_i64());
        return remaining(order) == Some(0)
            && order["status"] != "EXPIRED"
            && amounts.into_iter().flatten().max() > captured;
    }
    let [list, id_name, amount, _] = names(intent.act);
    rows(&order[list]).iter().any(|row| {
        let reference = row["reference"].as_str().filter(|reference| !reference.is_empty());
        let is_named = id.is_some() && row[id_name].as_str() == id;
        let is_ours = match reference {
            Some(reference) => reference == intent.key && (id.is_none() || is_named),
            None => is_named,
        };
        let is_receipt = receipt.is_none() || row[id_name].as_str().is_some_and(is_like(receipt));
        is_ours && is_receipt && row[amount].as_i64() == Some(MINOR)
    })
}

/// Returns whether an id is the one kept: without control characters, and not at full length.
fn is_like(kept: Option<&str>) -> impl Fn(&str) -> bool {
    let kept = kept.unwrap_or_default().to_owned();
    move |id| {
        let plain =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic()) && text.len() < 80;
        !plain(id) || id == kept
    }
}

fn check_read(klarna: &Klarna, wire: &Canned, input: &Input) {
    let Ok(read) = klarna.read(ORDER, None, noon()) else { return };
    let told = input.told(wire);
    let Told { status, value: order, .. } = last(&told);
    let Some(payment) = read else {
        let is_absent = ["NO_SUCH_ORDER", "NOT_FOUND"].iter().any(|no| order["error_code"] == *no);
        assert!(*status == 404 && is_absent, "absent with status {status}");
        return;
    };
    assert!(last(&told).is_success(), "a payment with status {status}");
    assert_eq!(order["order_id"], ORDER, "another order");
    if payment.unreadable.is_some() {
        return told_nothing(&payment);
    }
    assert!(is_currency(&order["purchase_currency"], payment.currency.code()));
    assert_eq!(order["captured_amount"].as_i64(), Some(payment.captured_minor));
    assert_eq!(order["refunded_amount"].as_i64(), Some(payment.refunded_minor));
    assert_eq!(order["status"] == "EXPIRED", payment.status == PaymentStatus::Expired);
    check_sums(order, &payment);
    for event in &payment.events {
        let act = if event.kind == EventKind::Capture { Act::Capture } else { Act::Refund };
        let [list, id, amount, at] = names(act);
        let is_it = |row: &Value| {
            row[amount].as_i64() == Some(event.amount_minor)
                && row["reference"].as_str() == event.key.as_deref()
                && row[id].as_str().is_some_and(is_like(event.id.as_deref()))
                && row[at].is_string()
        };
        assert!(rows(&order[list]).iter().any(is_it), "nobody told of {event:?}");
        assert!(event.amount_minor >= 0 && event.key.as_deref() != Some(""), "{event:?}");
    }
    for act in [Act::Capture, Act::Refund, Act::Cancel] {
        let intent = announced(act, "cancel");
        if matches!(klarna.find(&intent, &payment), Found::Done { .. }) {
            assert!(shows(order, &intent, None, None), "found, and not shown");
        }
    }
}

fn check_sums(order: &Value, payment: &Payment) {
    let taken = payment.captured_minor.checked_add(payment.cancelled_minor).expect("small enough");
    let rest = payment.authorised_minor.checked_sub(taken).expect("small enough");
    assert_eq!(Some(rest), remaining(order), "what can be captured is Klarna's own figure");
    assert!(payment.cancelled_minor >= 0 && payment.captured_minor >= 0 && rest >= 0);
    assert!((0..=payment.captured_minor).contains(&payment.refunded_minor));
    for (kind, sum) in
        [(EventKind::Capture, payment.captured_minor), (EventKind::Refund, payment.refunded_minor)]
    {
        let events = payment.events.iter().filter(|event| event.kind == kind);
        assert!(events.map(|event| event.amount_minor).sum::<i64>() <= sum, "more than the sum");
    }
}
