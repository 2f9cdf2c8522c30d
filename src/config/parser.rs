//! What the TOML parser found wrong, in the words of the run's language.
//!
//! No value of the file is quoted: it could be a secret.

use uniac_texts::t;

use crate::typed;

/// Returns what is wrong with its line before it, for a text that is parsed whole.
pub(super) fn located(error: &toml::de::Error, text: &str) -> String {
    let line = error.span().map(|span| text[..span.start.min(text.len())].lines().count().max(1));
    in_line(line, words(error))
}

/// Returns a fault with the line that it is in.
pub(super) fn in_line(line: Option<usize>, what: String) -> String {
    match line {
        Some(line) => t!("config-in-line", line = line, what = what),
        None => what,
    }
}

/// Returns whether a field is missing.
pub(super) fn is_missing_field(error: &toml::de::Error) -> bool {
    error.message().starts_with("missing field")
}

/// Returns what is wrong.
pub(super) fn words(error: &toml::de::Error) -> String {
    told(error.message())
}

fn told(message: &str) -> String {
    let quoted = |begin: &str| {
        let rest = message.strip_prefix(begin)?.strip_prefix('`')?;
        rest.split_once('`')
    };
    if let Some((field, rest)) = quoted("unknown field ") {
        return match known(rest) {
            Some(known) => {
                let what = t!("toml-unknown-field", field = field, known = &known);
                let names = known.split('`').skip(1).step_by(2);
                match typed::nearest(field, names) {
                    Some(near) => format!("{what}. {}", t!("config-did-you-mean", near = near)),
                    None => what,
                }
            }
            None => t!("toml-unknown-field-alone", field = field),
        };
    }
    if let Some((_, rest)) = quoted("unknown variant ") {
        return t!("toml-unknown-variant", value = "…", known = known(rest).unwrap_or_default());
    }
    if let Some((field, _)) = quoted("missing field ") {
        return t!("toml-missing-field", field = field);
    }
    let parts = |begin: &str| message.strip_prefix(begin)?.rsplit_once(", expected ");
    if let Some((found, wanted)) = parts("invalid type: ") {
        return t!("toml-invalid-type", found = form(found), wanted = form(wanted));
    }
    if let Some((found, wanted)) = parts("invalid value: ") {
        return t!("toml-invalid-value", found = form(found), wanted = form(wanted));
    }
    if message.starts_with("duplicate key") {
        return t!("toml-duplicate");
    }
    t!("toml-not-read", message = without_text(message))
}

/// Returns the names that are known, of `, expected one of `a`, `b``.
fn known(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(", expected ")?;
    Some(rest.strip_prefix("one of ").unwrap_or(rest).replace("` or `", "`, `"))
}

/// Returns the kind of a value, as serde names what it found or wanted.
fn form(name: &str) -> String {
    match name.split(' ').next().unwrap_or_default() {
        "string" => t!("toml-form-text"),
        "integer" | "u8" | "u16" | "u32" | "u64" | "usize" | "i64" => t!("toml-form-whole-number"),
        "floating" | "f64" => t!("toml-form-decimal"),
        "boolean" => t!("toml-form-truth"),
        "map" | "struct" | "internally" => t!("toml-form-table"),
        "sequence" => t!("toml-form-list"),
        "a" | "an" => match name {
            "a string" => t!("toml-form-text"),
            "a boolean" => t!("toml-form-truth"),
            "a sequence" => t!("toml-form-list"),
            "a map" => t!("toml-form-table"),
            other => other.to_owned(),
        },
        _ => without_text(name),
    }
}

/// Takes a quoted text out of a message: it stood in the file.
fn without_text(message: &str) -> String {
    match message.split_once('"') {
        Some((head, rest)) => {
            let tail = rest.split_once('"').map_or("", |(_, tail)| tail);
            format!("{head}\"…\"{tail}")
        }
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        words(&toml::from_str::<super::super::File>(text).unwrap_err())
    }

    #[test]
    fn what_the_parser_finds_is_said_without_the_value() {
        let company = |line: &str| format!("[company.kopp]\n{line}\n");
        assert!(
            of("language = 5").contains("a whole number, expected a text"),
            "{}",
            of("language = 5")
        );
        assert_eq!(
            of(&company("workers = \"s3cret\"")),
            "invalid type: a text, expected a whole number"
        );
        let unknown = of(&company("workrs = 1"));
        assert!(unknown.starts_with("unknown field `workrs`, expected `groups`, "), "{unknown}");
        assert!(unknown.contains(". Did you mean `workers`?"), "{unknown}");
        assert!(of(&company("links = \"s3cret\"")).starts_with("unknown variant `…`, expected `"));
        assert_eq!(of(&company("workers = 1")), "missing field `uni`");
        assert!(!of("a = \"s3cret").contains("s3cret"));
    }
}
