//! Values on their way to SQLite and back.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::error::{DbError, DbResult};
use super::value::{Cell, Value};

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// Returns what a column of SQLite's holds.
pub(super) fn cell<'r>(row: &'r rusqlite::Row<'_>, place: usize) -> DbResult<Cell<'r>> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Integer(number)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| DbError::OddColumn(place))
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(DbError::OddColumn(place)),
    }
}
