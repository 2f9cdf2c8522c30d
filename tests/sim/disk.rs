//! The disk of a simulated process: a store whose commits fail, lie, or are the last thing it did.
//!
//! It must add nothing of its own: what it does not break goes to the real store as it came.

use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use uniac_core::act::{Act, Intent, IntentId};
use uniac_core::facts::OrderRow;
use uniac_core::facts::ShopRow;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId, Payment, ShopOrder, Stray};
use uniac_core::purchase::Case;
use uniac_core::settings::{Hold, Setting, Settings};
use uniac_store::sqlite::SqliteStore;
use uniac_store::{
    Acceptance, AppliedPlan, Assessed, Assessments, CreditWord, Decision, DocumentPage, Entry,
    Epoch, Filter, History, JournalFilter, KeptRow, LinkWord, NotFound, OfCustomer, PaidWord,
    Payments, PlanMark, Plans, RunEnd, RunId, RunRow, RunStart, RunStep, SeenHooks, Store, Tally,
    Watermark,
};
use uniac_system::error::{Error, Result};

use crate::life::{Killed, Life};

/// The store of one process.
pub struct Disk {
    /// The store itself; nothing that a process holds in memory outlives it.
    inner: SqliteStore,
    life: Arc<Life>,
    /// The epoch that the process was granted, for its wire.
    pub epoch: Arc<Mutex<Option<Epoch>>>,
}

impl Disk {
    /// Returns the disk of a process.
    pub fn new(inner: SqliteStore, life: Arc<Life>) -> Disk {
        Disk { inner, life, epoch: Arc::default() }
    }

    /// Does a commit, or what becomes of it on this disk.
    fn commits<T>(&self, commit: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.life.happens("killed/before a commit", |swarm| swarm.killed_at_commit) {
            resume_unwind(Box::new(Killed));
        }
        if self.life.happens("disk/full", |swarm| swarm.disk_full) {
            return Err(Error::failed("store-full", "the disk of the store is full"));
        }
        let done = commit()?;
        if self.life.happens("killed/after a commit", |swarm| swarm.killed_at_commit) {
            resume_unwind(Box::new(Killed));
        }
        if self.life.happens("disk/lied", |swarm| swarm.disk_lies) {
            return Err(Error::failed("store-failed", "the disk did not answer"));
        }
        Ok(done)
    }
}

impl Assessments for Disk {
    fn rest_on(&self, basis: &str) -> Result<()> {
        self.commits(|| self.inner.rest_on(basis))
    }

    fn mark_all(&self) -> Result<()> {
        self.commits(|| self.inner.mark_all())
    }

    fn assess_marked(
        &self,
        now: Timestamp,
        assess: &mut dyn FnMut(&Case) -> Assessed,
    ) -> Result<usize> {
        self.commits(|| self.inner.assess_marked(now, assess))
    }

    fn kept_basis(&self) -> Result<Option<String>> {
        self.inner.kept_basis()
    }

    fn marked_orders(&self, now: Timestamp) -> Result<BTreeSet<OrderId>> {
        self.inner.marked_orders(now)
    }

    fn orders_after(&self, after: Option<OrderId>) -> Result<Vec<OrderId>> {
        self.inner.orders_after(after)
    }

    fn orders_of_stray(&self, stray: &Stray, asked: OfCustomer) -> Result<BTreeSet<OrderId>> {
        self.inner.orders_of_stray(stray, asked)
    }

    fn kept_digest(&self, order: OrderId) -> Result<Option<String>> {
        self.inner.kept_digest(order)
    }

    fn kept_orders(&self, filter: &Filter) -> Result<Vec<OrderId>> {
        self.inner.kept_orders(filter)
    }

    fn captured_last(&self, since: Timestamp, most: usize) -> Result<Vec<OrderId>> {
        self.inner.captured_last(since, most)
    }

    fn kept_count(&self, filter: &Filter) -> Result<usize> {
        self.inner.kept_count(filter)
    }

    fn kept_rows(&self, filter: &Filter) -> Result<Vec<KeptRow>> {
        self.inner.kept_rows(filter)
    }

    fn tally(&self) -> Result<Tally> {
        self.inner.tally()
    }

    fn reserved_and_captured(&self, after: Timestamp) -> Result<(usize, usize)> {
        self.inner.reserved_and_captured(after)
    }
}

impl Payments for Disk {
    fn payment(&self, reference: &str) -> Result<Option<Payment>> {
        self.inner.payment(reference)
    }
}

impl Store for Disk {
    fn lock(&self, now: Timestamp) -> Result<Epoch> {
        let epoch = self.commits(|| self.inner.lock(now))?;
        *self.epoch.lock().unwrap_or_else(PoisonError::into_inner) = Some(epoch);
        Ok(epoch)
    }

    fn commit(&self, epoch: Epoch, entries: Vec<Entry>) -> Result<Vec<Intent>> {
        self.commits(|| self.inner.commit(epoch, entries))
    }

    fn commit_later(&self, epoch: Epoch, entries: Vec<Entry>) {
        self.inner.commit_later(epoch, entries);
    }

    fn flush(&self) -> Result<()> {
        self.commits(|| self.inner.flush())
    }

    fn is_current(&self, epoch: Epoch) -> Result<bool> {
        self.inner.is_current(epoch)
    }

    fn settings(&self) -> Result<Settings> {
        self.inner.settings()
    }

    fn switch(
        &self,
        settings: &[Setting],
        on: bool,
        now: Timestamp,
        by: &str,
    ) -> Result<Vec<Setting>> {
        self.commits(|| self.inner.switch(settings, on, now, by))
    }

    fn note_automatic(&self, epoch: Epoch) -> Result<()> {
        self.commits(|| self.inner.note_automatic(epoch))
    }

    fn automatic_since(&self, since: Timestamp) -> Result<Vec<(OrderId, Act, Money)>> {
        self.inner.automatic_since(since)
    }

    fn hold_of(&self, order: OrderId) -> Result<Option<Hold>> {
        self.inner.hold_of(order)
    }

    fn hold(&self, order: OrderId, hold: &Hold) -> Result<()> {
        self.commits(|| self.inner.hold(order, hold))
    }

    fn remember_links(&self, sure: &[(OrderId, String, String)], now: Timestamp) -> Result<()> {
        self.commits(|| self.inner.remember_links(sure, now))
    }

    fn say_link(&self, word: &LinkWord) -> Result<()> {
        self.commits(|| self.inner.say_link(word))
    }

    fn said_link(&self, order: OrderId) -> Result<Option<LinkWord>> {
        self.inner.said_link(order)
    }

    fn cases_after(&self, words: &[LinkWord], orders: &[OrderId]) -> Result<Vec<Case>> {
        self.inner.cases_after(words, orders)
    }

    fn shop_order(&self, id: &str) -> Result<Option<ShopOrder>> {
        self.inner.shop_order(id)
    }

    fn unclaimed_shop_orders(&self) -> Result<Vec<ShopOrder>> {
        self.inner.unclaimed_shop_orders()
    }

    fn decisions(&self, order: Option<OrderId>) -> Result<Vec<Decision>> {
        self.inner.decisions(order)
    }

    fn accept(&self, order: OrderId, word: &Acceptance) -> Result<()> {
        self.commits(|| self.inner.accept(order, word))
    }

    fn end_acceptance(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        self.commits(|| self.inner.end_acceptance(order, now, by))
    }

    fn acceptances(&self) -> Result<HashMap<OrderId, Acceptance>> {
        self.inner.acceptances()
    }

    fn together(&self, order: OrderId) -> Result<Vec<OrderId>> {
        self.inner.together(order)
    }

    fn tied(&self, orders: &[OrderId]) -> Result<BTreeSet<OrderId>> {
        self.inner.tied(orders)
    }

    fn lift(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        self.commits(|| self.inner.lift(order, now, by))
    }

    fn watermark(&self, which: Watermark) -> Result<Option<Timestamp>> {
        self.inner.watermark(which)
    }

    fn put_orders(&self, rows: &[OrderRow], now: Timestamp) -> Result<()> {
        self.commits(|| self.inner.put_orders(rows, now))
    }

    fn put_gone(&self, order: OrderId, now: Timestamp) -> Result<()> {
        self.commits(|| self.inner.put_gone(order, now))
    }

    fn put_documents(&self, page: &DocumentPage, now: Timestamp) -> Result<()> {
        self.commits(|| self.inner.put_documents(page, now))
    }

    fn note_paid(&self, invoices: &[DocumentId], begun: Timestamp) -> Result<()> {
        self.commits(|| self.inner.note_paid(invoices, begun))
    }

    fn strays(&self) -> Result<Vec<Stray>> {
        self.inner.strays()
    }

    fn stray_candidates(&self, number: &str) -> Result<Vec<OrderId>> {
        self.inner.stray_candidates(number)
    }

    fn place_stray(&self, note: DocumentId, shares: &[Document]) -> Result<()> {
        self.commits(|| self.inner.place_stray(note, shares))
    }

    fn put_candidates(&self, candidates: &[(DocumentId, OrderId)]) -> Result<()> {
        self.commits(|| self.inner.put_candidates(candidates))
    }

    fn say_credit(&self, word: &CreditWord) -> Result<()> {
        self.commits(|| self.inner.say_credit(word))
    }

    fn say_paid(&self, word: &PaidWord) -> Result<()> {
        self.commits(|| self.inner.say_paid(word))
    }

    fn put_shop_orders(&self, rows: &[ShopRow]) -> Result<()> {
        self.commits(|| self.inner.put_shop_orders(rows))
    }

    fn put_payment(&self, payment: &Payment) -> Result<()> {
        self.commits(|| self.inner.put_payment(payment))
    }

    fn take_look(&self, reference: &str, most: u16, now: Timestamp) -> Result<bool> {
        self.commits(|| self.inner.take_look(reference, most, now))
    }

    fn put_not_found(&self, not_found: &NotFound) -> Result<()> {
        self.commits(|| self.inner.put_not_found(not_found))
    }

    fn put_hooks(&self, seen: &SeenHooks) -> Result<()> {
        self.commits(|| self.inner.put_hooks(seen))
    }

    fn hooks(&self) -> Result<Option<SeenHooks>> {
        self.inner.hooks()
    }

    fn put_watermark(&self, which: Watermark, at: Timestamp) -> Result<()> {
        self.commits(|| self.inner.put_watermark(which, at))
    }

    fn leading_nowhere(&self, orders: &[OrderId]) -> Result<Vec<String>> {
        self.inner.leading_nowhere(orders)
    }

    fn orders_of_items(&self, items: &[i64]) -> Result<HashMap<i64, OrderId>> {
        self.inner.orders_of_items(items)
    }

    fn shares_of_document(&self, document: DocumentId) -> Result<Vec<Document>> {
        self.inner.shares_of_document(document)
    }

    fn cases(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        self.inner.cases(each)
    }

    fn cases_of(&self, orders: &[OrderId], each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        self.inner.cases_of(orders, each)
    }

    fn case(&self, order: OrderId) -> Result<Option<Case>> {
        self.inner.case(order)
    }

    fn find_orders(&self, number: &str, in_shop: bool) -> Result<Vec<OrderId>> {
        self.inner.find_orders(number, in_shop)
    }

    fn shop_orders_numbered(&self, number: &str) -> Result<Vec<String>> {
        self.inner.shop_orders_numbered(number)
    }

    fn orders_of_payment(&self, reference: &str) -> Result<Vec<OrderId>> {
        self.inner.orders_of_payment(reference)
    }

    fn orders_of_invoice(&self, number: &str) -> Result<Vec<OrderId>> {
        self.inner.orders_of_invoice(number)
    }

    fn order_numbers(&self) -> Result<Vec<String>> {
        self.inner.order_numbers()
    }
}

impl History for Disk {
    fn begin_run(&self, start: &RunStart) -> Result<RunId> {
        self.commits(|| self.inner.begin_run(start))
    }

    fn end_run(&self, run: RunId, end: &RunEnd) -> Result<()> {
        self.commits(|| self.inner.end_run(run, end))
    }

    fn runs(&self, since: Option<Timestamp>, limit: Option<usize>) -> Result<Vec<RunRow>> {
        self.inner.runs(since, limit)
    }

    fn run(&self, run: RunId) -> Result<Option<RunRow>> {
        self.inner.run(run)
    }

    fn last_run(&self) -> Result<Option<RunRow>> {
        self.inner.last_run()
    }

    fn last_end(&self, command: &str) -> Result<Option<Timestamp>> {
        self.inner.last_end(command)
    }

    fn steps_of_run(&self, run: RunId) -> Result<Vec<RunStep>> {
        self.inner.steps_of_run(run)
    }

    fn setting_changes(&self) -> Result<Vec<Decision>> {
        self.inner.setting_changes()
    }

    fn journal_of(&self, wanted: &JournalFilter) -> Result<Vec<(String, Intent)>> {
        self.inner.journal_of(wanted)
    }
}

impl Plans for Disk {
    fn plan_key(&self) -> Result<String> {
        self.commits(|| self.inner.plan_key())
    }

    fn last_intent(&self) -> Result<IntentId> {
        self.inner.last_intent()
    }

    fn applied_plan(&self, id: &str) -> Result<Option<AppliedPlan>> {
        self.inner.applied_plan(id)
    }

    fn begin_plan(&self, epoch: Epoch, plan: &PlanMark) -> Result<()> {
        self.commits(|| self.inner.begin_plan(epoch, plan))
    }

    fn end_plan(&self, epoch: Epoch, id: &str, at: Timestamp) -> Result<()> {
        self.commits(|| self.inner.end_plan(epoch, id, at))
    }
}
