//! From the SQL of the store to PostgreSQL's: `?1` is `$1`, keys have the company in them, and hints for SQLite go.

/// Returns a statement of the store as PostgreSQL takes it.
pub fn translated(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(at) = rest.find(['?', '\'', '(', 'I']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let hint = here.strip_prefix("INDEXED BY ");
        let taken = match here.as_bytes() {
            [b'\'', ..] => {
                let end = here[1..].find('\'').map_or(here.len(), |end| end + 2);
                out.push_str(&here[..end]);
                end
            }
            [b'?', ..] => {
                out.push('$');
                1
            }
            [b'(', ..] if out.ends_with("ON CONFLICT ") => {
                out.push_str("(company, ");
                1
            }
            _ if let Some(hint) = hint => {
                let name = hint.find(|c: char| c.is_whitespace()).unwrap_or(hint.len());
                here.len() - hint.len() + name
            }
            _ => {
                out.push_str(&here[..1]);
                1
            }
        };
        rest = &here[taken..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keys_and_hints_are_translated_and_texts_are_not() {
        let cases = [
            (
                "SELECT a FROM t WHERE b = ?1 AND c = ?12",
                "SELECT a FROM t WHERE b = $1 AND c = $12",
            ),
            ("SELECT '?1 (' || ?1", "SELECT '?1 (' || $1"),
            (
                "INSERT INTO t (a) VALUES (?1) ON CONFLICT (a) DO NOTHING",
                "INSERT INTO t (a) VALUES ($1) ON CONFLICT (company, a) DO NOTHING",
            ),
            (
                "INSERT INTO t VALUES (?1) ON CONFLICT DO NOTHING",
                "INSERT INTO t VALUES ($1) ON CONFLICT DO NOTHING",
            ),
            ("SELECT a FROM t INDEXED BY t_a WHERE a > 0", "SELECT a FROM t  WHERE a > 0"),
        ];
        for (ours, theirs) in cases {
            assert_eq!(translated(ours), theirs);
        }
    }
}
