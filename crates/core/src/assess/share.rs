//! Orders of Uni that share a shop order, or a payment: whose money is it?
//!
//! Each is looked at with what is its own of the payments: what the others captured is not there for it.
//! As long as the claims together fit, all draw on the one payment. Above it nobody can know which order is the
//! real one, and nothing may be taken, released or told to the shop for any of them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::act::{Act, Intent};
use crate::ledger::{self, Balance, Ledger, Paid};
use crate::order::{DocumentId, EventKind, OrderId, Payment, PaymentEvent, ShopOrder};
use crate::settings::Era;

use super::link::{self, Link};
use super::{Case, Company};

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

/// Returns what an order claims, minor units: what it has invoiced less credited and paid otherwise, and its rest with
/// its drafts; no rest once it is dropped.
pub(super) fn claim(case: &Case, company: &Company) -> i64 {
    let uni = &case.order.uni;
    let ledger = of_our_own(case, company);
    let balances = ledger.balances.iter().filter(|balance| !balance.is_withdrawn);
    let stands = balances.map(Balance::owed).fold(0, i64::saturating_add);
    if uni.progress.is_dropped() {
        return stands;
    }
    let drafts = case.order.drafts.iter().map(|draft| draft.amount_minor.max(0));
    let drafts = drafts.fold(0, i64::saturating_add);
    // Whether Uni counts what is on a draft to the rest is not known: it is counted once.
    let invoiced = ledger.balances.iter().map(|balance| balance.invoiced);
    let open = (uni.total_minor - invoiced.fold(0, i64::saturating_add)).max(0);
    let rest = uni.uninvoiced_minor.max(0);
    stands.saturating_add(rest.max((rest + drafts).min(open)))
}

/// Returns the balances of an order by its documents and our own intents alone.
fn of_our_own(case: &Case, company: &Company) -> Ledger {
    let mut alone = case.order.clone();
    alone.payment = None;
    ledger::allot(&alone, &[], &case.intents, &paid(case, company), &company.key)
}

fn paid(case: &Case, company: &Company) -> Paid {
    Paid { ignores_uni: company.terms.ignores_paid, by_word: case.kept.paid_by_word.clone() }
}

/// Returns the tie of an order to its shop order.
pub(super) fn link_of(case: &Case) -> Link {
    link::judge(&case.order.uni, case.order.shop.as_ref(), &case.ties)
}

/// Returns how the order stands to the others, by its own link.
pub(super) fn stand(case: &Case, link: Link, company: &Company) -> Stand {
    match link {
        Link::Doubtful(_) => return Stand::Doubtful,
        // A person has said that nothing of it is this order's.
        Link::Unlinked => return Stand::Idle,
        Link::None | Link::Sure | Link::ByPerson => {}
    }
    let rivals: Vec<&Case> =
        case.ties.siblings.iter().filter(|other| link_of(other).is_firm()).collect();
    let claims = rivals.iter().map(|other| (*other, claim(other, company)));
    let claims: Vec<(&Case, i64)> = claims.filter(|(_, claim)| *claim > 0).collect();
    if claims.is_empty() {
        return Stand::Draws;
    }
    let own = claim(case, company);
    match own > 0 {
        false => Stand::Idle,
        true if clashes(case, link, &claims, own) => Stand::ClaimedTwice,
        true => Stand::Draws,
    }
}

fn clashes(case: &Case, link: Link, rivals: &[(&Case, i64)], own: i64) -> bool {
    let said = |(other, _): &(&Case, i64)| link_of(other) == Link::ByPerson;
    if link == Link::ByPerson && rivals.iter().all(said) {
        return false; // whoever says that they belong together has seen them all
    }
    let Some(total) = total(case, rivals) else { return true };
    let sum = rivals.iter().fold(own, |sum, (_, claim)| sum.saturating_add(*claim));
    // What somebody took by hand may be any of theirs.
    let is_foreign = foreign_of_all(case) > 0;
    let unit = case.order.uni.currency.unit();
    let is_above = sum > total.saturating_add(unit);
    let just_fills = (total - sum).abs() <= unit;
    // Orders with the same lines are copies of one, unless together they are just what the customer has ordered.
    let is_copy = rivals.iter().any(|(other, _)| is_alike(case, other));
    is_above || is_foreign || (is_copy && !just_fills)
}

/// Returns whether two orders have the same lines.
fn is_alike(case: &Case, other: &Case) -> bool {
    let lines = case.order.uni.lines;
    lines.is_some() && lines == other.order.uni.lines
}

/// What the orders may claim together: the total of the one shop order, or, where several shop orders name
/// one payment, what was authorised.
fn total(case: &Case, rivals: &[(&Case, i64)]) -> Option<i64> {
    case.order.shop.as_ref()?;
    let is_own = |shop: &ShopOrder| case.shop_orders().any(|own| own.id == shop.id);
    let names_one = |other: &Case| other.order.shop.is_some() && other.shop_orders().all(is_own);
    let authorised =
        drawn(case).map(|payment| payment.authorised_minor).reduce(i64::saturating_add);
    let totals = case.shop_orders().map(|shop| shop.bought.total_minor);
    let total = totals.reduce(|sum, total| Some(sum?.saturating_add(total?))).flatten();
    match rivals.iter().all(|(other, _)| names_one(other)) {
        true => total.or(authorised),
        false => authorised,
    }
}

/// Returns the payments that the order draws on: the one in hand, and of a merged order those of its other shop orders.
fn drawn(case: &Case) -> impl Iterator<Item = &Payment> {
    let beside = case.earlier.iter().filter(|payment| case.is_beside(&payment.reference));
    case.order.payment.iter().chain(beside)
}

/// Returns the sum of what uniac has done on a payment for the others, minor units.
fn others_on(case: &Case, kind: EventKind, reference: &str) -> i64 {
    let others = case.ties.siblings.iter();
    others.map(|other| other.done_minor_on(kind, reference)).fold(0, i64::saturating_add)
}

/// Returns what was captured on a payment by nobody's intent, minor units.
fn foreign(case: &Case, payment: &Payment) -> i64 {
    let own = case.done_minor_on(EventKind::Capture, &payment.reference);
    let known = own.saturating_add(others_on(case, EventKind::Capture, &payment.reference));
    (payment.captured_minor - known).max(0)
}

/// Leaves of the payments what is the order's own: without what was moved for the others; of one that it does not draw
/// on, only what was moved for the order itself.
pub(super) fn take_own(case: &mut Case, stand: Stand) {
    let draws = |case: &Case, payment: &Payment| {
        let is_chosen =
            || case.chosen.as_ref().is_some_and(|(_, chosen)| *chosen == payment.reference);
        // No choice of a payment gives it to an order that is not its customer's.
        stand == Stand::Draws && (case.is_named(&payment.reference) || is_chosen())
    };
    let live = case.order.payment.take();
    let live = live.map(|payment| own(case, payment, draws));
    let earlier = std::mem::take(&mut case.earlier);
    let earlier = earlier.into_iter().map(|payment| own(case, payment, draws)).collect();
    case.order.payment = live;
    case.earlier = earlier;
}

fn own(case: &Case, mut payment: Payment, draws: impl Fn(&Case, &Payment) -> bool) -> Payment {
    let reference = payment.reference.clone();
    if draws(case, &payment) {
        if case.ties.siblings.is_empty() {
            return payment;
        }
        let others = case.ties.siblings.iter().flat_map(|other| &other.intents);
        let theirs: BTreeSet<&str> = others.map(|intent| intent.key.as_str()).collect();
        let captured = others_on(case, EventKind::Capture, &reference);
        let refunded = others_on(case, EventKind::Refund, &reference);
        let used = paid_back_of_foreign(case, &reference);
        payment.events.retain(|event| event.key.as_deref().is_none_or(|k| !theirs.contains(k)));
        use_up(case, &mut payment, used);
        let gone = captured.saturating_add(used);
        payment.authorised_minor = (payment.authorised_minor - gone).max(0);
        payment.captured_minor = (payment.captured_minor - gone).max(0);
        payment.refunded_minor = (payment.refunded_minor - refunded).max(0);
        return payment;
    }
    let keys: BTreeSet<&str> = case.intents.iter().map(|intent| intent.key.as_str()).collect();
    payment.events.retain(|event| event.key.as_deref().is_some_and(|key| keys.contains(key)));
    payment.captured_minor = case.done_minor_on(EventKind::Capture, &reference);
    payment.refunded_minor = case.done_minor_on(EventKind::Refund, &reference);
    payment.authorised_minor = payment.captured_minor;
    payment.cancelled_minor = 0;
    payment
}

/// Returns how much of what somebody took by hand on a payment uniac has paid back for the others, minor units: more than it
/// had captured for them. That money is gone, and is not there for this order to be paid back once more.
fn paid_back_of_foreign(case: &Case, reference: &str) -> i64 {
    let on = |other: &Case, kind| other.done_minor_on(kind, reference);
    let beyond = |other: &Case| on(other, EventKind::Refund) - on(other, EventKind::Capture);
    case.ties.siblings.iter().map(|other| beyond(other).max(0)).fold(0, i64::saturating_add)
}

/// Takes so much out of what somebody took by hand on a payment, the oldest first.
fn use_up(case: &Case, payment: &mut Payment, mut used: i64) {
    let keys: BTreeSet<&str> = case.intents.iter().map(|intent| intent.key.as_str()).collect();
    let is_own = |event: &PaymentEvent| event.key.as_deref().is_some_and(|k| keys.contains(k));
    for event in &mut payment.events {
        if event.kind == EventKind::Capture && !is_own(event) {
            let share = event.amount_minor.min(used);
            event.amount_minor -= share;
            used -= share;
        }
    }
}

/// Returns the balances of an order, after held money has passed from the invoices of its shop order that have too much
/// to those that lack it.
pub(super) fn ledger(case: &Case, company: &Company, now: Timestamp) -> Ledger {
    let paid = paid(case, company);
    let mut ledger = ledger::allot(&case.order, &case.earlier, &case.intents, &paid, &company.key);
    let beside = drawn(case).skip(usize::from(case.order.payment.is_some()));
    ledger.capturable += beside.map(|payment| ledger.reserved_on(&payment.reference)).sum::<i64>();
    if !may_pass(case, now) {
        return ledger;
    }
    let mut all: Vec<(OrderId, Balance)> = passable(case, &ledger);
    if foreign_of_all(case) == 0 {
        for other in partners(case, now) {
            all.extend(passable(other, &of_our_own(other, company)));
        }
    }
    all.sort_by_key(|(order, balance)| (balance.invoice, *order));
    pass_on(&mut all);
    for balance in &mut ledger.balances {
        let is_it = |(order, b): &&(OrderId, Balance)| {
            *order == case.order.uni.id && b.invoice == balance.invoice
        };
        if let Some((_, passed)) = all.iter().find(is_it) {
            balance.passed_in = passed.passed_in;
            balance.passed_out = passed.passed_out;
        }
    }
    ledger
}

fn foreign_of_all(case: &Case) -> i64 {
    drawn(case).map(|payment| foreign(case, payment)).fold(0, i64::saturating_add)
}

fn may_pass(case: &Case, now: Timestamp) -> bool {
    link_of(case).is_firm() && !is_held(case, now)
}

/// Returns the other orders of the same shop order with which money may pass.
fn partners(case: &Case, now: Timestamp) -> impl Iterator<Item = &Case> {
    let shop = case.order.shop.as_ref().map(|shop| shop.id.as_str());
    case.ties.siblings.iter().filter(move |other| {
        let theirs = other.order.shop.as_ref().map(|shop| shop.id.as_str());
        shop.is_some() && theirs == shop && may_pass(other, now)
    })
}

/// Returns the balances of invoices between which money may pass: of the auto era, exact, and not paid otherwise.
fn passable(case: &Case, ledger: &Ledger) -> Vec<(OrderId, Balance)> {
    let is_exact = |id: DocumentId| {
        let mut documents = case.order.documents.iter();
        documents.all(|document| document.id != id || document.inexact.is_none())
    };
    let may = |balance: &&Balance| {
        case.eras.get(&balance.invoice) == Some(&Era::Auto)
            && balance.paid_otherwise == 0
            && !balance.is_withdrawn
            && is_exact(balance.invoice)
    };
    let order = case.order.uni.id;
    ledger.balances.iter().filter(may).map(|balance| (order, balance.clone())).collect()
}

/// Passes what one invoice has too much to the next that lacks it.
fn pass_on(all: &mut [(OrderId, Balance)]) {
    for from in 0..all.len() {
        for to in 0..all.len() {
            let (Some((_, giver)), Some((_, taker))) = (all.get(from), all.get(to)) else { return };
            let passed = giver.refund_due().min(taker.capture_due());
            if passed <= 0 {
                continue;
            }
            if let Some((_, giver)) = all.get_mut(from) {
                giver.passed_out += passed;
            }
            if let Some((_, taker)) = all.get_mut(to) {
                taker.passed_in += passed;
            }
        }
    }
}

/// Returns whether an order that shares the payment may still need what is reserved: one that is there and not
/// invoiced to its end, one with a draft, one that is not settled, and one of which nobody knows whether it stems from
/// the shop order.
pub(super) fn others_need_it(case: &Case, company: &Company) -> bool {
    case.ties.siblings.iter().any(|other| {
        let link = link_of(other);
        let sum = |act: Act| -> i64 {
            let done = other.intents.iter().filter(|i| i.act == act && i.is_done());
            done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
        };
        let held = sum(Act::Capture) - sum(Act::Refund);
        let is_live = !other.order.uni.progress.is_dropped();
        let waits = is_live && other.order.uni.uninvoiced_minor > 0;
        let drafts = !other.order.drafts.is_empty();
        let is_open = other.intents.iter().any(Intent::is_open);
        link != Link::Unlinked && (waits || drafts || claim(other, company) > held || is_open)
    })
}

/// Returns whether a person has taken an order of the purchase out of auto-capture: then all of it waits.
pub(super) fn is_held(case: &Case, now: Timestamp) -> bool {
    // One of which nobody knows whether it belongs here holds nothing but itself.
    let is_tied = |case: &Case| link_of(case).is_firm();
    let holds = |other: &Case| is_tied(other) && other.active_hold(now).is_some();
    case.active_hold(now).is_some() || (is_tied(case) && case.ties.siblings.iter().any(holds))
}

/// Returns whether the release of what is left is that of another order: when several of a purchase were dropped, it is
/// the first one's. One that claims nothing beside others that do has nothing to release.
pub(super) fn another_releases(case: &Case, company: &Company) -> bool {
    let uni = &case.order.uni;
    let claims = claim(case, company) > 0;
    let draws = |other: &Case| !claims || claim(other, company) > 0;
    let payment = case.order.payment.as_ref().map(|payment| payment.reference.as_str());
    uni.progress.is_dropped()
        && case.ties.siblings.iter().any(|other| {
            let theirs = other.order.payment.as_ref().map(|payment| payment.reference.as_str());
            other.order.uni.progress.is_dropped()
                && other.order.uni.id < uni.id
                && link_of(other).is_firm()
                && payment.is_some()
                && theirs == payment
                && draws(other)
        })
}

/// Returns whether an order that shares the shop order is credited less than this one, or waits in Uni.
pub(super) fn others_stand(case: &Case, company: &Company, shop: &ShopOrder) -> bool {
    case.ties.siblings.iter().any(|other| {
        let is_same = other.shop_orders().any(|known| known.id == shop.id);
        is_same && link_of(other) != Link::Unlinked && claim(other, company) > 0
    })
}

/// Returns what was recorded as refunded in this order of the shop for the others, minor units.
pub(super) fn recorded_for_others(case: &Case, shop: &ShopOrder) -> i64 {
    let others = case.ties.siblings.iter().flat_map(|other| &other.intents);
    let here = others.filter(|intent| intent.target == shop.id);
    let recorded = here.filter(|i| i.act == Act::ShopRecordRefund && i.is_done());
    recorded.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
}

/// Returns whether an act on the payment, of an order that shares it, has no definite answer.
pub(super) fn others_are_unknown(case: &Case) -> bool {
    case.ties.siblings.iter().any(Case::has_unknown_money)
}
