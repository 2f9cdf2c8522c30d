//! What the report counts over all orders: what is missing, what closes soon, what needs a person.
//!
//! Figures come from the assessment; here they are only counted together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ui::{Cell, Column, Table};
use uniac_core::assess::{Assessment, Attention};
use uniac_core::money::{Currency, Money};
use uniac_core::order::NO_DAY;
use uniac_core::purchase::Case;
use uniac_texts::t;

use super::section::Section;
use crate::cli::books::words as book_words;
use crate::cli::order_view::figures::Figures;
use crate::cli::order_view::table::attention_cell;
use crate::cli::session::Session;
use crate::cli::view::words;

/// Up to how many days old each group of what is missing is; what is older is the last one.
const AGES: [i32; 3] = [7, 30, 90];

/// The reservations that close within so many days are listed.
const CLOSING_DAYS: i64 = 30;

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
pub struct Count {
    now: Timestamp,
    today: Date,
    missing: BTreeMap<(&'static str, Currency), Group>,
    closing: Vec<Closing>,
    /// The payments whose reservation is among them.
    payments: BTreeSet<String>,
    attentions: BTreeMap<(Attention, Currency), (usize, i64)>,
}

/// Where the columns of the ages stand among those of what is missing: behind cause and orders.
pub const AGE_COLUMNS: Range<usize> = 2..2 + AGES.len() + 1;

impl Count {
    /// Counts nothing yet.
    pub fn new(now: Timestamp, today: Date) -> Count {
        let (missing, attentions) = (BTreeMap::new(), BTreeMap::new());
        let (closing, payments) = (Vec::new(), BTreeSet::new());
        Count { now, today, missing, closing, payments, attentions }
    }

    /// Counts an order.
    pub fn add(&mut self, case: &Case, assessment: &Assessment, is_accepted: bool) {
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

    /// Returns the currencies in which something is missing.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.missing.keys().map(|(_, currency)| *currency)
    }

    /// Returns all that is missing in a currency, minor units.
    pub fn missing_minor(&self, currency: Currency) -> i64 {
        let of = self.missing.iter().filter(|((_, of), _)| *of == currency);
        of.flat_map(|(_, group)| group.ages).fold(0, i64::saturating_add)
    }

    /// Returns the part on what is missing, by cause and age.
    pub fn missing_part(&self) -> Section {
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

    /// Returns the part on the reservations that close soon.
    pub fn closing_part(&mut self, session: &Session) -> Section {
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

    /// Returns the part on the attentions that nobody has accepted.
    pub fn attentions_part(&self) -> Section {
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
