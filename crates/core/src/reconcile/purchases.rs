//! Purchases: what of the three books belongs together, because an order leads to a shop order or a payment.
//!
//! Pure. Doubt does not part them: whose money it is, the pairing asks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::order::OrderId;

use super::facts::{Facts, OrderFacts, PaymentFacts, ShopFacts, StrayFacts};
use super::movement::Movement;
use super::sums::{Column, PurchaseSums, Sum};

/// What belongs together.
#[derive(Debug, Default)]
pub(super) struct Purchase<'a> {
    pub orders: Vec<&'a OrderFacts>,
    pub shops: Vec<&'a ShopFacts>,
    pub payments: Vec<&'a PaymentFacts>,
    pub strays: Vec<&'a StrayFacts>,
}

impl<'a> Purchase<'a> {
    /// Returns all its rows in the three books.
    pub fn movements(&self) -> Vec<&'a Movement> {
        let orders = self.orders.iter().flat_map(|order| &order.movements);
        let strays = self.strays.iter().map(|stray| &stray.movement);
        let shops = self.shops.iter().flat_map(|shop| &shop.movements);
        let payments = self.payments.iter().flat_map(|payment| &payment.movements);
        orders.chain(strays).chain(shops).chain(payments).collect()
    }

    /// Returns the lowest number of its orders.
    pub fn name(&self) -> Option<&'a str> {
        self.orders.first().map(|order| order.number.as_str())
    }

    pub fn order(&self, id: OrderId) -> Option<&'a OrderFacts> {
        self.orders.iter().copied().find(|order| order.id == id)
    }

    pub fn sums(&self, sums: BTreeMap<Column, Sum>, differences: usize) -> PurchaseSums {
        PurchaseSums {
            orders: self.orders.iter().map(|order| order.number.clone()).collect(),
            shops: self.shops.iter().map(|s| (s.number.clone(), s.status.clone())).collect(),
            sums,
            differences,
        }
    }
}

/// Returns the purchases, by their lowest order; what no order of Uni leads to comes last.
pub(super) fn of(facts: &Facts) -> Vec<Purchase<'_>> {
    let mut sets = Sets::new(facts.orders.len());
    let mut first: HashMap<(&str, &str), usize> = HashMap::new();
    for (index, order) in facts.orders.iter().enumerate() {
        let shops = order.shops.iter().map(|id| ("shop", id.as_str()));
        let payments = order.payments.iter().map(|reference| ("payment", reference.as_str()));
        for tie in shops.chain(payments) {
            let other = *first.entry(tie).or_insert(index);
            sets.join(index, other);
        }
    }
    let mut purchases: BTreeMap<usize, Purchase> = BTreeMap::new();
    let mut home: HashMap<OrderId, usize> = HashMap::new();
    for (index, order) in facts.orders.iter().enumerate() {
        let set = sets.find(index);
        home.insert(order.id, set);
        purchases.entry(set).or_default().orders.push(order);
    }
    let (mut shops, mut payments) = (BTreeSet::new(), BTreeSet::new());
    for purchase in purchases.values_mut() {
        for order in &purchase.orders {
            for id in &order.shops {
                purchase.shops.extend(facts.shops.get(id).filter(|_| shops.insert(id.as_str())));
            }
            for reference in &order.payments {
                let payment = facts.payments.get(reference);
                purchase.payments.extend(payment.filter(|_| payments.insert(reference.as_str())));
            }
        }
    }
    let mut alone = Vec::new();
    for stray in facts.strays.values() {
        let homes: BTreeSet<usize> =
            stray.orders.iter().filter_map(|id| home.get(id)).copied().collect();
        let sole = homes.first().filter(|_| homes.len() == 1);
        match sole.and_then(|home| purchases.get_mut(home)) {
            Some(purchase) => purchase.strays.push(stray),
            None => alone.push(Purchase { strays: vec![stray], ..Purchase::default() }),
        }
    }
    for (_, shop) in facts.shops.iter().filter(|(id, _)| !shops.contains(id.as_str())) {
        let payment = shop.payment.as_ref().and_then(|reference| facts.payments.get(reference));
        let payment = payment.filter(|payment| payments.insert(payment.reference.as_str()));
        let payments = payment.into_iter().collect();
        alone.push(Purchase { shops: vec![shop], payments, ..Purchase::default() });
    }
    purchases.into_values().chain(alone).collect()
}

/// Sets of orders that belong together; the lowest index names each.
struct Sets {
    above: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Sets {
        Sets { above: (0..count).collect() }
    }

    fn find(&mut self, index: usize) -> usize {
        let mut root = index;
        while self.above[root] != root {
            self.above[root] = self.above[self.above[root]];
            root = self.above[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        let (low, high) = (one.min(other), one.max(other));
        self.above[high] = low;
    }
}
