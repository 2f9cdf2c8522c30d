//! What the parts share: a folder with a sandbox, runs of the binary, and the table of bounds.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use uniac_sandbox::Sandbox;
use uniac_system::clock::Clock;

/// The figures so far, against their bounds.
#[derive(Default)]
pub struct Bounds {
    broken: usize,
}

impl Bounds {
    /// Prints a figure beside its bound, and their ratio.
    pub fn at_most(&mut self, what: &str, measured: f64, bound: f64, unit: &str) {
        let ratio = measured / bound;
        let verdict = if ratio <= 1.0 { "" } else { "  BROKEN" };
        self.broken += usize::from(ratio > 1.0);
        let figure = |value: f64| format!("{value:.2} {unit}");
        println!("{what:<52} {:>12} {:>12} {ratio:>6.2}{verdict}", figure(measured), figure(bound));
    }

    /// Prints a figure that has no bound.
    pub fn note(what: &str, measured: &str) {
        println!("{what:<52} {measured:>12}");
    }

    /// Returns whether no bound is broken.
    pub fn are_kept(&self) -> bool {
        self.broken == 0
    }
}

/// What one run of the binary took.
pub struct Ran {
    /// From start to end.
    pub wall: Duration,
    /// The time of processors, where the system tells it; else from start to end.
    pub cpu: Duration,
    /// The most memory it held, in kB; `None` where the system does not tell.
    pub peak_kb: Option<u64>,
    /// What it printed.
    pub stdout: String,
}

impl Ran {
    /// Returns the wall time in milliseconds.
    pub fn ms(&self) -> f64 {
        self.wall.as_secs_f64() * 1000.0
    }

    /// Returns the data of the JSON object that it printed.
    pub fn data(&self) -> serde_json::Value {
        let mut object: serde_json::Value = serde_json::from_str(&self.stdout).unwrap();
        object["data"].take()
    }
}

/// A data folder with a sandbox in it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// Makes a sandbox with this many seeded orders.
    pub fn with_orders(orders: u32) -> (Place, Sandbox) {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        let clock = Arc::new(Clock::system(jiff::tz::TimeZone::UTC));
        let path = place.folder.path().join("sandbox").join("sandbox.db");
        let sandbox = Sandbox::reset(&path, orders, 7, clock).unwrap();
        (place, sandbox)
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the binary to its end; it must succeed.
    pub fn uniac(&self, line: &str) -> Ran {
        self.with(line, &[])
    }

    /// As [`Place::uniac`], with variables.
    pub fn with(&self, line: &str, variables: &[(&str, &str)]) -> Ran {
        let output: PathBuf = self.folder.path().join("stdout");
        let said = self.folder.path().join("stderr");
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_uniac"))
            .args(line.split_whitespace())
            .env("UNIAC_DATA_DIR", self.folder.path())
            .env("UNIAC_CONFIG", self.folder.path().join("uniac.toml"))
            .env_remove("UNIAC_COMPANY")
            .env_remove("UNIAC_OUTPUT")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&output).unwrap())
            .stderr(std::fs::File::create(&said).unwrap())
            .spawn()
            .unwrap();
        let (mut peak_kb, mut cpu) = (None, None);
        while child.try_wait().unwrap().is_none() {
            peak_kb = peak_of(child.id()).max(peak_kb);
            cpu = cpu_of(child.id()).max(cpu);
            std::thread::sleep(Duration::from_micros(500));
        }
        let wall = started.elapsed();
        let ended = child.wait().unwrap();
        assert!(
            ended.success(),
            "`uniac {line}` ended with {ended}: {}",
            std::fs::read_to_string(&said).unwrap()
        );
        Ran {
            wall,
            cpu: cpu.unwrap_or(wall),
            peak_kb,
            stdout: std::fs::read_to_string(&output).unwrap(),
        }
    }

    /// Runs the binary several times and returns the fastest run with the highest peak.
    pub fn fastest(&self, line: &str, times: usize) -> Ran {
        let mut runs: Vec<Ran> = (0..times).map(|_| self.uniac(line)).collect();
        let peak_kb = runs.iter().filter_map(|run| run.peak_kb).max();
        runs.sort_by_key(|run| run.wall);
        Ran { peak_kb, ..runs.swap_remove(0) }
    }
}

/// Returns the time of processors that a process has used so far, where `/proc` tells it; in hundredths of a second, which
/// is what Linux counts for programs.
fn cpu_of(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(") ").next()?.split_whitespace().skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// Returns the most memory that a process has held, in kB, where `/proc` tells it.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
