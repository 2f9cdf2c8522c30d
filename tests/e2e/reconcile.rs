//! `uniac reconcile`: every planted difference is found with its reason, none is invented, and the sums are those of the
//! provider's own book.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{Money, World, minor, text};

/// A day in the middle of a month, in the morning.
const MORNING: &str = "2026-10-14T08:00:00Z";

fn reconciled(world: &World, flags: &str) -> Value {
    world.uniac(&format!("reconcile {flags} --json")).exit(0).data()
}

/// Reason, order and amount of each difference.
fn differences(data: &Value) -> Vec<(String, String, i64)> {
    let rows = data["differences"].as_array().expect("differences").iter();
    let mut rows: Vec<_> = rows
        .map(|row| {
            let order = row["order"].as_str().unwrap_or_default().to_owned();
            (text(&row["reason"]), order, minor(&row["amount_minor"]))
        })
        .collect();
    rows.sort();
    rows
}

fn sum(data: &Value, side: &str, kind: &str) -> i64 {
    let rows = data["sums"].as_array().expect("sums").iter();
    let rows = rows.filter(|row| row["side"] == side && row["kind"] == kind);
    rows.map(|row| minor(&row["amount_minor"])).sum()
}

fn october(world: &World) -> Value {
    reconciled(world, "--month 2026-10")
}

fn active() -> World {
    let mut world = World::seeded_at(MORNING, 0, 1);
    world.enable();
    world.pass(1);
    world
}

#[test]
fn books_that_agree_have_sums_on_all_three_sides_and_no_difference() {
    let mut world = active();
    let order = world.order(2, "600.00");
    world.invoice(&order);
    world.sync();
    world.happened(&format!("credit {order}"));
    world.pass(60);
    world.sync();
    let data = october(&world);
    assert_eq!(differences(&data), []);
    for (side, kind, expected) in [
        ("uni", "invoiced", 60_000),
        ("uni", "credited", 60_000),
        ("uni", "booked", 60_000),
        ("shop", "ordered", 60_000),
        ("provider", "captured", 60_000),
        ("provider", "refunded", 60_000),
    ] {
        assert_eq!(sum(&data, side, kind), expected, "{side} {kind} in {data:#}");
    }
    assert_eq!(data["from"], "2026-10-01");
    assert_eq!(data["to"], "2026-10-31");
    assert_eq!(data["days"][0]["day"], "2026-10-14");
    assert_eq!(data["days"][0]["captured_minor"], 60_000);
    assert_eq!(data["providers"][0]["provider"], "vipps");
    assert_eq!(data["orders"][0]["order"], order.as_str());
    assert_eq!(data["totals"], json!([]));
    // Nothing was sent, and another month has nothing of it.
    let other = reconciled(&world, "--month 2026-09");
    assert_eq!((other["sums"].clone(), other["differences"].clone()), (json!([]), json!([])));
}

#[test]
fn every_planted_difference_is_found_with_its_reason_and_what_mends_it() {
    let mut world = active();
    let mut planted: Vec<(&str, String, i64, String)> = Vec::new();
    let held = |order: &str| {
        world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    };
    // Invoiced, and held by a person.
    let order = world.order(2, "100.00");
    held(&order);
    world.invoice(&order);
    planted.push((
        "invoiced-not-captured",
        order.clone(),
        10_000,
        format!("uniac capture --manual {order}"),
    ));
    // Captured in the portal before anything was invoiced.
    let order = world.order(2, "200.00");
    world.happened(&format!("portal capture {order} 200.00"));
    planted.push((
        "captured-not-invoiced",
        order,
        20_000,
        "uniac explain captured-not-invoiced".into(),
    ));
    // Captured in the portal in part.
    let order = world.order(2, "300.00");
    held(&order);
    world.invoice(&order);
    world.happened(&format!("portal capture {order} 120.00"));
    planted.push((
        "other-amount",
        order.clone(),
        18_000,
        format!("uniac capture --manual {order}"),
    ));
    planted.push((
        "captured-not-booked",
        order,
        12_000,
        "uniac explain captured-not-booked".into(),
    ));
    // Taken and booked; then paid back in the portal.
    let order = world.order(2, "400.00");
    world.invoice(&order);
    world.sync();
    world.happened(&format!("portal refund {order} 150.00"));
    planted.push((
        "refunded-not-credited",
        order,
        15_000,
        "uniac explain refunded-not-credited".into(),
    ));
    // Credited, and held by a person.
    let order = world.order(2, "500.00");
    world.invoice(&order);
    world.sync();
    held(&order);
    world.happened(&format!("credit {order}"));
    planted.push((
        "credited-not-refunded",
        order.clone(),
        50_000,
        format!("uniac refund --manual {order}"),
    ));
    // Paid to the bank.
    let order = world.order(2, "600.00");
    world.happened(&format!("invoice {order} --paid-by-bank"));
    planted.push((
        "booked-not-captured",
        order,
        60_000,
        "uniac explain booked-not-captured".into(),
    ));
    // A plain one beside them.
    let order = world.order(2, "700.00");
    world.invoice(&order);
    world.sync();
    world.pass(1);
    let data = october(&world);
    let mut expected: Vec<_> = planted
        .iter()
        .map(|(reason, order, minor, _)| ((*reason).to_owned(), order.clone(), *minor))
        .collect();
    expected.sort();
    assert_eq!(differences(&data), expected, "{data:#}");
    for (reason, order, _, mends) in &planted {
        let rows = data["differences"].as_array().expect("differences");
        let row =
            rows.iter().find(|row| row["reason"] == *reason && row["order"] == order.as_str());
        assert_eq!(text(&row.expect("the difference")["mends"]), *mends, "{reason}");
    }
    // The same from the store alone.
    assert_eq!(differences(&reconciled(&world, "--month 2026-10 --offline")), expected);
}

#[test]
fn what_is_on_the_other_side_of_midnight_is_another_month_in_the_companys_time() {
    let mut world = World::seeded_at("2026-10-31T20:00:00Z", 0, 1);
    world.enable();
    world.pass(1);
    let order = world.order(2, "600.00");
    world.invoice(&order);
    // 22:59 UTC is 23:59 in Oslo on the last day; a minute later it is November there.
    world.set_now("2026-10-31T23:01:00Z");
    world.sync();
    let data = october(&world);
    assert_eq!(differences(&data), [("other-month".into(), order.clone(), 60_000)]);
    let row = &data["differences"][0];
    assert_eq!(
        (text(&row["day"]), text(&row["other_day"])),
        ("2026-10-31".into(), "2026-11-01".into())
    );
    let november = reconciled(&world, "--month 2026-11");
    assert_eq!(differences(&november), [("other-month".into(), order, 60_000)]);
    assert_eq!(sum(&november, "provider", "captured"), 60_000);
}

#[test]
fn what_people_do_without_uni_is_unknown_to_one_of_the_three() {
    let mut world = active();
    // A shop order that the import has lost.
    let lost = world.order(2, "100.00");
    world.happened(&format!("portal capture {lost} 100.00"));
    world.happened(&format!("edit {lost} --reference none"));
    // A refund that the shop only shows.
    let shown = world.order(2, "200.00");
    world.invoice(&shown);
    world.sync();
    world.happened(&format!("shop refund {shown} 50.00"));
    // A payment that the provider does not know.
    let unknown = world.order_with("--lines 2 --amount 300.00 --test-mode");
    world.invoice(&unknown);
    world.pass(60);
    world.uniac("sync").exit_any(&[0, 6]);
    let data = october(&world);
    assert_eq!(
        differences(&data),
        [
            ("unknown-to-provider".into(), shown, 5_000),
            ("unknown-to-provider".into(), unknown, 30_000),
            ("unknown-to-uni".into(), String::new(), 10_000),
        ],
        "{data:#}"
    );
}

#[test]
fn what_cannot_be_a_period_is_wrong_usage() {
    let world = World::empty();
    world.uniac("reconcile --month october").exit(2).says("2026-10");
    world.uniac("reconcile --from 2026-10-02 --to 2026-10-01").exit(2).says("before it begins");
    world.uniac("reconcile --month 2026-10 --from 2026-10-02").exit(2);
}

/// The effects of the provider's own book, by kind and day in Oslo.
fn effects(world: &World) -> BTreeMap<(String, String), i64> {
    let oslo = jiff::tz::TimeZone::get("Europe/Oslo").expect("the time zone");
    let mut effects = BTreeMap::new();
    let named = named(world);
    for row in world.ledger().as_array().expect("payments") {
        // A payment that was replaced before anybody looked is in no system that uniac can ask.
        if !named.contains(row["reference"].as_str().expect("a reference")) {
            continue;
        }
        let mut refunded = minor(&row["refunded_minor"]);
        for event in row["events"].as_array().expect("events") {
            let at: jiff::Timestamp = text(&event["at"]).parse().expect("a moment");
            let kind = match event["kind"].as_str() {
                Some("capture") => "captured_minor",
                Some("refund") => "refunded_minor",
                Some("cancel") => "released_minor",
                _ => continue,
            };
            let day = oslo.to_datetime(at).date().to_string();
            refunded -= if kind == "refunded_minor" { minor(&event["amount_minor"]) } else { 0 };
            *effects.entry((day, kind.to_owned())).or_default() += minor(&event["amount_minor"]);
        }
        // What a bank took back for its customer is in the sum, and no event tells its day.
        if refunded > 0 {
            *effects.entry(("no day".to_owned(), "refunded_minor".to_owned())).or_default() +=
                refunded;
        }
    }
    effects
}

/// The payments that the shop's orders name.
fn named(world: &World) -> BTreeSet<String> {
    let path = world.path("data/sandbox/sandbox.db");
    let book = rusqlite::Connection::open(path).expect("the sandbox's book");
    let mut rows = book
        .prepare("SELECT transaction_id FROM shop_order WHERE transaction_id IS NOT NULL")
        .expect("a query");
    let named = rows.query_map([], |row| row.get(0)).expect("rows");
    named.collect::<Result<_, _>>().expect("references")
}

/// Over seeds of untidy people: each day of the provider's side is its ledger's, and what was not captured is to the øre
/// what every other command calls missing.
#[test]
fn the_sums_of_untidy_books_are_the_ledgers_and_what_is_missing_is_among_the_differences() {
    for seed in 1..=4 {
        let replay = format!(
            "uniac sandbox reset --messy --seed {seed}; uniac enable; uniac sync; uniac reconcile --from 2020-01-01"
        );
        let world = World::bare();
        world.uniac(&format!("sandbox reset --messy --seed {seed}")).exit(0);
        world.enable();
        world.uniac("sync").exit_any(&[0, 5, 6]);
        let data = reconciled(&world, "--from 2020-01-01");
        let days = data["days"].as_array().expect("days");
        let mut found = BTreeMap::new();
        for (row, kind) in days.iter().flat_map(|row| {
            ["captured_minor", "refunded_minor", "released_minor"].map(|kind| (row, kind))
        }) {
            if minor(&row[kind]) != 0 {
                let day = row["day"].as_str().unwrap_or("no day").to_owned();
                *found.entry((day, kind.to_owned())).or_default() += minor(&row[kind]);
            }
        }
        assert_eq!(found, effects(&world), "{replay}");
        // What is missing of each order is what was invoiced and not captured of it.
        let rows = data["differences"].as_array().expect("differences");
        let unreadable = |order: &str| {
            rows.iter().any(|row| row["reason"] == "unreadable" && row["order"] == order)
        };
        for (order, view) in world.list() {
            let own = rows
                .iter()
                .filter(|row| row["kind"] == "invoiced" && row["order"] == order.as_str());
            let told: i64 = own.map(|row| minor(&row["amount_minor"])).sum();
            if !unreadable(&order) {
                assert_eq!(
                    told,
                    minor(&view["missing_minor"]),
                    "{replay}: order {order}, {view:#}"
                );
            }
        }
        for row in data["differences"].as_array().expect("differences") {
            let mends = text(&row["mends"]);
            assert!(mends.starts_with("uniac "), "{replay}: {row:#}");
        }
    }
}

/// Uni's answer to a booking names neither invoice nor amount: only what Uni shows says whether it was made.
#[test]
fn a_booking_that_uni_does_not_show_is_no_row_of_its_book() {
    let world = World::active();
    let order = world.invoiced("500.00");
    world.fault("other-answer --on booking");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([50000]));
    let data = world.uniac("reconcile --json").exit_any(&[0, 6]).data();
    let differences = data["differences"].as_array().expect("differences");
    assert_eq!(differences.len(), 1, "{data}");
    assert_eq!(differences[0]["reason"], "captured-not-booked", "{data}");
}

/// A credit note that may be about too many orders of its customer to be shown on any still stands in Uni's book.
#[test]
fn a_credit_note_that_is_shown_on_no_order_is_a_difference() {
    let mut world = active();
    let mut last = String::new();
    for _ in 0..7 {
        last = world.order_with("--amount 500 --collective");
        world.invoice(&last);
    }
    world.sync();
    world.happened(&format!("credit {last} --typed --no-reference --amount 50"));
    world.pass(60);
    world.sync();
    let data = october(&world);
    assert_eq!(differences(&data), [("credited-not-refunded".to_owned(), String::new(), 5_000)]);
    assert_eq!(sum(&data, "uni", "credited"), 5_000);
}

/// Uni tells no order, and the customer's only one holds less: no order shows the note, the three books do not agree all the
/// same.
#[test]
fn a_credit_note_of_more_than_any_order_holds_is_a_difference_and_in_the_status() {
    let mut world = active();
    let order = world.order(1, "300.00");
    world.invoice(&order);
    world.sync();
    world.happened(&format!("credit {order} --typed Retur --amount 350.00 --no-reference"));
    world.pass(60);
    world.sync();
    let data = october(&world);
    let expected = ("credited-not-refunded".to_owned(), String::new(), 35_000);
    assert_eq!(differences(&data), [expected]);
    assert_eq!(world.attention(&order), "");
    let status = world.uniac("status --json").exit(0).data();
    let expected = json!([{"credit": "10002", "amount_minor": 35_000, "currency": "NOK"}]);
    assert_eq!(status["not_placed"], expected);
    let page = world.uniac("status --output table").exit(0);
    assert!(page.stdout.contains("NOK 350.00: 10002"), "{}", page.report());
    assert!(!page.stdout.contains("Nothing needs attention"), "{}", page.report());
    world.uniac(&format!("refund --manual {order} --credit 10002 --yes")).exit(0);
    assert_eq!(world.uniac("status --json").exit(0).data()["not_placed"], json!([]));
}

/// What a person says to be paid otherwise, and Uni shows as open, has to come from somewhere: the sums differ by it.
#[test]
fn what_is_said_to_be_paid_otherwise_is_a_difference_until_uni_shows_it() {
    let mut world = active();
    let order = world.order(1, "500.00");
    world.happened(&format!("invoice {order} --line Frakt=100.00"));
    world.pass(60);
    world.uniac(&format!("capture --manual {order} --up-to-reserved --yes")).exit(0);
    let expected = ("other-amount".to_owned(), order, 10_000);
    assert_eq!(differences(&october(&world)), [expected]);
}

#[test]
fn nobody_is_told_to_take_money_for_an_order_that_the_shop_has_cancelled() {
    let mut world = active();
    let order = world.order(1, "888.00");
    world.happened(&format!("shop cancel {order}"));
    world.invoice(&order);
    world.pass(60);
    let data = october(&world);
    assert_eq!(data["differences"][0]["reason"], "invoiced-not-captured");
    assert_eq!(data["differences"][0]["mends"], format!("uniac order show {order}"));
}
