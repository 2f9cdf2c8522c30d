//! Reconciling: what Uni, the shop and the provider each say of a period, and why they differ.
//!
//! Pure: facts and a period in, sums and differences out. It decides nothing about money, and it must never leave a
//! difference out: what two sides do not agree on to the øre is a row with its reason.

#![warn(clippy::wildcard_enum_match_arm)]

mod beside;
mod collect;
mod difference;
mod facts;
mod movement;
mod pairing;
mod period;
mod piece;
mod purchases;
mod reconciliation;
mod sums;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;

pub use collect::{Collector, Lens};
pub use difference::{Difference, Reason};
pub use facts::{Facts, InvoiceFacts, OrderFacts, PaymentFacts, ShopFacts, StrayFacts};
pub use movement::{Kind, Movement, Side, When};
pub use period::Period;
use period::Within;
pub use reconciliation::Reconciliation;
use sums::column;
pub use sums::{Column, PurchaseSums, Sum};

/// Reconciles a period.
pub fn reconcile(facts: &Facts, period: Period) -> Reconciliation {
    let mut result = Reconciliation::default();
    for purchase in purchases::of(facts) {
        let all = purchase.movements();
        let is_here = |movement: &&Movement| period.within(movement.when) != Within::Out;
        if !all.iter().copied().any(|movement| is_here(&movement)) {
            continue;
        }
        let mut sums: BTreeMap<Column, Sum> = BTreeMap::new();
        for movement in all {
            result.count(movement, period);
            if period.within(movement.when) == Within::In {
                sums.entry(column(movement)).or_default().add(movement.money.minor);
            }
        }
        let differences = pairing::differences(&purchase, period);
        if !sums.is_empty() || !differences.is_empty() {
            result.purchases.push(purchase.sums(sums, differences.len()));
        }
        result.differences.extend(differences);
    }
    result.differences.sort_by(|a, b| {
        let rank = |d: &Difference| (d.reason, -d.money.minor, d.order.clone(), d.on.clone());
        rank(a).cmp(&rank(b))
    });
    result
}
