//! What is missing: every krone that was invoiced and is not held, by its cause; and acts without an answer.
//!
//! Silence is the worst failure: whatever stands in the way of an order, accepted or not, its missing money is counted
//! here, once. The sum is that of `missing_minor` over all orders.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ui::{Cell, Column, Table};
use uniac_core::money::{Currency, Money};
use uniac_texts::t;

use crate::cli::view::sums::Sums;
use crate::cli::view::words;

/// What is missing, by cause and currency: the orders and the sum in minor units.
#[derive(Debug, Default)]
pub struct Missing {
    rows: BTreeMap<(String, Currency), (usize, i64)>,
}

impl Missing {
    /// Takes over what the store has summed up.
    pub fn of(rows: BTreeMap<(String, Currency), (usize, i64)>) -> Missing {
        Missing { rows }
    }

    /// Returns the rows, largest sum first.
    fn rows(&self) -> Vec<(&str, usize, Money)> {
        let mut rows = Vec::new();
        for ((cause, currency), (orders, minor)) in &self.rows {
            rows.push((cause.as_str(), *orders, Money::new(*minor, *currency)));
        }
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

    /// Returns the sums by currency.
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        for ((_, currency), (_, minor)) in &self.rows {
            total.add(*currency, *minor);
        }
        total
    }

    /// Returns the table of the causes.
    pub fn table(&self) -> Table {
        let mut table = Table::new([
            Column::left("missing because of"),
            Column::right("orders"),
            Column::money("sum"),
        ])
        .when_empty(t!("missing-nothing"));
        for (cause, orders, money) in self.rows() {
            table.row([
                words::cause_cell(cause),
                Cell::new(orders.to_string()),
                Cell::money(money),
            ]);
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
    sums: Sums,
}

impl Unknown {
    /// Takes over what the store has summed up.
    pub fn of(orders: usize, sums: &BTreeMap<Currency, i64>) -> Unknown {
        Unknown { orders, sums: Sums::of(sums) }
    }

    /// Returns the JSON of `uniac.status/1`; `sums` tells currencies apart.
    pub fn json(&self) -> Value {
        json!({
            "orders": self.orders,
            "amount_minor": self.sums.all().fold(0_i64, |all, sum| all.saturating_add(sum.minor)),
            "sums": self.sums.json(),
        })
    }

    /// Returns the line for people; `None` when every act has its answer.
    pub fn line(&self) -> Option<Cell> {
        let orders = t!("count-orders", count = self.orders);
        (self.orders > 0).then(|| match self.sums.is_empty() {
            true => Cell::new(t!("missing-no-money", orders = orders)).warn(),
            false => {
                let sums = self.sums.words();
                Cell::new(t!("missing-on-orders", sums = sums, orders = orders)).warn()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_core::owed::DUE;

    #[test]
    fn rows_are_summed_by_cause_and_currency_and_the_largest_comes_first() {
        let mut rows: BTreeMap<(String, Currency), (usize, i64)> = BTreeMap::new();
        let dkk: Currency = "DKK".parse().unwrap();
        for (cause, currency, minor) in [
            ("held", Currency::NOK, 100),
            (DUE, Currency::NOK, 500),
            ("held", dkk, 300),
            ("held", Currency::NOK, 150),
        ] {
            let row = rows.entry((cause.to_owned(), currency)).or_default();
            *row = (row.0 + 1, row.1 + minor);
        }
        let missing = Missing::of(rows);
        let rows: Vec<(&str, usize, i64)> =
            missing.rows().iter().map(|(cause, n, money)| (*cause, *n, money.minor)).collect();
        assert_eq!(rows, [(DUE, 1, 500), ("held", 1, 300), ("held", 2, 250)]);
        let total = missing.total();
        assert_eq!(total.cell(), Cell::both("DKK 3.00, NOK 7.50", "DKK 3.00, NOK 7.50").warn());
        assert_eq!(Missing::default().total().cell(), Cell::both("nothing", "nothing").good());
    }
}
