//! uniac administers and runs auto-capture.

pub mod act;
pub mod clock;
pub mod error;
pub mod money;
pub mod order;
