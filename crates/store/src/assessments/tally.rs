//! The counts and sums over all web orders.

use std::collections::BTreeMap;

use uniac_core::act::{Act, Operation};
use uniac_core::assess::Mode;
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;
use uniac_system::error::Result;

use super::assessed::Tally;
use super::columns::{counted, currency, text};
use super::filter::Filter;
use super::rows::{count, orders, states};
use crate::db::{Connection, failure, read_rows};
use crate::failure::damaged;
use crate::journal::intents;

/// Returns the counts and sums over all web orders. Sums are made here, because a sum of SQL that is too large is an error,
/// and one odd amount must not stop the company.
pub(crate) fn tally(connection: &Connection) -> Result<Tally> {
    let mut tally = Tally { states: states(connection)?, ..Tally::default() };
    count_attentions(connection, &mut tally)?;
    take_off_accepted(connection, &mut tally)?;
    sum_due(connection, &mut tally)?;
    sum_missing(connection, &mut tally)?;
    sum_excess(connection, &mut tally)?;
    sum_open(connection, &mut tally)?;
    Ok(tally)
}

fn count_attentions(connection: &Connection, tally: &mut Tally) -> Result<()> {
    let by_attention = "SELECT attention, count(*) FROM assessment INDEXED BY assessment_attention
        WHERE attention IS NOT NULL AND +is_web = 1 GROUP BY attention";
    read_rows(connection, by_attention, [], |row| {
        let attention = text(row, 0)?.parse().map_err(|_| damaged("attention"))?;
        tally.attentions.insert(attention, counted(row, 1)?);
        Ok(())
    })
}

/// Counts those that a person has seen by themselves. They are few, and no order without an attention is among them.
fn take_off_accepted(connection: &Connection, tally: &mut Tally) -> Result<()> {
    // SQLite reads what stands first in a CROSS JOIN first.
    let accepted = "SELECT a.attention, count(*) FROM accepted w CROSS JOIN assessment a
        WHERE a.order_id = w.order_id AND a.seen = w.fingerprint AND w.ended_at IS NULL
        AND a.attention IS NOT NULL AND a.is_web = 1 GROUP BY a.attention";
    read_rows(connection, accepted, [], |row| {
        let attention = text(row, 0)?.parse().map_err(|_| damaged("attention"))?;
        let seen = counted(row, 1)?;
        tally.accepted += seen;
        let left = tally.attentions.get(&attention).map_or(0, |all| all.saturating_sub(seen));
        match left {
            0 => _ = tally.attentions.remove(&attention),
            left => _ = tally.attentions.insert(attention, left),
        }
        Ok(())
    })
}

fn sum_missing(connection: &Connection, tally: &mut Tally) -> Result<()> {
    let missing = "SELECT cause, missing_currency, missing FROM assessment
        INDEXED BY assessment_missing WHERE missing > 0 AND +is_web = 1";
    read_rows(connection, missing, [], |row| {
        let key = (text(row, 0)?, currency(&text(row, 1)?)?);
        let sum = tally.missing.entry(key).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(row.get(2).map_err(failure)?);
        Ok(())
    })
}

fn sum_excess(connection: &Connection, tally: &mut Tally) -> Result<()> {
    let excess = "SELECT currency, excess FROM assessment
        INDEXED BY assessment_excess WHERE excess > 0 AND +is_web = 1";
    read_rows(connection, excess, [], |row| {
        let sum = tally.excess.entry(currency(&text(row, 0)?)?).or_default();
        *sum = sum.saturating_add(row.get(1).map_err(failure)?);
        Ok(())
    })
}

fn sum_open(connection: &Connection, tally: &mut Tally) -> Result<()> {
    let open = Filter { open: true, ..Filter::default() };
    tally.open = count(connection, &open)?;
    for order in orders(connection, &open)? {
        for intent in intents::of_order(connection, order)? {
            if intent.is_open() && intent.act.operation().moves_money() {
                let sum = tally.open_sums.entry(intent.money.currency).or_default();
                *sum = sum.saturating_add(intent.money.minor);
            }
        }
    }
    Ok(())
}

fn sum_due(connection: &Connection, tally: &mut Tally) -> Result<()> {
    // An order with two acts of one operation is one order.
    let due = "SELECT act, mode, currency, order_id, minor FROM assessment_step ORDER BY order_id";
    let mut last: BTreeMap<(Operation, Mode, Currency), OrderId> = BTreeMap::new();
    read_rows(connection, due, [], |row| {
        let act = Act::from_name(&text(row, 0)?).ok_or_else(|| damaged("act"))?;
        let mode = Mode::from_name(&text(row, 1)?).ok_or_else(|| damaged("mode"))?;
        let money = Money::new(row.get(4).map_err(failure)?, currency(&text(row, 2)?)?);
        let key = (act.operation(), mode, money.currency);
        let order = OrderId(row.get(3).map_err(failure)?);
        let is_new = last.insert(key, order) != Some(order);
        let sum = tally.due.entry(key).or_default();
        sum.0 += usize::from(is_new);
        sum.1 = sum.1.saturating_add(money.minor);
        Ok(())
    })
}
