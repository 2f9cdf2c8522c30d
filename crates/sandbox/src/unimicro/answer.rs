//! How Uni says no: each refusal in its own shape, as the real one has them.
//!
//! Nothing is decided here.

use serde_json::json;

use crate::exchange::Response;

/// The answer to a failure inside Uni.
pub(crate) fn broken() -> Response {
    Response::json(500, &json!({ "Message": "An error has occurred." }))
}

/// The answer to a client that asks too often. Uni documents no limit.
pub(crate) fn too_many(seconds: i64) -> Response {
    Response::json(429, &json!({ "message": "Too many requests." })).with("retry-after", seconds)
}

/// The answer to a change of a document that another request is changing. Uni documents none.
pub(crate) fn in_progress() -> Response {
    Response::json(409, &json!({ "Message": "The entity is being changed by another user." }))
}

/// The answer to what cannot be, as to a payment on a draft.
pub(crate) fn refused() -> Response {
    Response::json(400, &json!({ "Message": "The period is closed." }))
}

/// The answer to a payment for which no rest is left.
pub(crate) fn already_done() -> Response {
    let result = json!({ "Message": "Beløpet er større enn restbeløpet", "Level": 30 });
    Response::json(400, &json!({ "_validationResults": { "AmountCurrency": [result] } }))
}

/// An unknown route and an unknown id cannot be told apart.
pub(super) fn not_found() -> Response {
    Response::json(404, &json!({ "Message": "The requested resource was not found." }))
}
