//! The days that are looked at, and whether something was in them. Pure; a day that nobody tells is never taken for one
//! of them.

use jiff::civil::Date;

use super::movement::When;

/// The days that are looked at, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// Whether something was in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    In,
    Out,
    /// It may have been: no system tells the day.
    Unsure,
}

impl Period {
    /// Returns whether a day is one of the period's.
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    pub(crate) fn within(self, when: When) -> Within {
        match when {
            When::On(day) if self.has(day) => Within::In,
            When::On(_) => Within::Out,
            When::Between(first, last) if self.has(first) && self.has(last) => Within::In,
            When::Between(first, last) if last < self.from || self.to < first => Within::Out,
            When::Between(..) | When::Unknown => Within::Unsure,
        }
    }
}
