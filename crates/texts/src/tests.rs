//! Both languages have the same messages with the same arguments, and each file is read whole.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::*;

/// The arguments of each message of a language, by id.
fn messages(files: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for file in files {
        let resource = parser::parse(*file).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut names = BTreeSet::new();
            arguments(message.value.as_ref().expect("a message has a value"), &mut names);
            let id = message.id.name.to_owned();
            assert!(messages.insert(id, names).is_none(), "twice: {}", message.id.name);
        }
    }
    messages
}

fn arguments(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => in_line(inline, names),
            Expression::Select { selector, variants } => {
                in_line(selector, names);
                for variant in variants {
                    arguments(&variant.value, names);
                }
            }
        }
    }
}

fn in_line(expression: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        InlineExpression::VariableReference { id } => {
            names.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("not used here: {other:?}"),
    }
}

#[test]
fn both_languages_say_the_same_messages_with_the_same_arguments() {
    let (mut en, mut nb) = (messages(files!("en")), messages(files!("nb")));
    // English reads the names themselves.
    nb.retain(|id, _| !id.starts_with("label-") && !id.starts_with("help"));
    en.retain(|id, _| !id.starts_with("label-") && !id.starts_with("help"));
    let only = |one: &BTreeMap<String, _>, other: &BTreeMap<String, _>| -> Vec<String> {
        one.keys().filter(|id| !other.contains_key(*id)).cloned().collect()
    };
    assert_eq!(only(&en, &nb), Vec::<String>::new(), "not in Norwegian");
    assert_eq!(only(&nb, &en), Vec::<String>::new(), "not in English");
    for (id, names) in &en {
        assert_eq!(Some(names), nb.get(id), "the arguments of {id}");
    }
}

#[test]
fn a_text_is_put_together_with_its_arguments() {
    let arguments = [("count", Argument::Count(1))];
    assert_eq!(text_in(Language::En, "count-orders", &arguments), "1 order");
    assert_eq!(text_in(Language::Nb, "count-orders", &arguments), "1 ordre");
    let arguments = [("count", Argument::Count(2))];
    assert_eq!(text_in(Language::En, "count-orders", &arguments), "2 orders");
    assert_eq!(text_in(Language::Nb, "count-orders", &arguments), "2 ordrer");
    assert_eq!(text_in(Language::Nb, "no-such-id", &[]), "no-such-id");
}

#[test]
fn locales_are_known_by_their_first_part() {
    for (tag, language) in [
        ("nb", Some(Language::Nb)),
        ("nn_NO.UTF-8", Some(Language::Nb)),
        ("no", Some(Language::Nb)),
        ("NB-no", Some(Language::Nb)),
        ("en_GB", Some(Language::En)),
        ("C.UTF-8", Some(Language::En)),
        ("sv_SE", None),
        ("", None),
    ] {
        assert_eq!(Language::of_tag(tag), language, "{tag}");
    }
}
