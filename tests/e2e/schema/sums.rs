//! Sums over orders: how a company stands, what is owed, the cut-over, several companies.
#![expect(dead_code, reason = "these types are there for their schemas")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::kinds::{Amount, Autocapture, Currency, Day, Failure, Mode, Moment, Operation};
use super::passes::{RunState, Total};

/// How auto-capture stands.
#[derive(JsonSchema)]
pub struct Status {
    autocapture: Autocapture,
    activation: Option<Moment>,
    settings: Vec<Setting>,
    /// Orders by state.
    counts: BTreeMap<String, u64>,
    /// Orders by their worst attention.
    attention: BTreeMap<String, u64>,
    /// How many attentions are accepted.
    accepted: u64,
    due: Vec<Due>,
    /// What is invoiced and not held, by cause.
    missing: Vec<Missing>,
    /// The total of `owed`.
    owed: Vec<Amount>,
    /// The total of `owed --held`.
    excess: Vec<Amount>,
    /// Reservations that close soon.
    closing: Vec<Closing>,
    /// What was sent and has no definite answer.
    unknown: Unknown,
    /// Credit notes of which Uni tells no order.
    not_placed: Vec<NotPlaced>,
    last_run: Option<LastRun>,
}

#[derive(JsonSchema)]
pub struct NotPlaced {
    /// The credit note's number.
    credit: String,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Setting {
    name: String,
    /// As Uni's screen has it.
    label: String,
    on: bool,
    since: Option<Moment>,
}

#[derive(JsonSchema)]
pub struct Due {
    operation: Operation,
    mode: Mode,
    orders: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Missing {
    /// An attention, `due` for what the next `sync` takes, or `none`.
    cause: String,
    orders: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Closing {
    /// Within so many days; 0 is today.
    days: i64,
    orders: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Unknown {
    orders: u64,
    amount_minor: i64,
    /// Currencies apart.
    sums: Vec<Amount>,
}

#[derive(JsonSchema)]
pub struct LastRun {
    id: i64,
    command: String,
    started: Moment,
    ended: Option<Moment>,
    exit: Option<u8>,
    state: RunState,
}

/// All money that is invoiced and not held, or with `--held` the other way round.
#[derive(JsonSchema)]
pub struct Owed {
    held: bool,
    total: Vec<Amount>,
    groups: Vec<Group>,
    /// Largest first; `--fields` narrows them.
    orders: Vec<OwedOrder>,
}

#[derive(JsonSchema)]
pub struct Group {
    /// What its orders have in common.
    by: String,
    orders: u64,
    amount_minor: i64,
    currency: Currency,
    /// The date of the oldest invoice.
    oldest: Option<Day>,
    /// When the first of their reservations ends.
    closes_at: Option<Moment>,
    /// What goes on with them; where no one command does, it lists them with one each.
    command: Option<String>,
}

#[derive(JsonSchema)]
pub struct OwedOrder {
    order: String,
    shop_order: Option<String>,
    customer: String,
    placed: Day,
    cause: String,
    attentions: Vec<String>,
    /// Their numbers.
    invoices: Vec<String>,
    amount_minor: i64,
    currency: Currency,
    oldest: Option<Day>,
    closes_at: Option<Moment>,
    command: Option<String>,
}

/// What `enable` found and did.
#[derive(JsonSchema)]
pub struct Cutover {
    activation: Option<Moment>,
    autocapture: Autocapture,
    /// Auto-capture became active now.
    activated: bool,
    /// The settings that were switched.
    changed: Vec<String>,
    /// How many orders predate.
    orders: u64,
    predating: Vec<Predating>,
    doubtful: Vec<Doubtful>,
    totals: Vec<ClassTotal>,
    dry_run: bool,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    InvoicedBefore,
    PartInvoicedBefore,
    CapturedElsewhere,
    Expired,
    Settled,
    DroppedBefore,
    Doubtful,
}

#[derive(JsonSchema)]
pub struct Predating {
    order: String,
    class: Class,
    owed_minor: i64,
    held_minor: i64,
    reserved_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Doubtful {
    order: String,
    shop_order: Option<String>,
    attention: Option<String>,
    why: String,
}

#[derive(JsonSchema)]
pub struct ClassTotal {
    class: Class,
    orders: u64,
    owed_minor: i64,
    held_minor: i64,
    reserved_minor: i64,
    currency: Currency,
}

/// What `disable` did.
#[derive(JsonSchema)]
pub struct Settings {
    autocapture: Autocapture,
    changed: Vec<String>,
    dry_run: bool,
}

/// What several companies came to.
#[derive(JsonSchema)]
pub struct Fleet {
    /// The worst first.
    companies: Vec<FleetRow>,
    totals: FleetTotals,
    /// That of the worst company.
    exit: u8,
}

#[derive(JsonSchema)]
pub struct FleetRow {
    /// `null`: what is wrong with the configuration as a whole.
    company: Option<String>,
    exit: u8,
    error: Option<Failure>,
    /// The schema of `result`.
    schema: Option<String>,
    /// What stands in `data` when the command works on that company alone.
    result: Value,
}

#[derive(JsonSchema)]
pub struct FleetTotals {
    companies: u64,
    done: u64,
    failed: u64,
    /// How many another run had in hand.
    busy: u64,
    /// How many were left out by `--max-age`.
    recent: u64,
    /// How many ended with each code.
    exits: BTreeMap<String, u64>,
    /// Of `sync` and its like.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<Total>>,
    /// Of `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<Vec<Missing>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Vec<Due>>,
    /// Of `owed`, by currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<Vec<FleetOwed>>,
}

#[derive(JsonSchema)]
pub struct FleetOwed {
    orders: u64,
    amount_minor: i64,
    currency: Currency,
}
