//! An order as the shop shows it.
//!
//! A read that lags shows what was; nothing is changed here.

use serde_json::{Value, json};

use super::order::{ShopOrder, meta};
use super::refunded::total_text;
use super::time::{gmt, local};
use crate::amount;
use crate::world::{Outcome, Turn};

/// Returns the order as JSON.
pub(super) fn order(turn: &Turn, order: &ShopOrder) -> Outcome<Value> {
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
                "total": total_text(row.get(2)?, row.get(3)?),
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
