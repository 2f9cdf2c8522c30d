//! Keeps what was found of a page of orders in place of what was kept.
//!
//! A copy of what the rules say: who acts on an order assesses it again.

use std::collections::{BTreeMap, HashMap};

use uniac_core::assess::Attention;
use uniac_core::order::OrderId;
use uniac_core::owed::Gap;
use uniac_core::purchase::Case;
use uniac_core::summary::Due;
use uniac_system::error::Result;

use super::assessed::Assessed;
use crate::db::{Connection, OptionalExtension, change_by_keys, failure, params, read_by_keys};
use crate::text::nanoseconds;

const WRITE: &str = "
    INSERT INTO assessment (order_id, is_web, placed, currency, state, attention,
        attentions, remarks, link, due, open, predates, owed, held, missing, cause,
        missing_currency, excess, reserved, captured, refunded, closes_at, captured_at, seen, since,
        until, reads, documents, settled, digest)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
        ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)
    ON CONFLICT (order_id) DO UPDATE SET is_web = excluded.is_web, placed = excluded.placed,
        currency = excluded.currency, state = excluded.state, attention = excluded.attention,
        attentions = excluded.attentions, remarks = excluded.remarks, link = excluded.link,
        due = excluded.due, open = excluded.open, predates = excluded.predates,
        owed = excluded.owed, held = excluded.held, missing = excluded.missing,
        cause = excluded.cause, missing_currency = excluded.missing_currency,
        excess = excluded.excess, reserved = excluded.reserved, captured = excluded.captured,
        refunded = excluded.refunded, closes_at = excluded.closes_at,
        captured_at = excluded.captured_at, seen = excluded.seen, since = excluded.since,
        until = excluded.until, reads = excluded.reads, documents = excluded.documents,
        settled = excluded.settled, digest = excluded.digest";

/// Orders that are assessed together: what is done for all of them at once is done at the beginning and at the end.
pub(crate) struct Page {
    /// The states that they were counted in.
    before: HashMap<OrderId, String>,
    /// How many orders more, or fewer, are in a state now.
    counts: BTreeMap<String, i64>,
}

impl Page {
    /// Forgets the steps and ties of the orders, and reads in which states they are counted.
    pub fn begun(transaction: &Connection, orders: &[OrderId]) -> Result<Page> {
        let ids: Vec<i64> = orders.iter().map(|order| order.0).collect();
        for forget in [
            "DELETE FROM assessment_step WHERE order_id IN (KEYS)",
            "DELETE FROM assessment_with WHERE order_id IN (KEYS)",
        ] {
            change_by_keys(transaction, forget, &ids)?;
        }
        let mut before = HashMap::new();
        let states = "SELECT order_id, state FROM assessment
            WHERE order_id IN (KEYS) AND is_web = 1";
        read_by_keys(transaction, states, &ids, |row| {
            before.insert(OrderId(row.get(0).map_err(failure)?), row.get(1).map_err(failure)?);
            Ok(())
        })?;
        Ok(Page { before, counts: BTreeMap::new() })
    }

    /// Keeps what was found of one of the orders in place of what was kept.
    pub fn write(
        &mut self,
        transaction: &Connection,
        case: &Case,
        assessed: &Assessed,
    ) -> Result<()> {
        let summary = &assessed.summary;
        if let Some(before) = self.before.remove(&summary.order) {
            *self.counts.entry(before).or_default() -= 1;
        }
        if summary.is_web_order {
            *self.counts.entry(summary.state.name().to_owned()).or_default() += 1;
        }
        write(transaction, case, assessed)
    }

    /// Counts the orders in the states that they are in now, and no more in those that they were in.
    pub fn count(self, transaction: &Connection) -> Result<()> {
        for (state, more) in self.counts.into_iter().filter(|(_, more)| *more != 0) {
            transaction
                .prepare_cached(
                    "INSERT INTO assessment_count (state, orders) VALUES (?1, ?2)
                     ON CONFLICT (state)
                     DO UPDATE SET orders = assessment_count.orders + excluded.orders",
                )
                .and_then(|mut insert| insert.execute(params![state, more]))
                .map_err(failure)?;
        }
        Ok(())
    }
}

/// Keeps what was found of an order of which steps and ties are forgotten.
fn write(transaction: &Connection, case: &Case, assessed: &Assessed) -> Result<()> {
    let summary = &assessed.summary;
    let id = summary.order.0;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    transaction
        .prepare_cached(WRITE)
        .map_err(failure)?
        .execute(params![
            id,
            summary.is_web_order,
            summary.placed.to_string(),
            summary.currency.code(),
            summary.state.name(),
            summary.attentions.first().map(|attention| attention.name()),
            names(&summary.attentions),
            names(&summary.remarks),
            summary.link,
            due(summary.due),
            count(summary.open),
            summary.predates,
            summary.owed_minor,
            summary.held_minor,
            summary.missing.as_ref().map_or(0, Gap::minor),
            summary.missing.as_ref().map(|gap| gap.cause),
            summary.missing.as_ref().map(|gap| gap.currency.code()),
            summary.excess.as_ref().map_or(0, Gap::minor),
            summary.reserved_minor,
            summary.captured_minor,
            summary.refunded_minor,
            summary.closes_at.map(nanoseconds),
            summary.captured_at.map(nanoseconds),
            summary.seen,
            summary.span.since.map(nanoseconds),
            summary.span.until.map(nanoseconds),
            assessed.reads,
            assessed.documents,
            summary.settled,
            assessed.digest(),
        ])
        .map_err(failure)?;
    for (place, step) in summary.steps.iter().enumerate() {
        transaction
            .prepare_cached(
                "INSERT INTO assessment_step (order_id, place, act, document_id, minor, currency,
                     payment, mode, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .map_err(failure)?
            .execute(params![
                id,
                count(place),
                step.act.name(),
                step.document.map_or(0, |document| document.0),
                step.money.minor,
                step.money.currency.code(),
                step.payment,
                step.mode.name(),
                step.why.map(Attention::name),
            ])
            .map_err(failure)?;
    }
    for other in &case.ties.siblings {
        transaction
            .prepare_cached(
                "INSERT INTO assessment_with (order_id, other_id) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute([id, other.order.uni.id.0]))
            .map_err(failure)?;
    }
    Ok(())
}

fn names(attentions: &[Attention]) -> String {
    attentions.iter().map(|attention| attention.name()).collect::<Vec<_>>().join(" ")
}

fn due(due: Due) -> i64 {
    match due {
        Due::Nothing => 0,
        Due::Person => 1,
        Due::Run => 2,
    }
}

/// Returns the hash of the assessment that is kept of an order.
pub(crate) fn digest(connection: &Connection, order: OrderId) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT digest FROM assessment WHERE order_id = ?1")
        .and_then(|mut query| query.query_row([order.0], |row| row.get(0)).optional())
        .map_err(failure)
}
