//! What a person says beside the orders of a command: which payment, that the rest was paid otherwise, where a credit
//! note belongs.

/// What a person says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The payment that is meant, by its reference.
    pub payment: Option<String>,
    /// Take what there is of the reservation; the rest of the invoices was paid otherwise.
    pub up_to_reserved: bool,
    /// The number of a credit note that belongs to the order.
    pub credit: Option<String>,
    /// Who says it.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

impl Said {
    /// Returns whether nothing is said.
    pub(super) fn is_silent(&self) -> bool {
        self.payment.is_none() && !self.up_to_reserved && self.credit.is_none()
    }
}
