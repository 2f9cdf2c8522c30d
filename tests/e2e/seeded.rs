//! A company with a past, as it is met on the first day.

use std::collections::BTreeSet;

use crate::harness::{World, minor, steps, text};

const STATES: [&str; 8] = [
    "none",
    "reserved",
    "part-captured",
    "captured",
    "part-refunded",
    "refunded",
    "cancelled",
    "expired",
];

#[test]
fn the_mix_holds_every_state_and_many_attentions() {
    let world = World::seeded(200, 7);
    let list = world.list();
    let states: BTreeSet<String> = list.values().map(|order| text(&order["state"])).collect();
    assert_eq!(states, STATES.map(str::to_owned).into());
    let attentions: BTreeSet<&str> =
        list.values().filter_map(|order| order["attention"].as_str()).collect();
    assert!(attentions.len() >= 6, "{attentions:?}");
}

#[test]
fn before_enable_sync_does_nothing_and_says_so() {
    let world = World::seeded(200, 7);
    let before = world.ledger();
    world.clear_calls();
    let error = world.uniac("sync --json").exit(10).json();
    assert_eq!((&error["code"], &error["moved"]), (&"inactive".into(), &"no".into()));
    assert!(text(&error["hint"]).contains("uniac enable"), "{error:#}");
    assert_eq!(world.writes(), 0);
    assert_eq!(world.ledger(), before);
}

#[test]
fn enable_lists_exactly_the_orders_with_a_finalised_invoice() {
    let world = World::seeded(200, 7);
    let invoiced: BTreeSet<String> = world
        .list()
        .into_iter()
        .filter(|(_, order)| minor(&order["invoiced_minor"]) > 0)
        .map(|(number, _)| number)
        .collect();
    let cutover = world.enable();
    let rows = cutover["predating"].as_array().expect("rows");
    let predating: BTreeSet<String> = rows.iter().map(|row| text(&row["order"])).collect();
    assert_eq!(predating, invoiced);
    assert_eq!(minor(&cutover["orders"]), i64::try_from(rows.len()).expect("few"));
}

#[test]
fn the_cut_over_classes_say_what_the_ledger_says() {
    let world = World::seeded(200, 7);
    let cutover = world.enable();
    let mut classes = BTreeSet::new();
    for row in cutover["predating"].as_array().expect("rows") {
        let (owed, held) = (minor(&row["owed_minor"]), minor(&row["held_minor"]));
        let class = text(&row["class"]);
        let fits = match class.as_str() {
            "settled" => owed == 0 && held == 0,
            "captured-elsewhere" => held >= owed && held > 0,
            "invoiced-before" | "part-invoiced-before" | "expired" => owed > held,
            _ => false,
        };
        assert!(fits, "{row:#}");
        classes.insert(class);
    }
    assert_eq!(classes.len(), 5, "{classes:?}");
}

#[test]
fn a_second_enable_changes_nothing() {
    let world = World::seeded(60, 3);
    let first = world.enable();
    let (status, list) = (world.uniac("status --json").exit(0).data(), world.list());
    let second = world.enable();
    assert_eq!(second["activation"], first["activation"]);
    assert_eq!(second["changed"], serde_json::json!([]));
    assert_eq!(second["activated"], false);
    assert_eq!(world.uniac("status --json").exit(0).data(), status);
    assert_eq!(world.list(), list);
}

#[test]
fn sync_never_touches_what_predates_the_activation() {
    let world = World::seeded(200, 7);
    let before = world.ledger();
    world.enable();
    world.clear_calls();
    world.sync();
    assert_eq!(world.ledger(), before);
    assert_eq!(world.writes(), 0);
}

#[test]
fn capture_manual_takes_all_that_was_invoiced_before_and_nothing_else() {
    let world = World::seeded(200, 7);
    let cutover = world.enable();
    let before = world.list();
    let due: BTreeSet<String> = before
        .values()
        .filter(|order| order["next"]["operation"] == "capture")
        .map(|order| text(&order["order"]))
        .collect();
    assert!(due.len() > 10, "{due:?}");
    let result = world.uniac("capture --manual --yes --json").exit(0).data();
    let after = world.list();
    for (number, order) in &after {
        let taken = minor(&order["captured_minor"]) - minor(&before[number]["captured_minor"]);
        let owed = before[number]["next"]["amount_minor"].as_i64().filter(|_| due.contains(number));
        assert_eq!(taken, owed.unwrap_or(0), "order {number} before: {:#}", before[number]);
        assert_eq!(order["refunded_minor"], before[number]["refunded_minor"], "order {number}");
    }
    let predating: BTreeSet<String> = cutover["predating"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| text(&row["order"]))
        .collect();
    assert!(due.is_subset(&predating));
    let steps = result["steps"].as_array().expect("steps");
    let captures = steps.iter().filter(|step| step["operation"] == "capture");
    assert!(captures.clone().all(|step| step["outcome"] == "done"), "{result:#}");
    assert_eq!(captures.count(), due.len());
    // Nothing is left for a second run.
    world.clear_calls();
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.writes(), 0);
}

/// What stands in the way of any money.
const BARRIERS: [&str; 4] =
    ["amount-not-exact", "currency-mismatch", "reservation-expired", "exceeds-reservation"];

#[test]
fn nothing_is_sent_for_an_order_whose_money_cannot_move() {
    let world = World::seeded(200, 7);
    world.enable();
    let list = world.list();
    let before = world.ledger();
    world.clear_calls();
    for barrier in BARRIERS {
        let orders: Vec<String> = list
            .values()
            .filter(|order| order["attention"] == barrier)
            .map(|order| text(&order["order"]))
            .collect();
        assert!(!orders.is_empty(), "no order with {barrier}");
        let named = orders.join(" ");
        let result = world.uniac(&format!("capture --manual {named} --yes --json")).exit(0).data();
        let steps = steps(&result);
        assert_eq!(steps.len(), orders.len(), "{barrier}: {result:#}");
        for step in steps {
            assert_eq!((&step["outcome"], &step["code"]), (&"skipped".into(), &barrier.into()));
        }
    }
    assert_eq!(world.writes(), 0);
    assert_eq!(world.ledger(), before);
}

/// A fee that was typed on an invoice of two orders: nobody can know who of them is to pay it.
#[test]
fn an_invoice_of_two_orders_with_a_typed_line_waits_for_a_person() {
    let world = World::seeded(200, 7);
    world.enable();
    let list = world.list();
    let inexact = list.values().filter(|order| order["attention"] == "amount-not-exact");
    let inexact: Vec<String> = inexact.map(|order| text(&order["order"])).collect();
    assert!(inexact.len() > 1, "no mixed invoice in the seed");
    world.uniac("capture --manual --yes").exit(0);
    for order in &inexact {
        let view = world.view(order);
        if minor(&view["captured_minor"]) > 0 {
            assert_eq!(view["captured_minor"], list[order]["captured_minor"], "order {order}");
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_company() {
    let now = "2026-03-10T09:00:00Z";
    // A reservation ends so long after a moment of a clock that goes on.
    let list = |seed| {
        let mut list = World::seeded_at(now, 60, seed).list();
        for order in list.values_mut() {
            order["closes_at"] = serde_json::Value::Null;
            order["technically_until"] = serde_json::Value::Null;
        }
        list
    };
    assert_eq!(list(5), list(5));
    assert_ne!(list(5), list(6));
}
