//! The store: the journal of intents and outcomes, uniac's own settings, and the facts as last read.
//!
//! Journal and settings are truth and are committed durably before anything depends on them; facts
//! are a copy that can be read again. A store must never lose an intent, never change an outcome
//! that was definite, and never open a file that a newer version wrote.

#![warn(clippy::wildcard_enum_match_arm)]

mod assessments;
mod cases;
mod contract;
mod copying;
mod database;
mod db;
mod documents;
pub mod exchanges;
mod facts;
mod failure;
mod journal;
mod medium;
pub mod peek;
mod people;
mod range;
mod runs;
mod schema;
mod settings;
#[cfg(test)]
mod tests;
mod text;

pub use assessments::assessed::{Assessed, KeptRow, Tally};
pub use assessments::filter::{Filter, OfCustomer};
pub use contract::assessments::Assessments;
pub use contract::history::History;
pub use contract::payments::Payments;
pub use contract::plans::Plans;
pub use contract::store::Store;
pub use copying::copy::copy;
pub use database::store::DbStore;
#[cfg(feature = "postgres")]
pub use db::postgres::Address;
pub use documents::page::{DocumentPage, SeenDocument};
pub use documents::words::{CreditWord, PaidWord};
pub use facts::hooks::SeenHooks;
pub use facts::payments::NotFound;
pub use facts::watermarks::Watermark;
pub use failure::taken_over;
pub use journal::entries::Entry;
pub use journal::epoch::Epoch;
pub use journal::plans::{AppliedPlan, PlanMark};
pub use journal::search::JournalFilter;
pub use people::accepts::Acceptance;
pub use people::decisions::Decision;
pub use people::links::LinkWord;
pub use runs::run::{
    RunAsked, RunEnd, RunId, RunRead, RunRow, RunStart, RunState, RunStep, RunSum,
};
pub use schema::sqlite::schema_version;

/// The store in a file, by the name that it has had since there were only files.
pub mod sqlite {
    pub use crate::database::store::DbStore as SqliteStore;
}
