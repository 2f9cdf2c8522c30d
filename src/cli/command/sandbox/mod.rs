//! `uniac sandbox`: the people of the sandbox, its faults, and its truth.
//!
//! These commands play the outside world. They must never read the journal or tell the engine
//! anything: what happened here, uniac has to find out by itself.

mod behaviour;
mod books;
mod credit;
mod edit;
mod faults;
mod happened;
mod invoice;
mod order;
mod portal;
mod serve;
mod shop;

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::config::SANDBOX;
use crate::ui::Page;
use uniac_engine::exit::Exit;
use uniac_sandbox::{Brand, MESSY_ORDERS, Sandbox};
use uniac_store::{DbStore, Store};
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_texts::{named, t};

use crate::cli::session::{Base, open_shared, play};
use behaviour::{BalanceArgs, PlugInsArgs, ReviewArgs, SetArgs};
use books::CallsArgs;
use credit::CreditArgs;
use edit::{DeleteArgs, EditArgs};
use faults::FaultCommand;
use invoice::InvoiceArgs;
use order::OrderArgs;
use portal::PortalArgs;
use shop::ShopCommand;

/// The commands of the sandbox.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac sandbox reset --orders 200 --seed 7
  uniac sandbox order --amount 499.00
  uniac sandbox fault add reply-lost --on capture

Plays with a world of its own; no real money moves.")]
pub enum SandboxCommand {
    /// Make a new company with old and new orders; what was there is gone
    Reset(ResetArgs),
    /// A customer orders and pays; it is read into Uni
    Order(Box<OrderArgs>),
    /// A person invoices in Uni, all or some lines
    Invoice(Box<InvoiceArgs>),
    /// A person credits in Uni
    Credit(CreditArgs),
    /// A person deletes the order in Uni
    Delete(DeleteArgs),
    /// A person edits an order in Uni after it was read in
    Edit(EditArgs),
    /// Somebody acts in the shop
    #[command(subcommand)]
    Shop(ShopCommand),
    /// Somebody acts in the provider's portal
    Portal(PortalArgs),
    /// The merchant's balance at Nexi: with a low one, refunds wait
    Balance(BalanceArgs),
    #[command(about = format!("What {}'s check makes of purchases; it takes no money before",
        Brand::CHECKING.title()))]
    Review(ReviewArgs),
    /// What the shop's payment plug-ins do when an order's status changes
    PlugIns(PlugInsArgs),
    /// What the systems are like, where their documents leave it open
    Set(SetArgs),
    /// Let something go wrong
    #[command(subcommand)]
    Fault(FaultCommand),
    /// Show the provider's own book, the truth
    #[command(after_help = "Examples:\n  uniac sandbox ledger\n  uniac sandbox ledger --json")]
    Ledger,
    /// Show the calls received, by system, reading and writing
    Calls(CallsArgs),
    /// Stay up, and print a ready configuration
    Serve(serve::ServeArgs),
}

/// The arguments of `sandbox reset`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  uniac sandbox reset
  uniac sandbox reset --orders 0
  uniac sandbox reset --messy --orders 200")]
pub struct ResetArgs {
    /// How many orders its customers make; 60, and 120 when they are messy
    #[arg(long, value_name = "N")]
    orders: Option<u32>,
    /// What the company is made from; the same seed makes the same company
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The people are untidy: orders twice, typed lines, drafts, credits that name nothing
    #[arg(long)]
    messy: bool,
}

/// Runs the command.
pub fn run(command: &SandboxCommand, base: &Base) -> Result<Exit> {
    base.ui.set_company(SANDBOX);
    perform(command, base).map_err(told)
}

/// Returns an error of the sandbox in the language of the run, by its code: it speaks English, as what it plays does.
fn told(error: Error) -> Error {
    match named(&format!("play-{}", error.code)) {
        None => error,
        Some(message) => {
            let hints = named(&format!("play-{}-hint", error.code)).into_iter().collect();
            Error { message, hints, ..error }
        }
    }
}

fn perform(command: &SandboxCommand, base: &Base) -> Result<Exit> {
    match command {
        SandboxCommand::Reset(args) => reset(args, base),
        SandboxCommand::Order(args) => order::run(args, base),
        SandboxCommand::Invoice(args) => invoice::run(args, base),
        SandboxCommand::Credit(args) => credit::run(args, base),
        SandboxCommand::Edit(args) => edit::edit(args, base),
        SandboxCommand::Delete(args) => edit::delete(args, base),
        SandboxCommand::Shop(command) => shop::run(command, base),
        SandboxCommand::Portal(args) => portal::run(args, base),
        SandboxCommand::Balance(args) => behaviour::balance(args, base),
        SandboxCommand::Review(args) => behaviour::review(args, base),
        SandboxCommand::PlugIns(args) => behaviour::plug_ins(args, base),
        SandboxCommand::Set(args) => behaviour::set(args, base),
        SandboxCommand::Fault(command) => faults::run(command, base),
        SandboxCommand::Ledger => books::ledger(base),
        SandboxCommand::Calls(args) => books::calls(args, base),
        SandboxCommand::Serve(args) => serve::run(args, base),
    }
}

fn reset(args: &ResetArgs, base: &Base) -> Result<Exit> {
    let folder = base.paths.company(SANDBOX);
    // A new world needs a new journal. The lock is held so that no run works on the old one.
    let store = base.store_file(SANDBOX);
    if let Some(shared) = base.shared_store(SANDBOX)? {
        let old = open_shared(&shared, uniac_sandbox::unimicro::COMPANY_KEY)?;
        old.lock(play::clock(base)?.now())?;
        old.forget_company()?;
    }
    if store.exists() {
        if let Ok(old) = DbStore::open(&store, uniac_sandbox::unimicro::COMPANY_KEY) {
            old.lock(play::clock(base)?.now())?;
        }
        for name in [
            "store.db",
            "store.db-wal",
            "store.db-shm",
            "exchanges.db",
            "exchanges.db-wal",
            "exchanges.db-shm",
        ] {
            remove(&folder.join(name))?;
        }
    }
    let make = if args.messy { Sandbox::reset_messy } else { Sandbox::reset };
    let orders = args.orders.unwrap_or(if args.messy { MESSY_ORDERS } else { 60 });
    make(&base.paths.sandbox(), orders, args.seed, play::clock(base)?)?;
    let mut data = json!({"orders": orders, "seed": args.seed, "folder": folder});
    if args.messy {
        data["messy"] = json!(true);
    }
    let mut page = Page::new();
    page.paragraph(match args.messy {
        true => t!("sandbox-new-messy", orders = orders, seed = args.seed.to_string()),
        false => t!("sandbox-new", orders = orders, seed = args.seed.to_string()),
    });
    page.hint(t!("sandbox-look"));
    base.ui.result("uniac.sandbox/1", &data, &page)?;
    Ok(Exit::Done)
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::failed(
            "sandbox-file",
            t!("sandbox-not-removed", path = path.display(), why = os::why(&error)),
        )),
        _ => Ok(()),
    }
}
