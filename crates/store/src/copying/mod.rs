//! A company's store brought to another place, and verified there row by row.

pub mod copy;
mod table;
