//! A payment provider: Nexi Checkout (Nets Easy), Payment API v1, as Nexi publishes it.
//!
//! It speaks and guards; the money is in the `book`, and refunds that wait are in `refund`. It must
//! never be friendlier than the real one: sums that do not add up, a used key or a cancel after a
//! charge are refused as they would be there. Answers to acts name an id and nothing else.

mod items;
mod refund;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::book::{self, Done, Effect, Event, Particulars, Payment, Reason};
use super::chance;
use super::exchange::{Request, Response};
use super::world::{Outcome, Setting, Turn, World, moment};
use uniac_system::error::Result;

/// The merchant's secret key for the test environment.
pub const SECRET_KEY: &str = "test-secret-key-9d1c7f0a54e24b6f8e3b21aa60c5d7f4";

/// The longest idempotency key that is taken.
const KEY_LENGTH_MAX: usize = 63;

/// The longest `myReference`.
const MY_REFERENCE_LENGTH_MAX: usize = 36;

/// Returns Nexi's number for a reason why money does not move.
pub(super) fn code(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::NotFound | Reason::RefundExpired => None,
        Reason::NotReserved => Some("1003"),
        Reason::CaptureExpired | Reason::CancelExpired => Some("1010"),
        Reason::Cancelled | Reason::AlreadyCancelled => Some("1019"),
        Reason::AlreadyCaptured => Some("1008"),
        Reason::AlreadyRefunded => Some("1023"),
        Reason::TooHigh => Some("1001"),
        Reason::NothingCaptured | Reason::NotEnough => Some("1009"),
    }
}

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    // The key stands in the header as it is, without a scheme's name.
    if request.header("authorization") != Some(SECRET_KEY) {
        return Ok(empty(401));
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["v1", "payments", id]) => read(turn, id),
        ("POST", ["v1", "payments", id, "charges"]) => charge(turn, request, id),
        ("POST", ["v1", "payments", id, "cancels"]) => cancel(turn, request, id),
        ("GET", ["v1", "charges", id]) => read_charge(turn, id),
        ("POST", ["v1", "charges", id, "refunds"]) => refund::create(turn, request, id),
        ("GET", ["v1", "refunds", id]) => refund::read(turn, id),
        ("POST", ["v1", "pending-refunds", id, "cancel"]) => refund::cancel(turn, id),
        _ => Ok(empty(404)),
    }
}

/// The answer to a failure inside Nexi.
pub(super) fn broken() -> Response {
    failure(500, "1000", "Internal server error")
}

/// The answer to a request that is sent too often.
pub(super) fn too_many(seconds: i64) -> Response {
    empty(429).with("retry-after", seconds)
}

/// The answer to an act on a payment on which another one is being carried out. Nexi's own is not
/// published.
pub(super) fn in_progress() -> Response {
    empty(409)
}

/// The answer to an act for which nothing is left to be done.
pub(super) fn already_done(operation: &str) -> Response {
    refused(match operation {
        "capture" => Reason::AlreadyCaptured,
        "refund" => Reason::AlreadyRefunded,
        _ => Reason::AlreadyCancelled,
    })
}

/// The number of a no for good: the reservation has run out.
pub(super) const LAST_WORD: &str = "1010";

/// The number by which Nexi says that the method's own charge failed.
pub(super) const DECLINE: &str = "1020";

/// Refuses an act, and keeps the no for the act's key: a repetition gets it again.
pub(super) fn refuse(
    turn: &Turn,
    request: &Request,
    path: &str,
    operation: &str,
    number: &str,
) -> Outcome<Response> {
    let no = failure(402, number, "The act was refused");
    let id = path.trim_matches('/').split('/').nth(2).unwrap_or_default();
    match operation {
        "capture" | "refund" => once(turn, request, operation, id, |_, _| Ok(no)),
        _ => Ok(no),
    }
}

/// Keeps an answer as the one that every repetition of the request's key gets.
pub(super) fn remember(
    turn: &Turn,
    request: &Request,
    operation: &str,
    answer: &Response,
) -> Outcome<()> {
    let key = request.header("idempotency-key").unwrap_or_default();
    turn.run(
        "UPDATE idempotency SET status = ?3, answer = ?4 WHERE operation = ?1 AND key = ?2",
        (names_of_keys(operation), key, answer.status, String::from_utf8_lossy(&answer.body)),
    )?;
    Ok(())
}

/// Keys of Nexi and of other providers have nothing to do with each other.
fn names_of_keys(operation: &str) -> String {
    format!("nexi-{operation}")
}

/// Moves money for somebody in the portal, or for a plug-in with a key of its own. A refund goes over
/// the charges, oldest first.
pub(super) fn by_hand(
    turn: &Turn,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
    key: &str,
) -> Outcome<std::result::Result<Done, Reason>> {
    let Some(payment) = book::find(turn, reference)? else { return Ok(Err(Reason::NotFound)) };
    let note = items::of_order(turn, reference)?.to_string();
    let particulars = Particulars { key: Some(key), note: Some(&note) };
    match effect {
        Effect::Capture => book::act(turn, effect, reference, amount_minor, particulars),
        Effect::Cancel if payment.captured_minor > 0 => Ok(Err(Reason::AlreadyCaptured)),
        Effect::Cancel => book::act(turn, effect, reference, None, particulars),
        Effect::Refund => {
            let wanted_minor = amount_minor.unwrap_or(payment.held_minor());
            refund::by_hand(turn, &payment, wanted_minor, particulars)
        }
    }
}

impl World {
    /// The merchant's balance at Nexi becomes too low for refunds, which then wait, or high enough
    /// again, and those that wait happen. Returns how many have happened.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn balance(&mut self, is_enough: bool) -> Result<usize> {
        self.set(Setting::Refunds, if is_enough { "completed" } else { "pending" })?;
        self.turn(|turn| if is_enough { refund::complete_all(turn) } else { Ok(0) })
    }
}

fn read(turn: &Turn, id: &str) -> Outcome<Response> {
    book::lapse(turn, Some(id))?;
    let Some(payment) = visible(turn, id)? else { return Ok(empty(404)) };
    let mut body = json!({
        "paymentId": payment.reference,
        "summary": summary(&payment),
        "consumer": {},
        "paymentDetails": { "paymentType": "CARD", "paymentMethod": "Visa" },
        "orderDetails": {
            "amount": payment.amount_minor, "currency": payment.currency, "reference": payment.psp,
        },
        "checkout": { "url": "https://kopp.example.no/kassen" },
        "created": time(payment.authorised_at),
    });
    if turn.setting(Setting::Events)? == "on" {
        let charges: Vec<Value> = charges(turn, id)?.iter().map(shown).collect();
        let refunds = refund::list(turn, id)?;
        for (name, rows) in [("charges", charges), ("refunds", refunds)] {
            if !rows.is_empty() {
                body[name] = rows.into();
            }
        }
    }
    Ok(Response::json(200, &json!({ "payment": body })))
}

/// Returns Nexi's own payment as reads show it; those of other providers are not here.
fn visible(turn: &Turn, id: &str) -> Outcome<Option<Payment>> {
    let found = book::find_visible(turn, id)?;
    Ok(found.filter(|payment| payment.brand == super::Brand::Nexi))
}

/// Returns the sums; what is nothing is left out, as in the real answer.
fn summary(payment: &Payment) -> Value {
    let mut sums = json!({});
    for (name, minor) in [
        ("reservedAmount", payment.authorised_minor),
        ("chargedAmount", payment.captured_minor),
        ("refundedAmount", payment.refunded_minor),
        ("cancelledAmount", payment.cancelled_minor),
    ] {
        if minor > 0 {
            sums[name] = minor.into();
        }
    }
    sums
}

/// Returns the charges as reads show them, oldest first.
fn charges(turn: &Turn, id: &str) -> Outcome<Vec<Event>> {
    let mut events = book::events(turn, id)?;
    events.retain(|event| event.success && event.name == "CAPTURED");
    Ok(events)
}

fn shown(charge: &Event) -> Value {
    json!({
        "chargeId": charge_id(charge.id),
        "amount": charge.amount_minor,
        "created": time(charge.at),
        "orderItems": items::noted(charge.note.as_deref()),
    })
}

fn read_charge(turn: &Turn, id: &str) -> Outcome<Response> {
    let Some((payment, event)) = find_charge(turn, id)? else { return Ok(empty(404)) };
    let found = charges(turn, &payment.reference)?.into_iter().find(|charge| charge.id == event);
    Ok(found.map_or_else(|| empty(404), |charge| Response::json(200, &shown(&charge))))
}

fn charge(turn: &Turn, request: &Request, id: &str) -> Outcome<Response> {
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

/// Releases the whole order. There is no key for it, and what is repeated is refused.
fn cancel(turn: &Turn, request: &Request, id: &str) -> Outcome<Response> {
    let Some(payment) = real(turn, id)? else { return Ok(empty(404)) };
    let wanted = match items::wanted(request) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal),
    };
    if payment.captured_minor > 0 {
        return Ok(refused(Reason::AlreadyCaptured));
    }
    if wanted.amount_minor != payment.authorised_minor {
        return Ok(failure(402, "1007", "A part cannot be cancelled"));
    }
    Ok(match book::act(turn, Effect::Cancel, id, None, Particulars::default())? {
        Ok(_) => empty(204),
        Err(reason) => refused(reason),
    })
}

/// Carries out what a key has not caused yet, and otherwise answers as the first time: the same
/// status and body, whatever they were.
fn once(
    turn: &Turn,
    request: &Request,
    operation: &str,
    id: &str,
    act: impl FnOnce(&Turn, Option<&str>) -> Outcome<Response>,
) -> Outcome<Response> {
    let Some(key) = request.header("idempotency-key") else { return act(turn, None) };
    if !(1..=KEY_LENGTH_MAX).contains(&key.len()) {
        return Ok(invalid("Idempotency-Key", "The key has from 1 to 63 characters"));
    }
    let (names, asked) =
        (names_of_keys(operation), format!("{id} {}", String::from_utf8_lossy(&request.body)));
    let known = turn.first(
        "SELECT request, status, answer FROM idempotency WHERE operation = ?1 AND key = ?2",
        (&names, key),
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?)),
    )?;
    let conflict = || match operation {
        "capture" => failure(402, "1026", "The charge was tried with another amount"),
        _ => failure(402, "1027", "The refund was tried with another amount"),
    };
    if let Some((first, status, answer)) = known {
        match turn.setting(Setting::Idempotency)?.as_str() {
            "ignore" => {}
            "replay" if first == asked => {
                return Ok(Response::bytes(status, "application/json", answer.into_bytes()));
            }
            _ => return Ok(conflict()),
        }
    }
    let answer = act(turn, Some(key))?;
    // What was not well-formed was never carried out.
    if matches!(answer.status, 201 | 402) {
        turn.run(
            "INSERT OR REPLACE INTO idempotency (operation, key, request, status, answer)
                VALUES (?1, ?2, ?3, ?4, ?5)",
            (&names, key, asked, answer.status, String::from_utf8_lossy(&answer.body)),
        )?;
    }
    Ok(answer)
}

/// Returns Nexi's own payment as it really is.
fn real(turn: &Turn, id: &str) -> Outcome<Option<Payment>> {
    book::lapse(turn, Some(id))?;
    Ok(book::find(turn, id)?.filter(|payment| payment.brand == super::Brand::Nexi))
}

/// Returns the id of a charge, which carries the number of its event and proves that it is one.
fn charge_id(event: i64) -> String {
    format!("{:016x}{event:016x}", chance::mix(event.unsigned_abs() ^ 0xc4a2))
}

/// Returns the payment and the event of a charge.
fn find_charge(turn: &Turn, id: &str) -> Outcome<Option<(Payment, i64)>> {
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

fn time(ms: i64) -> String {
    moment(ms).strftime("%Y-%m-%dT%H:%M:%S%.4f+00:00").to_string()
}

fn refused(reason: Reason) -> Response {
    match code(reason) {
        Some(number) => failure(402, number, reason.title()),
        None => empty(404),
    }
}

/// A refusal of what is well-formed, or a failure.
fn failure(status: u16, number: &str, message: &str) -> Response {
    Response::json(status, &json!({ "code": number, "message": message, "source": "internal" }))
}

/// A request that is not well-formed.
fn invalid(field: &str, message: &str) -> Response {
    let mut errors = json!({});
    errors[field] = json!([message]);
    Response::json(400, &json!({ "errors": errors }))
}

fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}
