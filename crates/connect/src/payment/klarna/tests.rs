//! What the connector makes of Klarna's answers: above all, what it never takes for done.

use serde_json::{Value, json};
use uniac_texts::in_words;

use super::*;
use crate::http::testing::{self, Server, context, json};
use crate::payment::testing::reserved;
use uniac_core::act::{Act, Retry, derive_key, payment_in};
use uniac_core::money::Currency;
use uniac_core::order::{OrderId, PaymentEvent};

const ORDER: &str = "f3392f8b-6116-4073-ab96-e330819e2c07";

fn connector(address: &str) -> Klarna {
    let setup = Setup {
        base_url: address.to_owned(),
        username: "K123_abc".to_owned(),
        password: Secret::new("s3cret"),
        payment_methods: vec!["klarna_payments".to_owned(), "kco".to_owned()],
        capabilities: CAPABILITIES,
    };
    Klarna::new(setup, &context().0).unwrap()
}

fn nok(minor: i64) -> Money {
    Money::new(minor, Currency::NOK)
}

fn key(act: Act) -> String {
    derive_key("company", OrderId(712), None, act, 1)
}

/// An intent as the engine makes it of a payment of which `captured` was taken before.
fn intent_after(act: Act, minor: i64, captured: i64) -> Intent {
    let key = key(act);
    let mut payment = reserved(NAME, ORDER, 49_900);
    payment.captured_minor = captured;
    let wanted = Wanted { act, money: nok(minor), key: &key, payment: &payment };
    let draft = connector("http://127.0.0.1:1").draft(&wanted).unwrap();
    crate::payment::testing::intent(act, &key, &draft)
}

fn intent(act: Act, minor: i64) -> Intent {
    intent_after(act, minor, if act == Act::Refund { 49_900 } else { 0 })
}

/// An order as Klarna shows it, with the sums captured, refunded, remaining.
fn order(status: &str, sums: [i64; 3]) -> Value {
    json!({
        "order_id": ORDER, "status": status, "fraud_status": "ACCEPTED",
        "order_amount": 49_900, "original_order_amount": 49_900,
        "captured_amount": sums[0], "refunded_amount": sums[1],
        "remaining_authorized_amount": sums[2], "purchase_currency": "nok",
        "created_at": "2026-11-01T10:00:00.000Z", "expires_at": "2026-11-29T10:00:00.000Z",
        "klarna_reference": "K4MADNY", "order_lines": [], "captures": [], "refunds": [],
    })
}

fn capture(id: &str, reference: Option<&str>, minor: i64) -> Value {
    json!({"capture_id": id, "reference": reference, "klarna_reference": "K4MADNY-1",
        "captured_amount": minor, "captured_at": "2026-11-02T10:00:00.000Z",
        "refunded_amount": 0})
}

fn refund(id: &str, reference: Option<&str>, minor: i64) -> Value {
    json!({"refund_id": id, "reference": reference, "refunded_amount": minor,
        "refunded_at": "2026-11-03T10:00:00.000Z"})
}

fn created(header: &str) -> testing::Act {
    testing::Act::Answer(201, format!("{header}\r\n"), String::new())
}

fn problem(status: u16, code: &str) -> testing::Act {
    let body = json!({"error_code": code, "error_messages": ["no"], "correlation_id": "c"});
    json(status, &body.to_string())
}

fn shown(order: &Value) -> testing::Act {
    json(200, &order.to_string())
}

/// The code of a reply, or the receipt of what is done.
fn told(reply: &Reply) -> String {
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

/// What becomes of an intent when Klarna answers with this script, and how many calls it took.
fn sent(intent: &Intent, script: Vec<testing::Act>) -> (String, usize) {
    let server = Server::start(script);
    let reply = connector(&server.address).send(intent);
    (told(&reply), server.lines().len())
}

#[test]
fn bodies_carry_the_amount_and_the_key_and_nothing_else() {
    let own = key(Act::Capture);
    assert_eq!(
        intent(Act::Capture, 12_345).body,
        format!(r#"{{"captured_amount":12345,"reference":"{own}"}}"#)
    );
    let own = key(Act::Refund);
    assert_eq!(
        intent(Act::Refund, 1).body,
        format!(r#"{{"refunded_amount":1,"reference":"{own}"}}"#)
    );
    assert_eq!(intent(Act::Cancel, 49_900).body, "");
}

#[test]
fn the_payment_as_read_decides_what_a_cancel_is() {
    assert_eq!(intent_after(Act::Cancel, 49_900, 0).target, format!("{ORDER}/cancel"));
    assert_eq!(intent_after(Act::Cancel, 39_900, 10_000).target, format!("{ORDER}/release"));
    assert_eq!(payment_in(&intent_after(Act::Cancel, 1, 1).target), ORDER);
}

#[test]
fn what_is_more_than_one_call_takes_is_drafted_in_parts() {
    assert_eq!(intent(Act::Capture, AMOUNT_MINOR_MAX + 1).money, nok(AMOUNT_MINOR_MAX));
}

#[test]
fn an_order_under_review_is_not_captured_yet() {
    let mut payment = reserved(NAME, ORDER, 49_900);
    payment.status = PaymentStatus::InReview;
    let klarna = connector("http://127.0.0.1:1");
    let draft = |act| {
        klarna.draft(&Wanted { act, money: nok(100), key: "ua-capture-1", payment: &payment })
    };
    assert_eq!(draft(Act::Capture).unwrap_err().code, IN_REVIEW);
    assert!(draft(Act::Cancel).is_ok());
}

#[test]
fn a_request_has_the_path_the_key_and_the_sign_in_of_the_documents() {
    let calls = [
        (intent(Act::Capture, 100), "captures"),
        (intent(Act::Refund, 100), "refunds"),
        (intent_after(Act::Cancel, 49_900, 0), "cancel"),
        (intent_after(Act::Cancel, 39_900, 10_000), "release-remaining-authorization"),
    ];
    for (intent, verb) in calls {
        let server = Server::start(vec![testing::Act::Lose]);
        let reply = connector(&server.address).send(&intent);
        assert_eq!(told(&reply), "unknown no-reply");
        let request = &server.requests()[0];
        let line = format!("POST /ordermanagement/v1/orders/{ORDER}/{verb} HTTP/1.1");
        assert!(request.starts_with(&line), "{request}");
        let header = format!("klarna-idempotency-key: {}\r\n", wire::key_as_uuid(&intent.key));
        assert!(request.contains(&header), "{request}");
        assert!(request.contains("authorization: Basic SzEyM19hYmM6czNjcmV0\r\n"), "{request}");
        assert!(request.ends_with(&intent.body), "{request}");
    }
}

#[test]
fn the_key_is_sent_as_a_uuid_made_of_nothing_but_the_key() {
    let one = wire::key_as_uuid("ua-capture-0011");
    assert_eq!(one, wire::key_as_uuid("ua-capture-0011"));
    assert_ne!(one, wire::key_as_uuid("ua-capture-0012"));
    // What journals hold is sent again with the key of the first time, whatever the version of uniac.
    assert_eq!(one, "c220ca5b-1f84-5a2b-ae86-b9f93fbbbde1");
    let lengths: Vec<usize> = one.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
    assert_eq!((&one[14..15], &one[19..20]), ("5", "a"));
    assert!(one.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()));
}

#[test]
fn a_success_is_done_only_when_the_order_shows_it() {
    let own = key(Act::Capture);
    let mut good = order("PART_CAPTURED", [10_000, 0, 39_900]);
    good["captures"] = json!([capture("c-1", Some(&own), 10_000)]);
    let mut untold = good.clone();
    untold["captures"] = json!([capture("c-1", None, 10_000)]);
    let mut other_amount = order("PART_CAPTURED", [5_000, 0, 44_900]);
    other_amount["captures"] = json!([capture("c-1", Some(&own), 5_000)]);
    let mut foreign = good.clone();
    foreign["captures"] = json!([capture("c-1", Some("1234"), 10_000)]);
    let mut in_euro = good.clone();
    in_euro["purchase_currency"] = json!("EUR");
    let mut odd = good.clone();
    odd["captured_amount"] = json!(9_999);
    let mut another_order = good.clone();
    another_order["order_id"] = json!("f3392f8b-6116-4073-ab96-000000000000");
    let nothing = order("AUTHORIZED", [0, 0, 49_900]);
    let named = "capture-id: c-1";
    for (name, header, order, expected) in [
        ("by key and id", named, &good, "done c-1"),
        ("by key alone", "x: y", &good, "done c-1"),
        ("by id alone", named, &untold, "done c-1"),
        ("neither", "x: y", &untold, "unknown unconfirmed"),
        ("the first result of an old key", named, &other_amount, "unknown mismatch"),
        ("another key's capture", named, &foreign, "unknown mismatch"),
        ("another id", "capture-id: c-2", &good, "unknown mismatch"),
        ("another currency", named, &in_euro, "unknown mismatch"),
        ("sums that contradict", named, &odd, "unknown unconfirmed"),
        ("another order", named, &another_order, "unknown unconfirmed"),
        ("nothing to see", named, &nothing, "unknown unconfirmed"),
    ] {
        let script = vec![created(header), shown(order)];
        let done = sent(&intent(Act::Capture, 10_000), script);
        assert_eq!(done, (expected.to_owned(), 2), "{name}");
    }
    let lost = vec![created(named), problem(404, "NO_SUCH_ORDER")];
    assert_eq!(sent(&intent(Act::Capture, 10_000), lost).0, "unknown unconfirmed");
}

#[test]
fn a_refund_is_read_back_like_a_capture() {
    let own = key(Act::Refund);
    let mut shows = order("CAPTURED", [49_900, 700, 0]);
    shows["captures"] = json!([capture("c-1", Some(&own), 49_900)]);
    shows["refunds"] = json!([refund("r-1", Some(&own), 700)]);
    for (minor, expected) in [(700, "done r-1"), (701, "unknown mismatch")] {
        let script = vec![created("refund-id: r-1"), shown(&shows)];
        assert_eq!(sent(&intent(Act::Refund, minor), script).0, expected);
    }
}

#[test]
fn a_release_is_done_when_nothing_is_left() {
    let done = testing::Act::Answer(204, String::new(), String::new());
    let mut in_euro = order("CANCELLED", [0, 0, 0]);
    in_euro["purchase_currency"] = json!("EUR");
    for (intent, order, expected) in [
        (intent_after(Act::Cancel, 49_900, 0), order("CANCELLED", [0, 0, 0]), "done -"),
        // What Klarna leaves in the figure of a cancelled order is not told.
        (intent_after(Act::Cancel, 49_900, 0), order("CANCELLED", [0, 0, 49_900]), "done -"),
        (intent_after(Act::Cancel, 39_900, 10_000), order("CAPTURED", [10_000, 0, 0]), "done -"),
        (
            intent_after(Act::Cancel, 49_900, 0),
            order("AUTHORIZED", [0, 0, 49_900]),
            "unknown unconfirmed",
        ),
        (
            intent_after(Act::Cancel, 39_900, 10_000),
            order("CAPTURED", [49_900, 0, 0]),
            "unknown unconfirmed",
        ),
        (intent_after(Act::Cancel, 49_900, 0), order("EXPIRED", [0, 0, 0]), "unknown unconfirmed"),
        (intent_after(Act::Cancel, 49_900, 0), in_euro, "unknown mismatch"),
    ] {
        let script = vec![done.clone(), shown(&order)];
        assert_eq!(sent(&intent, script), (expected.to_owned(), 2), "{order}");
    }
}

#[test]
fn one_error_code_is_told_apart_by_the_order() {
    let own = key(Act::Capture);
    let mut done = order("PART_CAPTURED", [10_000, 0, 39_900]);
    done["captures"] = json!([capture("c-1", Some(&own), 10_000)]);
    let mut in_review = order("AUTHORIZED", [0, 0, 49_900]);
    in_review["fraud_status"] = json!("PENDING");
    let told = |acts: &str, act: Value, sums| {
        let mut order = order("PART_CAPTURED", sums);
        order[acts] = json!([act]);
        order
    };
    let open = || order("AUTHORIZED", [0, 0, 49_900]);
    let part = || order("PART_CAPTURED", [10_000, 0, 39_900]);
    let capturing = || intent(Act::Capture, 10_000);
    let refunding = || intent(Act::Refund, 10_000);
    let cancelling = || intent_after(Act::Cancel, 49_900, 0);
    let releasing = || intent_after(Act::Cancel, 39_900, 10_000);
    let no_capture = "CAPTURE_NOT_ALLOWED";
    for (intent, code, order, expected) in [
        (capturing(), no_capture, done, "done c-1"),
        (capturing(), no_capture, order("CANCELLED", [0, 0, 0]), "refused cancelled"),
        (capturing(), no_capture, order("EXPIRED", [0, 0, 0]), "refused expired"),
        (capturing(), no_capture, in_review, "again in-review"),
        (
            capturing(),
            no_capture,
            told("captures", capture("c-0", Some("1234"), 45_000), [45_000, 0, 4_900]),
            "refused amount-too-high",
        ),
        (capturing(), no_capture, open(), "refused CAPTURE_NOT_ALLOWED"),
        (refunding(), "REFUND_NOT_ALLOWED", open(), "refused nothing-captured"),
        (
            refunding(),
            "REFUND_NOT_ALLOWED",
            told("refunds", refund("r-0", Some("1234"), 45_000), [49_900, 45_000, 0]),
            "refused amount-too-high",
        ),
        (cancelling(), "CANCEL_NOT_ALLOWED", part(), "again overtaken"),
        (cancelling(), "CANCEL_NOT_ALLOWED", open(), "refused CANCEL_NOT_ALLOWED"),
        (cancelling(), "CANCEL_NOT_ALLOWED", order("CANCELLED", [0, 0, 0]), "done -"),
        (releasing(), "NOT_ALLOWED", open(), "again overtaken"),
        (releasing(), "NOT_ALLOWED", part(), "refused NOT_ALLOWED"),
        (releasing(), "NOT_ALLOWED", order("EXPIRED", [10_000, 0, 0]), "refused expired"),
    ] {
        let script = vec![problem(403, code), shown(&order)];
        assert_eq!(sent(&intent, script), (expected.to_owned(), 2), "{code} {order}");
    }
    let unread = vec![problem(403, no_capture), problem(404, "NO_SUCH_ORDER")];
    assert_eq!(sent(&capturing(), unread).0, "unknown CAPTURE_NOT_ALLOWED");
}

#[test]
fn a_no_that_the_order_does_not_explain_is_unknown_as_long_as_reads_may_lag() {
    let no = || problem(403, "CAPTURE_NOT_ALLOWED");
    let open = || shown(&order("AUTHORIZED", [0, 0, 49_900]));
    let just_now = Intent { at: Timestamp::MAX, ..intent(Act::Capture, 10_000) };
    assert_eq!(sent(&just_now, vec![no(), open()]).0, "unknown CAPTURE_NOT_ALLOWED");
    let earlier = intent(Act::Capture, 10_000);
    assert_eq!(sent(&earlier, vec![no(), open()]).0, "refused CAPTURE_NOT_ALLOWED");
    // As much was captured without a reference: it could be this act.
    let mut untold = order("PART_CAPTURED", [45_000, 0, 4_900]);
    untold["captures"] = json!([capture("c-1", None, 45_000)]);
    assert_eq!(sent(&earlier, vec![no(), shown(&untold)]).0, "unknown CAPTURE_NOT_ALLOWED");
}

#[test]
fn what_says_nothing_certain_is_unknown() {
    let text = |status, body: &str| json(status, body);
    for (answer, expected) in [
        (problem(401, "UNAUTHORIZED"), "again sign-in"),
        (text(403, "<html>a gate</html>"), "unknown status-403"),
        (problem(403, "SOMETHING_NEW"), "today SOMETHING_NEW"),
        (problem(403, "PAYMENT_METHOD_FAILED"), "today PAYMENT_METHOD_FAILED"),
        (problem(404, "NO_SUCH_ORDER"), "refused NO_SUCH_ORDER"),
        (problem(400, "NOT_FOUND"), "refused NOT_FOUND"),
        (text(404, "nothing here"), "unknown status-404"),
        (problem(409, "CONFLICT"), "unknown CONFLICT"),
        (problem(413, "REQUEST_TOO_LARGE"), "refused REQUEST_TOO_LARGE"),
        (problem(422, "UNPROCESSABLE_ENTITY"), "refused UNPROCESSABLE_ENTITY"),
        (problem(400, "BAD_VALUE"), "refused BAD_VALUE"),
        (problem(429, "TOO_MANY_REQUESTS"), "unknown status-429"),
        (problem(500, "INTERNAL_SERVER_ERROR"), "unknown status-500"),
        (problem(503, "TEMPORARILY_UNAVAILABLE"), "unknown status-503"),
        (problem(500, "NO_SUCH_ORDER"), "unknown status-500"),
        (text(302, ""), "unknown status-302"),
    ] {
        let told = sent(&intent(Act::Capture, 100), vec![answer]);
        assert_eq!(told, (expected.to_owned(), 1));
    }
}

#[test]
fn an_intent_that_contradicts_itself_is_not_sent() {
    let good = intent(Act::Capture, 100);
    let bad = [
        Intent { money: nok(101), ..good.clone() },
        Intent { money: nok(0), ..good.clone() },
        Intent { key: "ua-capture-other".to_owned(), ..good.clone() },
        Intent { key: String::new(), ..good.clone() },
        Intent { target: format!("{ORDER}/cancel"), ..good.clone() },
        Intent { target: format!("{ORDER}/../x"), ..good.clone() },
        Intent { target: ORDER.to_owned(), ..intent(Act::Cancel, 100) },
        Intent { act: Act::Refund, ..good.clone() },
        Intent { act: Act::Book, ..good },
    ];
    for intent in bad {
        let told = sent(&intent, Vec::new());
        assert_eq!(told, ("refused defect".to_owned(), 0), "{intent:?}");
    }
}

fn read(order: &Value) -> Result<Option<Payment>> {
    let server = Server::start(vec![shown(order)]);
    connector(&server.address).read(ORDER, None, Timestamp::UNIX_EPOCH)
}

#[test]
fn an_order_is_read_with_its_acts() {
    let own = key(Act::Capture);
    let mut shows = order("PART_CAPTURED", [30_000, 1_000, 15_000]);
    shows["captures"] = json!([
        capture("c-1", Some(&own), 10_000),
        capture("c-2", Some("1234"), 12_000),
        capture("c-3", None, 5_000),
        capture("c-4", Some(""), 3_000),
    ]);
    shows["refunds"] = json!([refund("r-1", Some("ua-refund-1"), 1_000)]);
    let payment = read(&shows).unwrap().unwrap();
    assert_eq!(payment.reference, ORDER);
    assert_eq!((payment.status, payment.currency), (PaymentStatus::Authorised, Currency::NOK));
    assert_eq!(
        (payment.authorised_minor, payment.captured_minor, payment.refunded_minor),
        (49_900, 30_000, 1_000)
    );
    assert_eq!(payment.cancelled_minor, 4_900, "what can be captured is Klarna's own figure");
    let shown: Vec<_> = payment
        .events
        .iter()
        .map(|event| (event.kind, event.amount_minor, event.key.as_deref(), event.id.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [
            (EventKind::Capture, 10_000, Some(own.as_str()), Some("c-1")),
            (EventKind::Capture, 12_000, Some("1234"), Some("c-2")),
            (EventKind::Refund, 1_000, Some("ua-refund-1"), Some("r-1")),
        ],
        "what carries no reference is in the sums only"
    );
    assert_eq!(payment.authorised_at, "2026-11-01T10:00:00Z".parse().ok());
    assert_eq!(payment.closes_at, "2026-11-29T10:00:00Z".parse().ok());
}

#[test]
fn what_became_of_the_reservation_follows_the_status() {
    let rest = |payment: &Payment| {
        payment.authorised_minor - payment.captured_minor - payment.cancelled_minor
    };
    for (status, fraud, sums, expected, left) in [
        ("AUTHORIZED", "ACCEPTED", [0, 0, 49_900], PaymentStatus::Authorised, 49_900),
        ("AUTHORIZED", "PENDING", [0, 0, 49_900], PaymentStatus::InReview, 49_900),
        ("AUTHORIZED", "REJECTED", [0, 0, 49_900], PaymentStatus::NotAuthorised, 49_900),
        ("CANCELLED", "ACCEPTED", [0, 0, 49_900], PaymentStatus::Authorised, 0),
        ("CANCELLED", "REJECTED", [0, 0, 0], PaymentStatus::NotAuthorised, 0),
        ("PART_CAPTURED", "ACCEPTED", [9_900, 0, 40_000], PaymentStatus::Authorised, 40_000),
        ("CAPTURED", "ACCEPTED", [49_900, 0, 0], PaymentStatus::Authorised, 0),
        ("CAPTURED", "REJECTED", [49_900, 0, 0], PaymentStatus::Authorised, 0),
        ("CLOSED", "ACCEPTED", [49_900, 49_900, 0], PaymentStatus::Authorised, 0),
        ("EXPIRED", "ACCEPTED", [0, 0, 0], PaymentStatus::Expired, 0),
    ] {
        let mut shows = order(status, sums);
        shows["fraud_status"] = json!(fraud);
        let payment = read(&shows).unwrap().unwrap();
        assert_eq!((payment.status, rest(&payment)), (expected, left), "{status} {fraud}");
    }
}

#[test]
fn an_amount_that_the_portal_has_changed_is_followed() {
    for (original, now, remaining, authorised, cancelled) in [
        (49_900, 60_000, 60_000, 60_000, 0),
        (49_900, 30_000, 30_000, 49_900, 19_900),
        (49_900, 49_900, 49_900, 49_900, 0),
    ] {
        let mut shows = order("AUTHORIZED", [0, 0, remaining]);
        shows["order_amount"] = json!(now);
        shows["original_order_amount"] = json!(original);
        let payment = read(&shows).unwrap().unwrap();
        assert_eq!((payment.authorised_minor, payment.cancelled_minor), (authorised, cancelled));
    }
}

#[test]
fn an_order_that_is_not_understood_is_no_fact() {
    let mut listed = order("PART_CAPTURED", [10_000, 0, 39_900]);
    listed["captures"] = json!([capture("c-1", Some("k"), 10_001)]);
    let mut undated = order("PART_CAPTURED", [10_000, 0, 39_900]);
    undated["captures"] = json!([capture("c-1", Some("k"), 10_000)]);
    undated["captures"][0]["captured_at"] = json!("yesterday");
    let mut unknown = order("AUTHORIZED", [0, 0, 49_900]);
    unknown["status"] = json!("NEW");
    let mut fraud = order("AUTHORIZED", [0, 0, 49_900]);
    fraud["fraud_status"] = json!("MAYBE");
    let mut currency = order("AUTHORIZED", [0, 0, 49_900]);
    currency["purchase_currency"] = json!("kroner");
    let negative = order("AUTHORIZED", [0, 0, -1]);
    let refunded = order("CAPTURED", [100, 101, 0]);
    // Listed sums that fit only because one capture counts backwards.
    let mut backwards = order("PART_CAPTURED", [10_000, 0, 39_900]);
    backwards["captures"] =
        json!([capture("c-1", Some("k"), 20_000), capture("c-2", Some("l"), -10_000)]);
    let mut boundless = order("AUTHORIZED", [0, 0, 49_900]);
    boundless["original_order_amount"] = json!(i64::MAX);
    for shows in
        [listed, undated, unknown, fraud, currency, negative, refunded, backwards, boundless]
    {
        assert!(read(&shows).unwrap().unwrap().unreadable.is_some(), "{shows}");
    }
    let mut stopped = order("AUTHORIZED", [0, 0, 49_900]);
    stopped["fraud_status"] = json!("STOPPED");
    let doubt = read(&stopped).unwrap().unwrap().unreadable;
    assert_eq!(doubt.as_deref().map(in_words).as_deref(), Some("fraud_status is `STOPPED`"));
    assert_eq!(read(&json!({})).unwrap_err().code, "not-understood");
}

#[test]
fn only_klarna_itself_can_say_that_there_is_no_order() {
    let read = |act| {
        let server = Server::start(vec![act]);
        connector(&server.address).read(ORDER, None, Timestamp::UNIX_EPOCH)
    };
    assert_eq!(read(problem(404, "NO_SUCH_ORDER")).unwrap(), None);
    assert_eq!(read(json(404, "gone")).unwrap_err().code, "unexpected-status");
    assert_eq!(read(problem(401, "UNAUTHORIZED")).unwrap_err().code, "sign-in");
    let klarna = connector("http://127.0.0.1:1");
    for foreign in ["", "fjordglimt/1", "æ", &"a".repeat(256)] {
        assert_eq!(klarna.read(foreign, None, Timestamp::UNIX_EPOCH).unwrap(), None);
    }
}

#[test]
fn a_lost_act_is_found_by_its_key_or_not_told_apart() {
    let klarna = connector("http://127.0.0.1:1");
    let own = key(Act::Capture);
    let event = |key: &str, minor| PaymentEvent {
        kind: EventKind::Capture,
        amount_minor: minor,
        key: Some(key.to_owned()),
        id: Some("c-1".to_owned()),
        of: None,
        at: Timestamp::UNIX_EPOCH,
    };
    let done = Found::Done { receipt: Some("c-1".to_owned()) };
    for (captured, events, expected) in [
        (0, vec![], Found::Absent),
        (10_000, vec![event(&own, 10_000)], done),
        (5_000, vec![event(&own, 5_000)], Found::Unclear),
        (10_000, vec![event("1234", 10_000)], Found::Absent),
        // Somebody's, or ours without its reference.
        (10_000, vec![], Found::Unclear),
        (9_999, vec![], Found::Absent),
    ] {
        let mut payment = reserved(NAME, ORDER, 49_900);
        payment.captured_minor = captured;
        payment.events = events;
        assert_eq!(klarna.find(&intent(Act::Capture, 10_000), &payment), expected, "{payment:?}");
        payment.currency = "EUR".parse().unwrap();
        assert_eq!(klarna.find(&intent(Act::Capture, 10_000), &payment), Found::Unclear);
    }
}

#[test]
fn a_lost_release_is_found_by_what_is_left() {
    let klarna = connector("http://127.0.0.1:1");
    let found = |captured, cancelled, status| {
        let mut payment = reserved(NAME, ORDER, 49_900);
        payment.captured_minor = captured;
        payment.cancelled_minor = cancelled;
        payment.status = status;
        klarna.find(&intent(Act::Cancel, 49_900), &payment)
    };
    let done = Found::Done { receipt: None };
    assert_eq!(found(0, 49_900, PaymentStatus::Authorised), done);
    assert_eq!(found(10_000, 39_900, PaymentStatus::Authorised), done);
    assert_eq!(found(0, 0, PaymentStatus::Authorised), Found::Absent);
    assert_eq!(found(49_900, 0, PaymentStatus::Authorised), Found::Absent);
    assert_eq!(found(0, 49_900, PaymentStatus::Expired), Found::Absent);
}

#[test]
fn the_check_tells_a_wrong_password_from_a_wrong_address() {
    let check = |act| {
        let server = Server::start(vec![act]);
        connector(&server.address).check()
    };
    let said = check(problem(404, "NO_SUCH_ORDER")).unwrap();
    assert!(said.contains("Klarna") && said.contains("K123_abc"), "{said}");
    assert_eq!(check(json(401, "")).unwrap_err().code, "sign-in");
    assert_eq!(check(json(404, "<html>")).unwrap_err().code, "unexpected-status");
    assert_eq!(check(json(200, "hello")).unwrap_err().code, "not-understood");
}

#[test]
fn both_of_the_shop_plug_ins_are_handled() {
    let klarna = connector("http://127.0.0.1:1");
    assert!(klarna.handles("klarna_payments") && klarna.handles("KCO"));
    assert!(!klarna.handles("vipps"));
}
