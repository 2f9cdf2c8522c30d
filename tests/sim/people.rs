//! The people of a simulated world: customers, a bookkeeper, and somebody in the provider's portal.
//!
//! What they did is told to the oracle as they did it; the oracle never asks uniac for it.

use std::sync::Arc;

use fastrand::Rng;
use uniac::sandbox::{CreditTarget, PortalAct};

use crate::life::Life;

/// The most orders of one world: few orders meet often.
const ORDERS_MAX: usize = 4;

/// Lets somebody do something, if it can be done.
pub fn act(life: &Arc<Life>) {
    let orders = life.oracle().orders();
    let most = ORDERS_MAX + life.swarm.crowd as usize;
    if life.swarm.crowd > 0 && life.happens("people/a sweep", |swarm| swarm.sweep) {
        return sweep(life, &orders);
    }
    if orders.is_empty() || (orders.len() < most && life.draw(|rng| rng.u32(0..4)) == 0) {
        return buy(life);
    }
    let order = orders[life.draw(|rng| rng.usize(0..orders.len()))].clone();
    match life.draw(|rng| rng.u32(0..10)) {
        0..5 => invoice(life, &order),
        5..8 => credit(life, &order),
        8 => delete(life, &order),
        _ if life.happens("portal", |swarm| swarm.portal * 3) => portal(life, &order),
        _ => {}
    }
}

/// Somebody, or a machine, does the same with every order, or with half of them.
fn sweep(life: &Life, orders: &[String]) {
    let half = life.draw(Rng::bool);
    let orders = orders.iter().filter(|_| !half || life.draw(Rng::bool));
    let orders: Vec<&String> = orders.collect();
    match life.draw(|rng| rng.u32(0..3)) {
        0 => orders.iter().for_each(|order| delete(life, order)),
        1 => orders.iter().for_each(|order| invoice(life, order)),
        _ => orders.iter().for_each(|order| credit(life, order)),
    }
}

/// A customer buys.
pub fn buy(life: &Life) {
    let (lines, minor) = life.draw(|rng| (rng.u32(1..4), rng.i64(300..100_000)));
    let (kind, currency) = life.draw(|rng| (rng.u32(0..12), rng.u32(0..8)));
    let currency = if currency == 0 { "EUR" } else { "NOK" };
    let happened = match kind {
        0 => life.world().order_by_hand(lines, minor, None),
        _ => life.world().order(lines, minor, None, Some(currency)),
    };
    let happened = happened.expect("a customer can always buy");
    let number = happened.order.expect("an order has a number");
    life.tell(|| format!(" a customer orders {number}: {lines} lines, {minor} {currency}"));
    life.oracle().ordered(&number, u64::from(lines), minor, kind == 0);
}

fn invoice(life: &Life, order: &str) {
    let lines = life.oracle().lines(order);
    let line = life.draw(|rng| rng.usize(1..=lines.max(1)));
    let chosen = [line];
    let some = life.draw(|rng| rng.u32(0..2)) == 0;
    let done = life.world().invoice(order, some.then_some(chosen.as_slice()));
    if let Ok(happened) = done {
        let number = happened.invoice.expect("an invoice has a number");
        life.tell(|| format!(" invoice {number} of {order}: {}", happened.amount_minor));
        life.oracle().invoiced(order, &number, happened.amount_minor);
    }
}

fn credit(life: &Life, order: &str) {
    let owed = life.oracle().owed(order);
    if owed <= 0 {
        return;
    }
    let part = life.draw(|rng| if rng.bool() { Some(rng.i64(1..=owed)) } else { None });
    if let Ok(happened) = life.world().credit(CreditTarget::Order(order), part, None) {
        life.tell(|| format!(" credit of {order}: {}", happened.amount_minor));
        life.oracle().credited(order, happened.amount_minor);
    }
}

fn delete(life: &Life, order: &str) {
    if life.world().delete(order).is_ok() {
        life.tell(|| format!(" {order} is deleted"));
        life.oracle().deleted(order);
    }
}

fn portal(life: &Life, order: &str) {
    let (which, minor) = life.draw(|rng| (rng.u32(0..3), rng.i64(1..50_000)));
    let act = match which {
        0 => PortalAct::Capture,
        1 => PortalAct::Refund,
        _ => PortalAct::Cancel,
    };
    if life.world().portal(act, order, Some(minor)).is_ok() {
        life.tell(|| format!(" in the portal: {act:?} of {order}"));
        life.mark(format!("portal/{act:?}"));
        life.oracle().touched(order);
    }
}
