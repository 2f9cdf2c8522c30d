//! `uniac report`: the period for people who would rather look than read, as a page and as a workbook.
//!
//! Reads only. The figures are those of `reconcile`, `status` and `order list`; no figure may be made here.

mod chart;
mod html;
mod sections;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_texts::t;

use crate::ui::{Format, Page};

use super::reconcile::{self, PeriodArgs};
use super::session::Session;
use sections::Sections;

/// The arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = "\
The page is one file: it needs no network and no script, and prints on A4. It
is in the language of the run. Without a period it is this month until today.

Examples:
  uniac report --month 2026-10 --html october.html
  uniac report --month 2026-10 --xlsx october.xlsx
  uniac report --from 2026-10-01 --to 2026-10-15

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
}

/// So wide must a screen be for all columns.
const WIDE: usize = 110;

/// Runs the command.
pub fn run(args: &ReportArgs, session: &Session) -> Result<Exit> {
    let period = args.period.resolve(session)?;
    let (books, sections) = Sections::read(session, period)?;
    let mut page = Page::new();
    let look = session.ui().look();
    sections.put_on(&mut page, look.format == Format::Table && look.width < WIDE);
    if let Some(path) = &args.xlsx {
        let mut whole = Page::new();
        sections.put_all_on(&mut whole, &books);
        write(path, &session.ui().as_workbook(&whole)?)?;
    }
    if let Some(path) = &args.html {
        write(path, html::render(&sections, &books, session)?.as_bytes())?;
    }
    let written = [&args.html, &args.xlsx];
    for path in written.into_iter().flatten() {
        session.ui().status(&t!("report-written", path = path.display().to_string()));
    }
    if args.html.is_none() && args.xlsx.is_none() {
        page.hint(t!("report-hint-html"));
    }
    let data = json!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "html": args.html,
        "xlsx": args.xlsx,
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
        let message = t!("report-not-written", path = path, why = error.to_string());
        Error::failed("output-failed", message).caused_by(error).hint(t!("report-not-written-hint"))
    })
}
