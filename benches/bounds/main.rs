//! The bounds of speed and size: measured on the real binary and printed as ratios, where 1.00 is
//! the bound itself. Ends with 1 when a bound is broken.
//!
//! `cargo bench` runs all of it, `cargo bench -- capture` one part. A ratio says the same on every
//! machine better than a time does, but none of these is a gate of CI: a busy machine is not a bug.

#![expect(clippy::print_stdout, reason = "the figures are the result")]
#![expect(clippy::float_arithmetic, reason = "ratios of times; no money is counted here")]
#![expect(clippy::cast_possible_truncation, reason = "figures far below 2^52")]
#![expect(clippy::cast_precision_loss, reason = "counts and sizes far below 2^52")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

mod big;
mod capture;
mod fleet;
mod measure;
mod quiet;
mod script;
mod start;
mod store;

use measure::Bounds;

fn main() -> std::process::ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    let mut bounds = Bounds::default();
    println!("{:<52} {:>12} {:>12} {:>6}", "", "measured", "bound", "ratio");
    if is_wanted("start") {
        start::run(&mut bounds);
    }
    if is_wanted("store") {
        store::run(&mut bounds);
    }
    if is_wanted("quiet") {
        quiet::run(&mut bounds, &wanted);
    }
    if is_wanted("capture") {
        capture::run(&mut bounds);
    }
    if is_wanted("fleet") {
        fleet::run(&mut bounds);
    }
    if bounds.are_kept() {
        std::process::ExitCode::SUCCESS
    } else {
        std::process::ExitCode::FAILURE
    }
}
