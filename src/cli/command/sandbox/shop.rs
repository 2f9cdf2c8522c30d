//! `uniac sandbox shop`: somebody in the shop, and the customer who pays again.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::{Args, Subcommand};

use crate::typed;
use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::ShopAct;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::happened::{minor, tell};
use crate::cli::session::{Base, play};

/// The commands of somebody in the shop. An order is Uni's number or `shop:NUMBER`.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac sandbox shop cancel 100045
  uniac sandbox shop status shop:5045 on-hold
  uniac sandbox shop pay-again 100045 --amount 399.00")]
pub enum ShopCommand {
    /// Cancel the order
    #[command(after_help = "Examples:\n  uniac sandbox shop cancel 100045")]
    Cancel(OneOrder),
    /// Give the order a status, also a plug-in's own, or trash
    #[command(after_help = "Examples:\n  uniac sandbox shop status 100045 on-hold")]
    Status(StatusArgs),
    /// The customer pays once more; the order has another payment from then on
    #[command(after_help = "\
Examples:
  uniac sandbox shop pay-again 100045
  uniac sandbox shop pay-again 100045 --amount 399.00
  uniac sandbox shop pay-again 100045 --unfinished")]
    PayAgain(PayAgainArgs),
    /// Let the order name another payment, whosever it is
    #[command(after_help = "\
Examples:
  uniac sandbox shop payment 100046 fjordglimt-5045-1a2b3c4d")]
    Payment(PaymentArgs),
    /// Record a refund; the plug-in pays it back if asked to
    #[command(after_help = "\
Examples:
  uniac sandbox shop refund 100045 100.00 --pay-back
  uniac sandbox shop refund 100045 33.3333")]
    Refund(RefundArgs),
    /// Show the order under another number
    #[command(after_help = "Examples:\n  uniac sandbox shop number 100045 WEB-5045")]
    Number(NumberArgs),
}

/// One order.
#[derive(Debug, Args)]
pub struct OneOrder {
    /// The order
    order: String,
}

/// The arguments of `sandbox shop status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The order
    order: String,
    /// The status
    status: String,
}

/// The arguments of `sandbox shop pay-again`.
#[derive(Debug, Args)]
pub struct PayAgainArgs {
    /// The order
    order: String,
    /// How much; the order's total when nothing is said
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,
    /// The customer does not finish: nothing is reserved
    #[arg(long, conflicts_with = "amount")]
    unfinished: bool,
}

/// The arguments of `sandbox shop payment`.
#[derive(Debug, Args)]
pub struct PaymentArgs {
    /// The order
    order: String,
    /// The provider's reference
    reference: String,
}

/// The arguments of `sandbox shop refund`.
#[derive(Debug, Args)]
pub struct RefundArgs {
    /// The order
    order: String,
    /// How much; up to four decimals, as in a shop with such prices
    amount: String,
    /// The plug-in pays the customer back
    #[arg(long)]
    pay_back: bool,
}

/// The arguments of `sandbox shop number`.
#[derive(Debug, Args)]
pub struct NumberArgs {
    /// The order
    order: String,
    /// The number
    number: String,
}

/// Runs the command.
pub(super) fn run(command: &ShopCommand, base: &Base) -> Result<Exit> {
    let mut world = play::world(base)?.world()?;
    let happened = match command {
        ShopCommand::Cancel(args) => world.shop(&args.order, ShopAct::Status("cancelled"))?,
        ShopCommand::Status(args) => world.shop(&args.order, ShopAct::Status(&args.status))?,
        ShopCommand::PayAgain(args) if args.unfinished => {
            world.shop(&args.order, ShopAct::BeginToPayAgain)?
        }
        ShopCommand::PayAgain(args) => {
            let amount = args.amount.as_deref().map(|text| minor(text, Currency::NOK));
            world.shop(&args.order, ShopAct::PayAgain(amount.transpose()?))?
        }
        ShopCommand::Payment(args) => world.shop(&args.order, ShopAct::Payment(&args.reference))?,
        ShopCommand::Refund(args) => {
            world.shop(&args.order, ShopAct::Refund(e4(&args.amount)?, args.pay_back))?
        }
        ShopCommand::Number(args) => world.shop(&args.order, ShopAct::Number(&args.number))?,
    };
    tell(&happened, base)
}

/// Returns an amount of up to four decimals in ten-thousandths.
fn e4(text: &str) -> Result<i64> {
    let odd = || Error::usage("usage", t!("sandbox-decimals"));
    let amount = typed::amount(text).map_err(|wrong| {
        Error::usage("usage", t!("typed-no-amount", typed = text)).hint(wrong.0)
    })?;
    let (whole, fraction) = (amount.trunc(), amount.fract());
    let minor = |part: rust_decimal::Decimal, by: i64| {
        let scaled = part.checked_mul(by.into()).filter(rust_decimal::Decimal::is_integer);
        scaled.and_then(|scaled| i64::try_from(scaled).ok()).ok_or_else(odd)
    };
    minor(whole, 10_000)?.checked_add(minor(fraction, 10_000)?).ok_or_else(odd)
}
