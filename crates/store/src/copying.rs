//! A company's store brought to another place, and verified there row by row.
//!
//! What is derived is not copied but made anew. Until all is there and the same, the new place is of no use to a run; from
//! then on the old one is of none: two journals for one company would each know half.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::database::DbStore;
use super::db::{Cell, Connection, OptionalExtension, Value, failure, params};
use crate::assessments::touched;

/// So many rows are read and written at once.
const PAGE: i64 = 1000;

/// What is made of the other tables.
const DERIVED: [&str; 7] = [
    "assessment",
    "assessment_step",
    "assessment_with",
    "assessment_count",
    "touched",
    "touched_customer",
    "collective",
];

/// The name under which a store says that it is not whole yet, and whose copy it will be.
const COPYING: &str = "copying";

/// The name under which a store says that another has taken its place.
const MOVED: &str = "moved-to";

/// The name of a store's own mark.
const ID: &str = "store-id";

/// What of `meta` is each store's own.
const OWN: &str = "('company', 'checked-at', 'assessed-by', 'copying', 'moved-to')";

/// A table with its columns, those of its key first.
struct Table {
    name: String,
    columns: Vec<String>,
    key: usize,
}

type Line = Vec<Value<'static>>;

/// Refuses a store that is half of a copy, or that another has taken the place of.
pub(super) fn check_whole(connection: &Connection) -> Result<()> {
    if noted(connection, COPYING)?.is_some() {
        return Err(Error::failed("store-failed", t!("store-half-copied"))
            .hint(t!("store-half-copied-hint")));
    }
    match noted(connection, MOVED)? {
        Some(place) => Err(Error::failed("store-failed", t!("store-moved", place = place))
            .hint(t!("store-moved-hint"))),
        None => Ok(()),
    }
}

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
            to.write(move |transaction| {
                let mut insert = transaction.prepare_cached(&insert).map_err(failure)?;
                page.iter()
                    .try_for_each(|line| insert.execute(line.clone()).map(|_| ()).map_err(failure))
            })?;
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
        let was_moved = noted(transaction, MOVED)?.is_some();
        for name in names.iter().rev() {
            let own =
                if name == "meta" { format!(" WHERE name NOT IN {OWN}") } else { String::new() };
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
        forget(transaction, MOVED)?;
        note(transaction, COPYING, &id)
    })
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

/// Returns the next rows of a table by its key.
fn read(
    connection: &Connection,
    table: &Table,
    after: Option<&[Value<'static>]>,
) -> Result<Vec<Line>> {
    let mut values = after.map(<[_]>::to_vec).unwrap_or_default();
    let mut conditions = Vec::new();
    if after.is_some() {
        let bound: Vec<String> = (1..=table.key).map(|index| format!("?{index}")).collect();
        conditions.push(format!("({}) > ({})", table.key_columns(), bound.join(", ")));
    }
    if table.name == "meta" {
        conditions.push(format!("name NOT IN {OWN}"));
    }
    let narrowed = match conditions.is_empty() {
        true => String::new(),
        false => format!("WHERE {}", conditions.join(" AND ")),
    };
    values.push(Value::Integer(PAGE));
    let query = format!(
        "SELECT {} FROM {} {narrowed} ORDER BY {} LIMIT ?{}",
        table.columns.join(", "),
        table.name,
        table.key_columns(),
        values.len()
    );
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query(values).map_err(failure)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let cell = |place| -> Result<Value<'static>> {
            Ok(match row.cell(place).map_err(failure)? {
                Cell::Null => Value::Null,
                Cell::Integer(number) => Value::Integer(number),
                Cell::Text(text) => Value::text(text),
            })
        };
        lines.push((0..table.columns.len()).map(cell).collect::<Result<Line>>()?);
    }
    Ok(lines)
}

/// Returns the key of the last row that a table has already.
fn last_key(connection: &Connection, table: &Table) -> Result<Option<Line>> {
    if table.name == "meta" {
        return Ok(None);
    }
    let order: Vec<String> =
        table.columns[..table.key].iter().map(|c| format!("{c} DESC")).collect();
    let query = format!(
        "SELECT {} FROM {} ORDER BY {} LIMIT 1",
        table.key_columns(),
        table.name,
        order.join(", ")
    );
    connection
        .query_row(&query, [], |row| {
            (0..table.key)
                .map(|place| {
                    Ok(match row.cell(place)? {
                        Cell::Null => Value::Null,
                        Cell::Integer(number) => Value::Integer(number),
                        Cell::Text(text) => Value::text(text),
                    })
                })
                .collect()
        })
        .optional()
        .map_err(failure)
}

impl Table {
    fn key_columns(&self) -> String {
        self.columns[..self.key].join(", ")
    }

    fn insert(&self) -> String {
        let bound: Vec<String> =
            (1..=self.columns.len()).map(|index| format!("?{index}")).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING",
            self.name,
            self.columns.join(", "),
            bound.join(", ")
        )
    }
}

/// Returns the tables that are truth or facts, in the order in which they refer to each other.
fn tables() -> Result<Vec<Table>> {
    let model = DbStore::in_memory("model")?;
    let connection = model.connection();
    let mut query = connection
        .prepare_cached(
            "SELECT t.name, c.name, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' ORDER BY t.rowid, c.pk = 0, c.pk, c.cid",
        )
        .map_err(failure)?;
    let mut rows = query.query([]).map_err(failure)?;
    let mut tables: Vec<Table> = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let (name, column): (String, String) =
            (row.get(0).map_err(failure)?, row.get(1).map_err(failure)?);
        let is_key = row.get::<_, i64>(2).map_err(failure)? > 0;
        if DERIVED.contains(&name.as_str()) {
            continue;
        }
        if tables.last().is_none_or(|table| table.name != name) {
            tables.push(Table { name, columns: Vec::new(), key: 0 });
        }
        if let Some(table) = tables.last_mut() {
            table.columns.push(column);
            table.key += usize::from(is_key);
        }
    }
    Ok(tables)
}

fn noted(connection: &Connection, name: &str) -> Result<Option<String>> {
    connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
        .optional()
        .map_err(failure)
}

fn note(transaction: &Connection, name: &str, value: &str) -> Result<()> {
    let keep = "INSERT INTO meta (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    transaction.execute(keep, params![name, value]).map(|_| ()).map_err(failure)
}

fn forget(transaction: &Connection, name: &str) -> Result<()> {
    let forget = "DELETE FROM meta WHERE name = ?1";
    transaction.execute(forget, [name]).map(|_| ()).map_err(failure)
}
