//! What the report says, section by section: the same tables for the page, the workbook and the terminal.
//!
//! Figures come from the assessment and the reconciliation; here they are only counted together.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::ui::{Cell, Page, date};
use uniac_core::money::{Currency, Money};
use uniac_core::reconcile::{Kind, Period, Reconciliation, Side};
use uniac_system::error::Result;
use uniac_texts::t;

use super::chart::Day;
use super::orders::{AGE_COLUMNS, Count};
use super::section::Section;
use super::{days, runs};
use crate::cli::books::reading::{Books, read_with};
use crate::cli::books::tables;
use crate::cli::order_view::accepted::Accepted;
use crate::cli::session::Session;

/// The whole report.
pub struct Sections {
    /// The company.
    pub company: String,
    /// When it was made, in the company's time zone.
    pub made: String,
    /// The currency that most was invoiced in.
    pub currency: Currency,
    /// The sums, by name and currency.
    pub figures: Vec<(&'static str, Money)>,
    /// The days of the chart, in `currency`.
    pub days: Vec<Day>,
    /// The parts.
    pub parts: Vec<Section>,
}

impl Sections {
    /// Reads and counts.
    ///
    /// # Errors
    /// As [`read_with`].
    pub fn read(session: &Session, period: Period) -> Result<(Books, Sections)> {
        let now = session.clock.now();
        let zone = session.clock.zone();
        let today = zone.to_datetime(now).date();
        let accepted = Accepted::read(&session.store)?;
        let mut count = Count::new(now, today);
        let books = read_with(session, period, &mut |case, assessment| {
            count.add(case, assessment, accepted.of(case, assessment).is_some());
        })?;
        let result = &books.result;
        let currency = main_currency(result);
        let mut parts = vec![count.missing_part(), count.closing_part(session)];
        parts.push(Section {
            id: "differences",
            title: t!("report-differences"),
            lead: t!("report-differences-lead"),
            table: tables::totals_table(&result.differences),
        });
        parts.push(count.attentions_part());
        parts.push(runs::part(session, period)?);
        if !result.differences.is_empty() {
            parts.push(Section {
                id: "each",
                title: t!("report-each"),
                lead: t!("report-each-lead"),
                table: tables::differences_table(&result.differences),
            });
        }
        let sections = Sections {
            company: session.company.clone(),
            made: date::minute(zone.to_datetime(now)),
            currency,
            figures: figures(result, &count),
            days: days::days(result, period, currency, today),
            parts,
        };
        Ok((books, sections))
    }

    /// Puts the report on a page. A narrow screen leaves out how old what is missing is, by age; the oldest day stays.
    pub fn put_on(&self, page: &mut Page, is_narrow: bool) {
        for (name, money) in &self.figures {
            page.pair(*name, Cell::money(*money));
        }
        for part in &self.parts {
            page.heading(part.title.clone());
            let table = match is_narrow && part.id == "missing" {
                true => part.table.without_columns(AGE_COLUMNS),
                false => part.table.clone(),
            };
            page.table(table.named(part.title.clone()));
        }
    }

    /// Puts the report on the page of a workbook: also the days and the purchases.
    pub fn put_all_on(&self, page: &mut Page, books: &Books) {
        self.put_on(page, false);
        page.table(tables::days_table(&books.result).named(t!("report-by-day")));
        page.table(tables::orders_table(&books.result).named(t!("report-by-order")));
    }

    /// Returns the sums as JSON.
    pub fn figures_json(&self) -> Vec<Value> {
        let row = |(name, money): &(&str, Money)| {
            json!({
                "name": name,
                "amount_minor": money.minor,
                "currency": money.currency.to_string(),
            })
        };
        self.figures.iter().map(row).collect()
    }
}

fn main_currency(result: &Reconciliation) -> Currency {
    let currencies: BTreeSet<Currency> = result.sums.keys().map(|(.., c)| *c).collect();
    let invoiced = |currency: &Currency| result.sum(Side::Uni, Kind::Invoiced, *currency);
    currencies.into_iter().max_by_key(invoiced).unwrap_or(Currency::NOK)
}

fn figures(result: &Reconciliation, count: &Count) -> Vec<(&'static str, Money)> {
    let mut currencies: BTreeSet<Currency> = result.sums.keys().map(|(.., c)| *c).collect();
    currencies.extend(count.currencies());
    let main = main_currency(result);
    currencies.remove(&main);
    let mut figures = Vec::new();
    for currency in std::iter::once(main).chain(currencies) {
        for (name, side, kind) in [
            ("invoiced", Side::Uni, Kind::Invoiced),
            ("credited", Side::Uni, Kind::Credited),
            ("captured", Side::Provider, Kind::Captured),
            ("refunded", Side::Provider, Kind::Refunded),
            ("booked", Side::Uni, Kind::Booked),
        ] {
            figures.push((name, Money::new(result.sum(side, kind, currency), currency)));
        }
        figures.push(("missing", Money::new(count.missing_minor(currency), currency)));
    }
    figures
}
