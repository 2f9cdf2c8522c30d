//! Storage faults: the real program on a disk that fails, with a journal that is damaged or old.
//!
//! The rule that is tested: nothing is sent for an intent that is not durably written, and what the
//! journal has lost is read back, never done again.
//!
//! One case in five is tried, as each runs the program three times; all of them with `UNIAC_STORAGE_ALL=1`.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]
#![cfg(unix)]

#[path = "../proof/books.rs"]
mod books;
mod disk;
#[path = "../product/outside.rs"]
#[expect(dead_code, reason = "the product's own truth is of one order")]
mod outside;
#[path = "../proof/stage.rs"]
#[expect(dead_code, reason = "what only the other suites use")]
mod stage;
#[path = "../proof/stories.rs"]
#[expect(dead_code, reason = "the sweep of crashes checks the undisturbed stories")]
mod stories;
mod tail;

use std::io::Write as _;

/// Prints even when the test passes, which a macro's output would not be.
fn print(text: &str) {
    std::io::stdout().write_all(text.as_bytes()).expect("a terminal");
}

/// Of so many cases one is tried. It shares no divisor with the four kinds of damage, so that each kind comes to be tried.
const ONE_IN: usize = 5;

/// Returns whether the n-th case is tried.
fn is_tried(n: usize) -> bool {
    n.is_multiple_of(ONE_IN) || !variable("UNIAC_STORAGE_ALL").is_empty()
}

#[expect(clippy::disallowed_methods, reason = "a test may ask which case is wanted")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}
