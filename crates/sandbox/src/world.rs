//! The world's state: one SQLite file that several processes may serve at once.
//!
//! Every request and every act of a person is one [`Turn`], an immediate transaction on the file.
//! Nothing of the state may be kept in memory between two turns, and a turn that fails leaves no trace.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};

/// The outside world: Uni, the shop and the provider, with one clock.
pub struct World {
    db: Connection,
    clock: Arc<Clock>,
}

/// What can stop a turn.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file could not be read or written.
    Database(rusqlite::Error),
    /// A person asked for something that cannot be.
    Told(Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Stop {
        Stop::Database(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Told(error)
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Error {
        match stop {
            Stop::Told(error) => error,
            Stop::Database(error) => {
                Error::failed("sandbox-file", format!("the sandbox's file cannot be used: {error}"))
                    .caused_by(error)
                    .hint("Start over with `uniac sandbox reset`")
            }
        }
    }
}

/// The result of a part of a turn.
pub(super) type Outcome<T> = std::result::Result<T, Stop>;

/// The version of `schema.sql`; a file with another one is refused.
const SCHEMA_VERSION: i64 = 5;

/// How long a turn waits for another process's turn.
const BUSY_WAIT_MS: i32 = 10_000;

impl World {
    /// Makes a new world in a file, in place of what the file holds, and fills it.
    ///
    /// It is one transaction: when it fails the old world is still there, and a process that
    /// serves the file goes on with the new one.
    pub(super) fn reset(
        path: &Path,
        clock: Arc<Clock>,
        fill: impl FnOnce(&Turn) -> Outcome<()>,
    ) -> Result<World> {
        let db = match World::connect(path) {
            Ok(db) => db,
            Err(_) if path.is_file() => {
                // The file is not a database, so there is no world to keep.
                std::fs::remove_file(path).map_err(|error| {
                    Error::failed(
                        "sandbox-file",
                        format!("cannot replace {}: {error}", path.display()),
                    )
                })?;
                World::connect(path)?
            }
            Err(error) => return Err(error.into()),
        };
        let mut world = World { db, clock };
        world.turn(|turn| {
            let tables = turn.all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                (),
                |row| row.get::<_, String>(0),
            )?;
            for table in tables {
                turn.db.execute_batch(&format!("DROP TABLE \"{}\"", table.replace('"', "\"\"")))?;
            }
            turn.db.execute_batch(include_str!("schema.sql"))?;
            turn.db.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            fill(turn)
        })?;
        Ok(world)
    }

    /// Creates an empty world that lives as long as the value, for simulations and tests.
    ///
    /// # Errors
    /// When SQLite cannot allocate it.
    pub fn in_memory(clock: Arc<Clock>) -> Result<World> {
        World::reset(Path::new(":memory:"), clock, |_| Ok(()))
    }

    /// Opens the world in an existing file.
    ///
    /// # Errors
    /// When the file is missing, unreadable or of another version.
    pub fn open(path: &Path, clock: Arc<Clock>) -> Result<World> {
        if !path.is_file() {
            return Err(Error::failed(
                "sandbox-missing",
                format!("there is no sandbox in {}", path.display()),
            )
            .hint("Create one with `uniac sandbox reset`"));
        }
        let db = World::connect(path)?;
        let version: i64 =
            db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(Stop::from)?;
        if version != SCHEMA_VERSION {
            return Err(Error::failed(
                "sandbox-version",
                format!("the sandbox in {} was made by another version", path.display()),
            )
            .hint("Start over with `uniac sandbox reset`"));
        }
        Ok(World { db, clock })
    }

    /// Opens the file and sets the connection up. The file survives the end of any process, which
    /// is what the sandbox promises; that it survives a power cut is given up for speed.
    fn connect(path: &Path) -> std::result::Result<Connection, Stop> {
        let mut db = Connection::open(path)?;
        db.busy_handler(Some(|attempt| {
            std::thread::sleep(Duration::from_millis(1));
            attempt < BUSY_WAIT_MS
        }))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "OFF")?;
        // 32 MiB, so that the seed's one large turn need not go through the file page by page.
        db.pragma_update(None, "cache_size", -32_768)?;
        // Without this SQLite plans some statements anew for every value they are given.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.set_prepared_statement_cache_capacity(128);
        Ok(db)
    }

    /// Runs one turn; its writes become visible all at once, or not at all when it fails.
    pub(super) fn turn<T>(&mut self, act: impl FnOnce(&Turn) -> Outcome<T>) -> Result<T> {
        let now = self.clock.now().as_millisecond();
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Stop::from)?;
        let result = act(&Turn { db: &transaction, now, lag_ms: 0 })?;
        transaction.commit().map_err(Stop::from)?;
        Ok(result)
    }

    /// Returns the present moment as an answer's `Date` (RFC 9110, section 5.6.7).
    pub(super) fn date(&self) -> String {
        self.clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Returns how the world behaves in one respect.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn get(&mut self, setting: Setting) -> Result<String> {
        self.turn(|turn| Ok(turn.setting(setting)?))
    }

    /// Changes how the world behaves; see [`Setting`].
    ///
    /// # Errors
    /// When the value is not one of the setting's.
    pub fn set(&mut self, setting: Setting, value: &str) -> Result<()> {
        if !setting.values().contains(&value) {
            return Err(Error::usage(
                "unknown-setting",
                format!("{} takes {}, not {value}", setting.name(), setting.values().join(", ")),
            ));
        }
        self.turn(|turn| {
            turn.run("INSERT OR REPLACE INTO setting VALUES (?1, ?2)", (setting.name(), value))?;
            Ok(())
        })
    }
}

/// A switch of the world's behaviour, for tests of what a provider or shop may be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// `on` (default) or `off`: the provider's limits per reference and minute.
    RateLimits,
    /// `replay` (default), `refuse` or `ignore`: what the provider makes of a key it has seen.
    Idempotency,
    /// `on` (default) or `off`: whether the provider tells a payment's events.
    Events,
    /// What the shop's payment plug-ins do when an order's status changes: `none` (default; Vipps' is then
    /// one that nobody knows), `as-shipped`, what they do with their usual settings, or
    /// `on-completed`, all that they can do.
    GatewayProfile,
    /// `completed` (default) or `pending`: whether Nexi pays back at once, or when the merchant's
    /// balance allows it.
    Refunds,
    /// `accepted` (default), `pending` or `rejected`: what Klarna's check makes of the purchases of
    /// which nothing is captured.
    FraudReview,
    /// `traced` (default) or `untraced`: whether Uni copies a line's `OrderItemId` to its credit line,
    /// which is not known (reference, "Credit notes").
    CreditLines,
    /// `numbered` (default) or `unnumbered`: whether an invoice that is opened again keeps its number,
    /// which is not known.
    Reopened,
    /// `line` (default) or `payment`: whether a gift card is a negative line of the shop's order, so that
    /// its total is what is left to pay, or a payment of the whole total. Which plug-in does which is
    /// not known.
    GiftCards,
    /// `listed` (default) or `hidden`: whether the shop's lists show orders of a status that is not WooCommerce's own. They do
    /// while the plug-in of the status is on, and not once it is off.
    OwnStatuses,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Setting; 10] = [
        Setting::RateLimits,
        Setting::Idempotency,
        Setting::Events,
        Setting::GatewayProfile,
        Setting::Refunds,
        Setting::FraudReview,
        Setting::CreditLines,
        Setting::Reopened,
        Setting::GiftCards,
        Setting::OwnStatuses,
    ];

    /// Returns the name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Setting::RateLimits => "rate_limits",
            Setting::Idempotency => "idempotency",
            Setting::Events => "events",
            Setting::GatewayProfile => "gateway_profile",
            Setting::Refunds => "refunds",
            Setting::FraudReview => "fraud_review",
            Setting::CreditLines => "credit_lines",
            Setting::Reopened => "reopened",
            Setting::GiftCards => "gift_cards",
            Setting::OwnStatuses => "own_statuses",
        }
    }

    /// Returns the values it can take, the default first.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Setting::RateLimits | Setting::Events => &["on", "off"],
            Setting::Idempotency => &["replay", "refuse", "ignore"],
            Setting::GatewayProfile => &["none", "as-shipped", "on-completed"],
            Setting::Refunds => &["completed", "pending"],
            Setting::FraudReview => &["accepted", "pending", "rejected"],
            Setting::CreditLines => &["traced", "untraced"],
            Setting::Reopened => &["numbered", "unnumbered"],
            Setting::GiftCards => &["line", "payment"],
            Setting::OwnStatuses => &["listed", "hidden"],
        }
    }
}

/// One open transaction and the moment at which it happens.
pub(super) struct Turn<'a> {
    /// The transaction.
    pub db: &'a Connection,
    /// Milliseconds since 1970.
    pub now: i64,
    /// For how long reads do not show what this turn writes; 0 outside the fault `lagging-read`.
    pub lag_ms: i64,
}

impl<'a> Turn<'a> {
    /// Returns the same transaction at another moment, for the seed.
    pub fn at(&self, now: i64) -> Turn<'a> {
        Turn { db: self.db, now, lag_ms: 0 }
    }

    /// Returns the same transaction with lagging reads.
    pub fn lagging(&self, lag_ms: i64) -> Turn<'a> {
        Turn { db: self.db, now: self.now, lag_ms }
    }

    /// Returns from when on reads show what this turn writes.
    pub fn visible_at(&self) -> i64 {
        if self.lag_ms == 0 { 0 } else { self.now + self.lag_ms }
    }

    /// Returns today's date in UTC, `2026-01-31`.
    pub fn today(&self) -> String {
        date(self.now)
    }

    /// Runs one statement and returns how many rows it changed.
    pub fn run(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<usize> {
        self.db.prepare_cached(sql)?.execute(values)
    }

    /// Returns the first column of the only row.
    pub fn one<T: FromSql>(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<T> {
        self.db.prepare_cached(sql)?.query_row(values, |row| row.get(0))
    }

    /// Returns the first row, if there is one.
    pub fn first<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnOnce(&rusqlite::Row) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.db.prepare_cached(sql)?.query_row(values, read).optional()
    }

    /// Returns all rows.
    pub fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.db.prepare_cached(sql)?.query_map(values, read)?.collect()
    }

    /// Returns a setting's value.
    pub fn setting(&self, setting: Setting) -> rusqlite::Result<String> {
        let first = setting.values().first().copied();
        let sql = "SELECT coalesce((SELECT value FROM setting WHERE name = ?1), ?2)";
        self.one(sql, (setting.name(), first))
    }

    /// Returns the next number of a sequence.
    pub fn next(&self, sequence: &str) -> rusqlite::Result<i64> {
        self.one("UPDATE sequence SET last = last + 1 WHERE name = ?1 RETURNING last", [sequence])
    }

    /// Returns a number that looks random and is the same in every world made the same way.
    pub fn chance(&self) -> rusqlite::Result<u64> {
        Ok(super::chance::mix(self.next("chance")?.cast_unsigned()))
    }
}

/// Returns the time stamp of milliseconds since 1970.
pub(super) fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Returns the UTC date of milliseconds since 1970, `2026-01-31`.
pub(super) fn date(ms: i64) -> String {
    jiff::tz::TimeZone::UTC.to_datetime(moment(ms)).date().to_string()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Returns a clock that starts at noon of a winter day.
    pub fn clock() -> Arc<Clock> {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        Arc::new(Clock::starting_at(now, jiff::tz::TimeZone::UTC))
    }

    /// Returns an empty world in memory.
    pub fn world() -> World {
        World::in_memory(clock()).unwrap()
    }

    impl World {
        /// Lets days pass.
        pub fn pass_days(&mut self, days: i64) {
            self.pass_ms(days * 86_400_000);
        }

        /// Lets milliseconds pass.
        pub fn pass_ms(&mut self, ms: i64) {
            let now = moment(self.clock.now().as_millisecond() + ms);
            self.clock = Arc::new(Clock::starting_at(now, jiff::tz::TimeZone::UTC));
        }
    }

    #[test]
    fn a_turn_that_fails_leaves_no_trace() {
        let mut world = world();
        let failed = world.turn(|turn| -> Outcome<()> {
            turn.next("order")?;
            Err(Error::usage("no", "no").into())
        });
        assert_eq!(failed.unwrap_err().code, "no");
        assert_eq!(world.turn(|turn| Ok(turn.next("order")?)).unwrap(), 100_001);
    }

    #[test]
    fn a_missing_or_foreign_file_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sandbox.db");
        assert_eq!(World::open(&path, clock()).err().unwrap().code, "sandbox-missing");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        assert_eq!(World::open(&path, clock()).err().unwrap().code, "sandbox-version");
    }

    #[test]
    fn a_reset_replaces_the_world_or_leaves_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sandbox.db");
        std::fs::write(&path, "no database at all, but a text that is long enough").unwrap();
        let mut old = World::reset(&path, clock(), |_| Ok(())).unwrap();
        assert_eq!(old.turn(|turn| Ok(turn.next("order")?)).unwrap(), 100_001);
        let failed = World::reset(&path, clock(), |_| Err(Error::usage("no", "no").into()));
        assert_eq!(failed.err().unwrap().code, "no");
        assert_eq!(old.turn(|turn| Ok(turn.next("order")?)).unwrap(), 100_002);
        World::reset(&path, clock(), |_| Ok(())).unwrap();
        assert_eq!(old.turn(|turn| Ok(turn.next("order")?)).unwrap(), 100_001);
    }

    #[test]
    fn two_worlds_on_one_file_see_each_other() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sandbox.db");
        let mut one = World::reset(&path, clock(), |_| Ok(())).unwrap();
        let mut other = World::open(&path, clock()).unwrap();
        one.set(Setting::Events, "off").unwrap();
        assert_eq!(other.turn(|turn| Ok(turn.setting(Setting::Events)?)).unwrap(), "off");
        assert_eq!(other.set(Setting::Events, "maybe").unwrap_err().code, "unknown-setting");
    }
}
