//! Passes and what they leave: results, plans, history, journal, sums, the cut-over, the reconciliation, several companies.
#![expect(dead_code, reason = "these types are there for their schemas")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::kinds::{
    Act as ActName, Amount, Autocapture, Currency, Day, Failure, Mode, Moment, Moved, Operation,
    Outcome as OutcomeName,
};

/// What became of a run.
#[derive(JsonSchema)]
pub struct Outcome {
    /// Its number in the history; `null` of a dry run.
    run: Option<i64>,
    /// The exit code.
    exit: u8,
    steps: Vec<StepDone>,
    /// Sums by operation, outcome and currency.
    totals: Vec<Total>,
    /// The orders whose payment could not be read.
    unread: Vec<Unread>,
    /// Why the run stopped early, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Stopped>,
}

/// An act, and how it ended.
#[derive(JsonSchema)]
pub struct StepDone {
    order: String,
    operation: Operation,
    act: ActName,
    invoice: Option<String>,
    payment: Option<String>,
    amount_minor: i64,
    currency: Currency,
    outcome: OutcomeName,
    /// `uniac explain --codes` lists them.
    code: Option<String>,
    moved: Moved,
}

#[derive(JsonSchema)]
pub struct Total {
    operation: Operation,
    outcome: OutcomeName,
    steps: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Unread {
    order: String,
    code: String,
}

#[derive(JsonSchema)]
pub struct Stopped {
    code: String,
    message: String,
}

/// What would be done, for `uniac apply`.
#[derive(JsonSchema)]
pub struct Plan {
    /// The plan is applied once.
    id: String,
    company: String,
    /// The company's key in Uni.
    company_key: String,
    made_at: Moment,
    made_by: String,
    /// Until when it can be applied.
    valid_until: Moment,
    /// What is to be done, in its order.
    steps: Vec<PlanStep>,
    /// Stands for all of the above; only the store that made the plan can make it.
    seal: String,
    /// Sums by operation and currency; not in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<Vec<PlanTotal>>,
}

#[derive(JsonSchema)]
pub struct PlanStep {
    order: String,
    /// Uni's id of the order.
    order_id: i64,
    /// The first order of its purchase.
    purchase: String,
    operation: Operation,
    act: PlanAct,
    invoice: Option<String>,
    document_id: Option<i64>,
    payment: Option<String>,
    amount_minor: i64,
    currency: Currency,
    mode: Mode,
    /// The attention for which it waits for a person.
    why: Option<String>,
    /// It was sent before, has no definite answer, and may be sent again.
    again: bool,
    /// Stands for the facts that the step rests on.
    fingerprint: String,
}

/// What is to be done, in particular; a record of a refund in the shop has another name here than in a result.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanAct {
    Capture,
    Refund,
    Cancel,
    ShopComplete,
    ShopCredit,
    ShopCancel,
    ShopRecordRefund,
    ShopNote,
    ShopCreate,
    Book,
}

#[derive(JsonSchema)]
pub struct PlanTotal {
    operation: Operation,
    steps: u64,
    amount_minor: i64,
    currency: Currency,
}

/// A pass, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum Runs {
    /// `runs`: the newest first.
    Many(Vec<Run>),
    /// `runs show`.
    One(Box<OneRun>),
}

/// A pass.
#[derive(JsonSchema)]
pub struct Run {
    id: i64,
    command: String,
    /// Who ran it.
    by: String,
    /// On which machine.
    host: Option<String>,
    /// The orders that were named.
    orders: Option<Vec<String>>,
    bounds: RunBounds,
    /// The saved plan.
    plan: Option<String>,
    started: Moment,
    ended: Option<Moment>,
    exit: Option<u8>,
    state: RunState,
    /// What ended it, if an error did.
    error: Option<Stopped>,
    /// How many rows it read.
    read: Option<Read>,
    /// What it did, by operation, outcome and currency.
    sums: Option<Vec<RunSum>>,
    /// What was due and not done.
    left: Vec<Left>,
}

#[derive(JsonSchema)]
pub struct OneRun {
    #[serde(flatten)]
    run: Run,
    /// What it sent.
    steps: Vec<SentStep>,
}

#[derive(JsonSchema)]
pub struct RunBounds {
    max_total: Option<String>,
    max_orders: Option<u64>,
    max_release: Option<String>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    Running,
    Ended,
    Stopped,
    Failed,
    BrokenOff,
}

#[derive(JsonSchema)]
pub struct Read {
    orders: u64,
    documents: u64,
    shop_orders: u64,
    payments: u64,
    /// How many could not be read.
    unread: u64,
}

#[derive(JsonSchema)]
pub struct RunSum {
    operation: Operation,
    outcome: OutcomeName,
    count: u64,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct Left {
    order: String,
    /// An operation, or `read`: it could not be read, so that nobody knows what was due.
    operation: String,
    invoice: Option<String>,
    outcome: String,
    code: Option<String>,
    amount_minor: i64,
    currency: Currency,
}

#[derive(JsonSchema)]
pub struct SentStep {
    order: String,
    operation: Operation,
    act: ActName,
    invoice: Option<String>,
    payment: Option<String>,
    amount_minor: i64,
    currency: Currency,
    outcome: OutcomeName,
    code: Option<String>,
}

/// An act of the journal.
#[derive(JsonSchema)]
pub struct Act {
    /// Its number.
    intent: i64,
    order: String,
    operation: Operation,
    act: ActName,
    /// Uni's id of the document.
    document_id: Option<i64>,
    ordinal: u64,
    amount_minor: i64,
    currency: Currency,
    /// The idempotency key.
    key: String,
    at: Moment,
    outcome: OutcomeName,
    code: Option<String>,
    /// What the other side calls it.
    receipt: Option<String>,
    outcome_at: Option<Moment>,
    /// Who told the outcome, where a person did.
    told_by: Option<String>,
    reason: Option<String>,
}

/// A request and its answer, redacted.
#[derive(JsonSchema)]
pub struct Exchange {
    at: Moment,
    system: String,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    status: Option<u16>,
    ms: u64,
    request: Option<String>,
    response: Option<String>,
    error: Option<String>,
}

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
    last_run: Option<LastRun>,
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
