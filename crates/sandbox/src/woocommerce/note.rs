//! The notes of an order: the shop's own, and those that are written over the API.
//!
//! A note must never modify its order.

use serde_json::json;

use super::answer::{error, invalid_json};
use super::order::ShopOrder;
use super::time::{gmt, local, seconds};
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn};

/// Answers `GET orders/ID/notes`, the newest first.
pub(super) fn list(turn: &Turn, order: &ShopOrder) -> Outcome<Response> {
    let sql = "SELECT id, author, note, for_customer, created_at FROM shop_note
        WHERE order_id = ?1 AND visible_at <= ?2 ORDER BY id DESC";
    let notes = turn.all(sql, (order.id, turn.now), |row| {
        let created_at: i64 = row.get(4)?;
        Ok(json!({
            "id": row.get::<_, i64>(0)?,
            "author": row.get::<_, String>(1)?,
            "date_created": local(Some(created_at)),
            "date_created_gmt": gmt(Some(created_at)),
            "note": row.get::<_, String>(2)?,
            "customer_note": row.get::<_, bool>(3)?,
        }))
    })?;
    Ok(Response::json(200, &notes))
}

/// Answers `POST orders/ID/notes`. Adding a note does not modify the order.
pub(super) fn add(turn: &Turn, request: &Request, order: &ShopOrder) -> Outcome<Response> {
    let Some(body) = request.json() else { return Ok(invalid_json()) };
    let Some(note) = body["note"].as_str() else {
        return Ok(error(400, "rest_missing_callback_param", "Missing parameter(s): note"));
    };
    let for_customer = body["customer_note"].as_bool().unwrap_or(false);
    let id = write_note(turn, order.id, "system", note, for_customer)?;
    let now = seconds(turn);
    let written = json!({
        "id": id, "author": "system", "date_created": local(Some(now)),
        "date_created_gmt": gmt(Some(now)), "note": note, "customer_note": for_customer,
    });
    Ok(Response::json(201, &written))
}

/// Writes a note and returns its id.
pub(super) fn write_note(
    turn: &Turn,
    order: i64,
    author: &str,
    note: &str,
    for_customer: bool,
) -> Outcome<i64> {
    turn.run(
        "INSERT INTO shop_note (order_id, author, note, for_customer, created_at, visible_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (order, author, note, for_customer, seconds(turn), turn.visible_at()),
    )?;
    Ok(turn.db.last_insert_rowid())
}
