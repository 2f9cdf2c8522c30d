//! The tables of a store, and how an older store is brought to their present form.

#[cfg(feature = "postgres")]
pub mod postgres;
pub mod sqlite;
