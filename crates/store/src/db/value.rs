//! The values of the database: whole numbers, texts, and nothing. The store has no others.
//!
//! What a column holds must be what is asked of it; no value is turned into another kind.

use std::borrow::Cow;

/// A value that is bound to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number, or a truth as 0 or 1.
    Integer(i64),
    /// A text.
    Text(Cow<'a, str>),
}

impl Value<'_> {
    /// Returns a value that borrows nothing.
    pub fn text(text: impl Into<String>) -> Value<'static> {
        Value::Text(Cow::Owned(text.into()))
    }
}

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number, or a truth as 0 or 1.
    Integer(i64),
    /// A text.
    Text(&'a str),
}

/// What can be bound to a statement.
pub trait ToValue {
    /// Returns it as a value.
    fn value(&self) -> Value<'_>;
}

/// What can be read from a row.
pub trait FromCell: Sized {
    /// Returns it; `None` when the cell holds something else.
    fn read(cell: Cell<'_>) -> Option<Self>;
}

macro_rules! integers {
    ($($kind:ty),*) => { $(
        impl ToValue for $kind {
            fn value(&self) -> Value<'_> {
                Value::Integer(i64::from(*self))
            }
        }

        impl FromCell for $kind {
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::Integer(number) => Self::try_from(number).ok(),
                    Cell::Null | Cell::Text(_) => None,
                }
            }
        }
    )* };
}

integers!(i64, i32, u32, u8);

impl ToValue for bool {
    fn value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
}

impl FromCell for bool {
    fn read(cell: Cell<'_>) -> Option<bool> {
        i64::read(cell).map(|number| number != 0)
    }
}

impl ToValue for str {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl FromCell for String {
    fn read(cell: Cell<'_>) -> Option<String> {
        match cell {
            Cell::Text(text) => Some(text.to_owned()),
            Cell::Null | Cell::Integer(_) => None,
        }
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::value)
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn read(cell: Cell<'_>) -> Option<Option<T>> {
        match cell {
            Cell::Null => Some(None),
            Cell::Integer(_) | Cell::Text(_) => T::read(cell).map(Some),
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl ToValue for Value<'_> {
    fn value(&self) -> Value<'_> {
        match self {
            Value::Null => Value::Null,
            Value::Integer(number) => Value::Integer(*number),
            Value::Text(text) => Value::Text(Cow::Borrowed(text)),
        }
    }
}

/// The values of a statement, in the order of its parameters.
pub trait Params {
    /// Returns them.
    fn values(&self) -> Vec<Value<'_>>;
}

impl Params for &[&dyn ToValue] {
    fn values(&self) -> Vec<Value<'_>> {
        self.iter().map(|value| value.value()).collect()
    }
}

impl Params for [&dyn ToValue; 0] {
    fn values(&self) -> Vec<Value<'_>> {
        Vec::new()
    }
}

impl<T: ToValue> Params for Vec<T> {
    fn values(&self) -> Vec<Value<'_>> {
        self.iter().map(ToValue::value).collect()
    }
}

macro_rules! arrays {
    ($($length:literal),*) => { $(
        impl<T: ToValue> Params for [T; $length] {
            fn values(&self) -> Vec<Value<'_>> {
                self.iter().map(ToValue::value).collect()
            }
        }
    )* };
}

arrays!(1, 2, 3, 4);

/// Puts values of differing kinds together.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$(&$value as &dyn $crate::db::value::ToValue),*] as &[&dyn $crate::db::value::ToValue] };
}
pub(crate) use params;
