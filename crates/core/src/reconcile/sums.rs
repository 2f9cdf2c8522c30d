//! The sums of a period and of a purchase in it: by book, kind, provider and currency.
//!
//! Pure. What is summed stands in the rows; nothing is netted here.

use std::collections::BTreeMap;

use crate::money::Currency;
use crate::order::ShopStatus;

use super::movement::{Kind, Movement, Side};

/// A sum of movements of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How much, minor units.
    pub minor: i64,
    /// How many.
    pub count: usize,
}

impl Sum {
    pub(super) fn add(&mut self, minor: i64) {
        self.minor = self.minor.saturating_add(minor);
        self.count += 1;
    }
}

/// What is summed: whose book, what, at which provider, in which currency.
pub type Column = (Side, Kind, Option<String>, Currency);

/// The books of a purchase in the period.
#[derive(Debug, Clone)]
pub struct PurchaseSums {
    /// Its orders of Uni, the lowest number first.
    pub orders: Vec<String>,
    /// The shop's numbers and statuses.
    pub shops: Vec<(String, ShopStatus)>,
    /// The sums.
    pub sums: BTreeMap<Column, Sum>,
    /// How many differences it has.
    pub differences: usize,
}

/// Returns where a row is summed.
pub(super) fn column(movement: &Movement) -> Column {
    let provider = movement.provider.clone().filter(|_| movement.side == Side::Provider);
    (movement.side, movement.kind, provider, movement.money.currency)
}
