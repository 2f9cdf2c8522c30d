//! What is read of Medusa's orders and payments: they are those that were asked for, with the sums that
//! stand there; what nobody told of may never be a fact.

use serde_json::Value;
use uniac_connect::payment::Provider;
use uniac_connect::shop::Shop;
use uniac_core::facts::ShopRow;
use uniac_core::order::{EventKind, ShopStatus};

use crate::canned::{Input, noon};
use crate::medusa::{ORDER, payments};
use crate::medusa_payments::{PAYMENT, captures, refunds_of};
use crate::told::{Told, figure, is_currency, is_same, last, major, rows, sum, told_nothing};
use crate::{medusa, medusa_payments, told};

/// Holds the orders that are read against the answers.
pub fn check_orders(input: &Input) {
    let (wire, shop) = medusa::connector(input);
    let mut rows = Vec::new();
    if input.what == "order" {
        match shop.order(ORDER) {
            Ok(Some(order)) => {
                assert_eq!(order.id, ORDER, "another order");
                rows.push(ShopRow { order, changed_at: None });
            }
            Ok(None) => {
                let told = input.told(&wire);
                let Told { status, value, .. } = last(&told);
                assert!(*status == 404 && value["type"] == "not_found", "absent: {status}");
            }
            Err(_) => {}
        }
    } else {
        let _ = shop.orders_since(None, &mut |page| {
            rows.extend(page);
            Ok(())
        });
    }
    let told = input.told(&wire);
    for row in &rows {
        let mut orders = told.iter().filter(|told| told.is_success()).flat_map(|told| {
            let one = std::iter::once(&told.value["order"]);
            one.chain(told::rows(&told.value["orders"]))
        });
        // A byte that is no text spoils its own row only, and is no JSON to this reader.
        let is_spoiled = told.iter().any(|told| told.value.is_null());
        let is_told = orders.any(|order| is_row(order, row));
        assert!(
            is_told || (is_spoiled && row.order.unreadable.is_some()),
            "nobody told of {row:?}"
        );
    }
}

/// Returns whether the order as it stands in the answer is the row that was made of it.
fn is_row(order: &Value, row: &ShopRow) -> bool {
    let facts = &row.order;
    if facts.unreadable.is_some() {
        return order["id"] == facts.id.as_str();
    }
    let payments = payments(order);
    let live: Vec<_> = payments.iter().filter(|one| one["canceled_at"].is_null()).collect();
    let is_named = |one: &&Value| one["id"].as_str() == facts.payment_reference.as_deref();
    let is_payment = match (&facts.payment_reference, live.as_slice()) {
        (None, _) => payments.is_empty() || live.len() > 1,
        (Some(_), [only]) => is_named(only),
        (Some(_), []) => payments.iter().any(is_named),
        (Some(_), _) => false,
    };
    let is_status = match facts.status {
        ShopStatus::Cancelled => order["status"] == "canceled",
        ShopStatus::Completed => order["status"] == "completed",
        ShopStatus::Open => order["status"] == "pending",
        ShopStatus::Credited => {
            order["metadata"]["uniac_status"] == "credited" || facts.refunded_minor > 0
        }
        ShopStatus::Other(_) => true,
    };
    order["id"] == facts.id.as_str()
        && is_payment
        && is_status
        && is_sum(&payments, facts.refunded_minor)
}

/// Returns whether this is the sum of all refunds but those of payments that are not understood.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
fn is_sum(payments: &[&Value], minor: i64) -> bool {
    let mut sums = vec![0.0];
    for payment in payments.iter().take(8) {
        let code = payment["currency_code"].as_str().unwrap_or_default().trim().to_uppercase();
        let unit = if ["ISK", "JPY", "KRW"].contains(&code.as_str()) { 1.0 } else { 100.0 };
        let refunds = told::rows(&payment["refunds"]).iter();
        let paid: f64 = refunds.filter_map(|refund| figure(&refund["amount"])).sum();
        let with: Vec<f64> = sums.iter().map(|sum| sum + paid * unit).collect();
        sums.extend(with);
    }
    payments.len() > 8 || sums.iter().any(|sum| is_same(*sum, major(minor, 0)))
}

/// Holds the payment that is read against the answer.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
pub fn check_payment(input: &Input) {
    let (wire, provider) = medusa_payments::connector(input);
    let Ok(read) = provider.read(PAYMENT, None, noon()) else { return };
    let told = input.told(&wire);
    let Told { status, value, .. } = last(&told);
    let Some(payment) = read else {
        let is_absent = match *status {
            404 => value["type"] == "not_found",
            _ => last(&told).is_success() && value["payment"].is_null(),
        };
        assert!(is_absent, "absent with status {status}");
        return;
    };
    assert!(last(&told).is_success(), "a payment with status {status}");
    let shown = &value["payment"];
    assert_eq!(shown["id"], PAYMENT, "another payment");
    if payment.unreadable.is_some() {
        return told_nothing(&payment);
    }
    assert!(is_currency(&shown["currency_code"], payment.currency.code()));
    let decimals = i32::try_from(payment.currency.decimals()).expect("a few");
    let is = |minor, told: f64| is_same(major(minor, decimals), told);
    let refunds: Vec<&Value> = rows(&shown["refunds"]).iter().collect();
    let authorised = figure(&shown["amount"]).expect("a figure");
    let captured = sum(&captures(shown), "amount").expect("figures");
    assert!(is(payment.authorised_minor, authorised) && is(payment.captured_minor, captured));
    assert!(is(payment.refunded_minor, sum(&refunds, "amount").expect("figures")));
    let rest = if shown["canceled_at"].is_null() { 0.0 } else { (authorised - captured).max(0.0) };
    assert!(is(payment.cancelled_minor, rest), "released: {}", payment.cancelled_minor);
    assert!((0..=payment.captured_minor).contains(&payment.refunded_minor), "more than taken");
    for event in &payment.events {
        let list = if event.kind == EventKind::Capture { captures(shown) } else { refunds.clone() };
        let is_it = |row: &&Value| {
            row["id"].as_str() == event.id.as_deref()
                && figure(&row["amount"]).is_some_and(|told| is(event.amount_minor, told))
                && event.key.as_ref().is_none_or(|key| !refunds_of(shown, key).is_empty())
        };
        assert!(event.amount_minor >= 0 && list.iter().any(is_it), "nobody told of {event:?}");
    }
}
