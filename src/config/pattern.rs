//! Names with `*` in them: which companies are meant.
//!
//! Only the star means something else than itself.

/// Returns whether a name fits a pattern, in which `*` stands for any letters or none.
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, fits) in [
            ("kopp", "kopp", true),
            ("kopp", "kopper", false),
            ("kopp*", "kopper", true),
            ("*", "", true),
            ("*-oslo", "kopp-oslo", true),
            ("k*p*o", "kopp-oslo", true),
            ("k*p*x", "kopp-oslo", false),
            ("ab*ba", "aba", false),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }
}
