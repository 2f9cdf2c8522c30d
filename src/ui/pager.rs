//! The pager: the user's own program that shows what is longer than the screen.
//!
//! A result must never be lost because of it: where it does not start, the result is printed.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The pager where the user names none: `less` that ends by itself on one screen, keeps colours, and leaves what it showed.
const USUAL: &[&str] = &["less", "-FRX"];

/// A program with its arguments. No shell is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    program: String,
    arguments: Vec<String>,
}

impl Pager {
    /// Returns the pager that the user has named (`PAGER`), or the usual one; Windows has none. `cat` and nothing mean
    /// that there is to be none.
    pub fn chosen(named: Option<&str>) -> Option<Pager> {
        let usual = || match cfg!(windows) {
            true => Vec::new(),
            false => USUAL.to_vec(),
        };
        let words = named.map_or_else(usual, |named| named.split_whitespace().collect());
        let mut words = words.into_iter().map(str::to_owned);
        let program = words.next().filter(|program| program != "cat")?;
        Some(Pager { program, arguments: words.collect() })
    }

    /// Shows a text; returns whether it could.
    pub(super) fn show(&self, text: &str) -> bool {
        let mut command = Command::new(&self.program);
        let started = command.args(&self.arguments).stdin(Stdio::piped()).spawn();
        let Ok(mut child) = started else { return false };
        if let Some(mut keyboard) = child.stdin.take() {
            // Who leaves before the end has seen enough.
            let _ = keyboard.write_all(text.as_bytes());
        }
        child.wait().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_pager_comes_first_and_cat_is_none() {
        let most = Pager { program: "most".to_owned(), arguments: vec!["-w".to_owned()] };
        assert_eq!(Pager::chosen(Some("most -w")), Some(most));
        assert_eq!(Pager::chosen(Some("cat")), None);
        assert_eq!(Pager::chosen(Some("  ")), None);
        assert_eq!(Pager::chosen(None).is_some(), cfg!(unix));
    }
}
