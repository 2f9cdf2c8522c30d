//! Payments by their references, whichever order they are of.

use uniac_core::order::Payment;
use uniac_system::error::Result;

use crate::database::store::DbStore;
use crate::facts::payments;

/// What of a store knows a payment by its reference alone.
pub trait Payments: Send + Sync {
    /// Returns a payment as last read, by its provider's reference.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn payment(&self, reference: &str) -> Result<Option<Payment>>;
}

impl Payments for DbStore {
    fn payment(&self, reference: &str) -> Result<Option<Payment>> {
        self.look(|connection| payments::read(connection, reference))
    }
}
