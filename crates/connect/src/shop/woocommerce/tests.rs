//! What the connector makes of WooCommerce's answers, and what it never asks the shop for.

use proptest::prelude::*;
use serde_json::{Value, json};
use uniac_texts::in_words;

use super::*;
use crate::http::testing::{self, Server, context};
use uniac_core::act::{IntentId, Retry};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{OrderId, Progress, ShopStatus, UniOrder};

const KEY: &str = "ua-shop-1234567890abcdef";

fn connector(address: &str) -> WooCommerce {
    let setup = Setup {
        base_url: address.to_owned(),
        consumer_key: Secret::new("ck_1"),
        consumer_secret: Secret::new("cs_1"),
    };
    WooCommerce::new(setup, &context().0).unwrap()
}

fn change(act: Act, money: Money) -> String {
    let order = hand_made();
    let change = match act {
        Act::ShopComplete => ShopChange::Complete,
        Act::ShopCredit => ShopChange::Credit,
        Act::ShopCancel => ShopChange::Cancel,
        Act::ShopRecordRefund => ShopChange::RecordRefund { money, notes: "10012", key: KEY },
        Act::ShopNote => ShopChange::Note { invoice: "10001", money, key: KEY },
        _ => ShopChange::Create { order: &order, key: KEY },
    };
    connector("http://127.0.0.1:1").body(change)
}

fn intent(act: Act) -> Intent {
    let money = Money::new(10_000, Currency::NOK);
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: None,
        act,
        ordinal: 1,
        money,
        key: KEY.to_owned(),
        target: "727".to_owned(),
        body: change(act, money),
        at: "2026-01-22T12:00:00Z".parse().unwrap(),
        outcome: None,
    }
}

fn hand_made() -> UniOrder {
    UniOrder {
        id: OrderId(712),
        number: "100045".to_owned(),
        customer: "Kari \"K\" Nordmann".to_owned(),
        placed: jiff::civil::date(2026, 1, 20),
        currency: Currency::NOK,
        total_minor: 10_000,
        uninvoiced_minor: 10_000,
        progress: Progress::Open,
        shop_reference: None,
        inexact: None,
        created_at: None,
        buyer: uniac_core::buyer::Buyer::default(),
        lines: None,
        unreadable: None,
    }
}

fn order() -> Value {
    json!({"id": 727, "number": "5512", "status": "processing", "currency": "NOK",
        "total": "312.50", "payment_method": "vipps", "transaction_id": "order-5512-a",
        "date_modified_gmt": "2026-01-21T09:10:11", "billing": {"first_name": "Kari"},
        "refunds": [{"id": 9, "reason": "", "total": "-100.00"}, {"id": 10, "total": "-12.5"}],
        "meta_data": [{"id": 1, "key": "_x", "value": {"a": [1]}}, {"id": 2, "key": "_uniac_order",
        "value": "712"}]})
}

fn reply(status: u16, body: &Value, act: Act) -> String {
    reply_to(status, &body.to_string(), act)
}

fn reply_to(status: u16, body: &str, act: Act) -> String {
    match wire::reply(&Answer::made(status, &[], body), &intent(act)) {
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

#[test]
fn what_is_written_has_the_language_of_the_company() {
    let money = Money::new(125_000, Currency::NOK);
    let setup = Setup {
        base_url: "http://127.0.0.1:1".to_owned(),
        consumer_key: Secret::new("ck_1"),
        consumer_secret: Secret::new("cs_1"),
    };
    let english = Context { texts: Language::En, ..context().0 };
    let shop = WooCommerce::new(setup, &english).unwrap();
    let note = shop.body(ShopChange::Note { invoice: "7", money, key: KEY });
    assert!(note.contains("Invoice 7: captured NOK 1,250.00 (uniac ua-shop"), "{note}");
    let refund = shop.body(ShopChange::RecordRefund { money, notes: "8, 9", key: KEY });
    assert!(refund.contains("\"Credit note 8, 9 [ua-shop"), "{refund}");
    let norwegian = change(Act::ShopNote, money);
    assert!(
        norwegian.contains("Faktura 10001: belastet 1\u{a0}250,00\u{a0}kr (uniac"),
        "{norwegian}"
    );
}

#[test]
fn an_order_is_read_as_it_is() {
    let row = serde_json::from_value::<wire::Order>(order()).unwrap().row(None);
    assert_eq!(row.changed_at, Some("2026-01-21T09:10:11Z".parse().unwrap()));
    let facts = row.order;
    assert_eq!((facts.id.as_str(), facts.number.as_str()), ("727", "5512"));
    assert_eq!(facts.status, ShopStatus::Open);
    assert_eq!(facts.payment_reference.as_deref(), Some("order-5512-a"));
    assert_eq!(facts.refunded_minor, 11_250);
    assert_eq!(facts.created_from, Some(OrderId(712)));
}

#[test]
fn orders_with_little_in_them_are_read_too_and_wrong_figures_are_not() {
    let read = |body: Value| serde_json::from_value::<wire::Order>(body).unwrap().row(None);
    let bare = read(json!({"id": 1, "status": "my-status", "transaction_id": " "})).order;
    assert_eq!((bare.number.as_str(), bare.payment_reference), ("1", None));
    let mut elsewhere = order();
    elsewhere["transaction_id"] = json!("");
    elsewhere["meta_data"] = json!([{"id": 1, "key": "_dibs_payment_id", "value": "0a1b"}]);
    assert_eq!(read(elsewhere).order.payment_reference.as_deref(), Some("0a1b"));
    assert_eq!(bare.status, ShopStatus::Other("my-status".to_owned()));
    for total in [json!("-0.001"), json!("twelve"), json!("1e99")] {
        let mut odd = order();
        odd["refunds"][0]["total"] = total;
        let facts = read(odd).order;
        assert!(facts.unreadable.is_some() && facts.refunded_minor == 1250, "{facts:?}");
    }
    let mut odd = order();
    odd["refunds"][0]["total"] = json!("-33.3333");
    assert_eq!(
        read(odd).order.unreadable.as_deref().map(in_words).as_deref(),
        Some("a refund is -33.3333")
    );
    let mut exotic = order();
    exotic["currency"] = json!("XAU");
    let exotic = read(exotic).order;
    assert_eq!(exotic.refunded_minor, 0);
    assert_eq!(
        exotic.unreadable.as_deref().map(in_words).as_deref(),
        Some("the currency is `XAU`")
    );
}

#[test]
fn every_status_has_its_word() {
    for (name, expected) in [
        ("pending", ShopStatus::Open),
        ("on-hold", ShopStatus::Open),
        ("processing", ShopStatus::Open),
        ("checkout-draft", ShopStatus::Open),
        ("completed", ShopStatus::Completed),
        ("refunded", ShopStatus::Credited),
        ("cancelled", ShopStatus::Cancelled),
        ("failed", ShopStatus::Other("failed".into())),
        ("trash", ShopStatus::Other("trash".into())),
    ] {
        let body = json!({"id": 1, "status": name});
        let row = serde_json::from_value::<wire::Order>(body).unwrap().row(None);
        assert_eq!(row.order.status, expected);
    }
}

#[test]
fn bodies_never_ask_the_shop_to_pay() {
    let bodies = [
        Act::ShopComplete,
        Act::ShopCredit,
        Act::ShopCancel,
        Act::ShopRecordRefund,
        Act::ShopNote,
        Act::ShopCreate,
    ]
    .map(|act| intent(act).body);
    insta::assert_snapshot!(bodies.join("\n"), @r#"
    {"status":"completed"}
    {"status":"refunded"}
    {"status":"cancelled"}
    {"amount":"100.00","api_refund":false,"meta_data":[{"key":"_uniac_key","value":"ua-shop-1234567890abcdef"}],"reason":"Kreditnota 10012 [ua-shop-1234567890abcdef]"}
    {"customer_note":false,"note":"Faktura 10001: belastet 100,00 kr (uniac ua-shop-1234567890abcdef)"}
    {"billing":{"first_name":"Kari \"K\" Nordmann"},"currency":"NOK","fee_lines":[{"name":"Ordre 100045","tax_status":"none","total":"100.00"}],"meta_data":[{"key":"_uniac_key","value":"ua-shop-1234567890abcdef"},{"key":"_uniac_order","value":"712"}],"set_paid":false,"status":"pending"}
    "#);
}

#[test]
fn a_status_change_is_done_only_when_the_status_is_there() {
    let answer = |id: i64, status: &str| json!({"id": id, "status": status});
    for (act, status) in [
        (Act::ShopComplete, "completed"),
        (Act::ShopCredit, "refunded"),
        (Act::ShopCancel, "cancelled"),
    ] {
        assert_eq!(reply(200, &answer(727, status), act), "done ");
        assert_eq!(reply(200, &answer(727, "on-hold"), act), "refused status-on-hold");
        assert_eq!(reply(200, &answer(728, status), act), "unknown mismatch");
        assert_eq!(reply(500, &answer(727, status), act), "unknown status-500");
        assert_eq!(reply(200, &json!({"status": status}), act), "unknown not-understood");
    }
    let whole = answer(727, "completed").to_string();
    for end in 0..whole.len() {
        assert_eq!(reply_to(200, &whole[..end], Act::ShopComplete), "unknown torn-body");
    }
}

#[test]
fn a_refund_is_recorded_only_with_its_amount_and_key() {
    let good = json!({"id": 31, "amount": "100.00", "reason": format!("K [{KEY}]"),
        "refunded_payment": false, "meta_data": []});
    let of = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        reply(201, &body, Act::ShopRecordRefund)
    };
    assert_eq!(of("id", json!(31)), "done 31");
    assert_eq!(of("amount", json!("-100.00")), "done 31");
    assert_eq!(of("amount", json!("100.01")), "unknown mismatch");
    assert_eq!(of("amount", json!(null)), "unknown mismatch");
    assert_eq!(of("reason", json!("K")), "unknown mismatch");
    assert_eq!(of("refunded_payment", json!(true)), "unknown shop-paid");
    assert_eq!(of("id", json!(0)), "unknown mismatch");
    let by_meta = json!({"id": 31, "amount": "100.00", "reason": "",
        "meta_data": [{"key": "_uniac_key", "value": KEY}]});
    assert_eq!(reply(201, &by_meta, Act::ShopRecordRefund), "done 31");
}

#[test]
fn notes_and_creations_are_known_by_their_key() {
    let note = json!({"id": 5, "note": format!("Belastet (uniac {KEY})")});
    assert_eq!(reply(201, &note, Act::ShopNote), "done 5");
    assert_eq!(
        reply(201, &json!({"id": 5, "note": "Belastet"}), Act::ShopNote),
        "unknown mismatch"
    );
    let meta = json!([{"key": "_uniac_key", "value": KEY}]);
    let good = json!({"id": 900, "status": "pending", "currency": "NOK", "total": "100.00",
        "meta_data": meta});
    assert_eq!(reply(201, &good, Act::ShopCreate), "done 900");
    for (field, value) in
        [("currency", json!("SEK")), ("total", json!("125.00")), ("meta_data", json!([]))]
    {
        let mut bad = good.clone();
        bad[field] = value;
        assert_eq!(reply(201, &bad, Act::ShopCreate), "unknown mismatch", "{field}");
    }
}

#[test]
fn refusals_are_those_that_say_so() {
    let no = |code: &str| json!({"code": code, "message": "Kari", "data": {"status": 400}});
    let gone = no("woocommerce_rest_shop_order_invalid_id");
    assert_eq!(reply(400, &gone, Act::ShopNote), "refused woocommerce_rest_shop_order_invalid_id");
    let refund = json!({"code": "woocommerce_rest_cannot_create_order_refund", "data": 500,
        "message": "Invalid refund amount."});
    assert_eq!(
        reply(500, &refund, Act::ShopRecordRefund),
        "refused woocommerce_rest_cannot_create_order_refund"
    );
    assert_eq!(reply(500, &no("internal_server_error"), Act::ShopNote), "unknown status-500");
    assert_eq!(reply(409, &no("conflict"), Act::ShopNote), "unknown status-409");
    assert_eq!(reply(400, &no("Kari Nordmann"), Act::ShopNote), "unknown status-400");
    assert_eq!(reply_to(404, "<html>", Act::ShopNote), "unknown status-404");
    assert_eq!(reply_to(302, "", Act::ShopNote), "unknown status-302");
    assert_eq!(reply_to(401, "", Act::ShopNote), "again sign-in");
    assert_eq!(reply_to(429, "", Act::ShopNote), "unknown status-429");
}

fn page(ids: std::ops::RangeInclusive<i64>, total: i64, pages: i64) -> testing::Act {
    let rows: Vec<Value> = ids.map(|id| json!({"id": id, "status": "processing"})).collect();
    let headers = format!("x-wp-total: {total}\r\nx-wp-totalpages: {pages}\r\n");
    testing::Act::Answer(200, headers, Value::from(rows).to_string())
}

fn listed(script: Vec<testing::Act>, since: Option<Timestamp>) -> (Vec<String>, Vec<String>) {
    let server = Server::start(script);
    let mut ids = Vec::new();
    connector(&server.address)
        .orders_since(since, &mut |rows| {
            ids.extend(rows.into_iter().map(|row| row.order.id));
            Ok(())
        })
        .unwrap();
    (ids, server.lines())
}

/// Seen on WooCommerce 10: an order whose status's plug-in was taken away is in no list, and is read by its id.
#[test]
fn what_no_list_has_is_asked_for_in_the_bin_and_by_its_id() {
    let absent = r#"{"code":"woocommerce_rest_shop_order_invalid_id","data":{"status":404}}"#;
    let shipped = r#"{"id":7,"number":"7","status":"shipped"}"#;
    let script = vec![
        page(1..=2, 2, 1),
        testing::json(404, absent),
        testing::json(200, r#"{"unlike":"an order"}"#),
        testing::json(200, shipped),
    ];
    let server = Server::start(script);
    let numbers = ["5", "6", "7"].map(str::to_owned).into();
    let mut ids = Vec::new();
    let shop = connector(&server.address);
    let mut page = |rows: Vec<ShopRow>| {
        ids.extend(rows.into_iter().map(|row| row.order.id));
        Ok(())
    };
    shop.hidden_orders(&numbers, &mut page).unwrap();
    assert_eq!(ids, ["1", "2", "7"]);
    let lines = server.lines();
    assert!(lines[0].contains("status=trash"), "{}", lines[0]);
    assert_eq!(lines.len(), 4);
}

#[test]
fn lists_are_read_to_their_end() {
    let expected: Vec<String> = (1..=5).map(|id: i64| id.to_string()).collect();
    let since = Some("2026-01-21T09:10:11.5Z".parse().unwrap());
    let (ids, lines) = listed(vec![page(1..=2, 5, 3), page(2..=4, 5, 3), page(4..=5, 5, 3)], since);
    assert_eq!(ids, expected);
    assert_eq!(lines.len(), 3);
    assert!(lines[0].contains("modified_after=2026-01-21T09%3A10%3A10&dates_are_gmt=true"));
    assert!(lines[0].contains("per_page=100&orderby=id&order=asc"), "{}", lines[0]);
    assert!(lines[2].contains("&offset=3 "), "{}", lines[2]);
    // One row went away after the first page: the list is read again, and row 3 is not missed.
    let shorter = vec![page(1..=2, 5, 3), page(4..=5, 4, 2), page(2..=3, 4, 2), page(3..=5, 4, 2)];
    let (mut ids, _) = listed(shorter, None);
    ids.sort();
    assert_eq!(ids, expected);
    // A shop that ignores `offset` gives its first page again, and is read by page numbers.
    let first = || page(1..=2, 3, 2);
    let (ids, lines) = listed(vec![first(), first(), first(), page(3..=3, 3, 2)], None);
    assert_eq!(ids, ["1", "2", "1", "2", "3"]);
    assert!(lines[3].contains("&page=2 "), "{}", lines[3]);
    // Without the headers an empty page is the end, and so is one that repeats.
    let rows = r#"[{"id":1,"status":"processing"}]"#;
    let (ids, lines) = listed(vec![testing::json(200, rows), testing::json(200, "[]")], None);
    assert_eq!((ids.len(), lines.len()), (1, 2));
    let (ids, lines) = listed(vec![testing::json(200, rows); 9], None);
    assert_eq!((ids.len(), lines.len()), (1, 2));
}

#[test]
fn a_list_that_never_ends_is_given_up() {
    let server = Server::start(vec![page(1..=2, 5, i64::MAX); 9]);
    let read = connector(&server.address).orders_since(None, &mut |_| Ok(()));
    assert_eq!(read.unwrap_err().code, "paging-loop");
}

#[test]
fn what_was_sent_is_found_again_by_its_key() {
    let mine = json!([{"id": 1, "reason": "other"}, {"id": 2, "reason": format!("x [{KEY}]")}]);
    let twice =
        json!([{"id": 2, "reason": format!("[{KEY}]")}, {"id": 3, "reason": format!("[{KEY}]")}]);
    let headers = "x-wp-totalpages: 1\r\n";
    let answer = |body: &Value| testing::Act::Answer(200, headers.to_owned(), body.to_string());
    let note = json!([{"id": 7, "note": format!("Belastet (uniac {KEY})")}]);
    let created = json!([{"id": 9, "status": "pending",
        "meta_data": [{"key": "_uniac_key", "value": KEY}]}]);
    let completed = json!({"id": 727, "status": "completed"});
    for (act, body, expected) in [
        (Act::ShopRecordRefund, answer(&mine), Found::Done { receipt: Some("2".into()) }),
        (Act::ShopRecordRefund, answer(&json!([])), Found::Absent),
        (Act::ShopRecordRefund, answer(&twice), Found::Unclear),
        (Act::ShopNote, answer(&note), Found::Done { receipt: Some("7".into()) }),
        (Act::ShopNote, answer(&json!([])), Found::Absent),
        (Act::ShopCreate, answer(&created), Found::Done { receipt: Some("9".into()) }),
        (Act::ShopCreate, answer(&json!([])), Found::Absent),
        (Act::ShopComplete, answer(&completed), Found::Done { receipt: None }),
        (Act::ShopCancel, answer(&completed), Found::Absent),
        (
            Act::ShopComplete,
            testing::json(404, r#"{"code":"woocommerce_rest_shop_order_invalid_id"}"#),
            Found::Unclear,
        ),
    ] {
        let server = Server::start(vec![body]);
        assert_eq!(connector(&server.address).find(&intent(act)).unwrap(), expected, "{act:?}");
        assert_eq!(server.lines().len(), 1, "{act:?}");
    }
}

#[test]
fn changes_are_sent_once_with_the_keys_and_to_their_order() {
    let table = [
        (Act::ShopComplete, "PUT /site/wp-json/wc/v3/orders/727 HTTP/1.1"),
        (Act::ShopRecordRefund, "POST /site/wp-json/wc/v3/orders/727/refunds HTTP/1.1"),
        (Act::ShopNote, "POST /site/wp-json/wc/v3/orders/727/notes HTTP/1.1"),
        (Act::ShopCreate, "POST /site/wp-json/wc/v3/orders HTTP/1.1"),
    ];
    for (act, line) in table {
        let server = Server::start(vec![]);
        let shop = connector(&format!("{}/site/", server.address));
        let intent = intent(act);
        assert!(matches!(shop.send(&intent), Reply::Unknown { .. }));
        assert_eq!(server.lines(), [line]);
        let request = &server.requests()[0];
        assert!(request.contains("authorization: Basic Y2tfMTpjc18x\r\n"), "{request}");
        assert!(request.ends_with(&intent.body));
    }
    let shop = connector("http://127.0.0.1:1");
    for bad in [
        Intent { target: "7/../8".to_owned(), ..intent(Act::ShopComplete) },
        Intent { target: String::new(), ..intent(Act::ShopNote) },
        Intent { act: Act::Capture, ..intent(Act::ShopComplete) },
    ] {
        let Reply::Refused(refusal) = shop.send(&bad) else { panic!("sent") };
        assert_eq!(refusal.code, "defect");
    }
    assert_eq!(shop.order("abc").unwrap(), None);
}

#[test]
fn the_check_reads_one_order() {
    let server = Server::start(vec![
        page(1..=1, 727, 727),
        testing::json(401, "{}"),
        testing::json(200, "<html>"),
    ]);
    let shop = connector(&server.address);
    assert_eq!(shop.check().unwrap(), "WooCommerce at 127.0.0.1, 727 orders");
    assert_eq!(shop.check().unwrap_err().code, "sign-in");
    assert_eq!(shop.check().unwrap_err().code, "not-understood");
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_never_done(status in 100_u16..600, bytes in any::<Vec<u8>>()) {
        let body = String::from_utf8_lossy(&bytes);
        for act in [Act::ShopComplete, Act::ShopRecordRefund, Act::ShopNote, Act::ShopCreate] {
            prop_assert!(!reply_to(status, &body, act).starts_with("done"));
        }
    }

    #[test]
    fn a_mutated_refund_is_done_only_with_its_amount_and_key(
        changes in prop::collection::vec((0_usize..200, any::<u8>()), 0..3),
    ) {
        let good = json!({"id": 31, "amount": "100.00", "reason": format!("K [{KEY}]")});
        let mut bytes = good.to_string().into_bytes();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if reply_to(201, &text, Act::ShopRecordRefund).starts_with("done") {
            let value: Value = serde_json::from_str(&text).unwrap();
            let amount = value["amount"].as_str().unwrap_or_default();
            let minor = uniac_core::money::parse_decimal(amount).map(|amount| Currency::NOK.minor(amount));
            prop_assert!(matches!(minor, Ok(Ok(10_000 | -10_000))), "{}", text);
            prop_assert!(value["reason"].as_str().is_some_and(|reason| reason.contains(KEY)));
        }
    }
}
