//! Two drivers on one order: does somebody besides uniac capture, or pay invoices, as a rule?
//!
//! Told from what has happened, not from what is said to be installed, and never surer than what
//! was seen. It reads a sample and moves nothing.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use uniac_connect::shop::ShopSurvey;
use uniac_core::act::Act;
use uniac_core::assess::assess;
use uniac_core::order::{DocumentKind, EventKind, OrderId};
use uniac_core::purchase::Case;
use uniac_engine::Engine;
use uniac_system::error::Result;
use uniac_texts::t;

use super::report::Report;
use crate::cli::view::moment;

/// How many orders whose payment was never read are read now.
const UNREAD_SAMPLED: usize = 40;

/// How many completions are asked for.
const COMPLETIONS_SAMPLED: usize = 25;

/// How near a capture is to the completion of the shop's order that caused it. A plug-in captures
/// in the same request; its own tries at a slow provider may take a while.
const NEAR: SignedDuration = SignedDuration::from_mins(2);

/// What the keys of the Vipps plug-in for WooCommerce contain (version 6.0.5: `N:order_key`).
const PLUG_IN_KEY: &str = ":wc_order_";

/// The id and check of the first row.
pub const ROW: (&str, &str) = ("drivers.captures", "two drivers");

/// What was seen of captures that uniac did not make.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    /// Orders with a payment.
    payments: usize,
    /// Orders with money captured elsewhere.
    elsewhere: usize,
    /// When money was last captured elsewhere.
    last: Option<Timestamp>,
    /// Captures elsewhere of orders whose completion is known.
    compared: usize,
    /// Of these, the ones right at the completion.
    near: usize,
    /// Captures whose key is a plug-in's.
    by_key: usize,
    /// Invoices of money captured elsewhere that uniac did not book and that are paid.
    paid: usize,
    /// Of these, the ones that were made only after the capture.
    made_after: usize,
}

/// Looks at the captures and bookings that uniac did not make.
pub fn look(report: &mut Report, engine: &Engine<'_>, survey: &dyn ShopSurvey, offline: bool) {
    match seen(engine, survey, offline) {
        Err(error) => report.wrong("drivers.captures", "two drivers", &error),
        Ok(seen) => {
            captures(report, &seen, engine.clock.zone());
            bridge(report, &seen);
        }
    }
}

fn captures(report: &mut Report, seen: &Seen, zone: &TimeZone) {
    let (id, check) = ROW;
    let Seen { payments, elsewhere, last, compared, near, by_key, .. } = seen;
    report.mark("drivers.captures", if *near + *by_key > 0 { "plug-in" } else { "none" });
    let counted = match last {
        Some(last) => t!(
            "doctor-elsewhere-last",
            elsewhere = *elsewhere,
            payments = *payments,
            at = moment::minute(*last, zone)
        ),
        None => t!("doctor-elsewhere", elsewhere = *elsewhere, payments = *payments),
    };
    let remedy = t!("doctor-switch-capturing-off");
    if *by_key > 0 {
        let found = t!("doctor-by-key", counted = counted, count = *by_key);
        report.warn(id, check, found, &remedy);
    } else if *near > 0 {
        let found = t!(
            "doctor-near",
            counted = counted,
            near = *near,
            compared = *compared,
            minutes = NEAR.as_mins()
        );
        report.warn(id, check, found, &remedy);
    } else if *compared > 0 {
        let found = t!("doctor-none-near", counted = counted);
        report.ok(id, check, found);
    } else {
        report.ok(id, check, counted);
    }
}

/// Unimicro Bridge makes and books an invoice when the shop captures: the opposite direction.
fn bridge(report: &mut Report, seen: &Seen) {
    let (id, check) = ("drivers.bridge", "Unimicro Bridge");
    let Seen { paid, made_after, .. } = seen;
    report.mark("drivers.bridge", if *made_after > 0 { "likely" } else { "not seen" });
    if *made_after > 0 {
        let found = t!("doctor-bridge-likely", count = *made_after);
        report.warn(id, check, found, &t!("doctor-bridge-look"));
    } else if *paid > 0 {
        let found = t!("doctor-bridge-unclear", count = *paid);
        report.ok(id, check, found);
    } else {
        report.ok(id, check, t!("doctor-bridge-none"));
    }
}

fn seen(engine: &Engine<'_>, survey: &dyn ShopSurvey, offline: bool) -> Result<Seen> {
    if !offline {
        read_some(engine)?;
    }
    let mut seen = Seen::default();
    let company = engine.company()?;
    let mut foreign: Vec<(String, Vec<Timestamp>)> = Vec::new();
    engine.store.cases(&mut |case| {
        if case.order.payment.is_none() {
            return Ok(());
        }
        seen.payments += 1;
        // What uniac captured for another order of the purchase is nobody else's act.
        let ledger = assess(&case, &company, engine.clock.now()).ledger;
        let allotted: i64 = ledger.balances.iter().map(|b| b.captured_elsewhere).sum();
        if allotted + ledger.captured_left_over == 0 {
            return Ok(());
        }
        seen.elsewhere += 1;
        let captures = foreign_captures(&case);
        let by_key = |key: &Option<String>| key.as_deref().is_some_and(|k| k.contains(PLUG_IN_KEY));
        seen.by_key += captures.iter().filter(|(key, _)| by_key(key)).count();
        let times: Vec<Timestamp> = captures.into_iter().map(|(_, at)| at).collect();
        seen.last = seen.last.max(times.iter().max().copied());
        let (paid, made_after) = paid_without_us(&case, &times, engine);
        seen.paid += paid;
        seen.made_after += made_after;
        if let Some(shop) = &case.order.shop
            && !times.is_empty()
        {
            foreign.push((shop.id.clone(), times));
        }
        Ok(())
    })?;
    // The newest say most about how it is now.
    foreign.reverse();
    for (shop, times) in foreign.into_iter().take(if offline { 0 } else { COMPLETIONS_SAMPLED }) {
        if let Some(completed) = survey.completed_at(&shop)? {
            seen.compared += 1;
            let is_near = |at: &Timestamp| at.duration_since(completed).abs() <= NEAR;
            seen.near += usize::from(times.iter().any(is_near));
        }
    }
    Ok(seen)
}

/// Reads the payments of the newest orders that were never read: before the first pass there is
/// nothing else to tell from.
fn read_some(engine: &Engine<'_>) -> Result<()> {
    let mut unread: Vec<OrderId> = Vec::new();
    engine.store.cases(&mut |case| {
        let handled = case.order.shop.as_ref().is_some_and(|shop| {
            engine.providers.iter().any(|provider| provider.handles(&shop.payment_method))
        });
        if handled && case.order.payment.is_none() {
            unread.push(case.order.uni.id);
        }
        Ok(())
    })?;
    unread.reverse();
    unread.truncate(UNREAD_SAMPLED);
    // A payment that cannot be read is the provider's row to tell.
    for order in unread {
        if engine.refresh_order(order).is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns the captures that are not uniac's, with their keys.
fn foreign_captures(case: &Case) -> Vec<(Option<String>, Timestamp)> {
    let events = case.order.payment.iter().flat_map(|payment| &payment.events);
    let purchase = || std::iter::once(case).chain(&case.ties.siblings);
    let is_ours =
        |key: &str| purchase().any(|case| case.intents.iter().any(|intent| intent.key == key));
    events
        .filter(|event| event.kind == EventKind::Capture)
        .filter(|event| !event.key.as_deref().is_some_and(is_ours))
        .map(|event| (event.key.clone(), event.at))
        .collect()
}

/// Returns how many invoices are paid without a booking of ours, and how many of them are of a day
/// after the first foreign capture.
fn paid_without_us(case: &Case, times: &[Timestamp], engine: &Engine<'_>) -> (usize, usize) {
    let first = times.iter().min().map(|at| engine.clock.zone().to_datetime(*at).date());
    let booked = |document| {
        let mut bookings = case.intents_of(Act::Book, Some(document));
        bookings.any(uniac_core::act::Intent::is_done)
    };
    let paid = case.order.documents.iter().filter(|document| {
        document.kind == DocumentKind::Invoice
            && document.amount_minor > 0
            && document.unpaid_minor == 0
            && !booked(document.id)
    });
    let dates: Vec<_> = paid.map(|document| document.date).collect();
    let after = dates.iter().filter(|date| first.is_some_and(|first| **date > first)).count();
    (dates.len(), after)
}
