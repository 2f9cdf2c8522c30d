//! PostgreSQL behind the same statements and rows: how its server is reached, believed and spoken to.

pub mod address;
mod dialect;
pub mod error;
mod link;
pub mod remote;
pub mod trust;
mod values;

pub use address::Address;
pub use remote::Remote;
