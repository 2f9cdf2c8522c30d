//! Refresh: brings the facts up to date by reading what changed in Uni and the shop, and payments.
//!
//! It never writes outside, and never deletes a fact because a read did not show it: an order that
//! Uni no longer lists is not thereby deleted. How far a system was read moves only when that read was complete, and is
//! the moment at which it began: what changed behind it is found by the next one.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use uniac_core::assess::{Assessment, Link, assess};
use uniac_core::facts::{DocumentRow, ShopRow, Stage};
use uniac_core::order::{Document, DocumentId, DocumentKind, Order, OrderId, Payment};
use uniac_core::purchase::Case;
use uniac_core::split::{self, Known};
use uniac_store::{DocumentPage, Filter, SeenDocument, Watermark};
use uniac_system::error::{Error, Result};
use uniac_system::seam;
use uniac_texts::{kept, t};

use super::Engine;

/// How far each read reaches back behind the start of the last complete one: a row can be committed a little after the
/// moment it carries. Reading a row twice changes nothing.
const OVERLAP: SignedDuration = SignedDuration::from_secs(120);

/// How far back a deep read reaches, and how often one is made. It finds what the overlap did not: a
/// row that was committed long after its moment, or dated by a clock that was wrong.
const DEEP_OVERLAP: SignedDuration = SignedDuration::from_hours(24 * 30);
const DEEP_PACE: SignedDuration = SignedDuration::from_hours(24);

/// The largest difference between our clock and another system's that is believed; a deep read finds what a larger one
/// has hidden.
const CLOCK_DIFFERENCE_MAX: SignedDuration = SignedDuration::from_hours(24);

/// How much later a mark must be to be worth a write: an earlier one costs a few rows read twice.
const MARK_STEP: SignedDuration = SignedDuration::from_secs(60);

/// So many orders may be gone at once, and a tenth of those that are looked for.
const GONE_MAX: usize = 10;

/// Which payments a refresh reads, besides those that every one reads because what stands on them may be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Those on which money is due by itself, and the newest of those on which it waits for a person or that are not settled:
    /// what a list shows.
    Payments,
    /// Those on which a run may move money: it must know all that it may do. A few others are looked at in passing.
    Due {
        /// Only what needs no person.
        by_itself: bool,
    },
    /// No others: each payment is read right before its act.
    NewPayments {
        /// Nor those of which only a person could make something.
        by_itself: bool,
    },
    /// All that are not settled, and settled ones at a slower pace; and all documents far back: what an activation
    /// overlooks because a wrong clock dated it would be automatic when it is seen at last.
    FarBack,
}

/// What could not be read: the payment of an order, whose stored facts stand, or rows of which nobody knows what they
/// are about.
#[derive(Debug)]
pub struct Unread {
    /// The order's number; empty when nobody knows which.
    pub order: String,
    /// Why.
    pub error: Error,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.order.as_str() {
            "" => write!(f, "{}", self.error),
            order => {
                let why = self.error.to_string();
                f.write_str(&t!("refresh-payment-unread", order = order, why = why))
            }
        }
    }
}

impl Engine<'_> {
    /// Brings all facts up to date. An order whose payment cannot be read is reported and left as
    /// it was.
    ///
    /// # Errors
    /// When Uni or the shop cannot be read; what was read until then is kept.
    pub fn refresh(&self, reading: Reading) -> Result<Vec<Unread>> {
        let deep = reading == Reading::FarBack || self.deep_read_is_due()?;
        let mut unread = self.read_both(deep)?;
        if deep {
            // Should a change ever go unmarked, it is noticed within the day.
            self.store.mark_all()?;
            self.keep_up()?;
            unread.extend(self.look_for_all()?);
        }
        // What others move on a payment with nothing due is seen once a day.
        let reading = if deep { Reading::FarBack } else { reading };
        unread.extend(self.refresh_payments(reading)?);
        Ok(unread)
    }

    /// Reads what changed in Uni and the shop, and returns what of it nobody can place.
    ///
    /// # Errors
    /// As [`Engine::refresh`].
    pub fn refresh_documents(&self) -> Result<Vec<Unread>> {
        self.read_both(self.deep_read_is_due()?)
    }

    fn read_both(&self, deep: bool) -> Result<Vec<Unread>> {
        let begun = self.clock.now();
        let overlap = if deep { DEEP_OVERLAP } else { OVERLAP };
        let unread = self.read_changes(overlap)?;
        self.refresh_hooks()?;
        if deep {
            self.store.put_watermark(Watermark::Deep, begun)?;
        }
        Ok(unread)
    }

    pub(super) fn read_changes(&self, overlap: SignedDuration) -> Result<Vec<Unread>> {
        let before = self.store.watermark(Watermark::Orders)?;
        let (uni, shop) = match self.workers {
            1 => (self.read_uni(overlap), self.read_shop(overlap)),
            _ => std::thread::scope(|scope| {
                let shop = scope.spawn(|| self.read_shop(overlap));
                let uni = self.read_uni(overlap);
                let shop = shop.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (uni, shop)
            }),
        };
        let (mut unread, read) = uni?;
        let (nameless, refunded) = shop?;
        unread.extend(nameless);
        if let Err(error) = self.look_for_hidden(&read) {
            // What these orders name is looked for again by the next read, which must read them again.
            let before = before.unwrap_or(Timestamp::UNIX_EPOCH);
            self.store.put_watermark(Watermark::Orders, before)?;
            return Err(error);
        }
        unread.extend(self.read_refunded(&refunded)?);
        Ok(unread)
    }

    /// Reads payments of which the shop shows a refund that it did not show before: its plug-in may have paid it back.
    fn read_refunded(&self, references: &[String]) -> Result<Vec<Unread>> {
        let mut orders = BTreeSet::new();
        for reference in references {
            orders.extend(self.store.orders_of_payment(reference)?.into_iter().next());
        }
        self.read_payments(&orders.into_iter().collect::<Vec<_>>())
    }

    /// Reads Uni's orders and documents, and returns the orders that were read.
    ///
    /// Documents refer to orders, so orders come first. Nor are the two lists read at once: what is known of an order must
    /// never be newer than what is known of its documents, or one that was invoiced and then closed looks as if nobody had
    /// invoiced it, and its reservation would be released.
    fn read_uni(&self, overlap: SignedDuration) -> Result<(Vec<Unread>, Vec<OrderId>)> {
        let mut read = Vec::new();
        let orders = self.read_orders(overlap, &mut read)?;
        let documents = self.read_documents(overlap)?;
        Ok((orders.into_iter().chain(documents).collect(), read))
    }

    fn deep_read_is_due(&self) -> Result<bool> {
        let now = self.clock.now();
        let last = self.store.watermark(Watermark::Deep)?;
        Ok(last.is_none_or(|last| last > now || now.duration_since(last) > DEEP_PACE))
    }

    /// Returns from when on a system is read. A mark that lies in the future says that a clock was set
    /// back, ours or the other side's: what happened since carries earlier moments, so all is read.
    fn since(&self, which: Watermark, overlap: SignedDuration) -> Result<Option<Timestamp>> {
        let mark = self.store.watermark(which)?;
        let mark = mark.filter(|mark| *mark <= self.clock.now());
        Ok(mark.map(|mark| mark.checked_sub(overlap).unwrap_or(mark)))
    }

    /// Keeps how far a system was read, after a complete read: to its start, by our clock or the system's own, whichever
    /// is behind. What changed since then carries a later moment on either.
    fn advance(&self, which: Watermark, begun: Timestamp, theirs: Option<Timestamp>) -> Result<()> {
        let earliest = begun.checked_sub(CLOCK_DIFFERENCE_MAX).unwrap_or(begun);
        let mark = theirs.map_or(begun, |theirs| theirs.clamp(earliest, begun));
        seam::point(seam::BEFORE_WATERMARK);
        match self.store.watermark(which)? {
            Some(before) if before <= mark && mark.duration_since(before) < MARK_STEP => Ok(()),
            _ => self.store.put_watermark(which, mark),
        }
    }

    /// Reads the shop's orders, and returns the payments of those that show a refund which they did not show before.
    fn read_shop(&self, overlap: SignedDuration) -> Result<(Option<Unread>, Vec<String>)> {
        let begun = self.clock.now();
        let since = self.since(Watermark::Shop, overlap)?;
        let mut refunded = Vec::new();
        let pass = self.shop.orders_since(since, &mut |rows| {
            seam::point(seam::DURING_REFRESH);
            self.read.add_shop_orders(rows.len());
            refunded.extend(self.newly_refunded(&rows)?);
            self.store.put_shop_orders(&rows)
        })?;
        self.advance(Watermark::Shop, begun, pass.clock)?;
        let nameless = nobodys(pass.nameless, |count| t!("refresh-shop-orders", count = count));
        Ok((nameless, refunded))
    }

    fn newly_refunded(&self, rows: &[ShopRow]) -> Result<Vec<String>> {
        let mut references = Vec::new();
        for shop in rows.iter().map(|row| &row.order).filter(|shop| shop.refunded_minor > 0) {
            let known = self.store.shop_order(&shop.id)?;
            if known.is_some_and(|known| known.refunded_minor < shop.refunded_minor) {
                references.extend(shop.payment_reference.clone());
            }
        }
        Ok(references)
    }

    fn read_orders(
        &self,
        overlap: SignedDuration,
        read: &mut Vec<OrderId>,
    ) -> Result<Option<Unread>> {
        let begun = self.clock.now();
        let since = self.since(Watermark::Orders, overlap)?;
        let pass = self.erp.orders_since(since, &mut |rows| {
            seam::point(seam::DURING_REFRESH);
            self.read.add_orders(rows.len());
            read.extend(rows.iter().map(|row| row.order.id));
            self.store.put_orders(&rows, self.clock.now())
        })?;
        self.advance(Watermark::Orders, begun, pass.clock)?;
        Ok(nobodys(pass.nameless, |count| t!("refresh-uni-orders", count = count)))
    }

    fn read_documents(&self, overlap: SignedDuration) -> Result<Option<Unread>> {
        let begun = self.clock.now();
        let since = self.since(Watermark::Documents, overlap)?;
        let mut unplaced = 0;
        let mut read = Vec::new();
        let pass = self.erp.documents_since(since, &mut |rows| {
            // All of one read was seen at its start: what it shows of an invoice was before what a later one finds.
            unplaced += self.keep_page(rows, &mut read, begun)?;
            Ok(())
        })?;
        self.place_strays()?;
        // Only now all credit notes of that moment are known.
        self.store.note_paid(&read, begun)?;
        self.advance(Watermark::Documents, begun, pass.clock)?;
        Ok(nobodys(pass.nameless + unplaced, |count| t!("refresh-uni-documents", count = count)))
    }

    /// Keeps a page of documents, and adds its invoices to those that were read; returns how many nobody knows the place of.
    fn keep_page(
        &self,
        rows: Vec<DocumentRow>,
        read: &mut Vec<DocumentId>,
        begun: Timestamp,
    ) -> Result<u64> {
        self.read.add_documents(rows.len());
        // A credit note's order can be that of its invoice, so invoices come first.
        let is_note = |row: &DocumentRow| matches!(row.kind, DocumentKind::CreditNote { .. });
        let (notes, invoices): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_note);
        read.extend(invoices.iter().map(|invoice| invoice.id));
        Ok(self.keep_documents(invoices, begun)? + self.keep_documents(notes, begun)?)
    }

    /// Asks Uni for documents of which it matters whether they are still there: one that was thrown away is in no list.
    fn look_for_documents(&self) -> Result<()> {
        let mut orders =
            self.store.kept_orders(&Filter { documents: true, ..Filter::default() })?;
        orders.sort();
        let (company, now) = (self.company()?, self.clock.now());
        let mut drafts = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            drafts.extend(perhaps_thrown_away(&case, &assess(&case, &company, now)));
            Ok(())
        })?;
        for id in drafts {
            match self.erp.document(id) {
                Ok(Some(row)) => _ = self.keep_documents(vec![row], self.clock.now())?,
                Ok(None) => self.forget(id)?,
                // It waits as it did.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Forgets a document that Uni does not have any more.
    pub(super) fn forget(&self, id: DocumentId) -> Result<()> {
        let (stage, is_note, created_at) = (Stage::Deleted, false, None);
        let seen = vec![SeenDocument { id, stage, is_note, created_at }];
        let page = DocumentPage { seen, ..DocumentPage::default() };
        self.store.put_documents(&page, self.clock.now())
    }

    /// Keeps documents, split by order; returns how many of them could be anybody's.
    fn keep_documents(&self, mut rows: Vec<DocumentRow>, now: Timestamp) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        let owners = self.owners(&mut rows)?;
        let mut page = DocumentPage::default();
        let mut unplaced = 0;
        for row in &rows {
            let before = match row.unreadable {
                Some(_) => self.store.orders_of_document(row.id)?,
                None => Vec::new(),
            };
            let credited = match row.kind {
                DocumentKind::CreditNote { credits: Some(invoice) } => {
                    self.store.orders_of_document(invoice)?
                }
                DocumentKind::Invoice
                | DocumentKind::CreditNote { credits: None }
                | DocumentKind::Unknown => Vec::new(),
            };
            let known = Known { before: &before, credited: &credited };
            let split = split::by_order(row, |item| owners.get(&item).copied(), &known);
            let is_lost = row.unreadable.is_some() && row.lines.is_empty();
            unplaced += u64::from(is_lost && split.shares.is_empty());
            page.seen.push(SeenDocument::of(row));
            page.shares.extend(split.shares);
            page.strays.extend(split.stray);
        }
        seam::point(seam::DURING_REFRESH);
        self.store.put_documents(&page, now)?;
        Ok(unplaced)
    }

    /// Returns the order of each order line that the documents name. A line whose order is not in
    /// the store is looked up in Uni, and its order read.
    fn owners(&self, rows: &mut [DocumentRow]) -> Result<HashMap<i64, OrderId>> {
        let mut owners = HashMap::new();
        for row in rows {
            let items: Vec<i64> = row.lines.iter().filter_map(|line| line.order_item).collect();
            for item in items {
                if owners.contains_key(&item) {
                    continue;
                }
                let owner = match self.store.order_of_item(item)? {
                    Some(order) => Ok(Some(order)),
                    None => self.fetch_owner(item),
                };
                match owner {
                    Ok(owner) => owners.extend(owner.map(|order| (item, order))),
                    Err(error) if error.code == NOT_UNDERSTOOD => {
                        let doubt = kept!("doubt-order-of-line-unread");
                        row.unreadable.get_or_insert(doubt);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(owners)
    }

    fn fetch_owner(&self, item: i64) -> Result<Option<OrderId>> {
        let Some(id) = self.erp.order_of_item(item)? else { return Ok(None) };
        if let Some(mut row) = self.erp.order(id)? {
            row.items.push(item);
            self.store.put_orders(&[row], self.clock.now())?;
        }
        Ok(Some(id))
    }

    fn refresh_payments(&self, reading: Reading) -> Result<Vec<Unread>> {
        self.keep_up()?;
        // What is asked for below is what was known before documents are looked for.
        let wanted = self.wanted(reading)?;
        self.look_for_documents()?;
        let unread = self.read_payments(&wanted)?;
        // Whose a note may be depends on what is held.
        self.find_orders_of_strays()?;
        Ok(unread)
    }

    /// Reads the payments of these orders.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) fn read_payments(&self, orders: &[OrderId]) -> Result<Vec<Unread>> {
        let unread = self.in_parallel(orders, |order| self.refresh_payment(*order));
        unread.into_iter().filter_map(Result::transpose).collect()
    }

    /// Reads the payment of one order and keeps it; `Some` says why it could not be read.
    pub(super) fn refresh_payment(&self, order: OrderId) -> Result<Option<Unread>> {
        let Some(case) = self.store.case(order)? else { return Ok(None) };
        let number = case.order.uni.number.clone();
        if self.is_to_wait(&case)? {
            self.read.add_postponed();
            return Ok(None);
        }
        if let Err(error) = self.refresh_earlier(&case) {
            return Ok(Some(Unread { order: number, error }));
        }
        match self.read_payment(&case) {
            Ok(Some(payment)) => {
                seam::point(seam::DURING_REFRESH);
                self.store.put_payment(&payment).map(|()| None)
            }
            Ok(None) => self.note_not_found(&case).map(|()| None),
            Err(error) => Ok(Some(Unread { order: number, error })),
        }
    }

    /// Reads the other payments of an order on which something may still change.
    fn refresh_earlier(&self, case: &Case) -> Result<()> {
        let references: Vec<String> = case.earlier.iter().map(|p| p.reference.clone()).collect();
        for reference in references {
            let mut turned = case.clone();
            turned.turn_to(&reference);
            if let Some(payment) = self.read_payment(&turned)? {
                self.store.put_payment(&payment)?;
            }
        }
        for (provider, reference) in case.ties.also.iter().filter_map(|s| self.provider_of(s)) {
            if case.payments().all(|payment| payment.reference != reference)
                && let Some(payment) = provider.read(reference, None, self.clock.now())?
            {
                self.store.put_payment(&payment)?;
            }
        }
        Ok(())
    }

    /// Asks Uni once a day for each order on which money is reserved: one that is not there any more is in no list. A Uni
    /// that knows far too few of them is not believed.
    fn look_for_all(&self) -> Result<Vec<Unread>> {
        let mut orders = self.store.kept_orders(&Filter { reserved: true, ..Filter::default() })?;
        orders.sort();
        let mut reserved = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            let uni = case.order.uni;
            if !uni.progress.is_dropped() {
                reserved.push((uni.id, uni.number));
            }
            Ok(())
        })?;
        let looked = self.in_parallel(&reserved, |(id, _)| self.erp.order(*id));
        let (mut gone, mut unread) = (Vec::new(), Vec::new());
        for ((id, number), row) in reserved.iter().zip(looked) {
            match row {
                Ok(Some(row)) => self.store.put_orders(&[row], self.clock.now())?,
                Ok(None) => gone.push(*id),
                Err(error) => unread.push(Unread { order: number.clone(), error }),
            }
        }
        if gone.len() > GONE_MAX && gone.len() * 10 > reserved.len() {
            unread
                .extend(nobodys(gone.len() as u64, |count| t!("refresh-uni-lost", count = count)));
            return Ok(unread);
        }
        for id in gone {
            self.store.put_gone(id, self.clock.now())?;
        }
        Ok(unread)
    }

    /// Asks Uni for one order, and keeps what it says, also that there is none.
    fn look_for(&self, case: &Case) -> Result<()> {
        let id = case.order.uni.id;
        match self.erp.order(id)? {
            Some(row) => self.store.put_orders(&[row], self.clock.now()),
            None => self.store.put_gone(id, self.clock.now()),
        }
    }

    /// Reads the payment of an order afresh.
    pub(super) fn read_payment(&self, case: &Case) -> Result<Option<Payment>> {
        let Some((provider, reference)) = self.payment_of(case) else { return Ok(None) };
        self.read.add_payment();
        provider.read(reference, case.order.payment.as_ref(), self.clock.now())
    }

    /// Reads the payment of one order afresh, for `order show` and `order settle`.
    ///
    /// # Errors
    /// When it cannot be read, or the store not be written.
    pub fn refresh_order(&self, order: OrderId) -> Result<()> {
        let Some(case) = self.store.case(order)? else { return Ok(()) };
        self.look_for(&case)?;
        self.refresh_earlier(&case)?;
        match self.read_payment(&case)? {
            Some(payment) => self.store.put_payment(&payment),
            None => self.note_not_found(&case),
        }
    }
}

/// Returns the drafts of an order that hold back a release or a refund.
fn drafts_in_the_way(case: &Case, assessment: &Assessment) -> Vec<DocumentId> {
    let ledger = &assessment.ledger;
    let releases = case.order.uni.progress.is_dropped() && ledger.capturable > 0;
    let holds = releases || ledger.refund_due() > 0;
    let drafts = case.order.drafts.iter().filter(|_| holds);
    drafts.map(|draft| draft.id).collect()
}

/// Returns the documents of an order of which it matters whether they are still there.
pub(super) fn perhaps_thrown_away(case: &Case, assessment: &Assessment) -> Vec<DocumentId> {
    let mut documents = drafts_in_the_way(case, assessment);
    documents.extend(perhaps_gone(&case.order));
    documents
}

/// Returns the invoices of an order of whose lines, by the order's own figures, less is invoiced than they carry: one of them
/// may have been opened again and thrown away.
fn perhaps_gone(order: &Order) -> Vec<DocumentId> {
    let uni = &order.uni;
    if uni.unreadable.is_some() || uni.inexact.is_some() {
        return Vec::new();
    }

    let is_invoice = |document: &&Document| document.kind == DocumentKind::Invoice;
    let invoices = || order.documents.iter().filter(is_invoice);
    let notes = order.documents.iter().filter(|document| !is_invoice(document));
    let credited = notes.map(|note| note.amount_minor).fold(0, i64::saturating_add);
    let carried = invoices().map(traced_minor).fold(0, i64::saturating_add) - credited;
    match carried > uni.total_minor - uni.uninvoiced_minor + uni.currency.unit() {
        true => invoices().map(|invoice| invoice.id).collect(),
        false => Vec::new(),
    }
}

/// Returns the sum of a document's lines that stem from a line of an order.
fn traced_minor(document: &Document) -> i64 {
    let traced = document.parts.iter().filter(|part| part.item.is_some());
    traced.map(|part| part.minor).fold(0, i64::saturating_add)
}

/// The code of an answer about one thing that is not understood.
const NOT_UNDERSTOOD: &str = "not-understood";

/// Returns what is to be said of rows of which nobody knows what they are about.
fn nobodys(count: u64, message: impl FnOnce(u64) -> String) -> Option<Unread> {
    let hint = t!("refresh-nobodys-hint");
    let error = || Error::failed("unreadable", message(count)).hint(hint);
    (count > 0).then(|| Unread { order: String::new(), error: error() })
}

/// Returns a tie that was found sure for the first time: it is remembered, so that later edits raise no doubt.
pub(super) fn newly_sure(case: &Case, assessment: &Assessment) -> Option<(String, String)> {
    let shop = case.order.shop.as_ref()?;
    let reference = case.order.uni.shop_reference.clone()?;
    let is_new = assessment.link == Link::Sure
        && !case.ties.was_sure
        && case.ties.siblings.is_empty()
        && !case.is_merged()
        && case.ties.candidates == 1;
    is_new.then(|| (shop.id.clone(), reference))
}

#[cfg(test)]
mod tests;
