//! Answers that are not what the system said: redirects, pages of others, false or broken bodies.
//!
//! Only answers are spoiled here. Nothing may be done at a system, and no effect be taken back.

use serde_json::{Value, json};

use super::amount;
use super::exchange::{Request, Response};

/// Returns a redirect to the address that was asked.
pub(super) fn redirect(status: u16, request: &Request) -> Response {
    let body = b"<html><body>The document has moved.</body></html>\n".to_vec();
    Response::bytes(status, "text/html", body).with("location", &request.target)
}

/// Returns the HTML page of a proxy or gateway on the way.
pub(super) fn page(status: u16) -> Response {
    let title = match status {
        200 => "Welcome to the network",
        502 => "502 Bad Gateway",
        503 => "503 Service Temporarily Unavailable",
        _ => "504 Gateway Time-out",
    };
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<h1>{title}</h1>\r\n</body>\r\n</html>\r\n"
    );
    Response::bytes(status, "text/html", page.into_bytes())
}

/// Returns an answer without a body.
pub(super) fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}

/// Returns the answer without a header.
pub(super) fn without_header(mut response: Response, name: &str) -> Response {
    response.headers.retain(|(known, _)| known != name);
    response
}

/// Returns the answer with the first half of its body, as if that were all.
pub(super) fn truncated(mut response: Response) -> Response {
    response.body.truncate(response.body.len() / 2);
    response
}

/// Returns the answer with half of every amount.
pub(super) fn other_amount(response: Response) -> Response {
    edited(response, &|field, value| {
        let half = match (field, &*value) {
            ("value", Value::Number(minor)) => minor.as_i64().map(|minor| json!(minor / 2)),
            ("amount" | "total", Value::String(text)) => {
                amount::parse(text, 2).map(|minor| json!(amount::minor_text(minor / 2)))
            }
            _ => None,
        };
        if let Some(half) = half {
            *value = half;
        }
    })
}

/// Returns the answer in another currency.
pub(super) fn other_currency(response: Response) -> Response {
    edited(response, &|field, value| {
        if field == "currency" {
            *value = json!(if *value == "EUR" { "NOK" } else { "EUR" });
        }
    })
}

/// Returns the answer as if it were about another payment, order, refund or note.
pub(super) fn other_order(response: Response) -> Response {
    edited(response, &|field, value| match field {
        "reference" => *value = json!("another-order-0001"),
        "note" | "reason" => *value = json!("Another order"),
        "meta_data" => *value = json!([]),
        "id" => *value = json!(value.as_i64().unwrap_or_default() + 1),
        _ => {}
    })
}

/// Returns the answer with a state that is in no document.
pub(super) fn unknown_state(response: Response) -> Response {
    edited(response, &|field, value| match field {
        "state" => *value = json!("SETTLING"),
        "status" if value.is_string() => *value = json!("parked"),
        "StatusCode" => *value = json!(49_999),
        _ => {}
    })
}

/// Returns the answer after a change of the fields of its JSON; a body that is none stays.
fn edited(mut response: Response, change: &dyn Fn(&str, &mut Value)) -> Response {
    if let Ok(mut body) = serde_json::from_slice(&response.body) {
        visit(&mut body, change);
        response.body = body.to_string().into_bytes();
    }
    response
}

fn visit(value: &mut Value, change: &dyn Fn(&str, &mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, change)),
        Value::Object(fields) => {
            for (field, value) in fields {
                change(field, value);
                visit(value, change);
            }
        }
        _ => {}
    }
}
