//! Orders of Uni that share a shop order, or a payment: whose money is it?
//!
//! Each is looked at with what is its own of the payment: what the others captured is not there for it.
//! As long as the claims together fit, all draw on the one payment. Above it nobody can know which order is the
//! real one, and nothing may be taken, released or told to the shop for any of them.

use std::collections::BTreeSet;

use crate::act::{Act, Intent};
use crate::order::{DocumentKind, Payment, ShopOrder};

use super::Case;
use super::link::{self, Link};

/// How an order stands to those that share its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// All that nobody else of them has taken is there for it.
    Draws,
    /// It asks for nothing, and others do: only what uniac moved for it is its own.
    Idle,
    /// Nobody can know whether it stems from the shop order.
    Doubtful,
    /// Together they claim more than there is.
    ClaimedTwice,
}

impl Stand {
    /// Returns whether only what uniac itself moved for the order may be acted on.
    pub(super) fn is_barred(self) -> bool {
        matches!(self, Stand::Doubtful | Stand::ClaimedTwice)
    }
}

/// Returns what an order claims, minor units: what it has invoiced less credited, and its rest; no rest once
/// it is dropped.
pub(super) fn claim(case: &Case) -> i64 {
    let order = &case.order;
    let sum = |wanted: fn(&DocumentKind) -> bool| -> i64 {
        let all = order.documents.iter().filter(|document| wanted(&document.kind));
        all.map(|document| document.amount_minor).fold(0, i64::saturating_add)
    };
    let invoiced = sum(|kind| *kind == DocumentKind::Invoice);
    let credited = sum(|kind| matches!(kind, DocumentKind::CreditNote { .. }));
    let rest = if order.uni.progress.is_dropped() { 0 } else { order.uni.uninvoiced_minor.max(0) };
    (invoiced - credited).max(0).saturating_add(rest)
}

/// Returns the tie of an order to its shop order.
pub(super) fn link_of(case: &Case) -> Link {
    link::judge(&case.order.uni, case.order.shop.as_ref(), &case.ties)
}

/// Returns how the order stands to the others, by its own link.
pub(super) fn stand(case: &Case, link: Link) -> Stand {
    if link.is_doubtful() {
        return Stand::Doubtful;
    }
    let rivals: Vec<&Case> =
        case.ties.siblings.iter().filter(|other| link_of(other).is_firm()).collect();
    let claims: Vec<i64> = rivals.iter().map(|other| claim(other)).filter(|c| *c > 0).collect();
    let own = claim(case);
    match (own > 0, claims.is_empty()) {
        (_, true) => Stand::Draws,
        (false, false) => Stand::Idle,
        (true, false) if clashes(case, link, &rivals, own, &claims) => Stand::ClaimedTwice,
        (true, false) => Stand::Draws,
    }
}

fn clashes(case: &Case, link: Link, rivals: &[&Case], own: i64, claims: &[i64]) -> bool {
    let said = |other: &&Case| link_of(other) == Link::ByPerson;
    if link == Link::ByPerson && rivals.iter().filter(|other| claim(other) > 0).all(said) {
        return false; // whoever says that they belong together has seen them all
    }
    let Some(total) = total(case, rivals) else { return true };
    let sum = claims.iter().fold(own, |sum, claim| sum.saturating_add(*claim));
    // What somebody took by hand may be any of theirs.
    let is_foreign = case.order.payment.as_ref().is_some_and(|p| foreign(case, p) > 0);
    sum > total.saturating_add(case.order.uni.currency.unit()) || is_foreign
}

/// What the orders may claim together: the total of the one shop order, or, where several shop orders name
/// one payment, what was authorised.
fn total(case: &Case, rivals: &[&Case]) -> Option<i64> {
    let shop = case.order.shop.as_ref()?;
    let is_same = |other: &&Case| other.order.shop.as_ref().is_some_and(|s| s.id == shop.id);
    let authorised = case.order.payment.as_ref().map(|payment| payment.authorised_minor);
    match rivals.iter().all(is_same) {
        true => shop.bought.total_minor.or(authorised),
        false => authorised,
    }
}

/// Returns the sum that a journal knows to be done, of one act on the payment, minor units.
fn done(intents: &[Intent], act: Act) -> i64 {
    let done = intents.iter().filter(|intent| intent.act == act && intent.is_done());
    done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
}

fn others(case: &Case, act: Act) -> i64 {
    case.ties.siblings.iter().map(|other| done(&other.intents, act)).fold(0, i64::saturating_add)
}

/// Returns what was captured on the payment by nobody's intent, minor units.
fn foreign(case: &Case, payment: &Payment) -> i64 {
    let known = done(&case.intents, Act::Capture).saturating_add(others(case, Act::Capture));
    (payment.captured_minor - known).max(0)
}

/// Returns the payment as it is for this order: without what was moved for the others; for one that does not
/// draw on it, only what was moved for the order itself.
pub(super) fn own_payment(case: &Case, stand: Stand) -> Option<Payment> {
    let payment = case.order.payment.clone()?;
    if case.ties.siblings.is_empty() && stand == Stand::Draws {
        return Some(payment);
    }
    let keys: BTreeSet<&str> = case.intents.iter().map(|intent| intent.key.as_str()).collect();
    let theirs: BTreeSet<&str> = case
        .ties
        .siblings
        .iter()
        .flat_map(|other| &other.intents)
        .map(|intent| intent.key.as_str())
        .collect();
    let mut own = payment.clone();
    match stand {
        Stand::Draws => {
            let (captured, refunded) = (others(case, Act::Capture), others(case, Act::Refund));
            own.events.retain(|event| event.key.as_deref().is_none_or(|key| !theirs.contains(key)));
            own.authorised_minor = (payment.authorised_minor - captured).max(0);
            own.captured_minor = (payment.captured_minor - captured).max(0);
            own.refunded_minor = (payment.refunded_minor - refunded).max(0);
        }
        Stand::Idle | Stand::Doubtful | Stand::ClaimedTwice => {
            own.events.retain(|event| event.key.as_deref().is_some_and(|key| keys.contains(key)));
            own.captured_minor = done(&case.intents, Act::Capture);
            own.refunded_minor = done(&case.intents, Act::Refund);
            own.authorised_minor = own.captured_minor;
            own.cancelled_minor = 0;
        }
    }
    Some(own)
}

/// Returns whether an order that shares the payment may still need what is reserved: one that is there and not
/// invoiced to its end, one that is not settled, and one of which nobody knows whether it stems from the
/// shop order.
pub(super) fn others_need_it(case: &Case) -> bool {
    case.ties.siblings.iter().any(|other| {
        let link = link_of(other);
        let held = done(&other.intents, Act::Capture) - done(&other.intents, Act::Refund);
        let is_live = !other.order.uni.progress.is_dropped();
        let waits = is_live && other.order.uni.uninvoiced_minor > 0;
        let is_open = other.intents.iter().any(Intent::is_open);
        link != Link::Unlinked && (waits || claim(other) > held || is_open)
    })
}

/// Returns whether an order that shares the shop order is credited less than this one, or waits in Uni.
pub(super) fn others_stand(case: &Case, shop: &ShopOrder) -> bool {
    case.ties.siblings.iter().any(|other| {
        let is_same = other.order.shop.as_ref().is_some_and(|known| known.id == shop.id);
        is_same && link_of(other) != Link::Unlinked && claim(other) > 0
    })
}

/// Returns what was recorded as refunded in the shop's order for the others, minor units.
pub(super) fn recorded_for_others(case: &Case) -> i64 {
    others(case, Act::ShopRecordRefund)
}

/// Returns whether an act on the payment, of an order that shares it, has no definite answer.
pub(super) fn others_are_unknown(case: &Case) -> bool {
    let is_open = |intent: &Intent| intent.act.operation().moves_money() && intent.is_open();
    case.ties.siblings.iter().any(|other| other.intents.iter().any(is_open))
}
