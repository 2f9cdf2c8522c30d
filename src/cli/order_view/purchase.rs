//! Purchases for people: which orders of Uni belong together, which payments they have, and the number that names them.
//!
//! It follows the ties that the rules follow (shop order, payment, and where our own money went), and only shows. No
//! money may be moved, and nothing be barred, because of it.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use uniac_core::assess::Link;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_core::summary::tied_shop;
use uniac_store::Store;
use uniac_system::error::Result;

pub use uniac_core::summary::payments;

/// What ties orders to each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Tie {
    Shop(String),
    Payment(String),
}

/// Orders of Uni, by what belongs together.
#[derive(Debug, Default)]
pub struct Purchases {
    numbers: HashMap<OrderId, String>,
    /// Another order of the same purchase with a lower number; the lowest has none.
    lower: HashMap<OrderId, OrderId>,
    first: HashMap<Tie, OrderId>,
}

impl Purchases {
    /// Adds an order with what ties it to others.
    pub fn add(&mut self, case: &Case, link: Link) {
        let shop = tied_shop(case, link).map(|shop| Tie::Shop(shop.id.clone()));
        let paid = payments(case, link).into_iter().map(|payment| Tie::Payment(payment.to_owned()));
        self.tie(case.order.uni.id, &case.order.uni.number, shop.into_iter().chain(paid));
    }

    fn tie(&mut self, order: OrderId, number: &str, ties: impl Iterator<Item = Tie>) {
        self.numbers.insert(order, number.to_owned());
        for tie in ties {
            let other = *self.first.entry(tie).or_insert(order);
            self.join(order, other);
        }
    }

    /// Returns the lowest number among the orders of the same purchase.
    pub fn number_of(&self, order: OrderId) -> Option<&str> {
        self.numbers.get(&self.lowest(order)).map(String::as_str)
    }

    fn lowest(&self, mut order: OrderId) -> OrderId {
        while let Some(lower) = self.lower.get(&order) {
            order = *lower;
        }
        order
    }

    fn join(&mut self, one: OrderId, other: OrderId) {
        let (one, other) = (self.lowest(one), self.lowest(other));
        let number = |order: OrderId| self.numbers.get(&order).map_or("", String::as_str);
        match by_number(number(one), number(other)).then(one.cmp(&other)) {
            Ordering::Equal => {}
            Ordering::Less => _ = self.lower.insert(other, one),
            Ordering::Greater => _ = self.lower.insert(one, other),
        }
    }
}

/// Compares order numbers as people do: 99999 before 100000.
pub fn by_number(one: &str, other: &str) -> Ordering {
    let value = |number: &str| number.parse::<u64>().unwrap_or(u64::MAX);
    value(one).cmp(&value(other)).then_with(|| one.cmp(other))
}

/// Returns the orders that are, or were said to be, of one purchase with this one, itself included, lowest number first.
///
/// # Errors
/// When the store cannot be read.
pub fn orders_with(store: &dyn Store, order: OrderId) -> Result<Vec<Case>> {
    let mut waiting = vec![order];
    let mut seen = BTreeSet::from([order]);
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        let Some(case) = store.case(next)? else { continue };
        let mut tied = store.together(next)?;
        // A person's no is shown, too, so it unties nothing here.
        for payment in payments(&case, Link::Sure) {
            tied.extend(store.orders_of_payment(payment)?);
        }
        waiting.extend(tied.into_iter().filter(|other| seen.insert(*other)));
        found.push(case);
    }
    found.sort_by(|one, other| by_number(&one.order.uni.number, &other.order.uni.number));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purchases(orders: &[(i64, &str, &[&str])]) -> Vec<String> {
        let mut purchases = Purchases::default();
        for (id, number, ties) in orders {
            let tie = |name: &&str| match name.strip_prefix("shop ") {
                Some(shop) => Tie::Shop(shop.to_owned()),
                None => Tie::Payment((*name).to_owned()),
            };
            purchases.tie(OrderId(*id), number, ties.iter().map(tie));
        }
        let number = |id: i64| purchases.number_of(OrderId(id)).unwrap().to_owned();
        orders.iter().map(|(id, _, _)| number(*id)).collect()
    }

    #[test]
    fn orders_without_ties_are_purchases_of_their_own() {
        assert_eq!(purchases(&[(1, "10", &[]), (2, "11", &["shop 1", "a"])]), ["10", "11"]);
        // The same text as a shop order and as a payment ties nothing.
        assert_eq!(purchases(&[(1, "10", &["shop a"]), (2, "11", &["a"])]), ["10", "11"]);
    }

    #[test]
    fn ties_reach_over_several_orders_whatever_their_sequence() {
        let chain: [(i64, &str, &[&str]); 4] = [
            (1, "100003", &["shop 1", "a"]),
            (2, "100002", &["shop 2", "b"]),
            (3, "100009", &["shop 1", "b"]),
            (4, "100001", &["shop 3"]),
        ];
        assert_eq!(purchases(&chain), ["100002", "100002", "100002", "100001"]);
        let mut backwards = chain;
        backwards.reverse();
        assert_eq!(purchases(&backwards), ["100001", "100002", "100002", "100002"]);
    }

    #[test]
    fn the_lowest_number_is_the_lowest_for_people() {
        let both: [(i64, &str, &[&str]); 2] = [(1, "100000", &["a"]), (2, "99999", &["a"])];
        assert_eq!(purchases(&both), ["99999", "99999"]);
        assert_eq!(by_number("A-2", "7"), Ordering::Greater);
    }
}
