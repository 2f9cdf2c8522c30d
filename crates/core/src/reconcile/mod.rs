//! Reconciling: what Uni, the shop and the provider each say of a period, and why they differ.
//!
//! Pure: facts and a period in, sums and differences out. It decides nothing about money, and it must never leave a
//! difference out: what two sides do not agree on to the øre is a row with its reason.

#![warn(clippy::wildcard_enum_match_arm)]

mod beside;
mod collect;
mod pairing;
mod piece;
mod purchases;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::assess::{Attention, Link};
use crate::money::{Currency, Money};
use crate::order::{DocumentId, OrderId, ShopStatus};

pub use collect::{Collector, Lens};

/// Whose book a movement stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Uni.
    Uni,
    /// The web shop.
    Shop,
    /// A payment provider.
    Provider,
}

impl Side {
    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Side::Uni => "uni",
            Side::Shop => "shop",
            Side::Provider => "provider",
        }
    }
}

/// What a movement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An order of the shop.
    Ordered,
    /// An order of the shop that it has given up.
    Cancelled,
    /// An invoice.
    Invoiced,
    /// A credit note.
    Credited,
    /// A payment on an invoice in Uni.
    Booked,
    /// Money taken.
    Captured,
    /// Money paid back: at the provider, or as the shop shows it.
    Refunded,
    /// A reservation let go.
    Released,
}

impl Kind {
    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Ordered => "ordered",
            Kind::Cancelled => "cancelled",
            Kind::Invoiced => "invoiced",
            Kind::Credited => "credited",
            Kind::Booked => "booked",
            Kind::Captured => "captured",
            Kind::Refunded => "refunded",
            Kind::Released => "released",
        }
    }
}

/// When a movement was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On this day, in the company's time zone.
    On(Date),
    /// No system tells the day; it was on one of these, the first and the last included.
    Between(Date, Date),
    /// Nothing is known of the day.
    Unknown,
}

/// One row of one of the three books.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// Whose book.
    pub side: Side,
    /// What it is.
    pub kind: Kind,
    /// The order of Uni that it surely belongs to.
    pub order: Option<OrderId>,
    /// The invoice that it surely belongs to.
    pub invoice: Option<DocumentId>,
    /// What people find it by: a document's number, a payment's reference, the shop's number.
    pub on: String,
    /// The provider's name, or the shop's payment method.
    pub provider: Option<String>,
    /// When.
    pub when: When,
    /// How much; negative only for a credit note that takes back another one.
    pub money: Money,
}

/// What is known of an order of Uni, beside the movements of its payments.
#[derive(Debug, Clone)]
pub struct OrderFacts {
    /// Uni's id.
    pub id: OrderId,
    /// Uni's number.
    pub number: String,
    /// How sure it is that it stems from its shop order.
    pub link: Link,
    /// The shop orders that it leads to, by the shop's id.
    pub shops: Vec<String>,
    /// The payments that it leads to.
    pub payments: Vec<String>,
    /// Its rows in Uni's books.
    pub movements: Vec<Movement>,
    /// What of its invoices stands as it should although no money was taken for it, minor units.
    pub invoices: BTreeMap<DocumentId, InvoiceFacts>,
    /// What was not understood of it.
    pub doubt: Option<String>,
    /// Whether its provider does not know the payment that the shop names.
    pub is_payment_unknown: bool,
    /// Why it is not simply done.
    pub attentions: Vec<Attention>,
    /// What is due on it, and whether `sync` does it.
    pub due: Vec<(crate::act::Act, bool)>,
    /// What can still be captured for it, minor units.
    pub capturable_minor: i64,
    /// What the shop's books lack of the refunds, minor units.
    pub unrecorded_minor: i64,
}

/// What the rules know of an invoice, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InvoiceFacts {
    /// Paid otherwise than by the payment.
    pub paid_otherwise: i64,
    /// Money of another invoice that is held for this one.
    pub passed_in: i64,
    /// Money of this invoice that is held for another one.
    pub passed_out: i64,
    /// What Uni shows as not yet paid.
    pub unpaid: i64,
}

/// What is known of an order of the shop.
#[derive(Debug, Clone)]
pub struct ShopFacts {
    /// The number that people see.
    pub number: String,
    /// The shop's status.
    pub status: ShopStatus,
    /// The payment that it names.
    pub payment: Option<String>,
    /// What it shows as refunded.
    pub refunded: Money,
    /// Whether an order of Uni leads to it.
    pub is_known_to_uni: bool,
    /// Its rows in the shop's books.
    pub movements: Vec<Movement>,
}

/// What is known of a payment.
#[derive(Debug, Clone)]
pub struct PaymentFacts {
    /// The provider's reference.
    pub reference: String,
    /// Its rows in the provider's books.
    pub movements: Vec<Movement>,
    /// What was not understood of it.
    pub doubt: Option<String>,
}

/// A credit note that tells no order, and the orders that it may belong to.
#[derive(Debug, Clone)]
pub struct StrayFacts {
    /// Its row in Uni's books.
    pub movement: Movement,
    /// The orders.
    pub orders: Vec<OrderId>,
}

/// Everything that is reconciled.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The orders of Uni that a provider's payment belongs to, or should.
    pub orders: Vec<OrderFacts>,
    /// The shop's orders, by the shop's id.
    pub shops: BTreeMap<String, ShopFacts>,
    /// The payments, by reference.
    pub payments: BTreeMap<String, PaymentFacts>,
    /// Credit notes that tell no order, by Uni's id.
    pub strays: BTreeMap<DocumentId, StrayFacts>,
}

/// The days that are looked at, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// Whether something was in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    In,
    Out,
    /// It may have been: no system tells the day.
    Unsure,
}

impl Period {
    /// Returns whether a day is one of the period's.
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    pub(crate) fn within(self, when: When) -> Within {
        match when {
            When::On(day) if self.has(day) => Within::In,
            When::On(_) => Within::Out,
            When::Between(first, last) if self.has(first) && self.has(last) => Within::In,
            When::Between(first, last) if last < self.from || self.to < first => Within::Out,
            When::Between(..) | When::Unknown => Within::Unsure,
        }
    }
}

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
    pub due: Vec<(crate::act::Act, bool)>,
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
}

/// A sum of movements of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How much, minor units.
    pub minor: i64,
    /// How many.
    pub count: usize,
}

impl Sum {
    fn add(&mut self, minor: i64) {
        self.minor = self.minor.saturating_add(minor);
        self.count += 1;
    }
}

/// What is summed: whose book, what, at which provider, in which currency.
pub type Column = (Side, Kind, Option<String>, Currency);

/// The books of a purchase in the period.
#[derive(Debug, Clone)]
pub struct PurchaseSums {
    /// Its orders of Uni, the lowest number first.
    pub orders: Vec<String>,
    /// The shop's numbers and statuses.
    pub shops: Vec<(String, ShopStatus)>,
    /// The sums.
    pub sums: BTreeMap<Column, Sum>,
    /// How many differences it has.
    pub differences: usize,
}

/// Three books side by side.
#[derive(Debug, Clone, Default)]
pub struct Reconciliation {
    /// The sums of the period.
    pub sums: BTreeMap<Column, Sum>,
    /// The sums of each day; what no system dates and surely was in the period stands under `None`.
    pub days: BTreeMap<(Option<Date>, Column), Sum>,
    /// What may have been in the period: no system tells the day, and it is in no sum.
    pub undated: BTreeMap<Column, Sum>,
    /// The purchases with something in the period.
    pub purchases: Vec<PurchaseSums>,
    /// Every difference, the worst reason first, in each the largest first.
    pub differences: Vec<Difference>,
}

impl Reconciliation {
    /// Returns the sum of one kind over all providers.
    pub fn sum(&self, side: Side, kind: Kind, currency: Currency) -> i64 {
        let same =
            self.sums.iter().filter(|((s, k, _, c), _)| *s == side && *k == kind && *c == currency);
        same.map(|(_, sum)| sum.minor).fold(0, i64::saturating_add)
    }

    fn count(&mut self, movement: &Movement, period: Period) {
        let column = column(movement);
        let day = match movement.when {
            When::On(day) => Some(day),
            When::Between(..) | When::Unknown => None,
        };
        match period.within(movement.when) {
            Within::In => {
                self.sums.entry(column.clone()).or_default().add(movement.money.minor);
                self.days.entry((day, column)).or_default().add(movement.money.minor);
            }
            Within::Unsure => self.undated.entry(column).or_default().add(movement.money.minor),
            Within::Out => {}
        }
    }
}

fn column(movement: &Movement) -> Column {
    let provider = movement.provider.clone().filter(|_| movement.side == Side::Provider);
    (movement.side, movement.kind, provider, movement.money.currency)
}

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
