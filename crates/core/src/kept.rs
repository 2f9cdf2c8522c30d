//! A text that is kept: the id of a message and its arguments, and none of its words.
//!
//! What is kept in the store is read later, perhaps in another language. So it holds no words; they are found when it is
//! shown. Nothing may decide by such a text.

/// Begins a kept text.
pub const BEGIN: char = '⟦';

/// Ends a kept text.
pub const END: char = '⟧';

/// Stands between the id and the arguments.
pub const NEXT: char = '|';

/// Returns a message to be kept: `⟦id|name=value⟧`. A value may be a kept text itself.
pub fn kept(id: &str, arguments: &[(&str, &str)]) -> String {
    let mut text = format!("{BEGIN}{id}");
    for (name, value) in arguments {
        text.push(NEXT);
        text.push_str(name);
        text.push('=');
        match whole(value) {
            true => text.push_str(value),
            false => text.extend(value.chars().filter(|char| ![BEGIN, END, NEXT].contains(char))),
        }
    }
    text.push(END);
    text
}

/// The id of an amount that is kept, with `minor` and `currency`: it is told as the reader's language writes amounts.
pub const MONEY: &str = "money";

/// Returns whether a text is one kept text from its first character to its last.
fn whole(text: &str) -> bool {
    text.strip_prefix(BEGIN).and_then(|rest| Some(&rest[end(rest)?..])) == Some("")
}

/// Returns where the kept text ends of which `rest` is what stands behind its beginning.
pub fn end(rest: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (index, char) in rest.char_indices() {
        match char {
            BEGIN => depth += 1,
            END => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index + char.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_text_holds_others_and_no_stray_marks() {
        let inner = kept("doubt-missing", &[("name", "Items")]);
        assert_eq!(inner, "⟦doubt-missing|name=Items⟧");
        let outer = kept("doubt-of-event", &[("doubt", &inner)]);
        assert_eq!(outer, "⟦doubt-of-event|doubt=⟦doubt-missing|name=Items⟧⟧");
        assert_eq!(kept("a", &[("b", "⟦x|y⟧ z")]), "⟦a|b=xy z⟧");
        assert_eq!(kept("a", &[("b", "⟦x⟧⟦y⟧")]), "⟦a|b=xy⟧");
        assert_eq!(kept("a", &[("b", "⟦x")]), "⟦a|b=x⟧");
    }
}
