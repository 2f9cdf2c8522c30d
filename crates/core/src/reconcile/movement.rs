//! A row of one of the three books: whose, what, when and how much.
//!
//! Pure. What no system tells of a day is kept as that, never made up.

use jiff::civil::Date;

use crate::money::Money;
use crate::order::{DocumentId, OrderId};

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
