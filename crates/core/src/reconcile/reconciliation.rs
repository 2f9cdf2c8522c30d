//! Three books side by side: the sums of a period, of each of its days, and every difference.
//!
//! Pure. A row is counted once: in the period, or as one whose day nobody tells.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::money::Currency;

use super::difference::Difference;
use super::movement::{Kind, Movement, Side, When};
use super::period::{Period, Within};
use super::sums::{Column, PurchaseSums, Sum, column};

/// Three books side by side.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// The sums of the period.
    pub sums: BTreeMap<Column, Sum>,
    /// The sums of each day; what no system dates and surely was in the period stands under `None`.
    pub days: BTreeMap<(Option<Date>, Column), Sum>,
    /// What may have been in the period: no system tells the day, and it is in no sum.
    pub undated: BTreeMap<Column, Sum>,
    /// The purchases with something in the period.
    pub purchases: Vec<PurchaseSums>,
    /// Every difference, the worst reason first, in each the largest first.
    pub differences: Vec<Difference>,
}

impl Reconciliation {
    /// Returns the sum of one kind over all providers.
    pub fn sum(&self, side: Side, kind: Kind, currency: Currency) -> i64 {
        let same =
            self.sums.iter().filter(|((s, k, _, c), _)| *s == side && *k == kind && *c == currency);
        same.map(|(_, sum)| sum.minor).fold(0, i64::saturating_add)
    }

    pub(super) fn count(&mut self, movement: &Movement, period: Period) {
        let column = column(movement);
        let day = match movement.when {
            When::On(day) => Some(day),
            When::Between(..) | When::Unknown => None,
        };
        match period.within(movement.when) {
            Within::In => {
                self.sums.entry(column.clone()).or_default().add(movement.money.minor);
                self.days.entry((day, column)).or_default().add(movement.money.minor);
            }
            Within::Unsure => self.undated.entry(column).or_default().add(movement.money.minor),
            Within::Out => {}
        }
    }
}
