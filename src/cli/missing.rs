//! What is missing: every krone that was invoiced and is not held, by its cause.
//!
//! Silence is the worst failure: whatever stands in the way of an order, accepted or not, its missing money is counted
//! here, once. The sum is that of `missing_minor` over all orders.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ui::{Cell, Column, Table};
use uniac_core::assess::Assessment;
use uniac_core::money::{Currency, Money};
use uniac_core::purchase::Case;
use uniac_core::summary::cause;
use uniac_texts::{language, t};

use super::figures::Figures;

/// What is missing, by cause and currency: the orders and the sum in minor units.
#[derive(Debug, Default)]
pub struct Missing {
    rows: BTreeMap<(&'static str, Currency), (usize, i64)>,
}

impl Missing {
    /// Counts an order.
    pub fn add(&mut self, case: &Case, assessment: &Assessment) {
        let minor = Figures::of(case, assessment).missing_minor;
        if minor > 0 {
            self.put(cause(case, assessment, minor), case.order.uni.currency, minor);
        }
    }

    fn put(&mut self, cause: &'static str, currency: Currency, minor: i64) {
        let row = self.rows.entry((cause, currency)).or_default();
        row.0 += 1;
        row.1 = row.1.saturating_add(minor);
    }

    /// Returns the rows, largest sum first.
    fn rows(&self) -> Vec<(&'static str, usize, Money)> {
        let row =
            |((cause, currency), (orders, minor)): (&(&'static str, Currency), &(usize, i64))| {
                (*cause, *orders, Money::new(*minor, *currency))
            };
        let mut rows: Vec<_> = self.rows.iter().map(row).collect();
        rows.sort_by_key(|(_, _, money)| std::cmp::Reverse(money.minor));
        rows
    }

    /// Returns the JSON of `uniac.status/1`.
    pub fn json(&self) -> Vec<Value> {
        let row = |(cause, orders, money): (&str, usize, Money)| {
            json!({
                "cause": cause,
                "orders": orders,
                "amount_minor": money.minor,
                "currency": money.currency.to_string(),
            })
        };
        self.rows().into_iter().map(row).collect()
    }

    /// Returns the sums by currency in one line.
    pub fn line(&self) -> Cell {
        let mut sums = BTreeMap::<Currency, i64>::new();
        for ((_, currency), (_, minor)) in &self.rows {
            let sum = sums.entry(*currency).or_default();
            *sum = sum.saturating_add(*minor);
        }
        sums_cell(&sums)
    }

    /// Returns the table of the causes.
    pub fn table(&self) -> Table {
        let mut table = Table::new([
            Column::left("missing because of"),
            Column::right("orders"),
            Column::right("sum"),
        ])
        .when_empty(t!("missing-nothing"));
        for (cause, orders, money) in self.rows() {
            table.row([Cell::new(cause), Cell::new(orders.to_string()), Cell::money(money)]);
        }
        table
    }

    /// Returns whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Acts of ours without a definite answer.
#[derive(Debug, Default)]
pub struct Unknown {
    orders: usize,
    sums: BTreeMap<Currency, i64>,
}

impl Unknown {
    /// Counts an order.
    pub fn add(&mut self, case: &Case) {
        let mut open = case.intents.iter().filter(|intent| intent.is_open()).peekable();
        self.orders += usize::from(open.peek().is_some());
        for intent in open.filter(|intent| intent.act.operation().moves_money()) {
            let sum = self.sums.entry(intent.money.currency).or_default();
            *sum = sum.saturating_add(intent.money.minor);
        }
    }

    /// Returns the JSON of `uniac.status/1`; `sums` tells currencies apart.
    pub fn json(&self) -> Value {
        let sum = |(currency, minor): (&Currency, &i64)| json!({"amount_minor": minor, "currency": currency.to_string()});
        json!({
            "orders": self.orders,
            "amount_minor": self.sums.values().fold(0_i64, |all, sum| all.saturating_add(*sum)),
            "sums": self.sums.iter().map(sum).collect::<Vec<_>>(),
        })
    }

    /// Returns the line for people; `None` when every act has its answer.
    pub fn line(&self) -> Option<Cell> {
        let orders = t!("count-orders", count = self.orders);
        (self.orders > 0).then(|| match self.sums.is_empty() {
            true => Cell::new(t!("missing-no-money", orders = orders)).warn(),
            false => {
                Cell::new(t!("missing-on-orders", sums = words(&self.sums), orders = orders)).warn()
            }
        })
    }
}

fn words(sums: &BTreeMap<Currency, i64>) -> String {
    let sums = sums
        .iter()
        .map(|(currency, minor)| uniac_texts::money(language(), Money::new(*minor, *currency)));
    sums.collect::<Vec<_>>().join(", ")
}

fn sums_cell(sums: &BTreeMap<Currency, i64>) -> Cell {
    let bare =
        |(currency, minor): (&Currency, &i64)| format!("{currency} {}", currency.decimal(*minor));
    match sums.is_empty() {
        true => Cell::both(t!("missing-line-nothing"), "nothing").good(),
        false => {
            let bare: Vec<String> = sums.iter().map(bare).collect();
            Cell::both(words(sums), bare.join(", ")).warn()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_core::summary::DUE;

    #[test]
    fn rows_are_summed_by_cause_and_currency_and_the_largest_comes_first() {
        let mut missing = Missing::default();
        let dkk: Currency = "DKK".parse().unwrap();
        for (cause, currency, minor) in [
            ("held", Currency::NOK, 100),
            (DUE, Currency::NOK, 500),
            ("held", dkk, 300),
            ("held", Currency::NOK, 150),
        ] {
            missing.put(cause, currency, minor);
        }
        let rows: Vec<(&str, usize, i64)> =
            missing.rows().iter().map(|(cause, n, money)| (*cause, *n, money.minor)).collect();
        assert_eq!(rows, [(DUE, 1, 500), ("held", 1, 300), ("held", 2, 250)]);
        assert_eq!(missing.line(), Cell::both("DKK 3.00, NOK 7.50", "DKK 3.00, NOK 7.50").warn());
        assert_eq!(Missing::default().line(), Cell::both("nothing", "nothing").good());
    }
}
