//! The store of a company: whether it is whole, the settings, and what has no definite end yet.
//!
//! It reads uniac's own data only.

use std::path::Path;

use jiff::tz::TimeZone;

use uniac_core::act::OutcomeKind;
use uniac_core::assess::Attention;
use uniac_core::placing::standing;
use uniac_core::settings::Setting;
use uniac_store::{JournalFilter, Store};
use uniac_system::error::Result;
use uniac_texts::{label, t};

use super::parts::Parts;
use super::report::Report;
use crate::cli::view::{moment, words};

/// How many of the shop's orders are named.
const NAMED_MAX: usize = 5;

/// Says how many orders have an attention.
fn counted_words(attention: Attention, count: usize) -> String {
    format!("{} {count}", words::cause(attention.name()))
}

/// Looks at the store in `folder`.
pub fn look(report: &mut Report, parts: &Parts, folder: &Path) {
    let store = match &parts.store {
        Ok(store) => store,
        Err(error) => return report.wrong("store.integrity", "store", error),
    };
    match store.check_integrity() {
        Ok(()) => {
            let found = match store.server() {
                Some(address) => t!("doctor-store-shared", address = address),
                None => t!(
                    "doctor-store-whole",
                    size = size(folder),
                    folder = folder.display().to_string()
                ),
            };
            report.ok("store.integrity", "store", found);
        }
        Err(error) => return report.wrong("store.integrity", "store", &error),
    }
    if let Err(error) =
        settings(report, store).and_then(|()| open_acts(report, store, parts.clock.zone()))
    {
        report.wrong("store.reading", "store", &error);
    }
    if let Err(error) = strays(report, store) {
        report.wrong("store.strays", "credit notes", &error);
    }
    if let Err(error) = unclaimed(report, store) {
        report.wrong("store.unclaimed", "shop's orders", &error);
    }
    let Some((engine, ..)) = parts.all(&|_| {}) else { return };
    let counted = engine.tally().map(|tally| tally.attentions);
    match counted {
        Err(error) => report.wrong("store.attention", "attention", &error),
        Ok(counts) if counts.is_empty() => {
            report.ok("store.attention", "attention", t!("doctor-none-waits"));
        }
        Ok(counts) => {
            let said: Vec<String> =
                counts.iter().map(|(attention, count)| counted_words(*attention, *count)).collect();
            report.warn(
                "store.attention",
                "attention",
                t!("doctor-some-wait", attentions = said.join(", ")),
                &t!("doctor-some-wait-hint"),
            );
        }
    }
}

fn settings(report: &mut Report, store: &dyn Store) -> Result<()> {
    let settings = store.settings()?;
    for setting in Setting::ALL {
        let on = if settings.since(setting).is_some() { "on" } else { "off" };
        report.mark(format!("settings.{}", setting.name()), on);
    }
    let off: Vec<&str> = Setting::REQUIRED
        .iter()
        .filter(|setting| settings.since(**setting).is_none())
        .map(|setting| setting.name())
        .collect();
    if settings.is_active() {
        report.ok("settings", "settings", t!("doctor-active"));
    } else {
        let name = settings.autocapture().name();
        report.warn(
            "settings",
            "settings",
            t!("doctor-not-active", state = label(name), off = off.join(", ")),
            &t!("doctor-switch-on"),
        );
    }
    Ok(())
}

/// Points out the credit notes of which Uni does not tell the order.
fn strays(report: &mut Report, store: &dyn Store) -> Result<()> {
    let strays = standing(store.strays()?);
    let numbers: Vec<&str> = strays.iter().map(|stray| stray.note.number.as_str()).collect();
    match numbers.as_slice() {
        [] => report.ok("store.strays", "credit notes", t!("doctor-notes-placed")),
        [first, ..] => report.warn(
            "store.strays",
            "credit notes",
            t!("doctor-notes-stray", count = numbers.len(), first = *first),
            &t!("doctor-notes-stray-hint"),
        ),
    }
    Ok(())
}

/// Points out acts whose end nobody knows.
fn open_acts(report: &mut Report, store: &dyn Store, zone: &TimeZone) -> Result<()> {
    let mut open = Vec::new();
    for outcome in [OutcomeKind::Unknown, OutcomeKind::Pending] {
        let wanted = JournalFilter { outcome: Some(outcome), ..JournalFilter::default() };
        open.extend(store.journal_of(&wanted)?);
    }
    open.sort_by_key(|(_, intent)| intent.id);
    match open.first() {
        None => report.ok("store.open-acts", "journal", t!("doctor-acts-ended")),
        Some((order, first)) => report.warn(
            "store.open-acts",
            "journal",
            t!(
                "doctor-acts-open",
                count = open.len(),
                order = order,
                at = moment::minute(first.at, zone)
            ),
            &t!("doctor-acts-open-hint"),
        ),
    }
    Ok(())
}

/// Counts the shop's orders that were never imported into Uni, or whose number was mistyped there.
fn unclaimed(report: &mut Report, store: &dyn Store) -> Result<()> {
    let mut unclaimed = store.unclaimed_shop_orders()?;
    unclaimed.sort_by_key(|shop| std::cmp::Reverse(shop.bought.at));
    let numbers: Vec<&str> =
        unclaimed.iter().take(NAMED_MAX).map(|shop| shop.number.as_str()).collect();
    let found = match numbers.is_empty() {
        true => t!("doctor-shop-all-claimed"),
        false => {
            t!("doctor-shop-unclaimed", count = unclaimed.len(), numbers = numbers.join(", "))
        }
    };
    report.ok("store.unclaimed", "shop's orders", found);
    Ok(())
}

/// Returns the size of the store's files.
fn size(folder: &Path) -> String {
    let bytes: u64 = ["store.db", "store.db-wal", "exchanges.db"]
        .iter()
        .filter_map(|name| std::fs::metadata(folder.join(name)).ok())
        .map(|file| file.len())
        .sum();
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
