//! Attentions: why an order is not simply done, by stable ids.
//!
//! An id must never change its meaning; scripts and the pages of `uniac explain` depend on it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

use crate::act::{Act, Intent, OutcomeKind, Retry, payment_in};
use crate::code::Class;
use crate::ledger::{Balance, Ledger};
use crate::method::{self, Owner};
use crate::order::{DocumentKind, Order, PaymentStatus, Progress};

use super::share::{self, Stand};
use super::{Case, Company, Mode, State, steps};

/// How long before the provider closes a reservation it is pointed out. A bookkeeper who looks once
/// a week still has a working day.
const EXPIRING_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

macro_rules! attentions {
    ($($variant:ident = $name:literal: $doc:literal),+ $(,)?) => {
        /// Why an order is not simply done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attention {
            $(#[doc = $doc] $variant,)+
        }

        impl Attention {
            /// All attentions, in the order of the design.
            pub const ALL: &'static [Attention] = &[$(Attention::$variant),+];

            /// Returns the stable id.
            pub fn name(self) -> &'static str {
                match self { $(Attention::$variant => $name,)+ }
            }

            /// Returns the meaning in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Attention::$variant => $doc,)+ }
            }
        }
    };
}

attentions! {
    InvoicedBeforeActivation = "invoiced-before-activation":
        "Invoiced before auto-capture was active; the capture or refund waits for a person.",
    PartInvoicedBeforeActivation = "part-invoiced-before-activation":
        "Partly invoiced before auto-capture was active; that part waits for a person.",
    CreditedWithoutCapture = "credited-without-capture":
        "Credited although the money was never taken; nothing is to be paid back.",
    Held = "held":
        "Auto-capture is disabled on this order.",
    Inactive = "inactive":
        "Something is due, but auto-capture is off or incomplete.",
    UnknownOutcome = "unknown-outcome":
        "An act was sent and its answer never came; it is settled by reading.",
    Unreadable = "unreadable":
        "Something of the order, a document, the shop or the payment could not be read; nothing is sent.",
    Refused = "refused":
        "Uni, the shop or the provider refused an act; a no for good is not asked again by itself.",
    ReservationExpired = "reservation-expired":
        "The reservation ran out before the money was taken.",
    ReservationExpiring = "reservation-expiring":
        "The provider closes the reservation within a week.",
    ExceedsReservation = "exceeds-reservation":
        "More is invoiced than can be captured; nothing is sent.",
    WholeCaptureOnly = "whole-capture-only":
        "The reservation can be captured only as a whole, and no one invoice asks for all of it.",
    CurrencyMismatch = "currency-mismatch":
        "Invoice and reservation are in different currencies; nothing is sent.",
    CapturedElsewhere = "captured-elsewhere":
        "Money for an invoice was captured outside uniac.",
    RefundedElsewhere = "refunded-elsewhere":
        "Money was refunded outside uniac without a credit note.",
    CapturedNotInvoiced = "captured-not-invoiced":
        "Money was captured that no invoice asks for.",
    ReservationLeftOver = "reservation-left-over":
        "Everything is invoiced and settled, and money is still reserved.",
    DoubtfulLink = "doubtful-link":
        "Nobody can know whether this order stems from the shop order whose number it carries.",
    ClaimedTwice = "claimed-twice":
        "Several orders in Uni claim more of one shop order, or of one payment, than there is.",
    ReferenceChanged = "reference-changed":
        "uniac moved money on another payment than the one that the order leads to now.",
    CancelledInShop = "cancelled-in-shop":
        "The order is cancelled, failed or refunded in the shop, and invoiced in Uni.",
    DroppedBefore = "dropped-before":
        "Deleted or closed before auto-capture was active; the release waits for a person.",
    AmountNotExact = "amount-not-exact":
        "A figure does not fit its currency, or sums disagree; nothing is sent.",
    Braked = "braked":
        "Far more releases or refunds are due than a day brings; they wait for a person.",
    OverBounds = "over-bounds":
        "More was due than the last run's bounds allow, so it sent nothing; the next run within them does it.",
    NoPayment = "no-payment":
        "No provider has a payment of this order; it is never touched.",
    ShopWouldMoveMoney = "shop-would-move-money":
        "A plug-in of the shop could move money at the status that is due, so it is not set.",
    MethodNotConfigured = "method-not-configured":
        "It was paid by a method that no configured provider takes.",
    PaymentNotFound = "payment-not-found":
        "The configured provider does not know the payment that the shop names.",
}

impl Attention {
    /// Returns what it says of a run that therefore left an act undone. What waits for a person is no
    /// failure; what could not be seen or was held back is.
    pub fn class(self) -> Class {
        match self {
            Attention::Unreadable => Class::Failed,
            Attention::Braked => Class::Declined,
            Attention::UnknownOutcome => Class::Unknown,
            Attention::InvoicedBeforeActivation
            | Attention::PartInvoicedBeforeActivation
            | Attention::CreditedWithoutCapture
            | Attention::Held
            | Attention::Inactive
            | Attention::Refused
            | Attention::ReservationExpired
            | Attention::ReservationExpiring
            | Attention::ExceedsReservation
            | Attention::WholeCaptureOnly
            | Attention::CurrencyMismatch
            | Attention::CapturedElsewhere
            | Attention::RefundedElsewhere
            | Attention::CapturedNotInvoiced
            | Attention::ReservationLeftOver
            | Attention::AmountNotExact
            | Attention::DoubtfulLink
            | Attention::ClaimedTwice
            | Attention::ReferenceChanged
            | Attention::CancelledInShop
            | Attention::DroppedBefore
            | Attention::ShopWouldMoveMoney
            | Attention::MethodNotConfigured
            | Attention::PaymentNotFound
            | Attention::OverBounds
            | Attention::NoPayment => Class::Benign,
        }
    }
}

impl fmt::Display for Attention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Attention {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Attention::ALL
            .iter()
            .find(|attention| attention.name() == name)
            .copied()
            .ok_or_else(|| format!("`{name}` is no attention"))
    }
}

/// Returns what stands in the way of moving any money of this order.
pub(super) fn barrier(
    case: &Case,
    ledger: &Ledger,
    state: State,
    company: &Company,
    stand: Stand,
) -> Option<Attention> {
    let order = &case.order;
    let is_open = |intent: &Intent| intent.act.operation().moves_money() && intent.is_open();
    if case.intents.iter().any(is_open) || share::others_are_unknown(case) {
        return Some(Attention::UnknownOutcome);
    }
    if order.doubts().next().is_some() {
        return Some(Attention::Unreadable);
    }
    if reference_changed(case) {
        return Some(Attention::ReferenceChanged);
    }
    match stand {
        Stand::Doubtful if asks(case) => return Some(Attention::DoubtfulLink),
        Stand::ClaimedTwice => return Some(Attention::ClaimedTwice),
        Stand::Draws | Stand::Idle | Stand::Doubtful => {}
    }
    if state == State::None {
        return Some(absence(order, company).unwrap_or(Attention::NoPayment));
    }
    if is_inexact(order) {
        return Some(Attention::AmountNotExact);
    }
    if is_in_another_currency(order) {
        return Some(Attention::CurrencyMismatch);
    }
    if ledger.refund_due() > ledger.captured - ledger.refunded {
        // Others have paid back what belongs to no credit note: what is left is less than is due.
        return Some(Attention::RefundedElsewhere);
    }
    let due = ledger.capture_due();
    if due > 0 && ledger.capturable == 0 && is_expired(order) {
        return Some(Attention::ReservationExpired);
    }
    if due > ledger.capturable {
        return Some(Attention::ExceedsReservation);
    }
    (due > 0 && !can_be_captured(order, ledger)).then_some(Attention::WholeCaptureOnly)
}

/// Returns whether uniac moved money for the order on another payment than the one that it leads to now.
fn reference_changed(case: &Case) -> bool {
    let now = case.order.shop.as_ref().and_then(|shop| shop.payment_reference.as_deref());
    case.intents.iter().any(|intent| {
        let moved = matches!(intent.act, Act::Capture | Act::Refund) && intent.is_done();
        moved && now != Some(payment_in(&intent.target))
    })
}

/// Returns whether the order asks for money, or may: a doubt matters only then.
fn asks(case: &Case) -> bool {
    let uni = &case.order.uni;
    let is_live = !uni.progress.is_dropped() && uni.total_minor > 0;
    let names_one = case.order.shop.as_ref().is_some_and(|shop| shop.payment_reference.is_some());
    names_one && (is_live || !case.order.documents.is_empty())
}

/// Returns why no payment of the order can be read now, as far as it is somebody's to mend; `None` for a
/// method that is no provider's, and where the shop names no payment.
fn absence(order: &Order, company: &Company) -> Option<Attention> {
    let shop = order.shop.as_ref()?;
    if company.takes(&shop.payment_method) {
        let was_never_read = order.payment.is_none() && shop.payment_reference.is_some();
        let not_found = order.not_found_at.map(|_| Attention::PaymentNotFound);
        return not_found.or_else(|| was_never_read.then_some(Attention::Unreadable));
    }
    let is_a_providers = match method::owner(&shop.payment_method) {
        Owner::Provider(_) => true,
        Owner::Nobody => false,
        // Whoever keeps a reference has moved money electronically.
        Owner::Unknown => shop.payment_reference.is_some(),
    };
    is_a_providers.then_some(Attention::MethodNotConfigured)
}

/// Returns whether what is due can be captured: a reservation that is captured only as a whole waits
/// until one invoice asks for all of it.
fn can_be_captured(order: &Order, ledger: &Ledger) -> bool {
    let whole_only = order.payment.as_ref().is_some_and(|payment| payment.whole_only);
    !whole_only || ledger.balances.iter().any(|b| b.capture_due() == ledger.capturable)
}

/// Returns what a person should know although nothing is due.
pub(super) fn remark(
    case: &Case,
    ledger: &Ledger,
    state: State,
    company: &Company,
    now: Timestamp,
) -> Option<Attention> {
    let order = &case.order;
    let open = order.uni.uninvoiced_minor > 0 && !order.uni.progress.is_dropped();
    let never_captured = |balance: &crate::ledger::Balance| {
        balance.credited > 0 && balance.captured() == 0 && balance.is_settled()
    };
    let any_elsewhere = ledger.balances.iter().any(|balance| balance.captured_elsewhere > 0);
    let uncaptured_lapsed =
        is_expired(order) && (open || (state == State::Expired && order.documents.is_empty()));
    let fully_invoiced =
        order.uni.progress == Progress::Invoiced && ledger.balances.iter().all(Balance::is_settled);
    let releasing = steps::is_releasing(case, ledger, company, now);
    let left_over = fully_invoiced && ledger.capturable > 0 && !releasing;
    let withheld = steps::withholds_status(case, ledger, company, now);
    let closing = order
        .payment
        .as_ref()
        .and_then(|payment| payment.closes_at)
        .is_some_and(|end| ledger.capturable > 0 && end.duration_since(now) <= EXPIRING_WITHIN);
    [
        (case.active_hold(now).is_some() && open, Attention::Held),
        (uncaptured_lapsed && !order.uni.progress.is_dropped(), Attention::ReservationExpired),
        (withheld && !left_over, Attention::ShopWouldMoveMoney),
        (ledger.captured_left_over > 0, Attention::CapturedNotInvoiced),
        (ledger.refunded_left_over > 0, Attention::RefundedElsewhere),
        (ledger.balances.iter().any(never_captured), Attention::CreditedWithoutCapture),
        (closing, Attention::ReservationExpiring),
        (withheld && left_over, Attention::ReservationLeftOver),
        (any_elsewhere, Attention::CapturedElsewhere),
        (left_over, Attention::ReservationLeftOver),
    ]
    .into_iter()
    .find_map(|(applies, attention)| applies.then_some(attention))
    .or_else(|| absence(order, company))
}

/// How long a transient refusal rests. A day, less what the start of a daily run may waver.
const REFUSAL_RESTS: SignedDuration = SignedDuration::from_mins(24 * 60 - 30);

/// Returns who is to do an act again that was refused; `None` when it was not, or not judged.
pub(super) fn refusal(intent: &Intent, now: Timestamp) -> Option<Mode> {
    let outcome = intent.outcome.as_ref().filter(|o| o.kind == OutcomeKind::Refused)?;
    let has_rested = now.duration_since(outcome.at) >= REFUSAL_RESTS;
    match outcome.retry {
        Retry::Never => Some(Mode::Manual),
        Retry::Daily if has_rested => Some(Mode::Auto),
        Retry::Daily => Some(Mode::Manual),
        Retry::SignIn => Some(Mode::Auto),
        Retry::NextRun => None,
    }
}

fn is_inexact(order: &Order) -> bool {
    let unplaced = |document: &crate::order::Document| {
        document.kind == DocumentKind::CreditNote { credits: None }
    };
    order.uni.inexact.is_some()
        || order.documents.iter().any(|d| d.inexact.is_some() || unplaced(d))
}

fn is_in_another_currency(order: &Order) -> bool {
    let Some(payment) = &order.payment else { return false };
    let documents = order.documents.iter().map(|document| document.currency);
    documents.chain([order.uni.currency]).any(|currency| currency != payment.currency)
}

fn is_expired(order: &Order) -> bool {
    order.payment.as_ref().is_some_and(|payment| payment.status == PaymentStatus::Expired)
}
