//! `uniac report`: the period for people who would rather look than read, as a page and as a workbook.
//!
//! Reads only. The figures are those of `reconcile`, `status` and `order list`; no figure may be made here.

mod chart;
mod days;
mod html;
mod orders;
mod runs;
mod section;
mod sections;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::ui::{Format, Page};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::{files, os};
use uniac_texts::{for_people, t};

use crate::cli::books::period::PeriodArgs;
use crate::cli::fleet::{self, FleetArgs, Task};
use crate::cli::session::{Base, Session};
use sections::Sections;

/// The arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = "\
The page is one file: it needs no network and no script, and prints on A4. It
is in the language of the run. Without a period it is this month until today.
Of several companies each has a file of its own: october-kopp.html.

Examples:
  uniac report --month 2026-10 --html october.html
  uniac report --month 2026-10 --xlsx october.xlsx
  uniac report --from 2026-10-01 --to 2026-10-15
  uniac report --month 2026-10 --all --html october.html

Reads only, as `reconcile` does; writes the files that you name.")]
pub struct ReportArgs {
    #[command(flatten)]
    period: PeriodArgs,
    /// Write it as a page for the browser
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write it as a workbook, a sheet for each table
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    #[command(flatten)]
    fleet: FleetArgs,
}

/// So wide must a screen be for all columns.
const WIDE: usize = 110;

/// Runs the command, on one company or on several; of these each has files of its own.
pub fn run(args: &ReportArgs, base: Base) -> Result<Exit> {
    let are_several = args.fleet.is_meant(&base);
    let perform = |base: Base| {
        let session = base.open()?;
        let own = |path: &Option<PathBuf>| match (path, are_several) {
            (Some(path), true) => Some(of_company(path, &session.company)),
            (path, _) => path.clone(),
        };
        let (html, xlsx) = (own(&args.html), own(&args.xlsx));
        one(&args.period, html.as_deref(), xlsx.as_deref(), &session)
    };
    let task = Task { name: "report", max_age: None, faults: &[], perform: &perform };
    fleet::run(&args.fleet, base, &task)
}

/// Returns the path of a company's own file: `october-kopp.html`.
fn of_company(path: &Path, company: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{company}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Reports on one company.
fn one(
    period: &PeriodArgs,
    html: Option<&Path>,
    xlsx: Option<&Path>,
    session: &Session,
) -> Result<Exit> {
    let period = period.resolve(session)?;
    let read = || Sections::read(session, period);
    // What goes into a file is for people, whatever form the output of the run has.
    let (books, sections) = match html.or(xlsx) {
        Some(_) => for_people(read)?,
        None => read()?,
    };
    let mut page = Page::new();
    let look = session.ui().look();
    sections.put_on(&mut page, look.format == Format::Table && look.width < WIDE);
    if let Some(path) = xlsx {
        let mut whole = Page::new();
        for_people(|| sections.put_all_on(&mut whole, &books));
        write(path, &session.ui().as_workbook(&whole)?)?;
    }
    if let Some(path) = html {
        write(path, for_people(|| html::render(&sections, &books, session))?.as_bytes())?;
    }
    for path in [html, xlsx].into_iter().flatten() {
        session.ui().status(&t!("report-written", path = path.display().to_string()));
    }
    if html.is_none() && xlsx.is_none() {
        page.hint(t!("report-hint-html"));
    }
    let data = json!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "html": html,
        "xlsx": xlsx,
        "figures": sections.figures_json(),
        "differences": books.result.differences.len(),
    });
    session.ui().long_result("uniac.report/1", &data, &page)?;
    Ok(Exit::Done)
}

/// Writes a file of the user's, in place of one that is there.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let opened = files::open(options.create(true).write(true).truncate(true), path);
    opened.and_then(|mut file| file.write_all(bytes).and_then(|()| file.flush())).map_err(|error| {
        let path = path.display().to_string();
        let message = t!("report-not-written", path = path, why = os::why(&error));
        Error::failed("output-failed", message).caused_by(error).hint(t!("report-not-written-hint"))
    })
}
