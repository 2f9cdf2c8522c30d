//! `uniac reconcile`: what Uni, the shop and the provider say of a period, side by side, and why they differ.
//!
//! Reads only; nothing is decided here.

use clap::Args;

use crate::ui::{Format, Page};
use uniac_engine::exit::Exit;
use uniac_system::error::Result;

use crate::cli::books::period::PeriodArgs;
use crate::cli::books::tables::By;
use crate::cli::books::{reading, tables};
use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::session::{Base, Session};
use crate::cli::view::columns::Columns;

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

/// Runs the command, on one company or on several.
pub fn run(args: &ReconcileArgs, base: Base) -> Result<Exit> {
    let perform = |base: Base| of_company(args, &base.open()?);
    let task = Task { name: "reconcile", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

fn of_company(args: &ReconcileArgs, session: &Session) -> Result<Exit> {
    let period = args.period.resolve(session)?;
    let books = reading::read(session, period)?;
    let look = session.ui().look();
    // Of a month with many rows only the form that is asked for is made.
    let page = match look.format {
        Format::Json => Page::default(),
        Format::Table | Format::Plain | Format::Csv | Format::Xlsx => {
            tables::page(&books, args.by, Columns::that_fit(look))
        }
    };
    session.ui().long_result("uniac.reconcile/1", &books, &page)?;
    Ok(Exit::Done)
}
