//! What people read of passes: the list, one of them with its steps, and the line that `status` has of the last.
//!
//! What a pass left must stand beside why, in words.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::act::Operation;
use uniac_core::money::{Currency, Money};
use uniac_store::{RunRow, RunState, RunStep, RunSum};
use uniac_texts::{label, language, t};

use crate::cli::view::run_state::{state_text, styled};
use crate::cli::view::{columns, moment, words};

/// Returns the page of the list.
pub fn list(runs: &[RunRow], zone: &TimeZone) -> Page {
    let mut table = Table::new([
        Column::right("run"),
        Column::left("started"),
        Column::left("command"),
        Column::wrapped("by"),
        Column::wrapped("money"),
        Column::right("left"),
        Column::right("exit"),
        Column::left("state"),
    ])
    .when_empty(t!("runs-none"));
    for run in runs {
        table.row([
            Cell::new(run.id.to_string()),
            moment::cell(run.start.started, zone),
            Cell::new(&run.start.command),
            Cell::new(words::person(&run.start.by)),
            money_cell(run),
            left_cell(run),
            exit_cell(run),
            state_cell(run),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    if !runs.is_empty() {
        page.hint(t!("runs-hint-show"));
    }
    page
}

/// Returns the list for a spreadsheet: a row for each pass and currency, each sum in a column of its own.
pub fn rows(runs: &[RunRow], zone: &TimeZone) -> Page {
    let mut table = Table::new([
        Column::left("run"),
        Column::left("started"),
        Column::left("command"),
        Column::left("by"),
        Column::left("currency"),
        Column::right("captured"),
        Column::right("refunded"),
        Column::right("released"),
        Column::right("no answer yet"),
        Column::right("left"),
        Column::right("exit"),
        Column::left("state"),
    ]);
    for run in runs {
        let sums: Vec<&RunSum> = run.sums.iter().flatten().filter(|sum| has_moved(sum)).collect();
        let moneys: Vec<(&RunSum, Money)> =
            sums.into_iter().filter_map(|sum| Some((sum, money_of(sum)?))).collect();
        let currencies: BTreeSet<Currency> =
            moneys.iter().map(|(_, money)| money.currency).collect();
        let mut row = |currency: Option<Currency>| {
            let sum = |is_its: &dyn Fn(&RunSum) -> bool| {
                let Some(currency) = currency else { return Cell::new("") };
                let its =
                    moneys.iter().filter(|(sum, money)| money.currency == currency && is_its(sum));
                let minor = its.map(|(_, money)| money.minor).fold(0, i64::saturating_add);
                Cell::amount(minor, currency)
            };
            let done = |operation: Operation| {
                sum(&|sum| sum.operation == operation.name() && sum.outcome == "done")
            };
            table.row([
                Cell::new(run.id.to_string()),
                moment::cell(run.start.started, zone),
                Cell::new(&run.start.command),
                Cell::new(words::person(&run.start.by)),
                Cell::new(currency.map(|currency| currency.to_string()).unwrap_or_default()),
                done(Operation::Capture),
                done(Operation::Refund),
                done(Operation::Cancel),
                sum(&|sum| sum.outcome != "done"),
                left_cell(run),
                exit_cell(run),
                state_cell(run),
            ]);
        };
        match currencies.is_empty() {
            true => row(None),
            false => currencies.into_iter().for_each(|currency| row(Some(currency))),
        }
    }
    let mut page = Page::new();
    page.table(table);
    page
}

/// Returns the page of one pass.
pub fn one(run: &RunRow, steps: &[RunStep], zone: &TimeZone) -> Page {
    let mut page = Page::new();
    page.heading(t!("runs-heading", id = run.id.to_string()));
    about(&mut page, run, zone);
    if let Some(sums) = run.sums.as_ref().filter(|sums| !sums.is_empty()) {
        page.table(sums_table(sums));
    }
    if !steps.is_empty() {
        page.heading(t!("runs-heading-sent"));
        page.table(steps_table(steps));
    }
    page.heading(t!("runs-heading-left"));
    page.table(left_table(&run.left));
    page
}

fn about(page: &mut Page, run: &RunRow, zone: &TimeZone) {
    let start = &run.start;
    page.pair("command", Cell::new(&start.command));
    if let Some(orders) = &start.asked.orders {
        page.pair("orders", Cell::new(orders.join(", ")));
    }
    if let Some(plan) = &start.asked.plan {
        page.pair("plan", Cell::new(plan));
    }
    let bounds = bounds(run);
    if !bounds.is_empty() {
        page.pair("bounds", Cell::new(bounds));
    }
    page.pair("by", Cell::new(t!("runs-by", by = words::person(&start.by), host = &start.host)));
    page.pair("started", moment::cell(start.started, zone));
    if let Some(ended) = run.ended {
        page.pair("ended", ended_cell(run, ended, zone));
    }
    page.pair("state", state_cell(run));
    if let Some(exit) = run.exit {
        page.pair("exit", styled(Cell::new(exit.to_string()), run));
    }
    if let Some((code, message)) = &run.error {
        page.pair("because", Cell::new(format!("{message} ({code})")).warn());
    }
    if let Some(read) = run.read {
        let text = t!(
            "runs-read",
            orders = read.orders,
            documents = read.documents,
            shop = read.shop_orders,
            payments = read.payments
        );
        page.pair("read", Cell::new(text));
        if read.unread > 0 {
            page.pair("not read", Cell::new(read.unread.to_string()).warn());
        }
    }
}

fn ended_cell(run: &RunRow, ended: Timestamp, zone: &TimeZone) -> Cell {
    match run.state {
        RunState::BrokenOff => Cell::new(t!("runs-found", at = moment::minute(ended, zone))).warn(),
        RunState::Running | RunState::Ended | RunState::Stopped | RunState::Failed => {
            let seconds = ended.duration_since(run.start.started).as_secs();
            let at = moment::minute(ended, zone);
            Cell::both(t!("runs-took", at = at, seconds = seconds), format!("{ended:.0}"))
        }
    }
}

fn bounds(run: &RunRow) -> String {
    let asked = &run.start.asked;
    let orders = asked.max_orders.map(|most| most.to_string());
    let named = [
        ("--max-total", &asked.max_total),
        ("--max-orders", &orders),
        ("--max-release", &asked.max_release),
    ];
    let typed =
        named.into_iter().filter_map(|(flag, value)| Some(format!("{flag} {}", value.as_ref()?)));
    typed.collect::<Vec<_>>().join(" ")
}

fn sums_table(sums: &[RunSum]) -> Table {
    let mut table = Table::new([
        Column::left("operation"),
        Column::left("outcome"),
        Column::right("count"),
        Column::money("sum"),
    ]);
    for sum in sums {
        table.row([
            Cell::named(&sum.operation),
            outcome_cell(&sum.outcome),
            Cell::new(sum.count.to_string()),
            amount_cell(&sum.operation, sum.amount_minor, &sum.currency),
        ]);
    }
    table
}

fn steps_table(steps: &[RunStep]) -> Table {
    let mut table = Table::new(columns::of_acts());
    for step in steps {
        table.row([
            Cell::new(&step.order),
            words::act_cell(&step.act),
            Cell::new(step.invoice.as_deref().unwrap_or_default()),
            amount_cell(&step.operation, step.amount_minor, &step.currency),
            outcome_cell(&step.outcome),
            Cell::new(step.code.as_deref().unwrap_or_default()),
        ]);
    }
    table
}

fn left_table(left: &[RunStep]) -> Table {
    let mut table = Table::new([
        Column::left("order"),
        Column::left("operation"),
        Column::money("amount"),
        Column::left("code"),
        Column::wrapped("meaning"),
    ])
    .when_empty(t!("runs-left-nothing"));
    for step in left {
        let code = step.code.as_deref().unwrap_or(&step.outcome);
        table.row([
            Cell::new(&step.order),
            words::act_cell(&step.act),
            amount_cell(&step.operation, step.amount_minor, &step.currency),
            Cell::new(code).warn(),
            Cell::new(meaning(step, code)),
        ]);
    }
    table
}

/// Returns what a code means; one of the other side's own is told from ours.
fn meaning(step: &RunStep, code: &str) -> String {
    let ours = words::meaning(code);
    match ours.is_empty() && step.outcome == "refused" {
        true => t!("runs-code-of-others", order = &step.order),
        false => ours,
    }
}

/// Returns an amount; a status of the shop costs nothing.
fn amount_cell(operation: &str, minor: i64, currency: &str) -> Cell {
    let Ok(currency) = currency.parse() else { return Cell::new("") };
    let cell = Cell::money(Money::new(minor, currency));
    let is_shown = minor != 0 && operation != Operation::ShopUpdate.name();
    if is_shown { cell } else { cell.silent() }
}

/// Returns the money that a pass moved: operation and sum, and how it ended unless it was done.
fn money_cell(run: &RunRow) -> Cell {
    let sums: Vec<&RunSum> = run.sums.iter().flatten().filter(|sum| has_moved(sum)).collect();
    let joined = |say: &dyn Fn(&RunSum) -> String| {
        sums.iter().map(|sum| say(sum)).collect::<Vec<_>>().join(", ")
    };
    let people = |money: Money| uniac_texts::money(language(), money);
    Cell::both(
        joined(&|sum| with_outcome(sum, &people, &label)),
        joined(&|sum| with_outcome(sum, &bare, &str::to_owned)),
    )
    .plain(joined(&|sum| with_outcome(sum, &bare, &label)))
}

fn has_moved(sum: &RunSum) -> bool {
    let moves = [Operation::Capture, Operation::Refund, Operation::Cancel].map(Operation::name);
    moves.contains(&sum.operation.as_str())
        && !matches!(sum.outcome.as_str(), "skipped" | "refused")
}

fn money_of(sum: &RunSum) -> Option<Money> {
    Some(Money::new(sum.amount_minor, sum.currency.parse().ok()?))
}

/// Returns an amount for programs.
fn bare(money: Money) -> String {
    format!("{} {}", money.currency, money.currency.decimal(money.minor))
}

/// Returns a sum: what was done, how much, and how it ended unless it was done.
fn with_outcome(
    sum: &RunSum,
    amount: &dyn Fn(Money) -> String,
    say: &dyn Fn(&str) -> String,
) -> String {
    let moved =
        format!("{} {}", say(&sum.operation), money_of(sum).map(amount).unwrap_or_default());
    match sum.outcome.as_str() {
        "done" => moved,
        outcome => format!("{moved} {}", say(outcome)),
    }
}

fn left_cell(run: &RunRow) -> Cell {
    match run.left.len() {
        0 => Cell::new(""),
        left => Cell::new(left.to_string()).warn(),
    }
}

fn exit_cell(run: &RunRow) -> Cell {
    styled(Cell::new(run.exit.map(|exit| exit.to_string()).unwrap_or_default()), run)
}

fn state_cell(run: &RunRow) -> Cell {
    let cell = Cell::worded(state_text(run), run.state.name());
    match run.state {
        RunState::Ended => cell,
        RunState::Running => cell.faint(),
        RunState::Stopped | RunState::Failed => cell.warn(),
        RunState::BrokenOff => cell.bad(),
    }
}

fn outcome_cell(outcome: &str) -> Cell {
    let cell = Cell::named(outcome);
    match outcome {
        "done" => cell.good(),
        "refused" => cell.bad(),
        "unknown" | "pending" => cell.warn(),
        _ => cell.faint(),
    }
}
