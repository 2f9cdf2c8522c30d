//! `uniac plan`: what would be done, saved for somebody to review, and for `uniac apply` to do exactly that.
//!
//! It sends nothing. What stands in the file must be what the rules list as due, and nothing else.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::SignedDuration;
use serde_json::json;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::act::Operation;
use uniac_core::order::OrderId;
use uniac_engine::exit::Exit;
use uniac_engine::{Maker, Plan, Reading, SCHEMA, SavedPlan, choose};
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::t;

use crate::cli::list::filter::OrderFilter;
use crate::cli::order_view::accepted::Accepted;
use crate::cli::pass::two_people::maker;
use crate::cli::session::Session;
use crate::cli::view::columns::Columns;
use crate::cli::view::{moment, sums, words};

/// How long a plan is good when nothing else is said: over a weekend.
const VALID_HOURS: u32 = 72;

/// No plan is good for longer than this.
const VALID_HOURS_MAX: i64 = 24 * 31;

const AFTER_HELP: &str = "\
All that is due, by itself or by a person's command, with what follows from
it in the shop and in Uni's books, is written into FILE. Somebody reviews it,
and `uniac apply FILE` does exactly that: what has changed until then is stale
and is not done. A plan is applied once.

Examples:
  uniac plan
  uniac plan --out plan.json
  uniac plan --operation capture --predates --out plan.json
  uniac plan 100045 invoice:20017 --out plan.json

Reads only; writes FILE.";

/// The arguments of `plan`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct PlanArgs {
    /// Only these: Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(value_name = "ORDER")]
    orders: Vec<String>,
    #[command(flatten)]
    filter: OrderFilter,
    /// Only this operation, and what follows from it
    #[arg(long, value_name = "OPERATION", value_parser = clap::builder::PossibleValuesParser::new(OPERATIONS.map(Operation::name)))]
    operation: Option<String>,
    /// Write the plan into this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// For how many hours it can be applied
    #[arg(long, value_name = "HOURS", default_value_t = VALID_HOURS, value_parser = clap::value_parser!(u32).range(1..=VALID_HOURS_MAX))]
    valid_for: u32,
}

const OPERATIONS: [Operation; 3] = [Operation::Capture, Operation::Refund, Operation::Cancel];

/// Runs the command.
pub fn run(args: &PlanArgs, session: &Session) -> Result<Exit> {
    session.refresh_for_reading(Reading::Payments)?;
    let orders = orders(args, session)?;
    let operation = OPERATIONS.into_iter().find(|o| args.operation.as_deref() == Some(o.name()));
    let by = session.base.environment.user();
    let at = session.clock.now();
    let valid = SignedDuration::from_hours(i64::from(args.valid_for));
    let maker = Maker { valid_until: at.checked_add(valid).unwrap_or(at), ..maker(session, &by) };
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let (mut saved, mut plan) = engine.draw_up(orders.as_deref(), operation, &maker)?;
    if !session.base.global.offline && engine.look_ahead(&plan)? {
        (saved, plan) = engine.draw_up(orders.as_deref(), operation, &maker)?;
    }
    if let Some(path) = &args.out {
        let replaced = check_replaced(path, session)?;
        write(path, &saved)?;
        if let Some(id) = replaced {
            session.ui().note(&t!("plan-replaced", path = path.display().to_string(), id = id));
        }
    }
    let mut data = json!(saved);
    data["totals"] = saved.totals().into();
    session.ui().result(SCHEMA, &data, &page(args, session, &saved, &plan))?;
    Ok(Exit::Done)
}

/// Returns the orders that are meant; `None`: all.
fn orders(args: &PlanArgs, session: &Session) -> Result<Option<Vec<OrderId>>> {
    let named = match args.orders.is_empty() {
        true => None,
        false => Some(choose::orders(&session.store, &args.orders)?),
    };
    if !args.filter.is_typed() {
        return Ok(named);
    }
    let chosen = args.filter.chosen(session.clock.now(), session.clock.zone())?;
    let accepted = Accepted::read(&session.store)?;
    let mut orders = Vec::new();
    let quiet = |_: &str| {};
    session.engine(&quiet).assessed_of(&chosen.kept(), &mut |case, assessment| {
        let id = case.order.uni.id;
        let is_named = named.as_ref().is_none_or(|named| named.contains(&id));
        let is_accepted = accepted.of(&case, &assessment).is_some();
        if is_named && chosen.takes(&case, &assessment, is_accepted) {
            orders.push(id);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    orders.sort();
    Ok(Some(orders))
}

/// Returns the id of the plan that stands in the file already, if one does.
///
/// # Errors
/// `usage`: something else stands there, and nobody has said that it may go.
fn check_replaced(path: &Path, session: &Session) -> Result<Option<String>> {
    let is_there = std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0);
    if !is_there {
        return Ok(None);
    }
    let known = std::fs::read_to_string(path).ok().and_then(|text| SavedPlan::parse(&text).ok());
    match known {
        Some(plan) => Ok(Some(plan.id)),
        None if session.base.ui.look().yes => Ok(None),
        None => {
            let message = t!("plan-would-replace", path = path.display().to_string());
            Err(Error::usage("usage", message).hint(t!("plan-would-replace-hint")))
        }
    }
}

/// Writes the plan into a file that nobody else may read.
fn write(path: &Path, saved: &SavedPlan) -> Result<()> {
    let failed = |error: std::io::Error| {
        let message =
            t!("plan-not-written", path = path.display().to_string(), why = os::why(&error));
        Error::failed("output-failed", message).hint(t!("plan-not-written-hint")).caused_by(error)
    };
    let text = serde_json::to_string_pretty(&saved.object())
        .map_err(|error| Error::defect(format!("a plan: {error}")))?;
    let mut options = std::fs::OpenOptions::new();
    let file = files::open(options.create(true).truncate(true).write(true), path);
    let mut file = file.map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
    file.sync_all().map_err(failed)
}

fn page(args: &PlanArgs, session: &Session, saved: &SavedPlan, plan: &Plan) -> Page {
    let mut page = Page::new();
    let mut table = Table::new([
        Column::left("order"),
        Column::wide("customer"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::money("amount"),
        Column::left("mode"),
        Column::wrapped("why"),
    ])
    .when_empty(t!("plan-nothing"));
    let mut again = 0;
    for planned in plan.sent() {
        again += usize::from(planned.again);
        let step = &planned.step;
        let is_shown = step.money.minor != 0 && step.operation() != Operation::ShopUpdate;
        let amount = Cell::money(step.money);
        let amount = if is_shown { amount } else { amount.silent() };
        let why = step.why.map_or("", |attention| attention.name());
        table.row([
            Cell::new(&planned.number),
            Cell::new(&planned.customer),
            words::act_cell(step.act.name()),
            Cell::new(planned.invoice.clone().unwrap_or_default()),
            amount,
            Cell::named(step.mode.name()),
            words::cause_cell(why),
        ]);
    }
    // Whose it is, `order show` says; a narrow screen needs the room for what is done, and why.
    let is_narrow = Columns::that_fit(session.ui().look()) != Columns::All;
    page.table(if is_narrow { table.without_columns(1..2) } else { table });
    let zone = session.clock.zone();
    sums::moved(&mut page, plan);
    page.pair("orders", Cell::new(plan.moved().orders().to_string()));
    page.pair("company", Cell::new(&session.company));
    page.pair("plan", Cell::new(&saved.id));
    page.pair("made by", Cell::new(words::person(&saved.made_by)));
    page.pair("good until", moment::cell(saved.valid_until, zone));
    if again > 0 {
        page.note(t!("plan-again", count = again));
    }
    match &args.out {
        Some(path) => {
            page.hint(t!("plan-hint-apply", path = path.display().to_string()));
        }
        None => {
            page.hint(t!("plan-hint-out"));
        }
    }
    page
}
