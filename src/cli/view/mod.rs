//! What every view is made of: words, moments, sums, columns, the rows of the journal.
//!
//! Nothing is decided here, and no figure is made.

pub mod columns;
pub mod journal;
pub mod moment;
pub mod run_state;
pub mod sums;
pub mod words;
