//! What is kept of assessments, read as lists and counts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use uniac_core::assess::State;
use uniac_core::order::{DocumentKind, OrderId, Stray};
use uniac_system::error::Result;

use super::assessed::KeptRow;
use super::columns::{attentions, counted, currency, state, text};
use super::filter::{Filter, OfCustomer};
use crate::db::{Connection, DbResult, Row, failure, params, read_rows};
use crate::documents::shares;
use crate::failure::damaged;
use crate::text::{from_nanoseconds, nanoseconds};

/// Returns the ids of the orders that a filter lets through, newest first.
pub(crate) fn orders(connection: &Connection, filter: &Filter) -> Result<Vec<OrderId>> {
    let (query, values) = filter.query("a.order_id");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let rows = query.query_map(values, |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns the orders on which something was captured last, since a moment.
pub(crate) fn captured_last(
    connection: &Connection,
    since: Timestamp,
    most: usize,
) -> Result<Vec<OrderId>> {
    let mut query = connection
        .prepare_cached(
            "SELECT order_id FROM assessment WHERE captured_at IS NOT NULL AND captured_at > ?1
             ORDER BY captured_at DESC LIMIT ?2",
        )
        .map_err(failure)?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = query
        .query_map([nanoseconds(since), most], |row| row.get(0).map(OrderId))
        .map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns how many orders a filter lets through, whatever its limit.
pub(crate) fn count(connection: &Connection, filter: &Filter) -> Result<usize> {
    if (Filter { limit: None, before: None, ..filter.clone() }) == Filter::default() {
        return Ok(states(connection)?.values().sum());
    }
    let (query, values) = filter.count();
    let found: i64 = connection
        .prepare_cached(&query)
        .and_then(|mut query| query.query_row(values, |row| row.get(0)))
        .map_err(failure)?;
    Ok(usize::try_from(found).unwrap_or(0))
}

/// Returns what is kept of the orders that a filter lets through, newest first.
pub(crate) fn rows(connection: &Connection, filter: &Filter) -> Result<Vec<KeptRow>> {
    let (query, values) = filter.query(
        "a.order_id, a.placed, a.currency, a.state, a.attentions, a.remarks, a.owed, a.held,
         a.missing, a.cause, a.reserved, a.closes_at, a.excess,
         EXISTS (SELECT 1 FROM accepted w WHERE w.order_id = a.order_id AND w.ended_at IS NULL
             AND w.fingerprint = a.seen)",
    );
    let mut rows = Vec::new();
    read_rows(connection, &query, values, |row| {
        rows.push(kept_row(row)?);
        Ok(())
    })?;
    Ok(rows)
}

fn kept_row(row: &Row<'_>) -> Result<KeptRow> {
    let text = |index| text(row, index);
    let closes_at: Option<i64> = row.get(11).map_err(failure)?;
    Ok(KeptRow {
        order: OrderId(row.get(0).map_err(failure)?),
        placed: text(1)?.parse().map_err(|_| damaged("day"))?,
        currency: currency(&text(2)?)?,
        state: state(&text(3)?)?,
        attentions: attentions(&text(4)?)?,
        remarks: attentions(&text(5)?)?,
        owed_minor: row.get(6).map_err(failure)?,
        held_minor: row.get(7).map_err(failure)?,
        missing_minor: row.get(8).map_err(failure)?,
        cause: row.get(9).map_err(failure)?,
        reserved_minor: row.get(10).map_err(failure)?,
        closes_at: closes_at.map(from_nanoseconds).transpose()?,
        excess_minor: row.get(12).map_err(failure)?,
        is_accepted: row.get(13).map_err(failure)?,
    })
}

/// Returns how many web orders are in each state.
pub(super) fn states(connection: &Connection) -> Result<BTreeMap<State, usize>> {
    let mut states = BTreeMap::new();
    let counts = "SELECT state, orders FROM assessment_count WHERE orders > 0";
    read_rows(connection, counts, [], |row| {
        states.insert(state(&text(row, 0)?)?, counted(row, 1)?);
        Ok(())
    })?;
    Ok(states)
}

/// Returns how many orders have something reserved, and on how many something was captured after a moment.
pub(crate) fn reserved_and_captured(
    connection: &Connection,
    after: Timestamp,
) -> Result<(usize, usize)> {
    let reserved = "SELECT count(*) FROM assessment WHERE reserved > 0 AND reserved > ?1";
    let captured = "SELECT count(*) FROM assessment
        WHERE captured_at IS NOT NULL AND captured_at > ?1";
    let reserved = count_above(connection, reserved, 0)?;
    Ok((reserved, count_above(connection, captured, nanoseconds(after))?))
}

fn count_above(connection: &Connection, query: &str, value: i64) -> Result<usize> {
    let found: i64 = connection
        .prepare_cached(query)
        .and_then(|mut query| query.query_row([value], |row| row.get(0)))
        .map_err(failure)?;
    Ok(usize::try_from(found).unwrap_or(0))
}

/// Returns the orders to which a credit note that tells none may belong: those of the invoice that it names, those with
/// its reference, and of its customer those that are asked for.
pub(crate) fn of_stray(
    connection: &Connection,
    stray: &Stray,
    asked: OfCustomer,
) -> Result<BTreeSet<OrderId>> {
    let mut found = BTreeSet::new();
    if let DocumentKind::CreditNote { credits: Some(invoice) } = stray.note.kind {
        found.extend(shares::orders(connection, invoice)?);
    }
    let mut add = |row: &Row<'_>| -> Result<()> {
        found.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    };
    if let Some(reference) = &stray.shop_reference {
        let named = "SELECT id FROM uni_order WHERE shop_reference = ?1";
        read_rows(connection, named, [reference.trim()], &mut add)?;
    }
    if let Some(customer) = stray.customer {
        let of_customer = "SELECT u.id FROM uni_order u JOIN assessment a ON a.order_id = u.id
            WHERE u.customer = ?1 AND a.is_web = 1 AND a.captured - a.refunded >= ?2
                AND a.placed >= ?3 LIMIT ?4";
        let most = i64::try_from(asked.most).unwrap_or(i64::MAX);
        let since = asked.since.map_or_else(String::new, |day| day.to_string());
        let values = params![customer, asked.holding_minor, since, most];
        read_rows(connection, of_customer, values, &mut add)?;
    }
    Ok(found)
}
