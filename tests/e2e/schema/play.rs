//! The sandbox: what its people do, its books, its faults.
#![expect(dead_code, reason = "these types are there for their schemas")]

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::kinds::{Currency, Moment};

/// What happened, or the sandbox that was made.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum Happened {
    /// What people did.
    Done(Deed),
    /// `sandbox order --count` and the like: several.
    Several(Vec<Deed>),
    /// `sandbox reset`
    Made(Made),
}

#[derive(JsonSchema)]
pub struct Deed {
    order: Option<String>,
    shop_order: Option<String>,
    /// The payment's.
    reference: Option<String>,
    invoice: Option<String>,
    credit_note: Option<String>,
    amount_minor: Option<i64>,
    currency: Option<Currency>,
}

#[derive(JsonSchema)]
pub struct Made {
    orders: u64,
    seed: Option<u64>,
    folder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    messy: Option<bool>,
}

/// A payment in the provider's book: the truth.
#[derive(JsonSchema)]
pub struct LedgerRow {
    reference: String,
    order: Option<String>,
    shop_order: Option<String>,
    currency: Currency,
    authorised_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    cancelled_minor: i64,
    events: Vec<Event>,
}

#[derive(JsonSchema)]
pub struct Event {
    kind: EventKind,
    amount_minor: i64,
    /// The idempotency key.
    key: Option<String>,
    at: Moment,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    Reserve,
    Capture,
    Refund,
    Cancel,
}

/// How often each system was called.
#[derive(JsonSchema)]
pub struct Calls {
    uni: Count,
    shop: Count,
    provider: Count,
}

#[derive(JsonSchema)]
pub struct Count {
    read: u64,
    write: u64,
}

/// A fault that waits.
#[derive(JsonSchema)]
pub struct Fault {
    id: i64,
    name: String,
    on: String,
    /// `null`: until it is cleared.
    times_left: Option<u64>,
    ms: u64,
}

#[derive(JsonSchema)]
pub struct KnownFault {
    name: String,
    meaning: String,
}

#[derive(JsonSchema)]
pub struct Balance {
    balance: String,
    refunds: Value,
}

#[derive(JsonSchema)]
pub struct Review {
    review: String,
}

#[derive(JsonSchema)]
pub struct PlugIns {
    plug_ins: String,
}

#[derive(JsonSchema)]
pub struct Serve {
    address: String,
    /// A configuration for it.
    configuration: String,
}

/// The story's end.
#[derive(JsonSchema)]
pub struct Demo {
    in_step: bool,
    books: Vec<Book>,
    report: String,
}

#[derive(JsonSchema)]
pub struct Book {
    order: String,
    shop_status: Option<String>,
    invoiced_minor: i64,
    credited_minor: i64,
    reserved_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    in_step: bool,
}
