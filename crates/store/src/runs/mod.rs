//! The history: each pass with who ran it, what it read, did and left, and how it ended.
//!
//! It is for people. No act may ever be sent, or not be sent, because of it, and what cannot be written here must
//! change nothing of what happened to money.

pub mod keep;
pub mod read;
pub mod run;
#[cfg(test)]
mod tests;
