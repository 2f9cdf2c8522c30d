//! A connection to PostgreSQL that outlives the server's: one that is lost is made anew when the next transaction begins.
//!
//! Everything runs in a transaction that names its company, so that a pooler may give each transaction another connection.
//! A write whose commit was not answered is never taken for done or undone: it is looked up.
//!
//! A statement with a name is faster, and belongs to one session of the server. Behind a pooler another program may have
//! given the name to another statement; so names are used only in a session that still carries this connection's mark.

mod address;
mod dialect;
pub(in super::super) mod trust;
mod values;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use postgres::error::{DbError as ServerError, SqlState};
use postgres::types::{ToSql, Type};
use postgres::{Client, SimpleQueryMessage, SimpleQueryRow};
use uniac_system::stop::NEVER;

pub use address::Address;

use super::{DbError, DbResult, Value};

/// How long a server that was lost is looked for, and how long is waited before each time.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN: Duration = Duration::from_millis(250);

/// So many connections are kept for others that go to the same place.
const KEPT: usize = 32;

/// Connections that nobody uses.
static IDLE: Mutex<Vec<(String, Link)>> = Mutex::new(Vec::new());

/// The setting of a session by which a connection knows it again.
const MARK: &str = "uniac.link";

/// The schema of the views, and the setting that tells whose rows they show.
const SCHEMA: &str = "uniac";

/// A server's connection with the statements that were prepared on it.
struct Link {
    /// Goes first, so that the statements are not closed in a session that may be another's by then.
    client: Client,
    statements: HashMap<String, postgres::Statement>,
    /// What the server's session was told when the connection was made; `None` behind a pooler.
    mark: Option<String>,
    /// Whether the transaction that is open is in that session.
    is_own: bool,
}

/// A connection for one company.
pub struct Remote {
    /// Where the server is.
    pub address: Arc<Address>,
    company: Option<i64>,
    state: RefCell<State>,
}

struct State {
    /// How long the server is looked for. Who only begins is told at once that it is not there.
    patience: Duration,
    link: Option<Link>,
    within: Within,
}

/// What transaction is open.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Within {
    Nothing,
    /// One that only reads.
    Look,
    /// One that writes, with the text by which its commit is found.
    Work(String),
}

/// Returns whether the connection is gone, and with it what was not committed.
pub(super) fn is_lost(error: &postgres::Error) -> bool {
    match error.as_db_error().map(ServerError::code) {
        Some(code) => {
            code.code().starts_with("08")
                || code.code().starts_with("57P")
                || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
                || *code == SqlState::TOO_MANY_CONNECTIONS
        }
        None => {
            let source = std::error::Error::source(error);
            error.is_closed() || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
    }
}

impl Remote {
    /// Returns a connection that is made when it is first used.
    pub fn new(address: Arc<Address>, company: Option<i64>) -> Remote {
        let patience = company.map_or(Duration::ZERO, |_| PATIENCE);
        let state = State { patience, link: None, within: Within::Nothing };
        Remote { address, company, state: RefCell::new(state) }
    }

    /// From now on a server that is not there is looked for.
    pub fn be_patient(&self) {
        self.state.borrow_mut().patience = PATIENCE;
    }

    /// Does something with the server's connection outside of any transaction of the company, once more on a new connection
    /// when the one in hand was lost: so it must be of a kind that does no harm twice.
    pub fn apart<T>(
        &self,
        work: impl Fn(&mut Client) -> std::result::Result<T, postgres::Error>,
    ) -> DbResult<T> {
        let mut state = self.state.borrow_mut();
        state.with_link(&self.address, |link| work(&mut link.client))
    }

    /// Executes statements, each in the words of PostgreSQL.
    pub fn batch(&self, sql: &str) -> DbResult<()> {
        self.ensure()?;
        self.with(|link| link.client.batch_execute(sql))
    }

    /// Executes a statement.
    pub fn execute(&self, sql: &str, values: &[Value<'_>]) -> DbResult<usize> {
        self.ensure()?;
        let changed = self.with(|link| {
            if !link.is_own {
                return link.client.execute_typed(&dialect::translated(sql), &untyped(values));
            }
            let statement = link.statement(sql)?;
            link.client.execute(&statement, &bound(values))
        })?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Returns the rows of a statement.
    pub fn query(&self, sql: &str, values: &[Value<'_>]) -> DbResult<Vec<postgres::Row>> {
        self.ensure()?;
        self.with(|link| {
            if !link.is_own {
                return link.client.query_typed(&dialect::translated(sql), &untyped(values));
            }
            let statement = link.statement(sql)?;
            link.client.query(&statement, &bound(values))
        })
    }

    /// Begins a transaction in which no other writer of the company is.
    pub fn begin(&self) -> DbResult<()> {
        self.end_look();
        let company = self.company.unwrap_or_default();
        // A commit is believed when it is on the disk, of a synchronous standby too where there is one.
        let sql = format!(
            "BEGIN READ WRITE; {};
             SELECT set_config('synchronous_commit', CASE
                 WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on'
                 ELSE current_setting('synchronous_commit') END, true);
             SELECT gen_random_uuid()::text
                 FROM uniac_data.company WHERE id = {company} FOR UPDATE",
            settings(company)
        );
        let mut state = self.state.borrow_mut();
        let answers = state.with_link(&self.address, |link| link.begun(&sql, &self.address))?;
        // The last row is the one of the company.
        let row = answers.iter().rev().find_map(|answer| {
            if let SimpleQueryMessage::Row(row) = answer { Some(row) } else { None }
        });
        let mark = row.and_then(|row| row.get(0)).filter(|mark| mark.len() == 36);
        match mark {
            Some(mark) => {
                state.within = Within::Work(mark.to_owned());
                Ok(())
            }
            None => {
                // What is no transaction of the company's must not stay open.
                state.link = None;
                Err(DbError::NoRow)
            }
        }
    }

    /// Commits, and returns when it is durable. Where the server's answer is lost, it is looked up what became of it.
    pub fn commit(&self) -> DbResult<()> {
        let mark = match std::mem::replace(&mut self.state.borrow_mut().within, Within::Nothing) {
            Within::Work(mark) => mark,
            Within::Nothing | Within::Look => return Err(DbError::Lost),
        };
        let company = self.company.unwrap_or_default();
        let sql = format!(
            "INSERT INTO uniac_data.done (company, mark) VALUES ({company}, '{mark}'); COMMIT"
        );
        let mut state = self.state.borrow_mut();
        let Some(link) = state.link.as_mut() else { return Err(DbError::Lost) };
        match link.client.batch_execute(&sql) {
            Ok(()) => Ok(()),
            Err(error) if is_lost(&error) => {
                state.link = None;
                drop(state);
                self.look_up(company, &mark)
            }
            Err(error) => {
                if link.client.batch_execute("ROLLBACK").is_err() {
                    state.link = None;
                }
                Err(error.into())
            }
        }
    }

    /// Looks up whether a transaction was committed. Whoever has the company's row knows that it has ended.
    fn look_up(&self, company: i64, mark: &str) -> DbResult<()> {
        let sql = format!(
            "BEGIN; SELECT set_config('lock_timeout', '30s', true);
             SELECT 1 FROM uniac_data.company WHERE id = {company} FOR UPDATE;
             SELECT mark FROM uniac_data.done WHERE company = {company} AND mark = '{mark}';
             COMMIT"
        );
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let mut state = self.state.borrow_mut();
            match state.with_link(&self.address, |link| link.client.simple_query(&sql)) {
                Ok(answers) => {
                    let is_there = answers.iter().any(|answer| {
                        matches!(answer, SimpleQueryMessage::Row(row) if row.get(0) == Some(mark))
                    });
                    return if is_there { Ok(()) } else { Err(DbError::Lost) };
                }
                Err(DbError::Lost | DbError::Unreachable(_)) => {}
                // Somebody holds the row: it is asked again on a connection without a failed transaction.
                Err(_) => state.link = None,
            }
            drop(state);
            NEVER.sleep(BETWEEN);
        }
        Err(DbError::Unclear)
    }

    /// Takes back what was not committed.
    pub fn roll_back(&self) {
        let mut state = self.state.borrow_mut();
        state.within = Within::Nothing;
        if let Some(link) = state.link.as_mut()
            && link.client.batch_execute("ROLLBACK").is_err()
        {
            state.link = None;
        }
    }

    /// Ends a transaction that only read.
    pub fn end_look(&self) {
        if self.state.borrow().within == Within::Look {
            self.roll_back();
        }
    }

    /// Begins a transaction that only reads, unless one is open.
    fn ensure(&self) -> DbResult<()> {
        let mut state = self.state.borrow_mut();
        if state.within != Within::Nothing {
            return match state.link {
                Some(_) => Ok(()),
                None => Err(DbError::Lost),
            };
        }
        let company = self.company.unwrap_or_default();
        let sql = format!("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {}", settings(company));
        state.with_link(&self.address, |link| link.begun(&sql, &self.address))?;
        state.within = Within::Look;
        Ok(())
    }

    /// Does something within the transaction that is open.
    fn with<T>(
        &self,
        work: impl FnOnce(&mut Link) -> std::result::Result<T, postgres::Error>,
    ) -> DbResult<T> {
        let mut state = self.state.borrow_mut();
        let Some(link) = state.link.as_mut() else { return Err(DbError::Lost) };
        work(link).map_err(|error| {
            if is_mixed_up(&error) {
                // Nothing was done, and all is begun anew without names.
                self.address.is_pooled.store(true, Ordering::SeqCst);
                state.link = None;
                return DbError::Lost;
            }
            if is_lost(&error) {
                state.link = None;
            }
            error.into()
        })
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if state.within == Within::Nothing
            && let Some(link) = state.link.take().filter(|link| !link.client.is_closed())
        {
            let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push((self.address.key.clone(), link));
            }
        }
    }
}

impl State {
    /// Does something with the server's connection, which is made when there is none; once more when it was lost.
    fn with_link<T>(
        &mut self,
        address: &Address,
        work: impl Fn(&mut Link) -> std::result::Result<T, postgres::Error>,
    ) -> DbResult<T> {
        let begun = Instant::now();
        loop {
            let (link, is_new) = match self.link.take().or_else(|| idle(address)) {
                Some(link) => (Ok(link), false),
                None => {
                    let link = Link::new(address);
                    address.is_there(link.is_ok());
                    (link, true)
                }
            };
            let error = match link {
                Ok(mut link) => match work(&mut link) {
                    Ok(done) => {
                        self.link = Some(link);
                        return Ok(done);
                    }
                    Err(error) if is_lost(&error) => error,
                    Err(error) => {
                        // A transaction that did not begin well must not stay open.
                        if link.client.batch_execute("ROLLBACK").is_ok() {
                            self.link = Some(link);
                        }
                        return Err(error.into());
                    }
                },
                Err(error) if is_lost(&error) => error,
                Err(error) => return Err(DbError::Unreachable(error)),
            };
            // Who comes later does not begin to wait anew: all of a run end together.
            let gone = begun.elapsed().max(address.gone_for());
            if is_new && gone >= self.patience {
                return Err(DbError::Unreachable(error));
            }
            if is_new {
                NEVER.sleep(BETWEEN);
            }
        }
    }
}

impl Link {
    fn new(address: &Address) -> std::result::Result<Link, postgres::Error> {
        let mut client = address.connect()?;
        let mark = match address.is_pooled.load(Ordering::SeqCst) {
            true => None,
            false => {
                let sql = format!("SELECT set_config('{MARK}', gen_random_uuid()::text, false)");
                let answers = client.simple_query(&sql)?;
                first_row(&answers).and_then(|row| row.get(0)).map(str::to_owned)
            }
        };
        Ok(Link { client, statements: HashMap::new(), mark, is_own: false })
    }

    /// Begins a transaction with statements of which [`settings`] are the first that answer, and sees in whose session it is.
    fn begun(
        &mut self,
        sql: &str,
        address: &Address,
    ) -> std::result::Result<Vec<SimpleQueryMessage>, postgres::Error> {
        let answers = self.client.simple_query(sql)?;
        let found = first_row(&answers).and_then(|row| row.get(row.len() - 1));
        let is_marked = self.mark.is_some() && found == self.mark.as_deref();
        if self.mark.is_some() && !is_marked {
            address.is_pooled.store(true, Ordering::SeqCst);
        }
        self.is_own = is_marked && !address.is_pooled.load(Ordering::SeqCst);
        Ok(answers)
    }

    fn statement(
        &mut self,
        sql: &str,
    ) -> std::result::Result<postgres::Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&dialect::translated(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Takes a connection that nobody uses.
fn idle(address: &Address) -> Option<Link> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    let at = idle.iter().position(|(key, _)| *key == address.key)?;
    Some(idle.swap_remove(at).1)
}

/// What each transaction sets: whose rows it sees, and how long it may wait and last. The last column is the session's mark.
fn settings(company: i64) -> String {
    format!(
        "SELECT set_config('search_path', '{SCHEMA}', true),
             set_config('uniac.company', '{company}', true),
             set_config('statement_timeout', '120s', true), set_config('lock_timeout', '30s', true),
             set_config('idle_in_transaction_session_timeout', '60s', true),
             current_setting('{MARK}', true)"
    )
}

fn first_row(answers: &[SimpleQueryMessage]) -> Option<&SimpleQueryRow> {
    answers
        .iter()
        .find_map(|answer| if let SimpleQueryMessage::Row(row) = answer { Some(row) } else { None })
}

/// Returns whether a name was another statement's, or is not known any more.
fn is_mixed_up(error: &postgres::Error) -> bool {
    let codes = [SqlState::DUPLICATE_PSTATEMENT, SqlState::INVALID_SQL_STATEMENT_NAME];
    error.code().is_some_and(|code| codes.contains(code))
}

/// Returns the values as the server takes them when it finds out their types by itself.
fn untyped<'a>(values: &'a [Value<'a>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    values.iter().map(|value| (value as &(dyn ToSql + Sync), Type::UNKNOWN)).collect()
}

fn bound<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Tells an error without what rows hold: PostgreSQL's own texts may repeat it.
pub(super) fn told(error: &postgres::Error, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    match error.as_db_error() {
        Some(told) => {
            write!(f, "PostgreSQL {}", told.code().code())?;
            for (what, name) in [("table", told.table()), ("constraint", told.constraint())] {
                if let Some(name) = name {
                    write!(f, ", {what} {name}")?;
                }
            }
            Ok(())
        }
        None => {
            error.fmt(f)?;
            // Why a connection was not made stands in no row.
            let cause = std::error::Error::source(error);
            match cause.and_then(|cause| cause.downcast_ref::<std::io::Error>()) {
                Some(cause) => write!(f, ": {cause}"),
                None => Ok(()),
            }
        }
    }
}
