//! Intents and their outcomes: how each is written, and the checks on the way in.
//!
//! Every function that writes runs inside a transaction that its caller commits. A row that could let money move
//! twice must be refused here, whatever the engine believes.

use std::collections::HashMap;

use uniac_core::act::{Act, Intent, IntentId, Outcome, OutcomeKind, Retry, Told, payment_in};
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, OrderId};
use uniac_system::error::{Error, Result};

use super::epoch::Epoch;
use crate::db::{Connection, OptionalExtension, Row, failure, params, read_rows};
use crate::failure::damaged;
use crate::range::Range;
use crate::text::timestamp;

/// Writes an intent, and refuses one that could move money twice.
pub(crate) fn write(transaction: &Connection, epoch: Epoch, mut intent: Intent) -> Result<Intent> {
    assert!(intent.money.minor >= 0, "an intent never has a negative amount");
    assert!(intent.outcome.is_none(), "an intent is written before its outcome");
    let document = intent.document.map_or(0, |document| document.0);
    let open = of_order(transaction, intent.order)?.into_iter().any(|earlier| {
        earlier.act == intent.act && earlier.document == intent.document && earlier.is_open()
    });
    if open {
        return Err(Error::defect("an act was about to be repeated while its outcome is unknown"));
    }
    intent.id = transaction
        .prepare_cached(
            "INSERT INTO intent (order_id, document_id, act, ordinal, minor, currency, key, target,
                                 body, at, epoch, payment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id",
        )
        .and_then(|mut insert| {
            let values = params![
                intent.order.0,
                document,
                intent.act.name(),
                intent.ordinal,
                intent.money.minor,
                intent.money.currency.code(),
                intent.key,
                intent.target,
                intent.body,
                intent.at.to_string(),
                epoch.0,
                intent.act.operation().moves_money().then(|| payment_in(&intent.target))
            ];
            insert.query_row(values, |row| row.get(0).map(IntentId))
        })
        .map_err(failure)?;
    Ok(intent)
}

/// Writes what became of an intent; what was definite stays.
pub(crate) fn write_outcome(
    transaction: &Connection,
    intent: IntentId,
    outcome: &Outcome,
) -> Result<()> {
    let last = last_outcome(transaction, intent)?;
    if let Some(last) = &last {
        let definite = !matches!(last.as_str(), "unknown" | "pending");
        assert!(!definite, "a definite outcome is never changed");
    }
    transaction
        .prepare_cached(
            "INSERT INTO outcome (intent_id, kind, code, receipt, passing, at, told_by, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                intent.0,
                outcome.kind.name(),
                outcome.code,
                outcome.receipt,
                outcome.retry.number(),
                outcome.at.to_string(),
                outcome.told.as_ref().map(|told| &told.by),
                outcome.told.as_ref().and_then(|told| told.reason.as_ref())
            ])
        })
        .map_err(failure)?;
    Ok(())
}

/// Returns the kind of the last outcome of an intent.
fn last_outcome(connection: &Connection, intent: IntentId) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT kind FROM outcome WHERE intent_id = ?1 ORDER BY id DESC LIMIT 1")
        .and_then(|mut query| query.query_row([intent.0], |row| row.get(0)).optional())
        .map_err(failure)
}

/// Intents with their last outcomes, as [`parse_intent`] reads them.
pub(crate) const INTENTS: &str = "
    SELECT i.id, i.order_id, i.document_id, i.act, i.ordinal, i.minor, i.currency, i.key, i.target,
           i.body, i.at, o.kind, o.code, o.receipt, o.passing, o.at, o.told_by, o.reason
    FROM intent i
    LEFT JOIN outcome o ON o.id = (SELECT max(id) FROM outcome WHERE intent_id = i.id)";

/// Returns the intents of an order, oldest first.
pub(crate) fn of_order(connection: &Connection, order: OrderId) -> Result<Vec<Intent>> {
    let mut query = connection
        .prepare_cached(&format!("{INTENTS} WHERE i.order_id = ?1 ORDER BY i.id"))
        .map_err(failure)?;
    let mut rows = query.query(params![order.0]).map_err(failure)?;
    let mut intents = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        intents.push(parse_intent(&row)?);
    }
    Ok(intents)
}

/// Returns the intents of orders, by order, oldest first.
pub(crate) fn by_order(
    connection: &Connection,
    between: Range,
) -> Result<HashMap<OrderId, Vec<Intent>>> {
    let mut by_order: HashMap<OrderId, Vec<Intent>> = HashMap::new();
    let of_orders = format!("{INTENTS} WHERE i.order_id BETWEEN ?1 AND ?2 ORDER BY i.id");
    read_rows(connection, &of_orders, between.ends(), |row| {
        let intent = parse_intent(row)?;
        by_order.entry(intent.order).or_default().push(intent);
        Ok(())
    })?;
    Ok(by_order)
}

/// Returns the highest number of an intent.
pub(crate) fn last(connection: &Connection) -> Result<IntentId> {
    connection
        .query_row("SELECT coalesce(max(id), 0) FROM intent", [], |row| row.get(0).map(IntentId))
        .map_err(failure)
}

/// Reads an intent with its last outcome from a row of [`INTENTS`].
pub(crate) fn parse_intent(row: &Row<'_>) -> Result<Intent> {
    let document: i64 = row.get(2).map_err(failure)?;
    let currency: String = row.get(6).map_err(failure)?;
    let currency = currency.parse().map_err(|_| damaged("currency"))?;
    let act: String = row.get(3).map_err(failure)?;
    let kind: Option<String> = row.get(11).map_err(failure)?;
    Ok(Intent {
        id: IntentId(row.get(0).map_err(failure)?),
        order: OrderId(row.get(1).map_err(failure)?),
        document: (document != 0).then_some(DocumentId(document)),
        act: Act::from_name(&act).ok_or_else(|| damaged("act"))?,
        ordinal: row.get(4).map_err(failure)?,
        money: Money::new(row.get(5).map_err(failure)?, currency),
        key: row.get(7).map_err(failure)?,
        target: row.get(8).map_err(failure)?,
        body: row.get(9).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(10).map_err(failure)?)?,
        outcome: kind.map(|kind| parse_outcome(row, &kind)).transpose()?,
    })
}

fn parse_outcome(row: &Row<'_>, kind: &str) -> Result<Outcome> {
    let kind = OutcomeKind::from_name(kind).ok_or_else(|| damaged("outcome"))?;
    Ok(Outcome {
        kind,
        code: row.get(12).map_err(failure)?,
        receipt: row.get(13).map_err(failure)?,
        retry: Retry::from_number(row.get(14).map_err(failure)?)
            .ok_or_else(|| damaged("outcome"))?,
        at: timestamp(&row.get::<_, String>(15).map_err(failure)?)?,
        told: told(row)?,
    })
}

fn told(row: &Row<'_>) -> Result<Option<Told>> {
    let by: Option<String> = row.get(16).map_err(failure)?;
    let reason = row.get(17).map_err(failure)?;
    Ok(by.map(|by| Told { by, reason }))
}
