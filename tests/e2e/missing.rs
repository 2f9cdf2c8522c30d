//! The figure that nobody may overlook: what is invoiced and not held, in `status`.
//!
//! It must be the sum of what the orders say, whatever stands in their way, and every part of it must have its cause.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uniac_core::assess::Attention;

use crate::harness::{World, minor, text};

fn status(world: &World) -> Value {
    world.uniac("status --json").exit(0).data()
}

/// Returns the sums of rows by currency.
fn sums<'a>(rows: impl Iterator<Item = &'a Value>, field: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for row in rows.filter(|row| minor(&row[field]) != 0) {
        *sums.entry(text(&row["currency"])).or_default() += minor(&row[field]);
    }
    sums
}

/// Asserts that what `status` calls missing is what the orders lack, and returns the causes.
#[track_caller]
fn agrees(world: &World) -> BTreeMap<String, usize> {
    let missing = status(world)["missing"].as_array().expect("rows").clone();
    let list = world.list();
    assert_eq!(sums(missing.iter(), "amount_minor"), sums(list.values(), "missing_minor"));
    let mut causes = BTreeMap::new();
    for row in &missing {
        let orders = usize::try_from(minor(&row["orders"])).expect("a count");
        assert!(orders > 0 && minor(&row["amount_minor"]) > 0, "{row}");
        *causes.entry(text(&row["cause"])).or_default() += orders;
    }
    let lack = list.values().filter(|order| minor(&order["missing_minor"]) > 0).count();
    assert_eq!(causes.values().sum::<usize>(), lack, "every order is counted once");
    let amounts: Vec<i64> = missing.iter().map(|row| minor(&row["amount_minor"])).collect();
    assert!(amounts.is_sorted_by(|one, next| one >= next), "largest first: {amounts:?}");
    let known = |cause: &str| cause == "due" || Attention::ALL.iter().any(|a| a.name() == cause);
    assert!(causes.keys().all(|cause| known(cause)), "{causes:?}");
    causes
}

#[test]
fn it_is_the_sum_of_the_orders_before_and_after_each_run() {
    let world = World::seeded(200, 7);
    let before = agrees(&world);
    assert!(before.contains_key("inactive") && before.len() > 3, "{before:?}");
    world.enable();
    let enabled = agrees(&world);
    assert!(enabled.contains_key("invoiced-before-activation"), "{enabled:?}");
    world.uniac("capture --manual --yes").exit(0);
    let after = agrees(&world);
    assert!(!after.contains_key("invoiced-before-activation"), "{after:?}");
}

#[test]
fn it_is_the_sum_of_the_orders_in_messy_companies() {
    for seed in [1, 2, 5] {
        let world = World::bare();
        world.uniac(&format!("sandbox reset --messy --seed {seed}")).exit(0);
        agrees(&world);
        world.enable();
        agrees(&world);
        world.uniac("sync").exit_any(&[0, 1, 5, 6]);
        agrees(&world);
    }
}

#[test]
fn what_the_next_run_takes_is_due_and_what_is_barred_has_its_bar() {
    let world = World::empty();
    let old = world.invoiced("1250.00");
    world.enable();
    world.invoiced("499.00");
    let held = world.order(2, "150.00");
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    world.invoice(&held);
    let row = |cause: &str, amount: i64| json!({"cause": cause, "orders": 1, "amount_minor": amount, "currency": "NOK"});
    let rows =
        [row("invoiced-before-activation", 125_000), row("due", 49_900), row("held", 15_000)];
    assert_eq!(status(&world)["missing"], json!(rows));
    world.sync();
    world.uniac(&format!("capture --manual {old} {held} --yes")).exit(0);
    assert_eq!(status(&world)["missing"], json!([]));
    world.uniac("status --output table").exit(0).says("missing               nothing");
}

#[test]
fn what_a_run_was_refused_is_not_called_due() {
    let world = World::active();
    world.invoiced("499.00");
    world.fault("declined --on capture");
    world.uniac("sync").exit(5);
    let missing = status(&world)["missing"].clone();
    assert_eq!(missing[0]["cause"], "refused", "{missing:#}");
}

#[test]
fn an_act_without_an_answer_is_counted_with_its_money() {
    let world = World::active();
    assert_eq!(status(&world)["unknown"], json!({"orders": 0, "amount_minor": 0, "sums": []}));
    world.invoiced("499.00");
    world.fault("reply-lost --on capture --times 0");
    world.fault("lagging-read --times 0 --ms 600000");
    world.uniac("sync").exit(7);
    let unknown = status(&world)["unknown"].clone();
    let sums = json!([{"amount_minor": 49_900, "currency": "NOK"}]);
    assert_eq!(unknown, json!({"orders": 1, "amount_minor": 49_900, "sums": sums}));
    world.uniac("status --output table").exit(0).says("NOK 499.00 on 1 order");
}
