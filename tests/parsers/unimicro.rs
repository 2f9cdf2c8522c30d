//! Uni's answers, whatever they are: a booking is done only with a voucher's id, and found only when
//! exactly one payment of this day and amount stands there; figures are exact or refused.

use jiff::civil::date;
use serde_json::Value;
use uniac_connect::erp::Erp;
use uniac_connect::erp::unimicro::{ORDER_REFERENCE_FIELD, Setup, SignIn, Unimicro};
use uniac_core::act::Act;
use uniac_core::act::Found;
use uniac_core::facts::Stage;
use uniac_core::money::{Currency, Money};
use uniac_core::order::{Document, DocumentId, DocumentKind, OrderId};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, check_reply, intent};
use crate::told::is_amount;

const INVOICE: i64 = 31;

/// Gives the answers to the connector and judges what it concludes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let (wire, context) = Canned::new(&input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        company_key: "11111111-2222-3333-4444-555555555555".to_owned(),
        sign_in: SignIn::Token(Secret::new("token")),
        order_reference_field: ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: 50,
    };
    let uni = Unimicro::new(setup, &context).expect("a connector");
    match input.what.as_str() {
        "book" | "find" => check_booking(&uni, &wire, &input),
        "order" => {
            if let Ok(Some(row)) = uni.order(OrderId(7)) {
                assert!(input.is_success() && row.order.id == OrderId(7), "another order");
                assert!(input.value(0).is_some_and(|answer| answer["ID"].as_i64() == Some(7)));
            }
        }
        "orders" => {
            let mut ids = Vec::new();
            let _ = uni.orders_since(None, &mut |page| {
                ids.extend(page.iter().map(|row| row.order.id.0));
                Ok(())
            });
            check_ids(&input, &ids);
        }
        _ => check_documents(&uni, &input),
    }
}

fn check_booking(uni: &Unimicro, wire: &Canned, input: &Input) {
    let invoice = Document {
        id: DocumentId(INVOICE),
        number: "31".to_owned(),
        order: OrderId(7),
        kind: DocumentKind::Invoice,
        date: date(2026, 11, 1),
        currency: Currency::NOK,
        amount_minor: MINOR,
        unpaid_minor: MINOR,
        unpaid_base: None,
        parts: Vec::new(),
        whole_minor: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    };
    let mut intent = intent(Act::Book, &INVOICE.to_string(), String::new());
    let money = Money::new(MINOR, Currency::NOK);
    // The ids of currencies are asked for here; another connector sends, so that it gets the answer.
    let nothing = Input::new(b"book 200\n[]");
    intent.body = connector(&nothing).booking_body(&invoice, money, date(2026, 11, 23));
    if input.what == "book" {
        let reply = uni.book(&intent);
        wire.check_sent(&intent, false);
        check_reply(&reply, input, |answer| answer["ID"].as_i64().is_some_and(|id| id > 0));
        return;
    }
    if !matches!(uni.find_booking(&intent, Money::new(0, money.currency)), Ok(Found::Done { .. })) {
        return;
    }
    assert!(input.is_success(), "found with status {}", input.status);
    let payments = input.value(0).expect("a list");
    let ours = payments.as_array().expect("a list").iter().filter(|row| {
        let amount = match &row["AmountCurrency"] {
            Value::Null => &row["Amount"],
            amount => amount,
        };
        row["Deleted"] != true
            && is_amount(amount)
            && row["PaymentDate"].as_str().is_some_and(|day| day.starts_with("2026-11-23"))
    });
    assert_eq!(ours.count(), 1, "found, and it is not the one payment there");
}

fn connector(input: &Input) -> Unimicro {
    let (_, context) = Canned::new(input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        company_key: String::new(),
        sign_in: SignIn::Token(Secret::new("token")),
        order_reference_field: ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: 50,
    };
    Unimicro::new(setup, &context).expect("a connector")
}

fn rows_of(input: &Input) -> Vec<Value> {
    let answers = (0..input.bodies.len()).filter_map(|at| input.marked(at));
    answers.filter_map(|answer| answer.as_array().cloned()).flatten().collect()
}

fn check_ids(input: &Input, ids: &[i64]) {
    assert!(ids.is_empty() || input.is_success(), "rows with status {}", input.status);
    let told = rows_of(input);
    for id in ids {
        let is_told = told.iter().any(|row| row["ID"].as_i64() == Some(*id));
        assert!(is_told, "a row that nobody told of: {id}");
    }
}

fn check_documents(uni: &Unimicro, input: &Input) {
    let mut rows = Vec::new();
    let _ = uni.documents_since(None, &mut |page| {
        rows.extend(page);
        Ok(())
    });
    check_ids(input, &rows.iter().map(|row| row.id.0).collect::<Vec<_>>());
    let told = rows_of(input);
    for row in &rows {
        let same = |other: &&Value| other["ID"].as_i64() == Some(row.id.0);
        let is_final = |other: &Value| {
            other["Deleted"] != true
                && !matches!(other["StatusCode"].as_i64(), Some(10_001 | 42_001))
                && !other["InvoiceNumber"].is_null()
        };
        let may_be_final = told.iter().filter(same).any(is_final);
        assert!(row.stage != Stage::Final || may_be_final, "a draft: {row:?}");
        let kind = |other: &Value| match (&row.kind, other["InvoiceType"].as_i64()) {
            (DocumentKind::Invoice, Some(0)) => true,
            (DocumentKind::CreditNote { credits }, Some(1)) => {
                let credited = other["InvoiceReferenceID"].as_i64().filter(|id| *id > 0);
                credits.map(|id| id.0) == credited
            }
            (DocumentKind::Unknown, _) => row.unreadable.is_some(),
            _ => false,
        };
        assert!(told.iter().filter(same).any(kind), "another kind: {row:?}");
    }
}
