//! The history: each pass is kept with what it did and left, also one that was refused, failed or killed.

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

fn runs(world: &World) -> Vec<Value> {
    world.uniac("runs --json").exit(0).data().as_array().expect("a list").clone()
}

fn last(world: &World) -> Value {
    world.uniac("runs show last --json").exit(0).data()
}

/// Returns the sum of one operation and outcome, of a run or of the steps of a result.
fn sum(run: &Value, operation: &str, outcome: &str) -> i64 {
    let sums = run["sums"].as_array().expect("sums");
    let is_its = |sum: &&Value| sum["operation"] == operation && sum["outcome"] == outcome;
    sums.iter().filter(is_its).map(|sum| minor(&sum["amount_minor"])).sum()
}

fn left(run: &Value) -> Vec<(String, String)> {
    let left = run["left"].as_array().expect("a list").iter();
    left.map(|left| (text(&left["order"]), text(&left["code"]))).collect()
}

#[test]
fn yesterdays_run_says_who_what_how_much_and_what_was_left_and_why() {
    let world = World::active();
    let (done, refused) = (world.invoiced("150.00"), world.invoiced("90.00"));
    world.fault("refused --on capture --times 1");
    let result = world.uniac("sync --json").exit_any(&[5, 6]).data();
    let run = last(&world);
    assert_eq!(run["id"], result["run"]);
    assert_eq!(
        (&run["command"], &run["by"], &run["state"]),
        (&json!("sync"), &json!("kari"), &json!("ended"))
    );
    assert_eq!(run["exit"], result["exit"]);
    assert!(run["host"].as_str().is_some_and(|host| !host.is_empty()));
    assert!(minor(&run["read"]["orders"]) >= 2 && minor(&run["read"]["payments"]) >= 2, "{run:#}");
    let ledger = world.ledger();
    let captured: i64 =
        ledger.as_array().expect("payments").iter().map(|row| minor(&row["captured_minor"])).sum();
    assert_eq!(sum(&run, "capture", "done"), captured, "as the provider's own book has it");
    let left = left(&run);
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].0 == refused || left[0].0 == done);
    assert_eq!(run["steps"].as_array().map(Vec::len), result["steps"].as_array().map(Vec::len));
    let status = world.uniac("status --json").exit(0).data();
    let of_status = &status["last_run"];
    assert_eq!((&of_status["id"], &of_status["exit"]), (&run["id"], &run["exit"]));
    world.uniac("status").exit(0).says("sync, ended");
    world.uniac("runs show last").exit(0).says(&left[0].1).says("by a code of its own");
}

#[test]
fn what_a_bound_stopped_is_left_by_its_order_and_a_dry_run_leaves_no_row() {
    let world = World::active();
    let order = world.invoiced("150.00");
    world.uniac("sync --dry-run").exit(0);
    assert_eq!(runs(&world), Vec::<Value>::new());
    world.uniac("sync --max-total 1").exit(3);
    let run = last(&world);
    assert_eq!((&run["exit"], &run["state"]), (&json!(3), &json!("failed")));
    assert_eq!(run["error"]["code"], "over-bounds");
    assert_eq!(run["bounds"]["max_total"], "1");
    assert_eq!(left(&run)[0], (order.clone(), "over-bounds".to_owned()));
    world.uniac("capture --manual").arg(&order).exit(3);
    let run = last(&world);
    assert_eq!(run["orders"], json!([order]));
    assert_eq!(left(&run)[0], (order, "confirmation-needed".to_owned()));
}

#[test]
fn one_that_found_the_door_shut_is_kept_and_lists_are_narrowed() {
    let mut world = World::seeded_at("2026-03-01T08:00:00Z", 0, 1);
    world.uniac("sync").exit(10);
    world.enable();
    world.set_now("2026-03-02T08:00:00Z");
    world.sync();
    world.set_now("2026-03-03T08:00:00Z");
    world.sync();
    let all = runs(&world);
    let exits: Vec<i64> = all.iter().map(|run| minor(&run["exit"])).collect();
    assert_eq!(exits, [0, 0, 10], "the newest first");
    assert_eq!(all[2]["error"]["code"], "inactive");
    let count = |flags: &str| -> usize {
        let data = world.uniac(&format!("runs {flags} --json")).exit(0).data();
        data.as_array().expect("a list").len()
    };
    assert_eq!((count("--since 2026-03-02"), count("--limit 1")), (2, 1));
    let first = world.uniac("runs show 1 --json").exit(0).data();
    assert_eq!(first["exit"], 10);
    world.uniac("runs show 99").exit(2).says("unknown-run");
    world.uniac("runs --since yesterday").exit(2).says("is no date");
}

#[test]
fn a_history_that_cannot_be_written_changes_nothing_of_the_money() {
    let world = World::active();
    let order = world.invoiced("150.00");
    let store = rusqlite::Connection::open(world.path("data/sandbox/store.db")).expect("a store");
    store.execute_batch("ALTER TABLE run RENAME TO lost").expect("it is gone");
    drop(store);
    let ended = world.uniac("sync --json").exit(0);
    assert!(ended.stderr.contains("history"), "{}", ended.report());
    let result = ended.data();
    assert_eq!((&result["run"], &result["exit"]), (&Value::Null, &json!(0)));
    assert_eq!(world.money(&order).captures, [15_000]);
}

#[test]
fn the_journal_is_narrowed_by_time_operation_and_outcome() {
    let mut world = World::seeded_at("2026-03-01T08:00:00Z", 0, 1);
    world.enable();
    let order = world.invoiced("150.00");
    world.sync();
    world.set_now("2026-03-02T08:00:00Z");
    world.happened(&format!("credit {order}"));
    world.sync();
    let acts = |flags: &str| -> Vec<String> {
        let data = world.uniac(&format!("log {flags} --json")).exit(0).data();
        data.as_array().expect("a list").iter().map(|act| text(&act["act"])).collect()
    };
    assert_eq!(acts("--until 2026-03-01"), ["capture", "shop-complete", "book"]);
    assert_eq!(acts("--operation refund"), ["refund"]);
    assert_eq!(acts("--since 2026-03-02")[0], "refund");
    assert_eq!(acts("--outcome refused"), Vec::<String>::new());
    assert_eq!(acts("--limit 1 --until 2026-03-01"), ["book"]);
    world.uniac("log --outcome maybe").exit(2);
}

#[cfg(unix)]
#[test]
fn one_that_was_killed_is_broken_off_and_shows_what_it_sent() {
    let world = World::active();
    let order = world.invoiced("150.00");
    // After the capture was sent and before its outcome is in the journal.
    let mut killed = false;
    for at in 1..60 {
        let mut command = world.uniac("sync").env("UNIAC_KILL_AT", &at.to_string()).into_command();
        command.status().expect("it starts");
        if world.money(&order).captures == [15_000] {
            killed = true;
            break;
        }
    }
    assert!(killed, "no run came as far as the capture");
    let run = last(&world);
    assert_eq!((&run["state"], &run["exit"]), (&json!("broken-off"), &Value::Null), "{run:#}");
    let show = |id: &Value| world.uniac(&format!("runs show {id} --json")).exit(0).data();
    // One that was killed before it had written the act down, or had only sent it again, shows none.
    let sent = runs(&world).into_iter().map(|run| show(&run["id"]));
    let sent = sent.filter(|run| run["steps"][0]["act"] == "capture").collect::<Vec<_>>();
    assert_eq!(sent.len(), 1, "the act is of one run");
    assert_eq!(sent[0]["state"], "broken-off");
    world.sync();
    let settled = show(&sent[0]["id"]);
    assert_eq!(
        (&settled["state"], &settled["steps"][0]["outcome"]),
        (&json!("broken-off"), &json!("done"))
    );
    world.uniac("runs").exit(0).says("broken-off");
    // What one has sent and another found out is money that moved once.
    let all = runs(&world);
    let taken: i64 = all.iter().map(|run| sum(run, "capture", "done")).sum();
    assert_eq!(taken, 15_000, "{all:#?}");
}

#[test]
fn an_order_tells_when_the_customer_got_the_money_back_and_who_switched_what_off_and_why() {
    let mut world = World::seeded_at("2026-03-01T08:00:00Z", 0, 1);
    world.enable();
    let order = world.invoiced("150.00");
    world.sync();
    world.set_now("2026-03-02T08:00:00Z");
    let note = world.happened(&format!("credit {order} --amount 60.00"));
    world.sync();
    world.set_now("2026-03-02T09:00:00Z");
    world.happened(&format!("portal refund {order} 10.00"));
    world.uniac(&format!("order disable-autocapture {order}")).arg("--reason=a dispute").exit(0);
    world.uniac("disable fetch-card-payments").exit(0);
    let credit = note.invoice.expect("a number");
    let view = world.uniac(&format!("order show invoice:{credit} --json")).exit(0).data();
    let moved: Vec<(String, i64, String)> = view["movements"]
        .as_array()
        .expect("movements")
        .iter()
        .map(|m| (text(&m["kind"]), minor(&m["amount_minor"]), text(&m["by"])))
        .collect();
    let row = |kind: &str, minor: i64, by: &str| (kind.to_owned(), minor, by.to_owned());
    assert_eq!(
        moved,
        [
            row("capture", 15_000, "uniac"),
            row("refund", 6_000, "uniac"),
            row("refund", 1_000, "others")
        ]
    );
    let refund = &view["movements"][1];
    let ledger = world.ledger();
    let events = ledger[0]["events"].as_array().expect("events");
    let event = events.iter().find(|event| event["kind"] == "refund").expect("a refund");
    let at = |value: &Value| text(value).parse::<jiff::Timestamp>().expect("a moment");
    assert_eq!(at(&refund["at"]).as_second(), at(&event["at"]).as_second());
    assert!(refund["reference"].as_str().is_some_and(|reference| !reference.is_empty()));
    let said: Vec<(String, String, String)> = view["history"]
        .as_array()
        .expect("a history")
        .iter()
        .map(|said| {
            let reason = said["reason"].as_str().unwrap_or_default().to_owned();
            (text(&said["what"]), text(&said["by"]), reason)
        })
        .collect();
    assert!(said.contains(&("hold".into(), "kari".into(), "a dispute".into())), "{said:?}");
    let last = view["settings"].as_array().and_then(|changes| changes.last());
    let last = last.expect("changes of settings");
    assert_eq!((&last["what"], &last["by"]), (&json!("setting-off"), &json!("kari")), "{last:#}");
    world.uniac(&format!("order show {order}")).exit(0).says("a dispute");
}
