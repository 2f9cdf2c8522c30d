//! `uniac runs`: the history of passes: who, when, what was done, what was left and why.
//!
//! It only reads the store. A pass that was killed must be as visible as one that ended well.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Format, Page, Table};
use uniac_core::act::Operation;
use uniac_core::money::Money;
use uniac_engine::exit::Exit;
use uniac_store::{History, JournalFilter, RunId, RunRow, RunState, RunStep, RunSum};
use uniac_system::error::{Error, Result};
use uniac_texts::{label, language, t};

use super::fleet::{self, FleetArgs, Task};
use super::session::{Base, Session};
use super::told;
use super::when;
use super::words;

/// How many passes a terminal shows when nothing else is said.
const TERMINAL_ROWS: usize = 20;

const AFTER_HELP: &str = "\
Each pass of `sync`, `capture`, `refund`, `cancel` and `apply` is kept, also one
that failed or was killed: for 400 days, and for 30 when it found nothing to do.
A dry run is not.

Examples:
  uniac runs
  uniac runs --since 2026-11-01 --json
  uniac runs show 17

Reads only, and asks no other system.";

/// The arguments of `runs`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
pub struct RunsArgs {
    #[command(subcommand)]
    command: Option<RunsCommand>,
    /// Only passes that began on this date or later (YYYY-MM-DD, or a moment)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only the newest N
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    fleet: FleetArgs,
}

/// The commands on passes.
#[derive(Debug, Subcommand)]
pub enum RunsCommand {
    /// Show one pass with each step, and what it left and why
    Show(ShowRunArgs),
}

/// The arguments of `runs show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac runs show 17\n  uniac runs show last\n\n\
                  Reads only, and asks no other system.")]
pub struct ShowRunArgs {
    /// The number of the pass, or `last`
    #[arg(value_name = "ID")]
    id: String,
}

/// Runs the command.
pub fn run(args: &RunsArgs, base: Base) -> Result<Exit> {
    if let Some(RunsCommand::Show(args)) = &args.command {
        return show(args, &base.open()?);
    }
    let perform = |base: Base| list(args, &base.open()?);
    let task = Task { name: "runs", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

fn list(args: &RunsArgs, session: &Session) -> Result<Exit> {
    let zone = session.clock.zone();
    let since = args.since.as_deref().map(|typed| when::beginning("--since", typed, zone));
    let is_terminal = session.ui().look().format == Format::Table;
    let limit = args.limit.or((is_terminal && args.since.is_none()).then_some(TERMINAL_ROWS));
    let runs = session.store.runs(since.transpose()?, limit)?;
    let runs: Vec<RunRow> =
        runs.into_iter().map(|run| told(session, run)).collect::<Result<_>>()?;
    let data: Vec<Value> = runs.iter().map(run_json).collect();
    let mut table = Table::new([
        Column::right("run"),
        Column::left("started"),
        Column::left("command"),
        Column::wide("by"),
        Column::wrapped("money"),
        Column::right("left"),
        Column::right("exit"),
        Column::left("state"),
    ])
    .when_empty(t!("runs-none"));
    for run in &runs {
        table.row([
            Cell::new(run.id.to_string()),
            told::moment(run.start.started, zone),
            Cell::new(&run.start.command),
            Cell::new(told::person(&run.start.by)),
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
    session.ui().result("uniac.runs/1", &data, &page)?;
    Ok(Exit::Done)
}

fn show(args: &ShowRunArgs, session: &Session) -> Result<Exit> {
    let run = found(&args.id, session)?;
    let (zone, run) = (session.clock.zone(), told(session, run)?);
    let mut steps = session.store.steps_of_run(run.id)?;
    if steps.is_empty() {
        steps = from_journal(session, &run)?;
    }
    let mut data = run_json(&run);
    data["steps"] = steps.iter().map(|step| json!(step)).collect();
    let mut page = Page::new();
    page.heading(t!("runs-heading", id = run.id.to_string()));
    about(&mut page, &run, zone);
    if let Some(sums) = run.sums.as_ref().filter(|sums| !sums.is_empty()) {
        page.table(sums_table(sums));
    }
    if !steps.is_empty() {
        page.heading(t!("runs-heading-sent"));
        page.table(steps_table(&steps));
    }
    page.heading(t!("runs-heading-left"));
    page.table(left_table(&run.left));
    session.ui().result("uniac.runs/1", &data, &page)?;
    Ok(Exit::Done)
}

fn found(typed: &str, session: &Session) -> Result<RunRow> {
    let run = match typed {
        "last" => session.store.last_run()?,
        number => match number.parse() {
            Ok(number) => session.store.run(RunId(number))?,
            Err(_) => None,
        },
    };
    run.ok_or_else(|| {
        Error::usage("unknown-run", t!("runs-unknown", id = typed)).hint(t!("runs-unknown-hint"))
    })
}

/// Returns a pass with its sums: of one that could not write its end, by the journal.
fn told(session: &Session, run: RunRow) -> Result<RunRow> {
    if run.sums.is_some() {
        return Ok(run);
    }
    let mut sums: Vec<RunSum> = Vec::new();
    for step in from_journal(session, &run)? {
        let is_its = |sum: &&mut RunSum| {
            sum.operation == step.operation
                && sum.outcome == step.outcome
                && sum.currency == step.currency
        };
        match sums.iter_mut().find(is_its) {
            Some(sum) => {
                sum.count += 1;
                sum.amount_minor = sum.amount_minor.saturating_add(step.amount_minor);
            }
            None => sums.push(RunSum {
                operation: step.operation,
                outcome: step.outcome,
                count: 1,
                amount_minor: step.amount_minor,
                currency: step.currency,
            }),
        }
    }
    Ok(RunRow { sums: Some(sums), ..run })
}

/// Returns what the journal knows of a pass: what became of its acts may have been found out by a later one.
fn from_journal(session: &Session, run: &RunRow) -> Result<Vec<RunStep>> {
    let Some(epoch) = run.start.epoch else { return Ok(Vec::new()) };
    let wanted = JournalFilter { epoch: Some(epoch), ..JournalFilter::default() };
    let acts = session.store.journal_of(&wanted)?;
    let step = |(order, intent): (String, uniac_core::act::Intent)| {
        let outcome = intent.outcome.as_ref();
        let moves_money = intent.act.operation().moves_money();
        RunStep {
            order,
            operation: intent.act.operation().name().to_owned(),
            act: intent.act.name().to_owned(),
            invoice: None,
            payment: moves_money.then(|| uniac_core::act::payment_in(&intent.target).to_owned()),
            amount_minor: intent.money.minor,
            currency: intent.money.currency.to_string(),
            outcome: outcome.map_or("unknown", |outcome| outcome.kind.name()).to_owned(),
            code: outcome.and_then(|outcome| outcome.code.clone()),
        }
    };
    Ok(acts.into_iter().map(step).collect())
}

fn run_json(run: &RunRow) -> Value {
    let left = |step: &RunStep| {
        json!({
            "order": step.order,
            "operation": step.operation,
            "invoice": step.invoice,
            "outcome": step.outcome,
            "code": step.code,
            "amount_minor": step.amount_minor,
            "currency": step.currency,
        })
    };
    let asked = &run.start.asked;
    json!({
        "id": run.id.0,
        "command": run.start.command,
        "by": run.start.by,
        "host": run.start.host,
        "orders": asked.orders,
        "bounds": {
            "max_total": asked.max_total,
            "max_orders": asked.max_orders,
            "max_release": asked.max_release,
        },
        "plan": asked.plan,
        "started": run.start.started.to_string(),
        "ended": run.ended.map(|at| at.to_string()),
        "exit": run.exit,
        "state": run.state.name(),
        "error": run.error.as_ref().map(|(code, message)| json!({"code": code, "message": message})),
        "read": run.read,
        "sums": run.sums,
        "left": run.left.iter().map(left).collect::<Vec<_>>(),
    })
}

/// Returns what `status` says of the last pass.
pub fn last_json(run: &RunRow) -> Value {
    json!({
        "id": run.id.0,
        "command": run.start.command,
        "started": run.start.started.to_string(),
        "ended": run.ended.map(|at| at.to_string()),
        "exit": run.exit,
        "state": run.state.name(),
    })
}

/// Returns what `status` says of the last pass, in words.
pub fn last_cell(run: &RunRow, zone: &TimeZone) -> Cell {
    let exit = run.exit.map_or_else(String::new, |exit| t!("runs-exit", exit = exit.to_string()));
    let text = t!(
        "runs-last",
        at = told::minute(run.start.started, zone),
        command = &run.start.command,
        state = state_text(run),
        exit = exit,
        id = run.id.to_string()
    );
    styled(Cell::new(text), run)
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
    page.pair("by", Cell::new(t!("runs-by", by = told::person(&start.by), host = &start.host)));
    page.pair("started", told::moment(start.started, zone));
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
        RunState::BrokenOff => Cell::new(t!("runs-found", at = told::minute(ended, zone))).warn(),
        RunState::Running | RunState::Ended | RunState::Stopped | RunState::Failed => {
            let seconds = ended.duration_since(run.start.started).as_secs();
            let at = told::minute(ended, zone);
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
        Column::right("sum"),
    ]);
    for sum in sums {
        table.row([
            Cell::new(&sum.operation),
            outcome_cell(&sum.outcome),
            Cell::new(sum.count.to_string()),
            amount_cell(&sum.operation, sum.amount_minor, &sum.currency),
        ]);
    }
    table
}

fn steps_table(steps: &[RunStep]) -> Table {
    let mut table = Table::new([
        Column::left("order"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::right("amount"),
        Column::left("outcome"),
        Column::wide("code"),
    ]);
    for step in steps {
        table.row([
            Cell::new(&step.order),
            Cell::new(&step.act),
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
        Column::right("amount"),
        Column::left("code"),
        Column::wrapped("meaning"),
    ])
    .when_empty(t!("runs-left-nothing"));
    for step in left {
        let code = step.code.as_deref().unwrap_or(&step.outcome);
        table.row([
            Cell::new(&step.order),
            Cell::new(&step.act),
            amount_cell(&step.operation, step.amount_minor, &step.currency),
            Cell::new(code).warn(),
            Cell::new(words::meaning(code)),
        ]);
    }
    table
}

/// Returns an amount; a status of the shop costs nothing.
fn amount_cell(operation: &str, minor: i64, currency: &str) -> Cell {
    let Ok(currency) = currency.parse() else { return Cell::new("") };
    let cell = Cell::money(Money::new(minor, currency));
    let is_shown = minor != 0 && operation != Operation::ShopUpdate.name();
    if is_shown { cell } else { cell.silent() }
}

/// Returns the money that a pass moved.
fn money_cell(run: &RunRow) -> Cell {
    let moves = [Operation::Capture, Operation::Refund, Operation::Cancel].map(Operation::name);
    let sums = run.sums.iter().flatten();
    let sums = sums.filter(|sum| {
        moves.contains(&sum.operation.as_str())
            && !matches!(sum.outcome.as_str(), "skipped" | "refused")
    });
    let money = |sum: &RunSum| {
        let currency = sum.currency.parse().ok()?;
        Some(Money::new(sum.amount_minor, currency))
    };
    let told = |sum: &RunSum| {
        let money = money(sum).map(|money| uniac_texts::money(language(), money));
        let (operation, money) = (label(&sum.operation), money.unwrap_or_default());
        match sum.outcome.as_str() {
            "done" => format!("{operation} {money}"),
            outcome => format!("{operation} {money} {}", label(outcome)),
        }
    };
    let bare = |sum: &RunSum| {
        let money = money(sum).map(|money| money.to_string()).unwrap_or_default();
        match sum.outcome.as_str() {
            "done" => format!("{} {money}", sum.operation),
            outcome => format!("{} {money} {outcome}", sum.operation),
        }
    };
    let sums: Vec<&RunSum> = sums.collect();
    let joined = |texts: Vec<String>| texts.join(", ");
    Cell::both(
        joined(sums.iter().map(|sum| told(sum)).collect()),
        joined(sums.iter().map(|sum| bare(sum)).collect()),
    )
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

fn styled(cell: Cell, run: &RunRow) -> Cell {
    match (run.state, run.exit) {
        (RunState::BrokenOff, _) => cell.bad(),
        (RunState::Running, _) | (_, None) => cell.faint(),
        (_, Some(0)) => cell.good(),
        (_, Some(_)) => cell.warn(),
    }
}

/// Says how a run ended. What a person, a bound or a brake declined did not fail.
fn state_text(run: &RunRow) -> String {
    match run.state {
        RunState::Failed if run.exit == Some(Exit::Declined.code()) => t!("runs-state-declined"),
        RunState::Running => t!("runs-state-running"),
        RunState::Ended => t!("runs-state-ended"),
        RunState::Stopped => t!("runs-state-stopped"),
        RunState::Failed => t!("runs-state-failed"),
        RunState::BrokenOff => t!("runs-state-broken-off"),
    }
}

fn state_cell(run: &RunRow) -> Cell {
    let cell = Cell::both(state_text(run), run.state.name());
    match run.state {
        RunState::Ended => cell,
        RunState::Running => cell.faint(),
        RunState::Stopped | RunState::Failed => cell.warn(),
        RunState::BrokenOff => cell.bad(),
    }
}

fn outcome_cell(outcome: &str) -> Cell {
    let cell = Cell::new(outcome);
    match outcome {
        "done" => cell.good(),
        "refused" => cell.bad(),
        "unknown" | "pending" => cell.warn(),
        _ => cell.faint(),
    }
}
