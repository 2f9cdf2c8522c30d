//! `uniac store`: the company's store itself.
//!
//! It looks at uniac's own data only, and asks no other system.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::ui::Page;
use uniac_engine::exit::Exit;
use uniac_store::Assessments;
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use super::session::Session;

/// How many orders are named that differ.
const NAMED_MAX: usize = 10;

/// The commands on the store.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac store check

They move no money.")]
pub enum StoreCommand {
    /// Check the file, and what is kept of each order against the rules
    Check(CheckArgs),
}

/// The arguments of `store check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Every order is assessed, and compared with what lists and sums are read from.
Ends with 0 when all is as it should be.

Examples:
  uniac store check

Asks no other system, moves no money.")]
pub struct CheckArgs {}

/// Runs the command.
pub fn run(command: &StoreCommand, session: &Session) -> Result<Exit> {
    match command {
        StoreCommand::Check(_) => check(session),
    }
}

fn check(session: &Session) -> Result<Exit> {
    session.store.check_integrity()?;
    let quiet = |_: &str| {};
    let engine = session.engine(&quiet);
    engine.keep_up()?;
    let (mut differing, mut named) = (0_usize, Vec::new());
    let orders = engine.check_kept(&mut |number| {
        differing += 1;
        if named.len() < NAMED_MAX {
            named.push(number);
        }
    })?;
    if differing > 0 {
        // Until they are right again, everything is assessed anew.
        session.store.mark_all()?;
        let orders = named.join(", ");
        let message = t!("store-differs", count = differing, orders = orders);
        return Err(
            Error::new(Kind::Defect, "kept-differs", message).hint(t!("store-differs-hint"))
        );
    }
    let mut page = Page::new();
    page.paragraph(t!("store-whole", count = orders));
    session.ui().result("uniac.store/1", &json!({"orders": orders, "differing": 0}), &page)?;
    Ok(Exit::Done)
}
