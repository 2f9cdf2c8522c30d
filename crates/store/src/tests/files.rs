//! Files that are opened as a store: a new one, a current one, and what must be refused and left as it
//! is, byte for byte.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::*;
use crate::db::failure;
use uniac_system::error::Error;

#[test]
fn one_run_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let first = SqliteStore::open(&path, COMPANY).unwrap();
    let second = SqliteStore::open(&path, COMPANY).unwrap();
    first.lock(now()).unwrap();
    assert_eq!(second.lock(now()).unwrap_err().code, "locked");
    drop(first);
    second.lock(now()).unwrap();
}

#[test]
fn what_is_no_store_of_ours_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE secrets (text TEXT)").unwrap();
    drop(other);
    let refused = SqliteStore::open(&path, COMPANY).err().unwrap();
    assert_eq!(refused.code, "store-damaged");

    std::fs::write(&path, b"this is no database at all, but it is somebody's file").unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(SqliteStore::open(&path, COMPANY).err().unwrap().code, "store-damaged");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_store_of_a_newer_version_or_another_company_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(SqliteStore::open(&path, COMPANY).unwrap());
    let other = SqliteStore::open(&path, "another").err().unwrap();
    assert_eq!(other.code, "store-other-company");
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);
    let newer = SqliteStore::open(&path, COMPANY).err().unwrap();
    assert_eq!(newer.code, "store-newer");
    assert!(newer.message.contains("99"));
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    for left in [&b""[..], b"S", b"SQLite format 3", b"no database at all"] {
        std::fs::write(&path, left).unwrap();
        let refused = SqliteStore::open(&path, COMPANY).err().unwrap();
        assert_eq!(refused.code, "store-damaged");
        assert_eq!(std::fs::read(&path).unwrap(), left);
    }
}

fn refused(path: &Path) -> Error {
    SqliteStore::open(path, COMPANY).err().unwrap()
}

#[test]
fn what_is_no_file_or_a_part_of_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, b"").unwrap();
    assert!(refused(&path).message.contains("no byte left"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let error = refused(&path);
    assert_eq!(error.code, "store-damaged");
    assert!(error.message.contains("is no file"), "{error}");
    std::fs::remove_dir(&path).unwrap();
    // A log beside a store that is gone would be played into the new one.
    let log = folder.path().join("store.db-wal");
    std::fs::write(&log, b"acts").unwrap();
    let error = refused(&path);
    assert_eq!(error.code, "store-damaged");
    assert!(error.message.contains("store.db-wal"), "{error}");
    assert!(!path.exists() && std::fs::read(&log).unwrap() == b"acts");
    std::fs::write(&log, b"").unwrap();
    assert!(SqliteStore::open(&path, COMPANY).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::os::unix::fs::symlink(folder.path().join("disk/store.db"), &path).unwrap();
    let error = refused(&path);
    assert_eq!(error.code, "store-failed");
    assert!(error.message.contains("is a link"), "{error}");
    assert!(path.is_symlink());
}

#[test]
fn what_a_crash_left_of_a_store_in_the_making_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    for (name, left) in [("store.new", "SQLite format 3\0 half"), ("store.new-journal", "half")] {
        std::fs::write(folder.path().join(name), left).unwrap();
    }
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    store.lock(now()).unwrap();
    assert!(!folder.path().join("store.new").exists());
}

#[test]
fn of_many_who_open_a_store_that_is_not_there_one_makes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::thread::scope(|scope| {
        for id in 1..9 {
            let path = &path;
            scope.spawn(move || {
                SqliteStore::open(path, COMPANY).unwrap().put_orders(&[order(id)], now()).unwrap();
            });
        }
    });
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    assert_eq!(store.order_numbers().unwrap().len(), 8);
}

/// A header that says "nothing here yet", and pages that nothing leads to.
#[test]
fn a_file_that_looks_new_and_is_damaged_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let damaged = LOOKS_NEW;
    std::fs::write(&path, damaged).unwrap();
    let refused = SqliteStore::open(&path, COMPANY).err().unwrap();
    assert_eq!(refused.code, "store-damaged");
    assert_eq!(std::fs::read(&path).unwrap(), damaged);
}

#[test]
fn a_store_that_is_only_read_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(SqliteStore::open(&path, COMPANY).unwrap());
    let before = std::fs::read(&path).unwrap();
    // Another process is in the midst of a commit.
    let mut writer = Connection::open(&path).unwrap();
    let writing =
        writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    assert!(store.journal(None).unwrap().is_empty());
    drop(writing);
    drop(store);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_was_made_and_never_filled_is_a_new_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    // What is left of a first run that died before its migration was committed.
    let made = Connection::open(&path).unwrap();
    made.pragma_update(None, "journal_mode", "WAL").unwrap();
    drop(made);
    assert!(SqliteStore::open(&path, COMPANY).is_ok());
}

const LOOKS_NEW: &[u8] = include_bytes!("../../../../fuzz/corpus/store/empty-but-damaged");

/// Where a database says that it is in WAL mode: the file format's read and write version.
const FORMAT_VERSIONS: std::ops::Range<usize> = 18..20;
const WAL: [u8; 2] = [2, 2];

/// Returns a store that is current, with a page of it damaged that opening it does not read.
fn damaged_deep_down(folder: &Path, journal_mode: &str) -> PathBuf {
    let path = folder.join("store.db");
    drop(SqliteStore::open(&path, COMPANY).unwrap());
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "journal_mode", journal_mode).unwrap();
    let page_size: usize = raw
        .pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0))
        .unwrap()
        .try_into()
        .unwrap();
    // The page of a table that nothing reads when a store is opened.
    let page: usize = raw
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'watermark'", [], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap()
        .try_into()
        .unwrap();
    drop(raw);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[(page - 1) * page_size..page * page_size].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// It may be of an older version; migrated, its own uniac could not open it any more.
#[test]
fn a_store_of_another_company_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let of_the_first_version = include_bytes!("../../../../fuzz/corpus/store/journal");
    std::fs::write(&path, of_the_first_version).unwrap();
    let refused = SqliteStore::open(&path, "another").err().unwrap();
    assert_eq!(refused.code, "store-other-company");
    assert!(std::fs::read(&path).unwrap() == of_the_first_version, "written to");
}

fn assert_refused_as_it_is(path: &Path) {
    let before = std::fs::read(path).unwrap();
    assert_eq!(SqliteStore::open(path, COMPANY).err().unwrap().code, "store-damaged");
    assert!(std::fs::read(path).unwrap() == before, "written to");
}

#[test]
fn a_damaged_file_that_would_have_to_be_migrated_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut in_wal_mode = LOOKS_NEW.to_vec();
    in_wal_mode[FORMAT_VERSIONS].copy_from_slice(&WAL);
    std::fs::write(&path, in_wal_mode).unwrap();
    assert_refused_as_it_is(&path);
}

#[test]
fn a_damaged_store_whose_journal_mode_would_be_changed_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    assert_refused_as_it_is(&damaged_deep_down(folder.path(), "DELETE"));
}

#[test]
fn no_run_begins_on_a_damaged_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = damaged_deep_down(folder.path(), "WAL");
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    assert_eq!(store.check_integrity().unwrap_err().code, "store-damaged");
    assert_eq!(store.lock(now()).unwrap_err().code, "store-damaged");
}

#[test]
fn what_is_committed_survives_power_loss() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    let connection = store.connection();
    // 2 is FULL (sqlite.org/pragma.html#pragma_synchronous).
    let synchronous: i64 = connection
        .sqlite()
        .unwrap()
        .pragma_query_value(None, "synchronous", |row| row.get(0))
        .unwrap();
    assert_eq!(synchronous, 2);
    drop(connection);
    drop(store);
    assert_eq!(std::fs::read(&path).unwrap()[FORMAT_VERSIONS], WAL);
}

#[cfg(unix)]
#[test]
fn a_store_and_all_beside_it_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let company = folder.path().join("data/kopp");
    let path = company.join("store.db");
    let modes = || {
        let entries = std::fs::read_dir(&company).unwrap().map(|entry| entry.unwrap().path());
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&company), 0o700);
        entries.map(|path| (path.clone(), mode(&path))).collect::<Vec<_>>()
    };
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    store.lock(now()).unwrap();
    assert_eq!(modes().len(), 4, "the store, its log, the log's index, the lock");
    assert!(modes().iter().all(|(_, mode)| *mode == 0o600), "{:?}", modes());
    // An earlier version, or a restored backup, has left them wider.
    for (path, _) in modes() {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666)).unwrap();
    }
    let again = SqliteStore::open(&path, COMPANY).unwrap();
    assert!(modes().iter().all(|(_, mode)| *mode == 0o600), "{:?}", modes());
    drop((store, again));
}

#[test]
fn each_failure_of_the_database_has_its_code() {
    use rusqlite::ffi;
    for (sqlite, code) in [
        (ffi::SQLITE_CORRUPT, "store-damaged"),
        (ffi::SQLITE_NOTADB, "store-damaged"),
        (ffi::SQLITE_FULL, "store-full"),
        (ffi::SQLITE_BUSY, "store-busy"),
        (ffi::SQLITE_LOCKED, "store-busy"),
        (ffi::SQLITE_IOERR, "store-failed"),
        (ffi::SQLITE_READONLY, "store-failed"),
    ] {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(sqlite), None);
        assert_eq!(failure(error).code, code, "{sqlite}");
    }
}

#[test]
fn a_store_of_the_first_version_is_brought_up_to_date_with_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, include_bytes!("../../../../fuzz/corpus/store/journal")).unwrap();
    let version = |path: &Path| -> i64 {
        let raw = Connection::open(path).unwrap();
        raw.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    assert_eq!(version(&path), 1);
    let store = SqliteStore::open(&path, "company").unwrap();
    let journal = store.journal(None).unwrap();
    assert!(!journal.is_empty());
    assert!(journal.iter().filter_map(|(_, i)| i.outcome.as_ref()).all(|o| o.told.is_none()));
    drop(store);
    assert_eq!(version(&path), 6);
}

/// Its journal binds the payments that it was sent to, and what it had seen dropped was dropped before anybody was asked.
#[test]
fn a_store_of_the_first_version_is_right_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, include_bytes!("../../../../fuzz/corpus/store/journal")).unwrap();
    let raw = Connection::open(&path).unwrap();
    for (id, progress) in [(7, "invoiced"), (8, "deleted"), (9, "closed")] {
        let mut fact = serde_json::to_value(order(id).order).unwrap();
        fact["progress"] = progress.into();
        // The fields that came later are not there.
        for later in ["buyer", "lines", "unreadable"] {
            fact.as_object_mut().unwrap().remove(later);
        }
        raw.execute(
            "INSERT INTO uni_order (id, number, shop_reference, fact) VALUES (?1, ?2, NULL, ?3)",
            rusqlite::params![id, id.to_string(), fact.to_string()],
        )
        .unwrap();
    }
    drop(raw);
    let store = SqliteStore::open(&path, "company").unwrap();
    let dropped = |id| store.case(OrderId(id)).unwrap().unwrap().ties.dropped_before;
    assert_eq!([7, 8, 9].map(dropped), [false, true, true]);
    assert_eq!(store.orders_of_payment("reference-1").unwrap(), [OrderId(7)]);
    assert_eq!(store.together(OrderId(7)).unwrap(), [OrderId(7)]);
}
