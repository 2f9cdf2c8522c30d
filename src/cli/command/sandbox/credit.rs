//! `uniac sandbox credit`: a bookkeeper credits in Uni.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::Args;

use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::{CreditTarget, Crediting};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::happened::{minor, tell};
use crate::cli::session::{Base, play};

/// The arguments of `sandbox credit`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox credit 100045
  uniac sandbox credit --invoice 10031 --amount 100.00
  uniac sandbox credit 100045 --typed Goodwill --amount 100.00 --no-reference
  uniac sandbox credit --invoices 10031,10032
  uniac sandbox credit --credit-note 10033")]
pub struct CreditArgs {
    /// The order
    #[arg(required_unless_present_any = ["invoice", "invoices", "credit_note"],
        conflicts_with_all = ["invoice", "invoices", "credit_note"])]
    order: Option<String>,
    /// One invoice
    #[arg(long, value_name = "N", conflicts_with_all = ["invoices", "credit_note"])]
    invoice: Option<String>,
    /// Several invoices in one note, which names the first
    #[arg(long, value_name = "N,M", value_delimiter = ',',
        conflicts_with_all = ["credit_note", "amount", "lines", "typed"])]
    invoices: Option<Vec<String>>,
    /// A credit note that was a mistake: a second one takes it back
    #[arg(long, value_name = "N", conflicts_with_all = ["amount", "lines", "typed"])]
    credit_note: Option<String>,
    /// Only this much
    #[arg(long, value_name = "AMOUNT", conflicts_with = "lines")]
    amount: Option<String>,
    /// Only these lines, counted from 1
    #[arg(long, value_name = "LINES", value_delimiter = ',')]
    lines: Option<Vec<usize>>,
    /// One line typed by hand, with no order line; it may be above the invoice
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "Goodwill",
        requires = "amount", conflicts_with = "lines")]
    typed: Option<String>,
    /// The note names no invoice
    #[arg(long)]
    no_reference: bool,
    /// Its lines name no line of an order
    #[arg(long)]
    untraced: bool,
    /// The lines of the order can be invoiced anew
    #[arg(long)]
    reopen_lines: bool,
    /// It stays a draft; `sandbox invoice ORDER --finalise` finishes it
    #[arg(long)]
    draft: bool,
}

/// Runs the command.
pub(super) fn run(args: &CreditArgs, base: &Base) -> Result<Exit> {
    let several: Vec<&str> = args.invoices.iter().flatten().map(String::as_str).collect();
    let target = match (&args.order, &args.invoice, &args.credit_note) {
        (Some(order), ..) => CreditTarget::Order(order),
        (_, Some(invoice), _) => CreditTarget::Invoice(invoice),
        (_, _, Some(note)) => CreditTarget::CreditNote(note),
        _ if !several.is_empty() => CreditTarget::Invoices(&several),
        _ => return Err(Error::usage("usage", t!("sandbox-name-order-or-invoice"))),
    };
    let amount = args.amount.as_deref().map(|text| minor(text, Currency::NOK)).transpose()?;
    let how = Crediting {
        amount_minor: amount,
        lines: args.lines.as_deref(),
        typed: args.typed.as_deref(),
        no_reference: args.no_reference,
        draft: args.draft,
        untraced: args.untraced,
        reopen_lines: args.reopen_lines,
    };
    tell(&play::world(base)?.world()?.credit_as(target, &how)?, base)
}
