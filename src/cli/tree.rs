//! The tree of commands, with the help of the whole.
//!
//! Names and meanings are a contract; scripts depend on them. No command may know the tree: who needs it is given it.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::cli::command::{
    apply, auth, capture, company, completions, config, doctor, enable, explain, help, init, log,
    login, man, order, owed, plan, reconcile, report, runs, status, store, sync,
};
#[cfg(feature = "sandbox")]
use crate::cli::command::{demo, sandbox};
use crate::cli::line::global::Global;
use crate::cli::line::translated::translated;

const ABOUT: &str = "Web orders invoiced in Uni become captured money, exactly once";

const LONG_ABOUT: &str = "\
Administers and runs auto-capture: when a web order is invoiced in Uni, the
shop's order becomes Fullført and the reserved money is captured; when it is
credited, the money is refunded; when it is dropped, the reservation is
released.";

/// Returns what stands below the help; a build without the sandbox has no demo to name.
fn after_help() -> String {
    let demo = match cfg!(feature = "sandbox") {
        true => "  uniac demo                         the whole story on play money\n",
        false => "",
    };
    format!(
        "\
Examples:
{demo}  uniac enable                       switch on, with a cut-over report
  uniac order list --attention any   what needs a person
  uniac sync --max-total 50000       one pass of the automation, for cron
  uniac capture --manual --dry-run   orders invoiced before the activation

Exit codes:
   0 done, or nothing to do           6 partly done
   1 failed before anything was sent  7 unknown: an answer never came
   2 wrong usage                      8 accepted, not yet confirmed
   3 declined or not confirmed        9 another run has the lock
   4 sign-in refused                 10 auto-capture is off or incomplete
   5 refused by the other side       70 a defect; 130 interrupted
`uniac explain 7` explains one; `uniac help` lists the pages of the book."
    )
}

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "uniac", version, about = ABOUT, long_about = LONG_ABOUT, after_help = after_help())]
#[command(disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// The global flags.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show settings, activation, counts and sums by state and attention
    Status(status::StatusArgs),
    /// Show all money that is invoiced and not held, by cause, and what goes on
    Owed(owed::OwedArgs),
    /// Switch settings on; all three required ones activate auto-capture
    Enable(enable::EnableArgs),
    /// Switch settings off
    Disable(enable::DisableArgs),
    /// List and show orders; take single orders out of auto-capture
    #[command(subcommand)]
    Order(order::OrderCommand),
    /// Do one pass of the automation: all that is due in mode auto
    Sync(sync::SyncArgs),
    /// Capture by hand what was invoiced before the activation, or named orders
    Capture(capture::ManualArgs),
    /// Refund named orders by hand
    Refund(capture::RefundArgs),
    /// Release the reservation of named orders by hand
    Cancel(capture::CancelArgs),
    /// Show and save what would be done, for somebody else to review
    Plan(plan::PlanArgs),
    /// Do exactly what a saved plan says, once
    Apply(apply::ApplyArgs),
    /// Show the journal, or the exchange log
    Log(log::LogArgs),
    /// Set Uni, the shop and the provider side by side, with every difference
    Reconcile(reconcile::ReconcileArgs),
    /// Write the period as a page to look at, or as a workbook
    Report(report::ReportArgs),
    /// Show the history of passes: who, when, what was done, what was left and why
    Runs(runs::RunsArgs),
    /// Look at the company's store itself
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Check configuration, sign-in and each system, with a remedy beside each finding
    Doctor(doctor::DoctorArgs),
    /// Show and check the companies of the configuration
    #[command(subcommand)]
    Company(company::CompanyCommand),
    /// Show and change single values of the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Write a company's configuration, asking or from flags
    Init(Box<init::InitArgs>),
    /// Sign in to Uni as a person, in the browser
    Login(login::LoginArgs),
    /// Sign the person out of Uni again
    Logout(login::LogoutArgs),
    /// Show how the companies sign in to Uni
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Explain an attention, an error code or an exit code
    Explain(explain::ExplainArgs),
    /// Print a page of the book, or the help of a command
    Help(help::HelpArgs),
    #[cfg(feature = "sandbox")]
    /// Play with the embedded sandbox: a company, its shop and its provider
    #[command(subcommand)]
    Sandbox(sandbox::SandboxCommand),
    #[cfg(feature = "sandbox")]
    /// Tell the whole story on a fresh sandbox, each command shown and run
    Demo(demo::DemoArgs),
    /// Print the completions of a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page of a command, or write them all
    Man(man::ManArgs),
}

/// Returns the command tree, for completions, help and tests.
pub fn command() -> clap::Command {
    translated(Cli::command())
}

/// Reads the words of a command line.
///
/// # Errors
/// What the parser has to say, help and version too.
pub fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}
