//! The row of an order in a list.
//!
//! Every figure comes from the assessment. Nothing may be computed here that a rule depends on.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Column, Table};
use uniac_core::act::Operation;
use uniac_core::assess::Attention;
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_texts::{decimal, label, language, t};

use super::json::OrderView;
use crate::cli::view::columns::Columns;
use crate::cli::view::{moment, words};

/// Returns the table that lists orders.
pub fn order_table(columns: Columns) -> Table {
    // The total of an order would be taken for what is due.
    let few = |third: &str| {
        vec![
            Column::left("order"),
            Column::left("shop").spare(),
            Column::wide("customer"),
            Column::left(third),
            Column::left("attention"),
        ]
    };
    let to_do = |when: &str| {
        vec![
            Column::left("order"),
            Column::left("attention"),
            Column::money("at stake"),
            Column::left(when),
            Column::wrapped("command"),
        ]
    };
    let columns = match columns {
        Columns::All => vec![
            Column::left("order"),
            Column::left("shop"),
            Column::left("placed"),
            Column::wide("customer"),
            Column::money("total"),
            Column::left("state"),
            Column::left("next"),
            Column::left("attention"),
            Column::money("at stake"),
            Column::left("since"),
            Column::left("closes"),
            Column::left("command"),
        ],
        Columns::Few => few("state"),
        Columns::FewDue => few("next"),
        Columns::FewToDo => to_do("since"),
        Columns::FewClosing => to_do("closes"),
    };
    Table::new(columns).when_empty(t!("list-no-orders"))
}

/// Returns the row of an order in [`order_table`].
pub fn order_row(columns: Columns, item: &Item, zone: &TimeZone) -> Vec<Cell> {
    let view = &item.view;
    let order = Cell::new(&view.order);
    let customer = Cell::new(&view.customer);
    let money = |minor| Cell::money(Money::new(minor, item.currency));
    let shop = Cell::new(view.shop_order.clone().unwrap_or_default());
    let state = Cell::named(view.state);
    let next = match &item.next {
        None => Cell::new(""),
        Some((operation, money)) => {
            let (name, bare) = (label(operation.name()), money.currency.decimal(money.minor));
            let text = format!("{name} {}", decimal(language(), *money));
            Cell::both(text, format!("{operation} {bare}")).plain(format!("{name} {bare}"))
        }
    };
    let more = view.attentions.len().saturating_sub(1);
    let attention = item.attention.map_or_else(|| Cell::new(""), attention_cell);
    let attention = match more {
        0 => attention,
        more => attention.followed_by(&format!(" +{more}")),
    };
    let attention = if view.accepted.is_null() { attention } else { attention.faint() };
    let since = day_cell(&view.since);
    let command = Cell::new(view.command.clone().unwrap_or_default());
    match columns {
        Columns::Few => vec![order, shop, customer, state, attention],
        Columns::FewDue => vec![order, shop, customer, next, attention],
        Columns::FewToDo => {
            vec![order, attention, Cell::money(item.stake()), since, command]
        }
        Columns::FewClosing => {
            let day = |at| Cell::day(zone.to_datetime(at).date());
            let closes = item.closes_at.map_or_else(|| Cell::new(""), day);
            vec![order, attention, Cell::money(item.stake()), closes, command]
        }
        Columns::All => {
            let closes = item.closes_at.map_or(Cell::new(""), |at| moment::cell(at, zone));
            let placed = day_cell(&view.placed);
            let (total, stake) = (money(view.total_minor), Cell::money(item.stake()));
            vec![
                order, shop, placed, customer, total, state, next, attention, stake, since, closes,
                command,
            ]
        }
    }
}

/// Returns a day as people read it.
fn day_cell(day: &str) -> Cell {
    day.parse().map_or_else(|_| Cell::new(day), Cell::day)
}

/// An order of a list.
pub struct Item {
    /// As it is in JSON.
    pub view: OrderView,
    /// Its id.
    pub id: OrderId,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Its worst attention.
    pub attention: Option<Attention>,
    /// The first due step.
    pub next: Option<(Operation, Money)>,
    /// When its reservation ends.
    pub closes_at: Option<Timestamp>,
    /// Whether no other order leads to its shop order or its payments.
    pub is_alone: bool,
    /// What is reserved, in the currency of its payment.
    pub reserved: Money,
}

impl Item {
    /// Returns what it is about: also what is reserved in another currency than the order's.
    pub fn stake(&self) -> Money {
        match self.view.at_stake_minor {
            0 if self.view.reserved_otherwise.is_some() => self.reserved,
            minor => Money::new(minor, self.currency),
        }
    }
}

/// Returns an attention, coloured by how much it matters.
pub fn attention_cell(attention: Attention) -> Cell {
    weighted(words::cause_cell(attention.name()), attention)
}

/// As [`attention_cell`], with the id that `explain` takes.
pub fn attention_with_id(attention: Attention) -> Cell {
    let id = attention.name();
    weighted(Cell::worded(words::cause_and_id(id), id), attention)
}

fn weighted(cell: Cell, attention: Attention) -> Cell {
    match attention {
        Attention::UnknownOutcome
        | Attention::Refused
        | Attention::ReservationExpired
        | Attention::ExceedsReservation
        | Attention::CurrencyMismatch
        | Attention::AmountNotExact => cell.bad(),
        Attention::NoPayment | Attention::CapturedElsewhere => cell.faint(),
        _ => cell.warn(),
    }
}
