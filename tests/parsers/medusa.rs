//! Medusa's answers about orders, whatever they are: a change is done only when the answer is of this
//! order and shows it; an order of which money was taken is never cancelled, and no refund is ever sent.

use std::sync::Arc;

use serde_json::Value;
use uniac_connect::shop::Shop;
use uniac_connect::shop::medusa::{CAPABILITIES, Medusa, Setup};
use uniac_core::act::{Act, Found, Intent, Refusal, Reply, Retry};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, MINOR, change, count_done};
use crate::told::{Told, all_succeeded, figure, is_currency, last, major, rows, writes};
use crate::{medusa_facts, medusa_payments};

pub const ORDER: &str = "order_01A";

/// What a connector of the double is made with.
pub fn setup() -> Setup {
    Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        secret_key: Secret::new("sk_key"),
        payment_methods: vec!["pp_double_double".to_owned()],
        capabilities: CAPABILITIES,
    }
}

/// Gives the answers to the connectors and judges what they conclude.
pub fn check(data: &[u8]) {
    let input = Input::with_heads(data);
    let (find, name) = input.act();
    let act = match name {
        "complete" => Act::ShopComplete,
        "credit" => Act::ShopCredit,
        "cancel" => Act::ShopCancel,
        "record" => Act::ShopRecordRefund,
        "note" => Act::ShopNote,
        "create" => Act::ShopCreate,
        "order" | "orders" => return medusa_facts::check_orders(&input),
        _ => return medusa_payments::check(&input, find, name),
    };
    let (wire, shop) = connector(&input);
    let intent = change(&shop, act, ORDER);
    if find {
        let found = shop.find(&intent);
        let told = input.told(&wire);
        assert!(writes(&told).is_empty(), "a look that writes");
        match found {
            Ok(Found::Done { .. }) => assert!(shows(last(&told), &intent), "found, and not shown"),
            Ok(Found::Absent) if act != Act::ShopCreate => {
                let Told { value, .. } = last(&told);
                assert!(last(&told).is_success() && value["order"]["id"] == ORDER, "absent");
            }
            _ => {}
        }
        return;
    }
    let reply = shop.send(&intent);
    let told = input.told(&wire);
    check_sent(&told, &intent);
    check_reply(&reply, &told, &intent);
}

/// Returns the connector and its wire.
pub fn connector(input: &Input) -> (Arc<Canned>, Medusa) {
    let (wire, context) = Canned::new(input);
    (wire, Medusa::new(&setup(), &context).expect("a connector"))
}

/// Holds what was written against the intent: once, its own bytes, and a cancellation only of an order
/// that was just read and shows that nothing was taken. Of refunds and new orders nothing is written.
fn check_sent(told: &[Told], intent: &Intent) {
    let writes = writes(told);
    assert!(writes.len() <= 1, "sent more than once: {writes:?}");
    let Some(write) = writes.first() else { return };
    assert_eq!(write.asked.body, intent.body, "other bytes than the intent's");
    let verb = match intent.act {
        Act::ShopComplete => "/complete",
        Act::ShopCancel => "/cancel",
        Act::ShopCredit | Act::ShopNote => "",
        _ => panic!("nothing is to be written: {write:?}"),
    };
    assert_eq!(write.asked.path, format!("/admin/orders/{ORDER}{verb}"));
    if intent.act == Act::ShopCancel {
        let before = &told[told.len() - 2];
        assert!(is_untouched(before), "cancelled, and nobody told that nothing was taken");
    }
}

/// Returns whether the answer shows this order with nothing taken on any payment.
pub fn is_untouched(told: &Told) -> bool {
    let order = &told.value["order"];
    let is_free = |payment: &&Value| payment["captures"].as_array().is_some_and(Vec::is_empty);
    told.is_success()
        && order["id"] == ORDER
        && order["payment_collections"].is_array()
        && payments(order).iter().all(is_free)
}

/// Returns the payments of an order.
pub fn payments(order: &Value) -> Vec<&Value> {
    let collections = rows(&order["payment_collections"]).iter();
    collections.flat_map(|collection| rows(&collection["payments"])).collect()
}

fn check_reply(reply: &Reply, told: &[Told], intent: &Intent) {
    match reply {
        Reply::Done { .. } => {
            count_done();
            assert!(all_succeeded(&told[told.len() - 1..]), "done, and there was no success");
            assert!(shows(last(told), intent), "done, and not shown");
        }
        Reply::Pending { .. } => panic!("Medusa knows no pending changes"),
        Reply::Refused(refusal) if refusal.code == "not-supported" => assert!(told.is_empty()),
        Reply::Refused(refusal) => check_refusal(refusal, told),
        Reply::Unknown { .. } => {}
    }
}

/// Holds a refusal against what was said: nothing was written, or the write was answered with a no.
pub fn check_refusal(refusal: &Refusal, told: &[Told]) {
    let code = &refusal.code;
    assert_ne!(code, "defect", "the intent is a right one");
    let Some(write) = writes(told).pop() else { return };
    let is_no = match write.status {
        401 | 403 => refusal.retry == Retry::SignIn,
        400 | 404 => write.value["message"].is_string() && write.value["type"].is_string(),
        _ => false,
    };
    assert!(is_no, "{code}, status {}", write.status);
}

/// Returns whether an answer shows what the intent wanted.
fn shows(told: &Told, intent: &Intent) -> bool {
    let order = &told.value["order"];
    told.is_success()
        && order["id"] == ORDER
        && match intent.act {
            Act::ShopComplete => order["status"] == "completed",
            Act::ShopCredit => order["metadata"]["uniac_status"] == "credited",
            Act::ShopNote => order["metadata"][&intent.key].is_string(),
            Act::ShopCancel => {
                let is_open = |payment: &Value| payment["canceled_at"].is_null();
                let is_release = !told.asked.is_write || !payments(order).into_iter().any(is_open);
                order["status"] == "canceled" && is_release
            }
            Act::ShopRecordRefund => is_refunded(order),
            _ => false,
        }
}

#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
fn is_refunded(order: &Value) -> bool {
    let ours = payments(order).into_iter().filter(|one| is_currency(&one["currency_code"], "NOK"));
    let refunds = ours.flat_map(|payment| rows(&payment["refunds"]));
    let paid: f64 = refunds.filter_map(|refund| figure(&refund["amount"])).sum();
    paid > major(MINOR, 2) - 0.001
}
