//! The purchase as it is known: an order with its facts, what ties it to others, its intents, and what is kept of it.
//!
//! Nothing here decides: what follows of it is said by `assess`.

mod leads;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::act::{Act, Intent, Operation, payment_in};
use crate::code::Code;
use crate::order::{Document, DocumentId, EventKind, Order, Payment, ShopOrder};
use crate::settings::{Era, Hold};

/// Everything the rules look at for one order.
#[derive(Debug, Clone)]
pub struct Case {
    /// The facts.
    pub order: Order,
    /// The order's intents, oldest first.
    pub intents: Vec<Intent>,
    /// The eras of its invoices; an invoice without one was never seen by an active auto-capture.
    pub eras: BTreeMap<DocumentId, Era>,
    /// The hold on the order, also one that has ended.
    pub hold: Option<Hold>,
    /// What the last run found due and could not do.
    pub skips: Vec<Skip>,
    /// What ties it to other orders.
    pub ties: Ties,
    /// The payments beside the one that the shop order names now: those it has named before, and those that our own
    /// intents were sent to.
    pub earlier: Vec<Payment>,
    /// What is kept of it beside the facts as they are now.
    pub kept: Kept,
    /// The payment that a person has chosen for this command, and for what.
    pub chosen: Option<(Operation, String)>,
}

/// What the store has kept of an order that today's facts do not tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// When its credit notes, and its drafts, were first seen.
    pub seen: BTreeMap<DocumentId, Timestamp>,
    /// When it was first seen that the order was deleted or closed.
    pub dropped_at: Option<Timestamp>,
    /// Credit notes that tell no order, and may be this one's.
    pub strays: Vec<Document>,
    /// What persons have said to be paid otherwise, minor units, by invoice.
    pub paid_by_word: BTreeMap<DocumentId, i64>,
    /// The payments that each of its shop orders has named, by the shop order's id.
    pub named: BTreeMap<String, Vec<String>>,
    /// Whether Uni no longer answers for the order.
    pub is_gone: bool,
    /// What is known of its invoices over several orders, for all of these orders together.
    pub on_invoice: BTreeMap<DocumentId, OnInvoice>,
    /// What Uni showed as paid on its invoices, and when so much was first seen.
    pub paid_seen: BTreeMap<DocumentId, Vec<Sight>>,
    /// When which captured sum was first seen on a payment whose provider does not list its captures, by reference.
    pub captured_seen: BTreeMap<String, Vec<Sight>>,
}

/// When a sum was first seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The sum, minor units.
    pub minor: i64,
    /// When.
    pub at: Timestamp,
}

/// What of an invoice over several orders is explained by uniac's bookings and by credit notes, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnInvoice {
    /// What uniac has booked, for whichever order.
    pub booked: i64,
    /// What credit notes that name the invoice credit, of whichever order.
    pub credited: i64,
}

/// What ties an order of Uni to a shop order, and to other orders of Uni.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    /// The other orders of Uni that lead to the same shop order or payment; of these no ties are kept.
    pub siblings: Vec<Case>,
    /// The shop orders of the other numbers in its reference: it was merged of several.
    pub also: Vec<ShopOrder>,
    /// How many shop orders a number of the reference leads to.
    pub candidates: usize,
    /// Whether the reference has the digits of the shop's number, and not just its text.
    pub by_digits: bool,
    /// Whether Uni's customer stands on the orders of many people.
    pub is_collective: bool,
    /// Whether the tie was found sure before, and the reference has not changed since.
    pub was_sure: bool,
    /// What a person has said: they belong together, or they do not.
    pub said: Option<bool>,
    /// Whether it was deleted or closed before the activation.
    pub dropped_before: bool,
    /// What others than uniac hold for its invoices on the payments that it shares, minor units; the rules note it on an
    /// order's siblings.
    pub held_elsewhere: i64,
    /// Whether the company takes every reference that leads to one shop order for right.
    pub is_trusted: bool,
}

/// An act that was due in mode auto and was not sent, as the last run left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// The act.
    pub act: Act,
    /// The invoice, or `None` for an act on the whole order.
    pub document: Option<DocumentId>,
    /// How much, minor units.
    pub minor: i64,
    /// Why, by its code.
    pub code: String,
    /// When.
    pub at: Timestamp,
}

impl Skip {
    /// Returns whether the other side has said no for good to just this amount.
    pub fn is_refused(&self, minor: i64) -> bool {
        self.minor == minor && Code::named(&self.code).is_some_and(Code::is_lasting)
    }
}

impl Case {
    /// Returns the hold if it still holds.
    pub fn active_hold(&self, now: Timestamp) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.is_active(now))
    }

    /// Returns whether an invoice of the order predates the activation.
    pub fn predates(&self) -> bool {
        self.eras.values().any(|era| *era == Era::Predates)
    }

    /// Returns whether an act on its money has no definite answer.
    pub fn has_unknown_money(&self) -> bool {
        let is_unknown = |intent: &Intent| intent.act.operation().moves_money() && intent.is_open();
        self.intents.iter().any(is_unknown)
    }

    /// Returns what the last run left undone of an act.
    pub fn skip_of(&self, act: Act, document: Option<DocumentId>) -> Option<&Skip> {
        self.skips.iter().find(|skip| skip.act == act && skip.document == document)
    }

    /// Returns the intents of an act on an invoice (or on the whole order).
    pub fn intents_of(
        &self,
        act: Act,
        document: Option<DocumentId>,
    ) -> impl Iterator<Item = &Intent> {
        self.intents.iter().filter(move |i| i.act == act && i.document == document)
    }

    /// Returns the sum of what the journal knows to be done of an act, minor units.
    pub fn done_minor_of(&self, act: Act) -> i64 {
        let done = self.intents.iter().filter(|intent| intent.act == act && intent.is_done());
        done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
    }

    /// Returns the sum of what the journal knows to be done on a payment, of one kind, minor units.
    pub fn done_minor_on(&self, kind: EventKind, reference: &str) -> i64 {
        let done = self.intents.iter().filter(|i| i.act.effect() == Some(kind) && i.is_done());
        let done = done.filter(|intent| payment_in(&intent.target) == reference);
        done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
    }
}
