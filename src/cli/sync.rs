//! `uniac sync`: one pass of the automation.
//!
//! It does nothing at all while auto-capture is not active, and says so with an exit code.

use clap::Args;

use crate::engine::Scope;
use crate::error::{Error, Kind, Result};
use crate::settings::{Autocapture, Setting};
use crate::store::Store;

use super::Exit;
use super::batch::{self, Batch, Bounds};
use super::session::Session;

const AFTER_HELP: &str = "\
Captures, refunds and releases what is due in mode auto, lets the shop follow
and books the payments. It does not ask; bound it in cron.

Examples:
  uniac sync
  uniac sync --max-total 50000 --max-orders 200
  uniac sync --dry-run --json

Moves money. Exit 10: auto-capture is not active, so nothing was done.";

/// The arguments of `sync`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct SyncArgs {
    #[command(flatten)]
    bounds: Bounds,
}

/// Runs the command.
pub fn run(args: &SyncArgs, session: &Session) -> Result<Exit> {
    let settings = session.store.settings()?;
    if !settings.is_active() {
        let off: Vec<&str> = Setting::REQUIRED
            .iter()
            .filter(|setting| settings.since(**setting).is_none())
            .map(|setting| setting.name())
            .collect();
        let state = match settings.autocapture() {
            Autocapture::Incomplete => format!("incomplete ({} off)", off.join(", ")),
            Autocapture::Off | Autocapture::Active => "off".to_owned(),
        };
        return Err(Error::new(
            Kind::Inactive,
            "inactive",
            format!("auto-capture is {state}, so `sync` did nothing"),
        )
        .hint("Switch it on with `uniac enable`; it reports first what it would not touch"));
    }
    let batch = Batch { scope: Scope::Automatic, orders: None, bounds: &args.bounds, asks: false };
    batch::run(session, &batch)
}
