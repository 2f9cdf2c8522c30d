//! The outside systems as the engine knows them: [`erp`], [`shop`] and [`payment`], each a trait and its connectors,
//! over one client in [`http`].
//!
//! A connector translates and checks; it never decides, and it keeps nothing.

pub mod erp;
pub mod http;
pub mod payment;
pub mod shop;
