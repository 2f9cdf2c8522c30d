//! Which days are meant: a month, or from one day to another.
//!
//! A day is one of the company's time zone. No row may be left out because its day is not known.

use clap::Args;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use crate::typed;
use uniac_core::reconcile::{Period, When};
use uniac_system::error::{Error, Result};
use uniac_texts::dates::day;
use uniac_texts::t;

use crate::cli::session::Session;

/// How many days after a row its payment may still move: a refund is possible for a year.
const AFTERWARDS_DAYS: i32 = 400;

/// The period of a command.
#[derive(Debug, Args)]
pub struct PeriodArgs {
    /// The days of this month (YYYY-MM)
    #[arg(long, value_name = "MONTH", value_parser = typed::month, conflicts_with_all = ["from", "to"])]
    month: Option<Period>,
    /// From this day on (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    from: Option<Date>,
    /// Until this day, it included (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    to: Option<Date>,
}

impl PeriodArgs {
    /// Returns the days that are meant; without any, this month until today.
    ///
    /// # Errors
    /// When the last day is before the first.
    pub fn resolve(&self, session: &Session) -> Result<Period> {
        if let Some(month) = self.month {
            return Ok(month);
        }
        let today = session.clock.zone().to_datetime(session.clock.now()).date();
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or(to.first_of_month());
        match from <= to {
            true => Ok(Period { from, to }),
            false => {
                let (from, to) = (day(from), day(to));
                let message = t!("reconcile-ends-before", from = from, to = to);
                Err(Error::usage("usage", message).hint(t!("reconcile-ends-before-hint")))
            }
        }
    }
}

/// Returns the first moment of a period in the company's time zone.
pub fn begin(period: Period, session: &Session) -> Timestamp {
    let midnight = period.from.to_datetime(Time::midnight());
    let zone = session.clock.zone();
    zone.to_timestamp(midnight).unwrap_or_else(|_| session.clock.now())
}

/// Returns whether what belongs to a row may have moved in a period.
pub fn may_touch(when: When, period: Period) -> bool {
    match when {
        When::On(day) | When::Between(day, _) => {
            let last = day.checked_add(AFTERWARDS_DAYS.days()).unwrap_or(Date::MAX);
            day <= period.to && period.from <= last
        }
        When::Unknown => true,
    }
}
