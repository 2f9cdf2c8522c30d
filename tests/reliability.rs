//! The page of the proof says what the code says: figures that can be counted are counted here.
//!
//! Figures of runs (seconds, seeds, inputs) stand beside their command and are not checked.

#![expect(clippy::expect_used, reason = "how a test fails")]

use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../docs/reliability.md");

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).expect("a file of the source")
}

/// Returns how many entries of a folder end so.
fn entries(folder: &str, end: &str) -> usize {
    let entries = std::fs::read_dir(path(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().ends_with(end)).count()
}

/// Writes thousands apart, as the page does.
fn grouped(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{thousands},{:03}", number % 1000),
    }
}

fn assert_told(number: usize, of: &str) {
    let told = format!("{} {of}", grouped(number));
    assert!(PAGE.contains(&told), "docs/reliability.md does not say `{told}`");
}

#[test]
fn the_page_counts_as_the_code_does() {
    let faults = uniac_sandbox::known_faults().count();
    assert_told(faults, "faults");
    assert_told(uniac_system::seam::ALL.len(), "named points");
    assert_told(entries("proof/planted", ".patch"), "planted bugs");
    assert_told(entries("fuzz/fuzz_targets", ".rs"), "fuzz targets");
    let stories = text("tests/proof/stories.rs").matches("        name: \"").count();
    assert_told(stories, "stories");
    let reached = text("tests/sim/reach.rs");
    let paths = reached.split("PATHS: &[&str] = &[").nth(1).expect("the paths");
    let paths = paths.split("];").next().unwrap_or_default().matches('"').count() / 2;
    assert_told(paths, "paths");
    let seeds =
        text("tests/sim/failures.txt").lines().filter(|line| !line.starts_with('#')).count();
    assert_told(seeds, "seeds that failed once");
}

#[test]
fn what_the_page_tells_to_run_is_there() {
    for command in ["proof/planted-bugs", "proof/mutants", "proof/fuzz", "proof/mutants.md"] {
        assert!(PAGE.contains(command), "{command} is not told");
        assert!(path(command).is_file(), "{command} is not there");
    }
    for suite in ["sim", "crash", "storage", "product", "races", "parsers"] {
        assert!(PAGE.contains(&format!("--test {suite}")), "{suite} is not told");
        assert!(path("tests").join(suite).join("main.rs").is_file(), "{suite} is not there");
    }
}
