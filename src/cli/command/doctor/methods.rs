//! The payment methods of the last year's orders: how many, how much, and who takes them.
//!
//! A method that nobody takes must never be silent. Ids come from the shop and are shown cleaned.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use uniac_connect::payment::known_methods;
use uniac_core::method::Owner;
use uniac_core::money::{Currency, Money};
use uniac_engine::Engine;
use uniac_system::error::Result;
use uniac_texts::t;

use super::report::Report;

/// How far back orders are looked at.
const DAYS: i64 = 365;

/// How much of a method's id is shown.
const ID_LENGTH_MAX: usize = 40;

/// The row's id and check.
pub const ROW: (&str, &str) = ("methods", "payment methods");

/// What was met of one method.
#[derive(Default)]
struct Usage {
    orders: usize,
    /// Orders whose payment the provider does not know.
    not_found: usize,
    /// Of which a payment is named.
    with_reference: usize,
    sums: BTreeMap<Currency, i64>,
}

/// Adds a row a method.
pub fn look(report: &mut Report, engine: &Engine<'_>) {
    let met = match met(engine) {
        Ok(met) => met,
        Err(error) => return report.wrong(ROW.0, ROW.1, &error),
    };
    if met.is_empty() {
        return report.ok(ROW.0, ROW.1, t!("doctor-no-order-of-year"));
    }
    for (method, met) in met {
        let shown = shown(&method);
        let id = format!("methods.{shown}");
        let check = t!("doctor-method", method = &shown);
        let met_text = format!("{}, {}", t!("count-orders", count = met.orders), sums(&met));
        match taker(engine, &method, &met) {
            Ok(taker) => report.ok(id, &check, format!("{met_text}: {taker}")),
            Err((found, remedy)) => {
                report.warn(id, &check, format!("{met_text}: {found}"), &remedy);
            }
        }
    }
}

fn met(engine: &Engine<'_>) -> Result<BTreeMap<String, Usage>> {
    let year = SignedDuration::from_hours(24 * DAYS);
    let now = engine.clock.now();
    let since = now.checked_sub(year).unwrap_or(now);
    let since = engine.clock.zone().to_datetime(since).date();
    let mut methods: BTreeMap<String, Usage> = BTreeMap::new();
    engine.store.cases(&mut |case| {
        let uni = &case.order.uni;
        let Some(shop) = case.order.shop.as_ref().filter(|_| uni.placed >= since) else {
            return Ok(());
        };
        let met = methods.entry(shop.payment_method.to_ascii_lowercase()).or_default();
        met.orders += 1;
        met.not_found += usize::from(case.order.not_found_at.is_some());
        met.with_reference += usize::from(shop.payment_reference.is_some());
        let sum = met.sums.entry(uni.currency).or_default();
        *sum = sum.saturating_add(uni.total_minor);
        Ok(())
    })?;
    Ok(methods)
}

fn sums(met: &Usage) -> String {
    let sums =
        met.sums.iter().map(|(currency, minor)| uniac_texts::amount(Money::new(*minor, *currency)));
    sums.collect::<Vec<_>>().join(&t!("list-and"))
}

/// Returns who takes a method's money, or what is wrong and what to do about it.
fn taker(engine: &Engine<'_>, method: &str, met: &Usage) -> Result<String, (String, String)> {
    if let Some(provider) = engine.providers.iter().find(|provider| provider.handles(method)) {
        let name = provider.name();
        return match met.not_found {
            0 => Ok(name.to_owned()),
            orders => Err((
                t!("doctor-method-not-found", provider = name, count = orders),
                t!("doctor-method-not-found-hint"),
            )),
        };
    }
    match known_methods().owner(method) {
        Owner::Provider(title) => Err((
            t!("doctor-method-not-configured", provider = title),
            t!("doctor-method-not-configured-hint"),
        )),
        Owner::Unknown if met.with_reference > 0 => {
            Err((t!("doctor-method-unknown"), t!("doctor-method-unknown-hint")))
        }
        Owner::Nobody | Owner::Unknown => Ok(t!("doctor-method-nobody")),
    }
}

fn shown(method: &str) -> String {
    match method {
        "" => "none".to_owned(),
        method => method
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '?' })
            .take(ID_LENGTH_MAX)
            .collect(),
    }
}
