//! The facts of the three systems as last read: a copy that can be read again.

pub mod hooks;
pub mod leading;
pub mod leads;
pub mod looks;
pub mod names;
pub mod orders;
pub mod payments;
pub mod shop_orders;
pub mod watermarks;
