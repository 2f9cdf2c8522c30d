//! What is kept of assessments, a copy of what the rules say. Nothing may ever be sent because of it.

pub mod assessed;
mod columns;
pub mod filter;
pub mod keep;
pub mod rows;
pub mod tally;
pub mod touched;
