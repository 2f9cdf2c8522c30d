//! Three books of a period: the reconciliation and the report.
#![expect(dead_code, reason = "these types are there for their schemas")]

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::kinds::{Currency, Day};

/// Three books of a period.
#[derive(JsonSchema)]
pub struct Reconcile {
    from: Day,
    /// The last day.
    to: Day,
    sums: Vec<SideSum>,
    /// The providers' sums apart.
    providers: Vec<ProviderSum>,
    /// What no system dates, and may have been in the period; it is in no sum.
    undated: Vec<SideSum>,
    days: Vec<BookDay>,
    /// A row for each purchase.
    orders: Vec<BookOrder>,
    /// The worst reason first.
    differences: Vec<Difference>,
    totals: Vec<ReasonTotal>,
    left_out: LeftOut,
    /// The orders whose payments could not be read now.
    unread: Vec<Value>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Uni,
    Shop,
    Provider,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BookKind {
    Invoiced,
    Credited,
    Booked,
    Ordered,
    Cancelled,
    Captured,
    Refunded,
    Released,
}

#[derive(JsonSchema)]
pub struct SideSum {
    side: Side,
    kind: BookKind,
    amount_minor: i64,
    currency: Currency,
    count: u64,
}

#[derive(JsonSchema)]
pub struct ProviderSum {
    provider: String,
    kind: BookKind,
    amount_minor: i64,
    currency: Currency,
    count: u64,
}

/// The amounts of each book.
#[derive(JsonSchema)]
pub struct BookAmounts {
    invoiced_minor: i64,
    credited_minor: i64,
    booked_minor: i64,
    shop_ordered_minor: i64,
    shop_cancelled_minor: i64,
    shop_refunded_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    released_minor: i64,
}

#[derive(JsonSchema)]
pub struct BookDay {
    /// `null`: surely in the period, and no system tells the day.
    day: Option<Day>,
    currency: Currency,
    #[serde(flatten)]
    amounts: BookAmounts,
}

#[derive(JsonSchema)]
pub struct BookOrder {
    /// Its lowest number.
    order: Option<String>,
    orders: Vec<String>,
    shop_orders: Vec<ShopStatus>,
    currency: Currency,
    #[serde(flatten)]
    amounts: BookAmounts,
    /// How many.
    differences: u64,
}

#[derive(JsonSchema)]
pub struct ShopStatus {
    number: String,
    status: String,
}

/// A row that has no counterpart, or another one than it should.
#[derive(JsonSchema)]
pub struct Difference {
    reason: String,
    order: Option<String>,
    purchase: Option<String>,
    provider: Option<String>,
    /// Which row has no counterpart.
    kind: String,
    /// What that row is found by: a document's number, a payment's reference, the shop's number.
    on: String,
    amount_minor: i64,
    currency: Currency,
    day: Option<Day>,
    /// Of the counterpart outside the period.
    other_day: Option<Day>,
    uni_minor: Option<i64>,
    shop_minor: Option<i64>,
    provider_minor: Option<i64>,
    attentions: Vec<String>,
    /// What could not be read.
    unreadable: Option<String>,
    /// A command.
    mends: String,
}

#[derive(JsonSchema)]
pub struct ReasonTotal {
    reason: String,
    count: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct LeftOut {
    /// How many no provider pays.
    orders: u64,
}

/// The report of a period.
#[derive(JsonSchema)]
pub struct Report {
    from: Day,
    to: Day,
    /// The file that was written.
    html: Option<String>,
    xlsx: Option<String>,
    figures: Vec<Figure>,
    /// How many.
    differences: u64,
}

#[derive(JsonSchema)]
pub struct Figure {
    name: String,
    amount_minor: i64,
    currency: Currency,
}
