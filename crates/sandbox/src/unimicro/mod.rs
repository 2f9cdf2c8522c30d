//! The ERP system: Unimicro's business API as far as auto-capture needs it.
//!
//! It must keep the real one's traps: unknown query keys and bad filters are ignored, `UpdatedAt` is
//! null on rows never updated, `CreditedAmountCurrency` is always 0, errors come in many shapes.

mod answer;
pub(super) mod document;
mod entity;
mod filter;
mod pay;
mod query;

pub(crate) use answer::{already_done, broken, in_progress, refused, too_many};
pub(super) use pay::{Payer, pay_by_hand};

#[cfg(test)]
mod tests;

use serde_json::json;

use super::exchange::{Request, Response};
use super::identity;
use super::world::{Outcome, Turn};
use answer::not_found;
use entity::ORDERS;

/// The company's key, a guid.
pub const COMPANY_KEY: &str = "b1a9c0de-5f1d-4c0a-9a7b-6d2f8e3c4a51";
/// The company's name.
pub const COMPANY_NAME: &str = "Fjordglimt Keramikk AS";
/// A ready access token that never ends, beside those of the identity server.
pub const TOKEN: &str = "sandbox-uni-token-2f8d61c7a9";

/// The longest text a reference field takes.
const REFERENCE_LENGTH_MAX: usize = 255;

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    if let Some(path) = path.strip_prefix(identity::PREFIX).filter(|_| is_sign_in(path)) {
        return identity::handle(turn, request, path);
    }
    if path == "/api/endpoints" && request.method == "GET" {
        return Ok(identity::endpoints(request));
    }
    let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    if !token.is_some_and(|token| token == TOKEN || identity::accepts(turn, request, token)) {
        let message = "Authorization has been denied for this request.";
        return Ok(Response::json(401, &json!({ "Message": message })));
    }
    if path == "/api/init/companies" && request.method == "GET" {
        return Ok(companies());
    }
    if request.header("companykey") != Some(COMPANY_KEY) {
        let message = "The user has no access to this company.";
        return Ok(Response::json(403, &json!({ "message": message })));
    }
    if request.parameter("filter") == Some("") {
        // "Causes problem on backend", says the vendor's own client.
        return Ok(Response::json(500, &json!({ "Message": "An error has occurred." })));
    }
    let Some(route) = path.strip_prefix("/api/biz/") else { return Ok(not_found()) };
    let (route, id) = match route.split_once('/') {
        None => (route, None),
        Some((route, id)) => match id.parse::<i64>() {
            Ok(id) => (route, Some(id)),
            Err(_) => return Ok(not_found()),
        },
    };
    let action = request.parameter("action").map(str::to_ascii_lowercase);
    match (request.method.as_str(), route, id, action.as_deref()) {
        ("GET", "users", None, Some("current-session")) => Ok(session()),
        ("GET", "invoices", Some(id), Some("get-payments")) => pay::payments(turn, id),
        ("PUT", "invoices", Some(id), Some("payinvoice")) => pay::pay(turn, request, id),
        ("PUT", "orders", Some(id), None) => change_order(turn, request, id),
        ("GET", _, _, None) => read(turn, request, route, id),
        _ => Ok(not_found()),
    }
}

/// Returns whether the path is a sign-in, which is no call of its own.
pub(super) fn is_sign_in(path: &str) -> bool {
    path.strip_prefix(identity::PREFIX).is_some_and(|rest| rest.starts_with('/'))
}

fn companies() -> Response {
    Response::json(
        200,
        &json!([{
            "ID": 41, "Key": COMPANY_KEY, "Name": COMPANY_NAME, "OrganizationNumber": "999888777",
            "IsTest": true, "StatusCode": 30001,
        }]),
    )
}

fn session() -> Response {
    Response::json(
        200,
        &json!({
            "ID": 7, "UserName": "uniac", "DisplayName": "uniac", "Email": "uniac@example.com",
            "GlobalIdentity": "3f1d6c1e-54b0-4a52-8c4e-0a1b2c3d4e5f", "StatusCode": 110_001,
        }),
    )
}

fn read(turn: &Turn, request: &Request, route: &str, id: Option<i64>) -> Outcome<Response> {
    let Some(entity) = entity::by_route(route) else { return Ok(not_found()) };
    Ok(match id {
        None => Response::json(200, &query::collection(turn, entity, request)?),
        Some(id) => match query::record(turn, entity, request, id)? {
            Some(row) => Response::json(200, &row),
            None => not_found(),
        },
    })
}

/// Answers `PUT orders/ID`: the one field that can be changed here is the reference. What a body
/// leaves out stays, as with children in the real system.
fn change_order(turn: &Turn, request: &Request, id: i64) -> Outcome<Response> {
    let Some(mut body) = request.json().filter(serde_json::Value::is_object) else {
        return Ok(Response::json(400, &"The request is invalid."));
    };
    if query::record(turn, &ORDERS, request, id)?.is_none() {
        return Ok(not_found());
    }
    if let Some(requisition) = body.get("Requisition").and_then(|value| value.as_str()) {
        if requisition.chars().count() > REFERENCE_LENGTH_MAX {
            body["_validationResults"] = json!({ "Requisition": [{
                "Message": "Feltet er for langt", "EntityType": "CustomerOrder", "EntityID": id,
                "PropertyName": "Requisition", "Level": 30, "ID": 0,
            }] });
            return Ok(Response::json(400, &body));
        }
        turn.run(
            "UPDATE uni_order SET requisition = ?2, updated_at = ?3 WHERE id = ?1",
            (id, requisition, turn.now),
        )?;
    }
    read(turn, request, "orders", Some(id))
}
