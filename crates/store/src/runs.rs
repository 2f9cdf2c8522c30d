//! The history: each pass with who ran it, what it read, did and left, and how it ended.
//!
//! It is for people. No act may ever be sent, or not be sent, because of it, and what cannot be written here must
//! change nothing of what happened to money.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use uniac_core::act::Intent;
use uniac_system::error::Result;

use super::cases::{damaged, timestamp};
use super::database::DbStore;
use super::db::{Connection, OptionalExtension, Row, failure, params};
use super::journal::JournalFilter;
use super::rows::{fact, moment};
use super::{Decision, Epoch, history, journal};

/// How long a pass that did or left something is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);

/// How long one is kept that found nothing to do: a job that runs every few minutes makes thousands of them.
const IDLE_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The number of a pass in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

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
        self.write(move |transaction| begin(transaction, &start))
    }

    fn end_run(&self, run: RunId, ended: &RunEnd) -> Result<()> {
        let ended = ended.clone();
        self.write(move |transaction| end(transaction, run, &ended))
    }

    fn runs(&self, since: Option<Timestamp>, limit: Option<usize>) -> Result<Vec<RunRow>> {
        let runs = self.look(|connection| read(connection, since, limit))?;
        Ok(runs.into_iter().map(|run| self.judged(run)).collect())
    }

    fn run(&self, run: RunId) -> Result<Option<RunRow>> {
        let run = self.look(|connection| one(connection, run))?;
        Ok(run.map(|run| self.judged(run)))
    }

    fn last_run(&self) -> Result<Option<RunRow>> {
        let run = self.look(last)?;
        Ok(run.map(|run| self.judged(run)))
    }

    fn last_end(&self, command: &str) -> Result<Option<Timestamp>> {
        self.look(|connection| last_end(connection, command))
    }

    fn steps_of_run(&self, run: RunId) -> Result<Vec<RunStep>> {
        self.look(|connection| steps(connection, run))
    }

    fn setting_changes(&self) -> Result<Vec<Decision>> {
        self.look(history::settings)
    }

    fn journal_of(&self, wanted: &JournalFilter) -> Result<Vec<(String, Intent)>> {
        self.look(|connection| journal::read(connection, wanted))
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

/// What is known of a pass when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunStart {
    /// The command, for instance `sync`.
    pub command: String,
    /// Who has typed it, or whose job it is.
    pub by: String,
    /// The machine.
    pub host: String,
    /// Its right to send; `None` of one that was refused before it had one.
    pub epoch: Option<Epoch>,
    /// What was asked.
    pub asked: RunAsked,
    /// When.
    pub started: Timestamp,
}

/// What was asked of a pass beside its command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAsked {
    /// The orders that were named; `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<Vec<String>>,
    /// The most that could move, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_total: Option<String>,
    /// On how many orders money could move at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_orders: Option<usize>,
    /// The most that could be released, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_release: Option<String>,
    /// The saved plan that it applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

/// How a pass ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// It has not ended.
    Running,
    /// It has worked through all.
    Ended,
    /// A person stopped it, or its time was over.
    Stopped,
    /// An error ended it, before or in the middle.
    Failed,
    /// It has no end, and its lock is gone: it was killed, or its machine.
    BrokenOff,
}

impl RunState {
    /// All states.
    pub const ALL: [RunState; 5] = [
        RunState::Running,
        RunState::Ended,
        RunState::Stopped,
        RunState::Failed,
        RunState::BrokenOff,
    ];

    /// Returns the word in the store, in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            RunState::Running => "running",
            RunState::Ended => "ended",
            RunState::Stopped => "stopped",
            RunState::Failed => "failed",
            RunState::BrokenOff => "broken-off",
        }
    }

    fn named(name: &str) -> Option<RunState> {
        RunState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How many rows a pass has read of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRead {
    /// Uni's orders.
    pub orders: u64,
    /// Uni's invoices, credit notes and drafts.
    pub documents: u64,
    /// The shop's orders.
    pub shop_orders: u64,
    /// Payments at their providers.
    pub payments: u64,
    /// What could not be read.
    pub unread: u64,
    /// Payments of which a reading of a little before stands, because their provider answers only so many.
    #[serde(default)]
    pub postponed: u64,
}

/// What a pass did of one operation with one outcome, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSum {
    /// The operation.
    pub operation: String,
    /// How it ended.
    pub outcome: String,
    /// How many acts.
    pub count: usize,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
}

/// A step of a pass: an act that was sent, or one that was due and left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStep {
    /// The order's number.
    pub order: String,
    /// The operation, or `read` for what could not be read.
    pub operation: String,
    /// The act.
    pub act: String,
    /// The invoice's number.
    pub invoice: Option<String>,
    /// The payment, of an act that moves money.
    pub payment: Option<String>,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
    /// How it ended.
    pub outcome: String,
    /// Why.
    pub code: Option<String>,
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// When.
    pub ended: Timestamp,
    /// The exit code.
    pub exit: u8,
    /// How.
    pub state: RunState,
    /// What ended it, where an error did: its code and its words.
    pub error: Option<(String, String)>,
    /// What it has read.
    pub read: RunRead,
    /// What it did, added up.
    pub sums: Vec<RunSum>,
    /// What it sent.
    pub steps: Vec<RunStep>,
    /// What was due and it left, with the reason.
    pub left: Vec<RunStep>,
}

/// A pass of the history, without its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub id: RunId,
    /// What is known since it began.
    pub start: RunStart,
    /// How it ended.
    pub state: RunState,
    /// When; of one that was broken off, when that was found.
    pub ended: Option<Timestamp>,
    /// The exit code.
    pub exit: Option<u8>,
    /// What ended it, where an error did: its code and its words.
    pub error: Option<(String, String)>,
    /// What it has read.
    pub read: Option<RunRead>,
    /// What it did, added up; `None` where it could not say so any more.
    pub sums: Option<Vec<RunSum>>,
    /// What was due and it left.
    pub left: Vec<RunStep>,
}

/// Writes that a pass begins. Who has the lock knows that those before it which have no end are gone. The oldest go.
fn begin(transaction: &Connection, start: &RunStart) -> Result<RunId> {
    let started = moment(start.started);
    if start.epoch.is_some() {
        transaction
            .execute(
                "UPDATE run SET state = 'broken-off', ended = ?1 WHERE ended IS NULL",
                [&started],
            )
            .map_err(failure)?;
    }
    let id = transaction
        .query_row(
            "INSERT INTO run (epoch, command, by, host, asked, started, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running') RETURNING id",
            params![
                start.epoch.map(|epoch| epoch.0),
                start.command,
                start.by,
                start.host,
                fact(&start.asked)?,
                started
            ],
            |row| row.get(0).map(RunId),
        )
        .map_err(failure)?;
    forget(transaction, start.started)?;
    Ok(id)
}

/// Forgets what is older than is kept.
fn forget(transaction: &Connection, now: Timestamp) -> Result<()> {
    let before = |kept| moment(now.checked_sub(kept).unwrap_or(now));
    let gone = transaction
        .execute(
            "DELETE FROM run WHERE started < ?1 OR
                 (started < ?2 AND steps_id IS NULL AND left_id IS NULL AND ended IS NOT NULL)",
            [before(KEPT), before(IDLE_KEPT)],
        )
        .map_err(failure)?;
    if gone > 0 {
        transaction
            .execute(
                "DELETE FROM run_text WHERE id NOT IN (
                     SELECT steps_id FROM run WHERE steps_id IS NOT NULL
                     UNION SELECT left_id FROM run WHERE left_id IS NOT NULL)",
                [],
            )
            .map_err(failure)?;
    }
    Ok(())
}

/// Writes how a pass ended.
fn end(transaction: &Connection, run: RunId, end: &RunEnd) -> Result<()> {
    let steps = text(transaction, "steps_id", run, &end.steps)?;
    let left = text(transaction, "left_id", run, &end.left)?;
    transaction
        .execute(
            "UPDATE run SET ended = ?2, exit = ?3, state = ?4, error = ?5, message = ?6, read = ?7,
                 sums = ?8, steps_id = ?9, left_id = ?10
             WHERE id = ?1",
            params![
                run.0,
                moment(end.ended),
                end.exit,
                end.state.name(),
                end.error.as_ref().map(|error| &error.0),
                end.error.as_ref().map(|error| &error.1),
                fact(&end.read)?,
                fact(&end.sums)?,
                steps,
                left
            ],
        )
        .map_err(failure)?;
    Ok(())
}

/// Keeps steps, and returns where; what the pass before has left and this one leaves too is kept once.
fn text(
    transaction: &Connection,
    column: &str,
    run: RunId,
    steps: &[RunStep],
) -> Result<Option<i64>> {
    if steps.is_empty() {
        return Ok(None);
    }
    let body = fact(&steps)?;
    let before = transaction
        .prepare_cached(&format!(
            "SELECT t.id FROM run_text t WHERE t.body = ?2 AND t.id =
                 (SELECT {column} FROM run WHERE id < ?1 AND {column} IS NOT NULL
                  ORDER BY id DESC LIMIT 1)"
        ))
        .and_then(|mut query| query.query_row(params![run.0, body], |row| row.get(0)).optional())
        .map_err(failure)?;
    if before.is_some() {
        return Ok(before);
    }
    transaction
        .query_row("INSERT INTO run_text (body) VALUES (?1) RETURNING id", [body], |row| row.get(0))
        .map(Some)
        .map_err(failure)
}

const ROWS: &str = "
    SELECT r.id, r.epoch, r.command, r.by, r.host, r.asked, r.started, r.ended, r.exit, r.state,
           r.error, r.message, r.read, r.sums, t.body
    FROM run r LEFT JOIN run_text t ON t.id = r.left_id";

/// Returns the passes that began at a moment or later, the newest first, so many at most.
fn read(
    connection: &Connection,
    since: Option<Timestamp>,
    limit: Option<usize>,
) -> Result<Vec<RunRow>> {
    let query = format!("{ROWS} WHERE r.started >= ?1 ORDER BY r.id DESC LIMIT ?2");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let limit = limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(i64::MAX);
    let since = since.map(moment).unwrap_or_default();
    let mut rows = query.query(params![since, limit]).map_err(failure)?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        runs.push(run_row(&row)?);
    }
    Ok(runs)
}

/// Returns one pass.
fn one(connection: &Connection, run: RunId) -> Result<Option<RunRow>> {
    let query = format!("{ROWS} WHERE r.id = ?1");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query([run.0]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| run_row(&row)).transpose()
}

/// Returns the newest pass that was not kept out by another.
fn last(connection: &Connection) -> Result<Option<RunRow>> {
    let query =
        format!("{ROWS} WHERE coalesce(r.error, '') <> 'locked' ORDER BY r.id DESC LIMIT 1");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query([]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| run_row(&row)).transpose()
}

/// Returns when a command last came to its end, well or not.
fn last_end(connection: &Connection, command: &str) -> Result<Option<Timestamp>> {
    let ended: Option<String> = connection
        .prepare_cached(
            "SELECT ended FROM run
             WHERE command = ?1 AND state IN ('ended', 'failed') AND coalesce(error, '') <> 'locked'
             ORDER BY id DESC LIMIT 1",
        )
        .and_then(|mut query| query.query_row([command], |row| row.get(0)).optional())
        .map_err(failure)?;
    ended.as_deref().map(timestamp).transpose()
}

/// Returns what a pass has sent, as it said at its end.
fn steps(connection: &Connection, run: RunId) -> Result<Vec<RunStep>> {
    let body: Option<String> = connection
        .prepare_cached(
            "SELECT t.body FROM run r JOIN run_text t ON t.id = r.steps_id WHERE r.id = ?1",
        )
        .and_then(|mut query| query.query_row([run.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    body.as_deref().map_or(Ok(Vec::new()), parsed)
}

fn run_row(row: &Row<'_>) -> Result<RunRow> {
    let text = |index| row.get::<_, Option<String>>(index).map_err(failure);
    let needed = |index| row.get::<_, String>(index).map_err(failure);
    let state = needed(9)?;
    let exit: Option<i64> = row.get(8).map_err(failure)?;
    let epoch: Option<i64> = row.get(1).map_err(failure)?;
    Ok(RunRow {
        id: RunId(row.get(0).map_err(failure)?),
        start: RunStart {
            command: needed(2)?,
            by: needed(3)?,
            host: needed(4)?,
            epoch: epoch.map(Epoch),
            asked: parsed(&needed(5)?)?,
            started: timestamp(&needed(6)?)?,
        },
        state: RunState::named(&state).ok_or_else(|| damaged("run-state"))?,
        ended: text(7)?.as_deref().map(timestamp).transpose()?,
        exit: exit.map(|exit| u8::try_from(exit).map_err(|_| damaged("exit"))).transpose()?,
        error: text(10)?.map(|code| Ok((code, text(11)?.unwrap_or_default()))).transpose()?,
        read: text(12)?.as_deref().map(parsed).transpose()?,
        sums: text(13)?.as_deref().map(parsed).transpose()?,
        left: text(14)?.as_deref().map_or(Ok(Vec::new()), parsed)?,
    })
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| damaged("run"))
}

#[cfg(test)]
mod tests;
