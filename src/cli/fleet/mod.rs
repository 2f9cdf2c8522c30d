//! Several companies in one run: each by itself, all in one report.
//!
//! One company's fault, whatever it is, must be its own row and stop no other. Any number of runs may work on the same
//! companies: whoever gets a company's lock does it, the others go on to the next.

mod junit;
mod markdown;
mod pick;
mod report;
mod work;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::SignedDuration;

use crate::config::WORKERS_DEFAULT;
use crate::ui::{Format, Ui};
use uniac_connect::http::Shared;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::os;
use uniac_texts::t;

use super::session::Base;

pub use pick::fitting;
use report::Row;

/// What the flags of several companies stand under in the help.
pub const HEADING: &str = "Several companies";

/// The flags of a command that can work on several companies.
#[derive(Debug, Clone, Default, Args)]
pub struct FleetArgs {
    /// Work on every company of the configuration
    #[arg(long, conflicts_with = "company", help_heading = HEADING)]
    pub all: bool,
    /// Work on the companies of this group
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help_heading = HEADING)]
    pub group: Vec<String>,
    /// Work on this many companies at once
    #[arg(
        long,
        value_name = "N",
        default_value_t = 8,
        value_parser = clap::value_parser!(u16).range(1..=256),
        help_heading = HEADING
    )]
    pub jobs: u16,
    /// Write a JUnit report: a suite a company
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    pub junit: Option<PathBuf>,
    /// Write a summary in Markdown, for a CI job's page
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    pub markdown: Option<PathBuf>,
}

/// What is done with each company.
pub struct Task<'a> {
    /// The command.
    pub name: &'static str,
    /// Companies on which the command has run since are left out; the others come oldest first.
    pub max_age: Option<SignedDuration>,
    /// What is wrong with the configuration besides single companies, where the command goes on all the same.
    pub faults: &'a [Error],
    /// The command on one company.
    pub perform: &'a (dyn Fn(Base) -> Result<Exit> + Sync),
}

impl FleetArgs {
    /// Returns whether several companies are meant, or a report that only several have.
    pub fn is_meant(&self, base: &Base) -> bool {
        let named = base.named();
        self.all
            || !self.group.is_empty()
            || self.junit.is_some()
            || self.markdown.is_some()
            || named.len() > 1
            || named.iter().any(|name| name.contains('*'))
    }
}

/// Runs a command on the companies that are meant, or on the one.
///
/// # Errors
/// With one company, the command's. With several, only what is wrong with the command line or the configuration as a
/// whole, or that the report cannot be written.
pub fn run(args: &FleetArgs, base: Base, task: &Task<'_>) -> Result<Exit> {
    if !args.is_meant(&base) {
        return (task.perform)(base);
    }
    let meant = pick::meant(args, &base)?;
    // Before anything is done: a night's report must not be lost because of its folder.
    for path in [&args.junit, &args.markdown].into_iter().flatten() {
        write(path, "")?;
    }
    let each = base.global.workers.unwrap_or(WORKERS_DEFAULT);
    let base = Base { shared: Arc::new(Shared::bounded(each)), ..base };
    let jobs = usize::from(args.jobs);
    let (mut rows, recent) = work::all(&base, meant, jobs, task);
    rows.extend(task.faults.iter().map(Row::of_file));
    report::sort(&mut rows);
    let exit = report::worst(&rows);
    let is_screen = base.ui.look().format == Format::Table;
    let page = match base.ui.look().format {
        Format::Csv => report::sums_page(&rows),
        Format::Table | Format::Plain | Format::Json | Format::Xlsx => {
            report::page(&rows, recent, is_screen)
        }
    };
    let printed = base.ui.result("uniac.fleet/1", &report::data(&rows, recent, exit), &page);
    let moved = report::moved(&rows);
    printed.map_err(|error| error.moved(moved))?;
    let reports = || -> Result<()> {
        if let Some(path) = &args.junit {
            write(path, &junit::text(task.name, &rows)?)?;
        }
        if let Some(path) = &args.markdown {
            write(path, &markdown::text(task.name, &rows, recent))?;
        }
        Ok(())
    };
    reports().map_err(|error| error.moved(moved))?;
    report::say(&base.ui, &rows);
    Ok(exit)
}

fn write(path: &Path, text: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let written = files::open(options.create(true).write(true).truncate(true), path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let path = path.display().to_string();
        let message = t!("fleet-report-unwritable", path = path, why = os::why(&error));
        Error::usage("output-failed", message).caused_by(error)
    })
}

/// Tells people of a failure that is its own row.
fn tell(ui: &Ui, company: &str, message: &str) {
    ui.warn(&format!("{company}: {message}"));
}
