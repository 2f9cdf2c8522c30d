//! Lists and sums that are read from what the store keeps say what all orders say, each assessed at that moment.
//!
//! The truth here is the list of all orders without a filter: each row of it is what the rules say now. `store check`
//! compares what is kept with the rules, and the clock moves while no fact does: forward, far forward, and back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::Value;

use crate::harness::{World, minor, text};

type Orders = BTreeMap<String, Value>;

/// What is never more than a remark: a list of it has the orders that have it as such.
const ONLY_REMARKS: [&str; 5] =
    ["no-payment", "captured-elsewhere", "in-review", "waits-until", "match-in-uni"];

/// When the worlds of these tests begin.
const BEGIN: &str = "2026-03-10T09:00:00Z";

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("rows")
}

fn orders(world: &World, flags: &str) -> Orders {
    let data = world.uniac(&format!("order list --offline --json {flags}")).exit(0).data();
    rows(&data).iter().map(|row| (text(&row["order"]), row.clone())).collect()
}

fn holds(row: &Value, field: &str, id: &str) -> bool {
    rows(&row[field]).iter().any(|name| name == id)
}

/// Returns the end of the day that comes so many days after today, where the company is.
fn end_of_day(now: Timestamp, days: i64) -> Timestamp {
    let oslo = TimeZone::get("Europe/Oslo").expect("the time zone");
    let after = oslo.to_datetime(now).date() + Span::new().days(days + 1);
    oslo.to_timestamp(after.at(0, 0, 0, 0)).expect("a moment")
}

fn closes_at(row: &Value) -> Option<Timestamp> {
    row["closes_at"].as_str().map(|at| at.parse().expect("a moment"))
}

/// Asserts that a filter lists the orders of which it is true, as the whole list shows them.
#[track_caller]
fn lists(world: &World, all: &Orders, flags: &str, is_meant: impl Fn(&Value) -> bool) -> usize {
    let truth: Orders = all
        .iter()
        .filter(|(_, row)| is_meant(row))
        .map(|(order, row)| (order.clone(), row.clone()))
        .collect();
    let listed = orders(world, flags);
    let names = |orders: &Orders| orders.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&listed), names(&truth), "order list {flags}");
    assert_eq!(listed, truth, "order list {flags}");
    truth.len()
}

/// Asserts that every filter and every sum is what the orders say, one by one.
#[track_caller]
fn agrees(world: &World, now: Timestamp) {
    let all = orders(world, "");
    let accepted = |row: &Value| !row["accepted"].is_null();
    let mut met = 0;
    met +=
        lists(world, &all, "--attention any", |row| !row["attention"].is_null() && !accepted(row));
    met += lists(world, &all, "--missing", |row| minor(&row["missing_minor"]) > 0);
    met += lists(world, &all, "--due", |row| !row["next"].is_null());
    lists(world, &all, "--accepted", accepted);
    for days in [0, 7, 60] {
        let last = end_of_day(now, days);
        // The program's clock runs on while it works, so what ends in this very second is left to it.
        let near = |at: Timestamp| at.duration_since(last).abs() < SignedDuration::from_secs(30);
        if !all.values().filter_map(closes_at).any(near) {
            let flags = format!("--closing {days}d");
            met += lists(world, &all, &flags, |row| closes_at(row).is_some_and(|at| at < last));
        }
    }
    let found: BTreeSet<String> = all.values().map(|row| text(&row["state"])).collect();
    for state in &found {
        met += lists(world, &all, &format!("--state {state}"), |row| row["state"] == **state);
    }
    let ids =
        |field: &'static str| all.values().flat_map(move |row| rows(&row[field]).iter().map(text));
    for id in ids("attentions").chain(ids("remarks")).collect::<BTreeSet<_>>() {
        met += lists(world, &all, &format!("--attention {id}"), |row| {
            let is_noted = ONLY_REMARKS.contains(&&*id) && holds(row, "remarks", &id);
            !accepted(row) && (holds(row, "attentions", &id) || is_noted)
        });
    }
    let days: BTreeSet<String> = all.values().map(|row| text(&row["placed"])).collect();
    if let Some(day) = days.iter().nth(days.len() / 2) {
        let placed = |row: &Value| text(&row["placed"]);
        met += lists(world, &all, &format!("--from {day}"), |row| placed(row) >= *day);
        lists(world, &all, &format!("--to {day} --missing"), |row| {
            placed(row) <= *day && minor(&row["missing_minor"]) > 0
        });
    }
    assert!(met > all.len(), "the filters let something through");
    newest(world, &all);
    sums(world, &all);
    world.uniac("store check").exit(0);
}

/// The newest few are the end of the whole list, and the rest is counted.
#[track_caller]
fn newest(world: &World, all: &Orders) {
    let sequence = |flags: &str| {
        let data = world.uniac(&format!("order list --offline --json {flags}")).exit(0).data();
        rows(&data).iter().map(|row| text(&row["order"])).collect::<Vec<_>>()
    };
    let whole = sequence("");
    for limit in [1, 7, 1000] {
        let cut = whole.len().saturating_sub(limit);
        assert_eq!(sequence(&format!("--limit {limit}")), whole[cut..], "the newest {limit}");
    }
    let worst = sequence("--attention any");
    assert_eq!(sequence("--attention any --limit 3"), worst[..worst.len().min(3)]);
    let said = world.uniac("order list --offline --limit 7 --output table").exit(0);
    assert!(said.stdout.contains(&(all.len() - 7).to_string()), "{}", said.report());
}

/// The counts and sums of `status` are those of the orders.
#[track_caller]
fn sums(world: &World, all: &Orders) {
    let status = world.uniac("status --offline --json").exit(0).data();
    let count = |is_meant: &dyn Fn(&Value) -> bool| {
        i64::try_from(all.values().filter(|row| is_meant(row)).count()).expect("few")
    };
    for (state, orders) in status["counts"].as_object().expect("counts") {
        assert_eq!(minor(orders), count(&|row| row["state"] == **state), "{state}");
    }
    let seen = |row: &Value| !row["accepted"].is_null();
    let mut waiting = BTreeMap::<String, i64>::new();
    for row in all.values().filter(|row| !row["attention"].is_null() && !seen(row)) {
        *waiting.entry(text(&row["attention"])).or_default() += 1;
    }
    assert_eq!(status["attention"], serde_json::json!(waiting));
    assert_eq!(minor(&status["accepted"]), count(&seen));
    let mut due = BTreeMap::<(String, String, String), (i64, i64)>::new();
    for (order, row) in all.iter().filter(|(_, row)| !row["next"].is_null()) {
        let shown = world.uniac(&format!("order show {order} --offline --json")).exit(0).data();
        let mut counted = BTreeSet::new();
        for step in rows(&shown["steps"]) {
            let key = (text(&step["operation"]), text(&step["mode"]), text(&row["currency"]));
            let sum = due.entry(key.clone()).or_default();
            sum.0 += i64::from(counted.insert(key));
            sum.1 += minor(&step["amount_minor"]);
        }
    }
    let said: BTreeMap<(String, String, String), (i64, i64)> = rows(&status["due"])
        .iter()
        .map(|row| {
            let key = (text(&row["operation"]), text(&row["mode"]), text(&row["currency"]));
            (key, (minor(&row["orders"]), minor(&row["amount_minor"])))
        })
        .collect();
    assert_eq!(said, due);
}

/// Looks at all moments, and comes back to the one from which it went.
fn at_all_moments(world: &mut World, begin: Timestamp) {
    // Within the grace of a draft, of a release; beyond a guarantee, a reservation; before everything.
    for hours in [2, 24 * 4, 24 * 190, -26] {
        let now = begin + SignedDuration::from_hours(hours);
        world.set_now(&now.to_string());
        agrees(world, now);
    }
    world.set_now(&begin.to_string());
}

#[test]
fn what_is_kept_says_what_all_orders_say_at_any_moment_in_a_messy_company() {
    let mut world = World::bare();
    world.set_now(BEGIN);
    world.uniac("sandbox reset --messy --seed 5").exit(0);
    world.enable();
    let begin: Timestamp = BEGIN.parse().expect("a moment");
    at_all_moments(&mut world, begin);
    world.uniac("sync").exit_any(&[0, 1, 5, 6]);
    let first = orders(&world, "--attention any").into_keys().next().expect("one waits");
    world.uniac(&format!("order accept {first}")).exit(0);
    let hold = BEGIN.replace("T09", "T10");
    let held = orders(&world, "--state reserved").into_keys().next().expect("one is reserved");
    world.uniac(&format!("order disable-autocapture {held} --until {hold}")).exit(0);
    at_all_moments(&mut world, begin);
}

#[test]
fn what_is_kept_says_what_all_orders_say_at_any_moment_in_a_company_with_a_past() {
    let mut world = World::seeded_at(BEGIN, 200, 7);
    world.enable();
    at_all_moments(&mut world, BEGIN.parse().expect("a moment"));
}
