//! Charges: each takes a part of what is reserved, and names what it is for.
//!
//! An answer names the charge and nothing else.

use serde_json::{Value, json};

use super::answer::{empty, failure, refused, time};
use super::items;
use super::key::once;
use crate::book::{self, Effect, Event, Particulars, Payment};
use crate::brand::Brand;
use crate::chance;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn};

/// Returns the charges as reads show them, oldest first.
pub(super) fn charges(turn: &Turn, id: &str) -> Outcome<Vec<Event>> {
    let mut events = book::events(turn, id)?;
    events.retain(|event| event.success && event.name == "CAPTURED");
    Ok(events)
}

/// Returns a charge as Nexi shows it.
pub(super) fn shown(charge: &Event) -> Value {
    json!({
        "chargeId": charge_id(charge.id),
        "amount": charge.amount_minor,
        "created": time(charge.at),
        "orderItems": items::noted(charge.note.as_deref()),
    })
}

/// Answers `GET charges/ID`.
pub(super) fn read(turn: &Turn, id: &str) -> Outcome<Response> {
    let Some((payment, event)) = find_charge(turn, id)? else { return Ok(empty(404)) };
    let found = charges(turn, &payment.reference)?.into_iter().find(|charge| charge.id == event);
    Ok(found.map_or_else(|| empty(404), |charge| Response::json(200, &shown(&charge))))
}

/// Answers a charge of a payment.
pub(super) fn create(turn: &Turn, request: &Request, id: &str) -> Outcome<Response> {
    once(turn, request, "capture", id, |turn, key| {
        let Some(payment) = real(turn, id)? else { return Ok(empty(404)) };
        let wanted = match items::wanted(request) {
            Ok(wanted) => wanted,
            Err(refusal) => return Ok(refusal),
        };
        let is_whole = wanted.amount_minor == payment.authorised_minor;
        let note = match wanted.items {
            Some(items) => items,
            // Only the whole order can be charged without saying which part of it.
            None if is_whole => items::of_order(turn, id)?,
            None => return Ok(failure(402, "1015", "Order items are missing")),
        };
        let note = note.to_string();
        let particulars = Particulars { key, note: Some(&note) };
        let done = book::act(turn, Effect::Capture, id, Some(wanted.amount_minor), particulars)?;
        let done = match done {
            Ok(done) => done,
            Err(reason) => return Ok(refused(reason)),
        };
        if wanted.is_final && done.payment.reserved_minor() > 0 {
            // It was just found possible, so it cannot be refused.
            let _ = book::act(turn, Effect::Cancel, id, None, particulars)?;
        }
        Ok(Response::json(201, &json!({ "chargeId": charge_id(done.event) })))
    })
}

/// Returns Nexi's own payment as it really is.
pub(super) fn real(turn: &Turn, id: &str) -> Outcome<Option<Payment>> {
    book::lapse(turn, Some(id))?;
    Ok(book::find(turn, id)?.filter(|payment| payment.brand == Brand::Nexi))
}

/// Returns the id of a charge, which carries the number of its event and proves that it is one.
fn charge_id(event: i64) -> String {
    format!("{:016x}{event:016x}", chance::mix(event.unsigned_abs() ^ 0xc4a2))
}

/// Returns the payment and the event of a charge.
pub(super) fn find_charge(turn: &Turn, id: &str) -> Outcome<Option<(Payment, i64)>> {
    let event = id.get(16..).and_then(|text| i64::from_str_radix(text, 16).ok());
    let Some(event) = event.filter(|event| charge_id(*event) == id) else { return Ok(None) };
    let reference: Option<String> = turn.first(
        "SELECT reference FROM payment_event WHERE id = ?1 AND name = 'CAPTURED' AND success = 1",
        [event],
        |row| row.get(0),
    )?;
    let Some(reference) = reference else { return Ok(None) };
    Ok(real(turn, &reference)?.map(|payment| (payment, event)))
}
