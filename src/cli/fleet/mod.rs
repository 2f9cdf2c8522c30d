//! Several companies in one run: each by itself, all in one report.
//!
//! One company's fault, whatever it is, must be its own row and stop no other. Any number of runs may work on the same
//! companies: whoever gets a company's lock does it, the others go on to the next.

mod args;
mod junit;
mod markdown;
mod pick;
mod report;
mod row;
mod work;

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::config::WORKERS_DEFAULT;
use crate::ui::Format;
use uniac_connect::http::Shared;
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::t;

use crate::cli::session::Base;
use row::Row;

pub use args::{FleetArgs, Task};

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
    row::sort(&mut rows);
    let exit = row::worst(&rows);
    let is_screen = base.ui.look().format == Format::Table;
    let page = match base.ui.look().format {
        Format::Csv => report::sums_page(&rows),
        Format::Table | Format::Plain | Format::Json | Format::Xlsx => {
            report::page(&rows, recent, is_screen)
        }
    };
    let printed = base.ui.result("uniac.fleet/1", &report::data(&rows, recent, exit), &page);
    let moved = row::moved(&rows);
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
