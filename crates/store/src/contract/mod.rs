//! What the rest of the program may ask of a store, and how a store in a database answers.

mod answers;
pub mod assessments;
pub mod history;
pub mod payments;
pub mod plans;
pub mod store;
