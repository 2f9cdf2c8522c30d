//! The journal as it is read by people: which intents are wanted, newest first until enough are found.
//!
//! Only reads; what an act became is what its last outcome says.

use jiff::{SignedDuration, Timestamp};

use uniac_core::act::{Act, Intent, IntentId, OutcomeKind};
use uniac_core::order::OrderId;
use uniac_system::error::Result;

use super::epoch::Epoch;
use super::intents::{INTENTS, parse_intent};
use crate::db::{Connection, Value, failure};

/// Which intents of the journal are wanted; what is left out narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// Of this order.
    pub order: Option<OrderId>,
    /// Written down with this right to send.
    pub epoch: Option<Epoch>,
    /// Written down at this moment or later.
    pub since: Option<Timestamp>,
    /// Written down before this moment.
    pub until: Option<Timestamp>,
    /// Of one of these acts.
    pub acts: Option<Vec<Act>>,
    /// With this last outcome; an act of which nothing is known is unknown.
    pub outcome: Option<OutcomeKind>,
    /// The newest so many; with `after` the oldest so many.
    pub limit: Option<usize>,
    /// Written down after this one: the next page behind it.
    pub after: Option<IntentId>,
}

impl JournalFilter {
    fn takes(&self, intent: &Intent) -> bool {
        let outcome = intent.outcome.as_ref().map_or(OutcomeKind::Unknown, |outcome| outcome.kind);
        self.since.is_none_or(|since| intent.at >= since)
            && self.until.is_none_or(|until| intent.at < until)
            && self.acts.as_ref().is_none_or(|acts| acts.contains(&intent.act))
            && self.outcome.is_none_or(|wanted| wanted == outcome)
    }
}

/// Moments are texts of differing length in the journal, so a query by them is a little wider than what is asked.
const WIDER: SignedDuration = SignedDuration::from_secs(1);

/// Returns the intents that are wanted with the orders' numbers, oldest first.
pub(crate) fn read(
    connection: &Connection,
    wanted: &JournalFilter,
) -> Result<Vec<(String, Intent)>> {
    let since = wanted.since.map(|at| at.checked_sub(WIDER).unwrap_or(at).to_string());
    let until = wanted.until.map(|at| at.checked_add(WIDER).unwrap_or(at).to_string());
    let mut conditions = Vec::new();
    let mut values = Vec::new();
    let mut narrow = |condition: &str, value: Option<Value<'static>>| {
        if let Some(value) = value {
            values.push(value);
            conditions.push(format!("{condition} ?{}", values.len()));
        }
    };
    narrow("i.order_id =", wanted.order.map(|order| Value::Integer(order.0)));
    narrow("i.epoch =", wanted.epoch.map(|epoch| Value::Integer(epoch.0)));
    narrow("i.at >=", since.map(Value::text));
    narrow("i.at <=", until.map(Value::text));
    narrow("i.id >", wanted.after.map(|id| Value::Integer(id.0)));
    let narrowed = match conditions.is_empty() {
        true => String::new(),
        false => format!("WHERE {}", conditions.join(" AND ")),
    };
    let sequence = if wanted.after.is_some() { "ASC" } else { "DESC" };
    let query = format!("{INTENTS} {narrowed} ORDER BY i.id {sequence}");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let mut rows = query.query(values).map_err(failure)?;
    let mut found = Vec::new();
    while found.len() < wanted.limit.unwrap_or(usize::MAX)
        && let Some(row) = rows.next().map_err(failure)?
    {
        let intent = parse_intent(&row)?;
        if wanted.takes(&intent) {
            found.push(intent);
        }
    }
    if wanted.after.is_none() {
        found.reverse();
    }
    let mut number =
        connection.prepare_cached("SELECT number FROM uni_order WHERE id = ?1").map_err(failure)?;
    let mut numbered = Vec::with_capacity(found.len());
    for intent in found {
        let mut rows = number.query([intent.order.0]).map_err(failure)?;
        let known =
            rows.next().map_err(failure)?.map(|row| row.get(0).map_err(failure)).transpose()?;
        numbered.push((known.unwrap_or_else(|| format!("id {}", intent.order)), intent));
    }
    Ok(numbered)
}
