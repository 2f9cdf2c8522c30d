//! The sums of an order that people and scripts are shown: owed, held, missing, and when the reservation ends.
//!
//! `order list`, `order show` and `status` all take them from here, so that a total is the sum of its rows. No rule may
//! depend on them.

pub use uniac_core::summary::Figures;
