//! What is done next on an order, and what of it is not done by itself, and why, in words for people.
//!
//! It only says what the assessment lists, leaves out of its steps, or leaves to a person. It decides nothing. "Nothing" is
//! said only where nobody is waited for.

use serde_json::{Value, json};

use uniac_core::act::Act;
use uniac_core::assess::{Assessment, Attention, Mode, Step};
use uniac_core::ledger::Balance;
use uniac_core::money::{Currency, Money};
use uniac_core::order::{Document, DocumentId};
use uniac_core::purchase::Case;
use uniac_texts::{label, t};

use crate::cli::view::words;

/// Says what is done next, or that it waits for a person, and why.
pub fn next_text(case: &Case, assessment: &Assessment) -> String {
    match (assessment.next(), assessment.attention) {
        (Some(step), _) => match step.mode {
            Mode::Auto => t!("next-auto", step = step_text(case, step)),
            Mode::Manual => t!("next-manual", step = step_text(case, step)),
        },
        (None, None) => t!("next-nothing"),
        (None, Some(Attention::UnknownOutcome)) => t!("next-unknown"),
        (None, Some(attention)) => t!("next-person", attention = words::cause(attention.name())),
    }
}

fn step_text(case: &Case, step: &Step) -> String {
    let operation = label(step.operation().name());
    match case.order.documents.iter().find(|d| Some(d.id) == step.document) {
        Some(invoice) => {
            t!("next-step-on", operation = operation, sum = step.money, invoice = &invoice.number)
        }
        None => t!("next-step", operation = operation, sum = step.money),
    }
}

/// An act that is due by the sums and can be done by nobody as long as its reason stands.
struct Barred {
    act: Act,
    invoice: Option<DocumentId>,
    minor: i64,
    /// The attention behind it.
    attention: Option<Attention>,
    /// The same in words.
    why: String,
}

/// Returns what is due by the sums and can be done by nobody as long as its reason stands.
pub fn barred(case: &Case, assessment: &Assessment) -> Vec<String> {
    let line = |barred: Barred| {
        let what = act_words(case, barred.act, barred.invoice, barred.minor);
        format!("{what}: {}", barred.why)
    };
    let mut lines: Vec<String> = on_invoices(assessment).into_iter().map(line).collect();
    lines.extend(whole_order(assessment));
    lines.extend(release(case, assessment).map(line));
    lines
}

/// Returns the same for programs: each act with its amount.
pub fn barred_json(case: &Case, assessment: &Assessment) -> Vec<Value> {
    let row = |barred: Barred| {
        let document = document(case, barred.invoice);
        json!({
            "operation": barred.act.operation().name(),
            "invoice": document.map(|document| &document.number),
            "amount_minor": barred.minor,
            "currency": currency(case, document).to_string(),
            "why": barred.attention.map(Attention::name),
        })
    };
    on_invoices(assessment).into_iter().chain(release(case, assessment)).map(row).collect()
}

fn on_invoices(assessment: &Assessment) -> Vec<Barred> {
    let mut all = Vec::new();
    for balance in &assessment.ledger.balances {
        for (act, due) in due(balance, assessment) {
            let minor = due - listed(assessment, act, balance.invoice);
            if minor > 0 {
                let (invoice, attention) = (Some(balance.invoice), assessment.what_bars(act));
                let why = attention
                    .map_or_else(|| t!("barred-unexplained"), |why| words::cause(why.name()));
                all.push(Barred { act, invoice, minor, attention, why });
            }
        }
    }
    all
}

/// Returns what each attention that bars the whole order leaves undone.
fn whole_order(assessment: &Assessment) -> impl Iterator<Item = String> {
    let about_whose = [Attention::DoubtfulLink, Attention::ClaimedTwice];
    let found = assessment.attentions.iter().filter(move |a| about_whose.contains(a));
    found.map(|attention| t!("barred-whole-order", attention = words::cause(attention.name())))
}

/// Returns what waits for a person beside the first step.
pub fn waiting(case: &Case, assessment: &Assessment) -> Vec<String> {
    let later = assessment.steps.iter().skip(1).filter(|step| step.mode == Mode::Manual);
    let line = |step: &Step| {
        let why = step.why.map_or_else(|| t!("barred-person"), |why| words::cause(why.name()));
        format!("{}: {why}", act_words(case, step.act, step.document, step.money.minor))
    };
    later.map(line).collect()
}

/// An order that no provider pays is left out.
fn due(balance: &Balance, assessment: &Assessment) -> [(Act, i64); 2] {
    let has_no_provider = assessment.remarks.contains(&Attention::NoPayment);
    let capture = if has_no_provider { 0 } else { balance.missing() };
    [(Act::Capture, capture), (Act::Refund, balance.refund_due())]
}

fn listed(assessment: &Assessment, act: Act, invoice: DocumentId) -> i64 {
    let same = |step: &&Step| step.act == act && step.document == Some(invoice);
    let minors = assessment.steps.iter().filter(same).map(|step| step.money.minor);
    minors.fold(0, i64::saturating_add)
}

/// The release on an order that was deleted or closed, where it is not among the steps.
fn release(case: &Case, assessment: &Assessment) -> Option<Barred> {
    let reserved = assessment.ledger.capturable;
    let is_listed = assessment.steps.iter().any(|step| step.act == Act::Cancel);
    let asks = case.order.uni.progress.is_dropped() && reserved > 0 && !is_listed;
    let why = match assessment.attention {
        Some(attention) => words::cause(attention.name()),
        None => match case.order.drafts.first() {
            Some(draft) => draft_words(draft),
            None if case.ties.siblings.is_empty() => t!("barred-not-settled"),
            None => t!("barred-other-order"),
        },
    };
    let (act, attention) = (Act::Cancel, assessment.attention);
    asks.then_some(Barred { act, invoice: None, minor: reserved, attention, why })
}

fn draft_words(draft: &Document) -> String {
    let sum = Money::new(draft.amount_minor, draft.currency);
    match draft.number.as_str() {
        "" => t!("barred-draft-unnamed", sum = sum),
        number => t!("barred-draft", draft = number, sum = sum),
    }
}

fn act_words(case: &Case, act: Act, document: Option<DocumentId>, minor: i64) -> String {
    let document = self::document(case, document);
    let what = words::act(act);
    let sum = Money::new(minor, currency(case, document));
    match document {
        Some(invoice) => {
            t!("barred-act-on", act = what, sum = sum, invoice = &invoice.number)
        }
        None => t!("barred-act", act = what, sum = sum),
    }
}

fn document(case: &Case, id: Option<DocumentId>) -> Option<&Document> {
    case.order.documents.iter().find(|known| Some(known.id) == id)
}

fn currency(case: &Case, document: Option<&Document>) -> Currency {
    document.map_or(case.order.uni.currency, |document| document.currency)
}
