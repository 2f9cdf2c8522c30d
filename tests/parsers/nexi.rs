//! Nexi's answers, whatever they are: none of them tells an amount, so none is ever *done*; a payment
//! read is the payment asked for, with the sums that stand there.

use std::sync::Arc;

use uniac_connect::payment::nexi::{CAPABILITIES, Nexi, RESERVATION_DAYS, Setup};
use uniac_connect::payment::{Provider, Wanted};
use uniac_core::act::{Act, Reply};
use uniac_core::money::{Currency, Money};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, check_reply, intent, noon};
use crate::told::told_nothing;

/// What is asked for.
pub const REFERENCE: &str = "0123456789abcdef0123456789abcdef";

/// A payment of which a charge stands there, to be refunded.
const CHARGED: &[u8] = include_bytes!("../../fuzz/corpus/nexi/read");

/// Returns the connector and its wire.
pub fn connector(input: &Input) -> (Arc<Canned>, Nexi) {
    let (wire, context) = Canned::new(input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        secret_key: Secret::new("secret"),
        payment_methods: vec!["nexi".to_owned()],
        reservation_days: RESERVATION_DAYS,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: CAPABILITIES,
    };
    (wire, Nexi::new(setup, &context).expect("a connector"))
}

/// Gives the answers to the connector and judges what it concludes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let act = match input.what.as_str() {
        "capture" => Act::Capture,
        "refund" => Act::Refund,
        _ => return check_read(&input),
    };
    let (_, reader) = connector(&Input::new(CHARGED));
    let payment = reader.read(REFERENCE, None, noon()).expect("understood").expect("a payment");
    let (wire, nexi) = connector(&input);
    let mut intent = intent(act, REFERENCE, String::new());
    let money = Money::new(MINOR, Currency::NOK);
    let wanted = Wanted { act, money, key: &intent.key, payment: &payment };
    let draft = nexi.draft(&wanted).expect("it can be done");
    (intent.money, intent.target, intent.body) = (draft.money, draft.target, draft.body);
    let reply = nexi.send(&intent);
    assert!(!matches!(reply, Reply::Done { .. }), "no answer of Nexi's tells an amount");
    intent.target = intent.target.rsplit('/').next().unwrap_or_default().to_owned();
    wire.check_sent(&intent, true);
    check_reply(&reply, &input, |_| false);
}

fn check_read(input: &Input) {
    let (_, nexi) = connector(input);
    let Ok(read) = nexi.read(REFERENCE, None, noon()) else { return };
    let Some(payment) = read else {
        assert_eq!(input.status, 404, "absent");
        return;
    };
    assert!(input.is_success(), "a payment with status {}", input.status);
    let answer = input.value(0).expect("what is no JSON is no payment");
    let told = &answer["payment"];
    let id = told["paymentId"].as_str().unwrap_or_default().replace('-', "");
    assert_eq!(id.to_ascii_lowercase(), REFERENCE, "another payment");
    if payment.unreadable.is_some() {
        return told_nothing(&payment);
    }
    let sum = |name: &str| told["summary"][name].as_i64().unwrap_or(0);
    assert_eq!(payment.captured_minor, sum("chargedAmount"));
    assert_eq!(payment.cancelled_minor, sum("cancelledAmount"));
    assert!(payment.captured_minor + payment.cancelled_minor <= payment.authorised_minor);
    for event in &payment.events {
        let rows = ["charges", "refunds"].map(|list| told[list].as_array().cloned());
        let mut rows = rows.into_iter().flatten().flatten();
        let is_it = rows.any(|row| row["amount"].as_i64() == Some(event.amount_minor));
        assert!(is_it, "an effect that nobody told of: {event:?}");
    }
}
