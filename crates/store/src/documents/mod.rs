//! Invoices and credit notes: a page of them as it is read, and each thing that is kept of one.

pub mod eras;
pub mod page;
pub mod shares;
pub mod sights;
pub mod strays;
pub mod words;
