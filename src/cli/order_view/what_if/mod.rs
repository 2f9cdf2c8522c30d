//! What if an order were credited in Uni? The rules themselves answer, on the order with a credit note that does not exist.
//!
//! It has no rules of its own, writes nothing, and sends nothing.

mod answer;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Page};
use uniac_core::assess::{Assessment, Attention, Company, Mode, assess};
use uniac_core::money::{Currency, Money};
use uniac_core::order::Document;
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::view::{moment, words};
use answer::{Answer, answer, credit, left, minor, open_invoices, passing, take_elsewhere};

pub use answer::Trouble;

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
                    t!("what-if-waits", sum = sum, until = moment::minute(until, zone))
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
