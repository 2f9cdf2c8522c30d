//! `uniac capture --manual`, `refund --manual` and `cancel --manual`: acts by a person's decision.
//!
//! They do only what the rules list as due. A person decides when, never how much.

use clap::Args;

use crate::act::Operation;
use crate::engine::Scope;
use crate::error::Result;

use super::batch::{self, Batch, BoundsArgs};
use super::session::Session;
use crate::exit::Exit;

const CAPTURE_HELP: &str = "\
Without ORDER: all orders whose capture waits because they were invoiced
before the activation; held ones are left out. With ORDER: these, held or not.
Captures exactly what is owed, then completes the shop's order and books the
payment in Uni.

Examples:
  uniac capture --manual --dry-run
  uniac capture --manual 100045 shop:5512
  uniac capture --manual --yes --max-total 25000

Moves money. Without a terminal and without --yes nothing is sent (exit 3).";

const NAMED_HELP: &str = "\
Does exactly what is due on these orders, whatever its mode. What that is,
`uniac order show ORDER` says.

Examples:
  uniac refund --manual 100045
  uniac refund --manual invoice:20017 --dry-run
  uniac cancel --manual 100046 --yes

Moves money. Without a terminal and without --yes nothing is sent (exit 3).";

/// The arguments of `capture`.
#[derive(Debug, Args)]
#[command(after_help = CAPTURE_HELP)]
pub struct ManualArgs {
    /// Capture by hand; the automation is `uniac sync`
    #[arg(long, required = true)]
    manual: bool,
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(value_name = "ORDER")]
    orders: Vec<String>,
    #[command(flatten)]
    bounds: BoundsArgs,
}

/// The arguments of `refund` and `cancel`.
#[derive(Debug, Args)]
#[command(after_help = NAMED_HELP)]
pub struct NamedArgs {
    /// Act by hand; the automation is `uniac sync`
    #[arg(long, required = true)]
    manual: bool,
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(value_name = "ORDER", required = true)]
    orders: Vec<String>,
    #[command(flatten)]
    bounds: BoundsArgs,
}

/// Runs `capture`.
pub fn capture(args: &ManualArgs, session: &Session) -> Result<Exit> {
    act(session, Operation::Capture, &args.orders, &args.bounds)
}

/// Runs `refund`.
pub fn refund(args: &NamedArgs, session: &Session) -> Result<Exit> {
    act(session, Operation::Refund, &args.orders, &args.bounds)
}

/// Runs `cancel`.
pub fn cancel(args: &NamedArgs, session: &Session) -> Result<Exit> {
    act(session, Operation::Cancel, &args.orders, &args.bounds)
}

fn act(
    session: &Session,
    operation: Operation,
    names: &[String],
    bounds: &BoundsArgs,
) -> Result<Exit> {
    let (scope, orders) = match names.is_empty() {
        true => (Scope::Predating(operation), None),
        false => (Scope::Named(operation), Some(names)),
    };
    batch::run(session, &Batch { scope, orders, bounds, let_go: 0, asks: true })
}
