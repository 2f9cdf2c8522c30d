//! The sums of an order that people and scripts are shown: owed, held, missing, too much, and when the reservation ends.
//!
//! `order list`, `order show`, `owed` and `status` all take them from here, so that a total is the sum of its rows. No rule may
//! depend on them.

use jiff::Timestamp;
use jiff::civil::Date;

use uniac_core::assess::{Assessment, Closing};
use uniac_core::money::{Currency, Money};
use uniac_core::owed::{self, Gap};
use uniac_core::purchase::Case;

/// The sums of one order, minor units of the order's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The order's currency.
    pub currency: Currency,
    /// Invoiced less credited.
    pub owed_minor: i64,
    /// Captured less refunded.
    pub held_minor: i64,
    /// What is owed on an invoice and not held for it.
    pub missing: Option<Gap>,
    /// What is held and no invoice asks for.
    pub excess: Option<Gap>,
    /// When the reservation ends, while something is reserved.
    pub closing: Option<Closing>,
    /// What can still be captured, in the currency of its payment.
    pub reserved: Money,
    /// What its first step is about, else the largest credit note that waits to be placed.
    other_minor: i64,
}

impl Figures {
    /// Returns the sums of an order.
    pub fn of(case: &Case, assessment: &Assessment) -> Figures {
        let ledger = &assessment.ledger;
        Figures {
            currency: case.order.uni.currency,
            owed_minor: ledger.owed(),
            held_minor: (ledger.captured - ledger.refunded).max(0),
            missing: owed::missing(case, assessment),
            excess: owed::excess(case, assessment),
            closing: assessment.closing.clone(),
            reserved: reserved(case, assessment),
            other_minor: other_minor(case, assessment),
        }
    }

    /// Returns what is missing; never negative.
    pub fn missing_minor(&self) -> i64 {
        self.missing.as_ref().map_or(0, Gap::minor)
    }

    /// Returns what is held too much; never negative.
    pub fn excess_minor(&self) -> i64 {
        self.excess.as_ref().map_or(0, Gap::minor)
    }

    /// Returns when the reservation ends, or its guarantee where that is earlier.
    pub fn closes_at(&self) -> Option<Timestamp> {
        self.closing.as_ref().and_then(Closing::at)
    }

    /// Returns what is missing, else what is held too much.
    pub fn at_gap(&self) -> Option<&Gap> {
        self.missing.as_ref().or(self.excess.as_ref())
    }

    /// Returns how much the order is about: what is missing, else what is held too much, else what is reserved, else what
    /// waits for a person.
    pub fn at_stake_minor(&self) -> i64 {
        let reserved = self.closing.as_ref().map(|closing| closing.reserved);
        let own = reserved.filter(|reserved| reserved.currency == self.currency);
        let without_gap = || own.map_or(self.other_minor, |reserved| reserved.minor);
        self.at_gap().map_or_else(without_gap, Gap::minor)
    }

    /// Returns what is reserved in the order's own currency: amounts of another one are no part of its sums.
    pub fn reserved_minor(&self) -> i64 {
        if self.reserved.currency == self.currency { self.reserved.minor } else { 0 }
    }

    /// Returns what is reserved in another currency than the order's.
    pub fn reserved_otherwise(&self) -> Option<Money> {
        let is_other = self.reserved.currency != self.currency && self.reserved.minor != 0;
        is_other.then_some(self.reserved)
    }

    /// Returns the date of the oldest invoice that it is about.
    pub fn since(&self) -> Option<Date> {
        self.at_gap().and_then(Gap::oldest)
    }
}

/// Returns what can still be captured of an order, in the currency of the payment that it lies on.
pub fn reserved(case: &Case, assessment: &Assessment) -> Money {
    let payment = case.order.payment.as_ref().map(|payment| payment.currency);
    Money::new(assessment.ledger.capturable, payment.unwrap_or(case.order.uni.currency))
}

fn other_minor(case: &Case, assessment: &Assessment) -> i64 {
    let step = assessment.next().map(|step| step.money);
    let step = step.filter(|money| money.currency == case.order.uni.currency);
    let note = || case.kept.strays.iter().map(|note| note.amount_minor).max();
    step.map(|money| money.minor).or_else(note).unwrap_or(0)
}
