//! The sums of an order that people and scripts are shown: owed, held, missing, and when the reservation ends.
//!
//! `order list`, `order show` and `status` all take them from here, so that a total is the sum of its rows. No rule may
//! depend on them.

use jiff::Timestamp;

use uniac_core::assess::{Assessment, Attention};
use uniac_core::purchase::Case;

/// The sums of one order, minor units of the order's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Invoiced less credited.
    pub owed_minor: i64,
    /// Captured less refunded.
    pub held_minor: i64,
    /// Owed and not held; never negative.
    pub missing_minor: i64,
    /// When the reservation ends, while something is reserved.
    pub closes_at: Option<Timestamp>,
}

impl Figures {
    /// Returns the sums of an order.
    pub fn of(case: &Case, assessment: &Assessment) -> Figures {
        let ledger = &assessment.ledger;
        let payment = case.order.payment.as_ref().filter(|_| ledger.capturable > 0);
        Figures {
            owed_minor: ledger.owed(),
            held_minor: (ledger.captured - ledger.refunded).max(0),
            missing_minor: missing_minor(assessment),
            closes_at: payment.and_then(|payment| payment.closes_at),
        }
    }
}

/// What is owed beyond what is held. What is paid by no provider (bank transfer, invoice, cash on delivery) is not missing.
fn missing_minor(assessment: &Assessment) -> i64 {
    match assessment.remarks.contains(&Attention::NoPayment) {
        true => 0,
        false => assessment.ledger.missing(),
    }
}
