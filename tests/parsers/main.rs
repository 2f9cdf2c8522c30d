//! Every reader of what comes from outside, given what no system should send: nothing unparsed or
//! mismatched may become *done*, a fact, or a store.
//!
//! The inputs are those of the fuzz targets' corpora, changed at random; `proof/fuzz` runs the same
//! checks for as long as it is let. How many inputs: `UNIAC_FUZZ_CASES=100000 cargo test --test parsers`.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]

mod canned;
mod files;
mod klarna;
mod medusa;
mod medusa_facts;
mod medusa_payments;
mod nexi;
mod odd_rows;
mod told;
mod unimicro;
mod vendure;
mod vendure_facts;
mod vendure_payments;
mod vipps;
mod woocommerce;
mod words;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;

use words::WORDS;

/// How many changed inputs each reader gets when nothing is said.
const CASES_DEFAULT: usize = 5000;

/// Each case that opens a file costs a sync to disk.
const FILES_SHARE: usize = 20;

/// How many changes are made to an input, at most.
const CHANGES_MAX: usize = 6;

/// Returns an input like this one, and not quite.
fn changed(rng: &mut Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut input = corpus[rng.usize(..corpus.len())].clone();
    for _ in 0..rng.usize(0..=CHANGES_MAX) {
        let at = rng.usize(..=input.len());
        let word = WORDS[rng.usize(..WORDS.len())].as_bytes();
        match rng.u8(..7) {
            0 if at < input.len() => input[at] ^= 1 << rng.u8(..8),
            1 => input.truncate(at),
            2 => {
                let end = (at + rng.usize(..24)).min(input.len());
                input.drain(at..end);
            }
            3 => drop(input.splice(at..at, word.iter().copied())),
            4 => {
                // A part of another input.
                let other = &corpus[rng.usize(..corpus.len())];
                let from = rng.usize(..=other.len());
                let to = (from + rng.usize(..80)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
            // A word for a word, the way a system errs that answers about something else.
            _ => {
                let old = WORDS[rng.usize(..WORDS.len())].as_bytes();
                let found = input.windows(old.len()).position(|part| part == old);
                if let Some(found) = found {
                    input.splice(found..found + old.len(), word.iter().copied());
                }
            }
        }
    }
    input
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let entries = std::fs::read_dir(folder).expect("a corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {name} is empty");
    paths.iter().map(|path| std::fs::read(path).expect("an input")).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test may ask how long it may take")]
fn cases() -> usize {
    let said = std::env::var("UNIAC_FUZZ_CASES").ok();
    said.map_or(CASES_DEFAULT, |text| text.parse().expect("UNIAC_FUZZ_CASES is a number"))
}

/// Gives the corpus and inputs made from it to a check; a failing one is shown with its seed.
fn run(name: &str, cases: usize, check: impl Fn(&[u8])) {
    let corpus = corpus(name);
    for input in &corpus {
        let failed = catch_unwind(AssertUnwindSafe(|| check(input))).is_err();
        assert!(!failed, "{name}, kept: {:?}", String::from_utf8_lossy(input));
    }
    for seed in 0..cases {
        let input = changed(&mut Rng::with_seed(seed as u64), &corpus);
        let failed = catch_unwind(AssertUnwindSafe(|| check(&input))).is_err();
        assert!(!failed, "{name}, seed {seed}: {:?}", String::from_utf8_lossy(&input));
    }
    let told = format!("parsers: {name}: {} inputs kept, {cases} made\n", corpus.len());
    std::io::stdout().write_all(told.as_bytes()).expect("a terminal");
}

#[test]
fn whatever_vipps_answers_only_its_own_success_is_done() {
    run("vipps", cases(), vipps::check);
}

#[test]
fn whatever_nexi_answers_nothing_is_done_before_a_look() {
    run("nexi", cases(), nexi::check);
}

#[test]
fn whatever_klarna_answers_nothing_is_done_before_the_order_shows_it() {
    run("klarna", cases(), klarna::check);
}

#[test]
fn whatever_woocommerce_answers_only_its_own_change_is_done() {
    run("woocommerce", cases(), woocommerce::check);
}

#[test]
fn whatever_medusa_answers_only_what_its_rows_show_is_done() {
    run("medusa", cases(), medusa::check);
}

#[test]
fn whatever_vendure_answers_only_the_state_that_was_asked_for_is_done() {
    run("vendure", cases(), vendure::check);
}

#[test]
fn whatever_uni_answers_only_a_voucher_is_done() {
    run("unimicro", cases(), unimicro::check);
}

/// Design R7: one odd row stops only its own order.
#[test]
fn one_odd_row_among_good_ones_changes_none_of_them() {
    let made = cases() / 5;
    for reader in odd_rows::READERS {
        let doubts = (0..made).filter(|seed| {
            let mut rng = Rng::with_seed(*seed as u64);
            odd_rows::check(reader, &mut rng)
        });
        let doubts = doubts.count();
        assert!(doubts > made / 5, "{}: only {doubts} of {made} rows were odd", reader.name);
        let told = format!("parsers: one odd row, {}: {doubts} of {made} in doubt\n", reader.name);
        std::io::stdout().write_all(told.as_bytes()).expect("a terminal");
    }
}

/// A page or a payment that somebody else has answered is an error of the read, never "there is none".
#[test]
fn a_gate_that_answers_is_never_taken_for_an_absence() {
    odd_rows::check_gates();
}

#[test]
fn whatever_the_configuration_holds_no_secret_is_taken_from_it() {
    let folder = tempfile::tempdir().expect("a folder");
    run("config", cases() / FILES_SHARE, |data| files::check_config(data, folder.path()));
}

#[test]
fn whatever_the_store_holds_it_is_read_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    run("store", cases() / FILES_SHARE, |data| files::check_store(data, folder.path()));
}

/// What each connector makes of a right answer is *done*: else the properties above would hold of one
/// that never does anything.
#[test]
fn the_kept_right_answers_are_done() {
    let done = |name: &str, count: usize, check: fn(&[u8])| {
        let before = canned::done();
        for input in corpus(name) {
            check(&input);
        }
        assert_eq!(canned::done() - before, count, "{name}");
    };
    done("vipps", 3, vipps::check);
    done("nexi", 0, nexi::check);
    done("klarna", 7, klarna::check);
    done("woocommerce", 6, woocommerce::check);
    done("medusa", 8, medusa::check);
    done("vendure", 10, vendure::check);
    done("unimicro", 1, unimicro::check);
}
