//! The runs of the period, as the report lists them.

use jiff::Timestamp;

use crate::ui::{Cell, Column, Table};
use uniac_core::reconcile::Period;
use uniac_store::{History as _, RunState};
use uniac_system::error::Result;
use uniac_texts::t;

use super::section::Section;
use crate::cli::books::period as books_period;
use crate::cli::session::Session;
use crate::cli::view::{run_state, words};

/// The most runs that are listed.
const RUNS_MAX: usize = 100;

/// Returns the part that lists them.
pub fn part(session: &Session, period: Period) -> Result<Section> {
    let mut table = Table::new([
        Column::left("started"),
        Column::left("command"),
        Column::left("by"),
        Column::left("ended"),
        Column::right("exit"),
        Column::right("done"),
        Column::right("left"),
    ])
    .when_empty(t!("report-runs-none"));
    let zone = session.clock.zone();
    let from = books_period::begin(period, session);
    let runs = session.store.runs(Some(from), None)?;
    let within = |at: &Timestamp| zone.to_datetime(*at).date() <= period.to;
    let runs = runs.into_iter().filter(|run| within(&run.start.started)).take(RUNS_MAX);
    for run in runs {
        let done = run.sums.iter().flatten().filter(|sum| sum.outcome == "done");
        let exit = run.exit.map_or_else(String::new, |exit| exit.to_string());
        let ended = run_state::state_text(&run);
        table.row([
            Cell::moment(run.start.started, zone),
            Cell::new(&run.start.command),
            Cell::new(words::person(&run.start.by)),
            match run.state {
                RunState::Ended => Cell::new(ended).faint(),
                RunState::Running | RunState::Stopped => Cell::new(ended).warn(),
                RunState::Failed | RunState::BrokenOff => Cell::new(ended).bad(),
            },
            if run.exit == Some(0) { Cell::new(exit) } else { Cell::new(exit).warn() },
            Cell::count(done.map(|sum| sum.count).sum()),
            Cell::count(run.left.len()),
        ]);
    }
    Ok(Section { id: "runs", title: t!("report-runs"), lead: t!("report-runs-lead"), table })
}
