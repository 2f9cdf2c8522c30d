//! Text for a screen: cleaned, measured, cut, wrapped, painted.
//!
//! Names, references and messages come from outside and may carry anything. No text may reach a
//! terminal without [`clean`], or an order's customer could rewrite what the bookkeeper reads.

use std::borrow::Cow;

use dialoguer::console::{measure_text_width, truncate_str};

use super::page::Style;

/// Returns the text without what a terminal would obey or hide: control characters, marks that
/// turn the direction of writing, characters without width. Line ends and tabs become blanks.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|char| match char {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        char if is_hidden(char) => None,
        char => Some(char),
    });
    Cow::Owned(kept.collect())
}

/// Returns whether a character is obeyed or hidden by a terminal instead of shown.
pub(super) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}'                        // soft hyphen
            | '\u{61c}'                     // Arabic letter mark
            | '\u{180e}'                    // Mongolian vowel separator
            | '\u{200b}'..='\u{200f}'       // zero width, direction marks
            | '\u{2028}'..='\u{202e}'       // separators of lines, embeddings and overrides
            | '\u{2060}'..='\u{206f}'       // word joiner, invisible operators, isolates
            | '\u{fe00}'..='\u{fe0f}'       // variation selectors
            | '\u{feff}'                    // byte order mark
            | '\u{fff9}'..='\u{fffb}'       // interlinear marks
            | '\u{e0000}'..='\u{e0fff}'     // tags, further variation selectors
        )
}

/// Returns how many columns a cleaned text takes.
pub(super) fn width(text: &str) -> usize {
    measure_text_width(text)
}

/// Returns a cleaned text cut to `width` columns, with an ellipsis where something is left out.
pub(super) fn fit(text: &str, width: usize) -> Cow<'_, str> {
    truncate_str(text, width, "…")
}

/// Returns a cleaned text in lines of at most `columns`; a longer word keeps its own line, and an amount is one word.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&word) <= columns => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Returns the words of a text. An amount stays together, `NOK 2,096.40`; a Norwegian one has blanks that no line breaks at.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in text.split([' ', '\t', '\n']).filter(|part| !part.is_empty()) {
        let is_figure = part.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        match words.last_mut().filter(|last| is_figure && is_currency(last)) {
            Some(currency) => {
                currency.push(' ');
                currency.push_str(part);
            }
            None => words.push(part.to_owned()),
        }
    }
    words
}

fn is_currency(word: &str) -> bool {
    let code = word.trim_start_matches(|char: char| !char.is_alphanumeric());
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What a text is painted with.
#[derive(Clone, Copy)]
pub(super) enum Emphasis {
    /// A heading.
    Bold,
    /// A meaning.
    Style(Style),
}

impl Emphasis {
    pub(super) const ALL: [Emphasis; 5] = [
        Emphasis::Bold,
        Emphasis::Style(Style::Good),
        Emphasis::Style(Style::Warn),
        Emphasis::Style(Style::Bad),
        Emphasis::Style(Style::Faint),
    ];
}

impl From<Style> for Emphasis {
    fn from(style: Style) -> Emphasis {
        Emphasis::Style(style)
    }
}

/// Ends every emphasis.
pub(super) const RESET: &str = "\u{1b}[0m";

/// Returns the escape sequence that begins an emphasis: bold, green, yellow, red, dim.
pub(super) fn begin(emphasis: Emphasis) -> &'static str {
    match emphasis {
        Emphasis::Bold => "\u{1b}[1m",
        Emphasis::Style(Style::Good) => "\u{1b}[32m",
        Emphasis::Style(Style::Warn) => "\u{1b}[33m",
        Emphasis::Style(Style::Bad) => "\u{1b}[31m",
        Emphasis::Style(Style::Faint) => "\u{1b}[2m",
    }
}

/// Returns the text with its emphasis, where colours are on.
pub(super) fn paint(text: &str, emphasis: impl Into<Emphasis>, on: bool) -> String {
    match on {
        true => format!("{}{text}{RESET}", begin(emphasis.into())),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in ["Kari Nordmann", "Blåbærsyltetøy, 1 kg – 50 %", "Łukasz 山田 😀"] {
            assert_eq!(clean(text), text);
        }
        assert!(matches!(clean("ascii"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_control_character_and_no_hidden_mark_survives() {
        for code in (0..0x20).chain(0x7f..0xa0).chain(0x200b..0x2010).chain(0x202a..0x202f) {
            let char = char::from_u32(code).unwrap();
            let text = format!("a{char}b");
            assert!(matches!(clean(&text).as_ref(), "ab" | "a b"), "{code:x}");
        }
        assert_eq!(clean("a\u{2066}b\u{2069}c\u{feff}d\u{2060}e"), "abcde");
        assert_eq!(clean("a\nb\tc"), "a b c");
    }

    #[test]
    fn cutting_keeps_to_the_width_and_says_so() {
        assert_eq!(fit("Kari Nordmann", 20), "Kari Nordmann");
        assert_eq!(fit("Kari Nordmann", 6), "Kari …");
        assert!(width(&fit("山田太郎", 6)) <= 6);
    }

    #[test]
    fn wrapping_breaks_between_words_only() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("https://example.org/long no", 8), ["https://example.org/long", "no"]);
        assert!(wrap("", 8).is_empty());
        assert_eq!(wrap("it has (NOK 2,096.40, and", 14), ["it has", "(NOK 2,096.40,", "and"]);
        assert_eq!(wrap("NOK 1,200.00 200 times", 12), ["NOK 1,200.00", "200 times"]);
        assert_eq!(wrap("har 2\u{a0}096,40\u{a0}kr", 6), ["har", "2\u{a0}096,40\u{a0}kr"]);
        assert_eq!(wrap("the ERP Uni 5 of 6", 8), ["the ERP", "Uni 5 of", "6"]);
    }
}
