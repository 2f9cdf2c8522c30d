//! Vendure's answers about orders, whatever they are: HTTP 200 is no success, so a change is done only
//! when the result is of this order and where it leads; an order that holds money is never cancelled.

use std::sync::Arc;

use serde_json::Value;
use uniac_connect::shop::vendure::{Setup, SignIn, Vendure, VendurePayments};
use uniac_connect::shop::{Shop, ShopSurvey};
use uniac_core::act::{Act, Found, Intent, Refusal, Reply, Retry};
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, change, count_done};
use crate::told::{Told, is_id, last, rows, writes};
use crate::{vendure_facts, vendure_payments};

pub const ORDER: &str = "731";

/// The states from *Fullført* on.
pub const COMPLETED: [&str; 5] =
    ["PaymentSettled", "PartiallyShipped", "Shipped", "PartiallyDelivered", "Delivered"];

/// Returns both halves of the connector. They sign in first, which the wire accepts by itself.
pub fn connector(input: &Input) -> (Arc<Canned>, Vendure, VendurePayments) {
    let (wire, context) = Canned::new(input);
    let sign_in = SignIn::Password { username: "user".to_owned(), password: Secret::new("secret") };
    let base_url = "http://127.0.0.1:9".to_owned();
    let setup = Setup { base_url, sign_in, payment_methods: vec!["card".to_owned()] };
    let (shop, payments) = Vendure::connect(setup, &context).expect("a connector");
    (wire, shop, payments)
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
        "order" | "orders" => return vendure_facts::check_orders(&input),
        "sign-in" if !find => return check_sign_in(&input),
        _ => return vendure_payments::check(&input, name),
    };
    let (wire, shop, _) = connector(&input);
    let intent = change(&shop, act, ORDER);
    if find {
        let found = shop.find(&intent);
        return check_found(found.as_ref().ok(), &input.told(&wire), &intent);
    }
    let reply = shop.send(&intent);
    let told = input.told(&wire);
    check_sent(&told, &intent.body.replace("{order}", ORDER));
    if let Some(write) = writes(&told).first() {
        assert_ne!(act, Act::ShopCreate, "nothing is to be written: {write:?}");
        let is_after = act != Act::ShopCancel || told.iter().any(is_untouched);
        assert!(is_after, "cancelled, and nobody told that nothing was taken");
    }
    match &reply {
        Reply::Done { .. } => {
            count_done();
            let result = result(last(&told)).expect("done, and there was no result");
            assert!(is_done(result, act), "done, and not shown: {result}");
        }
        Reply::Pending { .. } => panic!("none of these changes is pending"),
        Reply::Refused(refusal) => check_refusal(refusal, &told, false),
        Reply::Unknown { .. } => {}
    }
}

/// Returns whether the shop said that the caller is not signed in, before it did anything.
fn is_forbidden(told: &Told) -> bool {
    let code = told.value["errors"][0]["extensions"]["code"].as_str();
    let is_said = matches!(code, Some("FORBIDDEN" | "UNAUTHORIZED"));
    told.value["data"].is_null() && (is_said || matches!(told.status, 401 | 403))
}

/// Holds what was written: its own bytes and once, or once more after the shop said that the first was
/// not signed in.
pub fn check_sent(told: &[Told], body: &str) {
    let writes = writes(told);
    assert!(writes.len() <= 2, "sent three times: {writes:?}");
    assert!(writes.len() < 2 || is_forbidden(writes[0]), "sent again: {writes:?}");
    for write in writes {
        assert_eq!(write.asked.body, body, "other bytes than the intent's");
        assert_eq!(write.asked.path, "/admin-api");
    }
}

/// Holds a refusal against what was said. Of an act that moves money, the shop's own no counts only
/// when it comes before its provider is called.
pub fn check_refusal(refusal: &Refusal, told: &[Told], moves_money: bool) {
    const BEFORE_PROVIDER: [&str; 7] = [
        "ALREADY_REFUNDED_ERROR",
        "MULTIPLE_ORDER_ERROR",
        "NOTHING_TO_REFUND_ERROR",
        "PAYMENT_ORDER_MISMATCH_ERROR",
        "QUANTITY_TOO_GREAT_ERROR",
        "REFUND_AMOUNT_ERROR",
        "REFUND_ORDER_STATE_ERROR",
    ];
    const UNEXECUTED: [&str; 3] =
        ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "ENTITY_NOT_FOUND"];
    let code = &refusal.code;
    assert_ne!(code, "defect", "the intent is a right one");
    let Some(write) = writes(told).pop() else { return };
    if refusal.is_unsent || refusal.retry == Retry::SignIn {
        assert!(is_forbidden(write) || matches!(write.status, 401 | 403), "{code}");
        return;
    }
    let said = write.value["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
    let is_unexecuted = write.value["data"].is_null() && UNEXECUTED.contains(&said);
    let named = result(write).and_then(|result| result["errorCode"].as_str());
    let is_no = named.is_some_and(|name| !moves_money || BEFORE_PROVIDER.contains(&name))
        || !moves_money && result(write).is_some_and(|result| result["fromState"].is_string());
    assert!(is_unexecuted || is_no, "{code}, status {}, {}", write.status, write.value);
}

/// Returns the data of an answer that is a success and has no errors.
pub fn data(told: &Told) -> Option<&Value> {
    let is_clean = rows(&told.value["errors"]).is_empty();
    (told.is_success() && is_clean).then(|| &told.value["data"])
}

/// Returns the result of a change.
pub fn result(told: &Told) -> Option<&Value> {
    data(told).map(|data| &data["result"]).filter(|result| result.is_object())
}

/// Returns whether the answer shows this order, and that none of its payments is settled.
fn is_untouched(told: &Told) -> bool {
    let Some(order) = data(told).map(|data| &data["order"]) else { return false };
    let payments = order.get("payments");
    is_id(&order["id"], ORDER)
        && payments.is_some_and(|list| rows(list).iter().all(|one| one["state"] != "Settled"))
}

/// Returns whether the text is one of these states.
pub fn is_in(state: &Value, states: &[&str]) -> bool {
    state.as_str().is_some_and(|state| states.contains(&state))
}

fn is_done(result: &Value, act: Act) -> bool {
    // An order that cannot be moved because it is there already names no id.
    let is_there = act == Act::ShopComplete && is_in(&result["fromState"], &COMPLETED);
    let is_order = result["__typename"] == "Order" && is_id(&result["id"], ORDER);
    is_there
        || is_order
            && match act {
                Act::ShopComplete => is_in(&result["state"], &COMPLETED),
                Act::ShopCancel => result["state"] == "Cancelled",
                _ => true,
            }
}

fn check_found(found: Option<&Found>, told: &[Told], intent: &Intent) {
    assert!(writes(told).is_empty(), "a look that writes");
    let is_there = match found {
        Some(Found::Done { .. }) => true,
        Some(Found::Absent) if intent.act != Act::ShopCreate => false,
        _ => return,
    };
    let order = data(last(told)).map(|data| &data["order"]).filter(|order| order.is_object());
    let order = order.expect("nobody told of the order");
    let mark = format!("(uniac {})", intent.key);
    let has = |is_it: &dyn Fn(&str) -> bool| {
        let notes = rows(&order["history"]["items"]).iter();
        notes.filter_map(|entry| entry["data"]["note"].as_str()).any(is_it)
    };
    let shows = match intent.act {
        Act::ShopComplete => is_id(&order["id"], ORDER) && is_in(&order["state"], &COMPLETED),
        Act::ShopCancel => is_id(&order["id"], ORDER) && order["state"] == "Cancelled",
        Act::ShopCredit => has(&|note| note.ends_with("(uniac)")),
        _ => has(&|note| note.ends_with(&mark)),
    };
    // One that is paid back as well is not *Fullført* any more.
    assert!(shows == is_there || intent.act == Act::ShopComplete && shows, "{found:?}: {order}");
}

/// The input answers the sign-in too: without its word and its token nothing else is asked.
fn check_sign_in(input: &Input) {
    let (wire, shop, _) = connector(input);
    let is_well = shop.check().is_ok();
    let told = input.told(&wire);
    let is_login = |told: &&Told| told.asked.body.contains("mutation UniacLogin(");
    let is_in = told.iter().filter(is_login).any(|told| {
        told.is_success()
            && told.value["data"]["result"]["__typename"] == "CurrentUser"
            && input.header("vendure-auth-token").is_some()
    });
    let has_asked = !told.iter().all(|told| is_login(&told));
    assert!(is_in || !is_well && !has_asked, "asked without being signed in");
}
