//! Untidy things in the shop: paid again, given up.
//!
//! Nothing may change in Uni by them.

use uniac_sandbox::ShopAct;

use super::draw;
use crate::kinds::Kind;
use crate::life::Life;

/// The customer pays again: the shop's order has a new payment, the old reservation stays.
pub fn pay_again(life: &Life, order: &str) -> bool {
    let can = {
        let oracle = life.oracle();
        let (paper, purchase) = (oracle.truth.paper(order), oracle.truth.purchase_of(order));
        let is_given_up = purchase.given_up || purchase.payments.len() != 1;
        !is_given_up && !paper.is_misnamed && !paper.by_hand
    };
    if !can {
        return false;
    }
    let Ok(happened) = life.world().shop(order, ShopAct::PayAgain(None)) else { return false };
    let reference = happened.reference.expect("a payment has a reference");
    life.tell(|| format!(" {order} is paid again: {reference}"));
    life.oracle().truth.untidy(order, Kind::PaidAgain).payments.push(reference);
    true
}

/// The order is given up in the shop, or put into its bin.
pub fn give_up(life: &Life, kind: Kind, order: &str) -> bool {
    let can = {
        let oracle = life.oracle();
        let (paper, purchase) = (oracle.truth.paper(order), oracle.truth.purchase_of(order));
        purchase.shop.is_some() && !purchase.given_up && !paper.is_misnamed
    };
    let status = match kind {
        Kind::BinnedInShop => "trash",
        _ => ["cancelled", "failed"][draw(life, |rng| rng.usize(0..2))],
    };
    if !can || life.world().shop(order, ShopAct::Status(status)).is_err() {
        return false;
    }
    life.tell(|| format!(" in the shop {order} is {status}"));
    life.oracle().truth.untidy(order, kind).given_up = true;
    true
}
