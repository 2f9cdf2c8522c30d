//! The right to send from a store in a server, which several runners share.
//!
//! It is a lease: a row that names its holder and when it was last heard of, by the database's clock. Who
//! has not been heard of for the length of the lease has lost it, also when it is only paused; so before each act it is
//! asked whether it still stands.
//!
//! No statement has a name here: behind a pooler another connection may get it.

use std::slice::from_ref;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use postgres::Client;
use postgres::types::{ToSql, Type};

use uniac_system::error::Result;

use super::statistics;
use crate::db::postgres::Remote;
use crate::db::{DbError, DbResult, failure};
use crate::failure::locked;

/// Marks of writes are of use while their writer waits for an answer.
const FORGET_DONE: &str =
    "DELETE FROM uniac_data.done WHERE company = $1 AND at < now() - interval '1 day'";

/// The right to send of this process, or of another.
pub(crate) struct Lease {
    ours: Arc<Ours>,
    /// Ends the heartbeat when it is dropped.
    heart: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
    /// How often the store has committed.
    commits: AtomicU32,
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
    /// Makes a lease that nobody holds yet.
    pub(crate) fn new(remote: Remote, company: i64) -> DbResult<Lease> {
        let holder: String = remote.apart(|client| {
            client.query_typed_one("SELECT gen_random_uuid()::text", &[])?.try_get(0)
        })?;
        let lasts_seconds = i64::try_from(remote.address.lease.as_secs()).unwrap_or(60);
        let is_holder = AtomicBool::new(false);
        // From here on it is a run's: a server that dies is waited for, as long as for the rows.
        remote.be_patient();
        let remote = Mutex::new(remote);
        let ours = Arc::new(Ours { remote, company, holder, lasts_seconds, is_holder });
        Ok(Lease { ours, heart: Mutex::new(None), commits: AtomicU32::new(0) })
    }

    /// Returns where the server is.
    pub(crate) fn address(&self) -> String {
        let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.address.shown.clone()
    }

    /// Deletes all rows of the company.
    pub(crate) fn forget_company(&self) -> Result<()> {
        let company = self.ours.company;
        let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.apart(|client| delete_rows(client, company)).map_err(failure)
    }

    /// Takes the right to send, unless another run has it and was heard of lately.
    pub(crate) fn take(&self) -> Result<()> {
        let ours = &self.ours;
        if !ours.update(TAKE).map_err(failure)? {
            return Err(locked());
        }
        ours.is_holder.store(true, Ordering::SeqCst);
        let mut heart = self.heart.lock().unwrap_or_else(PoisonError::into_inner);
        if heart.is_none() {
            let (sender, ended) = channel::<()>();
            let ours = Arc::clone(ours);
            let beat = std::thread::spawn(move || ours.beat_until(&ended));
            *heart = Some((sender, beat));
        }
        Ok(())
    }

    /// Returns whether the right is this process's own, and will be until an act that begins now is sent, and no other epoch
    /// was granted since.
    pub(crate) fn is_fresh(&self, epoch: i64) -> Result<bool> {
        let (is_fresh, newest) = self.ours.standing().map_err(failure)?;
        // Where nobody has taken it yet it is renewed, or it is gone for good.
        Ok(newest == epoch && (is_fresh || self.ours.update(BEAT).map_err(failure)?))
    }

    /// Notes a commit, after some of which the server is to know what lies in its tables.
    pub(crate) fn note_commit(&self) {
        if statistics::is_turn(self.commits.fetch_add(1, Ordering::SeqCst) + 1) {
            let remote = self.ours.remote.lock().unwrap_or_else(PoisonError::into_inner);
            statistics::gather(&remote);
        }
    }

    /// Returns whether a run is at work. Where that cannot be asked, one may be.
    pub(crate) fn is_taken(&self) -> bool {
        self.ours.ask(TAKEN).unwrap_or(true)
    }
}

/// Deletes all rows of a company, in one transaction.
fn delete_rows(client: &mut Client, company: i64) -> std::result::Result<(), postgres::Error> {
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

/// Whether the right stands, with the epoch that was granted last: it is asked before each act, so in one statement. A third of
/// the lease is left for the act itself.
const STANDING: &str =
    "SELECT EXISTS (SELECT 1 FROM uniac_data.company WHERE id = $1 AND holder = $2
        AND heard > clock_timestamp() - $3::bigint * interval '667 milliseconds'),
    (SELECT coalesce(max(number), 0) FROM uniac_data.epoch WHERE company = $1)";

const TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM uniac_data.company WHERE id = $1
    AND holder IS NOT NULL AND $2::text <> '' AND $3::bigint > 0
    AND heard > clock_timestamp() - lasts_seconds * interval '1 second')";

impl Ours {
    fn pace(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.lasts_seconds.unsigned_abs()) / 6
    }

    /// Renews the right at its pace until it is ended. A beat that does not come through is made up for by the next, or
    /// the right is lost.
    fn beat_until(&self, ended: &Receiver<()>) {
        while ended.recv_timeout(self.pace()) == Err(RecvTimeoutError::Timeout) {
            if matches!(self.update(BEAT), Ok(false)) {
                return;
            }
        }
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

    fn standing(&self) -> DbResult<(bool, i64)> {
        let remote = self.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.apart(|client| {
            let row = client.query_typed_one(STANDING, &self.values())?;
            Ok((row.try_get(0)?, row.try_get(1)?))
        })
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
