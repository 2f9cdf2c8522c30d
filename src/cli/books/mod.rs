//! What Uni, the shop and the provider say of a period, side by side, and what mends each difference.
//!
//! Reads only. The pairing is `core::reconcile`'s. A difference must never be left out because it is small, old or known.

mod json;
mod mends;
pub mod period;
pub mod reading;
pub mod tables;
pub mod words;
