//! The pages in both languages: each English page has its Norwegian one, which names the same things in the same order.
//!
//! Nobody can test that a translation is true. What can be tested is that it is there and that nothing that a reader
//! types, looks up or counts on was lost on the way: commands, ids, fields, blocks, links and figures.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::harness::{World, repository, text, variable};

/// Set to anything: the blocks of the Norwegian book become those of the English one.
const UPDATE: &str = "UPDATE_BOOK";

/// The folders whose pages are written twice: English, Norwegian.
const FOLDERS: [(&str, &str); 2] = [("texts/en/explain", "texts/nb/explain"), ("docs", "docs/nb")];

/// The longest line, as `uniac help` and `uniac explain` print it.
const WIDTH_MAX: usize = 78;

/// Returns the pages of a folder, by name.
fn pages(folder: &str) -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(repository().join(folder)).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path))
        .collect()
}

/// A page, taken apart into what both languages share.
#[derive(Debug, Default)]
struct Parts {
    /// The depth of each heading.
    headings: Vec<usize>,
    /// Fenced blocks, of sessions the commands, and commands that stand in by four.
    blocks: Vec<String>,
    /// What stands between backticks.
    codes: BTreeSet<String>,
    /// Where links lead.
    links: Vec<String>,
    /// Rows of tables, and items of lists.
    rows: usize,
    /// How often each digit stands in the prose: `1,000` and `1 000` are the same figure.
    digits: BTreeMap<char, usize>,
    prose: String,
}

impl Parts {
    fn of(page: &str) -> Parts {
        let mut parts = Parts::default();
        let (mut is_fenced, mut is_session) = (false, false);
        for line in page.lines() {
            let is_fence = line.starts_with("```");
            if is_fence {
                is_fenced = !is_fenced;
                is_session = line == "```console";
            }
            let stands_in = line.starts_with("    ") && line.trim_start().starts_with("uniac ");
            if is_fenced || stands_in || is_fence {
                if !is_session || is_fence || line.starts_with("$ ") {
                    parts.blocks.push(without_own_words(line));
                }
                continue;
            }
            if line.starts_with('#') {
                parts.headings.push(line.chars().take_while(|char| *char == '#').count());
            }
            let is_item = line.starts_with("* ") || line.starts_with("- ");
            parts.rows += usize::from(is_item || line.starts_with('|'));
            parts.prose += line;
            parts.prose.push('\n');
        }
        let mut plain = String::new();
        for (index, piece) in parts.prose.split('`').enumerate() {
            match index % 2 {
                0 => plain += piece,
                _ => {
                    parts.codes.insert(piece.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        }
        for (index, piece) in plain.split("](").enumerate() {
            let words = match piece.split_once(')') {
                Some((link, words)) if index > 0 => {
                    parts.links.push(link.to_owned());
                    words
                }
                _ => piece,
            };
            for digit in words.chars().filter(char::is_ascii_digit) {
                *parts.digits.entry(digit).or_default() += 1;
            }
        }
        parts.links.sort();
        parts
    }

    /// Returns the flags that the prose names, with and without backticks.
    fn flags(&self) -> BTreeSet<&str> {
        let is_of_flag = |char: char| char == '-' || char.is_ascii_lowercase();
        self.prose.split(|char| !is_of_flag(char)).filter(|word| word.starts_with("--")).collect()
    }
}

/// Returns a line of a block without what each language says in its own words: a reason, and a comment behind a value.
fn without_own_words(line: &str) -> String {
    let line = match line.split_once("--reason \"") {
        Some((before, reason)) => {
            let after = reason.split_once('"').map_or("", |(_, after)| after);
            format!("{before}--reason …{after}")
        }
        None => line.to_owned(),
    };
    match line.split_once("  # ") {
        Some((before, _)) => before.trim_end().to_owned(),
        None => line,
    }
}

/// Puts the blocks of the English page into the Norwegian one, where both have as many. What a session prints stays as
/// long as its commands are the same: `tests/readme.rs` holds it.
fn with_blocks_of(english: &str, norwegian: &str) -> String {
    let fences = |page: &str| page.split("```").map(str::to_owned).collect::<Vec<_>>();
    let (from, mut into) = (fences(english), fences(norwegian));
    let commands = |block: &str| -> Vec<String> {
        block.lines().filter(|line| line.starts_with("$ ")).map(without_own_words).collect()
    };
    if from.len() == into.len() {
        for (index, block) in from.into_iter().enumerate().filter(|(index, _)| index % 2 == 1) {
            let is_session = block.starts_with("console");
            let told = |block: &str| block.lines().map(without_own_words).collect::<Vec<_>>();
            let is_same = match is_session {
                true => commands(&block) == commands(&into[index]),
                false => told(&block) == told(&into[index]),
            };
            if !is_same {
                into[index] = block;
            }
        }
    }
    into.join("```")
}

#[test]
fn every_page_stands_in_both_languages() {
    for (english, norwegian) in FOLDERS {
        let names = |folder| pages(folder).into_keys().collect::<BTreeSet<_>>();
        let (here, there) = (names(english), names(norwegian));
        let missing: Vec<_> = here.difference(&there).collect();
        let left_over: Vec<_> = there.difference(&here).collect();
        assert!(
            missing.is_empty(),
            "{norwegian} lacks {missing:?}; the words are in texts/GLOSSARY.md"
        );
        assert!(left_over.is_empty(), "{norwegian} has {left_over:?}, which {english} has not");
        assert!(here.len() > 20, "{english}");
    }
}

#[test]
fn both_pages_name_the_same_things() {
    let mut wrong = Vec::new();
    for (english, norwegian) in FOLDERS {
        let there = pages(norwegian);
        for (name, path) in pages(english) {
            let Some(other) = there.get(&name) else { continue };
            let read = |path| std::fs::read_to_string(path).expect("a page");
            let (here, mut told) = (read(&path), read(other));
            if variable(UPDATE).is_some() {
                told = with_blocks_of(&here, &told);
                std::fs::write(other, &told).expect("the page is written");
            }
            let (here, told) = (Parts::of(&here), Parts::of(&told));
            let mut differ = |what: &str, is_same: bool, detail: String| {
                if !is_same {
                    wrong.push(format!("{norwegian}/{name}: {what}: {detail}"));
                }
            };
            let codes: Vec<_> = here.codes.symmetric_difference(&told.codes).collect();
            differ("not in both", codes.is_empty(), format!("{codes:?}"));
            let flags: Vec<_> = here.flags().symmetric_difference(&told.flags()).copied().collect();
            differ("flags", flags.is_empty(), format!("{flags:?}"));
            let pair = format!("{:?} and {:?}", here.headings, told.headings);
            differ("headings", here.headings == told.headings, pair);
            let again = format!("copy the blocks with {UPDATE}=1");
            differ("blocks", here.blocks == told.blocks, again);
            let pair = format!("{:?} and {:?}", here.links, told.links);
            differ("links", here.links == told.links, pair);
            differ("rows", here.rows == told.rows, format!("{} and {}", here.rows, told.rows));
            let pair = format!("{:?} and {:?}", here.digits, told.digits);
            differ("figures, by digit", here.digits == told.digits, pair);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_norwegian_page_has_english_words_or_long_lines() {
    const ENGLISH: [&str; 8] = ["the", "and", "of", "which", "is", "are", "not", "with"];
    for (_, norwegian) in FOLDERS {
        for (name, path) in pages(norwegian) {
            let page = std::fs::read_to_string(path).expect("a page");
            let prose = Parts::of(&page).prose;
            let plain: String = prose.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            let mut words = plain.split(|char: char| !char.is_alphabetic() && char != '-');
            let english = words.find(|word| ENGLISH.contains(word));
            assert_eq!(english, None, "{norwegian}/{name}");
            let lines = prose.lines().filter(|line| !line.starts_with('|'));
            let long = lines.into_iter().find(|line| line.chars().count() > WIDTH_MAX);
            assert_eq!(long, None, "{norwegian}/{name}");
        }
    }
}

#[test]
fn a_page_is_printed_in_the_language_of_the_run() {
    let world = World::bare();
    let page = |file: &str| std::fs::read_to_string(repository().join(file)).expect("a page");
    for (language, explained, helped) in [
        ("en", "texts/en/explain/unknown-outcome.md", "docs/day.md"),
        ("nb", "texts/nb/explain/unknown-outcome.md", "docs/nb/day.md"),
    ] {
        let said = world.uniac(&format!("explain unknown-outcome --lang {language}")).exit(0);
        let shown = match language {
            "nb" => page(explained).replace("ORDER", "ORDRE"),
            _ => page(explained),
        };
        assert_eq!(said.stdout.trim_end(), shown.trim_end(), "{}", said.report());
        let shown = world.uniac(&format!("help day --lang {language}")).exit(0);
        assert_eq!(shown.stdout.lines().next(), page(helped).lines().next(), "{}", shown.report());
        // JSON is the same in every language.
        let data = world.uniac(&format!("help day --json --lang {language}")).exit(0).data();
        assert_eq!(text(&data["text"]), page("docs/day.md"));
        let data = world.uniac(&format!("explain 7 --json --lang {language}")).exit(0).data();
        assert_eq!(text(&data["text"]), page("texts/en/explain/7.md"));
    }
}
