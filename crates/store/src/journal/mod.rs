//! The journal: which act is to be done, what became of it, and what a run has left undone. It is truth.

pub mod automatic;
pub mod entries;
pub mod epoch;
pub mod intents;
pub mod plans;
pub mod search;
pub mod skips;
