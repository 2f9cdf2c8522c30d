//! The ERP: what the engine knows of it in `contract`, what a person's sign-in is in `login`, and a folder a connector.

mod contract;
pub mod login;
pub mod unimicro;

pub use contract::{Erp, ErpSurvey};
