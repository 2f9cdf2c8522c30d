//! What the other orders of a purchase mean for one: what they may still need, what waits for them, what is theirs.
//!
//! Pure. Nothing here says whose an order is; that is the tie's.

use jiff::Timestamp;

use crate::act::{Act, Intent};
use crate::order::{EventKind, Payment, ShopOrder};
use crate::purchase::Case;

use super::company::Company;
use super::link::Link;
use super::share::{claim, drawn, link_of, of_our_own, others_on, together};

/// Returns whether an order that shares the payment may still need what is reserved: one that is there and not
/// invoiced to its end, one with a draft, one that is not settled or could not be read, and one of which nobody knows
/// whether it stems from the shop order.
pub(super) fn others_need_it(case: &Case, company: &Company) -> bool {
    let mut others = case.ties.siblings.iter();
    others.any(|other| link_of(other) != Link::Unlinked && may_need(other, company))
}

/// Returns whether another order keeps even what no order draws on any more from being released: one of which nobody
/// knows whether it stems from the shop order, one that is about to be invoiced, and one with an act that has no
/// definite answer.
pub(super) fn others_bar_release(case: &Case, company: &Company) -> bool {
    case.ties.siblings.iter().any(|other| match link_of(other) {
        Link::Unlinked => false,
        link if !link.is_firm() => may_need(other, company),
        _ => is_in_motion(other),
    })
}

fn may_need(other: &Case, company: &Company) -> bool {
    let taken = other.done_minor_of(Act::Capture) - other.done_minor_of(Act::Refund);
    let held = taken + other.ties.held_elsewhere;
    let is_live = !other.order.uni.progress.is_dropped();
    let waits = is_live && other.order.uni.uninvoiced_minor > 0;
    // What could not be read of it may ask for all that is reserved.
    let is_read = other.order.doubts().next().is_none();
    waits || !is_read || is_in_motion(other) || claim(other, company) > held
}

/// Returns whether an order of the same payment lives, and is about more than was taken for it: it was paid otherwise, or
/// credited before anything was taken. What is left reserved is then left over of that one, and a person's.
pub(super) fn another_left_some(case: &Case) -> bool {
    let live = case.order.payment.as_ref().map(|payment| payment.reference.as_str());
    let mut others = together(case).skip(1).filter(|other| !other.is_merged());
    others.any(|other| {
        let uni = &other.order.uni;
        let taken = other.done_minor_of(Act::Capture);
        let taken = taken.saturating_add(other.ties.held_elsewhere.max(0));
        !uni.progress.is_dropped()
            && live.is_some_and(|reference| other.is_named(reference))
            && uni.total_minor > taken.saturating_add(uni.currency.unit())
    })
}

/// Returns whether an order has a draft, or an act without a definite answer.
fn is_in_motion(other: &Case) -> bool {
    !other.order.drafts.is_empty() || other.intents.iter().any(Intent::is_open)
}

/// Returns whether another order comes before this one in what only one of a purchase does: the first of those that draw on
/// the money. One that claims nothing beside others that do has no part in it.
fn precedes(case: &Case, other: &Case, company: &Company) -> bool {
    other.order.uni.id < case.order.uni.id
        && link_of(other).is_firm()
        && (claim(case, company) <= 0 || claim(other, company) > 0)
}

/// Returns whether another order of the purchase comes before this one.
pub(super) fn is_behind(case: &Case, company: &Company) -> bool {
    case.ties.siblings.iter().any(|other| precedes(case, other, company))
}

/// Returns whether what is left over on the payments is counted on another order that names one of them.
pub(super) fn another_counts(case: &Case, company: &Company) -> bool {
    case.ties.siblings.iter().any(|other| {
        let names = |payment: &Payment| other.is_named(&payment.reference);
        precedes(case, other, company) && case.payments().any(names)
    })
}

/// Returns whether a person must choose, for another order of the purchase, which of its payments is meant: until then
/// nothing is taken for any of them.
pub(super) fn others_must_choose(case: &Case, company: &Company) -> bool {
    let is_tied = |case: &Case| link_of(case).is_firm();
    let must_choose = |other: &Case| {
        let due = of_our_own(other, company).capture_due() - other.ties.held_elsewhere;
        let beside = other.payments().filter(|payment| other.is_beside(&payment.reference));
        let left: Vec<i64> =
            beside.map(|payment| other.left_on(payment)).filter(|left| *left > 0).collect();
        let all: i64 = left.iter().sum();
        let is_open = left.len() > 1 || (left.len() == 1 && other.lacks_a_payment());
        let is_less = due < all || other.lacks_a_payment();
        due > 0 && due <= all && is_open && is_less
    };
    let mut others = case.ties.siblings.iter().filter(|other| is_tied(other) && other.is_merged());
    is_tied(case) && others.any(must_choose)
}

/// Returns whether a person has taken an order of the purchase out of auto-capture: then all of it waits.
pub(super) fn is_held(case: &Case, now: Timestamp) -> bool {
    // One of which nobody knows whether it belongs here holds nothing but itself.
    let is_tied = |case: &Case| link_of(case).is_firm();
    let holds = |other: &Case| is_tied(other) && other.active_hold(now).is_some();
    case.active_hold(now).is_some() || (is_tied(case) && case.ties.siblings.iter().any(holds))
}

/// Returns whether the release of what is left is that of another order: when several of a purchase were dropped, it is
/// the first one's.
pub(super) fn another_releases(case: &Case, company: &Company) -> bool {
    let payment = case.order.payment.as_ref().map(|payment| payment.reference.as_str());
    case.order.uni.progress.is_dropped()
        && case.ties.siblings.iter().any(|other| {
            let theirs = other.order.payment.as_ref().map(|payment| payment.reference.as_str());
            let is_same = payment.is_some() && theirs == payment;
            is_same && other.order.uni.progress.is_dropped() && precedes(case, other, company)
        })
}

/// Returns what is held for the others on the payments of this order, minor units.
pub(super) fn held_for_others(case: &Case) -> i64 {
    let on = |payment: &Payment| {
        let captured = others_on(case, EventKind::Capture, &payment.reference);
        captured.saturating_sub(others_on(case, EventKind::Refund, &payment.reference))
    };
    let ours = drawn(case).map(on).fold(0, i64::saturating_add);
    let elsewhere = case.ties.siblings.iter().map(|other| other.ties.held_elsewhere);
    ours.max(0).saturating_add(elsewhere.fold(0, i64::saturating_add).max(0))
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
