//! The form of amounts and days: as people write them, or bare, as plain lines and CSV have them.
//!
//! Chosen once, at the start, with the form of the output: a line that a script reads has one form of an amount in every
//! cell, in a sentence too. What uniac writes into the shop or to a provider never asks for it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

/// How amounts and days are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// As the language writes them: `NOK 1,250.00`, `1 250,00 kr`; `31.12.2026`.
    #[default]
    Written,
    /// The same in every language: `NOK 1250.00`; `2026-12-31`.
    Bare,
}

static BARE: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread makes something for people, whatever the form of the output is.
    static FOR_PEOPLE: Cell<bool> = const { Cell::new(false) };
}

/// Returns the form of the run; as people write until one is chosen.
pub fn form() -> Form {
    match BARE.load(Ordering::Relaxed) && !FOR_PEOPLE.get() {
        true => Form::Bare,
        false => Form::Written,
    }
}

/// Chooses the form of the run.
pub fn set_form(form: Form) {
    BARE.store(form == Form::Bare, Ordering::Relaxed);
}

/// Makes something that people read although the output of the run is bare: a file with a report.
pub fn for_people<T>(make: impl FnOnce() -> T) -> T {
    let before = FOR_PEOPLE.replace(true);
    let made = make();
    FOR_PEOPLE.set(before);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_for_people_is_written_as_people_write() {
        assert_eq!(form(), Form::Written);
        for_people(|| for_people(|| assert_eq!(form(), Form::Written)));
        assert!(!FOR_PEOPLE.get(), "it ends with what was made");
    }
}
