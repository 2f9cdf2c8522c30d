//! Cases: one order with all that the rules look at, put together from facts, journal and words.

mod beside;
mod by_order;
pub mod customers;
mod kept;
pub mod neighbours;
pub mod reading;
mod shared_invoices;
mod ties;
