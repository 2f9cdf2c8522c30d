//! `uniac sandbox invoice`: a bookkeeper invoices in Uni, and goes on with drafts and invoices.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::Args;

use crate::typed::Wrong;
use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::{DraftAct, Happened, Invoicing, Typed};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::happened::{many, minor, tell};
use crate::cli::session::{Base, play};

/// The arguments of `sandbox invoice`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox invoice 100045 --lines 1
  uniac sandbox invoice 100045 100046
  uniac sandbox invoice 100045 100046 --together --rounded
  uniac sandbox invoice 100045 --line Frakt=99.00 --line Rabatt=-50.00
  uniac sandbox invoice 100045 --draft
  uniac sandbox invoice 100045 --finalise
  uniac sandbox invoice --number 10031 --paid-by-bank 200.00")]
pub struct InvoiceArgs {
    /// The order, or several of them
    #[arg(required_unless_present = "number", value_name = "ORDER")]
    orders: Vec<String>,
    /// Only these lines, counted from 1
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    lines: Option<Vec<usize>>,
    /// A line typed on the invoice, with no line of an order behind it
    #[arg(long = "line", value_name = "TEXT=AMOUNT", value_parser = typed, allow_hyphen_values = true)]
    typed: Vec<Typed>,
    /// One invoice over all the orders
    #[arg(long)]
    together: bool,
    /// Round its total to whole units
    #[arg(long)]
    rounded: bool,
    /// Its date, when that is not today
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The customer pays it by bank, all or so much; with --number an older one
    #[arg(long, value_name = "AMOUNT", num_args = 0..=1, default_missing_value = "",
        conflicts_with = "draft")]
    paid_by_bank: Option<String>,
    /// With --paid-by-bank: this invoice
    #[arg(long, value_name = "N", requires = "paid_by_bank", conflicts_with = "orders")]
    number: Option<String>,
    /// Uni's number of a type of document that is neither invoice nor credit note
    #[arg(long, value_name = "N")]
    odd_type: Option<i64>,
    /// It stays a draft
    #[arg(long, group = "going_on")]
    draft: bool,
    /// The order's newest draft, also of a credit note, becomes final
    #[arg(long, group = "going_on")]
    finalise: bool,
    /// The order's newest invoice becomes a draft again
    #[arg(long, group = "going_on", conflicts_with = "typed")]
    reopen: bool,
    /// The order's newest draft is thrown away
    #[arg(long, group = "going_on", conflicts_with = "typed")]
    discard: bool,
}

/// Reads `TEXT=AMOUNT`.
fn typed(text: &str) -> std::result::Result<Typed, Wrong> {
    let (text, amount) = text.rsplit_once('=').ok_or_else(|| Wrong(t!("sandbox-text-amount")))?;
    let amount_minor = minor(amount, Currency::NOK).map_err(|error| Wrong(error.message))?;
    Ok(Typed { text: text.to_owned(), amount_minor })
}

/// Runs the command.
pub(super) fn run(args: &InvoiceArgs, base: &Base) -> Result<Exit> {
    let mut world = play::world(base)?.world()?;
    let paid = match args.paid_by_bank.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(amount) => Some(Some(minor(amount, Currency::NOK)?)),
    };
    if let (Some(number), Some(amount)) = (&args.number, paid) {
        return tell(&world.pay_by_bank(number, amount)?, base);
    }
    let wanted = Invoicing {
        lines: args.lines.as_deref(),
        typed: &args.typed,
        draft: args.draft,
        rounded: args.rounded,
        date: args.date.as_deref(),
        paid_by_bank: paid,
        odd_type: args.odd_type,
    };
    let act = match args {
        InvoiceArgs { finalise: true, .. } => Some(DraftAct::Finalise(&args.typed)),
        InvoiceArgs { reopen: true, .. } => Some(DraftAct::Reopen),
        InvoiceArgs { discard: true, .. } => Some(DraftAct::Discard),
        _ => None,
    };
    let orders: Vec<&str> = args.orders.iter().map(String::as_str).collect();
    let groups: Vec<&[&str]> =
        if args.together { vec![&orders] } else { orders.chunks(1).collect() };
    let mut made = |group: &&[&str]| match (act, group.first()) {
        (Some(act), Some(order)) => world.draft(order, act),
        _ => world.invoice_as(group, &wanted),
    };
    let made: Vec<Happened> = groups.iter().map(&mut made).collect::<Result<_>>()?;
    match made.as_slice() {
        [one] => tell(one, base),
        [] => Err(Error::usage("usage", t!("sandbox-name-order"))),
        several => many(several, base),
    }
}
