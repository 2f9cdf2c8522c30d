//! Pictures: what people and scripts get to see, kept to the letter.
//!
//! The sandbox's clock is set, so that every figure and date stays as it is.

use serde_json::Value;

use crate::contract::commands;
use crate::harness::{World, text};

const NOW: &str = "2026-03-10T09:00:00Z";

/// Returns what a command prints at 80 columns.
fn table(world: &World, line: &str) -> String {
    world.uniac(&format!("{line} --output table")).env("COLUMNS", "80").exit(0).stdout
}

/// A company at a fixed moment with an order of each kind, made after the activation.
fn story() -> (World, Vec<String>) {
    let world = World::seeded_at(NOW, 0, 1);
    let old = world.order_with("--amount 1250.00 --customer Birk");
    world.invoice(&old);
    world.enable();
    let part = world.order_with("--amount 600.00 --customer Åse");
    world.invoice_lines(&part, "1");
    let full = world.order_with("--amount 499.00 --customer Torkel");
    world.invoice(&full);
    let held = world.order_with("--amount 150.00 --customer Live");
    world
        .uniac(&format!("order disable-autocapture {held} --until 2026-03-31 --reason dispute"))
        .exit(0);
    world.invoice(&held);
    (world, vec![old, part, full, held])
}

/// Replaces moments and the provider's references, which are new in each run.
fn still(value: &mut Value) {
    match value {
        Value::String(text) if text.ends_with('Z') && text.starts_with("20") => {
            *text = "MOMENT".to_owned();
        }
        Value::Array(values) => values.iter_mut().for_each(still),
        Value::Object(fields) => fields.values_mut().for_each(still),
        _ => {}
    }
}

/// Replaces the seconds of moments in a table.
fn without_seconds(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive(' ') {
        match word.find("T09:0") {
            Some(at) => {
                let tail = if word.ends_with(' ') { " " } else { "" };
                let line = if word.contains('\n') { "\n" } else { tail };
                out += &format!("{}T09:00{line}", &word[..at]);
            }
            None => out += word,
        }
    }
    out
}

#[test]
fn a_list_of_orders() {
    let world = World::seeded_at(NOW, 60, 7);
    insta::assert_snapshot!(table(&world, "order list --limit 14"), @"");
}

#[test]
fn the_cut_over() {
    let world = World::seeded_at(NOW, 60, 7);
    insta::assert_snapshot!(table(&world, "enable"), @"");
}

#[test]
fn one_pass() {
    let (world, _) = story();
    insta::assert_snapshot!(table(&world, "sync --dry-run"), @"");
    insta::assert_snapshot!(table(&world, "sync"), @"");
    insta::assert_snapshot!(table(&world, "sync"), @"");
}

#[test]
fn the_status() {
    let (world, _) = story();
    world.sync();
    insta::assert_snapshot!(without_seconds(&table(&world, "status")), @"");
}

#[test]
fn one_order() {
    let (world, orders) = story();
    world.sync();
    insta::assert_snapshot!(without_seconds(&table(&world, &format!("order show {}", orders[1]))), @"");
    insta::assert_snapshot!(without_seconds(&table(&world, &format!("order show {}", orders[3]))), @"");
}

#[test]
fn one_order_for_scripts() {
    let (world, orders) = story();
    world.sync();
    let mut view = world.uniac(&format!("order show {} --json", orders[2])).exit(0).json();
    still(&mut view);
    insta::assert_snapshot!(format!("{view:#}"), @"");
}

#[test]
fn what_is_shown_before_money_moves() {
    let (world, _) = story();
    let ended = world.uniac("capture --manual --output table").env("COLUMNS", "80").exit(3);
    insta::assert_snapshot!(ended.stderr, @"");
}

#[test]
fn the_exit_codes() {
    let world = World::bare();
    let mut lines = String::new();
    for code in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130] {
        let page = world.uniac(&format!("explain {code}")).exit(0).stdout;
        lines += page.lines().next().unwrap_or_default();
        lines += "\n";
    }
    insta::assert_snapshot!(lines, @"");
}

#[test]
fn an_error_in_both_forms() {
    let world = World::bare();
    insta::assert_snapshot!(world.uniac("status").exit(2).stderr, @"");
    insta::assert_snapshot!(world.uniac("status --json").exit(2).stdout, @"");
    insta::assert_snapshot!(world.uniac("snyc").exit(2).stderr, @"");
}

#[test]
fn the_tree_of_commands() {
    let world = World::bare();
    let mut tree = String::new();
    for words in commands() {
        let help = world.uniac(&format!("{words} --help")).env("COLUMNS", "80").exit(0).stdout;
        tree +=
            &format!("$ uniac {words}\n\n{}\n\n", help.trim_end()).replace("uniac \n", "uniac\n");
    }
    insta::assert_snapshot!("commands", tree);
}

#[test]
fn a_script_finds_the_fields_of_the_contract() {
    let (world, orders) = story();
    world.sync();
    let list = world.list();
    let fields = |value: &Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let expected = [
        "order",
        "shop_order",
        "customer",
        "placed",
        "currency",
        "total_minor",
        "reserved_minor",
        "invoiced_minor",
        "captured_minor",
        "credited_minor",
        "refunded_minor",
        "state",
        "shop_status",
        "autocapture",
        "next",
        "attention",
    ];
    for (number, order) in &list {
        let found = fields(order);
        let missing: Vec<_> = expected.iter().filter(|f| !found.iter().any(|g| g == *f)).collect();
        assert!(missing.is_empty(), "order {number} lacks {missing:?}");
    }
    let view = world.view(&orders[2]);
    for field in ["invoices", "hold", "journal"] {
        assert!(view.get(field).is_some(), "{field}");
    }
    for field in [
        "invoice",
        "kind",
        "credits",
        "date",
        "amount_minor",
        "era",
        "captured_minor",
        "refunded_minor",
    ] {
        assert!(view["invoices"][0].get(field).is_some(), "{field}");
    }
    assert_eq!(text(&view["invoices"][0]["kind"]), "invoice");
    let row = &world.ledger()[0];
    for field in [
        "reference",
        "order",
        "currency",
        "authorised_minor",
        "captured_minor",
        "refunded_minor",
        "cancelled_minor",
        "events",
    ] {
        assert!(row.get(field).is_some(), "{field}");
    }
}
