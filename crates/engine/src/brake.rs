//! Brakes: far more automatic releases or refunds than a day brings wait for a person.
//!
//! A Uni that suddenly says "all deleted" must not cost a shop its reservations. A brake holds back all
//! acts of its kind that are due now, never a part of them, and nothing else.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use uniac_core::act::Operation;
use uniac_core::money::Money;
use uniac_core::order::OrderId;

/// How far back automatic acts count.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// How far back captured orders are what refunds are measured by.
pub const CAPTURED_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// So many orders are never braked.
const ORDERS_FREE: usize = 10;

/// More than one in so many is braked.
const ONE_IN: usize = 10;

/// The operations that have a brake.
pub const OPERATIONS: [Operation; 2] = [Operation::Cancel, Operation::Refund];

/// The orders that one brake looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Braking {
    /// Those on which the act is due in mode auto now.
    pub due: BTreeSet<OrderId>,
    /// Those on which `sync` sent one within the [`WINDOW`].
    pub lately: BTreeSet<OrderId>,
    /// How many orders are reserved now (for releases), or were captured within
    /// [`CAPTURED_WITHIN`] (for refunds).
    pub out_of: usize,
}

impl Braking {
    /// Returns whether what is due is held back; `let_go` is how many orders a person lets through.
    pub fn holds(&self, let_go: usize) -> bool {
        let orders = self.due.union(&self.lately).count();
        !self.due.is_empty()
            && self.due.len() > let_go
            && orders > ORDERS_FREE
            && orders.saturating_mul(ONE_IN) > self.out_of
    }
}

/// Returns whether an act counts for a brake: the release of a rounding rest does not.
pub fn counts(operation: Operation, money: Money) -> bool {
    match operation {
        Operation::Cancel => money.minor > money.currency.unit(),
        Operation::Refund => true,
        Operation::Capture
        | Operation::ShopUpdate
        | Operation::BookPayment
        | Operation::ShopCreate => false,
    }
}

/// Returns whether an act is held back when brakes hold these operations.
pub fn holds_back(braked: &BTreeSet<Operation>, operation: Operation, money: Money) -> bool {
    braked.contains(&operation) && counts(operation, money)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_core::money::Currency;

    fn braking(due: i64, lately: i64, out_of: usize) -> Braking {
        let orders = |from: i64, count| (from..from + count).map(OrderId).collect();
        Braking { due: orders(0, due), lately: orders(1000, lately), out_of }
    }

    #[test]
    fn more_than_ten_and_more_than_a_tenth_are_held_back() {
        assert!(braking(20, 0, 22).holds(0));
        assert!(!braking(10, 0, 10).holds(0), "ten are free");
        assert!(braking(11, 0, 109).holds(0));
        assert!(!braking(11, 0, 110).holds(0), "a tenth is free");
        assert!(braking(1, 10, 11).holds(0), "what went within the day counts");
        assert!(!braking(0, 20, 20).holds(0), "nothing is due");
    }

    #[test]
    fn an_order_that_is_due_again_counts_once() {
        let mut same = braking(10, 0, 10);
        same.lately = same.due.clone();
        assert!(!same.holds(0));
    }

    #[test]
    fn a_person_lets_so_many_through_and_not_one_more() {
        assert!(!braking(20, 0, 22).holds(20));
        assert!(braking(21, 0, 22).holds(20));
    }

    #[test]
    fn a_rounding_rest_is_no_release() {
        let nok = |minor| Money::new(minor, Currency::NOK);
        assert!(!counts(Operation::Cancel, nok(100)));
        assert!(counts(Operation::Cancel, nok(101)));
        assert!(counts(Operation::Refund, nok(1)));
        assert!(!counts(Operation::Capture, nok(1_000_000)));
    }
}
