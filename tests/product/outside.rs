//! The truth: the provider's own ledger, and what the shop and Uni themselves say.
//!
//! Nothing here may come from uniac's reading of them; it is what uniac's words are compared with.

use serde_json::Value;
use uniac_core::money::{Currency, parse_decimal};
use uniac_sandbox::{self as sandbox, Answer, LedgerRow, Request, World};

/// What is true outside.
#[derive(Debug)]
pub struct Truth {
    /// The provider's own book of the payment.
    pub payment: LedgerRow,
    /// The status of the shop's order.
    pub shop: String,
    /// The texts of its notes.
    pub notes: Vec<String>,
    /// Its refunds: amount, reason, and whether the shop has paid.
    pub records: Vec<(i64, String, bool)>,
    /// The payments in Uni's books.
    pub bookings: Vec<i64>,
}

impl Truth {
    /// Reads the whole truth; nothing may lag any more.
    pub fn read(world: &mut World) -> Truth {
        let orders = shop(world, "orders");
        let order = &orders[0];
        let id = order["id"].to_string();
        let notes = shop(world, &format!("orders/{id}/notes"));
        let refunds = shop(world, &format!("orders/{id}/refunds"));
        let mut bookings = Vec::new();
        for invoice in rows(&uni(world, "invoices")) {
            let payments = uni(world, &format!("invoices/{}?action=get-payments", invoice["ID"]));
            bookings.extend(rows(&payments).iter().map(|row| minor(&row["AmountCurrency"])));
        }
        Truth {
            payment: payment(world),
            shop: text(&order["status"]),
            notes: rows(&notes).iter().map(|note| text(&note["note"])).collect(),
            records: rows(&refunds)
                .iter()
                .map(|refund| {
                    let paid = refund["refunded_payment"].as_bool().expect("a boolean");
                    (minor(&refund["amount"]), text(&refund["reason"]), paid)
                })
                .collect(),
            bookings,
        }
    }
}

/// Returns the provider's own book of the one payment that there is.
pub fn payment(world: &mut World) -> LedgerRow {
    let mut ledger = world.ledger().expect("the ledger");
    assert_eq!(ledger.len(), 1, "one order, one payment");
    ledger.remove(0)
}

pub fn shop(world: &mut World, resource: &str) -> Value {
    // The sandbox's key and secret as Basic authentication writes them.
    let key = "Basic Y2tfNmMxZjBlOGI1MmQ5NGE3ZTkzYjBjMmQ0MTdhNWU4ZjZiOWQzYzAwMTpjc19iN2UyYTRkOTEwO\
        GM0ZjZmYTM1ZDdlOTFjMDZiMjhmNGQ1YTFlMDAy";
    let headers = vec![("authorization".to_owned(), key.to_owned())];
    get(world, &format!("/shop/wp-json/wc/v3/{resource}"), headers)
}

pub fn uni(world: &mut World, resource: &str) -> Value {
    let token = format!("Bearer {}", sandbox::unimicro::TOKEN);
    let company = sandbox::unimicro::COMPANY_KEY.to_owned();
    let headers = vec![("authorization".to_owned(), token), ("companykey".to_owned(), company)];
    get(world, &format!("/uni/api/biz/{resource}"), headers)
}

fn get(world: &mut World, target: &str, headers: Vec<(String, String)>) -> Value {
    let request = Request::new("GET", target, headers, Vec::new());
    match world.deliver(&request).expect("a delivery").answer {
        Answer::Whole(response) if response.status == 200 => {
            serde_json::from_slice(&response.body).expect("JSON")
        }
        other => panic!("GET {target}: {other:?}"),
    }
}

pub fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

pub fn minor(value: &Value) -> i64 {
    let decimal = match value {
        Value::String(text) => parse_decimal(text),
        number => parse_decimal(&number.to_string()),
    };
    Currency::NOK.minor(decimal.expect("a figure")).expect("whole øre")
}
