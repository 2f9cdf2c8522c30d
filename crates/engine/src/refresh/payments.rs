//! Reading payments: those that may have moved, and those of one order.
//!
//! A payment that cannot be read is said, and stays as it was read last.

use std::collections::BTreeSet;

use uniac_core::assess::{Mode, Step, assess};
use uniac_core::facts::ShopRow;
use uniac_core::order::{OrderId, Payment};
use uniac_core::purchase::Case;
use uniac_system::error::Result;
use uniac_system::seam;

use super::{Reading, Unread};
use crate::Engine;

impl Engine<'_> {
    pub(in super::super) fn refresh_payments(&self, reading: Reading) -> Result<Vec<Unread>> {
        self.keep_up()?;
        // What is asked for below is what was known before documents are looked for.
        let wanted = self.wanted(reading)?;
        self.look_for_documents()?;
        let unread = self.read_payments(&wanted)?;
        // Whose a note may be depends on what is held.
        self.find_orders_of_strays()?;
        Ok(unread)
    }

    pub(in super::super) fn newly_refunded(&self, rows: &[ShopRow]) -> Result<Vec<String>> {
        let mut references = Vec::new();
        for shop in rows.iter().map(|row| &row.order).filter(|shop| shop.refunded_minor > 0) {
            let known = self.store.shop_order(&shop.id)?;
            if known.is_some_and(|known| known.refunded_minor < shop.refunded_minor) {
                references.extend(shop.payment_reference.clone());
            }
        }
        Ok(references)
    }

    /// Reads payments of which the shop shows a refund that it did not show before: its plug-in may have paid it back.
    pub(in super::super) fn read_refunded(&self, references: &[String]) -> Result<Vec<Unread>> {
        let mut orders = BTreeSet::new();
        for reference in references {
            orders.extend(self.store.orders_of_payment(reference)?.into_iter().next());
        }
        self.read_payments(&orders.into_iter().collect::<Vec<_>>())
    }

    /// Reads the payments of orders with a new credit note of which nothing follows by itself: the note is also about what
    /// others have taken since the last look. Before an act the payment is read anyway.
    pub(in super::super) fn read_credited(&self, orders: BTreeSet<OrderId>) -> Result<Vec<Unread>> {
        let (company, now) = (self.company()?, self.clock.now());
        let orders: Vec<OrderId> = orders.into_iter().collect();
        let mut wanted = Vec::new();
        self.store.cases_of(&orders, &mut |case| {
            let moves = |step: &Step| step.mode == Mode::Auto && step.operation().moves_money();
            let is_read_anyway = assess(&case, &company, now).steps.iter().any(moves);
            if case.order.payment.is_some() && !is_read_anyway {
                wanted.push(case.order.uni.id);
            }
            Ok(())
        })?;
        self.read_payments(&wanted)
    }

    /// Reads the payments of these orders.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(in super::super) fn read_payments(&self, orders: &[OrderId]) -> Result<Vec<Unread>> {
        let unread = self.in_parallel(orders, |order| self.refresh_payment(*order));
        unread.into_iter().filter_map(Result::transpose).collect()
    }

    /// Reads the payment of one order and keeps it; `Some` says why it could not be read.
    pub(in super::super) fn refresh_payment(&self, order: OrderId) -> Result<Option<Unread>> {
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

    /// Reads the payment of an order afresh.
    pub(in super::super) fn read_payment(&self, case: &Case) -> Result<Option<Payment>> {
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

    /// As [`Engine::refresh_order`], for who only looks; `Some` says why the payment could not be read.
    ///
    /// # Errors
    /// When the run is stopped, or the store cannot be read or written.
    pub fn look_at_order(&self, order: OrderId) -> Result<Option<Unread>> {
        let Err(error) = self.refresh_order(order) else { return Ok(None) };
        self.check_stopped()?;
        let number = self.store.case(order)?.map(|case| case.order.uni.number);
        Ok(Some(Unread { order: number.unwrap_or_default(), error }))
    }
}
