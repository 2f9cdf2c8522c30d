//! JSON: the one object on stdout, of a result or of a failure.
//!
//! Text is kept as it is, but nothing may reach a terminal raw that it would obey or hide: such
//! characters are written as escapes, which mean the same to every reader.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use uniac_system::error::{Error, Result};

use super::text::is_hidden;

#[derive(Serialize)]
struct Envelope<'a, T> {
    schema: &'a str,
    company: Option<&'a str>,
    data: &'a T,
}

#[derive(Serialize)]
struct Failure<'a> {
    schema: &'a str,
    company: Option<&'a str>,
    code: &'a str,
    message: &'a str,
    hint: Option<String>,
    moved: &'a str,
}

/// Returns the object of a result, with its line end.
pub(super) fn result(schema: &str, company: Option<&str>, data: &impl Serialize) -> Result<String> {
    line(&Envelope { schema, company, data })
        .map_err(|error| Error::defect(format!("the result does not fit JSON: {error}")))
}

/// Returns a value of a result, without a line end.
pub(super) fn value(value: &impl Serialize) -> Result<String> {
    let text = line(value)
        .map_err(|error| Error::defect(format!("the result does not fit JSON: {error}")))?;
    Ok(text.trim_end().to_owned())
}

/// Returns the object of a failure, with its line end.
pub(super) fn error(company: Option<&str>, error: &Error) -> String {
    let failure = Failure {
        schema: "uniac.error/1",
        company,
        code: error.code,
        message: &error.message,
        hint: (!error.hints.is_empty()).then(|| error.hints.join("; ")),
        moved: error.moved.name(),
    };
    line(&failure).unwrap_or_default()
}

fn line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Escaping))?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// Compact JSON with escapes also where the standard asks for none.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        let mut rest = fragment;
        while let Some((at, char)) = rest.char_indices().find(|(_, char)| is_hidden(*char)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + char.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}
