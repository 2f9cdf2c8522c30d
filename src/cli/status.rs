//! `uniac status`: settings, activation, and what is where, by state and attention.
//!
//! Silence is the worst failure: what is invoiced and not captured must be visible here.

use std::collections::BTreeMap;

use clap::Args;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::act::Operation;
use uniac_core::assess::{Attention, Mode, State};
use uniac_core::money::{Currency, Money};
use uniac_core::settings::{Setting, Settings};
use uniac_engine::Reading;
use uniac_store::{History, Store};
use uniac_system::error::Result;
use uniac_texts::t;

use super::accepted::Accepted;
use super::closing::Closings;
use super::figures::Figures;
use super::fleet::{self, FleetArgs, Task};
use super::missing::{Missing, Unknown};
use super::runs;
use super::session::{Base, Session};
use super::sums::Sums;
use super::told;
use super::view::{Columns, attention_cell};
use super::words;
use uniac_engine::exit::Exit;

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
    let counted = Counted::count(session)?;
    let last = session.store.last_run()?;
    let data = json!({
        "autocapture": settings.autocapture().name(),
        "settings": Setting::ALL.iter().map(|s| setting_json(*s, &settings)).collect::<Vec<_>>(),
        "activation": settings.activation.map(|at| at.to_string()),
        "counts": counted.counts(),
        "attention": counted.attentions(),
        "accepted": counted.accepted,
        "due": counted.due_json(),
        "missing": counted.missing.json(),
        "owed": counted.missing.total().json(),
        "excess": counted.excess.json(),
        "closing": counted.closing.json(),
        "unknown": counted.unknown.json(),
        "last_run": last.as_ref().map(runs::last_json),
    });
    let zone = session.clock.zone();
    let last = last.map(|run| runs::last_cell(&run, zone));
    let page = counted.page(&settings, last, Columns::that_fit(session.ui().look()), zone);
    session.ui().result("uniac.status/1", &data, &page)?;
    Ok(Exit::Done)
}

fn setting_json(setting: Setting, settings: &Settings) -> Value {
    json!({
        "name": setting.name(),
        "label": setting.label(),
        "on": settings.since(setting).is_some(),
        "since": settings.since(setting).map(|since| since.to_string()),
    })
}

/// What is due: by operation, mode and currency, the orders and the sum in minor units.
type Due = BTreeMap<(Operation, Mode, Currency), (usize, i64)>;

/// Counts and sums over all orders.
pub struct Counted {
    states: BTreeMap<State, usize>,
    attentions: BTreeMap<Attention, usize>,
    accepted: usize,
    due: Due,
    missing: Missing,
    excess: Sums,
    closing: Closings,
    unknown: Unknown,
}

impl Counted {
    fn nothing(session: &Session) -> Counted {
        Counted {
            states: BTreeMap::new(),
            attentions: BTreeMap::new(),
            accepted: 0,
            due: Due::new(),
            missing: Missing::default(),
            excess: Sums::default(),
            closing: Closings::new(session.clock.now(), session.clock.zone()),
            unknown: Unknown::default(),
        }
    }

    /// Counts all orders.
    pub fn count(session: &Session) -> Result<Counted> {
        let quiet = |_: &str| {};
        let mut counted = Counted::nothing(session);
        let accepted = Accepted::read(&session.store)?;
        session.engine(&quiet).assessed(&mut |case, assessment| {
            let figures = Figures::of(&case, &assessment);
            if let Some(gap) = &figures.missing {
                counted.missing.add(gap);
            }
            counted.excess.add(case.order.uni.currency, figures.excess_minor());
            counted.closing.add(case.order.uni.id, figures.closing.as_ref());
            counted.unknown.add(&case);
            *counted.states.entry(assessment.state).or_default() += 1;
            if accepted.of(&case, &assessment).is_some() {
                counted.accepted += 1;
            } else if let Some(attention) = assessment.attention {
                *counted.attentions.entry(attention).or_default() += 1;
            }
            let mut of_order = Due::new();
            for step in &assessment.steps {
                let key = (step.operation(), step.mode, step.money.currency);
                of_order.entry(key).or_default().1 += step.money.minor;
            }
            for (key, (_, minor)) in of_order {
                let due = counted.due.entry(key).or_default();
                due.0 += 1;
                due.1 = due.1.saturating_add(minor);
            }
            Ok(())
        })?;
        Ok(counted)
    }

    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let count = |state: &State| self.states.get(state).copied().unwrap_or(0);
        State::ALL.iter().map(|state| (state.name(), count(state))).collect()
    }

    fn attentions(&self) -> BTreeMap<&'static str, usize> {
        self.attentions.iter().map(|(attention, count)| (attention.name(), *count)).collect()
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
        self.due.iter().map(row).collect()
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
        for ((operation, mode, currency), (orders, minor)) in &self.due {
            table.row([
                Cell::new(operation.name()),
                Cell::new(mode.name()),
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
        let autocapture = Cell::new(settings.autocapture().name());
        let active = settings.is_active();
        page.pair("auto-capture", if active { autocapture.good() } else { autocapture.warn() });
        if let Some(at) = settings.activation {
            page.pair("active since", Cell::both(told::minute(at, zone), at.to_string()));
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
        page.table(self.due_table());
        if !self.missing.is_empty() {
            page.table(self.missing.table());
        }
        if !self.closing.is_empty() {
            page.table(self.closing.table());
        }
        let mut head = vec![Column::left("attention"), Column::right("orders")];
        if columns == Columns::All {
            head.push(Column::wide("meaning"));
        }
        let mut attentions = Table::new(head).when_empty(t!("status-no-attention"));
        for (attention, count) in &self.attentions {
            let mut row = vec![attention_cell(*attention), Cell::new(count.to_string())];
            if columns == Columns::All {
                row.push(Cell::new(words::attention(*attention)));
            }
            attentions.row(row);
        }
        page.table(attentions);
        let mut states = Table::new([Column::left("state"), Column::right("orders")]);
        for (state, count) in &self.states {
            states.row([Cell::new(state.name()), Cell::new(count.to_string())]);
        }
        page.table(states);
        if self.accepted > 0 {
            page.note(t!("status-accepted", count = self.accepted));
        }
        if !self.missing.is_empty() {
            page.hint(t!("status-hint-owed"));
        }
        if !self.closing.is_empty() {
            page.hint(t!("status-hint-closing"));
        }
        page.hint(t!("status-hint-attention"));
        page
    }
}
