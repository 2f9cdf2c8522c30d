//! The real program against the embedded sandbox, end to end.
//!
//! Each test tells one story in a world of its own, and compares what uniac says with the books of
//! the outside world. A test may wait for something with a deadline; it must never hope for a pause
//! to be long enough.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]

mod between;
mod harness;
mod outside;
mod owed;

mod accept;
mod activation;
mod answers;
mod byhand;
mod codes;
mod companies;
mod configured;
mod contract;
mod cron;
mod deciding;
mod deploy;
mod doctor;
mod dropped;
mod elsewhere;
mod extremes;
mod faults;
mod figures;
mod fleet;
mod foretold;
mod help;
mod holds;
mod hooks;
mod init;
mod interruptions;
mod invoicing;
mod kept;
mod klarna;
mod methods;
mod missing;
mod morning;
mod naming;
mod nexi;
mod norwegian;
mod odd;
mod otherwise;
mod pictures;
mod plans;
#[cfg(unix)]
mod private;
mod prompts;
mod purchases;
mod reconcile;
mod references;
mod runs;
mod schema;
mod scripts;
mod seeded;
mod settle;
mod shared;
mod signin;
#[cfg(unix)]
mod silence;
#[cfg(unix)]
mod stories;
#[cfg(unix)]
mod tab;
mod ten;
mod terminal;
mod texts;
mod tidy;
mod translated;
mod untidy;
mod verbose;
mod words;
