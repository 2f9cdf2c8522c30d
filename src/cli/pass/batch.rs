//! A batch: every command that moves money. It hands what was typed to a pass, asks, and shows the result.
//!
//! It must have no rules of its own, and report as done only what the pass reports as done.

use std::sync::{Mutex, PoisonError};

use clap::Args;
use jiff::SignedDuration;

use crate::typed;
use crate::ui::Progress;
use uniac_core::act::Operation;
use uniac_engine::exit::Exit;
use uniac_engine::{Bounds, Caller, Ending, Phase, Plan, Request, Said, Scope};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::preview::preview;
use super::{result, two_people};
use crate::cli::session::Session;

/// The bounds of a batch, as they are typed.
#[derive(Debug, Clone, Default, Args)]
pub struct BoundsArgs {
    /// Send nothing when captures, refunds and releases sum to more than this, in any currency
    #[arg(long, value_name = "AMOUNT")]
    pub max_total: Option<String>,
    /// Send nothing when money moves on more orders than this
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub max_orders: Option<usize>,
    /// Send nothing when releases alone sum to more than this, in any currency
    #[arg(long, value_name = "AMOUNT")]
    pub max_release: Option<String>,
}

impl BoundsArgs {
    /// Returns the bounds that were typed.
    ///
    /// # Errors
    /// `usage` when an amount is none.
    fn parse(&self) -> Result<Bounds> {
        let amount = |flag: &str, text: &Option<String>| {
            let Some(text) = text else { return Ok(None) };
            let none = |why: String| {
                Error::usage("usage", t!("batch-no-amount", flag = flag, text = text)).hint(why)
            };
            match typed::amount(text) {
                Ok(amount) if !amount.is_sign_negative() => Ok(Some(amount)),
                Ok(_) => Err(none(t!("typed-amount"))),
                Err(wrong) => Err(none(wrong.0)),
            }
        };
        Ok(Bounds {
            max_total: amount("--max-total", &self.max_total)?,
            max_orders: self.max_orders,
            max_release: amount("--max-release", &self.max_release)?,
        })
    }
}

/// What a command is about to do.
pub struct Batch<'a> {
    /// The command, for the history.
    pub command: &'a str,
    /// The steps that the command may do.
    pub scope: Scope,
    /// The orders that were named; `None`: all.
    pub orders: Option<&'a [String]>,
    /// The bounds.
    pub bounds: &'a BoundsArgs,
    /// How many orders with braked acts a person lets through.
    pub let_go: usize,
    /// When the command came to its end less long ago than this, nothing is done.
    pub max_age: Option<SignedDuration>,
    /// What a person says beside the orders.
    pub said: Said,
    /// Whether a person is asked; `sync` is the automation itself and does not ask.
    pub asks: bool,
}

/// Runs a batch: the whole command.
///
/// # Errors
/// What stopped it before anything was sent, or a failure of the store in the middle, which says
/// whether money moved.
pub fn run(session: &Session, batch: &Batch<'_>) -> Result<Exit> {
    if session.base.global.offline {
        return Err(Error::usage("offline", t!("batch-offline")).hint(t!("batch-offline-hint")));
    }
    let typed = batch.bounds.parse()?;
    let needs_plan = match (check_plans(session, batch, &typed), session.base.global.dry_run) {
        (Err(error), false) => return Err(error),
        (checked, _) => checked.err(),
    };
    let bar = Bar::new(None);
    let phase = |phase: Phase| turn_to(session, &bar, phase);
    let tick = |_: &str| advance(&bar);
    let confirm = |plan: &Plan| {
        session.ui().preview(&preview(session, plan)?);
        session.ui().confirm(&t!("batch-question"), &t!("batch-flag"))
    };
    let bounds = typed.or(session.bounds.clone());
    let must_ask = batch.asks && !session.base.ui.look().yes;
    let engine = session.engine(&tick);
    let mut report = engine.pass(&Request {
        scope: batch.scope.clone(),
        orders: batch.orders,
        bounds: bounds.clone(),
        let_go: if session.brakes { batch.let_go } else { usize::MAX },
        dry_run: session.base.global.dry_run,
        confirm: must_ask.then_some(&confirm),
        said: batch.said.clone(),
        wait: session.base.global.wait(),
        max_age: batch.max_age,
        caller: caller(session, batch.command),
        phase: &phase,
    })?;
    session.say_postponed(&engine);
    // The real run would have been stopped by this before any bound.
    if let Some(error) = needs_plan {
        report.exit = Exit::from(error.kind);
        report.ending = Ending::DryRun { stopped: Some(error) };
    }
    let is_within = matches!(report.ending, Ending::DryRun { stopped: None }) && bounds.are_set();
    let exit = result::show(session, report, &|operation, orders| {
        past_the_brake(session, &batch.scope, operation, orders)
    })?;
    if is_within {
        session.ui().note(&t!("outcome-within-bounds", bounds = words(&bounds)));
    }
    Ok(exit)
}

/// Says what goes on where a brake stopped an operation on so many orders. A plan that was applied is over; what is left of
/// it stands in a new one.
fn past_the_brake(session: &Session, scope: &Scope, operation: Operation, orders: usize) -> String {
    match scope {
        Scope::Plan(_) if session.base.global.dry_run => t!("braked-apply", orders = orders),
        Scope::Plan(_) => t!("braked-new-plan", orders = orders),
        _ if session.plans_required => t!("braked-new-plan", orders = orders),
        _ => t!("braked-sync", operation = operation.name(), orders = orders),
    }
}

/// Goes on, unless two people must agree on what is to be done, and it is no plan.
///
/// # Errors
/// `plan-required`; a dry run goes on all the same, and says so as its verdict.
fn check_plans(session: &Session, batch: &Batch<'_>, typed: &Bounds) -> Result<()> {
    if !session.plans_required {
        return Ok(());
    }
    match batch.scope {
        Scope::Plan(_) => Ok(()),
        Scope::Automatic => two_people::check_within(session, typed, batch.let_go),
        _ => Err(two_people::required()),
    }
}

/// The progress of a pass on stderr; the orders are worked on by several threads.
type Bar = Mutex<Option<Progress>>;

/// Shows what the pass does from now on.
fn turn_to(session: &Session, bar: &Bar, phase: Phase) {
    *bar.lock().unwrap_or_else(PoisonError::into_inner) = match phase {
        Phase::Reading => Some(session.ui().progress(&t!("progress-reading"), None)),
        Phase::Orders(orders) => Some(session.ui().progress(&t!("progress-orders"), orders as u64)),
        Phase::Quiet => None,
    };
}

/// One order more is through.
fn advance(bar: &Bar) {
    if let Some(bar) = &*bar.lock().unwrap_or_else(PoisonError::into_inner) {
        bar.inc(1);
    }
}

/// Returns the bounds as they are typed.
fn words(bounds: &Bounds) -> String {
    let total = bounds.max_total.map(|amount| format!("--max-total {amount}"));
    let orders = bounds.max_orders.map(|orders| format!("--max-orders {orders}"));
    let release = bounds.max_release.map(|amount| format!("--max-release {amount}"));
    [total, orders, release].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns whose pass it is.
fn caller(session: &Session, command: &str) -> Caller {
    let environment = session.base.environment;
    Caller { command: command.to_owned(), by: environment.user(), host: environment.host() }
}
