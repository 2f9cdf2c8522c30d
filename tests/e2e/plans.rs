//! Saved plans: made, reviewed, applied by somebody, once; and what is not as it was is not done.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{Money, World, minor, text};

/// Makes a plan in a file and returns it.
fn planned(world: &World, flags: &str) -> Value {
    world.uniac(&format!("plan {flags} --out plan.json --json")).exit(0).data()
}

fn steps(data: &Value) -> &Vec<Value> {
    data["steps"].as_array().expect("steps")
}

fn apply(world: &World, codes: &[i32]) -> Value {
    world.uniac("apply plan.json --yes --json").exit_any(codes).data()
}

#[test]
fn a_plan_shows_what_would_be_done_and_applied_does_exactly_that() {
    let world = World::active();
    let (due, held) = (world.invoiced("150.00"), world.invoiced("90.00"));
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    let plan = planned(&world, "");
    assert_eq!(world.money(&due), Money::untouched());
    assert_eq!((&plan["company"], &plan["made_by"]), (&json!("sandbox"), &json!("kari")));
    let rows: Vec<(String, String, i64, String)> = steps(&plan)
        .iter()
        .map(|s| (text(&s["order"]), text(&s["act"]), minor(&s["amount_minor"]), text(&s["mode"])))
        .collect();
    assert_eq!(rows.len(), 6, "{rows:?}");
    assert!(rows.contains(&(due.clone(), "capture".into(), 15_000, "auto".into())));
    assert!(rows.contains(&(held.clone(), "capture".into(), 9_000, "manual".into())));
    for name in ["id", "made_at", "valid_until", "seal"] {
        assert!(plan[name].is_string(), "{name}");
    }
    let file = std::fs::read_to_string(world.path("plan.json")).expect("a plan");
    let file: Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!((&file["schema"], &file["data"]["id"]), (&json!("uniac.plan/1"), &plan["id"]));
    world.uniac("plan").exit(0).says("capture").says("NOK 240.00");
    // It asks, and without a terminal nothing is sent.
    world.uniac("apply plan.json").exit(3).says("--yes");
    let dry = world.uniac("apply plan.json --dry-run --json").exit(0).data();
    assert!(steps(&dry).iter().all(|step| step["outcome"] == "planned"));
    let result = apply(&world, &[0]);
    assert!(steps(&result).iter().all(|step| step["outcome"] == "done"), "{result:#}");
    assert_eq!(world.money(&due), Money::captured([15_000]));
    assert_eq!(world.money(&held), Money::captured([9_000]));
    let run = world.uniac("runs show last --json").exit(0).data();
    assert_eq!((&run["command"], &run["plan"]), (&json!("apply"), &plan["id"]));
    world.uniac("apply plan.json --yes").exit(3).says("plan-applied");
}

#[test]
fn a_plan_is_narrowed_by_orders_operation_and_the_filters_of_the_list() {
    let world = World::active();
    let (one, other) = (world.invoiced("150.00"), world.invoiced("90.00"));
    world.sync();
    world.happened(&format!("credit {one}"));
    world.happened(&format!("credit {other}"));
    let third = world.invoiced("70.00");
    let orders = |flags: &str| -> BTreeSet<String> {
        let plan = world.uniac(&format!("plan {flags} --json")).exit(0).data();
        steps(&plan).iter().map(|step| text(&step["order"])).collect()
    };
    let set = |orders: &[&String]| -> BTreeSet<String> {
        orders.iter().map(|order| (*order).clone()).collect()
    };
    assert_eq!(orders(""), set(&[&one, &other, &third]));
    assert_eq!(orders("--operation refund"), set(&[&one, &other]));
    assert_eq!(orders(&one), set(&[&one]));
    assert_eq!(orders("--state reserved"), set(&[&third]));
    assert_eq!(orders("--predates"), set(&[]));
    world.uniac("plan --operation book").exit(2);
}

#[test]
fn an_edited_an_expired_and_another_companys_plan_are_refused() {
    let mut world = World::seeded_at("2026-03-02T08:00:00Z", 0, 1);
    world.enable();
    let order = world.invoiced("150.00");
    planned(&world, "--valid-for 1");
    let path = world.path("plan.json");
    let made = std::fs::read_to_string(&path).expect("a plan");
    let refused = |text: &str, code: &str, exit: i32| {
        std::fs::write(&path, text).expect("written");
        let ended = world.uniac("apply plan.json --yes --json").exit(exit);
        let said = ended.json();
        assert_eq!((&said["code"], &said["moved"]), (&json!(code), &json!("no")));
        world.uniac(&format!("explain {code}")).exit(0);
    };
    refused(&made.replace("15000", "14999"), "plan-edited", 3);
    refused(&made.replace("kari", "ola"), "plan-edited", 3);
    refused(&made.replace("\"sandbox\"", "\"other\""), "plan-other-company", 3);
    for (before, more) in [
        ("\"schema\"", "\"note\": \"approved\", \"schema\""),
        ("\"made_by\"", "\"approved_by\": \"ola\", \"made_by\""),
        ("\"fingerprint\"", "\"seen\": true, \"fingerprint\""),
    ] {
        assert!(made.contains(before));
        refused(&made.replacen(before, more, 1), "plan-edited", 3);
    }
    // What a program prints of a plan can be applied too, with the sums that it has.
    let printed = world.uniac("plan --json").exit(0).stdout;
    refused(&printed.replace("\"steps\":1}", "\"steps\":2}"), "plan-edited", 3);
    std::fs::write(&path, &printed).expect("written");
    world.uniac("apply plan.json --dry-run").exit(0);
    let key = made.split("\"company_key\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let other = made.replace(key.expect("a key"), "another-key");
    std::fs::write(&path, other).expect("written");
    world.uniac("apply plan.json --yes").exit(3).says("its key in Uni differs");
    refused("{}", "plan-unreadable", 2);
    world.uniac("apply nowhere.json").exit(2).says("plan-unreadable");
    std::fs::write(&path, &made).expect("written");
    world.pass(61);
    world.uniac("apply plan.json --yes").exit(3).says("plan-expired");
    assert_eq!(world.money(&order), Money::untouched());
}

#[test]
fn bounds_cover_a_plan_and_leave_it_to_be_applied() {
    let world = World::active();
    let order = world.invoiced("150.00");
    planned(&world, "");
    world.uniac("apply plan.json --yes --max-total 100").exit(3).says("over-bounds");
    assert_eq!(world.money(&order), Money::untouched());
    apply(&world, &[0]);
    assert_eq!(world.money(&order), Money::captured([15_000]));
}

#[test]
fn the_brake_covers_a_plan() {
    let world = World::active();
    let orders: Vec<String> = (0..12).map(|_| world.order(1, "50.00")).collect();
    for order in &orders {
        world.happened(&format!("delete {order}"));
    }
    planned(&world, "");
    let result = apply(&world, &[3]);
    for step in steps(&result) {
        let code = if step["act"] == "cancel" { "braked" } else { "not-reached" };
        assert_eq!(step["code"], code, "{step:#}");
    }
    assert_eq!(world.money(&orders[0]), Money::untouched());
    planned(&world, "");
    world.uniac("apply plan.json --yes --let-go 12").exit(0);
    assert_eq!(world.money(&orders[0]), Money::untouched().cancelled(5_000));
}

/// What somebody does to an order between the plan and its application.
const DEEDS: [&str; 20] = [
    "sandbox credit ORDER",
    "sandbox credit ORDER --amount 10.00",
    "sandbox credit ORDER --typed",
    "sandbox invoice ORDER",
    "sandbox invoice ORDER --draft",
    "sandbox invoice ORDER --reopen",
    "sandbox delete ORDER",
    "sandbox delete ORDER --close",
    "sandbox edit ORDER --reference 99999",
    "sandbox edit ORDER --amounts 12.00",
    "sandbox edit ORDER --customer Fremmed",
    "sandbox order --copy-of ORDER",
    "sandbox portal capture ORDER 10.00",
    "sandbox portal refund ORDER 10.00",
    "sandbox portal cancel ORDER",
    "sandbox shop cancel ORDER",
    "sandbox shop pay-again ORDER",
    "order disable-autocapture ORDER",
    "order unlink ORDER",
    "sandbox invoice ORDER --paid-by-bank",
];

#[expect(clippy::disallowed_methods, reason = "a test may ask how much is wanted")]
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    match number("UNIAC_PLAN_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("UNIAC_PLAN_SEEDS").unwrap_or(4),
    }
}

/// A plan is made over untidy books, people change things under it, and it is applied.
#[test]
fn nothing_is_done_that_was_not_planned_or_rests_on_what_has_changed() {
    for seed in seeds() {
        let lived = std::panic::catch_unwind(|| live(seed));
        assert!(lived.is_ok(), "UNIAC_PLAN_SEED={seed} cargo test --test e2e nothing_is_done_that");
    }
}

fn live(seed: u64) {
    let mut chance = fastrand::Rng::with_seed(seed);
    let world = World::bare();
    world.uniac(&format!("sandbox reset --messy --orders 25 --seed {seed}")).exit(0);
    world.uniac("enable").exit_any(&[0, 6]);
    for _ in 0..6 {
        world.invoiced("150.00");
    }
    let plan = planned(&world, "");
    let plan = steps(&plan);
    let purchases: BTreeMap<String, String> =
        plan.iter().map(|step| (text(&step["order"]), text(&step["purchase"]))).collect();
    let orders: Vec<&String> = purchases.keys().collect();
    assert!(orders.len() > 6, "a plan of {} orders", orders.len());
    let mut touched = BTreeSet::new();
    let mut perhaps = BTreeSet::new();
    for _ in 0..7 {
        let order = orders[chance.usize(..orders.len())];
        let deed = DEEDS[chance.usize(..DEEDS.len())].replace("ORDER", order);
        let ended = world.uniac(&deed).exit_any(&[0, 1, 2, 3, 5]);
        // What the sandbox refuses has changed nothing; where one thing of two was done, it may have.
        let set = if ended.code == 0 { &mut touched } else { &mut perhaps };
        set.insert(purchases[order].clone());
    }
    let before = effects(&world);
    let result = apply(&world, &[0, 3, 5, 6]);
    let after = effects(&world);
    let rows = steps(&result);
    let key = |step: &Value| {
        let invoice = step["invoice"].as_str().unwrap_or_default().to_owned();
        (text(&step["order"]), text(&step["act"]), invoice, minor(&step["amount_minor"]))
    };
    let mut allowed: BTreeMap<_, usize> = BTreeMap::new();
    for step in plan {
        *allowed.entry(key(step)).or_default() += 1;
    }
    let mut moved: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["outcome"] != "skipped") {
        let left = allowed.get_mut(&key(row));
        let left = left.unwrap_or_else(|| panic!("not in the plan: {row:#}"));
        assert!(*left > 0, "more often than planned: {row:#}");
        *left -= 1;
        let order = text(&row["order"]);
        assert!(!touched.contains(&purchases[&order]), "done on changed facts: {row:#}");
        if let (Some(payment), "done") = (row["payment"].as_str(), text(&row["outcome"]).as_str()) {
            let kind = (payment.to_owned(), text(&row["operation"]));
            moved.entry(kind).or_default().push(minor(&row["amount_minor"]));
        }
    }
    // What the provider's own book shows since is what the result says, to the øre.
    let mut found: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for (kind, mut amounts) in after {
        let known = before.get(&kind).map_or(0, Vec::len);
        amounts.drain(..known);
        if !amounts.is_empty() {
            found.insert(kind, amounts);
        }
    }
    for amounts in moved.values_mut().chain(found.values_mut()) {
        amounts.sort_unstable();
    }
    assert_eq!(found, moved, "the provider's book, and what was reported");
    // What nobody has touched is done, and every step of the plan is told of.
    for step in plan {
        let row = rows.iter().find(|row| {
            (&row["order"], &row["act"], &row["invoice"])
                == (&step["order"], &step["act"], &step["invoice"])
        });
        let row = row.unwrap_or_else(|| panic!("nothing is said of {step:#}"));
        let purchase = text(&step["purchase"]);
        if !touched.contains(&purchase) && !perhaps.contains(&purchase) {
            assert_ne!(row["code"], "stale", "nobody has touched it: {step:#}");
        }
    }
    world.uniac("apply plan.json --yes").exit(3).says("plan-applied");
}

/// Returns the amounts that moved by payment and kind, oldest first.
fn effects(world: &World) -> BTreeMap<(String, String), Vec<i64>> {
    let mut effects: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for row in world.ledger().as_array().expect("payments") {
        for event in row["events"].as_array().expect("events") {
            let kind = (text(&row["reference"]), text(&event["kind"]));
            effects.entry(kind).or_default().push(minor(&event["amount_minor"]));
        }
    }
    effects
}

#[test]
fn where_two_people_must_agree_one_makes_the_plan_and_another_applies_it() {
    let outside = World::empty();
    let served = outside.serve();
    let mut world = World::bare();
    let rule = "[company.play]\nplans = \"required\"\nbounds = { max_total = 100 }\n";
    let configuration = served.configuration.replacen("[company.play]\n", rule, 1);
    assert!(configuration.contains("required"), "{configuration}");
    std::fs::write(world.path("uniac.toml"), configuration).expect("it is written");
    for (name, value) in served.secrets() {
        world.set(&name, &value);
    }
    let old = outside.invoiced("80.00");
    world.uniac("enable").exit(0);
    let order = outside.invoiced("150.00");
    let code = |line: &str| text(&world.uniac(&format!("{line} --json")).exit(3).json()["code"]);
    assert_eq!(code("sync"), "over-bounds");
    assert_eq!(code("sync --max-total 500"), "plan-required");
    assert_eq!(code("sync --let-go 3"), "plan-required");
    assert_eq!(
        code("sync --max-total 50"),
        "over-bounds",
        "a narrower bound is nobody else's matter"
    );
    assert_eq!(code("capture --manual --yes"), "plan-required");
    assert_eq!(code(&format!("capture --manual {order} --yes")), "plan-required");
    // A dry run shows the steps, and what keeps the real run from them.
    for line in ["capture --manual --dry-run", "sync --max-total 500 --dry-run"] {
        let dry = world.uniac(&format!("{line} --json")).exit(3).data();
        assert_eq!((&dry["error"]["code"], &dry["exit"]), (&json!("plan-required"), &json!(3)));
        assert!(steps(&dry).iter().any(|step| step["outcome"] == "planned"), "{dry:#}");
        let ended = world.uniac(line).exit(3).says("end with 3").report();
        assert!(!ended.contains("Within --max-total"), "{ended}");
    }
    let dry = world.uniac("sync --dry-run --json").exit(3).data();
    assert_eq!(dry["error"]["code"], "over-bounds");
    planned(&world, "");
    assert_eq!(code("apply plan.json --yes --max-total 500"), "plan-same-person");
    assert_eq!(outside.money(&order), Money::untouched());
    let other = |line: &str| world.uniac(line).env("UNIAC_USER", "ola");
    other("apply plan.json --yes").exit(3).says("over-bounds");
    other("apply plan.json --yes --max-total 500").exit(0);
    assert_eq!(outside.money(&order), Money::captured([15_000]));
    assert_eq!(outside.money(&old), Money::captured([8_000]));
    let run = world.uniac("runs show last --json").exit(0).data();
    assert_eq!((&run["by"], &run["command"]), (&json!("ola"), &json!("apply")));
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_word() {
    let world = World::active();
    world.invoiced("150.00");
    let first = planned(&world, "");
    let path = world.path("plan.json");
    world.uniac("plan --out plan.json").exit(0).says(&text(&first["id"]));
    std::fs::write(&path, "what somebody has written").expect("written");
    world.uniac("plan --out plan.json").exit(2).says("is no plan");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "what somebody has written");
    world.uniac("plan --out plan.json --yes").exit(0);
    assert!(std::fs::read_to_string(&path).expect("a file").contains("uniac.plan/1"));
}

#[test]
fn what_is_stale_is_told_as_the_plan_has_it_and_uses_up_no_plan_unasked() {
    let world = World::active();
    let orders = ["300.00", "200.00"].map(|sum| world.invoiced(sum));
    let plan = planned(&world, "");
    let rows = |data: &Value| -> Vec<(String, String, i64)> {
        let row =
            |step: &Value| (text(&step["order"]), text(&step["act"]), minor(&step["amount_minor"]));
        steps(data).iter().map(row).collect()
    };
    world.happened(&format!("credit {} --amount 50.00", orders[0]));
    world.happened(&format!("portal capture {} 200.00", orders[1]));
    for line in ["apply plan.json --dry-run", "apply plan.json", "apply plan.json --yes"] {
        let result = world.uniac(&format!("{line} --json")).exit_any(&[1, 3, 6]).data();
        assert_eq!(rows(&result), rows(&plan), "{line}");
        assert!(steps(&result).iter().all(|step| step["code"] == "stale"), "{result:#}");
    }
    world.uniac("apply plan.json --yes").exit(3).says("plan-applied");
}
