//! Every code of a step with its class and the exit code that it leads to: a listing, kept as a snapshot.

use std::fmt::Write as _;

use uniac_core::assess::Attention;
use uniac_core::code::{Class, Code};
use uniac_engine::exit::{Exit, of_batch};

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
