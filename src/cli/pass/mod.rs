//! A run that moves money: what it is asked, and what became of it.
//!
//! It must have no rules of its own, and report as done only what the engine reports as done.

pub mod batch;
mod failures;
mod preview;
mod result;
pub mod two_people;
