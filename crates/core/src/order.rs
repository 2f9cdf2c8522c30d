//! The facts of a web order: what Uni, the shop and the provider say of it, and its ids.
//!
//! Plain data, as read. Nothing here decides, and nothing here may be guessed: what a system did
//! not say is `None`, and a figure that does not fit is kept as its text beside a flag.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::buyer::Buyer;
use crate::money::{Currency, Money};

/// Uni's internal id of an order (`CustomerOrder.ID`), not the number people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId(pub i64);

/// Uni's internal id of an invoice or credit note (`CustomerInvoice.ID`).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct DocumentId(pub i64);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Everything known of one web order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Uni's order.
    pub uni: UniOrder,
    /// The finalised invoices and credit notes that carry lines of this order, by id.
    pub documents: Vec<Document>,
    /// The documents that are not final: nothing is due on them, and they are facts all the same.
    pub drafts: Vec<Document>,
    /// The shop's order, when the shop knows the reference.
    pub shop: Option<ShopOrder>,
    /// The payment, when a configured provider knows it.
    pub payment: Option<Payment>,
    /// When its provider said that it knows no such payment; `None` as soon as a read finds it.
    pub not_found_at: Option<Timestamp>,
}

/// An order in Uni that carries a shop's order reference, or one made by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UniOrder {
    /// Uni's internal id.
    pub id: OrderId,
    /// The order number that people see.
    pub number: String,
    /// The customer's name, as Uni has it (untrusted text).
    pub customer: String,
    /// The date of the order.
    pub placed: Date,
    /// The order's own currency.
    pub currency: Currency,
    /// The order's total with VAT, minor units.
    pub total_minor: i64,
    /// What is not yet transferred to an invoice, with VAT, minor units.
    pub uninvoiced_minor: i64,
    /// How far invoicing has come.
    pub progress: Progress,
    /// The shop's order number, from the configured field; `None` for an order made by hand.
    pub shop_reference: Option<String>,
    /// A figure of the order that does not fit its currency, or a currency that is not known.
    pub inexact: Option<String>,
    /// When Uni made the order.
    pub created_at: Option<Timestamp>,
    /// Who bought, as Uni tells it.
    #[serde(default)]
    pub buyer: Buyer,
    /// Tells orders with the same lines (product, quantity, amount) from others; `None` without lines.
    #[serde(default)]
    pub lines: Option<u64>,
    /// What was not understood of it: field and form. Nothing may be done on such an order.
    #[serde(default)]
    pub unreadable: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Stands for the day of an order or document whose day could not be read.
pub const NO_DAY: Date = Date::constant(1, 1, 1);

/// Returns a day as it is shown; an unknown one as nothing.
pub fn day_text(day: Date) -> String {
    if day == NO_DAY { String::new() } else { day.to_string() }
}

impl UniOrder {
    /// Takes over from what was known before by what an order that could not be read is found: what one odd read did not
    /// show is not thereby gone.
    pub fn keep_ties(&mut self, known: &UniOrder) {
        if self.unreadable.is_none() {
            return;
        }
        if self.number.is_empty() {
            self.number.clone_from(&known.number);
        }
        if self.shop_reference.is_none() {
            self.shop_reference.clone_from(&known.shop_reference);
        }
    }
}

/// How far the invoicing of an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// A draft; not yet an order.
    Draft,
    /// Registered, nothing transferred.
    Open,
    /// Some lines are transferred to an invoice.
    PartInvoiced,
    /// All lines are transferred.
    Invoiced,
    /// Closed by a person ("Avslutt ordre"); what is not invoiced never will be.
    Closed,
    /// Deleted.
    Deleted,
}

impl Progress {
    /// Returns whether nothing more will be invoiced although lines may be left.
    pub fn is_dropped(self) -> bool {
        matches!(self, Progress::Closed | Progress::Deleted)
    }
}

impl Order {
    /// Returns what was not understood of the order, its documents, its shop order or its payment.
    pub fn doubts(&self) -> impl Iterator<Item = &str> {
        let documents = self.documents.iter().map(|document| &document.unreadable);
        let shop = self.shop.iter().map(|shop| &shop.unreadable);
        let payment = self.payment.iter().map(|payment| &payment.unreadable);
        let all = std::iter::once(&self.uni.unreadable).chain(documents).chain(shop).chain(payment);
        all.filter_map(Option::as_deref)
    }
}

/// The share of one order in an invoice or credit note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Uni's internal id of the invoice or credit note.
    pub id: DocumentId,
    /// The number that people see.
    pub number: String,
    /// The order whose lines this share sums.
    pub order: OrderId,
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// The date of the document.
    pub date: Date,
    /// The document's currency.
    pub currency: Currency,
    /// The order's share with VAT, minor units, positive for both kinds; negative only on a credit note that takes back
    /// another one.
    pub amount_minor: i64,
    /// The order's share by order line, with VAT, minor units. Less than the share where a header's rounding belongs
    /// to it, or where figures do not fit one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// The whole document's total with VAT, minor units, of all orders on it; `None` when it was not kept.
    #[serde(default)]
    pub whole_minor: Option<i64>,
    /// What is unpaid on the whole invoice in Uni's books, minor units; 0 for a credit note.
    pub unpaid_minor: i64,
    /// The same as decimal text in the company's base currency, as Uni gives it.
    #[serde(default)]
    pub unpaid_base: Option<String>,
    /// A figure of the document that does not fit, or sums that disagree.
    pub inexact: Option<String>,
    /// Whether it is not final.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_draft: bool,
    /// When Uni made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// What was not understood of it, as [`UniOrder::unreadable`].
    #[serde(default)]
    pub unreadable: Option<String>,
}

impl Document {
    /// Returns whether it is an invoice that gives money back: what it takes off which other invoice nobody can know.
    pub fn is_negative_invoice(&self) -> bool {
        let own = self.parts.iter().map(|part| part.minor).fold(0, i64::saturating_add);
        self.kind == DocumentKind::Invoice && (own < 0 || self.whole() < 0)
    }

    /// Returns the whole document's total with VAT, minor units: of all orders on it, or its own where that was not kept.
    pub fn whole(&self) -> i64 {
        self.whole_minor.unwrap_or(self.amount_minor)
    }

    /// Returns whether it is over several orders: a header's rounding, of up to one unit, is nobody's share.
    pub fn is_shared(&self) -> bool {
        self.whole() - self.amount_minor > self.currency.unit()
    }

    /// Returns a credit note as a person has placed it: all of it on one invoice of an order.
    #[must_use]
    pub fn placed(&self, order: OrderId, invoice: DocumentId) -> Document {
        let kind = DocumentKind::CreditNote { credits: Some(invoice) };
        Document { order, kind, parts: Vec::new(), ..self.clone() }
    }
}

/// A credit note of which Uni does not tell what order it belongs to: it names no order line and no invoice
/// that carries one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stray {
    /// The whole note, as if it were one order's.
    pub note: Document,
    /// Uni's id of its customer.
    pub customer: Option<i64>,
    /// The shop's order number that it carries.
    pub shop_reference: Option<String>,
}

/// What of a document stems from one order line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The order line (`CustomerOrderItem.ID`); `None` for lines that were typed on the document.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub item: Option<i64>,
    /// How much with VAT, minor units, with the sign that the share has.
    #[serde(rename = "m")]
    pub minor: i64,
}

/// Invoice or credit note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// An invoice.
    Invoice,
    /// A credit note and the invoice that it credits.
    CreditNote {
        /// The credited invoice; `None` when Uni names none.
        credits: Option<DocumentId>,
    },
    /// A kind that is not known here. It counts for nothing, and stops the orders whose lines it carries.
    Unknown,
}

/// The shop's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopOrder {
    /// The id that the shop's API uses.
    pub id: String,
    /// The number that people see; Uni's order carries it as reference.
    pub number: String,
    /// The shop's status in our words.
    pub status: ShopStatus,
    /// The payment method's name in the shop, for instance `vipps`.
    pub payment_method: String,
    /// The provider's reference of the payment, when the shop has one.
    pub payment_reference: Option<String>,
    /// The sum of the refunds recorded in the shop, minor units, positive.
    pub refunded_minor: i64,
    /// Uni's order id, when uniac itself created this order in the shop.
    pub created_from: Option<OrderId>,
    /// What was bought, when, and by whom.
    #[serde(default)]
    pub bought: Bought,
    /// What was not understood of it, as [`UniOrder::unreadable`].
    #[serde(default)]
    pub unreadable: Option<String>,
}

impl ShopOrder {
    /// Returns its total; in the currency `otherwise` where it names none.
    pub fn total(&self, otherwise: Currency) -> Option<Money> {
        let currency = self.bought.currency.unwrap_or(otherwise);
        self.bought.total_minor.map(|minor| Money::new(minor, currency))
    }

    /// As [`UniOrder::keep_ties`].
    pub fn keep_ties(&mut self, known: &ShopOrder) {
        if self.unreadable.is_none() {
            return;
        }
        if self.number == self.id {
            self.number.clone_from(&known.number);
        }
        if self.payment_method.is_empty() {
            self.payment_method.clone_from(&known.payment_method);
        }
        if self.payment_reference.is_none() {
            self.payment_reference.clone_from(&known.payment_reference);
        }
        self.created_from = self.created_from.or(known.created_from);
    }
}

/// What the shop tells of a purchase, as far as it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// The order's total with VAT, minor units of `currency`.
    #[serde(default)]
    pub total_minor: Option<i64>,
    /// The order's currency.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// When the customer ordered.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// Who bought.
    #[serde(default)]
    pub buyer: Buyer,
}

/// The shop's status in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShopStatus {
    /// Not finished: paid, waiting, on hold.
    Open,
    /// Fullført.
    Completed,
    /// Kreditert.
    Credited,
    /// Kansellert.
    Cancelled,
    /// Any other status, by its own name.
    Other(String),
}

/// Statuses by which an order has not ended, and that are not the shop's own invention: a person is at work on it, or the
/// customer (Vendure's `Modifying`, Medusa's `requires_action` and `draft`), or it was put away (Medusa's `archived`).
const NOT_TO_BE_ENDED: [&str; 4] = ["Modifying", "requires_action", "draft", "archived"];

impl ShopStatus {
    /// Returns whether the order may be completed or cancelled: a status of the shop's own counts as open.
    pub fn counts_as_open(&self) -> bool {
        match self {
            ShopStatus::Open => true,
            ShopStatus::Other(name) => {
                let is_known = NOT_TO_BE_ENDED.contains(&name.as_str());
                !name.is_empty() && !is_known && !self.is_given_up()
            }
            ShopStatus::Completed | ShopStatus::Credited | ShopStatus::Cancelled => false,
        }
    }

    /// Returns whether the shop has given the order up: nobody there expects that money is taken for it.
    pub fn is_given_up(&self) -> bool {
        match self {
            ShopStatus::Cancelled | ShopStatus::Credited => true,
            ShopStatus::Other(name) => matches!(name.as_str(), "failed" | "trash"),
            ShopStatus::Open | ShopStatus::Completed => false,
        }
    }
}

impl fmt::Display for ShopStatus {
    /// Writes the name that `shop_status` has in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShopStatus::Open => f.write_str("open"),
            ShopStatus::Completed => f.write_str("completed"),
            ShopStatus::Credited => f.write_str("credited"),
            ShopStatus::Cancelled => f.write_str("cancelled"),
            ShopStatus::Other(name) => write!(f, "other:{name}"),
        }
    }
}

/// A payment as the provider shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// The provider's name in the configuration, for instance `vipps`.
    pub provider: String,
    /// The provider's reference.
    pub reference: String,
    /// Whether there is a reservation at all.
    pub status: PaymentStatus,
    /// The reservation's currency.
    pub currency: Currency,
    /// What was reserved, minor units.
    pub authorised_minor: i64,
    /// What of the reservation was released, by the provider's own sum, minor units.
    pub cancelled_minor: i64,
    /// What was captured by the provider's own sum, minor units. It can lag behind `events`.
    pub captured_minor: i64,
    /// What was refunded by the provider's own sum, minor units. It can lag behind `events`.
    pub refunded_minor: i64,
    /// Captures, refunds and cancels that took effect, oldest first. An effect whose cause the
    /// provider does not tell is in the sums only; one without a key is surely somebody else's.
    pub events: Vec<PaymentEvent>,
    /// Whether the reservation can be captured only as a whole.
    #[serde(default)]
    pub whole_only: bool,
    /// When the customer reserved the money.
    pub authorised_at: Option<Timestamp>,
    /// When the provider closes the reservation by itself.
    pub closes_at: Option<Timestamp>,
    /// When this was read.
    pub read_at: Timestamp,
    /// What was not understood of it, as [`UniOrder::unreadable`]. The figures are then those that were read, or those
    /// of an earlier reading.
    #[serde(default)]
    pub unreadable: Option<String>,
}

impl Payment {
    /// Returns a payment of which so little was understood that no figure of this reading can be shown: as it was
    /// `known`, or with nothing in it, and in doubt.
    pub fn not_read(
        provider: &str,
        reference: &str,
        known: Option<&Payment>,
        doubt: String,
        now: Timestamp,
    ) -> Payment {
        let nothing = || Payment {
            provider: provider.to_owned(),
            reference: reference.to_owned(),
            status: PaymentStatus::NotAuthorised,
            currency: Currency::NOK,
            authorised_minor: 0,
            cancelled_minor: 0,
            captured_minor: 0,
            refunded_minor: 0,
            events: Vec::new(),
            whole_only: false,
            authorised_at: None,
            closes_at: None,
            read_at: now,
            unreadable: None,
        };
        let known = known.filter(|known| known.reference == reference).cloned();
        Payment { read_at: now, unreadable: Some(doubt), ..known.unwrap_or_else(nothing) }
    }

    /// Returns whether its provider's sum of captures is more than the captures that it lists.
    pub fn has_unlisted_captures(&self) -> bool {
        self.unlisted_minor(EventKind::Capture) > 0
    }

    /// Returns what of the provider's sum of one kind is in no event that it lists, minor units.
    pub fn unlisted_minor(&self, kind: EventKind) -> i64 {
        let listed = self.events.iter().filter(|event| event.kind == kind);
        let listed = listed.map(|event| event.amount_minor).fold(0, i64::saturating_add);
        self.sum_minor(kind).saturating_sub(listed).max(0)
    }

    /// Adds what an act has done since the payment was read to the provider's sum of its kind, minor units; below zero: takes
    /// it out again.
    pub fn add_minor(&mut self, kind: EventKind, minor: i64) {
        let sum = match kind {
            EventKind::Capture => &mut self.captured_minor,
            EventKind::Refund => &mut self.refunded_minor,
            EventKind::Cancel => &mut self.cancelled_minor,
        };
        *sum = sum.saturating_add(minor);
    }

    /// Returns the provider's own sum of one kind, minor units.
    pub fn sum_minor(&self, kind: EventKind) -> i64 {
        match kind {
            EventKind::Capture => self.captured_minor,
            EventKind::Refund => self.refunded_minor,
            EventKind::Cancel => self.cancelled_minor,
        }
    }
}

/// Whether there is a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentStatus {
    /// The customer has not reserved money, or gave up.
    NotAuthorised,
    /// Reserved; the sums tell what became of it.
    Authorised,
    /// Reserved, but the provider still checks the purchase and takes no capture before it has
    /// decided.
    InReview,
    /// The reservation ran out at the provider.
    Expired,
}

/// One effect on a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentEvent {
    /// What happened.
    pub kind: EventKind,
    /// The amount, minor units, positive.
    pub amount_minor: i64,
    /// The idempotency key that caused it, when the provider keeps it.
    pub key: Option<String>,
    /// The provider's own id of the effect, when it gives one.
    #[serde(default)]
    pub id: Option<String>,
    /// Of a refund: the provider's id of the capture that it pays back, when it says so.
    #[serde(default)]
    pub of: Option<String>,
    /// When it happened.
    pub at: Timestamp,
}

/// The kinds of effect on a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Reserved money was taken.
    Capture,
    /// Taken money was paid back.
    Refund,
    /// The rest of the reservation was released.
    Cancel,
}
