//! `uniac sandbox fault`: what is to go wrong between uniac and the three systems.
//!
//! Only names and numbers pass here; what a fault does stands in the sandbox.

use clap::{Args, Subcommand};

use crate::ui::{Cell, Column, Page, Table};
use uniac_engine::exit::Exit;
use uniac_sandbox as sandbox;
use uniac_system::error::Result;
use uniac_texts::{named, t};

use crate::cli::session::{Base, play};

/// The commands on faults.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  uniac sandbox fault add reply-lost --on capture
  uniac sandbox fault list
  uniac sandbox fault clear")]
pub enum FaultCommand {
    /// Add a fault
    Add(FaultArgs),
    /// List the faults that wait, or all that there are
    List(FaultListArgs),
    /// Take all faults away
    #[command(after_help = "Examples:\n  uniac sandbox fault clear")]
    Clear,
}

/// The arguments of `sandbox fault add`.
#[derive(Debug, Args)]
#[command(after_help = "\
Faults: request-lost, reply-lost, error-before, error-after, rate-limited,
slow, lagging-read, duplicate, torn-body, redirect-301, redirect-302,
redirect-307, redirect-308, proxy-502, proxy-503, proxy-504, proxy-504-after,
error-replayed, in-progress, already-done, rate-limited-bare, accepted,
accepted-failed, other-amount, other-currency, other-order, other-answer,
success-as-400, error-as-200, truncated-json, unknown-enum, empty-200,
html-200, rate-limited-after, refused, declined.
A provider's own code is told as `refused=CODE`. What each does:
`uniac sandbox fault list --known`.

Examples:
  uniac sandbox fault add reply-lost --on capture
  uniac sandbox fault add refused=PAYMENT_METHOD_FAILED --on capture
  uniac sandbox fault add slow --times 0 --ms 20")]
pub struct FaultArgs {
    /// The fault
    name: String,
    /// capture, refund, cancel, shop, booking, read or any
    #[arg(long, value_name = "OPERATION")]
    on: Option<String>,
    /// How often; 0: until cleared
    #[arg(long, value_name = "N", default_value_t = 1)]
    times: u32,
    /// Milliseconds, for slow and lagging-read
    #[arg(long, value_name = "MS")]
    ms: Option<u64>,
}

/// The arguments of `sandbox fault list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  uniac sandbox fault list\n  uniac sandbox fault list --known")]
pub struct FaultListArgs {
    /// All faults that can be added, with what they do
    #[arg(long)]
    known: bool,
}

fn known_faults(base: &Base) -> Result<Exit> {
    let faults: Vec<_> = sandbox::known_faults().collect();
    let mut table = Table::new([Column::left("fault"), Column::left("what it does")]);
    for fault in &faults {
        let meaning = named(&format!("fault-{}", fault.name)).unwrap_or(fault.meaning.to_owned());
        table.row([Cell::new(fault.name), Cell::new(meaning)]);
    }
    let mut page = Page::new();
    page.table(table);
    base.ui.result("uniac.known-faults/1", &faults, &page)?;
    Ok(Exit::Done)
}

/// Runs the command.
pub(super) fn run(command: &FaultCommand, base: &Base) -> Result<Exit> {
    if matches!(command, FaultCommand::List(FaultListArgs { known: true })) {
        return known_faults(base);
    }
    let sandbox = play::world(base)?;
    let (faults, note) = match command {
        FaultCommand::Add(args) => {
            let added = sandbox.fault_add(&args.name, args.on.as_deref(), args.times, args.ms)?;
            (vec![added], None)
        }
        FaultCommand::List(_) => (sandbox.fault_list()?, None),
        FaultCommand::Clear => {
            let gone = sandbox.fault_clear()?;
            (Vec::new(), Some(t!("sandbox-faults-gone", count = gone)))
        }
    };
    let mut table = Table::new([
        Column::left("fault"),
        Column::left("on"),
        Column::right("times left"),
        Column::right("ms"),
    ])
    .when_empty(t!("sandbox-no-faults"));
    for fault in &faults {
        table.row([
            Cell::new(&fault.name),
            Cell::new(&fault.on),
            Cell::new(
                fault
                    .times_left
                    .map_or_else(|| t!("sandbox-until-cleared"), |left| left.to_string()),
            ),
            Cell::new(fault.ms.to_string()),
        ]);
    }
    let mut page = Page::new();
    match note {
        Some(note) => page.paragraph(note),
        None => page.table(table),
    };
    base.ui.result("uniac.faults/1", &faults, &page)?;
    Ok(Exit::Done)
}
