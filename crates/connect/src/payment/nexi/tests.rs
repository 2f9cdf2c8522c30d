//! What the connector makes of Nexi's answers: above all, what it never takes for done.

use serde_json::{Value, json};
use uniac_texts::Language;

use super::*;
use crate::http::testing::context;
use crate::payment::testing::reserved;
use uniac_core::act::{Act, IntentId, Retry, derive_key};
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;

const REFERENCE: &str = "0123456789abcdef0123456789abcdef";
const CHARGE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const OTHER: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn connector() -> Nexi {
    let setup = Setup {
        base_url: "http://127.0.0.1:1".to_owned(),
        secret_key: Secret::new("s3cret"),
        payment_methods: PAYMENT_METHODS.map(str::to_owned).to_vec(),
        reservation_days: RESERVATION_DAYS,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: CAPABILITIES,
    };
    Nexi::new(setup, &context().0).unwrap()
}

fn key(act: Act) -> String {
    derive_key("company", OrderId(712), None, act, 1)
}

fn drafted(act: Act, minor: i64, payment: &Payment) -> Result<Draft> {
    let money = Money::new(minor, Currency::NOK);
    connector().draft(&Wanted { act, money, key: &key(act), payment })
}

fn intent(act: Act, draft: Draft) -> Intent {
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: None,
        act,
        ordinal: 1,
        money: draft.money,
        key: key(act),
        target: draft.target,
        body: draft.body,
        at: Timestamp::UNIX_EPOCH,
        outcome: None,
    }
}

fn event(kind: EventKind, minor: i64, id: &str, of: Option<&str>) -> PaymentEvent {
    PaymentEvent {
        kind,
        amount_minor: minor,
        key: None,
        id: Some(id.to_owned()),
        of: of.map(str::to_owned),
        at: Timestamp::UNIX_EPOCH,
    }
}

/// A payment with charges of 100.00 and 200.00.
fn charged() -> Payment {
    let mut payment = reserved(NAME, REFERENCE, 50_000);
    payment.captured_minor = 30_000;
    payment.events = vec![
        event(EventKind::Capture, 10_000, CHARGE, None),
        event(EventKind::Capture, 20_000, OTHER, None),
    ];
    payment
}

/// The answer to a look at the payment, with more in it.
fn retrieved(more: &Value) -> Value {
    let mut payment = json!({
        "paymentId": REFERENCE,
        "summary": {"reservedAmount": 50_000, "chargedAmount": 30_000},
        "orderDetails": {"amount": 50_000, "currency": "NOK", "reference": "5512"},
        "paymentDetails": {"paymentType": "CARD", "paymentMethod": "Visa"},
        "created": "2026-11-23T09:00:00.0000+00:00",
    });
    for (name, value) in more.as_object().unwrap() {
        payment[name] = value.clone();
    }
    json!({ "payment": payment })
}

fn facts(more: &Value) -> Result<wire::Facts, String> {
    let read: wire::Retrieved = serde_json::from_value(retrieved(more)).unwrap();
    read.payment.facts()
}

fn line(reference: &str, name: &str) -> Value {
    json!([{"reference": reference, "name": name, "quantity": 1.0, "grossTotalAmount": 1}])
}

fn reply(status: u16, body: &str, effect: EventKind) -> String {
    match wire::reply(&Answer::made(status, &[], body), effect) {
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
fn a_charge_has_one_line_that_carries_the_key_and_adds_up() {
    let draft = drafted(Act::Capture, 49_900, &reserved(NAME, REFERENCE, 50_000)).unwrap();
    assert_eq!((draft.target.as_str(), draft.money.minor), (REFERENCE, 49_900));
    let body: Value = serde_json::from_str(&draft.body).unwrap();
    let expected = json!({"amount": 49_900, "orderItems": [{
        "reference": key(Act::Capture), "name": "Fakturert", "quantity": 1, "unit": "pcs",
        "unitPrice": 49_900, "taxRate": 0, "taxAmount": 0, "grossTotalAmount": 49_900,
        "netTotalAmount": 49_900,
    }]});
    assert_eq!(body, expected);
    assert!(!draft.body.contains("finalCharge"));
}

#[test]
fn a_refund_is_of_the_oldest_charge_that_has_money() {
    let mut payment = charged();
    let target = |id: &str| format!("{REFERENCE}/{id}");
    let draft = drafted(Act::Refund, 25_000, &payment).unwrap();
    assert_eq!((draft.target, draft.money.minor), (target(CHARGE), 10_000));
    // What is asked for already and waits is not asked for again.
    let waits = wire::Unfinished {
        key: None,
        id: "r0".to_owned(),
        amount: 9_999,
        of: Some(CHARGE.to_owned()),
        is_pending: true,
    };
    assert_eq!(first_with_money(&payment, &[waits]), Some((CHARGE, 1)));
    payment.events.push(event(EventKind::Refund, 9_000, "r1", Some(CHARGE)));
    payment.refunded_minor = 9_000;
    assert_eq!(drafted(Act::Refund, 25_000, &payment).unwrap().money.minor, 1_000);
    // Somebody else's refund names no charge: it is taken for one of the oldest.
    payment.events.push(event(EventKind::Refund, 3_000, "r2", None));
    payment.refunded_minor = 12_000;
    let draft = drafted(Act::Refund, 25_000, &payment).unwrap();
    assert_eq!((draft.target, draft.money.minor), (target(OTHER), 18_000));
    // And what stands in the sum alone, too.
    payment.refunded_minor = 30_000;
    assert_eq!(drafted(Act::Refund, 1, &payment).unwrap_err().code, "no-charge");
}

#[test]
fn only_an_untouched_payment_is_cancelled() {
    let payment = reserved(NAME, REFERENCE, 50_000);
    let draft = drafted(Act::Cancel, 50_000, &payment).unwrap();
    assert_eq!((draft.target.as_str(), draft.body.as_str()), (REFERENCE, r#"{"amount":50000}"#));
    assert_eq!(drafted(Act::Cancel, 49_999, &payment).unwrap_err().code, "release-not-possible");
    let error = drafted(Act::Cancel, 20_000, &charged()).unwrap_err();
    assert_eq!((error.code, error.kind), ("release-not-possible", Kind::Refused));
    let large = reserved(NAME, REFERENCE, i64::from(i32::MAX) + 1);
    let error = drafted(Act::Capture, large.authorised_minor, &large).unwrap_err();
    assert_eq!(error.code, "amount-too-large");
}

#[test]
fn nothing_is_sent_that_the_intent_does_not_say() {
    let draft = drafted(Act::Capture, 49_900, &reserved(NAME, REFERENCE, 50_000)).unwrap();
    let right = intent(Act::Capture, draft);
    let mut wrong = Vec::new();
    for change in [
        |intent: &mut Intent| intent.money.minor = 49_899,
        |intent: &mut Intent| intent.key = "ua-capture-other".to_owned(),
        |intent: &mut Intent| intent.body = r#"{"amount":49900}"#.to_owned(),
        |intent: &mut Intent| intent.target = "fjordglimt-5512".to_owned(),
        |intent: &mut Intent| intent.target = format!("{REFERENCE}/{CHARGE}"),
        |intent: &mut Intent| intent.act = Act::Refund,
        |intent: &mut Intent| intent.act = Act::ShopNote,
    ] {
        let mut intent = right.clone();
        change(&mut intent);
        wrong.push(intent);
    }
    for intent in wrong {
        let reply = connector().send(&intent);
        assert!(matches!(&reply, Reply::Refused(no) if no.code == "defect"), "{intent:?}");
    }
    // Nobody listens where the right one goes.
    let reply = connector().send(&right);
    assert!(matches!(&reply, Reply::Refused(no) if no.code == "unreachable"), "{reply:?}");
}

#[test]
fn no_answer_to_an_act_is_done_by_itself() {
    let error = |number: &str| json!({"code": number, "message": "", "source": ""}).to_string();
    let (capture, refund, cancel) = (EventKind::Capture, EventKind::Refund, EventKind::Cancel);
    for (status, body, effect, expected) in [
        (201, format!(r#"{{"chargeId":"{CHARGE}"}}"#), capture, "unknown unconfirmed"),
        (201, "{}".to_owned(), refund, "unknown unconfirmed"),
        (204, String::new(), cancel, "unknown unconfirmed"),
        (202, String::new(), capture, "unknown unconfirmed"),
        (400, r#"{"errors":{"amount":["no"]}}"#.to_owned(), capture, "refused status-400"),
        (400, r#"{"errors":{}}"#.to_owned(), capture, "unknown status-400"),
        (400, format!(r#"{{"chargeId":"{CHARGE}"}}"#), capture, "unknown status-400"),
        (401, String::new(), capture, "again sign-in"),
        (402, error("1001"), capture, "refused 1001"),
        (402, r#"{"code":1005}"#.to_owned(), capture, "refused 1005"),
        (402, error("1008"), capture, "unknown 1008"),
        (402, error("1008"), cancel, "refused 1008"),
        (402, error("1009"), refund, "refused 1009"),
        (402, error("1019"), cancel, "unknown 1019"),
        (402, error("1023"), refund, "unknown 1023"),
        (402, error("1026"), capture, "unknown 1026"),
        (402, error("1027"), refund, "unknown 1027"),
        (402, error("1000"), capture, "unknown 1000"),
        (402, error("1029"), capture, "refused 1029"),
        (402, error("1014"), refund, "today 1014"),
        (402, error("1020"), capture, "today 1020"),
        (402, error("05"), capture, "today 05"),
        (403, error("1001"), capture, "refused 1001"),
        (403, String::new(), capture, "again sign-in"),
        (404, String::new(), capture, "unknown status-404"),
        (409, error("1001"), capture, "unknown status-409"),
        (429, error("1001"), capture, "unknown status-429"),
        (500, error("1001"), capture, "unknown status-500"),
        (502, "<html>".to_owned(), capture, "unknown status-502"),
        (302, String::new(), capture, "unknown status-302"),
    ] {
        assert_eq!(reply(status, &body, effect), expected, "{status} {body}");
    }
}

#[test]
fn a_payment_is_read_with_the_cause_of_each_effect() {
    let ours = key(Act::Capture);
    let facts = facts(&json!({
        "summary": {"reservedAmount": 50_000, "chargedAmount": 35_000, "refundedAmount": 4_000},
        "charges": [
            {"chargeId": CHARGE, "amount": 10_000, "orderItems": line(&ours, "Fakturert")},
            {"chargeId": OTHER, "amount": 20_000, "orderItems": line("sku-1", "Kopp")},
            {"chargeId": "c", "amount": 5_000},
        ],
        "refunds": [
            {"refundId": "r1", "amount": 4_000, "state": "Completed",
                "orderItems": line(&key(Act::Refund), &wire::refunded(Language::En, CHARGE))},
            {"refundId": "r2", "amount": 700, "state": "Pending",
                "orderItems": line("ua-refund-2", "x")},
            {"refundId": "r3", "amount": 50, "state": "Pending", "orderItems": line("sku-1", "x")},
            {"refundId": "r4", "amount": 9, "state": "Failed", "orderItems": line("sku-1", "x")},
        ],
    }))
    .unwrap();
    let told: Vec<_> = facts
        .events
        .iter()
        .map(|event| (event.amount_minor, event.key.as_deref(), event.of.as_deref()))
        .collect();
    let refund = key(Act::Refund);
    assert_eq!(
        told,
        [
            (10_000, Some(ours.as_str()), None),
            (20_000, None, None),
            (4_000, Some(refund.as_str()), Some(CHARGE)),
        ],
        "a charge without lines could be anybody's"
    );
    // What somebody else has asked for is counted; our own is an act that is still open.
    assert_eq!((facts.captured, facts.refunded), (35_000, 4_050));
    assert_eq!(facts.unfinished.len(), 3);
    assert!(facts.is_card);
}

#[test]
fn what_is_charged_from_account_to_account_was_never_reserved() {
    let more = json!({"summary": {"chargedAmount": 30_000},
        "paymentDetails": {"paymentType": "A2A", "paymentMethod": "Swish"}});
    let facts = facts(&more).unwrap();
    assert_eq!((facts.authorised, facts.captured, facts.is_card), (30_000, 30_000, false));
    let nothing = self::facts(&json!({"summary": {}})).unwrap();
    assert_eq!((nothing.authorised, nothing.captured), (0, 0));
}

#[test]
fn contradictions_and_strangers_are_not_understood() {
    for more in [
        json!({"orderDetails": {"currency": "XXX"}}),
        json!({"summary": {"chargedAmount": 1, "refundedAmount": 2}}),
        json!({"summary": {"reservedAmount": -1}}),
        json!({"charges": [{"chargeId": "c", "amount": -1}]}),
    ] {
        assert!(facts(&more).is_err(), "{more}");
    }
    let is_of = |id: &str| {
        let named: wire::Named =
            serde_json::from_value(retrieved(&json!({"paymentId": id}))).unwrap();
        named.is_of(REFERENCE)
    };
    assert!(is_of("01234567-89ab-cdef-0123-456789ABCDEF") && !is_of(OTHER));
    let more = json!({"refunds": [{"refundId": "r", "amount": 1, "state": "SETTLING"}]});
    assert!(serde_json::from_value::<wire::Retrieved>(retrieved(&more)).is_err());
}

#[test]
fn a_look_tells_done_pending_failed_and_absent_apart() {
    let nexi = connector();
    let mut payment = charged();
    let refund = intent(Act::Refund, drafted(Act::Refund, 500, &payment).unwrap());
    assert_eq!(nexi.find(&refund, &payment), Found::Absent);
    let mut waits = wire::Unfinished {
        key: Some(refund.key.clone()),
        id: "r1".to_owned(),
        amount: 500,
        of: Some(CHARGE.to_owned()),
        is_pending: true,
    };
    nexi.remember(REFERENCE, vec![waits.clone()]);
    let pending = Found::Pending { receipt: Some("r1".to_owned()) };
    assert_eq!(nexi.find(&refund, &payment), pending);
    waits.is_pending = false;
    nexi.remember(REFERENCE, vec![waits.clone()]);
    let failed = Found::Refused { code: "refund-failed".to_owned() };
    assert_eq!(nexi.find(&refund, &payment), failed);
    waits.amount = 501;
    nexi.remember(REFERENCE, vec![waits]);
    assert_eq!(nexi.find(&refund, &payment), Found::Unclear);
    nexi.remember(REFERENCE, Vec::new());
    payment.events.push(PaymentEvent {
        key: Some(refund.key.clone()),
        ..event(EventKind::Refund, 500, "r1", Some(CHARGE))
    });
    payment.refunded_minor = 500;
    assert_eq!(nexi.find(&refund, &payment), Found::Done { receipt: Some("r1".to_owned()) });
    payment.events[2].amount_minor = 499;
    assert_eq!(nexi.find(&refund, &payment), Found::Unclear);
    // A charge whose lines are not shown could be the one that is looked for.
    let capture = intent(Act::Capture, drafted(Act::Capture, 1, &payment).unwrap());
    payment.captured_minor += 1;
    assert_eq!(nexi.find(&capture, &payment), Found::Unclear);
}

#[test]
fn a_cancel_is_done_when_nothing_is_reserved_any_more() {
    let nexi = connector();
    let mut payment = reserved(NAME, REFERENCE, 50_000);
    let cancel = intent(Act::Cancel, drafted(Act::Cancel, 50_000, &payment).unwrap());
    assert_eq!(nexi.find(&cancel, &payment), Found::Absent);
    payment.cancelled_minor = 50_000;
    assert_eq!(nexi.find(&cancel, &payment), Found::Done { receipt: None });
}

#[test]
fn ids_of_other_providers_are_not_asked_for() {
    let nexi = connector();
    for reference in ["fjordglimt-5512-0a1b2c3d", "", "../../v1/x", "pi_3NabcdefghijklmnopqrstuvA"]
    {
        assert_eq!(nexi.read(reference, None, Timestamp::UNIX_EPOCH).unwrap(), None);
    }
    assert!(nexi.handles("DIBS_easy") && !nexi.handles("vipps"));
}
