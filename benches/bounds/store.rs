//! Lists and counts of many orders that are in the store, without a network.

use crate::measure::{Bounds, Place};

/// How many orders the bound is for, and the fewer that growth is measured from.
const ORDERS: u32 = 20_000;
const FEWER: u32 = 5_000;

/// How often each command runs; the fastest counts.
const RUNS: usize = 5;

/// The longest that a command may take, milliseconds.
const WALL_MS_MAX: f64 = 300.0;

/// The most memory that it may hold, MB.
const PEAK_MB_MAX: f64 = 100.0;

/// The growth that still counts as linear: time an order with many orders, by that with few.
const GROWTH_MAX: f64 = 1.5;

const COMMANDS: [&str; 2] = ["order list --offline --json", "status --offline"];

pub fn run(bounds: &mut Bounds) {
    let few = times(FEWER);
    let many = times(ORDERS);
    for (index, command) in COMMANDS.iter().enumerate() {
        let (wall, peak) = many[index];
        bounds.at_most(&format!("20,000 orders: `{command}`"), wall, WALL_MS_MAX, "ms");
        match peak {
            Some(peak) => bounds.at_most("  its peak of memory", peak, PEAK_MB_MAX, "MB"),
            None => Bounds::note("  its peak of memory", "not told"),
        }
        let growth = wall / few[index].0 * f64::from(FEWER) / f64::from(ORDERS);
        bounds.at_most("  its time an order, by that with 5,000", growth, GROWTH_MAX, "x");
    }
}

/// Returns for each command the time in milliseconds and the peak in MB.
fn times(orders: u32) -> Vec<(f64, Option<f64>)> {
    let (place, _) = Place::with_orders(orders);
    place.uniac("order list --json");
    COMMANDS
        .iter()
        .map(|command| {
            let ran = place.fastest(command, RUNS);
            (ran.ms(), ran.peak_kb.map(|kb| kb as f64 / 1000.0))
        })
        .collect()
}
