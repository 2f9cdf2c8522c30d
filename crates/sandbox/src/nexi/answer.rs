//! How Nexi says no, and how it writes a time.
//!
//! Nothing is decided here.

use serde_json::json;

use crate::book::Reason;
use crate::exchange::Response;
use crate::world::moment;

/// The answer to a failure inside Nexi.
pub(crate) fn broken() -> Response {
    failure(500, "1000", "Internal server error")
}

/// The answer to a request that is sent too often.
pub(crate) fn too_many(seconds: i64) -> Response {
    empty(429).with("retry-after", seconds)
}

/// The answer to an act on a payment on which another one is being carried out. Nexi's own is not
/// published.
pub(crate) fn in_progress() -> Response {
    empty(409)
}

/// The answer to an act for which nothing is left to be done.
pub(crate) fn already_done(operation: &str) -> Response {
    refused(match operation {
        "capture" => Reason::AlreadyCaptured,
        "refund" => Reason::AlreadyRefunded,
        _ => Reason::AlreadyCancelled,
    })
}

/// Returns Nexi's number for a reason why money does not move.
pub(crate) fn code(reason: Reason) -> Option<&'static str> {
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

pub(super) fn time(ms: i64) -> String {
    moment(ms).strftime("%Y-%m-%dT%H:%M:%S%.4f+00:00").to_string()
}

pub(super) fn refused(reason: Reason) -> Response {
    match code(reason) {
        Some(number) => failure(402, number, reason.title()),
        None => empty(404),
    }
}

/// A refusal of what is well-formed, or a failure.
pub(super) fn failure(status: u16, number: &str, message: &str) -> Response {
    Response::json(status, &json!({ "code": number, "message": message, "source": "internal" }))
}

/// A request that is not well-formed.
pub(super) fn invalid(field: &str, message: &str) -> Response {
    let mut errors = json!({});
    errors[field] = json!([message]);
    Response::json(400, &json!({ "errors": errors }))
}

pub(super) fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}
