//! Tests of Klarna's side: limits, keys that ignore the body, ids in headers, one code for many causes.

use serde_json::{Value, json};

use super::{AMOUNT_MINOR_MAX, AUTHORIZATION, PASSWORD, USERNAME};
use crate::tests::{ask, send};
use crate::world::tests::world;
use crate::{Answer, Brand, LedgerRow, PortalAct, Response, Setting, World};

/// Keys as Klarna wants them.
const ONE: &str = "00000000-0000-5000-a000-000000000001";
const TWO: &str = "00000000-0000-5000-a000-000000000002";

fn reserved(amount_minor: i64) -> (World, String, String) {
    let mut world = world();
    let made = world.order_by(Brand::Klarna, 1, amount_minor, None, None).unwrap();
    (world, made.order.unwrap(), made.reference.unwrap())
}

fn klarna(world: &mut World, method: &str, path: &str, key: &str, body: &Value) -> Response {
    let mut headers = vec![("authorization", AUTHORIZATION.to_owned())];
    if !key.is_empty() {
        headers.push(("klarna-idempotency-key", key.to_owned()));
    }
    let target = format!("/klarna/ordermanagement/v1/orders/{path}");
    match send(world, method, &target, &headers, body) {
        Answer::Whole(response) => response,
        other => panic!("{other:?}"),
    }
}

fn capture(world: &mut World, id: &str, key: &str, minor: i64) -> Response {
    let body = json!({ "captured_amount": minor, "reference": "invoice-1" });
    klarna(world, "POST", &format!("{id}/captures"), key, &body)
}

fn refund(world: &mut World, id: &str, key: &str, minor: i64) -> Response {
    let body = json!({ "refunded_amount": minor, "reference": "credit-1" });
    klarna(world, "POST", &format!("{id}/refunds"), key, &body)
}

fn post(world: &mut World, id: &str, verb: &str, key: &str) -> Response {
    klarna(world, "POST", &format!("{id}/{verb}"), key, &Value::Null)
}

fn read(world: &mut World, id: &str) -> Value {
    let answer = klarna(world, "GET", id, "", &Value::Null);
    assert_eq!(answer.status, 200);
    body(&answer)
}

fn body(answer: &Response) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    let found = answer.headers.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value)
}

/// The status and the error code of an answer.
fn code(answer: &Response) -> (u16, String) {
    let code = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
    (answer.status, code["error_code"].as_str().unwrap_or_default().to_owned())
}

fn sums(order: &Value) -> [i64; 3] {
    ["captured_amount", "refunded_amount", "remaining_authorized_amount"]
        .map(|field| order[field].as_i64().unwrap())
}

fn truth(world: &mut World) -> LedgerRow {
    world.ledger().unwrap().remove(0)
}

#[test]
fn only_the_merchant_is_let_in() {
    let (mut world, _, id) = reserved(10_000);
    let target = format!("/klarna/ordermanagement/v1/orders/{id}");
    for wrong in ["", "Basic bm9ib2R5Om5vdGhpbmc=", &format!("Bearer {PASSWORD}"), USERNAME] {
        let headers = [("authorization", wrong.to_owned())];
        assert_eq!(ask(&mut world, "GET", &target, &headers, &Value::Null).0, 401, "{wrong}");
    }
    let nobody = "00000000-0000-0000-0000-000000000000";
    let answer = klarna(&mut world, "GET", nobody, "", &Value::Null);
    assert_eq!(code(&answer), (404, "NO_SUCH_ORDER".to_owned()));
    assert_eq!(code(&capture(&mut world, nobody, ONE, 1)), (404, "NO_SUCH_ORDER".to_owned()));
    // Another provider's payment is not here.
    let vipps = world.order(1, 10_000, None, None).unwrap().reference.unwrap();
    assert_eq!(klarna(&mut world, "GET", &vipps, "", &Value::Null).status, 404);
    assert_eq!(capture(&mut world, &vipps, ONE, 1).status, 404);
}

#[test]
fn a_success_says_nothing_but_an_id_in_the_headers() {
    let (mut world, _, id) = reserved(10_000);
    let captured = capture(&mut world, &id, ONE, 4_000);
    assert_eq!((captured.status, captured.body.len()), (201, 0));
    let capture_id = header(&captured, "capture-id").to_owned();
    assert!(header(&captured, "location").ends_with(&format!("{id}/captures/{capture_id}")));
    let refunded = refund(&mut world, &id, TWO, 1_000);
    assert_eq!((refunded.status, refunded.body.len()), (201, 0));
    let refund_id = header(&refunded, "refund-id").to_owned();
    let order = read(&mut world, &id);
    assert_eq!((&order["order_id"], &order["status"]), (&json!(id), &json!("PART_CAPTURED")));
    assert_eq!(sums(&order), [4_000, 1_000, 6_000]);
    assert_eq!(order["purchase_currency"], "NOK");
    let shown = &order["captures"][0];
    assert_eq!(shown["capture_id"], capture_id.as_str());
    assert_eq!(
        (&shown["reference"], &shown["captured_amount"]),
        (&json!("invoice-1"), &json!(4_000))
    );
    let shown = &order["refunds"][0];
    assert_eq!(shown["refund_id"], refund_id.as_str());
    assert_eq!(
        (&shown["reference"], &shown["refunded_amount"]),
        (&json!("credit-1"), &json!(1_000))
    );
    for path in [format!("captures/{capture_id}"), format!("refunds/{refund_id}")] {
        assert_eq!(
            klarna(&mut world, "GET", &format!("{id}/{path}"), "", &Value::Null).status,
            200
        );
    }
    let other = klarna(&mut world, "GET", &format!("{id}/captures/{refund_id}"), "", &Value::Null);
    assert_eq!(code(&other), (404, "NO_SUCH_CAPTURE".to_owned()));
}

#[test]
fn a_key_is_answered_as_the_first_time_whatever_is_asked() {
    let (mut world, _, id) = reserved(10_000);
    let first = capture(&mut world, &id, ONE, 3_000);
    assert_eq!(capture(&mut world, &id, ONE, 3_000), first);
    assert_eq!(capture(&mut world, &id, ONE, 7_000), first, "the body is disregarded");
    assert_eq!(refund(&mut world, &id, ONE, 3_000), first, "and so is the operation");
    let other = world.order_by(Brand::Klarna, 1, 500, None, None).unwrap().reference.unwrap();
    assert_eq!(capture(&mut world, &other, ONE, 500), first, "and the order");
    assert_eq!(truth(&mut world).captured_minor, 3_000);
    // A no is a result, too.
    let refused = capture(&mut world, &id, TWO, 7_001);
    assert_eq!(code(&refused), (403, "CAPTURE_NOT_ALLOWED".to_owned()));
    assert_eq!(capture(&mut world, &id, TWO, 1), refused);
    world.pass_days(1);
    assert_eq!(capture(&mut world, &id, ONE, 1_000).status, 201, "after a day it is forgotten");
    assert_eq!(truth(&mut world).captured_minor, 4_000);
}

#[test]
fn what_is_no_uuid_and_what_is_missing_protects_from_nothing() {
    let (mut world, _, id) = reserved(10_000);
    for key in ["", "invoice-1", "00000000000050000000000000000001"] {
        for _ in 0..2 {
            assert_eq!(capture(&mut world, &id, key, 1_000).status, 201, "{key}");
        }
    }
    assert_eq!(truth(&mut world).captured_minor, 6_000);
}

#[test]
fn keys_can_be_refused_or_ignored() {
    let (mut world, _, id) = reserved(10_000);
    assert_eq!(capture(&mut world, &id, ONE, 1_000).status, 201);
    world.set(Setting::Idempotency, "refuse").unwrap();
    assert_eq!(code(&capture(&mut world, &id, ONE, 1_000)), (409, "CONFLICT".to_owned()));
    world.set(Setting::Idempotency, "ignore").unwrap();
    assert_eq!(capture(&mut world, &id, ONE, 1_000).status, 201);
    assert_eq!(truth(&mut world).captured_minor, 2_000);
}

#[test]
fn one_code_stands_for_all_causes() {
    let (mut world, _, id) = reserved(10_000);
    let no = |code: &str| (403, code.to_owned());
    assert_eq!(code(&refund(&mut world, &id, "", 1)), no("REFUND_NOT_ALLOWED"));
    assert_eq!(code(&capture(&mut world, &id, "", 10_001)), no("CAPTURE_NOT_ALLOWED"));
    assert_eq!(
        code(&post(&mut world, &id, "release-remaining-authorization", "")),
        no("NOT_ALLOWED")
    );
    assert_eq!(capture(&mut world, &id, "", 6_000).status, 201);
    assert_eq!(code(&post(&mut world, &id, "cancel", "")), no("CANCEL_NOT_ALLOWED"));
    assert_eq!(code(&refund(&mut world, &id, "", 6_001)), no("REFUND_NOT_ALLOWED"));
    let released = post(&mut world, &id, "release-remaining-authorization", "");
    assert_eq!((released.status, released.body.len()), (204, 0));
    assert_eq!(
        code(&post(&mut world, &id, "release-remaining-authorization", "")),
        no("NOT_ALLOWED")
    );
    assert_eq!(code(&capture(&mut world, &id, "", 1)), no("CAPTURE_NOT_ALLOWED"));
    let order = read(&mut world, &id);
    assert_eq!((&order["status"], sums(&order)), (&json!("CAPTURED"), [6_000, 0, 0]));
    assert_eq!(refund(&mut world, &id, "", 6_000).status, 201);
    assert_eq!(read(&mut world, &id)["status"], "CLOSED");
    assert_eq!(truth(&mut world).cancelled_minor, 4_000);
}

#[test]
fn an_order_without_captures_is_cancelled_once() {
    let (mut world, _, id) = reserved(10_000);
    assert_eq!(post(&mut world, &id, "cancel", ONE).status, 204);
    assert_eq!(post(&mut world, &id, "cancel", ONE).status, 204, "the key is known");
    assert_eq!(code(&post(&mut world, &id, "cancel", TWO)), (403, "CANCEL_NOT_ALLOWED".to_owned()));
    let order = read(&mut world, &id);
    assert_eq!((&order["status"], sums(&order)), (&json!("CANCELLED"), [0, 0, 0]));
    assert_eq!(code(&capture(&mut world, &id, "", 1)).1, "CAPTURE_NOT_ALLOWED");
    assert_eq!(truth(&mut world).cancelled_minor, 10_000);
}

#[test]
fn an_order_runs_out_after_28_days() {
    let (mut world, _, id) = reserved(10_000);
    world.pass_days(27);
    let order = read(&mut world, &id);
    assert_eq!(
        (&order["status"], &order["fraud_status"]),
        (&json!("AUTHORIZED"), &json!("ACCEPTED"))
    );
    assert!(order["expires_at"].as_str().unwrap().starts_with("2026-12-21T"), "{order}");
    world.pass_days(1);
    assert_eq!(read(&mut world, &id)["status"], "EXPIRED");
    assert_eq!(code(&capture(&mut world, &id, "", 1)).1, "CAPTURE_NOT_ALLOWED");
    assert_eq!(code(&post(&mut world, &id, "cancel", "")).1, "CANCEL_NOT_ALLOWED");
}

#[test]
fn a_purchase_under_review_is_not_captured() {
    let (mut world, _, id) = reserved(10_000);
    world.set(Setting::FraudReview, "pending").unwrap();
    assert_eq!(read(&mut world, &id)["fraud_status"], "PENDING");
    assert_eq!(code(&capture(&mut world, &id, "", 1)).1, "CAPTURE_NOT_ALLOWED");
    world.set(Setting::FraudReview, "rejected").unwrap();
    assert_eq!(read(&mut world, &id)["fraud_status"], "REJECTED");
    assert_eq!(code(&capture(&mut world, &id, "", 1)).1, "CAPTURE_NOT_ALLOWED");
    world.set(Setting::FraudReview, "accepted").unwrap();
    assert_eq!(capture(&mut world, &id, "", 1).status, 201);
    world.set(Setting::FraudReview, "pending").unwrap();
    assert_eq!(read(&mut world, &id)["fraud_status"], "ACCEPTED", "it is of new purchases only");
}

#[test]
fn the_merchant_can_change_the_amount() {
    let (mut world, _, id) = reserved(10_000);
    assert_eq!(capture(&mut world, &id, "", 4_000).status, 201);
    let change = |world: &mut World, minor: i64| {
        let body = json!({ "order_amount": minor });
        code(&klarna(world, "PATCH", &format!("{id}/authorization"), "", &body))
    };
    assert_eq!(change(&mut world, 3_999), (403, "NOT_ALLOWED".to_owned()));
    assert_eq!(change(&mut world, 12_000), (204, String::new()));
    let order = read(&mut world, &id);
    assert_eq!((sums(&order)[2], &order["original_order_amount"]), (8_000, &json!(10_000)));
    assert_eq!(change(&mut world, 5_000), (204, String::new()));
    assert_eq!(read(&mut world, &id)["order_amount"], 5_000);
    assert_eq!(code(&capture(&mut world, &id, "", 1_001)).1, "CAPTURE_NOT_ALLOWED");
    assert_eq!(capture(&mut world, &id, "", 1_000).status, 201);
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let (mut world, _, id) = reserved(10_000);
    let line = |total: i64, fields: Value| {
        let mut line = json!({ "type": "physical", "name": "Kopp", "quantity": 2,
            "unit_price": total / 2, "tax_rate": 2500, "total_amount": total,
            "total_tax_amount": total / 5 });
        for (name, value) in fields.as_object().unwrap() {
            line[name] = value.clone();
        }
        line
    };
    let asked = |lines: Value| json!({ "captured_amount": 1_000, "order_lines": lines });
    let none = json!({});
    for body in [
        json!({}),
        json!({ "captured_amount": "1000" }),
        json!({ "captured_amount": 10.5 }),
        json!({ "captured_amount": 0 }),
        json!({ "captured_amount": AMOUNT_MINOR_MAX + 1 }),
        json!({ "refunded_amount": 1_000 }),
        json!({ "captured_amount": 1_000, "reference": "x".repeat(256) }),
        json!({ "captured_amount": 1_000, "description": 7 }),
        asked(json!("lines")),
        asked(json!([line(998, none.clone())])),
        asked(json!([line(1_000, json!({ "tax_rate": null }))])),
        asked(json!([line(1_000, json!({ "total_amount": 999 }))])),
        asked(json!([line(1_000, json!({ "name": null }))])),
    ] {
        let answer = klarna(&mut world, "POST", &format!("{id}/captures"), "", &body);
        assert_eq!(code(&answer), (422, "UNPROCESSABLE_ENTITY".to_owned()), "{body}");
        assert!(self::body(&answer)["correlation_id"].is_string());
    }
    let good = asked(json!([line(600, none.clone()), line(400, none)]));
    assert_eq!(klarna(&mut world, "POST", &format!("{id}/captures"), "", &good).status, 201);
    assert_eq!(truth(&mut world).captured_minor, 1_000);
}

#[test]
fn an_act_in_the_portal_carries_no_reference() {
    let (mut world, order, id) = reserved(10_000);
    world.portal(PortalAct::Capture, &order, Some(2_000)).unwrap();
    assert_eq!(capture(&mut world, &id, ONE, 1_000).status, 201);
    let shown = read(&mut world, &id);
    assert!(shown["captures"][0]["reference"].is_null(), "{shown}");
    assert_eq!(shown["captures"][1]["reference"], "invoice-1");
    world.set(Setting::Events, "off").unwrap();
    let shown = read(&mut world, &id);
    assert!(shown["captures"][1]["reference"].is_null(), "{shown}");
    assert_eq!(shown["captures"][1]["captured_amount"], 1_000);
    let refused = world.portal(PortalAct::Refund, &order, Some(3_001)).unwrap_err();
    assert!(refused.message.contains("REFUND_NOT_ALLOWED"), "{}", refused.message);
}

#[test]
fn a_write_can_be_late_to_be_seen() {
    let (mut world, _, id) = reserved(10_000);
    world.fault_add("lagging-read", Some("capture"), 1, Some(5_000)).unwrap();
    assert_eq!(capture(&mut world, &id, ONE, 1_000).status, 201);
    let order = read(&mut world, &id);
    assert_eq!((sums(&order), &order["captures"]), ([0, 0, 10_000], &json!([])));
    world.pass_ms(5_001);
    assert_eq!(sums(&read(&mut world, &id)), [1_000, 0, 9_000]);
}

/// The bank says no today: the key keeps the no, and a new key is a new question.
#[test]
fn a_no_is_kept_for_its_key_for_a_day_and_another_key_asks_anew() {
    let (mut world, _, id) = reserved(10_000);
    world.fault_add("declined", Some("capture"), 1, None).unwrap();
    let no = (403, "PAYMENT_METHOD_FAILED".to_owned());
    assert_eq!(code(&capture(&mut world, &id, ONE, 100)), no);
    assert_eq!(code(&capture(&mut world, &id, ONE, 100)), no);
    assert_eq!(truth(&mut world).captured_minor, 0);
    assert_eq!(capture(&mut world, &id, TWO, 100).status, 201);
    world.fault_add("refused=NO_SUCH_ORDER", Some("capture"), 1, None).unwrap();
    assert_eq!(capture(&mut world, &id, TWO, 100).status, 201, "it had its answer");
    assert_eq!(truth(&mut world).captured_minor, 100);
}
