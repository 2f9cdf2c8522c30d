//! The database behind the store: statements and rows, whether they are SQLite's or PostgreSQL's.
//!
//! The store's SQL is written once, in what both understand: `ON CONFLICT`, `RETURNING`, `IS DISTINCT FROM`; a subquery has
//! a name, a sum is cast to `bigint`, and nothing of one of them alone (`INSERT OR ...`, `json_extract`, `rowid`) may
//! stand in it.

mod connection;
mod error;
mod failure;
mod keys;
#[cfg(feature = "postgres")]
pub mod postgres;
mod reading;
mod sqlite;
mod statement;
pub mod value;

pub use connection::Connection;
pub use error::{DbError, DbResult, OptionalExtension};
pub use failure::failure;
pub(crate) use keys::{change_by_keys, read_by_keys};
pub(crate) use reading::read_rows;
pub use statement::Row;
pub(crate) use value::params;
pub use value::{Cell, FromCell, Params, Value};
