//! The shop's orders as it keeps them: found, made, and marked as changed.
//!
//! A status must never be changed here: more hangs on it.

use rusqlite::Row;
use serde_json::{Value, json};

use super::time::seconds;
use crate::brand::Brand;
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
pub(super) fn find_real(turn: &Turn, id: i64) -> Outcome<Option<ShopOrder>> {
    find_at(turn, id, i64::MAX)
}

fn find_at(turn: &Turn, id: i64, now: i64) -> Outcome<Option<ShopOrder>> {
    Ok(turn.first(&format!("{VISIBLE} WHERE id = ?2"), (now, id), from_row)?)
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
