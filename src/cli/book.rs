//! The pages of the book for users, as a screen shows them, and the names that `uniac help` takes.
//!
//! What is printed is the page itself; only what a screen cannot show (links, tables, fences of code) is put in plainer words.

use uniac_texts::{Language, t};

/// Declares the pages in the order of the book; a topic without its file in each language does not compile.
macro_rules! topics {
    ($($name:literal)+) => {
        &[$(Topic {
            name: $name,
            en: include_str!(concat!("../../docs/", $name, ".md")),
            nb: include_str!(concat!("../../docs/nb/", $name, ".md")),
        }),+]
    };
}

/// A page of the book, in both languages.
pub struct Topic {
    /// Its name, as it is typed.
    pub name: &'static str,
    en: &'static str,
    nb: &'static str,
}

impl Topic {
    /// Returns the page.
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Nb => self.nb,
        }
    }

    /// Returns what the page is about, in a line.
    pub fn about(&self) -> String {
        uniac_texts::text(&format!("topic-{}", self.name), &[])
    }
}

/// The pages, in the order of the book.
pub const TOPICS: &[Topic] = topics! {
    "install" "glossary"
    "connect-uni" "woocommerce" "vendure" "medusa" "vipps" "klarna" "kustom" "nexi"
    "cut-over" "day" "untidy-books" "month-end" "cron-and-ci"
    "commands" "json" "exit-codes" "configuration" "limits" "reliability"
};

/// Returns a page by its name.
pub fn topic(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

/// Returns the names of the pages of the book.
pub fn topics() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|topic| topic.name)
}

/// Returns the commands with what each is for.
pub fn commands(tree: &clap::Command) -> Vec<(String, String)> {
    let about = |command: &clap::Command| command.get_about().map(ToString::to_string);
    tree.get_subcommands()
        .map(|command| (command.get_name().to_owned(), about(command).unwrap_or_default()))
        .collect()
}

/// Returns a page as a screen shows it.
pub fn plain(page: &str, width: usize) -> String {
    let mut out = String::new();
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut is_code = false;
    // A link may go over the end of a line.
    let mut prose = String::new();
    for line in page.lines() {
        if !is_code && !line.starts_with('|') && !line.starts_with("```") {
            out += &rows(&std::mem::take(&mut table), width);
            prose = prose + line + "\n";
            continue;
        }
        out += &without_links(&std::mem::take(&mut prose));
        if !is_code && line.starts_with('|') {
            table.push(cells(line));
            continue;
        }
        out += &rows(&std::mem::take(&mut table), width);
        if line.starts_with("```") {
            is_code = !is_code;
        } else {
            out += format!("    {line}").trim_end();
            out.push('\n');
        }
    }
    out += &without_links(&prose);
    out += &rows(&table, width);
    let linked: Vec<String> = TOPICS
        .iter()
        .filter(|topic| page.contains(&format!("]({}.md)", topic.name)))
        .map(|topic| format!("`uniac help {}`", topic.name))
        .collect();
    match linked.is_empty() {
        true => out,
        false => {
            let see = t!("book-see-also");
            out + "\n" + &beside(&see, &linked.join(", "), see.chars().count() + 1, width)
        }
    }
}

/// Returns the cells of a line of a table.
fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split(" |").map(|cell| without_links(cell.trim())).collect()
}

/// Returns a table: in columns where the width allows it, otherwise row by row.
fn rows(table: &[Vec<String>], width: usize) -> String {
    let [header, _, body @ ..] = table else { return String::new() };
    let widest = |column: usize| {
        let cells = table.iter().filter_map(|row| row.get(column)).filter(|cell| *cell != "---");
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..header.len()).map(widest).collect();
    let fits = widths.iter().map(|width| width + 2).sum::<usize>() <= width;
    let in_columns = |row: &Vec<String>| -> String {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}  "));
        format!("  {}\n", cells.collect::<String>().trim_end())
    };
    let one_by_one = |row: &Vec<String>| -> String {
        let first = format!("  {}\n", row.first().map_or("", String::as_str));
        let named = header.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
        let told = named.map(|(name, cell)| match header.len() {
            2 => beside("", cell, 6, width),
            _ => beside(&format!("      {name}:"), cell, 0, width),
        });
        first + &told.collect::<String>()
    };
    match fits {
        true => [header].into_iter().chain(body).map(in_columns).collect(),
        false => body.iter().map(one_by_one).collect(),
    }
}

/// Returns a name with its text beside it, in lines of at most `width`; the text stands in by `indent`, or follows the
/// name where that is longer.
pub fn beside(name: &str, text: &str, indent: usize, width: usize) -> String {
    let next = if indent == 0 { 8 } else { indent };
    let mut lines = vec![format!("{name:<indent$}")];
    let mut is_fresh = indent > name.chars().count();
    for word in text.split_whitespace() {
        let line = lines.last_mut().map(|line| line.chars().count()).unwrap_or_default();
        if line + 1 + word.chars().count() > width && !is_fresh {
            lines.push(" ".repeat(next));
            is_fresh = true;
        }
        if let Some(line) = lines.last_mut() {
            if !is_fresh {
                line.push(' ');
            }
            line.push_str(word);
            is_fresh = false;
        }
    }
    lines.join("\n") + "\n"
}

/// Returns a text in which a link is its text, with the address where that is not a page of the book; nothing is bold.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(text, after)| {
            let (address, after) = after.split_once(')')?;
            (!text.contains(['[', ']'])).then_some((text, address, after))
        });
        out += before;
        match link {
            Some((text, address, after)) if address.starts_with("http") => {
                out += &format!("{text} ({address})");
                rest = after;
            }
            Some((text, _, after)) => {
                out += text;
                rest = after;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    (out + rest).replace("**", "")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn file(name: &str) -> String {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
    }

    /// Returns the addresses of the links in a text.
    fn links(text: &str) -> Vec<String> {
        let after = text.split("](").skip(1);
        after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
    }

    #[test]
    fn the_topics_are_the_pages_in_the_order_of_the_book() {
        let named: Vec<String> = TOPICS.iter().map(|topic| format!("{}.md", topic.name)).collect();
        for book in ["docs", "docs/nb"] {
            assert_eq!(links(&file(&format!("{book}/SUMMARY.md"))), named);
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(book);
            let pages = std::fs::read_dir(folder).unwrap().filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name.to_string_lossy().ends_with(".md") && name != "SUMMARY.md"
            });
            assert_eq!(pages.count(), TOPICS.len());
        }
    }

    #[test]
    fn every_topic_says_what_it_is_about() {
        for topic in TOPICS {
            for language in Language::ALL {
                let id = format!("topic-{}", topic.name);
                assert!(uniac_texts::has(language, &id), "{id} in {}", language.tag());
            }
        }
    }

    #[test]
    fn every_link_leads_to_a_page() {
        for (topic, text) in TOPICS.iter().flat_map(|topic| [(topic, topic.en), (topic, topic.nb)])
        {
            for link in links(text).iter().filter(|link| !link.starts_with("http")) {
                let name = link.strip_suffix(".md").unwrap_or_default();
                assert!(super::topic(name).is_some(), "{}: {link}", topic.name);
            }
        }
        for name in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
            for link in links(&file(name)).iter().filter(|link| !link.starts_with("http")) {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(link);
                assert!(path.exists(), "{name}: {link}");
            }
        }
    }

    #[test]
    fn a_table_is_in_columns_where_it_fits_and_row_by_row_elsewhere() {
        let page = "| a | b |\n| --- | --- |\n| `x` | one [two](day.md) three |\n| y | |\n";
        let see = "\nSee also: `uniac\n          help day`\n";
        assert_eq!(plain(page, 20), format!("  a    b\n  `x`  one two three\n  y\n{see}"));
        let rows = "  `x`\n      one two\n      three\n  y\n";
        assert!(plain(page, 18).starts_with(rows));
        let page = "| a | b | c |\n| --- | --- | --- |\n| x | one | two three four |\n";
        let rows = "  x\n      b: one\n      c: two three\n        four\n";
        assert_eq!(plain(page, 20), rows);
    }

    #[test]
    fn a_link_is_its_text_and_code_stands_in() {
        let page = "See [Rust](https://rustup.rs), [a] and `[x]`.\n```toml\n[a]\n```\n";
        assert_eq!(plain(page, 80), "See Rust (https://rustup.rs), [a] and `[x]`.\n    [a]\n");
        let page = "several ([many\ncompanies](day.md)) **are**\n\ngood\n";
        assert!(plain(page, 80).starts_with("several (many\ncompanies) are\n\ngood\n"));
    }
}
