//! The orders that lack money or have too much of it, as `owed` lists them.
//!
//! The total is the sum of the rows; none may be left out of it.

use clap::ValueEnum;
use jiff::Timestamp;
use serde_json::{Value, json};

use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_core::owed::Gap;

use crate::cli::order_view::next_command::Ways;
use crate::cli::view::sums::Sums;

/// What a row of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Why it is missing.
    Cause,
    /// The month of the invoice.
    Month,
    /// The customer.
    Customer,
    /// The order.
    Order,
}

/// An order with what it lacks, or has too much.
pub struct Row {
    pub id: OrderId,
    pub order: String,
    pub shop_order: Option<String>,
    pub customer: String,
    pub placed: String,
    pub gap: Gap,
    pub invoices: Vec<String>,
    pub attentions: Vec<&'static str>,
    pub closes_at: Option<Timestamp>,
}

/// What was found.
pub struct Owed {
    pub rows: Vec<Row>,
    pub by: By,
    pub held: bool,
    pub ways: Ways,
}

/// Returns the month of a day as it is shown.
pub fn month_of(day: &str) -> &str {
    day.get(..7).unwrap_or_default()
}

impl Owed {
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        for row in &self.rows {
            total.add(row.gap.currency, row.gap.minor());
        }
        total
    }

    pub fn row_json(&self, row: &Row) -> Value {
        json!({
            "order": row.order,
            "shop_order": row.shop_order,
            "customer": row.customer,
            "placed": row.placed,
            "cause": row.gap.cause,
            "attentions": row.attentions,
            "invoices": row.invoices,
            "amount_minor": row.gap.minor(),
            "currency": row.gap.currency.to_string(),
            "oldest": row.gap.oldest().map(|day| day.to_string()),
            "closes_at": row.closes_at.map(|at| at.to_string()),
            "command": self.ways.on_order(row.gap.way, &row.order),
        })
    }
}

impl Row {
    pub fn money(&self) -> Money {
        let currency: Currency = self.gap.currency;
        Money::new(self.gap.minor(), currency)
    }
}
