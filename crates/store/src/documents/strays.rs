//! Stray credit notes: those of which nothing tells the order, and the orders that they may belong to.

use std::collections::{BTreeMap, BTreeSet};

use uniac_core::order::{Document, DocumentId, OrderId, Stray};
use uniac_system::error::Result;

use super::shares;
use crate::db::{Connection, failure, params, read_rows};
use crate::range::Range;
use crate::text::{fact, parse};

/// Keeps a stray note.
pub(crate) fn write(transaction: &Connection, stray: &Stray) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO stray (id, fact) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET fact = excluded.fact
             WHERE stray.fact IS DISTINCT FROM excluded.fact",
        )
        .map_err(failure)?
        .execute(params![stray.note.id.0, fact(stray)?])
        .map_err(failure)?;
    Ok(())
}

/// Returns the credit notes of which nothing tells the order.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Stray>> {
    let mut query =
        connection.prepare_cached("SELECT fact FROM stray ORDER BY id").map_err(failure)?;
    let rows = query.query_map([], |row| row.get::<_, String>(0)).map_err(failure)?;
    rows.map(|json| parse(&json.map_err(failure)?)).collect()
}

/// Returns the orders that a stray note of a number may belong to.
pub(crate) fn candidates(connection: &Connection, number: &str) -> Result<Vec<OrderId>> {
    let mut orders = BTreeSet::new();
    let named = all(connection)?.into_iter().filter(|stray| stray.note.number == number);
    for stray in named {
        let of_note = "SELECT order_id FROM stray_order WHERE id = ?1";
        read_rows(connection, of_note, [stray.note.id.0], |row| {
            orders.insert(OrderId(row.get(0).map_err(failure)?));
            Ok(())
        })?;
    }
    Ok(orders.into_iter().collect())
}

/// Makes a stray note shares of orders.
pub(crate) fn place(transaction: &Connection, note: DocumentId, shares: &[Document]) -> Result<()> {
    transaction.execute("DELETE FROM stray WHERE id = ?1", [note.0]).map_err(failure)?;
    transaction.execute("DELETE FROM stray_order WHERE id = ?1", [note.0]).map_err(failure)?;
    shares.iter().try_for_each(|share| shares::write(transaction, share))
}

/// Keeps which orders stray notes may belong to, in place of what was kept.
pub(crate) fn put_candidates(
    transaction: &Connection,
    candidates: &[(DocumentId, OrderId)],
) -> Result<()> {
    let mut known = BTreeSet::new();
    read_rows(transaction, "SELECT id, order_id FROM stray_order", [], |row| {
        let note = DocumentId(row.get(0).map_err(failure)?);
        known.insert((note, OrderId(row.get(1).map_err(failure)?)));
        Ok(())
    })?;
    if known == candidates.iter().copied().collect() {
        return Ok(());
    }
    transaction.execute("DELETE FROM stray_order", []).map_err(failure)?;
    for (note, order) in candidates {
        transaction
            .execute("INSERT INTO stray_order (id, order_id) VALUES (?1, ?2)", [note.0, order.0])
            .map_err(failure)?;
    }
    Ok(())
}

/// Returns the stray notes that may belong to orders.
pub(crate) fn by_order(
    connection: &Connection,
    between: Range,
) -> Result<BTreeMap<OrderId, Vec<Document>>> {
    let mut query = connection
        .prepare_cached(
            "SELECT o.order_id, s.fact FROM stray_order o JOIN stray s ON s.id = o.id
             WHERE o.order_id BETWEEN ?1 AND ?2 ORDER BY o.order_id, s.id",
        )
        .map_err(failure)?;
    let mut rows = query.query(between.ends()).map_err(failure)?;
    let mut strays: BTreeMap<OrderId, Vec<Document>> = BTreeMap::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let stray: Stray = parse(&row.get::<_, String>(1).map_err(failure)?)?;
        let order = OrderId(row.get(0).map_err(failure)?);
        strays.entry(order).or_default().push(stray.note);
    }
    Ok(strays)
}
