//! What is shown of an order: its figures, its JSON, its row, its purchase, what is next, and the command for it.
//!
//! All of it comes from the assessment. No rule may depend on what is put together here.

pub mod accepted;
pub mod closing;
pub mod figures;
pub mod json;
pub mod next_command;
pub mod next_step;
pub mod purchase;
pub mod shop_side;
pub mod table;
pub mod what_if;
