//! The command line itself: the flags of every command, the language of the run, help in it, and what was typed wrong.
//!
//! Nothing of a company may be needed here: help and errors must work when the configuration is broken.

pub mod global;
pub mod language;
pub mod translated;
pub mod usage;
