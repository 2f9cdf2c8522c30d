//! A connection to PostgreSQL that outlives the server's: one that is lost is made anew when the next transaction begins.
//!
//! Everything runs in a transaction that names its company, so that a pooler may give each transaction another connection.
//! A write whose commit was not answered is never taken for done or undone: it is looked up.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use postgres::types::{ToSql, Type};
use postgres::{Client, SimpleQueryMessage};
use uniac_system::stop::NEVER;

use super::address::Address;
use super::dialect;
use super::error::{is_lost, is_mixed_up};
use super::link::{Link, idle, keep, settings};
use crate::db::error::{DbError, DbResult};
use crate::db::value::Value;

/// How long a server that was lost is looked for, and how long is waited before each time.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN: Duration = Duration::from_millis(250);

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
        let error = match work(link) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        if is_mixed_up(&error) {
            // Nothing was done, and all is begun anew without names.
            self.address.is_pooled.store(true, Ordering::SeqCst);
            state.link = None;
            return Err(DbError::Lost);
        }
        if is_lost(&error) {
            state.link = None;
        }
        Err(error.into())
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if state.within == Within::Nothing
            && let Some(link) = state.link.take().filter(|link| !link.client.is_closed())
        {
            keep(&self.address, link);
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

/// Returns the values as the server takes them when it finds out their types by itself.
fn untyped<'a>(values: &'a [Value<'a>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    values.iter().map(|value| (value as &(dyn ToSql + Sync), Type::UNKNOWN)).collect()
}

fn bound<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
