//! The store in a PostgreSQL server that several companies and several runners share.
//!
//! The right to send is a lease: a row that names its holder and when it was last heard of, by the database's clock. Who
//! has not been heard of for the length of the lease has lost it, also when it is only paused; so before each act it is
//! asked whether it still stands.
//!
//! No statement has a name here: behind a pooler another connection may get it.

use std::slice::from_ref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use postgres::types::{ToSql, Type};

use uniac_system::error::{Error, Result};
use uniac_system::seam;
use uniac_texts::t;

use super::database::{DbStore, Medium};
use super::db::postgres::{Address, Remote};
use super::db::{Connection, DbError, DbResult, failure};
use super::failure::locked;
use super::schema::MIGRATIONS;

/// The first script, and the version that it makes. Later ones follow those of SQLite.
const FIRST: usize = 6;
const SCRIPTS: &[&str] = &[include_str!("schema/postgres_v6.sql")];

/// What is not of one company: the schema's version, whose rows are whose, the lease of each, and which writes were
/// committed lately.
const GROUND: &str = "
    CREATE SCHEMA uniac;
    CREATE SCHEMA uniac_data;
    CREATE TABLE uniac_data.version (version bigint NOT NULL);
    CREATE TABLE uniac_data.company (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text COLLATE \"C\" NOT NULL UNIQUE,
        holder text, heard timestamptz, lasts_seconds bigint
    );
    CREATE TABLE uniac_data.done (
        company bigint NOT NULL REFERENCES uniac_data.company (id) ON DELETE CASCADE, mark text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (company, mark)
    );
    CREATE INDEX done_at ON uniac_data.done (company, at);
";

/// Who makes or upgrades the schema has this lock: a number of uniac's own.
const SCHEMA_LOCK: i64 = 0x7561_6331;

/// Marks of writes are of use while their writer waits for an answer.
const FORGET_DONE: &str =
    "DELETE FROM uniac_data.done WHERE company = $1 AND at < now() - interval '1 day'";

impl DbStore {
    /// Opens the company's part of a store in PostgreSQL, making schema and company when there are none.
    ///
    /// # Errors
    /// `store-newer`, `store-damaged`, or that the server cannot be used.
    pub fn connect(address: Arc<Address>, company: &str) -> Result<DbStore> {
        let plain = Remote::new(Arc::clone(&address), None);
        migrate(&plain)?;
        let id = register(&plain, company).map_err(failure)?;
        let connection = Connection::from(Remote::new(Arc::clone(&address), Some(id)));
        let lease = Lease::new(plain, id).map_err(failure)?;
        let mut store = DbStore::new(connection, Medium::Server(lease));
        store.reader = Some(Mutex::new(Remote::new(address, Some(id)).into()));
        Ok(store)
    }
}

/// Returns the number under which a company's rows are kept.
fn register(plain: &Remote, company: &str) -> DbResult<i64> {
    plain.apart(|client| {
        let known = "SELECT id FROM uniac_data.company WHERE key = $1";
        let company = (&company as &(dyn ToSql + Sync), Type::TEXT);
        if let Some(row) = client.query_typed_opt(known, from_ref(&company))? {
            return row.try_get(0);
        }
        let make = "INSERT INTO uniac_data.company (key) VALUES ($1) ON CONFLICT (key) DO NOTHING";
        client.execute_typed(make, from_ref(&company))?;
        client.query_typed_one(known, from_ref(&company))?.try_get(0)
    })
}

/// Brings the schema to the present version, once, whoever comes first.
fn migrate(plain: &Remote) -> Result<()> {
    let present = MIGRATIONS.len();
    let found = version(plain)?;
    if found == present {
        return Ok(());
    }
    // Under the lock another may have been faster; then nothing is left to do.
    plain
        .apart(|client| {
            let mut work = client.transaction()?;
            work.batch_execute(&format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})"))?;
            let is_there: bool = work
                .query_typed_one("SELECT to_regclass('uniac_data.version') IS NOT NULL", &[])?
                .try_get(0)?;
            if !is_there {
                work.batch_execute(GROUND)?;
                let before = FIRST - 1;
                work.batch_execute(&format!("INSERT INTO uniac_data.version VALUES ({before})"))?;
            }
            let version: i64 =
                work.query_typed_one("SELECT version FROM uniac_data.version", &[])?.try_get(0)?;
            let done = usize::try_from(version).unwrap_or(0).saturating_sub(FIRST - 1);
            for script in SCRIPTS.iter().skip(done) {
                work.batch_execute(script)?;
            }
            work.batch_execute(&format!("UPDATE uniac_data.version SET version = {present}"))?;
            seam::point(seam::DURING_MIGRATION);
            work.commit()?;
            seam::point(seam::MIGRATION_COMMITTED);
            Ok(())
        })
        .map_err(failure)
}

/// Returns the schema's version; 0: there is none.
fn version(plain: &Remote) -> Result<usize> {
    let found = plain.apart(|client| {
        let there = "SELECT to_regclass('uniac_data.version') IS NOT NULL,
            EXISTS (SELECT 1 FROM pg_namespace WHERE nspname IN ('uniac', 'uniac_data'))";
        let row = client.query_typed_one(there, &[])?;
        let (is_ours, is_any): (bool, bool) = (row.try_get(0)?, row.try_get(1)?);
        match is_ours {
            true => {
                let row = client.query_typed_one("SELECT version FROM uniac_data.version", &[])?;
                row.try_get(0).map(|version: i64| (Some(version), is_any))
            }
            false => Ok((None, is_any)),
        }
    });
    let present = MIGRATIONS.len();
    match found.map_err(failure)? {
        (None, true) => Err(Error::failed("store-damaged", t!("store-foreign-schema"))
            .hint(t!("store-foreign-hint"))),
        (None, false) => Ok(0),
        (Some(version), _) if version > number(present) => Err(Error::failed(
            "store-newer",
            t!("store-newer", version = version, known = number(present)),
        )
        .hint(t!("store-newer-hint"))),
        (Some(version), _) => usize::try_from(version)
            .map_err(|_| Error::failed("store-damaged", t!("store-odd-version"))),
    }
}

fn number(version: usize) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// The right to send of this process, or of another.
pub(super) struct Lease {
    ours: Arc<Ours>,
    /// Ends the heartbeat when it is dropped.
    heart: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
}

struct Ours {
    remote: Mutex<Remote>,
    company: i64,
    /// Tells this process from all others.
    holder: String,
    lasts_seconds: i64,
    is_holder: AtomicBool,
}

impl Lease {
    fn new(remote: Remote, company: i64) -> DbResult<Lease> {
        let holder: String = remote.apart(|client| {
            client.query_typed_one("SELECT gen_random_uuid()::text", &[])?.try_get(0)
        })?;
        let lasts_seconds = i64::try_from(remote.address.lease.as_secs()).unwrap_or(60);
        let is_holder = AtomicBool::new(false);
        // From here on it is a run's: a server that dies is waited for, as long as for the rows.
        remote.be_patient();
        let remote = Mutex::new(remote);
        let ours = Arc::new(Ours { remote, company, holder, lasts_seconds, is_holder });
        Ok(Lease { ours, heart: Mutex::new(None) })
    }

    /// Returns where the server is.
    pub(super) fn address(&self) -> String {
        let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.address.shown.clone()
    }

    /// Deletes all rows of the company.
    pub(super) fn forget_company(&self) -> Result<()> {
        let company = self.ours.company;
        let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
        let forget = remote.apart(|client| {
            let mut work = client.transaction()?;
            work.batch_execute(&format!("SELECT set_config('uniac.company', '{company}', true)"))?;
            // What refers to others goes first, and last what the going of others marks.
            let tables = "SELECT table_name::text FROM information_schema.columns
                WHERE table_schema = 'uniac_data' AND column_name = 'company' AND table_name <> 'done'
                ORDER BY table_name <> 'outcome', table_name LIKE 'touched%'";
            let tables = work.query_typed(tables, &[])?;
            for table in &tables {
                let table: String = table.try_get(0)?;
                work.batch_execute(&format!("DELETE FROM uniac_data.{table} WHERE company = {company}"))?;
            }
            work.commit()
        });
        forget.map_err(failure)
    }

    /// Takes the right to send, unless another run has it and was heard of lately.
    pub(super) fn take(&self) -> Result<()> {
        let ours = &self.ours;
        if !ours.update(TAKE).map_err(failure)? {
            return Err(locked());
        }
        ours.is_holder.store(true, Ordering::SeqCst);
        let mut heart = self.heart.lock().unwrap_or_else(PoisonError::into_inner);
        if heart.is_none() {
            let (sender, ended) = channel::<()>();
            let ours = Arc::clone(ours);
            let beat = std::thread::spawn(move || {
                // A beat that does not come through is made up for by the next, or the right is lost.
                while ended.recv_timeout(ours.pace()) == Err(RecvTimeoutError::Timeout) {
                    if matches!(ours.update(BEAT), Ok(false)) {
                        return;
                    }
                }
            });
            *heart = Some((sender, beat));
        }
        Ok(())
    }

    /// Returns whether the right is this process's own, and will be until an act that begins now is sent.
    pub(super) fn is_fresh(&self) -> Result<bool> {
        let is_fresh = self.ours.ask(FRESH).map_err(failure)?;
        // Nobody has taken it yet: it is renewed, or it is gone for good.
        Ok(is_fresh || self.ours.update(BEAT).map_err(failure)?)
    }

    /// Returns whether a run is at work. Where that cannot be asked, one may be.
    pub(super) fn is_taken(&self) -> bool {
        self.ours.ask(TAKEN).unwrap_or(true)
    }
}

/// Whoever was not heard of for as long as its own lease lasts has lost it.
const TAKE: &str = "UPDATE uniac_data.company
    SET holder = $2, heard = clock_timestamp(), lasts_seconds = $3
    WHERE id = $1 AND (holder IS NULL OR holder = $2
        OR heard < clock_timestamp() - lasts_seconds * interval '1 second')";

const BEAT: &str = "UPDATE uniac_data.company SET heard = clock_timestamp(), lasts_seconds = $3
    WHERE id = $1 AND holder = $2";

const GIVE_BACK: &str = "UPDATE uniac_data.company SET holder = NULL, lasts_seconds = $3
    WHERE id = $1 AND holder = $2";

/// A third of the lease is left for the act itself.
const FRESH: &str = "SELECT EXISTS (SELECT 1 FROM uniac_data.company WHERE id = $1 AND holder = $2
    AND heard > clock_timestamp() - $3::bigint * interval '667 milliseconds')";

const TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM uniac_data.company WHERE id = $1
    AND holder IS NOT NULL AND $2::text <> '' AND $3::bigint > 0
    AND heard > clock_timestamp() - lasts_seconds * interval '1 second')";

impl Ours {
    fn pace(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.lasts_seconds.unsigned_abs()) / 6
    }

    fn values(&self) -> [(&(dyn ToSql + Sync), Type); 3] {
        [(&self.company, Type::INT8), (&self.holder, Type::TEXT), (&self.lasts_seconds, Type::INT8)]
    }

    /// Writes to the company's row; returns whether it was written.
    fn update(&self, sql: &str) -> DbResult<bool> {
        let remote = self.remote.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = remote.apart(|client| client.execute_typed(sql, &self.values()))?;
        Ok(changed > 0)
    }

    fn ask(&self, sql: &str) -> DbResult<bool> {
        let remote = self.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.apart(|client| client.query_typed_one(sql, &self.values())?.try_get(0))
    }
}

impl Drop for Lease {
    /// Gives the right back, so that the next run need not wait until it is over.
    fn drop(&mut self) {
        let heart = self.heart.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((sender, beat)) = heart {
            drop(sender);
            // A beat that panicked has left a right that ends by itself.
            let _ = beat.join();
        }
        if self.ours.is_holder.load(Ordering::SeqCst) {
            // What cannot be given back ends by itself.
            let _ = self.ours.update(GIVE_BACK);
            let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
            let company = (&self.ours.company as &(dyn ToSql + Sync), Type::INT8);
            let _: Result<u64, DbError> =
                remote.apart(|client| client.execute_typed(FORGET_DONE, from_ref(&company)));
        }
    }
}
