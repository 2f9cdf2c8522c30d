//! The order lines of a capture or refund: they may be left out, and what is sent must add up.
//!
//! The file of 2020 requires the VAT of each line, later documents do not; the sandbox does.

use serde_json::Value;

/// The fields that a line has besides its name and type, whole minor units throughout.
const FIGURES: [&str; 5] =
    ["quantity", "unit_price", "tax_rate", "total_amount", "total_tax_amount"];

/// Returns what is wrong with the lines, if anything.
pub(super) fn checked(lines: &Value, amount_minor: i64) -> Result<(), &'static str> {
    if lines.is_null() {
        return Ok(());
    }
    let Some(lines) = lines.as_array() else { return Err("order_lines must be an array") };
    let mut sum_minor = 0_i64;
    for line in lines {
        if !line["name"].is_string() || !line["type"].is_string() {
            return Err("order_lines need a name and a type");
        }
        if FIGURES.iter().any(|field| !line[field].is_i64()) {
            return Err("order_lines need whole figures, also for the VAT");
        }
        let figure = |field: &str| line[field].as_i64().unwrap_or_default();
        let gross = figure("quantity").checked_mul(figure("unit_price"));
        let total = gross.map(|gross| gross - figure("total_discount_amount"));
        if total != Some(figure("total_amount")) {
            return Err("order_lines: total_amount is not quantity * unit_price less the discount");
        }
        sum_minor = sum_minor.saturating_add(figure("total_amount"));
    }
    match lines.is_empty() || sum_minor == amount_minor {
        true => Ok(()),
        false => Err("order_lines do not add up to the amount"),
    }
}
