//! Kept texts: the words of what was kept without any, see `uniac_core::kept`.

use uniac_core::kept::{BEGIN, END, MONEY, NEXT, end};
use uniac_core::money::Money;

use crate::amounts::amount_in;
use crate::{Argument, Form, Language, form, has, language, text_as};

/// Returns a message to be kept in the store: its id and arguments, no words. [`in_words`] finds them.
#[macro_export]
macro_rules! kept {
    ($id:literal) => {
        $crate::kept_text($id, &[])
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::kept_text($id, &[$((stringify!($name), &$value.to_string())),+])
    };
}

/// Returns a text in which every kept text stands in words of the run's language. Other text stays as it is: what was
/// kept before there were kept texts, too.
pub fn in_words(text: &str) -> String {
    in_words_as(language(), form(), text)
}

/// As [`in_words`], in a language, as people write it.
pub fn in_words_of(language: Language, text: &str) -> String {
    in_words_as(language, Form::Written, text)
}

fn in_words_as(language: Language, form: Form, text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find(BEGIN) {
        let (before, kept) = rest.split_at(begin);
        words.push_str(before);
        let Some(length) = kept.strip_prefix(BEGIN).and_then(end) else {
            rest = kept;
            break;
        };
        let (kept, after) = kept.split_at(BEGIN.len_utf8() + length);
        words.push_str(&told(language, form, kept));
        rest = after;
    }
    words.push_str(rest);
    words
}

/// Returns one kept text in words; one of an unknown id as it is.
fn told(language: Language, form: Form, kept: &str) -> String {
    let inner = kept.strip_prefix(BEGIN).and_then(|kept| kept.strip_suffix(END)).unwrap_or(kept);
    let mut parts = parts(inner).into_iter();
    let id = parts.next().unwrap_or_default();
    if id == MONEY {
        let values: Vec<&str> = parts.filter_map(|part| Some(part.split_once('=')?.1)).collect();
        return amount(language, form, &values).unwrap_or_else(|| kept.to_owned());
    }
    if !has(language, id) {
        return kept.to_owned();
    }
    let arguments: Vec<(&str, Argument)> = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name, Argument::Text(in_words_as(language, form, value))))
        .collect();
    text_as(language, form, id, &arguments)
}

/// Returns a kept amount as the language writes it.
fn amount(language: Language, form: Form, values: &[&str]) -> Option<String> {
    let [minor, currency] = values else { return None };
    let money = Money::new(minor.parse().ok()?, currency.parse().ok()?);
    Some(amount_in(language, form, money))
}

/// Returns what stands between the marks, those of inner texts left out.
fn parts(inner: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (index, char) in inner.char_indices() {
        match char {
            BEGIN => depth += 1,
            END => depth = depth.saturating_sub(1),
            NEXT if depth == 0 => {
                parts.extend(inner.get(start..index));
                start = index + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(inner.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_told_in_the_language_of_the_reader() {
        let missing = crate::kept!("doubt-missing", name = "Items");
        let said = format!("{missing}; {}", crate::kept!("doubt-of-event", doubt = missing));
        assert_eq!(
            in_words_of(Language::En, &said),
            "Items is missing; of an event: Items is missing"
        );
        assert_eq!(in_words_of(Language::Nb, &said), "Items mangler; i en hendelse: Items mangler");
        let money = crate::kept_text(MONEY, &[("minor", "-2980"), ("currency", "NOK")]);
        assert_eq!(in_words_of(Language::En, &money), "NOK -29.80");
        assert_eq!(in_words_of(Language::Nb, &money), "-29,80\u{a0}kr");
        for plain in ["Items is missing", "⟦no-such-id|a=b⟧", "⟦torn", "", "a ⟧ b"] {
            assert_eq!(in_words_of(Language::Nb, plain), plain);
        }
    }
}
