//! What is read of Vendure's orders and payments: they are those that were asked for, with the sums that
//! stand there; what nobody told of may never be a fact, and what was left out says nothing.

use serde_json::Value;
use uniac_connect::payment::Provider;
use uniac_connect::shop::Shop;
use uniac_core::act::Act;
use uniac_core::order::{EventKind, Payment, PaymentStatus, ShopOrder, ShopStatus};

use crate::canned::{Input, noon};
use crate::told::{figure, is_currency, is_id, is_same, last, major, rows, told_nothing};
use crate::vendure::{COMPLETED, ORDER, connector, data, is_in};
use crate::vendure_payments::{PAYMENT, REFERENCE, announced, check_found, is_amount, key_in};

/// Holds the orders that are read against the answers.
pub fn check_orders(input: &Input) {
    let (wire, shop, _) = connector(input);
    let mut facts = Vec::new();
    if input.what == "order" {
        match shop.order(ORDER) {
            Ok(Some(order)) => {
                assert_eq!(order.id, ORDER, "another order");
                facts.push(order);
            }
            Ok(None) => {
                let told = input.told(&wire);
                let order = data(last(&told)).and_then(|data| data.get("order"));
                assert_eq!(order, Some(&Value::Null), "absent, and nobody said so");
            }
            Err(_) => {}
        }
    } else {
        let _ = shop.orders_since(None, &mut |page| {
            facts.extend(page.into_iter().map(|row| row.order));
            Ok(())
        });
    }
    let told = input.told(&wire);
    for facts in &facts {
        let mut orders = told
            .iter()
            .filter_map(data)
            .flat_map(|data| std::iter::once(&data["order"]).chain(rows(&data["orders"]["items"])));
        assert!(orders.any(|order| is_row(order, facts)), "nobody told of {facts:?}");
    }
}

/// Returns whether the order as it stands in the answer is what was made of it.
fn is_row(order: &Value, facts: &ShopOrder) -> bool {
    if facts.unreadable.is_some() {
        return is_id(&order["id"], &facts.id);
    }
    let payments = rows(&order["payments"]);
    let live = |one: &&Value| is_in(&one["state"], &["Authorized", "Settled"]);
    let count = payments.iter().filter(live).count();
    let is_payment = facts.payment_reference.as_deref().is_none_or(|reference| {
        let id = reference.strip_prefix(&format!("{}:", facts.id)).unwrap_or_default();
        let mut named = payments.iter().filter(|one| is_id(&one["id"], id));
        named.any(|one| count == 0 || count == 1 && live(&one))
    });
    let refunds = payments.iter().flat_map(|payment| rows(&payment["refunds"]));
    let counted = refunds.filter(|refund| refund["state"] != "Failed");
    let paid: f64 = counted.filter_map(|refund| figure(&refund["total"])).sum();
    let settled = payments.iter().filter(|one| one["state"] == "Settled");
    let taken: f64 = settled.filter_map(|one| figure(&one["amount"])).sum();
    let is_status = match facts.status {
        ShopStatus::Cancelled => order["state"] == "Cancelled",
        ShopStatus::Completed => is_in(&order["state"], &COMPLETED),
        ShopStatus::Credited => is_in(&order["state"], &COMPLETED) && paid >= taken && taken > 0.0,
        _ => !is_in(&order["state"], &COMPLETED) && order["state"] != "Cancelled",
    };
    let is_sum = facts.refunded_minor >= 0 && is_same(paid, major(facts.refunded_minor, 0));
    is_id(&order["id"], &facts.id) && is_payment && is_status && is_sum
}

/// Holds the payment that is read against the answer.
pub fn check_payment(input: &Input) {
    let (wire, _, provider) = connector(input);
    let Ok(read) = provider.read(REFERENCE, None, noon()) else { return };
    let told = input.told(&wire);
    let data = data(last(&told)).expect("a conclusion from what was no success");
    let order = data.get("order").expect("a conclusion from what nobody said");
    let payments = rows(&order["payments"]);
    let Some(payment) = read else {
        let is_there = payments.iter().any(|one| is_id(&one["id"], PAYMENT));
        assert!(order.is_null() || is_id(&order["id"], ORDER) && !is_there, "absent: {order}");
        return;
    };
    assert!(is_id(&order["id"], ORDER), "another order");
    if payment.unreadable.is_some() {
        return told_nothing(&payment);
    }
    let shown = payments.iter().find(|one| is_id(&one["id"], PAYMENT)).expect("another payment");
    let is_live = |one: &&Value| one["state"] == "Authorized" || one["state"] == "Settled";
    assert!(payments.iter().filter(is_live).count() <= 1, "which of several is meant, who knows");
    assert!(is_currency(&order["currencyCode"], payment.currency.code()));
    check_sums(shown, &payment);
    for event in &payment.events {
        let is_it = |row: &Value| {
            row["state"] == "Settled"
                && is_amount(&row["total"], event.amount_minor)
                && key_in(&row["reason"]) == event.key.as_deref()
                && event.id.as_deref().is_some_and(|id| id.is_empty() || is_id(&row["id"], id))
        };
        let is_told = event.kind == EventKind::Refund && rows(&shown["refunds"]).iter().any(is_it);
        assert!(is_told && event.amount_minor >= 0, "nobody told of {event:?}");
    }
    for act in [Act::Capture, Act::Refund, Act::Cancel] {
        let intent = announced(&provider, act);
        check_found(&provider.find(&intent, &payment), shown, &payment, &intent);
    }
}

fn check_sums(shown: &Value, payment: &Payment) {
    let (authorised, captured, cancelled) =
        (payment.authorised_minor, payment.captured_minor, payment.cancelled_minor);
    let expected = match shown["state"].as_str().expect("a state") {
        "Authorized" => (0, 0),
        "Settled" => (authorised, 0),
        "Cancelled" => (0, authorised),
        _ => {
            assert_eq!(payment.status, PaymentStatus::NotAuthorised);
            assert_eq!(authorised, 0);
            (0, 0)
        }
    };
    assert_eq!((captured, cancelled), expected, "the state says something else");
    let is_none = payment.status == PaymentStatus::NotAuthorised;
    assert!(is_none || is_amount(&shown["amount"], authorised), "another amount");
    let counts = |row: &&Value| match row["state"].as_str() {
        Some("Settled") => true,
        Some("Pending") => key_in(&row["reason"]).is_none(),
        _ => false,
    };
    let refunds = rows(&shown["refunds"]).iter().filter(counts);
    let paid: f64 = refunds.filter_map(|row| figure(&row["total"])).sum();
    assert!(is_same(paid, major(payment.refunded_minor, 0)), "paid back: {paid}");
    assert!((0..=captured).contains(&payment.refunded_minor), "more than taken");
}
