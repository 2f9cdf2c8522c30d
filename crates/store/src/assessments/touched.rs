//! Which orders are to be assessed anew: those that something has touched, those that are tied to them, and those whose
//! time is over.
//!
//! Triggers in the schema mark what changes, so that no writer can forget it. Marks, facts and what is kept are read and
//! written in one transaction: a fact that changes meanwhile marks its order again, and no mark is lost.

use std::collections::BTreeSet;

use jiff::Timestamp;

use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_system::error::Result;

use super::assessed::Assessed;
use super::keep;
use crate::cases::neighbours::{neighbours, tied};
use crate::cases::{customers, reading};
use crate::db::{
    Connection, OptionalExtension, Row, change_by_keys, failure, read_by_keys, read_rows,
};
use crate::people::links;
use crate::text::nanoseconds;

/// So many marked orders are assessed in one transaction: other writers wait for no more.
const PAGE: i64 = 500;

/// The name under which it is kept what all assessments rest on.
const BASIS: &str = "assessed-by";

/// Marks every order when what all assessments rest on is not what it was when they were made.
pub(crate) fn rest_on(connection: &Connection, basis: &str) -> Result<()> {
    if self::basis(connection)?.as_deref() == Some(basis) {
        return Ok(());
    }
    let transaction = connection.begin().map_err(failure)?;
    mark_all(&transaction)?;
    transaction
        .execute(
            "INSERT INTO meta (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [BASIS, basis],
        )
        .map_err(failure)?;
    transaction.commit().map_err(failure)
}

/// Returns what the assessments rest on.
pub(crate) fn basis(connection: &Connection) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")
        .and_then(|mut query| query.query_row([BASIS], |row| row.get(0)).optional())
        .map_err(failure)
}

/// Marks every order, and every customer, and counts the states anew.
pub(crate) fn mark_all(transaction: &Connection) -> Result<()> {
    transaction
        .execute_batch(
            "INSERT INTO touched (order_id) SELECT id FROM uni_order WHERE true
                 ON CONFLICT DO NOTHING;
             INSERT INTO touched_customer (customer)
                 SELECT DISTINCT customer FROM uni_order WHERE customer IS NOT NULL
                 ON CONFLICT DO NOTHING;
             DELETE FROM assessment_count;
             INSERT INTO assessment_count (state, orders)
                 SELECT state, count(*) FROM assessment WHERE is_web = 1 GROUP BY state;",
        )
        .map_err(failure)
}

/// Assesses a page of the marked orders with those that are tied to them, and keeps what is found; returns how many orders
/// that were. 0: nothing is marked.
pub(crate) fn assess(
    connection: &Connection,
    now: Timestamp,
    assess: &mut dyn FnMut(&Case) -> Assessed,
) -> Result<usize> {
    if !is_any(connection, now)? {
        return Ok(0);
    }
    let transaction = connection.begin().map_err(failure)?;
    customers::judge(&transaction)?;
    let marked = marked(&transaction, now)?;
    let concerned = with_tied(&transaction, &marked)?;
    let ids: Vec<OrderId> = concerned.iter().copied().collect();
    let mut page = keep::Page::begun(&transaction, &ids)?;
    let mut sure = Vec::new();
    reading::some(&transaction, &ids, &mut |case| {
        let assessed = assess(&case);
        page.write(&transaction, &case, &assessed)?;
        sure.extend(assessed.sure.map(|(shop, reference)| (case.order.uni.id, shop, reference)));
        Ok(())
    })?;
    // That a sure tie is remembered changes nothing of what was just assessed, so its mark goes with the others.
    links::remember(&transaction, &sure, now)?;
    page.count(&transaction)?;
    let ids: Vec<i64> = ids.iter().map(|order| order.0).collect();
    change_by_keys(&transaction, "DELETE FROM touched WHERE order_id IN (KEYS)", &ids)?;
    transaction.commit().map_err(failure)?;
    Ok(concerned.len())
}

/// Orders whose kept assessment holds no longer by the clock, or does not hold yet: the clock was set back.
const OVER: &str = "
    SELECT order_id FROM assessment WHERE until IS NOT NULL AND until <= ?1
    UNION ALL
    SELECT order_id FROM assessment WHERE since IS NOT NULL AND since > ?1";

fn is_any(connection: &Connection, now: Timestamp) -> Result<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM touched) OR EXISTS (SELECT 1 FROM touched_customer)
                 OR EXISTS ({OVER})"
        ))
        .and_then(|mut query| query.query_row([nanoseconds(now)], |row| row.get(0)))
        .map_err(failure)
}

/// Returns the next orders that are marked, or whose time is over.
fn marked(connection: &Connection, now: Timestamp) -> Result<BTreeSet<OrderId>> {
    let mut marked = BTreeSet::new();
    read_rows(
        connection,
        "SELECT order_id FROM touched ORDER BY order_id LIMIT ?1",
        [PAGE],
        |row| {
            marked.insert(OrderId(row.get(0).map_err(failure)?));
            Ok(())
        },
    )?;
    read_rows(connection, &format!("{OVER} LIMIT ?2"), [nanoseconds(now), PAGE], |row| {
        marked.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    })?;
    Ok(marked)
}

/// Returns orders with all whose assessment looks at them: those that carry lines of the same documents, those that are
/// tied to them, and those that were when they were assessed.
fn with_tied(connection: &Connection, marked: &BTreeSet<OrderId>) -> Result<BTreeSet<OrderId>> {
    const BESIDE: &str = "SELECT d.order_id FROM document own
        JOIN document d ON d.id = own.id WHERE own.order_id IN (KEYS)";
    const LOOKED_AT_IT: &str = "SELECT order_id FROM assessment_with WHERE other_id IN (KEYS)";
    let mut next: Vec<OrderId> = marked.iter().copied().collect();
    let mut all = marked.clone();
    all.extend(ids(connection, BESIDE, &next)?);
    next = all.iter().copied().collect();
    while !next.is_empty() {
        let mut reached = ids(connection, LOOKED_AT_IT, &next)?;
        for order in tied(connection, &next)? {
            reached.extend(neighbours(connection, order)?);
        }
        next = reached.into_iter().filter(|other| all.insert(*other)).collect();
    }
    Ok(all)
}

fn ids(connection: &Connection, query: &str, orders: &[OrderId]) -> Result<BTreeSet<OrderId>> {
    let keys: Vec<i64> = orders.iter().map(|order| order.0).collect();
    let mut found = BTreeSet::new();
    read_by_keys(connection, query, &keys, |row| {
        found.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    })?;
    Ok(found)
}

/// Returns all orders that are to be assessed anew.
pub(crate) fn all_marked(connection: &Connection, now: Timestamp) -> Result<BTreeSet<OrderId>> {
    let mut marked = BTreeSet::new();
    let mut add = |row: &Row<'_>| -> Result<()> {
        marked.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    };
    // Of a customer that was touched nobody knows yet whether it is a collective one now.
    let of_customers = "SELECT id FROM uni_order
        WHERE customer IN (SELECT customer FROM touched_customer)";
    read_rows(connection, "SELECT order_id FROM touched", [], &mut add)?;
    read_rows(connection, of_customers, [], &mut add)?;
    read_rows(connection, OVER, [nanoseconds(now)], &mut add)?;
    with_tied(connection, &marked)
}
