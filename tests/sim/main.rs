//! Simulation: whole worlds from seeds, in one thread each, without sockets, files or waiting.
//!
//! A seed draws what goes wrong and how often, then everything heals and must come to rest; an
//! independent judge looks on. A seed that fails prints the command that lives it again, with its story.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "how a test is told what to do, reports and fails"
)]

mod commands;
mod disk;
mod kinds;
mod life;
mod oracle;
mod people;
mod reach;
mod swarm;
mod tally;
mod truth;
mod typed;
mod untidy;
mod wire;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use uniac_sandbox::known_faults;

use crate::kinds::Kind;
use crate::reach::{PATHS, Reach};

/// How many seeds are lived when nothing is said: few, for a build without optimisation.
const SEEDS_DEFAULT: u64 = 150;

/// From how many seeds on every fault and path must have been reached.
const SEEDS_TO_REACH_ALL: u64 = 10_000;

/// After so many failures no more seeds are lived.
const FAILURES_MAX: usize = 20;

/// The command that lives a seed again.
const REPLAY: &str = "cargo test --test sim -- --nocapture";

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{text}`")))
}

/// Lives a seed and says what went wrong, with its story when that is wanted.
fn failure_of((seed, tidy): (u64, bool), all: &Mutex<Reach>) -> Option<String> {
    let lived = life::live(seed, false, tidy);
    lived.reach.add_to(all);
    let failure = lived.failure?;
    println!("seed {seed} failed");
    let story = life::live(seed, true, tidy).trace.join("\n");
    let env = if tidy { "UNIAC_SIM_UNTIDY=none " } else { "" };
    Some(format!("{story}\n\nseed {seed}: {failure}\n  {env}UNIAC_SIM_SEED={seed} {REPLAY}\n"))
}

fn live_all(seeds: &[(u64, bool)]) -> (Reach, Vec<String>) {
    let (next, all) = (AtomicU64::new(0), Mutex::default());
    let failures = Mutex::new(Vec::<String>::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index =
                        usize::try_from(next.fetch_add(1, Ordering::SeqCst)).expect("an index");
                    let Some(seed) = seeds.get(index) else { return };
                    if failures.lock().expect("nobody dies here").len() >= FAILURES_MAX {
                        return;
                    }
                    let failure = failure_of(*seed, &all);
                    failures.lock().expect("nobody dies here").extend(failure);
                }
            });
        }
    });
    (all.into_inner().expect("nobody dies here"), failures.into_inner().expect("nobody dies here"))
}

#[test]
fn every_world_comes_to_rest_and_no_money_moves_twice() {
    let seeds: Vec<(u64, bool)> = match number("UNIAC_SIM_SEED") {
        Some(seed) => {
            println!("{}", life::live(seed, true, false).trace.join("\n"));
            vec![(seed, false)]
        }
        None => {
            let from = number("UNIAC_SIM_FROM").unwrap_or(0);
            let to = from + number("UNIAC_SIM_SEEDS").unwrap_or(SEEDS_DEFAULT);
            (from..to).map(|seed| (seed, false)).collect()
        }
    };
    let began = Instant::now();
    let (reach, failures) = live_all(&seeds);
    println!("{reach}");
    println!(
        "sim: {} seeds in {:.1} s, {} failed",
        seeds.len(),
        began.elapsed().as_secs_f64(),
        failures.len()
    );
    for failure in failures.iter().skip(1) {
        println!("{}", failure.lines().rev().take(2).collect::<Vec<_>>().join("\n"));
    }
    assert!(failures.is_empty(), "{} seeds failed; the first:\n{}", failures.len(), failures[0]);
    if seeds.len() as u64 >= SEEDS_TO_REACH_ALL {
        let faults: Vec<String> =
            known_faults().map(|fault| format!("fault/{}", fault.name)).collect();
        let untidy = Kind::ALL.iter().filter(|(kind, _)| kind.is_ruled());
        let untidy: Vec<String> = untidy.map(|(_, name)| format!("untidy/{name}")).collect();
        let wanted = faults.iter().chain(&untidy).map(String::as_str);
        // What only untidy people bring about.
        let by_untidy = ["link/", "word/", "untidy/"];
        let is_tidy = std::env::var("UNIAC_SIM_UNTIDY").is_ok_and(|kinds| kinds == "none");
        let is_wanted =
            |path: &&str| !is_tidy || by_untidy.iter().all(|start| !path.starts_with(start));
        let wanted = PATHS.iter().copied().chain(wanted).filter(is_wanted);
        assert_eq!(reach.missing(wanted), Vec::<&str>::new(), "never reached");
        for (kind, settled, of) in reach.rates() {
            assert!(settled * 100 >= of * 95, "{kind}: {settled} of {of} settle without a person");
        }
    }
}

/// Seeds that failed once, each with the cause that was mended; see `failures.txt`. What begins with
/// `tidy:` is from before people did untidy things.
#[test]
fn seeds_that_failed_once_are_well() {
    let seeds: Vec<(u64, bool)> = include_str!("failures.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .map(|text| {
            let seed = text.strip_prefix("tidy:");
            let number = seed.unwrap_or(text).parse().expect("a line begins with its seed");
            (number, seed.is_some())
        })
        .collect();
    let (_, failures) = live_all(&seeds);
    assert!(
        failures.is_empty(),
        "{} seeds fail again; the first:\n{}",
        failures.len(),
        failures[0]
    );
}
