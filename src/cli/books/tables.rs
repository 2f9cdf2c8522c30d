//! What people read of a reconciliation: the sums side by side, and every difference with what mends it.
//!
//! A difference must never be left out because it is small, old or known.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::ui::{Cell, Column, Page, Style, Table};
use uniac_core::money::{Currency, Money};
use uniac_core::reconcile::{Difference, Kind, Reason, Reconciliation, Side};
use uniac_texts::t;

use super::mends::mends;
use super::reading::Books;
use super::words;
use crate::cli::view::columns::Columns;
use crate::cli::view::words as cli_words;

/// What the sums are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// A row for each day
    Day,
    /// A row for each provider
    Provider,
    /// A row for each purchase
    Order,
}

/// Returns the page.
pub fn page(books: &Books, by: Option<By>, columns: Columns) -> Page {
    let result = &books.result;
    let mut page = Page::new();
    page.heading(words::period(books.period));
    page.table(side_by_side(result));
    match by {
        Some(By::Day) => {
            // Six columns have no room to say whose word each is.
            page.paragraph(t!("reconcile-whose-days"));
            page.table(days_table(result).main());
        }
        Some(By::Provider) => _ = page.table(providers(result).main()),
        Some(By::Order) => _ = page.table(orders_table(result).main()),
        None => {}
    }
    if !result.differences.is_empty() {
        page.table(totals_table(&result.differences));
    }
    differences(&mut page, &result.differences, columns);
    if books.left_out > 0 {
        let orders = t!("count-orders", count = books.left_out);
        page.note(t!("reconcile-left-out", orders = orders));
    }
    for ((side, kind, _, currency), sum) in &result.undated {
        let sum = Money::new(sum.minor, *currency);
        let (kind, side) = (words::kind(*kind), words::side(*side));
        page.note(t!("reconcile-undated", sum = sum, kind = kind, side = side));
    }
    if !result.differences.is_empty() {
        page.hint(t!("reconcile-hint-explain"));
    }
    page
}

/// Adds the differences. A narrow screen has no room for the reason of each, so that those of one stand under its name.
fn differences(page: &mut Page, differences: &[Difference], columns: Columns) {
    if columns == Columns::All || differences.is_empty() {
        page.table(differences_table(differences).main());
        return;
    }
    for same in differences.chunk_by(|one, next| one.reason == next.reason) {
        let Some(first) = same.first() else { continue };
        page.heading(cli_words::cause_and_id(first.reason.name()));
        page.table(differences_table(same).without_columns(0..1));
    }
}

/// What stands beside each other: Uni's, the shop's and the provider's word for the same thing.
fn rows() -> [(String, Option<Kind>, Option<Kind>, Option<Kind>); 4] {
    let (invoiced, credited) = (Some(Kind::Invoiced), Some(Kind::Credited));
    let refunded = Some(Kind::Refunded);
    [
        (t!("reconcile-row-sold"), invoiced, Some(Kind::Ordered), Some(Kind::Captured)),
        (t!("reconcile-row-paid-back"), credited, refunded, refunded),
        (t!("reconcile-row-booked"), Some(Kind::Booked), None, None),
        (t!("reconcile-row-given-up"), None, Some(Kind::Cancelled), Some(Kind::Released)),
    ]
}

fn currencies(result: &Reconciliation) -> BTreeSet<Currency> {
    let mut all: BTreeSet<Currency> = result.sums.keys().map(|(.., currency)| *currency).collect();
    if all.is_empty() {
        all.insert(Currency::NOK);
    }
    all
}

/// Returns the column of the currency, which the sums above have too: where there is only one, it can be spared.
fn currency_column(result: &Reconciliation) -> Column {
    let column = Column::left("currency");
    if currencies(result).len() == 1 { column.spare() } else { column }
}

/// Returns the orders of a purchase; one that only the shop has is named as it is typed.
fn orders_cell(orders: &[String], shops: &[&str]) -> Cell {
    match orders {
        [] => Cell::both(format!("shop:{}", shops.join(" shop:")), ""),
        orders => Cell::new(orders.join(" ")),
    }
}

fn side_by_side(result: &Reconciliation) -> Table {
    let mut table = Table::new([
        Column::wrapped("what"),
        Column::left("currency"),
        Column::right("Uni"),
        Column::right("shop"),
        Column::right("provider"),
    ])
    .without_sums();
    for currency in currencies(result) {
        let cell = |side: Side, kind: Option<Kind>| match kind {
            Some(kind) => Cell::amount(result.sum(side, kind, currency), currency),
            None => Cell::new(""),
        };
        for (what, uni, shop, provider) in rows() {
            table.row([
                Cell::new(what),
                Cell::new(currency.code()),
                cell(Side::Uni, uni),
                cell(Side::Shop, shop),
                cell(Side::Provider, provider),
            ]);
        }
        let net = |side, plus, minus| {
            result.sum(side, plus, currency) - result.sum(side, minus, currency)
        };
        let uni = net(Side::Uni, Kind::Invoiced, Kind::Credited);
        let provider = net(Side::Provider, Kind::Captured, Kind::Refunded);
        let style = if uni == provider { Style::Good } else { Style::Warn };
        table.row([
            Cell::new(t!("reconcile-row-net")),
            Cell::new(currency.code()),
            Cell::amount(uni, currency).style(style),
            Cell::new(""),
            Cell::amount(provider, currency).style(style),
        ]);
    }
    table
}

/// The columns of days, providers and orders.
const SUMS: [(&str, Side, Kind); 6] = [
    ("invoiced", Side::Uni, Kind::Invoiced),
    ("credited", Side::Uni, Kind::Credited),
    ("booked", Side::Uni, Kind::Booked),
    ("captured", Side::Provider, Kind::Captured),
    ("refunded", Side::Provider, Kind::Refunded),
    ("released", Side::Provider, Kind::Released),
];

/// Returns the table of the days.
pub fn days_table(result: &Reconciliation) -> Table {
    let mut table = Table::new(
        [Column::left("day"), currency_column(result)]
            .into_iter()
            .chain(SUMS.map(|(name, ..)| Column::right(name))),
    )
    .when_empty(t!("reconcile-nothing"));
    let mut keys: Vec<(Option<Date>, Currency)> =
        result.days.keys().map(|(day, (.., currency))| (*day, *currency)).collect();
    keys.sort_by_key(|(day, currency)| (day.is_none(), *day, *currency));
    keys.dedup();
    for (day, currency) in keys {
        let sum = |side: Side, kind: Kind| {
            let same = result.days.iter().filter(|((d, (s, k, _, c)), _)| {
                *d == day && *s == side && *k == kind && *c == currency
            });
            same.map(|(_, sum)| sum.minor).sum::<i64>()
        };
        let figures = SUMS.map(|(_, side, kind)| Cell::amount(sum(side, kind), currency));
        let day = day.map_or_else(|| Cell::both(t!("reconcile-no-day"), ""), Cell::day);
        table.row([day, Cell::new(currency.code())].into_iter().chain(figures));
    }
    table
}

fn providers(result: &Reconciliation) -> Table {
    let of = &SUMS[3..];
    let mut table = Table::new(
        [Column::left("provider"), currency_column(result)]
            .into_iter()
            .chain(of.iter().map(|(name, ..)| Column::right(*name))),
    )
    .when_empty(t!("reconcile-nothing"));
    let keys: BTreeSet<(Option<String>, Currency)> = result
        .sums
        .keys()
        .filter(|(side, ..)| *side == Side::Provider)
        .map(|(_, _, provider, currency)| (provider.clone(), *currency))
        .collect();
    for (provider, currency) in keys {
        let figures: Vec<Cell> = of
            .iter()
            .map(|(_, side, kind)| {
                let sum = result.sums.get(&(*side, *kind, provider.clone(), currency));
                Cell::amount(sum.map_or(0, |sum| sum.minor), currency)
            })
            .collect();
        let name = Cell::new(provider.clone().unwrap_or_default());
        table.row([name, Cell::new(currency.code())].into_iter().chain(figures));
    }
    table
}

/// Returns the table of the purchases.
pub fn orders_table(result: &Reconciliation) -> Table {
    let mut table = Table::new(
        [Column::left("order"), Column::left("shop").spare(), currency_column(result)]
            .into_iter()
            .chain(SUMS.map(|(name, ..)| Column::right(name)))
            .chain([Column::right("differences")]),
    )
    .when_empty(t!("reconcile-nothing"));
    for purchase in &result.purchases {
        let currencies: BTreeSet<Currency> = purchase.sums.keys().map(|(.., c)| *c).collect();
        for currency in currencies {
            let sum = |side: Side, kind: Kind| {
                let same = purchase
                    .sums
                    .iter()
                    .filter(|((s, k, _, c), _)| *s == side && *k == kind && *c == currency);
                same.map(|(_, sum)| sum.minor).sum::<i64>()
            };
            let names: Vec<&str> = purchase.shops.iter().map(|(name, _)| name.as_str()).collect();
            let head = [
                orders_cell(&purchase.orders, &names),
                Cell::new(names.join(" ")),
                Cell::new(currency.code()),
            ];
            let figures = SUMS.map(|(_, side, kind)| Cell::amount(sum(side, kind), currency));
            let differences = [Cell::from(purchase.differences)];
            table.row(head.into_iter().chain(figures).chain(differences));
        }
    }
    table
}

/// Returns the table of differences.
pub fn differences_table(differences: &[Difference]) -> Table {
    let mut table = Table::new([
        Column::left("reason"),
        Column::left("order"),
        Column::left("day"),
        Column::wrapped("on"),
        Column::money("amount"),
        Column::wrapped("mends"),
    ])
    .when_empty(t!("reconcile-agree"))
    .without_sums();
    for difference in differences {
        table.row([
            reason_cell(difference.reason),
            Cell::new(difference.order.clone().unwrap_or_default()),
            difference.day.map_or_else(|| Cell::new(""), Cell::day),
            Cell::new(&difference.on),
            Cell::money(difference.money),
            Cell::new(mends(difference)),
        ]);
    }
    table
}

fn reason_cell(reason: Reason) -> Cell {
    let cell = cli_words::cause_cell(reason.name());
    match reason {
        Reason::OtherMonth => cell.faint(),
        Reason::CapturedNotBooked | Reason::BookedNotCaptured => cell.warn(),
        _ => cell.bad(),
    }
}

/// Returns the table of the reasons: how many differences each has, and how much.
pub fn totals_table(differences: &[Difference]) -> Table {
    let mut totals: BTreeMap<(Reason, Currency), (usize, i64)> = BTreeMap::new();
    for difference in differences {
        let total = totals.entry((difference.reason, difference.money.currency)).or_default();
        total.0 += 1;
        total.1 = total.1.saturating_add(difference.money.minor);
    }
    let mut table = Table::new([
        Column::left("reason"),
        Column::right("differences"),
        Column::money("sum"),
        Column::wrapped("meaning"),
    ])
    .when_empty(t!("reconcile-agree"))
    .without_sums();
    for ((reason, currency), (count, minor)) in totals {
        table.row([
            reason_cell(reason),
            Cell::count(count),
            Cell::money(Money::new(minor, currency)),
            Cell::new(words::reason(reason)).faint(),
        ]);
    }
    table
}
