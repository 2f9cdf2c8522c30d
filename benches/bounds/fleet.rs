//! Many companies: what a start costs among a thousand, and a quiet `sync --all` over all of them.
//!
//! All companies speak to one sandbox, each with a store of its own; an answer takes 20 ms. `UNIAC_BENCH_COMPANIES` makes
//! it fewer. With `UNIAC_STORE` all stores are in that database of PostgreSQL: one that is empty, for a
//! superuser with `psql`.

use std::path::Path;
use std::process::Command;

use uniac_sandbox::SECRETS;

use crate::measure::{Bounds, Place};
use crate::start::median_ms;

/// How many companies there are.
const COMPANIES: usize = 1000;

/// How many orders each has.
const ORDERS: u32 = 200;

/// How many are worked on at once.
const JOBS: usize = 16;

/// A start among a thousand companies costs at most this more than one with one, milliseconds.
const START_MORE_MS_MAX: f64 = 3.0;

/// A quiet run: seconds, reads a company, MB.
const WALL_S_MAX: f64 = 60.0;
const READS_MAX: f64 = 5.0;
const PEAK_MB_MAX: f64 = 300.0;

pub fn run(bounds: &mut Bounds) {
    let (place, sandbox) = Place::with_orders(ORDERS);
    let server = sandbox.serve(0).unwrap();
    let key = place.folder().join("uni-client.pem");
    std::fs::write(&key, uniac_sandbox::identity::SERVER_KEY).unwrap();
    let address = server.address.to_string();
    let company = |index: usize| {
        let text =
            uniac_sandbox::configuration(&address, &format!("{:?}", key.display().to_string()));
        text.replace("company.play", &format!("company.c{index:04}"))
    };
    starts(bounds, &company);

    let companies = wanted();
    let folder = place.folder().join("companies.d");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(place.folder().join("uniac.toml"), "").unwrap();
    for index in 0..companies {
        std::fs::write(folder.join(format!("c{index:04}.toml")), company(index)).unwrap();
    }
    let jobs = format!("--jobs {JOBS}");
    // One is begun; the others have begun in the same way.
    place.with("enable --company c0000 --quiet", &SECRETS);
    place.with("sync --company c0000 --quiet", &SECRETS);
    match shared_store() {
        Some(store) => copy_in_server(&store, companies),
        None => copy_files(place.folder(), companies),
    }
    sandbox.fault_add("slow", None, 0, Some(20)).unwrap();
    sandbox.calls(true).unwrap();
    let ran = place.with(&format!("sync --all {jobs} --quiet --json"), &SECRETS);
    let calls = sandbox.calls(false).unwrap();
    let data = ran.data();
    assert_eq!(data["exit"], 0);
    assert_eq!(data["totals"]["done"], companies);
    let reads = calls.uni.read + calls.shop.read + calls.provider.read;
    let share = companies as f64 / COMPANIES as f64;
    let wall = ran.wall.as_secs_f64();
    bounds.at_most(
        &format!("fleet: quiet, {companies} companies, 16 jobs"),
        wall,
        WALL_S_MAX * share,
        "s",
    );
    bounds.at_most("fleet: reads a company", reads as f64 / companies as f64, READS_MAX, "");
    if let Some(peak) = ran.peak_kb {
        bounds.at_most("fleet: the most memory", peak as f64 / 1000.0, PEAK_MB_MAX, "MB");
    }
}

/// Copies the first company's store for the others, file by file.
fn copy_files(folder: &Path, companies: usize) {
    let begun = folder.join("c0000");
    for index in 1..companies {
        let other = folder.join(format!("c{index:04}"));
        std::fs::create_dir(&other).unwrap();
        for entry in std::fs::read_dir(&begun).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), other.join(entry.file_name())).unwrap();
        }
    }
}

/// Copies the first company's rows for the others, table by table.
fn copy_in_server(store: &str, companies: usize) {
    let sql = include_str!("fleet.sql").replace("$OTHERS", &(companies - 1).to_string());
    let mut psql = Command::new("psql");
    psql.args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", &sql, store]);
    assert!(psql.status().unwrap().success(), "the rows were not copied");
}

/// What one of a thousand costs more than the only one, in one large file and in a folder of files.
fn starts(bounds: &mut Bounds, company: &dyn Fn(usize) -> String) {
    let folder = tempfile::tempdir().unwrap();
    let config = |name: &str| folder.path().join(name).join("uniac.toml");
    for name in ["one", "file", "folder"] {
        std::fs::create_dir_all(folder.path().join(name).join("companies.d")).unwrap();
    }
    std::fs::write(config("one"), company(500)).unwrap();
    std::fs::write(config("file"), (0..COMPANIES).map(company).collect::<String>()).unwrap();
    std::fs::write(config("folder"), "").unwrap();
    for index in 0..COMPANIES {
        let path = folder.path().join(format!("folder/companies.d/c{index:04}.toml"));
        std::fs::write(path, company(index)).unwrap();
    }
    let start = |path: &Path| {
        let path = path.display().to_string();
        let words = ["--config", &path, "config", "get", "company.c0500.workers"];
        median_ms(env!("CARGO_BIN_EXE_uniac"), &words).unwrap()
    };
    let one = start(&config("one"));
    for name in ["file", "folder"] {
        let more = (start(&config(name)) - one).max(0.0);
        let what = format!("fleet: a start with 1,000 companies ({name}), more");
        bounds.at_most(&what, more, START_MORE_MS_MAX, "ms");
    }
}

#[expect(clippy::disallowed_methods, reason = "as the program that is measured reads it")]
fn shared_store() -> Option<String> {
    std::env::var("UNIAC_STORE").ok().filter(|store| !store.is_empty())
}

#[expect(clippy::disallowed_methods, reason = "the benchmark's own switch")]
fn wanted() -> usize {
    std::env::var("UNIAC_BENCH_COMPANIES").ok().and_then(|n| n.parse().ok()).unwrap_or(COMPANIES)
}
