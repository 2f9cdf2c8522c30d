//! What is remembered of the link between an order of Uni and a shop order: that it was found sure, or a person's word.

use jiff::Timestamp;

use uniac_core::order::OrderId;
use uniac_system::error::Result;

use crate::db::{Connection, failure, params};
use crate::facts::leads;
use crate::text::timestamp;

/// A person's word on whether an order of Uni stems from a shop order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWord {
    /// The order of Uni.
    pub order: OrderId,
    /// The shop's id of its order.
    pub shop: String,
    /// Whether they belong together.
    pub linked: bool,
    /// Whether the person has named the shop order, whatever the reference says.
    pub chosen: bool,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Keeps that ties were found sure, unless a person has said something of them.
pub(crate) fn remember(
    transaction: &Connection,
    sure: &[(OrderId, String, String)],
    now: Timestamp,
) -> Result<()> {
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO link (order_id, shop_id, reference, state, at)
             VALUES (?1, ?2, ?3, 'sure', ?4)
             ON CONFLICT (order_id) DO UPDATE SET shop_id = excluded.shop_id,
                 reference = excluded.reference, state = 'sure', by = NULL, reason = NULL,
                 at = excluded.at
             WHERE link.shop_id <> excluded.shop_id OR link.state = 'sure'",
        )
        .map_err(failure)?;
    for (order, shop, reference) in sure {
        insert.execute(params![order.0, shop, reference, now.to_string()]).map_err(failure)?;
    }
    Ok(())
}

/// Keeps what a person has said of a tie.
pub(crate) fn say(transaction: &Connection, word: &LinkWord) -> Result<()> {
    let state = if word.linked { "by-person" } else { "unlinked" };
    transaction
        .execute(
            "INSERT INTO link (order_id, shop_id, reference, state, by, reason, at, chosen)
             VALUES (?1, ?2, coalesce((SELECT shop_reference FROM uni_order WHERE id = ?1), ''),
                     ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (order_id) DO UPDATE SET shop_id = excluded.shop_id,
                 reference = excluded.reference, state = excluded.state, by = excluded.by,
                 reason = excluded.reason, at = excluded.at, chosen = excluded.chosen",
            params![
                word.order.0,
                word.shop,
                state,
                word.by,
                word.reason,
                word.at.to_string(),
                word.linked && word.chosen
            ],
        )
        .map_err(failure)?;
    transaction
        .execute(
            "INSERT INTO link_word (order_id, shop_id, linked, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                word.order.0,
                word.shop,
                word.linked,
                word.by,
                word.reason,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    leads::anew(transaction, word.order)
}

/// Returns what a person has said of a tie.
pub(crate) fn said(connection: &Connection, order: OrderId) -> Result<Option<LinkWord>> {
    let mut query = connection
        .prepare_cached(
            "SELECT shop_id, state, coalesce(by, ''), reason, at, chosen FROM link
             WHERE order_id = ?1 AND state IN ('by-person', 'unlinked')",
        )
        .map_err(failure)?;
    let mut rows = query.query([order.0]).map_err(failure)?;
    let Some(row) = rows.next().map_err(failure)? else { return Ok(None) };
    Ok(Some(LinkWord {
        order,
        shop: row.get(0).map_err(failure)?,
        linked: row.get::<_, String>(1).map_err(failure)? == "by-person",
        by: row.get(2).map_err(failure)?,
        reason: row.get(3).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(4).map_err(failure)?)?,
        chosen: row.get(5).map_err(failure)?,
    }))
}
