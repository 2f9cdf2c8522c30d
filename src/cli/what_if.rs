//! What if an order were credited in Uni? The rules themselves answer, on the order with a credit note that does not exist.
//!
//! It has no rules of its own, writes nothing, and sends nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::typed;
use crate::ui::{Cell, Page};
use uniac_core::act::Act;
use uniac_core::assess::{Assessment, Attention, Company, Mode, Step, assess};
use uniac_core::ledger::Balance;
use uniac_core::money::{Currency, Money};
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
    /// Whether `sync` would have captured for it by itself.
    is_captured_next: bool,
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
        let invoices = open_invoices(case, &before, name.strip_prefix("invoice:"));
        let number = &case.order.uni.number;
        if invoices.is_empty() {
            return Err(Error::usage("usage", t!("what-if-nothing", order = number))
                .hint(t!("what-if-nothing-hint", order = number)));
        }
        let credited = match (amount, invoices.as_slice()) {
            (None, all) => all.iter().map(|invoice| left(invoice, &before)).collect(),
            (Some(text), [invoice]) => vec![minor(text, invoice)?],
            (Some(_), all) => {
                let numbers: Vec<String> =
                    all.iter().map(|invoice| format!("invoice:{}", invoice.number)).collect();
                return Err(Error::usage("usage", t!("what-if-which", order = number))
                    .hint(t!("what-if-which-hint", names = numbers.join(", "))));
            }
        };
        Ok(WhatIf::asked(case, company, &before, &invoices, &credited, now))
    }

    /// Asks the rules what crediting all that is left of an order's invoices would do; `None` where nothing is left.
    pub fn of_all(
        case: &Case,
        company: &Company,
        before: &Assessment,
        now: Timestamp,
    ) -> Option<WhatIf> {
        let invoices = open_invoices(case, before, None);
        let credited: Vec<i64> = invoices.iter().map(|invoice| left(invoice, before)).collect();
        (!invoices.is_empty())
            .then(|| WhatIf::asked(case, company, before, &invoices, &credited, now))
    }

    fn asked(
        case: &Case,
        company: &Company,
        before: &Assessment,
        invoices: &[&Document],
        credited: &[i64],
        now: Timestamp,
    ) -> WhatIf {
        let mut changed = case.clone();
        for (index, (invoice, minor)) in invoices.iter().zip(credited).enumerate() {
            credit(&mut changed, invoice, *minor, index, now);
        }
        let after = assess(&changed, company, now);
        let answers = invoices.iter().zip(credited);
        let answers = answers.map(|(invoice, minor)| answer(invoice, *minor, before, &after));
        let mut answers: Vec<Answer> = answers.collect();
        take_elsewhere(&mut answers, before, &after);
        // Of several that are credited at once nobody could say whose money went where.
        if let [only] = answers.as_mut_slice() {
            only.passes = passing(case, only, before, &after);
        }
        WhatIf { answers, after }
    }

    /// Returns the invoices whose crediting does not simply pay the customer back.
    pub fn troubles(&self) -> impl Iterator<Item = TroubledInvoice<'_>> {
        self.answers.iter().filter_map(|answer| {
            Some(TroubledInvoice {
                trouble: answer.trouble()?,
                invoice: &answer.invoice.number,
                money: answer.credited,
                why: answer.why,
            })
        })
    }

    /// Returns what would be credited in all, and what of it would be paid back by whomever.
    pub fn sums(&self) -> Vec<(Money, Money)> {
        let sums = |answer: &Answer| {
            let nothing = Money::new(0, answer.credited.currency);
            (answer.credited, answer.refund.as_ref().map_or(nothing, |step| step.money))
        };
        self.answers.iter().map(sums).collect()
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
                "trouble": answer.trouble().map(Trouble::name),
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
                page.pair(
                    "because of",
                    Cell::new(format!(
                        "{}: {}",
                        words::cause_and_id(why.name()),
                        words::attention(why)
                    )),
                );
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

/// Says what crediting would do on several orders together.
pub fn together(sums: &[Vec<(Money, Money)>]) -> String {
    let mut all: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
    for (credited, refund) in sums.iter().flatten() {
        let sum = all.entry(credited.currency).or_default();
        sum.0 = sum.0.saturating_add(credited.minor);
        sum.1 = sum.1.saturating_add(refund.minor);
    }
    let line = |(currency, (credited, refund))| {
        let (credited, refund) = (Money::new(credited, currency), Money::new(refund, currency));
        t!("what-if-together", credited = credited, refund = refund)
    };
    all.into_iter().map(line).collect::<Vec<_>>().join(" ")
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

/// An invoice whose crediting gives trouble.
pub struct TroubledInvoice<'a> {
    /// What kind of trouble.
    pub trouble: Trouble,
    /// Its number.
    pub invoice: &'a str,
    /// What would be credited.
    pub money: Money,
    /// Because of what.
    pub why: Option<Attention>,
}

impl Answer {
    fn trouble(&self) -> Option<Trouble> {
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

    fn waits(&self) -> bool {
        self.why == Some(Attention::WaitsUntil)
    }
}

/// What of an invoice is not credited yet.
fn left(document: &Document, before: &Assessment) -> i64 {
    let credited = before.ledger.balance(document.id).map_or(0, |balance| balance.credited);
    (document.amount_minor - credited).max(0)
}

/// Returns the invoices of an order of which something is left to credit: all, or the one of a number.
fn open_invoices<'a>(
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

fn minor(text: &str, invoice: &Document) -> Result<i64> {
    let none = |why: String| Error::usage("usage", t!("what-if-no-amount", text = text)).hint(why);
    let amount = typed::amount(text).map_err(|wrong| none(wrong.0))?;
    let minor = invoice.currency.minor(amount).ok().filter(|minor| *minor > 0);
    minor.ok_or_else(|| none(t!("what-if-no-amount-hint")))
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
        is_captured_next: before.steps.iter().any(|step| {
            step.act == Act::Capture && step.mode == Mode::Auto && step.document == Some(id)
        }),
        why,
        passes: Vec::new(),
    }
}

/// Gives to the answers that have none what is to be paid back on other invoices: whose a capture of others was is seen anew
/// with each document, so that the money of one invoice can come back as that of another.
fn take_elsewhere(answers: &mut [Answer], before: &Assessment, after: &Assessment) {
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
    let lacks = |id| before.ledger.balance(id).map_or(0, Balance::capture_due);
    let gained = |id| (held(after, id) - held(before, id)).min(lacks(id));
    others
        .map(|other| (other, gained(other.id)))
        .filter(|(_, minor)| *minor > 0)
        .map(|(other, minor)| (other.number.clone(), Money::new(minor, other.currency)))
        .collect()
}
