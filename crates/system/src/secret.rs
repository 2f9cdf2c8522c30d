//! Secrets: values that are used and never shown.
//!
//! A secret must never be printed, logged, serialised or put into an error; the type has no way to.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use uniac_texts::t;

/// A credential. Its text leaves only through [`Secret::expose`], at the line that sends it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a credential; blanks and line ends around it are not part of it.
    pub fn new(text: &str) -> Secret {
        Secret(text.trim().to_owned())
    }

    /// Returns the text, to be sent and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a secret comes from. It never stands in the configuration itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// A file that only its owner can read.
    File(PathBuf),
    /// An environment variable.
    Env(String),
    /// A program and its arguments; the secret is what it prints.
    Command(Vec<String>),
}

impl SecretSource {
    /// Returns where the secret comes from, to be shown.
    pub fn origin(&self) -> String {
        match self {
            SecretSource::File(path) => t!("secret-from-file", path = path.display()),
            SecretSource::Env(name) => t!("secret-from-variable", name = name),
            SecretSource::Command(words) => {
                t!("secret-from-command", program = words.first().map_or("", String::as_str))
            }
        }
    }
}
