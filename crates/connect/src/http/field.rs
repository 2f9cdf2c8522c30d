//! A field of a row as it stands on the wire, and the doubts that a row leaves.
//!
//! One odd field must never make others unread, and a doubt names the field and its form, never a text that could be
//! about a person.

use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use uniac_texts::kept;

use super::wire::cleaned;

/// How many doubts of one row are told; more say nothing new.
const DOUBTS_TOLD_MAX: usize = 5;

/// The longest name of a status or event that is repeated in a doubt.
const WORD_LENGTH_MAX: usize = 40;

/// A field: not there (or null), read, or of a form that is not known.
#[derive(Debug, Clone, Default)]
pub enum Field<T> {
    /// Missing or null.
    #[default]
    Absent,
    /// Of the form that is known.
    Read(T),
    /// Of another form, by the name that the message `doubt-odd` has for it.
    Odd(&'static str),
}

impl<T> Field<T> {
    /// Returns the value, when it was read.
    pub fn get(&self) -> Option<&T> {
        match self {
            Field::Read(value) => Some(value),
            Field::Absent | Field::Odd(_) => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field<T>, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get() == "null" {
            return Ok(Field::Absent);
        }
        Ok(serde_json::from_str(raw.get())
            .map_or_else(|_| Field::Odd(form(raw.get())), Field::Read))
    }
}

/// Returns the form of a JSON value, by the name that `doubt-odd` has for it.
fn form(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "text",
        Some(b'{') => "object",
        Some(b'[') => "list",
        Some(b't' | b'f') => "bool",
        _ => "number",
    }
}

/// What was not understood of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubts(Vec<String>);

impl Doubts {
    /// Takes note of something that was not understood.
    pub fn note(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    /// Returns a field that may be missing.
    pub fn optional<'f, T>(&mut self, name: &str, field: &'f Field<T>) -> Option<&'f T> {
        if let Field::Odd(form) = field {
            self.note(kept!("doubt-odd", name = name, form = form));
        }
        field.get()
    }

    /// Returns a field that may not be missing.
    pub fn needed<'f, T>(&mut self, name: &str, field: &'f Field<T>) -> Option<&'f T> {
        if matches!(field, Field::Absent) {
            self.note(kept!("doubt-missing", name = name));
        }
        self.optional(name, field)
    }

    /// Returns those entries of a list that were read.
    pub fn entries<'f, T>(&mut self, name: &str, list: Option<&'f Vec<Field<T>>>) -> Vec<&'f T> {
        let entries = list.into_iter().flatten();
        let name = kept!("doubt-entry", name = name);
        entries.filter_map(|entry| self.needed(&name, entry)).collect()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all of them in a line; `None` when there are none.
    pub fn said(&self) -> Option<String> {
        let told = self.0.get(..DOUBTS_TOLD_MAX).unwrap_or(&self.0);
        (!self.is_empty()).then(|| told.join("; "))
    }
}

/// Returns a name from a list of a system's own (a status, an event) as it may be repeated: only what looks like such
/// a name, for anything else could be about a person.
pub fn word(text: &str) -> String {
    let is_word = (1..=WORD_LENGTH_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if is_word { format!("`{}`", cleaned(text, WORD_LENGTH_MAX)) } else { kept!("doubt-word") }
}

/// Returns what of a body a strict reader did not understand: the field and its form.
pub fn odd(body: &[u8], error: &serde_json::Error) -> String {
    let message = error.to_string();
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field") {
        return kept!("doubt-missing", name = quoted());
    }
    if message.starts_with("duplicate field") {
        return kept!("doubt-twice", field = quoted());
    }
    let name = key_before(body, error).unwrap_or_else(|| kept!("doubt-a-field"));
    let odd = |form: &str| kept!("doubt-odd", name = name, form = form);
    match message.strip_prefix("invalid type: ") {
        _ if message.starts_with("unknown variant") => {
            kept!("doubt-is", name = name, value = word(quoted()))
        }
        Some(form) if form.starts_with("null") => kept!("doubt-missing", name = name),
        Some(form) if form.starts_with("string") => odd("text"),
        Some(form) if form.starts_with("map") => odd("object"),
        Some(form) if form.starts_with("sequence") => odd("list"),
        Some(form) if form.starts_with("boolean") => odd("bool"),
        _ => kept!("doubt-form", name = name),
    }
}

/// Returns the last name of a field that stands before an error.
fn key_before(body: &[u8], error: &serde_json::Error) -> Option<String> {
    let lines = body.split(|byte| *byte == b'\n').take(error.line().checked_sub(1)?);
    let start: usize = lines.map(|line| line.len() + 1).sum();
    let end = (start + error.column()).min(body.len());
    let text = String::from_utf8_lossy(body.get(..end)?);
    let mut parts = text.rsplit('"');
    // The parts between quotes, from the end: a name is one that a colon follows.
    let mut after = parts.next()?;
    for part in parts {
        if after.trim_start().starts_with(':') {
            let is_name = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            return is_name.then(|| cleaned(part, WORD_LENGTH_MAX));
        }
        after = part;
    }
    None
}

#[cfg(test)]
mod tests {
    use uniac_texts::in_words;

    use super::*;

    #[derive(Deserialize)]
    struct Row {
        #[serde(default)]
        amount: Field<i64>,
        #[serde(default)]
        list: Field<Vec<Field<i64>>>,
    }

    #[test]
    fn an_odd_field_hides_no_other_and_is_told_without_its_text() {
        for (json, amount, said) in [
            (r#"{"amount":7,"list":[1]}"#, Some(7), None),
            (r#"{"amount":"Kari","list":[]}"#, None, Some("amount is a text of another form")),
            (r#"{"amount":null,"list":[]}"#, None, Some("amount is missing")),
            (r#"{"list":[]}"#, None, Some("amount is missing")),
            (r#"{"amount":1e99,"list":[]}"#, None, Some("amount is a number of another form")),
            (r#"{"amount":7,"list":{}}"#, Some(7), Some("list is an object of another form")),
            (
                r#"{"amount":7,"list":[[],2]}"#,
                Some(7),
                Some("an entry of list is a list of another form"),
            ),
        ] {
            let row: Row = serde_json::from_str(json).unwrap();
            let mut doubts = Doubts::default();
            assert_eq!(doubts.needed("amount", &row.amount).copied(), amount, "{json}");
            let list = doubts.needed("list", &row.list);
            doubts.entries("list", list);
            assert_eq!(doubts.said().map(|said| in_words(&said)).as_deref(), said, "{json}");
        }
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read counts")]
    struct Strict {
        amount: i64,
        state: State,
    }

    #[derive(Debug, Deserialize)]
    enum State {
        Known,
    }

    #[test]
    fn what_a_strict_reader_refuses_is_told_by_field_and_form() {
        for (json, expected) in [
            (r#"{"state":"Known"}"#, "amount is missing"),
            (r#"{"amount":null,"state":"Known"}"#, "amount is missing"),
            (r#"{"amount":1,"amount":2,"state":"Known"}"#, "amount stands twice"),
            (r#"{"amount":"Kari","state":"Known"}"#, "amount is a text of another form"),
            (
                "{\"state\":\"Known\",\n \"amount\": {\"a\":1}}",
                "amount is an object of another form",
            ),
            (r#"{"amount":1.5,"state":"Known"}"#, "amount has another form"),
            (r#"{"amount":1,"state":"STOPPED"}"#, "state is `STOPPED`"),
            (r#"{"amount":1,"state":"Kari Nordmann"}"#, "state is a text of another form"),
        ] {
            let error = serde_json::from_str::<Strict>(json).unwrap_err();
            assert_eq!(in_words(&odd(json.as_bytes(), &error)), expected, "{json}");
        }
    }

    #[test]
    fn only_a_systems_own_words_are_repeated() {
        assert_eq!(word("STOPPED"), "`STOPPED`");
        for text in ["Kari Nordmann", "kari@example.no", "", "\u{1b}[31m"] {
            assert_eq!(in_words(&word(text)), "a text of another form", "{text}");
        }
    }
}
