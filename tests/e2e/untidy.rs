//! The untidy people of the sandbox, by the real binary: what each does, as JSON and as a table.
//!
//! What uniac makes of it is told elsewhere; here the outside world alone must be as it was asked for.

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

/// Lets a person do something and returns what happened.
#[track_caller]
fn act(world: &World, what: &str) -> Value {
    world.uniac(&format!("sandbox {what} --json")).exit(0).data()
}

/// Returns how many rows of the provider's book there are, and what is reserved in all of them.
fn reserved(world: &World) -> (usize, i64) {
    let ledger = world.ledger();
    let rows = ledger.as_array().expect("a list of payments");
    (rows.len(), rows.iter().map(|row| minor(&row["authorised_minor"])).sum())
}

#[test]
fn every_act_says_what_happened_in_both_forms() {
    // In their order: each stands on the ones before.
    let acts = [
        ("order --lines 2 --amount 500 --customer Gro", &["order", "100001", "NOK 500.00"][..]),
        ("order --copy-of 100001", &["100002", "shop order", "5001"]),
        ("order --part-of 100001 --only 2", &["100003", "NOK 250.00"]),
        ("order --shop-reference 5001 --amount 10", &["100004", "5001"]),
        ("order --gift-card 200 --amount 500", &["100005", "5002", "reference"]),
        ("order --test-mode", &["100006", "reference"]),
        ("order --by-transfer", &["100007", "NOK 499.00"]),
        ("order --unpaid --hours-ago 30", &["100008", "5005"]),
        ("order --collective --email post@example.com --phone 1", &["100009", "5006"]),
        ("order --company Kafé --org-number 112233445", &["100010", "5007"]),
        ("edit 100004 --amounts 7,3 --date 2024-03-01 --customer Ola", &["100004", "NOK 10.00"]),
        ("edit 100004 --reference #5001 --email a@example.com --org-number 1", &["100004"]),
        ("invoice 100001 --line Frakt=99.00 --line Rabatt=-50.00", &["10001", "NOK 299.00"]),
        ("invoice 100002 --draft", &["100002", "NOK 500.00"]),
        ("invoice 100002 --finalise", &["invoice", "10002"]),
        ("invoice 100002 --reopen", &["10002"]),
        ("invoice 100002 --discard", &["10002"]),
        ("invoice 100002 --paid-by-bank", &["10003", "NOK 500.00"]),
        ("invoice 100005 100006 --together --rounded", &["10004", "NOK 999.00"]),
        ("invoice 100007 --date 2024-03-02 --odd-type 2", &["10005"]),
        ("invoice --number 10004 --paid-by-bank 100.00", &["10004", "NOK 100.00"]),
        ("credit 100001 --typed --amount 10 --no-reference", &["credit note", "10006"]),
        ("credit --invoice 10001 --untraced --amount 20", &["10007", "NOK 20.00"]),
        ("credit --invoices 10001,10003", &["10008"]),
        ("credit --credit-note 10008", &["10009"]),
        ("credit --invoice 10003 --reopen-lines --draft", &["10003", "NOK 500.00"]),
        ("invoice 100002 --finalise", &["credit note", "10010"]),
        ("shop status 100005 on-hold", &["100005", "5002"]),
        ("shop cancel shop:5003", &["100006", "5003"]),
        ("shop pay-again 100008", &["reference", "NOK 499.00"]),
        ("shop pay-again 100008 --amount 399", &["NOK 399.00"]),
        ("shop pay-again 100008 --unfinished", &["reference"]),
        ("shop payment 100007 nobody", &["nobody"]),
        ("shop refund 100005 33.3333", &["NOK 33.33"]),
        ("shop number 100010 WEB-5007", &["WEB-5007"]),
        ("portal reserve 100001 600", &["NOK 600.00"]),
        ("portal reserve 100001 100 --anew", &["NOK 100.00"]),
        ("portal capture 100001 300", &["NOK 300.00"]),
        ("portal dispute 100001 50", &["NOK 50.00"]),
        ("delete 100003 --close", &["100003", "NOK 250.00"]),
        ("delete 100004 --vanish", &["100004"]),
        ("set", &["credit_lines", "traced, untraced"]),
        ("set credit-lines untraced", &["credit_lines", "untraced"]),
    ];
    let (table, json) = (World::empty(), World::empty());
    for (what, words) in acts {
        let mut ended = table.uniac(&format!("sandbox {what} --output table")).exit(0);
        for word in words {
            ended = ended.says(word);
        }
        let answer = json.uniac(&format!("sandbox {what} --json")).exit(0).json();
        let schema =
            if what.starts_with("set") { "uniac.sandbox-settings/1" } else { "uniac.sandbox/1" };
        assert_eq!(answer["schema"], schema, "{what}");
    }
    assert_eq!(reserved(&table), reserved(&json), "the same happened");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let world = World::empty();
    world.order(2, "500.00");
    let before = world.ledger();
    for (what, exit) in [
        ("order --copy-of 1", 2),
        ("order --part-of 100001 --only 1,2", 2),
        ("order --gift-card 500.01 --amount 500", 2),
        ("order --copy-of 100001 --amount 1", 2),
        ("invoice 100001 --finalise", 2),
        ("invoice 100001 --draft --reopen", 2),
        ("invoice 100001 --line Frakt", 2),
        ("invoice --number 1 --paid-by-bank", 2),
        ("credit 100001 --typed", 2),
        ("credit 100001 --typed --amount 10", 2),
        ("credit --credit-note 1", 2),
        ("edit 100001 --date tomorrow", 2),
        ("shop status 100001 Ferdig!", 2),
        ("shop pay-again 1", 2),
        ("shop refund 100001 33.3333 --pay-back", 2),
        ("portal reserve 100001", 2),
        ("portal dispute 100001 10", 5),
        ("delete 1 --vanish", 2),
        ("set credit-lines perhaps", 2),
        ("set colour", 2),
    ] {
        let error = world.uniac(&format!("sandbox {what} --json")).exit(exit).json();
        assert_eq!(
            (&error["schema"], &error["moved"]),
            (&json!("uniac.error/1"), &json!("no")),
            "{what}"
        );
    }
    assert_eq!(world.ledger(), before);
}

#[test]
fn a_copy_shares_the_payment_and_a_part_takes_its_lines_along() {
    let world = World::empty();
    let order = act(&world, "order --lines 3 --amount 300");
    let copy = act(&world, &format!("order --copy-of {}", text(&order["order"])));
    assert_eq!(
        (&copy["reference"], &copy["shop_order"]),
        (&order["reference"], &order["shop_order"])
    );
    let part = act(&world, &format!("order --part-of {} --only 1,3", text(&copy["order"])));
    assert_eq!((minor(&part["amount_minor"]), &part["reference"]), (20_000, &order["reference"]));
    assert_eq!(reserved(&world), (1, 30_000));
    assert_eq!(world.ledger()[0]["order"], order["order"]);
}

#[test]
fn who_pays_again_has_two_payments_and_the_old_one_can_be_named() {
    let world = World::empty();
    let order = act(&world, "order --amount 300");
    let again = act(&world, "shop pay-again 100001 --amount 250");
    assert_ne!(again["reference"], order["reference"]);
    assert_eq!(reserved(&world), (2, 55_000));
    let old = format!("portal cancel payment:{}", text(&order["reference"]));
    assert_eq!(minor(&act(&world, &old)["amount_minor"]), 30_000);
    let raised = act(&world, "portal reserve 100001 299.50");
    assert_eq!(raised["reference"], again["reference"]);
    assert_eq!(reserved(&world), (2, 59_950));
}

#[test]
fn a_messy_company_is_the_same_for_the_same_seed() {
    let world = |flags: &str| {
        let mut world = World::bare();
        world.set_now("2026-03-10T09:00:00Z");
        let made = world.uniac(&format!("sandbox reset {flags} --json")).exit(0).data();
        (made, world)
    };
    // The moments follow the clock, which goes on between two runs.
    let book = |world: &World| {
        let mut ledger = world.ledger();
        for row in ledger.as_array_mut().expect("a list of payments") {
            for event in row["events"].as_array_mut().expect("events") {
                event["at"] = Value::Null;
            }
        }
        ledger
    };
    let (made, one) = world("--messy --seed 3");
    assert_eq!((&made["orders"], &made["messy"]), (&json!(120), &json!(true)));
    let (_, other) = world("--messy --seed 3 --orders 120");
    assert!(book(&one) == book(&other));
    let (made, third) = world("--seed 3 --orders 120");
    assert_eq!(made["messy"], Value::Null);
    assert!(book(&one) != book(&third));
    one.uniac("sandbox reset --messy --output table").exit(0).says("A new messy sandbox with 120");
}
