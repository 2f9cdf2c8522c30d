//! A batch: select, show, confirm, execute, report. All commands that move money are this one.
//!
//! Nothing is sent before it was confirmed, by a person or by `--yes` within the bounds; and what
//! is reported as done is what the journal holds as done.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use serde_json::{Value, json};

use crate::act::Operation;
use crate::engine::{Confirmed, Plan, Planned, Reading, Run, Scope, StepResult, Unread, Verdict};
use crate::error::{Error, Kind, Result};
use crate::money::{Currency, Money, parse_decimal};
use crate::stop::{self, Why};
use crate::store::{Epoch, Store};
use crate::ui::{Cell, Column, Page, Table};

use super::Exit;
use super::choose;
use super::exit;
use super::session::Session;

/// The bounds of a batch.
#[derive(Debug, Clone, Default, Args)]
pub struct Bounds {
    /// Send nothing when the captures and refunds sum to more than this, in any currency
    #[arg(long, value_name = "AMOUNT")]
    pub max_total: Option<String>,
    /// Send nothing when money moves on more orders than this
    #[arg(long, value_name = "N")]
    pub max_orders: Option<usize>,
}

impl Bounds {
    fn is_set(&self) -> bool {
        self.max_total.is_some() || self.max_orders.is_some()
    }
}

/// What a command is about to do.
pub struct Batch<'a> {
    /// The steps that the command may do.
    pub scope: Scope,
    /// The orders that were named; `None`: all.
    pub orders: Option<&'a [String]>,
    /// The bounds.
    pub bounds: &'a Bounds,
    /// Whether a person is asked; `sync` is the automation itself and does not ask.
    pub asks: bool,
}

/// Runs a batch: the whole command.
///
/// # Errors
/// What stopped it before anything was sent, or a failure of the store in the middle, which says
/// whether money moved.
pub fn run(session: &Session, batch: &Batch<'_>) -> Result<Exit> {
    let dry_run = session.base.global.dry_run;
    let epoch = if dry_run { None } else { Some(session.store.lock(session.clock.now())?) };
    let must_show = batch.asks && !session.base.ui.look().yes;
    let reading = match dry_run || must_show || batch.bounds.is_set() {
        true => Reading::Payments,
        false => Reading::NewPayments,
    };
    let unread = refresh(session, reading)?;
    let named = batch.orders.map(|names| choose::orders(&session.store, names)).transpose()?;
    let quiet = |_: &str| {};
    let plan = session.engine(&quiet).plan(&batch.scope, named.as_deref())?;
    let Some(epoch) = epoch else {
        return report(session, planned(&plan), &unread, Ending::Whole);
    };
    check_bounds(batch.bounds, &plan)?;
    if must_show && plan.steps.iter().any(|planned| planned.step.operation().moves_money()) {
        show(session, &plan);
        session.ui().confirm("Do this?", "--yes (with --max-total AMOUNT to bound it)")?;
    }
    let confirmed = (must_show || batch.bounds.is_set()).then(|| confirmed(&plan));
    execute(session, batch, epoch, plan, confirmed, &unread)
}

fn refresh(session: &Session, reading: Reading) -> Result<Vec<Unread>> {
    if session.base.global.offline {
        return Err(Error::usage("offline", "`--offline` cannot be used to move money")
            .hint("Leave it out; the payment is read before each act"));
    }
    let progress = session.ui().progress("Reading", None);
    let quiet = |_: &str| {};
    let unread = session.engine(&quiet).refresh(reading);
    progress.finish_and_clear();
    session.check_interrupted()?;
    unread
}

fn planned(plan: &Plan) -> Vec<StepResult> {
    let step = |planned: &Planned| StepResult {
        order: planned.number.clone(),
        act: planned.step.act,
        invoice: planned.invoice.clone(),
        money: planned.step.money,
        verdict: Verdict::Planned,
        code: None,
    };
    plan.steps.iter().map(step).chain(plan.idle.iter().cloned()).collect()
}

fn confirmed(plan: &Plan) -> Confirmed {
    let mut confirmed = Confirmed::default();
    for planned in &plan.steps {
        confirmed.add(planned.order, &planned.step);
    }
    confirmed
}

/// The sum of what leaves or reaches customers, by currency. A release moves no money to or from
/// the merchant, so only captures and refunds count.
fn sums(plan: &Plan) -> BTreeMap<Currency, i64> {
    let mut sums = BTreeMap::new();
    for planned in &plan.steps {
        if matches!(planned.step.operation(), Operation::Capture | Operation::Refund) {
            let sum: &mut i64 = sums.entry(planned.step.money.currency).or_default();
            *sum = sum.saturating_add(planned.step.money.minor);
        }
    }
    sums
}

fn money_orders(plan: &Plan) -> usize {
    let moving = plan.steps.iter().filter(|planned| planned.step.operation().moves_money());
    moving.map(|planned| planned.order).collect::<BTreeSet<_>>().len()
}

fn check_bounds(bounds: &Bounds, plan: &Plan) -> Result<()> {
    let over = |what: String| {
        Error::new(Kind::Declined, "over-bounds", format!("{what}; nothing was sent"))
            .hint("Look with `--dry-run`, then raise the bound or name single orders")
    };
    if let Some(text) = &bounds.max_total {
        let amount = parse_decimal(text)
            .ok()
            .filter(|amount| !amount.is_sign_negative())
            .ok_or_else(|| {
                Error::usage("usage", format!("`--max-total {text}` is no amount"))
                    .hint("Write it in whole units, for instance `--max-total 50000` or `499.50`")
            })?;
        for (currency, sum) in sums(plan) {
            if currency.decimal(sum) > amount {
                let sum = Money::new(sum, currency);
                return Err(over(format!("{sum} is more than --max-total {amount}")));
            }
        }
    }
    match (bounds.max_orders, money_orders(plan)) {
        (Some(most), orders) if orders > most => {
            Err(over(format!("{orders} orders are more than --max-orders {most}")))
        }
        _ => Ok(()),
    }
}

/// Shows what is about to be done; stdout is kept for what was done.
fn show(session: &Session, plan: &Plan) {
    let mut table = Table::new([
        Column::left("order"),
        Column::wide("customer"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::right("amount"),
    ]);
    for planned in plan.steps.iter().filter(|planned| planned.step.operation().moves_money()) {
        table.row([
            Cell::new(&planned.number),
            Cell::new(&planned.customer),
            Cell::new(planned.step.operation().name()),
            Cell::new(planned.invoice.clone().unwrap_or_default()),
            Cell::money(planned.step.money),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    for (currency, sum) in sums(plan) {
        page.pair("sum", Cell::new(Money::new(sum, currency).to_string()));
    }
    page.pair("orders", Cell::new(money_orders(plan).to_string()));
    page.pair("company", Cell::new(&session.company));
    session.ui().preview(&page);
}

fn execute(
    session: &Session,
    batch: &Batch<'_>,
    epoch: Epoch,
    plan: Plan,
    confirmed: Option<Confirmed>,
    unread: &[Unread],
) -> Result<Exit> {
    let orders = plan.orders();
    let progress = session.ui().progress("Orders", orders.len() as u64);
    let tick = |_: &str| progress.inc(1);
    let engine = session.engine(&tick);
    let run = Run::new(&engine, epoch, batch.scope.clone(), confirmed)?;
    let (mut results, failure) = run.orders(&orders);
    progress.finish_and_clear();
    if let Some(error) = failure {
        let error = error.moved(exit::moved(&results));
        report(session, results, unread, Ending::BrokenOff(&error))?;
        return Err(error);
    }
    results.extend(plan.idle);
    let ending = match stop::PROCESS.why() {
        Some(why) => Ending::Stopped { orders: orders.len(), why },
        None => Ending::Whole,
    };
    report(session, results, unread, ending)
}

/// How a run came to its end.
#[derive(Clone, Copy)]
enum Ending<'a> {
    /// It has worked through all orders.
    Whole,
    /// A person stopped it, or its time was over.
    Stopped {
        /// How many orders it had to work on.
        orders: usize,
        /// Why.
        why: Why,
    },
    /// The store failed, or another run took over.
    BrokenOff(&'a Error),
}

/// Prints `uniac.result/1`; of a run that broke off also why, with the code that the process ends with.
fn report(
    session: &Session,
    results: Vec<StepResult>,
    unread: &[Unread],
    ending: Ending<'_>,
) -> Result<Exit> {
    let mut exit = exit::of_batch(&results);
    for unread in unread {
        let message = format!("order {}: its payment could not be read", unread.order);
        session.ui().warn(&format!("{message}: {}", unread.error));
        if exit == Exit::Done {
            exit = Exit::from(unread.error.kind);
        }
    }
    if let Ending::BrokenOff(error) = ending {
        exit = exit::of_error(error);
    }
    if let Ending::Stopped { orders, why } = ending {
        exit = exit::of_stopped(&results, why);
        let worked: BTreeSet<&str> = results.iter().map(|result| result.order.as_str()).collect();
        let open: Vec<&str> = results
            .iter()
            .filter(|result| result.verdict == Verdict::Unknown)
            .map(|result| result.order.as_str())
            .collect();
        let in_flight = match open.is_empty() {
            true => "nothing is in flight".to_owned(),
            false => format!("in flight with an unknown outcome: {}", open.join(", ")),
        };
        let what = match why {
            Why::Interrupted => "Interrupted".to_owned(),
            Why::TimedOut { seconds } => format!("Timed out after {seconds} s,"),
        };
        session.ui().warn(&format!(
            "{what} after {} of {orders} orders; {in_flight}. The next run finishes the rest.",
            worked.len()
        ));
    }
    let mut data = json!({
        "steps": results.iter().map(step_json).collect::<Vec<_>>(),
        "totals": totals(&results),
        "unread": unread
            .iter()
            .map(|unread| json!({"order": unread.order, "code": unread.error.code}))
            .collect::<Vec<_>>(),
        "exit": exit.code(),
    });
    if let Ending::BrokenOff(error) = ending {
        data["error"] = json!({"code": error.code, "message": error.message});
    }
    if let Ending::Stopped { why, .. } = ending {
        data["error"] = json!({"code": why.code(), "message": why.words()});
    }
    let printed = session.ui().result("uniac.result/1", &data, &page(session, &results));
    session.close_log();
    printed.map_err(|error| error.moved(exit::moved(&results))).map(|()| exit)
}

fn step_json(result: &StepResult) -> Value {
    json!({
        "order": result.order,
        "operation": result.act.operation().name(),
        "act": result.act.name(),
        "invoice": result.invoice,
        "amount_minor": result.money.minor,
        "currency": result.money.currency.to_string(),
        "outcome": result.verdict.name(),
        "code": result.code,
        "moved": exit::step_moved(result),
    })
}

/// Sums the steps by operation, outcome and currency.
fn totals(results: &[StepResult]) -> Vec<Value> {
    let mut totals: BTreeMap<(Operation, Verdict, Currency), (usize, i64)> = BTreeMap::new();
    for result in results {
        let key = (result.act.operation(), result.verdict, result.money.currency);
        let total = totals.entry(key).or_default();
        total.0 += 1;
        total.1 = total.1.saturating_add(result.money.minor);
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

fn page(session: &Session, results: &[StepResult]) -> Page {
    let mut table = Table::new([
        Column::left("order"),
        Column::left("operation"),
        Column::left("invoice"),
        Column::right("amount"),
        Column::left("outcome"),
        Column::wide("code"),
    ])
    .when_empty("Nothing to do.");
    for result in results {
        let outcome = Cell::new(result.verdict.name());
        table.row([
            Cell::new(&result.order),
            Cell::new(result.act.name()),
            Cell::new(result.invoice.clone().unwrap_or_default()),
            Cell::money(result.money),
            match result.verdict {
                Verdict::Done => outcome.good(),
                Verdict::Refused => outcome.bad(),
                Verdict::Unknown | Verdict::Pending => outcome.warn(),
                Verdict::Skipped | Verdict::Planned => outcome.faint(),
            },
            Cell::new(result.code.clone().unwrap_or_default()),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    if session.base.global.dry_run {
        page.note("A dry run: nothing was sent.");
    }
    if results.iter().any(|result| result.verdict == Verdict::Unknown) {
        page.hint("An unknown outcome is settled by the next run; `uniac explain unknown-outcome`");
    }
    if results.iter().any(|result| result.verdict == Verdict::Refused) {
        page.hint("`uniac order show ORDER` says why; `uniac explain refused` what to do");
    }
    page
}
