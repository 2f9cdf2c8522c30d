//! Nexi's refunds: each of one charge, done at once or waiting for the merchant's balance.
//!
//! What waits is no effect: it must not be in the book before it happens.

use serde_json::{Value, json};

use super::answer::{empty, failure, refused, time};
use super::charge::{charges, find_charge};
use super::items;
use super::key::once;
use crate::book::{self, Done, Effect, Particulars, Payment, Reason};
use crate::chance;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Setting, Turn};
use uniac_system::error::Error;

/// Answers a refund of a charge.
pub(super) fn create(turn: &Turn, request: &Request, charge: &str) -> Outcome<Response> {
    once(turn, request, "refund", charge, |turn, key| {
        let Some((payment, event)) = find_charge(turn, charge)? else {
            return Ok(failure(402, "1011", "The charge was not found"));
        };
        let wanted = match items::wanted(request) {
            Ok(wanted) => wanted,
            Err(refusal) => return Ok(refusal),
        };
        let (taken_minor, left_minor) = left(turn, event)?;
        if left_minor == 0 {
            return Ok(refused(Reason::AlreadyRefunded));
        }
        if wanted.amount_minor > left_minor {
            return Ok(refused(Reason::NotEnough));
        }
        if wanted.items.is_none() && wanted.amount_minor != taken_minor {
            return Ok(failure(402, "1015", "Order items are missing"));
        }
        let items = wanted.items.unwrap_or_else(|| json!([])).to_string();
        let is_now = turn.setting(Setting::Refunds)? == "completed";
        let particulars = Particulars { key, note: Some(&items) };
        let made = insert(turn, &payment, event, wanted.amount_minor, particulars)?;
        if is_now {
            complete(turn, &made)?;
        }
        Ok(Response::json(201, &json!({ "refundId": made })))
    })
}

/// Returns what a charge has taken, and what of it is neither paid back nor about to be.
fn left(turn: &Turn, event: i64) -> Outcome<(i64, i64)> {
    let taken_minor: i64 =
        turn.one("SELECT amount_minor FROM payment_event WHERE id = ?1", [event])?;
    let back_minor: i64 = turn.one(
        "SELECT coalesce(sum(amount_minor), 0) FROM nexi_refund
            WHERE charge = ?1 AND state IN ('Pending', 'Completed')",
        [event],
    )?;
    Ok((taken_minor, taken_minor - back_minor))
}

fn insert(
    turn: &Turn,
    payment: &Payment,
    charge: i64,
    amount_minor: i64,
    particulars: Particulars,
) -> Outcome<String> {
    let id = format!("{:016x}{:016x}", turn.chance()?, chance::mix(turn.chance()?));
    turn.run(
        "INSERT INTO nexi_refund
            (id, reference, charge, amount_minor, items, key, state, updated_at, visible_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'Pending', ?7, ?8)",
        (
            &id,
            &payment.reference,
            charge,
            amount_minor,
            particulars.note,
            particulars.key,
            turn.now,
            turn.visible_at(),
        ),
    )?;
    Ok(id)
}

/// Lets a refund happen.
fn complete(turn: &Turn, id: &str) -> Outcome<Done> {
    let (reference, amount_minor, items, key) = turn.db.query_row(
        "SELECT reference, amount_minor, items, key FROM nexi_refund WHERE id = ?1",
        [id],
        |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        },
    )?;
    let particulars = Particulars { key: key.as_deref(), note: Some(&items) };
    let done = book::act(turn, Effect::Refund, &reference, Some(amount_minor), particulars)?
        .map_err(|_| Error::defect("a refund of the sandbox is above what its charge holds"))?;
    turn.run(
        "UPDATE nexi_refund SET state = 'Completed', updated_at = ?2 WHERE id = ?1",
        (id, turn.now),
    )?;
    Ok(done)
}

/// Lets all refunds happen that wait; returns how many.
pub(super) fn complete_all(turn: &Turn) -> Outcome<usize> {
    let waiting: Vec<String> =
        turn.all("SELECT id FROM nexi_refund WHERE state = 'Pending'", (), |row| row.get(0))?;
    for id in &waiting {
        complete(turn, id)?;
    }
    Ok(waiting.len())
}

/// Somebody pays back without an interface: over the charges, oldest first.
pub(super) fn by_hand(
    turn: &Turn,
    payment: &Payment,
    wanted_minor: i64,
    particulars: Particulars,
) -> Outcome<std::result::Result<Done, Reason>> {
    if payment.captured_minor == 0 {
        return Ok(Err(Reason::NothingCaptured));
    }
    let mut shares = Vec::new();
    let mut open_minor = wanted_minor;
    for charge in charges(turn, &payment.reference)? {
        let share_minor = left(turn, charge.id)?.1.min(open_minor);
        if share_minor > 0 {
            shares.push((charge.id, share_minor));
            open_minor -= share_minor;
        }
    }
    let mut last = None;
    if open_minor == 0 {
        for (event, share_minor) in shares {
            let id = insert(turn, payment, event, share_minor, particulars)?;
            last = Some(complete(turn, &id)?);
        }
    }
    Ok(match last {
        Some(done) => Ok(Done { amount_minor: wanted_minor, ..done }),
        None if payment.held_minor() == 0 => Err(Reason::AlreadyRefunded),
        None => Err(Reason::NotEnough),
    })
}

/// Returns a payment's refunds as reads show them, oldest first.
pub(super) fn list(turn: &Turn, reference: &str) -> Outcome<Vec<Value>> {
    let sql = "SELECT id, amount_minor, state, updated_at, items FROM nexi_refund
        WHERE reference = ?1 AND visible_at <= ?2 ORDER BY updated_at, id";
    Ok(turn.all(sql, (reference, turn.now), shown)?)
}

/// Answers a look at a refund.
pub(super) fn read(turn: &Turn, id: &str) -> Outcome<Response> {
    let sql = "SELECT id, amount_minor, state, updated_at, items FROM nexi_refund
        WHERE id = ?1 AND visible_at <= ?2";
    let found = turn.first(sql, (id, turn.now), shown)?;
    Ok(found.map_or_else(|| empty(404), |refund| Response::json(200, &refund)))
}

/// Answers the cancel of a refund that still waits.
pub(super) fn cancel(turn: &Turn, id: &str) -> Outcome<Response> {
    let changed = turn.run(
        "UPDATE nexi_refund SET state = 'Cancelled', updated_at = ?2
            WHERE id = ?1 AND state = 'Pending'",
        (id, turn.now),
    )?;
    Ok(empty(if changed == 1 { 204 } else { 404 }))
}

fn shown(row: &rusqlite::Row) -> rusqlite::Result<Value> {
    Ok(json!({
        "refundId": row.get::<_, String>(0)?,
        "amount": row.get::<_, i64>(1)?,
        "state": row.get::<_, String>(2)?,
        "lastUpdated": time(row.get(3)?),
        "orderItems": items::noted(Some(&row.get::<_, String>(4)?)),
    }))
}
