//! A pass in which nothing has changed, and the lists and sums after it, by how many orders the company has ever had.
//!
//! The cost must be that of what changed: it may not grow with the history.

use uniac_system::clock::Clock;

use crate::big;
use crate::measure::{Bounds, Place, Ran};

/// The sizes of the stores; the first is what the others are measured by.
const SIZES: [i64; 3] = [20_000, 100_000, 1_000_000];

/// How often each command runs; the fastest counts.
const RUNS: usize = 5;

/// Processor seconds, memory, and growth from the first size to the last, of a command that changes nothing.
const CPU_S_MAX: f64 = 0.3;
const PEAK_MB_MAX: f64 = 60.0;
const GROWTH_MAX: f64 = 1.5;

/// Processor time is counted in ticks: what takes less than two is as fast as can be told.
const TICK_S: f64 = 0.02;

const COMMANDS: [&str; 4] = [
    "sync --json",
    "status --offline --json",
    "status --offline",
    "order list --offline --limit 50",
];

/// Runs it with the sizes that are named, or all.
pub fn run(bounds: &mut Bounds, named: &[String]) {
    let is_named = |size: &i64| named.iter().any(|name| name.parse() == Ok(*size));
    let any = SIZES.iter().any(is_named);
    let sizes = SIZES.iter().copied().filter(|size| !any || is_named(size));
    let mut first: Option<Vec<f64>> = None;
    for size in sizes {
        let cpu = of_size(bounds, size);
        let base = first.get_or_insert_with(|| cpu.clone());
        for ((command, cpu), base) in COMMANDS.iter().zip(&cpu).zip(base.iter()) {
            let growth = cpu.max(TICK_S) / base.max(TICK_S);
            bounds.at_most(&format!("{size}: `{command}`, by the fewest"), growth, GROWTH_MAX, "x");
        }
    }
}

fn of_size(bounds: &mut Bounds, size: i64) -> Vec<f64> {
    let (place, _sandbox) = Place::with_orders(0);
    place.uniac("enable");
    place.uniac("sync");
    let now = Clock::system(jiff::tz::TimeZone::UTC).now();
    big::fill(&place, size, now);
    let first = place.uniac("sync --json");
    Bounds::note(&format!("{size}: the first pass, all assessed"), &figures(&first));
    let changed = place.uniac("store check --json");
    Bounds::note(&format!("{size}: `store check`"), &figures(&changed));
    COMMANDS
        .iter()
        .map(|command| {
            let ran = place.fastest(command, RUNS);
            let cpu = ran.cpu.as_secs_f64();
            bounds.at_most(&format!("{size}: `{command}`"), cpu, CPU_S_MAX, "CPU s");
            if let Some(peak) = ran.peak_kb {
                bounds.at_most("  its peak of memory", peak as f64 / 1000.0, PEAK_MB_MAX, "MB");
            }
            cpu
        })
        .collect()
}

fn figures(ran: &Ran) -> String {
    let peak = ran.peak_kb.map_or(0.0, |kb| kb as f64 / 1000.0);
    format!("{:.2} CPU s, {peak:.0} MB", ran.cpu.as_secs_f64())
}
