//! What a kind of system says of itself, so that it can be configured: its name, and what is asked for it.
//!
//! Plain data. A secret must never be asked for as text; where it comes from is.

use uniac_system::error::Result;
use uniac_system::secret::{Secret, SecretSource};

/// Fetches a secret by its key in the configuration and by where it comes from.
pub type FetchSecret<'a> = &'a dyn Fn(&str, &SecretSource) -> Result<Secret>;

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// Texts with commas between them.
    List,
    /// Where a secret comes from.
    Secret,
}

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Unless its flag answers it.
    Always,
    /// As `Always`, with an answer that Enter takes.
    Default(&'static str),
    /// Never; without its flag this is the answer.
    Silent(&'static str),
    /// Never; without its flag the value is left out.
    Flag,
}

/// One value of the file.
#[derive(Debug)]
pub struct Question {
    /// The key in its part of the file; a dot leads into a table.
    pub key: &'static str,
    /// The flag without its dashes. Kinds may share one.
    pub flag: &'static str,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// The question, and the flag's help: the id of the message.
    pub prompt: &'static str,
    /// What an answer is.
    pub answer: Answer,
    /// When it is asked.
    pub ask: Ask,
    /// It is not asked when one of these flags is given: there are several ways to sign in.
    pub unless: &'static [&'static str],
}

/// Returns a question for a text.
pub const fn question(
    key: &'static str,
    flag: &'static str,
    value: &'static str,
    prompt: &'static str,
    ask: Ask,
) -> Question {
    Question { key, flag, value, prompt, answer: Answer::Text, ask, unless: &[] }
}

/// Returns a question for where a secret comes from.
pub const fn secret(key: &'static str, flag: &'static str, prompt: &'static str) -> Question {
    let (value, ask) = ("SOURCE", Ask::Always);
    Question { key, flag, value, prompt, answer: Answer::Secret, ask, unless: &[] }
}

/// Returns a question for texts with commas between them.
pub const fn list(
    key: &'static str,
    flag: &'static str,
    value: &'static str,
    prompt: &'static str,
    ask: Ask,
) -> Question {
    Question { answer: Answer::List, ..question(key, flag, value, prompt, ask) }
}

/// Returns a question for a whole number that has a usual answer.
pub const fn whole(
    key: &'static str,
    flag: &'static str,
    value: &'static str,
    prompt: &'static str,
) -> Question {
    Question { answer: Answer::Whole, ..question(key, flag, value, prompt, Ask::Flag) }
}

/// A kind of shop, provider or sign-in.
#[derive(Debug)]
pub struct Kind {
    /// The name that the flag takes.
    pub name: &'static str,
    /// The name that people know: the id of the message.
    pub title: &'static str,
    /// What stands in the file without being asked, by key.
    pub fixed: &'static [(&'static str, &'static str)],
    /// What is asked.
    pub questions: &'static [Question],
    /// Whether a shop is the payment provider too, so that none is asked for.
    pub pays: bool,
}

impl Kind {
    /// Returns the name that the flag and the file take.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// Makes of a list of connectors, one line each, the configuration by kind and the kinds in the order of the list.
macro_rules! registry {
    ($what:literal, $configured:ident, $kind:ty; $($variant:ident: $module:ident),+ $(,)?) => {
        #[doc = $what]
        #[derive(Debug, Clone, serde::Deserialize, serde::Serialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum Config {
            $(#[doc = concat!("Of the kind of `", stringify!($module), "`.")]
            $variant($module::Config)),+
        }

        impl Config {
            /// Returns the name of the kind.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Config::$variant(_) => $module::KIND.name()),+
                }
            }

            /// Returns what is configured, whatever its kind.
            pub fn configured(&self) -> &dyn $configured {
                match self {
                    $(Config::$variant(config) => config),+
                }
            }
        }

        /// All kinds there are.
        pub const KINDS: &[&$kind] = &[$(&$module::KIND),+];
    };
}
pub(crate) use registry;
