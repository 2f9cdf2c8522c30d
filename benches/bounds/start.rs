//! How fast the program starts, and how large it is.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::measure::Bounds;

/// How often each program is started.
const RUNS: usize = 100;

/// `uniac --version` starts in at most this, milliseconds.
const START_MS_MAX: f64 = 5.0;

/// The release binary is at most this large, MB.
const SIZE_MB_MAX: f64 = 12.0;

pub fn run(bounds: &mut Bounds) {
    let program = env!("CARGO_BIN_EXE_uniac");
    let start = median_ms(program, &["--version"]);
    if let Some(start) = start {
        bounds.at_most("start: `uniac --version`, median of 100", start, START_MS_MAX, "ms");
    }
    if let (Some(start), Some(nothing)) = (start, median_ms("/bin/true", &[])) {
        Bounds::note(
            "start: the same, times that of `/bin/true`",
            &format!("{:.2}", start / nothing),
        );
    }
    let bytes = std::fs::metadata(program).unwrap().len();
    bounds.at_most("size: the binary", bytes as f64 / 1e6, SIZE_MB_MAX, "MB");
}

/// Returns the median time from start to end, or `None` where there is no such program.
pub fn median_ms(program: &str, arguments: &[&str]) -> Option<f64> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let started = Instant::now();
        let ended = Command::new(program).args(arguments).stdout(Stdio::null()).status().ok()?;
        assert!(ended.success(), "`{program}` ended with {ended}");
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Some(times[RUNS / 2])
}
