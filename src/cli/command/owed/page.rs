//! What `owed` shows people.
//!
//! A screen of 80 columns has the figures in a table and the commands below it, so that each can be copied as it stands.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Column, Format, Page, Table, date};
use uniac_texts::{Language, language, t};

use super::group::Group;
use super::rows::{By, Owed};
use crate::cli::books::words::period;
use crate::cli::session::Session;
use crate::cli::view::columns::Columns;
use crate::cli::view::words;
use crate::typed;

/// Returns the page.
pub fn page(session: &Session, owed: &Owed, groups: &[Group]) -> Page {
    let zone = session.clock.zone();
    let mut page = Page::new();
    let is_screen = session.ui().look().format == Format::Table;
    let columns = Columns::that_fit(session.ui().look());
    let is_narrow = is_screen && columns != Columns::All;
    page.table(match (owed.by, is_narrow) {
        (By::Order, _) => orders_table(owed, zone, is_narrow),
        (_, true) => groups_table(owed, groups, zone, false),
        (_, false) => groups_table(owed, groups, zone, true),
    });
    if !is_screen {
        return page;
    }
    if owed.rows.is_empty() {
        return page;
    }
    let what = if owed.held { "held too much" } else { "missing" };
    page.pair(what, owed.total().cell());
    page.pair("orders", Cell::new(owed.rows.len().to_string()));
    if is_narrow && matches!(owed.by, By::Cause | By::Month) {
        page.heading(t!("owed-what-goes-on"));
        page.table(goes_on_table(owed, groups));
    }
    if owed.by == By::Customer && is_narrow {
        page.hint(t!("owed-hint-customer"));
    }
    if owed.by == By::Cause {
        page.hint(t!("owed-hint-explain"));
    }
    page
}

fn name(owed: &Owed, group: &Group) -> String {
    match group.by.as_str() {
        "" => t!("owed-without-a-name"),
        by if owed.by == By::Cause => words::cause(by),
        by if owed.by == By::Month => month(by),
        by => by.to_owned(),
    }
}

/// Returns a month as people read it: English keeps to the form in which it is typed.
fn month(typed: &str) -> String {
    match (language(), typed::month(typed)) {
        (Language::Nb, Ok(month)) => period(month),
        _ => typed.to_owned(),
    }
}

/// Returns the cell of what the orders of a group have in common.
fn name_cell(owed: &Owed, group: &Group) -> Cell {
    match owed.by {
        By::Cause if !group.by.is_empty() => words::cause_cell(&group.by),
        By::Cause | By::Month | By::Customer | By::Order => {
            Cell::both(name(owed, group), &*group.by)
        }
    }
}

/// Returns the commands, each beside the name of its group. A cause stands there by its words, by which the table above
/// has it, and by its id, which `explain` and the filters take.
fn goes_on_table(owed: &Owed, groups: &[Group]) -> Table {
    let with_id = owed.by == By::Cause && groups.iter().any(|group| name(owed, group) != group.by);
    let mut table = Table::new(match with_id {
        // A command in pieces cannot be copied: one for which there is no room stands below its row.
        true => vec![Column::left(what_of(owed.by)), Column::left("id"), Column::left("command")],
        false => vec![Column::left(id_of(owed.by)), Column::wrapped("command")],
    });
    for group in groups {
        let mut row = vec![Cell::new(name(owed, group))];
        row.extend(with_id.then(|| Cell::new(&group.by)));
        row.push(Cell::new(group.short_command(owed)));
        table.row(row);
    }
    table
}

fn empty(owed: &Owed) -> String {
    match owed.held {
        true => t!("owed-nothing-held"),
        false => t!("owed-nothing-missing"),
    }
}

/// Returns the name of what a row is.
fn what_of(by: By) -> &'static str {
    match by {
        By::Cause => "cause",
        By::Month => "month",
        By::Customer => "customer",
        By::Order => "order",
    }
}

/// Returns the name of what a row is called in commands.
fn id_of(by: By) -> &'static str {
    match by {
        By::Cause => "id",
        By::Month | By::Customer | By::Order => what_of(by),
    }
}

fn groups_table(owed: &Owed, groups: &[Group], zone: &TimeZone, with_command: bool) -> Table {
    let mut columns = vec![
        Column::wide(what_of(owed.by)),
        Column::right("orders"),
        Column::money("sum"),
        Column::left("oldest"),
        Column::left("closes"),
    ];
    columns.extend(with_command.then(|| Column::left("command")));
    let mut table = Table::new(columns).when_empty(empty(owed));
    for group in groups {
        let mut row = vec![
            name_cell(owed, group),
            Cell::new(group.orders().to_string()),
            Cell::money(group.money),
            group.oldest.map_or_else(|| Cell::new(""), Cell::day),
            day_cell(group.closes_at, zone),
        ];
        row.extend(with_command.then(|| command_cell(group, owed)));
        table.row(row);
    }
    table
}

/// Programs get more of the orders' names.
fn command_cell(group: &Group, owed: &Owed) -> Cell {
    let all = group.json(owed)["command"].as_str().unwrap_or_default().to_owned();
    Cell::both(group.short_command(owed), all)
}

/// Returns the day of a moment for people, the moment for programs.
fn day_cell(at: Option<Timestamp>, zone: &TimeZone) -> Cell {
    at.map_or(Cell::new(""), |at| {
        let day: Date = zone.to_datetime(at).date();
        Cell::both(date::written(day), format!("{at:.0}"))
    })
}

fn orders_table(owed: &Owed, zone: &TimeZone, is_narrow: bool) -> Table {
    let columns = match is_narrow {
        true => vec![
            Column::left("order"),
            Column::left("cause"),
            Column::money("sum"),
            Column::left("oldest"),
            Column::wrapped("command"),
        ],
        false => vec![
            Column::left("order"),
            Column::left("shop"),
            Column::wide("customer"),
            Column::left("cause"),
            Column::money("sum"),
            Column::left("oldest"),
            Column::left("closes"),
            Column::left("command"),
        ],
    };
    let mut table = Table::new(columns).when_empty(empty(owed));
    for row in &owed.rows {
        let order = Cell::new(&row.order);
        let cause = words::cause_cell(row.gap.cause);
        let sum = Cell::money(row.money());
        let oldest = row.gap.oldest().map_or_else(|| Cell::new(""), Cell::day);
        let command = Cell::new(owed.ways.on_order(row.gap.way, &row.order));
        table.row(match is_narrow {
            true => vec![order, cause, sum, oldest, command],
            false => vec![
                order,
                Cell::new(row.shop_order.clone().unwrap_or_default()),
                Cell::new(&row.customer),
                cause,
                sum,
                oldest,
                day_cell(row.closes_at, zone),
                command,
            ],
        });
    }
    table
}
