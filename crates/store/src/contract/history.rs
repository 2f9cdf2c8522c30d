//! The history as it is asked for: what was done, when and by whom. It is for people.

use jiff::Timestamp;

use uniac_core::act::Intent;
use uniac_system::error::Result;

use crate::database::store::DbStore;
use crate::journal::search::{self, JournalFilter};
use crate::people::decisions::{self, Decision};
use crate::runs::run::{RunEnd, RunId, RunRow, RunStart, RunState, RunStep};
use crate::runs::{keep, read};

/// What of a store tells people what was done, and when.
pub trait History: Send + Sync {
    /// Writes that a pass begins. With a right to send, those before it that have no end are broken off.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn begin_run(&self, start: &RunStart) -> Result<RunId>;

    /// Writes how a pass ended.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn end_run(&self, run: RunId, end: &RunEnd) -> Result<()>;

    /// Returns the passes that began at a moment or later, the newest first, so many at most. One without an end
    /// whose lock is gone is broken off.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn runs(&self, since: Option<Timestamp>, limit: Option<usize>) -> Result<Vec<RunRow>>;

    /// Returns one pass.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn run(&self, run: RunId) -> Result<Option<RunRow>>;

    /// Returns the newest pass that no other had kept out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_run(&self) -> Result<Option<RunRow>>;

    /// Returns when a command last came to its end, well or not. A pass that was stopped or broken off does not count, nor
    /// one that another kept out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_end(&self, command: &str) -> Result<Option<Timestamp>>;

    /// Returns what a pass has sent, as it said at its end.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn steps_of_run(&self, run: RunId) -> Result<Vec<RunStep>>;

    /// Returns who has switched which setting on or off, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn setting_changes(&self) -> Result<Vec<Decision>>;

    /// Returns the intents that are wanted with their outcomes and the orders' numbers, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn journal_of(&self, wanted: &JournalFilter) -> Result<Vec<(String, Intent)>>;
}

impl History for DbStore {
    fn begin_run(&self, start: &RunStart) -> Result<RunId> {
        let start = start.clone();
        self.write(move |transaction| keep::begin(transaction, &start))
    }

    fn end_run(&self, run: RunId, ended: &RunEnd) -> Result<()> {
        let ended = ended.clone();
        self.write(move |transaction| keep::end(transaction, run, &ended))
    }

    fn runs(&self, since: Option<Timestamp>, limit: Option<usize>) -> Result<Vec<RunRow>> {
        let runs = self.look(|connection| read::since(connection, since, limit))?;
        Ok(runs.into_iter().map(|run| self.judged(run)).collect())
    }

    fn run(&self, run: RunId) -> Result<Option<RunRow>> {
        let run = self.look(|connection| read::one(connection, run))?;
        Ok(run.map(|run| self.judged(run)))
    }

    fn last_run(&self) -> Result<Option<RunRow>> {
        let run = self.look(read::last)?;
        Ok(run.map(|run| self.judged(run)))
    }

    fn last_end(&self, command: &str) -> Result<Option<Timestamp>> {
        self.look(|connection| read::last_end(connection, command))
    }

    fn steps_of_run(&self, run: RunId) -> Result<Vec<RunStep>> {
        self.look(|connection| read::steps(connection, run))
    }

    fn setting_changes(&self) -> Result<Vec<Decision>> {
        self.look(decisions::of_settings)
    }

    fn journal_of(&self, wanted: &JournalFilter) -> Result<Vec<(String, Intent)>> {
        self.look(|connection| search::read(connection, wanted))
    }
}

impl DbStore {
    /// Returns a pass with what its lock says of it.
    fn judged(&self, run: RunRow) -> RunRow {
        let is_gone = run.state == RunState::Running && !self.is_locked();
        let state = if is_gone { RunState::BrokenOff } else { run.state };
        RunRow { state, ..run }
    }
}
