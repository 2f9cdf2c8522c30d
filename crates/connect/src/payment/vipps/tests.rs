//! What the connector makes of Vipps' answers: above all, what it never takes for done.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::*;
use crate::http::testing::{self, Recording, Server, context};
use crate::payment::testing::reserved;
use uniac_core::act::{Act, IntentId, Retry, derive_key};
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;

const REFERENCE: &str = "order-5512-a";

fn intent(act: Act, minor: i64) -> Intent {
    let (vipps, _) = connector("http://127.0.0.1:1");
    let money = Money::new(minor, Currency::NOK);
    let key = derive_key("company", OrderId(712), None, act, 1);
    let payment = reserved(NAME, REFERENCE, 49_900);
    let draft = vipps.draft(&Wanted { act, money, key: &key, payment: &payment }).unwrap();
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: None,
        act,
        ordinal: 1,
        money,
        key,
        target: draft.target,
        body: draft.body,
        at: Timestamp::UNIX_EPOCH,
        outcome: None,
    }
}

fn connector(address: &str) -> (Vipps, Arc<Recording>) {
    let (context, recording) = context();
    let setup = Setup {
        base_url: address.to_owned(),
        client_id: "client".to_owned(),
        client_secret: Secret::new("s3cret"),
        subscription_key: Secret::new("subscription"),
        merchant_serial_number: "123456".to_owned(),
        payment_methods: vec!["vipps".to_owned()],
        reservation_days: RESERVATION_DAYS_NORWAY,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: CAPABILITIES,
    };
    (Vipps::new(setup, &context).unwrap(), recording)
}

fn amount(value: i64) -> Value {
    json!({"currency": "NOK", "value": value})
}

/// An answer with the sums authorised, cancelled, captured, refunded.
fn answer(shown: i64, sums: [i64; 4]) -> Value {
    json!({
        "amount": amount(shown), "state": "AUTHORIZED", "reference": REFERENCE,
        "pspReference": "psp-1", "paymentMethod": {"type": "WALLET"}, "profile": {},
        "aggregate": {
            "authorizedAmount": amount(sums[0]), "cancelledAmount": amount(sums[1]),
            "capturedAmount": amount(sums[2]), "refundedAmount": amount(sums[3]),
        },
    })
}

fn event(name: &str, value: i64, key: Option<&str>, at: &str) -> Value {
    json!({"reference": REFERENCE, "pspReference": "psp", "name": name, "paymentAction": name,
        "amount": amount(value), "timestamp": at, "idempotencyKey": key, "success": true})
}

fn problem(status: u16, number: &str) -> String {
    json!({"type": "https://developer.vippsmobilepay.com", "title": "No", "status": status,
        "traceId": "t", "extraDetails": [{"name": "ErrorCode", "reason": number}]})
    .to_string()
}

fn reply(status: u16, body: &str, intent: &Intent) -> Reply {
    let problem = [("content-type", "application/problem+json")];
    let effect = intent.act.effect().unwrap();
    wire::reply(&Answer::made(status, &problem, body), intent, effect)
}

/// The code of a reply that is not done.
fn code(reply: &Reply) -> String {
    match reply {
        Reply::Done { .. } => "done".to_owned(),
        Reply::Refused(refusal) if refusal.retry == Retry::Daily => {
            format!("today {}", refusal.code)
        }
        Reply::Refused(refusal) if refusal.retry != Retry::Never => {
            format!("again {}", refusal.code)
        }
        Reply::Refused(refusal) => format!("refused {}", refusal.code),
        Reply::Unknown { code, .. } => format!("unknown {code}"),
        Reply::Pending { .. } => "pending".to_owned(),
    }
}

#[test]
fn bodies_are_those_of_the_specification() {
    assert_eq!(
        intent(Act::Capture, 49_900).body,
        r#"{"modificationAmount":{"currency":"NOK","value":49900}}"#
    );
    assert_eq!(
        intent(Act::Refund, 1).body,
        r#"{"modificationAmount":{"currency":"NOK","value":1}}"#
    );
    assert_eq!(intent(Act::Cancel, 49_900).body, "");
}

#[test]
fn a_success_is_done_with_either_reading_of_its_amount() {
    for (act, minor, shown, sums) in [
        (Act::Capture, 49_900, 49_900, [49_900, 0, 49_900, 0]),
        (Act::Capture, 10_000, 10_000, [49_900, 0, 10_000, 0]),
        (Act::Capture, 10_000, 49_900, [49_900, 0, 30_000, 0]),
        (Act::Refund, 10_000, 10_000, [49_900, 0, 49_900, 10_000]),
        (Act::Refund, 10_000, 49_900, [49_900, 0, 49_900, 25_000]),
        (Act::Cancel, 49_900, 49_900, [49_900, 49_900, 0, 0]),
        (Act::Cancel, 39_900, 39_900, [49_900, 39_900, 10_000, 0]),
    ] {
        let got = reply(200, &answer(shown, sums).to_string(), &intent(act, minor));
        assert_eq!(got, Reply::Done { receipt: Some("psp-1".into()) }, "{act:?} {sums:?}");
    }
}

#[test]
fn a_success_that_does_not_match_is_unknown() {
    let good = answer(10_000, [49_900, 0, 10_000, 0]);
    let capture = intent(Act::Capture, 10_000);
    assert_eq!(code(&reply(200, &good.to_string(), &capture)), "done");
    for (path, value) in [
        ("/reference", json!("order-5513-a")),
        ("/amount/value", json!(9_999)),
        ("/amount/currency", json!("DKK")),
        ("/aggregate/capturedAmount/currency", json!("EUR")),
        ("/aggregate/capturedAmount/value", json!(9_999)),
        ("/aggregate/capturedAmount/value", json!(49_901)),
        ("/aggregate/refundedAmount/value", json!(10_001)),
        ("/aggregate/cancelledAmount/value", json!(-1)),
        ("/aggregate/authorizedAmount/value", json!(i64::MAX)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = value;
        // The last one contradicts nothing, but no amount of it is the act's.
        let expected = if path.contains("authorized") { "done" } else { "unknown mismatch" };
        assert_eq!(code(&reply(200, &bad.to_string(), &capture)), expected, "{path}");
    }
    let part_left = answer(49_900, [49_900, 10_000, 0, 0]);
    assert_eq!(
        code(&reply(200, &part_left.to_string(), &intent(Act::Cancel, 49_900))),
        "unknown mismatch"
    );
}

#[test]
fn garbage_is_never_done() {
    let capture = intent(Act::Capture, 49_900);
    let whole = answer(49_900, [49_900, 0, 49_900, 0]).to_string();
    for end in 0..whole.len() {
        assert_eq!(code(&reply(200, &whole[..end], &capture)), "unknown torn-body");
    }
    for body in ["{}", "[]", "null", "\"ok\"", r#"{"reference":"order-5512-a"}"#] {
        assert_eq!(code(&reply(200, body, &capture)), "unknown not-understood");
    }
    let decimal = whole.replace("49900", "49900.0");
    assert_eq!(code(&reply(200, &decimal, &capture)), "unknown not-understood");
    let text = whole.replace("49900", "\"49900\"");
    assert_eq!(code(&reply(200, &text, &capture)), "unknown not-understood");
    // A success body under a failing status proves nothing.
    assert_eq!(code(&reply(400, &whole, &capture)), "unknown status-400");
    assert_eq!(code(&reply(500, &whole, &capture)), "unknown status-500");
    assert_eq!(code(&reply(200, &problem(400, "6090"), &capture)), "unknown not-understood");
}

#[test]
fn a_number_is_a_no_unless_it_says_that_nothing_is_decided() {
    let table = [
        (400, "6090", "refused 6090"),
        (400, "6070", "refused 6070"),
        (400, "6170", "unknown 6170"),
        (404, "5090", "refused 5090"),
        (400, "4010", "unknown 4010"),
        (400, "4150", "unknown 4150"),
        (400, "4020", "unknown 4020"),
        (400, "6160", "unknown 6160"),
        (400, "6999", "unknown 6999"),
        (400, "9999", "today 9999"),
        (409, "6090", "unknown 6090"),
        (423, "6090", "unknown status-423"),
        (500, "6090", "unknown status-500"),
        (401, "6090", "again sign-in"),
        (403, "6090", "refused 6090"),
        (408, "6090", "unknown status-408"),
        (429, "6090", "unknown status-429"),
        (302, "6090", "unknown status-302"),
    ];
    let capture = intent(Act::Capture, 49_900);
    for (status, number, expected) in table {
        assert_eq!(code(&reply(status, &problem(status, number), &capture)), expected, "{status}");
    }
    for (status, body, expected) in [
        (404, "<html>", "unknown status-404"),
        (404, "{}", "unknown status-404"),
        (404, r#"{"title":"Not found","status":404}"#, "unknown status-404"),
        (400, r#"{"title":"Bad","status":400}"#, "refused status-400"),
        (400, r#"{"title":"Bad","status":200}"#, "unknown status-400"),
        (400, "", "unknown status-400"),
        (403, "", "again sign-in"),
        (409, "", "unknown conflict"),
        (502, "<html>", "unknown status-502"),
    ] {
        assert_eq!(code(&reply(status, body, &capture)), expected, "{status} {body}");
    }
    for (act, number, expected) in [
        (Act::Refund, "6180", "unknown 6180"),
        (Act::Cancel, "6070", "unknown 6070"),
        (Act::Cancel, "6170", "refused 6170"),
    ] {
        let answer = reply(400, &problem(400, number), &intent(act, 49_900));
        assert_eq!(code(&answer), expected, "done before, and nobody says by whom");
    }
    let named = problem(400, "6090 Kari Nordmann");
    assert_eq!(code(&reply(400, &named, &capture)), "unknown status-400");
}

#[test]
fn events_become_effects_with_their_keys() {
    let events = json!([
        event("REFUNDED", 100, None, "2026-03-03T00:00:00Z"),
        event("CREATED", 49_900, Some("c"), "2026-01-01T00:00:00Z"),
        event("AUTHORIZED", 49_900, None, "2026-01-01T00:01:00Z"),
        event("CAPTURED", 10_000, Some("ua-1"), "2026-02-01T00:00:00Z"),
        event("CANCELLED", 39_900, Some("ua-2"), "2026-02-02T00:00:00Z"),
    ]);
    let trail = |events: &Value| {
        let events: Vec<Box<RawValue>> = serde_json::from_str(&events.to_string()).unwrap();
        wire::trail(&events, REFERENCE, Currency::NOK)
    };
    let good = trail(&events);
    assert!(good.odd.is_empty());
    assert_eq!(good.authorised_at, Some("2026-01-01T00:01:00Z".parse().unwrap()));
    let kinds: Vec<_> = good
        .events
        .iter()
        .map(|event| (event.kind, event.amount_minor, event.key.as_deref()))
        .collect();
    assert_eq!(
        kinds,
        [
            (EventKind::Capture, 10_000, Some("ua-1")),
            (EventKind::Cancel, 39_900, Some("ua-2")),
            (EventKind::Refund, 100, None),
        ]
    );
    let mut failed = events.clone();
    failed[3]["success"] = json!(false);
    failed[3]["name"] = json!("DISPUTED");
    let failed = trail(&failed);
    assert!(failed.events.len() == 2 && failed.odd.is_empty(), "what took no effect is no doubt");
    for (field, value) in [
        ("reference", json!("order-5513-a")),
        ("name", json!("DISPUTED")),
        ("name", json!(7)),
        ("success", json!(null)),
        ("timestamp", json!("yesterday")),
        ("amount", json!({"currency": "EUR", "value": 10_000})),
        ("amount", json!({"currency": "NOK", "value": -1})),
    ] {
        let mut odd = events.clone();
        odd[3][field] = value;
        let trail = trail(&odd);
        assert!(!trail.odd.is_empty() && trail.events.len() == 2, "{field}: {trail:?}");
    }
}

fn token() -> testing::Act {
    testing::json(200, r#"{"access_token":"t0ken","expires_in":"3600","token_type":"Bearer"}"#)
}

fn now() -> Timestamp {
    "2026-07-15T00:00:00Z".parse().unwrap()
}

#[test]
fn a_payment_is_read_with_its_events_only_when_the_sums_have_moved() {
    let events = json!([
        event("AUTHORIZED", 49_900, None, "2026-07-01T00:00:00Z"),
        event("CAPTURED", 10_000, Some("ua-1"), "2026-07-02T00:00:00Z"),
    ]);
    let payment = answer(49_900, [49_900, 0, 10_000, 0]).to_string();
    let moved = answer(49_900, [49_900, 0, 20_000, 0]).to_string();
    let server = Server::start(vec![
        token(),
        testing::json(200, &payment),
        testing::json(200, &events.to_string()),
        testing::json(200, &payment),
        testing::json(200, &moved),
        testing::json(200, &events.to_string()),
    ]);
    let (vipps, _) = connector(&server.address);
    let first = vipps.read(REFERENCE, None, now()).unwrap().unwrap();
    assert_eq!((first.authorised_minor, first.captured_minor), (49_900, 10_000));
    assert_eq!(first.closes_at, Some("2026-12-28T00:00:00Z".parse().unwrap()));
    assert_eq!(first.status, PaymentStatus::Authorised);
    let second = vipps.read(REFERENCE, Some(&first), now()).unwrap().unwrap();
    assert_eq!(second, first);
    // The events lag behind the sums here; what they say is kept as it is.
    let third = vipps.read(REFERENCE, Some(&second), now()).unwrap().unwrap();
    assert_eq!((third.captured_minor, third.events.len()), (20_000, 1));
    let path = format!("/epayment/v1/payments/{REFERENCE}");
    let (get, list) = (format!("GET {path} HTTP/1.1"), format!("GET {path}/events HTTP/1.1"));
    let lines = server.lines();
    assert_eq!(lines[0], "POST /accesstoken/get HTTP/1.1");
    assert_eq!(lines[1..], [&get, &list, &get, &get, &list].map(String::clone));
}

#[test]
fn an_abandoned_payment_is_not_authorised_and_an_ended_one_expired() {
    let mut created = answer(49_900, [0, 0, 0, 0]);
    created["state"] = json!("CREATED");
    let mut odd = created.clone();
    odd["state"] = json!("NOPE");
    let other = answer(49_900, [49_900, 0, 0, 0]).to_string().replace(REFERENCE, "order-0000-b");
    let released = |key| {
        json!([
            event("AUTHORIZED", 49_900, None, "2026-01-01T00:00:00Z"),
            event("CANCELLED", 49_900, key, "2026-06-30T00:00:00Z"),
        ])
        .to_string()
    };
    let ended = answer(49_900, [49_900, 49_900, 0, 0]).to_string();
    let server = Server::start(vec![
        token(),
        testing::json(200, &created.to_string()),
        testing::json(200, &odd.to_string()),
        testing::json(200, &other),
        testing::json(200, &ended),
        testing::json(200, &released(None)),
        testing::json(200, &ended),
        testing::json(200, &released(Some("portal"))),
        testing::json(404, &problem(404, "5090")),
        testing::json(404, "<html>"),
    ]);
    let (vipps, _) = connector(&server.address);
    let read = || vipps.read(REFERENCE, None, now());
    assert_eq!(read().unwrap().unwrap().status, PaymentStatus::NotAuthorised);
    assert!(read().unwrap().unwrap().unreadable.is_some());
    assert_eq!(read().unwrap_err().code, "not-understood");
    assert_eq!(read().unwrap().unwrap().status, PaymentStatus::Expired);
    assert_eq!(read().unwrap().unwrap().status, PaymentStatus::Authorised);
    assert_eq!(read().unwrap(), None);
    assert_eq!(read().unwrap_err().code, "unexpected-status");
    for foreign in ["", "ch_1Nabc", "pi_3/../x", "short", "æøåæøåæøå"] {
        assert_eq!(vipps.read(foreign, None, now()).unwrap(), None, "{foreign}");
    }
    assert_eq!(server.requests().len(), 10);
}

#[test]
fn a_reference_may_be_as_long_as_todays_api_makes_it() {
    let absent = testing::json(404, &problem(404, "5090"));
    let server = Server::start(vec![token(), absent]);
    let (vipps, _) = connector(&server.address);
    assert_eq!(vipps.read(&"r".repeat(65), None, now()).unwrap(), None);
    assert_eq!(server.requests().len(), 0, "no payment of Vipps is called so");
    assert_eq!(vipps.read(&"r".repeat(64), None, now()).unwrap(), None);
    assert_eq!(server.requests().len(), 2, "it is asked for");
}

#[test]
fn an_act_is_sent_as_specified_and_a_lost_answer_is_unknown() {
    let done = answer(49_900, [49_900, 0, 49_900, 0]).to_string();
    let server = Server::start(vec![token(), testing::json(200, &done), testing::Act::Lose]);
    let (vipps, recording) = connector(&server.address);
    let capture = intent(Act::Capture, 49_900);
    assert_eq!(code(&vipps.send(&capture)), "done");
    assert_eq!(code(&vipps.send(&capture)), "unknown no-reply");
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    let sent = &requests[1];
    assert!(sent.starts_with(&format!("POST /epayment/v1/payments/{REFERENCE}/capture ")));
    for part in [
        format!("idempotency-key: {}\r\n", capture.key).as_str(),
        "authorization: Bearer t0ken\r\n",
        "ocp-apim-subscription-key: subscription\r\n",
        "merchant-serial-number: 123456\r\n",
        "vipps-system-name: uniac\r\n",
        "content-type: application/json\r\n",
        &format!("\r\n\r\n{}", capture.body),
    ] {
        assert!(sent.contains(part), "{part} in {sent}");
    }
    let body_of =
        |request: &String| request.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    assert_eq!(body_of(&requests[1]), body_of(&requests[2]));
    let log = serde_json::to_string(&*recording.0.lock().unwrap()).unwrap();
    for secret in ["t0ken", "s3cret", "subscription"] {
        assert!(
            !log.contains(&format!("\"{secret}")) && !log.contains(&format!(" {secret}")),
            "{log}"
        );
    }
}

#[test]
fn a_refused_token_is_renewed_once() {
    let done = answer(49_900, [49_900, 49_900, 0, 0]).to_string();
    let refused = testing::json(401, "{}");
    let script = vec![
        token(),
        refused.clone(),
        token(),
        testing::json(200, &done),
        refused.clone(),
        token(),
        refused.clone(),
        testing::json(401, "{}"),
    ];
    let server = Server::start(script);
    let (vipps, _) = connector(&server.address);
    let cancel = intent(Act::Cancel, 49_900);
    assert_eq!(code(&vipps.send(&cancel)), "done");
    assert_eq!(code(&vipps.send(&cancel)), "again sign-in");
    assert_eq!(server.requests().len(), 7);
    assert!(server.requests()[3].contains("content-length: 0\r\n"), "{}", server.requests()[3]);
    // Five calls of one act on one payment within a minute: the fifth was not needed.
    let (vipps, _) = connector("http://127.0.0.1:1");
    assert_eq!(code(&vipps.send(&cancel)), "again unreachable");
}

#[test]
fn the_sixth_call_of_a_minute_is_not_sent() {
    let server = Server::start(vec![token()]);
    let (vipps, _) = connector(&server.address);
    let capture = intent(Act::Capture, 49_900);
    for _ in 0..5 {
        assert_eq!(code(&vipps.send(&capture)), "unknown no-reply");
    }
    assert_eq!(code(&vipps.send(&capture)), "again rate-limited");
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn an_intent_that_contradicts_itself_is_not_sent() {
    let (vipps, _) = connector("http://127.0.0.1:1");
    let good = intent(Act::Capture, 49_900);
    for bad in [
        Intent { body: intent(Act::Capture, 49_901).body, ..good.clone() },
        Intent { body: good.body.replace("NOK", "DKK"), ..good.clone() },
        Intent { body: String::new(), ..good.clone() },
        Intent { key: String::new(), ..good.clone() },
        Intent { key: "k".repeat(51), ..good.clone() },
        Intent { money: Money::new(0, Currency::NOK), ..good.clone() },
        Intent { act: Act::ShopComplete, ..good.clone() },
        Intent { body: good.body.clone(), ..intent(Act::Cancel, 49_900) },
    ] {
        assert_eq!(code(&vipps.send(&bad)), "refused defect", "{bad:?}");
    }
    let elsewhere = Intent { target: "../../orders".to_owned(), ..good };
    assert_eq!(code(&vipps.send(&elsewhere)), "refused 5090");
}

#[test]
fn the_check_signs_in() {
    let server = Server::start(vec![token(), testing::json(401, "{}")]);
    let (vipps, _) = connector(&server.address);
    assert_eq!(vipps.check().unwrap(), "Vipps MobilePay at 127.0.0.1, sales unit 123456");
    let (vipps, _) = connector(&server.address);
    assert_eq!(vipps.check().unwrap_err().code, "sign-in");
    assert!(vipps.handles("Vipps") && !vipps.handles("klarna"));
}

/// Returns whether a body shows, read without the connector, that the capture took place.
fn shows_capture(body: &[u8], minor: i64) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return false };
    let sum = |name: &str| {
        let amount = value.get("aggregate")?.get(name)?;
        (amount["currency"] == "NOK").then_some(amount["value"].as_i64()?)
    };
    let shown = value["amount"]["value"].as_i64();
    value["reference"] == REFERENCE
        && value["amount"]["currency"] == "NOK"
        && (shown == Some(minor) || shown == sum("authorizedAmount"))
        && sum("capturedAmount").is_some_and(|captured| captured >= minor)
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_never_done(status in 100_u16..600, bytes in any::<Vec<u8>>()) {
        let capture = intent(Act::Capture, 49_900);
        let body = String::from_utf8_lossy(&bytes);
        let is_done = matches!(reply(status, &body, &capture), Reply::Done { .. });
        prop_assert!(!is_done);
    }

    #[test]
    fn a_mutated_success_is_done_only_when_it_still_shows_the_capture(
        status in prop_oneof![Just(200_u16), 100_u16..600],
        captured in prop_oneof![Just(10_000_i64), 0..60_000_i64],
        shown in prop_oneof![Just(10_000_i64), 0..60_000_i64],
        changes in prop::collection::vec((0_usize..600, any::<u8>()), 0..4),
    ) {
        let capture = intent(Act::Capture, 10_000);
        let mut bytes = answer(shown, [49_900, 0, captured, 0]).to_string().into_bytes();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if matches!(reply(status, &text, &capture), Reply::Done { .. }) {
            prop_assert!((200..300).contains(&status));
            prop_assert!(shows_capture(text.as_bytes(), 10_000), "{}", text);
        }
    }
}
