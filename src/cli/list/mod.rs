//! What the commands share that list orders: which orders are meant, and which columns are shown.
//!
//! An order must never be left out because something is wrong with it.

pub mod fields;
pub mod filter;
