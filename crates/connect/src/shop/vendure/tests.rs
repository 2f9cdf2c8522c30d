//! What the connector makes of Vendure's answers (3.7.3, as seen), and what it never asks for.

mod orders;

use serde_json::{Value, json};

use super::*;
use crate::http::Answer;
use crate::http::testing::{self, Server, context};
use crate::payment::testing::reserved;
use crate::payment::{Provider, Wanted};
use uniac_core::act::{IntentId, Retry};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{EventKind, OrderId, Payment, PaymentStatus};
use uniac_system::secret::Secret;
use uniac_texts::in_words;

const KEY: &str = "ua-refund-1234567890abcdef";

fn connect(address: &str) -> (Vendure, VendurePayments) {
    let sign_in = SignIn::Password {
        username: "uniac@example.com".to_owned(),
        password: Secret::new("hemmelig"),
    };
    let payment_methods = vec!["card".to_owned()];
    let setup = Setup { base_url: address.to_owned(), sign_in, payment_methods };
    Vendure::connect(setup, &context().0).unwrap()
}

fn payment() -> Payment {
    Payment { whole_only: true, ..reserved(NAME, "731:12", 30_000) }
}

fn captured() -> Payment {
    Payment { captured_minor: 30_000, refunded_minor: 5_000, ..payment() }
}

fn intent(act: Act, minor: i64) -> Intent {
    let money = Money::new(minor, Currency::NOK);
    let (target, body) = if act.operation().moves_money() {
        let payment = if act == Act::Refund { captured() } else { payment() };
        let wanted = Wanted { act, money, key: KEY, payment: &payment };
        let draft = connect("http://127.0.0.1:1").1.draft(&wanted).unwrap();
        (draft.target, draft.body)
    } else {
        let change = match act {
            Act::ShopComplete => ShopChange::Complete,
            Act::ShopCredit => ShopChange::Credit,
            Act::ShopCancel => ShopChange::Cancel,
            Act::ShopRecordRefund => ShopChange::RecordRefund { money, notes: "10012", key: KEY },
            _ => ShopChange::Note { invoice: "10001", money, key: KEY },
        };
        ("731".to_owned(), connect("http://127.0.0.1:1").0.body(change))
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
        at: "2026-01-22T12:00:00Z".parse().unwrap(),
        outcome: None,
    }
}

fn order(state: &str, payments: Value) -> Value {
    json!({"id": "731", "code": "BVYBV3Q8HGMSBQGZ", "state": state, "currencyCode": "NOK",
        "updatedAt": "2026-01-21T09:10:11.000Z", "orderPlacedAt": "2026-01-21T09:20:00.000Z",
        "payments": payments})
}

fn paid(id: &str, state: &str, refunds: Value) -> Value {
    json!({"id": id, "method": "card", "state": state, "amount": 30_000,
        "createdAt": format!("2026-01-21T09:00:{id}Z"), "refunds": refunds})
}

fn refund(id: &str, total: i64, state: &str, reason: &str) -> Value {
    json!({"id": id, "total": total, "state": state, "reason": reason,
        "updatedAt": "2026-01-22T10:00:00Z"})
}

fn shown(reply: &Reply) -> String {
    match reply {
        Reply::Done { receipt } => format!("done {}", receipt.as_deref().unwrap_or("-")),
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

fn reply(act: Act, minor: i64, result: &Value) -> String {
    reply_to(act, minor, 200, &json!({"data": {"result": result}}).to_string())
}

fn reply_to(act: Act, minor: i64, status: u16, body: &str) -> String {
    shown(&replies::reply(&Answer::made(status, &[], body), &intent(act, minor)))
}

fn named(typename: &str, code: &str) -> Value {
    json!({"__typename": typename, "errorCode": code})
}

fn row(order: Value) -> ShopOrder {
    serde_json::from_value::<wire::Order>(order).unwrap().row(None).order
}

fn read(order: &Value, reference: &str) -> Result<Option<Payment>> {
    let body = json!({"data": {"order": order}}).to_string();
    let server = Server::start(vec![signed_in(), testing::json(200, &body)]);
    connect(&server.address).1.read(reference, None, Timestamp::UNIX_EPOCH)
}

fn signed_in() -> testing::Act {
    let body = r#"{"data":{"result":{"__typename":"CurrentUser"}}}"#;
    testing::Act::Answer(200, "vendure-auth-token: t0ken\r\n".to_owned(), body.to_owned())
}

const FORBIDDEN: &str = r#"{"errors":[{"message":"You are not currently authorized","path":["result"],
    "extensions":{"code":"FORBIDDEN"}}],"data":null}"#;

#[test]
fn only_the_state_that_was_asked_for_is_done() {
    let moved = |id: &str, state: &str, amount: i64| json!({"__typename": "Payment", "id": id, "state": state, "amount": amount});
    for (act, result, expected) in [
        (Act::Capture, moved("12", "Settled", 30_000), "done 12"),
        (Act::Capture, moved("12", "Authorized", 30_000), "unknown mismatch"),
        (Act::Capture, moved("13", "Settled", 30_000), "unknown mismatch"),
        (Act::Capture, moved("12", "Settled", 29_999), "unknown mismatch"),
        (Act::Cancel, moved("12", "Cancelled", 30_000), "done 12"),
        (Act::Cancel, moved("12", "Settled", 30_000), "unknown mismatch"),
    ] {
        assert_eq!(reply(act, 30_000, &result), expected, "{result}");
    }
}

#[test]
fn what_vendure_calls_failed_may_have_reached_its_provider() {
    for (act, typename, code, expected) in [
        (
            Act::Capture,
            "SettlePaymentError",
            "SETTLE_PAYMENT_ERROR",
            "unknown settle-payment-error",
        ),
        (
            Act::Capture,
            "PaymentStateTransitionError",
            "PAYMENT_STATE_TRANSITION_ERROR",
            "unknown payment-state-transition-error",
        ),
        (
            Act::Capture,
            "OrderStateTransitionError",
            "ORDER_STATE_TRANSITION_ERROR",
            "unknown order-state-transition-error",
        ),
        (Act::Cancel, "CancelPaymentError", "CANCEL_PAYMENT_ERROR", "unknown cancel-payment-error"),
    ] {
        assert_eq!(reply(act, 30_000, &named(typename, code)), expected);
    }
    let failed = |state: &str, total: i64, reason: &str| {
        json!({"__typename": "Refund", "id": "9", "state": state, "total": total, "paymentId": "12",
            "reason": reason})
    };
    let ours = format!("Kreditert i Uni [{KEY}]");
    for (result, expected) in [
        (failed("Settled", 10_000, &ours), "done 9"),
        (failed("Pending", 10_000, &ours), "pending"),
        (failed("Failed", 10_000, &ours), "unknown shop-refund-failed"),
        (failed("Settled", 9_999, &ours), "unknown mismatch"),
        (failed("Settled", 10_000, "Kreditert i Uni [ua-refund-other]"), "unknown mismatch"),
        (failed("Settled", 10_000, ""), "unknown mismatch"),
    ] {
        assert_eq!(reply(Act::Refund, 10_000, &result), expected, "{result}");
    }
}

#[test]
fn a_refund_is_refused_only_by_what_comes_before_the_handler() {
    for (typename, code, expected) in [
        ("RefundAmountError", "REFUND_AMOUNT_ERROR", "refused refund-amount-error"),
        ("RefundOrderStateError", "REFUND_ORDER_STATE_ERROR", "refused refund-order-state-error"),
        ("NothingToRefundError", "NOTHING_TO_REFUND_ERROR", "refused nothing-to-refund-error"),
        (
            "RefundStateTransitionError",
            "REFUND_STATE_TRANSITION_ERROR",
            "unknown refund-state-transition-error",
        ),
        ("SomethingNewError", "SOMETHING_NEW_ERROR", "unknown something-new-error"),
    ] {
        assert_eq!(reply(Act::Refund, 10_000, &named(typename, code)), expected);
    }
}

#[test]
fn an_answer_without_a_result_is_told_by_what_it_proves() {
    let error = |code: &str, path: Value| {
        json!({"errors": [{"message": "x", "path": path, "extensions": {"code": code}}], "data": null})
            .to_string()
    };
    let part = json!({"errors": [{"path": ["result", "refunds"], "extensions": {"code": "FORBIDDEN"}}],
        "data": {"result": {"__typename": "Payment", "id": "12", "state": "Settled", "amount": 30_000}}});
    for (status, body, expected) in [
        (200, FORBIDDEN.to_owned(), "again sign-in"),
        (200, error("ENTITY_NOT_FOUND", json!(["result"])), "refused entity-not-found"),
        (400, error("GRAPHQL_VALIDATION_FAILED", Value::Null), "refused graphql-validation-failed"),
        (200, error("INTERNAL_SERVER_ERROR", json!(["result"])), "unknown internal-server-error"),
        // A payment handler that throws: no code at all (3.7.3).
        (
            200,
            r#"{"errors":[{"message":"x","path":["result"]}],"data":null}"#.into(),
            "unknown graphql-error",
        ),
        (200, part.to_string(), "unknown forbidden"),
        (200, r#"{"data":{"result":null}}"#.into(), "unknown not-understood"),
        (200, r#"{"data":null}"#.into(), "unknown status-200"),
        (200, r#"{"data":{"result":{"__type"#.into(), "unknown torn-body"),
        (429, String::new(), "unknown status-429"),
        (502, "<html>".into(), "unknown status-502"),
        (403, "<html>".into(), "again sign-in"),
    ] {
        assert_eq!(reply_to(Act::Capture, 30_000, status, &body), expected, "{status} {body}");
    }
}

#[test]
fn an_order_refers_to_the_one_payment_that_lives() {
    let reference = |state, payments| row(order(state, payments)).payment_reference;
    let one = |id, state| paid(id, state, json!([]));
    assert_eq!(
        reference("PaymentAuthorized", json!([one("11", "Declined"), one("12", "Authorized")])),
        Some("731:12".to_owned())
    );
    // What ended last, once the order is placed; before that there were only tries.
    let ended = || json!([one("12", "Cancelled"), one("11", "Error")]);
    assert_eq!(reference("PaymentAuthorized", ended()), Some("731:12".to_owned()));
    assert_eq!(reference("ArrangingPayment", ended()), None);
    assert_eq!(reference("PaymentAuthorized", json!(null)), None);
    let mut foreign = order("PaymentAuthorized", json!([one("12", "Authorized")]));
    // Vendure's whole amounts have two decimals in every currency; this one has none.
    foreign["currencyCode"] = json!("ISK");
    assert_eq!(row(foreign).payment_reference, None);
}

#[test]
fn a_payment_is_read_as_it_is() {
    let refunds = json!([
        refund("1", 5_000, "Settled", "for hånd"),
        refund("2", 10_000, "Failed", &format!("Kreditert i Uni [{KEY}]")),
        refund("3", 10_000, "Settled", &format!("Kreditert i Uni [{KEY}]")),
        refund("4", 1_000, "Pending", "for hånd"),
    ]);
    let settled = order("PaymentSettled", json!([paid("12", "Settled", refunds)]));
    let payment = read(&settled, "731:12").unwrap().unwrap();
    assert_eq!((payment.authorised_minor, payment.captured_minor), (30_000, 30_000));
    // What a person asked for and is not confirmed counts; what failed does not.
    assert_eq!((payment.refunded_minor, payment.whole_only), (16_000, true));
    let [event] = payment.events.as_slice() else { panic!("{:?}", payment.events) };
    assert_eq!((event.kind, event.amount_minor), (EventKind::Refund, 10_000));
    assert_eq!((event.key.as_deref(), event.id.as_deref()), (Some(KEY), Some("3")));
    let cancelled = order("PaymentAuthorized", json!([paid("12", "Cancelled", json!([]))]));
    let payment = read(&cancelled, "731:12").unwrap().unwrap();
    assert_eq!((payment.status, payment.cancelled_minor), (PaymentStatus::Authorised, 30_000));
    let given_up = order("PaymentAuthorized", json!([paid("12", "Error", json!([]))]));
    let payment = read(&given_up, "731:12").unwrap().unwrap();
    assert_eq!((payment.status, payment.authorised_minor), (PaymentStatus::NotAuthorised, 0));
    assert_eq!(read(&cancelled, "731:13").unwrap(), None);
    assert_eq!(read(&Value::Null, "731:12").unwrap(), None);
}

#[test]
fn a_payment_that_cannot_be_told_is_in_doubt() {
    let one = |id, state| paid(id, state, json!([]));
    let several =
        order("PaymentAuthorized", json!([one("12", "Authorized"), one("13", "Settled")]));
    assert_eq!(read(&several, "731:12").unwrap_err().code, "several-payments");
    assert_eq!(row(several).payment_reference, None);
    let refunds = json!([refund("1", 5_000, "Settled", "")]);
    let undone = order("PaymentSettled", json!([paid("12", "Cancelled", refunds)]));
    assert!(read(&undone, "731:12").unwrap().unwrap().unreadable.is_some());
    let mut odd = order("PaymentAuthorized", json!([one("12", "Authorized")]));
    odd["payments"][0]["amount"] = json!(300.5);
    assert!(read(&odd, "731:12").unwrap().unwrap().unreadable.is_some());
    let strange = order("PaymentAuthorized", json!([one("12", "Disputed")]));
    let doubt = read(&strange, "731:12").unwrap().unwrap().unreadable;
    assert_eq!(doubt.as_deref().map(in_words).as_deref(), Some("the state is `Disputed`"));
}

#[test]
fn refunds_that_contradict_the_payment_are_no_fact() {
    let with = |state, refunds| order("PaymentSettled", json!([paid("12", state, refunds)]));
    let backwards = json!([
        refund("1", 40_000, "Settled", &format!("x [{KEY}]")),
        refund("2", -10_000, "Settled", "x"),
    ]);
    for shows in [
        with("Settled", backwards.clone()),
        with("Settled", json!([refund("1", 30_001, "Settled", "x")])),
        with("Authorized", json!([refund("1", 1, "Settled", "x")])),
    ] {
        assert!(read(&shows, "731:12").unwrap().unwrap().unreadable.is_some(), "{shows}");
    }
    let shop = row(with("Settled", backwards));
    assert_eq!(shop.unreadable.as_deref().map(in_words).as_deref(), Some("a refund is -10000"));
    assert_eq!(shop.refunded_minor, 40_000, "the others are counted");
}

#[test]
fn settled_amounts_that_are_no_sum_do_not_make_an_order_credited() {
    let mut large = paid("12", "Settled", json!([refund("1", 30_000, "Settled", "x")]));
    large["amount"] = json!(i64::MAX);
    let facts = row(order("PaymentSettled", json!([large, large])));
    assert_eq!((facts.status, facts.refunded_minor), (ShopStatus::Completed, 60_000));
    large["amount"] = json!(0.5);
    let other = paid("13", "Settled", json!([]));
    let facts = row(order("PaymentSettled", json!([large, other])));
    assert_eq!(facts.status, ShopStatus::Completed);
}

#[test]
fn what_was_left_out_or_is_of_another_order_says_nothing_of_this_one() {
    let open = order("PaymentAuthorized", json!([paid("12", "Authorized", json!([]))]));
    let mut other = open.clone();
    other["id"] = json!("732");
    let mut unpaid = open.clone();
    unpaid.as_object_mut().unwrap().remove("payments");
    let mut unrefunded = open;
    unrefunded["payments"][0].as_object_mut().unwrap().remove("refunds");
    let within = |order: Value| json!({"data": {"order": order}});
    for (body, is_it) in [
        (within(other), false),
        (within(unpaid), true),
        (within(unrefunded), true),
        (json!({"data": {}}), false),
    ] {
        let answered = || vec![signed_in(), testing::json(200, &body.to_string())];
        let server = Server::start(answered());
        let read = connect(&server.address).1.read("731:12", None, Timestamp::UNIX_EPOCH);
        match is_it {
            true => assert!(read.unwrap().unwrap().unreadable.is_some(), "{body}"),
            false => assert_eq!(read.unwrap_err().code, "not-understood", "{body}"),
        }
        let server = Server::start(answered());
        assert_eq!(connect(&server.address).0.order("731").unwrap_err().code, "not-understood");
        // And nothing is cancelled on it.
        let server = Server::start(answered());
        let reply = connect(&server.address).0.send(&intent(Act::ShopCancel, 0));
        assert_eq!(shown(&reply), "again not-understood", "{body}");
        assert_eq!(server.requests().len(), 2, "nothing was sent");
    }
    let server = Server::start(vec![signed_in(), testing::json(200, r#"{"data":{"order":null}}"#)]);
    let reply = connect(&server.address).0.send(&intent(Act::ShopCancel, 0));
    assert_eq!(shown(&reply), "refused not-found");
    assert_eq!(server.requests().len(), 2, "nothing was sent");
}

#[test]
fn only_an_authorised_payment_is_settled_and_only_as_a_whole() {
    let (_, provider) = connect("http://127.0.0.1:1");
    let draft = |act, minor, payment: &Payment| {
        let money = Money::new(minor, Currency::NOK);
        provider.draft(&Wanted { act, money, key: KEY, payment }).map_err(|error| error.code)
    };
    let settled = captured();
    let gone = Payment { cancelled_minor: 30_000, ..payment() };
    for act in [Act::Capture, Act::Cancel] {
        assert!(draft(act, 30_000, &payment()).is_ok());
        assert_eq!(draft(act, 30_000, &settled).unwrap_err(), "settled");
        assert_eq!(draft(act, 30_000, &gone).unwrap_err(), "settled");
        assert_eq!(draft(act, 10_000, &payment()).unwrap_err(), "whole-capture-only");
    }
    assert_eq!(draft(Act::Refund, 25_001, &settled).unwrap_err(), "exceeds-captured");
    let refund = draft(Act::Refund, 25_000, &settled).unwrap();
    assert_eq!(refund.target, "731:12/refunded/5000");
    let body: Value = serde_json::from_str(&refund.body).unwrap();
    // Without the last three the database refuses it (3.7.3).
    assert_eq!(
        body["variables"]["input"],
        json!({"paymentId": "12", "amount": 25_000, "reason": format!("Kreditert i Uni [{KEY}]"),
            "lines": [], "shipping": 0, "adjustment": 0})
    );
}

#[test]
fn what_became_of_an_act_is_told_by_its_key_or_by_the_sums() {
    let (_, provider) = connect("http://127.0.0.1:1");
    let find = |act, minor, payment: &Payment| provider.find(&intent(act, minor), payment);
    let done = Found::Done { receipt: None };
    let settled = Payment { captured_minor: 30_000, ..payment() };
    let gone = Payment { cancelled_minor: 30_000, ..payment() };
    assert_eq!(find(Act::Capture, 30_000, &settled), done);
    assert_eq!(find(Act::Capture, 30_000, &payment()), Found::Absent);
    assert_eq!(find(Act::Capture, 30_000, &gone), Found::Unclear);
    assert_eq!(find(Act::Cancel, 30_000, &gone), done);
    assert_eq!(find(Act::Cancel, 30_000, &settled), Found::Unclear);
    // The refund was drafted at 5,000 paid back.
    let refunded = |minor| Payment { refunded_minor: minor, ..captured() };
    assert_eq!(find(Act::Refund, 10_000, &refunded(15_000)), done);
    assert_eq!(find(Act::Refund, 10_000, &refunded(14_999)), Found::Unclear);
    assert_eq!(find(Act::Refund, 10_000, &refunded(5_000)), Found::Unclear, "no proof of absence");
    let refunds = json!([refund("3", 10_000, "Settled", &format!("x [{KEY}]"))]);
    let read = read(&order("PaymentSettled", json!([paid("12", "Settled", refunds)])), "731:12");
    let keyed = read.unwrap().unwrap();
    assert_eq!(find(Act::Refund, 10_000, &keyed), Found::Done { receipt: Some("3".into()) });
    assert_eq!(find(Act::Refund, 9_000, &keyed), Found::Unclear);
    for (act, repeatable) in [(Act::Capture, true), (Act::Cancel, true), (Act::Refund, false)] {
        assert_eq!(
            provider.is_repeatable(&intent(act, 10_000.max(30_000 * i64::from(repeatable)))),
            repeatable
        );
    }
}

#[test]
fn what_was_forbidden_is_sent_once_more_after_one_new_sign_in() {
    let done = r#"{"data":{"result":{"__typename":"Payment","id":"12","state":"Settled","amount":30000}}}"#;
    let server = Server::start(vec![
        signed_in(),
        testing::json(200, FORBIDDEN),
        signed_in(),
        testing::json(200, done),
    ]);
    let (_, provider) = connect(&server.address);
    assert_eq!(shown(&provider.send(&intent(Act::Capture, 30_000))), "done 12");
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert!(
        requests[1].contains("authorization: Bearer t0ken") && requests[0].contains("hemmelig")
    );
    // And not a second time.
    let server = Server::start(vec![
        signed_in(),
        testing::json(200, FORBIDDEN),
        signed_in(),
        testing::json(200, FORBIDDEN),
    ]);
    let (_, provider) = connect(&server.address);
    assert_eq!(shown(&provider.send(&intent(Act::Capture, 30_000))), "again sign-in");
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn the_log_says_what_a_request_was_about_and_no_secret() {
    let server = Server::start(vec![signed_in(), testing::json(200, r#"{"data":{"order":null}}"#)]);
    let (context, recording) = context();
    let sign_in =
        SignIn::Password { username: "kari@example.no".into(), password: Secret::new("hemmelig") };
    let setup = Setup { base_url: server.address.clone(), sign_in, payment_methods: Vec::new() };
    let (shop, _) = Vendure::connect(setup, &context).unwrap();
    assert_eq!(shop.order("731").unwrap(), None);
    let kept = recording.0.lock().unwrap();
    let paths: Vec<&str> = kept.iter().map(|exchange| exchange.path.as_str()).collect();
    assert_eq!(paths, ["/admin-api", "/admin-api#UniacOrder/orders/731"]);
    let all = format!("{kept:?}");
    assert!(!all.contains("hemmelig") && !all.contains("kari") && !all.contains("t0ken"), "{all}");
}

#[test]
fn a_lost_answer_is_unknown_and_nothing_is_sent_again() {
    let server = Server::start(vec![signed_in(), testing::Act::Lose]);
    let (_, provider) = connect(&server.address);
    assert_eq!(shown(&provider.send(&intent(Act::Refund, 10_000))), "unknown no-reply");
    assert_eq!(server.requests().len(), 2);
    let mut changed = intent(Act::Refund, 10_000);
    changed.money = Money::new(9_000, Currency::NOK);
    assert_eq!(shown(&provider.send(&changed)), "refused defect");
    assert_eq!(server.requests().len(), 2);
}

/// The words of an intent stay as they were written, whatever language the company has chosen since; its key must stand in
/// them.
#[test]
fn a_refund_is_sent_in_the_words_it_was_written_in() {
    let ours = intent(Act::Refund, 10_000);
    for (written, expected) in [
        (format!("Credited in Uni [{KEY}]"), "unknown no-reply"),
        (format!("Kreditert i Uni [{KEY}]"), "unknown no-reply"),
        ("Credited in Uni [ua-refund-other]".to_owned(), "refused defect"),
        ("Credited in Uni".to_owned(), "refused defect"),
    ] {
        let body = ours.body.replace(&format!("Kreditert i Uni [{KEY}]"), &written);
        let server = Server::start(vec![signed_in(), testing::Act::Lose]);
        let (_, provider) = connect(&server.address);
        assert_eq!(shown(&provider.send(&Intent { body, ..ours.clone() })), expected, "{written}");
    }
}

#[test]
fn a_wrong_password_and_a_shop_without_bearer_tokens_are_named() {
    let wrong = r#"{"data":{"result":{"__typename":"InvalidCredentialsError"}}}"#;
    let right = r#"{"data":{"result":{"__typename":"CurrentUser"}}}"#;
    for (body, code, hint) in
        [(wrong, "sign-in", "ReadOrder"), (right, "not-understood", "tokenMethod")]
    {
        let server = Server::start(vec![testing::json(200, body)]);
        let error = connect(&server.address).0.check().unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.hints.iter().any(|text| text.contains(hint)), "{:?}", error.hints);
        assert!(!format!("{error:?}").contains("hemmelig"));
    }
}
