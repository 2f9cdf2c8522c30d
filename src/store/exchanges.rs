//! The exchange log: what `detailed-logging` records, in a file beside the store.
//!
//! It is written in the background and without sync: losing its tail loses no money. What arrives
//! here is redacted already; nothing may be added to it.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, params};

use crate::error::{Error, Result};
use crate::log::{Exchange, Recorder};

use super::failure::failure;

/// How many exchanges are kept; the oldest go first. About a year of a busy shop.
const KEPT_MAX: i64 = 500_000;

/// Records exchanges until it is dropped, which waits for the last one.
#[derive(Debug)]
pub struct ExchangeLog {
    sender: Mutex<Option<Sender<Exchange>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).map_err(failure)?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000;
             CREATE TABLE IF NOT EXISTS exchange (
                 id INTEGER PRIMARY KEY, path TEXT NOT NULL, exchange TEXT NOT NULL
             ) STRICT;",
        )
        .map_err(failure)?;
    Ok(connection)
}

impl ExchangeLog {
    /// Opens the log and starts its writer.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> Result<ExchangeLog> {
        let mut connection = open(path)?;
        let (sender, receiver) = channel();
        let writer = std::thread::spawn(move || write_all(&mut connection, &receiver));
        Ok(ExchangeLog { sender: Mutex::new(Some(sender)), writer: Mutex::new(Some(writer)) })
    }

    /// Waits until everything recorded so far is in the file. Nothing is recorded afterwards.
    pub fn close(&self) {
        drop(self.sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(writer) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A writer that panicked has lost part of a log, and no money.
            let _ = writer.join();
        }
    }
}

impl Drop for ExchangeLog {
    fn drop(&mut self) {
        self.close();
    }
}

impl Recorder for ExchangeLog {
    fn record(&self, exchange: Exchange) {
        if let Some(sender) = &*self.sender.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = sender.send(exchange);
        }
    }
}

fn write_all(connection: &mut Connection, receiver: &Receiver<Exchange>) {
    while let Ok(first) = receiver.recv() {
        let batch: Vec<Exchange> = std::iter::once(first).chain(receiver.try_iter()).collect();
        // A full disk stops the journal first, and that stops the run; this log only falls silent.
        let _ = write_batch(connection, &batch);
    }
}

fn write_batch(connection: &mut Connection, batch: &[Exchange]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    {
        let mut insert =
            transaction.prepare_cached("INSERT INTO exchange (path, exchange) VALUES (?1, ?2)")?;
        for exchange in batch {
            let json = serde_json::to_string(exchange).unwrap_or_default();
            insert.execute(params![exchange.path, json])?;
        }
    }
    transaction.execute(
        "DELETE FROM exchange WHERE id <= (SELECT max(id) FROM exchange) - ?1",
        [KEPT_MAX],
    )?;
    transaction.commit()
}

/// Returns the exchanges whose path names one of the texts, oldest first; without texts, all.
///
/// # Errors
/// When the log cannot be read.
pub fn read(path: &Path, names: Option<&[String]>) -> Result<Vec<Exchange>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let connection = open(path)?;
    let mut query =
        connection.prepare("SELECT exchange FROM exchange ORDER BY id").map_err(failure)?;
    let rows = query.query_map([], |row| row.get::<_, String>(0)).map_err(failure)?;
    let mut exchanges = Vec::new();
    for json in rows {
        let exchange: Exchange =
            serde_json::from_str(&json.map_err(failure)?).map_err(|error| {
                Error::failed("store-damaged", format!("the exchange log: {error}"))
            })?;
        let wanted = names.is_none_or(|names| names.iter().any(|name| is_about(&exchange, name)));
        if wanted {
            exchanges.push(exchange);
        }
    }
    Ok(exchanges)
}

/// Returns whether a part of the exchange's path is `name` (for instance `orders/712`).
fn is_about(exchange: &Exchange, name: &str) -> bool {
    // What stands behind `?` are names; behind `#` stands what a request is about whose path is silent.
    let (path, about) = exchange.path.split_once('#').unwrap_or((&exchange.path, ""));
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').chain(about.split('/')).collect();
    let wanted: Vec<&str> = name.split('/').collect();
    parts.windows(wanted.len()).any(|window| window == wanted)
}
