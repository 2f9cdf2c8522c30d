//! Reservations that end soon: how many orders, and how much is reserved, today and within some days.
//!
//! A payment that several orders draw on is counted once. What is only held back from its order is counted, too.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Table};
use uniac_core::assess::Closing;
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_texts::t;

/// Within how many days `status` counts: today, and what a bookkeeper who looks once a week must see.
const WITHIN_DAYS: [i64; 3] = [0, 3, 7];

/// Returns how many days are left until a moment, by the calendar of the company: 0 is today, less is over.
pub fn days_left(end: Timestamp, now: Timestamp, zone: &TimeZone) -> i64 {
    let day = |at| zone.to_datetime(at).date();
    i64::from(day(now).until(day(end)).map_or(0, |span| span.get_days()))
}

/// What is told of how many days are left.
pub fn days_text(days: i64) -> String {
    match days {
        ..0 => t!("closing-over"),
        0 => t!("closing-today"),
        days => t!("closing-days", days = days),
    }
}

/// The reservations that end.
pub struct Closings {
    now: Timestamp,
    zone: TimeZone,
    payments: BTreeMap<String, (i64, Money)>,
    orders: Vec<(OrderId, i64, Currency)>,
}

impl Closings {
    /// Begins to count at a moment.
    pub fn new(now: Timestamp, zone: &TimeZone) -> Closings {
        Closings { now, zone: zone.clone(), payments: BTreeMap::new(), orders: Vec::new() }
    }

    /// Returns a moment before which every reservation ends that is counted, wherever the company is.
    pub fn until(&self) -> Timestamp {
        let most = WITHIN_DAYS.into_iter().max().unwrap_or_default();
        // The last day is over by midnight; an hour may be inserted in it.
        let until = self.now.checked_add(SignedDuration::from_hours(24 * (most + 2)));
        until.unwrap_or(Timestamp::MAX)
    }

    /// Counts an order.
    pub fn add(&mut self, order: OrderId, closing: Option<&Closing>) {
        let Some((closing, end)) = closing.and_then(|closing| Some((closing, closing.at()?)))
        else {
            return;
        };
        let days = days_left(end, self.now, &self.zone);
        if days > WITHIN_DAYS.into_iter().max().unwrap_or_default() {
            return;
        }
        self.orders.push((order, days, closing.reserved.currency));
        self.payments
            .entry(closing.payment.clone())
            .and_modify(|(known, reserved)| {
                *known = days.min(*known);
                reserved.minor = reserved.minor.max(closing.reserved.minor);
            })
            .or_insert((days, closing.reserved));
    }

    /// Returns the rows: within how many days, how many orders, and how much is reserved.
    fn rows(&self) -> Vec<(i64, usize, Money)> {
        let mut rows = Vec::new();
        for within in WITHIN_DAYS {
            let mut sums = BTreeMap::<Currency, i64>::new();
            for (days, reserved) in self.payments.values() {
                if *days <= within {
                    let sum = sums.entry(reserved.currency).or_default();
                    *sum = sum.saturating_add(reserved.minor);
                }
            }
            for (currency, minor) in sums {
                let is_in = |(_, days, known): &&(OrderId, i64, Currency)| {
                    *days <= within && *known == currency
                };
                let orders: BTreeSet<OrderId> =
                    self.orders.iter().filter(is_in).map(|(order, ..)| *order).collect();
                rows.push((within, orders.len(), Money::new(minor, currency)));
            }
        }
        rows
    }

    /// Returns the JSON of `uniac.status/1`.
    pub fn json(&self) -> Vec<Value> {
        let row = |(days, orders, money): (i64, usize, Money)| {
            json!({
                "days": days,
                "orders": orders,
                "amount_minor": money.minor,
                "currency": money.currency.to_string(),
            })
        };
        self.rows().into_iter().map(row).collect()
    }

    /// Returns whether none ends soon.
    pub fn is_empty(&self) -> bool {
        self.payments.is_empty()
    }

    /// Returns the table for people.
    pub fn table(&self) -> Table {
        let mut table = Table::new([
            Column::left("reservations that close"),
            Column::right("orders"),
            Column::money("sum"),
        ]);
        for (days, orders, money) in self.rows() {
            let within = match days {
                0 => t!("closing-today"),
                days => t!("closing-within", days = days),
            };
            table.row([Cell::new(within), Cell::new(orders.to_string()), Cell::money(money)]);
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(payment: &str, minor: i64, end: &str) -> Closing {
        Closing {
            payment: payment.to_owned(),
            reserved: Money::new(minor, Currency::NOK),
            technically: Some(end.parse().unwrap()),
            guaranteed: None,
            since: None,
            is_held_back: false,
        }
    }

    #[test]
    fn days_are_those_of_the_calendar_in_the_company() {
        let oslo = TimeZone::fixed(jiff::tz::offset(1));
        let now = "2026-03-10T22:30:00Z".parse().unwrap();
        let left = |end: &str| days_left(end.parse().unwrap(), now, &oslo);
        assert_eq!(left("2026-03-10T22:59:00Z"), 0);
        assert_eq!(left("2026-03-10T23:10:00Z"), 1);
        assert_eq!(left("2026-03-09T22:00:00Z"), -1);
        assert_eq!(left("2026-05-10T12:00:00Z"), 61);
    }

    #[test]
    fn a_payment_of_two_orders_is_counted_once_and_the_weeks_row_has_todays() {
        let now = "2026-03-10T09:00:00Z".parse().unwrap();
        let mut closings = Closings::new(now, &TimeZone::UTC);
        closings.add(OrderId(1), Some(&closing("a", 500, "2026-03-10T10:00:00Z")));
        closings.add(OrderId(2), Some(&closing("a", 500, "2026-03-10T10:00:00Z")));
        closings.add(OrderId(3), Some(&closing("b", 70, "2026-03-16T10:00:00Z")));
        closings.add(OrderId(4), Some(&closing("c", 9, "2026-03-18T10:00:00Z")));
        closings.add(OrderId(5), None);
        let rows: Vec<(i64, usize, i64)> =
            closings.rows().into_iter().map(|(days, n, money)| (days, n, money.minor)).collect();
        assert_eq!(rows, [(0, 2, 500), (3, 2, 500), (7, 3, 570)]);
    }
}
