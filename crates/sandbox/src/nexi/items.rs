//! The order items of a request: what they must have, and that they add up to its amount.
//!
//! No sum may pass that is one øre off.

use serde_json::{Value, json};

use super::answer::{failure, invalid};
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Turn};

/// The longest reference or name of an item.
const TEXT_LENGTH_MAX: usize = 128;

/// The longest `myReference`.
const MY_REFERENCE_LENGTH_MAX: usize = 36;

/// What a request asks for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub amount_minor: i64,
    /// The items as they were sent, when there are any.
    pub items: Option<Value>,
    /// Whether what is left of the reservation is released.
    pub is_final: bool,
}

/// Returns what a request asks for.
///
/// # Errors
/// The answer to a request that is not well-formed, or whose sums do not agree.
pub(super) fn wanted(request: &Request) -> Result<Wanted, Response> {
    let body = request.json().filter(Value::is_object);
    let body = body.ok_or_else(|| invalid("body", "The body is not JSON"))?;
    let amount_minor = body["amount"]
        .as_i64()
        .filter(|minor| (0..=i64::from(i32::MAX)).contains(minor))
        .ok_or_else(|| invalid("amount", "The amount is a whole number of minor units"))?;
    if amount_minor == 0 {
        return Err(failure(402, "1002", "The amount is zero"));
    }
    if let Some(reference) = body["myReference"].as_str()
        && reference.len() > MY_REFERENCE_LENGTH_MAX
    {
        return Err(invalid("myReference", "The reference is longer than 36"));
    }
    let items = match &body["orderItems"] {
        Value::Null => None,
        Value::Array(rows) if rows.is_empty() => None,
        Value::Array(rows) => {
            if sum(rows)? != amount_minor {
                return Err(failure(402, "1005", "The amount is not the sum of the items"));
            }
            Some(body["orderItems"].clone())
        }
        _ => return Err(invalid("orderItems", "The items are a list")),
    };
    let is_final = body["finalCharge"].as_bool().unwrap_or(false);
    Ok(Wanted { amount_minor, items, is_final })
}

/// Returns the sum of the items with VAT.
fn sum(rows: &[Value]) -> Result<i64, Response> {
    let mut sum = 0_i64;
    for row in rows {
        for field in ["reference", "name", "unit"] {
            let text = row[field].as_str().unwrap_or_default();
            if !(1..=TEXT_LENGTH_MAX).contains(&text.chars().count()) {
                return Err(invalid(field, "The text has from 1 to 128 characters"));
            }
        }
        let number = |field: &str| {
            let value = row[field].as_i64();
            value.ok_or_else(|| invalid(field, "The field is a whole number"))
        };
        let (quantity, price) = (number("quantity")?, number("unitPrice")?);
        let (net, tax) = (number("netTotalAmount")?, number("taxAmount")?);
        let gross = number("grossTotalAmount")?;
        number("taxRate")?;
        if quantity.checked_mul(price) != Some(net) || net.checked_add(tax) != Some(gross) {
            return Err(failure(402, "1005", "An item's sums do not agree"));
        }
        sum = sum.saturating_add(gross);
    }
    Ok(sum)
}

/// Returns the items of the order that the payment is for, as the shop has sent them.
pub(super) fn of_order(turn: &Turn, reference: &str) -> Outcome<Value> {
    let rows = turn.all(
        "SELECT l.id, l.name, l.net_minor, l.tax_minor FROM shop_line l
            JOIN shop_order o ON o.id = l.order_id WHERE o.transaction_id = ?1 ORDER BY l.id",
        [reference],
        |row| {
            let (net, tax): (i64, i64) = (row.get(2)?, row.get(3)?);
            Ok(json!({
                "reference": format!("sku-{}", row.get::<_, i64>(0)?),
                "name": row.get::<_, String>(1)?, "quantity": 1, "unit": "pcs", "unitPrice": net,
                "taxRate": 2500, "taxAmount": tax, "grossTotalAmount": net + tax,
                "netTotalAmount": net,
            }))
        },
    )?;
    Ok(rows.into())
}

/// Returns the items that were kept with an effect.
pub(super) fn noted(note: Option<&str>) -> Value {
    note.and_then(|note| serde_json::from_str(note).ok()).unwrap_or_else(|| json!([]))
}
