//! The examples of the README and of the book, run as they stand.
//!
//! `console` blocks: the commands of a page are run in their order, in one data directory for each page. Each
//! `$ uniac …` must end with 0, or with the number that `$ echo $?` prints after it. The lines below a command must
//! appear in what it printed, in their order, and `…` stands for anything.
//! `sh` blocks: what cargo would run is run; the command of the tests themselves is only checked.
//! `toml` blocks are read by the program, `text` blocks need a real company: their commands are only parsed.
//! The Norwegian book has the same commands; what they print stands there in Norwegian. `UPDATE_BOOK=1` writes it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "how a test fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The command that passes the tests, which is this one.
const TESTS: &str = "cargo test";

/// What stands before the arguments of the program when cargo runs it.
const CARGO_RUN: &str = "cargo run -- ";

/// Set to anything: what the examples of the Norwegian book print is written into it.
const UPDATE: &str = "UPDATE_BOOK";

/// What means something to a shell; none of it may stand in a command that people paste, outside of quotes.
const FOR_SHELLS: &[char] = &[
    '#', '*', '?', '[', ']', '{', '}', '~', '!', '$', '&', ';', '|', '<', '>', '(', ')', '\'', '=',
    '^',
];

/// One command of a page with what it must print.
struct Example {
    arguments: Vec<String>,
    exit: i32,
    expected: Vec<String>,
    line: usize,
}

/// A fenced block: language, number of its first line, lines.
type Block = (String, usize, Vec<String>);

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

/// Returns the README and the pages of the book, by name.
fn pages() -> Vec<String> {
    let pages = std::fs::read_dir(path("docs")).unwrap();
    let names = pages.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    names.sort();
    names.insert(0, "README.md".to_owned());
    names
}

/// Returns the fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in text(page).lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                assert!(!language.is_empty(), "{page}:{}: a block without a language", number + 1);
                blocks.push((language.to_owned(), number + 2, Vec::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => blocks.last_mut().unwrap().2.push(line.to_owned()),
            (None, false) => {}
        }
    }
    assert!(!open, "{page}: a block is not closed");
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

/// Returns whether every shell takes the command as it is written, without reading anything into it.
fn is_pasteable(command: &str) -> bool {
    command.split('"').enumerate().all(|(index, part)| match index % 2 {
        0 => !part.contains(FOR_SHELLS),
        _ => !part.contains(['$', '`', '!', '\\']),
    })
}

/// Returns all examples of a page, in their order.
fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (language, first, lines) in blocks(page) {
        let mut tells_exit = false;
        for (line, text) in (first..).zip(&lines) {
            match language.as_str() {
                "sh" if text == TESTS => {}
                "sh" => {
                    let arguments = text.strip_prefix(CARGO_RUN);
                    let arguments = arguments.unwrap_or_else(|| panic!("{page}:{line}: {text}"));
                    let arguments = words(arguments);
                    examples.push(Example { arguments, exit: 0, expected: Vec::new(), line });
                }
                "console" if text == "$ echo $?" => tells_exit = true,
                "console" if tells_exit => {
                    examples.last_mut().unwrap().exit = text.parse().unwrap();
                    tells_exit = false;
                }
                "console" => match text.strip_prefix("$ uniac ") {
                    Some(command) => {
                        assert!(
                            is_pasteable(command),
                            "{page}:{line}: not for every shell: {text}"
                        );
                        let arguments = words(command);
                        examples.push(Example { arguments, exit: 0, expected: Vec::new(), line });
                    }
                    None => examples.last_mut().unwrap().expected.push(text.clone()),
                },
                "text" | "toml" => {}
                other => panic!("{page}:{line}: a block of `{other}`"),
            }
        }
        assert!(!tells_exit, "{page}:{first}: the number is missing");
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
fn run(example: &Example, folder: &Path, language: &str) -> Result<(), String> {
    let printed = printed(example, folder, language)?;
    let mut lines = printed.lines();
    for expected in &example.expected {
        if !expected.is_empty() && !lines.any(|line| is_like(line, expected)) {
            return Err(format!("it did not print (in this order)\n{expected}\nbut\n{printed}"));
        }
    }
    Ok(())
}

/// Runs an example, which must end as the page says, and returns what it printed.
fn printed(example: &Example, folder: &Path, language: &str) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_uniac"))
        .args(&example.arguments)
        .current_dir(folder)
        .env("UNIAC_DATA_DIR", folder)
        .env("UNIAC_CONFIG", folder.join("uniac.toml"))
        .env("UNIAC_OUTPUT", "table")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env("UNIAC_LANG", language)
        .env_remove("UNIAC_COMPANY")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let printed = [&output.stdout[..], &output.stderr[..]].concat();
    let printed = String::from_utf8(printed).map_err(|error| error.to_string())?;
    if output.status.code() != Some(example.exit) {
        return Err(format!("it ended with {}:\n{printed}", output.status));
    }
    Ok(printed)
}

/// Returns the object that a command prints as JSON.
fn json(line: &str, folder: &Path) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_uniac"))
        .args(words(line))
        .arg("--json")
        .env("UNIAC_DATA_DIR", folder)
        .env("UNIAC_CONFIG", folder.join("uniac.toml"))
        .env_remove("UNIAC_COMPANY")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[test]
fn every_page_says_what_happens() {
    let mut failures = Vec::new();
    let mut count = 0;
    for page in pages() {
        let folder = tempfile::tempdir().unwrap();
        for example in examples(&page) {
            count += 1;
            if let Err(wrong) = run(&example, folder.path(), "en") {
                let command = example.arguments.join(" ");
                failures.push(format!("{page}:{}: uniac {command}: {wrong}", example.line));
                // What follows on the page stands on this.
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 80, "the examples were not found");
}

/// Returns what stands in the Norwegian book for lines of the English one, by what a command printed in both languages.
/// A line that was shortened by hand stays as long as it fits.
fn in_norwegian(
    expected: &[String],
    kept: &[String],
    english: &str,
    norwegian: &str,
) -> Vec<String> {
    let (english, norwegian): (Vec<&str>, Vec<&str>) =
        (english.lines().collect(), norwegian.lines().collect());
    let mut from = 0;
    let mut lines = Vec::new();
    for line in expected {
        let found = english[from..].iter().position(|printed| is_like(printed, line));
        let (false, Some(found)) = (line.is_empty(), found) else {
            lines.push(line.clone());
            continue;
        };
        from += found + 1;
        let printed = counterpart(&english, from - 1, &norwegian);
        let mut fits = [line].into_iter().chain(kept).filter(|line| !line.is_empty());
        let fits = fits.find(|line| is_like(printed, line)).cloned();
        lines.push(fits.unwrap_or_else(|| without_dates(printed.trim_end())));
    }
    lines
}

/// Returns a line with `…` for the days and times in it, which are others tomorrow.
fn without_dates(line: &str) -> String {
    let is_date = |word: &str| {
        let word = word.trim_end_matches([',', ';', '.', ')']);
        let parts: Vec<usize> = word.split('.').map(str::len).collect();
        parts == [2, 2, 4] && word.chars().all(|char| char.is_ascii_digit() || char == '.')
    };
    let is_time = |word: &str| word.len() == 5 && word.as_bytes()[2] == b':';
    let words = line.split(' ').map(|word| if is_date(word) || is_time(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the Norwegian line for an English one: the same by number, or the one with most of its figures and ids.
fn counterpart<'a>(english: &[&str], index: usize, norwegian: &[&'a str]) -> &'a str {
    if english.len() == norwegian.len() {
        return norwegian[index];
    }
    let is_name = |word: &&str| word.contains(|char: char| char.is_ascii_digit() || char == '`');
    let names: Vec<&str> = english[index].split_whitespace().filter(is_name).collect();
    let shared = |line: &&&str| names.iter().filter(|name| line.contains(**name)).count();
    norwegian.iter().max_by_key(shared).copied().unwrap_or_default()
}

/// Returns the second page with the blocks of the first, which has as many. A line that differs only in what each language
/// says in its own words stays.
fn with_blocks_of(page: &str, other: &str) -> String {
    let mut pieces: Vec<String> = other.split("```").map(str::to_owned).collect();
    for (index, block) in page.split("```").enumerate().filter(|(index, _)| index % 2 == 1) {
        let own = |line: &str| {
            let mut lines = pieces[index].split('\n');
            let is_same = |known: &&str| without_own_words(known) == without_own_words(line);
            lines.find(is_same).unwrap_or(line).to_owned()
        };
        let lines: Vec<String> = block.split('\n').map(own).collect();
        pieces[index] = lines.join("\n");
    }
    pieces.join("```")
}

/// Returns a line of a block without its reason and without a comment behind a value.
fn without_own_words(line: &str) -> &str {
    let line = line.split_once("  # ").map_or(line, |(before, _)| before.trim_end());
    line.split_once("--reason ").map_or(line, |(before, _)| before)
}

/// Returns the arguments without the reason, which each language says in its own words.
fn without_reason(arguments: &[String]) -> Vec<String> {
    let is_reason = |index: usize| index > 0 && arguments[index - 1] == "--reason";
    let kept = arguments.iter().enumerate().filter(|(index, _)| !is_reason(*index));
    kept.map(|(_, argument)| argument.clone()).collect()
}

/// Puts lines in place of what the `console` blocks of a page print.
fn with_output(page: &str, output: &[String]) -> String {
    let mut output = output.iter();
    let (mut is_console, mut tells_exit) = (false, false);
    let mut out = String::new();
    for line in page.lines() {
        let is_output = is_console && !tells_exit && !line.starts_with(['$', '`']);
        out += if is_output { output.next().map_or(line, String::as_str) } else { line };
        out.push('\n');
        is_console = if line.starts_with("```") { line == "```console" } else { is_console };
        tells_exit = line == "$ echo $?";
    }
    out
}

/// Returns whether the Norwegian book is to be written.
#[expect(clippy::disallowed_methods, reason = "for the tests' own switch")]
fn is_update() -> bool {
    std::env::var_os(UPDATE).is_some()
}

#[test]
fn every_norwegian_page_says_what_happens_in_norwegian() {
    let is_update = is_update();
    let mut failures = Vec::new();
    for page in pages().iter().filter(|page| page.starts_with("docs/")) {
        let other = page.replace("docs/", "docs/nb/");
        let english = examples(page);
        let commands = |examples: &[Example]| -> Vec<(Vec<String>, i32)> {
            let told = |example: &Example| (without_reason(&example.arguments), example.exit);
            examples.iter().map(told).collect()
        };
        let lent = with_blocks_of(&text(page), &text(&other));
        if is_update && commands(&english) != commands(&examples(&other)) {
            std::fs::write(path(&other), &lent).unwrap();
        }
        let norwegian = examples(&other);
        assert_eq!(commands(&english), commands(&norwegian), "{other}");
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut output = Vec::new();
        for (example, told) in english.iter().zip(&norwegian) {
            let wrong = if is_update {
                let first = printed(example, here.path(), "en").unwrap();
                let second = printed(told, there.path(), "nb").unwrap();
                output.extend(in_norwegian(&example.expected, &told.expected, &first, &second));
                None
            } else {
                run(told, there.path(), "nb").err()
            };
            if let Some(wrong) = wrong {
                let command = told.arguments.join(" ");
                failures.push(format!("{other}:{}: uniac {command}: {wrong}", told.line));
                break;
            }
        }
        if is_update {
            std::fs::write(path(&other), with_output(&lent, &output)).unwrap();
        }
    }
    let again = format!("run the tests with {UPDATE}=1, shorten by hand, and read what it wrote");
    assert!(failures.is_empty(), "{again}\n{}", failures.join("\n"));
}

#[test]
fn the_readme_has_the_two_commands_and_no_other_page_has_any() {
    let shell = |page: &str| -> Vec<String> {
        let blocks = blocks(page).into_iter();
        blocks.filter(|(language, _, _)| language == "sh").flat_map(|(_, _, lines)| lines).collect()
    };
    for page in pages() {
        match page.as_str() {
            "README.md" => assert_eq!(shell(&page), [format!("{CARGO_RUN}demo"), TESTS.to_owned()]),
            _ => assert!(shell(&page).is_empty(), "{page}"),
        }
    }
}

#[test]
fn the_readme_is_short() {
    assert!(text("README.md").lines().count() <= 200);
}

/// Returns the commands of a page that are not run: those of `text` blocks, and those in its sentences.
fn told(page: &str) -> Vec<String> {
    let blocks = blocks(page).into_iter().filter(|(language, _, _)| language == "text");
    let lines = blocks.flat_map(|(_, _, lines)| lines);
    let in_blocks = lines.filter(|line| line.starts_with("uniac "));
    let text = text(page);
    let mut is_code = false;
    let prose: Vec<&str> = text
        .lines()
        .filter(|line| {
            let fence = line.starts_with("```");
            is_code ^= fence;
            !fence && !is_code
        })
        .collect();
    // A command may go on in the next line, and ends with its paragraph.
    let prose = prose.join("\n");
    let spans = prose.split("\n\n").flat_map(|paragraph| {
        let spans = paragraph.split('`').skip(1).step_by(2);
        spans.map(|span| span.replace('\n', " ")).collect::<Vec<_>>()
    });
    in_blocks.chain(spans.filter(|span| span.starts_with("uniac "))).collect()
}

#[test]
fn every_command_that_is_told_can_be_parsed() {
    let mut count = 0;
    for page in pages() {
        for line in told(&page) {
            let typed = line.replace("COMMAND", "status").replace("SHELL", "bash");
            let typed = typed.replace(" N", " 20").replace("SECONDS", "30");
            let parsed = uniac::cli::command().try_get_matches_from(words(&typed));
            let is_fine = parsed.as_ref().err().is_none_or(|error| {
                use clap::error::ErrorKind;
                matches!(
                    error.kind(),
                    // A sentence may name a command without its arguments.
                    ErrorKind::MissingRequiredArgument
                        | ErrorKind::DisplayHelp
                        | ErrorKind::DisplayVersion
                        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                )
            });
            assert!(is_fine, "{page}: `{line}`: {}", parsed.err().unwrap());
            count += 1;
        }
    }
    assert!(count > 50, "the commands were not found");
}

/// Puts the parts of a company into another's; a part that has a kind takes the place of the one before.
fn put(whole: &mut toml::Table, parts: toml::Table) {
    for (key, part) in parts {
        match (whole.get_mut(&key), part) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new))
                if !new.contains_key("kind") =>
            {
                put(old, new);
            }
            (_, part) => {
                whole.insert(key.clone(), part);
            }
        }
        if key == "token" {
            whole.remove("sign_in");
        }
    }
}

#[test]
fn every_configuration_is_read() {
    let toml = |page: &str| -> Vec<toml::Table> {
        let blocks = blocks(page).into_iter().filter(|(language, _, _)| language == "toml");
        blocks
            .map(|(_, line, lines)| {
                lines.join("\n").parse().unwrap_or_else(|e| panic!("{page}:{line}: {e}"))
            })
            .collect()
    };
    let mut tables = toml("docs/configuration.md").into_iter();
    let whole = tables.find(|table| table.contains_key("company")).expect("a whole file");
    let mut count = 0;
    for (page, part) in
        pages().iter().flat_map(|page| toml(page).into_iter().map(move |t| (page, t)))
    {
        let mut text = whole.clone();
        put(&mut text, part);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("uniac.toml");
        std::fs::write(&path, text.to_string()).unwrap();
        let config =
            uniac::config::Config::read(&path).unwrap_or_else(|e| panic!("{page}: {e}: {text}"));
        assert_eq!(config.names().into_iter().collect::<Vec<_>>(), ["kopp"]);
        config.company("kopp").unwrap_or_else(|e| panic!("{page}: {e}: {text}"));
        count += 1;
    }
    assert!(count > 10, "the configurations were not found");
}

/// Collects the names of all fields of a value.
fn fields(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                found.insert(name.clone());
                fields(value, found);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

#[test]
fn every_field_of_json_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = text("docs/json.md") + &text("docs/glossary.md");
    let is_told =
        |name: &str| told.contains(&format!("`{name}`")) || told.contains(&format!("\"{name}\""));
    let codes = json("explain --codes", folder.path());
    let codes = codes["data"].as_array().unwrap().iter();
    let attentions: BTreeSet<String> =
        codes.map(|code| code["code"].as_str().unwrap().to_owned()).collect();
    for line in [
        "sandbox reset --messy --orders 40",
        "enable",
        "sandbox order",
        "order list",
        "order show 100001",
        "order disable-autocapture 100001 --until 2099-01-01",
        "order enable-autocapture 100001",
        "order link 100001",
        "order unlink 100001",
        "order settle 100001",
        "capture --manual --dry-run",
        "capture --manual --yes",
        "sync",
        "status",
        "log",
        "plan",
        "runs",
        "runs show last",
        "log --exchanges",
        "doctor",
        "auth status",
        "disable",
        "explain 7",
        "explain --codes",
        "help",
        "help day",
        "sandbox ledger",
        "sandbox calls",
        "sandbox fault add slow",
        "sandbox fault list --known",
        "sandbox plug-ins as-shipped",
        "sandbox review accepted",
        "sandbox balance enough",
        "order show 1",
    ] {
        let object = json(line, folder.path());
        let schema = object["schema"].as_str().unwrap();
        assert!(told.contains(schema), "{line}: {schema}");
        let mut found = BTreeSet::new();
        fields(&object, &mut found);
        // Attentions stand as names of fields, too; each has its page.
        found.retain(|name| !is_told(name) && !attentions.contains(name));
        assert!(found.is_empty(), "{line}: not in docs/json.md: {found:?}");
    }
}
