//! Money between what is owed and what is held, and why it is there. Pure.
//!
//! Silence is the worst failure: every krone that was invoiced and is not held is in here with its cause, whatever stands in
//! its way, and so is every krone that is held and that no invoice asks for. Nothing that is done may depend on it.

use jiff::civil::Date;

use crate::act::{Act, Intent};
use crate::assess::{Assessment, Attention, Bar, Mode, Step};
use crate::money::Currency;
use crate::order::{DocumentId, NO_DAY};
use crate::purchase::{Case, Skip};

/// The cause of what the next `sync` takes or pays back.
pub const DUE: &str = "due";

/// The cause of what nothing is known to stand in the way of, and nothing is due on.
pub const UNEXPLAINED: &str = "none";

/// What explains by itself that an invoice's money is missing, although it bars no act.
const NO_MONEY: [Attention; 3] =
    [Attention::MethodNotConfigured, Attention::PaymentNotFound, Attention::Unlinked];

/// What explains by itself that more is held than is asked for.
const NO_INVOICE: [Attention; 1] = [Attention::CapturedNotInvoiced];

/// With these a person looks before anything is done, also where the command would do it.
const TO_BE_SEEN: [Attention; 5] = [
    Attention::CreditNotPlaced,
    Attention::DocumentWithdrawn,
    Attention::CancelledInShop,
    Attention::OrderGone,
    Attention::RefundedElsewhere,
];

/// Returns whether a person looks at an order with these attentions before anything is done.
pub fn is_to_be_seen(attentions: &[Attention]) -> bool {
    attentions.iter().any(|attention| TO_BE_SEEN.contains(attention))
}

/// What an order lacks, or has too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Why: `due`, the id of an attention or remark, or `none`.
    pub cause: &'static str,
    /// The currency.
    pub currency: Currency,
    /// What of it stands on which invoice, oldest first.
    pub parts: Vec<Part>,
    /// How it goes on.
    pub way: Way,
}

/// What of a gap stands on one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The invoice; `None` for money that belongs to none.
    pub invoice: Option<DocumentId>,
    /// The invoice's date, or the order's.
    pub date: Date,
    /// How much, minor units; more than nothing.
    pub minor: i64,
}

/// How it goes on with an order: the command that a person gives next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The next `sync` does it.
    Sync,
    /// A person captures it.
    Capture,
    /// A person pays it back.
    Refund,
    /// A person releases what is reserved.
    Release,
    /// It is looked how an act without an answer ended.
    Settle,
    /// A person looks at the order, and decides or mends it elsewhere.
    Look,
}

impl Gap {
    /// Returns the sum, minor units.
    pub fn minor(&self) -> i64 {
        sum(&self.parts)
    }

    /// Returns the oldest date among its parts, as far as one is known.
    pub fn oldest(&self) -> Option<Date> {
        self.parts.iter().map(|part| part.date).filter(|date| *date != NO_DAY).min()
    }
}

/// Returns what is owed on an order's invoices and not held for them: too much on one never hides what another lacks.
/// `None` when nothing is; what is paid by no provider (bank transfer, invoice, cash on delivery) is not missing.
pub fn missing(case: &Case, assessment: &Assessment) -> Option<Gap> {
    if assessment.remarks.contains(&Attention::NoPayment) {
        return None;
    }
    let ledger = &assessment.ledger;
    // What others have paid back for no credit note is not held any more. It was too much first, then it is missing.
    let mut gone = (ledger.refunded_left_over - ledger.captured_left_over).max(0);
    for balance in &ledger.balances {
        gone -= gone.min((balance.held() - balance.owed()).max(0));
    }
    let due = ledger.balances.iter().map(|balance| {
        let lost = gone.min(balance.held().min(balance.owed()).max(0));
        gone -= lost;
        (balance.invoice, balance.missing() + lost)
    });
    let parts = parts(case, due);
    let cause = cause(case, assessment, Act::Capture, sum(&parts), &NO_MONEY);
    gap(case, assessment, parts, cause, Act::Capture)
}

/// Returns what is held of an order and what no invoice asks for; `None` when nothing is. What orders that share a payment
/// have too much together is counted on the first of them.
pub fn excess(case: &Case, assessment: &Assessment) -> Option<Gap> {
    let ledger = &assessment.ledger;
    let due = ledger.balances.iter().map(|balance| (balance.invoice, balance.refund_due()));
    let mut parts = parts(case, due);
    let beside = ledger.captured_left_over - ledger.refunded_left_over;
    if beside > 0 && !assessment.is_counted_elsewhere {
        parts.push(Part { invoice: None, date: case.order.uni.placed, minor: beside });
    }
    // What others have paid back for no credit note is not held any more.
    let mut gone = (-beside).max(0);
    for part in &mut parts {
        let taken = part.minor.min(gone);
        part.minor -= taken;
        gone -= taken;
    }
    parts.retain(|part| part.minor > 0);
    let cause = cause(case, assessment, Act::Refund, sum(&parts), &NO_INVOICE);
    gap(case, assessment, parts, cause, Act::Refund)
}

/// Returns how it goes on with an order, whatever it is about.
pub fn way(case: &Case, assessment: &Assessment) -> Way {
    let gap = missing(case, assessment).or_else(|| excess(case, assessment));
    match (gap, assessment.next()) {
        (Some(gap), _) => gap.way,
        (None, Some(Step { mode: Mode::Auto, .. })) => Way::Sync,
        (None, Some(step)) => match step.act {
            Act::Capture => Way::Capture,
            Act::Refund => Way::Refund,
            Act::Cancel => Way::Release,
            _ => Way::Look,
        },
        (None, None) if case.intents.iter().any(Intent::is_open) => Way::Settle,
        (None, None) => Way::Look,
    }
}

fn gap(
    case: &Case,
    assessment: &Assessment,
    parts: Vec<Part>,
    cause: &'static str,
    act: Act,
) -> Option<Gap> {
    let currency = case.order.uni.currency;
    let way = way_on(case, assessment, cause, act);
    (!parts.is_empty()).then_some(Gap { cause, currency, parts, way })
}

fn parts(case: &Case, due: impl Iterator<Item = (DocumentId, i64)>) -> Vec<Part> {
    let date = |id: DocumentId| {
        let document = case.order.documents.iter().find(|document| document.id == id);
        document.map_or(case.order.uni.placed, |document| document.date)
    };
    let due = due.filter(|(_, minor)| *minor > 0);
    due.map(|(id, minor)| Part { invoice: Some(id), date: date(id), minor }).collect()
}

fn sum(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.minor).fold(0, i64::saturating_add)
}

fn cause(
    case: &Case,
    assessment: &Assessment,
    act: Act,
    minor: i64,
    explaining: &[Attention],
) -> &'static str {
    let steps: Vec<&Step> = assessment.steps.iter().filter(|step| step.act == act).collect();
    let auto = steps.iter().filter(|step| step.mode == Mode::Auto);
    let left = auto.clone().find_map(|step| case.skip_of(step.act, step.document));
    let sum = auto.map(|step| step.money.minor).fold(0, i64::saturating_add);
    if act == Act::Capture && assessment.remarks.contains(&Attention::InReview) {
        return Attention::InReview.name();
    }
    if sum >= minor && left.is_none() {
        return DUE;
    }
    let left = left.map(Skip::attention);
    let explains = |attention: &&Attention| {
        attention.bar(act) != Bar::Free
            || explaining.contains(*attention)
            || steps.iter().any(|step| step.why == Some(**attention))
            || left == Some(**attention)
    };
    let attention = assessment.attentions.iter().find(explains);
    let remark = assessment.remarks.iter().find(|remark| **remark == Attention::WaitsUntil);
    let known = attention.or(remark).copied().or(assessment.attention);
    match known {
        Some(attention) => attention.name(),
        // A refund goes first, and the capture follows it.
        None if sum > 0 || !assessment.steps.is_empty() => DUE,
        None => UNEXPLAINED,
    }
}

fn way_on(case: &Case, assessment: &Assessment, cause: &str, act: Act) -> Way {
    let comes_by_itself = [DUE, Attention::WaitsUntil.name(), Attention::InReview.name()];
    if comes_by_itself.contains(&cause) {
        return Way::Sync;
    }
    let step = assessment.steps.iter().find(|step| step.act == act);
    // What is over its bounds is so in the next run, too.
    let is_over = cause == Attention::OverBounds.name();
    match step.map(|step| step.mode) {
        // Nobody is told to take money where a look may show that it must not be taken.
        Some(Mode::Manual) if is_to_be_seen(&assessment.attentions) => Way::Look,
        Some(Mode::Auto) if !is_over => Way::Sync,
        Some(_) if act == Act::Capture => Way::Capture,
        Some(_) => Way::Refund,
        None if case.has_unknown_money() => Way::Settle,
        None => Way::Look,
    }
}
