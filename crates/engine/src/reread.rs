//! Reading a period afresh: what changed since its first day, and its payments, also those that are settled.
//!
//! It only reads. A payment that cannot be read is said, and stays as it was read last.

use jiff::{SignedDuration, Timestamp};

use uniac_core::order::{OrderId, Payment, ShopOrder};
use uniac_system::error::Result;

use super::{Engine, Unread};

/// How far behind the period's first day is read: time zones, and rows that were committed late.
const MARGIN: SignedDuration = SignedDuration::from_hours(48);

impl Engine<'_> {
    /// Reads what changed in Uni and the shop since the first moment of a period.
    ///
    /// # Errors
    /// When Uni or the shop cannot be read; what was read until then is kept.
    pub fn refresh_from(&self, from: Timestamp) -> Result<Vec<Unread>> {
        let reach = self.clock.now().duration_since(from);
        self.read_changes(reach.max(SignedDuration::ZERO) + MARGIN)
    }

    /// Reads the payments of orders, settled or not, that were not read since a moment.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn refresh_payments_of(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<Unread>> {
        let unread = self.in_parallel(orders, |order| self.refresh_payment_since(*order, since));
        unread.into_iter().filter_map(Result::transpose).collect()
    }

    fn refresh_payment_since(&self, order: OrderId, since: Timestamp) -> Result<Option<Unread>> {
        let case = self.store.case(order)?;
        let read = case.as_ref().and_then(|case| case.order.payment.as_ref());
        (self.tick)("");
        match read.is_some_and(|payment| payment.read_at >= since) {
            true => Ok(None),
            false => self.refresh_payment(order),
        }
    }

    /// Returns the shop's orders that a configured provider was to pay and no order of Uni leads to, with what is kept of
    /// their payments.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unclaimed(&self) -> Result<Vec<(ShopOrder, Option<Payment>)>> {
        let mut unclaimed = Vec::new();
        for shop in self.store.unclaimed_shop_orders()? {
            if let Some((_, reference)) = self.provider_of(&shop) {
                let payment = self.store.payment(reference)?;
                unclaimed.push((shop, payment));
            }
        }
        Ok(unclaimed)
    }

    /// Reads the payments of shop orders that no order of Uni leads to.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn refresh_unclaimed(&self, shops: &[ShopOrder]) -> Result<Vec<Unread>> {
        let unread = self.in_parallel(shops, |shop| self.refresh_payment_of_shop(shop));
        unread.into_iter().filter_map(Result::transpose).collect()
    }

    fn refresh_payment_of_shop(&self, shop: &ShopOrder) -> Result<Option<Unread>> {
        let Some((provider, reference)) = self.provider_of(shop) else { return Ok(None) };
        let known = self.store.payment(reference)?;
        match provider.read(reference, known.as_ref(), self.clock.now()) {
            Ok(Some(payment)) => self.store.put_payment(&payment).map(|()| None),
            Ok(None) => Ok(None),
            Err(error) => Ok(Some(Unread { order: format!("shop:{}", shop.number), error })),
        }
    }
}
