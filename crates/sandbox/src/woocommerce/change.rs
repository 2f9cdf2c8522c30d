//! Requests that make an order or change it.
//!
//! The gateway runs inside the request; its failure must never show in the HTTP status, only in the
//! order's.

use serde_json::Value;

use super::answer::{invalid_id, invalid_json, invalid_parameter};
use super::order::{NewLine, NewOrder, STATUSES, find, find_real, insert, store_meta, touch};
use super::shown;
use super::status::change_status;
use crate::amount;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn};

/// Answers `POST orders`. The shop of the sandbox calculates no VAT of its own: it takes the lines'
/// `total` and `total_tax` as they are sent.
pub(super) fn create(turn: &Turn, request: &Request) -> Outcome<Response> {
    let Some(body) = request.json().filter(Value::is_object) else { return Ok(invalid_json()) };
    let status = body["status"].as_str().unwrap_or("pending");
    if !STATUSES.contains(&status) {
        return Ok(unknown_status());
    }
    let mut lines = Vec::new();
    for (list, kind, name) in [
        ("line_items", "line_item", "name"),
        ("shipping_lines", "shipping", "method_title"),
        ("fee_lines", "fee", "name"),
    ] {
        for line in body[list].as_array().into_iter().flatten() {
            let money = |field: &str| match &line[field] {
                Value::Null => Some(0),
                value => amount::parse(value.as_str()?, 2),
            };
            let (Some(net_minor), Some(tax_minor)) = (money("total"), money("total_tax")) else {
                return Ok(invalid_parameter(
                    list,
                    &format!("{list}[0][total] is not of type string."),
                ));
            };
            lines.push(NewLine {
                kind,
                name: line[name].as_str().unwrap_or_default().to_owned(),
                quantity: line["quantity"].as_i64().unwrap_or(1),
                net_minor,
                tax_minor,
            });
        }
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let paid = body["set_paid"].as_bool().unwrap_or(false);
    let new = NewOrder {
        status: if paid && status == "pending" { "processing" } else { status },
        currency: body["currency"].as_str().unwrap_or("NOK"),
        payment_method: &text(&body["payment_method"]),
        payment_title: &text(&body["payment_method_title"]),
        transaction_id: &text(&body["transaction_id"]),
        first_name: &text(&body["billing"]["first_name"]),
        last_name: &text(&body["billing"]["last_name"]),
        company: &text(&body["billing"]["company"]),
        email: &text(&body["billing"]["email"]),
        phone: &text(&body["billing"]["phone"]),
        created_via: "rest-api",
        paid,
        lines: &lines,
    };
    let (id, _) = insert(turn, &new)?;
    store_meta(turn, "order", id, &body)?;
    match find(turn, id)? {
        Some(order) => Ok(Response::json(201, &shown::order(turn, &order)?)),
        None => Ok(invalid_id()),
    }
}

/// Answers `PUT orders/ID`: status, transaction id and meta data can be changed.
pub(super) fn update(turn: &Turn, request: &Request, id: i64) -> Outcome<Response> {
    let Some(body) = request.json().filter(Value::is_object) else { return Ok(invalid_json()) };
    let Some(order) = find_real(turn, id)? else { return Ok(invalid_id()) };
    let status = body["status"].as_str();
    if body["status"].is_string() && !STATUSES.contains(&status.unwrap_or_default()) {
        return Ok(unknown_status());
    }
    if let Some(transaction_id) = body["transaction_id"].as_str() {
        touch(turn, id)?;
        turn.run("UPDATE shop_order SET transaction_id = ?2 WHERE id = ?1", (id, transaction_id))?;
    }
    if body["meta_data"].is_array() {
        touch(turn, id)?;
        store_meta(turn, "order", id, &body)?;
    }
    if let Some(status) = status {
        change_status(turn, &order, status)?;
    }
    match find_real(turn, id)? {
        Some(order) => Ok(Response::json(200, &shown::order(turn, &order)?)),
        None => Ok(invalid_id()),
    }
}

fn unknown_status() -> Response {
    invalid_parameter("status", &format!("status is not one of {}.", STATUSES.join(", ")))
}
