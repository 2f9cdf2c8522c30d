//! Which runs were the automation, and what they have sent lately: brakes count it.

use jiff::Timestamp;

use uniac_core::act::Act;
use uniac_core::money::Money;
use uniac_core::order::OrderId;
use uniac_system::error::Result;

use super::epoch::Epoch;
use crate::db::{Connection, failure};
use crate::failure::damaged;
use crate::text::timestamp;

/// Notes of a run that it is the automation, so that brakes can count what it sends.
pub(crate) fn note(transaction: &Connection, epoch: Epoch) -> Result<()> {
    transaction
        .execute("UPDATE epoch SET automatic = 1 WHERE number = ?1", [epoch.0])
        .map_err(failure)?;
    Ok(())
}

/// Returns the acts that automatic runs have sent since a moment and that were not refused.
pub(crate) fn since(
    connection: &Connection,
    since: Timestamp,
) -> Result<Vec<(OrderId, Act, Money)>> {
    let mut query = connection
        .prepare_cached(
            "SELECT i.order_id, i.act, i.minor, i.currency, i.at
             FROM intent i INDEXED BY intent_at JOIN epoch e ON e.number = i.epoch
             LEFT JOIN outcome o ON o.id = (SELECT max(id) FROM outcome WHERE intent_id = i.id)
             WHERE i.at >= ?1 AND e.automatic = 1 AND coalesce(o.kind, 'unknown') <> 'refused'",
        )
        .map_err(failure)?;
    // Moments do not stand in order as texts within a second: a little more is read, and each act by its own moment.
    let from = since.checked_sub(jiff::SignedDuration::from_mins(1)).unwrap_or(since);
    let mut rows = query.query([from.to_string()]).map_err(failure)?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        if timestamp(&row.get::<_, String>(4).map_err(failure)?)? < since {
            continue;
        }
        let act: String = row.get(1).map_err(failure)?;
        let currency: String = row.get(3).map_err(failure)?;
        let currency = currency.parse().map_err(|_| damaged("currency"))?;
        acts.push((
            OrderId(row.get(0).map_err(failure)?),
            Act::from_name(&act).ok_or_else(|| damaged("act"))?,
            Money::new(row.get(2).map_err(failure)?, currency),
        ));
    }
    Ok(acts)
}
