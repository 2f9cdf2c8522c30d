//! The command line: the tree of commands, and what each is given to work with.
//!
//! Names and meanings are a contract; scripts depend on them. A command is a few lines: refresh,
//! assess, select, confirm, execute, report. It has no rules of its own.

mod accept;
mod accepted;
mod against;
mod apply;
mod auth;
mod barred;
mod batch;
mod candidates;
mod claims;
mod closing;
mod company;
mod completions;
mod configure;
mod connect;
mod credited;
mod cutover;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod explain;
mod fields;
mod figures;
mod filter;
mod fleet;
mod help;
mod init;
mod journal;
mod language;
mod link;
mod list;
mod log;
mod login;
mod man;
mod manual;
mod missing;
mod movements;
mod next;
mod order;
mod outcome;
mod owed;
mod plan;
#[cfg_attr(not(feature = "sandbox"), path = "no_play.rs")]
mod play;
mod purchase;
mod reconcile;
mod report;
mod runs;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod serve;
mod session;
mod setting;
mod settle;
mod shops;
mod show;
mod sign_in;
mod status;
mod store;
mod sums;
mod sync;
mod tied;
mod told;
mod translated;
mod undone;
mod unfit;
mod usage;
mod view;
mod way;
mod what_if;
mod when;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, Environment, Paths};
use crate::ui::{Choices, ColorWhen, Format, Look, Pager, Ui, is_asking, trace};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Moved, Result};
use uniac_system::stop::{self, Why};
use uniac_texts::{Language, set_language, t};

use session::Base;
pub use session::INTERRUPTED;
use translated::translated;
use uniac_engine::exit::{self, Exit};

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

/// Flags of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work on this company of the configuration; some commands take several, and `*`
    #[arg(long, global = true, value_name = "NAME", value_delimiter = ',')]
    pub company: Vec<String>,
    /// Read this configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print one JSON object, also on failure (the same as `--output json`)
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,
    /// Print the result in this form
    #[arg(long, global = true, value_name = "FORM")]
    pub output: Option<Format>,
    /// Read everything, send nothing, print the steps
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Answer questions with yes
    #[arg(long, short, global = true)]
    pub yes: bool,
    /// Use what the last run read; ask no other system
    #[arg(long, global = true)]
    pub offline: bool,
    /// Colour the output
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: ColorWhen,
    /// Print what is longer than the screen without the pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Speak this language: en or nb
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language::parse)]
    pub lang: Option<Language>,
    /// Print no notes and no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Print what goes on, and the causes of an error; twice: each call too
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Append every exchange, redacted, to this file
    #[arg(long, global = true, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Wait so long for another run on the company to end
    #[arg(long, global = true, value_name = "SECONDS")]
    pub wait: Option<u64>,
    /// Stop after this time as after Ctrl-C; exit 6 when something was done, else 1
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub timeout: Option<u64>,
    /// Work on this many orders at once
    #[arg(long, global = true, value_name = "N", hide = true)]
    pub workers: Option<usize>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show settings, activation, counts and sums by state and attention
    Status(status::StatusArgs),
    /// Show all money that is invoiced and not held, by cause, and what goes on
    Owed(owed::OwedArgs),
    /// Switch settings on; all three required ones activate auto-capture
    Enable(setting::EnableArgs),
    /// Switch settings off
    Disable(setting::DisableArgs),
    /// List and show orders; take single orders out of auto-capture
    #[command(subcommand)]
    Order(order::OrderCommand),
    /// Do one pass of the automation: all that is due in mode auto
    Sync(sync::SyncArgs),
    /// Capture by hand what was invoiced before the activation, or named orders
    Capture(manual::ManualArgs),
    /// Refund named orders by hand
    Refund(manual::RefundArgs),
    /// Release the reservation of named orders by hand
    Cancel(manual::CancelArgs),
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
    Config(configure::ConfigCommand),
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

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Runs the program and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    language::choose(&arguments, Environment);
    if let Some(shell) = Environment.var(completions::ASKED_BY) {
        return completions::answer(&shell, &arguments).code();
    }
    match parse(&arguments) {
        Ok(cli) => dispatch(cli),
        Err(error) => usage::report(&error, &arguments),
    }
}

fn dispatch(cli: Cli) -> u8 {
    let environment = Environment;
    let ui = Ui::new(Look::detect(&Choices {
        format: cli.global.json.then_some(Format::Json).or(cli.global.output).or_else(|| {
            let form = environment.var("UNIAC_OUTPUT")?;
            clap::ValueEnum::from_str(&form, true).ok()
        }),
        color: cli.global.color,
        no_color: environment.var("NO_COLOR").is_some()
            || environment.var("TERM").as_deref() == Some("dumb"),
        columns: environment.var("COLUMNS").and_then(|columns| columns.parse().ok()),
        quiet: cli.global.quiet,
        verbose: cli.global.verbose > 0,
        yes: cli.global.yes,
        pager: match cli.global.no_pager {
            true => None,
            false => Pager::chosen(environment.set("PAGER").as_deref()),
        },
    }));
    if ui.look().format == Format::Json {
        // What programs read is the same in every language.
        set_language(Language::En);
    }
    let ui = Arc::new(ui);
    let log = environment.var("UNIAC_LOG");
    if let Err(error) = trace::start(cli.global.verbose, log.as_deref(), ui.colors_stderr()) {
        ui.error(&error);
        return exit::of_error(&error).code();
    }
    if let Err(error) = ui.check_form() {
        ui.error(&error);
        return exit::of_error(&error).code();
    }
    if let Some(seconds) = cli.global.timeout {
        watch_time(seconds, &ui);
    }
    let outcome = match cli.command {
        // These must work when the configuration is broken, not least to explain that.
        Command::Explain(args) => explain::run(&args, &ui),
        Command::Help(args) => help::run(&args, &ui),
        Command::Completions(args) => completions::run(&args, &ui),
        Command::Man(args) => man::run(&args, cli.global.dry_run, &ui),
        // This goes on where others must stop.
        Command::Doctor(args) => salvaged(cli.global, environment, Arc::clone(&ui))
            .and_then(|(base, faults)| doctor::run(&args, base, &faults)),
        Command::Company(command) => salvaged(cli.global, environment, Arc::clone(&ui))
            .and_then(|(base, faults)| company::run(&command, &base, faults)),
        command => {
            base(cli.global, environment, Arc::clone(&ui)).and_then(|base| perform(command, base))
        }
    };
    match outcome {
        Ok(exit) => exit.code(),
        Err(error) => {
            ui.error(&error);
            exit::of_error(&error).code()
        }
    }
}

fn base(global: Global, environment: Environment, ui: Arc<Ui>) -> Result<Base> {
    let paths = Paths::resolve(global.config.as_deref(), &environment)?;
    let config = Config::read(&paths.config)?;
    language::configured(&global, environment, config.language())?;
    Ok(Base { global, environment, paths, config, ui, observer: None, shared: Arc::default() })
}

fn salvaged(global: Global, environment: Environment, ui: Arc<Ui>) -> Result<(Base, Vec<Error>)> {
    let paths = Paths::resolve(global.config.as_deref(), &environment)?;
    let (config, faults) = Config::salvage(&paths.config)?;
    language::configured(&global, environment, config.language())?;
    let shared = Arc::default();
    Ok((Base { global, environment, paths, config, ui, observer: None, shared }, faults))
}

fn perform(command: Command, base: Base) -> Result<Exit> {
    match command {
        Command::Status(args) => status::run(&args, base),
        Command::Owed(args) => owed::run(&args, base),
        Command::Enable(args) => setting::enable(&args, base),
        Command::Disable(args) => setting::disable(&args, &base.open()?),
        Command::Order(command) => order::run(&command, &base.open()?),
        Command::Sync(args) => sync::run(&args, base),
        Command::Capture(args) => manual::capture(&args, &base.open()?),
        Command::Refund(args) => manual::refund(&args, &base.open()?),
        Command::Cancel(args) => manual::cancel(&args, &base.open()?),
        Command::Plan(args) => plan::run(&args, &base.open()?),
        Command::Apply(args) => apply::run(&args, &base.open()?),
        Command::Runs(args) => runs::run(&args, base),
        Command::Log(args) => log::run(&args, &base.open()?),
        Command::Reconcile(args) => reconcile::run(&args, base),
        Command::Report(args) => report::run(&args, base),
        Command::Doctor(args) => doctor::run(&args, base, &[]),
        Command::Store(command) => store::run(&command, base),
        Command::Company(command) => company::run(&command, &base, Vec::new()),
        Command::Config(command) => configure::run(&command, &base),
        Command::Init(args) => init::run(&args, &base),
        Command::Login(args) => login::run(&args, &base),
        Command::Logout(args) => login::out(&args, &base),
        Command::Auth(command) => auth::run(&command, &base),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(command) => sandbox::run(&command, &base),
        #[cfg(feature = "sandbox")]
        Command::Demo(args) => demo::run(&args, &base),
        Command::Explain(args) => explain::run(&args, &base.ui),
        Command::Help(args) => help::run(&args, &base.ui),
        Command::Completions(args) => completions::run(&args, &base.ui),
        Command::Man(args) => man::run(&args, base.global.dry_run, &base.ui),
    }
}

/// Stops the run when it has taken as long as it may.
fn watch_time(seconds: u64, ui: &Arc<Ui>) {
    let ui = Arc::clone(ui);
    std::thread::spawn(move || {
        Clock::system(jiff::tz::TimeZone::UTC).sleep(Duration::from_secs(seconds));
        if !stop::PROCESS.ask(Why::TimedOut { seconds }) {
            ui.warn(&t!("run-time-is-over", seconds = seconds));
        }
    });
}

/// Says what an interrupt does; called from the handler of Ctrl-C.
pub fn announce_interrupt() {
    let ui = Ui::new(Look::detect(&Choices::default()));
    match is_asking() {
        true => ui.warn(&t!("run-interrupted-asking")),
        false => ui.warn(&t!("run-interrupted")),
    }
}

/// Reports a panic, which is a defect, and returns its exit code.
pub fn report_defect() -> u8 {
    let ui = Ui::new(Look::detect(&Choices::default()));
    ui.error(
        &Error::defect("uniac has failed in a way that should not happen").moved(Moved::Unknown),
    );
    Exit::Defect.code()
}
