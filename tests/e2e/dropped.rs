//! Orders that are deleted or closed in Uni: the reservation, or its rest, is released.

use crate::harness::{Money, World, text};

#[test]
fn a_deleted_order_that_was_never_invoiced_is_released() {
    let world = World::active();
    let order = world.order(2, "275.00");
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched().cancelled(27500));
    assert_eq!(world.view(&order)["shop_status"], "cancelled");
    assert_eq!(world.status_in_shop(&order), "cancelled");
}

#[test]
fn a_closed_order_that_was_never_invoiced_is_released() {
    for provider in ["vipps", "nexi", "klarna"] {
        let world = World::active();
        let order = world.order_with(&format!("--amount 275.00 --provider {provider}"));
        world.happened(&format!("delete {order} --close"));
        world.sync();
        assert_eq!(world.money(&order), Money::untouched().cancelled(27500), "{provider}");
        assert_eq!(world.status_in_shop(&order), "cancelled", "{provider}");
    }
}

#[test]
fn an_order_that_was_closed_before_the_activation_is_a_persons_to_release() {
    let world = World::empty();
    let order = world.order(2, "275.00");
    world.happened(&format!("delete {order} --close"));
    world.enable();
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.attention(&order), "dropped-before");
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::untouched().cancelled(27500));
}

#[test]
fn deleted_after_part_invoicing_the_part_is_taken_and_the_rest_released() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([part]).cancelled(60000 - part));
    assert_eq!(world.view(&order)["shop_status"], "completed");
}

#[test]
fn deleted_after_the_part_was_captured_the_rest_is_released() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.sync();
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([part]).cancelled(60000 - part));
}

#[test]
fn deleted_after_a_part_that_predates_nothing_is_released_before_it_is_settled() {
    let world = World::empty();
    let order = world.order(2, "600.00");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.enable();
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([part]));
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([part]).cancelled(60000 - part));
}

#[test]
fn a_held_order_is_released_by_hand_alone() {
    let world = World::active();
    let order = world.order(2, "275.00");
    world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::untouched().cancelled(27500));
}

#[test]
fn an_open_order_is_not_released_by_hand() {
    let world = World::active();
    let order = world.order(2, "275.00");
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0).says("skipped");
    assert_eq!(world.money(&order), Money::untouched());
}

/// The parts of a shop's order, both closed: the first one's release waits for the second one's capture, and is done by the
/// same run, as a dry run and a saved plan tell it.
#[test]
fn what_another_order_of_the_purchase_was_waited_for_is_done_in_the_same_run() {
    let world = World::active();
    let order = world.order_with("--lines 4 --amount 1000.00 --customer Gro");
    let part = world.uniac(&format!("sandbox order --part-of {order} --only 3,4 --json"));
    let part = text(&part.exit(0).data()["order"]);
    world.invoice_lines(&order, "1");
    world.sync();
    world.happened(&format!("delete {order} --close"));
    world.invoice_lines(&part, "1");
    world.happened(&format!("delete {part} --close"));
    let acts = |line: &str, of: &str| {
        let data = world.uniac(line).exit(0).data();
        let steps = data["steps"].as_array().expect("steps").clone();
        let steps = steps.iter().filter(|step| of.is_empty() || step["outcome"] == of);
        let row = |step: &serde_json::Value| (text(&step["order"]), text(&step["act"]));
        steps.map(row).collect::<Vec<_>>()
    };
    let expected = [
        (part.clone(), "capture".to_owned()),
        (part.clone(), "book".to_owned()),
        (order.clone(), "cancel".to_owned()),
        (order.clone(), "shop-complete".to_owned()),
    ];
    assert_eq!(acts("sync --dry-run --json", "planned"), expected);
    assert_eq!(acts("plan --json", ""), expected);
    assert_eq!(acts("sync --json", "done"), expected);
    assert_eq!(world.money(&order), Money::captured([25_000, 25_000]).cancelled(50_000));
    assert!(acts("sync --json", "").is_empty(), "nothing was left for the next run");
}
