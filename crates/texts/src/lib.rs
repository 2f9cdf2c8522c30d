//! The words of uniac: each message is an id with arguments, and the words stand in Fluent files, a folder a language.
//!
//! Nothing may read a text back: ids, JSON, exit codes and command names are the same in every language. No rule about
//! money may ask for the language.

mod amounts;
pub mod dates;
mod form;
mod kept;
mod language;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use uniac_core::money::Money;

pub use amounts::{amount, decimal, money};
pub use form::{Form, for_people, form, set_form};
pub use kept::{in_words, in_words_of};
pub use language::{Language, language, set_language};
pub use uniac_core::kept::kept as kept_text;

/// Returns a text in the language of the run: `t!("owed-nothing")`, `t!("owed-foot", orders = 3, sum = money)`.
///
/// The id must be a literal, so that a test finds it; for an id that is put together there is [`text`].
#[macro_export]
macro_rules! t {
    ($id:literal) => {
        $crate::text($id, &[])
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text($id, &[$((stringify!($name), $crate::Argument::from($value))),+])
    };
}

/// Declares the files of a language; one that is missing does not compile.
macro_rules! files {
    ($language:literal) => {
        files!(
            $language:
            "answers"
            "book"
            "common"
            "company"
            "config"
            "doctor"
            "doubts"
            "engine"
            "erp"
            "fleet"
            "help"
            "links"
            "list"
            "meanings"
            "names"
            "owed"
            "payment"
            "plan"
            "play"
            "reconcile"
            "report"
            "runs"
            "setup"
            "shop"
            "show"
            "status"
            "store"
            "system"
            "usage"
            "written"
        )
    };
    ($language:literal: $($name:literal)+) => {
        &[$(include_str!(concat!("../../../texts/", $language, "/", $name, ".ftl"))),+]
    };
}

/// What stands in a message in place of a name.
#[derive(Debug, Clone)]
pub enum Argument {
    /// A word or a name, as it is.
    Text(String),
    /// A count, which chooses between singular and plural too.
    Count(i64),
    /// An amount, written as the language writes it.
    Amount(Money),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Argument {
        Argument::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Argument {
        Argument::Text(text.clone())
    }
}

impl From<std::borrow::Cow<'_, str>> for Argument {
    fn from(text: std::borrow::Cow<'_, str>) -> Argument {
        Argument::Text(text.into_owned())
    }
}

impl From<std::path::Display<'_>> for Argument {
    fn from(path: std::path::Display<'_>) -> Argument {
        Argument::Text(path.to_string())
    }
}

impl From<Money> for Argument {
    fn from(money: Money) -> Argument {
        Argument::Amount(money)
    }
}

macro_rules! counts {
    ($($number:ty)+) => {
        $(impl From<$number> for Argument {
            fn from(count: $number) -> Argument {
                Argument::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        })+
    };
}

counts!(u8 u16 u32 u64 usize i32 i64);

/// Returns a text in the language and the form of the run.
pub fn text(id: &str, arguments: &[(&str, Argument)]) -> String {
    text_as(language(), form(), id, arguments)
}

/// Returns a text in a language, as people write it. An id that has none is its own text; a test finds it.
pub fn text_in(language: Language, id: &str, arguments: &[(&str, Argument)]) -> String {
    text_as(language, Form::Written, id, arguments)
}

fn text_as(language: Language, form: Form, id: &str, arguments: &[(&str, Argument)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, argument) in arguments {
        values.set((*name).to_owned(), value(language, form, argument));
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
}

/// Returns whether a language has a text of this id.
pub fn has(language: Language, id: &str) -> bool {
    bundle(language).get_message(id).is_some_and(|message| message.value().is_some())
}

/// Returns what people read for a name that programs read as it is: the head of a column, the key of a pair. English
/// has the name itself.
pub fn label(name: &str) -> String {
    named(name).unwrap_or_else(|| name.to_owned())
}

/// Returns the label of a name, if the language has one.
pub fn named(name: &str) -> Option<String> {
    let id = format!("label-{}", name.replace(|char: char| !char.is_ascii_alphanumeric(), "-"));
    has(language(), &id).then(|| text(&id, &[]))
}

fn value(language: Language, form: Form, argument: &Argument) -> FluentValue<'static> {
    match argument {
        Argument::Text(text) => FluentValue::from(text.clone()),
        Argument::Count(count) => FluentValue::from(*count),
        Argument::Amount(amount) => FluentValue::from(amounts::amount_in(language, form, *amount)),
    }
}

type Bundle = FluentBundle<FluentResource>;

/// Returns the texts of a language, which are read when the first of them is asked for.
fn bundle(language: Language) -> &'static Bundle {
    static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| read(Language::En, files!("en")));
    static NORWEGIAN: LazyLock<Bundle> = LazyLock::new(|| read(Language::Nb, files!("nb")));
    match language {
        Language::En => &ENGLISH,
        Language::Nb => &NORWEGIAN,
    }
}

/// Reads the files of a language. What is wrong in one leaves that message out; a test finds it.
fn read(language: Language, files: &'static [&'static str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language.identifier()]);
    // The marks that keep directions of writing apart are characters that a terminal shows or counts.
    bundle.set_use_isolating(false);
    for file in files {
        let resource =
            FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        // The first of two messages with one id stays.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

#[cfg(test)]
mod tests;
