//! Tests of the provider: limits, keys, events, and the traps of its contract.

use serde_json::{Value, json};

use crate::tests::{ask, change, number, provider, provider_headers};
use crate::world::tests::world;
use crate::{PortalAct, Setting, World};

fn reserved(amount_minor: i64) -> (World, String, String) {
    let mut world = world();
    world.set(Setting::RateLimits, "off").unwrap();
    let made = world.order(1, amount_minor, None, None).unwrap();
    (world, made.order.unwrap(), made.reference.unwrap())
}

fn aggregate(answer: &Value) -> [i64; 4] {
    ["authorizedAmount", "capturedAmount", "refundedAmount", "cancelledAmount"]
        .map(|name| answer["aggregate"][name]["value"].as_i64().unwrap())
}

#[test]
fn money_moves_within_its_limits() {
    let (mut world, _, reference) = reserved(10_000);
    // Act, key, amount, status, Vipps' number, aggregate afterwards.
    let steps: [(&str, i64, u16, &str, [i64; 4]); 11] = [
        ("refund", 100, 400, "6020", [10_000, 0, 0, 0]),
        ("capture", 10_001, 400, "6090", [10_000, 0, 0, 0]),
        ("capture", 6_000, 200, "", [10_000, 6_000, 0, 0]),
        ("capture", 4_001, 400, "6090", [10_000, 6_000, 0, 0]),
        ("refund", 6_001, 400, "6150", [10_000, 6_000, 0, 0]),
        ("refund", 1_000, 200, "", [10_000, 6_000, 1_000, 0]),
        ("cancel", 0, 200, "", [10_000, 6_000, 1_000, 4_000]),
        ("cancel", 0, 400, "6170", [10_000, 6_000, 1_000, 4_000]),
        ("capture", 1, 400, "6070", [10_000, 6_000, 1_000, 4_000]),
        ("refund", 5_000, 200, "", [10_000, 6_000, 6_000, 4_000]),
        ("refund", 1, 400, "6180", [10_000, 6_000, 6_000, 4_000]),
    ];
    for (index, (act, value, status, code, sums)) in steps.into_iter().enumerate() {
        let (got, answer) = change(&mut world, act, &reference, &format!("k{index}"), value);
        assert_eq!((got, number(&answer)), (status, code), "{index} {act} {answer}");
        let (_, payment) = provider(&mut world, "GET", &reference, "", Value::Null);
        assert_eq!(aggregate(&payment), sums, "{index} {act}");
        assert_eq!(payment["state"], "AUTHORIZED");
        if status == 200 {
            assert_eq!(aggregate(&answer), sums);
            assert_eq!(answer["reference"], reference.as_str());
        }
    }
    let (_, events) = provider(&mut world, "GET", &format!("{reference}/events"), "", Value::Null);
    let events = events.as_array().unwrap();
    let told: Vec<(&str, bool)> = events
        .iter()
        .map(|event| (event["name"].as_str().unwrap(), event["success"].as_bool().unwrap()))
        .collect();
    assert_eq!(told.iter().filter(|event| **event == ("CAPTURED", true)).count(), 1);
    assert_eq!(told.iter().filter(|event| **event == ("CAPTURED", false)).count(), 3);
    for event in events {
        for field in ["reference", "pspReference", "paymentAction", "amount", "timestamp"] {
            assert!(!event[field].is_null(), "the contract requires {field}");
        }
    }
    let captured =
        events.iter().find(|event| event["name"] == "CAPTURED" && event["success"] == true);
    assert_eq!(captured.unwrap()["idempotencyKey"], "k2");
    let row = &world.ledger().unwrap()[0];
    assert_eq!(row.events.len(), 5, "{:?}", row.events);
}

#[test]
fn a_key_belongs_to_one_request() {
    let (mut world, _, reference) = reserved(10_000);
    let other = world.order(1, 10_000, None, None).unwrap().reference.unwrap();
    let (_, first) = change(&mut world, "capture", &reference, "k", 3_000);
    assert_eq!(change(&mut world, "capture", &reference, "k", 3_000), (200, first.clone()));
    for (reference, value) in [(&reference, 3_001), (&other, 3_000)] {
        let (status, answer) = change(&mut world, "capture", reference, "k", value);
        assert_eq!((status, number(&answer)), (409, "4010"));
    }
    let (status, _) = change(&mut world, "refund", &reference, "k", 3_000);
    assert_eq!(status, 200, "another operation has keys of its own");
    let (status, answer) = change(&mut world, "refund", &reference, "k", 1);
    assert_eq!((status, number(&answer)), (409, "4150"));
    assert_eq!(
        change(&mut world, "capture", &reference, "k", 3_000),
        (200, first),
        "replayed as it was"
    );
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 3_000);

    world.set(Setting::Idempotency, "refuse").unwrap();
    let (status, answer) = change(&mut world, "capture", &reference, "k", 3_000);
    assert_eq!((status, number(&answer)), (409, "4020"));
    world.set(Setting::Idempotency, "ignore").unwrap();
    assert_eq!(change(&mut world, "capture", &reference, "k", 3_000).0, 200);
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 6_000);
}

#[test]
fn a_key_of_a_refused_request_is_free_again() {
    let (mut world, _, reference) = reserved(10_000);
    assert_eq!(change(&mut world, "capture", &reference, "k", 10_001).0, 400);
    assert_eq!(change(&mut world, "capture", &reference, "k", 10_000).0, 200);
}

#[test]
fn requests_that_are_not_well_formed_are_refused() {
    let (mut world, _, reference) = reserved(10_000);
    let amount = |currency: &str, value: Value| json!({ "modificationAmount": { "currency": currency, "value": value } });
    for body in [
        amount("NOK", json!("100")),
        amount("NOK", json!(1.5)),
        amount("NOK", json!(0)),
        amount("NOK", json!(-1)),
        amount("SEK", json!(100)),
        amount("EUR", json!(100)),
        json!({ "amount": 100 }),
        Value::Null,
    ] {
        let target = format!("{reference}/capture");
        let (status, _) = provider(&mut world, "POST", &target, "k", body.clone());
        assert_eq!(status, 400, "{body}");
    }
    assert_eq!(change(&mut world, "capture", &reference, "", 100).0, 400, "a key is required");
    assert_eq!(change(&mut world, "capture", &reference, &"k".repeat(51), 100).0, 400);
    let (status, answer) = change(&mut world, "capture", "no-such-payment", "k", 100);
    assert_eq!((status, number(&answer)), (404, "5090"));
    assert_eq!(provider(&mut world, "GET", "short", "", Value::Null).0, 400);
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 0);
}

#[test]
fn nobody_gets_in_without_all_headers() {
    let (mut world, _, reference) = reserved(10_000);
    let target = format!("/provider/epayment/v1/payments/{reference}");
    let headers = provider_headers(&mut world);
    for (index, expected) in [401, 400, 401].into_iter().enumerate() {
        let mut fewer = headers.clone();
        fewer.remove(index);
        assert_eq!(ask(&mut world, "GET", &target, &fewer, &Value::Null).0, expected, "{index}");
    }
    assert_eq!(ask(&mut world, "GET", &target, &headers, &Value::Null).0, 200);
    world.pass_ms(3_700_000);
    let (status, problem) = ask(&mut world, "GET", &target, &headers, &Value::Null);
    assert_eq!(status, 401, "the token has expired");
    assert!(problem["traceId"].is_string() && problem["type"].is_string(), "{problem}");
    assert_eq!(ask(&mut world, "POST", "/provider/accesstoken/get", &[], &Value::Null).0, 401);
}

#[test]
fn an_answer_to_a_change_is_typed_as_a_problem() {
    use crate::Answer;
    use crate::tests::send;
    let (mut world, _, reference) = reserved(10_000);
    let mut headers = provider_headers(&mut world);
    headers.push(("idempotency-key", "k".to_owned()));
    let target = format!("/provider/epayment/v1/payments/{reference}/cancel");
    let Answer::Whole(answer) = send(&mut world, "POST", &target, &headers, &Value::Null) else {
        panic!("no answer");
    };
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers[0].1, "application/problem+json");
}

#[test]
fn five_changes_a_minute_and_no_more() {
    let (mut world, _, reference) = reserved(10_000);
    world.set(Setting::RateLimits, "on").unwrap();
    for index in 0..5 {
        assert_eq!(change(&mut world, "capture", &reference, &format!("k{index}"), 1).0, 200);
    }
    let (status, answer) = change(&mut world, "capture", &reference, "k5", 1);
    assert_eq!((status, &answer["statusCode"]), (429, &json!(429)));
    assert_eq!(change(&mut world, "refund", &reference, "k", 1).0, 200, "each operation by itself");
    world.pass_ms(61_000);
    assert_eq!(change(&mut world, "capture", &reference, "k5", 1).0, 200);
    for _ in 0..120 {
        assert_eq!(provider(&mut world, "GET", &reference, "", Value::Null).0, 200);
    }
    assert_eq!(provider(&mut world, "GET", &reference, "", Value::Null).0, 429);
}

#[test]
fn a_reservation_lapses_after_180_days() {
    let (mut world, order, reference) = reserved(10_000);
    assert_eq!(change(&mut world, "capture", &reference, "k1", 4_000).0, 200);
    world.pass_days(179);
    assert_eq!(change(&mut world, "capture", &reference, "k2", 1_000).0, 200);
    world.pass_days(2);
    let (status, answer) = change(&mut world, "capture", &reference, "k3", 1_000);
    assert_eq!((status, number(&answer)), (400, "6100"));
    let (status, answer) = change(&mut world, "cancel", &reference, "k4", 0);
    assert_eq!((status, number(&answer)), (400, "6030"));
    let (_, payment) = provider(&mut world, "GET", &reference, "", Value::Null);
    assert_eq!(aggregate(&payment), [10_000, 5_000, 0, 5_000]);
    let row = &world.ledger().unwrap()[0];
    let lapsed = row.events.last().unwrap();
    assert_eq!((lapsed.kind, lapsed.amount_minor, &lapsed.key), ("cancel", 5_000, &None));
    assert_eq!(change(&mut world, "refund", &reference, "k5", 1_000).0, 200);
    world.pass_days(185);
    let (_, answer) = change(&mut world, "refund", &reference, "k6", 1_000);
    assert_eq!(number(&answer), "6220");
    assert!(world.portal(PortalAct::Refund, &order, None).is_err());
}

#[test]
fn the_event_log_can_be_closed() {
    let (mut world, _, reference) = reserved(10_000);
    world.set(Setting::Events, "off").unwrap();
    let target = format!("{reference}/events");
    assert_eq!(provider(&mut world, "GET", &target, "", Value::Null).0, 403);
}

#[test]
fn a_payment_that_is_not_authorised_is_terminated() {
    let (mut world, _, reference) = reserved(10_000);
    world
        .turn(|turn| {
            turn.run("UPDATE payment SET state = 'CREATED', authorised_minor = 0", ())?;
            Ok(())
        })
        .unwrap();
    let (_, answer) = change(&mut world, "capture", &reference, "k1", 1);
    assert_eq!(number(&answer), "6080");
    let (status, answer) = change(&mut world, "cancel", &reference, "k2", 0);
    assert_eq!((status, &answer["state"]), (200, &json!("TERMINATED")));
}
