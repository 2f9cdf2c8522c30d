//! The cut-over report: what an order is at the moment of activation that has an invoice, or that was dropped before.
//!
//! Only a name for what the ledger says; it must never decide what is done later.

use crate::order::PaymentStatus;
use crate::purchase::Case;

use super::assessment::Assessment;
use super::attention::Attention;

/// The class of an order that was invoiced before the activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Nothing captured, something owed.
    InvoicedBefore,
    /// Lines are still to be invoiced, and the earlier invoice is owed.
    PartInvoicedBefore,
    /// Held is what is owed, and more than nothing.
    CapturedElsewhere,
    /// More is owed than held, and the reservation is gone.
    Expired,
    /// Nothing is owed and nothing is held.
    Settled,
    /// Deleted or closed, and money is still reserved.
    DroppedBefore,
    /// Invoiced, and nobody can know whether it stems from the shop order that it names.
    Doubtful,
}

impl Class {
    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Class::InvoicedBefore => "invoiced-before",
            Class::PartInvoicedBefore => "part-invoiced-before",
            Class::CapturedElsewhere => "captured-elsewhere",
            Class::Expired => "expired",
            Class::Settled => "settled",
            Class::DroppedBefore => "dropped-before",
            Class::Doubtful => "doubtful",
        }
    }
}

/// Returns the class of an order at the moment of activation; `None` without a finalised invoice.
pub fn classify(case: &Case, assessment: &Assessment) -> Option<Class> {
    let (order, ledger) = (&case.order, &assessment.ledger);
    let is_paid_for = ledger.owed() <= ledger.held();
    if order.uni.progress.is_dropped() && ledger.capturable > 0 && is_paid_for {
        return Some(Class::DroppedBefore);
    }
    if ledger.balances.is_empty() {
        return None;
    }
    let whose = [Attention::DoubtfulLink, Attention::ClaimedTwice];
    if whose.iter().any(|attention| assessment.attentions.contains(attention)) {
        return Some(Class::Doubtful);
    }
    let (owed, held) = (ledger.owed(), ledger.held());
    let gone = order.payment.as_ref().is_some_and(|payment| {
        payment.status == PaymentStatus::Expired
            || (payment.status == PaymentStatus::Authorised && ledger.capturable == 0)
    });
    let lines_left = order.uni.uninvoiced_minor > 0 && !order.uni.progress.is_dropped();
    Some(if owed == 0 && held == 0 {
        Class::Settled
    } else if held >= owed {
        Class::CapturedElsewhere
    } else if gone {
        Class::Expired
    } else if lines_left {
        Class::PartInvoicedBefore
    } else {
        Class::InvoicedBefore
    })
}
