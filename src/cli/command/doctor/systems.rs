//! Each system by itself: does it answer, who is signed in, what may be done, how is its clock.
//!
//! Rights to write cannot be seen by reading; the journal knows whether writes were taken before.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::CompanyConfig;
use uniac_connect::payment::Capabilities;
use uniac_core::act::{Intent, Operation, OutcomeKind};
use uniac_core::finding::{Finding, Verdict};
use uniac_core::order::OrderId;
use uniac_store::Store;
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_texts::t;

use super::clocks::Dates;
use super::parts::Parts;
use super::report::Report;
use crate::cli::view::moment;

/// What a system must let uniac write.
struct Write {
    /// The row's id after the system's.
    id: &'static str,
    what: fn() -> String,
    operations: &'static [Operation],
    remedy: fn() -> String,
}

const BOOKING: Write = Write {
    id: "writing",
    what: || t!("doctor-writes-bookings"),
    operations: &[Operation::BookPayment],
    remedy: || t!("doctor-first-booking"),
};

const SHOP: Write = Write {
    id: "writing",
    what: || t!("doctor-writes-orders"),
    operations: &[Operation::ShopUpdate, Operation::ShopCreate],
    remedy: || t!("doctor-first-change"),
};

const MONEY: Write = Write {
    id: "writing",
    what: || t!("doctor-writes-money"),
    operations: &[Operation::Capture, Operation::Refund, Operation::Cancel],
    remedy: || t!("doctor-first-capture"),
};

/// Looks at Uni, the shop and each provider; returns whether Uni and the shop answer, so that their
/// orders can be read.
pub fn look(report: &mut Report, parts: &Parts, dates: &Dates) -> bool {
    let zone = parts.clock.zone();
    let journal = match &parts.store {
        Ok(store) => store.journal(None).unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let journal: Vec<Intent> = journal.into_iter().map(|(_, intent)| intent).collect();
    let payers = payers(parts);
    let erp = parts.erp.as_ref();
    let uni_answers = connection(report, "uni", "Uni", erp.map(|erp| erp.check()));
    dates.look(report, System::Uni, "uni", "Uni");
    if let (true, Ok(erp)) = (uni_answers, erp) {
        surveyed(report, "uni", "Uni", erp.survey());
        writing(report, "uni", "Uni", &BOOKING, &journal, zone);
    }
    let shop = parts.shop.as_ref();
    let shop_answers = connection(report, "shop", "shop", shop.map(|shop| shop.check()));
    dates.look(report, System::Shop, "shop", "shop");
    if let (true, Ok(shop)) = (shop_answers, shop) {
        surveyed(report, "shop", "shop", shop.survey());
        writing(report, "shop", "shop", &SHOP, &journal, zone);
    }
    for provider in &parts.providers {
        let name = provider.name().to_owned();
        let answered = connection(report, &name, &name, Ok(provider.check()));
        dates.look(report, System::Provider, &name, &name);
        capabilities(report, &name, provider.capabilities());
        if answered {
            surveyed(report, &name, &name, provider.survey());
            // The journal does not name the provider; the order's payment does.
            let is_its = |intent: &&Intent| payers.get(&intent.order) == Some(&name);
            let its: Vec<Intent> = journal.iter().filter(is_its).cloned().collect();
            writing(report, &name, &name, &MONEY, &its, zone);
        }
    }
    for (name, error) in &parts.broken {
        report.wrong(format!("{name}.connection"), name, error);
    }
    if parts.providers.is_empty() && parts.broken.is_empty() {
        report.warn(
            "providers",
            "providers",
            t!("doctor-no-provider"),
            &t!("doctor-no-provider-hint"),
        );
    }
    uni_answers && shop_answers
}

/// Returns the provider of each order with a payment, as last read.
fn payers(parts: &Parts) -> HashMap<OrderId, String> {
    let mut payers = HashMap::new();
    let Ok(store) = &parts.store else { return payers };
    let read = store.cases(&mut |case| {
        let provider = case.order.payment.as_ref().map(|payment| payment.provider.clone());
        payers.extend(provider.map(|provider| (case.order.uni.id, provider)));
        Ok(())
    });
    // A store that cannot be read has a row of its own.
    read.map_or_else(|_| HashMap::new(), |()| payers)
}

/// Keeps what the provider promises: another version, or another configuration, may promise less.
fn capabilities(report: &mut Report, name: &str, promised: &Capabilities) {
    let lifetime = promised.key_lifetime.map_or(0, |lifetime| lifetime.as_hours());
    for (what, value) in [
        ("key-lifetime-hours", lifetime.to_string()),
        ("lookup", promised.lookup.to_string()),
        ("lookup-delay-seconds", promised.lookup_delay.as_secs().to_string()),
    ] {
        report.mark(format!("{name}.capabilities.{what}"), value);
    }
}

/// Adds the row of a system's check; returns whether it answered as it should.
fn connection(
    report: &mut Report,
    id: &str,
    check: &str,
    checked: Result<Result<String>, &Error>,
) -> bool {
    let id = format!("{id}.connection");
    match checked {
        Ok(Ok(found)) => {
            if id == "uni.connection" {
                report.mark("uni.company", found.clone());
            }
            report.ok(id, check, found);
            true
        }
        Ok(Err(error)) => {
            report.wrong(id, check, &error);
            false
        }
        Err(error) => {
            report.wrong(id, check, error);
            false
        }
    }
}

/// Says what can be seen of the configured providers without asking anybody.
pub fn configured(report: &mut Report, company: &CompanyConfig) {
    for payment in &company.payment {
        surveyed(report, payment.name(), payment.name(), payment.configured().findings());
    }
}

fn surveyed(report: &mut Report, id: &str, check: &str, findings: Vec<Finding>) {
    for finding in findings {
        report.finding(id, check, finding);
    }
}

/// Says whether writes were taken, by the last one of the journal with a definite end.
fn writing(
    report: &mut Report,
    id: &str,
    check: &str,
    write: &Write,
    journal: &[Intent],
    zone: &TimeZone,
) {
    let id = format!("{id}.{}", write.id);
    let check = format!("{check}: {}", write.id);
    let (what, remedy) = ((write.what)(), (write.remedy)());
    match last_end(journal, write.operations) {
        Some((at, true)) => {
            report.ok(
                id,
                &check,
                t!("doctor-may-write", what = what, at = moment::minute(at, zone)),
            );
        }
        Some((at, false)) => {
            let found = t!("doctor-write-refused", what = what, at = moment::minute(at, zone));
            report.warn(id, &check, found, &remedy);
        }
        None => {
            let found = t!("doctor-write-unseen", what = what);
            report.add(id, &check, Verdict::Unverified, found, Some(&remedy));
        }
    }
}

/// Returns when the last act of these operations was taken, or refused for want of rights.
fn last_end(journal: &[Intent], operations: &[Operation]) -> Option<(Timestamp, bool)> {
    let of_kind = journal.iter().filter(|intent| operations.contains(&intent.act.operation()));
    of_kind
        .filter_map(|intent| intent.outcome.as_ref())
        .filter_map(|outcome| match outcome.kind {
            OutcomeKind::Done => Some((outcome.at, true)),
            OutcomeKind::Refused if outcome.code.as_deref() == Some("sign-in") => {
                Some((outcome.at, false))
            }
            _ => None,
        })
        .max_by_key(|(at, _)| *at)
}
