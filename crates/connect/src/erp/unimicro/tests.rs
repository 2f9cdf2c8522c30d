//! What the connector makes of Uni's answers, also of those that are not what was asked for.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::*;
use crate::erp::ErpSurvey;
use crate::http::testing::{self, Server, context};
use crate::http::wire::cleaned;
use uniac_core::act::{Act, IntentId};
use uniac_core::facts::{DocumentLine, Stage};
use uniac_core::money::Currency;
use uniac_core::order::{DocumentId, DocumentKind, NO_DAY, Progress};
use uniac_system::secret::Secret;
use uniac_texts::in_words;

fn setup(address: &str) -> Setup {
    Setup {
        base_url: address.to_owned(),
        company_key: "c0ffee00-0000-0000-0000-000000000001".to_owned(),
        sign_in: SignIn::Token(Secret::new("t0ken")),
        order_reference_field: ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: 3,
    }
}

fn connector(server: &Server) -> Unimicro {
    Unimicro::new(setup(&server.address), &context().0).unwrap()
}

fn order() -> Value {
    json!({"ID": 712, "OrderNumber": 100_045, "StatusCode": 41_003, "CustomerID": 31,
        "CustomerName": "Kari Nordmann", "OrderDate": "2026-01-20", "CurrencyCodeID": 1,
        "CurrencyCode": {"ID": 1, "Code": "NOK"}, "TaxInclusiveAmount": 9.0,
        "RestAmountCurrency": 500.0, "Requisition": " WEB-5512 ", "Deleted": false,
        "CreatedAt": "2026-01-20T08:00:00Z", "UpdatedAt": "2026-01-21T09:10:11Z",
        "CustomValues": {"CustomShop": 5512},
        "Items": [{"ID": 797, "CustomerOrderID": 712}, {"ID": 798, "CustomerOrderID": 712}]})
}

/// The order with its total, whose four decimals no float may touch.
fn order_text(order: &Value) -> String {
    let text = order.to_string();
    format!("{}{}", r#"{"TaxInclusiveAmountCurrency":1000.0000,"#, &text[1..])
}

fn read_order(order: &Value, setup: &Setup) -> uniac_core::facts::OrderRow {
    let mut listed = Listed::new(serde_json::from_str(&order_text(order)).unwrap());
    let row = listed.read::<wire::OrderRow>().unwrap();
    let items = row.items().unwrap_or_default();
    let (code, _) = row.currency();
    row.read(listed.text(), listed.doubt(), code.as_deref(), items, setup)
}

fn invoice() -> Value {
    json!({"ID": 901, "InvoiceNumber": "20017", "StatusCode": 42_002, "InvoiceType": 0,
        "InvoiceReferenceID": null, "InvoiceDate": "2026-01-22", "CurrencyCodeID": 1,
        "CurrencyCode": {"ID": 1, "Code": "NOK"}, "TaxInclusiveAmountCurrency": 500.5,
        "PayableRoundingCurrencyAmount": 0.5, "RestAmountCurrency": 500.5, "UpdatedAt": null,
        "CreatedAt": "2026-01-22T10:00:00Z",
        "Items": [{"ID": 1, "OrderItemId": 797, "SumTotalIncVatCurrency": 500.0},
            {"ID": 2, "OrderItemId": null, "SumTotalIncVatCurrency": null},
            {"ID": 3, "OrderItemId": 0, "SumTotalIncVatCurrency": 0}]})
}

fn read_invoice(invoice: &Value) -> Option<DocumentRow> {
    let row: wire::Invoice = serde_json::from_value(invoice.clone()).unwrap();
    let raw = serde_json::value::to_raw_value(invoice).unwrap();
    let setup = setup("http://127.0.0.1:9");
    let read = row.read(&raw, None, row.currency().0, Vec::new(), &setup);
    (read.stage == Stage::Final).then_some(read)
}

fn list(rows: &[Value]) -> testing::Act {
    testing::json(200, &Value::from(rows).to_string())
}

fn intent(minor: i64, currency: Currency) -> Intent {
    let money = Money::new(minor, currency);
    Intent {
        id: IntentId(1),
        order: OrderId(712),
        document: Some(DocumentId(901)),
        act: Act::Book,
        ordinal: 1,
        money,
        key: "ua-book-1".to_owned(),
        target: "901".to_owned(),
        body: booking::body(money, None, jiff::civil::date(2026, 1, 22), Some(1)),
        at: Timestamp::UNIX_EPOCH,
        outcome: None,
    }
}

#[test]
fn an_order_is_read_as_it_is() {
    let row = read_order(&order(), &setup("http://127.0.0.1"));
    assert_eq!(row.items, [797, 798]);
    assert_eq!(row.changed_at, Some("2026-01-21T09:10:11Z".parse().unwrap()));
    let order = row.order;
    assert_eq!((order.id, order.number.as_str()), (OrderId(712), "100045"));
    assert_eq!((order.total_minor, order.uninvoiced_minor), (100_000, 50_000));
    assert_eq!(order.progress, Progress::PartInvoiced);
    assert_eq!(order.shop_reference.as_deref(), Some("WEB-5512"));
    assert_eq!(order.inexact, None);
    assert_eq!(order.placed, jiff::civil::date(2026, 1, 20));
}

#[test]
fn a_deletion_beats_the_status_and_a_strange_status_is_a_doubt() {
    for (status, deleted, expected) in [
        (json!(41_001), false, Progress::Draft),
        (json!(10_001), false, Progress::Draft),
        (json!(41_002), false, Progress::Open),
        (json!(41_003), false, Progress::PartInvoiced),
        (json!(41_004), false, Progress::Invoiced),
        (json!(41_005), false, Progress::Closed),
        (json!(90_001), false, Progress::Deleted),
        (json!(41_004), true, Progress::Deleted),
    ] {
        let mut body = order();
        body["StatusCode"] = status;
        body["Deleted"] = json!(deleted);
        let order = read_order(&body, &setup("http://127.0.0.1")).order;
        assert_eq!((order.progress, order.inexact, order.unreadable), (expected, None, None));
    }
    for status in [json!(41_099), json!(null)] {
        let mut body = order();
        body["StatusCode"] = status;
        assert!(read_order(&body, &setup("http://127.0.0.1")).order.unreadable.is_some());
    }
}

#[test]
fn what_a_closed_order_was_never_invoiced_for_is_told_by_its_lines() {
    let closed = |status: i64, lines: [i64; 2]| {
        let mut body = order();
        (body["StatusCode"], body["RestAmountCurrency"]) = (json!(status), json!(0));
        for (at, status) in lines.into_iter().enumerate() {
            body["Items"][at]["StatusCode"] = json!(status);
            body["Items"][at]["SumTotalIncVatCurrency"] = json!(500);
        }
        read_order(&body, &setup("http://127.0.0.1")).order.uninvoiced_minor
    };
    assert_eq!(closed(41_005, [41_104, 41_104]), 100_000);
    assert_eq!(closed(41_005, [41_103, 41_104]), 50_000);
    assert_eq!(closed(41_005, [41_103, 41_103]), 0);
    assert_eq!(closed(41_004, [41_103, 41_104]), 0);
}

#[test]
fn figures_that_do_not_fit_are_kept_as_text_and_flagged() {
    for (field, value, expected) in [
        ("RestAmountCurrency", json!(0.001), "the rest is 0.001"),
        ("RestAmountCurrency", json!("12,50"), "the rest is 12,50"),
        ("CurrencyCode", json!({"ID": 9, "Code": "XAU"}), "the currency `XAU` is not known"),
    ] {
        let mut body = order();
        body[field] = value;
        let order = read_order(&body, &setup("http://127.0.0.1")).order;
        assert_eq!(order.inexact.as_deref().map(in_words).as_deref(), Some(expected));
    }
}

#[test]
fn the_shops_number_is_found_where_it_is_configured() {
    let found = |field: &str, prefix: Option<&str>, value: Value| {
        let mut body = order();
        body["Requisition"] = value;
        let mut setup = setup("http://127.0.0.1");
        setup.order_reference_field = field.to_owned();
        setup.order_reference_prefix = prefix.map(str::to_owned);
        read_order(&body, &setup).order.shop_reference
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(found("Requisition", None, json!(5512)), text("5512"));
    assert_eq!(found("requisition", None, json!("5512")), text("5512"));
    assert_eq!(found("Requisition", Some("WEB-"), json!("WEB-5512")), text("5512"));
    assert_eq!(found("Requisition", Some("WEB-"), json!("Innkjøp 5512")), None);
    assert_eq!(found("Requisition", Some("WEB-"), json!("WEB-")), None);
    assert_eq!(found("CustomValues.CustomShop", None, json!("x")), text("5512"));
    assert_eq!(found("CustomValues.Other", None, json!("x")), None);
    for nothing in [json!(null), json!(""), json!("  "), json!({"a": 1}), json!(1.5)] {
        assert_eq!(found("Requisition", None, nothing), None);
    }
}

#[test]
fn a_document_is_read_as_it_is() {
    let row = read_invoice(&invoice()).unwrap();
    assert_eq!((row.id, row.number.as_str()), (DocumentId(901), "20017"));
    assert_eq!(row.kind, DocumentKind::Invoice);
    assert_eq!(row.total, Decimal::new(5005, 1));
    assert_eq!(row.rounding, Decimal::new(5, 1));
    assert_eq!(row.unpaid, Decimal::new(5005, 1));
    assert_eq!(row.changed_at, Some("2026-01-22T10:00:00Z".parse().unwrap()));
    let line = |order_item, amount| DocumentLine { order_item, amount: Decimal::from(amount) };
    assert_eq!(row.lines, [line(Some(797), 500), line(None, 0), line(None, 0)]);
    let mut credit = invoice();
    credit["InvoiceType"] = json!(1);
    credit["InvoiceReferenceID"] = json!(900);
    credit["TaxInclusiveAmountCurrency"] = json!(-500.5);
    let row = read_invoice(&credit).unwrap();
    assert_eq!(row.kind, DocumentKind::CreditNote { credits: Some(DocumentId(900)) });
    assert_eq!((row.total, row.unpaid), (Decimal::new(-5005, 1), Decimal::ZERO));
}

#[test]
fn drafts_and_deleted_documents_are_no_facts() {
    for (field, value) in [
        ("StatusCode", json!(42_001)),
        ("StatusCode", json!(10_001)),
        ("InvoiceNumber", json!(null)),
        ("InvoiceNumber", json!(" ")),
        ("Deleted", json!(true)),
    ] {
        let mut body = invoice();
        body[field] = value;
        assert_eq!(read_invoice(&body), None, "{field}");
    }
}

#[test]
fn a_document_that_is_not_understood_is_in_doubt_and_not_left_out() {
    for (field, value) in [
        ("InvoiceType", json!(7)),
        ("InvoiceType", json!("1")),
        ("Deleted", json!("no")),
        ("StatusCode", json!({})),
        ("InvoiceReferenceID", json!("?")),
        ("InvoiceDate", json!(null)),
        ("Items", json!("none")),
        ("Items", json!([{"ID": 1, "OrderItemId": "x", "SumTotalIncVatCurrency": 1}])),
        ("Items", json!([7])),
        ("InvoiceType", json!(null)),
        ("InvoiceDate", json!("22.01.2026")),
        ("TaxInclusiveAmountCurrency", json!("12,50")),
        ("TaxInclusiveAmountCurrency", json!(null)),
        ("RestAmountCurrency", json!("?")),
        ("PayableRoundingCurrencyAmount", json!("?")),
        ("Items", json!([{"ID": 1, "SumTotalIncVatCurrency": "?"}])),
    ] {
        let mut body = invoice();
        if field == "InvoiceReferenceID" {
            body["InvoiceType"] = json!(1);
        }
        body[field] = value;
        let row = read_invoice(&body).unwrap();
        assert!(row.unreadable.is_some(), "{field}: {row:?}");
        assert_eq!(row.id, DocumentId(901));
    }
}

#[test]
fn what_is_not_understood_of_an_order_is_told_by_field_and_form() {
    for (field, value, expected) in [
        ("OrderDate", json!("20.01.2026"), "OrderDate is no date"),
        ("StatusCode", json!("open"), "StatusCode is a text of another form"),
        ("StatusCode", json!(41_099), "the status 41099 is not known"),
        ("RestAmountCurrency", json!(null), "the rest is missing"),
        ("OrderNumber", json!(null), "OrderNumber is missing"),
        (
            "OrderNumber",
            json!([1]),
            "OrderNumber is a list of another form; OrderNumber is missing",
        ),
        ("Deleted", json!("Kari"), "Deleted is a text of another form"),
        ("Requisition", json!({"Kari": 1}), "Requisition is an object of another form"),
        ("Items", json!([{"ID": "x"}]), "the ID of a line is a text of another form"),
    ] {
        let mut body = order();
        body[field] = value;
        let order = read_order(&body, &setup("http://127.0.0.1")).order;
        assert_eq!(order.unreadable.as_deref().map(in_words).as_deref(), Some(expected));
        assert_eq!((order.id, order.total_minor), (OrderId(712), 100_000));
    }
    let mut dateless = order();
    for field in ["OrderDate", "CreatedAt", "UpdatedAt"] {
        dateless[field] = json!(null);
    }
    let order = read_order(&dateless, &setup("http://127.0.0.1")).order;
    assert_eq!(
        (order.unreadable.as_deref().map(in_words).as_deref(), order.placed),
        (Some("it has no date"), NO_DAY)
    );
}

#[test]
fn rows_that_were_not_asked_for_are_dropped_and_the_request_is_as_documented() {
    let mut old = order();
    old["ID"] = json!(1);
    old["UpdatedAt"] = json!(null);
    let mut undated = order();
    undated["ID"] = json!(2);
    undated["UpdatedAt"] = json!(null);
    undated["CreatedAt"] = json!(null);
    let text = format!("[{},{},{}]", order_text(&old), order_text(&undated), order_text(&order()));
    let last = format!("[{}]", order_text(&order()));
    let server = Server::start(vec![testing::json(200, &text), testing::json(200, &last)]);
    let mut ids = Vec::new();
    let since = Some("2026-01-21T00:00:00.7Z".parse().unwrap());
    connector(&server)
        .orders_since(since, &mut |rows| {
            ids.extend(rows.iter().map(|row| row.order.id.0));
            Ok(())
        })
        .unwrap();
    assert_eq!(ids, [2, 712]);
    let line = &server.lines()[0];
    assert!(
        line.contains("/api/biz/orders?filter=%28UpdatedAt+ge+%272026-01-21T00%3A00%3A00Z%27+or")
    );
    assert!(
        line.contains("&orderby=ID&top=3&skip=0&expand=Items%2CCurrencyCode&hateoas=false"),
        "{line}"
    );
    assert!(server.lines()[1].contains("&top=3&skip=2&"));
    let request = &server.requests()[0];
    assert!(request.contains("companykey: c0ffee00-0000-0000-0000-000000000001\r\n"));
    assert!(request.contains("authorization: Bearer t0ken\r\n"));
}

#[test]
fn what_expand_left_out_is_read_by_itself_and_checked() {
    let mut bare = invoice();
    bare.as_object_mut().unwrap().retain(|name, _| name != "Items" && name != "CurrencyCode");
    let mut second = bare.clone();
    second["ID"] = json!(902);
    let line = |id: i64, invoice: i64| {
        json!({"ID": id, "CustomerInvoiceID": invoice, "OrderItemId": 797,
            "SumTotalIncVatCurrency": 500})
    };
    let server = Server::start(vec![
        list(&[bare, second.clone()]),
        list(&[json!({"ID": 1, "Code": "nok"}), json!({"ID": 2, "Code": null})]),
        list(&[json!({"ID": 2})]),
        list(&[line(1, 901), line(2, 902)]),
        list(&[line(2, 902)]),
        list(&[line(1, 901), line(2, 902)]),
        list(&[line(2, 902)]),
        list(&[second]),
    ]);
    let mut got = Vec::new();
    connector(&server)
        .documents_since(None, &mut |rows| {
            got.extend(rows);
            Ok(())
        })
        .unwrap();
    let facts: Vec<_> =
        got.iter().map(|row| (row.id.0, row.currency.as_str(), row.lines.len())).collect();
    assert_eq!(facts, [(901, "NOK", 1), (902, "NOK", 1)]);
    assert!(server.lines()[3].contains("invoiceitems?filter=CustomerInvoiceID+eq+901&"));
    assert_eq!(server.lines().len(), 8);
}

#[test]
fn single_rows_are_those_asked_for() {
    let server = Server::start(vec![
        testing::json(200, &order_text(&order())),
        testing::json(404, ""),
        testing::json(200, "null"),
        testing::json(200, "[]"),
        testing::json(200, r#"{"ID":797,"CustomerOrderID":712}"#),
        testing::json(200, r#"{"ID":798,"CustomerOrderID":712}"#),
        testing::json(401, "{}"),
    ]);
    let uni = connector(&server);
    assert_eq!(uni.order(OrderId(712)).unwrap().unwrap().order.id, OrderId(712));
    assert_eq!(uni.order(OrderId(712)).unwrap(), None);
    assert_eq!(uni.order(OrderId(712)).unwrap(), None);
    assert_eq!(uni.order(OrderId(712)).unwrap_err().code, "not-understood");
    assert_eq!(uni.order_of_item(797).unwrap(), Some(OrderId(712)));
    assert_eq!(uni.order_of_item(797).unwrap_err().code, "not-understood");
    assert_eq!(uni.order_of_item(797).unwrap_err().code, "sign-in");
}

#[test]
fn a_booking_is_exact_and_in_the_base_currency_only() {
    insta::assert_snapshot!(intent(50_050, Currency::NOK).body, @r#"{"PaymentDate":"2026-01-22","Amount":500.50,"AmountCurrency":500.50,"CurrencyCodeID":1}"#);
    let euro = intent(50_050, "EUR".parse().unwrap());
    assert!(!euro.body.contains("\"Amount\""));
    let server = Server::start(vec![]);
    let uni = connector(&server);
    let good = intent(50_050, Currency::NOK);
    for (bad, code) in [
        (euro, "foreign-currency"),
        (Intent { target: "901?x=1".to_owned(), ..good.clone() }, "defect"),
        (Intent { body: good.body.replace("500.50", "500.51"), ..good.clone() }, "defect"),
        (Intent { body: String::new(), ..good }, "defect"),
    ] {
        let Reply::Refused(refusal) = uni.book(&bad) else { panic!("sent") };
        assert_eq!(refusal.code, code);
    }
    assert!(server.lines().is_empty());
}

#[test]
fn a_booking_is_sent_once_to_its_invoice() {
    let voucher = r#"{"ID":77,"JournalEntryNumber":"123-2026"}"#;
    let server = Server::start(vec![testing::json(200, voucher), testing::Act::Lose]);
    let uni = connector(&server);
    let intent = intent(50_050, Currency::NOK);
    assert_eq!(uni.book(&intent), Reply::Done { receipt: Some("123-2026".to_owned()) });
    assert!(matches!(uni.book(&intent), Reply::Unknown { code, .. } if code == "no-reply"));
    let line = "PUT /api/biz/invoices/901?action=payInvoice HTTP/1.1";
    assert_eq!(server.lines(), [line, line]);
    assert!(server.requests()[0].ends_with(&intent.body));
}

#[test]
fn only_a_voucher_is_done_and_only_a_message_refuses() {
    let code = |status: u16, body: &str| {
        let answer = Answer::made(status, &[], body);
        let message = wire::message(&answer).unwrap_or_default();
        match booking::reply(&answer) {
            Reply::Done { receipt } => format!("done {}", receipt.unwrap_or_default()),
            Reply::Refused(refusal) => format!("refused {} {message}", refusal.code),
            Reply::Unknown { code, .. } => format!("unknown {code}"),
            Reply::Pending { .. } => "pending".to_owned(),
        }
    };
    for (status, body, expected) in [
        (201, r#"{"ID":77}"#, "done 77"),
        (200, r#"{"ID":0}"#, "unknown mismatch"),
        (200, r#"{"ID":"#, "unknown torn-body"),
        (200, "{}", "unknown not-understood"),
        (200, "[]", "unknown not-understood"),
        (204, "", "unknown status-204"),
        (202, r#"{"ID":77}"#, "unknown status-202"),
        (400, r#""Perioden er låst""#, "refused status-400 Perioden er låst"),
        (400, "", "unknown status-400"),
        (404, "<html>", "unknown status-404"),
        (409, r#"{"Message":"x"}"#, "unknown conflict"),
        (500, r#"{"Message":"x"}"#, "unknown status-500"),
        (302, "", "unknown status-302"),
    ] {
        assert_eq!(code(status, body), expected, "{status} {body}");
    }
}

#[test]
fn messages_are_found_where_unis_own_front_end_looks() {
    let message = |body: Value| wire::message(&Answer::made(400, &[], &body.to_string()));
    let found = |text: &str| Some(text.to_owned());
    assert_eq!(message(json!("a\nb")), found("a b"));
    assert_eq!(message(json!({"message": "a", "Messages": [{"Message": "b"}]})), found("a"));
    assert_eq!(message(json!({"Message": "a"})), found("a"));
    assert_eq!(message(json!({"Messages": [{"x": 1}, {"Message": "b"}]})), found("b"));
    let nested = json!({"ID": 1, "CustomerName": "Kari", "Items": [
        {"Message": "not this", "_validationResults": {"x": [{"Message": "c", "Level": 3}]}}]});
    assert_eq!(message(nested), found("c"));
    assert_eq!(message(json!({"CustomerName": "Kari", "Items": ["Kari"]})), None);
    assert_eq!(message(json!({"Message": "x".repeat(900)})).unwrap().len(), 200);
    assert_eq!(cleaned("\u{7}", 5), "");
}

#[test]
fn a_booking_is_found_by_date_and_amount_or_not_at_all() {
    let payment = |date: &str, amount: f64| json!({"PaymentDate": date, "AmountCurrency": amount});
    let ours = payment("2026-01-22T00:00:00Z", 500.5);
    let unpaid = |rest: f64| {
        let mut body = invoice();
        body["RestAmountCurrency"] = json!(rest);
        body
    };
    let odd = json!([{"Whatever": 1}]);
    for (payments, invoice, credited, expected) in [
        (json!([ours]), unpaid(0.0), 0, Found::Done { receipt: None }),
        (json!([payment("2026-01-22", -500.5)]), unpaid(0.0), 0, Found::Done { receipt: None }),
        (json!([ours, ours]), unpaid(0.0), 0, Found::Unclear),
        (json!([]), unpaid(500.5), 0, Found::Absent),
        (json!([]), unpaid(0.0), 0, Found::Unclear),
        (json!([payment("2026-01-20", 500.5)]), unpaid(0.0), 0, Found::Unclear),
        (json!([payment("2026-01-20", 100.0)]), unpaid(500.5), 0, Found::Absent),
        (odd.clone(), unpaid(500.5), 0, Found::Absent),
        (odd, unpaid(400.0), 0, Found::Unclear),
        // What a credit note took off would be room for it.
        (json!([]), unpaid(0.0), 50_050, Found::Absent),
        (json!([payment("2026-01-20", 100.0)]), unpaid(400.5), 10_000, Found::Absent),
        (json!([payment("2026-01-20", 200.0)]), unpaid(200.5), 10_000, Found::Unclear),
        (json!([payment("2026-01-20", 500.5)]), unpaid(0.0), 50_050, Found::Unclear),
    ] {
        let server = Server::start(vec![
            testing::json(200, &payments.to_string()),
            testing::json(200, &invoice.to_string()),
        ]);
        let credited = Money::new(credited, Currency::NOK);
        let intent = intent(50_050, Currency::NOK);
        let got = connector(&server).find_booking(&intent, credited).unwrap();
        assert_eq!(got, expected, "{payments}");
        assert!(server.lines()[0].contains("/invoices/901?action=get-payments"));
    }
}

#[test]
fn the_check_names_the_company() {
    let companies = r#"[{"Key":"x","Name":"Annen AS"},
        {"Key":"C0FFEE00-0000-0000-0000-000000000001","Name":"Sykkel AS"}]"#;
    let server = Server::start(vec![
        testing::json(200, "{}"),
        testing::json(200, companies),
        testing::json(200, "{}"),
        testing::json(200, "[]"),
        testing::json(403, "{}"),
    ]);
    let uni = connector(&server);
    assert_eq!(uni.check().unwrap(), "Sykkel AS");
    assert!(!server.requests()[1].contains("companykey"));
    assert_eq!(uni.check().unwrap_err().code, "company-not-found");
    assert_eq!(uni.check().unwrap_err().code, "sign-in");
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_never_done(status in 100_u16..600, bytes in any::<Vec<u8>>()) {
        let body = String::from_utf8_lossy(&bytes);
        let is_done = matches!(booking::reply(&Answer::made(status, &[], &body)), Reply::Done { .. });
        prop_assert!(!is_done);
    }

    #[test]
    fn orders_keep_every_exact_amount(minor in -10_000_000_000_i64..10_000_000_000) {
        let mut body = order();
        let text = format!("{}00", Currency::NOK.decimal(minor));
        body["RestAmountCurrency"] = json!(text);
        let order = read_order(&body, &setup("http://127.0.0.1")).order;
        prop_assert_eq!((order.uninvoiced_minor, order.inexact), (minor, None));
    }
}
