//! Attentions: why an order is not simply done, by stable ids.
//!
//! An id must never change its meaning; scripts and the pages of `uniac explain` depend on it.

use std::fmt;
use std::str::FromStr;

use crate::code::Class;

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
        }
    };
}

// The order is the rank: what comes first is worse.
attentions! {
    UnknownOutcome = "unknown-outcome":
        "An act was sent, and how it ended is not known yet; it is settled by reading.",
    Unreadable = "unreadable":
        "Something of the order, a document, the shop or the payment could not be read; nothing is sent.",
    DoubtfulLink = "doubtful-link":
        "Nobody can know whether this order stems from the shop order whose number it carries.",
    ClaimedTwice = "claimed-twice":
        "Several orders in Uni claim one order of the shop, or one payment, and nobody can know which is the real one.",
    SeveralPayments = "several-payments":
        "Several payments could be meant; a person says which.",
    ReferenceChanged = "reference-changed":
        "uniac moved money on another payment than the one that the order leads to now.",
    ReplacedPayment = "replaced-payment":
        "The customer has paid anew, and money is still reserved on the payment of before.",
    AmountNotExact = "amount-not-exact":
        "A figure does not fit its currency, or sums disagree; nothing is sent.",
    CurrencyMismatch = "currency-mismatch":
        "Invoice and reservation are in different currencies; nothing is sent.",
    CreditNotPlaced = "credit-not-placed":
        "A credit note does not tell which invoice it credits; it may be one of this order.",
    CreditExceedsInvoice = "credit-exceeds-invoice":
        "More is credited than was invoiced; no more is paid back than was taken.",
    DocumentWithdrawn = "document-withdrawn":
        "Money was moved for an invoice that is a draft again or is gone.",
    PaidElsewhere = "paid-elsewhere":
        "Uni shows the invoice as paid otherwise, and money is still reserved for it.",
    ExceedsReservation = "exceeds-reservation":
        "More is invoiced than can be captured; nothing is sent.",
    ReservationExpired = "reservation-expired":
        "The reservation ran out before the money was taken.",
    WholeCaptureOnly = "whole-capture-only":
        "The reservation can be captured only as a whole, and no one invoice asks for all of it.",
    CancelledInShop = "cancelled-in-shop":
        "The order is cancelled, failed or refunded in the shop, and invoiced in Uni.",
    ShopWouldMoveMoney = "shop-would-move-money":
        "A plug-in of the shop could move money at the status that is due, so it is not set.",
    OrderGone = "order-gone":
        "Uni no longer answers for the order, and money is still reserved.",
    Refused = "refused":
        "Uni, the shop or the provider refused an act; a no for good is not asked again by itself.",
    Held = "held":
        "Auto-capture is disabled on this order.",
    Inactive = "inactive":
        "Something is due, but auto-capture is off or incomplete.",
    InvoicedBeforeActivation = "invoiced-before-activation":
        "Invoiced before auto-capture was active; the capture or refund waits for a person.",
    PartInvoicedBeforeActivation = "part-invoiced-before-activation":
        "Partly invoiced before auto-capture was active; that part waits for a person.",
    DroppedBefore = "dropped-before":
        "Deleted or closed before auto-capture was active; the release waits for a person.",
    Braked = "braked":
        "Far more releases or refunds are due than a day brings; they wait for a person.",
    OverBounds = "over-bounds":
        "More was due than the last run's bounds allow, so it sent nothing; the next run within them does it.",
    CapturedNotInvoiced = "captured-not-invoiced":
        "Money was captured that no invoice asks for.",
    RefundedElsewhere = "refunded-elsewhere":
        "Money was refunded outside uniac without a credit note.",
    CreditedWithoutCapture = "credited-without-capture":
        "Credited although no money was taken on the payment that the shop names; nothing is to be paid back there.",
    ReservationExpiring = "reservation-expiring":
        "The provider closes the reservation within a week.",
    ReservationLeftOver = "reservation-left-over":
        "All that Uni has of the order is invoiced and settled, and money is still reserved.",
    MethodNotConfigured = "method-not-configured":
        "It was paid by a method that no configured provider takes.",
    PaymentNotFound = "payment-not-found":
        "The configured provider does not know the payment that the shop names.",
    Unlinked = "unlinked":
        "A person has said that the order has no part in the shop's payment, and its invoice is not paid.",
    NoPayment = "no-payment":
        "No provider has money for this order; it is never touched.",
    CapturedElsewhere = "captured-elsewhere":
        "Money for an invoice was captured outside uniac.",
    InReview = "in-review":
        "The provider still checks the purchase, and takes no money before it is through.",
    WaitsUntil = "waits-until":
        "It is due, and waits a little, for people correct themselves.",
    MatchInUni = "match-in-uni":
        "The money is where it belongs; in Uni's own ledger invoices and credit notes are still to be matched.",
}

impl Attention {
    /// Returns what it says of a run that therefore left an act undone. What waits for a person is no
    /// failure; what could not be seen or was held back is.
    pub fn class(self) -> Class {
        match self {
            Attention::Unreadable => Class::Failed,
            Attention::Braked => Class::Declined,
            Attention::UnknownOutcome => Class::Unknown,
            _ => Class::Benign,
        }
    }

    /// Returns whether it needs nobody: it is said beside the attentions.
    pub fn is_remark(self) -> bool {
        matches!(
            self,
            Attention::NoPayment
                | Attention::CapturedElsewhere
                | Attention::InReview
                | Attention::WaitsUntil
                | Attention::MatchInUni
        )
    }

    /// Returns whether it says nothing more as soon as the books agree.
    pub(super) fn is_gone_with_agreement(self) -> bool {
        matches!(
            self,
            Attention::DoubtfulLink
                | Attention::CreditedWithoutCapture
                | Attention::CapturedNotInvoiced
                | Attention::RefundedElsewhere
        )
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
