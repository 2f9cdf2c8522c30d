//! Tests of every fault: whether the effect happens, and what the client gets.

use serde_json::{Value, json};

use super::*;
use crate::brand::Brand;
use crate::catalogue::FAULTS;
use crate::tests::{change, number, provider, provider_headers, send, shop, uni};
use crate::tests::{shop_authorization, unimicro_headers};
use crate::world::tests::world;
use crate::{Setting, World};

/// No answer at all, and one that breaks off, in the place of a status.
const NOTHING: u16 = 0;
const TORN: u16 = 1;

/// Each fault, how often the act happens, and the status that the provider's client gets.
const TABLE: [(&str, usize, u16); 36] = [
    ("request-lost", 0, NOTHING),
    ("reply-lost", 1, NOTHING),
    ("error-before", 0, 500),
    ("error-after", 1, 500),
    ("rate-limited", 0, 429),
    ("slow", 1, 200),
    ("lagging-read", 1, 200),
    ("duplicate", 2, 200),
    ("torn-body", 1, TORN),
    ("redirect-301", 0, 301),
    ("redirect-302", 0, 302),
    ("redirect-307", 0, 307),
    ("redirect-308", 0, 308),
    ("proxy-502", 0, 502),
    ("proxy-503", 0, 503),
    ("proxy-504", 0, 504),
    ("proxy-504-after", 1, 504),
    ("error-replayed", 1, 500),
    ("in-progress", 1, 423),
    ("already-done", 1, 400),
    ("rate-limited-bare", 0, 429),
    ("accepted", 1, 202),
    ("accepted-failed", 0, 202),
    ("other-amount", 1, 200),
    ("other-currency", 1, 200),
    ("other-order", 1, 200),
    ("other-answer", 0, 200),
    ("success-as-400", 1, 400),
    ("error-as-200", 0, 200),
    ("truncated-json", 1, 200),
    ("unknown-enum", 1, 200),
    ("empty-200", 1, 200),
    ("html-200", 0, 200),
    ("rate-limited-after", 1, 429),
    ("refused", 0, 400),
    ("declined", 0, 400),
];

/// A world with one order of 499.00, invoiced, and the provider's reference of its payment.
fn invoiced() -> (World, String) {
    let mut world = world();
    let made = world.order(1, 49_900, None, None).unwrap();
    world.invoice(&made.order.unwrap(), None).unwrap();
    (world, made.reference.unwrap())
}

/// Captures 100 øre with the key `k1` and returns what comes back.
fn capture(world: &mut World, reference: &str) -> Answer {
    let mut headers = provider_headers(world);
    headers.push(("idempotency-key", "k1".to_owned()));
    let target = format!("/provider/epayment/v1/payments/{reference}/capture");
    let body = json!({ "modificationAmount": { "currency": "NOK", "value": 100 } });
    send(world, "POST", &target, &headers, &body)
}

fn status(answer: &Answer) -> u16 {
    match answer {
        Answer::Nothing => NOTHING,
        Answer::Torn(_) => TORN,
        Answer::Whole(response) => response.status,
    }
}

fn whole(answer: Answer) -> Response {
    match answer {
        Answer::Whole(response) => response,
        other => panic!("no whole answer: {other:?}"),
    }
}

fn json_of(answer: Answer) -> Value {
    serde_json::from_slice(&whole(answer).body).unwrap()
}

#[test]
fn a_fault_decides_whether_the_effect_happens_and_what_comes_back() {
    assert_eq!(TABLE.map(|(name, ..)| name), FAULTS.map(|(_, name, _)| name));
    for (name, effects, expected) in TABLE {
        let (mut world, reference) = invoiced();
        // Without keys, so that a second delivery shows.
        world.set(Setting::Idempotency, "ignore").unwrap();
        world.fault_add(name, Some("capture"), 1, Some(1)).unwrap();
        let answer = capture(&mut world, &reference);
        assert_eq!(status(&answer), expected, "{name}");
        let captured = world.ledger().unwrap()[0].captured_minor;
        assert_eq!(captured, i64::try_from(effects).unwrap() * 100, "{name}");
        assert_eq!(world.calls(true).unwrap().provider.write, 1, "{name}: it was sent");
        assert_eq!(world.fault_list().unwrap(), [], "{name}");
    }
}

#[test]
fn the_shop_and_uni_meet_every_fault_alike() {
    for (name, effects, _) in TABLE {
        let (mut world, _) = invoiced();
        world.fault_add(name, Some("shop"), 1, Some(1)).unwrap();
        world.fault_add(name, Some("booking"), 1, Some(1)).unwrap();
        let headers = [("authorization", shop_authorization())];
        let note = json!({ "note": "captured" });
        let target = "/shop/wp-json/wc/v3/orders/9001/notes";
        let from_shop = status(&send(&mut world, "POST", target, &headers, &note));
        let pay = json!({ "PaymentDate": "2026-11-23", "Amount": 100.0, "AmountCurrency": 100.0 });
        let target = "/uni/api/biz/invoices/2001?action=payInvoice";
        let from_uni = status(&send(&mut world, "PUT", target, &unimicro_headers(), &pay));
        world.pass_ms(5);
        let (_, notes) = shop(&mut world, "GET", "orders/9001/notes", Value::Null);
        let (_, paid) = uni(&mut world, "GET", "invoices/2001?action=get-payments", Value::Null);
        let notes = notes.as_array().unwrap().iter().filter(|note| note["note"] == "captured");
        assert_eq!(notes.count(), effects, "{name} in the shop");
        assert_eq!(paid.as_array().unwrap().len(), effects, "{name} in Uni");
        assert_eq!(
            from_shop == 201,
            [
                "slow",
                "lagging-read",
                "duplicate",
                "other-amount",
                "other-currency",
                "other-order",
                "other-answer",
                "unknown-enum",
                "truncated-json"
            ]
            .contains(&name),
            "{name}: {from_shop}"
        );
        assert!(from_uni != 200 || from_shop == 201 || name.ends_with("200"), "{name}: {from_uni}");
    }
}

#[test]
fn a_read_meets_what_can_meet_it() {
    for (fault, name, _) in FAULTS {
        let (mut world, reference) = invoiced();
        let headers = provider_headers(&mut world);
        let target = format!("/provider/epayment/v1/payments/{reference}");
        let plain = send(&mut world, "GET", &target, &headers, &Value::Null);
        world.fault_add(name, None, 1, Some(1)).unwrap();
        let answer = send(&mut world, "GET", &target, &headers, &Value::Null);
        let harmless = ["slow", "duplicate"].contains(&name);
        let meets = fault.meets_reads(System::Provider(Brand::Vipps));
        assert_eq!(answer != plain, meets && !harmless, "{name}");
        assert_eq!(world.fault_list().unwrap().len(), usize::from(!meets), "{name}");
    }
}

#[test]
fn a_redirect_leads_to_where_the_request_was_sent() {
    let (mut world, _) = invoiced();
    world.fault_add("redirect-307", Some("booking"), 1, None).unwrap();
    let target = "/uni/api/biz/invoices/2001?action=payInvoice";
    let answer = whole(send(&mut world, "PUT", target, &unimicro_headers(), &json!({})));
    assert!(answer.headers.contains(&("location".to_owned(), target.to_owned())), "{answer:?}");
}

#[test]
fn a_replayed_error_stays_for_as_long_as_keys_are_kept() {
    let (mut world, reference) = invoiced();
    world.fault_add("error-replayed", Some("capture"), 1, None).unwrap();
    let first = capture(&mut world, &reference);
    assert_eq!(capture(&mut world, &reference), first);
    let (status, _) = change(&mut world, "capture", &reference, "k1", 101);
    assert_eq!(status, 409, "the key still belongs to its request");
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 100);
    world.set(Setting::Idempotency, "refuse").unwrap();
    let refused = json_of(capture(&mut world, &reference));
    assert_eq!((number(&refused), &refused["aggregate"]), ("4020", &Value::Null));
    world.set(Setting::Idempotency, "ignore").unwrap();
    assert_eq!(super::tests::status(&capture(&mut world, &reference)), 200);
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 200);
}

#[test]
fn conflicts_are_worded_as_each_system_words_them() {
    for (act, code) in [("capture", "6170"), ("refund", "6180"), ("cancel", "6070")] {
        let (mut world, reference) = invoiced();
        change(&mut world, "capture", &reference, "k0", 10_000);
        for (fault, expected) in [("in-progress", (423, "6160")), ("already-done", (400, code))] {
            world.fault_add(fault, Some(act), 1, None).unwrap();
            let (status, answer) = change(&mut world, act, &reference, fault, 100);
            assert_eq!((status, number(&answer)), expected, "{act}");
        }
    }
    let (mut world, _) = invoiced();
    world.fault_add("already-done", None, 2, None).unwrap();
    let refund = json!({ "amount": "10.00", "api_refund": false });
    let (status, answer) = shop(&mut world, "POST", "orders/9001/refunds", refund);
    assert_eq!((status, &answer["message"]), (500, &json!("Invalid refund amount.")));
    let (status, answer) = shop(&mut world, "PUT", "orders/9001", json!({ "status": "completed" }));
    assert_eq!((status, &answer["data"]["status"]), (409, &json!(409)));
}

#[test]
fn false_answers_are_false_in_one_thing_only() {
    let answer = |fault: &str| {
        let (mut world, reference) = invoiced();
        world.fault_add(fault, Some("capture"), 1, Some(1)).unwrap();
        json_of(capture(&mut world, &reference))
    };
    let truth = answer("slow");
    let told = |fault: &str, path: &str| {
        let mut answer = answer(fault);
        let told = answer.pointer(path).cloned().unwrap();
        assert_ne!(told, truth.pointer(path).cloned().unwrap(), "{fault}");
        // With that put right in all places, the rest is the truth.
        if fault == "other-order" || fault == "unknown-enum" {
            *answer.pointer_mut(path).unwrap() = truth.pointer(path).cloned().unwrap();
            assert_eq!(answer, truth, "{fault}");
        }
        told
    };
    assert_eq!(told("other-amount", "/aggregate/capturedAmount/value"), 50);
    assert_eq!(told("other-currency", "/aggregate/capturedAmount/currency"), "EUR");
    assert_eq!(told("other-order", "/reference"), "another-order-0001");
    assert_eq!(told("unknown-enum", "/state"), "SETTLING");
}

#[test]
fn broken_answers_are_no_json_and_a_bare_429_asks_for_nothing() {
    for fault in ["truncated-json", "empty-200", "html-200", "proxy-502", "accepted"] {
        let (mut world, reference) = invoiced();
        world.fault_add(fault, Some("capture"), 1, None).unwrap();
        let answer = whole(capture(&mut world, &reference));
        assert!(serde_json::from_slice::<Value>(&answer.body).is_err(), "{fault}");
    }
    for (fault, asks) in [("rate-limited", true), ("rate-limited-bare", false)] {
        let (mut world, reference) = invoiced();
        world.fault_add(fault, None, 1, None).unwrap();
        let answer = whole(capture(&mut world, &reference));
        assert_eq!(answer.headers.iter().any(|(name, _)| name == "retry-after"), asks, "{fault}");
    }
}

#[test]
fn what_was_accepted_and_failed_never_comes() {
    let (mut world, reference) = invoiced();
    world.fault_add("accepted-failed", Some("capture"), 1, None).unwrap();
    capture(&mut world, &reference);
    world.pass_days(1);
    let (_, payment) = provider(&mut world, "GET", &reference, "", Value::Null);
    assert_eq!(payment["aggregate"]["capturedAmount"]["value"], 0);
}
