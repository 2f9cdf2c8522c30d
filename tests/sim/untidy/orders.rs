//! Untidy orders: copied, split, with another's number, edited.
//!
//! Whose purchase an order stems from must never be taken from the number that it carries.

use fastrand::Rng;
use uniac_sandbox::{Edit, Outside, ShopAct};

use super::{ORDERS_MAX, draw, new_name};
use crate::kinds::Kind;
use crate::life::Life;
use crate::people;
use crate::truth::Bought;

/// Returns whether there is room for another order.
fn has_room(life: &Life) -> bool {
    life.oracle().truth.papers.len() < ORDERS_MAX + life.swarm.crowd as usize
}

/// An order comes into Uni once more.
pub fn copy(life: &Life, kind: Kind, order: &str) -> bool {
    copy_of(life, kind, order).is_some()
}

/// Returns the number of a copy that is made of an order, if it can be.
pub fn copy_of(life: &Life, kind: Kind, order: &str) -> Option<String> {
    let is_copied = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        !paper.deleted && !paper.by_hand
    };
    if !is_copied || !has_room(life) {
        return None;
    }
    let happened = life.world().copy_order(order).ok()?;
    let copy = happened.order.expect("an order has a number");
    life.tell(|| format!(" {order} is copied: {copy}"));
    let mut oracle = life.oracle();
    oracle.truth.copied(order, &copy, happened.amount_minor);
    oracle.truth.untidy(order, kind);
    Some(copy)
}

/// Of an order and its copies one is dropped.
pub fn drop_one(life: &Life, kind: Kind, order: &str) -> bool {
    let is_meant = {
        let oracle = life.oracle();
        let strand = oracle.truth.paper(order).strand;
        let has_copies = oracle.truth.purchase_of(order).strands > 0;
        has_copies && (strand == 0) == (kind == Kind::OriginalDropped)
    };
    is_meant && people::delete(life, order)
}

/// Lines of an order become one of their own.
pub fn split(life: &Life, order: &str) -> bool {
    let lines = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        if paper.deleted || paper.by_hand { 0 } else { paper.lines.len() }
    };
    if lines < 2 || !has_room(life) {
        return false;
    }
    let count = draw(life, |rng| rng.usize(1..lines));
    let moved: Vec<usize> = (lines - count + 1..=lines).collect();
    let Ok(happened) = life.world().part_order(order, Some(&moved)) else { return false };
    let part = happened.order.expect("an order has a number");
    life.tell(|| format!(" lines {moved:?} of {order} become {part}"));
    let mut oracle = life.oracle();
    oracle.truth.split(order, &part, &moved, happened.amount_minor);
    oracle.truth.untidy(order, Kind::Split);
    true
}

/// Somebody orders by telephone, and this order's number of the shop is typed on it.
pub fn mistype(life: &Life, order: &str) -> bool {
    with_number_of(life, order, Kind::Mistyped).is_some()
}

/// Makes an order in Uni that carries the number of another's purchase.
fn with_number_of(life: &Life, order: &str, kind: Kind) -> Option<String> {
    let (number, total) = {
        let oracle = life.oracle();
        let total = oracle.truth.paper(order).total;
        (oracle.truth.purchase_of(order).shop.clone()?, total)
    };
    if !has_room(life) {
        return None;
    }
    let (lines, minor) = draw(life, |rng| (rng.u32(1..4), rng.i64(300..100_000)));
    let amount_minor = if draw(life, |rng| rng.u32(0..4)) == 0 { total } else { minor };
    let customer = new_name(life);
    let wanted = [Outside { reference: number.clone(), amount_minor }];
    let made = life.world().orders_from_outside(lines, &wanted, Some(&customer)).ok()?;
    let happened = made.into_iter().next()?;
    let other = happened.order.expect("an order has a number");
    life.tell(|| format!(" {other} of {amount_minor} is made with the number {number}"));
    let bought = Bought {
        lines,
        total: amount_minor,
        currency: happened.currency,
        customer,
        by_hand: true,
        ..Bought::default()
    };
    let mut oracle = life.oracle();
    oracle.truth.bought(&other, bought);
    oracle.truth.untidy(&other, kind);
    oracle.truth.deed(&other).is_misnamed = true;
    let named = oracle.truth.deed(order).purchase;
    oracle.truth.purchases[named].is_named_by_others = true;
    Some(other)
}

/// The reference of a web order is edited to another's number, or put right again.
pub fn edit_reference(life: &Life, order: &str) -> bool {
    let (is_misnamed, own, others) = {
        let oracle = life.oracle();
        let (paper, own) = (oracle.truth.paper(order), oracle.truth.purchase_of(order));
        if paper.by_hand || paper.is_lost {
            return false;
        }
        let others =
            oracle.truth.papers.iter().filter(|(_, other)| other.purchase != paper.purchase);
        let others: Vec<(String, String)> = others
            .filter_map(|(name, _)| {
                Some((name.clone(), oracle.truth.purchase_of(name).shop.clone()?))
            })
            .collect();
        (paper.is_misnamed, own.shop.clone(), others)
    };
    let (named, number) = match (own, others.len()) {
        (Some(own), _) if is_misnamed => (order.to_owned(), own),
        (_, 0) => return false,
        (_, count) => others[draw(life, |rng| rng.usize(0..count))].clone(),
    };
    let edit = Edit { reference: Some(&number), ..Edit::default() };
    if life.world().edit(order, &edit).is_err() {
        return false;
    }
    life.tell(|| format!(" the reference of {order} is now {number}"));
    let mut oracle = life.oracle();
    oracle.truth.untidy(order, Kind::ReferenceEdited);
    let paper = oracle.truth.deed(order);
    paper.is_misnamed = !is_misnamed;
    if !is_misnamed {
        let named = oracle.truth.deed(&named).purchase;
        oracle.truth.purchases[named].is_named_by_others = true;
    }
    true
}

/// A number is used again: an older order of another shop has it, or a new order of this shop gets it.
pub fn use_number_again(life: &Life, order: &str) -> bool {
    if draw(life, |rng| rng.u32(0..3)) > 0 {
        let Some(old) = with_number_of(life, order, Kind::NumberUsedAgain) else { return false };
        let edit = Edit { date: Some("2026-09-14"), ..Edit::default() };
        life.world().edit(&old, &edit).expect("the order is there");
        life.oracle().truth.deed(&old);
        if draw(life, Rng::bool) {
            people::invoice_lines(life, &old, None);
        }
        return true;
    }
    let (purchase, number) = {
        let oracle = life.oracle();
        let paper = oracle.truth.paper(order);
        let own = oracle.truth.purchase_of(order);
        let older = oracle.truth.purchases[..paper.purchase].iter();
        let mut older = older.filter(|other| other.shop.is_some() && other.shop != own.shop);
        match (own.shop.is_some(), older.next_back().and_then(|other| other.shop.clone())) {
            (true, Some(number)) => (paper.purchase, number),
            _ => return false,
        }
    };
    let own = format!(
        "shop:{}",
        life.oracle().truth.purchases[purchase].shop.clone().unwrap_or_default()
    );
    if life.world().shop(&own, ShopAct::Number(&number)).is_err() {
        return false;
    }
    life.tell(|| format!(" the shop's order of {order} now has the number {number}"));
    let mut oracle = life.oracle();
    let alike: Vec<String> = oracle
        .truth
        .papers
        .iter()
        .filter(|(_, paper)| oracle.truth.purchases[paper.purchase].shop.as_ref() == Some(&number))
        .map(|(name, _)| name.clone())
        .collect();
    for name in alike {
        oracle.truth.untidy(&name, Kind::NumberUsedAgain).is_named_by_others = true;
    }
    let own: Vec<String> = oracle.truth.papers_of(purchase).map(|(name, _)| name.clone()).collect();
    for name in own {
        oracle.truth.untidy(&name, Kind::NumberUsedAgain).shop = Some(number.clone());
        oracle.truth.deed(&name).is_lost = true;
    }
    true
}

/// The customer's address is edited after the import.
pub fn edit_customer(life: &Life, order: &str) -> bool {
    if life.oracle().truth.paper(order).by_hand || life.temper.is_collective {
        return false;
    }
    let address = format!("ordre.{order}@example.com");
    let edit = Edit { email: Some(&address), ..Edit::default() };
    if life.world().edit(order, &edit).is_err() {
        return false;
    }
    life.tell(|| format!(" the customer of {order} gets the address {address}"));
    life.oracle().truth.untidy(order, Kind::CustomerEdited);
    true
}
