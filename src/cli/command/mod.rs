//! The commands, a file or a folder for each; one that has commands of its own has them in its folder.
//!
//! A command must not know another one: what two of them need stands beside this folder.

pub mod apply;
pub mod auth;
pub mod capture;
pub mod company;
pub mod completions;
pub mod config;
#[cfg(feature = "sandbox")]
pub mod demo;
pub mod doctor;
pub mod enable;
pub mod explain;
pub mod help;
pub mod init;
pub mod log;
pub mod login;
pub mod man;
pub mod order;
pub mod owed;
pub mod plan;
pub mod reconcile;
pub mod report;
pub mod runs;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod status;
pub mod store;
pub mod sync;
