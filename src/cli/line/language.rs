//! Which language a run speaks: the flag, else `UNIAC_LANG`, else the configuration, else the locale, else English.
//!
//! It is chosen before the command line is parsed, so that help and errors speak it too.

use std::ffi::OsString;

use crate::config::Environment;
use crate::typed::Wrong;
use uniac_system::error::{Error, Result};
use uniac_texts::{Language, set_language, t};

/// The variable that names the language.
const VARIABLE: &str = "UNIAC_LANG";

/// Where the system says its locale; the first that is set counts (POSIX, 8.2).
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// Chooses the language from what is known before anything is read: arguments and environment.
pub fn choose(arguments: &[OsString], environment: Environment) {
    let said = flag(arguments).or_else(|| environment.var(VARIABLE));
    let locale = || LOCALE.into_iter().find_map(|name| environment.var(name));
    let tag = said.or_else(locale);
    set_language(tag.as_deref().and_then(Language::of_tag).unwrap_or_default());
}

/// Chooses the language of the configuration, unless flag or environment have named one.
///
/// # Errors
/// `bad-configuration` when it is none that uniac speaks, in the variable too.
pub fn configured(
    flag: Option<Language>,
    environment: Environment,
    configured: Option<&str>,
) -> Result<()> {
    if flag.is_some() {
        return Ok(());
    }
    if let Some(tag) = environment.var(VARIABLE) {
        return known(VARIABLE, &tag).map(drop);
    }
    if let Some(tag) = configured {
        set_language(known("language", tag)?);
    }
    Ok(())
}

/// Reads the flag's value.
pub fn parse(tag: &str) -> std::result::Result<Language, Wrong> {
    Language::of_tag(tag).ok_or_else(|| Wrong(t!("language-unknown", tag = tag)))
}

fn known(place: &str, tag: &str) -> Result<Language> {
    Language::of_tag(tag).ok_or_else(|| {
        let what = t!("language-unknown", tag = tag);
        Error::usage("bad-configuration", format!("`{place}`: {what}"))
    })
}

/// Returns the value of `--lang` in the arguments, before they are parsed.
fn flag(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        match word.strip_prefix("--lang") {
            _ if word == "--" => return None,
            Some("") => return words.next().map(str::to_owned),
            Some(rest) if rest.starts_with('=') => return Some(rest[1..].to_owned()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_seen_before_the_command_line_is_parsed() {
        let flag_of = |line: &str| flag(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for (line, tag) in [
            ("uniac status --lang nb", Some("nb")),
            ("uniac --lang=en status", Some("en")),
            ("uniac status", None),
            ("uniac status --lang", None),
            ("uniac order show -- --lang=nb", None),
        ] {
            assert_eq!(flag_of(line).as_deref(), tag, "{line}");
        }
    }
}
