//! The cut-over's bulk: a thousand orders invoiced before the activation, captured by one command
//! from systems whose every answer takes 20 ms.
//!
//! The ideal is that all workers always wait for an answer: calls x 20 ms / 16. Beside it stands what plain scripts take that
//! make the same calls and promise nothing: one after the other, and in 16 threads.

use uniac_sandbox::Sandbox;

use crate::measure::{Bounds, Place};
use crate::script;

/// How many orders are captured.
const ORDERS: u32 = 1000;

/// How long each answer takes.
const ANSWER_MS: f64 = 20.0;

/// The workers of a pass, the default.
const WORKERS: f64 = 16.0;
const THREADS: usize = 16;

/// The wall time, in ideals.
const WALL_MAX: f64 = 1.25;

/// The time of a call, by that of a script with as many threads.
const SCRIPT_MAX: f64 = 1.2;

/// How many orders the script does that makes one call after the other.
const ONE_BY_ONE: usize = 200;

/// Writing and reading calls an order; the lists are pages of many.
const WRITES_MAX: f64 = 3.0;
const READS_MAX: f64 = 2.1;

pub fn run(bounds: &mut Bounds) {
    let (place, sandbox) = invoiced();
    place.uniac("enable");
    slow(&sandbox);
    sandbox.calls(true).unwrap();

    let ran = place.uniac("capture --manual --yes --json");
    let calls = sandbox.calls(false).unwrap();
    sandbox.fault_clear().unwrap();
    check(&ran.data(), &sandbox.ledger().unwrap());

    let reads = calls.uni.read + calls.shop.read + calls.provider.read;
    let writes = calls.uni.write + calls.shop.write + calls.provider.write;
    let ideal = (reads + writes) as f64 * ANSWER_MS / WORKERS;
    Bounds::note("capture: 1,000 orders, wall time", &format!("{:.2} s", ran.ms() / 1000.0));
    bounds.at_most("capture: wall, by calls x 20 ms / 16 workers", ran.ms() / ideal, WALL_MAX, "x");
    let orders = f64::from(ORDERS);
    bounds.at_most("capture: writing calls an order", writes as f64 / orders, WRITES_MAX, "");
    bounds.at_most("capture: reading calls an order", reads as f64 / orders, READS_MAX, "");

    let calls = (reads + writes) as f64;
    let scripted = |threads: usize, most: usize| {
        let (_place, sandbox) = invoiced();
        slow(&sandbox);
        script::run(&sandbox, threads, most)
    };
    let all = scripted(THREADS, ORDERS as usize);
    let one = scripted(1, ONE_BY_ONE);
    let own = ran.ms() / calls;
    let figure = |what: &str, ms: f64| {
        Bounds::note(&format!("capture: {what}, a call"), &format!("{ms:.2} ms"));
    };
    figure("uniac", own);
    figure("a script with 16 threads", all.ms_a_call());
    figure("a script, one call after the other", one.ms_a_call());
    bounds.at_most(
        "capture: a call, by that of 16 threads",
        own / all.ms_a_call(),
        SCRIPT_MAX,
        "x",
    );
}

/// A world with a thousand orders that are invoiced; each has an amount of its own.
fn invoiced() -> (Place, Sandbox) {
    let (place, sandbox) = Place::with_orders(0);
    let mut world = sandbox.world().unwrap();
    for index in 0..ORDERS {
        let placed = world.order(2, 10_000 + i64::from(index), None, None).unwrap();
        world.invoice(&placed.order.unwrap(), None).unwrap();
    }
    (place, sandbox)
}

fn slow(sandbox: &Sandbox) {
    sandbox.fault_add("slow", None, 0, Some(20)).unwrap();
}

/// A fast run that did something else is no result: each order is captured once, in full.
fn check(result: &serde_json::Value, ledger: &[uniac_sandbox::LedgerRow]) {
    assert_eq!(result["exit"], 0);
    assert_eq!(ledger.len(), ORDERS as usize);
    for row in ledger {
        let captures = row.events.iter().filter(|event| event.kind == "capture").count();
        assert_eq!((row.captured_minor, captures), (row.authorised_minor, 1), "{}", row.reference);
    }
}
