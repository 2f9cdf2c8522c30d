//! What became of a batch: `uniac.result/1`, its table and its words.
//!
//! Words and exit code must say the same: "Nothing to do." is said only when nothing was left undone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::ui::{Cell, Format, Page, Table};
use uniac_core::act::{Act, Operation};
use uniac_core::assess::{Attention, assess};
use uniac_core::code::Code;
use uniac_core::money::{Currency, Money};
use uniac_core::purchase::Case;
use uniac_engine::exit::Exit;
use uniac_engine::{Cause, Ending, Report, StepResult, Verdict, moved};
use uniac_store::{Assessments, Filter, Store};
use uniac_system::error::{Moved, Result};
use uniac_system::stop::Why;
use uniac_texts::{label, t};

use super::failures;
use crate::cli::order_view::next_step::barred;
use crate::cli::session::Session;
use crate::cli::view::{columns, words};

/// On how many named orders it is said what stands in the way.
const BARRED_MAX: usize = 5;

/// Prints the report of a pass and returns its exit code; of a run that broke off it prints what was
/// done, and returns the error.
///
/// `past_the_brake` says what goes on where a brake stopped an operation on so many orders.
///
/// # Errors
/// Why the run broke off, or that stdout cannot be written.
pub fn show(
    session: &Session,
    report: Report,
    past_the_brake: &dyn Fn(Operation, usize) -> String,
) -> Result<Exit> {
    warn(session, &report, past_the_brake);
    let mut data = json!({
        "run": report.run.map(|run| run.0),
        "steps": report.steps.iter().map(step_json).collect::<Vec<_>>(),
        "totals": totals(&report.steps),
        "unread": report
            .unread
            .iter()
            .map(|unread| json!({"order": unread.order, "code": unread.error.code}))
            .collect::<Vec<_>>(),
        "exit": report.exit.code(),
    });
    match &report.ending {
        Ending::BrokenOff(error) | Ending::DryRun { stopped: Some(error) } => {
            data["error"] = json!({"code": error.code, "message": error.message});
        }
        Ending::Stopped { why, .. } => {
            data["error"] = json!({"code": why.code(), "message": why.words()});
        }
        Ending::Recent => data["recent"] = true.into(),
        Ending::Whole | Ending::DryRun { stopped: None } => {}
    }
    let printed = session.ui().result("uniac.result/1", &data, &page(session, &report)?);
    // What was not come to is said below the rows of what was.
    if let Ending::Stopped { orders, why } = report.ending {
        session.ui().warn(&stopped(&report.steps, orders, why));
    }
    session.close_log();
    printed.map_err(|error| error.moved(moved(&report.steps)))?;
    match report.ending {
        Ending::BrokenOff(error) => Err(error),
        Ending::Whole | Ending::Recent | Ending::DryRun { .. } | Ending::Stopped { .. } => {
            Ok(report.exit)
        }
    }
}

fn warn(session: &Session, report: &Report, past_the_brake: &dyn Fn(Operation, usize) -> String) {
    for unread in &report.unread {
        session.ui().warn(&unread.to_string());
    }
    for operation in &report.plan.braked {
        let braking = match operation {
            Operation::Refund => &report.plan.refunds,
            _ => &report.plan.releases,
        };
        session.ui().warn(&t!(
            "outcome-braked",
            act = label(operation.name()),
            orders = braking.due.len(),
            lately = braking.due.union(&braking.lately).count(),
            of = braking.out_of,
            ways = past_the_brake(*operation, braking.due.len())
        ));
    }
    for line in failures::lines(&report.steps) {
        session.ui().warn(&line);
    }
    if let Ending::DryRun { stopped: Some(error) } = &report.ending {
        let would = t!("outcome-would-send-nothing", why = &error.message);
        session.ui().warn(&would);
    }
    if let Ending::Recent = report.ending {
        session.ui().note(&t!("outcome-recent"));
    }
    if let Some(error) = &report.unrecorded {
        session.ui().warn(&t!("runs-unrecorded", why = error.to_string()));
    }
}

fn stopped(steps: &[StepResult], orders: usize, why: Why) -> String {
    let numbers = |verdict: Option<Verdict>| -> BTreeSet<&str> {
        let wanted = |step: &&StepResult| verdict.is_none_or(|verdict| step.verdict == verdict);
        steps.iter().filter(wanted).map(|step| step.order.as_str()).collect()
    };
    let open: Vec<&str> = numbers(Some(Verdict::Unknown)).into_iter().collect();
    let in_flight = match open.is_empty() {
        true => t!("outcome-none-in-flight"),
        false => t!("outcome-in-flight", orders = open.join(", ")),
    };
    let worked = numbers(None).len();
    match why {
        Why::Interrupted => {
            t!("outcome-interrupted", worked = worked, orders = orders, flight = in_flight)
        }
        Why::TimedOut { seconds } => t!(
            "outcome-timed-out",
            seconds = seconds,
            worked = worked,
            orders = orders,
            flight = in_flight
        ),
    }
}

fn step_json(step: &StepResult) -> Value {
    json!({
        "order": step.order,
        "operation": step.act.operation().name(),
        "act": step.act.name(),
        "invoice": step.invoice,
        "payment": step.payment,
        "amount_minor": step.money.minor,
        "currency": step.money.currency.to_string(),
        "outcome": step.verdict.name(),
        "code": step.code(),
        "moved": step_moved(step),
    })
}

/// Returns whether a step moved money, in the word that JSON has.
fn step_moved(step: &StepResult) -> &'static str {
    if !step.act.operation().moves_money() {
        return Moved::No.name();
    }
    match step.verdict {
        Verdict::Done => Moved::Yes.name(),
        Verdict::Unknown | Verdict::Pending => Moved::Unknown.name(),
        Verdict::Refused | Verdict::Skipped | Verdict::Planned => Moved::No.name(),
    }
}

/// Sums the steps by operation, outcome and currency.
fn totals(steps: &[StepResult]) -> Vec<Value> {
    let mut totals: BTreeMap<(Operation, Verdict, Currency), (usize, i64)> = BTreeMap::new();
    for step in steps {
        let key = (step.act.operation(), step.verdict, step.money.currency);
        let total = totals.entry(key).or_default();
        total.0 += 1;
        total.1 = total.1.saturating_add(step.money.minor);
    }
    totals
        .into_iter()
        .map(|((operation, verdict, currency), (steps, minor))| {
            json!({
                "operation": operation.name(),
                "outcome": verdict.name(),
                "steps": steps,
                "amount_minor": minor,
                "currency": currency.to_string(),
            })
        })
        .collect()
}

fn page(session: &Session, report: &Report) -> Result<Page> {
    let is_dry = matches!(report.ending, Ending::DryRun { .. });
    let is_read = session.ui().look().format == Format::Table;
    let is_recent = matches!(report.ending, Ending::Recent);
    let has_looked = report.steps.is_empty() && report.exit == Exit::Done && !is_recent;
    let waiting = match is_read && has_looked {
        true => waiting(session)?,
        false => 0,
    };
    let mut table =
        Table::new(columns::of_acts()).when_empty(match (report.exit == Exit::Done, waiting) {
            _ if is_recent => t!("outcome-nothing-done"),
            (true, 0) => t!("outcome-nothing-to-do"),
            (true, waiting) => t!("outcome-nothing-by-itself", count = waiting),
            (false, _) => t!("outcome-nothing-done"),
        });
    for step in &report.steps {
        table.row([
            Cell::new(&step.order),
            words::act_cell(step.act.name()),
            Cell::new(step.invoice.clone().unwrap_or_default()),
            amount_cell(step),
            verdict_cell(step.verdict),
            Cell::new(step.code().unwrap_or_default()),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    sums(&mut page, &report.steps);
    if is_dry {
        page.note(t!("dry-run-nothing-sent"));
        page.note(t!("outcome-real-exit", exit = usize::from(report.exit.code())));
    }
    if waiting > 0 {
        page.hint(t!("outcome-list-them"));
    }
    hints(&mut page, &report.steps);
    if is_read {
        for line in on_which_payment(session, &report.steps).unwrap_or_default() {
            page.note(line);
        }
        // A result must not be lost because what only explains it cannot be read.
        for line in barred_ones(session, &report.steps).unwrap_or_default() {
            page.note(line);
        }
    }
    Ok(page)
}

/// Returns how many orders wait for a person who has not noted them as seen.
fn waiting(session: &Session) -> Result<usize> {
    let quiet = |_: &str| {};
    session.engine(&quiet).keep_up()?;
    let waits = Filter { any_attention: true, accepted: Some(false), ..Filter::default() };
    session.store.kept_count(&waits)
}

/// Returns the amount of a step. People see only money that moves or is booked: a status of the shop costs nothing, and what was left
/// out has no amount of its own. Programs get the figure.
fn amount_cell(step: &StepResult) -> Cell {
    let operation = step.act.operation();
    let is_shown = step.money.minor != 0 && operation != Operation::ShopUpdate;
    let cell = Cell::money(step.money);
    if is_shown { cell } else { cell.silent() }
}

/// Says for people how much money moves, or would: the other steps only follow it.
fn sums(page: &mut Page, steps: &[StepResult]) {
    let mut sums: BTreeMap<(Verdict, Operation, Currency), i64> = BTreeMap::new();
    let moves = |step: &&StepResult| {
        step.act.operation().moves_money()
            && !matches!(step.verdict, Verdict::Skipped | Verdict::Refused)
    };
    for step in steps.iter().filter(moves) {
        let key = (step.verdict, step.act.operation(), step.money.currency);
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(step.money.minor);
    }
    let all = sums.into_iter().map(|((verdict, operation, currency), minor)| {
        let sum = Money::new(minor, currency);
        t!(
            "outcome-sum",
            operation = label(operation.name()),
            sum = sum,
            outcome = label(verdict.name())
        )
    });
    let all: Vec<String> = all.collect();
    if !all.is_empty() {
        page.note(t!("outcome-sums", sums = all.join(", ")));
    }
}

/// Says what stands in the way on named orders on which nothing can be done, though something is due.
fn barred_ones(session: &Session, steps: &[StepResult]) -> Result<Vec<String>> {
    let is_idle = |step: &&StepResult| step.cause == Some(Cause::Ours(Code::NothingDue));
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let mut lines = Vec::new();
    for step in steps.iter().filter(is_idle).take(BARRED_MAX) {
        for case in cases_of(session, step)? {
            let assessment = assess(&case, &engine.company()?, session.clock.now());
            let barred = barred(&case, &assessment).into_iter();
            lines.extend(barred.map(|line| t!("outcome-barred", order = &step.order, line = line)));
        }
    }
    Ok(lines)
}

/// Says on which payment money moves, of orders that have several: two of them can have the same amount.
fn on_which_payment(session: &Session, steps: &[StepResult]) -> Result<Vec<String>> {
    let moves = |step: &&StepResult| {
        step.act.operation().moves_money()
            && matches!(step.verdict, Verdict::Done | Verdict::Planned | Verdict::Pending)
    };
    let mut lines = Vec::new();
    for step in steps.iter().filter(moves).take(BARRED_MAX) {
        let Some(payment) = &step.payment else { continue };
        let has_several = |case: &Case| case.payments().count() > 1;
        if cases_of(session, step)?.iter().any(has_several) {
            lines.push(on_payment(&step.order, step.act, step.money, payment));
        }
    }
    Ok(lines)
}

/// Says on which payment an act on money is.
pub(super) fn on_payment(order: &str, act: Act, sum: Money, payment: &str) -> String {
    let operation = label(act.operation().name());
    t!("outcome-on-payment", order = order, operation = operation, sum = sum, payment = payment)
}

/// Returns the orders of a row, by the number that it shows.
fn cases_of(session: &Session, step: &StepResult) -> Result<Vec<Case>> {
    let orders = session.store.find_orders(&step.order, false)?;
    let cases: Result<Vec<Option<Case>>> =
        orders.into_iter().map(|order| session.store.case(order)).collect();
    Ok(cases?.into_iter().flatten().collect())
}

fn verdict_cell(verdict: Verdict) -> Cell {
    let outcome = Cell::named(verdict.name());
    match verdict {
        Verdict::Done => outcome.good(),
        Verdict::Refused => outcome.bad(),
        Verdict::Unknown | Verdict::Pending => outcome.warn(),
        Verdict::Skipped | Verdict::Planned => outcome.faint(),
    }
}

fn hints(page: &mut Page, steps: &[StepResult]) {
    let is_left = |step: &&StepResult| step.verdict == Verdict::Skipped;
    let left: BTreeSet<Attention> = steps
        .iter()
        .filter(is_left)
        .filter_map(|step| match step.cause {
            Some(Cause::Attention(attention)) if attention != Attention::Braked => Some(attention),
            _ => None,
        })
        .collect();
    for attention in left {
        page.hint(t!(
            "outcome-hint-attention",
            attention = attention.name(),
            meaning = words::attention(attention)
        ));
    }
    if steps.iter().any(|step| step.verdict == Verdict::Unknown) {
        page.hint(t!("outcome-hint-unknown"));
    }
    if steps.iter().any(|step| step.verdict == Verdict::Refused) {
        page.hint(t!("outcome-hint-refused"));
    }
    if steps.iter().any(|step| step.cause == Some(Cause::Attention(Attention::Braked))) {
        page.hint(t!("outcome-hint-braked"));
    }
}
