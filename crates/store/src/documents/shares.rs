//! What of a document is an order's: one row for each order that it carries lines of.

use std::collections::{BTreeMap, HashMap};

use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_system::error::Result;

use crate::db::{Connection, DbResult, failure, params, read_by_keys, read_rows};
use crate::range::Range;
use crate::text::{fact, parse};

/// Keeps an order's share of a document; one that is as it was is not written.
pub(crate) fn write(transaction: &Connection, document: &Document) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO document (order_id, id, fact) VALUES (?1, ?2, ?3)
             ON CONFLICT (order_id, id) DO UPDATE SET fact = excluded.fact
             WHERE document.fact IS DISTINCT FROM excluded.fact",
        )
        .map_err(failure)?
        .execute(params![document.order.0, document.id.0, fact(document)?])
        .map_err(failure)?;
    Ok(())
}

/// Returns what is kept of the shares of documents, as it stands in the store.
pub(crate) fn kept(
    connection: &Connection,
    documents: &[i64],
) -> Result<BTreeMap<(DocumentId, OrderId), String>> {
    let mut kept = BTreeMap::new();
    let shares = "SELECT id, order_id, fact FROM document WHERE id IN (KEYS)";
    read_by_keys(connection, shares, documents, |row| {
        let document = DocumentId(row.get(0).map_err(failure)?);
        let order = OrderId(row.get(1).map_err(failure)?);
        kept.insert((document, order), row.get(2).map_err(failure)?);
        Ok(())
    })?;
    Ok(kept)
}

/// Forgets the share of a document of an order that has none in it any more.
pub(crate) fn forget(transaction: &Connection, id: DocumentId, order: OrderId) -> Result<()> {
    transaction
        .prepare_cached("DELETE FROM document WHERE order_id = ?1 AND id = ?2")
        .and_then(|mut delete| delete.execute([order.0, id.0]))
        .map_err(failure)?;
    Ok(())
}

/// Returns the documents of an order.
pub(crate) fn of_order(connection: &Connection, order: OrderId) -> Result<Vec<Document>> {
    facts(connection, "SELECT fact FROM document WHERE order_id = ?1 ORDER BY id", order.0)
}

/// Returns the shares of a document, by order.
pub(crate) fn of_document(connection: &Connection, document: DocumentId) -> Result<Vec<Document>> {
    facts(connection, "SELECT fact FROM document WHERE id = ?1 ORDER BY order_id", document.0)
}

fn facts(connection: &Connection, query: &str, of: i64) -> Result<Vec<Document>> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let rows = query.query_map([of], |row| row.get::<_, String>(0)).map_err(failure)?;
    rows.map(|json| parse(&json.map_err(failure)?)).collect()
}

/// Returns the documents of orders, by order.
pub(crate) fn by_order(
    connection: &Connection,
    between: Range,
) -> Result<HashMap<OrderId, Vec<Document>>> {
    let documents = "SELECT order_id, fact FROM document
        WHERE order_id BETWEEN ?1 AND ?2 ORDER BY order_id, id";
    let mut by_order: HashMap<OrderId, Vec<Document>> = HashMap::new();
    read_rows(connection, documents, between.ends(), |row| {
        let order = OrderId(row.get(0).map_err(failure)?);
        let json: String = row.get(1).map_err(failure)?;
        by_order.entry(order).or_default().push(parse(&json)?);
        Ok(())
    })?;
    Ok(by_order)
}

/// Returns all documents of the orders of invoices, by invoice and order.
pub(crate) fn beside(
    connection: &Connection,
    invoices: &[DocumentId],
) -> Result<BTreeMap<(DocumentId, OrderId), Vec<Document>>> {
    let ids: Vec<i64> = invoices.iter().map(|invoice| invoice.0).collect();
    let beside = "SELECT own.id, own.order_id, d.fact FROM document own
        JOIN document d ON d.order_id = own.order_id WHERE own.id IN (KEYS)";
    let mut found: BTreeMap<(DocumentId, OrderId), Vec<Document>> = BTreeMap::new();
    read_by_keys(connection, beside, &ids, |row| {
        let invoice = DocumentId(row.get(0).map_err(failure)?);
        let order = OrderId(row.get(1).map_err(failure)?);
        let json: String = row.get(2).map_err(failure)?;
        found.entry((invoice, order)).or_default().push(parse(&json)?);
        Ok(())
    })?;
    Ok(found)
}

/// Returns the orders that a document is known to carry lines of.
pub(crate) fn orders(connection: &Connection, document: DocumentId) -> Result<Vec<OrderId>> {
    let mut query = connection
        .prepare_cached("SELECT order_id FROM document WHERE id = ?1 ORDER BY order_id")
        .map_err(failure)?;
    let orders = query.query_map([document.0], |row| row.get(0).map(OrderId)).map_err(failure)?;
    orders.collect::<DbResult<_>>().map_err(failure)
}
