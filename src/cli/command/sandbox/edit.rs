//! `uniac sandbox edit` and `delete`: a bookkeeper changes an order in Uni, or takes it out.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::Args;

use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::{Edit, Removal};
use uniac_system::error::Result;

use super::happened::{minor, tell};
use crate::cli::session::{Base, play};

/// The arguments of `sandbox edit`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox edit 100045 --reference 5046
  uniac sandbox edit 100045 --customer \"Åkerbær Kafé AS\" --email \"\"
  uniac sandbox edit 100045 --amounts 300.00,100.00")]
pub struct EditArgs {
    /// The order
    order: String,
    /// The shop's number, typed anew; empty: none
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// The customer's name
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// The customer's address; empty: none
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The customer's organisation number; empty: none
    #[arg(long, value_name = "NUMBER")]
    org_number: Option<String>,
    /// The order's date
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The sums of its lines: one more is added, one less is taken off
    #[arg(long, value_name = "AMOUNTS", value_delimiter = ',', allow_hyphen_values = true)]
    amounts: Option<Vec<String>>,
}

/// The arguments of `sandbox delete`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox delete 100045
  uniac sandbox delete 100045 --close")]
pub struct DeleteArgs {
    /// The order
    order: String,
    /// Close it instead, also when nothing is invoiced
    #[arg(long)]
    close: bool,
    /// Uni no longer answers for it at all
    #[arg(long, conflicts_with = "close")]
    vanish: bool,
}

/// Runs `sandbox edit`.
pub(super) fn edit(args: &EditArgs, base: &Base) -> Result<Exit> {
    let amounts = args.amounts.as_ref().map(|amounts| {
        amounts.iter().map(|text| minor(text, Currency::NOK)).collect::<Result<Vec<i64>>>()
    });
    let amounts = amounts.transpose()?;
    let edit = Edit {
        reference: args.reference.as_deref(),
        customer: args.customer.as_deref(),
        email: args.email.as_deref(),
        org_number: args.org_number.as_deref(),
        date: args.date.as_deref(),
        amounts: amounts.as_deref(),
    };
    tell(&play::world(base)?.world()?.edit(&args.order, &edit)?, base)
}

/// Runs `sandbox delete`.
pub(super) fn delete(args: &DeleteArgs, base: &Base) -> Result<Exit> {
    let how = match args {
        DeleteArgs { close: true, .. } => Removal::Close,
        DeleteArgs { vanish: true, .. } => Removal::Vanish,
        _ => Removal::Delete,
    };
    tell(&play::world(base)?.world()?.remove(&args.order, how)?, base)
}
