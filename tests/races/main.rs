//! Races: many processes of the real program at once, on one store and on several of one company.
//!
//! Whatever the order in which they come, money moves once. Nothing here waits for a time; it waits for
//! what must happen.

#![expect(clippy::expect_used, clippy::panic, reason = "how a test fails")]
#![cfg(unix)]

#[path = "../proof/books.rs"]
mod books;
#[path = "../product/outside.rs"]
#[expect(dead_code, reason = "the product's own truth is of one order")]
mod outside;
#[path = "../proof/stage.rs"]
#[expect(dead_code, reason = "what only the other suites use")]
mod stage;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use books::Books;
use serde_json::Value;
use stage::{Ended, Stage};
use uniac_sandbox::CreditTarget;

/// How many processes run at once, and how often.
const PROCESSES: usize = 10;
const ROUNDS: usize = 12;

/// How many orders come in before each round.
const ORDERS: usize = 8;

const TOTAL: i64 = 20_000;
const PART: i64 = 5_000;

/// More is paid back here than a day brings elsewhere.
const UNBRAKED: &str = "sync --let-go 1000";

/// How long anything that is waited for may take, and how often it is looked at.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// New orders that are invoiced; returns their numbers.
fn invoiced(stage: &Stage, count: usize) -> Vec<String> {
    let mut world = stage.world();
    let mut orders = Vec::new();
    for _ in 0..count {
        let order = world.order(2, TOTAL, None, None).expect("an order").order.expect("a number");
        world.invoice(&order, None).expect("an invoice");
        orders.push(order);
    }
    orders
}

fn start(stage: &Stage, line: &str) -> Child {
    stage.command(line, &[]).spawn().expect("uniac starts")
}

fn ended(child: Child) -> Ended {
    child.wait_with_output().expect("it ends").into()
}

/// Returns how often each order's money was moved, by kind.
fn effects(stage: &Stage) -> BTreeMap<(String, &'static str), Vec<i64>> {
    let mut effects = BTreeMap::<_, Vec<i64>>::new();
    for (order, kind, minor) in books::money(&mut stage.world()) {
        effects.entry((order, kind)).or_default().push(minor);
    }
    effects
}

fn tell(text: &str) {
    std::io::stdout().write_all(text.as_bytes()).expect("a terminal");
}

#[test]
fn many_processes_on_one_store_capture_each_order_once() {
    let began = Instant::now();
    let stage = Stage::new();
    stage.must("enable");
    let (mut won, mut lost, mut read) = (0, 0, 0);
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        all.extend(invoiced(&stage, ORDERS));
        let lines = ["sync", "sync", "capture --manual --yes", "status", "sync"];
        let children: Vec<_> =
            lines.iter().cycle().take(PROCESSES).map(|line| (line, start(&stage, line))).collect();
        for (line, child) in children {
            let ended = ended(child);
            match ended.code {
                Some(0) if *line == "status" => read += 1,
                Some(0) => won += 1,
                Some(9) => {
                    let said: Value = serde_json::from_str(&ended.stdout).expect("JSON");
                    assert_eq!((&said["code"], &said["moved"]), (&"locked".into(), &"no".into()));
                    lost += 1;
                }
                _ => panic!("`{line}`: {ended:?}"),
            }
        }
    }
    stage.must("sync");
    let effects = effects(&stage);
    for order in &all {
        assert_eq!(effects[&(order.clone(), "capture")], [TOTAL], "order {order}");
    }
    assert_eq!(effects.len(), all.len(), "and nothing else");
    assert_eq!(books::contradictions(&stage, false), Vec::<String>::new());
    assert!(lost > 0, "no two ever met");
    tell(&format!(
        "races: one store: {} processes, {} orders, {won} worked, {lost} were locked out, \
         {read} only read; {:.1} s\n",
        ROUNDS * PROCESSES,
        all.len(),
        began.elapsed().as_secs_f64()
    ));
}

#[test]
fn stores_of_one_company_that_know_nothing_of_each_other_move_money_once() {
    let began = Instant::now();
    let outside = Stage::new();
    let stages = [outside.twin(), outside.twin(), outside.twin()];
    let first = &stages[0];
    for stage in &stages {
        stage.must("enable");
    }
    let (mut all, mut met) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let orders = invoiced(first, ORDERS);
        met += passes(&stages);
        for order in orders.iter().take(ORDERS / 2) {
            let credit = CreditTarget::Order(order);
            first.world().credit(credit, Some(PART), None).expect("a credit note");
        }
        let dropped = first.world().order(2, TOTAL, None, None).expect("an order");
        let dropped = dropped.order.expect("a number");
        first.world().delete(&dropped).expect("deleted");
        met += passes(&stages);
        all.push((round, orders, dropped));
    }
    // Whoever was refused what the other did at the same moment finds it done.
    for stage in &stages {
        rest(stage);
    }
    let effects = effects(first);
    let mut expected = 0;
    for (round, orders, dropped) in &all {
        for (place, order) in orders.iter().enumerate() {
            assert_eq!(effects[&(order.clone(), "capture")], [TOTAL], "round {round}, {order}");
            expected += 1;
            if place < ORDERS / 2 {
                assert_eq!(effects[&(order.clone(), "refund")], [PART], "round {round}, {order}");
                expected += 1;
            }
        }
        assert_eq!(effects[&(dropped.clone(), "cancel")], [TOTAL], "round {round}, {dropped}");
        expected += 1;
    }
    assert_eq!(effects.len(), expected, "and nothing else");
    for stage in &stages {
        let mut wrongs = books::contradictions(stage, false);
        // What one store does, the other sees without having meant it.
        wrongs.retain(|wrong| !wrong.starts_with("an effect without an intent"));
        assert_eq!(wrongs, Vec::<String>::new());
    }
    let twice = records_twice(&stages[0], &all);
    tell(&format!(
        "races: three stores of one company: {} passes, {expected} effects, each once; {met} acts \
         were sent by more than one; {twice}; {:.1} s\n",
        ROUNDS * 2 * stages.len(),
        began.elapsed().as_secs_f64()
    ));
}

/// One pass on each store, all at once; returns how many money acts more than one of them reported.
fn passes(stages: &[Stage]) -> usize {
    let children: Vec<Child> = stages.iter().map(|stage| start(stage, UNBRAKED)).collect();
    let mut done = BTreeMap::<String, usize>::new();
    for child in children {
        let ended = ended(child);
        assert!(matches!(ended.code, Some(0 | 5 | 6 | 7)), "{ended:?}");
        let said: Value = serde_json::from_str(&ended.stdout).expect("JSON");
        for step in said["data"]["steps"].as_array().expect("steps") {
            let is_money =
                matches!(step["operation"].as_str(), Some("capture" | "refund" | "cancel"));
            if is_money && step["outcome"] == "done" {
                *done.entry(format!("{} {}", step["order"], step["act"])).or_default() += 1;
            }
        }
    }
    done.values().filter(|times| **times > 1).count()
}

fn rest(stage: &Stage) {
    let ended: Vec<Ended> = (0..4).map(|_| stage.uniac(UNBRAKED, &[])).collect();
    let well = ended.iter().any(|ended| ended.code == Some(0));
    assert!(well, "it does not come to rest: {ended:#?}");
}

/// Counts the records in the shop and in Uni that two stores have written both.
fn records_twice(stage: &Stage, rounds: &[(usize, Vec<String>, String)]) -> String {
    let books = Books::read(stage);
    let orders: usize = rounds.iter().map(|(_, orders, _)| orders.len()).sum();
    let refunds: usize = books.shop.iter().map(|(_, _, refunds)| refunds.len()).sum();
    let credited = rounds.len() * (ORDERS / 2);
    format!(
        "{} bookings more than {orders} invoices, {} refund records more than {credited} credits",
        books.bookings.len().saturating_sub(orders),
        refunds.saturating_sub(credited)
    )
}

#[test]
fn a_pass_that_is_told_to_end_ends_well_wherever_it_is() {
    let began = Instant::now();
    let mut ends = BTreeMap::<String, usize>::new();
    let stage = Stage::new();
    stage.must("enable");
    for round in 0..ROUNDS {
        let orders = invoiced(&stage, ORDERS);
        let before = books::money(&mut stage.world()).len();
        let child = start(&stage, "sync");
        let mut world = stage.world();
        let wanted = before + round % ORDERS;
        wait_for(|| books::money(&mut world).len() >= wanted);
        signal(&child, if round % 2 == 0 { "-TERM" } else { "-INT" });
        let ended = ended(child);
        assert!(matches!(ended.code, Some(0 | 130)) || ended.signal.is_some(), "{ended:?}");
        let end = ended.code.map_or("by the signal".to_owned(), |code| format!("exit {code}"));
        *ends.entry(end).or_default() += 1;
        rest(&stage);
        let effects = effects(&stage);
        for order in &orders {
            assert_eq!(effects[&(order.clone(), "capture")], [TOTAL], "round {round}, {order}");
        }
    }
    assert_eq!(books::contradictions(&stage, false), Vec::<String>::new());
    let seconds = began.elapsed().as_secs_f64();
    tell(&format!("races: told to end: {ROUNDS} passes, {ends:?}; {seconds:.1} s\n"));
}

#[test]
fn what_is_taken_out_while_a_pass_runs_is_not_captured_afterwards() {
    let began = Instant::now();
    let stage = Stage::new();
    stage.must("enable");
    let (mut locked, mut held) = (0, 0);
    for round in 0..ROUNDS {
        let orders = invoiced(&stage, ORDERS);
        let last = orders.last().expect("an order");
        let before = books::money(&mut stage.world()).len();
        let child = start(&stage, "sync");
        if round % 2 == 0 {
            let mut world = stage.world();
            wait_for(|| books::money(&mut world).len() > before);
        }
        let hold = stage.uniac(&format!("order disable-autocapture {last}"), &[]);
        let captured = |stage: &Stage| effects(stage).contains_key(&(last.clone(), "capture"));
        let at_once = captured(&stage);
        let pass = ended(child);
        assert!(matches!(pass.code, Some(0 | 9)), "{pass:?}");
        match hold.code {
            Some(9) => locked += 1,
            Some(0) => {
                held += 1;
                stage.uniac("sync", &[]);
                assert_eq!(captured(&stage), at_once, "captured after it was taken out: {hold:?}");
            }
            _ => panic!("{hold:?}"),
        }
        rest(&stage);
    }
    tell(&format!(
        "races: taken out meanwhile: {locked} times told to wait, {held} times held; {:.1} s\n",
        began.elapsed().as_secs_f64()
    ));
}

fn signal(child: &Child, which: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([which, &id]).status().expect("`kill` runs");
    assert!(sent.success(), "the signal was sent");
}

fn wait_for(mut happened: impl FnMut() -> bool) {
    let began = Instant::now();
    while !happened() {
        assert!(began.elapsed() < PATIENCE, "waited in vain");
        std::thread::sleep(LOOK_EVERY);
    }
}
