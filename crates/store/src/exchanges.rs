//! The exchange log: what `detailed-logging` records, in a file beside the store.
//!
//! It is written in the background and without sync: losing its tail loses no money. What arrives
//! here is redacted already; nothing may be added to it.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags, params};

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::log::{Exchange, Recorder};
use uniac_system::os;
use uniac_texts::t;

use crate::medium::preparing::BUSY_WAIT;

/// How much is kept; the oldest go first.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many exchanges.
    pub rows: i64,
    /// How many bytes they may take in the file.
    pub bytes: i64,
}

/// How much is kept when the configuration (`exchange_log_megabytes`) says nothing else: about a year of
/// a busy shop.
pub const LIMITS: Limits = Limits { rows: 500_000, bytes: 256 * 1024 * 1024 };

/// How many exchanges are committed together at most.
const BATCH_MAX: usize = 1000;

/// The part of the oldest that goes at once when there are too many bytes: one of so many.
const PARTS: i64 = 8;

/// Records exchanges until it is dropped, which waits for the last one.
#[derive(Debug)]
pub struct ExchangeLog {
    sender: Mutex<Option<Sender<Exchange>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

fn open(path: &Path) -> Result<Connection> {
    let unmade = |error: std::io::Error| {
        Error::failed(
            CODE,
            t!("store-cannot-make", path = path.display().to_string(), error = os::why(&error)),
        )
        .caused_by(error)
    };
    if let Some(folder) = path.parent() {
        files::make_folder(folder).map_err(unmade)?;
    }
    files::touch(path).map_err(unmade)?;
    let connection = Connection::open(path).map_err(|error| failed(path, &error))?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000;
             PRAGMA journal_size_limit = 4194304;
             CREATE TABLE IF NOT EXISTS exchange (
                 id INTEGER PRIMARY KEY, path TEXT NOT NULL, exchange TEXT NOT NULL
             ) STRICT;",
        )
        .map_err(|error| failed(path, &error))?;
    Ok(connection)
}

/// The code of a log that cannot be used.
const CODE: &str = "exchange-log";

fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    let path = path.display();
    Error::failed(
        CODE,
        t!("exchanges-unusable", path = path.to_string(), error = error.to_string()),
    )
    .hint(t!("exchanges-unusable-hint"))
}

impl ExchangeLog {
    /// Opens the log and starts its writer.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path, limits: Limits) -> Result<ExchangeLog> {
        let mut connection = open(path)?;
        let (sender, receiver) = channel();
        let writer = std::thread::spawn(move || write_all(&mut connection, &receiver, limits));
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

fn write_all(connection: &mut Connection, receiver: &Receiver<Exchange>, limits: Limits) {
    while let Ok(first) = receiver.recv() {
        let rest = receiver.try_iter().take(BATCH_MAX - 1);
        let batch: Vec<Exchange> = std::iter::once(first).chain(rest).collect();
        // A full disk stops the journal first, and that stops the run; this log only falls silent.
        let _ = write_batch(connection, &batch, limits).and_then(|()| trim(connection, limits));
    }
}

fn write_batch(
    connection: &mut Connection,
    batch: &[Exchange],
    limits: Limits,
) -> rusqlite::Result<()> {
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
        [limits.rows],
    )?;
    transaction.commit()
}

/// Drops the oldest until the rest fits its bytes. The room is used again; a file that has far more of it
/// than it needs, from before there was a limit, is made small.
fn trim(connection: &Connection, limits: Limits) -> rusqlite::Result<()> {
    let mut pages = Pages::of(connection)?;
    if pages.used() <= limits.bytes {
        return Ok(());
    }
    while pages.used() > limits.bytes {
        let dropped = connection.execute(
            "DELETE FROM exchange WHERE id <=
             (SELECT min(id) + (max(id) - min(id)) / ?1 FROM exchange)",
            [PARTS],
        )?;
        if dropped == 0 {
            break;
        }
        pages = Pages::of(connection)?;
    }
    if pages.free > pages.all / 2 {
        connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
    }
    Ok(())
}

/// The pages of the file.
struct Pages {
    all: i64,
    free: i64,
    bytes: i64,
}

impl Pages {
    fn of(connection: &Connection) -> rusqlite::Result<Pages> {
        let number =
            |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        Ok(Pages {
            all: number("page_count")?,
            free: number("freelist_count")?,
            bytes: number("page_size")?,
        })
    }

    /// Returns how many bytes hold something.
    fn used(&self) -> i64 {
        (self.all - self.free) * self.bytes
    }
}

/// Hands over the exchanges whose path names one of the texts, oldest first; without texts, all. Returns
/// how many rows cannot be read and were left out. One exchange at a time is in memory.
///
/// # Errors
/// `exchange-log` when the log cannot be read, or not to its end; and all of `each`.
pub fn each(
    path: &Path,
    names: Option<&[String]>,
    each: &mut dyn FnMut(&Exchange) -> Result<()>,
) -> Result<usize> {
    if !path.exists() {
        return Ok(0);
    }
    let failed = |error: rusqlite::Error| failed(path, &error);
    let flags = OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY_WAIT).map_err(failed)?;
    if !connection.table_exists(None, "exchange").map_err(failed)? {
        return Ok(0);
    }
    let mut query =
        connection.prepare("SELECT exchange FROM exchange ORDER BY id").map_err(failed)?;
    let mut rows = query.query([]).map_err(failed)?;
    let mut broken = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        let bytes = row.get_ref(0).map_err(failed)?.as_bytes().unwrap_or_default();
        let Ok(exchange) = serde_json::from_slice::<Exchange>(bytes) else {
            broken += 1;
            continue;
        };
        if names.is_none_or(|names| names.iter().any(|name| is_about(&exchange, name))) {
            each(&exchange)?;
        }
    }
    Ok(broken)
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

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_system::log::System;

    fn exchange(number: usize) -> Exchange {
        Exchange {
            at: jiff::Timestamp::UNIX_EPOCH,
            system: System::Shop,
            method: "GET".to_owned(),
            path: format!("/orders/{number}"),
            headers: Vec::new(),
            status: Some(200),
            ms: 1,
            request: None,
            response: Some("x".repeat(2000)),
            error: None,
        }
    }

    fn paths(path: &Path, names: Option<&[String]>) -> (Vec<String>, usize) {
        let mut paths = Vec::new();
        let broken = each(path, names, &mut |exchange| {
            paths.push(exchange.path.clone());
            Ok(())
        });
        (paths, broken.unwrap())
    }

    fn record(path: &Path, limits: Limits, numbers: std::ops::Range<usize>) {
        let log = ExchangeLog::open(path, limits).unwrap();
        for number in numbers {
            log.record(exchange(number));
        }
        log.close();
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many_or_too_many_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kopp/exchanges.db");
        record(&path, Limits { rows: 10, ..LIMITS }, 0..30);
        let (kept, _) = paths(&path, None);
        assert_eq!((kept.len(), kept[0].as_str()), (10, "/orders/20"));
        // A file from before there was a limit: it is cut down, and its room is given back.
        record(&path, LIMITS, 30..5000);
        let before = std::fs::metadata(&path).unwrap().len();
        assert!(before > 8_000_000, "{before}");
        let limits = Limits { bytes: 200_000, ..LIMITS };
        record(&path, limits, 5000..5001);
        let after = std::fs::metadata(&path).unwrap().len();
        assert!(after < 300_000, "{after}");
        for round in 0..20 {
            record(&path, limits, 6000 + round * 50..6050 + round * 50);
        }
        let (kept, _) = paths(&path, None);
        assert_eq!(kept.last().unwrap(), "/orders/6999");
        assert!(kept.len() > 40, "{}", kept.len());
        let after = std::fs::metadata(&path).unwrap().len();
        assert!(after < 400_000, "{after}");
    }

    #[test]
    fn a_broken_row_is_left_out_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("exchanges.db");
        assert_eq!(paths(&path, None), (Vec::new(), 0));
        record(&path, LIMITS, 1..4);
        let raw = Connection::open(&path).unwrap();
        raw.execute("UPDATE exchange SET exchange = 'no JSON' WHERE id = 2", []).unwrap();
        drop(raw);
        let name = ["orders/3".to_owned()];
        assert_eq!(paths(&path, None), (vec!["/orders/1".into(), "/orders/3".into()], 1));
        assert_eq!(paths(&path, Some(&name)), (vec!["/orders/3".into()], 1));
        std::fs::write(&path, "no database at all").unwrap();
        assert_eq!(each(&path, None, &mut |_| Ok(())).unwrap_err().code, CODE);
        assert_eq!(ExchangeLog::open(&path, LIMITS).unwrap_err().code, CODE);
        std::fs::write(&path, "").unwrap();
        assert_eq!(paths(&path, None), (Vec::new(), 0));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_log() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("exchanges.db");
        let log = ExchangeLog::open(&path, LIMITS).unwrap();
        log.record(exchange(1));
        let modes = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777);
        assert!(modes.collect::<Vec<_>>().iter().all(|mode| *mode == 0o600));
    }
}
