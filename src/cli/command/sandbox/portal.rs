//! `uniac sandbox portal`: somebody in the provider's portal.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::Args;

use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::PortalAct;
use uniac_system::error::Result;

use super::happened::{minor, tell};
use crate::cli::session::{Base, play};

/// The arguments of `sandbox portal`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox portal capture 100045 499.00
  uniac sandbox portal cancel 100045
  uniac sandbox portal reserve 100045 599.00
  uniac sandbox portal refund payment:fjordglimt-5045-1a2b3c4d 100.00

complete is done in the shop, whose plug-in captures from then on.")]
pub struct PortalArgs {
    /// capture, refund, cancel; reserve: raise or lower; dispute; complete
    #[arg(value_parser = ["capture", "refund", "cancel", "reserve", "dispute", "complete"])]
    act: String,
    /// The order, `shop:NUMBER` or `payment:REFERENCE`
    order: String,
    /// How much; a cancel takes the rest
    amount: Option<String>,
    /// reserve: a second reservation, which the shop does not name
    #[arg(long)]
    anew: bool,
}

/// Runs the command.
pub(super) fn run(args: &PortalArgs, base: &Base) -> Result<Exit> {
    let mut world = play::world(base)?.world()?;
    if args.act == "complete" {
        return tell(&world.complete_in_shop(&args.order)?, base);
    }
    let act = match args.act.as_str() {
        "capture" => PortalAct::Capture,
        "refund" => PortalAct::Refund,
        "dispute" => PortalAct::Dispute,
        "reserve" if args.anew => PortalAct::ReserveAnew,
        "reserve" => PortalAct::Reserve,
        _ => PortalAct::Cancel,
    };
    let amount = args.amount.as_deref().map(|text| minor(text, Currency::NOK)).transpose()?;
    tell(&world.portal(act, &args.order, amount)?, base)
}
