//! `uniac apply`: does exactly what a saved plan says, once, after a question.
//!
//! Whatever changed since the plan was made is not done, and is said. No rule lives here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use uniac_engine::exit::Exit;
use uniac_engine::{Said, SavedPlan, Scope};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::os;
use uniac_texts::t;

use crate::cli::pass::batch::{self, Batch, BoundsArgs};
use crate::cli::pass::two_people::maker;
use crate::cli::session::Session;

/// A file that is larger than this is no plan.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

const AFTER_HELP: &str = "\
Each step is done only if it is still due with just this amount, on the facts
that it rested on; else it is stale, and is left. Nothing is added. An
application that broke off goes on with the same command; one that ended
cannot be repeated. Bounds and brakes hold as for `sync`. With
`plans = \"required\"` a plan is applied by another user than the one who made
it.

Examples:
  uniac apply plan.json --dry-run
  uniac apply plan.json
  uniac apply plan.json --yes --max-total 50000

Moves money. Without a terminal and without --yes nothing is sent (exit 3).";

/// The arguments of `apply`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct ApplyArgs {
    /// The file that `uniac plan --out` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    bounds: BoundsArgs,
    /// Let releases and refunds through that the brake stops, on up to N orders of each
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    let_go: usize,
}

/// Runs the command.
pub fn run(args: &ApplyArgs, session: &Session) -> Result<Exit> {
    let saved = SavedPlan::parse(&read(&args.file)?)?;
    let by = session.base.environment.user();
    saved.check(&maker(session, &by), &session.store)?;
    if session.plans_required && saved.made_by == by {
        let message = t!("plan-same-person", by = &by);
        return Err(Error::new(Kind::Declined, "plan-same-person", message)
            .hint(t!("plan-same-person-hint")));
    }
    let batch = Batch {
        command: "apply",
        scope: Scope::Plan(Arc::new(saved)),
        orders: None,
        bounds: &args.bounds,
        let_go: args.let_go,
        max_age: None,
        said: Said { by, ..Said::default() },
        asks: true,
    };
    batch::run(session, &batch)
}

fn read(path: &Path) -> Result<String> {
    let shown = || path.display().to_string();
    let failed = |error: std::io::Error| {
        let message = t!("plan-not-read", path = shown(), why = os::why(&error));
        Error::usage("plan-unreadable", message).hint(t!("plan-not-read-hint")).caused_by(error)
    };
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > BYTES_MAX {
        let message = t!("plan-too-large", path = shown());
        return Err(Error::usage("plan-unreadable", message).hint(t!("plan-not-read-hint")));
    }
    std::fs::read_to_string(path).map_err(failed)
}
