//! How a pass ended, in words, and the line that `status` has of the last one.
//!
//! A pass that was killed must be as visible as one that ended well.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::Cell;
use uniac_engine::exit::Exit;
use uniac_store::{RunRow, RunState};
use uniac_texts::t;

use super::moment;

/// Returns what `status` says of the last pass, in words.
pub fn last_cell(run: &RunRow, zone: &TimeZone) -> Cell {
    let exit = run.exit.map_or_else(String::new, |exit| t!("runs-exit", exit = exit.to_string()));
    let text = t!(
        "runs-last",
        at = moment::minute(run.start.started, zone),
        command = &run.start.command,
        state = state_text(run),
        exit = exit,
        id = run.id.to_string()
    );
    styled(Cell::new(text), run)
}

/// Returns a cell, coloured by how a run ended.
pub fn styled(cell: Cell, run: &RunRow) -> Cell {
    match (run.state, run.exit) {
        (RunState::BrokenOff, _) => cell.bad(),
        (RunState::Running, _) | (_, None) => cell.faint(),
        (_, Some(0)) => cell.good(),
        (_, Some(_)) => cell.warn(),
    }
}

/// Says how a run ended. What a person, a bound or a brake declined did not fail.
pub fn state_text(run: &RunRow) -> String {
    match run.state {
        RunState::Failed if is_answered_no(run) => t!("runs-state-answered-no"),
        RunState::Failed if run.exit == Some(Exit::Declined.code()) => t!("runs-state-declined"),
        RunState::Running => t!("runs-state-running"),
        RunState::Ended => t!("runs-state-ended"),
        RunState::Stopped => t!("runs-state-stopped"),
        RunState::Failed => t!("runs-state-failed"),
        RunState::BrokenOff => t!("runs-state-broken-off"),
    }
}

/// Returns whether a person was asked, and said no.
fn is_answered_no(run: &RunRow) -> bool {
    run.error.as_ref().is_some_and(|(code, _)| code == "declined")
}

/// Returns what `status` says of the last pass.
pub fn last_json(run: &RunRow) -> Value {
    json!({
        "id": run.id.0,
        "command": run.start.command,
        "started": run.start.started.to_string(),
        "ended": run.ended.map(|at| at.to_string()),
        "exit": run.exit,
        "state": run.state.name(),
    })
}
