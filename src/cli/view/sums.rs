//! Sums by currency: what stands at the foot of a list.
//!
//! Amounts of different currencies are never added up.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ui::{Cell, Page};
use uniac_core::act::Operation;
use uniac_core::money::{Currency, Money};
use uniac_engine::Plan;
use uniac_texts::{amount, t};

/// Adds to a page how much would move: a sum for each operation and currency, for what is taken and what is paid back have
/// no sum that says anything.
pub fn moved(page: &mut Page, plan: &Plan) {
    let mut sums: BTreeMap<(Operation, Currency), i64> = BTreeMap::new();
    for planned in plan.money() {
        let (operation, money) = (planned.step.operation(), planned.step.money);
        let sum = sums.entry((operation, money.currency)).or_default();
        *sum = sum.saturating_add(money.minor);
    }
    for ((operation, currency), minor) in sums {
        page.pair(operation.name(), Cell::money(Money::new(minor, currency)));
    }
}

/// Sums by currency, minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    by_currency: BTreeMap<Currency, i64>,
}

impl Sums {
    /// Takes over sums by currency; nothing leaves no trace.
    pub fn of(sums: &BTreeMap<Currency, i64>) -> Sums {
        let mut own = Sums::default();
        for (currency, minor) in sums {
            own.add(*currency, *minor);
        }
        own
    }

    /// Adds an amount; nothing leaves no trace.
    pub fn add(&mut self, currency: Currency, minor: i64) {
        if minor != 0 {
            let sum = self.by_currency.entry(currency).or_default();
            *sum = sum.saturating_add(minor);
        }
    }

    /// Returns whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.by_currency.is_empty()
    }

    /// Returns the sums.
    pub fn all(&self) -> impl Iterator<Item = Money> {
        self.by_currency.iter().map(|(currency, minor)| Money::new(*minor, *currency))
    }

    /// Returns the sums as an array of `{amount_minor, currency}`.
    pub fn json(&self) -> Vec<Value> {
        let sum = |money: Money| json!({"amount_minor": money.minor, "currency": money.currency.to_string()});
        self.all().map(sum).collect()
    }

    /// Returns the sums in one line.
    pub fn words(&self) -> String {
        self.all().map(amount).collect::<Vec<_>>().join(", ")
    }

    /// Returns the sums for people and for programs.
    pub fn cell(&self) -> Cell {
        let bare =
            |money: Money| format!("{} {}", money.currency, money.currency.decimal(money.minor));
        match self.is_empty() {
            true => Cell::worded(t!("missing-line-nothing"), "nothing").good(),
            false => {
                Cell::both(self.words(), self.all().map(bare).collect::<Vec<_>>().join(", ")).warn()
            }
        }
    }
}
