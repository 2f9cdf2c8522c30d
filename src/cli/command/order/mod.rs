//! `uniac order`: list and show orders, and take single ones out of auto-capture.
//!
//! Lists show what the rules say; they must never hide an order because something is wrong with it.

mod accept;
mod hold;
mod left_out;
mod link;
mod list;
mod settle;
mod show;

use clap::Subcommand;

use uniac_engine::exit::Exit;
use uniac_system::error::Result;

use crate::cli::session::Session;
use accept::AcceptArgs;
use link::LinkArgs;
use list::ListArgs;
use settle::SettleArgs;
use show::ShowArgs;

/// The commands on orders.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac order list --attention any
  uniac order show 100045
  uniac order disable-autocapture 100045 --reason \"customer disputes it\"

They move no money.")]
pub enum OrderCommand {
    /// List web orders with their capture status
    List(ListArgs),
    /// Show one order: documents, money, shop, hold, journal, and why it is so
    Show(ShowArgs),
    /// Take orders out of auto-capture
    DisableAutocapture(hold::DisableArgs),
    /// Put orders back into auto-capture
    EnableAutocapture(hold::EnableArgs),
    /// Say that orders stem from the shop orders that they name
    Link(LinkArgs),
    /// Say that orders do not stem from the shop orders that they name
    Unlink(link::UnlinkArgs),
    /// Say that you have seen the attention of orders, which lifts no bar
    Accept(AcceptArgs),
    /// Look again at acts without a definite answer, or tell how one ended
    Settle(SettleArgs),
}

/// Runs the command.
pub fn run(command: &OrderCommand, session: &Session) -> Result<Exit> {
    match command {
        OrderCommand::List(args) => list::run(args, session),
        OrderCommand::Show(args) => show::run(args, session),
        OrderCommand::DisableAutocapture(args) => hold::disable(args, session),
        OrderCommand::EnableAutocapture(args) => hold::enable(args, session),
        OrderCommand::Link(args) => link::link(args, session),
        OrderCommand::Unlink(args) => link::unlink(args, session),
        OrderCommand::Accept(args) => accept::run(args, session),
        OrderCommand::Settle(args) => settle::run(args, session),
    }
}
