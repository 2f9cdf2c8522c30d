//! Refresh: brings the facts up to date by reading what changed in Uni and the shop, and payments.
//!
//! It never writes outside, and never deletes a fact because a read did not show it: an order that
//! Uni no longer lists is not thereby deleted.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::assess::{Assessment, Case};
use crate::erp::DocumentRow;
use crate::error::{Error, Result};
use crate::order::{DocumentId, OrderId, Payment};
use crate::seam;
use crate::split;
use crate::store::Watermark;

use super::Engine;

/// How far each read reaches back behind the last one: a row can be committed a little after the
/// moment it carries. Reading a row twice changes nothing.
const OVERLAP: SignedDuration = SignedDuration::from_secs(120);

/// How far back a deep read reaches, and how often one is made. It finds what the overlap did not: a
/// row that was committed long after its moment, or dated by a clock that was wrong.
const DEEP_OVERLAP: SignedDuration = SignedDuration::from_hours(24 * 30);
const DEEP_PACE: SignedDuration = SignedDuration::from_hours(24);

/// How long the reading of a settled payment is good enough for lists.
const SETTLED_PACE: SignedDuration = SignedDuration::from_mins(15);

/// How long after its last event a settled payment is still read at all by lists; refunds are
/// possible for a year, and `order show` always reads.
const SETTLED_RECENT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Which payments a refresh reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Those of all orders that are not settled, and settled ones at a slower pace.
    Payments,
    /// Only those never read before; the act itself will read the others.
    NewPayments,
}

/// An order whose payment could not be read; its stored facts stand.
#[derive(Debug)]
pub struct Unread {
    /// The order's number.
    pub order: String,
    /// Why.
    pub error: Error,
}

impl Engine<'_> {
    /// Brings all facts up to date. An order whose payment cannot be read is reported and left as
    /// it was.
    ///
    /// # Errors
    /// When Uni or the shop cannot be read; what was read until then is kept.
    pub fn refresh(&self, reading: Reading) -> Result<Vec<Unread>> {
        self.refresh_documents()?;
        self.refresh_payments(reading)
    }

    /// Reads what changed in Uni and the shop.
    ///
    /// # Errors
    /// As [`Engine::refresh`].
    pub fn refresh_documents(&self) -> Result<()> {
        let deep = self.deep_read_is_due()?;
        let overlap = if deep { DEEP_OVERLAP } else { OVERLAP };
        self.read_changes(overlap)?;
        self.refresh_hooks()?;
        match deep {
            true => self.store.put_watermark(Watermark::Deep, self.clock.now()),
            false => Ok(()),
        }
    }

    fn read_changes(&self, overlap: SignedDuration) -> Result<()> {
        // Documents refer to orders, so orders come first.
        let read_uni = || self.read_orders(overlap).and_then(|()| self.read_documents(overlap));
        if self.workers == 1 {
            return read_uni().and(self.read_shop(overlap));
        }
        std::thread::scope(|scope| {
            let shop = scope.spawn(|| self.read_shop(overlap));
            let uni = read_uni();
            let shop = shop.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            uni.and(shop)
        })
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

    /// Keeps how far a system was read: never beyond the present, so that one row with a moment in the
    /// future does not hide all that come before it.
    fn advance(&self, which: Watermark, read_to: Option<Timestamp>) -> Result<()> {
        let now = self.clock.now();
        let Some(mark) = read_to.map(|read_to| read_to.min(now)) else { return Ok(()) };
        seam::point(seam::BEFORE_WATERMARK);
        match self.store.watermark(which)? {
            Some(before) if mark <= before && before <= now => Ok(()),
            _ => self.store.put_watermark(which, mark),
        }
    }

    fn read_shop(&self, overlap: SignedDuration) -> Result<()> {
        let mut read_to = None;
        self.shop.orders_since(self.since(Watermark::Shop, overlap)?, &mut |rows| {
            read_to = rows.iter().filter_map(|row| row.changed_at).chain(read_to).max();
            seam::point(seam::DURING_REFRESH);
            self.store.put_shop_orders(&rows)
        })?;
        self.advance(Watermark::Shop, read_to)
    }

    fn read_orders(&self, overlap: SignedDuration) -> Result<()> {
        let mut read_to = None;
        self.erp.orders_since(self.since(Watermark::Orders, overlap)?, &mut |rows| {
            read_to = rows.iter().filter_map(|row| row.changed_at).chain(read_to).max();
            seam::point(seam::DURING_REFRESH);
            self.store.put_orders(&rows)
        })?;
        self.advance(Watermark::Orders, read_to)
    }

    fn read_documents(&self, overlap: SignedDuration) -> Result<()> {
        let mut read_to = None;
        self.erp.documents_since(self.since(Watermark::Documents, overlap)?, &mut |rows| {
            read_to = rows.iter().filter_map(|row| row.changed_at).chain(read_to).max();
            let owners = self.owners(&rows)?;
            let order_of = |item| owners.get(&item).copied();
            let shares: Vec<_> =
                rows.iter().flat_map(|row| split::by_order(row, order_of)).collect();
            let seen: Vec<DocumentId> = rows.iter().map(|row| row.id).collect();
            seam::point(seam::DURING_REFRESH);
            self.store.put_documents(&seen, &shares, self.clock.now())
        })?;
        self.advance(Watermark::Documents, read_to)
    }

    /// Returns the order of each order line that the documents name. A line whose order is not in
    /// the store is looked up in Uni, and its order read.
    fn owners(&self, rows: &[DocumentRow]) -> Result<HashMap<i64, OrderId>> {
        let mut owners = HashMap::new();
        for item in rows.iter().flat_map(|row| &row.lines).filter_map(|line| line.order_item) {
            if owners.contains_key(&item) {
                continue;
            }
            let known = self.store.order_of_item(item)?;
            let owner = match known {
                Some(order) => Some(order),
                None => self.fetch_owner(item)?,
            };
            owners.extend(owner.map(|order| (item, order)));
        }
        Ok(owners)
    }

    fn fetch_owner(&self, item: i64) -> Result<Option<OrderId>> {
        let Some(id) = self.erp.order_of_item(item)? else { return Ok(None) };
        if let Some(mut row) = self.erp.order(id)? {
            row.items.push(item);
            self.store.put_orders(&[row])?;
        }
        Ok(Some(id))
    }

    fn refresh_payments(&self, reading: Reading) -> Result<Vec<Unread>> {
        let now = self.clock.now();
        let mut wanted = Vec::new();
        self.assessed(&mut |case, assessment| {
            if self.wants_reading(&case, &assessment, reading, now) {
                wanted.push(case.order.uni.id);
            }
            Ok(())
        })?;
        let unread = self.in_parallel(&wanted, |order| self.refresh_payment(order));
        unread.into_iter().filter_map(Result::transpose).collect()
    }

    fn wants_reading(
        &self,
        case: &Case,
        assessment: &Assessment,
        reading: Reading,
        now: Timestamp,
    ) -> bool {
        if case.order.shop.as_ref().and_then(|shop| self.provider_of(shop)).is_none() {
            return false;
        }
        let Some(payment) = &case.order.payment else { return true };
        let age = now.duration_since(payment.read_at);
        let last = payment.events.iter().map(|event| event.at).max().or(payment.authorised_at);
        let recent = last.is_none_or(|last| now.duration_since(last) < SETTLED_RECENT);
        reading == Reading::Payments && (!assessment.settled || (recent && age > SETTLED_PACE))
    }

    /// Reads the payment of one order and keeps it; `Some` says why it could not be read.
    fn refresh_payment(&self, order: OrderId) -> Result<Option<Unread>> {
        let Some(case) = self.store.case(order)? else { return Ok(None) };
        let number = case.order.uni.number.clone();
        match self.read_payment(&case) {
            Ok(Some(payment)) => {
                seam::point(seam::DURING_REFRESH);
                self.store.put_payment(&payment).map(|()| None)
            }
            Ok(None) => self.note_not_found(&case).map(|()| None),
            Err(error) => Ok(Some(Unread { order: number, error })),
        }
    }

    /// Reads the payment of an order afresh.
    pub(super) fn read_payment(&self, case: &Case) -> Result<Option<Payment>> {
        let Some(shop) = &case.order.shop else { return Ok(None) };
        let Some((provider, reference)) = self.provider_of(shop) else { return Ok(None) };
        provider.read(reference, case.order.payment.as_ref(), self.clock.now())
    }

    /// Reads the payment of one order afresh, for `order show` and `order settle`.
    ///
    /// # Errors
    /// When it cannot be read, or the store not be written.
    pub fn refresh_order(&self, order: OrderId) -> Result<()> {
        let Some(case) = self.store.case(order)? else { return Ok(()) };
        match self.read_payment(&case)? {
            Some(payment) => self.store.put_payment(&payment),
            None => self.note_not_found(&case),
        }
    }
}
