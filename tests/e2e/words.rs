//! No words that users see stand in the code: every text of two words or more outside `texts` is of one of the kinds below.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::harness::repository;
use crate::tidy::{Source, sources};

/// The crates that may say something to a user. The sandbox plays other systems, which have words of their own.
const HOUSES: [&str; 6] = [
    "src/",
    "crates/core/",
    "crates/store/",
    "crates/connect/",
    "crates/engine/",
    "crates/system/",
];

/// Around what the words are not for users: they are for whoever mends a defect, or for the program's own log.
const FOR_DEVELOPERS: [&str; 9] = [
    "Error::defect",
    "defect",
    "assert!",
    "assert_eq!",
    "debug_assert!",
    "expect",
    "tracing::debug!",
    "tracing::warn!",
    "tracing::info!",
];

/// Macros whose words document the items that they make, as a comment would.
const DOCUMENTING: [&str; 4] = ["attentions!", "codes!", "reasons!", "registry!"];

/// Words that only SQL has, written as we write it.
const SQL: [&str; 22] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE ",
    "PRAGMA ",
    "WHERE ",
    " AND ",
    " ORDER BY ",
    " IS NULL",
    " IS NOT NULL",
    "WITH ",
    " FROM ",
    "CREATE ",
    "ALTER ",
    "instr(",
    "BEGIN ",
    "SAVEPOINT ",
    "RELEASE ",
    "INDEXED BY ",
    "ON CONFLICT ",
    "NOT IN ",
    "('company', ",
];

/// What other systems understand, word for word, and how it begins: GraphQL, the lists of fields that are asked for, the
/// brands as their owners write them, and formats.
const PROTOCOL: [&str; 15] = [
    "query Uniac",
    "mutation Uniac",
    "id code state ",
    "id,",
    "(UpdatedAt ge ",
    "ID desc",
    "AppFramework profile ",
    "WooCommerce {",
    "Kustom Checkout",
    "Nexi Checkout",
    "Svea Checkout",
    "Swedbank Pay",
    "Unimicro Bridge",
    "Vipps MobilePay",
    "yyyy-mm-dd",
];

/// What is left: `(file, how the text begins, why)`.
const ALLOWED: [(&str, &str, &str); 47] = [
    ("crates/system/src/os.rs", "lookup address", "the system's words, which are read"),
    ("crates/system/src/os.rs", "Name or service", "the system's words, which are read"),
    ("crates/system/src/os.rs", "No such host", "the system's words, which are read"),
    ("crates/system/src/os.rs", "timed out", "the library's words, which are read"),
    ("src/cli/line/usage.rs", " is not in ", "the parser's words, which are read"),
    ("crates/connect/src/http/field.rs", "missing field", "serde's words, which are read"),
    ("crates/connect/src/http/field.rs", "duplicate field", "serde's words, which are read"),
    ("crates/connect/src/http/field.rs", "invalid type", "serde's words, which are read"),
    ("crates/connect/src/http/field.rs", "unknown variant", "serde's words, which are read"),
    ("src/config/parser.rs", "missing field", "the parser's words, which are read"),
    ("src/config/parser.rs", "unknown field", "the parser's words, which are read"),
    ("src/config/parser.rs", "unknown variant", "the parser's words, which are read"),
    ("src/config/parser.rs", "invalid type", "the parser's words, which are read"),
    ("src/config/parser.rs", "invalid value", "the parser's words, which are read"),
    ("src/config/parser.rs", "duplicate key", "the parser's words, which are read"),
    ("src/config/parser.rs", "one of ", "the parser's words, which are read"),
    ("src/config/merged.rs", "\n[uni]", "a configuration that shows which keys there are"),
    (
        "crates/connect/src/shop/medusa/wire.rs",
        "Invalid request:",
        "Medusa's words, which are read",
    ),
    ("crates/connect/src/shop/medusa/wire.rs", "You cannot ", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", "You are not ", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", "The payment: ", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", "Order with id ", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", "Cannot cancel ", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", "All fulfil", "Medusa's words, which are read"),
    ("crates/connect/src/shop/medusa/wire.rs", " has been ", "Medusa's words, which are read"),
    (
        "crates/core/src/assess/attention.rs",
        "`{name}` is no ",
        "the command line says it in its own words",
    ),
    ("crates/core/src/settings.rs", "`{name}` is no ", "the command line says it in its own words"),
    ("crates/core/src/settings.rs", "Last opp ", "the label of Uni's screen"),
    ("crates/core/src/settings.rs", "Hent kort", "the label of Uni's screen"),
    ("crates/core/src/settings.rs", "Detaljert ", "the label of Uni's screen"),
    ("crates/core/src/money.rs", "the currency ", "a cause; whoever shows it has words of its own"),
    ("crates/core/src/money.rs", "the amount ", "a cause; whoever shows it has words of its own"),
    ("crates/core/src/hooks.rs", "{verb} what ", "a mark that is kept and compared"),
    ("crates/store/src/db/error.rs", "the connection was ", "a cause; whoever shows it has words"),
    ("crates/store/src/db/error.rs", "no row", "a cause; whoever shows it has words"),
    ("crates/store/src/db/error.rs", "an odd value ", "a cause; whoever shows it has words"),
    ("src/cli/command/completions/mod.rs", "\\\nif [[ ", "a script of zsh"),
    ("src/cli/command/doctor/drivers.rs", "not seen", "a mark that is kept and compared"),
    ("src/cli/command/doctor/references.rs", "enough was ", "ends a reading; nobody sees it"),
    ("crates/system/src/log.rs", "{REDACTED}", "the exchange log has no language"),
    ("src/cli/line/global.rs", "Several companies", "the English help stands with the commands"),
    ("src/cli/tree.rs", "Web orders ", "the English help stands with the commands"),
    ("src/cli/tree.rs", "  uniac demo ", "the English help stands with the commands"),
    ("src/cli/tree.rs", "\\\nAdministers ", "the English help stands with the commands"),
    ("src/cli/tree.rs", "\\\nExamples:", "the English help stands with the commands"),
    ("src/cli/command/login/callback.rs", "HTTP/1.1 ", "the head of an answer"),
    (
        "crates/store/src/db/postgres/trust.rs",
        "server does not support TLS",
        "it is looked for in what the library says",
    ),
];

/// A text in the code.
struct Text {
    line: usize,
    words: String,
    /// What it stands in, the innermost last: calls, macros, and the constant that it is.
    within: Vec<String>,
}

#[test]
fn no_words_that_users_see_stand_in_the_code() {
    let labels = labels();
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources() {
        if source.is_test() || !HOUSES.iter().any(|house| source.name.starts_with(house)) {
            continue;
        }
        for text in texts(&source) {
            let allowed = ALLOWED
                .iter()
                .position(|(file, begin, _)| source.name == *file && text.words.starts_with(begin));
            used.extend(allowed);
            if allowed.is_none() && !is_of_a_kind(&text, &labels) {
                found.push(format!("{}:{}: {:?}", source.name, text.line, text.words));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} texts for users stand in the code; give each an id in `texts`:\n{}",
        found.len(),
        found.join("\n")
    );
    let unused = (0..ALLOWED.len()).filter(|at| !used.contains(at)).map(|at| ALLOWED[at]);
    assert_eq!(unused.collect::<Vec<_>>(), [], "what is allowed and nowhere");
}

fn is_of_a_kind(text: &Text, labels: &BTreeSet<String>) -> bool {
    let is_named = |name: &str| labels.contains(&format!("label-{}", slug(name)));
    // What a check is of stands before it: `shop: plug-ins`.
    let is_label = |name: &str| is_named(name) || name.split(": ").all(is_named);
    let within = |names: &[&str]| {
        text.within.iter().any(|name| names.iter().any(|known| name.ends_with(known)))
    };
    // The help's English stands with the commands that it is of; another test sees that each has its Norwegian.
    let is_help =
        text.within.iter().any(|name| name.starts_with("const ") && name.ends_with("_HELP"));
    is_help
        || within(&FOR_DEVELOPERS)
        || within(&DOCUMENTING)
        || SQL.iter().any(|word| text.words.contains(word))
        || is_label(&text.words)
        || text.words.starts_with("Uni: ")
        || text.words.starts_with("<!doctype html>")
        || PROTOCOL.iter().any(|begin| text.words.starts_with(begin))
        || is_command(&text.words)
}

/// Returns whether a text is a command: each word the name of one, until flags and values come.
fn is_command(text: &str) -> bool {
    let line = text.trim_matches('`').replace("{held}", "");
    let line = line.strip_prefix("uniac ").unwrap_or(&line);
    let mut command = &uniac::cli::command();
    for word in line.split(' ') {
        match command.find_subcommand(word) {
            Some(inner) => command = inner,
            None => {
                let is_whole = !command.has_subcommands() || command.get_name() == "uniac";
                return is_whole && command.get_name() != "uniac" && line.split(' ').count() < 9;
            }
        }
    }
    text.contains("uniac ") || command.get_name() != "uniac"
}

/// Returns the names that people read in words of their language: heads of columns, keys of pairs.
fn labels() -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    let folder = repository().join("texts").join("nb");
    for entry in std::fs::read_dir(folder).expect("the Norwegian texts") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("text");
        let ids = text.lines().filter_map(|line| line.split_once(" = "));
        labels.extend(ids.map(|(id, _)| id.to_owned()).filter(|id| id.starts_with("label-")));
    }
    labels
}

fn slug(name: &str) -> String {
    name.replace(|char: char| !char.is_ascii_alphanumeric(), "-")
}

/// Returns the texts of a file's code that have two words or more.
fn texts(source: &Source) -> Vec<Text> {
    let mut code = String::new();
    let mut lines = 0;
    for (number, line) in source.code() {
        while lines + 1 < number {
            code.push('\n');
            lines += 1;
        }
        code.push_str(line);
        code.push('\n');
        lines += 1;
    }
    let stream: TokenStream =
        code.parse().unwrap_or_else(|error| panic!("{}: {error}", source.name));
    let mut found = Vec::new();
    walk(stream, &mut Vec::new(), &mut found);
    found
}

fn walk(stream: TokenStream, within: &mut Vec<String>, found: &mut Vec<Text>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut constant = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) if is_attribute(&tokens[..at], group) => {}
            TokenTree::Group(group) => {
                within.push(caller(&tokens[..at]));
                walk(group.stream(), within, found);
                within.pop();
            }
            TokenTree::Ident(word) if word == "const" || word == "static" => {
                let name = tokens.get(at + 1).map(ToString::to_string).unwrap_or_default();
                within.push(format!("const {name}"));
                constant += 1;
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' && constant > 0 => {
                within.pop();
                constant -= 1;
            }
            TokenTree::Literal(literal) => {
                let words = literal.to_string();
                if is_text(&words) && has_words(&inner(&words)) {
                    let line = literal.span().start().line;
                    found.push(Text { line, words: inner(&words), within: within.clone() });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    within.truncate(within.len() - constant);
}

/// Returns whether a group is what stands in the brackets of an attribute.
fn is_attribute(before: &[TokenTree], group: &Group) -> bool {
    let ends_with = |mark: char, tokens: &[TokenTree]| matches!(tokens.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    group.delimiter() == Delimiter::Bracket
        && (ends_with('#', before)
            || (ends_with('!', before) && ends_with('#', &before[..before.len() - 1])))
}

/// Returns what stands before a group: a call with its path, or a macro.
fn caller(before: &[TokenTree]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for token in before.iter().rev() {
        match token {
            TokenTree::Ident(word) if !matches!(parts.last(), Some(part) if is_word(part)) => {
                parts.push(word.to_string());
            }
            TokenTree::Punct(punct) if [':', '!'].contains(&punct.as_char()) => {
                parts.push(punct.as_char().to_string());
            }
            _ => break,
        }
    }
    parts.reverse();
    parts.concat()
}

fn is_word(part: &str) -> bool {
    part.starts_with(|char: char| char.is_alphabetic() || char == '_')
}

fn is_text(literal: &str) -> bool {
    literal.starts_with('"') || literal.starts_with("r\"") || literal.starts_with("r#")
}

/// Returns a literal's text without its quotes.
fn inner(literal: &str) -> String {
    let raw = literal.strip_prefix('r').unwrap_or(literal);
    raw.trim_matches('#').trim_matches('"').to_owned()
}

/// Returns whether a text has two words or more; what is put in for a name is none.
fn has_words(text: &str) -> bool {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for char in text.replace("\\n", " ").chars() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            char if depth == 0 => plain.push(char),
            _ => {}
        }
    }
    let is_word = |word: &&str| word.chars().filter(|char| char.is_alphabetic()).count() > 1;
    plain.split_whitespace().filter(is_word).count() > 1
}

#[test]
fn texts_are_found_with_what_they_stand_in() {
    let code = r##"
        #[expect(x, reason = "not this one")]
        const A_HELP: &str = "help of it";
        fn f() -> Result<()> { Err(Error::defect(format!("some defect {x}")).hint("of \"two words")) }
        fn g() { tracing::debug!(x = 1, "in the log"); t!("an-id", a = "one"); say(r#"raw words"#) }
    "##;
    let mut found = Vec::new();
    walk(code.parse().expect("code"), &mut Vec::new(), &mut found);
    let found: Vec<(String, String)> =
        found.into_iter().map(|text| (text.words, text.within.join(" > "))).collect();
    let expected = [
        ("help of it", "const A_HELP"),
        ("some defect {x}", " > Err > Error::defect > format!"),
        ("of \\\"two words", " > Err > hint"),
        ("in the log", " > tracing::debug!"),
        ("raw words", " > say"),
    ];
    let expected = expected.map(|(words, within)| (words.to_owned(), within.to_owned()));
    assert_eq!(found, expected);
}
