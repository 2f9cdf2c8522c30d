//! `uniac runs`: the history of passes: who, when, what was done, what was left and why.
//!
//! It only reads the store. A pass that was killed must be as visible as one that ended well.

mod page;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::typed;
use crate::ui::Format;
use uniac_engine::exit::Exit;
use uniac_store::{History, JournalFilter, RunId, RunRow, RunStep, RunSum};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::session::{Base, Session};

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
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
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
    let since = args.since.as_deref().map(|typed| typed::beginning("--since", typed, zone));
    let is_terminal = session.ui().look().format == Format::Table;
    let limit = args.limit.or((is_terminal && args.since.is_none()).then_some(TERMINAL_ROWS));
    let runs = session.store.runs(since.transpose()?, limit)?;
    let runs: Vec<RunRow> =
        runs.into_iter().map(|run| told(session, run)).collect::<Result<_>>()?;
    let data: Vec<Value> = runs.iter().map(run_json).collect();
    let page = match session.ui().look().format {
        Format::Csv => page::rows(&runs, zone),
        Format::Table | Format::Plain | Format::Json | Format::Xlsx => page::list(&runs, zone),
    };
    session.ui().result("uniac.runs/1", &data, &page)?;
    Ok(Exit::Done)
}

fn show(args: &ShowRunArgs, session: &Session) -> Result<Exit> {
    let run = found(&args.id, session)?;
    let (zone, run) = (session.clock.zone(), told(session, run)?);
    let mut steps = session.store.steps_of_run(run.id)?;
    if steps.is_empty() {
        steps = from_journal(session, &run)?.into_iter().map(|known| known.step).collect();
    }
    let mut data = run_json(&run);
    data["steps"] = steps.iter().map(|step| json!(step)).collect();
    session.ui().result("uniac.runs/1", &data, &page::one(&run, &steps, zone))?;
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
    for mut step in from_journal(session, &run)? {
        // What a later run has found out is in that one's sums.
        if step.later {
            "unknown".clone_into(&mut step.step.outcome);
        }
        let step = step.step;
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

/// An act of a pass, as the journal knows it.
struct Known {
    step: RunStep,
    /// Whether how it ended was found out after the pass.
    later: bool,
}

/// Returns what the journal knows of a pass: what became of its acts may have been found out by a later one.
fn from_journal(session: &Session, run: &RunRow) -> Result<Vec<Known>> {
    let Some(epoch) = run.start.epoch else { return Ok(Vec::new()) };
    let wanted = JournalFilter { epoch: Some(epoch), ..JournalFilter::default() };
    let acts = session.store.journal_of(&wanted)?;
    let step = |(order, intent): (String, uniac_core::act::Intent)| {
        let outcome = intent.outcome.as_ref();
        let moves_money = intent.act.operation().moves_money();
        let later = outcome.zip(run.ended).is_some_and(|(outcome, ended)| outcome.at > ended);
        let step = RunStep {
            order,
            operation: intent.act.operation().name().to_owned(),
            act: intent.act.name().to_owned(),
            invoice: None,
            payment: moves_money.then(|| uniac_core::act::payment_in(&intent.target).to_owned()),
            amount_minor: intent.money.minor,
            currency: intent.money.currency.to_string(),
            outcome: outcome.map_or("unknown", |outcome| outcome.kind.name()).to_owned(),
            code: outcome.and_then(|outcome| outcome.code.clone()),
        };
        Known { step, later }
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
