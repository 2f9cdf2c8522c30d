//! Names, sizes and amounts at the edge: listed, handled, never a panic.

use crate::harness::{Money, World, minor, text};

/// What no terminal may get from outside: an escape that colours, one that sets the title, a
/// carriage return, a bell, a C1 control and a mark that turns the writing round.
const HOSTILE: &str = "Kari \u{1b}[31mRød\u{1b}]0;eid\u{7}\r\nNordmann \u{9b}2J\u{202e}gnal";

fn has_controls(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || turns(c))
}

#[test]
fn control_characters_in_a_name_reach_no_terminal() {
    let world = World::active();
    let made = world.uniac("sandbox order --json --customer").arg(HOSTILE).exit(0).data();
    let order = text(&made["order"]);
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]));
    for line in ["order list", "capture --manual --dry-run", "log", "log --exchanges", "status"] {
        for output in ["table", "plain", "csv"] {
            let ended = world.uniac(&format!("{line} --output {output}")).exit(0);
            assert!(!has_controls(&ended.stdout), "{}", ended.report());
            assert!(!has_controls(&ended.stderr), "{}", ended.report());
        }
    }
    let shown = world.uniac(&format!("order show {order} --output table")).exit(0).says("Nordmann");
    assert!(!has_controls(&shown.stdout), "{}", shown.report());
    let json = world.uniac(&format!("order show {order} --json")).exit(0);
    assert!(!has_controls(&json.stdout), "JSON escapes them\n{}", json.report());
}

#[test]
fn the_question_before_money_moves_shows_a_hostile_name_cleaned() {
    let world = World::empty();
    let made = world.uniac("sandbox order --json --customer").arg(HOSTILE).exit(0).data();
    world.invoice(&text(&made["order"]));
    world.enable();
    let ended = world.uniac("capture --manual --output table").exit(3).says("Nordmann");
    assert!(!has_controls(&ended.stderr), "{}", ended.report());
}

#[test]
fn a_name_of_300_characters_fits_the_table_and_is_whole_elsewhere() {
    let world = World::active();
    let name = "Ærlig ".repeat(50);
    let made = world.uniac("sandbox order --json --customer").arg(&name).exit(0).data();
    let order = text(&made["order"]);
    world.invoice(&order);
    world.sync();
    let table = world.uniac("order list --output table").env("COLUMNS", "80").exit(0);
    assert!(table.stdout.lines().all(|line| line.chars().count() <= 80), "{}", table.report());
    let csv = world.uniac("order list --output csv").exit(0);
    assert!(csv.stdout.contains(name.trim()), "{}", csv.report());
    assert_eq!(text(&world.view(&order)["customer"]).trim(), name.trim());
    assert_eq!(world.money(&order), Money::captured([49900]));
}

#[test]
fn a_formula_in_a_name_is_only_text_in_csv() {
    let world = World::active();
    world.uniac("sandbox order --customer").arg("=HYPERLINK(\"http://x\")").exit(0);
    let csv = world.uniac("order list --output csv").exit(0);
    assert!(csv.stdout.contains("'=HYPERLINK"), "{}", csv.report());
}

#[test]
fn an_order_with_500_lines_is_invoiced_in_parts_and_credited() {
    let world = World::active();
    let order = world.order(500, "12345.67");
    let first = world.invoice_lines(&order, "1,2,250,500").amount_minor;
    world.sync();
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([first, 1_234_567 - first]));
    let line = world.happened(&format!("credit {order} --lines 499")).amount_minor;
    world.sync();
    assert_eq!(world.money(&order).refunds, [line]);
    world.happened(&format!("credit {order}"));
    world.sync();
    let refunded: i64 = world.money(&order).refunds.iter().sum();
    assert_eq!(refunded, 1_234_567);
    assert_eq!(world.view(&order)["shop_status"], "credited");
}

#[test]
fn an_order_of_nothing_is_listed_and_moves_nothing() {
    let world = World::active();
    let order = world.order(2, "0");
    world.sync();
    let view = world.view(&order);
    assert_eq!((&view["state"], minor(&view["total_minor"])), (&"none".into(), 0));
    world.invoice(&order);
    world.sync();
    let ledger = world.ledger();
    let moved =
        ledger.as_array().expect("payments").iter().any(|row| minor(&row["captured_minor"]) > 0);
    assert!(!moved, "{ledger:#}");
    assert!(world.list().contains_key(&order));
}

#[test]
fn one_oere_is_captured_and_refunded() {
    let world = World::active();
    let order = world.invoiced("0.01");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([1]));
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([1]).refunded([1]));
}

#[test]
fn a_hundred_million_less_one_oere_is_captured_to_the_oere() {
    let world = World::active();
    let order = world.order(2, "99999999.99");
    let invoice = world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([9_999_999_999]));
    assert!(world.unpaid_in_uni(&invoice).abs() < f64::EPSILON);
    world.uniac(&format!("order show {order} --output table")).exit(0).says("99,999,999.99");
}

#[test]
fn amounts_that_are_none_are_refused() {
    let world = World::empty();
    for amount in ["-1", "abc", "0.001", "1,500", "1.500,50", "NaN", "99999999999999999999"] {
        let error = world.uniac(&format!("sandbox order --json --amount={amount}")).exit(2).json();
        assert_eq!(error["schema"], "uniac.error/1", "{amount}");
    }
}
