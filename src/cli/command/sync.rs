//! `uniac sync`: one pass of the automation.
//!
//! It does nothing at all while auto-capture is not active, and says so with an exit code.

use clap::Args;
use jiff::SignedDuration;

use crate::typed::Wrong;
use uniac_engine::exit::Exit;
use uniac_engine::{Said, Scope};
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::line::global::SEVERAL_COMPANIES;
use crate::cli::pass::batch::{self, Batch, BoundsArgs};
use crate::cli::session::{Base, Session};

const AFTER_HELP: &str = "\
Captures, refunds and releases what is due in mode auto, lets the shop follow
and books the payments. It does not ask; bound it in cron.

Examples:
  uniac sync
  uniac sync --max-total 50000 --max-orders 200
  uniac sync --dry-run --json
  uniac sync --all --max-age 10m --junit out.xml

Moves money. Exit 10: auto-capture is not active, so nothing was done.";

/// The arguments of `sync`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct SyncArgs {
    #[command(flatten)]
    bounds: BoundsArgs,
    /// Let releases and refunds through that the brake stops, on up to N orders of each
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    let_go: usize,
    /// Only companies on which it has not run for so long, for instance 10m; the oldest first
    #[arg(long, value_name = "TIME", value_parser = age, help_heading = SEVERAL_COMPANIES)]
    max_age: Option<SignedDuration>,
    #[command(flatten)]
    fleet: FleetArgs,
}

/// Reads an age such as `10m` or `2h`.
fn age(text: &str) -> std::result::Result<SignedDuration, Wrong> {
    let age = text.trim().parse::<SignedDuration>().ok();
    age.filter(|age| !age.is_negative()).ok_or_else(|| Wrong(t!("usage-age")))
}

/// Runs the command, on one company or several.
pub fn run(args: &SyncArgs, base: Base) -> Result<Exit> {
    let perform = |base: Base| one(args, &base.open()?);
    let task = Task { name: "sync", max_age: args.max_age, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

/// Runs the command on one company.
fn one(args: &SyncArgs, session: &Session) -> Result<Exit> {
    let batch = Batch {
        command: "sync",
        scope: Scope::Automatic,
        orders: None,
        bounds: &args.bounds,
        let_go: args.let_go,
        max_age: args.max_age,
        said: Said::default(),
        asks: false,
    };
    batch::run(session, &batch)
}
