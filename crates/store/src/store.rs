//! What the store is asked, and what answers it: each method is one transaction, or one look.
//!
//! No send may ever happen inside a transaction.

use std::collections::HashMap;

use jiff::Timestamp;

use uniac_core::act::{Act, Intent};
use uniac_core::facts::OrderRow;
use uniac_core::facts::ShopRow;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId, Payment, ShopOrder, Stray};
use uniac_core::purchase::Case;
use uniac_core::settings::{Hold, Setting, Settings};
use uniac_system::error::Result;
use uniac_system::seam;

use super::database::DbStore;
use super::db::{failure, params};
use super::rows::{
    activate, lift_holds, read_settings, read_switches, write_entries, write_hooks,
    write_not_found, write_order, write_paid_word, write_payment, write_setting, write_shop_order,
};
use super::{
    Acceptance, CreditWord, Decision, DocumentPage, Entry, Epoch, LinkWord, NotFound, PaidWord,
    SeenHooks, Store, Watermark, accepts, cases, copying, documents, history, leads, looks, names,
    skips, soundness, ties,
};

impl Store for DbStore {
    fn lock(&self, now: Timestamp) -> Result<Epoch> {
        copying::check_whole(&self.connection())?;
        let is_known = self.take_right(now)?;
        self.write(move |transaction| {
            if !is_known {
                soundness::keep(transaction, now)?;
            }
            let next = "INSERT INTO epoch (number, at)
                SELECT coalesce(max(number), 0) + 1, ?1 FROM epoch RETURNING number";
            let number = transaction.query_row(next, [now.to_string()], |row| row.get(0));
            number.map(Epoch).map_err(failure)
        })
        .inspect(|_| seam::point(seam::LOCK_TAKEN))
    }

    fn commit(&self, epoch: Epoch, entries: Vec<Entry>) -> Result<Vec<Intent>> {
        self.write(move |transaction| write_entries(transaction, epoch, &entries))
    }

    fn commit_later(&self, epoch: Epoch, entries: Vec<Entry>) {
        self.write_later(Box::new(move |transaction| {
            write_entries(transaction, epoch, &entries).map(|_| ())
        }));
    }

    fn flush(&self) -> Result<()> {
        self.commit_later_works()
    }

    fn is_current(&self, epoch: Epoch) -> Result<bool> {
        self.has_right(epoch)
    }

    fn note_automatic(&self, epoch: Epoch) -> Result<()> {
        self.write(move |transaction| skips::note_automatic(transaction, epoch.0))
    }

    fn automatic_since(&self, since: Timestamp) -> Result<Vec<(OrderId, Act, Money)>> {
        self.look(|connection| skips::automatic_since(connection, since))
    }

    fn hold_of(&self, order: OrderId) -> Result<Option<Hold>> {
        self.look_aside(|connection| cases::hold(connection, order))
    }

    fn settings(&self) -> Result<Settings> {
        self.look(read_settings)
    }

    fn switch(
        &self,
        settings: &[Setting],
        on: bool,
        now: Timestamp,
        by: &str,
    ) -> Result<Vec<Setting>> {
        let (settings, by) = (settings.to_vec(), by.to_owned());
        self.write(move |transaction| {
            let before = read_settings(transaction)?;
            let is_other = |setting: &&Setting| before.since(**setting).is_some() != on;
            let changed: Vec<Setting> = settings.iter().filter(is_other).copied().collect();
            for setting in &changed {
                write_setting(transaction, *setting, on, now, &by)?;
            }
            let after = Settings { on: read_switches(transaction)?, activation: None };
            match (before.is_active(), after.is_active()) {
                (false, true) => activate(transaction, now)?,
                (true, false) => {
                    transaction
                        .execute(
                            "UPDATE activation SET ended_at = ?1 WHERE ended_at IS NULL",
                            [now.to_string()],
                        )
                        .map_err(failure)?;
                }
                _ => {}
            }
            Ok(changed)
        })
    }

    fn hold(&self, order: OrderId, hold: &Hold) -> Result<()> {
        let hold = hold.clone();
        self.write(move |transaction| {
            lift_holds(transaction, order, hold.at, &hold.by)?;
            transaction
                .execute(
                    "INSERT INTO hold (order_id, reason, by, at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![
                        order.0,
                        hold.reason,
                        hold.by,
                        hold.at.to_string(),
                        hold.until.map(|until| until.to_string())
                    ],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn remember_links(&self, sure: &[(OrderId, String, String)], now: Timestamp) -> Result<()> {
        let sure = sure.to_vec();
        self.write(move |transaction| ties::remember(transaction, &sure, now))
    }

    fn say_link(&self, word: &LinkWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| ties::say(transaction, &word))
    }

    fn said_link(&self, order: OrderId) -> Result<Option<LinkWord>> {
        self.look(|connection| ties::said(connection, order))
    }

    fn cases_after(&self, words: &[LinkWord], orders: &[OrderId]) -> Result<Vec<Case>> {
        let connection = self.connection();
        // Whatever is not committed is rolled back.
        let transaction = connection.begin().map_err(failure)?;
        words.iter().try_for_each(|word| ties::say(&transaction, word))?;
        let cases = orders.iter().map(|order| cases::one(&transaction, *order));
        cases.filter_map(Result::transpose).collect()
    }

    fn shop_order(&self, id: &str) -> Result<Option<ShopOrder>> {
        self.look(|connection| cases::shop_order(connection, id))
    }

    fn unclaimed_shop_orders(&self) -> Result<Vec<ShopOrder>> {
        self.look(leads::unclaimed)
    }

    fn decisions(&self, order: Option<OrderId>) -> Result<Vec<Decision>> {
        self.look(|connection| history::read(connection, order))
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
        Ok(self.look(|connection| ties::together(connection, order))?.into_iter().collect())
    }

    fn lift(&self, order: OrderId, now: Timestamp, by: &str) -> Result<bool> {
        let by = by.to_owned();
        self.write(move |transaction| {
            let held = cases::hold(transaction, order)?.is_some_and(|hold| hold.is_active(now));
            lift_holds(transaction, order, now, &by)?;
            Ok(held)
        })
    }

    fn watermark(&self, which: Watermark) -> Result<Option<Timestamp>> {
        self.look(|connection| cases::watermark(connection, which))
    }

    fn put_orders(&self, rows: &[OrderRow], now: Timestamp) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| {
            rows.iter().try_for_each(|row| write_order(transaction, row, now))
        })
    }

    fn put_gone(&self, order: OrderId, now: Timestamp) -> Result<()> {
        self.write(move |transaction| {
            transaction
                .execute(
                    "INSERT INTO gone (order_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![order.0, now.to_string()],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn put_documents(&self, page: &DocumentPage, now: Timestamp) -> Result<()> {
        let page = page.clone();
        self.write(move |transaction| documents::put(transaction, &page, now))
    }

    fn note_paid(&self, invoices: &[DocumentId], begun: Timestamp) -> Result<()> {
        let invoices = invoices.to_vec();
        self.write(move |transaction| documents::note_paid(transaction, &invoices, begun))
    }

    fn strays(&self) -> Result<Vec<Stray>> {
        self.look(documents::strays)
    }

    fn stray_candidates(&self, number: &str) -> Result<Vec<OrderId>> {
        self.look(|connection| documents::candidates(connection, number))
    }

    fn place_stray(&self, note: DocumentId, shares: &[Document]) -> Result<()> {
        let shares = shares.to_vec();
        self.write(move |transaction| documents::place(transaction, note, &shares))
    }

    fn put_candidates(&self, candidates: &[(DocumentId, OrderId)]) -> Result<()> {
        let candidates = candidates.to_vec();
        self.write(move |transaction| documents::put_candidates(transaction, &candidates))
    }

    fn say_credit(&self, word: &CreditWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| documents::say_credit(transaction, &word))
    }

    fn say_paid(&self, word: &PaidWord) -> Result<()> {
        let word = word.clone();
        self.write(move |transaction| write_paid_word(transaction, &word))
    }

    fn put_shop_orders(&self, rows: &[ShopRow]) -> Result<()> {
        let rows = rows.to_vec();
        self.write(move |transaction| {
            rows.iter().try_for_each(|row| write_shop_order(transaction, &row.order))
        })
    }

    fn put_payment(&self, payment: &Payment) -> Result<()> {
        let payment = payment.clone();
        self.write(move |transaction| write_payment(transaction, &payment))
    }

    fn take_look(&self, reference: &str, most: u16, now: Timestamp) -> Result<bool> {
        let reference = reference.to_owned();
        self.write(move |transaction| looks::take(transaction, &reference, most, now))
    }

    fn put_not_found(&self, not_found: &NotFound) -> Result<()> {
        let not_found = not_found.clone();
        self.write(move |transaction| write_not_found(transaction, &not_found))
    }

    fn put_hooks(&self, seen: &SeenHooks) -> Result<()> {
        let seen = seen.clone();
        self.write(move |transaction| write_hooks(transaction, &seen))
    }

    fn hooks(&self) -> Result<Option<SeenHooks>> {
        self.look(cases::hooks)
    }

    fn put_watermark(&self, which: Watermark, at: Timestamp) -> Result<()> {
        self.write(move |transaction| {
            transaction
                .execute(
                    "INSERT INTO watermark (name, at) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                    [which.name(), &at.to_string()],
                )
                .map_err(failure)?;
            Ok(())
        })
    }

    fn order_of_item(&self, item: i64) -> Result<Option<OrderId>> {
        self.look(|connection| cases::order_of_item(connection, item))
    }

    fn leading_nowhere(&self, orders: &[OrderId]) -> Result<Vec<String>> {
        self.look(|connection| leads::nowhere(connection, orders))
    }

    fn orders_of_document(&self, document: DocumentId) -> Result<Vec<OrderId>> {
        self.look(|connection| cases::orders_of_document(connection, document))
    }

    fn cases(&self, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        cases::all(&self.connection(), each)
    }

    fn cases_of(&self, orders: &[OrderId], each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
        cases::some(&self.connection(), orders, each)
    }

    fn case(&self, order: OrderId) -> Result<Option<Case>> {
        self.look(|connection| cases::one(connection, order))
    }

    fn find_orders(&self, number: &str, in_shop: bool) -> Result<Vec<OrderId>> {
        self.look(|connection| names::numbered(connection, number, in_shop))
    }

    fn shop_orders_numbered(&self, number: &str) -> Result<Vec<String>> {
        self.look(|connection| leads::shop_orders(connection, "number", number))
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
