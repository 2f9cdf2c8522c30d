//! uniac administers and runs auto-capture.

pub mod act;
pub mod clock;
pub mod erp;
pub mod error;
pub mod http;
pub mod log;
pub mod money;
pub mod order;
pub mod payment;
pub mod sandbox;
pub mod secret;
pub mod shop;
