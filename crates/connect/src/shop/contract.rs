//! What the engine knows of a web shop: its orders, and the changes that uniac makes to them.
//!
//! A change to a shop's order must never make the shop pay or refund: the money moves at the
//! provider, and only there. A shop whose own API is the way to its provider is a provider too.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::http::list::Pass;
use uniac_core::act::{Found, Intent, Reply};
use uniac_core::facts::ShopRow;
use uniac_core::finding::Finding;
use uniac_core::hooks::Hooks;
use uniac_core::money::Money;
use uniac_core::order::{ShopOrder, UniOrder};
use uniac_system::error::Result;

/// A change to a shop's order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShopChange<'a> {
    /// Fullført.
    Complete,
    /// Kreditert.
    Credit,
    /// Kansellert.
    Cancel,
    /// Record a refund that was paid at the provider.
    RecordRefund {
        /// How much was refunded.
        money: Money,
        /// The numbers of the credit notes it was refunded for, with commas.
        notes: &'a str,
        /// The intent's key, by which the record is recognised later.
        key: &'a str,
    },
    /// Write a private note that the money for an invoice was captured.
    Note {
        /// The invoice's number.
        invoice: &'a str,
        /// How much was captured.
        money: Money,
        /// The intent's key, by which the note is recognised later.
        key: &'a str,
    },
    /// Create an order that was made by hand in Uni.
    Create {
        /// Uni's order.
        order: &'a UniOrder,
        /// The intent's key, by which the order is recognised later.
        key: &'a str,
    },
}

/// A web shop.
pub trait Shop: Send + Sync {
    /// Hands over all orders modified at or after `since` in pages; without `since`, all. What is not understood of an
    /// order is a doubt on that order.
    ///
    /// # Errors
    /// When a page could not be read, or is no list; pages handed over before are good.
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass>;

    /// Reads one order by the shop's id.
    ///
    /// # Errors
    /// When it could not be read; `None` only when the shop says that there is none.
    fn order(&self, id: &str) -> Result<Option<ShopOrder>>;

    /// Hands over orders that no list of [`Shop::orders_since`] has, among them those with these numbers, which are digits.
    ///
    /// # Errors
    /// As [`Shop::orders_since`].
    fn hidden_orders(
        &self,
        _numbers: &BTreeSet<String>,
        _page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<()> {
        Ok(())
    }

    /// Returns the body of the request that makes the change.
    fn body(&self, change: ShopChange<'_>) -> String;

    /// Makes the change: sends the intent's body to the order named by its target.
    fn send(&self, intent: &Intent) -> Reply;

    /// Looks whether the change is in place.
    ///
    /// # Errors
    /// When it could not be read.
    fn find(&self, intent: &Intent) -> Result<Found>;

    /// Returns what the shop's payment plug-ins do by themselves when an order's status changes; only
    /// reads. What cannot be seen is *may do anything*.
    ///
    /// # Errors
    /// When the shop could not be looked at.
    fn hooks(&self) -> Result<Hooks>;
}

/// What `doctor` and `init` ask of it besides; the engine never does.
pub trait ShopSurvey: Shop {
    /// Checks that the shop answers and the key may read orders; returns what it says of itself.
    ///
    /// # Errors
    /// What is wrong, with a remedy as hint.
    fn check(&self) -> Result<String>;

    /// Returns what else can be seen: the key's rights, versions, and what in the shop captures by
    /// itself; only reads.
    fn survey(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// Returns when the order was completed; `None` when it was not, or the shop does not say.
    ///
    /// # Errors
    /// When it could not be read.
    fn completed_at(&self, _id: &str) -> Result<Option<Timestamp>> {
        Ok(None)
    }
}
