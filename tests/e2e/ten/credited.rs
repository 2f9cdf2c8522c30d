//! Question 3: which orders give trouble if they are credited? People credit all of them, in a copy of the world, and the ledger
//! shows whose money came back by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::truth::{Books, Purchase};
use super::{Morning, data, rows};
use crate::harness::text;

/// What is left of the first and asks for no invoice is no trouble of a credit.
struct Before {
    taken: i64,
    excess: i64,
    refunded: i64,
}

fn before(books: &Books, purchase: &Purchase) -> Before {
    let (held, billed) = (books.held(purchase), books.billed(purchase));
    let sum = |of: fn(&super::truth::Payment) -> i64| books.payments_of(purchase).map(of).sum();
    Before {
        taken: sum(|payment| payment.captured - payment.refunded),
        excess: (held - billed.max(0)).max(0),
        refunded: sum(|payment| payment.refunded),
    }
}

pub fn which_orders_give_trouble(morning: &Morning) {
    let world = morning.world.copy();
    world.uniac("sync").exit_any(&[0, 5, 6]);
    let answer = data(&world, "order list --if-credited");
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&answer) {
        let troubles = rows(&row["if_credited"]).iter().filter_map(|one| one["trouble"].as_str());
        told.insert(text(&row["order"]), troubles.map(str::to_owned).collect());
    }
    assert!(told.values().all(|troubles| !troubles.is_empty()), "each has one: {told:?}");
    let books = Books::read(&world);
    let were: Vec<Before> =
        books.purchases.iter().map(|purchase| before(&books, purchase)).collect();
    let credited = world.credit_all(&books.orders.keys().cloned().collect::<Vec<_>>());
    world.uniac("sync --let-go 100000").exit_any(&[0, 5, 6]);
    let after = Books::read(&world);
    assert_eq!(after.purchases.len(), books.purchases.len(), "the same purchases");
    let (mut paid_back, mut troubled) = (0, 0);
    for ((was, purchase), before) in books.purchases.iter().zip(&after.purchases).zip(&were) {
        assert_eq!(was.orders, purchase.orders);
        let is_credited = purchase.orders.iter().any(|order| credited.contains(order));
        if !is_credited || !books.is_in_reach(was) {
            continue;
        }
        let troubles: BTreeSet<&str> = purchase
            .orders
            .iter()
            .filter_map(|order| told.get(order))
            .flat_map(|troubles| troubles.iter().map(String::as_str))
            .collect();
        let left = after.held(purchase) - before.excess;
        let refunded: i64 =
            after.payments_of(purchase).map(|payment| payment.refunded).sum::<i64>()
                - before.refunded;
        let who = format!(
            "{:?}: {troubles:?}, taken {}, left {left}, paid back {refunded}",
            purchase.orders, before.taken
        );
        if troubles.is_empty() {
            paid_back += 1;
            assert!(before.taken > 0 && left <= 0, "trouble that nobody told of: {who}");
        } else if troubles.contains("by-hand") || troubles.contains("barred") {
            troubled += 1;
            assert!(left > 0, "trouble that is none: {who}");
        } else {
            troubled += 1;
            assert_eq!(refunded, 0, "nothing was taken: {who}");
        }
    }
    assert!(paid_back > 1 && troubled > 50, "{paid_back} paid back, {troubled} in trouble");
}
