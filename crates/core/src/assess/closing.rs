//! When the reservation of an order ends: technically, and until when the money is guaranteed. Pure.
//!
//! Whatever else stands on an order, the end of its reservation must not be hidden by it: it is looked at on the payment
//! as the provider shows it, before anybody asks whose it is.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;
use crate::money::Money;
use crate::order::{EventKind, Payment, PaymentStatus};
use crate::purchase::Case;

use super::company::Company;
use super::share::{self, Stand};

/// How long before its end a reservation is pointed out. A bookkeeper who looks once a week still has a working day.
const EXPIRING_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The reservation of an order, and when it ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    /// The reference of the payment; orders of one purchase share it.
    pub payment: String,
    /// What is still reserved on it.
    pub reserved: Money,
    /// When the provider closes it by itself, as far as that is known.
    pub technically: Option<Timestamp>,
    /// Until when a capture is guaranteed, where the method is configured to promise less.
    pub guaranteed: Option<Timestamp>,
    /// When the customer reserved the money.
    pub since: Option<Timestamp>,
    /// Whether it is held back from the order, because nobody knows whose it is.
    pub is_held_back: bool,
}

impl Closing {
    /// Returns the earlier of both ends; `None` when neither is known.
    pub fn at(&self) -> Option<Timestamp> {
        [self.technically, self.guaranteed].into_iter().flatten().min()
    }

    /// Returns whether it is to be pointed out.
    pub fn is_soon(&self, now: Timestamp) -> bool {
        self.soon_from().is_some_and(|from| from <= now)
    }

    /// Returns from when on it is to be pointed out. What lives for days only is not near its end from the beginning.
    pub fn soon_from(&self) -> Option<Timestamp> {
        let end = self.at()?;
        let half = self.since.map(|since| end.duration_since(since) / 2);
        let within = half.map_or(EXPIRING_WITHIN, |half| half.min(EXPIRING_WITHIN));
        end.checked_sub(within).ok()
    }
}

/// Returns the ends of the payments that an order draws on, before anybody asks whose they are.
pub(super) fn ends(case: &Case, company: &Company) -> Vec<Closing> {
    let method = case.order.shop.as_ref().map(|shop| shop.payment_method.as_str());
    let promised = method.and_then(|method| company.guaranteed(method));
    let end = |payment: &Payment| Closing {
        payment: payment.reference.clone(),
        reserved: Money::new(left(case, payment), payment.currency),
        technically: payment.closes_at,
        guaranteed: payment
            .authorised_at
            .zip(promised)
            .and_then(|(since, promised)| since.checked_add(promised).ok()),
        since: payment.authorised_at,
        is_held_back: false,
    };
    share::drawn(case).map(end).collect()
}

/// Returns the reservation that ends first of those on which the order has money reserved, or may have.
pub(super) fn of(ends: Vec<Closing>, ledger: &Ledger, stand: Stand) -> Option<Closing> {
    let is_held_back = matches!(stand, Stand::Doubtful | Stand::ClaimedTwice);
    let own = |mut closing: Closing| {
        let reserved = ledger.reserved_on(&closing.payment);
        if reserved > 0 {
            closing.reserved.minor = reserved;
            return Some(closing);
        }
        closing.is_held_back = true;
        (is_held_back && closing.reserved.minor > 0).then_some(closing)
    };
    let known = ends.into_iter().filter_map(own);
    known.min_by_key(|closing| (closing.at().is_none(), closing.at()))
}

/// Returns what is left of a reservation, whoever has taken the rest. A reading can be older than what uniac has done since.
fn left(case: &Case, payment: &Payment) -> i64 {
    let all = || std::iter::once(case).chain(&case.ties.siblings);
    let gone = |kind: EventKind| {
        let ours = all().map(|case| case.done_minor_on(kind, &payment.reference));
        payment.sum_minor(kind).max(ours.fold(0, i64::saturating_add))
    };
    match payment.status {
        PaymentStatus::Authorised | PaymentStatus::InReview => {
            let gone = gone(EventKind::Capture).saturating_add(gone(EventKind::Cancel));
            payment.authorised_minor.saturating_sub(gone).max(0)
        }
        PaymentStatus::NotAuthorised | PaymentStatus::Expired => 0,
    }
}
