//! The shop: WooCommerce's REST API v3, as observed on version 7.9.0.
//!
//! It knows no idempotency: the same POST twice is two refunds. It must never protect a client from
//! that, and a status change must never answer anything but what the real shop answers.

mod gateway;
mod list;
pub(super) mod order;
mod refund;
pub mod settings;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::exchange::{Request, Response};
use super::world::{Outcome, Turn, moment};

/// The key's public half.
pub const CONSUMER_KEY: &str = "ck_6c1f0e8b52d94a7e93b0c2d417a5e8f6b9d3c001";
/// The key's secret half.
pub const CONSUMER_SECRET: &str = "cs_b7e2a4d9108c4f6fa35d7e91c06b28f4d5a1e002";

/// Where the API is, under the shop's address.
const ROOT: &str = "/wp-json/wc/v3/";

/// How far the shop's own clock is ahead of UTC. It is not UTC, so that a client that mixes up
/// `date_created` with `date_created_gmt`, or forgets `dates_are_gmt`, shows it.
const ZONE_MS: i64 = 3_600_000;

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    let Some(route) = path.strip_prefix(ROOT) else { return Ok(no_route()) };
    if !is_allowed(request) {
        let message = "Sorry, you cannot list resources.";
        return Ok(error(401, "woocommerce_rest_cannot_view", message));
    }
    let parts: Vec<&str> = route.trim_end_matches('/').split('/').collect();
    let id = parts.get(1).and_then(|text| text.parse::<i64>().ok());
    match (request.method.as_str(), parts.as_slice(), id) {
        ("GET", ["payment_gateways"], _) => settings::gateways(turn, request),
        ("GET", ["system_status"], _) => settings::status(turn, request),
        ("GET", ["orders"], _) => list::orders(turn, request),
        ("POST", ["orders"], _) => order::create(turn, request),
        ("GET", ["orders", _], Some(id)) => match order::find(turn, id)? {
            Some(order) => Ok(trimmed(200, order::render(turn, &order)?, request)),
            None => Ok(invalid_id()),
        },
        ("PUT" | "POST" | "PATCH", ["orders", _], Some(id)) => order::update(turn, request, id),
        (method, ["orders", _, rest @ ..], Some(id)) => match order::find(turn, id)? {
            None => Ok(invalid_id()),
            Some(order) => match (method, rest) {
                ("GET", ["notes"]) => order::notes(turn, &order),
                ("POST", ["notes"]) => order::add_note(turn, request, &order),
                ("GET", ["refunds"]) => refund::list(turn, &order),
                ("POST", ["refunds"]) => refund::create(turn, request, &order),
                ("GET", ["refunds", refund]) => refund::read(turn, &order, refund),
                ("DELETE", ["refunds", refund]) => refund::delete(turn, request, &order, refund),
                _ => Ok(no_route()),
            },
        },
        _ => Ok(no_route()),
    }
}

/// The answer to a failure inside the shop.
pub(super) fn broken() -> Response {
    let message = "<p>There has been a critical error on this website.</p>";
    error(500, "internal_server_error", message)
}

/// The answer of a shop's host that is asked too often; WooCommerce itself has no limit.
pub(super) fn too_many(seconds: i64) -> Response {
    error(429, "too_many_requests", "Too many requests.").with("retry-after", seconds)
}

/// The answer to a change of an order that another request is changing. WooCommerce itself has no
/// such answer; it is worded as its others are.
pub(super) fn in_progress() -> Response {
    error(409, "woocommerce_rest_order_locked", "The order is being changed.")
}

/// The answer to a change that cannot be.
pub(super) fn refused(code: Option<&str>) -> Response {
    error(400, code.unwrap_or("rest_invalid_param"), "Invalid parameter(s).")
}

/// The answer to a change that is in place already. Only for a refund is WooCommerce's own known.
pub(super) fn already_done(path: &str) -> Response {
    if path.ends_with("/refunds") {
        return refund::refused("Invalid refund amount.");
    }
    error(409, "woocommerce_rest_already_done", "The change was made before.")
}

/// Returns whether the request carries the key, over what the shop takes for HTTPS: on plain HTTP
/// it does not even look at Basic authentication.
fn is_allowed(request: &Request) -> bool {
    let expected = format!("Basic {}", base64(&format!("{CONSUMER_KEY}:{CONSUMER_SECRET}")));
    request.header("x-forwarded-proto") == Some("https")
        && request.header("authorization") == Some(&expected)
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for position in 0..4 {
            let digit = ALPHABET[(group >> (18 - 6 * position) & 63) as usize];
            encoded.push(if position > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    encoded
}

fn error(status: u16, code: &str, message: &str) -> Response {
    Response::json(
        status,
        &json!({ "code": code, "message": message, "data": { "status": status } }),
    )
}

/// A parameter that the shop does not take, with the reason under its name.
fn invalid_parameter(name: &str, reason: &str) -> Response {
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

fn invalid_id() -> Response {
    error(400, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
}

fn invalid_json() -> Response {
    error(400, "rest_invalid_json", "Invalid JSON body passed.")
}

fn no_route() -> Response {
    let message = "No route was found matching the URL and request method.";
    error(404, "rest_no_route", message)
}

/// Returns the answer, reduced to the fields that `_fields` names; a dot leads into an object.
fn trimmed(status: u16, mut body: Value, request: &Request) -> Response {
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

/// Returns a time as the shop stores it: in whole seconds.
fn seconds(turn: &Turn) -> i64 {
    turn.now / 1000 * 1000
}

/// Returns a time in UTC as the shop writes it: without a zone.
fn gmt(ms: Option<i64>) -> Value {
    ms.map_or(Value::Null, |ms| moment(ms).strftime("%Y-%m-%dT%H:%M:%S").to_string().into())
}

/// Returns a time by the shop's own clock, also without a zone.
fn local(ms: Option<i64>) -> Value {
    gmt(ms.map(|ms| ms + ZONE_MS))
}
