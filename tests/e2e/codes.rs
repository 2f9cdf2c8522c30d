//! Every code of a step with its class and the exit code that it leads to: a listing, kept as a snapshot.

use std::fmt::Write as _;

use uniac_core::assess::Attention;
use uniac_core::code::{Class, Code};
use uniac_engine::exit::{Exit, of_batch};

use crate::harness::{World, text};

/// Returns a line of the listing: the exit code when nothing else was done, and when something was.
fn line(name: &str, class: Class) -> String {
    let (alone, beside) = (of_batch(false, [class]), of_batch(true, [class]));
    format!("{name:<30} {:<9} {:>3} {:>4}\n", class.name(), alone.code(), beside.code())
}

#[test]
fn the_listing_of_all_codes_is_up_to_date() {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| (code.class(), code.name()));
    let mut text = format!("{:<30} {:<9} exit, when something was done\n", "code", "class");
    for code in &codes {
        assert_eq!(code.class() == Class::Benign, of_batch(true, [code.class()]) == Exit::Done);
        text.push_str(&line(code.name(), code.class()));
    }
    let _ = write!(text, "\nWhy a step was left, where it is an attention of its order:\n\n");
    let mut attentions = Attention::ALL.to_vec();
    attentions.sort_by_key(|attention| (attention.class(), attention.name()));
    for attention in attentions {
        text.push_str(&line(attention.name(), attention.class()));
    }
    text.push_str("\nA code that the other side has given is kept as it came: its class is that of the outcome.\n");
    insta::assert_snapshot!("all", text);
}

#[test]
fn each_code_of_the_list_is_explained() {
    let world = World::bare();
    let data = world.uniac("explain --codes --json").exit(0).data();
    for row in data.as_array().expect("codes") {
        let code = text(&row["code"]);
        for lang in ["en", "nb"] {
            let page = world.uniac(&format!("explain {code} --lang {lang} --json")).exit(0).data();
            assert!(text(&page["text"]).contains(&code), "{code}");
        }
    }
}

#[test]
fn the_help_names_every_fault() {
    let world = World::bare();
    let known = world.uniac("sandbox fault list --known --json").exit(0).data();
    for lang in ["en", "nb"] {
        let help = world.uniac(&format!("sandbox fault add --help --lang {lang}")).exit(0).stdout;
        for fault in known.as_array().expect("faults") {
            assert!(help.contains(&text(&fault["name"])), "{lang}: {fault}");
        }
    }
}

#[test]
fn csv_has_plain_numbers_wherever_money_stands() {
    let world = World::active();
    let order = world.invoiced("499.00");
    for command in ["plan", "sandbox ledger", "owed", "order list", "sync", "runs show last"] {
        let csv = world.uniac(&format!("{command} --output csv")).exit(0).stdout;
        assert!(csv.contains("499.00"), "{command}: {csv}");
        assert!(!csv.contains("NOK 4"), "{command} of {order}: {csv}");
    }
}

#[test]
fn a_store_is_brought_to_the_form_of_this_version() {
    let world = World::active();
    let data = world.uniac("store migrate --json").exit(0).data();
    assert!(data["version"].as_u64() >= Some(6), "{data}");
    assert!(text(&data["place"]).ends_with("store.db"), "{data}");
}
