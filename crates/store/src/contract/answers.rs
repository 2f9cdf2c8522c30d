//! How a store in a database answers: each method is one transaction, or one look.
//!
//! No send may ever happen inside a transaction.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::act::{Act, Intent};
use uniac_core::facts::{OrderRow, ShopRow};
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId, Payment, ShopOrder, Stray};
use uniac_core::purchase::Case;
use uniac_core::settings::{Hold, Setting, Settings};
use uniac_system::error::Result;
use uniac_system::seam;

use super::store::Store;
use crate::cases::{neighbours, reading};
use crate::database::store::{DbStore, again};
use crate::database::whole;
use crate::db::failure;
use crate::documents::page::{self, DocumentPage};
use crate::documents::words::{self, CreditWord, PaidWord};
use crate::documents::{shares, sights, strays};
use crate::facts::hooks::{self, SeenHooks};
use crate::facts::payments::{self, NotFound};
use crate::facts::watermarks::{self, Watermark};
use crate::facts::{leading, looks, names, orders, shop_orders};
use crate::journal::automatic;
use crate::journal::entries::{self, Entry};
use crate::journal::epoch::{self, Epoch};
use crate::medium::soundness;
use crate::people::accepts::{self, Acceptance};
use crate::people::decisions::{self, Decision};
use crate::people::holds;
use crate::people::links::{self, LinkWord};
use crate::settings;

impl Store for DbStore {
    fn lock(&self, now: Timestamp) -> Result<Epoch> {
        self.look(whole::check)?;
        let is_known = self.take_right(now)?;
        self.write(move |transaction| {
            if !is_known {
                soundness::keep(transaction, now)?;
            }
            epoch::grant(transaction, now)
        })
        .inspect(|_| seam::point(seam::LOCK_TAKEN))
    }

    fn commit(&self, epoch: Epoch, entries: Vec<Entry>) -> Result<Vec<Intent>> {
        self.write(move |transaction| entries::write(transaction, epoch, &entries))
    }

    fn commit_later(&self, epoch: Epoch, entries: Vec<Entry>) {
        self.write_later(Box::new(move |transaction| {
            entries::write(transaction, epoch, &entries).map(|_| ())
        }));
    }

    fn flush(&self) -> Result<()> {
        self.commit_later_works()
    }

    fn is_current(&self, epoch: Epoch) -> Result<bool> {
        self.has_right(epoch)
    }

    fn note_automatic(&self, epoch: Epoch) -> Result<()> {
        self.write(move |transaction| automatic::note(transaction, epoch))
    }

    fn automatic_since(&self, since: Timestamp) -> Result<Vec<(OrderId, Act, Money)>> {
        self.look(|connection| automatic::since(connection, since))
    }

    fn hold_of(&self, order: OrderId) -> Result<Option<Hold>> {
        self.look_aside(|connection| holds::of(connection, order))
    }

    fn settings(&self) -> Result<Settings> {
        self.look(settings::read)
    }

    fn switch(
        &self,
        settings: &[Setting],
        on: bool,
        now: Timestamp,
        by: &str,
    ) -> Result<Vec<Setting>> {
        let (changed, by) = (settings.to_vec(), by.to_owned());
        self.write(move |transaction| settings::switch(transaction, &changed, on, now, &by))
    }

    fn hold(&self, order: OrderId, hold: &Hold) -> Result<()> {
        let hold = hold.clone();
        self.write(move |transaction| holds::set(transaction, order, &hold))
    }

    fn remember_links(&self, sure: &[(OrderId, String, String)], now: Timestamp) -> Result<()> {
        let sure = sure.to_vec();
        self.write(move |transaction| links::remember(transaction, &sure, now))
    }

    fn say_link(&self, word: &LinkWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| links::say(transaction, &word))
    }

    fn said_link(&self, order: OrderId) -> Result<Option<LinkWord>> {
        self.look(|connection| links::said(connection, order))
    }

    fn cases_after(&self, words: &[LinkWord], orders: &[OrderId]) -> Result<Vec<Case>> {
        again(|| {
            let connection = self.connection();
            // Whatever is not committed is rolled back.
            let transaction = connection.begin().map_err(failure)?;
            words.iter().try_for_each(|word| links::say(&transaction, word))?;
            let cases = orders.iter().map(|order| reading::one(&transaction, *order));
            cases.filter_map(Result::transpose).collect()
        })
    }

    fn shop_order(&self, id: &str) -> Result<Option<ShopOrder>> {
        self.look(|connection| shop_orders::read(connection, id))
    }

    fn unclaimed_shop_orders(&self) -> Result<Vec<ShopOrder>> {
        self.look(leading::unclaimed)
    }

    fn decisions(&self, order: Option<OrderId>) -> Result<Vec<Decision>> {
        self.look(|connection| decisions::of_orders(connection, order))
    }

    fn accept(&self, order: OrderId, word: &Acceptance) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| accepts::write(transaction, order, &word))
    }

    fn end_acceptance(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        let by = by.to_owned();
        self.write(move |transaction| accepts::end(transaction, order, now, &by))
    }

    fn acceptances(&self) -> Result<HashMap<OrderId, Acceptance>> {
        self.look(accepts::read)
    }

    fn together(&self, order: OrderId) -> Result<Vec<OrderId>> {
        Ok(self.look(|connection| neighbours::together(connection, order))?.into_iter().collect())
    }

    fn tied(&self, orders: &[OrderId]) -> Result<BTreeSet<OrderId>> {
        self.look(|connection| neighbours::tied(connection, orders))
    }

    fn lift(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        let by = by.to_owned();
        self.write(move |transaction| holds::lift_active(transaction, order, now, &by))
    }

    fn watermark(&self, which: Watermark) -> Result<Option<Timestamp>> {
        self.look(|connection| watermarks::read(connection, which))
    }

    fn put_orders(&self, rows: &[OrderRow], now: Timestamp) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| orders::write_all(transaction, &rows, now))
    }

    fn put_gone(&self, order: OrderId, now: Timestamp) -> Result<()> {
        self.write(move |transaction| orders::note_gone(transaction, order, now))
    }

    fn put_documents(&self, page: &DocumentPage, now: Timestamp) -> Result<()> {
        let page = page.clone();
        self.write(move |transaction| page::put(transaction, &page, now))
    }

    fn note_paid(&self, invoices: &[DocumentId], begun: Timestamp) -> Result<()> {
        let invoices = invoices.to_vec();
        self.write(move |transaction| sights::note_paid(transaction, &invoices, begun))
    }

    fn strays(&self) -> Result<Vec<Stray>> {
        self.look(strays::all)
    }

    fn stray_candidates(&self, number: &str) -> Result<Vec<OrderId>> {
        self.look(|connection| strays::candidates(connection, number))
    }

    fn place_stray(&self, note: DocumentId, shares: &[Document]) -> Result<()> {
        let shares = shares.to_vec();
        self.write(move |transaction| strays::place(transaction, note, &shares))
    }

    fn put_candidates(&self, candidates: &[(DocumentId, OrderId)]) -> Result<()> {
        let candidates = candidates.to_vec();
        self.write(move |transaction| strays::put_candidates(transaction, &candidates))
    }

    fn say_credit(&self, word: &CreditWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| words::say_credit(transaction, &word))
    }

    fn say_paid(&self, word: &PaidWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| words::say_paid(transaction, &word))
    }

    fn put_shop_orders(&self, rows: &[ShopRow]) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| shop_orders::write_all(transaction, &rows))
    }

    fn put_payment(&self, payment: &Payment) -> Result<()> {
        let payment = payment.clone();
        self.write(move |transaction| payments::write(transaction, &payment))
    }

    fn take_look(&self, reference: &str, most: u16, now: Timestamp) -> Result<bool> {
        let reference = reference.to_owned();
        self.write(move |transaction| looks::take(transaction, &reference, most, now))
    }

    fn put_not_found(&self, not_found: &NotFound) -> Result<()> {
        let not_found = not_found.clone();
        self.write(move |transaction| payments::write_not_found(transaction, &not_found))
    }

    fn put_hooks(&self, seen: &SeenHooks) -> Result<()> {
        let seen = seen.clone();
        self.write(move |transaction| hooks::write(transaction, &seen))
    }

    fn hooks(&self) -> Result<Option<SeenHooks>> {
        self.look(hooks::read)
    }

    fn put_watermark(&self, which: Watermark, at: Timestamp) -> Result<()> {
        self.write(move |transaction| watermarks::write(transaction, which, at))
    }

    fn orders_of_items(&self, items: &[i64]) -> Result<HashMap<i64, OrderId>> {
        self.look(|connection| orders::of_items(connection, items))
    }

    fn leading_nowhere(&self, orders: &[OrderId]) -> Result<Vec<String>> {
        self.look(|connection| leading::nowhere(connection, orders))
    }

    fn shares_of_document(&self, document: DocumentId) -> Result<Vec<Document>> {
        self.look(|connection| shares::of_document(connection, document))
    }

    fn cases(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        self.hand_over(each, &reading::all)
    }

    fn cases_of(&self, orders: &[OrderId], each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        self.hand_over(each, &|connection, each| reading::some(connection, orders, each))
    }

    fn case(&self, order: OrderId) -> Result<Option<Case>> {
        self.look(|connection| reading::one(connection, order))
    }

    fn find_orders(&self, number: &str, in_shop: bool) -> Result<Vec<OrderId>> {
        self.look(|connection| names::numbered(connection, number, in_shop))
    }

    fn shop_orders_numbered(&self, number: &str) -> Result<Vec<String>> {
        self.look(|connection| leading::shop_orders(connection, "number", number))
    }

    fn orders_of_payment(&self, reference: &str) -> Result<Vec<OrderId>> {
        self.look(|connection| names::of_payment(connection, reference))
    }

    fn orders_of_invoice(&self, number: &str) -> Result<Vec<OrderId>> {
        self.look(|connection| names::of_invoice(connection, number))
    }

    fn order_numbers(&self) -> Result<Vec<String>> {
        self.look(names::all)
    }
}
