//! Tests of Nexi's side: limits, sums, keys, refunds that wait, and what is never friendly.

use serde_json::{Value, json};

use super::SECRET_KEY;
use crate::tests::ask;
use crate::world::tests::world;
use crate::{Brand, LedgerRow, PortalAct, World};

fn reserved(amount_minor: i64) -> (World, String, String) {
    let mut world = world();
    let made = world.order_by(Brand::Nexi, 2, amount_minor, None, None).unwrap();
    (world, made.order.unwrap(), made.reference.unwrap())
}

fn nexi(world: &mut World, method: &str, path: &str, key: &str, body: &Value) -> (u16, Value) {
    let mut headers = vec![("authorization", SECRET_KEY.to_owned())];
    if !key.is_empty() {
        headers.push(("idempotency-key", key.to_owned()));
    }
    ask(world, method, &format!("/nexi/v1/{path}"), &headers, body)
}

/// A request for an amount with one line that adds up.
fn asked(amount: i64) -> Value {
    json!({ "amount": amount, "orderItems": [{
        "reference": "part", "name": "Part", "quantity": 1, "unit": "pcs", "unitPrice": amount,
        "taxRate": 0, "taxAmount": 0, "grossTotalAmount": amount, "netTotalAmount": amount,
    }] })
}

fn charge(world: &mut World, reference: &str, key: &str, body: &Value) -> (u16, Value) {
    nexi(world, "POST", &format!("payments/{reference}/charges"), key, body)
}

fn refund(world: &mut World, charge: &Value, key: &str, body: &Value) -> (u16, Value) {
    nexi(world, "POST", &format!("charges/{}/refunds", charge.as_str().unwrap()), key, body)
}

fn read(world: &mut World, reference: &str) -> Value {
    let (status, mut body) = nexi(world, "GET", &format!("payments/{reference}"), "", &Value::Null);
    assert_eq!(status, 200);
    body["payment"].take()
}

fn truth(world: &mut World) -> LedgerRow {
    world.ledger().unwrap().remove(0)
}

#[test]
fn only_the_bare_key_is_let_in() {
    let (mut world, _, reference) = reserved(10_000);
    let path = format!("/nexi/v1/payments/{reference}");
    for key in ["", "wrong", &format!("Bearer {SECRET_KEY}")] {
        let headers = [("authorization", key.to_owned())];
        assert_eq!(ask(&mut world, "GET", &path, &headers, &Value::Null).0, 401, "{key}");
    }
    assert_eq!(nexi(&mut world, "GET", "payments/0000", "", &Value::Null).0, 404);
    // Another provider's payment is not here.
    let vipps = world.order(1, 100, None, None).unwrap().reference.unwrap();
    assert_eq!(nexi(&mut world, "GET", &format!("payments/{vipps}"), "", &Value::Null).0, 404);
}

#[test]
fn a_charge_is_within_the_reservation_and_adds_up() {
    let (mut world, _, reference) = reserved(10_000);
    let mut wrong_line = asked(1_000);
    wrong_line["orderItems"][0]["taxAmount"] = json!(1);
    let mut nameless = asked(1_000);
    nameless["orderItems"][0]["name"] = json!("");
    let mut long = asked(1_000);
    long["myReference"] = json!("x".repeat(37));
    let refused = [
        (asked(10_001), 402, "1001"),
        (json!({ "amount": 0 }), 402, "1002"),
        (json!({ "amount": 4_000 }), 402, "1015"),
        (json!({ "amount": 999, "orderItems": asked(1_000)["orderItems"] }), 402, "1005"),
        (wrong_line, 402, "1005"),
        (nameless, 400, ""),
        (long, 400, ""),
        (json!({ "amount": 10.5 }), 400, ""),
        (json!({ "amount": 3_000_000_000_i64 }), 400, ""),
    ];
    for (body, status, code) in refused {
        let (got, answer) = charge(&mut world, &reference, "", &body);
        assert_eq!((got, answer["code"].as_str().unwrap_or_default()), (status, code), "{body}");
        assert_eq!(answer["errors"].is_object(), status == 400);
    }
    assert_eq!(truth(&mut world).captured_minor, 0);
    // The parts, with their own lines, up to the whole.
    for (amount, key) in [(4_000, "a"), (5_999, "b"), (1, "c")] {
        let (status, answer) = charge(&mut world, &reference, key, &asked(amount));
        assert_eq!((status, answer.as_object().unwrap().len()), (201, 1), "only an id");
    }
    let (status, answer) = charge(&mut world, &reference, "d", &asked(1));
    assert_eq!((status, answer["code"].as_str()), (402, Some("1008")));
    let payment = read(&mut world, &reference);
    let sums = json!({ "reservedAmount": 10_000, "chargedAmount": 10_000 });
    assert_eq!(payment["summary"], sums, "what is nothing is left out");
    assert_eq!(payment["charges"].as_array().unwrap().len(), 3);
    assert_eq!(payment["charges"][1]["orderItems"][0]["reference"], "part");
    let charge = payment["charges"][1]["chargeId"].as_str().unwrap();
    let (status, alone) = nexi(&mut world, "GET", &format!("charges/{charge}"), "", &Value::Null);
    assert_eq!((status, &alone), (200, &payment["charges"][1]));
}

#[test]
fn the_whole_order_needs_no_lines_and_a_last_charge_releases_the_rest() {
    let (mut world, _, reference) = reserved(10_000);
    assert_eq!(charge(&mut world, &reference, "", &json!({ "amount": 10_000 })).0, 201);
    let items = read(&mut world, &reference)["charges"][0]["orderItems"].clone();
    let gross = items.as_array().unwrap().iter().map(|item| item["grossTotalAmount"].as_i64());
    assert_eq!(gross.flatten().sum::<i64>(), 10_000, "the order's own lines");

    let (mut world, _, reference) = reserved(10_000);
    let mut last = asked(4_000);
    last["finalCharge"] = json!(true);
    assert_eq!(charge(&mut world, &reference, "", &last).0, 201);
    let row = truth(&mut world);
    assert_eq!((row.captured_minor, row.cancelled_minor), (4_000, 6_000));
    let (_, answer) = charge(&mut world, &reference, "", &asked(1));
    assert_eq!(answer["code"], "1019");
}

#[test]
fn a_key_is_bound_to_one_request_and_replays_its_answer() {
    let (mut world, _, reference) = reserved(10_000);
    let first = charge(&mut world, &reference, "k", &asked(3_000));
    assert_eq!(charge(&mut world, &reference, "k", &asked(3_000)), first);
    let (status, answer) = charge(&mut world, &reference, "k", &asked(3_001));
    assert_eq!((status, answer["code"].as_str()), (402, Some("1026")));
    let id = &first.1["chargeId"];
    let back = refund(&mut world, id, "k", &asked(1_000));
    assert_eq!((back.0, refund(&mut world, id, "k", &asked(1_000))), (201, back.clone()));
    assert_eq!(refund(&mut world, id, "k", &asked(999)).1["code"], "1027");
    // A no is replayed, too.
    let no = charge(&mut world, &reference, "no", &asked(9_000));
    assert_eq!((no.0, charge(&mut world, &reference, "no", &asked(9_000))), (402, no.clone()));
    assert_eq!(charge(&mut world, &reference, &"k".repeat(64), &asked(1)).0, 400);
    let row = truth(&mut world);
    assert_eq!((row.captured_minor, row.refunded_minor), (3_000, 1_000));
    // Without a key each one counts.
    assert_eq!(charge(&mut world, &reference, "", &asked(100)).0, 201);
    assert_eq!(charge(&mut world, &reference, "", &asked(100)).0, 201);
    assert_eq!(truth(&mut world).captured_minor, 3_200);
}

#[test]
fn a_refund_is_of_one_charge() {
    let (mut world, _, reference) = reserved(10_000);
    let one = charge(&mut world, &reference, "", &asked(3_000)).1["chargeId"].clone();
    let other = charge(&mut world, &reference, "", &asked(4_000)).1["chargeId"].clone();
    for (charge, body, code) in [
        (&one, asked(3_001), "1009"),
        (&one, json!({ "amount": 2_999 }), "1015"),
        (&one, json!({ "amount": 0 }), "1002"),
        (&json!("0".repeat(32)), asked(1), "1011"),
    ] {
        let (status, answer) = refund(&mut world, charge, "", &body);
        assert_eq!((status, answer["code"].as_str()), (402, Some(code)), "{body}");
    }
    assert_eq!(refund(&mut world, &one, "", &json!({ "amount": 3_000 })).0, 201);
    assert_eq!(refund(&mut world, &one, "", &asked(1)).1["code"], "1023");
    assert_eq!(refund(&mut world, &other, "", &asked(1_500)).0, 201);
    assert_eq!(truth(&mut world).refunded_minor, 4_500);
}

#[test]
fn a_refund_waits_for_the_balance_and_is_no_effect_before() {
    let (mut world, _, reference) = reserved(10_000);
    let id = charge(&mut world, &reference, "", &asked(5_000)).1["chargeId"].clone();
    world.balance(false).unwrap();
    let waits = refund(&mut world, &id, "a", &asked(2_000)).1["refundId"].clone();
    let dropped = refund(&mut world, &id, "b", &asked(1_000)).1["refundId"].clone();
    assert_eq!(refund(&mut world, &id, "c", &asked(2_001)).1["code"], "1009");
    let payment = read(&mut world, &reference);
    assert_eq!(payment["refunds"][0]["state"], "Pending");
    assert_eq!(payment["summary"]["refundedAmount"], Value::Null);
    assert_eq!(truth(&mut world).refunded_minor, 0);
    let cancel = format!("pending-refunds/{}/cancel", dropped.as_str().unwrap());
    assert_eq!(nexi(&mut world, "POST", &cancel, "", &Value::Null).0, 204);
    assert_eq!(nexi(&mut world, "POST", &cancel, "", &Value::Null).0, 404);
    assert_eq!(world.balance(true).unwrap(), 1);
    let path = format!("refunds/{}", waits.as_str().unwrap());
    assert_eq!(nexi(&mut world, "GET", &path, "", &Value::Null).1["state"], "Completed");
    assert_eq!(truth(&mut world).refunded_minor, 2_000);
}

#[test]
fn a_cancel_is_of_the_whole_order_and_never_after_a_charge() {
    let (mut world, _, reference) = reserved(10_000);
    let cancel = |world: &mut World, amount: i64| {
        let path = format!("payments/{reference}/cancels");
        nexi(world, "POST", &path, "", &json!({ "amount": amount }))
    };
    assert_eq!(cancel(&mut world, 9_999).1["code"], "1007");
    assert_eq!(cancel(&mut world, 10_000).0, 204);
    assert_eq!(cancel(&mut world, 10_000).1["code"], "1019");
    assert_eq!(charge(&mut world, &reference, "", &asked(1)).1["code"], "1019");

    let (mut world, order, reference) = reserved(10_000);
    charge(&mut world, &reference, "", &asked(1));
    let path = format!("payments/{reference}/cancels");
    let (_, answer) = nexi(&mut world, "POST", &path, "", &json!({ "amount": 10_000 }));
    assert_eq!(answer["code"], "1008");
    let error = world.portal(PortalAct::Cancel, &order, None).unwrap_err();
    assert_eq!(error.code, "portal-refused");
}

#[test]
fn a_card_is_reserved_for_thirty_days() {
    let (mut world, _, reference) = reserved(10_000);
    world.pass_days(30);
    assert_eq!(charge(&mut world, &reference, "", &asked(1)).1["code"], "1010");
    let summary = read(&mut world, &reference)["summary"].clone();
    assert_eq!(summary, json!({ "reservedAmount": 10_000, "cancelledAmount": 10_000 }));
}

#[test]
fn the_portal_pays_back_over_the_charges_and_leaves_no_key_of_ours() {
    let (mut world, order, reference) = reserved(10_000);
    world.portal(PortalAct::Capture, &order, Some(3_000)).unwrap();
    world.portal(PortalAct::Capture, &order, Some(4_000)).unwrap();
    world.portal(PortalAct::Refund, &order, Some(5_000)).unwrap();
    let payment = read(&mut world, &reference);
    let amounts: Vec<i64> = payment["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refund| refund["amount"].as_i64().unwrap())
        .collect();
    assert_eq!(amounts.iter().sum::<i64>(), 5_000);
    assert_eq!(amounts.iter().max(), Some(&3_000));
    assert!(!payment.to_string().contains("ua-"));
    assert!(world.portal(PortalAct::Refund, &order, Some(2_001)).is_err());
    let row = truth(&mut world);
    assert_eq!((row.captured_minor, row.refunded_minor), (7_000, 5_000));
}

/// The issuer says no today: the key keeps the no, and a new key is a new question.
#[test]
fn a_no_is_kept_for_its_key_and_another_key_asks_anew() {
    let (mut world, _, reference) = reserved(10_000);
    world.fault_add("refused=05", Some("capture"), 1, None).unwrap();
    let ask = |world: &mut World, key| {
        let (status, body) = charge(world, &reference, key, &asked(1_000));
        (status, body["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(ask(&mut world, "one"), (402, "05".to_owned()));
    assert_eq!(ask(&mut world, "one"), (402, "05".to_owned()));
    assert_eq!(truth(&mut world).captured_minor, 0);
    assert_eq!(ask(&mut world, "two").0, 201);
    assert_eq!(truth(&mut world).captured_minor, 1_000);
}
