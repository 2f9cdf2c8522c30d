//! Two payment providers that speak one language: Klarna, Order Management API v1, as Klarna publishes it,
//! and Kustom, which was Klarna Checkout.
//!
//! It speaks and guards; the money is in the `book`. It must never be friendlier than the real one: an
//! act is answered with ids in headers and no body at all, a key that was seen is answered with the
//! first result whatever is asked, and one error code stands for many causes.

mod lines;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::Brand;
use super::book::{self, Done, Effect, Event, Particulars, Payment, Reason};
use super::chance;
use super::exchange::{Request, Response};
use super::world::{Outcome, Setting, Turn, moment};

/// The username of the merchant's API credentials.
pub const USERNAME: &str = "PK00042_f3b1a9c0de77";
/// The password of the merchant's API credentials.
pub const PASSWORD: &str = "sandbox-klarna-4TqZ9w";
/// The two as Basic authentication writes them.
const AUTHORIZATION: &str = "Basic UEswMDA0Ml9mM2IxYTljMGRlNzc6c2FuZGJveC1rbGFybmEtNFRxWjl3";

/// The key of the store at Kustom, which is the whole of its sign-in.
pub const KUSTOM_KEY: &str = "kco_test_api_sandbox7Hq2vXw9";

/// How long a key is remembered, milliseconds (Klarna, "Escalation & retry policy").
const KEY_LIFETIME_MS: i64 = 24 * 3_600_000;

/// The most that one capture or refund can be of (`CaptureObject`, `RefundObject`).
const AMOUNT_MINOR_MAX: i64 = 200_000_000;

/// The longest reference and description.
const TEXT_LENGTH_MAX: usize = 255;

/// Under which operation keys are kept. They are one set for all operations: only the key matters.
const KEYS: &str = "klarna";

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(
    brand: Brand,
    turn: &Turn,
    request: &Request,
    path: &str,
) -> Outcome<Response> {
    if request.header("authorization") != Some(&authorization(brand)) {
        return Ok(empty(401));
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let ["ordermanagement", "v1", "orders", id, rest @ ..] = parts.as_slice() else {
        return Ok(empty(404));
    };
    if request.method == "GET" {
        return read(brand, turn, id, rest);
    }
    once(turn, request, |turn| {
        book::lapse(turn, Some(id))?;
        let Some(payment) = real(brand, turn, id)? else { return no_such_order(turn, id) };
        match (request.method.as_str(), rest) {
            ("POST", ["captures"]) => change(turn, request, Effect::Capture, &payment),
            ("POST", ["refunds"]) => change(turn, request, Effect::Refund, &payment),
            ("POST", ["cancel"]) => cancel(turn, &payment),
            ("POST", ["release-remaining-authorization"]) => release(turn, &payment),
            ("PATCH", ["authorization"]) => change_amount(turn, request, &payment),
            _ => Ok(empty(404)),
        }
    })
}

/// Returns the header of a client that may do everything.
fn authorization(brand: Brand) -> String {
    match brand {
        Brand::Kustom => format!("Basic {KUSTOM_KEY}"),
        Brand::Vipps | Brand::Nexi | Brand::Klarna => AUTHORIZATION.to_owned(),
    }
}

/// The answer to a failure inside Klarna.
pub(super) fn broken(turn: &Turn) -> Outcome<Response> {
    error(turn, 500, "INTERNAL_SERVER_ERROR", "Unexpected server error")
}

/// The answer to a request that is sent too often. Its own limit, 200 calls a second, is beyond what
/// the sandbox is asked.
pub(super) fn too_many(seconds: i64) -> Response {
    let body = json!({ "error_code": "TOO_MANY_REQUESTS", "error_messages": ["Too many requests"],
        "correlation_id": "00000000-0000-4000-8000-000000000000" });
    Response::json(429, &body)
        .with("x-ratelimit-limit", "200, 200;w=1")
        .with("x-ratelimit-remaining", 0)
        .with("x-ratelimit-reset", seconds)
}

/// The answer to an act on an order on which another one is being carried out.
pub(super) fn in_progress(turn: &Turn) -> Outcome<Response> {
    error(turn, 409, "CONFLICT", "")
}

/// The answer to an act for which nothing is left to be done.
pub(super) fn already_done(turn: &Turn, operation: &str) -> Outcome<Response> {
    match operation {
        "capture" => not_allowed(turn, Effect::Capture),
        "refund" => not_allowed(turn, Effect::Refund),
        _ => not_allowed(turn, Effect::Cancel),
    }
}

/// Returns Klarna's code for a reason why money does not move.
pub(super) fn code(reason: Reason) -> &'static str {
    match reason {
        Reason::NotFound => "NO_SUCH_ORDER",
        Reason::NotReserved
        | Reason::CaptureExpired
        | Reason::Cancelled
        | Reason::AlreadyCaptured
        | Reason::TooHigh => "CAPTURE_NOT_ALLOWED",
        Reason::CancelExpired | Reason::AlreadyCancelled => "CANCEL_NOT_ALLOWED",
        Reason::RefundExpired
        | Reason::AlreadyRefunded
        | Reason::NothingCaptured
        | Reason::NotEnough => "REFUND_NOT_ALLOWED",
    }
}

/// The code of a no for good.
pub(super) const LAST_WORD: &str = "UNPROCESSABLE_ENTITY";

/// The code by which Klarna says that the customer could not be charged.
pub(super) const DECLINE: &str = "PAYMENT_METHOD_FAILED";

/// Refuses an act, and keeps the no for the act's key: a repetition gets it again.
pub(super) fn refuse(turn: &Turn, request: &Request, code: &str) -> Outcome<Response> {
    let status = match code {
        "BAD_VALUE" => 400,
        "NO_SUCH_ORDER" | "NOT_FOUND" => 404,
        "REQUEST_TOO_LARGE" => 413,
        "UNPROCESSABLE_ENTITY" | "INVALID_ADDRESS" => 422,
        // Not kept: the act was not looked at.
        "CONFLICT" => return in_progress(turn),
        _ => 403,
    };
    once(turn, request, |turn| error(turn, status, code, "The act was refused"))
}

/// Keeps an answer as the one that every repetition of the request's key gets.
pub(super) fn remember(turn: &Turn, request: &Request, answer: &Response) -> Outcome<()> {
    if let Some(key) = key(request) {
        keep(turn, key, answer)?;
    }
    Ok(())
}

/// Moves money for somebody in the portal, or for a plug-in: such an act carries no reference.
pub(super) fn by_hand(
    turn: &Turn,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
    key: &str,
) -> Outcome<Result<Done, Reason>> {
    let particulars = Particulars { key: Some(key), ..Particulars::default() };
    book::act(turn, effect, reference, amount_minor, particulars)
}

/// Carries out what a key has not caused yet, and otherwise answers as the first time: what is asked
/// now is disregarded, only the key matters, and after a day it is forgotten.
///
/// A key that is no UUID is not honoured: Klarna wants UUIDs and does not say what it makes of others.
fn once(
    turn: &Turn,
    request: &Request,
    act: impl FnOnce(&Turn) -> Outcome<Response>,
) -> Outcome<Response> {
    let Some(key) = key(request).filter(|key| is_uuid(key)) else { return act(turn) };
    let sql = "SELECT request, status, answer FROM idempotency WHERE operation = ?1 AND key = ?2";
    let known = turn.first(sql, (KEYS, key), |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?))
    })?;
    if let Some((at, status, answer)) = known {
        let is_remembered =
            at.parse::<i64>().is_ok_and(|at| turn.now.saturating_sub(at) < KEY_LIFETIME_MS);
        match turn.setting(Setting::Idempotency)?.as_str() {
            "replay" if is_remembered => return Ok(told_again(status, &answer)),
            "refuse" if is_remembered => return in_progress(turn),
            _ => {}
        }
    }
    let answer = act(turn)?;
    keep(turn, key, &answer)?;
    Ok(answer)
}

fn keep(turn: &Turn, key: &str, answer: &Response) -> Outcome<()> {
    let kept = json!({ "headers": answer.headers, "body": String::from_utf8_lossy(&answer.body) });
    turn.run(
        "INSERT OR REPLACE INTO idempotency (operation, key, request, status, answer)
            VALUES (?1, ?2, ?3, ?4, ?5)",
        (KEYS, key, turn.now.to_string(), answer.status, kept.to_string()),
    )?;
    Ok(())
}

fn told_again(status: u16, kept: &str) -> Response {
    let kept: Value = serde_json::from_str(kept).unwrap_or_default();
    let headers = serde_json::from_value(kept["headers"].clone()).unwrap_or_default();
    let body = kept["body"].as_str().unwrap_or_default().as_bytes().to_vec();
    Response { status, headers, body }
}

fn key(request: &Request) -> Option<&str> {
    request.header("klarna-idempotency-key")
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Returns a payment of this provider's own as it really is.
fn real(brand: Brand, turn: &Turn, id: &str) -> Outcome<Option<Payment>> {
    Ok(book::find(turn, id)?.filter(|payment| payment.brand == brand))
}

fn read(brand: Brand, turn: &Turn, id: &str, rest: &[&str]) -> Outcome<Response> {
    book::lapse(turn, Some(id))?;
    let visible = book::find_visible(turn, id)?;
    let Some(payment) = visible.filter(|payment| payment.brand == brand) else {
        return no_such_order(turn, id);
    };
    let captures = acts(turn, id, Effect::Capture)?;
    let refunds = acts(turn, id, Effect::Refund)?;
    let one = |acts: Vec<Value>, field: &str, id: &str| {
        acts.into_iter().find(|act| act[field] == id).map(|act| Response::json(200, &act))
    };
    match rest {
        [] => Ok(Response::json(200, &order(turn, &payment, &captures, &refunds)?)),
        ["captures"] => Ok(Response::json(200, &captures)),
        ["captures", capture] => match one(captures, "capture_id", capture) {
            Some(answer) => Ok(answer),
            None => error(turn, 404, "NO_SUCH_CAPTURE", "Capture could not be found"),
        },
        ["refunds", refund] => match one(refunds, "refund_id", refund) {
            Some(answer) => Ok(answer),
            None => error(turn, 404, "NOT_FOUND", "Refund cannot be found"),
        },
        _ => Ok(empty(404)),
    }
}

fn order(turn: &Turn, payment: &Payment, captures: &[Value], refunds: &[Value]) -> Outcome<Value> {
    Ok(json!({
        "order_id": payment.reference,
        "status": status(turn, payment)?,
        "fraud_status": fraud_status(turn, payment)?,
        "order_amount": payment.authorised_minor,
        "original_order_amount": payment.amount_minor,
        "captured_amount": payment.captured_minor,
        "refunded_amount": payment.refunded_minor,
        "remaining_authorized_amount": payment.reserved_minor(),
        "purchase_currency": payment.currency,
        "purchase_country": "NO",
        "locale": "nb-NO",
        "klarna_reference": klarna_reference(payment),
        "created_at": time(payment.authorised_at),
        "expires_at": time(payment.closes_at),
        "order_lines": [],
        "captures": captures,
        "refunds": refunds,
        "initial_payment_method": { "type": "INVOICE", "description": "Betal senere" },
    }))
}

/// Returns the status. What an order becomes whose rest ran out after a capture is not told: the
/// sandbox says `CLOSED`.
fn status(turn: &Turn, payment: &Payment) -> Outcome<&'static str> {
    let lapsed: i64 = turn.one(
        "SELECT count(*) FROM payment_event WHERE reference = ?1 AND name = 'CANCELLED'
            AND success = 1 AND at = ?2",
        (&payment.reference, payment.closes_at),
    )?;
    Ok(match (payment.captured_minor > 0, payment.reserved_minor() > 0) {
        (false, true) => "AUTHORIZED",
        (true, true) => "PART_CAPTURED",
        (false, false) if lapsed > 0 => "EXPIRED",
        (false, false) => "CANCELLED",
        (true, false) if lapsed > 0 || payment.held_minor() == 0 => "CLOSED",
        (true, false) => "CAPTURED",
    })
}

/// Returns the outcome of Klarna's check, which is of orders of which nothing was captured.
fn fraud_status(turn: &Turn, payment: &Payment) -> Outcome<&'static str> {
    let is_new = payment.captured_minor == 0;
    Ok(match turn.setting(Setting::FraudReview)?.as_str() {
        "pending" if is_new => "PENDING",
        "rejected" if is_new => "REJECTED",
        _ => "ACCEPTED",
    })
}

/// Returns the captures or refunds as reads show them, oldest first.
fn acts(turn: &Turn, id: &str, effect: Effect) -> Outcome<Vec<Value>> {
    let name = if effect == Effect::Capture { "CAPTURED" } else { "REFUNDED" };
    let shows_references = turn.setting(Setting::Events)? == "on";
    let mut events = book::events(turn, id)?;
    events.retain(|event| event.success && event.name == name);
    let shown = events.iter().enumerate().map(|(index, event)| {
        let mut act = match effect {
            Effect::Capture => json!({
                "capture_id": act_id(event.id),
                "klarna_reference": format!("K{:06X}-{}", event.id & 0xff_ffff, index + 1),
                "captured_amount": event.amount_minor,
                "captured_at": time(event.at),
                "refunded_amount": 0,
                "order_lines": [],
            }),
            Effect::Refund | Effect::Cancel => json!({
                "refund_id": act_id(event.id),
                "refunded_amount": event.amount_minor,
                "refunded_at": time(event.at),
                "order_lines": [],
            }),
        };
        for (field, value) in said(event) {
            if field != "reference" || shows_references {
                act[field] = value.into();
            }
        }
        act
    });
    Ok(shown.collect())
}

/// Returns what the request has said besides the amount.
fn said(event: &Event) -> Vec<(String, String)> {
    let note = event.note.as_deref().unwrap_or("[]");
    serde_json::from_str(note).unwrap_or_default()
}

fn change(turn: &Turn, request: &Request, effect: Effect, payment: &Payment) -> Outcome<Response> {
    let (amount_field, header, folder) = match effect {
        Effect::Capture => ("captured_amount", "capture-id", "captures"),
        Effect::Refund | Effect::Cancel => ("refunded_amount", "refund-id", "refunds"),
    };
    let Some(body) = request.json() else {
        return error(turn, 400, "BAD_VALUE", "The body is no JSON");
    };
    let limits = 1..=AMOUNT_MINOR_MAX;
    let Some(amount_minor) = body[amount_field].as_i64().filter(|minor| limits.contains(minor))
    else {
        let message = format!("{amount_field} must be between 1 and {AMOUNT_MINOR_MAX}");
        return error(turn, 422, "UNPROCESSABLE_ENTITY", &message);
    };
    let mut said = Vec::new();
    for field in ["reference", "description"] {
        match &body[field] {
            Value::Null => {}
            Value::String(text) if text.chars().count() <= TEXT_LENGTH_MAX => {
                said.push((field, text.as_str()));
            }
            _ => {
                let message = format!("{field} must be between 0 and 255");
                return error(turn, 422, "UNPROCESSABLE_ENTITY", &message);
            }
        }
    }
    if let Err(message) = lines::checked(&body["order_lines"], amount_minor) {
        return error(turn, 422, "UNPROCESSABLE_ENTITY", message);
    }
    if effect == Effect::Capture && fraud_status(turn, payment)? != "ACCEPTED" {
        return not_allowed(turn, effect);
    }
    let note = json!(said).to_string();
    // What is kept with the act, and later shown, is the reference; the key is only remembered.
    let cause = body["reference"].as_str().or_else(|| key(request));
    let particulars = Particulars { key: cause, note: Some(&note) };
    match book::act(turn, effect, &payment.reference, Some(amount_minor), particulars)? {
        Err(_) => not_allowed(turn, effect),
        Ok(done) => {
            let id = act_id(done.event);
            let order = &payment.reference;
            let place =
                format!("https://api.klarna.com/ordermanagement/v1/orders/{order}/{folder}/{id}");
            Ok(empty(201).with(header, &id).with("location", place))
        }
    }
}

/// Cancels an order of which nothing was captured. Nothing of the request is kept with it.
fn cancel(turn: &Turn, payment: &Payment) -> Outcome<Response> {
    if payment.captured_minor > 0 {
        return not_allowed(turn, Effect::Cancel);
    }
    match book::act(turn, Effect::Cancel, &payment.reference, None, Particulars::default())? {
        Ok(_) => Ok(empty(204)),
        Err(_) => error(turn, 403, "CANCEL_NOT_ALLOWED", "Order is closed. Cancel not possible"),
    }
}

/// Releases what is left of an order of which something was captured.
fn release(turn: &Turn, payment: &Payment) -> Outcome<Response> {
    if payment.captured_minor == 0 {
        let message = "Order has no captures. Remaining authorization cannot be released.";
        return error(turn, 403, "NOT_ALLOWED", message);
    }
    match book::act(turn, Effect::Cancel, &payment.reference, None, Particulars::default())? {
        Ok(_) => Ok(empty(204)),
        Err(_) => {
            let message = "Order is fully captured. Remaining authorization cannot be released.";
            error(turn, 403, "NOT_ALLOWED", message)
        }
    }
}

/// The merchant changes what the order is of.
fn change_amount(turn: &Turn, request: &Request, payment: &Payment) -> Outcome<Response> {
    let amount_minor = request.json().and_then(|body| body["order_amount"].as_i64());
    let Some(amount_minor) = amount_minor.filter(|minor| *minor >= 0) else {
        return error(turn, 422, "UNPROCESSABLE_ENTITY", "order_amount must be 0 or more");
    };
    let taken_minor = payment.captured_minor + payment.cancelled_minor;
    if amount_minor < taken_minor || payment.reserved_minor() == 0 {
        let message = format!(
            "Resulting authorization amount {amount_minor} cannot be less than the captured amount \
             {taken_minor} for order. Order authorization cannot be updated"
        );
        return error(turn, 403, "NOT_ALLOWED", &message);
    }
    book::change_authorised(turn, &payment.reference, amount_minor)?;
    Ok(empty(204))
}

fn no_such_order(turn: &Turn, id: &str) -> Outcome<Response> {
    error(turn, 404, "NO_SUCH_ORDER", &format!("Order {id} cannot be found"))
}

/// One code for all causes, as Klarna has it.
fn not_allowed(turn: &Turn, effect: Effect) -> Outcome<Response> {
    let (code, message) = match effect {
        Effect::Capture => ("CAPTURE_NOT_ALLOWED", "Capture not allowed"),
        Effect::Refund => ("REFUND_NOT_ALLOWED", "Refund not possible"),
        Effect::Cancel => {
            ("CANCEL_NOT_ALLOWED", "Order has previous captures. Cancel not possible")
        }
    };
    error(turn, 403, code, message)
}

fn error(turn: &Turn, status: u16, code: &str, message: &str) -> Outcome<Response> {
    let correlation = uuid(turn.chance()?);
    let body = json!({ "error_code": code, "error_messages": [message],
        "correlation_id": correlation });
    Ok(Response::json(status, &body))
}

/// Returns the id of a new order.
pub(super) fn order_id(turn: &Turn) -> Outcome<String> {
    Ok(uuid(turn.chance()?))
}

/// Returns the id of a capture or refund.
fn act_id(event: i64) -> String {
    uuid(event.unsigned_abs() ^ 0x6b1a_c7a5)
}

fn uuid(number: u64) -> String {
    let (high, low) = (chance::mix(number), chance::mix(!number));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        (low >> 48) & 0xfff,
        low & 0xffff_ffff_ffff
    )
}

/// Returns what Klarna calls the order when it speaks with the customer.
fn klarna_reference(payment: &Payment) -> String {
    let letters = payment.psp.bytes().take(6).map(|digit| char::from(digit - b'0' + b'A'));
    format!("K{}", letters.collect::<String>())
}

fn time(ms: i64) -> String {
    moment(ms).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}
