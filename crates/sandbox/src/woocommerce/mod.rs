//! The shop: WooCommerce's REST API v3, as observed on version 7.9.0.
//!
//! It knows no idempotency: the same POST twice is two refunds. It must never protect a client from
//! that, and a status change must never answer anything but what the real shop answers.

mod answer;
mod change;
mod gateway;
mod list;
mod note;
pub(super) mod order;
mod refund;
pub(super) mod refunded;
pub mod settings;
mod shown;
pub(super) mod status;
#[cfg(test)]
mod tests;
mod time;

use super::exchange::{Request, Response};
use super::world::{Outcome, Turn};
use answer::{ROOT, error, invalid_id, no_route, trimmed};

pub(crate) use answer::{broken, in_progress, refused, too_many};
pub use gateway::PLUG_IN_PROFILES;

/// The key's public half.
pub const CONSUMER_KEY: &str = "ck_6c1f0e8b52d94a7e93b0c2d417a5e8f6b9d3c001";
/// The key's secret half.
pub const CONSUMER_SECRET: &str = "cs_b7e2a4d9108c4f6fa35d7e91c06b28f4d5a1e002";

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
        ("POST", ["orders"], _) => change::create(turn, request),
        ("GET", ["orders", _], Some(id)) => match order::find(turn, id)? {
            Some(order) => Ok(trimmed(200, shown::order(turn, &order)?, request)),
            None => Ok(invalid_id()),
        },
        ("PUT" | "POST" | "PATCH", ["orders", _], Some(id)) => change::update(turn, request, id),
        (method, ["orders", _, rest @ ..], Some(id)) => match order::find(turn, id)? {
            None => Ok(invalid_id()),
            Some(order) => match (method, rest) {
                ("GET", ["notes"]) => note::list(turn, &order),
                ("POST", ["notes"]) => note::add(turn, request, &order),
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
