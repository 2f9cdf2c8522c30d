//! WooCommerce's answers, whatever they are: a change is done only when the answer is of this order and
//! shows it; a record counts only when it carries this intent's key.

use serde_json::Value;
use uniac_connect::shop::woocommerce::{Setup, WooCommerce};
use uniac_connect::shop::{Shop, ShopChange};
use uniac_core::act::Found;
use uniac_core::act::{Act, Intent};
use uniac_core::money::Currency;
use uniac_core::order::{OrderId, Progress, UniOrder};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, change, check_reply, intent};
use crate::told::is_amount;

const ORDER: &str = "9007";
const ORDER_ID: i64 = 9007;

/// Gives the answers to the connector and judges what it concludes.
pub fn check(data: &[u8]) {
    let input = Input::new(data);
    let (wire, context) = Canned::new(&input);
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        consumer_key: Secret::new("ck_key"),
        consumer_secret: Secret::new("cs_secret"),
    };
    let shop = WooCommerce::new(setup, &context).expect("a connector");
    let (find, name) = input.act();
    let act = match name {
        "complete" => Act::ShopComplete,
        "credit" => Act::ShopCredit,
        "cancel" => Act::ShopCancel,
        "refund" => Act::ShopRecordRefund,
        "note" => Act::ShopNote,
        "create" => Act::ShopCreate,
        _ => return check_rows(&shop, &input),
    };
    let intent = announced(&shop, act);
    if find {
        let found = shop.find(&intent);
        if matches!(found, Ok(Found::Done { .. })) {
            assert!(input.is_success(), "found with status {}", input.status);
            assert!(shows(&input, &intent), "found, and nothing shows it");
        }
        return;
    }
    let reply = shop.send(&intent);
    wire.check_sent(&intent, false);
    check_reply(&reply, &input, |answer| is_done(answer, &intent));
}

fn announced(shop: &WooCommerce, act: Act) -> Intent {
    if act != Act::ShopCreate {
        return change(shop, act, ORDER);
    }
    let mut intent = intent(act, "", String::new());
    let key = intent.key.clone();
    let order = UniOrder {
        id: OrderId(7),
        number: "100007".to_owned(),
        customer: "Kari Nordmann".to_owned(),
        placed: "2026-10-30".parse().expect("a day"),
        currency: Currency::NOK,
        total_minor: MINOR,
        uninvoiced_minor: 0,
        progress: Progress::Open,
        shop_reference: None,
        inexact: None,
        created_at: None,
        buyer: uniac_core::buyer::Buyer::default(),
        lines: None,
        unreadable: None,
    };
    intent.body = shop.body(ShopChange::Create { order: &order, key: &key });
    intent
}

/// Returns whether a text in the value names the key.
fn names(value: &Value, key: &str) -> bool {
    match value {
        Value::String(text) => text.contains(key),
        Value::Array(values) => values.iter().any(|value| names(value, key)),
        Value::Object(fields) => fields.values().any(|value| names(value, key)),
        _ => false,
    }
}

fn status_of(act: Act) -> Option<&'static str> {
    match act {
        Act::ShopComplete => Some("completed"),
        Act::ShopCredit => Some("refunded"),
        Act::ShopCancel => Some("cancelled"),
        _ => None,
    }
}

/// Reads the success of a change once more.
fn is_done(answer: &Value, intent: &Intent) -> bool {
    let id = answer["id"].as_i64().unwrap_or(0);
    match intent.act {
        Act::ShopRecordRefund => {
            let paid = answer["refunded_payment"] == true;
            id > 0 && !paid && is_amount(&answer["amount"]) && names(answer, &intent.key)
        }
        Act::ShopNote => id > 0 && names(&answer["note"], &intent.key),
        Act::ShopCreate => {
            id > 0
                && is_amount(&answer["total"])
                && answer["currency"] == "NOK"
                && names(&answer["meta_data"], &intent.key)
        }
        act => id == ORDER_ID && answer["status"].as_str() == status_of(act),
    }
}

/// Returns whether one of the answers shows what the intent wanted.
fn shows(input: &Input, intent: &Intent) -> bool {
    let answers = (0..input.bodies.len()).filter_map(|at| input.value(at));
    answers.into_iter().any(|answer| match status_of(intent.act) {
        Some(status) => answer["id"].as_i64() == Some(ORDER_ID) && answer["status"] == status,
        None => {
            let rows = answer.as_array().map(Vec::as_slice).unwrap_or_default();
            rows.iter().any(|row| row["id"].is_i64() && names(row, &intent.key))
        }
    })
}

fn check_rows(shop: &WooCommerce, input: &Input) {
    let mut rows = Vec::new();
    let _ = shop.orders_since(None, &mut |page| {
        rows.extend(page);
        Ok(())
    });
    assert!(rows.is_empty() || input.is_success(), "orders with status {}", input.status);
    let told: Vec<i64> = (0..input.bodies.len())
        .filter_map(|at| input.marked(at))
        .filter_map(|answer| answer.as_array().cloned())
        .flatten()
        .filter_map(|row| row["id"].as_i64())
        .collect();
    for row in rows {
        let id = row.order.id.parse::<i64>();
        assert!(id.is_ok_and(|id| told.contains(&id)), "an order that nobody told of: {row:?}");
        assert!(row.order.refunded_minor >= 0);
    }
}
