//! What if an order were credited in Uni? The rules themselves answer, on the order with a credit note that does not exist.
//!
//! It has no rules of its own, writes nothing, and sends nothing.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Page};
use uniac_core::act::Act;
use uniac_core::assess::{Assessment, Attention, Company, Mode, Step, assess};
use uniac_core::ledger::Balance;
use uniac_core::money::{Money, parse_decimal};
use uniac_core::order::{Document, DocumentId, DocumentKind};
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::told;
use super::words;

/// Ids from here on are no document's in Uni.
const FIRST_ID: i64 = i64::MAX - 10_000;

/// What crediting one invoice would do.
struct Answer {
    invoice: Document,
    credited: Money,
    /// What is paid back, and who does it.
    refund: Option<Step>,
    /// What would be to be paid back and is not, because something bars it.
    barred_minor: i64,
    /// What was due as a capture before, and afterwards.
    capture_due: (i64, i64),
    held_before: i64,
    why: Option<Attention>,
    /// What passes to another invoice of the purchase, by that invoice's number.
    passes: Vec<(String, Money)>,
}

/// What crediting would do.
pub struct WhatIf {
    answers: Vec<Answer>,
    after: Assessment,
}

impl WhatIf {
    /// Asks the rules. `name` is what was typed for the order: with `invoice:NUMBER` it is about that invoice.
    ///
    /// # Errors
    /// `usage`: the order has no invoice, several where an amount is named, or the amount is none.
    pub fn of(
        case: &Case,
        company: &Company,
        name: &str,
        amount: Option<&str>,
        now: Timestamp,
    ) -> Result<WhatIf> {
        let before = assess(case, company, now);
        let wanted = name.strip_prefix("invoice:");
        let left = |document: &Document| {
            let credited = before.ledger.balance(document.id).map_or(0, |b| b.credited);
            (document.amount_minor - credited).max(0)
        };
        let is_wanted = |document: &&Document| {
            let is_named = wanted.is_none_or(|number| document.number == number);
            document.kind == DocumentKind::Invoice && is_named && left(document) > 0
        };
        let invoices: Vec<&Document> = case.order.documents.iter().filter(is_wanted).collect();
        let number = &case.order.uni.number;
        if invoices.is_empty() {
            return Err(Error::usage("usage", t!("what-if-nothing", order = number))
                .hint(t!("what-if-nothing-hint", order = number)));
        }
        let credited = match (amount, invoices.as_slice()) {
            (None, all) => all.iter().map(|invoice| left(invoice)).collect(),
            (Some(text), [invoice]) => vec![minor(text, invoice)?],
            (Some(_), all) => {
                let numbers: Vec<String> =
                    all.iter().map(|invoice| format!("invoice:{}", invoice.number)).collect();
                return Err(Error::usage("usage", t!("what-if-which", order = number))
                    .hint(t!("what-if-which-hint", names = numbers.join(", "))));
            }
        };
        let mut changed = case.clone();
        for (index, (invoice, minor)) in invoices.iter().zip(&credited).enumerate() {
            credit(&mut changed, invoice, *minor, index, now);
        }
        let after = assess(&changed, company, now);
        let answers = invoices.iter().zip(&credited);
        let answers = answers.map(|(invoice, minor)| answer(invoice, *minor, &before, &after));
        let mut answers: Vec<Answer> = answers.collect();
        // Of several that are credited at once nobody could say whose money went where.
        if let [only] = answers.as_mut_slice() {
            only.passes = passing(case, only, &before, &after);
        }
        Ok(WhatIf { answers, after })
    }

    /// Returns the JSON of `if_credited` in `uniac.order/1`.
    pub fn json(&self) -> Vec<Value> {
        let until = self.after.waits_until.map(|until| until.to_string());
        let answer = |answer: &Answer| {
            json!({
                "invoice": answer.invoice.number,
                "credited_minor": answer.credited.minor,
                "currency": answer.credited.currency.to_string(),
                "refund_minor": answer.refund.as_ref().map_or(0, |step| step.money.minor),
                "barred_minor": answer.barred_minor,
                "mode": answer.refund.as_ref().map(|step| step.mode.name()),
                "why": answer.why.map(Attention::name),
                "waits_until": until.as_ref().filter(|_| answer.waits()),
                "capture_minor_before": answer.capture_due.0,
                "capture_minor_after": answer.capture_due.1,
                "passes": answer
                    .passes
                    .iter()
                    .map(|(invoice, sum)| json!({
                        "invoice": invoice,
                        "amount_minor": sum.minor,
                        "currency": sum.currency.to_string(),
                    }))
                    .collect::<Vec<_>>(),
                "attentions": self.after.attentions.iter().map(|a| a.name()).collect::<Vec<_>>(),
            })
        };
        self.answers.iter().map(answer).collect()
    }

    /// Returns the page: it is not that of the order, lest anybody takes what might be for what is.
    pub fn page(&self, case: &Case, zone: &TimeZone) -> Page {
        let mut page = Page::new();
        page.heading(t!("what-if-heading", order = &case.order.uni.number));
        if self.answers.len() > 1 {
            page.paragraph(t!("what-if-all"));
        }
        for answer in &self.answers {
            let key =
                t!("what-if-invoice", invoice = &answer.invoice.number, sum = answer.credited);
            page.paragraph(key);
            let order = &case.order.uni.number;
            page.pair("then", Cell::new(self.verdict(answer, order, zone)));
            for (invoice, sum) in &answer.passes {
                let text = t!("what-if-passes", sum = *sum, invoice = invoice);
                page.pair("besides", Cell::new(text));
            }
            if let Some(why) = answer.why {
                page.pair("because of", Cell::new(format!("{why}: {}", words::attention(why))));
            }
            let (before, after) = answer.capture_due;
            if before > after {
                let money = |minor| Money::new(minor, answer.credited.currency);
                let text = t!("what-if-capture", before = money(before), after = money(after));
                page.pair("to capture", Cell::new(text));
            }
        }
        page.note(t!("what-if-nothing-was-done"));
        page
    }

    fn verdict(&self, answer: &Answer, order: &str, zone: &TimeZone) -> String {
        let currency = answer.credited.currency;
        let sum = answer.refund.as_ref().map(|step| step.money);
        match (sum, &answer.refund) {
            (Some(sum), Some(step)) if step.mode == Mode::Auto => t!("what-if-auto", sum = sum),
            (Some(sum), Some(_)) if answer.waits() => match self.after.waits_until {
                Some(until) => {
                    t!("what-if-waits", sum = sum, until = told::minute(until, zone))
                }
                None => t!("what-if-auto", sum = sum),
            },
            (Some(sum), Some(_)) => t!("what-if-manual", sum = sum, order = order),
            _ if answer.barred_minor > 0 => {
                t!("what-if-barred", sum = Money::new(answer.barred_minor, currency))
            }
            _ if !answer.passes.is_empty() => t!("what-if-passed-on"),
            _ if answer.held_before == 0 => t!("what-if-never-captured"),
            _ => t!("what-if-nothing-due"),
        }
    }
}

impl Answer {
    fn waits(&self) -> bool {
        self.why == Some(Attention::WaitsUntil)
    }
}

fn minor(text: &str, invoice: &Document) -> Result<i64> {
    let amount = parse_decimal(text).ok().and_then(|amount| invoice.currency.minor(amount).ok());
    amount.filter(|minor| *minor > 0).ok_or_else(|| {
        Error::usage("usage", t!("what-if-no-amount", text = text))
            .hint(t!("what-if-no-amount-hint"))
    })
}

/// Adds a credit note as Uni would have it: final, of this moment, on one invoice.
fn credit(case: &mut Case, invoice: &Document, minor: i64, index: usize, now: Timestamp) {
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

fn answer(invoice: &Document, minor: i64, before: &Assessment, after: &Assessment) -> Answer {
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
        why,
        passes: Vec::new(),
    }
}

/// Returns what passes from the credited invoice to others that lack it: less is held for it afterwards, more for them.
fn passing(
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
    let gained = others.map(|other| (other, held(after, other.id) - held(before, other.id)));
    gained
        .filter(|(_, minor)| *minor > 0)
        .map(|(other, minor)| (other.number.clone(), Money::new(minor, other.currency)))
        .collect()
}
