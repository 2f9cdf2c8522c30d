//! Several companies in one run: one report, each fault its own row, and every company's money moved once.

use serde_json::Value;

use crate::harness::{Ended, Money, World, minor, text, wait_for};
use crate::outside::Served;

/// Some companies, each with an outside world of its own, and the machine that works on all of them.
pub struct Fleet {
    pub worlds: Vec<(String, World)>,
    pub served: Vec<Served>,
    pub machine: World,
}

impl Fleet {
    /// Companies of these names; auto-capture is active at each.
    pub fn active(names: &[&str]) -> Fleet {
        let fleet = Fleet::new(names);
        for name in names {
            fleet.machine.uniac(&format!("enable --company {name}")).exit(0);
        }
        fleet
    }

    pub fn new(names: &[&str]) -> Fleet {
        let worlds: Vec<(String, World)> =
            names.iter().map(|name| ((*name).to_owned(), World::empty())).collect();
        let served: Vec<Served> = worlds.iter().map(|(_, world)| world.serve()).collect();
        let mut machine = World::bare();
        std::fs::create_dir(machine.path("companies.d")).expect("a folder");
        for ((name, _), served) in worlds.iter().zip(&served) {
            let text = served.configuration.replace("company.play", &format!("company.{name}"));
            std::fs::write(machine.path(&format!("companies.d/{name}.toml")), text)
                .expect("written");
            for (name, value) in served.secrets() {
                machine.set(&name, &value);
            }
        }
        Fleet { worlds, served, machine }
    }

    pub fn world(&self, name: &str) -> &World {
        let found = self.worlds.iter().find(|(own, _)| own == name);
        &found.unwrap_or_else(|| panic!("no {name}")).1
    }

    /// Changes a company's file.
    fn change(&self, name: &str, from: &str, to: &str) {
        let path = self.machine.path(&format!("companies.d/{name}.toml"));
        let text = std::fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "nothing to change: {from}");
        std::fs::write(&path, text.replace(from, to)).expect("written");
    }
}

/// Returns the row of a company.
#[track_caller]
fn row(ended: &Ended, name: &str) -> Value {
    let json = ended.json();
    assert_eq!(json["schema"], "uniac.fleet/1", "{}", ended.report());
    assert_eq!(json["data"]["exit"], ended.code, "{}", ended.report());
    let rows = json["data"]["companies"].as_array().expect("companies").clone();
    rows.into_iter().find(|row| row["company"] == name).unwrap_or_else(|| panic!("no {name}"))
}

fn names(ended: &Ended) -> Vec<String> {
    let data = ended.data();
    data["companies"]
        .as_array()
        .expect("companies")
        .iter()
        .map(|row| text(&row["company"]))
        .collect()
}

#[test]
fn one_companys_fault_is_its_own_row_and_the_worst_decides() {
    let mut fleet = Fleet::active(&["bok", "kopp", "nede", "skadet", "stengt"]);
    let orders: Vec<(&str, String)> = ["bok", "kopp"]
        .into_iter()
        .map(|name| (name, fleet.world(name).invoiced("100.00")))
        .collect();
    std::fs::write(fleet.machine.path("companies.d/feil.toml"), "[uni]\nbase = 1\n")
        .expect("written");
    let address = fleet.served[2].address.clone();
    fleet.change("nede", &address, "127.0.0.1:1");
    let store = fleet.machine.path("data/skadet/store.db");
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", store.display()));
    }
    std::fs::write(&store, b"no journal ".repeat(900)).expect("written");
    fleet.change("stengt", "PLAY_SHOP_KEY", "WRONG_KEY");
    fleet.machine.set("WRONG_KEY", "ck_wrong");
    let ended = fleet.machine.uniac("sync --all --json").exit(4);
    let row = |name: &str| row(&ended, name);
    for (name, order) in &orders {
        assert_eq!((&row(name)["exit"], &row(name)["error"]), (&0.into(), &Value::Null));
        assert_eq!(row(name)["result"]["steps"][0]["outcome"], "done");
        assert_eq!(fleet.world(name).money(order), Money::captured([10000]));
    }
    for (name, exit, code) in [
        ("feil", 2, "bad-configuration"),
        ("nede", 1, "unreachable"),
        ("skadet", 1, "store-damaged"),
        ("stengt", 4, "sign-in"),
    ] {
        let row = row(name);
        assert_eq!((&row["exit"], &row["error"]["code"]), (&exit.into(), &code.into()), "{row:#}");
        assert_eq!(
            (&row["error"]["schema"], &row["error"]["company"]),
            (&"uniac.error/1".into(), &name.into())
        );
        assert_eq!(row["result"], Value::Null);
    }
    let totals = &ended.data()["totals"];
    assert_eq!(
        (&totals["companies"], &totals["done"], &totals["failed"]),
        (&6.into(), &2.into(), &4.into())
    );
    let captured =
        totals["steps"].as_array().expect("steps").iter().find(|row| row["operation"] == "capture");
    assert_eq!(minor(&captured.expect("captures")["amount_minor"]), 20000);
    assert_eq!(names(&ended)[0], "stengt", "the worst stands first");
    let table = fleet.machine.uniac("sync --all --output table").exit(4);
    assert!(table.stdout.contains("companies 6: done 2, failed 4"), "{}", table.report());
    assert!(table.stderr.contains("warning: feil: "), "{}", table.report());
}

#[test]
fn companies_are_chosen_by_name_pattern_and_group() {
    let fleet = Fleet::new(&["bok", "kopp", "kull"]);
    fleet.change("bok", "[company.bok]\n", "[company.bok]\ngroups = [\"nord\", \"x\"]\n");
    fleet.change("kopp", "[company.kopp]\n", "[company.kopp]\ngroups = [\"nord\"]\n");
    let machine = &fleet.machine;
    let chosen = |line: &str| {
        let mut chosen = names(&machine.uniac(line).exit(0));
        chosen.sort();
        chosen.join(" ")
    };
    assert_eq!(chosen("status --all --json"), "bok kopp kull");
    assert_eq!(chosen("status --company bok --company kull --json"), "bok kull");
    assert_eq!(chosen("status --company k* --json"), "kopp kull");
    assert_eq!(chosen("status --company bok,kopp --json"), "bok kopp");
    assert_eq!(chosen("status --group nord --json"), "bok kopp");
    assert_eq!(chosen("status --group x --company kull --json"), "bok kull");
    assert_eq!(chosen("enable --all --dry-run --json"), "bok kopp kull");
    assert_eq!(chosen("owed --all --json"), "bok kopp kull");
    assert_eq!(chosen("reconcile --all --json"), "bok kopp kull");
    assert_eq!(chosen("report --all --html month.html --json"), "bok kopp kull");
    for company in ["bok", "kopp", "kull"] {
        let page = std::fs::read_to_string(machine.path(&format!("month-{company}.html")));
        assert!(page.expect("each has its own page").contains(company), "{company}");
    }
    assert!(!machine.path("month.html").exists());
    assert_eq!(chosen("runs --group nord --json"), "bok kopp");
    assert_eq!(chosen("doctor --group nord --json"), "bok kopp");
    let doctor = machine.uniac("doctor --all --json").exit(0);
    let checks = row(&doctor, "kopp")["result"].as_array().expect("checks").clone();
    assert!(checks.iter().any(|check| check["id"] == "uni.connection" && check["result"] == "ok"));
    for (line, code) in [
        ("status --group sør --json", "unknown-company"),
        ("status --company bok,nobody --json", "unknown-company"),
        ("status --company x* --json", "unknown-company"),
        ("enable --all --json", "usage"),
        ("capture --manual --company bok,kopp --yes --json", "usage"),
        ("order list --company k* --json", "usage"),
        ("status --all --company bok --json", "usage"),
    ] {
        assert_eq!(machine.uniac(line).exit(2).json()["code"], code, "{line}");
    }
    // One company is one company, however it is named.
    assert_eq!(
        machine.uniac("status --company bok --json").exit(0).json()["schema"],
        "uniac.status/1"
    );
    assert_eq!(machine.uniac("order list --company ko* --json").exit(0).json()["company"], "kopp");
    // Auto-capture is off everywhere, and `sync` says so.
    let ended = machine.uniac("sync --all --json").exit(10);
    assert_eq!(row(&ended, "bok")["error"]["code"], "inactive");
}

#[test]
fn a_ci_job_gets_its_reports() {
    let fleet = Fleet::active(&["bok", "kopp"]);
    fleet.world("bok").invoiced("100.00");
    let order = fleet.world("kopp").invoiced("250.00");
    fleet.world("kopp").fault("refused --on capture");
    let ended = fleet.machine.uniac("sync --all --json --junit out.xml --markdown out.md").exit(5);
    assert_eq!(row(&ended, "kopp")["exit"], 5);
    let xml = std::fs::read_to_string(fleet.machine.path("out.xml")).expect("a report");
    let report = quick_junit::Report::deserialize_from_str(&xml).expect("JUnit");
    let suite = |name: &str| {
        let found = report.test_suites.iter().find(|suite| suite.name.as_str() == name);
        found.unwrap_or_else(|| panic!("no suite {name} in {xml}")).clone()
    };
    assert_eq!(suite("bok").failures + suite("bok").errors, 0);
    assert_eq!(suite("kopp").failures, 2, "the run and the step: {xml}");
    let step =
        suite("kopp").test_cases.iter().find(|case| case.name.as_str().contains(&order)).cloned();
    assert!(step.expect("the step").name.as_str().starts_with("capture "), "{xml}");
    let markdown = std::fs::read_to_string(fleet.machine.path("out.md")).expect("a summary");
    assert!(markdown.contains("| kopp | 5 |"), "{markdown}");
    assert!(markdown.contains("companies 2: done 1, failed 1"), "{markdown}");
    // A report that cannot be written is said before anything is sent.
    let writes = fleet.world("bok").writes();
    fleet.world("bok").invoiced("10.00");
    let error = fleet.machine.uniac("sync --all --json --junit nowhere/out.xml").exit(2).json();
    assert_eq!((&error["code"], &error["moved"]), (&"output-failed".into(), &"no".into()));
    assert_eq!(fleet.world("bok").writes(), writes);
}

#[test]
fn what_was_run_lately_is_left_out() {
    let fleet = Fleet::active(&["bok", "kopp"]);
    let first = fleet.machine.uniac("sync --all --max-age 10m --json").exit(0);
    assert_eq!(names(&first).len(), 2);
    let again = fleet.machine.uniac("sync --all --max-age 10m --json").exit(0);
    assert_eq!(names(&again).len(), 0);
    assert_eq!(again.data()["totals"]["recent"], 2);
    let always = fleet.machine.uniac("sync --all --max-age 0s --json").exit(0);
    assert_eq!(names(&always).len(), 2);
    fleet.machine.uniac("sync --all --max-age soon").exit(2);
}

#[test]
fn two_runs_share_the_work_and_no_money_moves_twice() {
    let fleet = Fleet::active(&["a", "b", "c", "d"]);
    let orders: Vec<String> =
        fleet.worlds.iter().map(|(_, world)| world.invoiced("100.00")).collect();
    let start = || fleet.machine.uniac("sync --all --jobs 2 --json").start();
    let (one, other) = (start(), start());
    for ended in [one.exit(0), other.exit(0)] {
        let data = ended.data();
        for row in data["companies"].as_array().expect("companies") {
            let code = row["error"]["code"].as_str().unwrap_or("none");
            assert!(row["exit"] == 0 || (row["exit"] == 9 && code == "locked"), "{row:#}");
        }
    }
    for ((_, world), order) in fleet.worlds.iter().zip(&orders) {
        assert_eq!(world.money(order), Money::captured([10000]));
    }
}

#[test]
#[cfg(unix)]
fn a_termination_reports_what_was_done_and_what_was_not_begun() {
    let fleet = Fleet::active(&["a", "b", "c"]);
    let order = fleet.world("a").invoiced("100.00");
    fleet.world("b").fault("slow --times 0 --ms 20000");
    fleet.world("b").clear_calls();
    let running = fleet.machine.uniac("sync --all --jobs 1 --json").start();
    crate::harness::wait_for("the second company", || {
        let calls = fleet.world("b").uniac("sandbox calls --json").exit(0).data();
        (minor(&calls["uni"]["read"]) > 0).then_some(())
    });
    running.terminate();
    let ended = running.exit(130);
    assert_eq!(row(&ended, "a")["exit"], 0);
    assert_eq!(fleet.world("a").money(&order), Money::captured([10000]));
    assert_eq!(row(&ended, "c")["error"]["code"], "interrupted");
    assert_eq!(ended.data()["totals"]["companies"], 3);
}

#[test]
fn a_run_that_waited_for_another_does_not_do_its_work_again() {
    let fleet = Fleet::active(&["bok"]);
    let world = fleet.world("bok");
    let order = world.invoiced("100.00");
    // The first run is at work for a while; the second has looked before there was anything to see, and waits.
    world.fault("slow --on capture --ms 2000");
    let first = fleet.machine.uniac("sync --all --json").start();
    wait_for("the first run", || {
        let runs = fleet.machine.uniac("runs --company bok --json").exit(0).data();
        runs.as_array().expect("runs").iter().find(|run| run["state"] == "running").cloned()
    });
    let second = fleet.machine.uniac("sync --all --max-age 10m --wait 30 --json").start();
    let third = fleet.machine.uniac("sync --company bok --max-age 10m --wait 30").start();
    first.exit(0);
    let second = second.exit(0).data();
    assert_eq!(second["companies"], Value::Array(Vec::new()), "{second:#}");
    assert_eq!(second["totals"]["recent"], 1);
    third.exit(0).says("within the time of `--max-age`");
    assert_eq!(world.money(&order), Money::captured([10000]));
    let runs = fleet.machine.uniac("runs --company bok --json").exit(0).data();
    let syncs = runs.as_array().expect("runs").iter().filter(|run| run["command"] == "sync");
    assert_eq!(syncs.count(), 1, "{runs:#}");
}

#[test]
fn every_company_says_something_also_where_all_is_well() {
    let fleet = Fleet::active(&["bok", "kopp"]);
    fleet.world("kopp").invoiced("499.00");
    let table = |line: &str| fleet.machine.uniac(&format!("{line} --all --output table")).exit(0);
    table("runs").says("no run yet");
    let csv = fleet.machine.uniac("owed --all --output csv").exit(0).stdout;
    assert!(csv.contains("kopp,0,owed,499.00,NOK,,"), "{csv}");
    assert!(csv.contains("bok,0,,,,,"), "{csv}");
    fleet.machine.uniac("sync --all").exit(0);
    table("runs").says("1 run; the last: sync, exit code 0");
    table("reconcile").says("all three agree");
}
