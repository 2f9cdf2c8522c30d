//! The quick look at a large file: which lines are which company's, without parsing the others.
//!
//! It understands only files of plain headers (`[company.NAME…]`, `[defaults…]`). Of every other file it says so, and
//! the whole is parsed: a look that guessed could miss a company, or a bound.

use std::collections::BTreeMap;
use std::ops::Range;

/// Lines that stand together and belong to one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// The company's name in the text; `None` for the defaults.
    pub name: Option<Range<usize>>,
    /// Where the lines stand in the text.
    pub at: Range<usize>,
    /// The number of the first line.
    pub line: usize,
}

/// What a file is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sections {
    /// Where the part before the first header ends.
    pub head: usize,
    /// All that follows, in the order of the file.
    pub runs: Vec<Run>,
    /// Where a `company_key` stands on a line of its own: in which run, and its value.
    pub keys: Vec<(usize, Range<usize>)>,
}

/// A text that was put together from parts of a file, which still knows the file's line numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Snippet {
    /// The text.
    pub text: String,
    /// Where each part begins in the text, and the number of its first line in the file.
    parts: Vec<(usize, usize)>,
}

impl Snippet {
    /// Returns a whole file.
    pub(super) fn whole(text: String) -> Snippet {
        Snippet { text, parts: vec![(0, 1)] }
    }

    /// Returns some runs of a file, one behind the other.
    pub(super) fn of<'r>(file: &str, runs: impl IntoIterator<Item = &'r Run>) -> Snippet {
        let mut snippet = Snippet::default();
        for run in runs {
            snippet.parts.push((snippet.text.len(), run.line));
            snippet.text.push_str(&file[run.at.clone()]);
            if !snippet.text.ends_with('\n') {
                snippet.text.push('\n');
            }
        }
        snippet
    }

    /// Returns a text that does not stand in the file as it is.
    pub(super) fn rewritten(text: String) -> Snippet {
        Snippet { text, parts: Vec::new() }
    }

    /// Returns the number of the file's line in which a place of the text is.
    pub(super) fn line(&self, place: usize) -> Option<usize> {
        let place = place.min(self.text.len());
        let (start, line) = self.parts.iter().rev().find(|(start, _)| *start <= place)?;
        let before = self.text.get(*start..place).unwrap_or_default();
        Some(line + before.matches('\n').count())
    }

    /// Returns a header that stands in the text twice though it must stand once, with both lines.
    pub(super) fn twice(&self) -> Option<(String, usize, usize)> {
        let mut seen = BTreeMap::new();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let trimmed = line.trim_start();
            let path = |header: &str| -> String {
                header.chars().take_while(|c| *c != ']').filter(|c| !c.is_whitespace()).collect()
            };
            if let Some(array) = trimmed.strip_prefix("[[") {
                // Each part of an array of tables may have the same tables below it.
                let below = path(array) + ".";
                seen.retain(|header: &String, _| !header.starts_with(&below));
            } else if let Some(header) = trimmed.strip_prefix('[') {
                let (header, here) = (path(header), self.line(at)?);
                if let Some(before) = seen.insert(header.clone(), here) {
                    return Some((format!("[{header}]"), before, here));
                }
            }
            at += line.len();
        }
        None
    }
}

/// Divides a file; `None` when it is not plain.
pub(super) fn divided(text: &str) -> Option<Sections> {
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let mut sections = Sections::default();
    let (mut at, mut number) = (0, 0);
    for line in text.split_inclusive('\n') {
        number += 1;
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        let offset = start + (line.len() - trimmed.len());
        if !trimmed.starts_with('[') {
            if let (Some(value), Some(run)) = (key_in(trimmed), sections.runs.len().checked_sub(1))
            {
                sections.keys.push((run, offset + value.start..offset + value.end));
            }
            continue;
        }
        let name = owner(trimmed)?;
        let name = name.map(|name| offset + name.start..offset + name.end);
        let open = sections.runs.last_mut();
        let words = |range: &Option<Range<usize>>| range.clone().map(|range| &text[range]);
        match open {
            Some(open) if words(&open.name) == words(&name) => {}
            Some(open) => {
                open.at.end = start;
                sections.runs.push(Run { name, at: start..text.len(), line: number });
            }
            None => {
                sections.head = start;
                sections.runs.push(Run { name, at: start..text.len(), line: number });
            }
        }
    }
    if sections.runs.is_empty() {
        sections.head = text.len();
    }
    Some(sections)
}

/// Returns where the value of a `company_key` is in a line that begins with it.
fn key_in(line: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix("company_key")?.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let value = rest[1..].split(quote).next()?;
    let start = line.len() - rest.len() + 1;
    Some(start..start + value.len())
}

/// Returns whose a header is: a company, by the place of its name in the line, or the defaults (`Some(None)`). `None`
/// when it is no plain header.
fn owner(header: &str) -> Option<Option<Range<usize>>> {
    let bytes = header.as_bytes();
    let mut at = if header.starts_with("[[") { 2 } else { 1 };
    let word = |at: &mut usize| -> Range<usize> {
        while bytes.get(*at).is_some_and(|byte| *byte == b' ' || *byte == b'\t') {
            *at += 1;
        }
        let start = *at;
        while bytes.get(*at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_')
        {
            *at += 1;
        }
        let word = start..*at;
        while bytes.get(*at).is_some_and(|byte| *byte == b' ' || *byte == b'\t') {
            *at += 1;
        }
        word
    };
    let first = word(&mut at);
    let next = bytes.get(at).copied();
    match (&header[first], next) {
        ("defaults", Some(b'.' | b']')) => Some(None),
        ("company", Some(b'.')) => {
            at += 1;
            let name = word(&mut at);
            let ends = matches!(bytes.get(at), Some(b'.' | b']'));
            (ends && !name.is_empty()).then_some(Some(name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Option<Vec<(String, usize)>> {
        let sections = divided(text)?;
        let name = |run: &Run| run.name.clone().map_or("*", |name| &text[name]).to_owned();
        Some(sections.runs.iter().map(|run| (name(run), run.line)).collect())
    }

    #[test]
    fn the_lines_of_a_company_are_found_without_the_others() {
        let text = "# ours\ndefault_company = \"a\"\n[company.a.uni]\nx = [1,\n 2]\n[[company.a.payment]]\n\
                    [ defaults . bounds ] # all\n  [company.b-2.shop]\r\ny = '[no]'\n[company.a.shop]\n";
        let expected = [("a", 3), ("*", 7), ("b-2", 8), ("a", 10)];
        let expected = expected.map(|(name, line)| (name.to_owned(), line));
        assert_eq!(names(text), Some(expected.to_vec()));
        let sections = divided(text).unwrap();
        assert_eq!(sections.keys, []);
        let keyed = divided(
            "[company.a.uni]\ncompany_key = \"K 1\"\n[company.b.uni]\n company_key='2' # x\n",
        );
        let keyed = keyed.unwrap().keys;
        assert_eq!(keyed, [(0, 31..34), (1, 66..67)]);
        assert_eq!(&text[..sections.head], "# ours\ndefault_company = \"a\"\n");
        let own: Vec<&Run> = sections
            .runs
            .iter()
            .filter(|run| run.name.clone().is_some_and(|n| &text[n] == "a"))
            .collect();
        let snippet = Snippet::of(text, own);
        assert!(
            !snippet.text.contains("b-2") && !snippet.text.contains("defaults"),
            "{}",
            snippet.text
        );
        let at = snippet.text.find("[company.a.shop]").unwrap();
        assert_eq!((snippet.line(0), snippet.line(at)), (Some(3), Some(10)));
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_parser() {
        for text in [
            "[company]\na = 1",
            "[\"company\".a]",
            "[company.\"a\"]",
            "[default.bounds]",
            "[company.a]\nx = '''\n[company.b]\n'''",
            "x = [\n[1],\n]",
        ] {
            assert_eq!(names(text), None, "{text}");
        }
        // What is wrong with one company is its own.
        assert_eq!(names("[company.a.b"), Some(vec![("a".to_owned(), 1)]));
        assert_eq!(names("default_company = \"a\""), Some(Vec::new()));
    }

    #[test]
    fn a_header_that_stands_twice_is_named_with_both_lines() {
        let twice = |text: &str| Snippet::whole(text.to_owned()).twice();
        let text = "[company.a]\n[company.a.uni]\n\n[company.a . uni]\n";
        assert_eq!(twice(text), Some(("[company.a.uni]".to_owned(), 2, 4)));
        assert_eq!(twice("[company.a]\n[[company.a.payment]]\n[[company.a.payment]]\n"), None);
    }
}
