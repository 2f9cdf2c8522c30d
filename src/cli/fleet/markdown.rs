//! A summary of several companies in Markdown, for the page of a CI job.
//!
//! Text from outside must not become markup there: what Markdown or HTML would read is written as an entity.

use std::fmt::Write as _;

use uniac_texts::t;

use super::report::summary;
use super::row::{Row, moved_sums, wrong};

/// How many companies the table names; a page of CI has a limit, too.
const SHOWN_MAX: usize = 200;

/// Returns the summary.
pub fn text(command: &str, rows: &[Row], recent: usize) -> String {
    let mut text = format!("## uniac {command}\n\n{}\n", plain(&summary(rows, recent)));
    let all: Vec<_> = rows.iter().flat_map(|row| row.list("totals").to_vec()).collect();
    let money = moved_sums(&all);
    if !money.is_empty() {
        let _ = write!(text, "\n{}\n", plain(&t!("fleet-money", sums = money.join(", "))));
    }
    let said: Vec<&Row> = rows.iter().filter(|row| row.has_news()).collect();
    if !said.is_empty() {
        let _ = write!(text, "\n{}\n| --- | ---: | --- | --- |\n", t!("fleet-markdown-head"));
    }
    for row in said.iter().take(SHOWN_MAX) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            plain(row.company.as_deref().unwrap_or_default()),
            row.exit.code(),
            plain(&row.digest()),
            plain(&wrong(row)),
        );
    }
    let left = rows.len() - said.len().min(SHOWN_MAX);
    if left > 0 && !said.is_empty() {
        let _ = write!(text, "\n{}\n", plain(&t!("fleet-quiet", count = left)));
    }
    text
}

/// Returns a text that is nothing but text in a table of Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\r' | '\t' => plain.push(' '),
            c if c.is_control() => {}
            '|' | '<' | '>' | '&' | '[' | ']' | '*' | '_' | '\\' | '!' | '#' | '~' | '`' => {
                let _ = write!(plain, "&#{};", u32::from(char));
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_from_outside_is_markup() {
        let text = plain("a|b\n<img src=x> [x](http://y) `c`");
        assert!(!text.contains(['|', '\n', '<', '[', '`']), "{text}");
        assert!(text.starts_with("a&#124;b &#60;img"), "{text}");
    }
}
