//! Refresh: brings the facts up to date by reading what changed in Uni and the shop, and payments.
//!
//! It never writes outside, and never deletes a fact because a read did not show it: an order that
//! Uni no longer lists is not thereby deleted. How far a system was read moves only when that read was complete, and is
//! the moment at which it began: what changed behind it is found by the next one.

mod documents;
mod gone;
mod payments;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use uniac_core::assess::{Assessment, Link};
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_store::Watermark;
use uniac_system::error::{Error, Result};
use uniac_system::seam;
use uniac_texts::t;

use super::Engine;

pub(super) use gone::perhaps_thrown_away;

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
        let (mut unread, read, credited) = uni?;
        let (nameless, refunded) = shop?;
        unread.extend(nameless);
        if let Err(error) = self.look_for_hidden(&read) {
            // What these orders name is looked for again by the next read, which must read them again.
            let before = before.unwrap_or(Timestamp::UNIX_EPOCH);
            self.store.put_watermark(Watermark::Orders, before)?;
            return Err(error);
        }
        unread.extend(self.read_refunded(&refunded)?);
        unread.extend(self.read_credited(credited)?);
        Ok(unread)
    }

    /// Reads Uni's orders and documents, and returns the orders that were read, and those of new credit notes.
    ///
    /// Documents refer to orders, so orders come first. Nor are the two lists read at once: what is known of an order must
    /// never be newer than what is known of its documents, or one that was invoiced and then closed looks as if nobody had
    /// invoiced it, and its reservation would be released.
    fn read_uni(
        &self,
        overlap: SignedDuration,
    ) -> Result<(Vec<Unread>, Vec<OrderId>, BTreeSet<OrderId>)> {
        let mut read = Vec::new();
        let orders = self.read_orders(overlap, &mut read)?;
        let (documents, credited) = self.read_documents(overlap)?;
        Ok((orders.into_iter().chain(documents).collect(), read, credited))
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
}

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
