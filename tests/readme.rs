//! The README's examples, run as they stand, in order, in one data directory.
//!
//! `console` blocks: each `$ uniac …` is run and must end with 0, or with what `# exit N` says behind it;
//! the lines below it must appear in what it printed, in their order, and `…` stands for anything.
//! `sh` blocks: what cargo would run is run; the command of the tests themselves is only checked.
//! Blocks of any other language need a real company and are not run.

#![expect(clippy::unwrap_used, clippy::panic, reason = "how a test fails")]

use std::path::Path;
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

/// The command that passes the tests, which is this one.
const TESTS: &str = "cargo test";

/// What stands before the arguments of the program when cargo runs it.
const CARGO_RUN: &str = "cargo run --release -- ";

/// One command of the README with what it must print.
struct Example {
    arguments: Vec<String>,
    exit: i32,
    expected: Vec<String>,
    line: usize,
}

/// Returns the fenced blocks of the README: language, line number of the first line, lines.
fn blocks() -> Vec<(String, usize, Vec<String>)> {
    let mut blocks: Vec<(String, usize, Vec<String>)> = Vec::new();
    let mut open = false;
    for (number, line) in README.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                assert!(!language.is_empty(), "line {}: a block without a language", number + 1);
                blocks.push((language.to_owned(), number + 2, Vec::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => blocks.last_mut().unwrap().2.push(line.to_owned()),
            (None, false) => {}
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// Splits a command line at spaces, outside of double quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        match index % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// Returns all examples, in their order.
fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (language, first, lines) in blocks() {
        for (line, text) in (first..).zip(&lines) {
            match language.as_str() {
                "sh" if text == TESTS => {}
                "sh" => {
                    let arguments = text.strip_prefix(CARGO_RUN);
                    let arguments = arguments.unwrap_or_else(|| panic!("line {line}: {text}"));
                    let arguments = words(arguments);
                    examples.push(Example { arguments, exit: 0, expected: Vec::new(), line });
                }
                "console" => match text.strip_prefix("$ uniac ") {
                    Some(command) => {
                        let (command, exit) =
                            command.split_once("  # exit ").unwrap_or((command, "0"));
                        examples.push(Example {
                            arguments: words(command),
                            exit: exit.parse().unwrap(),
                            expected: Vec::new(),
                            line,
                        });
                    }
                    None => examples.last_mut().unwrap().expected.push(text.clone()),
                },
                "text" | "toml" => {}
                other => panic!("line {line}: a block of `{other}`"),
            }
        }
    }
    examples
}

/// Returns whether a printed line is the expected one.
fn is_like(printed: &str, expected: &str) -> bool {
    let (printed, expected) = (printed.trim_end(), expected.trim_end());
    let parts: Vec<&str> = expected.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return printed == expected };
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Runs an example and says what is wrong with it.
fn run(example: &Example, folder: &Path) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_uniac"))
        .args(&example.arguments)
        .env("UNIAC_DATA_DIR", folder)
        .env("UNIAC_CONFIG", folder.join("uniac.toml"))
        .env("UNIAC_OUTPUT", "table")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env_remove("UNIAC_COMPANY")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let printed = [&output.stdout[..], &output.stderr[..]].concat();
    let printed = String::from_utf8(printed).map_err(|error| error.to_string())?;
    if output.status.code() != Some(example.exit) {
        return Err(format!("it ended with {}:\n{printed}", output.status));
    }
    let mut lines = printed.lines();
    for expected in &example.expected {
        if !lines.any(|line| is_like(line, expected)) {
            return Err(format!("it did not print (in this order)\n{expected}\nbut\n{printed}"));
        }
    }
    Ok(())
}

#[test]
fn the_readme_says_what_happens() {
    let folder = tempfile::tempdir().unwrap();
    let examples = examples();
    assert!(examples.len() > 20, "the examples were not found");
    for example in examples {
        if let Err(wrong) = run(&example, folder.path()) {
            panic!("README.md:{}: uniac {}: {wrong}", example.line, example.arguments.join(" "));
        }
    }
}

#[test]
fn the_readme_has_the_two_commands() {
    let shell: Vec<String> = blocks()
        .into_iter()
        .filter(|(language, _, _)| language == "sh")
        .flat_map(|(_, _, lines)| lines)
        .collect();
    assert_eq!(shell, [format!("{CARGO_RUN}demo"), TESTS.to_owned()]);
}

#[test]
fn the_readmes_configuration_is_read() {
    let toml = blocks().into_iter().filter(|(language, _, _)| language == "toml");
    let toml: Vec<String> = toml.map(|(_, _, lines)| lines.join("\n")).collect();
    let (whole, others) = toml.split_first().unwrap();
    let shop = whole.find("[company.kopp.shop]").unwrap();
    // The other blocks are a shop of another kind, in the place of the first one's, or one provider more.
    let others = others.iter().map(|other| match other.starts_with("[company.kopp.shop]") {
        true => format!("{}{other}", &whole[..shop]),
        false => format!("{whole}\n{other}"),
    });
    for text in std::iter::once(whole.clone()).chain(others) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("uniac.toml");
        std::fs::write(&path, &text).unwrap();
        let config = uniac::config::Config::read(&path).unwrap_or_else(|e| panic!("{e}: {text}"));
        assert_eq!(config.company.keys().collect::<Vec<_>>(), ["kopp"]);
    }
}
