//! The store in a database, whichever it is: how it is opened, who may send from it, and how many workers commit at once.

pub mod opening;
mod readers;
mod rights;
pub mod store;
mod together;
mod upkeep;
pub mod whole;
