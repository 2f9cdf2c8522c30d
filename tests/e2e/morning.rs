//! The questions of a bookkeeper's morning: one command answers each, and the sandbox's own books are the judge.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

fn data(world: &World, line: &str) -> Value {
    world.uniac(&format!("{line} --json")).exit(0).data()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("rows")
}

fn orders(value: &Value) -> BTreeSet<String> {
    rows(value).iter().map(|row| text(&row["order"])).collect()
}

/// Question 2: why was it not captured? Each order that is missing something says why, and what goes on.
#[test]
fn an_order_that_was_not_captured_says_why() {
    let world = World::bare();
    world.uniac("sandbox reset --messy --seed 3").exit(0);
    world.enable();
    world.uniac("sync").exit_any(&[0, 1, 5, 6]);
    let missing = data(&world, "order list --missing");
    assert!(rows(&missing).len() > 10);
    for row in rows(&missing) {
        let (order, why) = (text(&row["order"]), &row["attention"]);
        assert!(why.is_string() || !row["next"].is_null(), "no reason: {row:#}");
        let command = text(&row["command"]);
        assert!(
            command.starts_with("uniac ") && (command.contains(&order) || command == "uniac sync"),
            "{command}"
        );
    }
    let row = &rows(&missing)[0];
    let shown = world
        .uniac(&format!("order show {} --offline --output table", text(&row["order"])))
        .exit(0);
    shown.says("missing").says(row["attention"].as_str().expect("why"));
}

/// Question 3: which old orders give trouble if they are credited? Those that were never taken, or whose refund waits.
#[test]
fn crediting_is_foreseen_as_it_then_happens() {
    let world = World::empty();
    let old = world.invoiced("1250.00");
    let portal = world.invoiced("340.00");
    world.happened(&format!("portal capture {portal} 340.00"));
    world.enable();
    let new = world.invoiced("499.00");
    world.sync();
    let held = world.invoiced("150.00");
    world.sync();
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    let mut foreseen = BTreeMap::new();
    let before = world.ledger();
    for (order, refund, mode, why) in [
        (&old, 0, Value::Null, json!("credited-without-capture")),
        (&portal, 34_000, json!("manual"), json!("invoiced-before-activation")),
        (&new, 49_900, json!("auto"), Value::Null),
        (&held, 15_000, json!("manual"), json!("held")),
    ] {
        let answer =
            data(&world, &format!("order show {order} --if-credited"))["if_credited"][0].clone();
        assert_eq!(answer["refund_minor"], json!(refund), "{order}: {answer:#}");
        assert_eq!((&answer["mode"], &answer["why"]), (&mode, &why), "{order}: {answer:#}");
        foreseen.insert(order.clone(), (refund, mode));
    }
    assert_eq!(world.ledger(), before, "nothing is done by asking");
    let view = world.view(&new);
    assert!(view["if_credited"].is_null() && rows(&view["invoices"]).len() == 1, "{view:#}");
    // And so it happens.
    for order in foreseen.keys() {
        world.happened(&format!("credit {order}"));
    }
    world.sync();
    for (order, (refund, mode)) in &foreseen {
        let by_itself: Vec<i64> = if *mode == json!("auto") { vec![*refund] } else { vec![] };
        assert_eq!(world.money(order).refunds, by_itself, "{order}");
    }
    world.uniac(&format!("refund --manual {portal} {held} --yes")).exit(0);
    assert_eq!(world.money(&portal).refunds, [34_000]);
    assert_eq!(world.money(&held).refunds, [15_000]);
}

/// Question 3 of a whole past: what is foreseen of each old order is what then happens, by the provider's own book.
#[test]
fn of_each_old_order_crediting_is_foreseen_as_it_then_happens() {
    let world = World::seeded(60, 7);
    world.enable();
    let mut foreseen = BTreeMap::new();
    for row in rows(&data(&world, "order list --predates")) {
        let order = text(&row["order"]);
        if minor(&row["credited_minor"]) > 0 || minor(&row["invoiced_minor"]) == 0 {
            continue;
        }
        let answers = data(&world, &format!("order show {order} --if-credited --offline"));
        // What is foreseen of one invoice is of that one alone.
        let [answer] = rows(&answers["if_credited"]) else { continue };
        foreseen.insert(order, (minor(&answer["refund_minor"]), answer["mode"].clone()));
    }
    let waits = |mode: &Value| *mode == json!("manual");
    let by_hand: Vec<&str> = foreseen
        .iter()
        .filter(|(_, (_, mode))| waits(mode))
        .map(|(order, _)| order.as_str())
        .collect();
    assert!(by_hand.len() > 2 && by_hand.len() < foreseen.len(), "{foreseen:?}");
    let refunded = || -> BTreeMap<String, i64> {
        let ledger = world.ledger();
        let known = rows(&ledger).iter().filter(|row| row["order"].is_string());
        known.map(|row| (text(&row["order"]), minor(&row["refunded_minor"]))).collect()
    };
    let before = refunded();
    for order in foreseen.keys() {
        world.happened(&format!("credit {order}"));
    }
    world.uniac("sync").exit(0);
    assert_eq!(refunded(), before, "old documents wait for a person");
    let line = format!("refund --manual {} --yes --json", by_hand.join(" "));
    let result = world.uniac(&line).exit_any(&[0, 6]).data();
    // What the provider thinks nobody can foresee: some of these were captured longer ago than it pays back.
    let refused: BTreeSet<String> = rows(&result["steps"])
        .iter()
        .filter(|step| step["outcome"] == "refused")
        .map(|step| text(&step["order"]))
        .collect();
    assert!(refused.len() * 2 < by_hand.len(), "most are paid back: {refused:?}");
    let after = refunded();
    for (order, (refund, mode)) in &foreseen {
        let sum = |all: &BTreeMap<String, i64>| all.get(order).copied().unwrap_or(0);
        let is_due = waits(mode) && !refused.contains(order);
        assert_eq!(sum(&after) - sum(&before), if is_due { *refund } else { 0 }, "{order}: {mode}");
    }
}

/// Too much was typed on the first invoice, and the reservation does not last for the second: a credit on the first one
/// passes the money on.
#[test]
fn what_passes_to_another_invoice_is_foreseen() {
    let world = World::active();
    let order = world.order(2, "600.00");
    world.happened(&format!("invoice {order} --lines 1 --line Frakt=300.00"));
    world.sync();
    world.invoice_lines(&order, "2");
    world.sync();
    let invoice = |place: usize| text(&rows(&world.view(&order)["invoices"])[place]["invoice"]);
    let (first, second) = (invoice(0), invoice(1));
    assert_eq!(world.view(&order)["missing_minor"], json!(30_000));
    let line = format!("order show invoice:{first} --if-credited 300.00");
    let answer = data(&world, &line)["if_credited"][0].clone();
    let passes = json!([{"invoice": second, "amount_minor": 30_000, "currency": "NOK"}]);
    assert_eq!((&answer["refund_minor"], &answer["passes"]), (&json!(0), &passes), "{answer:#}");
    let page = world.uniac(&format!("{line} --output table")).exit(0);
    page.says("nothing is paid back").says(&format!("NOK 300.00 passes to invoice {second}"));
    // And so it happens.
    world.happened(&format!("credit --invoice {first} --typed --amount 300.00"));
    world.sync();
    assert_eq!(world.money(&order), crate::harness::Money::captured([60_000]));
    assert_eq!(world.view(&order)["missing_minor"], json!(0));
}

#[test]
fn a_part_of_one_invoice_can_be_asked_for() {
    let world = World::active();
    let order = world.order(2, "600.00");
    world.invoice_lines(&order, "1");
    let second = world.invoice_lines(&order, "2").invoice.expect("a number");
    world.sync();
    world
        .uniac(&format!("order show {order} --if-credited 100.00"))
        .exit(2)
        .says("several invoices");
    let line = format!("order show invoice:{second} --if-credited 100.00");
    let answer = data(&world, &line)["if_credited"].clone();
    assert_eq!(rows(&answer).len(), 1);
    let of_answer = (&answer[0]["invoice"], &answer[0]["refund_minor"], &answer[0]["mode"]);
    assert_eq!(of_answer, (&json!(second), &json!(10_000), &json!("auto")));
    world
        .uniac(&format!("{line} --output table"))
        .exit(0)
        .says("NOK 100.00 is paid back by the next");
    world.uniac(&format!("order show invoice:{second} --if-credited nothing")).exit(2);
    let open = world.order(1, "10.00");
    world.uniac(&format!("order show {open} --if-credited")).exit(2).says("no invoice");
}

/// Question 4: which reservations run out this week, and how much?
#[test]
fn the_reservations_of_this_week_are_those_that_the_provider_closes() {
    let mut world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    world.enable();
    let early = world.order(2, "600.00");
    world.invoice(&early);
    world.uniac(&format!("order disable-autocapture {early}")).exit(0);
    world.set_now("2026-03-14T09:00:00Z");
    let late = world.order(2, "100.00");
    // 180 days later: 2026-09-06 and 2026-09-10.
    world.set_now("2026-09-04T09:00:00Z");
    let week = data(&world, "order list --closing 7d");
    assert_eq!(orders(&week), [early.clone(), late.clone()].into());
    assert_eq!(text(&rows(&week)[0]["order"]), early, "what ends first stands first");
    assert_eq!(orders(&data(&world, "order list --closing 3")), [early.clone()].into());
    let closing = data(&world, "status")["closing"].clone();
    let row = |days: i64, orders: i64, minor: i64| json!({"days": days, "orders": orders, "amount_minor": minor, "currency": "NOK"});
    assert_eq!(closing, json!([row(3, 1, 60_000), row(7, 2, 70_000)]));
    let reserved: i64 =
        rows(&world.ledger()).iter().map(|row| minor(&row["authorised_minor"])).sum();
    assert_eq!(reserved, 70_000);
    // It is on a list although the order is held for another reason.
    let view = world.view(&early);
    let attentions: Vec<&str> =
        rows(&view["attentions"]).iter().filter_map(Value::as_str).collect();
    assert!(
        attentions.contains(&"held") && attentions.contains(&"reservation-expiring"),
        "{view:#}"
    );
    assert_eq!(view["technically_until"], view["closes_at"]);
    world.uniac(&format!("order show {early} --output table")).exit(0).says("(2 days)");
    world.uniac("order list --closing soon").exit(2).says("Write a number of days");
}

/// Question 10: who switched auto-capture off for this order, when, and why?
#[test]
fn who_took_an_order_out_is_kept_with_moment_and_reason() {
    let mut world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    world.enable();
    let order = world.order(1, "10.00");
    world
        .uniac(&format!("order disable-autocapture {order} --reason"))
        .arg("customer disputes it")
        .env("UNIAC_USER", "ola")
        .exit(0);
    world.set_now("2026-03-12T09:00:00Z");
    world.uniac(&format!("order enable-autocapture {order}")).exit(0);
    let view = world.view(&order);
    assert_eq!(view["hold"], Value::Null);
    let history = rows(&view["history"]);
    let hold = history.iter().find(|row| row["by"] == "ola").expect("the hold is kept");
    assert_eq!(hold["reason"], "customer disputes it");
    assert!(text(&hold["at"]).starts_with("2026-03-10"), "{hold:#}");
    let shown = world.uniac(&format!("order show {order} --output table")).exit(0);
    shown.says("ola").says("customer disputes it").says("2026-03-10 10:0");
}

#[test]
fn what_needs_a_person_is_only_what_a_person_can_do_something_about() {
    let world = World::seeded(200, 7);
    world.enable();
    let list = data(&world, "order list --attention any");
    // What agrees to the øre needs nobody: 151 orders of the 200 have a past, and 84 of them are in order.
    assert_eq!(rows(&list).len(), 57);
    for row in rows(&list) {
        let is_in_order = minor(&row["missing_minor"]) == 0
            && minor(&row["excess_minor"]) == 0
            && minor(&row["reserved_minor"]) == 0
            && row["attention"] != "reservation-expired";
        assert!(!is_in_order, "nobody can do anything about it: {row:#}");
        assert!(text(&row["command"]).contains(&text(&row["order"])), "{row:#}");
    }
    let ranks: Vec<usize> = rows(&list)
        .iter()
        .map(|row| {
            let mut all = uniac_core::assess::Attention::ALL.iter();
            all.position(|attention| attention.name() == row["attention"]).expect("an attention")
        })
        .collect();
    assert!(ranks.is_sorted(), "the worst first");
    let both: Vec<(usize, i64)> = ranks
        .into_iter()
        .zip(rows(&list).iter().map(|row| -minor(&row["at_stake_minor"])))
        .collect();
    assert!(both.is_sorted(), "the largest first");
    // A word takes one off until it is taken back.
    let first = text(&rows(&list)[0]["order"]);
    world.uniac(&format!("order accept {first} --reason seen")).exit(0);
    assert!(!orders(&data(&world, "order list --attention any")).contains(&first));
    world.uniac(&format!("order accept {first} --undo")).exit(0);
    assert!(orders(&data(&world, "order list --attention any")).contains(&first));
}

#[test]
fn filters_narrow_a_list_and_its_foot_sums_it() {
    let mut world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    world.enable();
    let one = world.invoiced("1250.00");
    world.set_now("2026-03-12T09:00:00Z");
    let two = world.order(1, "99.00");
    let by = |flags: &str| orders(&data(&world, &format!("order list {flags}")));
    assert_eq!(by("--missing"), [one.clone()].into());
    assert_eq!(by("--from 2026-03-11"), [two.clone()].into());
    assert_eq!(by("--to 2026-03-11"), [one.clone()].into());
    assert_eq!(by("--provider VIPPS"), [one.clone(), two.clone()].into());
    assert_eq!(by("--provider nexi"), BTreeSet::new());
    let name = text(&world.view(&two)["customer"]).to_uppercase();
    let word = name.split_whitespace().last().expect("a name").to_owned();
    assert!(by(&format!("--customer {word}")).contains(&two));
    let table = world
        .uniac("order list --missing --output table")
        .exit(0)
        .says("missing  NOK 1,250.00")
        .stdout;
    assert!(table.contains("uniac sync"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let csv = world.uniac("order list --fields order,total,closes_at --output csv").exit(0).stdout;
    assert!(csv.starts_with("order,total,currency,closes_at\n"), "{csv}");
    assert!(csv.contains(&format!("{one},1250.00,NOK,2026-09-06T")), "{csv}");
}

#[cfg(unix)]
mod at_a_terminal {
    use super::*;
    use crate::terminal::Terminal;

    #[test]
    fn enable_shows_the_classes_and_asks_before_it_stamps_anything() {
        let world = World::empty();
        world.invoiced("1250.00");
        let mut terminal = Terminal::start(world.uniac("enable").into_command());
        terminal.expect("invoiced-before").expect("NOK 1,250.00").expect("[y/N]").line("n");
        assert_eq!(terminal.end().0, 3);
        assert_eq!(data(&world, "status")["autocapture"], "off");
        let mut terminal = Terminal::start(world.uniac("enable").into_command());
        terminal.expect("[y/N]").line("y");
        assert_eq!(terminal.end().0, 0);
        assert_eq!(data(&world, "status")["autocapture"], "active");
    }

    #[test]
    fn enable_is_answered_in_advance() {
        let world = World::empty();
        let terminal = Terminal::start(world.uniac("enable --yes").into_command());
        let (exit, screen) = terminal.end();
        assert!(exit == 0 && !screen.contains("[y/N]"), "{screen}");
    }

    #[test]
    fn what_is_longer_than_the_screen_goes_to_the_pager_of_the_user() {
        let world = World::seeded(60, 3);
        let paged = |line: &str| {
            let call = world.uniac(line).env("PAGER", "sed s/^/paged:/");
            Terminal::start(call.into_command()).end().1
        };
        assert!(paged("order list").contains("paged:ORDER"));
        assert!(!paged("order list --limit 3").contains("paged:"), "it fits");
        assert!(!paged("order list --no-pager").contains("paged:"));
        let missing = world.uniac("order list").env("PAGER", "no-such-program-here");
        assert!(Terminal::start(missing.into_command()).end().1.contains("ORDER"));
    }
}
