//! The store in one SQLite file: WAL with `synchronous=FULL`, so that what is committed survives
//! power loss (sqlite.org/pragma.html#pragma_synchronous).
//!
//! Commits of many workers are gathered into one: whoever gets the connection commits for all that
//! wait. No send may ever happen inside a transaction, and a damaged file is never written to.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use uniac_core::act::{Act, Intent};
use uniac_core::facts::OrderRow;
use uniac_core::facts::ShopRow;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId, Payment, ShopOrder, Stray};
use uniac_core::purchase::Case;
use uniac_core::settings::{Hold, Setting, Settings};
use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::seam;
use uniac_texts::t;

use super::failure::failure;
use super::locking::take_lock;
use super::rows::{
    activate, lift_holds, newest_epoch, read_settings, read_switches, write_entries, write_hooks,
    write_not_found, write_order, write_paid_word, write_payment, write_setting, write_shop_order,
};
use super::together::{Work, commit_together};
use super::{
    Acceptance, CreditWord, Decision, DocumentPage, Entry, Epoch, LinkWord, NotFound, PaidWord,
    SeenHooks, Store, Watermark, accepts, cases, documents, history, leads, names, opening, schema,
    skips, soundness, ties,
};

/// A store in one file.
pub struct SqliteStore {
    connection: Mutex<Connection>,
    queue: Mutex<Vec<Queued>>,
    /// The results of what nothing waited for, until somebody asks.
    later: Mutex<Vec<ResultSlot>>,
    /// A second connection for the look before each send, which must not wait for another worker's
    /// sync to disk. `None` in memory.
    reader: Option<Mutex<Connection>>,
    lock_file: Option<File>,
    /// The file; `None` in memory.
    path: Option<PathBuf>,
    /// Whether nobody but uniac has written to the file since it was last found whole.
    is_as_left: AtomicBool,
    /// Whether the lock is this process's own.
    is_holder: AtomicBool,
}

struct Queued {
    work: Work<'static>,
    result: ResultSlot,
}

/// Where a commit leaves its result.
type ResultSlot = Arc<Mutex<Option<Result<()>>>>;

fn taken(slot: &ResultSlot) -> Result<()> {
    let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.unwrap_or_else(|| Err(Error::defect("a commit gave no result")))
}

impl SqliteStore {
    /// Opens the store of the company with the given key in Uni, making it when there is none.
    ///
    /// # Errors
    /// `store-newer`, `store-damaged`, `store-other-company`, or that the file cannot be opened.
    pub fn open(path: &Path, company: &str) -> Result<SqliteStore> {
        let unreachable = |error: std::io::Error| {
            Error::failed(
                "store-failed",
                t!(
                    "store-cannot-open",
                    path = path.display().to_string(),
                    error = error.to_string()
                ),
            )
            .caused_by(error)
        };
        if let Some(folder) = path.parent() {
            files::make_folder(folder).map_err(unreachable)?;
        }
        let lock_path = path.with_extension("lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let lock_file = files::open(&mut options, &lock_path).map_err(unreachable)?;
        if !opening::is_there(path)? {
            opening::make(path, company, &lock_file)?;
        }
        for own in ["db", "db-wal", "db-shm", "lock"] {
            files::tighten(&path.with_extension(own)).map_err(unreachable)?;
        }
        let is_as_left = soundness::is_as_left(path, &lock_file);
        let connection = opening::connect(path)?;
        opening::check(&connection, company)?;
        opening::set_durable(&connection)?;
        let mut store = SqliteStore::prepare(connection, company)?;
        store.lock_file = Some(lock_file);
        store.path = Some(path.to_owned());
        store.is_as_left = AtomicBool::new(is_as_left);
        store.reader = Some(Mutex::new(opening::connect(path)?));
        Ok(store)
    }

    /// Opens a store that lives as long as the value, for simulations.
    ///
    /// # Errors
    /// When SQLite cannot make it.
    pub fn in_memory(company: &str) -> Result<SqliteStore> {
        SqliteStore::prepare(Connection::open_in_memory().map_err(failure)?, company)
    }

    /// Opens a store in memory that others of this process share by its name, and that lives as
    /// long as one of them does: a simulation's restart is a new value on the same store.
    ///
    /// # Errors
    /// When SQLite cannot open it, or it belongs to another company.
    pub fn in_shared_memory(name: &str, company: &str) -> Result<SqliteStore> {
        let address = format!("file:/{name}?vfs=memdb");
        let connection = Connection::open(address).map_err(failure)?;
        SqliteStore::prepare(connection, company)
    }

    fn prepare(mut connection: Connection, company: &str) -> Result<SqliteStore> {
        opening::keep_plans(&connection)?;
        connection.pragma_update(None, "foreign_keys", "ON").map_err(failure)?;
        schema::migrate(&mut connection)?;
        opening::claim(&connection, company)?;
        Ok(SqliteStore {
            connection: Mutex::new(connection),
            queue: Mutex::new(Vec::new()),
            later: Mutex::new(Vec::new()),
            reader: None,
            lock_file: None,
            path: None,
            is_as_left: AtomicBool::new(true),
            is_holder: AtomicBool::new(false),
        })
    }

    /// Refuses to act on a damaged file.
    ///
    /// # Errors
    /// `store-damaged`.
    pub fn check_integrity(&self) -> Result<()> {
        opening::check_integrity(&self.connection())
    }

    /// Reads with the one connection.
    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads without waiting for a worker that writes.
    fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.reader {
            Some(reader) => look(&reader.lock().unwrap_or_else(PoisonError::into_inner)),
            None => look(&self.connection()),
        }
    }

    /// Returns whether a run is at work. Asked by who only looks: it takes the lock for a moment.
    pub(super) fn is_locked(&self) -> bool {
        let is_ours = self.is_holder.load(Ordering::SeqCst);
        is_ours
            || self.lock_file.as_ref().is_some_and(|file| match file.try_lock() {
                Ok(()) => file.unlock().is_err(),
                Err(_) => true,
            })
    }

    /// Does `work` in a transaction and returns when it is durable. Works that wait at the same
    /// time share one commit.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let value = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&value);
        let work: Work<'static> = Box::new(move |transaction| {
            let made = work(transaction)?;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
            Ok(())
        });
        let result = self.enqueue(work);
        self.commit_queue();
        taken(&result)?;
        let made = value.lock().unwrap_or_else(PoisonError::into_inner).take();
        made.ok_or_else(|| Error::defect("a commit gave no value"))
    }

    fn enqueue(&self, work: Work<'static>) -> ResultSlot {
        let result = ResultSlot::default();
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Queued { work, result: Arc::clone(&result) });
        result
    }

    /// Commits everything that waits. Whoever comes second finds its own work already committed.
    pub(super) fn commit_queue(&self) {
        let mut connection = self.connection();
        let queued =
            std::mem::take(&mut *self.queue.lock().unwrap_or_else(PoisonError::into_inner));
        if queued.is_empty() {
            return;
        }
        let (works, results): (Vec<_>, Vec<_>) =
            queued.into_iter().map(|queued| (queued.work, queued.result)).unzip();
        let outcomes = commit_together(&mut connection, works);
        for (result, outcome) in results.iter().zip(outcomes) {
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }
    }
}

impl Drop for SqliteStore {
    /// Closes the file, and notes how it is left.
    fn drop(&mut self) {
        let (Some(path), Some(lock_file)) = (&self.path, &self.lock_file) else { return };
        if !self.is_as_left.load(Ordering::SeqCst) {
            return;
        }
        self.reader = None;
        if let Ok(closed) = Connection::open_in_memory() {
            *self.connection.get_mut().unwrap_or_else(PoisonError::into_inner) = closed;
            soundness::note(path, lock_file);
        }
    }
}

impl Store for SqliteStore {
    fn lock(&self, now: Timestamp) -> Result<Epoch> {
        if let Some(file) = &self.lock_file {
            take_lock(file)?;
            self.is_holder.store(true, Ordering::SeqCst);
        }
        let is_known =
            self.is_as_left.load(Ordering::SeqCst) && soundness::is_fresh(&self.connection(), now)?;
        if !is_known {
            self.check_integrity()?;
            self.is_as_left.store(true, Ordering::SeqCst);
        }
        self.write(move |transaction| {
            if !is_known {
                soundness::keep(transaction, now)?;
            }
            transaction
                .execute("INSERT INTO epoch (at) VALUES (?1)", [now.to_string()])
                .map_err(failure)?;
            Ok(Epoch(transaction.last_insert_rowid()))
        })
        .inspect(|_| seam::point(seam::LOCK_TAKEN))
    }

    fn commit(&self, epoch: Epoch, entries: Vec<Entry>) -> Result<Vec<Intent>> {
        self.write(move |transaction| write_entries(transaction, epoch, entries))
    }

    fn commit_later(&self, epoch: Epoch, entries: Vec<Entry>) {
        let result = self.enqueue(Box::new(move |transaction| {
            write_entries(transaction, epoch, entries).map(|_| ())
        }));
        self.later.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    }

    fn flush(&self) -> Result<()> {
        let later = std::mem::take(&mut *self.later.lock().unwrap_or_else(PoisonError::into_inner));
        self.commit_queue(); // what another worker puts aside now may not be committed yet
        later.iter().try_for_each(taken)
    }

    fn is_current(&self, epoch: Epoch) -> Result<bool> {
        Ok(self.read(newest_epoch)? == epoch)
    }

    fn note_automatic(&self, epoch: Epoch) -> Result<()> {
        self.write(move |transaction| skips::note_automatic(transaction, epoch.0))
    }

    fn automatic_since(&self, since: Timestamp) -> Result<Vec<(OrderId, Act, Money)>> {
        skips::automatic_since(&self.connection(), since)
    }

    fn hold_of(&self, order: OrderId) -> Result<Option<Hold>> {
        self.read(|connection| cases::hold(connection, order))
    }

    fn settings(&self) -> Result<Settings> {
        read_settings(&self.connection())
    }

    fn switch(
        &self,
        settings: &[Setting],
        on: bool,
        now: Timestamp,
        by: &str,
    ) -> Result<Vec<Setting>> {
        let (settings, by) = (settings.to_vec(), by.to_owned());
        self.write(move |transaction| {
            let before = read_settings(transaction)?;
            let changed: Vec<Setting> = settings
                .into_iter()
                .filter(|setting| before.since(*setting).is_some() != on)
                .collect();
            for setting in &changed {
                write_setting(transaction, *setting, on, now, &by)?;
            }
            let after = Settings { on: read_switches(transaction)?, activation: None };
            match (before.is_active(), after.is_active()) {
                (false, true) => activate(transaction, now)?,
                (true, false) => {
                    transaction
                        .execute(
                            "UPDATE activation SET ended_at = ?1 WHERE ended_at IS NULL",
                            [now.to_string()],
                        )
                        .map_err(failure)?;
                }
                _ => {}
            }
            Ok(changed)
        })
    }

    fn hold(&self, order: OrderId, hold: &Hold) -> Result<()> {
        let hold = hold.clone();
        self.write(move |transaction| {
            lift_holds(transaction, order, hold.at, &hold.by)?;
            transaction
                .execute(
                    "INSERT INTO hold (order_id, reason, by, at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![
                        order.0,
                        hold.reason,
                        hold.by,
                        hold.at.to_string(),
                        hold.until.map(|until| until.to_string())
                    ],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn remember_links(&self, sure: &[(OrderId, String, String)], now: Timestamp) -> Result<()> {
        let sure = sure.to_vec();
        self.write(move |transaction| ties::remember(transaction, &sure, now))
    }

    fn say_link(&self, word: &LinkWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| ties::say(transaction, &word))
    }

    fn said_link(&self, order: OrderId) -> Result<Option<LinkWord>> {
        ties::said(&self.connection(), order)
    }

    fn cases_after(&self, words: &[LinkWord], orders: &[OrderId]) -> Result<Vec<Case>> {
        let connection = self.connection();
        // Whatever is not committed is rolled back.
        let transaction = connection.unchecked_transaction().map_err(failure)?;
        words.iter().try_for_each(|word| ties::say(&transaction, word))?;
        let cases = orders.iter().map(|order| cases::one(&transaction, *order));
        cases.filter_map(Result::transpose).collect()
    }

    fn shop_order(&self, id: &str) -> Result<Option<ShopOrder>> {
        cases::shop_order(&self.connection(), id)
    }

    fn unclaimed_shop_orders(&self) -> Result<Vec<ShopOrder>> {
        leads::unclaimed(&self.connection())
    }

    fn decisions(&self, order: Option<OrderId>) -> Result<Vec<Decision>> {
        history::read(&self.connection(), order)
    }

    fn accept(&self, order: OrderId, word: &Acceptance) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| accepts::write(transaction, order, &word))
    }

    fn end_acceptance(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        let by = by.to_owned();
        self.write(move |transaction| accepts::end(transaction, order, now, &by))
    }

    fn acceptances(&self) -> Result<HashMap<OrderId, Acceptance>> {
        accepts::read(&self.connection())
    }

    fn together(&self, order: OrderId) -> Result<Vec<OrderId>> {
        Ok(ties::together(&self.connection(), order)?.into_iter().collect())
    }

    fn lift(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        let by = by.to_owned();
        self.write(move |transaction| {
            let held = cases::hold(transaction, order)?.is_some_and(|hold| hold.is_active(now));
            lift_holds(transaction, order, now, &by)?;
            Ok(held)
        })
    }

    fn watermark(&self, which: Watermark) -> Result<Option<Timestamp>> {
        let text: Option<String> = self
            .connection()
            .query_row("SELECT at FROM watermark WHERE name = ?1", [which.name()], |row| row.get(0))
            .optional()
            .map_err(failure)?;
        text.map(|text| cases::timestamp(&text)).transpose()
    }

    fn put_orders(&self, rows: &[OrderRow], now: Timestamp) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| {
            rows.iter().try_for_each(|row| write_order(transaction, row, now))
        })
    }

    fn put_gone(&self, order: OrderId, now: Timestamp) -> Result<()> {
        self.write(move |transaction| {
            transaction
                .execute(
                    "INSERT OR IGNORE INTO gone (order_id, at) VALUES (?1, ?2)",
                    params![order.0, now.to_string()],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn put_documents(&self, page: &DocumentPage, now: Timestamp) -> Result<()> {
        let page = page.clone();
        self.write(move |transaction| documents::put(transaction, &page, now))
    }

    fn note_paid(&self, invoices: &[DocumentId], begun: Timestamp) -> Result<()> {
        let invoices = invoices.to_vec();
        self.write(move |transaction| documents::note_paid(transaction, &invoices, begun))
    }

    fn strays(&self) -> Result<Vec<Stray>> {
        documents::strays(&self.connection())
    }

    fn stray_candidates(&self, number: &str) -> Result<Vec<OrderId>> {
        documents::candidates(&self.connection(), number)
    }

    fn place_stray(&self, note: DocumentId, shares: &[Document]) -> Result<()> {
        let shares = shares.to_vec();
        self.write(move |transaction| documents::place(transaction, note, &shares))
    }

    fn put_candidates(&self, candidates: &[(DocumentId, OrderId)]) -> Result<()> {
        let candidates = candidates.to_vec();
        self.write(move |transaction| documents::put_candidates(transaction, &candidates))
    }

    fn say_credit(&self, word: &CreditWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| documents::say_credit(transaction, &word))
    }

    fn say_paid(&self, word: &PaidWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| write_paid_word(transaction, &word))
    }

    fn put_shop_orders(&self, rows: &[ShopRow]) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| {
            rows.iter().try_for_each(|row| write_shop_order(transaction, &row.order))
        })
    }

    fn put_payment(&self, payment: &Payment) -> Result<()> {
        let payment = payment.clone();
        self.write(move |transaction| write_payment(transaction, &payment))
    }

    fn put_not_found(&self, not_found: &NotFound) -> Result<()> {
        let not_found = not_found.clone();
        self.write(move |transaction| write_not_found(transaction, &not_found))
    }

    fn put_hooks(&self, seen: &SeenHooks) -> Result<()> {
        let seen = seen.clone();
        self.write(move |transaction| write_hooks(transaction, &seen))
    }

    fn hooks(&self) -> Result<Option<SeenHooks>> {
        cases::hooks(&self.connection())
    }

    fn put_watermark(&self, which: Watermark, at: Timestamp) -> Result<()> {
        self.write(move |transaction| {
            transaction
                .execute(
                    "INSERT INTO watermark (name, at) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                    [which.name(), &at.to_string()],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn order_of_item(&self, item: i64) -> Result<Option<OrderId>> {
        self.connection()
            // A line of an order that is not there is damage; who asks looks at Uni then.
            .prepare_cached(
                "SELECT item.order_id FROM order_item item
                 JOIN uni_order ON uni_order.id = item.order_id WHERE item.id = ?1",
            )
            .and_then(|mut query| query.query_row([item], |row| row.get(0).map(OrderId)).optional())
            .map_err(failure)
    }

    fn orders_of_document(&self, document: DocumentId) -> Result<Vec<OrderId>> {
        cases::orders_of_document(&self.connection(), document)
    }

    fn cases(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        cases::all(&self.connection(), each)
    }

    fn cases_of(&self, orders: &[OrderId], each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        cases::some(&self.connection(), orders, each)
    }

    fn case(&self, order: OrderId) -> Result<Option<Case>> {
        cases::one(&self.connection(), order)
    }

    fn find_orders(&self, number: &str, in_shop: bool) -> Result<Vec<OrderId>> {
        names::numbered(&self.connection(), number, in_shop)
    }

    fn shop_orders_numbered(&self, number: &str) -> Result<Vec<String>> {
        leads::shop_orders(&self.connection(), "number", number)
    }

    fn orders_of_payment(&self, reference: &str) -> Result<Vec<OrderId>> {
        names::of_payment(&self.connection(), reference)
    }

    fn orders_of_invoice(&self, number: &str) -> Result<Vec<OrderId>> {
        names::of_invoice(&self.connection(), number)
    }

    fn order_numbers(&self) -> Result<Vec<String>> {
        let connection = self.connection();
        let mut query = connection
            .prepare("SELECT number FROM uni_order WHERE shop_reference IS NOT NULL ORDER BY id")
            .map_err(failure)?;
        let numbers = query.query_map([], |row| row.get(0)).map_err(failure)?;
        numbers.collect::<rusqlite::Result<_>>().map_err(failure)
    }
}
