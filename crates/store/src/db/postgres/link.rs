//! A server's connection in hand, with the statements that were prepared on it, and those that wait for others.
//!
//! A statement with a name is faster, and belongs to one session of the server. Behind a pooler another program may have
//! given the name to another statement; so names are used only in a session that still carries this connection's mark.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use postgres::{Client, SimpleQueryMessage, SimpleQueryRow};

use super::address::Address;
use super::dialect;

/// So many connections are kept for others that go to the same place.
const KEPT: usize = 32;

/// Connections that nobody uses.
static IDLE: Mutex<Vec<(String, Link)>> = Mutex::new(Vec::new());

/// The setting of a session by which a connection knows it again.
const MARK: &str = "uniac.link";

/// The schema of the views, and the setting that tells whose rows they show.
const SCHEMA: &str = "uniac";

/// A server's connection with the statements that were prepared on it.
pub(super) struct Link {
    /// Goes first, so that the statements are not closed in a session that may be another's by then.
    pub client: Client,
    statements: HashMap<String, postgres::Statement>,
    /// What the server's session was told when the connection was made; `None` behind a pooler.
    mark: Option<String>,
    /// Whether the transaction that is open is in that session.
    pub is_own: bool,
}

impl Link {
    pub fn new(address: &Address) -> std::result::Result<Link, postgres::Error> {
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
    pub fn begun(
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

    pub fn statement(
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
pub(super) fn idle(address: &Address) -> Option<Link> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    let at = idle.iter().position(|(key, _)| *key == address.key)?;
    Some(idle.swap_remove(at).1)
}

/// Keeps a connection that nobody uses any more for others that go to the same place.
pub(crate) fn keep(address: &Address, link: Link) {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if idle.len() < KEPT {
        idle.push((address.key.clone(), link));
    }
}

/// What each transaction sets: whose rows it sees, and how long it may wait and last. The last column is the session's mark.
///
/// A statement is planned once in a session, and then most tables of a new company are empty: a table is read whole only where
/// nothing else is possible, or what was quick with ten rows takes the longer the more are written.
pub(super) fn settings(company: i64) -> String {
    format!(
        "SELECT set_config('search_path', '{SCHEMA}', true),
             set_config('uniac.company', '{company}', true),
             set_config('statement_timeout', '120s', true), set_config('lock_timeout', '30s', true),
             set_config('idle_in_transaction_session_timeout', '60s', true),
             set_config('enable_seqscan', 'off', true),
             current_setting('{MARK}', true)"
    )
}

fn first_row(answers: &[SimpleQueryMessage]) -> Option<&SimpleQueryRow> {
    answers
        .iter()
        .find_map(|answer| if let SimpleQueryMessage::Row(row) = answer { Some(row) } else { None })
}
