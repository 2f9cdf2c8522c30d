//! Batches that are bounded, interrupted, killed, or run twice at once.

use serde_json::Value;

use crate::harness::{Money, World, minor, steps, text, wait_for};

/// How many orders are in the large batches.
const CROWD: usize = 500;

fn captures(ledger: &Value) -> Vec<usize> {
    let rows = ledger.as_array().expect("payments");
    let is_capture = |event: &&Value| event["kind"] == "capture";
    let count =
        |row: &Value| row["events"].as_array().expect("events").iter().filter(is_capture).count();
    rows.iter().map(count).collect()
}

fn captured_orders(world: &World) -> usize {
    captures(&world.ledger()).iter().sum()
}

#[test]
fn without_a_terminal_and_without_yes_nothing_is_sent() {
    let world = World::empty();
    let old = world.invoiced("100.00");
    world.enable();
    let before = world.ledger();
    world.clear_calls();
    for line in ["capture --manual".to_owned(), format!("capture --manual {old}")] {
        let ended = world.uniac(&line).exit(3).says("--yes").says("--max-total");
        assert!(ended.stderr.contains("100.00"), "the rows are shown\n{}", ended.report());
        let error = world.uniac(&format!("{line} --json")).exit(3).json();
        assert_eq!(
            (&error["code"], &error["moved"]),
            (&"confirmation-needed".into(), &"no".into())
        );
    }
    assert_eq!(world.writes(), 0);
    assert_eq!(world.ledger(), before);
}

#[test]
fn refund_and_cancel_ask_as_well() {
    let world = World::active();
    let credited = world.invoiced("100.00");
    let deleted = world.order(2, "50.00");
    world.sync();
    for order in [&credited, &deleted] {
        world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    }
    world.happened(&format!("credit {credited}"));
    world.happened(&format!("delete {deleted}"));
    let before = world.ledger();
    world.uniac(&format!("refund --manual {credited}")).exit(3).says("--yes");
    world.uniac(&format!("cancel --manual {deleted}")).exit(3).says("--yes");
    assert_eq!(world.ledger(), before);
}

#[test]
fn a_sum_above_the_bound_is_not_sent() {
    let world = World::empty();
    world.invoiced("60.00");
    world.invoiced("60.00");
    world.enable();
    let before = world.ledger();
    let error = world.uniac("capture --manual --yes --max-total 100 --json").exit(3).json();
    assert_eq!((&error["code"], &error["moved"]), (&"over-bounds".into(), &"no".into()));
    world.uniac("capture --manual --yes --max-orders 1").exit(3).says("--max-orders");
    world.uniac("capture --manual --yes --max-total many").exit(2);
    assert_eq!(world.ledger(), before);
    world.uniac("capture --manual --yes --max-total 120 --max-orders 2").exit(0);
    assert_eq!(captured_orders(&world), 2);
}

#[test]
fn sync_obeys_the_bounds() {
    let world = World::active();
    world.invoiced("60.00");
    world.invoiced("60.00");
    world.uniac("sync --max-total 119.99").exit(3);
    world.uniac("sync --max-orders 1").exit(3);
    assert_eq!(captured_orders(&world), 0);
    world.uniac("sync --max-total 120.00 --max-orders 2").exit(0);
    assert_eq!(captured_orders(&world), 2);
}

#[test]
fn one_bad_order_does_not_stop_the_batch() {
    let world = World::active();
    let bad = world.order(2, "100.00");
    world.happened(&format!("portal capture {bad} 60.00"));
    world.happened(&format!("portal cancel {bad}"));
    world.invoice(&bad);
    let good = world.invoiced("200.00");
    world.uniac("sync").exit_any(&[0, 5, 6]);
    assert_eq!(world.money(&good), Money::captured([20000]));
    assert_eq!(world.money(&bad), Money::captured([6000]).cancelled(4000));
}

#[cfg(unix)]
#[test]
fn ctrl_c_in_a_large_batch_ends_well_and_the_next_run_finishes() {
    let world = World::active();
    world.crowd(CROWD, 10000);
    world.fault("slow --on capture --times 0 --ms 100");
    let running = world.uniac("sync --json").start();
    wait_for("the first capture", || (captured_orders(&world) > 0).then_some(()));
    running.interrupt();
    let ended = running.exit(130).says("in flight").says("next run");
    let result = ended.data();
    assert_eq!(minor(&result["exit"]), 130);
    let done = steps(&result)
        .iter()
        .filter(|s| s["operation"] == "capture" && s["outcome"] == "done")
        .count();
    let taken = captured_orders(&world);
    assert!(done > 0 && done < CROWD, "{done} of {CROWD} were reported");
    assert!(done <= taken && taken < CROWD, "{done} were reported, {taken} happened");
    world.uniac("sandbox fault clear").exit(0);
    world.sync();
    assert_eq!(captures(&world.ledger()), [1; CROWD]);
}

#[test]
fn a_killed_batch_is_finished_by_the_next_run() {
    let world = World::active();
    world.crowd(60, 10000);
    world.fault("slow --on capture --times 0 --ms 300");
    let running = world.uniac("sync").start();
    wait_for("the first capture", || (captured_orders(&world) > 0).then_some(()));
    drop(running);
    world.uniac("sandbox fault clear").exit(0);
    world.uniac("sync").exit(0);
    assert_eq!(captures(&world.ledger()), [1; 60]);
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
}

#[test]
fn two_runs_at_once_capture_once() {
    let world = World::active();
    world.crowd(40, 10000);
    world.fault("slow --on capture --times 0 --ms 50");
    let runs: Vec<_> = (0..3).map(|_| world.uniac("sync --json").start()).collect();
    let ended: Vec<_> = runs.into_iter().map(|run| run.exit_any(&[0, 9])).collect();
    assert!(ended.iter().any(|run| run.code == 0));
    for run in ended.iter().filter(|run| run.code == 9) {
        assert_eq!((&run.json()["code"], &run.json()["moved"]), (&"locked".into(), &"no".into()));
    }
    assert_eq!(captures(&world.ledger()), [1; 40]);
}

#[test]
fn looking_is_possible_while_another_run_works() {
    let world = World::active();
    world.crowd(40, 10000);
    world.fault("slow --on capture --times 0 --ms 100");
    let running = world.uniac("sync").start();
    wait_for("the first capture", || (captured_orders(&world) > 0).then_some(()));
    world.uniac("status").exit(0);
    world.uniac("order list").exit(0);
    let order = text(&world.ledger()[0]["order"]);
    world.uniac(&format!("order disable-autocapture {order}")).exit_any(&[0, 9]);
    running.exit(0);
    assert_eq!(captures(&world.ledger()), [1; 40]);
}
