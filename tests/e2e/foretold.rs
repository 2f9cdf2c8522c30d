//! A dry run says whether the bounds and brakes let the run through, and ends with the exit code that the real run then has.
//!
//! The judge is the real run right after it, and the provider's ledger: nothing may have moved before.

use crate::harness::World;

/// Runs a command dry and then really: both end with this code, and the dry run says so and moves nothing.
#[track_caller]
fn foretold(world: &World, line: &str, exit: i32, says: &str) {
    let before = world.ledger();
    let dry = world.uniac(&format!("{line} --dry-run")).exit(exit);
    assert!(dry.stderr.contains(says), "it does not say `{says}`\n{}", dry.report());
    assert_eq!(world.ledger(), before, "a dry run moves nothing: {line}");
    world.uniac(line).exit(exit);
    assert_eq!(world.ledger() == before, exit == 3, "the run: {line}");
}

const NOTHING: &str = "would send nothing";
const WITHIN: &str = "Within the bounds";

#[test]
fn a_dry_run_of_sync_ends_as_the_run_does() {
    let world = World::active();
    for _ in 0..3 {
        world.invoiced("500.00");
    }
    let dropped = world.order(1, "300.00");
    world.happened(&format!("delete {dropped}"));
    // What is released counts, too.
    foretold(&world, "sync --max-total 1799.99", 3, NOTHING);
    foretold(&world, "sync --max-orders 3", 3, NOTHING);
    foretold(&world, "sync --max-release 299.99", 3, NOTHING);
    foretold(&world, "sync --max-total 1800 --max-orders 4 --max-release 300", 0, WITHIN);
    // Nothing is left, so no bound is too narrow.
    world.uniac("sync --dry-run --max-total 1").exit(0);
}

#[test]
fn a_dry_run_by_hand_ends_as_the_run_does() {
    let world = World::empty();
    for _ in 0..2 {
        world.invoiced("500.00");
    }
    world.enable();
    foretold(&world, "capture --manual --yes --max-total 999.99", 3, NOTHING);
    foretold(&world, "capture --manual --yes --max-orders 1", 3, NOTHING);
    foretold(&world, "capture --manual --yes --max-total 1000", 0, WITHIN);
}

#[test]
fn a_dry_run_ends_as_the_run_that_the_brakes_hold_back() {
    let world = World::active();
    let orders: Vec<String> = (0..13).map(|_| world.order(1, "100.00")).collect();
    for order in &orders[..12] {
        world.happened(&format!("delete {order}"));
    }
    foretold(&world, "sync", 3, "Braked");
    // Something else is done beside what is held back.
    world.invoice(&orders[12]);
    foretold(&world, "sync", 6, "Braked");
}

/// What is in the shop's bin is in no list: the run finds it right before it would take the money.
#[test]
fn a_dry_run_and_a_plan_look_where_the_run_looks_before_it_takes_money() {
    let world = World::active();
    let kept = world.invoiced("500.00");
    let binned = world.invoiced("300.00");
    world.uniac("status").exit(0);
    world.happened(&format!("shop status {binned} trash"));
    let captures = |result: &serde_json::Value| {
        let steps = result["steps"].as_array().expect("steps").iter();
        let captures = steps.filter(|step| step["operation"] == "capture");
        captures.map(|step| step["order"].clone()).collect::<Vec<_>>()
    };
    let foretold = world.uniac("sync --dry-run --json").exit(0).data();
    assert_eq!(captures(&foretold), [kept.as_str()]);
    assert_eq!(captures(&world.sync()), [kept.as_str()]);
    let another = world.invoiced("200.00");
    world.uniac("status").exit(0);
    world.happened(&format!("shop status {another} trash"));
    let planned = world.uniac(&format!("plan {another} --json")).exit(0).data();
    assert_eq!(planned["steps"][0]["why"], "cancelled-in-shop");
}
