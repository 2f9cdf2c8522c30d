//! Bounds: how much a run may move, by a person's or the configuration's word.
//!
//! They cover every act that can move money, releases and acts that are sent again included. Before
//! anything is sent the whole plan is held against them; while it is done they are a budget, so that
//! what comes up later is within them too. Nothing may be sent beside this budget.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;

use uniac_core::act::Operation;
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

/// The bounds of a run; `None` is no bound. Amounts are in whole units of whatever currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The most that captures, refunds and releases may sum to, in each currency.
    pub max_total: Option<Decimal>,
    /// The most orders on which money may move.
    pub max_orders: Option<usize>,
    /// The most that releases alone may sum to, in each currency.
    pub max_release: Option<Decimal>,
}

impl Bounds {
    /// Returns whether there is any bound.
    pub fn are_set(&self) -> bool {
        *self != Bounds::default()
    }

    /// Returns these bounds, and those of `other` where these have none.
    #[must_use]
    pub fn or(self, other: Bounds) -> Bounds {
        Bounds {
            max_total: self.max_total.or(other.max_total),
            max_orders: self.max_orders.or(other.max_orders),
            max_release: self.max_release.or(other.max_release),
        }
    }
}

/// What moves, added up: minor units by currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    total: BTreeMap<Currency, i64>,
    released: BTreeMap<Currency, i64>,
    orders: BTreeSet<OrderId>,
}

impl Moved {
    /// Adds an act; one that moves no money adds nothing.
    pub fn add(&mut self, order: OrderId, operation: Operation, money: Money) {
        if !operation.moves_money() {
            return;
        }
        add_to(&mut self.total, money);
        if operation == Operation::Cancel {
            add_to(&mut self.released, money);
        }
        self.orders.insert(order);
    }

    /// Returns the sums of captures, refunds and releases, by currency.
    pub fn sums(&self) -> impl Iterator<Item = Money> {
        self.total.iter().map(|(currency, minor)| Money::new(*minor, *currency))
    }

    /// Returns on how many orders money moves.
    pub fn orders(&self) -> usize {
        self.orders.len()
    }

    /// Holds what moves against the bounds.
    ///
    /// # Errors
    /// `over-bounds`, which names the bound.
    pub fn check(&self, bounds: &Bounds) -> Result<()> {
        check_sums(&self.released, bounds.max_release, "--max-release")?;
        check_sums(&self.total, bounds.max_total, "--max-total")?;
        match bounds.max_orders {
            Some(most) if self.orders() > most => {
                Err(over(t!("bounds-orders", count = self.orders(), most = most)))
            }
            _ => Ok(()),
        }
    }
}

fn add_to(sums: &mut BTreeMap<Currency, i64>, money: Money) {
    let sum = sums.entry(money.currency).or_default();
    *sum = sum.saturating_add(money.minor);
}

/// Holds sums against the most that one of them may be; without such all are right.
fn check_sums(sums: &BTreeMap<Currency, i64>, most: Option<Decimal>, flag: &str) -> Result<()> {
    let Some(most) = most else { return Ok(()) };
    match sums.iter().find(|(currency, minor)| currency.decimal(**minor) > most) {
        Some((currency, minor)) => {
            let sum = Money::new(*minor, *currency);
            Err(over(t!("bounds-sum", sum = sum, flag = flag, most = most.to_string())))
        }
        None => Ok(()),
    }
}

fn over(what: String) -> Error {
    Error::new(Kind::Declined, "over-bounds", what).hint(t!("bounds-hint"))
}

/// The bounds while a run goes on: what it has sent so far counts against them.
#[derive(Debug)]
pub(super) struct Budget {
    bounds: Bounds,
    spent: Mutex<Moved>,
}

impl Budget {
    pub(super) fn new(bounds: Bounds) -> Budget {
        Budget { bounds, spent: Mutex::default() }
    }

    /// Takes an act out of the budget; returns whether there was room for it.
    pub(super) fn take(&self, order: OrderId, operation: Operation, money: Money) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut with = spent.clone();
        with.add(order, operation, money);
        let fits = with.check(&self.bounds).is_ok();
        if fits {
            *spent = with;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nok(minor: i64) -> Money {
        Money::new(minor, Currency::NOK)
    }

    fn bounds(total: Option<i64>, orders: Option<usize>, release: Option<i64>) -> Bounds {
        Bounds {
            max_total: total.map(Decimal::from),
            max_orders: orders,
            max_release: release.map(Decimal::from),
        }
    }

    #[test]
    fn every_act_that_moves_money_counts_and_no_other() {
        let mut moved = Moved::default();
        moved.add(OrderId(1), Operation::Capture, nok(10_000));
        moved.add(OrderId(1), Operation::Refund, nok(5_000));
        moved.add(OrderId(2), Operation::Cancel, nok(2_500));
        moved.add(OrderId(3), Operation::BookPayment, nok(99_900));
        moved.add(OrderId(3), Operation::ShopUpdate, nok(99_900));
        assert_eq!(moved.sums().collect::<Vec<_>>(), [nok(17_500)]);
        let holds = |bounds: &Bounds| moved.check(bounds).is_ok();
        assert!(holds(&bounds(Some(175), Some(2), Some(25))));
        assert!(!holds(&bounds(Some(174), None, None)));
        assert!(!holds(&bounds(None, Some(1), None)));
        assert!(!holds(&bounds(None, None, Some(24))));
        assert!(holds(&Bounds::default()));
    }

    #[test]
    fn each_currency_has_the_bound_for_itself() {
        let mut moved = Moved::default();
        moved.add(OrderId(1), Operation::Capture, nok(10_000));
        moved.add(OrderId(2), Operation::Capture, Money::new(10_000, "EUR".parse().unwrap()));
        assert!(moved.check(&bounds(Some(100), None, None)).is_ok());
        assert!(moved.check(&bounds(Some(99), None, None)).is_err());
    }

    #[test]
    fn a_budget_is_spent_once() {
        let budget = Budget::new(bounds(Some(100), Some(1), None));
        assert!(budget.take(OrderId(1), Operation::Capture, nok(6_000)));
        assert!(!budget.take(OrderId(1), Operation::Capture, nok(4_100)), "too much");
        assert!(!budget.take(OrderId(2), Operation::Capture, nok(100)), "an order too many");
        assert!(budget.take(OrderId(1), Operation::Capture, nok(4_000)));
        assert!(budget.take(OrderId(2), Operation::ShopUpdate, nok(4_000)), "no money");
    }

    #[test]
    fn a_flag_goes_before_the_configuration() {
        let flags = bounds(Some(5), None, None);
        assert_eq!(flags.or(bounds(Some(9), Some(3), None)), bounds(Some(5), Some(3), None));
    }
}
