//! `uniac reconcile`: what Uni, the shop and the provider say of a period, side by side, and why they differ.
//!
//! Reads only. The pairing is `core::reconcile`'s; here it is read, asked and shown. A difference must never be left out
//! because it is small, old or known.

mod mends;
mod page;
mod period;
mod view;
pub mod words;

use clap::Args;

use uniac_core::act::Intent;
use uniac_core::assess::Assessment;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_core::reconcile::{Collector, Facts, Lens, Period, Reconciliation, reconcile};
use uniac_engine::exit::Exit;
use uniac_engine::{Reading, Unread};
use uniac_system::error::Result;

use super::fleet::{self, FleetArgs, Task};
use super::session::{Base, Session};
use super::view::Columns;
use crate::ui::{Format, Page};
use uniac_texts::t;

pub use mends::mends;
pub use page::{days_table, differences_table, orders_table, totals_table};
pub use period::{PeriodArgs, begin};

/// The arguments of `reconcile`.
#[derive(Debug, Args)]
#[command(after_help = "\
Every difference has a reason from a closed list (`uniac explain other-month`)
and a command that mends it or tells what does. Days are in the company's time
zone. Without a period it is this month until today.

Examples:
  uniac reconcile --month 2026-10
  uniac reconcile --from 2026-10-01 --to 2026-10-15 --by day
  uniac reconcile --month 2026-10 --json
  uniac reconcile --month 2026-10 --all

Reads only: the period afresh, also settled payments; with --offline the store.")]
pub struct ReconcileArgs {
    #[command(flatten)]
    period: PeriodArgs,
    /// List the sums of each day, provider or order, too
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    #[command(flatten)]
    fleet: FleetArgs,
}

/// What the sums are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// A row for each day
    Day,
    /// A row for each provider
    Provider,
    /// A row for each purchase
    Order,
}

/// The three books of a period.
pub struct Books {
    /// The period.
    pub period: Period,
    /// What they say.
    pub result: Reconciliation,
    /// How many orders no provider pays.
    pub left_out: usize,
    /// The orders whose payment could not be read now.
    pub unread: Vec<String>,
}

/// Runs the command, on one company or on several.
pub fn run(args: &ReconcileArgs, base: Base) -> Result<Exit> {
    let perform = |base: Base| of_company(args, &base.open()?);
    let task = Task { name: "reconcile", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

fn of_company(args: &ReconcileArgs, session: &Session) -> Result<Exit> {
    let period = args.period.resolve(session)?;
    let books = read(session, period)?;
    let look = session.ui().look();
    // Of a month with many rows only the form that is asked for is made.
    let page = match look.format {
        Format::Json => Page::default(),
        Format::Table | Format::Plain | Format::Csv | Format::Xlsx => {
            page::page(&books, args.by, Columns::that_fit(look))
        }
    };
    session.ui().long_result("uniac.reconcile/1", &books, &page)?;
    Ok(Exit::Done)
}

/// Reads a period afresh, unless `--offline`, and reconciles it.
///
/// # Errors
/// When Uni or the shop cannot be read, or the store.
pub fn read(session: &Session, period: Period) -> Result<Books> {
    read_with(session, period, &mut |_, _| {})
}

/// As [`read`], and hands each order over that is looked at.
///
/// # Errors
/// As [`read`].
pub fn read_with(session: &Session, period: Period, also: Also) -> Result<Books> {
    let unread = refresh(session, period)?;
    let (facts, left_out) = collect(session, Some(period), also)?;
    session.check_interrupted()?;
    Ok(Books { period, result: reconcile(&facts, period), left_out, unread })
}

/// Is told about each order.
type Also<'a> = &'a mut dyn FnMut(&Case, &Assessment);

/// Collects the facts of a period, or of all orders.
fn collect(session: &Session, period: Option<Period>, also: Also) -> Result<(Facts, usize)> {
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let booked_on = |intent: &Intent| session.erp.booked_on(intent);
    let (zone, now) = (session.clock.zone(), session.clock.now());
    let mut collector = Collector::new(Lens { zone, now, booked_on: &booked_on }, period);
    engine.assessed(&mut |case, assessment| {
        collector.add(&case, &assessment);
        also(&case, &assessment);
        Ok(())
    })?;
    for (shop, payment) in engine.unclaimed()? {
        collector.add_unclaimed(&shop, payment.as_ref());
    }
    for note in engine.strays_of_web_orders()? {
        collector.add_stray(&note);
    }
    let left_out = collector.left_out();
    Ok((collector.finish(), left_out))
}

/// Brings the period up to date, and returns whose payments could not be read.
fn refresh(session: &Session, period: Period) -> Result<Vec<String>> {
    if session.base.global.offline {
        return Ok(Vec::new());
    }
    let begun = session.clock.now();
    session.refresh_for_reading(Reading::Payments)?;
    let progress = session.ui().progress(&t!("reconcile-reading"), None);
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    let from = begin(period, session);
    let unread = engine.refresh_from(from).and_then(|mut unread| {
        let (facts, _) = collect(session, None, &mut |_, _| {})?;
        unread.extend(engine.refresh_payments_of(&touched(&facts, period), begun)?);
        let unclaimed: Vec<_> = engine.unclaimed()?.into_iter().map(|(shop, _)| shop).collect();
        unread.extend(engine.refresh_unclaimed(&unclaimed)?);
        Ok(unread)
    });
    progress.finish_and_clear();
    session.check_interrupted()?;
    let unread: Vec<Unread> = unread?;
    session.warn_of(&unread);
    Ok(unread.into_iter().map(|unread| unread.order).filter(|order| !order.is_empty()).collect())
}

/// Returns the orders whose payments could have moved in the period: all that were not over before it.
fn touched(facts: &Facts, period: Period) -> Vec<OrderId> {
    let touched = facts.orders.iter().filter(|order| {
        let shops = order.shops.iter().filter_map(|id| facts.shops.get(id));
        let payments = order.payments.iter().filter_map(|reference| facts.payments.get(reference));
        let own = order.movements.iter();
        let rows = own
            .chain(shops.flat_map(|shop| &shop.movements))
            .chain(payments.flat_map(|payment| &payment.movements));
        rows.into_iter().any(|row| period::may_touch(row.when, period))
    });
    touched.map(|order| order.id).collect()
}
