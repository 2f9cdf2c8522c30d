//! What is kept beside the facts of an order, read for a page of orders at once.

use std::collections::{BTreeMap, HashMap};

use uniac_core::act::Intent;
use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_core::purchase::Skip;
use uniac_core::settings::{Era, Hold};
use uniac_system::error::Result;

use crate::db::Connection;
use crate::documents::{eras, shares};
use crate::journal::{intents, skips};
use crate::people::holds;
use crate::range::Range;

/// Everything that is kept beside the facts of an order, by order.
pub(super) struct ByOrder {
    pub documents: HashMap<OrderId, Vec<Document>>,
    pub intents: HashMap<OrderId, Vec<Intent>>,
    eras: HashMap<DocumentId, Era>,
    pub holds: HashMap<OrderId, Hold>,
    pub skips: HashMap<OrderId, Vec<Skip>>,
}

impl ByOrder {
    pub(crate) fn read(connection: &Connection, between: Range) -> Result<ByOrder> {
        Ok(ByOrder {
            documents: shares::by_order(connection, between)?,
            intents: intents::by_order(connection, between)?,
            eras: eras::of_orders(connection, between)?,
            holds: holds::by_order(connection, between)?,
            skips: skips::by_order(connection, between)?,
        })
    }

    /// Returns the eras of documents.
    pub(crate) fn eras_of(&self, documents: &[Document]) -> BTreeMap<DocumentId, Era> {
        let stamped = documents.iter().filter_map(|document| {
            let era = self.eras.get(&document.id)?;
            Some((document.id, *era))
        });
        stamped.collect()
    }
}
