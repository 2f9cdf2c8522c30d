//! Where secrets come from: a file, the environment, or a command.
//!
//! Never the configuration file itself and never a flag: both end up in places where others read.

use std::io::Read;
use std::path::Path;

use uniac_system::error::{Error, Kind, Result};
use uniac_system::files;
use uniac_system::os;
use uniac_system::secret::{Secret, SecretSource};
use uniac_system::stop;
use uniac_texts::t;

use super::environment::Environment;
use super::program;

/// How a secret is fetched from where it comes from.
pub trait Fetch {
    /// Fetches a secret of one line: a token, a password. One line end after it in a file, or in what a
    /// command prints, is not part of it; any other control character is refused: in a header it would
    /// begin something else.
    ///
    /// # Errors
    /// `no-secret` and `bad-secret`, naming the source and never what it gave.
    fn fetch(&self, environment: Environment) -> Result<Secret>;

    /// Fetches a secret of several lines: a key in PEM form.
    ///
    /// # Errors
    /// As [`Fetch::fetch`].
    fn fetch_key(&self, environment: Environment) -> Result<Secret>;

    /// Returns a warning when others can read the secret's file.
    fn warning(&self) -> Option<String>;
}

impl Fetch for SecretSource {
    fn fetch(&self, environment: Environment) -> Result<Secret> {
        let text = text(self, environment)?;
        match text.chars().find(|c| c.is_control() || *c == BYTE_ORDER_MARK) {
            None => Ok(Secret::new(&text)),
            Some(found) => Err(refused(self, found)),
        }
    }

    fn fetch_key(&self, environment: Environment) -> Result<Secret> {
        let text = text(self, environment)?;
        match text.chars().find(|c| c.is_control() && !c.is_whitespace()) {
            None => Ok(Secret::new(&text)),
            Some(found) => Err(refused(self, found)),
        }
    }

    fn warning(&self) -> Option<String> {
        match self {
            SecretSource::File(path) => others_can_read(path),
            SecretSource::Env(_) | SecretSource::Command(_) => None,
        }
    }
}

fn text(source: &SecretSource, environment: Environment) -> Result<String> {
    let bytes = match source {
        SecretSource::File(path) => read(path).map_err(|error| missing(source, &error))?,
        SecretSource::Env(name) => {
            let value =
                environment.var(name).ok_or_else(|| missing(source, &t!("secret-not-set")))?;
            return not_blank(source, value);
        }
        SecretSource::Command(words) => {
            let own = environment.for_programs();
            program::printed(words, own, program::TIME_MAX).map_err(|why| {
                // An interrupt is the run's end, not the program's fault.
                stop::PROCESS.check().err().unwrap_or_else(|| missing(source, &why))
            })?
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| missing(source, &t!("secret-no-text")))?;
    let line = text.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    not_blank(source, line.unwrap_or(&text).to_owned())
}

fn not_blank(source: &SecretSource, text: String) -> Result<String> {
    if text.trim().is_empty() { Err(missing(source, &t!("secret-empty"))) } else { Ok(text) }
}

fn missing(source: &SecretSource, why: &str) -> Error {
    let message = t!("secret-none", origin = source.origin(), why = why);
    Error::new(Kind::SignIn, "no-secret", message).hint(t!("sign-in-doctor-hint"))
}

fn refused(source: &SecretSource, found: char) -> Error {
    let what = match found {
        '\n' => t!("secret-line-end"),
        '\r' => t!("secret-carriage-return"),
        '\0' => t!("secret-nul"),
        '\t' => t!("secret-tab"),
        BYTE_ORDER_MARK => t!("secret-byte-order-mark"),
        other => t!("secret-control", code = format!("U+{:04X}", u32::from(other))),
    };
    let message = t!("secret-refused", origin = source.origin(), what = what);
    Error::new(Kind::SignIn, "bad-secret", message).hint(t!("secret-refused-hint"))
}

/// What some editors put before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a file that may be anything.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| os::why(&error))?;
    file.take(program::BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| os::why(&error))?;
    match bytes.len() as u64 > program::BYTES_MAX {
        true => Err(t!("secret-too-large", size = program::BYTES_MAX / 1024)),
        false => Ok(bytes),
    }
}

/// Returns a warning when others can read a file that holds a secret.
pub fn others_can_read(path: &Path) -> Option<String> {
    let mode = files::others(path)?;
    Some(t!("config-secret-open", path = path.display(), mode = format!("{mode:o}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(bytes: &[u8]) -> (Result<Secret>, Result<Secret>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, bytes).unwrap();
        let source = SecretSource::File(path);
        (source.fetch(Environment), source.fetch_key(Environment))
    }

    #[test]
    fn a_secret_is_one_line_and_what_would_hurt_is_refused_by_name() {
        // The file's folder has letters and digits in its name, by chance, and no hyphen.
        for (bytes, expected) in [
            (&b"s-3cret"[..], Ok("s-3cret")),
            (b"s-3cret\n", Ok("s-3cret")),
            (b"s-3cret\r\n", Ok("s-3cret")),
            (b" s-3 cret ", Ok("s-3 cret")),
            ("æøå".as_bytes(), Ok("æøå")),
            (b"s-3cret\n\n", Err("a line end")),
            (b"s-3\ncret", Err("a line end")),
            (b"s-3cret\r", Err("a carriage return")),
            (b"s-3\0cret", Err("a NUL")),
            (b"s-3\x1bcret", Err("U+001B")),
            (b"\xef\xbb\xbfs-3cret", Err("a byte order mark")),
            (b"s-3\xffcret", Err("no text")),
            (b"", Err("empty")),
            (b" \r\n\n", Err("empty")),
            (&vec![b'x'; 65 * 1024], Err("larger than 64 KiB")),
        ] {
            let (secret, _) = fetched(bytes);
            match (secret, expected) {
                (Ok(secret), Ok(expected)) => assert_eq!(secret.expose(), expected),
                (Err(error), Err(expected)) => {
                    assert!(error.message.contains(expected), "{error}");
                    assert!(error.message.contains("from file `"), "{error}");
                    assert!(!error.message.contains("s-3"), "{error}");
                }
                (got, _) => panic!("{bytes:?}: {got:?}"),
            }
        }
    }

    #[test]
    fn a_key_has_lines_and_nothing_else_that_is_not_seen() {
        let pem = b"-----BEGIN PRIVATE KEY-----\r\nAAAA\n-----END PRIVATE KEY-----\n";
        let (line, key) = fetched(pem);
        assert_eq!(line.unwrap_err().code, "bad-secret");
        assert!(key.unwrap().expose().ends_with("KEY-----"));
        assert_eq!(fetched(b"A\0A").1.unwrap_err().code, "bad-secret");
    }
}
