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
        return report.ok(ROW.0, ROW.1, "no order of the last year is known to the shop");
    }
    for (method, met) in met {
        let shown = shown(&method);
        let id = format!("methods.{shown}");
        let check = format!("payment method: {shown}");
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
    let sums = met.sums.iter().map(|(currency, minor)| Money::new(*minor, *currency).to_string());
    sums.collect::<Vec<_>>().join(" and ")
}

/// Returns who takes a method's money, or what is wrong and what to do about it.
fn taker(engine: &Engine<'_>, method: &str, met: &Usage) -> Result<String, (String, String)> {
    if let Some(provider) = engine.providers.iter().find(|provider| provider.handles(method)) {
        let name = provider.name();
        return match met.not_found {
            0 => Ok(name.to_owned()),
            orders => Err((
                format!("{name}, which does not know the payments of {orders} of them"),
                "`uniac explain payment-not-found` says what to do".to_owned(),
            )),
        };
    }
    match known_methods().owner(method) {
        Owner::Provider(title) => Err((
            format!("nobody: it is {title}'s, which is not configured for it"),
            "Add the provider as a [[company.NAME.payment]], or its id to that one's \
             `payment_methods`; without it these orders are never captured"
                .to_owned(),
        )),
        Owner::Unknown if met.with_reference > 0 => Err((
            "nobody: whose it is is not known".to_owned(),
            "If a configured provider takes it, add its id to that one's `payment_methods`"
                .to_owned(),
        )),
        Owner::Nobody | Owner::Unknown => {
            Ok("no provider's, so there is nothing to capture".to_owned())
        }
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
