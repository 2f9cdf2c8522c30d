//! Orders of Uni that share a shop order, or a payment: whose money is it?
//!
//! Each is looked at with what is its own of the payments: what the others captured is not there for it.
//! As long as the claims together fit, all draw on the one payment. Above it nobody can know which order is the
//! real one, and nothing may be taken, released or told to the shop for any of them.

use std::collections::BTreeSet;

use crate::ledger::{self, Balance, Ledger, Paid, Party, Portions};
use crate::order::{EventKind, OrderId, Payment, PaymentEvent, ShopOrder};
use crate::purchase::Case;

use super::company::Company;
use super::link::{self, Link};

/// How an order stands to those that share its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// All that nobody else of them has taken is there for it.
    Draws,
    /// It asks for nothing, and others do or nobody knows whose it is: only what uniac moved for it is its own.
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
    match uni.progress.is_dropped() {
        true => stands,
        false => stands.saturating_add(rest(case, &ledger)),
    }
}

/// Returns what of an order is not invoiced yet, with its drafts.
fn rest(case: &Case, ledger: &Ledger) -> i64 {
    let uni = &case.order.uni;
    let drafts = case.order.drafts.iter().map(|draft| draft.amount_minor.max(0));
    let drafts = drafts.fold(0, i64::saturating_add);
    // Whether Uni counts what is on a draft to the rest is not known: it is counted once.
    let open = (uni.total_minor - invoiced(ledger)).max(0);
    let rest = uni.uninvoiced_minor.max(0);
    rest.max((rest + drafts).min(open))
}

fn invoiced(ledger: &Ledger) -> i64 {
    ledger.balances.iter().map(|balance| balance.invoiced).fold(0, i64::saturating_add)
}

/// Returns what an order is about, minor units: its claim before anything was credited or paid otherwise.
fn extent(case: &Case, company: &Company) -> i64 {
    let ledger = of_our_own(case, company);
    invoiced(&ledger).saturating_add(rest(case, &ledger))
}

/// Returns the balances of an order by its documents and our own intents alone.
pub(super) fn of_our_own(case: &Case, company: &Company) -> Ledger {
    let mut alone = case.order.clone();
    alone.payment = None;
    ledger::allot(&alone, &[], &case.intents, &paid(case, company), &company.key)
}

/// Returns the same of another order without what was paid back by others, or by an act that the journal does not know: it
/// cannot pass on what is gone.
pub(super) fn left_of_our_own(other: &Case, company: &Company) -> Ledger {
    let mut ledger = of_our_own(other, company);
    let mut gone = (-other.ties.held_elsewhere).max(0);
    for balance in &mut ledger.balances {
        let back = gone.min(balance.refund_due());
        balance.refunded_elsewhere += back;
        gone -= back;
    }
    ledger
}

pub(super) fn paid(case: &Case, company: &Company) -> Paid {
    Paid {
        ignores_uni: company.terms.ignores_paid,
        by_word: case.kept.paid_by_word.clone(),
        on_invoice: case.kept.on_invoice.clone(),
        seen: case.kept.paid_seen.clone(),
        notes_seen: case.kept.seen.clone(),
    }
}

/// Returns the tie of an order to its shop order.
pub(super) fn link_of(case: &Case) -> Link {
    link::judge(&case.order.uni, case.order.shop.as_ref(), &case.ties)
}

/// Returns whether a doubtful order asks for money, or may: a doubt matters only then. Of one that was dropped it matters
/// while money lies on the payment that it names, and no other order is surely that payment's.
fn asks(case: &Case) -> bool {
    let uni = &case.order.uni;
    let is_live = !uni.progress.is_dropped() && uni.total_minor > 0;
    let names_one = case.order.shop.as_ref().is_some_and(|shop| shop.payment_reference.is_some());
    let has_money = |payment: &Payment| {
        case.left_on(payment) > 0 || payment.captured_minor > payment.refunded_minor
    };
    let is_anothers = || case.ties.siblings.iter().any(|other| link_of(other).is_firm());
    let is_left = || drawn(case).any(has_money) && !is_anothers();
    names_one && (is_live || !case.order.documents.is_empty() || is_left())
}

/// Returns how the order stands to the others, by its own link.
pub(super) fn stand(case: &Case, link: Link, company: &Company) -> Stand {
    match link {
        Link::Doubtful(_) if asks(case) => return Stand::Doubtful,
        Link::Doubtful(_) => return Stand::Idle,
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
        true if clashes(case, company, link, &claims, own) => Stand::ClaimedTwice,
        true => Stand::Draws,
    }
}

fn clashes(case: &Case, company: &Company, link: Link, rivals: &[(&Case, i64)], own: i64) -> bool {
    let said = |(other, _): &(&Case, i64)| link_of(other) == Link::ByPerson;
    if link == Link::ByPerson && rivals.iter().all(said) {
        return false; // whoever says that they belong together has seen them all
    }
    let Some(total) = total(case, rivals) else { return true };
    let sum = rivals.iter().fold(own, |sum, (_, claim)| sum.saturating_add(*claim));
    let unit = case.order.uni.currency.unit();
    let is_above = sum > total.saturating_add(unit);
    let just_fills = |sum: i64| (total - sum).abs() <= unit;
    // Orders with the same lines are copies of one, unless together they are just what the customer has ordered: also when
    // a part of it was credited or paid otherwise since.
    let is_copy = rivals.iter().any(|(other, _)| is_alike(case, other));
    is_above || (is_copy && !just_fills(sum) && !just_fills(extent_of_all(case, company)))
}

fn extent_of_all(case: &Case, company: &Company) -> i64 {
    let others = case.ties.siblings.iter().filter(|other| link_of(other).is_firm());
    let all = others.map(|other| extent(other, company));
    all.fold(extent(case, company), i64::saturating_add)
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
    match rivals.iter().all(|(other, _)| names_one(other)) {
        true => case.shop_total_minor().or(authorised),
        false => authorised,
    }
}

/// Returns the payments that the order draws on: the one in hand, and of a merged order those of its other shop orders.
pub(super) fn drawn(case: &Case) -> impl Iterator<Item = &Payment> {
    let beside = case.earlier.iter().filter(|payment| case.is_beside(&payment.reference));
    case.order.payment.iter().chain(beside)
}

/// Returns the sum of what uniac has done on a payment for the others, minor units.
pub(super) fn others_on(case: &Case, kind: EventKind, reference: &str) -> i64 {
    let others = case.ties.siblings.iter();
    others.map(|other| other.done_minor_on(kind, reference)).fold(0, i64::saturating_add)
}

/// Returns what was captured on a payment without an intent of ours, minor units.
fn foreign(case: &Case, payment: &Payment) -> i64 {
    let own = case.done_minor_on(EventKind::Capture, &payment.reference);
    let known = own.saturating_add(others_on(case, EventKind::Capture, &payment.reference));
    (payment.captured_minor - known).max(0)
}

/// Leaves of the payments what is the order's own: without what was moved for the others; of one that it does not draw
/// on, only what was moved for the order itself.
pub(super) fn take_own(case: &mut Case, stand: Stand, company: &Company) {
    let (portion, of_others) = of_foreign(case, stand, company);
    let mut theirs = Portions::new();
    for (other, portions) in case.ties.siblings.iter_mut().zip(&of_others) {
        let held = portions.values().map(|portion| portion.captured - portion.refunded);
        other.ties.held_elsewhere = held.sum();
        for (on, portion) in portions {
            theirs.entry(on.clone()).or_default().add(portion);
        }
    }
    let draws = |case: &Case, payment: &Payment| {
        let is_chosen =
            || case.chosen.as_ref().is_some_and(|(_, chosen)| *chosen == payment.reference);
        // No choice of a payment gives it to an order that is not its customer's.
        stand == Stand::Draws && (case.is_named(&payment.reference) || is_chosen())
    };
    let (live, earlier) = (case.order.payment.take(), std::mem::take(&mut case.earlier));
    let own = |payment: Payment| match draws(case, &payment) {
        true => without_theirs(case, payment, &theirs),
        false => moved_for_it(case, payment, &portion),
    };
    let live = live.map(own);
    let earlier = earlier.into_iter().map(own).collect();
    case.order.payment = live;
    case.earlier = earlier;
}

/// Returns what of the captures and refunds that nobody of uniac made is the order's own, and what is that of each of
/// the others.
fn of_foreign(case: &Case, stand: Stand, company: &Company) -> (Portions, Vec<Portions>) {
    let is_all_its = case.ties.siblings.is_empty()
        && stand == Stand::Draws
        && case.payments().all(|payment| case.is_named(&payment.reference));
    if is_all_its {
        return (Portions::new(), Vec::new());
    }
    let payments: Vec<Payment> = case.payments().cloned().collect();
    let party = |of| party(of, &payments, stand, company);
    let mut parties = vec![party(case)];
    parties.extend(case.ties.siblings.iter().map(party));
    let mut portions = ledger::portions(&payments, &parties, &company.key);
    if portions.is_empty() {
        return (Portions::new(), Vec::new());
    }
    (portions.remove(0), portions)
}

/// Returns the part that an order can have in payments, to one that stands to the others as it does.
fn party<'a>(of: &'a Case, payments: &'a [Payment], stand: Stand, company: &Company) -> Party<'a> {
    let names = || payments.iter().map(|payment| payment.reference.as_str());
    let has_a_part = |name: &&str| link_of(of).is_firm() && of.is_named(name);
    let draws_on = match stand {
        Stand::Draws | Stand::Idle | Stand::Doubtful => names().filter(has_a_part).collect(),
        // Nobody can know for which of them others have captured.
        Stand::ClaimedTwice => Vec::new(),
    };
    // What others paid back of money that uniac took for it is its own, whatever it names today.
    let is_its = |name: &&str| has_a_part(name) || of.moved_on(name);
    let paid_back_on = names().filter(is_its).collect();
    Party {
        order: &of.order,
        intents: &of.intents,
        paid: paid(of, company),
        draws_on,
        paid_back_on,
    }
}

/// Returns a payment without what was moved on it for the others.
fn without_theirs(case: &Case, mut payment: Payment, theirs: &Portions) -> Payment {
    if case.ties.siblings.is_empty() {
        return payment;
    }
    let reference = payment.reference.as_str();
    let others = case.ties.siblings.iter().flat_map(|other| &other.intents);
    let keys: BTreeSet<&str> = others.map(|intent| intent.key.as_str()).collect();
    let portion = theirs.get(reference).cloned().unwrap_or_default();
    let captured = others_on(case, EventKind::Capture, reference) + portion.captured;
    let refunded = others_on(case, EventKind::Refund, reference) + portion.refunded;
    for (event, minor) in &portion.events {
        if let Some(event) = payment.events.get_mut(*event) {
            event.amount_minor -= minor;
        }
    }
    let is_theirs = |key: &Option<String>| key.as_deref().is_some_and(|key| keys.contains(key));
    payment.events.retain(|event| event.amount_minor > 0 && !is_theirs(&event.key));
    payment.authorised_minor = (payment.authorised_minor - captured).max(0);
    payment.captured_minor = (payment.captured_minor - captured).max(0);
    payment.refunded_minor = (payment.refunded_minor - refunded).max(0);
    payment
}

/// Returns a payment with nothing but what was moved on it for the order itself.
fn moved_for_it(case: &Case, mut payment: Payment, own: &Portions) -> Payment {
    let reference = payment.reference.clone();
    let portion = own.get(&reference).cloned().unwrap_or_default();
    let keys: BTreeSet<&str> = case.intents.iter().map(|intent| intent.key.as_str()).collect();
    let is_ours = |event: &PaymentEvent| event.key.as_deref().is_some_and(|k| keys.contains(k));
    let events = std::mem::take(&mut payment.events).into_iter().enumerate();
    payment.events = events
        .filter_map(|(at, mut event)| {
            if !is_ours(&event) {
                event.amount_minor = *portion.events.get(&at)?;
            }
            Some(event)
        })
        .collect();
    let done = |kind| case.done_minor_on(kind, &reference);
    payment.captured_minor = done(EventKind::Capture) + portion.captured;
    payment.refunded_minor = done(EventKind::Refund) + portion.refunded;
    payment.authorised_minor = payment.captured_minor;
    payment.cancelled_minor = 0;
    payment
}

/// Returns the orders that surely stem from one purchase, the order itself first.
pub(super) fn together(case: &Case) -> impl Iterator<Item = &Case> {
    let is_tied = |case: &Case| link_of(case).is_firm();
    let others = case.ties.siblings.iter().filter(move |other| is_tied(case) && is_tied(other));
    std::iter::once(case).chain(others)
}

impl Case {
    /// Returns the orders of its purchase, itself first: those that surely stem from the same shop order or payment.
    pub fn purchase(&self) -> impl Iterator<Item = OrderId> {
        together(self).map(|case| case.order.uni.id)
    }
}

/// Returns whether others than uniac have captured on the payments that the order draws on.
pub(super) fn is_foreign(case: &Case) -> bool {
    drawn(case).any(|payment| foreign(case, payment) > 0)
}
