//! A wrong command line, said as every other error is; help and version are results.
//!
//! The parser's own sentences are English; in another language they are put together from what it tells of the fault.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::typed::Wrong;
use crate::ui::{Choices, Format, Look, Ui};
use uniac_engine::exit::Exit;
use uniac_system::error::Error;
use uniac_texts::{Language, language, set_language, t};

use super::translated;

/// Prints help or version, or the fault, and returns the exit code.
pub fn report(fault: &clap::Error, arguments: &[OsString]) -> u8 {
    if !fault.use_stderr() {
        let plain = Ui::new(Look::detect(&Choices::default()));
        let printed = plain.print(&translated::told(&fault.render().to_string()));
        return printed.map_or(Exit::Failed, |()| Exit::Done).code();
    }
    let format = wants_json(arguments).then_some(Format::Json);
    if format.is_some() {
        set_language(Language::En);
    }
    let ui = Ui::new(Look::detect(&Choices { format, ..Choices::default() }));
    ui.error(&error(fault));
    Exit::Usage.code()
}

fn wants_json(arguments: &[OsString]) -> bool {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    words.contains(&"--json")
        || words.contains(&"--output=json")
        || words.windows(2).any(|pair| pair == ["--output", "json"])
}

/// What went wrong stands first; a tip, the usage and where to read on are the next steps.
fn error(fault: &clap::Error) -> Error {
    if fault.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let hint = match cfg!(feature = "sandbox") {
            true => t!("usage-no-command-demo"),
            false => t!("usage-no-command-help"),
        };
        return Error::usage("usage", t!("usage-no-command")).hint(hint);
    }
    let asks_for_amount = told(fault, ContextKind::InvalidArg).as_deref() == Some("--amount");
    let message = fault.render().to_string();
    let mut parts = message.trim().trim_start_matches("error: ").split("\n\n");
    let english = parts.next().unwrap_or_default();
    let error = match language() {
        Language::En => Error::usage("usage", english),
        Language::Nb => {
            let text = sentence(fault).unwrap_or_else(|| english.to_owned());
            let tip = told(fault, ContextKind::SuggestedArg)
                .or_else(|| told(fault, ContextKind::SuggestedSubcommand))
                .or_else(|| told(fault, ContextKind::SuggestedValue));
            let error = Error::usage("usage", text);
            let hint = match (asks_for_amount, tip) {
                (true, _) => t!("usage-no-amount"),
                (false, Some(tip)) => t!("did-you-mean", command = tip),
                (false, None) => form(fault).unwrap_or_else(|| t!("usage-try-help")),
            };
            return error.hint(hint);
        }
    };
    if asks_for_amount {
        // The flag that is nearest by its letters is quite another one.
        return error.hint(t!("usage-no-amount"));
    }
    let parts = parts.map(|part| part.trim().trim_start_matches("tip: "));
    parts.filter(|part| !part.is_empty()).fold(error, Error::hint)
}

/// Says how a value is written that was not understood.
fn form(fault: &clap::Error) -> Option<String> {
    let source = std::error::Error::source(fault)?;
    let message = source.to_string();
    let range = || message.split_once(" is not in ")?.1.split_once("..");
    if let Some(wrong) = source.downcast_ref::<Wrong>() {
        return Some(wrong.to_string());
    }
    match source.is::<std::num::ParseIntError>() {
        true => Some(t!("typed-whole-number")),
        false => range().map(|(from, to)| match to.trim_start_matches('=') {
            "" => t!("typed-at-least", from = from),
            to => t!("typed-range", from = from, to = to),
        }),
    }
}

/// Says in the language of the run what is wrong; `None` for a kind that hardly ever comes.
fn sentence(fault: &clap::Error) -> Option<String> {
    let arg = || told(fault, ContextKind::InvalidArg).unwrap_or_default();
    let value = || told(fault, ContextKind::InvalidValue).unwrap_or_default();
    Some(match fault.kind() {
        ErrorKind::UnknownArgument => t!("usage-unknown-argument", argument = arg()),
        ErrorKind::InvalidSubcommand => {
            let name = told(fault, ContextKind::InvalidSubcommand).unwrap_or_default();
            t!("usage-unknown-command", command = name)
        }
        ErrorKind::MissingRequiredArgument => t!("usage-missing", arguments = arg()),
        ErrorKind::MissingSubcommand => t!("usage-no-command"),
        ErrorKind::ArgumentConflict => {
            let other = told(fault, ContextKind::PriorArg).unwrap_or_default();
            if other == arg() {
                return Some(t!("usage-twice", argument = arg()));
            }
            t!("usage-conflict", argument = arg(), other = other)
        }
        ErrorKind::InvalidValue if value().is_empty() => t!("usage-no-value", argument = arg()),
        ErrorKind::InvalidValue => {
            let valid = told(fault, ContextKind::ValidValue).unwrap_or_default();
            t!("usage-not-a-choice", value = value(), argument = arg(), choices = valid)
        }
        ErrorKind::ValueValidation => {
            t!("usage-invalid-value", value = value(), argument = arg())
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => t!("usage-wrong-count", argument = arg()),
        ErrorKind::InvalidUtf8 => t!("usage-not-text"),
        _ => return None,
    })
}

/// Returns what the parser tells of a fault, several in one text.
fn told(fault: &clap::Error, kind: ContextKind) -> Option<String> {
    match fault.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    }
}
