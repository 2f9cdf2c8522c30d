//! Where secrets come from: a file, the environment, or a command.
//!
//! Never the configuration file itself and never a flag: both end up in places where others read.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::secret::Secret;

use super::Environment;

/// Where a secret comes from.
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
            SecretSource::File(path) => format!("file `{}`", path.display()),
            SecretSource::Env(name) => format!("variable `{name}`"),
            SecretSource::Command(words) => {
                format!("command `{}`", words.first().map_or("", String::as_str))
            }
        }
    }

    /// Fetches the secret.
    ///
    /// # Errors
    /// `no-secret`, naming the source and never what it gave.
    pub fn fetch(&self, environment: Environment) -> Result<Secret> {
        let missing = |why: String| {
            Error::new(
                Kind::SignIn,
                "no-secret",
                format!("no secret from {}: {why}", self.origin()),
            )
            .hint("`uniac doctor` shows where each credential is to come from")
        };
        let secret = match self {
            SecretSource::File(path) => Secret::new(
                &std::fs::read_to_string(path).map_err(|error| missing(error.to_string()))?,
            ),
            SecretSource::Env(name) => Secret::new(
                &environment.var(name).ok_or_else(|| missing("it is not set".to_owned()))?,
            ),
            SecretSource::Command(words) => run(words).map_err(missing)?,
        };
        match secret.is_empty() {
            true => Err(missing("it is empty".to_owned())),
            false => Ok(secret),
        }
    }

    /// Returns a warning when others can read the secret's file.
    pub fn warning(&self) -> Option<String> {
        match self {
            SecretSource::File(path) => others_can_read(path),
            SecretSource::Env(_) | SecretSource::Command(_) => None,
        }
    }
}

fn run(words: &[String]) -> Result<Secret, String> {
    let (program, arguments) = words.split_first().ok_or("the command is empty")?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("it ended with {}", output.status));
    }
    Ok(Secret::new(&String::from_utf8_lossy(&output.stdout)))
}

/// Returns a warning when others can read a file that holds a secret.
#[cfg(unix)]
pub fn others_can_read(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        format!(
            "others can read the secret file `{}` (mode {mode:o}); run `chmod 600` on it",
            path.display()
        )
    })
}

/// Returns a warning when others can read a file that holds a secret.
#[cfg(not(unix))]
pub fn others_can_read(_path: &Path) -> Option<String> {
    // Windows: access lists are inherited from the user's profile; there is no cheap mode to test.
    None
}
