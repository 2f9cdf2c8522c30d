//! Questions: asked on stderr, of a person at a terminal.
//!
//! Nothing is ever assumed: without a terminal a question is a refusal that names the flag which
//! answers it, and every way out of a question other than yes is a no.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use dialoguer::console::{Key, Term};
use dialoguer::{Input, Password, Select};

use uniac_system::error::{Error, Kind, Result};
use uniac_system::secret::Secret;
use uniac_texts::t;

use super::terminal::Ui;
use super::text::clean;

/// How many choices are on the screen at a time.
const CHOICES_SHOWN: usize = 12;

/// Ctrl-D, which a terminal in raw mode hands over as a character.
const END_OF_INPUT: char = '\u{4}';

/// Whether somebody is being asked something: then nothing is under way.
static IS_ASKING: AtomicBool = AtomicBool::new(false);

/// Returns whether somebody is being asked something.
pub fn is_asking() -> bool {
    IS_ASKING.load(Ordering::SeqCst)
}

/// Lets somebody answer, and knows of it.
fn asking<T>(ask: impl FnOnce() -> T) -> T {
    IS_ASKING.store(true, Ordering::SeqCst);
    let answer = ask();
    IS_ASKING.store(false, Ordering::SeqCst);
    answer
}

impl Ui {
    /// Asks for a yes; `flag` names what answers in a script, for instance `--yes`.
    ///
    /// # Errors
    /// `confirmation-needed` without a terminal, `declined` after anything but a yes.
    pub fn confirm(&self, question: &str, flag: &str) -> Result<()> {
        if self.look.yes {
            return Ok(());
        }
        self.require_terminal(&t!("prompt-confirmation-needed"), flag)?;
        let term = Term::stderr();
        let asked = self.bars.suspend(|| {
            term.write_str(&format!("{} {} ", clean(question), t!("prompt-yes-no")))?;
            let answer = read_yes(&term, || term.read_key_raw());
            term.write_line("")?;
            answer
        });
        match asked {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(declined()),
        }
    }

    /// Asks for a line of text.
    ///
    /// # Errors
    /// `confirmation-needed` without a terminal, `declined` when the person leaves the question.
    pub fn ask(&self, question: &str, default: Option<&str>, flag: &str) -> Result<String> {
        self.require_terminal(&t!("prompt-not-answered", question = clean(question)), flag)?;
        let mut input = Input::<String>::new().with_prompt(clean(question));
        if let Some(default) = default {
            input = input.default(clean(default).into_owned());
        }
        let answer = self.bars.suspend(|| asking(|| input.interact_text()));
        answered(answer, flag).map(|text| clean(&text).trim().to_owned())
    }

    /// Asks for a secret, which is not shown while it is typed.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub fn ask_secret(&self, question: &str, flag: &str) -> Result<Secret> {
        self.require_terminal(&t!("prompt-not-answered", question = clean(question)), flag)?;
        let password = Password::new().with_prompt(clean(question));
        let answer = self.bars.suspend(|| asking(|| password.interact()));
        answered(answer, flag).map(|text| Secret::new(&text))
    }

    /// Asks for one of several choices and returns its index.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub fn select(&self, question: &str, choices: &[String], flag: &str) -> Result<usize> {
        self.require_terminal(&t!("prompt-not-answered", question = clean(question)), flag)?;
        let select = Select::new()
            .with_prompt(clean(question))
            .items(choices.iter().map(|choice| clean(choice)))
            .default(0)
            .max_length(CHOICES_SHOWN);
        let answer = self.bars.suspend(|| asking(|| select.interact_opt()));
        answered(answer, flag)?.ok_or_else(|| left(flag))
    }

    /// Returns whether there is somebody to ask.
    pub fn can_ask(&self) -> bool {
        self.look.stdin_terminal && self.look.stderr_terminal
    }

    fn require_terminal(&self, what: &str, flag: &str) -> Result<()> {
        if self.can_ask() {
            return Ok(());
        }
        let message = t!("prompt-no-terminal", what = what);
        Err(Error::new(Kind::Declined, "confirmation-needed", message)
            .hint(t!("prompt-answer-in-advance", flag = flag)))
    }
}

/// Shows the cursor, which a question may have hidden. The handler of Ctrl-C calls it before it ends
/// the process.
pub fn show_cursor() {
    let term = Term::stderr();
    if term.is_term() {
        // There is nobody left to tell when that fails.
        let _ = term.show_cursor();
    }
}

/// Reads an answer up to Enter. Only a typed yes is one: the Enter key alone, Escape, Ctrl-C and the
/// end of the input are a no, and a key hit by accident does nothing before Enter.
fn read_yes(term: &Term, mut read_key: impl FnMut() -> io::Result<Key>) -> io::Result<bool> {
    let mut typed = String::new();
    loop {
        match read_key()? {
            Key::Enter => break,
            Key::Escape | Key::CtrlC | Key::Char(END_OF_INPUT) => return Ok(false),
            Key::Backspace if typed.pop().is_some() => term.clear_chars(1)?,
            Key::Char(char) if char.is_ascii_alphabetic() => {
                typed.push(char);
                term.write_str(char.encode_utf8(&mut [0; 4]))?;
            }
            _ => {}
        }
    }
    Ok(is_yes(&typed))
}

fn is_yes(typed: &str) -> bool {
    matches!(typed.to_ascii_lowercase().as_str(), "y" | "yes" | "j" | "ja")
}

fn answered<T>(answer: dialoguer::Result<T>, flag: &str) -> Result<T> {
    answer.map_err(|dialoguer::Error::IO(_)| {
        show_cursor();
        left(flag)
    })
}

/// The error of a question that a person has left.
fn left(flag: &str) -> Error {
    Error::new(Kind::Declined, "declined", t!("prompt-left"))
        .hint(t!("prompt-left-hint", flag = flag))
}

fn declined() -> Error {
    Error::new(Kind::Declined, "declined", t!("prompt-declined"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types keys at the question; an end of the keys is an end of the input.
    fn typed(keys: &[Key]) -> bool {
        let mut keys = keys.iter().cloned();
        let term = Term::buffered_stderr();
        read_yes(&term, || keys.next().ok_or(io::ErrorKind::UnexpectedEof.into())).unwrap_or(false)
    }

    fn word(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).chain([Key::Enter]).collect()
    }

    #[test]
    fn only_a_typed_yes_is_a_yes() {
        for yes in ["y", "Y", "yes", "YES", "j", "ja"] {
            assert!(typed(&word(yes)), "{yes}");
        }
        for no in ["", "n", "no", "nei", "yn", "yesno", "1", "t"] {
            assert!(!typed(&word(no)), "{no}");
        }
    }

    #[test]
    fn every_other_way_out_is_a_no() {
        let y = Key::Char('y');
        assert!(!typed(std::slice::from_ref(&y)), "no Enter, then the terminal is gone");
        for key in [Key::Escape, Key::CtrlC, Key::Char(END_OF_INPUT)] {
            assert!(!typed(&[y.clone(), key, Key::Enter]));
        }
        assert!(!typed(&[y.clone(), Key::Backspace, Key::Enter]));
        assert!(typed(&[Key::Char('n'), Key::Backspace, y, Key::ArrowLeft, Key::Enter]));
    }
}
