//! `owed`: every krone that was invoiced and is not held, or held and asked for by no invoice, is in it once.
//!
//! The truth is the provider's ledger and what the people of the sandbox have invoiced and credited.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

fn owed(world: &World, flags: &str) -> Value {
    world.uniac(&format!("owed {flags} --json")).exit(0).data()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("rows")
}

/// Returns sums by currency.
fn sums<'a>(rows: impl IntoIterator<Item = &'a Value>, field: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for row in rows.into_iter().filter(|row| minor(&row[field]) != 0) {
        *sums.entry(text(&row["currency"])).or_default() += minor(&row[field]);
    }
    sums
}

/// Asserts that all ways of looking have the sum of the orders.
#[track_caller]
fn agrees(world: &World) {
    let list = world.list();
    let status = world.uniac("status --json").exit(0).data();
    for (flag, field) in [("", "missing_minor"), ("--held", "excess_minor")] {
        let truth = sums(list.values(), field);
        for by in ["cause", "month", "customer", "order"] {
            let owed = owed(world, &format!("--by {by} {flag}"));
            assert_eq!(sums(rows(&owed["total"]), "amount_minor"), truth, "{by} {flag}");
            assert_eq!(sums(rows(&owed["groups"]), "amount_minor"), truth, "{by} {flag}");
            assert_eq!(sums(rows(&owed["orders"]), "amount_minor"), truth, "{by} {flag}");
            let lack = list.values().filter(|order| minor(&order[field]) > 0).count();
            assert_eq!(rows(&owed["orders"]).len(), lack, "each order once: {by} {flag}");
            for row in rows(&owed["groups"]) {
                assert!(text(&row["command"]).starts_with("uniac "), "{row:#}");
                assert!(minor(&row["orders"]) > 0 && minor(&row["amount_minor"]) > 0, "{row:#}");
            }
        }
        let in_status = if flag.is_empty() { "owed" } else { "excess" };
        assert_eq!(sums(rows(&status[in_status]), "amount_minor"), truth, "{in_status}");
    }
}

#[test]
fn its_total_is_that_of_the_orders_and_of_status_in_messy_companies() {
    for seed in [3, 4, 11] {
        let world = World::bare();
        world.uniac(&format!("sandbox reset --messy --seed {seed}")).exit(0);
        agrees(&world);
        world.enable();
        world.uniac("sync").exit_any(&[0, 1, 5, 6]);
        agrees(&world);
        world.uniac("capture --manual --yes").exit_any(&[0, 1, 5, 6]);
        agrees(&world);
    }
}

#[test]
fn its_total_is_that_of_the_orders_and_of_status_in_a_company_with_a_past() {
    let world = World::seeded(200, 7);
    world.enable();
    agrees(&world);
}

/// What is held on the payment of each order, by the provider's own book.
fn held(world: &World) -> BTreeMap<String, i64> {
    let ledger = world.ledger();
    let mut held = BTreeMap::new();
    for row in rows(&ledger) {
        let Some(order) = row["order"].as_str() else { continue };
        *held.entry(order.to_owned()).or_default() +=
            minor(&row["captured_minor"]) - minor(&row["refunded_minor"]);
    }
    held
}

/// Chance without a library: the same on each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// People invoice, credit, capture in the portal, hold, let reservations be refused: which orders are invoiced and not
/// paid out, and how much, is what the invoices say less what the provider holds.
#[test]
fn which_orders_are_not_paid_out_and_how_much_is_what_the_ledger_says() {
    for seed in 1..=3 {
        let (world, mut dice) = (World::active(), Dice(seed));
        let mut invoiced: BTreeMap<String, i64> = BTreeMap::new();
        for round in 0..14 {
            let amount = 10_000 + 100 * i64::try_from(dice.roll(900)).expect("small");
            let order = world.order(2, &format!("{}.00", amount / 100));
            if dice.roll(4) == 0 {
                world.uniac(&format!("order disable-autocapture {order}")).exit(0);
            }
            if dice.roll(5) > 0 {
                *invoiced.entry(order.clone()).or_default() +=
                    world.happened(&format!("invoice {order}")).amount_minor;
            }
            match dice.roll(6) {
                0 => drop(world.happened(&format!("portal capture {order} 50.00"))),
                1 if invoiced.contains_key(&order) => {
                    let credited = world.happened(&format!("credit {order}")).amount_minor;
                    *invoiced.entry(order.clone()).or_default() -= credited;
                }
                2 => drop(world.happened(&format!("portal cancel {order}"))),
                _ => {}
            }
            if round % 5 == 4 {
                world.fault("declined --on capture");
                world.uniac("sync").exit_any(&[0, 3, 5, 6]);
            }
        }
        let held = held(&world);
        let lacks =
            |order: &String, owed: &i64| (owed - held.get(order).copied().unwrap_or(0)).max(0);
        let truth: BTreeMap<String, i64> = invoiced
            .iter()
            .map(|(order, owed)| (order.clone(), lacks(order, owed)))
            .filter(|(_, minor)| *minor > 0)
            .collect();
        let owed = owed(&world, "");
        let said: BTreeMap<String, i64> = rows(&owed["orders"])
            .iter()
            .map(|row| (text(&row["order"]), minor(&row["amount_minor"])))
            .collect();
        assert_eq!(said, truth, "seed {seed}");
        assert!(truth.len() > 1, "seed {seed}: {truth:?}");
        let total = json!([{"amount_minor": truth.values().sum::<i64>(), "currency": "NOK"}]);
        assert_eq!(owed["total"], total, "seed {seed}");
    }
}

/// The past of a seeded company, too: what its list says of invoices, less what the ledger holds.
#[test]
fn a_companys_past_is_counted_by_the_ledger() {
    let world = World::seeded(200, 7);
    world.enable();
    let held = held(&world);
    let list = world.list();
    let said = owed(&world, "--by order");
    let said: BTreeMap<String, i64> = rows(&said["orders"])
        .iter()
        .map(|row| (text(&row["order"]), minor(&row["amount_minor"])))
        .collect();
    let mut truth = BTreeMap::new();
    for (number, order) in &list {
        let is_paid_by_provider = order["remarks"] != json!(["no-payment"]);
        let invoiced = minor(&order["invoiced_minor"]) - minor(&order["credited_minor"]);
        let lacks = invoiced - held.get(number).copied().unwrap_or(0);
        if is_paid_by_provider && lacks > 0 {
            truth.insert(number.clone(), lacks);
        }
    }
    assert_eq!(said, truth);
    assert!(truth.len() > 20);
}

/// Runs the command as it is printed, with what answers its question.
#[track_caller]
fn follow(world: &World, command: &str) -> Value {
    let line = command.strip_prefix("uniac ").expect("a command of uniac");
    let is_money =
        ["capture", "refund", "cancel", "sync"].iter().any(|word| line.starts_with(word));
    let yes = if is_money { " --yes" } else { "" };
    world.uniac(&format!("{line}{yes} --json")).exit(0).data()
}

#[test]
fn the_command_of_a_group_goes_on_with_just_its_orders() {
    let world = World::seeded(200, 7);
    world.enable();
    world.invoiced("499.00");
    let hold = world.order(2, "150.00");
    world.uniac(&format!("order disable-autocapture {hold}")).exit(0);
    world.invoice(&hold);
    let mut left: BTreeSet<String> = BTreeSet::new();
    for group in rows(&owed(&world, "")["groups"]) {
        let (cause, command) = (text(&group["by"]), text(&group["command"]));
        let orders: BTreeSet<String> = rows(&owed(&world, &format!("--cause {cause}"))["orders"])
            .iter()
            .map(|row| text(&row["order"]))
            .collect();
        let data = follow(&world, &command);
        let acts = ["uniac sync", "uniac capture", "uniac refund", "uniac cancel"];
        if acts.iter().any(|act| command.starts_with(act)) {
            let captured: BTreeSet<String> = rows(&data["steps"])
                .iter()
                .filter(|step| step["operation"] == "capture" && step["outcome"] == "done")
                .map(|step| text(&step["order"]))
                .collect();
            assert_eq!(captured, orders, "{command}");
            let again = owed(&world, &format!("--cause {cause}"));
            assert_eq!(again["orders"], json!([]), "{cause} is gone after {command}");
        } else {
            left.insert(cause);
            let shown = data["orders"]
                .as_array()
                .map(|rows| rows.iter().map(|row| text(&row["order"])).collect());
            assert_eq!(
                shown.unwrap_or_else(|| BTreeSet::from([text(&data["order"])])),
                orders,
                "{command}"
            );
        }
    }
    let by_hand = [
        "amount-not-exact",
        "currency-mismatch",
        "exceeds-reservation",
        "refunded-elsewhere",
        "reservation-expired",
    ];
    assert_eq!(left, by_hand.map(str::to_owned).into());
}

#[test]
fn a_month_a_customer_and_a_cause_can_be_asked_for() {
    let mut world = World::seeded_at("2026-03-30T09:00:00Z", 0, 1);
    world.enable();
    let march = world.order(2, "600.00");
    world.invoice_lines(&march, "1");
    world.set_now("2026-04-02T09:00:00Z");
    world.invoice_lines(&march, "2");
    let by_month = owed(&world, "--by month");
    let months: Vec<(String, i64)> = rows(&by_month["groups"])
        .iter()
        .map(|row| (text(&row["by"]), minor(&row["amount_minor"])))
        .collect();
    assert_eq!(months, [("2026-03".to_owned(), 30_000), ("2026-04".to_owned(), 30_000)]);
    assert_eq!(
        sums(rows(&owed(&world, "--month 2026-04")["total"]), "amount_minor")["NOK"],
        30_000
    );
    let customer = text(&world.view(&march)["customer"]).to_uppercase();
    let word = customer.split_whitespace().next().expect("a name").to_owned();
    assert_eq!(rows(&owed(&world, &format!("--customer {word}"))["orders"]).len(), 1);
    assert_eq!(owed(&world, "--cause held")["total"], json!([]));
    world.uniac("owed --cause nonsense").exit(2).says("is no cause");
    world.uniac("owed --month 2026-13").exit(2).says("Write the month as 2026-10");
}

#[test]
fn what_is_held_and_asked_for_by_no_invoice_is_shown_with_its_way_back() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.sync();
    let nothing = owed(&world, "--held");
    assert_eq!((&nothing["total"], &nothing["orders"]), (&json!([]), &json!([])));
    world.happened(&format!("credit {order}"));
    let held = owed(&world, "--held");
    assert_eq!(held["total"], json!([{"amount_minor": 49_900, "currency": "NOK"}]));
    let row = &held["groups"][0];
    assert_eq!((&row["by"], &row["command"]), (&json!("due"), &json!("uniac sync")));
    world.sync();
    assert_eq!(owed(&world, "--held")["total"], json!([]));
}

#[test]
fn fields_are_the_same_in_every_form() {
    let world = World::active();
    let order = world.invoiced("1499.00");
    let line = "owed --fields order,amount,cause";
    let json = world.uniac(&format!("{line} --json")).exit(0).data();
    let row = json!({"order": order, "amount_minor": 149_900, "currency": "NOK", "cause": "due"});
    assert_eq!(json["orders"], json!([row]));
    let csv = world.uniac(&format!("{line} --output csv")).exit(0).stdout;
    assert_eq!(csv, format!("order,amount,currency,cause\n{order},1499.00,NOK,due\n"));
    let plain = world.uniac(line).exit(0).stdout;
    assert_eq!(plain, format!("{order}\tNOK 1499.00\tdue\n"));
    let table = world.uniac(&format!("{line} --output table")).exit(0).stdout;
    assert!(
        table.contains("NOK 1,499.00  due") && table.ends_with("sum  NOK 1,499.00\n"),
        "{table}"
    );
    world.uniac("owed --fields nonsense").exit(2).says("is no field of this list");
}
