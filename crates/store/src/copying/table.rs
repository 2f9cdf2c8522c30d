//! The tables that are copied, and their rows by their keys. What is derived is not copied but made anew.

use uniac_system::error::Result;

use crate::database::store::DbStore;
use crate::db::{Cell, Connection, DbResult, OptionalExtension, Row, Value, failure};

/// So many rows are read and written at once.
const PAGE: i64 = 1000;

/// What is made of the other tables.
pub(super) const DERIVED: [&str; 7] = [
    "assessment",
    "assessment_step",
    "assessment_with",
    "assessment_count",
    "touched",
    "touched_customer",
    "collective",
];

/// What of `meta` is each store's own.
pub(super) const OWN: &str = "('company', 'checked-at', 'assessed-by', 'copying', 'moved-to')";

/// A table with its columns, those of its key first.
pub(super) struct Table {
    pub name: String,
    columns: Vec<String>,
    pub key: usize,
}

/// A row of a table.
pub(super) type Line = Vec<Value<'static>>;

impl Table {
    fn key_columns(&self) -> String {
        self.columns[..self.key].join(", ")
    }

    pub fn insert(&self) -> String {
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

/// Returns the next rows of a table by its key.
pub(super) fn read(
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
        let columns = 0..table.columns.len();
        let line = columns.map(|place| kept(&row, place)).collect::<DbResult<Line>>();
        lines.push(line.map_err(failure)?);
    }
    Ok(lines)
}

/// Returns the key of the last row that a table has already.
pub(super) fn last_key(connection: &Connection, table: &Table) -> Result<Option<Line>> {
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
        .query_row(&query, [], |row| (0..table.key).map(|place| kept(row, place)).collect())
        .optional()
        .map_err(failure)
}

/// Returns what a column holds, so that it outlives its row.
fn kept(row: &Row<'_>, place: usize) -> DbResult<Value<'static>> {
    Ok(match row.cell(place)? {
        Cell::Null => Value::Null,
        Cell::Integer(number) => Value::Integer(number),
        Cell::Text(text) => Value::text(text),
    })
}

/// Returns the tables that are truth or facts, in the order in which they refer to each other.
pub(super) fn tables() -> Result<Vec<Table>> {
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
