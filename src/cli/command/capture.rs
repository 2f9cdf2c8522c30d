//! `uniac capture --manual`, `refund --manual` and `cancel --manual`: acts by a person's decision.
//!
//! They do only what the rules list as due. A person decides when, never how much.

use clap::Args;

use uniac_core::act::Operation;
use uniac_core::assess::assess;
use uniac_core::money::Money;
use uniac_engine::exit::Exit;
use uniac_engine::{Said, Scope, choose};
use uniac_store::Store;
use uniac_system::error::Result;
use uniac_texts::t;

use crate::cli::pass::batch::{self, Batch, BoundsArgs};
use crate::cli::session::Session;

const CAPTURE_HELP: &str = "\
Without ORDER: all orders whose capture waits because they were invoiced
before the activation; held ones are left out. With ORDER: these, held or not.
Captures exactly what is owed, then completes the shop's order and books the
payment in Uni.

Examples:
  uniac capture --manual --dry-run
  uniac capture --manual 100045 shop:5512
  uniac capture --manual --yes --max-total 25000
  uniac capture --manual 100045 --payment REFERENCE
  uniac capture --manual 100045 --up-to-reserved --reason bank

Moves money. Without a terminal and without --yes nothing is sent (exit 3).";

const REFUND_HELP: &str = "\
Pays back exactly what is due on these orders, whatever its mode. What that is,
`uniac order show ORDER` says.

Examples:
  uniac refund --manual 100045
  uniac refund --manual invoice:20017 --dry-run
  uniac refund --manual 100045 --credit 20031

Moves money. Without a terminal and without --yes nothing is sent (exit 3).";

const CANCEL_HELP: &str = "\
Releases what is left of the reservation, where nothing can need it any more.
What that is, `uniac order show ORDER` says.

Examples:
  uniac cancel --manual 100046 --yes
  uniac cancel --manual 100046 --payment REFERENCE

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
    /// Take it from this payment, where several could be meant
    #[arg(long, value_name = "REFERENCE", requires = "orders")]
    payment: Option<String>,
    /// Where more is invoiced than reserved: take what there is; the rest was paid otherwise, and the shop's order is
    /// completed
    #[arg(long, requires = "orders")]
    up_to_reserved: bool,
    /// Why; it is kept with your name
    #[arg(long, value_name = "TEXT", requires = "up_to_reserved")]
    reason: Option<String>,
    #[command(flatten)]
    bounds: BoundsArgs,
}

/// The arguments of `refund`.
#[derive(Debug, Args)]
#[command(after_help = REFUND_HELP)]
pub struct RefundArgs {
    /// Act by hand; the automation is `uniac sync`
    #[arg(long, required = true)]
    manual: bool,
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(value_name = "ORDER", required = true)]
    orders: Vec<String>,
    /// This credit note belongs to the order, although Uni does not say so
    #[arg(long, value_name = "NUMBER")]
    credit: Option<String>,
    /// Why; it is kept with your name
    #[arg(long, value_name = "TEXT", requires = "credit")]
    reason: Option<String>,
    #[command(flatten)]
    bounds: BoundsArgs,
}

/// The arguments of `cancel`.
#[derive(Debug, Args)]
#[command(after_help = CANCEL_HELP)]
pub struct CancelArgs {
    /// Act by hand; the automation is `uniac sync`
    #[arg(long, required = true)]
    manual: bool,
    /// By Uni's order number, `shop:NUMBER`, `invoice:NUMBER` or `payment:REFERENCE`
    #[arg(value_name = "ORDER", required = true)]
    orders: Vec<String>,
    /// Release what is left on this payment, for instance one that was replaced
    #[arg(long, value_name = "REFERENCE")]
    payment: Option<String>,
    #[command(flatten)]
    bounds: BoundsArgs,
}

/// Runs `capture`.
pub fn capture(args: &ManualArgs, session: &Session) -> Result<Exit> {
    let said = Said {
        payment: args.payment.clone(),
        up_to_reserved: args.up_to_reserved,
        reason: args.reason.clone(),
        ..of_user(session)
    };
    let exit = act(session, Operation::Capture, &args.orders, &args.bounds, said)?;
    if args.up_to_reserved {
        say_rest(session, &args.orders)?;
    }
    Ok(exit)
}

/// Says what of the invoices is taken for paid otherwise by a person's word: it is in no list any more.
fn say_rest(session: &Session, names: &[String]) -> Result<()> {
    let quiet = |_: &str| {};
    let company = session.engine(&quiet).company()?;
    for order in choose::orders(&session.store, names)? {
        let Some(case) = session.store.case(order)? else { continue };
        let said: i64 = case.kept.paid_by_word.values().sum();
        let ledger = assess(&case, &company, session.clock.now()).ledger;
        let ahead = match session.base.global.dry_run && ledger.capturable > 0 {
            true => (ledger.capture_due() - ledger.capturable).max(0),
            false => 0,
        };
        let rest = Money::new(said.saturating_add(ahead), case.order.uni.currency);
        if rest.minor > 0 {
            let number = &case.order.uni.number;
            session.ui().note(&t!("outcome-paid-otherwise", order = number, sum = rest));
        }
    }
    Ok(())
}

/// Runs `refund`.
pub fn refund(args: &RefundArgs, session: &Session) -> Result<Exit> {
    let (credit, reason) = (args.credit.clone(), args.reason.clone());
    let said = Said { credit, reason, ..of_user(session) };
    act(session, Operation::Refund, &args.orders, &args.bounds, said)
}

/// Runs `cancel`.
pub fn cancel(args: &CancelArgs, session: &Session) -> Result<Exit> {
    let said = Said { payment: args.payment.clone(), ..of_user(session) };
    act(session, Operation::Cancel, &args.orders, &args.bounds, said)
}

fn of_user(session: &Session) -> Said {
    Said { by: session.base.environment.user(), ..Said::default() }
}

fn act(
    session: &Session,
    operation: Operation,
    names: &[String],
    bounds: &BoundsArgs,
    said: Said,
) -> Result<Exit> {
    let (scope, orders) = match names.is_empty() {
        true => (Scope::Predating(operation), None),
        false => (Scope::Named(operation), Some(names)),
    };
    let command = operation.name();
    batch::run(
        session,
        &Batch { command, scope, orders, bounds, let_go: 0, max_age: None, said, asks: true },
    )
}
