//! What is committed together in the journal: an act, and the facts that it has changed.

use uniac_core::act::{Intent, IntentId, Outcome};
use uniac_core::order::{Document, OrderId, Payment, ShopOrder};
use uniac_core::purchase::Skip;
use uniac_system::error::Result;

use super::epoch::{self, Epoch};
use super::{intents, skips};
use crate::db::Connection;
use crate::documents::shares;
use crate::facts::payments::{self, NotFound};
use crate::facts::shop_orders;

/// One line of what is committed together in the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// An intent, to be committed before the first byte is sent. Its `id` is given by the store.
    Intent(Intent),
    /// What became of an intent.
    Outcome(IntentId, Outcome),
    /// A fact that an act has changed, so that it need not be read again.
    Shop(ShopOrder),
    /// As `Shop`, for an invoice that was paid in Uni's books.
    Document(Document),
    /// As `Shop`, for a payment that was read before an act.
    Payment(Payment),
    /// What the run leaves undone of an order, in place of what the one before it left.
    Skips(OrderId, Vec<Skip>),
    /// As `Shop`, for a payment that its provider does not know.
    NotFound(NotFound),
}

/// Writes what is committed together, and gives back the intents among it with their ids.
///
/// A run that another has taken over from writes nothing, not even what became of its last act: the
/// later one finds that out, and may have done so already.
pub(crate) fn write(
    transaction: &Connection,
    epoch: Epoch,
    entries: &[Entry],
) -> Result<Vec<Intent>> {
    epoch::check(transaction, epoch)?;
    let mut written = Vec::new();
    for entry in entries {
        match entry {
            Entry::Intent(intent) => {
                written.push(intents::write(transaction, epoch, intent.clone())?);
            }
            Entry::Outcome(intent, outcome) => {
                intents::write_outcome(transaction, *intent, outcome)?;
            }
            Entry::Shop(order) => shop_orders::write(transaction, order)?,
            Entry::Document(document) => shares::write(transaction, document)?,
            Entry::Payment(payment) => payments::write(transaction, payment)?,
            Entry::Skips(order, skips) => skips::write(transaction, *order, skips)?,
            Entry::NotFound(not_found) => payments::write_not_found(transaction, not_found)?,
        }
    }
    Ok(written)
}
