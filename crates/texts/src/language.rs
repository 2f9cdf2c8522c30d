//! The language of the run: chosen once, at the start.
//!
//! Where it comes from (flag, environment, configuration) is the caller's to say; nothing here reads the environment.

use std::sync::atomic::{AtomicU8, Ordering};

use unic_langid::LanguageIdentifier;

/// A language that uniac speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Norwegian, bokmål.
    Nb,
}

impl Language {
    /// All languages.
    pub const ALL: [Language; 2] = [Language::En, Language::Nb];

    /// Returns the language's tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Nb => "nb",
        }
    }

    /// Returns the language of a tag or the name of a locale: `nb`, `nb-NO`, `nn_NO.UTF-8`. Every Norwegian is bokmål,
    /// what is not known is none.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let first = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "nb" | "nn" | "no" => Some(Language::Nb),
            "en" | "c" | "posix" => Some(Language::En),
            _ => None,
        }
    }

    /// Returns the identifier by which plurals are chosen.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

static CHOSEN: AtomicU8 = AtomicU8::new(0);

/// Returns the language of the run; English until one is chosen.
pub fn language() -> Language {
    match CHOSEN.load(Ordering::Relaxed) {
        1 => Language::Nb,
        _ => Language::En,
    }
}

/// Chooses the language of the run.
pub fn set_language(language: Language) {
    let number = match language {
        Language::En => 0,
        Language::Nb => 1,
    };
    CHOSEN.store(number, Ordering::Relaxed);
}
