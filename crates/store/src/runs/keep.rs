//! Writes that a pass begins and how it ended, and forgets what is older than is kept.

use jiff::{SignedDuration, Timestamp};

use uniac_system::error::Result;

use super::run::{RunEnd, RunId, RunStart, RunStep};
use crate::db::{Connection, OptionalExtension, failure, params};
use crate::text::{fact, moment};

/// How long a pass that did or left something is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);

/// How long one is kept that found nothing to do: a job that runs every few minutes makes thousands of them.
const IDLE_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Writes that a pass begins. Who has the lock knows that those before it which have no end are gone. The oldest go.
pub(crate) fn begin(transaction: &Connection, start: &RunStart) -> Result<RunId> {
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
pub(crate) fn end(transaction: &Connection, run: RunId, end: &RunEnd) -> Result<()> {
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
