//! The texts: every id that the source uses is there with its arguments, none is left over, and no words for users
//! stand outside the files of texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::harness::repository;
use crate::tidy::{Source, sources};

/// Families of ids that are put together from a name of the program; each has a test where the names are known.
const FAMILIES: [&str; 10] = [
    "attention-",
    "code-",
    "help-",
    "kind-",
    "label-",
    "month-",
    "reason-",
    "run-state-",
    "side-",
    "topic-",
];

/// Returns the arguments of each message of a language, by id.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = repository().join("texts").join(language);
    let mut messages = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder of a language") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            read(&path, &mut messages);
        }
    }
    messages
}

fn read(path: &Path, messages: &mut BTreeMap<String, BTreeSet<String>>) {
    let text = std::fs::read_to_string(path).expect("text");
    let resource = parser::parse(text.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut names = BTreeSet::new();
        arguments(&message.value.expect("a message has a value"), &mut names);
        messages.insert(message.id.name.to_owned(), names);
    }
}

fn arguments(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    let mut inline = |expression: &InlineExpression<&str>| {
        if let InlineExpression::VariableReference { id } = expression {
            names.insert(id.name.to_owned());
        }
    };
    let mut inner = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(one) } => inline(one),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                inline(selector);
                inner.extend(variants.iter().map(|variant| variant.value.clone()));
            }
        }
    }
    for pattern in &inner {
        arguments(pattern, names);
    }
}

/// A use of a message: `t!("id", name = value, ...)`.
struct Use {
    id: String,
    arguments: BTreeSet<String>,
    place: String,
}

/// Returns the uses in a file's code.
fn uses(source: &Source) -> Vec<Use> {
    let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (start, _) in code.match_indices("t!(") {
        let is_longer_name = code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let Some(inner) = (!is_longer_name).then(|| balanced(&code[start + 3..])) else { continue };
        let Some(rest) = inner.trim_start().strip_prefix('"') else { continue };
        let (id, rest) = rest.split_once('"').expect("an id ends");
        found.push(Use { id: id.to_owned(), arguments: names(rest), place: source.name.clone() });
    }
    found
}

/// Returns what stands up to the bracket that closes.
fn balanced(code: &str) -> &str {
    let (mut depth, mut in_text, mut escaped) = (1_usize, false, false);
    for (index, char) in code.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text => {
                depth -= 1;
                if depth == 0 {
                    return &code[..index];
                }
            }
            _ => {}
        }
    }
    code
}

/// Returns the names before ` = ` at the outer level of a macro's arguments.
fn names(arguments: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = arguments;
    while let Some(comma) = rest.find(',') {
        rest = &rest[comma + 1..];
        let Some((name, value)) = rest.split_once('=') else { break };
        names.insert(name.trim().to_owned());
        rest = &value[end_of_value(value)..];
    }
    names
}

/// Returns where a value ends: at the comma on its own level.
fn end_of_value(value: &str) -> usize {
    let mut at = 0;
    while at < value.len() {
        let rest = &value[at..];
        let first = rest.chars().next().unwrap_or(' ');
        match first {
            ',' => return at,
            '(' | '[' | '{' => at += 1 + balanced(&rest[1..]).len() + 1,
            '"' => at += 1 + rest[1..].find('"').unwrap_or(rest.len() - 1) + 1,
            char => at += char.len_utf8(),
        }
    }
    value.len()
}

#[test]
fn every_text_that_is_used_is_there_with_its_arguments_and_none_is_left_over() {
    let messages = messages("en");
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for Use { id, arguments, place } in uses(source) {
            match messages.get(&id) {
                None => faults.push(format!("{place}: no text `{id}`")),
                Some(there) if *there != arguments => {
                    faults
                        .push(format!("{place}: `{id}` is given {arguments:?}, it has {there:?}"));
                }
                Some(_) => {}
            }
            used.insert(id);
        }
    }
    // Some are kept as an id and put into words later: a doubt, a question of `init`.
    let sources = sources();
    let code: String = sources
        .iter()
        .flat_map(|source| source.code().map(|(_, line)| line))
        .collect::<Vec<_>>()
        .join("\n");
    let is_known = |id: &&String| {
        used.contains(*id)
            || code.contains(&format!("\"{id}\""))
            || FAMILIES.iter().any(|family| id.starts_with(family))
    };
    let left: Vec<_> = messages.keys().filter(|id| !is_known(id)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(left.is_empty(), "texts that nothing uses: {left:?}");
}

#[test]
fn arguments_of_a_use_are_told_apart() {
    let of = |text: &str| names(text).into_iter().collect::<Vec<_>>();
    assert_eq!(of(", a = f(x, y = 1), b = \"p, q = 3\", c = z"), ["a", "b", "c"]);
    assert!(of("").is_empty());
    assert_eq!(balanced("\"(\", f(1)) rest"), "\"(\", f(1)");
}
