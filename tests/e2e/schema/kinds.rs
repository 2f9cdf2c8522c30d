//! What stands in many outputs: moments, days, and the words of closed lists.
#![expect(dead_code, reason = "these types are there for their schemas")]

use schemars::JsonSchema;
use serde::Serialize;

/// A moment in UTC, as RFC 3339 has it.
#[derive(JsonSchema)]
#[schemars(inline, extend("format" = "date-time"))]
pub struct Moment(String);

/// A day: `2026-10-31`.
#[derive(JsonSchema)]
#[schemars(inline, extend("format" = "date"))]
pub struct Day(String);

/// A currency's code in ISO 4217, `NOK`.
#[derive(JsonSchema)]
#[schemars(inline, extend("pattern" = "^[A-Z]{3}$"))]
pub struct Currency(String);

/// Whether an act is done by `sync` or waits for a person.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Auto,
    Manual,
}

/// Whether money moved.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    No,
    Yes,
    Unknown,
}

/// What is done, by kind.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    Capture,
    Refund,
    Cancel,
    ShopUpdate,
    ShopCreate,
    BookPayment,
}

/// What is done, in particular.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    Capture,
    Refund,
    Cancel,
    ShopComplete,
    ShopCredit,
    ShopCancel,
    ShopRefund,
    ShopNote,
    ShopCreate,
    Book,
}

/// How a step ended.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Done,
    Refused,
    Unknown,
    Pending,
    Skipped,
    Planned,
}

/// How sure it is that an order in Uni stems from the shop's order.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    Sure,
    Doubtful,
    ByPerson,
    None,
}

/// Where the money of an order is.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    None,
    Reserved,
    PartCaptured,
    Captured,
    PartRefunded,
    Refunded,
    Cancelled,
    Expired,
}

/// Whether auto-capture runs.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Autocapture {
    Active,
    Incomplete,
    Off,
}

/// An amount.
#[derive(JsonSchema)]
pub struct Amount {
    pub amount_minor: i64,
    pub currency: Currency,
}

/// What is printed in place of a result when a command fails.
#[derive(JsonSchema)]
pub struct Failure {
    /// Always `uniac.error/1`.
    #[schemars(extend("const" = "uniac.error/1"))]
    schema: String,
    /// The company, `null` where it is not known yet.
    company: Option<String>,
    /// `uniac explain CODE` has its page.
    code: String,
    /// What is wrong, for people.
    message: String,
    /// What to do.
    hint: Option<String>,
    moved: Moved,
}
