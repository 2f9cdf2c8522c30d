//! The views of an order: the JSON of `uniac.orders/1` and `uniac.order/1`, and the row of a table.
//!
//! Every figure comes from the assessment. Nothing may be computed here that a rule depends on.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use uniac_core::assess::{Assessment, Attention, Step};
use uniac_core::ledger::{self, Balance};
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, DocumentKind, day_text};
use uniac_core::owed;
use uniac_core::purchase::Case;
use uniac_store::Acceptance;
use uniac_texts::in_words;

use super::accepted::word_json;
use super::figures::Figures;
use super::next_command::Ways;
use super::purchase;
use crate::cli::view::journal::intent_json;

/// One order in `uniac.orders/1`. Amounts are minor units of `currency`.
#[derive(Debug, Clone, Serialize)]
pub struct OrderView {
    /// Uni's order number.
    pub order: String,
    /// The shop's order number.
    pub shop_order: Option<String>,
    /// The customer's name.
    pub customer: String,
    /// The date of the order.
    pub placed: String,
    /// The currency.
    pub currency: String,
    /// The order's total.
    pub total_minor: i64,
    /// What can still be captured, of the order's currency.
    pub reserved_minor: i64,
    /// What is reserved in another currency, which is in no sum of the order: `amount_minor`, `currency`.
    pub reserved_otherwise: Option<Value>,
    /// The sum of the invoices.
    pub invoiced_minor: i64,
    /// What was captured.
    pub captured_minor: i64,
    /// The sum of the credit notes.
    pub credited_minor: i64,
    /// What was refunded.
    pub refunded_minor: i64,
    /// Invoiced less credited, over the invoices.
    pub owed_minor: i64,
    /// Captured less refunded.
    pub held_minor: i64,
    /// Owed and not held, over the invoices; never negative.
    pub missing_minor: i64,
    /// Captured less refunded, and asked for by no invoice; never negative.
    pub excess_minor: i64,
    /// When the reservation ends, or its guarantee where that is earlier, while something is reserved.
    pub closes_at: Option<String>,
    /// When the provider closes the reservation by itself.
    pub technically_until: Option<String>,
    /// Until when a capture is guaranteed, where that is known to be less.
    pub guaranteed_until: Option<String>,
    /// Where the money is.
    pub state: &'static str,
    /// The shop's status, `null` when the shop does not know the order.
    pub shop_status: Option<String>,
    /// `false`: held.
    pub autocapture: bool,
    /// The first due step.
    pub next: Option<Value>,
    /// Why it is not simply done.
    pub attention: Option<&'static str>,
    /// All that a person should know, worst first.
    pub attentions: Vec<&'static str>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<&'static str>,
    /// Until when what waits a little waits.
    pub waits_until: Option<String>,
    /// Who has seen the attention, as long as the case has not changed since.
    pub accepted: Value,
    /// How sure it is that it stems from the shop's order: `sure`, `doubtful`, `by-person` or `none`.
    pub link: &'static str,
    /// What it is about, minor units: what is missing, else what is held too much, else what is reserved, else what waits.
    pub at_stake_minor: i64,
    /// Since when: the date of the oldest invoice that it is about, else the order's.
    pub since: String,
    /// The command that goes on, where something is to be done or to be seen.
    pub command: Option<String>,
    /// The references of the payments: the one that the shop names, and those that our own acts were sent to.
    pub payments: Vec<String>,
    /// The lowest order number among the orders that are tied to it, itself included.
    pub purchase: String,
}

impl OrderView {
    /// Returns the view of an order; whether it is alone in its purchase, the caller knows.
    pub fn new(
        case: &Case,
        assessment: &Assessment,
        accepted: Option<&Acceptance>,
        ways: &Ways,
        now: Timestamp,
    ) -> OrderView {
        let order = &case.order;
        let figures = Figures::of(case, assessment);
        let closing = figures.closing.as_ref();
        let is_to_do = assessment.attention.is_some()
            || assessment.next().is_some()
            || figures.at_gap().is_some();
        let payments = purchase::payments(case, assessment.link);
        OrderView {
            order: order.uni.number.clone(),
            shop_order: order
                .shop
                .as_ref()
                .map(|shop| shop.number.clone())
                .or_else(|| order.uni.shop_reference.clone()),
            customer: order.uni.customer.clone(),
            placed: day_text(order.uni.placed),
            currency: order.uni.currency.to_string(),
            total_minor: order.uni.total_minor,
            reserved_minor: figures.reserved_minor(),
            reserved_otherwise: figures.reserved_otherwise().map(money_json),
            invoiced_minor: sum_of(&order.documents, |kind| kind == DocumentKind::Invoice),
            captured_minor: assessment.ledger.captured,
            credited_minor: sum_of(&order.documents, is_credit_note),
            refunded_minor: assessment.ledger.refunded,
            owed_minor: figures.owed_minor,
            held_minor: figures.held_minor,
            missing_minor: figures.missing_minor(),
            excess_minor: figures.excess_minor(),
            closes_at: figures.closes_at().map(text),
            technically_until: closing.and_then(|closing| closing.technically).map(text),
            guaranteed_until: closing.and_then(|closing| closing.guaranteed).map(text),
            state: assessment.state.name(),
            shop_status: order.shop.as_ref().map(|shop| shop.status.to_string()),
            autocapture: case.active_hold(now).is_none(),
            next: assessment.next().map(|step| step_json(case, step)),
            attention: assessment.attention.map(Attention::name),
            attentions: assessment.attentions.iter().map(|a| a.name()).collect(),
            remarks: assessment.remarks.iter().map(|remark| remark.name()).collect(),
            waits_until: assessment.waits_until.map(text),
            accepted: word_json(accepted),
            link: assessment.link.name(),
            at_stake_minor: figures.at_stake_minor(),
            since: day_text(figures.since().unwrap_or(order.uni.placed)),
            command: is_to_do
                .then(|| ways.on_order(owed::way(case, assessment), &order.uni.number)),
            payments: payments.into_iter().map(str::to_owned).collect(),
            purchase: order.uni.number.clone(),
        }
    }
}

fn money_json(money: Money) -> Value {
    json!({"amount_minor": money.minor, "currency": money.currency.to_string()})
}

/// Returns a moment as JSON has it.
fn text(at: Timestamp) -> String {
    at.to_string()
}

/// Sums up the documents of one kind.
fn sum_of(documents: &[Document], is_wanted: fn(DocumentKind) -> bool) -> i64 {
    documents.iter().filter(|document| is_wanted(document.kind)).map(|d| d.amount_minor).sum()
}

fn is_credit_note(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::CreditNote { .. })
}

fn document_number(case: &Case, step: &Step) -> Option<String> {
    let wanted = step.document?;
    let found = case.order.documents.iter().find(|document| document.id == wanted);
    found.map(|document| document.number.clone())
}

fn step_json(case: &Case, step: &Step) -> Value {
    json!({
        "operation": step.operation().name(),
        "invoice": document_number(case, step),
        "amount_minor": step.money.minor,
        "mode": step.mode.name(),
    })
}

/// Returns the JSON of `uniac.order/1`.
pub fn order_json(view: &OrderView, case: &Case, assessment: &Assessment, now: Timestamp) -> Value {
    let mut value = json!(view);
    let refunds = ledger::refunds_by_credit_note(&assessment.ledger);
    let invoices: Vec<Value> = case
        .order
        .documents
        .iter()
        .map(|document| document_json(case, assessment, document, refunds.get(&document.id)))
        .collect();
    let shop = case.order.shop.as_ref();
    value["payment_method"] = json!(shop.map(|shop| &shop.payment_method));
    value["payment_reference"] = json!(shop.and_then(|shop| shop.payment_reference.as_ref()));
    value["invoices"] = json!(invoices);
    value["drafts"] = case.order.drafts.iter().map(|draft| draft_json(case, draft)).collect();
    value["steps"] =
        json!(assessment.steps.iter().map(|step| step_json(case, step)).collect::<Vec<_>>());
    value["unreadable"] = json!(case.order.doubts().map(in_words).collect::<Vec<_>>());
    value["hold"] = match case.active_hold(now) {
        None => Value::Null,
        Some(hold) => json!({
            "reason": hold.reason,
            "by": hold.by,
            "at": hold.at.to_string(),
            "until": hold.until.map(|until| until.to_string()),
        }),
    };
    let number = &case.order.uni.number;
    let journal: Vec<Value> =
        case.intents.iter().map(|intent| intent_json(number, intent)).collect();
    value["journal"] = json!(journal);
    value
}

/// Returns a document that is not final. Uni gives it a number first when it is, and it has no money.
fn draft_json(case: &Case, draft: &Document) -> Value {
    let number = |id| case.order.documents.iter().find(|d| d.id == id).map(|d| d.number.clone());
    let (kind, credits) = kind_json(draft.kind, number);
    json!({
        "invoice": Some(&draft.number).filter(|number| !number.is_empty()),
        "kind": kind,
        "credits": credits,
        "date": day_text(draft.date),
        "currency": draft.currency.to_string(),
        "amount_minor": draft.amount_minor,
        "first_seen": case.kept.seen.get(&draft.id).map(ToString::to_string),
        "problem": draft.unreadable.as_ref().or(draft.inexact.as_ref()).map(|why| in_words(why)),
    })
}

/// Returns what kind of document it is, and the number of the one that it credits.
fn kind_json(
    kind: DocumentKind,
    number: impl Fn(DocumentId) -> Option<String>,
) -> (&'static str, Option<String>) {
    match kind {
        DocumentKind::Invoice => ("invoice", None),
        DocumentKind::CreditNote { credits } => ("credit-note", credits.and_then(number)),
        DocumentKind::Unknown => ("unknown", None),
    }
}

fn document_json(
    case: &Case,
    assessment: &Assessment,
    document: &Document,
    refunded_by_note: Option<&i64>,
) -> Value {
    let number = |id| case.order.documents.iter().find(|d| d.id == id).map(|d| d.number.clone());
    let balance = assessment.ledger.balance(document.id);
    let (kind, credits) = kind_json(document.kind, number);
    json!({
        "invoice": document.number,
        "kind": kind,
        "credits": credits,
        "date": day_text(document.date),
        "currency": document.currency.to_string(),
        "amount_minor": document.amount_minor,
        "era": case.eras.get(&document.id).map(|era| era.name()),
        "captured_minor": balance.map_or(0, Balance::captured),
        "refunded_minor": balance
            .map(Balance::refunded)
            .or(refunded_by_note.copied())
            .unwrap_or(0),
        "problem":
            document.inexact.as_ref().or(document.unreadable.as_ref()).map(|doubt| in_words(doubt)),
    })
}
