//! Passes and what they leave: results, plans, the history, the journal, the exchanges.
#![expect(dead_code, reason = "these types are there for their schemas")]

use schemars::JsonSchema;
use serde::Serialize;

use super::kinds::{
    Act as ActName, Currency, Mode, Moment, Moved, Operation, Outcome as OutcomeName,
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
    /// `true` where `--max-age` left it out because another run has just done it.
    #[serde(skip_serializing_if = "Option::is_none")]
    recent: Option<bool>,
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
    /// Of how many payments an earlier reading stands, because their provider answers only so many.
    postponed: u64,
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
