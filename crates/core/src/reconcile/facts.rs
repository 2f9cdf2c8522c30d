//! What is reconciled: orders of Uni, orders of the shop, payments and stray credit notes, each with its rows.
//!
//! Facts alone; what belongs together and what differs is found from them.

use std::collections::BTreeMap;

use crate::act::Act;
use crate::assess::{Attention, Link};
use crate::money::Money;
use crate::order::{DocumentId, OrderId, ShopStatus};

use super::movement::Movement;

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
    pub due: Vec<(Act, bool)>,
    /// What can still be captured for it, minor units.
    pub capturable_minor: i64,
    /// What the shop's books lack of the refunds, minor units.
    pub unrecorded_minor: i64,
}

/// What the rules know of an invoice, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InvoiceFacts {
    /// Paid otherwise than by the payment, as Uni shows it.
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
