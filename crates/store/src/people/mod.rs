//! What persons have said and decided of orders. No rule may forget it.

pub mod accepts;
pub mod decisions;
pub mod holds;
pub mod links;
