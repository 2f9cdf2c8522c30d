//! The command line: from the words that were typed to the exit code.
//!
//! Names and meanings are a contract; scripts depend on them. A command is a few lines: refresh,
//! assess, select, confirm, execute, report. It has no rules of its own. A folder knows only those
//! above it in this list, and within a folder `mod.rs` stands above the other files:
//!
//! * `book`: the pages of the book for users
//! * `line`: the flags of every command, the language of the run, help, and what was typed wrong
//! * `session`: a command's company, with its connectors and its store
//! * `view`: what every view is made of: words, moments, sums, columns, the rows of the journal
//! * `order_view`: what is shown of an order: figures, state, purchase, what is next, and its command
//! * `list`: what the commands share that list orders: which orders, which columns
//! * `books`: the three books of a period, side by side
//! * `pass`: a run that moves money: what it is asked, and what became of it
//! * `fleet`: several companies in one run
//! * `command`: a file or a folder for each command; no command knows another
//! * `tree`: all commands with their help

mod book;
mod books;
mod command;
mod fleet;
mod line;
mod list;
mod order_view;
mod pass;
mod session;
mod tree;
mod view;

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{Config, Environment, Paths};
use crate::ui::{Choices, Format, Look, Pager, Ui, is_asking, trace};
use uniac_engine::exit::{self, Exit};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Moved, Result};
use uniac_system::stop::{self, Why};
use uniac_texts::{Form, Language, set_form, set_language, t};

use command::{
    apply, auth, capture, company, completions, config, doctor, enable, explain, help, init, log,
    login, man, order, owed, plan, reconcile, report, runs, status, store, sync,
};
#[cfg(feature = "sandbox")]
use command::{demo, sandbox};
use line::global::Global;
use line::{language, usage};
use session::Base;
use tree::{Cli, Command};

pub use tree::command;

/// Runs the program and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    language::choose(&arguments, Environment);
    if let Some(shell) = Environment.var(completions::ASKED_BY) {
        return completions::answer(&shell, tree::command, &arguments).code();
    }
    match tree::parse(&arguments) {
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
    set_form(match ui.look().format {
        Format::Plain | Format::Csv => Form::Bare,
        Format::Table | Format::Json | Format::Xlsx => Form::Written,
    });
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
        Command::Help(args) => help::run(&args, tree::command, &ui),
        Command::Completions(args) => completions::run(&args, tree::command, &ui),
        Command::Man(args) => man::run(&args, tree::command, cli.global.dry_run, &ui),
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
    language::configured(global.lang, environment, config.language())?;
    Ok(Base { global, environment, paths, config, ui, observer: None, shared: Arc::default() })
}

fn salvaged(global: Global, environment: Environment, ui: Arc<Ui>) -> Result<(Base, Vec<Error>)> {
    let paths = Paths::resolve(global.config.as_deref(), &environment)?;
    let (config, faults) = Config::salvage(&paths.config)?;
    language::configured(global.lang, environment, config.language())?;
    let shared = Arc::default();
    Ok((Base { global, environment, paths, config, ui, observer: None, shared }, faults))
}

fn perform(command: Command, base: Base) -> Result<Exit> {
    match command {
        Command::Status(args) => status::run(&args, base),
        Command::Owed(args) => owed::run(&args, base),
        Command::Enable(args) => enable::enable(&args, base),
        Command::Disable(args) => enable::disable(&args, &base.open()?),
        Command::Order(command) => order::run(&command, &base.open()?),
        Command::Sync(args) => sync::run(&args, base),
        Command::Capture(args) => capture::capture(&args, &base.open()?),
        Command::Refund(args) => capture::refund(&args, &base.open()?),
        Command::Cancel(args) => capture::cancel(&args, &base.open()?),
        Command::Plan(args) => plan::run(&args, &base.open()?),
        Command::Apply(args) => apply::run(&args, &base.open()?),
        Command::Runs(args) => runs::run(&args, base),
        Command::Log(args) => log::run(&args, &base.open()?),
        Command::Reconcile(args) => reconcile::run(&args, base),
        Command::Report(args) => report::run(&args, base),
        Command::Doctor(args) => doctor::run(&args, base, &[]),
        Command::Store(command) => store::run(&command, base),
        Command::Company(command) => company::run(&command, &base, Vec::new()),
        Command::Config(command) => config::run(&command, &base),
        Command::Init(args) => init::run(&args, &base),
        Command::Login(args) => login::run(&args, &base),
        Command::Logout(args) => login::out(&args, &base),
        Command::Auth(command) => auth::run(&command, &base),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(command) => sandbox::run(&command, &base),
        #[cfg(feature = "sandbox")]
        Command::Demo(args) => demo::run(&args, &base),
        Command::Explain(args) => explain::run(&args, &base.ui),
        Command::Help(args) => help::run(&args, tree::command, &base.ui),
        Command::Completions(args) => completions::run(&args, tree::command, &base.ui),
        Command::Man(args) => man::run(&args, tree::command, base.global.dry_run, &base.ui),
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
