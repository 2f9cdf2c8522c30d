//! The outside systems as the engine knows them: [`erp`], [`shop`] and [`payment`], each a trait and its connectors,
//! over one client in [`http`].
//!
//! What a connector says of itself is a [`kind`], and of its plug-in for a shop a [`plug_in`]; the list of all stands
//! in `payment` and in `shop`, one line each.
//!
//! A connector translates and checks; it never decides, and it keeps nothing.

pub mod erp;
pub mod http;
pub mod kind;
pub mod payment;
pub mod plug_in;
pub mod shop;
pub mod written;
