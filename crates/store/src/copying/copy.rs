//! Copies a store to another place, and verifies the copy there row by row.
//!
//! Until all is there and the same, the new place is of no use to a run; from
//! then on the old one is of none: two journals for one company would each know half.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::table::{DERIVED, Line, OWN, Table, last_key, read, tables};
use crate::assessments::touched;
use crate::database::store::DbStore;
use crate::database::whole::{COPYING, MOVED, forget, note, noted};
use crate::db::{Connection, failure};

/// The name of a store's own mark.
const ID: &str = "store-id";

/// Copies a company's store, or goes on where a copy broke off. Returns how many rows of which table are the same in both.
///
/// # Errors
/// `locked` while a run is at work, `store-not-empty` when the other holds something else, or that one of them fails.
pub fn copy(
    from: &DbStore,
    to: &DbStore,
    place: &str,
    now: Timestamp,
) -> Result<BTreeMap<String, usize>> {
    from.take_right(now)?;
    to.take_right(now)?;
    let tables = tables()?;
    let id = own_id(from)?;
    begin(to, &tables, &id)?;
    for table in &tables {
        let mut after = to.look(|connection| last_key(connection, table))?;
        loop {
            let page = from.look(|connection| read(connection, table, after.as_deref()))?;
            let Some(last) = page.last() else { break };
            after = Some(last[..table.key].to_vec());
            let insert = table.insert();
            to.write(move |transaction| insert_all(transaction, &insert, &page))?;
        }
    }
    let mut same = BTreeMap::new();
    for table in &tables {
        same.insert(table.name.clone(), verified(from, to, table)?);
    }
    let moved = place.to_owned();
    from.write(move |transaction| note(transaction, MOVED, &moved))?;
    to.write(|transaction| {
        touched::mark_all(transaction)?;
        forget(transaction, COPYING)
    })?;
    Ok(same)
}

/// Returns the mark of a store, made when it is first asked for.
fn own_id(store: &DbStore) -> Result<String> {
    store.write(|transaction| {
        if let Some(id) = noted(transaction, ID)? {
            return Ok(id);
        }
        let id = transaction.random_hex().map_err(failure)?;
        note(transaction, ID, &id)?;
        Ok(id)
    })
}

/// Makes a store ready to become a copy: an empty one, one that is half of the same copy, or one that was itself copied.
fn begin(to: &DbStore, tables: &[Table], id: &str) -> Result<()> {
    let (id, names) = (id.to_owned(), tables.iter().map(|t| t.name.clone()).collect::<Vec<_>>());
    to.write(move |transaction| {
        match noted(transaction, COPYING)? {
            Some(of) if of == id => return Ok(()),
            Some(_) => return Err(not_empty()),
            None => {}
        }
        clear(transaction, &names)?;
        forget(transaction, MOVED)?;
        note(transaction, COPYING, &id)
    })
}

/// Empties the tables of a store that was itself copied; another that holds something is refused.
fn clear(transaction: &Connection, tables: &[String]) -> Result<()> {
    let was_moved = noted(transaction, MOVED)?.is_some();
    for name in tables.iter().rev() {
        let own = if name == "meta" { format!(" WHERE name NOT IN {OWN}") } else { String::new() };
        let found: i64 = transaction
            .query_row(&format!("SELECT count(*) FROM {name}{own}"), [], |row| row.get(0))
            .map_err(failure)?;
        if found > 0 && !was_moved {
            return Err(not_empty());
        }
        transaction.execute(&format!("DELETE FROM {name}{own}"), []).map_err(failure)?;
    }
    for name in DERIVED {
        transaction.execute(&format!("DELETE FROM {name}"), []).map_err(failure)?;
    }
    Ok(())
}

fn insert_all(transaction: &Connection, insert: &str, page: &[Line]) -> Result<()> {
    let mut insert = transaction.prepare_cached(insert).map_err(failure)?;
    for line in page {
        insert.execute(line.clone()).map_err(failure)?;
    }
    Ok(())
}

fn not_empty() -> Error {
    Error::usage("store-not-empty", t!("store-not-empty")).hint(t!("store-not-empty-hint"))
}

/// Compares a table in both stores, row by row; returns how many rows it has.
fn verified(from: &DbStore, to: &DbStore, table: &Table) -> Result<usize> {
    let (mut after, mut count): (Option<Line>, usize) = (None, 0);
    loop {
        let ours = from.look(|connection| read(connection, table, after.as_deref()))?;
        let theirs = to.look(|connection| read(connection, table, after.as_deref()))?;
        if ours != theirs {
            return Err(Error::failed(
                "store-failed",
                t!("store-copy-differs", table = &table.name),
            )
            .hint(t!("store-copy-differs-hint")));
        }
        count += ours.len();
        match ours.last() {
            Some(last) => after = Some(last[..table.key].to_vec()),
            None => return Ok(count),
        }
    }
}
