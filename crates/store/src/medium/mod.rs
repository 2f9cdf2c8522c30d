//! Where the database lies, in a file or in a server, and who has the right to send from it.

pub mod file;
#[cfg(feature = "postgres")]
pub mod lease;
mod locking;
pub mod making;
pub mod preparing;
pub mod soundness;
#[cfg(feature = "postgres")]
mod statistics;
