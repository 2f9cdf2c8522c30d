//! The exchange log: what went over the wire with Uni, the shop and the provider, redacted.
//!
//! Only fields named in an allow-list survive, and of those only values that look like ids, codes
//! and figures. A name, an e-mail, an address, a token or a free text must never reach a recorder.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uniac_texts::t;

/// What stands in place of everything that is not on the allow-list.
pub const REDACTED: &str = "…";

/// The longest body that is kept, in bytes; what is longer is cut.
pub const BODY_BYTES_MAX: usize = 8 * 1024;

/// The longest value that can still be an id or a code; longer ones are texts or tokens.
const CODE_LENGTH_MAX: usize = 64;

/// How deep a body is looked into; answers of the three systems nest four levels.
const DEPTH_MAX: usize = 8;

/// The systems that uniac talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Uni, the ERP.
    Uni,
    /// The identity server of Uni's platform.
    Identity,
    /// The web shop.
    Shop,
    /// The payment provider.
    Provider,
}

impl System {
    /// Returns the name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            System::Uni => "uni",
            System::Identity => "identity",
            System::Shop => "shop",
            System::Provider => "provider",
        }
    }
}

impl fmt::Display for System {
    /// Writes the name as it stands in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            System::Uni => t!("system-uni"),
            System::Identity => t!("system-identity"),
            System::Shop => t!("system-shop"),
            System::Provider => t!("system-provider"),
        })
    }
}

/// One request and what came of it, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// When the request was sent.
    pub at: Timestamp,
    /// With whom.
    pub system: System,
    /// `GET`, `POST` or `PUT`.
    pub method: String,
    /// The path with the names, not the values, of the query.
    pub path: String,
    /// Headers of request and answer that are on the allow-list, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The answer's status; `None` when there was no answer.
    pub status: Option<u16>,
    /// How long it took, milliseconds.
    pub ms: u64,
    /// The request's body, redacted.
    pub request: Option<String>,
    /// The answer's body, redacted.
    pub response: Option<String>,
    /// Why there is no whole answer.
    pub error: Option<String>,
}

/// Keeps exchanges. Called from many threads; it must never fail the exchange it records.
pub trait Recorder: Send + Sync {
    /// Returns whether exchanges are wanted now (the setting `detailed-logging`).
    fn wants(&self) -> bool {
        true
    }

    /// Keeps one exchange.
    fn record(&self, exchange: Exchange);
}

/// A recorder that keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct Discard;

impl Recorder for Discard {
    fn wants(&self) -> bool {
        false
    }

    fn record(&self, _: Exchange) {}
}

/// Returns whether a header may be kept; every other one may carry a credential.
pub fn header_is_open(name: &str) -> bool {
    const OPEN: &[&str] = &[
        "content-length",
        "content-type",
        "date",
        "idempotency-key",
        "retry-after",
        "x-wp-total",
        "x-wp-totalpages",
    ];
    OPEN.contains(&name)
}

/// Returns a JSON body with everything replaced that is not on the allow-list; `None` when empty.
///
/// What is no JSON is not kept at all, only its length.
pub fn redact(body: &[u8]) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    let raw = std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str(text).ok());
    let Some(raw) = raw else {
        return Some(format!("{REDACTED} ({} bytes, not JSON)", body.len()));
    };
    let mut out = String::new();
    copy(raw, None, 0, &mut out);
    if out.len() > BODY_BYTES_MAX {
        let mut end = BODY_BYTES_MAX;
        while !out.is_char_boundary(end) {
            end -= 1;
        }
        out.truncate(end);
        out.push_str(REDACTED);
    }
    Some(out)
}

/// Copies a value that stands under `name` (`None` at the top) as far as it may be kept.
fn copy(raw: &RawValue, name: Option<&str>, depth: usize, out: &mut String) {
    let text = raw.get();
    if out.len() > BODY_BYTES_MAX {
        return;
    }
    let may_open = depth < DEPTH_MAX && name.is_none_or(|name| CONTAINERS.contains(&name));
    match text.as_bytes().first() {
        Some(b'{') if may_open => match serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
            Ok(fields) => copy_object(&fields, depth, out),
            Err(_) => push_redacted(out),
        },
        Some(b'[') if may_open => match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(items) => {
                out.push('[');
                for (index, item) in items.into_iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    copy(item, name, depth + 1, out);
                }
                out.push(']');
            }
            Err(_) => push_redacted(out),
        },
        Some(b'{' | b'[') | None => push_redacted(out),
        Some(_) if name.is_some_and(|name| scalar_is_open(name, text)) => out.push_str(text),
        Some(_) => push_redacted(out),
    }
}

fn copy_object(fields: &BTreeMap<String, &RawValue>, depth: usize, out: &mut String) {
    out.push('{');
    let mut first = true;
    let mut dropped = false;
    for (name, value) in fields {
        if !SCALARS.contains(&name.as_str()) && !CONTAINERS.contains(&name.as_str()) {
            dropped = true;
            continue;
        }
        if !first {
            out.push(',');
        }
        first = false;
        out.push('"');
        out.push_str(name);
        out.push_str("\":");
        copy(value, Some(name), depth + 1, out);
    }
    if dropped {
        // One mark for all: a field's name can be somebody's name too.
        if !first {
            out.push(',');
        }
        push_redacted(out);
        out.push(':');
        push_redacted(out);
    }
    out.push('}');
}

fn push_redacted(out: &mut String) {
    out.push('"');
    out.push_str(REDACTED);
    out.push('"');
}

/// Returns whether the JSON scalar `text` under `name` may be kept.
fn scalar_is_open(name: &str, text: &str) -> bool {
    if !SCALARS.contains(&name) {
        return false;
    }
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return text.len() <= CODE_LENGTH_MAX;
    };
    match name {
        // Elsewhere these names carry people's names and texts.
        "name" => NAMES.contains(&inner),
        "reason" => !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit()),
        _ => inner.len() <= CODE_LENGTH_MAX && inner.bytes().all(is_code_byte),
    }
}

fn is_code_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.:+/#".contains(&byte)
}

/// The values under `name` that are no names: Vipps' events, and the mark of an error number.
const NAMES: &[&str] = &[
    "ABORTED",
    "AUTHORIZED",
    "CANCELLED",
    "CAPTURED",
    "CREATED",
    "ErrorCode",
    "EXPIRED",
    "REFUNDED",
    "TERMINATED",
];

/// Objects and arrays that are looked into.
const CONTAINERS: &[&str] = &[
    "CurrencyCode",
    "Items",
    "aggregate",
    "amount",
    "authorizedAmount",
    "cancelledAmount",
    "capturedAmount",
    "captures",
    "data",
    "errors",
    "extensions",
    "extraDetails",
    "input",
    "items",
    "modificationAmount",
    "order",
    "orders",
    "payment",
    "payment_collection",
    "payment_collections",
    "payments",
    "refundedAmount",
    "refunds",
    "result",
    "transactions",
    "variables",
];

/// Ids, figures, dates, states and error numbers of the systems.
const SCALARS: &[&str] = &[
    "Amount",
    "AmountCurrency",
    "Code",
    "CreatedAt",
    "CurrencyCodeID",
    "CurrencyExchangeRate",
    "CustomerInvoiceID",
    "CustomerOrderID",
    "Deleted",
    "ID",
    "InvoiceDate",
    "InvoiceNumber",
    "InvoiceReferenceID",
    "InvoiceType",
    "JournalEntryID",
    "JournalEntryNumber",
    "OrderDate",
    "OrderItemId",
    "OrderNumber",
    "PayableRoundingCurrencyAmount",
    "PaymentDate",
    "RestAmountCurrency",
    "StatusCode",
    "SumTotalIncVatCurrency",
    "TaxInclusiveAmountCurrency",
    "UpdatedAt",
    "__typename",
    "amount",
    "api_refund",
    "canceled_at",
    "code",
    "count",
    "createdAt",
    "created_at",
    "created_by",
    "currency",
    "currencyCode",
    "currency_code",
    "date_completed_gmt",
    "date_modified_gmt",
    "date_paid_gmt",
    "display_id",
    "errorCode",
    "expires_in",
    "fromState",
    "id",
    "idempotencyKey",
    "method",
    "name",
    "number",
    "orderId",
    "orderPlacedAt",
    "paymentId",
    "payment_method",
    "provider_id",
    "pspReference",
    "reason",
    "reference",
    "reference_id",
    "refunded_payment",
    "set_paid",
    "state",
    "status",
    "success",
    "timestamp",
    "total",
    "totalItems",
    "traceId",
    "transaction_id",
    "updatedAt",
    "updated_at",
    "value",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_and_figures_stay_and_people_do_not() {
        let body = r#"{"id":727,"number":"5512","status":"completed","total":"499.0000",
            "billing":{"first_name":"Kari","email":"kari@example.no","phone":"91234567"},
            "meta_data":[{"id":1,"key":"_token","value":"abc"}],
            "refunds":[{"id":9,"reason":"Kari angret","total":"-100.00"}]}"#;
        let kept = redact(body.as_bytes()).unwrap();
        insta::assert_snapshot!(kept, @r#"{"id":727,"number":"5512","refunds":[{"id":9,"reason":"…","total":"-100.00"}],"status":"completed","total":"499.0000","…":"…"}"#);
    }

    #[test]
    fn error_numbers_stay_and_their_words_do_not() {
        let body = r#"{"title":"Amount too high","status":400,"detail":"Kari Nordmann",
            "extraDetails":[{"name":"ErrorCode","reason":"6090"},{"name":"Kari","reason":"Hei"}]}"#;
        let kept = redact(body.as_bytes()).unwrap();
        insta::assert_snapshot!(kept, @r#"{"extraDetails":[{"name":"ErrorCode","reason":"6090"},{"name":"…","reason":"…"}],"status":400,"…":"…"}"#);
    }

    #[test]
    fn what_is_not_json_is_not_kept() {
        assert_eq!(redact(b""), None);
        assert_eq!(redact(b"<html>Kari</html>").unwrap(), "… (17 bytes, not JSON)");
        assert_eq!(redact(br#""Kari Nordmann skylder""#).unwrap(), r#""…""#);
        assert_eq!(redact(br#"{"id":1,"status""#).unwrap(), "… (16 bytes, not JSON)");
    }

    #[test]
    fn bodies_are_cut_and_deep_ones_do_not_overflow() {
        let many = format!("[{}]", vec![r#"{"id":1,"status":"completed"}"#; 5_000].join(","));
        assert!(redact(many.as_bytes()).unwrap().len() <= BODY_BYTES_MAX + REDACTED.len());
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(redact(deep.as_bytes()).is_some());
    }

    #[test]
    fn credentials_in_headers_are_not_open() {
        for name in ["authorization", "companykey", "cookie", "client_secret", "link"] {
            assert!(!header_is_open(name), "{name}");
        }
        assert!(header_is_open("idempotency-key") && header_is_open("retry-after"));
    }

    proptest! {
        #[test]
        fn a_text_with_a_blank_survives_nowhere(
            secret in "[a-zA-ZæøåÆØÅ@]{3,10} [a-zA-ZæøåÆØÅ@]{3,10}",
            index in 0..SCALARS.len() + CONTAINERS.len() + 1,
        ) {
            let name = SCALARS.iter().chain(CONTAINERS).chain(&["other"]).nth(index).unwrap();
            let quoted = serde_json::to_string(&secret).unwrap();
            for body in [
                format!("{{\"{name}\":{quoted}}}"),
                format!("{{\"{name}\":[{quoted}]}}"),
                format!("{{\"{name}\":{{{quoted}:1,\"x\":{quoted}}}}}"),
            ] {
                prop_assert!(!redact(body.as_bytes()).unwrap().contains(&secret), "{body}");
            }
        }
    }
}
