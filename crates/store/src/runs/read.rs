//! Reads the history.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use uniac_system::error::Result;

use super::run::{RunId, RunRow, RunStart, RunState, RunStep};
use crate::db::{Connection, OptionalExtension, Row, failure, params};
use crate::failure::damaged;
use crate::journal::epoch::Epoch;
use crate::text::{moment, timestamp};

const ROWS: &str = "
    SELECT r.id, r.epoch, r.command, r.by, r.host, r.asked, r.started, r.ended, r.exit, r.state,
           r.error, r.message, r.read, r.sums, t.body
    FROM run r LEFT JOIN run_text t ON t.id = r.left_id";

/// Returns the passes that began at a moment or later, the newest first, so many at most.
pub(crate) fn since(
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
pub(crate) fn one(connection: &Connection, run: RunId) -> Result<Option<RunRow>> {
    let query = format!("{ROWS} WHERE r.id = ?1");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query([run.0]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| run_row(&row)).transpose()
}

/// Returns the newest pass that was not kept out by another.
pub(crate) fn last(connection: &Connection) -> Result<Option<RunRow>> {
    let query =
        format!("{ROWS} WHERE coalesce(r.error, '') <> 'locked' ORDER BY r.id DESC LIMIT 1");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query([]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| run_row(&row)).transpose()
}

/// Returns when a command last came to its end, well or not.
pub(crate) fn last_end(connection: &Connection, command: &str) -> Result<Option<Timestamp>> {
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
pub(crate) fn steps(connection: &Connection, run: RunId) -> Result<Vec<RunStep>> {
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
