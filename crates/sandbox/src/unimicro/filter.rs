//! Uni's query language for `filter`, turned into a condition on whitelisted columns.
//!
//! What cannot be understood, or names a field that does not exist, is no error: the real system
//! ignores the whole filter and answers with everything. No text of a client may reach the SQL.

use rusqlite::types::Value as Sql;

use super::entity::{Column, Kind};
use crate::amount;

/// A condition and the values of its numbered parameters.
#[derive(Debug, PartialEq)]
pub(super) struct Condition {
    pub sql: String,
    pub values: Vec<Sql>,
}

/// Returns the filter as a condition whose parameters are numbered from `first`; `None` when the
/// filter is to be ignored.
pub(super) fn translate(
    filter: &str,
    columns: &'static [Column],
    first: usize,
) -> Option<Condition> {
    let tokens = tokens(filter)?;
    let mut parser = Parser { tokens: &tokens, columns, first, sql: String::new(), values: vec![] };
    parser.alternatives(0)?;
    parser.tokens.is_empty().then_some(Condition { sql: parser.sql, values: parser.values })
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

fn tokens(filter: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = filter.chars().peekable();
    while let Some(&next) = chars.peek() {
        match next {
            ' ' => {
                chars.next();
            }
            '(' | ')' | ',' => {
                chars.next();
                tokens.push(Token::Mark(next));
            }
            '\'' => {
                chars.next();
                let mut text = String::new();
                loop {
                    match chars.next()? {
                        '\'' if chars.peek() == Some(&'\'') => {
                            chars.next();
                            text.push('\'');
                        }
                        '\'' => break,
                        other => text.push(other),
                    }
                }
                tokens.push(Token::Text(text));
            }
            _ => {
                let mut word = String::new();
                while let Some(next) = chars.next_if(|next| !" (),'".contains(*next)) {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Some(tokens)
}

/// How deep parentheses may be nested.
const DEPTH_MAX: usize = 32;

struct Parser<'a> {
    tokens: &'a [Token],
    columns: &'static [Column],
    first: usize,
    sql: String,
    values: Vec<Sql>,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<&Token> {
        let (token, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(token)
    }

    fn word(&mut self) -> Option<String> {
        match self.next()? {
            Token::Word(word) => Some(word.to_ascii_lowercase()),
            _ => None,
        }
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        (self.next()? == &Token::Mark(mark)).then_some(())
    }

    fn follows(&self, word: &str) -> bool {
        matches!(self.tokens.first(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word))
    }

    fn alternatives(&mut self, depth: usize) -> Option<()> {
        self.sql.push('(');
        self.terms(depth)?;
        while self.follows("or") {
            self.next();
            self.sql.push_str(" OR ");
            self.terms(depth)?;
        }
        self.sql.push(')');
        Some(())
    }

    fn terms(&mut self, depth: usize) -> Option<()> {
        self.term(depth)?;
        while self.follows("and") {
            self.next();
            self.sql.push_str(" AND ");
            self.term(depth)?;
        }
        Some(())
    }

    fn term(&mut self, depth: usize) -> Option<()> {
        if self.tokens.first() == Some(&Token::Mark('(')) {
            self.next();
            (depth < DEPTH_MAX).then_some(())?;
            self.alternatives(depth + 1)?;
            return self.mark(')');
        }
        let name = self.word()?;
        let (prefix, suffix) = match name.as_str() {
            "contains" => ("%", "%"),
            "startswith" => ("", "%"),
            "endswith" => ("%", ""),
            _ => return self.comparison(&name),
        };
        self.mark('(')?;
        let field = self.word()?;
        let column = self.column(&field)?;
        self.mark(',')?;
        let Token::Text(text) = self.next()?.clone() else { return None };
        self.mark(')')?;
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        self.push(
            &format!("{} LIKE ", column.sql),
            Sql::Text(format!("{prefix}{escaped}{suffix}")),
        );
        self.sql.push_str(" ESCAPE '\\'");
        Some(())
    }

    fn comparison(&mut self, field: &str) -> Option<()> {
        let column = self.column(field)?;
        let operator = match self.word()?.as_str() {
            "eq" => "=",
            "ne" => "<>",
            "gt" => ">",
            "ge" => ">=",
            "lt" => "<",
            "le" => "<=",
            "like" => "LIKE",
            "notlike" => "NOT LIKE",
            _ => return None,
        };
        let (text, quoted) = match self.next()?.clone() {
            Token::Text(text) => (text, true),
            Token::Word(text) => (text, false),
            Token::Mark(_) => return None,
        };
        if !quoted && text.eq_ignore_ascii_case("null") {
            let test = match operator {
                "=" => "IS NULL",
                "<>" => "IS NOT NULL",
                _ => return None,
            };
            self.sql.push_str(&format!("{} {test}", column.sql));
            return Some(());
        }
        let value = value(column.kind, &text)?;
        self.push(&format!("{} {operator} ", column.sql), value);
        if column.kind == Kind::Text && !operator.ends_with("LIKE") {
            self.sql.push_str(" COLLATE NOCASE");
        }
        Some(())
    }

    fn push(&mut self, sql: &str, value: Sql) {
        self.sql.push_str(&format!("{sql}?{}", self.first + self.values.len()));
        self.values.push(value);
    }

    fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// Returns a literal as the value of a column's kind.
fn value(kind: Kind, text: &str) -> Option<Sql> {
    match kind {
        Kind::Int => text.parse().ok().map(Sql::Integer),
        Kind::Amount => amount::parse(text, 4).map(Sql::Integer),
        Kind::Text => Some(Sql::Text(text.to_owned())),
        Kind::Day => day(text).map(|day| Sql::Text(day.to_string())),
        Kind::Moment => moment_ms(text).map(Sql::Integer),
        Kind::Bool => match text {
            "true" | "1" => Some(Sql::Integer(1)),
            "false" | "0" => Some(Sql::Integer(0)),
            _ => None,
        },
        Kind::Object => None,
    }
}

fn day(text: &str) -> Option<jiff::civil::Date> {
    match text.len() {
        8 => jiff::civil::Date::strptime("%Y%m%d", text).ok(),
        _ => text.get(..10)?.parse().ok(),
    }
}

/// Returns a time stamp; one without a zone is taken for UTC, which the documents leave open.
fn moment_ms(text: &str) -> Option<i64> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.as_millisecond());
    }
    let wall: jiff::civil::DateTime = match text.len() {
        8 | 10 => day(text)?.into(),
        _ => text.parse().ok()?,
    };
    jiff::tz::TimeZone::UTC.to_timestamp(wall).ok().map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unimicro::entity::INVOICES;

    fn sql(filter: &str) -> Option<String> {
        translate(filter, INVOICES.columns, 2).map(|condition| condition.sql)
    }

    #[test]
    fn filters_become_conditions_on_known_columns() {
        let table = [
            ("ID eq 5", "(id = ?2)"),
            ("InvoiceType eq 1 and InvoiceReferenceID eq 7", "(kind = ?2 AND reference_id = ?3)"),
            ("id gt 1 or (id lt 5 AND id ne 3)", "(id > ?2 OR (id < ?3 AND id <> ?4))"),
            ("InvoiceReferenceID ne null", "(reference_id IS NOT NULL)"),
            ("CustomerName eq 'O''Hara'", "(customer = ?2 COLLATE NOCASE)"),
            ("contains(CustomerName,'a')", "(customer LIKE ?2 ESCAPE '\\')"),
            ("CustomerName like '%imic%'", "(customer LIKE ?2)"),
        ];
        for (filter, expected) in table {
            assert_eq!(sql(filter).as_deref(), Some(expected), "{filter}");
        }
    }

    #[test]
    fn values_take_the_kind_of_their_column() {
        let values = |filter| translate(filter, INVOICES.columns, 2).unwrap().values;
        assert_eq!(values("CreatedAt gt '1970-01-01T00:00:01Z'"), [Sql::Integer(1000)]);
        assert_eq!(values("CreatedAt gt 19700102"), [Sql::Integer(86_400_000)]);
        assert_eq!(values("InvoiceDate ge 20260131"), [Sql::Text("2026-01-31".into())]);
        assert_eq!(values("RestAmountCurrency gt 0.5"), [Sql::Integer(5000)]);
        assert_eq!(values("CustomerName eq 'O''Hara'"), [Sql::Text("O'Hara".into())]);
    }

    #[test]
    fn what_cannot_be_understood_is_ignored() {
        for filter in [
            "UpdatdAt gt '2026-01-01'",
            "ID eq",
            "ID eq five",
            "ID = 5",
            "(ID eq 5",
            "ID eq 5)",
            "ID eq 5 ID eq 6",
            "ID eq 5; DROP TABLE uni_order",
            "Items.ID eq 5",
            "CustomerName eq 'x",
            "CustomValues eq 'x'",
            "",
        ] {
            assert_eq!(sql(filter), None, "{filter}");
        }
        let deep = format!("{}ID eq 5{}", "(".repeat(100), ")".repeat(100));
        assert_eq!(sql(&deep), None);
    }
}
