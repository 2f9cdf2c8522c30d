//! Values on their way to PostgreSQL and back.
//!
//! PostgreSQL keeps no NUL in a text; where one comes from outside it is kept as the sign for it.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::db::value::{Cell, Value};

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => match *kind {
                Type::INT8 => number.to_sql(kind, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
                Type::BOOL => (*number != 0).to_sql(kind, out),
                _ => number.to_string().to_sql(&Type::TEXT, out),
            },
            Value::Text(text) if text.contains('\0') => {
                text.replace('\0', "\u{2400}").to_sql(&Type::TEXT, out)
            }
            Value::Text(text) => text.as_ref().to_sql(&Type::TEXT, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8 | Type::INT4 | Type::BOOL | Type::TEXT | Type::VARCHAR | Type::UNKNOWN
        )
    }

    /// Where only the server knows the type, a value goes as a text, which each type takes.
    fn encode_format(&self, kind: &Type) -> Format {
        if *kind == Type::UNKNOWN { Format::Text } else { Format::Binary }
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Cell<'a>, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Cell::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Integer(i64::from(i32::from_sql(kind, raw)?)),
            Type::BOOL => Cell::Integer(i64::from(bool::from_sql(kind, raw)?)),
            _ => Cell::Text(std::str::from_utf8(raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Cell<'a>, Box<dyn Error + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(kind: &Type) -> bool {
        <Value<'_> as ToSql>::accepts(kind)
    }
}
