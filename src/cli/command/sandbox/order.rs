//! `uniac sandbox order`: a customer orders, or an order comes into Uni in another way.
//!
//! Only the sandbox hears of it; uniac has to find it out by itself.

use clap::Args;
use clap::builder::PossibleValuesParser;

use uniac_core::money::Currency;
use uniac_engine::exit::Exit;
use uniac_sandbox::{Brand, Outside, Paying, Wish};
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::t;

use super::happened::{currency, many, minor, tell};
use crate::cli::session::{Base, play};

/// The arguments of `sandbox order`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox order
  uniac sandbox order --lines 3 --amount 1249.50 --provider nexi
  uniac sandbox order --customer \"Gro Tåkeli\" --company \"Åkerbær Kafé AS\"
  uniac sandbox order --copy-of 100045
  uniac sandbox order --part-of 100045 --only 2
  uniac sandbox order --shop-reference 5512 --amount 300.00
  uniac sandbox order --from orders.csv

With --shop-reference or --from, Uni gets orders of a shop outside the sandbox,
or one more order with a number that is used already.")]
pub struct OrderArgs {
    /// How many lines it has
    #[arg(long, value_name = "N", default_value_t = 2)]
    lines: u32,
    /// Its total with VAT
    #[arg(long, value_name = "AMOUNT", default_value = "499.00")]
    amount: String,
    /// Its currency
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The customer ordered so many hours ago; it is read into Uni now
    #[arg(long, value_name = "N", default_value_t = 0)]
    hours_ago: u32,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    payment: Payment,
    #[command(flatten)]
    otherwise: Otherwise,
}

/// Who orders.
#[derive(Debug, Args)]
struct Who {
    /// The customer's name
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// The company for which the customer buys; in Uni it is the customer
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// The customer's address; empty: none
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The customer's telephone number; empty: none
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// The company's organisation number; empty: none
    #[arg(long, value_name = "NUMBER")]
    org_number: Option<String>,
    /// In Uni it is one of the customer "Nettbutikkunde"
    #[arg(long)]
    collective: bool,
}

/// How it is paid.
#[derive(Debug, Args)]
struct Payment {
    /// By which provider it is paid
    #[arg(long, value_name = "NAME", default_value = "vipps",
        value_parser = PossibleValuesParser::new(Brand::ALL.map(Brand::name)))]
    provider: String,
    /// So much of it is paid by gift card
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    gift_card: String,
    /// It is paid in the plug-in's test mode: the provider knows nothing of it
    #[arg(long, conflicts_with = "by_transfer")]
    test_mode: bool,
    /// It is paid by bank transfer, on an invoice
    #[arg(long)]
    by_transfer: bool,
    /// It is not paid yet; `sandbox shop pay-again` pays it
    #[arg(long, conflicts_with_all = ["by_transfer", "test_mode"])]
    unpaid: bool,
}

/// How else an order comes into Uni.
#[derive(Debug, Args)]
struct Otherwise {
    /// A person makes it in Uni; the shop knows nothing of it
    #[arg(long, conflicts_with_all = ["currency", "provider"])]
    by_hand: bool,
    /// It carries this number of a shop; it is made in Uni alone
    #[arg(long, value_name = "CODE", conflicts_with_all = ["by_hand", "currency"])]
    shop_reference: Option<String>,
    /// Orders of another shop, a line `CODE,AMOUNT` each; `-`: standard input
    #[arg(long, value_name = "FILE",
        conflicts_with_all = ["by_hand", "currency", "shop_reference", "amount"])]
    from: Option<std::path::PathBuf>,
    /// The order comes into Uni once more, with all that it is
    #[arg(long, value_name = "ORDER", conflicts_with_all = ["by_hand", "currency",
        "shop_reference", "from", "amount", "lines", "customer"])]
    copy_of: Option<String>,
    /// Lines of this order become one of their own in Uni: a back-order
    #[arg(long, value_name = "ORDER", conflicts_with_all = ["by_hand",
        "currency", "shop_reference", "from", "amount", "lines", "customer", "copy_of"])]
    part_of: Option<String>,
    /// With --part-of: these lines, counted from 1; the last one when not given
    #[arg(long, value_name = "LINES", value_delimiter = ',', requires = "part_of")]
    only: Option<Vec<usize>>,
}

/// Runs the command.
pub(super) fn run(args: &OrderArgs, base: &Base) -> Result<Exit> {
    let mut world = play::world(base)?.world()?;
    let customer = args.who.customer.as_deref();
    let other = &args.otherwise;
    if let Some(file) = &other.from {
        let orders = orders_listed(file)?;
        return many(&world.orders_from_outside(args.lines, &orders, customer)?, base);
    }
    let amount_minor = minor(&args.amount, currency(args.currency.as_deref())?)?;
    let happened = if let Some(order) = &other.copy_of {
        world.copy_order(order)?
    } else if let Some(order) = &other.part_of {
        world.part_order(order, other.only.as_deref())?
    } else if other.by_hand {
        world.order_by_hand(args.lines, amount_minor, customer)?
    } else if let Some(reference) = other.shop_reference.clone() {
        let order = Outside { reference, amount_minor };
        let made = world.orders_from_outside(args.lines, &[order], customer)?;
        made.into_iter().next().ok_or_else(|| Error::defect("no order was made"))?
    } else {
        world.order_as(&wish(args, amount_minor)?)?
    };
    tell(&happened, base)
}

fn wish(args: &OrderArgs, amount_minor: i64) -> Result<Wish> {
    let brand = Brand::from_name(&args.payment.provider)?;
    let gift_minor = minor(&args.payment.gift_card, currency(args.currency.as_deref())?)?;
    Ok(Wish {
        currency: args.currency.clone(),
        paying: match &args.payment {
            payment if payment.test_mode => Paying::InTestMode(brand),
            payment if payment.by_transfer => Paying::Transfer,
            payment if payment.unpaid => Paying::Later(brand),
            _ => Paying::By(brand),
        },
        gift_minor,
        customer: args.who.customer.clone(),
        company: args.who.company.clone(),
        email: args.who.email.clone(),
        phone: args.who.phone.clone(),
        org_number: args.who.org_number.clone(),
        collective: args.who.collective,
        hours_ago: args.hours_ago,
        ..Wish::new(brand, args.lines, amount_minor)
    })
}

/// Reads a list of another shop's orders.
fn orders_listed(file: &std::path::Path) -> Result<Vec<Outside>> {
    let text = match file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| {
        Error::usage("usage", t!("sandbox-not-read", path = file.display(), why = os::why(&error)))
    })?;
    let order = |line: &str| {
        let (reference, amount) = line.rsplit_once(',').ok_or_else(|| {
            Error::usage("usage", t!("sandbox-no-line")).hint(t!("sandbox-no-line-hint"))
        })?;
        let amount_minor = minor(amount.trim(), Currency::NOK)?;
        Ok(Outside { reference: reference.trim().to_owned(), amount_minor })
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(order).collect()
}
