//! Vipps' answers, whatever they are: an act is done only when the answer is of this payment, in this
//! currency, with sums that hold the amount; a payment read is the payment asked for.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use uniac_connect::payment::Provider;
use uniac_connect::payment::vipps::{CAPABILITIES, RESERVATION_DAYS_NORWAY, Setup, Vipps};
use uniac_core::act::Act;
use uniac_core::order::EventKind;
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, check_reply, intent, noon};
use crate::told::told_nothing;

/// What is asked for.
pub const REFERENCE: &str = "reference-1";

/// Returns the connector and its wire.
pub fn connector(input: &Input) -> (Arc<Canned>, Vipps) {
    let (wire, context) = Canned::new(input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        client_id: "client".to_owned(),
        client_secret: Secret::new("secret"),
        subscription_key: Secret::new("key"),
        merchant_serial_number: "123456".to_owned(),
        payment_methods: vec!["vipps".to_owned()],
        reservation_days: RESERVATION_DAYS_NORWAY,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: CAPABILITIES,
    };
    (wire, Vipps::new(setup, &context).expect("a connector"))
}

/// Gives the answers to the connector and judges what it concludes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let (wire, vipps) = connector(&input);
    let act = match input.what.as_str() {
        "capture" => Act::Capture,
        "refund" => Act::Refund,
        "cancel" => Act::Cancel,
        _ => return check_read(&vipps, &input),
    };
    let mut intent = intent(act, REFERENCE, String::new());
    intent.body = match act {
        Act::Cancel => String::new(),
        _ => format!(r#"{{"modificationAmount":{{"currency":"NOK","value":{MINOR}}}}}"#),
    };
    let reply = vipps.send(&intent);
    wire.check_sent(&intent, true);
    check_reply(&reply, &input, |answer| is_done(answer, act));
}

fn minor(value: &Value, name: &str) -> Option<i64> {
    let amount = &value[name];
    (amount["currency"] == "NOK").then(|| amount["value"].as_i64())?
}

/// Reads the success of an act once more.
fn is_done(answer: &Value, act: Act) -> bool {
    let sums = &answer["aggregate"];
    let (Some(authorised), Some(captured), Some(refunded), Some(cancelled)) = (
        minor(sums, "authorizedAmount"),
        minor(sums, "capturedAmount"),
        minor(sums, "refundedAmount"),
        minor(sums, "cancelledAmount"),
    ) else {
        return false;
    };
    let holds = match act {
        Act::Capture => captured >= MINOR,
        Act::Refund => refunded >= MINOR,
        _ => cancelled > 0 && i128::from(captured) + i128::from(cancelled) == authorised.into(),
    };
    holds
        && answer["reference"] == REFERENCE
        && minor(answer, "amount").is_some()
        && answer["pspReference"].is_string()
        && captured <= authorised
        && refunded <= captured
}

fn check_read(vipps: &Vipps, input: &Input) {
    let Ok(read) = vipps.read(REFERENCE, None, noon()) else { return };
    let answer = input.value(0).expect("what is no JSON is no payment");
    let Some(payment) = read else {
        assert!(matches!(input.status, 400 | 404), "absent with status {}", input.status);
        return;
    };
    assert!(input.is_success(), "a payment with status {}", input.status);
    assert_eq!(answer["reference"], REFERENCE, "another payment");
    if payment.unreadable.is_some() && payment.authorised_minor == 0 {
        return told_nothing(&payment);
    }
    let sums = &answer["aggregate"];
    for (name, got) in [
        ("authorizedAmount", payment.authorised_minor),
        ("capturedAmount", payment.captured_minor),
        ("refundedAmount", payment.refunded_minor),
        ("cancelledAmount", payment.cancelled_minor),
    ] {
        assert_eq!(sums[name]["value"].as_i64(), Some(got), "{name}");
        assert_eq!(sums[name]["currency"], payment.currency.code(), "{name}");
        assert!(got >= 0);
    }
    assert!(payment.captured_minor + payment.cancelled_minor <= payment.authorised_minor);
    assert!(payment.refunded_minor <= payment.captured_minor);
    let Some(Value::Array(rows)) = input.value(1) else {
        assert!(payment.events.is_empty());
        return;
    };
    for event in &payment.events {
        let name = match event.kind {
            EventKind::Capture => "CAPTURED",
            EventKind::Refund => "REFUNDED",
            EventKind::Cancel => "CANCELLED",
        };
        let is_it = |row: &&Value| {
            let at = row["timestamp"].as_str().unwrap_or_default();
            row["name"] == name
                && row["success"] == true
                && row["reference"] == REFERENCE
                && row["amount"]["value"].as_i64() == Some(event.amount_minor)
                && row["amount"]["currency"] == payment.currency.code()
                && row["idempotencyKey"].as_str().filter(|key| !key.is_empty())
                    == event.key.as_deref()
                && (!at.ends_with('Z') || at.parse::<Timestamp>().is_ok_and(|at| at == event.at))
        };
        assert!(rows.iter().any(|row| is_it(&row)), "an event that nobody told of: {event:?}");
    }
}
