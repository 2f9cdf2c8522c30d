//! How the shop answers: its errors, and the fields that are asked for.
//!
//! Nothing is decided here.

use serde_json::{Value, json};

use crate::exchange::{Request, Response};

/// Where the API is, under the shop's address.
pub(super) const ROOT: &str = "/wp-json/wc/v3/";

/// The answer to a failure inside the shop.
pub(crate) fn broken() -> Response {
    let message = "<p>There has been a critical error on this website.</p>";
    error(500, "internal_server_error", message)
}

/// The answer of a shop's host that is asked too often; WooCommerce itself has no limit.
pub(crate) fn too_many(seconds: i64) -> Response {
    error(429, "too_many_requests", "Too many requests.").with("retry-after", seconds)
}

/// The answer to a change of an order that another request is changing. WooCommerce itself has no
/// such answer; it is worded as its others are.
pub(crate) fn in_progress() -> Response {
    error(409, "woocommerce_rest_order_locked", "The order is being changed.")
}

/// The answer to a change that cannot be.
pub(crate) fn refused(code: Option<&str>) -> Response {
    error(400, code.unwrap_or("rest_invalid_param"), "Invalid parameter(s).")
}

pub(super) fn error(status: u16, code: &str, message: &str) -> Response {
    Response::json(
        status,
        &json!({ "code": code, "message": message, "data": { "status": status } }),
    )
}

/// A parameter that the shop does not take, with the reason under its name.
pub(super) fn invalid_parameter(name: &str, reason: &str) -> Response {
    Response::json(
        400,
        &json!({
            "code": "rest_invalid_param",
            "message": format!("Invalid parameter(s): {name}"),
            "data": { "status": 400, "params": { name: reason }, "details": { name: {
                "code": "rest_invalid_param", "message": reason, "data": null } } },
        }),
    )
}

pub(super) fn invalid_id() -> Response {
    error(400, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
}

pub(super) fn invalid_json() -> Response {
    error(400, "rest_invalid_json", "Invalid JSON body passed.")
}

pub(super) fn no_route() -> Response {
    let message = "No route was found matching the URL and request method.";
    error(404, "rest_no_route", message)
}

/// Returns the answer, reduced to the fields that `_fields` names; a dot leads into an object.
pub(super) fn trimmed(status: u16, mut body: Value, request: &Request) -> Response {
    if let Some(fields) = request.parameter("_fields").filter(|fields| !fields.is_empty()) {
        let wanted: Vec<&str> = fields.split(',').map(str::trim).collect();
        match &mut body {
            Value::Array(rows) => rows.iter_mut().for_each(|row| keep_only(row, &wanted)),
            row => keep_only(row, &wanted),
        }
    }
    Response::json(status, &body)
}

fn keep_only(row: &mut Value, wanted: &[&str]) {
    let Some(row) = row.as_object_mut() else { return };
    row.retain(|field, value| {
        let below: Vec<&str> = wanted
            .iter()
            .filter_map(|path| path.strip_prefix(field.as_str())?.strip_prefix('.'))
            .collect();
        let is_whole = wanted.contains(&field.as_str());
        if !is_whole && !below.is_empty() {
            keep_only(value, &below);
        }
        is_whole || !below.is_empty()
    });
}
