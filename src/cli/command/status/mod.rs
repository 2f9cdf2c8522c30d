//! `uniac status`: settings, activation, and what is where, by state and attention.
//!
//! Silence is the worst failure: what is invoiced and not captured must be visible here.

mod missing;
mod not_placed;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use clap::Args;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Format, Page, Table};
use uniac_core::act::Operation;
use uniac_core::assess::{Mode, State};
use uniac_core::money::{Currency, Money};
use uniac_core::settings::{Setting, Settings};
use uniac_engine::Reading;
use uniac_engine::exit::Exit;
use uniac_store::{Filter, History, Store, Tally};
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::order_view::closing::Closings;
use crate::cli::order_view::table::attention_cell;
use crate::cli::session::{Base, Session};
use crate::cli::view::columns::Columns;
use crate::cli::view::sums::Sums;
use crate::cli::view::{run_state, words};
use missing::{Missing, Unknown};
use not_placed::NotPlaced;

/// The arguments of `status`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac status\n  uniac status --json\n\nReads only.")]
pub struct StatusArgs {
    #[command(flatten)]
    fleet: FleetArgs,
}

/// Runs the command, on one company or several.
pub fn run(args: &StatusArgs, base: Base) -> Result<Exit> {
    let perform = |base: Base| one(&base.open()?);
    let task = Task { name: "status", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

/// Runs the command on one company.
fn one(session: &Session) -> Result<Exit> {
    session.refresh_for_reading(Reading::Payments)?;
    let settings = session.store.settings()?;
    let counted = Counted::read(session)?;
    let last = session.store.last_run()?;
    let data = json!({
        "autocapture": settings.autocapture().name(),
        "settings": Setting::ALL.iter().map(|s| setting_json(*s, &settings)).collect::<Vec<_>>(),
        "activation": settings.activation.map(|at| at.to_string()),
        "counts": counted.counts(),
        "attention": counted.attentions(),
        "accepted": counted.tally.accepted,
        "due": counted.due_json(),
        "missing": counted.missing.json(),
        "owed": counted.missing.total().json(),
        "excess": counted.excess.json(),
        "closing": counted.closing.json(),
        "unknown": counted.unknown.json(),
        "not_placed": counted.not_placed.json(),
        "last_run": last.as_ref().map(run_state::last_json),
    });
    let zone = session.clock.zone();
    let last = last.map(|run| run_state::last_cell(&run, zone));
    let page = match session.ui().look().format {
        Format::Csv => figures(&data),
        Format::Table | Format::Plain | Format::Json | Format::Xlsx => {
            counted.page(&settings, last, Columns::that_fit(session.ui().look()), zone)
        }
    };
    session.ui().result("uniac.status/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Returns all of it as one table for a spreadsheet: a row for each figure, and what it is.
fn figures(data: &Value) -> Page {
    let mut table = Table::new([
        Column::left("what"),
        Column::left("name"),
        Column::left("mode"),
        Column::right("orders"),
        Column::money("sum"),
    ]);
    let word = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut row = |what: &str, name: String, mode: String, row: &Value| {
        let currency = row["currency"].as_str().and_then(|code| code.parse::<Currency>().ok());
        let money = row["amount_minor"].as_i64().zip(currency);
        table.row([
            Cell::new(what),
            Cell::new(name),
            Cell::new(mode),
            Cell::new(word(&row["orders"])),
            money.map_or(Cell::new(""), |(minor, currency)| {
                Cell::money(Money::new(minor, currency))
            }),
        ]);
    };
    let list = |name: &str| data[name].as_array().map_or(&[][..], Vec::as_slice);
    row("autocapture", word(&data["autocapture"]), String::new(), &Value::Null);
    for setting in list("settings") {
        let mode = if setting["on"] == true { "on" } else { "off" };
        row("setting", word(&setting["name"]), mode.to_owned(), &Value::Null);
    }
    for (what, name) in [
        ("due", "operation"),
        ("missing", "cause"),
        ("owed", ""),
        ("excess", ""),
        ("not_placed", "credit"),
        ("closing", "days"),
    ] {
        for figure in list(what) {
            row(what, word(&figure[name]), word(&figure["mode"]), figure);
        }
    }
    let unknown = &data["unknown"];
    match unknown["sums"].as_array().map_or(&[][..], Vec::as_slice) {
        [] => row("unknown", String::new(), String::new(), unknown),
        sums => sums.iter().for_each(|sum| {
            let mut sum = sum.clone();
            sum["orders"] = unknown["orders"].clone();
            row("unknown", String::new(), String::new(), &sum);
        }),
    }
    for what in ["attention", "counts"] {
        for (name, count) in data[what].as_object().into_iter().flatten() {
            row(what, name.clone(), String::new(), &json!({"orders": count}));
        }
    }
    row("accepted", String::new(), String::new(), &json!({"orders": data["accepted"]}));
    let mut page = Page::new();
    page.table(table);
    page
}

fn setting_json(setting: Setting, settings: &Settings) -> Value {
    json!({
        "name": setting.name(),
        "label": setting.label(),
        "on": settings.since(setting).is_some(),
        "since": settings.since(setting).map(|since| since.to_string()),
    })
}

/// Counts and sums over all orders.
pub struct Counted {
    tally: Tally,
    missing: Missing,
    excess: Sums,
    closing: Closings,
    unknown: Unknown,
    not_placed: NotPlaced,
}

impl Counted {
    /// Reads what the store has counted, and looks at the reservations that close.
    pub fn read(session: &Session) -> Result<Counted> {
        let quiet = |_: &str| {};
        let engine = session.engine(&quiet);
        let mut tally = engine.tally()?;
        let mut closing = Closings::new(session.clock.now(), session.clock.zone());
        let kept = Filter { closes_until: Some(closing.until()), ..Filter::default() };
        engine.assessed_of(&kept, &mut |case, assessment| {
            closing.add(case.order.uni.id, assessment.closing.as_ref());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Counted {
            missing: Missing::of(std::mem::take(&mut tally.missing)),
            excess: Sums::of(&tally.excess),
            closing,
            unknown: Unknown::of(tally.open, &tally.open_sums),
            not_placed: NotPlaced::of(engine.strays_of_web_orders()?),
            tally,
        })
    }

    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let count = |state: &State| self.tally.states.get(state).copied().unwrap_or(0);
        State::ALL.iter().map(|state| (state.name(), count(state))).collect()
    }

    fn attentions(&self) -> BTreeMap<&'static str, usize> {
        self.tally.attentions.iter().map(|(attention, count)| (attention.name(), *count)).collect()
    }

    fn due_json(&self) -> Vec<Value> {
        let row = |((operation, mode, currency), (orders, minor)): (
            &(Operation, Mode, Currency),
            &(usize, i64),
        )| {
            json!({
                "operation": operation.name(),
                "mode": mode.name(),
                "orders": orders,
                "amount_minor": minor,
                "currency": currency.to_string(),
            })
        };
        self.tally.due.iter().map(row).collect()
    }

    /// Returns the table of what is due.
    pub fn due_table(&self) -> Table {
        let mut table = Table::new([
            Column::left("due"),
            Column::left("mode"),
            Column::right("orders"),
            Column::money("sum"),
        ])
        .when_empty(t!("status-nothing-due"));
        for ((operation, mode, currency), (orders, minor)) in &self.tally.due {
            table.row([
                Cell::named(operation.name()),
                Cell::named(mode.name()),
                Cell::new(orders.to_string()),
                Cell::money(Money::new(*minor, *currency)),
            ]);
        }
        table
    }

    fn page(
        &self,
        settings: &Settings,
        last: Option<Cell>,
        columns: Columns,
        zone: &TimeZone,
    ) -> Page {
        let mut page = Page::new();
        let name = settings.autocapture().name();
        let autocapture = Cell::named(name);
        let active = settings.is_active();
        page.pair("auto-capture", if active { autocapture.good() } else { autocapture.warn() });
        if let Some(at) = settings.activation {
            page.pair("active since", Cell::moment(at, zone));
        }
        for setting in Setting::ALL {
            let since = settings.since(setting);
            let state = Cell::new(match since {
                Some(_) => t!("status-setting-on", label = setting.label()),
                None => t!("status-setting-off", label = setting.label()),
            });
            page.pair(setting.name(), if since.is_some() { state } else { state.faint() });
        }
        if let Some(last) = last {
            page.pair("last run", last);
        }
        page.pair("missing", self.missing.total().cell());
        if !self.excess.is_empty() {
            page.pair("held too much", self.excess.cell());
        }
        if let Some(line) = self.unknown.line() {
            page.pair("no answer yet", line);
        }
        if let Some(line) = self.not_placed.line() {
            page.pair("credits not placed", line);
        }
        page.table(self.due_table());
        if !self.missing.is_empty() {
            page.table(self.missing.table());
        }
        if !self.closing.is_empty() {
            page.table(self.closing.table());
        }
        let mut head = vec![Column::left("attention"), Column::right("orders")];
        if columns == Columns::All {
            head.push(Column::wrapped("meaning"));
        }
        let mut attentions = Table::new(head).when_empty(t!("status-no-attention"));
        for (attention, count) in &self.tally.attentions {
            let mut row = vec![attention_cell(*attention), Cell::new(count.to_string())];
            if columns == Columns::All {
                row.push(Cell::new(words::attention(*attention)));
            }
            attentions.row(row);
        }
        if !self.tally.attentions.is_empty() || self.not_placed.is_empty() {
            page.table(attentions);
        }
        let mut states = Table::new([Column::left("state"), Column::right("orders")]);
        for (state, count) in &self.tally.states {
            states.row([Cell::named(state.name()), Cell::new(count.to_string())]);
        }
        page.table(states);
        if self.tally.accepted > 0 {
            page.note(t!("status-accepted", count = self.tally.accepted));
        }
        if !self.missing.is_empty() {
            page.hint(t!("status-hint-owed"));
        }
        if !self.closing.is_empty() {
            page.hint(t!("status-hint-closing"));
        }
        if !self.not_placed.is_empty() {
            page.hint(t!("status-hint-not-placed"));
        }
        page.hint(t!("status-hint-attention"));
        page
    }
}
