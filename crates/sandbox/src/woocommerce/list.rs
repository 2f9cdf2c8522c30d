//! The listing of orders: filters, order and pages as WooCommerce has them.
//!
//! Parameters that WooCommerce does not know must be ignored, never refused.

use rusqlite::types::Value as Sql;
use serde_json::Value;

use super::answer::{ROOT, invalid_parameter, trimmed};
use super::order::{self, STATUSES, VISIBLE};
use super::shown;
use super::time::ZONE_MS;
use crate::exchange::{Request, Response};
use crate::world::{Outcome, Setting, Turn};

/// The conditions of a listing and the values they name; the first value is the moment.
struct Filter {
    conditions: Vec<String>,
    values: Vec<Sql>,
}

impl Filter {
    /// Adds a condition in which each `?` stands for the next of the values.
    fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Sql>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values);
    }
}

/// Answers `GET orders`.
pub(super) fn orders(turn: &Turn, request: &Request) -> Outcome<Response> {
    let whole = |name: &str, default: i64| match request.parameter(name) {
        None => Ok(default),
        Some(text) => text.parse::<i64>().ok().filter(|value| *value >= 1).ok_or(name.to_owned()),
    };
    let (per_page, page) = match (whole("per_page", 10), whole("page", 1)) {
        (Ok(per_page), Ok(page)) if per_page <= 100 => (per_page, page),
        (Err(name), _) | (_, Err(name)) => {
            return Ok(invalid_parameter(
                &name,
                &format!("{name} must be greater than or equal to 1"),
            ));
        }
        _ => {
            let reason = "per_page must be between 1 (inclusive) and 100 (inclusive)";
            return Ok(invalid_parameter("per_page", reason));
        }
    };
    let offset = request.parameter("offset").and_then(|text| text.parse::<i64>().ok());
    let offset = offset.filter(|offset| *offset > 0);
    let column = match request.parameter("orderby").unwrap_or("date") {
        "date" => "created_at",
        "modified" => "modified_at",
        "id" | "include" => "id",
        _ => {
            let reason = "orderby is not one of date, modified, id, include, title, and slug.";
            return Ok(invalid_parameter("orderby", reason));
        }
    };
    let direction = match request.parameter("order").unwrap_or("desc") {
        "asc" => "ASC",
        "desc" => "DESC",
        _ => return Ok(invalid_parameter("order", "order is not one of asc and desc.")),
    };
    let shows_own = turn.setting(Setting::OwnStatuses)? == "listed";
    let filter = match filter(request, turn.now, shows_own) {
        Ok(filter) => filter,
        Err(refused) => return Ok(refused),
    };
    let mut condition = filter.conditions.join(" AND ");
    if condition.is_empty() {
        condition.push_str("TRUE");
    }
    let total: i64 = turn.one(
        &format!("SELECT count(*) FROM ({VISIBLE}) WHERE {condition}"),
        rusqlite::params_from_iter(&filter.values),
    )?;
    let sql = format!(
        "SELECT * FROM ({VISIBLE}) WHERE {condition} ORDER BY {column} {direction}, id {direction}
            LIMIT {per_page} OFFSET {}",
        // A given offset beats the page (WooCommerce, `OrdersTableQuery::process_limit`).
        offset.unwrap_or(per_page * (page - 1))
    );
    let rows = turn.all(&sql, rusqlite::params_from_iter(&filter.values), order::from_row)?;
    let bodies = rows.iter().map(|row| shown::order(turn, row)).collect::<Outcome<Vec<Value>>>()?;
    let pages = (total + per_page - 1) / per_page;
    let mut response = trimmed(200, Value::Array(bodies), request)
        .with("x-wp-total", total)
        .with("x-wp-totalpages", pages);
    let links: Vec<String> = [("prev", page - 1, page > 1), ("next", page + 1, page < pages)]
        .into_iter()
        .filter(|(_, _, exists)| *exists)
        .map(|(name, other, _)| {
            let host = request.header("host").unwrap_or("localhost");
            format!("<https://{host}/shop{ROOT}orders?page={other}>; rel=\"{name}\"")
        })
        .collect();
    if !links.is_empty() {
        response = response.with("link", links.join(", "));
    }
    Ok(response)
}

/// Returns all values of a parameter, given once with commas or many times with brackets.
fn values(request: &Request, name: &str) -> Vec<String> {
    let bracketed = format!("{name}[]");
    request
        .query
        .iter()
        .filter(|(known, _)| *known == name || *known == bracketed)
        .flat_map(|(_, value)| value.split(','))
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

fn filter(request: &Request, now: i64, shows_own: bool) -> Result<Filter, Response> {
    let mut filter = Filter { conditions: Vec::new(), values: vec![Sql::Integer(now)] };
    let statuses = values(request, "status");
    let is_known = |status: &str| STATUSES.contains(&status) || ["any", "trash"].contains(&status);
    if !statuses.iter().all(|status| is_known(status)) {
        let reason = format!("status[0] is not one of any, trash, {}.", STATUSES.join(", "));
        return Err(invalid_parameter("status", &reason));
    }
    // What is in the bin, or has the status of a plug-in that is off, is in no list; by its id it can
    // be read (observed on 10.0.2).
    let any = statuses.is_empty() || statuses.iter().any(|status| status == "any");
    if any && shows_own {
        filter.add("status <> 'trash'", []);
    } else if any {
        let marks = vec!["?"; STATUSES.len()].join(", ");
        let known = STATUSES.iter().map(|status| Sql::Text((*status).to_owned()));
        filter.add(&format!("status IN ({marks})"), known);
    } else {
        let marks = vec!["?"; statuses.len()].join(", ");
        filter.add(&format!("status IN ({marks})"), statuses.into_iter().map(Sql::Text));
    }
    let included: Vec<i64> =
        values(request, "include").iter().filter_map(|id| id.parse().ok()).collect();
    if !included.is_empty() {
        let marks = vec!["?"; included.len()].join(", ");
        filter.add(&format!("id IN ({marks})"), included.into_iter().map(Sql::Integer));
    }
    if let Some(text) = request.parameter("search").filter(|text| !text.is_empty()) {
        // WooCommerce searches the customer's fields and the id, a numbering plugin the number; a
        // search is never exact, so a client has to look at what it gets.
        let pattern = format!("%{}%", text.replace(['%', '_'], ""));
        filter.add(
            "(number LIKE ? OR id = ? OR first_name || ' ' || last_name LIKE ? OR email LIKE ?)",
            [
                Sql::Text(pattern.clone()),
                Sql::Integer(text.parse().unwrap_or(0)),
                Sql::Text(pattern.clone()),
                Sql::Text(pattern),
            ],
        );
    }
    for (name, column, operator) in [
        ("after", "created_at", ">"),
        ("before", "created_at", "<"),
        ("modified_after", "modified_at", ">"),
        ("modified_before", "modified_at", "<"),
    ] {
        let Some(text) = request.parameter(name) else { continue };
        let gmt = matches!(request.parameter("dates_are_gmt"), Some("true" | "1"));
        let Some(ms) = wall_ms(text) else {
            return Err(invalid_parameter(name, "Invalid date."));
        };
        let ms = if gmt { ms } else { ms - ZONE_MS };
        filter.add(&format!("{column} {operator} ?"), [Sql::Integer(ms)]);
    }
    Ok(filter)
}

/// Returns a date parameter as WordPress reads it: figures on a wall clock. One that carries a zone
/// is first turned to the shop's own clock, also when `dates_are_gmt` then compares it with UTC: a
/// client that sends `Z` there is off by the shop's zone.
fn wall_ms(text: &str) -> Option<i64> {
    if let Ok(exact) = text.parse::<jiff::Timestamp>() {
        return Some(exact.as_millisecond() / 1000 * 1000 + ZONE_MS);
    }
    let wall: jiff::civil::DateTime = text.parse().ok()?;
    let exact = jiff::tz::TimeZone::UTC.to_timestamp(wall).ok()?;
    Some(exact.as_millisecond() / 1000 * 1000)
}
