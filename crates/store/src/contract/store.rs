//! The store of one company: all that is asked of it beside its history, assessments, payments and plans.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::act::{Act, Intent};
use uniac_core::facts::{OrderRow, ShopRow};
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId, Payment, ShopOrder, Stray};
use uniac_core::purchase::Case;
use uniac_core::settings::{Hold, Setting, Settings};
use uniac_system::error::Result;

use super::assessments::Assessments;
use super::history::History;
use super::payments::Payments;
use super::plans::Plans;
use crate::documents::page::DocumentPage;
use crate::documents::words::{CreditWord, PaidWord};
use crate::facts::hooks::SeenHooks;
use crate::facts::payments::NotFound;
use crate::facts::watermarks::Watermark;
use crate::journal::entries::Entry;
use crate::journal::epoch::Epoch;
use crate::journal::search::JournalFilter;
use crate::people::accepts::Acceptance;
use crate::people::decisions::Decision;
use crate::people::links::LinkWord;

/// The store of one company.
pub trait Store: Assessments + History + Payments + Plans {
    /// Grants the right to send to this run, and takes it from every earlier one.
    ///
    /// # Errors
    /// `locked` when another run is alive.
    fn lock(&self, now: Timestamp) -> Result<Epoch>;

    /// Notes that the run is the automation, so that [`Store::automatic_since`] knows its acts.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_automatic(&self, epoch: Epoch) -> Result<()>;

    /// Returns the acts that automatic runs have sent since a moment and that were not refused.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn automatic_since(&self, since: Timestamp) -> Result<Vec<(OrderId, Act, Money)>>;

    /// Commits entries together, durably, before it returns; gives back the intents among them with
    /// their ids.
    ///
    /// # Errors
    /// When another run has taken over (`epoch`), when an intent's key is already used, or when the
    /// disk refused; nothing was committed then.
    fn commit(&self, epoch: Epoch, entries: Vec<Entry>) -> Result<Vec<Intent>>;

    /// Hands over entries that nothing waits for; they are committed with the next commit, or by
    /// [`Store::flush`].
    fn commit_later(&self, epoch: Epoch, entries: Vec<Entry>);

    /// Commits what was handed over and returns when it is durable.
    ///
    /// # Errors
    /// As [`Store::commit`], also of what was handed over before.
    fn flush(&self) -> Result<()>;

    /// Returns whether the epoch still holds; asked immediately before each send.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn is_current(&self, epoch: Epoch) -> Result<bool>;

    /// Returns the settings.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn settings(&self) -> Result<Settings>;

    /// Switches settings on or off. When that completes the three, it is an activation: all
    /// documents that the store has seen and that have no era are stamped *predates* in the same
    /// commit. Returns the settings that really changed.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn switch(
        &self,
        settings: &[Setting],
        on: bool,
        now: Timestamp,
        by: &str,
    ) -> Result<Vec<Setting>>;

    /// Returns the hold of an order that was not lifted; it may have ended by itself. Waits for no
    /// writer: it is asked right before each act, and a person can set one at any moment.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn hold_of(&self, order: OrderId) -> Result<Option<Hold>>;

    /// Disables auto-capture on an order.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn hold(&self, order: OrderId, hold: &Hold) -> Result<()>;

    /// Keeps that orders surely stem from the shop orders that they name: order, the shop's id, and the
    /// reference by which it was found. What a person has said stands.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn remember_links(&self, sure: &[(OrderId, String, String)], now: Timestamp) -> Result<()>;

    /// Keeps what a person says of an order's link; a later word replaces an earlier one.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn say_link(&self, word: &LinkWord) -> Result<()>;

    /// Returns the shop's ids of the orders with this number, as people see it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn shop_orders_numbered(&self, number: &str) -> Result<Vec<String>>;

    /// Returns what a person has said of an order's link, whatever it names now.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn said_link(&self, order: OrderId) -> Result<Option<LinkWord>>;

    /// Returns orders as they would be after these words, which are not kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cases_after(&self, words: &[LinkWord], orders: &[OrderId]) -> Result<Vec<Case>>;

    /// Returns an order of the shop by the shop's id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn shop_order(&self, id: &str) -> Result<Option<ShopOrder>>;

    /// Returns the shop's orders to which no order of Uni leads.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn unclaimed_shop_orders(&self) -> Result<Vec<ShopOrder>>;

    /// Returns what persons have said and decided, of one order or of all, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decisions(&self, order: Option<OrderId>) -> Result<Vec<Decision>>;

    /// Keeps that a person has seen an order's attention, in place of an earlier word. No rule looks at it.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn accept(&self, order: OrderId, word: &Acceptance) -> Result<()>;

    /// Takes a person's word back; returns whether there was one.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn end_acceptance(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool>;

    /// Returns the words that were not taken back, by order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn acceptances(&self) -> Result<HashMap<OrderId, Acceptance>>;

    /// Returns the orders that share a shop order or a payment with this one, itself included.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn together(&self, order: OrderId) -> Result<Vec<OrderId>>;

    /// Returns those of the orders that share a shop order or a payment with another. All others are together with none.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn tied(&self, orders: &[OrderId]) -> Result<BTreeSet<OrderId>>;

    /// Lifts the hold of an order; returns whether there was one that still held.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn lift(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool>;

    /// Returns how far a system was read.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn watermark(&self, which: Watermark) -> Result<Option<Timestamp>>;

    /// Keeps a page of orders, and when it was first seen that they were dropped.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_orders(&self, rows: &[OrderRow], now: Timestamp) -> Result<()>;

    /// Keeps that Uni no longer answers for an order; a later read of it takes that back.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_gone(&self, order: OrderId, now: Timestamp) -> Result<()>;

    /// Keeps a page of documents. While auto-capture is active, final documents without an era are stamped in the same
    /// commit.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_documents(&self, page: &DocumentPage, now: Timestamp) -> Result<()>;

    /// Notes what Uni shows as paid on these invoices, as far as no credit note of their orders is known: when one comes
    /// later, that is not told any more. To be called after a complete read that began at `begun`, and for nothing else: what
    /// is read one by one may hold a credit that nobody has seen.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_paid(&self, invoices: &[DocumentId], begun: Timestamp) -> Result<()>;

    /// Returns the credit notes of which nothing tells the order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn strays(&self) -> Result<Vec<Stray>>;

    /// Returns the orders that a stray credit note of this number may belong to, by id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn stray_candidates(&self, number: &str) -> Result<Vec<OrderId>>;

    /// Makes a stray credit note shares of orders.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn place_stray(&self, note: DocumentId, shares: &[Document]) -> Result<()>;

    /// Keeps which orders stray credit notes may belong to, in place of what was kept before.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_candidates(&self, candidates: &[(DocumentId, OrderId)]) -> Result<()>;

    /// Keeps a person's word on where a credit note belongs, for good.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn say_credit(&self, word: &CreditWord) -> Result<()>;

    /// Keeps a person's word that a part of an invoice was paid otherwise, for good.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn say_paid(&self, word: &PaidWord) -> Result<()>;

    /// Keeps a page of the shop's orders.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_shop_orders(&self, rows: &[ShopRow]) -> Result<()>;

    /// Keeps a payment, unless a later reading is already kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_payment(&self, payment: &Payment) -> Result<()>;

    /// Counts a look at a payment, unless there were so many within the hour, and returns whether it may be made.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn take_look(&self, reference: &str, most: u16, now: Timestamp) -> Result<bool>;

    /// Keeps that a payment was not found, unless a later reading of it is kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_not_found(&self, not_found: &NotFound) -> Result<()>;

    /// Keeps what the shop's plug-ins do.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_hooks(&self, seen: &SeenHooks) -> Result<()>;

    /// Returns what the shop's plug-ins do, as last seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn hooks(&self) -> Result<Option<SeenHooks>>;

    /// Keeps how far a system was read.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put_watermark(&self, which: Watermark, at: Timestamp) -> Result<()>;

    /// Returns the orders that order lines belong to, by line.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orders_of_items(&self, items: &[i64]) -> Result<HashMap<i64, OrderId>>;

    /// Returns the references of those of the orders that lead to no order of the shop, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn leading_nowhere(&self, orders: &[OrderId]) -> Result<Vec<String>>;

    /// Returns the shares of a document, one for each order that it is known to carry lines of.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn shares_of_document(&self, document: DocumentId) -> Result<Vec<Document>>;

    /// Hands over every order with all that the rules look at, by order id.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cases(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()>;

    /// Hands over these orders, which stand by id. An order that is not known is left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn cases_of(&self, orders: &[OrderId], each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()>;

    /// Returns one order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn case(&self, order: OrderId) -> Result<Option<Case>>;

    /// Returns the orders that have this number in Uni, or in the shop.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn find_orders(&self, number: &str, in_shop: bool) -> Result<Vec<OrderId>>;

    /// Returns the orders that lead to this payment now, and those for which an act of ours on money was sent to it. One of
    /// which a person has said that it does not belong to the shop's order does not lead there.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orders_of_payment(&self, reference: &str) -> Result<Vec<OrderId>>;

    /// Returns the orders that an invoice or credit note of this number carries lines of.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orders_of_invoice(&self, number: &str) -> Result<Vec<OrderId>>;

    /// Returns all order numbers of Uni, for suggestions.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn order_numbers(&self) -> Result<Vec<String>>;

    /// Returns all intents with their outcomes and the orders' numbers, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn journal(&self, order: Option<OrderId>) -> Result<Vec<(String, Intent)>> {
        self.journal_of(&JournalFilter { order, ..JournalFilter::default() })
    }
}
