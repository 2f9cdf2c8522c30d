//! The people of a simulated world: customers, a bookkeeper, and somebody in the provider's portal.
//!
//! What they did is told to the oracle as they did it; the oracle never asks uniac for it. What they do
//! untidily stands in `untidy`.

use std::sync::Arc;

use fastrand::Rng;
use uniac_sandbox::{CreditTarget, PortalAct, Removal, Wish};

use crate::kinds::Kind;
use crate::life::Life;
use crate::truth::{Bill, Bought, Credited, Paper};
use crate::untidy;

/// The most orders of one world: few orders meet often.
const ORDERS_MAX: usize = 4;

/// Lets somebody do something, if it can be done.
pub fn act(life: &Arc<Life>) {
    if untidy::act(life) {
        return;
    }
    let orders: Vec<String> = life.oracle().truth.papers.keys().cloned().collect();
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
        8 => _ = delete(life, &order),
        _ if life.happens("portal", |swarm| swarm.portal * 3) => {
            let (which, minor) = life.draw(|rng| (rng.u32(0..3), rng.i64(1..50_000)));
            let acts = [Kind::PortalCapture, Kind::PortalRefund, Kind::PortalCancel];
            portal(life, acts[which as usize], &order, minor);
        }
        _ => {}
    }
}

/// Somebody, or a machine, does the same with every order, or with half of them.
fn sweep(life: &Life, orders: &[String]) {
    let half = life.draw(Rng::bool);
    let orders = orders.iter().filter(|_| !half || life.draw(Rng::bool));
    let orders: Vec<&String> = orders.collect();
    match life.draw(|rng| rng.u32(0..3)) {
        0 => orders.iter().for_each(|order| _ = delete(life, order)),
        1 => orders.iter().for_each(|order| invoice(life, order)),
        _ => orders.iter().for_each(|order| credit(life, order)),
    }
}

/// A customer buys.
pub fn buy(life: &Life) {
    let (lines, minor) = life.draw(|rng| (rng.u32(1..4), rng.i64(300..100_000)));
    let (kind, currency) = life.draw(|rng| (rng.u32(0..12), rng.u32(0..8)));
    let currency = if currency == 0 { "EUR" } else { "NOK" };
    let by_hand = kind == 0;
    let wish = if by_hand { None } else { untidy::wish(life, lines, minor, currency) };
    let happened = match &wish {
        _ if by_hand => life.world().order_by_hand(lines, minor, None),
        Some(wish) => life.world().order_as(wish),
        None => life.world().order(lines, minor, None, Some(currency)),
    };
    let happened = happened.expect("a customer can always buy");
    let number = happened.order.expect("an order has a number");
    life.tell(|| format!(" a customer orders {number}: {lines} lines, {minor} {currency}"));
    let gift = wish.as_ref().map_or(0, |wish| wish.gift_minor);
    let customer = wish.as_ref().and_then(|wish: &Wish| wish.customer.clone());
    let bought = Bought {
        lines,
        total: minor,
        currency: happened.currency,
        customer: customer.unwrap_or_default(),
        by_hand,
        shop: happened.shop_order,
        payment: happened.reference,
        gift,
    };
    life.oracle().truth.bought(&number, bought);
    if let Some(wish) = &wish {
        untidy::bought(life, &number, wish);
    }
}

fn invoice(life: &Life, order: &str) {
    let lines = life.oracle().truth.paper(order).lines.len();
    let line = life.draw(|rng| rng.usize(1..=lines.max(1)));
    let chosen = [line];
    let some = life.draw(|rng| rng.u32(0..2)) == 0;
    invoice_lines(life, order, some.then_some(chosen.as_slice()));
}

/// A bookkeeper invoices lines of an order, counted from 1, or all that are left; returns whether it
/// could be done.
pub fn invoice_lines(life: &Life, order: &str, lines: Option<&[usize]>) -> bool {
    let done = life.world().invoice(order, lines);
    let Ok(happened) = done else { return false };
    let number = happened.invoice.expect("an invoice has a number");
    life.tell(|| format!(" invoice {number} of {order}: {}", happened.amount_minor));
    let bill = Bill { number: Some(number), minor: happened.amount_minor, ..Bill::default() };
    billed(life, order, lines, bill);
    true
}

/// Tells the oracle of a new invoice.
pub fn billed(life: &Life, order: &str, lines: Option<&[usize]>, bill: Bill) {
    let mut oracle = life.oracle();
    let number = bill.number.clone().filter(|_| !bill.is_draft);
    oracle.truth.billed(order, lines, bill);
    if let Some(number) = number {
        oracle.comes_to_be(&number);
    }
}

fn credit(life: &Life, order: &str) {
    let (owed, is_plain) = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        let is_plain = |bill: &Bill| !bill.is_typed && !bill.is_draft && bill.typed_credit == 0;
        (paper.invoiced() - paper.credited(), paper.bills.iter().all(is_plain))
    };
    if owed <= 0 {
        return;
    }
    let part = life.draw(|rng| if rng.bool() { Some(rng.i64(1..=owed)) } else { None });
    if !is_plain {
        return untidy::credit_one(life, order, part);
    }
    let done = life.world().credit(CreditTarget::Order(order), part, None);
    if let Ok(happened) = done {
        life.tell(|| format!(" credit of {order}: {}", happened.amount_minor));
        let foreign = foreign(life, order);
        let mut oracle = life.oracle();
        let mut left = happened.amount_minor;
        // Oldest first.
        for index in 0..oracle.truth.paper(order).bills.len() {
            let minor = oracle.truth.paper(order).bills[index].creditable().min(left);
            left -= minor;
            if minor > 0 {
                oracle.truth.credited(order, index, minor, Credited::Lines, foreign);
            }
        }
    }
}

/// Returns what others than uniac have taken of the purchase of an order.
pub fn foreign(life: &Life, order: &str) -> i64 {
    let book = life.world().ledger().expect("the book is read");
    let oracle = life.oracle();
    let rows = oracle.truth.rows(oracle.truth.paper(order).purchase, &book);
    let events = rows.iter().flat_map(|row| &row.events);
    let foreign = events.filter(|event| {
        event.kind == "capture" && !event.key.as_ref().is_some_and(|key| key.starts_with("ua-"))
    });
    foreign.map(|event| event.amount_minor).sum()
}

/// A bookkeeper deletes an order, or closes every second one; returns whether it could be done.
pub fn delete(life: &Life, order: &str) -> bool {
    let is_even = order.parse::<u64>().is_ok_and(|number| number.is_multiple_of(2));
    let how = if is_even { Removal::Close } else { Removal::Delete };
    if life.world().remove(order, how).is_err() {
        return false;
    }
    life.tell(|| format!(" {order} is gone: {how:?}"));
    life.mark(format!("gone/{how:?}"));
    let mut oracle = life.oracle();
    let paper: &mut Paper = oracle.truth.deed(order);
    paper.deleted = true;
    let strand = paper.strand;
    oracle.comes_to_be(order);
    let has_copies = oracle.truth.purchase_of(order).strands > 0;
    if has_copies {
        let kind = if strand == 0 { Kind::OriginalDropped } else { Kind::CopyDropped };
        oracle.truth.untidy(order, kind);
        life.mark(format!("untidy/{}", kind.name()));
    }
    true
}

/// Somebody moves money in the portal; returns whether it could be done.
pub fn portal(life: &Life, kind: Kind, order: &str, minor: i64) -> bool {
    let act = match kind {
        Kind::PortalCapture => PortalAct::Capture,
        Kind::PortalRefund => PortalAct::Refund,
        _ => PortalAct::Cancel,
    };
    let done = life.world().portal(act, order, Some(minor));
    let Ok(happened) = done else { return false };
    life.tell(|| format!(" in the portal: {act:?} of {order}"));
    life.mark(format!("portal/{act:?}"));
    let mut oracle = life.oracle();
    // Whose money it is says the payment, not the order that was named.
    let purchase = happened.reference.and_then(|reference| oracle.truth.of_payment(&reference));
    let owner = purchase.and_then(|purchase| {
        oracle.truth.papers_of(purchase).next().map(|(order, _)| order.clone())
    });
    if let Some(owner) = owner {
        let is_late =
            act == PortalAct::Capture && oracle.truth.purchase_of(&owner).ever_credited > 0;
        let kind = if is_late { Kind::PortalCaptureAfterCredit } else { kind };
        oracle.truth.untidy(&owner, kind).touched = true;
        life.mark(format!("untidy/{}", kind.name()));
    }
    true
}
