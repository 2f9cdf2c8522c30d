//! What stood in the answers to several requests, read by other code than the connectors': which
//! answer was given to which request, and what its figures are.
//!
//! Nothing here may be taken from the connectors, or one mistake would be made twice.

use jiff::Timestamp;
use serde_json::Value;

use uniac_core::order::Payment;

use crate::canned::{Asked, Canned, Input, MINOR, noon};

/// An answer beside what was asked.
#[derive(Debug)]
pub struct Told {
    /// What was asked.
    pub asked: Asked,
    /// The status of the answer.
    pub status: u16,
    /// The answer as JSON; `Null` when it is none.
    pub value: Value,
}

impl Told {
    /// Returns whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Input {
    /// Reads the first line to its end: `capture 201 200 capture-id:c-1` is a status for each answer,
    /// and headers for all of them.
    pub fn with_heads(data: &[u8]) -> Input {
        let mut input = Input::new(data);
        let head = data.split(|byte| *byte == b'\n').next().unwrap_or(data);
        for word in String::from_utf8_lossy(head).split_whitespace().skip(2) {
            if let Some((name, value)) = word.split_once(':') {
                input.headers.push((name.to_ascii_lowercase(), value.to_owned()));
            } else if let Some(status) = word.parse().ok().filter(|s| (100..600).contains(s)) {
                input.statuses.push(status);
            }
        }
        input
    }

    /// Returns a header of the answers.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns every answer that was given.
    pub fn told(&self, wire: &Canned) -> Vec<Told> {
        let told = |(at, asked)| Told {
            asked,
            status: *self.statuses.get(at).or(self.statuses.last()).expect("there is one"),
            value: self.value(at).unwrap_or(Value::Null),
        };
        wire.asked().into_iter().enumerate().map(told).collect()
    }
}

/// Returns the writes among the requests.
pub fn writes(told: &[Told]) -> Vec<&Told> {
    told.iter().filter(|told| told.asked.is_write).collect()
}

/// Returns the answer to the last request.
pub fn last(told: &[Told]) -> &Told {
    told.last().expect("something was asked")
}

/// Returns whether these requests came to their ends with a success.
pub fn all_succeeded(told: &[Told]) -> bool {
    !told.is_empty() && told.iter().all(Told::is_success)
}

/// Returns a figure, as a number, a text, or an object with its `value`. A float errs by less than any
/// amount that these tests tell apart.
pub fn figure(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().replace('_', "").parse().ok(),
        Value::Object(fields) if !fields["value"].is_object() => figure(fields.get("value")?),
        _ => None,
    }
}

/// Returns whether two figures are the same, as far as floats tell.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
pub fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Returns minor units as a figure of the currency with this many decimals.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "another way of reading than the connector's"
)]
pub fn major(minor: i64, decimals: i32) -> f64 {
    minor as f64 / 10_f64.powi(decimals)
}

/// Returns whether a JSON number or text is the amount, with no øre more or less and either sign.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
pub fn is_amount(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let expected = f64::from(i32::try_from(MINOR).expect("it fits")) / 100.0;
    number.is_some_and(|number: f64| (number.abs() - expected).abs() < 1e-9)
}

/// Returns whether the text or number is this id.
pub fn is_id(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => text.trim() == id,
        Value::Number(number) => number.to_string() == id,
        _ => false,
    }
}

/// Returns whether the text is this currency's code.
pub fn is_currency(value: &Value, code: &str) -> bool {
    value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case(code))
}

/// Returns the rows of a list; none when it is no list.
pub fn rows(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns the sum of the rows' figures in a field; `None` when one is none.
pub fn sum(rows: &[&Value], name: &str) -> Option<f64> {
    rows.iter().map(|row| figure(&row[name])).sum()
}

/// Returns a moment an hour before everything else, when intents were written whose end is looked for.
pub fn an_hour_before() -> Timestamp {
    "2026-11-23T11:00:00Z".parse().expect("a moment")
}

/// Returns whether the text names a moment more than two minutes ago. One that this reader cannot
/// read is taken for one.
pub fn is_old(value: &Value) -> bool {
    let at = value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    at.is_none_or(|at| noon().duration_since(at).as_secs() >= 120)
}

/// Holds a payment of which something was not understood, and of which nothing was known before: it says nothing of
/// money.
pub fn told_nothing(payment: &Payment) {
    let sums = [
        payment.authorised_minor,
        payment.captured_minor,
        payment.refunded_minor,
        payment.cancelled_minor,
    ];
    assert_eq!(sums, [0; 4], "figures of what was not understood: {payment:?}");
    assert!(payment.events.is_empty(), "effects of what was not understood: {payment:?}");
}
