//! Orders: the list, one of them with all that is known of it, and what a person says of some.
#![expect(dead_code, reason = "these types are there for their schemas")]

use schemars::JsonSchema;
use serde::Serialize;

use super::kinds::{Amount, Currency, Day, Link, Mode, Moment, Operation, State};
use super::passes::Act;

/// An order. Amounts are minor units of `currency`.
#[derive(JsonSchema)]
pub struct Order {
    /// Uni's order number.
    order: String,
    /// The shop's order number.
    shop_order: Option<String>,
    /// The customer's name.
    customer: String,
    /// The date of the order.
    placed: Day,
    /// The order's currency.
    currency: Currency,
    /// The order's total.
    total_minor: i64,
    /// What can still be captured, of the order's currency.
    reserved_minor: i64,
    /// What is reserved in another currency; it is in no sum of the order.
    reserved_otherwise: Option<Amount>,
    /// The sum of its invoices.
    invoiced_minor: i64,
    /// What was captured.
    captured_minor: i64,
    /// The sum of its credit notes.
    credited_minor: i64,
    /// What was refunded.
    refunded_minor: i64,
    /// Invoiced, less credited and paid otherwise.
    owed_minor: i64,
    /// Captured less refunded.
    held_minor: i64,
    /// Owed and not held, invoice by invoice; never negative.
    missing_minor: i64,
    /// Held and asked for by no invoice; never negative.
    excess_minor: i64,
    /// When the reservation ends, or its guarantee where that is earlier, while something is reserved.
    closes_at: Option<Moment>,
    /// When the provider closes the reservation.
    technically_until: Option<Moment>,
    /// Until when a capture is guaranteed.
    guaranteed_until: Option<Moment>,
    state: State,
    /// `open`, `completed`, `credited`, `cancelled`, or the shop's own word; `null` when the shop does not know the order.
    shop_status: Option<String>,
    /// `false`: the order has a hold.
    autocapture: bool,
    /// The first due step.
    next: Option<Step>,
    /// The worst attention.
    attention: Option<String>,
    /// All that a person should know, worst first.
    attentions: Vec<String>,
    /// What is worth knowing and needs nobody.
    remarks: Vec<String>,
    /// When what waits a little is due.
    waits_until: Option<Moment>,
    /// Who has seen the attention.
    accepted: Option<Word>,
    link: Link,
    /// What it is about: missing, else held too much, else reserved.
    at_stake_minor: i64,
    /// Since which date.
    since: Day,
    /// What goes on; `null` where nobody need do anything.
    command: Option<String>,
    /// References: of the payment that the shop names, and of those that uniac's own acts were sent to.
    payments: Vec<String>,
    /// The lowest order number among those that share a shop order or payment.
    purchase: String,
    /// With `--if-credited`: what crediting would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    if_credited: Option<Vec<IfCredited>>,
}

/// A step that is due.
#[derive(JsonSchema)]
pub struct Step {
    operation: Operation,
    /// The number of the invoice.
    invoice: Option<String>,
    amount_minor: i64,
    mode: Mode,
}

/// What a person said.
#[derive(JsonSchema)]
pub struct Word {
    by: String,
    at: Moment,
    reason: Option<String>,
}

/// An order with all that is known of it.
#[derive(JsonSchema)]
pub struct OneOrder {
    #[serde(flatten)]
    order: Order,
    /// Its invoices and credit notes.
    invoices: Vec<Invoice>,
    /// Its documents that are not final.
    drafts: Vec<Draft>,
    /// All that is due.
    steps: Vec<Step>,
    /// What is due by the sums and can be done by nobody as long as its reason stands.
    barred: Vec<Barred>,
    hold: Option<Hold>,
    /// What was sent for it.
    journal: Vec<Act>,
    /// The orders of the purchase.
    links: Vec<Tied>,
    /// What the shop's order says of its payment.
    payment_method: Option<String>,
    payment_reference: Option<String>,
    /// What was not understood.
    unreadable: Vec<String>,
    /// What the shop says of each of its orders here.
    shop_sides: Vec<ShopSide>,
    /// Of an order with a doubtful link: orders of the shop that no order in Uni carries and that may be meant.
    perhaps: Vec<ShopSide>,
    /// What happened to the money.
    movements: Vec<Movement>,
    /// Who switched which setting since the order was placed, and what stood then.
    settings: Vec<Said>,
    /// What people have said.
    history: Vec<Said>,
}

/// All orders of an invoice or of a payment.
#[derive(JsonSchema)]
pub struct OrderGroup {
    /// What was typed: `invoice:NUMBER` or `payment:REFERENCE`.
    named: String,
    /// Each order, as in `uniac.order/1`.
    orders: Vec<OneOrder>,
}

/// An act that nobody can do as long as its reason stands.
#[derive(JsonSchema)]
pub struct Barred {
    operation: Operation,
    /// The number of the invoice.
    invoice: Option<String>,
    amount_minor: i64,
    currency: Currency,
    /// The attention that bars it, where one does.
    why: Option<String>,
}

/// Why an order is out of auto-capture.
#[derive(JsonSchema)]
pub struct Hold {
    reason: Option<String>,
    by: String,
    at: Moment,
    /// When it ends; `null`: when it is lifted.
    until: Option<Moment>,
}

/// An invoice or credit note.
#[derive(JsonSchema)]
pub struct Invoice {
    /// Its number.
    invoice: String,
    kind: DocumentKind,
    /// The number of the credited invoice.
    credits: Option<String>,
    date: Day,
    currency: Currency,
    amount_minor: i64,
    era: Option<Era>,
    captured_minor: i64,
    refunded_minor: i64,
    /// What of it is not understood or not exact.
    problem: Option<String>,
}

/// A document that is not final.
#[derive(JsonSchema)]
pub struct Draft {
    /// Its number; `null`: it has none yet.
    invoice: Option<String>,
    kind: DocumentKind,
    /// The number of the invoice that it is to credit.
    credits: Option<String>,
    date: Day,
    currency: Currency,
    amount_minor: i64,
    /// Since when it is known.
    first_seen: Option<Moment>,
    /// What of it is not understood or not exact.
    problem: Option<String>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Invoice,
    CreditNote,
    Unknown,
}

/// Whether it was there before the activation.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Era {
    Predates,
    Auto,
}

/// An order of the purchase, and how it is tied to the shop's.
#[derive(JsonSchema)]
pub struct Tied {
    order: String,
    shop_order: Option<String>,
    link: Link,
    why: String,
    claim_minor: i64,
    currency: Currency,
    /// Who decided, where a person did.
    by: Option<String>,
    at: Option<Moment>,
    reason: Option<String>,
}

/// What the shop says of an order.
#[derive(JsonSchema)]
pub struct ShopSide {
    shop_order: String,
    status: Option<String>,
    total_minor: Option<i64>,
    currency: Option<Currency>,
    placed: Option<Day>,
    /// Whether the customers agree; `null` where one side does not say.
    same_customer: Option<bool>,
}

/// What crediting an invoice would do.
#[derive(JsonSchema)]
pub struct IfCredited {
    invoice: String,
    credited_minor: i64,
    currency: Currency,
    refund_minor: i64,
    /// `null` where nothing is paid back.
    mode: Option<Mode>,
    /// What would be to be paid back and is not.
    barred_minor: i64,
    why: Option<String>,
    /// `barred`, `by-hand` or `nothing-taken`; `null` where the customer is simply paid back.
    trouble: Option<Trouble>,
    waits_until: Option<Moment>,
    capture_minor_before: i64,
    capture_minor_after: i64,
    /// Money that then passes to other invoices of the purchase.
    passes: Vec<Passing>,
    /// Those of the order then.
    attentions: Vec<String>,
}

/// Why crediting does not simply pay the customer back.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    Barred,
    ByHand,
    NothingTaken,
}

/// Money that passes to another invoice.
#[derive(JsonSchema)]
pub struct Passing {
    invoice: String,
    amount_minor: i64,
    currency: Currency,
}

/// Money that moved. What the provider does not tell is `null`.
#[derive(JsonSchema)]
pub struct Movement {
    kind: MovementKind,
    amount_minor: i64,
    currency: Currency,
    at: Option<Moment>,
    payment: String,
    /// What the provider calls it.
    reference: Option<String>,
    invoice: Option<String>,
    by: Option<Mover>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MovementKind {
    Capture,
    Refund,
    Cancel,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mover {
    Uniac,
    Others,
}

/// What a person said of an order or a setting.
#[derive(JsonSchema)]
pub struct Said {
    order: Option<String>,
    what: String,
    /// What it is about.
    on: Option<String>,
    by: String,
    at: Moment,
    reason: Option<String>,
}

/// An order that was taken out of auto-capture, or put back.
#[derive(JsonSchema)]
pub struct HoldRow {
    order: String,
    /// `null` of an order that was left.
    autocapture: Option<bool>,
    hold: Option<HoldSaid>,
    /// Why it was left.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Why>,
}

/// Why nothing was done on an order.
#[derive(JsonSchema)]
pub struct Why {
    /// `uniac explain CODE` has its page.
    code: String,
    /// For people.
    message: String,
}

#[derive(JsonSchema)]
pub struct HoldSaid {
    reason: Option<String>,
    by: String,
    until: Option<Moment>,
}

/// An order that a person tied to the shop's, or apart from it.
#[derive(JsonSchema)]
pub struct LinkRow {
    order: String,
    shop_order: Option<String>,
    linked: bool,
    link: Link,
    warnings: Vec<String>,
}

/// An attention that a person has seen.
#[derive(JsonSchema)]
pub struct Accept {
    order: String,
    attention: Option<String>,
    accepted: Option<Word>,
    /// Why it was left.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Why>,
}
