//! The shop's orders: reading, creating, changing, and their notes.
//!
//! A change of status runs the gateway inside the request; its failure must never show in the HTTP
//! status, only in the order's.

use rusqlite::Row;
use serde_json::{Value, json};

use super::{error, gateway, gmt, invalid_id, invalid_json, invalid_parameter, local, seconds};
use crate::amount;
use crate::brand::Brand;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn, moment};

/// The statuses an order can be given.
pub(super) const STATUSES: [&str; 8] = [
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
];

/// An order as reads show it.
#[derive(Debug, Clone)]
pub(crate) struct ShopOrder {
    pub id: i64,
    pub number: String,
    pub status: String,
    pub currency: String,
    pub total_minor: i64,
    pub tax_minor: i64,
    pub payment_method: String,
    pub payment_title: String,
    pub transaction_id: String,
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub created_via: String,
    pub created_at: i64,
    pub modified_at: i64,
    pub paid_at: Option<i64>,
    pub completed_at: Option<i64>,
}

/// One line of an order that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewLine {
    /// `line_item`, `shipping` or `fee`.
    pub kind: &'static str,
    pub name: String,
    pub quantity: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
}

/// An order that is to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewOrder<'a> {
    pub status: &'a str,
    pub currency: &'a str,
    pub payment_method: &'a str,
    pub payment_title: &'a str,
    pub transaction_id: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub company: &'a str,
    pub email: &'a str,
    pub phone: &'a str,
    pub created_via: &'a str,
    pub paid: bool,
    pub lines: &'a [NewLine],
}

/// The query for orders as reads show them at the moment `?1`.
pub(super) const VISIBLE: &str =
    "SELECT id, number, CASE WHEN lag_until > ?1 THEN lag_status ELSE status END AS status,
        currency, total_minor, tax_minor, payment_method, payment_title, transaction_id,
        first_name, last_name, email, created_via, created_at,
        CASE WHEN lag_until > ?1 THEN lag_modified_at ELSE modified_at END AS modified_at, paid_at,
        CASE WHEN lag_until > ?1 THEN lag_completed_at ELSE completed_at END AS completed_at,
        company, phone
    FROM shop_order";

/// Reads a row of [`VISIBLE`].
pub(super) fn from_row(row: &Row) -> rusqlite::Result<ShopOrder> {
    Ok(ShopOrder {
        id: row.get(0)?,
        number: row.get(1)?,
        status: row.get(2)?,
        currency: row.get(3)?,
        total_minor: row.get(4)?,
        tax_minor: row.get(5)?,
        payment_method: row.get(6)?,
        payment_title: row.get(7)?,
        transaction_id: row.get(8)?,
        first_name: row.get(9)?,
        last_name: row.get(10)?,
        email: row.get(11)?,
        created_via: row.get(12)?,
        created_at: row.get(13)?,
        modified_at: row.get(14)?,
        paid_at: row.get(15)?,
        completed_at: row.get(16)?,
        company: row.get(17)?,
        phone: row.get(18)?,
    })
}

/// Returns the order as reads show it.
pub(super) fn find(turn: &Turn, id: i64) -> Outcome<Option<ShopOrder>> {
    find_at(turn, id, turn.now)
}

/// Returns the order as it really is, for changes.
fn find_real(turn: &Turn, id: i64) -> Outcome<Option<ShopOrder>> {
    find_at(turn, id, i64::MAX)
}

fn find_at(turn: &Turn, id: i64, now: i64) -> Outcome<Option<ShopOrder>> {
    Ok(turn.first(&format!("{VISIBLE} WHERE id = ?2"), (now, id), from_row)?)
}

/// Returns the order as JSON.
pub(super) fn render(turn: &Turn, order: &ShopOrder) -> Outcome<Value> {
    let (mut products, mut shipping, mut fees) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, line) in lines(turn, order.id)? {
        match kind.as_str() {
            "line_item" => products.push(line),
            "shipping" => shipping.push(line),
            _ => fees.push(line),
        }
    }
    let refunds = turn.all(
        "SELECT id, reason, amount_minor, odd_e4 FROM shop_refund
            WHERE order_id = ?1 AND visible_at <= ?2 ORDER BY id DESC",
        (order.id, turn.now),
        |row| {
            Ok(json!({
                "id": row.get::<_, i64>(0)?,
                "reason": row.get::<_, String>(1)?,
                "total": super::refund::total_text(row.get(2)?, row.get(3)?),
            }))
        },
    )?;
    Ok(json!({
        "id": order.id,
        "parent_id": 0,
        "number": order.number,
        "order_key": format!("wc_order_{:012x}", crate::chance::mix(order.id.unsigned_abs()) >> 16),
        "created_via": order.created_via,
        "version": "7.9.0",
        "status": order.status,
        "currency": order.currency,
        "date_created": local(Some(order.created_at)),
        "date_created_gmt": gmt(Some(order.created_at)),
        "date_modified": local(Some(order.modified_at)),
        "date_modified_gmt": gmt(Some(order.modified_at)),
        "date_paid": local(order.paid_at),
        "date_paid_gmt": gmt(order.paid_at),
        "date_completed": local(order.completed_at),
        "date_completed_gmt": gmt(order.completed_at),
        "total": amount::minor_text(order.total_minor),
        "total_tax": amount::minor_text(order.tax_minor),
        "prices_include_tax": true,
        "customer_id": 0,
        "customer_note": "",
        "billing": {
            "first_name": order.first_name, "last_name": order.last_name,
            "company": order.company, "country": "NO", "email": order.email, "phone": order.phone,
        },
        "payment_method": order.payment_method,
        "payment_method_title": order.payment_title,
        "transaction_id": order.transaction_id,
        "line_items": products,
        "shipping_lines": shipping,
        "fee_lines": fees,
        "coupon_lines": [],
        "refunds": refunds,
        "meta_data": meta(turn, "order", order.id)?,
    }))
}

/// Returns an order's lines with their kinds.
fn lines(turn: &Turn, order: i64) -> Outcome<Vec<(String, Value)>> {
    let sql = "SELECT id, kind, name, quantity, net_minor, tax_minor FROM shop_line
        WHERE order_id = ?1 ORDER BY id";
    Ok(turn.all(sql, [order], |row| {
        let (id, kind): (i64, String) = (row.get(0)?, row.get(1)?);
        let (name, tax_minor): (String, i64) = (row.get(2)?, row.get(5)?);
        let tax = amount::minor_text(tax_minor);
        let mut line = json!({
            "id": id, "total": amount::minor_text(row.get(4)?), "total_tax": tax,
            "taxes": [{ "id": 1, "total": tax }], "meta_data": [],
        });
        match kind.as_str() {
            "shipping" => line["method_title"] = name.into(),
            _ => line["name"] = name.into(),
        }
        if kind == "line_item" {
            line["quantity"] = row.get::<_, i64>(3)?.into();
            line["product_id"] = (100 + id % 40).into();
            line["subtotal"] = line["total"].clone();
            line["subtotal_tax"] = line["total_tax"].clone();
        }
        Ok((kind, line))
    })?)
}

/// Returns the meta data of an order or refund.
pub(super) fn meta(turn: &Turn, owner: &str, id: i64) -> Outcome<Vec<Value>> {
    let sql = "SELECT id, key, value FROM shop_meta WHERE owner = ?1 AND owner_id = ?2 ORDER BY id";
    Ok(turn.all(sql, (owner, id), |row| {
        let value: String = row.get(2)?;
        let value = serde_json::from_str::<Value>(&value).unwrap_or(Value::String(value));
        Ok(json!({ "id": row.get::<_, i64>(0)?, "key": row.get::<_, String>(1)?, "value": value }))
    })?)
}

/// Stores the meta data of a request; a known key is overwritten, as WooCommerce does.
pub(crate) fn store_meta(turn: &Turn, owner: &str, id: i64, body: &Value) -> Outcome<()> {
    for entry in body["meta_data"].as_array().into_iter().flatten() {
        let Some(key) = entry["key"].as_str() else { continue };
        let value = entry["value"].to_string();
        let changed = turn.run(
            "UPDATE shop_meta SET value = ?4 WHERE owner = ?1 AND owner_id = ?2 AND key = ?3",
            (owner, id, key, &value),
        )?;
        if changed == 0 {
            turn.run(
                "INSERT INTO shop_meta (owner, owner_id, key, value) VALUES (?1, ?2, ?3, ?4)",
                (owner, id, key, value),
            )?;
        }
    }
    Ok(())
}

/// Makes an order and returns its id. The id and the number that people see differ.
pub(crate) fn insert(turn: &Turn, new: &NewOrder) -> Outcome<(i64, String)> {
    let number = turn.next("shop")?;
    let id = number + 4000;
    let now = seconds(turn);
    let tax_minor: i64 = new.lines.iter().map(|line| line.tax_minor).sum();
    let net_minor: i64 = new.lines.iter().map(|line| line.net_minor).sum();
    turn.run(
        "INSERT INTO shop_order (id, number, status, currency, total_minor, tax_minor,
            payment_method, payment_title, transaction_id, first_name, last_name, email,
            created_via, created_at, modified_at, paid_at, company, phone)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?16, ?17)",
        rusqlite::params![
            id,
            number.to_string(),
            new.status,
            new.currency,
            net_minor + tax_minor,
            tax_minor,
            new.payment_method,
            new.payment_title,
            new.transaction_id,
            new.first_name,
            new.last_name,
            new.email,
            new.created_via,
            now,
            new.paid.then_some(now),
            new.company,
            new.phone,
        ],
    )?;
    for line in new.lines {
        turn.run(
            "INSERT INTO shop_line (order_id, kind, name, quantity, net_minor, tax_minor)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (id, line.kind, &line.name, line.quantity, line.net_minor, line.tax_minor),
        )?;
    }
    Ok((id, number.to_string()))
}

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
        Some(order) => Ok(Response::json(201, &render(turn, &order)?)),
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
        Some(order) => Ok(Response::json(200, &render(turn, &order)?)),
        None => Ok(invalid_id()),
    }
}

/// Marks the order as modified now, and keeps what it was for reads that lag.
pub(crate) fn touch(turn: &Turn, id: i64) -> Outcome<()> {
    if turn.lag_ms > 0 {
        turn.run(
            "UPDATE shop_order SET
                lag_status = CASE WHEN lag_until > ?2 THEN lag_status ELSE status END,
                lag_modified_at = CASE WHEN lag_until > ?2 THEN lag_modified_at ELSE modified_at END,
                lag_completed_at =
                    CASE WHEN lag_until > ?2 THEN lag_completed_at ELSE completed_at END,
                lag_until = ?3
                WHERE id = ?1",
            (id, turn.now, turn.visible_at()),
        )?;
    }
    turn.run("UPDATE shop_order SET modified_at = ?2 WHERE id = ?1", (id, seconds(turn)))?;
    Ok(())
}

/// Gives the order a status, with all that hangs on it, also what its payment plug-in does. The status
/// it has already is no change.
pub(crate) fn change_status(turn: &Turn, order: &ShopOrder, status: &str) -> Outcome<()> {
    if order.status == status {
        return Ok(());
    }
    write_status(turn, order, status)?;
    if let Err(reason) = gateway::follow(turn, order, status)? {
        if status == "completed" {
            turn.run("UPDATE shop_order SET status = 'on-hold' WHERE id = ?1", [order.id])?;
        }
        write_note(turn, order.id, "WooCommerce", &reason, false)?;
    }
    Ok(())
}

/// Gives the order a status in the shop's own books.
fn write_status(turn: &Turn, order: &ShopOrder, status: &str) -> Outcome<()> {
    touch(turn, order.id)?;
    let now = seconds(turn);
    turn.run("UPDATE shop_order SET status = ?2 WHERE id = ?1", (order.id, status))?;
    let text = format!("Order status changed from {} to {status}.", order.status);
    write_note(turn, order.id, "WooCommerce", &text, false)?;
    match status {
        "completed" => {
            turn.run(
                "UPDATE shop_order SET completed_at = ?2, paid_at = coalesce(paid_at, ?2)
                    WHERE id = ?1",
                (order.id, now),
            )?;
        }
        "refunded" => {
            let rest_minor = order.total_minor - super::refund::refunded_minor(turn, order.id)?;
            if rest_minor > 0 {
                // The books say refunded; whether the customer gets anything is the plug-in's matter.
                super::refund::record(turn, order.id, rest_minor, "Order fully refunded.", false)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Gives an order a status by its id, for people in the shop.
pub(crate) fn set_status(turn: &Turn, id: i64, status: &str) -> Outcome<()> {
    match find_real(turn, id)? {
        Some(order) => change_status(turn, &order, status),
        None => Ok(()),
    }
}

/// Gives an order a status that its plug-in does not follow, for the people of the seed: what the plug-in
/// did is told by their story.
pub(crate) fn tell_status(turn: &Turn, id: i64, status: &str) -> Outcome<()> {
    match find_real(turn, id)? {
        Some(order) if order.status != status => write_status(turn, &order, status),
        Some(_) | None => Ok(()),
    }
}

/// Records a refund that was paid back elsewhere, for the people of the seed.
pub(crate) fn record_refund(turn: &Turn, id: i64, amount_minor: i64) -> Outcome<()> {
    record_odd_refund(turn, id, amount_minor, 0, false)
}

/// Records a refund, which may have more decimals than the currency.
pub(crate) fn record_odd_refund(
    turn: &Turn,
    id: i64,
    amount_minor: i64,
    odd_e4: i64,
    paid_back: bool,
) -> Outcome<()> {
    let refund = super::refund::record(turn, id, amount_minor, "Retur", paid_back)?;
    turn.run("UPDATE shop_refund SET odd_e4 = ?2 WHERE id = ?1", [refund, odd_e4])?;
    touch(turn, id)
}

/// The field of an order's `meta_data` that holds an organisation number: a *guess*, WooCommerce has
/// none of its own and each plug-in calls it otherwise.
pub(crate) const ORGANISATION_META: &str = "_billing_organisation_number";

/// Lets the order name a payment, as the provider's plug-in does.
pub(crate) fn name_payment(turn: &Turn, id: i64, brand: Brand, reference: &str) -> Outcome<()> {
    let meta = brand.meta(reference, &moment(turn.now).to_string());
    store_meta(turn, "order", id, &json!({ "meta_data": meta }))?;
    touch(turn, id)?;
    turn.run("UPDATE shop_order SET transaction_id = ?2 WHERE id = ?1", (id, reference))?;
    Ok(())
}

/// Notes that the customer has paid: an order that waited for it is processed.
pub(crate) fn paid(turn: &Turn, id: i64) -> Outcome<()> {
    turn.run(
        "UPDATE shop_order SET paid_at = coalesce(paid_at, ?2),
            status = iif(status = 'pending', 'processing', status) WHERE id = ?1",
        (id, seconds(turn)),
    )?;
    touch(turn, id)
}

/// Answers `GET orders/ID/notes`, the newest first.
pub(super) fn notes(turn: &Turn, order: &ShopOrder) -> Outcome<Response> {
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
pub(super) fn add_note(turn: &Turn, request: &Request, order: &ShopOrder) -> Outcome<Response> {
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

fn unknown_status() -> Response {
    invalid_parameter("status", &format!("status is not one of {}.", STATUSES.join(", ")))
}
