//! Requests that refund an order, and that read and delete its refunds.
//!
//! A refusal must leave no record behind, and two equal requests must always make two refunds.

use serde_json::{Value, json};

use super::answer::{error, invalid_json};
use super::order::{self, ShopOrder};
use super::refunded::{record, refunded_minor};
use super::time::{gmt, local};
use super::{gateway, status};
use crate::amount;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn};

/// Answers `POST orders/ID/refunds`. By default the customer is paid back, too.
pub(super) fn create(turn: &Turn, request: &Request, order: &ShopOrder) -> Outcome<Response> {
    let Some(body) = request.json().filter(Value::is_object) else { return Ok(invalid_json()) };
    let Some(amount_minor) = body["amount"].as_str().and_then(|text| amount::parse(text, 2)) else {
        return Ok(refused("Invalid refund amount."));
    };
    if amount_minor < 0 {
        let message = "Refund amount must be greater than zero.";
        return Ok(error(400, "woocommerce_rest_invalid_order_refund", message));
    }
    let before_minor = refunded_minor(turn, order.id)?;
    if amount_minor > order.total_minor - before_minor {
        return Ok(refused("Invalid refund amount."));
    }
    let pays = body["api_refund"].as_bool().unwrap_or(true);
    if pays && let Err(reason) = gateway::refund(turn, order, amount_minor)? {
        return Ok(refused(&reason));
    }
    let reason = body["reason"].as_str().unwrap_or_default();
    let id = record(turn, order.id, amount_minor, reason, pays)?;
    order::store_meta(turn, "refund", id, &body)?;
    order::touch(turn, order.id)?;
    if before_minor + amount_minor == order.total_minor {
        status::set_status(turn, order.id, "refunded")?;
    }
    match find(turn, order.id, id, true)? {
        Some(refund) => Ok(Response::json(201, &refund)),
        None => Ok(refused("Cannot create order refund, please try again.")),
    }
}

/// Answers `GET orders/ID/refunds`, the newest first.
pub(super) fn list(turn: &Turn, order: &ShopOrder) -> Outcome<Response> {
    let sql =
        "SELECT id FROM shop_refund WHERE order_id = ?1 AND visible_at <= ?2 ORDER BY id DESC";
    let ids = turn.all(sql, (order.id, turn.now), |row| row.get(0))?;
    let mut refunds = Vec::new();
    for id in ids {
        refunds.extend(find(turn, order.id, id, false)?);
    }
    Ok(Response::json(200, &refunds))
}

/// Answers `GET orders/ID/refunds/REFUND`.
pub(super) fn read(turn: &Turn, order: &ShopOrder, refund: &str) -> Outcome<Response> {
    match find(turn, order.id, refund.parse().unwrap_or(0), false)? {
        Some(refund) => Ok(Response::json(200, &refund)),
        None => Ok(unknown()),
    }
}

/// Answers `DELETE orders/ID/refunds/REFUND`: the record goes, no money comes back.
pub(super) fn delete(
    turn: &Turn,
    request: &Request,
    order: &ShopOrder,
    refund: &str,
) -> Outcome<Response> {
    let id = refund.parse().unwrap_or(0);
    let Some(body) = find(turn, order.id, id, true)? else { return Ok(unknown()) };
    if !matches!(request.parameter("force"), Some("true" | "1")) {
        let message = "Webhooks do not support trashing.".replace("Webhooks", "Refunds");
        return Ok(error(501, "woocommerce_rest_trash_not_supported", &message));
    }
    turn.run("DELETE FROM shop_refund WHERE id = ?1", [id])?;
    order::touch(turn, order.id)?;
    Ok(Response::json(200, &body))
}

fn find(turn: &Turn, order: i64, id: i64, also_hidden: bool) -> Outcome<Option<Value>> {
    let found = turn.first(
        "SELECT amount_minor, reason, paid_back, created_at FROM shop_refund
            WHERE order_id = ?1 AND id = ?2 AND (?3 OR visible_at <= ?4)",
        (order, id, also_hidden, turn.now),
        |row| {
            let created_at: i64 = row.get(3)?;
            Ok(json!({
                "id": id,
                "date_created": local(Some(created_at)),
                "date_created_gmt": gmt(Some(created_at)),
                "amount": amount::minor_text(row.get(0)?),
                "reason": row.get::<_, String>(1)?,
                "refunded_by": 1,
                "refunded_payment": row.get::<_, bool>(2)?,
                "line_items": [],
            }))
        },
    )?;
    let Some(mut refund) = found else { return Ok(None) };
    refund["meta_data"] = order::meta(turn, "refund", id)?.into();
    Ok(Some(refund))
}

/// The one refusal for everything: above what is left, the provider said no, the provider is down.
/// `data` is a number here and nowhere else.
pub(super) fn refused(message: &str) -> Response {
    let code = "woocommerce_rest_cannot_create_order_refund";
    Response::json(500, &json!({ "code": code, "message": message, "data": 500 }))
}

fn unknown() -> Response {
    error(404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.")
}
