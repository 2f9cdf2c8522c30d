//! What the report says, section by section: the same tables for the page, the workbook and the terminal.
//!
//! Figures come from the assessment and the reconciliation; here they are only counted together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Page, Table, date};
use uniac_core::assess::{Assessment, Attention};
use uniac_core::money::{Currency, Money};
use uniac_core::order::NO_DAY;
use uniac_core::purchase::Case;
use uniac_core::reconcile::{Kind, Period, Reconciliation, Side};
use uniac_store::{History as _, RunState};
use uniac_system::error::Result;
use uniac_texts::t;

use super::chart::Day;
use crate::cli::books::reading::{Books, read_with};
use crate::cli::books::words as book_words;
use crate::cli::books::{period as books_period, tables};
use crate::cli::order_view::accepted::Accepted;
use crate::cli::order_view::figures::Figures;
use crate::cli::order_view::table::attention_cell;
use crate::cli::session::Session;
use crate::cli::view::{run_state, words};

/// Up to how many days old each group of what is missing is; what is older is the last one.
const AGES: [i32; 3] = [7, 30, 90];

/// The reservations that close within so many days are listed.
const CLOSING_DAYS: i64 = 30;

/// The most days that are drawn.
const DAYS_MAX: usize = 400;

/// The most runs that are listed.
const RUNS_MAX: usize = 100;

/// A part of the report: what it is about, and its table.
pub struct Section {
    /// A stable name, for the page's own links.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What the rows mean.
    pub lead: String,
    /// The rows.
    pub table: Table,
}

/// The column of the first age, behind cause and orders.
const FIRST_AGE: usize = 2;

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

/// What is missing because of one cause: orders, minor units by age, the oldest invoice.
#[derive(Default)]
struct Group {
    orders: usize,
    ages: [i64; AGES.len() + 1],
    oldest: Option<Date>,
}

/// A reservation that closes soon.
struct Closing {
    order: String,
    provider: String,
    reserved: Money,
    missing: Money,
    at: Timestamp,
}

/// What is counted over all orders.
struct Count {
    now: Timestamp,
    today: Date,
    missing: BTreeMap<(&'static str, Currency), Group>,
    closing: Vec<Closing>,
    /// The payments whose reservation is among them.
    payments: BTreeSet<String>,
    attentions: BTreeMap<(Attention, Currency), (usize, i64)>,
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
        let (missing, attentions) = (BTreeMap::new(), BTreeMap::new());
        let (closing, payments) = (Vec::new(), BTreeSet::new());
        let mut count = Count { now, today, missing, closing, payments, attentions };
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
        parts.push(runs_part(session, period)?);
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
            days: days(result, period, currency, today),
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
                true => part.table.without_columns(FIRST_AGE..FIRST_AGE + AGES.len() + 1),
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

impl Count {
    fn add(&mut self, case: &Case, assessment: &Assessment, is_accepted: bool) {
        let figures = Figures::of(case, assessment);
        let currency = case.order.uni.currency;
        let missing = figures.missing_minor();
        if let Some(gap) = &figures.missing {
            let group = self.missing.entry((gap.cause, gap.currency)).or_default();
            group.orders += 1;
            for part in &gap.parts {
                let since = Some(part.date).filter(|date| *date != NO_DAY);
                let age =
                    since.map_or(0, |day| self.today.since(day).map_or(0, |span| span.get_days()));
                let at = AGES.iter().position(|limit| age <= *limit).unwrap_or(AGES.len());
                group.ages[at] = group.ages[at].saturating_add(part.minor);
                group.oldest = group.oldest.into_iter().chain(since).min();
            }
        }
        // Orders of one purchase share their reservation.
        if let Some((at, closing)) = figures.closing.and_then(|c| Some((c.at()?, c)))
            && at >= self.now
            && at.duration_since(self.now).as_hours() < CLOSING_DAYS * 24
            && self.payments.insert(closing.payment)
        {
            let payments =
                case.payments().find(|payment| payment.currency == closing.reserved.currency);
            self.closing.push(Closing {
                order: case.order.uni.number.clone(),
                provider: payments.map_or_else(String::new, |payment| payment.provider.clone()),
                reserved: closing.reserved,
                missing: Money::new(missing, currency),
                at,
            });
        }
        if let Some(attention) = assessment.attention.filter(|_| !is_accepted) {
            let row = self.attentions.entry((attention, currency)).or_default();
            row.0 += 1;
            row.1 = row.1.saturating_add(missing);
        }
    }

    fn missing_part(&self) -> Section {
        let ages = [
            t!("report-age-first", days = AGES[0]),
            t!("report-age-between", from = AGES[0] + 1, to = AGES[1]),
            t!("report-age-between", from = AGES[1] + 1, to = AGES[2]),
            t!("report-age-last", days = AGES[2]),
        ];
        let mut columns = vec![Column::left("cause"), Column::right("orders")];
        columns.extend(ages.into_iter().map(Column::right));
        columns.extend([Column::money("sum"), Column::left("oldest"), Column::wrapped("meaning")]);
        let mut table = Table::new(columns).when_empty(t!("missing-nothing"));
        let mut rows: Vec<_> = self.missing.iter().collect();
        rows.sort_by_key(|(_, group)| std::cmp::Reverse(group.ages.iter().sum::<i64>()));
        for ((cause, currency), group) in rows {
            let sum = group.ages.iter().copied().fold(0, i64::saturating_add);
            let age = |minor: i64| match minor {
                0 => Cell::new(""),
                minor => Cell::amount(minor, *currency),
            };
            let mut row = vec![words::cause_cell(cause), Cell::count(group.orders)];
            row.extend(group.ages.map(age));
            row.push(Cell::money(Money::new(sum, *currency)));
            row.push(group.oldest.map_or_else(|| Cell::new(""), Cell::day));
            row.push(Cell::new(book_words::cause(cause)).faint());
            table.row(row);
        }
        Section {
            id: "missing",
            title: t!("report-missing"),
            lead: t!("report-missing-lead"),
            table,
        }
    }

    fn closing_part(&mut self, session: &Session) -> Section {
        self.closing.sort_by(|a, b| (a.at, &a.order).cmp(&(b.at, &b.order)));
        let mut table = Table::new([
            Column::left("order"),
            Column::left("provider"),
            Column::left("closes"),
            Column::right("days left"),
            Column::money("reserved"),
            Column::money("invoiced, not captured"),
        ])
        .when_empty(t!("report-closing-none"));
        for closing in &self.closing {
            let days = closing.at.duration_since(self.now).as_hours() / 24;
            let left = Cell::new(days.to_string());
            table.row([
                Cell::new(&closing.order),
                Cell::new(&closing.provider),
                Cell::moment(closing.at, session.clock.zone()),
                if days < 3 {
                    left.bad()
                } else if days < 7 {
                    left.warn()
                } else {
                    left
                },
                Cell::money(closing.reserved),
                match closing.missing.minor {
                    0 => Cell::new(""),
                    _ => Cell::money(closing.missing).bad(),
                },
            ]);
        }
        Section {
            id: "closing",
            title: t!("report-closing"),
            lead: t!("report-closing-lead", days = CLOSING_DAYS),
            table,
        }
    }

    fn attentions_part(&self) -> Section {
        let mut table = Table::new([
            Column::left("attention"),
            Column::right("orders"),
            Column::money("missing"),
            Column::wrapped("meaning"),
        ])
        .when_empty(t!("status-no-attention"));
        for ((attention, currency), (orders, minor)) in &self.attentions {
            table.row([
                attention_cell(*attention),
                Cell::count(*orders),
                match minor {
                    0 => Cell::new(""),
                    minor => Cell::money(Money::new(*minor, *currency)),
                },
                Cell::new(words::attention(*attention)).faint(),
            ]);
        }
        Section {
            id: "attentions",
            title: t!("report-attentions"),
            lead: t!("report-attentions-lead"),
            table,
        }
    }
}

fn main_currency(result: &Reconciliation) -> Currency {
    let currencies: BTreeSet<Currency> = result.sums.keys().map(|(.., c)| *c).collect();
    let invoiced = |currency: &Currency| result.sum(Side::Uni, Kind::Invoiced, *currency);
    currencies.into_iter().max_by_key(invoiced).unwrap_or(Currency::NOK)
}

fn figures(result: &Reconciliation, count: &Count) -> Vec<(&'static str, Money)> {
    let mut currencies: BTreeSet<Currency> = result.sums.keys().map(|(.., c)| *c).collect();
    currencies.extend(count.missing.keys().map(|(_, currency)| *currency));
    let main = main_currency(result);
    currencies.remove(&main);
    let mut figures = Vec::new();
    for currency in std::iter::once(main).chain(currencies) {
        let missing = count.missing.iter().filter(|((_, c), _)| *c == currency);
        let missing = missing.flat_map(|(_, group)| group.ages).fold(0, i64::saturating_add);
        for (name, side, kind) in [
            ("invoiced", Side::Uni, Kind::Invoiced),
            ("credited", Side::Uni, Kind::Credited),
            ("captured", Side::Provider, Kind::Captured),
            ("refunded", Side::Provider, Kind::Refunded),
            ("booked", Side::Uni, Kind::Booked),
        ] {
            figures.push((name, Money::new(result.sum(side, kind, currency), currency)));
        }
        figures.push(("missing", Money::new(missing, currency)));
    }
    figures
}

fn days(result: &Reconciliation, period: Period, currency: Currency, today: Date) -> Vec<Day> {
    let mut days = Vec::new();
    let mut missing: i64 = 0;
    let mut by_day: BTreeMap<(Date, Side, Kind), i64> = BTreeMap::new();
    for ((day, (side, kind, _, of)), sum) in &result.days {
        if let Some(day) = day.filter(|_| *of == currency) {
            let minor = by_day.entry((day, *side, *kind)).or_default();
            *minor = minor.saturating_add(sum.minor);
        }
    }
    let last = period.to.min(today.max(period.from));
    for day in period.from.series(jiff::ToSpan::days(1)).take(DAYS_MAX).take_while(|d| *d <= last) {
        let of = |side, kind| by_day.get(&(day, side, kind)).copied().unwrap_or(0);
        let (invoiced, credited) = (of(Side::Uni, Kind::Invoiced), of(Side::Uni, Kind::Credited));
        let (captured, refunded) =
            (of(Side::Provider, Kind::Captured), of(Side::Provider, Kind::Refunded));
        missing = missing.saturating_add(invoiced - credited - captured + refunded);
        let booked = of(Side::Uni, Kind::Booked);
        days.push(Day { day, invoiced, captured, booked, refunded, missing });
    }
    days
}

fn runs_part(session: &Session, period: Period) -> Result<Section> {
    let mut table = Table::new([
        Column::left("started"),
        Column::left("command"),
        Column::left("by"),
        Column::left("ended"),
        Column::right("exit"),
        Column::right("done"),
        Column::right("left"),
    ])
    .when_empty(t!("report-runs-none"));
    let zone = session.clock.zone();
    let from = books_period::begin(period, session);
    let runs = session.store.runs(Some(from), None)?;
    let within = |at: &Timestamp| zone.to_datetime(*at).date() <= period.to;
    let runs = runs.into_iter().filter(|run| within(&run.start.started)).take(RUNS_MAX);
    for run in runs {
        let done = run.sums.iter().flatten().filter(|sum| sum.outcome == "done");
        let exit = run.exit.map_or_else(String::new, |exit| exit.to_string());
        let ended = run_state::state_text(&run);
        table.row([
            Cell::moment(run.start.started, zone),
            Cell::new(&run.start.command),
            Cell::new(words::person(&run.start.by)),
            match run.state {
                RunState::Ended => Cell::new(ended).faint(),
                RunState::Running | RunState::Stopped => Cell::new(ended).warn(),
                RunState::Failed | RunState::BrokenOff => Cell::new(ended).bad(),
            },
            if run.exit == Some(0) { Cell::new(exit) } else { Cell::new(exit).warn() },
            Cell::count(done.map(|sum| sum.count).sum()),
            Cell::count(run.left.len()),
        ]);
    }
    Ok(Section { id: "runs", title: t!("report-runs"), lead: t!("report-runs-lead"), table })
}
