//! What the connectors make of Medusa's answers, and what they never ask the shop for.

use proptest::prelude::*;
use serde_json::{Value, json};

mod orders;

use super::payment::{found, reply};
use super::*;
use crate::http::testing::{self, Server, context};
use crate::payment::testing::reserved;
use crate::payment::{Provider, Wanted};
use uniac_core::act::{IntentId, Outcome, OutcomeKind, Retry};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{EventKind, OrderId, Payment, ShopStatus};

const KEY: &str = "ua-refund-1234567890abcdef";
const PAYMENT: &str = "pay_01A";
const ORDER: &str = "order_01A";
const NOW: &str = "2026-01-22T12:00:00Z";

fn setup(address: &str) -> Setup {
    Setup {
        base_url: address.to_owned(),
        secret_key: Secret::new("sk_1"),
        payment_methods: vec!["pp_double_double".to_owned()],
        capabilities: CAPABILITIES,
    }
}

fn shop(address: &str) -> Medusa {
    Medusa::new(&setup(address), &context().0).unwrap()
}

fn payments(address: &str) -> MedusaPayments {
    MedusaPayments::new(&setup(address), &context().0).unwrap()
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// An intent as the engine drafts it on a payment of 375.00.
fn intent_on(act: Act, minor: i64, payment: &Payment) -> Intent {
    let money = Money::new(minor, Currency::NOK);
    let (target, body) = if act.operation().moves_money() {
        let wanted = Wanted { act, money, key: KEY, payment };
        let draft = payments("http://127.0.0.1:1").draft(&wanted).unwrap();
        assert_eq!(draft.money, money);
        (draft.target, draft.body)
    } else {
        let change = match act {
            Act::ShopComplete => ShopChange::Complete,
            Act::ShopCredit => ShopChange::Credit,
            Act::ShopCancel => ShopChange::Cancel,
            Act::ShopRecordRefund => ShopChange::RecordRefund { money, notes: "1", key: KEY },
            _ => ShopChange::Note { invoice: "7\"", money, key: KEY },
        };
        (ORDER.to_owned(), shop("http://127.0.0.1:1").body(change))
    };
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: None,
        act,
        ordinal: 1,
        money,
        key: KEY.to_owned(),
        target,
        body,
        at: now(),
        outcome: None,
    }
}

fn intent(act: Act, minor: i64) -> Intent {
    intent_on(act, minor, &reserved(NAME, PAYMENT, 37_500))
}

fn after(intent: Intent, code: &str, seconds: i64) -> Intent {
    let at = intent.at + jiff::SignedDuration::from_secs(seconds);
    let outcome = Outcome {
        kind: OutcomeKind::Unknown,
        code: Some(code.to_owned()),
        receipt: None,
        retry: Retry::Never,
        at,
        told: None,
    };
    Intent { outcome: Some(outcome), ..intent }
}

/// A payment of 375.00 with captures and refunds; all are booked as transactions but those whose id
/// ends in `x`.
fn payment(captures: &[(&str, Value, &str)], refunds: &[(&str, Value, &str)]) -> Value {
    let row = |(id, amount, _): &(&str, Value, &str)| json!({"id": id, "amount": amount, "created_at": NOW});
    let captures: Vec<Value> = captures
        .iter()
        .map(|capture| {
            let mut row = row(capture);
            row["created_by"] = json!(capture.2);
            row
        })
        .collect();
    let refunds: Vec<Value> = refunds
        .iter()
        .map(|refund| {
            let mut row = row(refund);
            row["note"] = json!(refund.2);
            row
        })
        .collect();
    let booked: Vec<Value> = captures
        .iter()
        .chain(&refunds)
        .filter(|row| !row["id"].as_str().unwrap().ends_with('x'))
        .map(|row| json!({"reference_id": row["id"]}))
        .collect();
    json!({"payment": {"id": PAYMENT, "amount": 375, "currency_code": "nok",
        "provider_id": "pp_double_double", "canceled_at": null, "created_at": NOW,
        "captures": captures, "refunds": refunds,
        "payment_collection": {"order": {"id": ORDER, "status": "pending",
            "transactions": booked}}}})
}

fn ours(id: &'static str, amount: Value) -> (&'static str, Value, &'static str) {
    (id, amount, "apk_1")
}

fn theirs(id: &'static str, amount: Value) -> (&'static str, Value, &'static str) {
    (id, amount, "user_1")
}

fn said(reply: Reply) -> String {
    match reply {
        Reply::Done { receipt } => format!("done {}", receipt.unwrap_or_default()),
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

fn answered(status: u16, body: &str, intent: &Intent) -> String {
    let effect = intent.act.effect().unwrap();
    said(reply(&Answer::made(status, &[], body), intent, effect))
}

fn problem(kind: &str, message: &str) -> String {
    json!({"type": kind, "message": message}).to_string()
}

fn looked(body: &Value, intent: &Intent, seconds: i64) -> Found {
    let one: wire::OnePayment = serde_json::from_value(body.clone()).unwrap();
    let books = one.payment.unwrap().books().unwrap();
    found(&books, intent, now() + jiff::SignedDuration::from_secs(seconds))
}

fn done(id: &str) -> Found {
    Found::Done { receipt: Some(id.to_owned()) }
}

fn order(status: &str, payments: &[&Value]) -> Value {
    json!({"order": {"id": ORDER, "display_id": 12, "custom_display_id": null, "status": status,
        "updated_at": NOW, "metadata": null, "payment_collections": [{"payments": payments}],
        "items": [{"id": "ordli_1", "unit_price": 125}]}})
}

fn row(body: &Value) -> ShopRow {
    serde_json::from_value::<wire::OneOrder>(body.clone()).unwrap().order.row(None)
}

fn page(ids: std::ops::RangeInclusive<u32>, count: u32) -> testing::Act {
    let rows: Vec<Value> = ids
        .map(|id| {
            let mut one = order("pending", &[])["order"].clone();
            one["id"] = json!(format!("order_{id}"));
            one
        })
        .collect();
    testing::json(
        200,
        &json!({"orders": rows, "count": count, "offset": 0, "limit": 2}).to_string(),
    )
}

#[test]
fn bodies_take_exactly_what_is_wanted_and_refunds_carry_the_key() {
    let taken = Payment {
        captured_minor: 22_500,
        events: vec![uniac_core::order::PaymentEvent {
            kind: EventKind::Capture,
            amount_minor: 10_000,
            key: None,
            id: None,
            of: None,
            at: now(),
        }],
        ..reserved(NAME, PAYMENT, 37_500)
    };
    let bodies: Vec<String> = [
        intent(Act::Capture, 37_500),
        // What a person of the shop captured does not count.
        intent_on(Act::Capture, 10_005, &taken),
        intent(Act::Refund, 5_020),
        intent(Act::Cancel, 37_500),
        intent(Act::ShopComplete, 0),
        intent(Act::ShopCredit, 0),
        intent(Act::ShopCancel, 0),
        intent(Act::ShopRecordRefund, 5_000),
        intent(Act::ShopNote, 0),
    ]
    .iter()
    .map(|intent| format!("{} {}", intent.target, intent.body))
    .collect();
    insta::assert_snapshot!(bodies.join("\n"), @r#"
    pay_01A/0 {"amount":375}
    pay_01A/12500 {"amount":100.05}
    pay_01A {"amount":50.2,"note":"uniac ua-refund-1234567890abcdef"}
    pay_01A 
    order_01A {}
    order_01A {"metadata":{"uniac_status":"credited"}}
    order_01A 
    order_01A 
    order_01A {"metadata":{"ua-refund-1234567890abcdef":"Faktura 7\": belastet 0,00 kr"}}
    "#);
}

#[test]
fn a_payment_is_read_by_its_rows() {
    let body = payment(
        &[
            ours("capt_1", json!(100.5)),
            theirs("capt_2", json!({"value": "120.25", "precision": 20})),
        ],
        &[("ref_1", json!("50"), "uniac ua-refund-1"), ("ref_2", json!(10), "sent by the shop")],
    );
    let server = Server::start(vec![testing::json(200, &body.to_string())]);
    let read = payments(&server.address).read(PAYMENT, None, now()).unwrap().unwrap();
    assert_eq!((read.authorised_minor, read.captured_minor), (37_500, 22_075));
    assert_eq!((read.refunded_minor, read.cancelled_minor), (6_000, 0));
    let events: Vec<_> = read
        .events
        .iter()
        .map(|event| (event.kind, event.amount_minor, event.key.as_deref()))
        .collect();
    // The capture by an API key may be ours: it is in the sums alone.
    assert_eq!(
        events,
        [
            (EventKind::Capture, 12_025, None),
            (EventKind::Refund, 5_000, Some("ua-refund-1")),
            (EventKind::Refund, 1_000, None)
        ]
    );
    let request = &server.requests()[0];
    assert!(request.contains("authorization: Basic c2tfMTo=\r\n"), "{request}");
}

fn is_in_doubt(read: Result<Option<Payment>>) -> bool {
    read.unwrap().unwrap().unreadable.is_some()
}

#[test]
fn a_payment_that_does_not_fit_is_in_doubt_and_one_that_is_not_there_is_absent() {
    let read = |body: &Value, status| {
        let server = Server::start(vec![testing::json(status, &body.to_string())]);
        payments(&server.address).read(PAYMENT, None, now())
    };
    // Medusa answers 200 and nothing to an id that it does not know.
    assert_eq!(read(&json!({}), 200).unwrap(), None);
    assert_eq!(read(&json!({"type": "not_found", "message": "x"}), 404).unwrap(), None);
    assert!(read(&json!({"message": "no such path"}), 404).is_err());
    let good = payment(&[ours("capt_1", json!(100))], &[]);
    for (path, value) in [
        ("/payment/amount", json!(374.999)),
        ("/payment/captures/0/amount", json!(33.333_333)),
        ("/payment/captures/0/amount", json!(-1)),
        ("/payment/captures/0/created_at", json!("yesterday")),
        ("/payment/currency_code", json!("xau")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap() = value;
        assert!(is_in_doubt(read(&bad, 200)), "{path}");
    }
    let mut other = good.clone();
    other["payment"]["id"] = json!("pay_01B");
    assert_eq!(read(&other, 200).unwrap_err().code, "not-understood", "another payment");
    let largest = || json!("92233720368547758.07");
    let boundless = payment(&[ours("capt_1", largest()), ours("capt_2", largest())], &[]);
    assert!(is_in_doubt(read(&boundless, 200)), "a sum too large");
    let overpaid = payment(&[ours("capt_1", json!(100))], &[("ref_1", json!(100.01), "")]);
    assert!(is_in_doubt(read(&overpaid, 200)), "more back than taken");
    // A field that was left out would look like "nothing captured".
    for field in ["captures", "refunds", "amount"] {
        let mut bad = good.clone();
        bad["payment"].as_object_mut().unwrap().remove(field);
        assert!(is_in_doubt(read(&bad, 200)), "{field}");
    }
    let mut canceled = payment(&[], &[]);
    canceled["payment"]["canceled_at"] = json!(NOW);
    assert_eq!(read(&canceled, 200).unwrap().unwrap().cancelled_minor, 37_500);
    assert_eq!(payments("http://127.0.0.1:1").read("5512-a", None, now()).unwrap(), None);
}

#[test]
fn a_capture_is_done_only_when_the_sum_moved_by_its_amount() {
    let first = intent(Act::Capture, 10_000);
    let body = |rows: &[(&str, Value, &str)]| payment(rows, &[]).to_string();
    assert_eq!(answered(200, &body(&[ours("capt_1", json!(100))]), &first), "done capt_1");
    let with_theirs = [theirs("capt_0", json!(100)), ours("capt_1", json!(100))];
    assert_eq!(answered(200, &body(&with_theirs), &first), "done capt_1");
    // A payment that is captured in full answers 200 and does nothing.
    assert_eq!(answered(200, &body(&[theirs("capt_0", json!(375))]), &first), "today no-effect");
    assert_eq!(answered(200, &body(&[ours("capt_1", json!(375))]), &first), "unknown mismatch");
    assert_eq!(answered(200, "{}", &first), "unknown not-understood");
    let before = Payment { captured_minor: 10_000, ..reserved(NAME, PAYMENT, 37_500) };
    let second = intent_on(Act::Capture, 10_000, &before);
    let both = [ours("capt_1", json!(100)), ours("capt_2", json!(100))];
    assert_eq!(answered(200, &body(&both), &second), "done capt_2");
    assert_eq!(answered(200, &body(&both[..1]), &second), "today no-effect");
    let mut foreign = payment(&[ours("capt_1", json!(100))], &[]);
    foreign["payment"]["currency_code"] = json!("sek");
    assert_eq!(answered(200, &foreign.to_string(), &first), "unknown mismatch");
    let whole = body(&[ours("capt_1", json!(100))]);
    for end in 0..whole.len() {
        assert!(!answered(200, &whole[..end], &first).starts_with("done"));
    }
}

#[test]
fn a_refund_is_done_only_with_its_amount_and_note() {
    let refund = intent(Act::Refund, 5_000);
    let mine = "uniac ua-refund-1234567890abcdef";
    let body =
        |rows: &[(&str, Value, &str)]| payment(&[ours("capt_1", json!(375))], rows).to_string();
    assert_eq!(answered(200, &body(&[("ref_1", json!(50), mine)]), &refund), "done ref_1");
    for rows in [
        vec![("ref_1", json!(50), "uniac ua-refund-2")],
        vec![("ref_1", json!(50.01), mine)],
        vec![("ref_1", json!(50), mine), ("ref_2", json!(50), mine)],
        vec![],
    ] {
        assert_eq!(answered(200, &body(&rows), &refund), "unknown mismatch");
    }
}

#[test]
fn every_answer_of_the_reference_has_its_meaning() {
    let capture = intent(Act::Capture, 10_000);
    let refund = intent(Act::Refund, 5_000);
    for (intent, status, kind, message, expected) in [
        (
            &capture,
            400,
            "invalid_data",
            "You cannot capture more than the authorized amount substracted by what is already captured.",
            "refused exceeds-authorised",
        ),
        (
            &capture,
            400,
            "invalid_data",
            "The payment: pay_01A has been canceled.",
            "refused payment-canceled",
        ),
        (&capture, 404, "not_found", "Payment with id: pay_x was not found", "refused not-found"),
        (
            &capture,
            400,
            "invalid_data",
            "Invalid request: Value for field 'amount' too small, expected at least: '0'",
            "refused invalid-request",
        ),
        (
            &refund,
            400,
            "invalid_data",
            "You are not allowed to refund more than the captured amount",
            "refused exceeds-captured",
        ),
        (
            &refund,
            400,
            "invalid_data",
            "You cannot refund more than what is captured on the payment.",
            "refused exceeds-captured",
        ),
        // This was answered to refunds that were paid out.
        (
            &refund,
            400,
            "invalid_data",
            "Order (order_01A) already has an existing active order change",
            "unknown status-400",
        ),
        // The shop's own provider failed, before or after it had done it.
        (&capture, 500, "unknown_error", "An unknown error occurred.", "unknown status-500"),
        (&refund, 500, "unknown_error", "An unknown error occurred.", "unknown status-500"),
        // A plug-in's own words may come after its own effect.
        (&capture, 400, "not_allowed", "provider: above what is reserved", "unknown status-400"),
        (&capture, 400, "invalid_data", "The payment: is odd", "unknown status-400"),
        (&capture, 409, "conflict", "busy", "unknown status-409"),
        (&capture, 404, "not_allowed", "x", "unknown status-404"),
    ] {
        assert_eq!(answered(status, &problem(kind, message), intent), expected, "{message}");
    }
    assert_eq!(answered(401, r#"{"message":"Unauthorized"}"#, &capture), "again sign-in");
    assert_eq!(answered(429, "", &capture), "unknown status-429");
    assert_eq!(answered(502, "<html>", &capture), "unknown status-502");
    assert_eq!(answered(302, "", &capture), "unknown status-302");
}

#[test]
fn a_lost_capture_is_told_by_the_sum_and_only_by_rows_that_are_certain() {
    let lost = after(intent(Act::Capture, 10_000), "no-reply", 1);
    let seen = |rows: &[(&str, Value, &str)], seconds| looked(&payment(rows, &[]), &lost, seconds);
    assert_eq!(seen(&[], 1), Found::Absent);
    assert_eq!(seen(&[ours("capt_1", json!(100))], 1), done("capt_1"));
    // What the shop's people take meanwhile is told apart.
    assert_eq!(seen(&[theirs("capt_0", json!(100))], 1), Found::Absent);
    assert_eq!(
        seen(&[theirs("capt_0", json!(100)), ours("capt_1", json!(100))], 1),
        done("capt_1")
    );
    assert_eq!(seen(&[ours("capt_1", json!(50))], 1), Found::Unclear);
    // The row is there before the provider is called, and goes away when that fails.
    assert_eq!(seen(&[ours("capt_x", json!(100))], 1), Found::Unclear);
    assert_eq!(seen(&[ours("capt_x", json!(100))], 121), done("capt_x"));
    let answered = after(intent(Act::Capture, 10_000), "status-400", 0);
    let row = payment(&[ours("capt_x", json!(100))], &[]);
    assert_eq!(looked(&row, &answered, 1), done("capt_x"));
}

#[test]
fn a_missing_row_proves_nothing_after_the_shops_provider_may_have_failed() {
    let empty = payment(&[], &[]);
    let small =
        |code, seconds| looked(&empty, &after(intent(Act::Capture, 10_000), code, seconds), 60);
    assert_eq!(small("no-reply", 1), Found::Absent);
    // A long silence may be the shop waiting for its provider.
    assert_eq!(small("no-reply", 30), Found::Unclear);
    // So may a run that broke off before the answer.
    assert_eq!(looked(&empty, &intent(Act::Capture, 10_000), 9), Found::Absent);
    assert_eq!(looked(&empty, &intent(Act::Capture, 10_000), 60), Found::Unclear);
    assert_eq!(small("status-500", 0), Found::Unclear);
    assert_eq!(small("status-400", 0), Found::Unclear);
    // What would not fit a second time cannot be done twice.
    let all = after(intent(Act::Capture, 37_500), "status-500", 0);
    assert_eq!(looked(&empty, &all, 60), Found::Absent);
    let half = after(intent(Act::Capture, 18_750), "status-500", 0);
    assert_eq!(looked(&empty, &half, 60), Found::Unclear);
    let taken = payment(&[ours("capt_1", json!(375))], &[]);
    let refund = |minor| after(intent(Act::Refund, minor), "status-500", 0);
    assert_eq!(looked(&taken, &refund(5_000), 60), Found::Unclear);
    assert_eq!(looked(&taken, &refund(37_500), 60), Found::Absent);
}

#[test]
fn a_lost_refund_is_told_by_its_note() {
    let refund = after(intent(Act::Refund, 5_000), "status-400", 0);
    let mine = "uniac ua-refund-1234567890abcdef";
    let seen = |rows: &[(&str, Value, &str)]| {
        looked(&payment(&[ours("capt_1", json!(375))], rows), &refund, 1)
    };
    // 400 "already has an existing active order change", and paid out: without a transaction.
    assert_eq!(seen(&[("ref_x", json!(50), mine)]), done("ref_x"));
    assert_eq!(seen(&[("ref_1", json!(50), "by hand")]), Found::Unclear);
    assert_eq!(seen(&[("ref_1", json!(51), mine)]), Found::Unclear);
    let lost = after(intent(Act::Refund, 5_000), "no-reply", 1);
    let others = payment(&[ours("capt_1", json!(375))], &[("ref_1", json!(50), "by hand")]);
    assert_eq!(looked(&others, &lost, 1), Found::Absent);
    let flying = payment(&[ours("capt_1", json!(375))], &[("ref_x", json!(50), mine)]);
    assert_eq!(looked(&flying, &lost, 1), Found::Unclear);
}

#[test]
fn a_lost_cancel_is_told_by_the_payment_not_by_the_order() {
    let lost = after(intent(Act::Cancel, 37_500), "no-reply", 1);
    let mut body = payment(&[], &[]);
    assert_eq!(looked(&body, &lost, 1), Found::Absent);
    body["payment"]["payment_collection"]["order"]["status"] = json!("canceled");
    assert_eq!(looked(&body, &lost, 1), Found::Unclear);
    body["payment"]["canceled_at"] = json!(NOW);
    assert_eq!(looked(&body, &lost, 1), Found::Done { receipt: None });
}

#[test]
fn an_order_is_cancelled_only_when_nothing_was_taken_on_it() {
    let bare = payment(&[], &[])["payment"].clone();
    let taken = payment(&[ours("capt_1", json!(100))], &[])["payment"].clone();
    let mut released = bare.clone();
    released["canceled_at"] = json!(NOW);
    let json = |body: &Value| testing::json(200, &body.to_string());
    let first = payment(&[], &[]);
    let table = [
        (
            vec![json(&order("pending", &[&bare])), json(&order("canceled", &[&released]))],
            "done ",
            3,
        ),
        (vec![json(&order("pending", &[&taken]))], "refused captured", 2),
        // Another payment of the order would be paid back.
        (vec![json(&order("pending", &[&bare, &taken]))], "refused captured", 2),
        // The provider failed and Medusa kept silent.
        (
            vec![json(&order("pending", &[&bare])), json(&order("canceled", &[&bare]))],
            "unknown not-released",
            3,
        ),
        (
            vec![
                json(&order("pending", &[&bare])),
                testing::json(
                    400,
                    &problem("not_allowed", "Cannot cancel a completed order. Please use"),
                ),
            ],
            "refused order-completed",
            3,
        ),
        (
            vec![
                json(&order("canceled", &[&bare])),
                testing::json(
                    400,
                    &problem("invalid_data", "Order with id order_01A has been canceled."),
                ),
            ],
            "refused order-canceled",
            3,
        ),
    ];
    for (answers, expected, requests) in table {
        let script = [vec![json(&first)], answers.clone()].concat();
        let server = Server::start(script);
        assert_eq!(said(payments(&server.address).send(&intent(Act::Cancel, 37_500))), expected);
        let lines = server.lines();
        assert_eq!(lines.len(), requests, "{expected}");
        let posts = lines.iter().filter(|line| line.starts_with("POST")).count();
        assert_eq!(posts, requests - 2, "{expected}");
        // The shop's own cancellation is as careful.
        let server = Server::start(answers);
        assert_eq!(said(shop(&server.address).send(&intent(Act::ShopCancel, 0))), expected);
        assert_eq!(server.lines().len(), requests - 1, "{expected}");
    }
}

#[test]
fn a_cancelled_order_that_does_not_show_the_payment_proves_no_release() {
    let json = |body: &Value| testing::json(200, &body.to_string());
    let script =
        vec![json(&payment(&[], &[])), json(&order("pending", &[])), json(&order("canceled", &[]))];
    let server = Server::start(script);
    let released = payments(&server.address).send(&intent(Act::Cancel, 37_500));
    assert_eq!(said(released), "unknown not-released");
}

#[test]
fn what_the_intent_does_not_say_is_never_sent() {
    let capture = intent(Act::Capture, 10_000);
    let refund = intent(Act::Refund, 10_000);
    let body = |body: &str| body.to_owned();
    for bad in [
        Intent { body: body(r#"{"amount":100.01}"#), ..capture.clone() },
        Intent { body: body("{}"), ..capture.clone() },
        Intent { body: body(r#"{"amount":100,"note":"x"}"#), ..capture.clone() },
        Intent {
            money: Money::new(0, Currency::NOK),
            body: body(r#"{"amount":0}"#),
            ..capture.clone()
        },
        Intent { key: String::new(), ..capture.clone() },
        Intent { body: body(r#"{"amount":100}"#), ..refund.clone() },
        Intent { body: body(r#"{"amount":100,"note":"uniac ua-x"}"#), ..refund },
        Intent { act: Act::Book, ..capture.clone() },
    ] {
        assert_eq!(said(payments("http://127.0.0.1:1").send(&bad)), "refused defect");
    }
    for target in ["", "../orders/1", "pay_1?x=/0"] {
        let bad = Intent { target: target.to_owned(), ..capture.clone() };
        assert_eq!(said(payments("http://127.0.0.1:1").send(&bad)), "refused not-found");
    }
    let server = Server::start(vec![]);
    assert_eq!(said(payments(&server.address).send(&capture)), "unknown no-reply");
    assert_eq!(server.lines().len(), 1);
    assert!(server.lines()[0].starts_with("POST /admin/payments/pay_01A/capture?fields="));
    assert!(server.requests()[0].ends_with(&capture.body));
}
