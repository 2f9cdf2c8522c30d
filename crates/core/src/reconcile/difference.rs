//! One row on which two books differ, and the reasons for which they can.
//!
//! Words alone: which rows differ is found by the pairing. The ids of the reasons never change their meaning.

use jiff::civil::Date;

use crate::act::Act;
use crate::assess::Attention;
use crate::money::Money;

use super::movement::Kind;

macro_rules! reasons {
    ($($variant:ident = $name:literal: $doc:literal),+ $(,)?) => {
        /// Why two books differ.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $(#[doc = $doc] $variant,)+
        }

        impl Reason {
            /// All reasons, the worst first.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant),+];

            /// Returns the stable id.
            pub fn name(self) -> &'static str {
                match self { $(Reason::$variant => $name,)+ }
            }

            /// Returns the meaning in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Reason::$variant => $doc,)+ }
            }
        }
    };
}

// The order is the rank: what comes first is worse.
reasons! {
    Unreadable = "unreadable": "Something of the purchase could not be read, so its books cannot be compared.",
    UnknownToUni = "unknown-to-uni": "The shop has a paid order that no order in Uni stems from.",
    UnknownToProvider = "unknown-to-provider": "The provider does not know the payment or refund that the others name.",
    UnknownToShop = "unknown-to-shop": "The shop does not show the payment or refund that the provider has.",
    CapturedNotInvoiced = "captured-not-invoiced": "Money was taken that no invoice asks for.",
    InvoicedNotCaptured = "invoiced-not-captured": "It was invoiced, and the money was not taken.",
    RefundedNotCredited = "refunded-not-credited": "Money was paid back without a credit note.",
    CreditedNotRefunded = "credited-not-refunded": "It was credited, and the money was not paid back.",
    OtherAmount = "other-amount": "Both sides have it, with different amounts.",
    CapturedNotBooked = "captured-not-booked": "Money was taken, and Uni's invoice does not show the payment.",
    BookedNotCaptured = "booked-not-captured": "Uni's invoice shows a payment that no provider took.",
    OtherMonth = "other-month": "Both sides have it, one of them outside the period.",
}

/// One row on which two books differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Why.
    pub reason: Reason,
    /// The order of Uni, where one is known.
    pub order: Option<String>,
    /// The lowest order number of the purchase.
    pub purchase: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// Which row has no counterpart, or not all of it.
    pub kind: Kind,
    /// What that row is found by: a document's number, a payment's reference, the shop's number.
    pub on: String,
    /// By how much, never negative.
    pub money: Money,
    /// The day of that row, where a system tells it.
    pub day: Option<Date>,
    /// The day of its counterpart, where that is outside the period.
    pub other_day: Option<Date>,
    /// What Uni has of it.
    pub uni_minor: Option<i64>,
    /// What the shop has of it.
    pub shop_minor: Option<i64>,
    /// What the provider has of it.
    pub provider_minor: Option<i64>,
    /// What stands on the order, worst first.
    pub attentions: Vec<Attention>,
    /// What is due on the order, and whether `sync` does it.
    pub due: Vec<(Act, bool)>,
    /// What can still be captured for the order, minor units.
    pub capturable_minor: i64,
    /// What could not be read.
    pub doubt: Option<String>,
}

impl Difference {
    /// Returns by how much Uni's claims of the period (invoiced less credited) are above the money of the period
    /// (captured less refunded) because of it.
    pub fn signed_minor(&self) -> i64 {
        if matches!(self.reason, Reason::Unreadable) {
            return self.uni_minor.unwrap_or(0) - self.provider_minor.unwrap_or(0);
        }
        match (self.reason, self.kind) {
            (Reason::CapturedNotBooked | Reason::BookedNotCaptured | Reason::UnknownToShop, _) => 0,
            (_, Kind::Invoiced) => self.money.minor,
            // Of an order that only the shop has, what was taken is all that counts.
            (Reason::UnknownToUni, Kind::Ordered) => -self.provider_minor.unwrap_or(0),
            (_, Kind::Refunded) if self.reason != Reason::UnknownToProvider => self.money.minor,
            (_, Kind::Credited | Kind::Captured) => -self.money.minor,
            (
                _,
                Kind::Ordered | Kind::Cancelled | Kind::Booked | Kind::Released | Kind::Refunded,
            ) => 0,
        }
    }

    /// Returns whether `sync` does what is missing by itself; `None` where nothing is due.
    pub fn is_due(&self, act: Act) -> Option<bool> {
        self.due.iter().find(|(due, _)| *due == act).map(|(_, auto)| *auto)
    }
}
