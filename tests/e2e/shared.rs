//! Runners that share a store in PostgreSQL and have no disk of their own. `tests/real/postgres/run` says where the server is;
//! without one this is skipped.

use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use crate::fleet::Fleet;
use crate::harness::{Ended, Money, World, variable};

/// A database of its own on the server; `None` where there is no server.
fn database(name: &str) -> Option<String> {
    let Some(server) = variable("UNIAC_TEST_POSTGRES").and_then(|url| url.into_string().ok())
    else {
        let said = b"SKIPPED: no server is named by UNIAC_TEST_POSTGRES\n";
        let _ = std::io::stderr().write_all(said);
        return None;
    };
    let name = format!("e2e_{name}_{}", std::process::id());
    asked(&format!("{server}/postgres"), &format!("CREATE DATABASE {name} TEMPLATE template0"));
    Some(format!("{server}/{name}"))
}

/// Returns the rows that the server answers, each a text.
fn asked(database: &str, sql: &str) -> Vec<String> {
    let mut psql = Command::new("psql");
    psql.args(["-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]);
    let output = psql.output().expect("psql starts");
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// A machine with the configuration and nothing else.
fn runner(fleet: &Fleet, url: &str) -> World {
    let mut runner = World::bare();
    let folder = runner.path("companies.d");
    std::fs::create_dir(&folder).expect("a folder");
    for entry in std::fs::read_dir(fleet.machine.path("companies.d")).expect("the folder") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
    }
    for served in &fleet.served {
        for (name, value) in served.secrets() {
            runner.set(&name, &value);
        }
    }
    runner.set("UNIAC_STORE", url);
    runner
}

fn companies(ended: &Ended) -> Vec<Value> {
    ended.data()["companies"].as_array().expect("companies").clone()
}

#[test]
fn runners_without_a_disk_do_each_company_once() {
    let Some(url) = database("share") else { return };
    let names = ["a", "b", "c", "d", "e", "f"];
    let fleet = Fleet::new(&names);
    for name in names {
        runner(&fleet, &url).uniac(&format!("enable --company {name}")).exit(0);
    }
    let orders: Vec<String> =
        fleet.worlds.iter().map(|(_, world)| world.invoiced("100.00")).collect();
    let runners = [runner(&fleet, &url), runner(&fleet, &url)];
    let start = |world: &World| world.uniac("sync --all --jobs 2 --max-age 10m --json").start();
    let running = runners.each_ref().map(start);
    let mut done = 0;
    for ended in running.map(|run| run.exit(0)) {
        for row in companies(&ended) {
            let is_locked = row["error"]["code"] == "locked";
            assert!(row["exit"] == 0 || is_locked, "{row:#}");
            done += usize::from(!is_locked);
        }
    }
    for ((_, world), order) in fleet.worlds.iter().zip(&orders) {
        assert_eq!(world.money(order), Money::captured([10000]));
    }
    assert!(done >= names.len(), "{done}");
    // A third one, with an empty disk: all was done lately, and it knows all that the others did.
    let third = runner(&fleet, &url);
    let recent = third.uniac("sync --all --max-age 10m --json").exit(0);
    assert_eq!(companies(&recent), Vec::<Value>::new());
    let again = third.uniac("sync --all --json").exit(0);
    assert_eq!(companies(&again).len(), names.len());
    for ((_, world), order) in fleet.worlds.iter().zip(&orders) {
        assert_eq!(world.money(order), Money::captured([10000]));
    }
}

/// So many runners that begin at the same moment, and fifty companies: each company is done by exactly one of them.
fn each_company_once_by(count: usize) {
    let Some(url) = database(&format!("by{count}")) else { return };
    let names: Vec<String> = (0..50).map(|number| format!("k{number:02}")).collect();
    let fleet = Fleet::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let first = runner(&fleet, &url);
    for name in &names {
        first.uniac(&format!("enable --company {name}")).exit(0);
    }
    let orders: Vec<String> =
        fleet.worlds.iter().map(|(_, world)| world.invoiced("100.00")).collect();
    let runners: Vec<World> = (0..count).map(|_| runner(&fleet, &url)).collect();
    let began = Instant::now();
    let start = |world: &World| world.uniac("sync --all --jobs 4 --max-age 10m --json").start();
    let running: Vec<_> = runners.iter().map(start).collect();
    let shares: Vec<usize> = running
        .into_iter()
        .map(|run| {
            let rows = companies(&run.exit(0));
            rows.iter().filter(|row| row["error"]["code"] != "locked").count()
        })
        .collect();
    let took = began.elapsed().as_secs_f64();
    // One that another runner kept out has a row as well, which says so.
    let database = url.split('?').next().expect("an address");
    let runs = asked(
        database,
        "SELECT c.key || ': ' || count(r.id) || ' runs' FROM uniac_data.company c
         LEFT JOIN uniac_data.run r ON r.company = c.id AND r.command = 'sync'
             AND r.exit IS DISTINCT FROM 9
         GROUP BY c.key HAVING count(r.id) <> 1",
    );
    for ((_, world), order) in fleet.worlds.iter().zip(&orders) {
        assert_eq!(world.money(order), Money::captured([10000]));
    }
    let said = format!("{count} runners, {} companies: {shares:?} in {took:.1} s\n", names.len());
    let _ = std::io::stderr().write_all(said.as_bytes());
    assert_eq!(runs, Vec::<String>::new(), "{said}");
}

#[test]
fn two_runners_do_each_of_fifty_companies_once() {
    each_company_once_by(2);
}

#[test]
fn four_runners_do_each_of_fifty_companies_once() {
    each_company_once_by(4);
}

#[test]
fn a_store_goes_to_the_server_and_another_runner_goes_on() {
    let Some(url) = database("copy") else { return };
    let fleet = Fleet::active(&["kopp"]);
    let order = fleet.world("kopp").invoiced("100.00");
    fleet.machine.uniac("sync --company kopp").exit(0);
    let copied = fleet.machine.uniac("store copy --company kopp --json --to").arg(&url).exit(0);
    assert!(copied.data()["tables"]["intent"].as_u64().expect("a number") >= 1);
    // The file is of no use any more, and says where to look.
    fleet.machine.uniac("sync --company kopp").exit(1).says("postgres://");
    let later = fleet.world("kopp").invoiced("50.00");
    runner(&fleet, &url).uniac("sync --company kopp").exit(0);
    assert_eq!(fleet.world("kopp").money(&order), Money::captured([10000]));
    assert_eq!(fleet.world("kopp").money(&later), Money::captured([5000]));
    // And back.
    let back = fleet.machine.uniac("store copy --company kopp --to file").env("UNIAC_STORE", &url);
    back.exit(0);
    fleet.machine.uniac("sync --company kopp").exit(0);
    assert_eq!(fleet.world("kopp").money(&later), Money::captured([5000]));
}
