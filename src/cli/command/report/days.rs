//! The days of the chart: what moved on each, and what was missing at its end.

use std::collections::BTreeMap;

use jiff::civil::Date;

use uniac_core::money::Currency;
use uniac_core::reconcile::{Kind, Period, Reconciliation, Side};

use super::chart::Day;

/// The most days that are drawn.
const DAYS_MAX: usize = 400;

/// Returns the days of a period until today, in one currency.
pub fn days(result: &Reconciliation, period: Period, currency: Currency, today: Date) -> Vec<Day> {
    let mut days = Vec::new();
    let mut missing: i64 = 0;
    let mut by_day: BTreeMap<(Date, Side, Kind), i64> = BTreeMap::new();
    for ((day, (side, kind, _, of)), sum) in &result.days {
        if let Some(day) = day.filter(|_| *of == currency) {
            let minor = by_day.entry((day, *side, *kind)).or_default();
            *minor = minor.saturating_add(sum.minor);
        }
    }
    let last = period.to.min(today.max(period.from));
    for day in period.from.series(jiff::ToSpan::days(1)).take(DAYS_MAX).take_while(|d| *d <= last) {
        let of = |side, kind| by_day.get(&(day, side, kind)).copied().unwrap_or(0);
        let (invoiced, credited) = (of(Side::Uni, Kind::Invoiced), of(Side::Uni, Kind::Credited));
        let (captured, refunded) =
            (of(Side::Provider, Kind::Captured), of(Side::Provider, Kind::Refunded));
        missing = missing.saturating_add(invoiced - credited - captured + refunded);
        let booked = of(Side::Uni, Kind::Booked);
        days.push(Day { day, invoiced, captured, booked, refunded, missing });
    }
    days
}
