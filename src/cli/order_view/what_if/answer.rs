//! What the rules answer when an invoice is credited by a credit note that does not exist.
//!
//! It has no rules of its own: it compares what they say before and after.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::typed;
use uniac_core::act::Act;
use uniac_core::assess::{Assessment, Attention, Mode, Step};
use uniac_core::ledger::Balance;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, DocumentKind};
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// Ids from here on are no document's in Uni.
const FIRST_ID: i64 = i64::MAX - 10_000;

/// What crediting one invoice would do.
pub struct Answer {
    pub invoice: Document,
    pub credited: Money,
    /// What is paid back, and who does it.
    pub refund: Option<Step>,
    /// What would be to be paid back and is not, because something bars it.
    pub barred_minor: i64,
    /// What was due as a capture before, and afterwards.
    pub capture_due: (i64, i64),
    pub held_before: i64,
    /// Whether `sync` would have captured for it by itself.
    pub is_captured_next: bool,
    pub why: Option<Attention>,
    /// What passes to another invoice of the purchase, by that invoice's number.
    pub passes: Vec<(String, Money)>,
}

/// Why crediting an invoice does not simply pay the customer back; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Something bars the refund.
    Barred,
    /// A person has to refund it.
    ByHand,
    /// Nothing was taken for it, so nothing can be paid back.
    NothingTaken,
}

impl Trouble {
    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Trouble::Barred => "barred",
            Trouble::ByHand => "by-hand",
            Trouble::NothingTaken => "nothing-taken",
        }
    }
}

impl Answer {
    /// Returns why the customer is not simply paid back, where that is so.
    pub fn trouble(&self) -> Option<Trouble> {
        if self.barred_minor > 0 {
            return Some(Trouble::Barred);
        }
        match &self.refund {
            Some(step) if step.mode == Mode::Manual && !self.waits() => Some(Trouble::ByHand),
            Some(_) => None,
            None => (self.held_before == 0 && self.passes.is_empty() && !self.is_captured_next)
                .then_some(Trouble::NothingTaken),
        }
    }

    /// Returns whether the refund only waits a little.
    pub fn waits(&self) -> bool {
        self.why == Some(Attention::WaitsUntil)
    }
}

/// What of an invoice is not credited yet.
pub fn left(document: &Document, before: &Assessment) -> i64 {
    let credited = before.ledger.balance(document.id).map_or(0, |balance| balance.credited);
    (document.amount_minor - credited).max(0)
}

/// Returns the invoices of an order of which something is left to credit: all, or the one of a number.
pub fn open_invoices<'a>(
    case: &'a Case,
    before: &Assessment,
    number: Option<&str>,
) -> Vec<&'a Document> {
    let is_wanted = |document: &&Document| {
        let is_named = number.is_none_or(|number| document.number == number);
        document.kind == DocumentKind::Invoice && is_named && left(document, before) > 0
    };
    case.order.documents.iter().filter(is_wanted).collect()
}

/// Reads the amount that is credited of an invoice.
pub fn minor(text: &str, invoice: &Document) -> Result<i64> {
    let none = |why: String| Error::usage("usage", t!("what-if-no-amount", text = text)).hint(why);
    let amount = typed::amount(text).map_err(|wrong| none(wrong.0))?;
    let minor = invoice.currency.minor(amount).ok().filter(|minor| *minor > 0);
    minor.ok_or_else(|| none(t!("what-if-no-amount-hint")))
}

/// Adds a credit note as Uni would have it: final, of this moment, on one invoice.
pub fn credit(case: &mut Case, invoice: &Document, minor: i64, index: usize, now: Timestamp) {
    let id = DocumentId(FIRST_ID + i64::try_from(index).unwrap_or_default());
    let is_it = |document: &&mut Document| {
        document.id == invoice.id && document.kind == DocumentKind::Invoice
    };
    if let Some(known) = case.order.documents.iter_mut().find(is_it) {
        known.unpaid_minor = (known.unpaid_minor - minor).max(0);
    }
    case.order.documents.push(Document {
        id,
        number: String::new(),
        kind: DocumentKind::CreditNote { credits: Some(invoice.id) },
        date: TimeZone::UTC.to_datetime(now).date(),
        amount_minor: minor,
        parts: Vec::new(),
        whole_minor: Some(minor),
        unpaid_minor: 0,
        unpaid_base: None,
        inexact: None,
        is_draft: false,
        created_at: Some(now),
        unreadable: None,
        ..invoice.clone()
    });
    case.kept.seen.insert(id, now);
}

/// Returns what crediting an invoice would do, by what the rules say before and after.
pub fn answer(invoice: &Document, minor: i64, before: &Assessment, after: &Assessment) -> Answer {
    let id = invoice.id;
    let balance =
        |assessment: &Assessment| assessment.ledger.balance(id).cloned().unwrap_or_default();
    let (was, is) = (balance(before), balance(after));
    let is_refund = |step: &&Step| step.act == Act::Refund && step.document == Some(id);
    let refund = after.steps.iter().find(is_refund).cloned();
    let listed = refund.as_ref().map_or(0, |step| step.money.minor);
    let barred_minor = (is.refund_due() - listed).max(0);
    let why = match &refund {
        Some(step) => step.why,
        None if barred_minor > 0 => after.attention,
        None if was.held() == 0 => Some(Attention::CreditedWithoutCapture)
            .filter(|a| after.attentions.contains(a) || after.remarks.contains(a)),
        None => None,
    };
    Answer {
        credited: Money::new(minor, invoice.currency),
        invoice: invoice.clone(),
        refund,
        barred_minor,
        capture_due: (was.capture_due(), is.capture_due()),
        held_before: was.held(),
        is_captured_next: before.steps.iter().any(|step| {
            step.act == Act::Capture && step.mode == Mode::Auto && step.document == Some(id)
        }),
        why,
        passes: Vec::new(),
    }
}

/// Gives to the answers that have none what is to be paid back on other invoices: whose a capture of others was is seen anew
/// with each document, so that the money of one invoice can come back as that of another.
pub fn take_elsewhere(answers: &mut [Answer], before: &Assessment, after: &Assessment) {
    let credited: Vec<DocumentId> = answers.iter().map(|answer| answer.invoice.id).collect();
    let others = after.ledger.balances.iter().filter(|b| !credited.contains(&b.invoice));
    for balance in others {
        let was = before.ledger.balance(balance.invoice).map_or(0, Balance::refund_due);
        let due = balance.refund_due() - was;
        let open = answers.iter_mut().find(|answer| {
            answer.refund.is_none() && answer.barred_minor == 0 && answer.held_before > 0
        });
        let (true, Some(answer)) = (due > 0, open) else { continue };
        let is_its =
            |step: &&Step| step.act == Act::Refund && step.document == Some(balance.invoice);
        match after.steps.iter().find(is_its) {
            Some(step) => {
                let money = Money::new(due, step.money.currency);
                answer.why = step.why;
                answer.refund = Some(Step { money, ..step.clone() });
            }
            None => {
                answer.why = after.attention;
                answer.barred_minor = due;
            }
        }
    }
}

/// Returns what passes from the credited invoice to others that lack it: less is held for it afterwards, more for them.
pub fn passing(
    case: &Case,
    answer: &Answer,
    before: &Assessment,
    after: &Assessment,
) -> Vec<(String, Money)> {
    let held = |assessment: &Assessment, id| assessment.ledger.balance(id).map_or(0, Balance::held);
    if held(after, answer.invoice.id) >= held(before, answer.invoice.id) {
        return Vec::new();
    }
    let is_other = |document: &&Document| {
        document.kind == DocumentKind::Invoice && document.id != answer.invoice.id
    };
    let others = case.order.documents.iter().filter(is_other);
    let lacks = |id| before.ledger.balance(id).map_or(0, Balance::capture_due);
    let gained = |id| (held(after, id) - held(before, id)).min(lacks(id));
    others
        .map(|other| (other, gained(other.id)))
        .filter(|(_, minor)| *minor > 0)
        .map(|(other, minor)| (other.number.clone(), Money::new(minor, other.currency)))
        .collect()
}
