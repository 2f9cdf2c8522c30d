//! The store of a company: whether it is whole, the settings, and what has no definite end yet.
//!
//! It reads uniac's own data only.

use std::collections::BTreeMap;
use std::path::Path;

use uniac_core::assess::Attention;
use uniac_core::settings::Setting;
use uniac_store::Store;
use uniac_system::error::Result;
use uniac_texts::t;

use super::super::accepted::Accepted;
use super::parts::Parts;
use super::report::Report;

/// How many of the shop's orders are named.
const NAMED_MAX: usize = 5;

/// Looks at the store in `folder`.
pub fn look(report: &mut Report, parts: &Parts, folder: &Path) {
    let store = match &parts.store {
        Ok(store) => store,
        Err(error) => return report.wrong("store.integrity", "store", error),
    };
    match store.check_integrity() {
        Ok(()) => {
            let found = format!("whole, {} in `{}`", size(folder), folder.display());
            report.ok("store.integrity", "store", found);
        }
        Err(error) => return report.wrong("store.integrity", "store", &error),
    }
    if let Err(error) = settings(report, store).and_then(|()| open_acts(report, store)) {
        report.wrong("store.reading", "store", &error);
    }
    if let Err(error) = strays(report, store) {
        report.wrong("store.strays", "credit notes", &error);
    }
    if let Err(error) = unclaimed(report, store) {
        report.wrong("store.unclaimed", "shop's orders", &error);
    }
    let Some((engine, ..)) = parts.all(&|_| {}) else { return };
    let mut counts: BTreeMap<Attention, usize> = BTreeMap::new();
    let counted = Accepted::read(store).and_then(|accepted| {
        engine.assessed(&mut |case, assessment| {
            let is_accepted = accepted.of(&case, &assessment).is_some();
            if let Some(attention) = assessment.attention.filter(|_| !is_accepted) {
                *counts.entry(attention).or_default() += 1;
            }
            Ok(())
        })
    });
    match counted {
        Err(error) => report.wrong("store.attention", "attention", &error),
        Ok(()) if counts.is_empty() => {
            report.ok("store.attention", "attention", "no order waits for a person, as last read");
        }
        Ok(()) => {
            let said: Vec<String> =
                counts.iter().map(|(attention, count)| format!("{attention} {count}")).collect();
            report.warn(
                "store.attention",
                "attention",
                format!("orders that wait for a person, as last read: {}", said.join(", ")),
                "`uniac order list --attention any` lists them; `uniac explain ID` explains one",
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
        report.ok("settings", "settings", "auto-capture is active");
    } else {
        let name = settings.autocapture().name();
        report.warn(
            "settings",
            "settings",
            format!("auto-capture is {name}; off: {}", off.join(", ")),
            "Switch it on with `uniac enable`",
        );
    }
    Ok(())
}

/// Points out the credit notes of which Uni does not tell the order.
fn strays(report: &mut Report, store: &dyn Store) -> Result<()> {
    let strays = store.strays()?;
    let numbers: Vec<&str> = strays.iter().map(|stray| stray.note.number.as_str()).collect();
    match numbers.as_slice() {
        [] => report.ok("store.strays", "credit notes", "each tells its order or its invoice"),
        [first, ..] => report.warn(
            "store.strays",
            "credit notes",
            format!(
                "{} that {} neither an order line nor an invoice that is known, for instance {first}",
                t!("count-credit-notes", count = numbers.len()),
                if numbers.len() == 1 { "names" } else { "name" }
            ),
            "Orders that they may be of say `credit-not-placed`; where none does, and it is a web order's, \
             name the invoice in Uni",
        ),
    }
    Ok(())
}

/// Points out acts whose end nobody knows.
fn open_acts(report: &mut Report, store: &dyn Store) -> Result<()> {
    let journal = store.journal(None)?;
    let open: Vec<_> = journal.iter().filter(|(_, intent)| intent.is_open()).collect();
    match open.first() {
        None => report.ok("store.open-acts", "journal", "every act has a definite end"),
        Some((order, first)) => report.warn(
            "store.open-acts",
            "journal",
            format!(
                "{} without a definite end; the oldest is of order {order}, {:.0}",
                t!("count-acts", count = open.len()),
                first.at
            ),
            "Run `uniac sync`, which settles them by looking; `uniac log ORDER` shows them",
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
        true => "to each an order in Uni leads".to_owned(),
        false => format!(
            "{} to which no order in Uni leads, the newest {}",
            t!("count-orders", count = unclaimed.len()),
            numbers.join(", ")
        ),
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
