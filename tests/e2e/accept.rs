//! Attentions that a person has seen: off the lists, never out of the sums, and back when the case changes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Money, World, minor, text};

fn listed(world: &World, flags: &str) -> BTreeSet<String> {
    let data = world.uniac(&format!("order list {flags} --json")).exit(0).data();
    data.as_array().expect("a list").iter().map(|order| text(&order["order"])).collect()
}

fn status(world: &World) -> Value {
    world.uniac("status --json").exit(0).data()
}

/// An order that was captured in the portal before anybody invoiced it: `captured-not-invoiced`.
fn captured_not_invoiced(world: &World) -> String {
    let order = world.order(1, "150.00");
    world.happened(&format!("portal capture {order} 150.00"));
    assert_eq!(world.attention(&order), "captured-not-invoiced");
    order
}

#[test]
fn what_a_person_has_seen_is_listed_and_counted_no_more() {
    let world = World::active();
    let (seen, other) = (captured_not_invoiced(&world), captured_not_invoiced(&world));
    let said = world
        .uniac(&format!("order accept {seen} --json"))
        .arg("--reason=taken by phone")
        .exit(0)
        .json();
    assert_eq!(said["schema"], "uniac.accepts/1");
    let row = &said["data"][0];
    assert_eq!((&row["order"], &row["attention"]), (&json!(seen), &json!("captured-not-invoiced")));
    assert_eq!(
        (&row["accepted"]["by"], &row["accepted"]["reason"]),
        (&json!("kari"), &json!("taken by phone"))
    );
    assert_eq!(world.view(&seen)["accepted"], row["accepted"]);
    assert_eq!(world.view(&seen)["attention"], "captured-not-invoiced");
    assert_eq!(world.view(&other)["accepted"], Value::Null);
    for any in ["--attention any", "--attention captured-not-invoiced"] {
        assert_eq!(listed(&world, any), BTreeSet::from([other.clone()]), "{any}");
        let accepted = format!("{any} --accepted");
        assert_eq!(listed(&world, &accepted), BTreeSet::from([seen.clone()]), "{accepted}");
    }
    assert_eq!(listed(&world, "--accepted"), BTreeSet::from([seen.clone()]));
    assert_eq!(listed(&world, ""), BTreeSet::from([seen.clone(), other]));
    let status = status(&world);
    assert_eq!(status["attention"], json!({"captured-not-invoiced": 1}));
    assert_eq!(status["accepted"], 1);
    let shown = world.uniac(&format!("order show {seen} --output table")).exit(0);
    shown.says("by kari, ").says("taken by phone");
    world.uniac("status --output table").exit(0).says("1 more that people have noted as seen");
}

#[test]
fn it_can_be_taken_back() {
    let world = World::active();
    let order = captured_not_invoiced(&world);
    world.uniac(&format!("order accept {order}")).exit(0);
    assert!(listed(&world, "--attention any").is_empty());
    let undone = world.uniac(&format!("order accept {order} --undo --json")).exit(0).data();
    assert_eq!(undone[0]["accepted"], Value::Null);
    assert_eq!(listed(&world, "--attention any"), BTreeSet::from([order.clone()]));
    assert_eq!(world.view(&order)["accepted"], Value::Null);
    // Once more is no error, as with a hold.
    world.uniac(&format!("order accept {order} --undo")).exit(0);
    world.uniac(&format!("order accept {order} --undo --reason no")).exit(2);
}

#[test]
fn it_is_back_when_the_case_changes() {
    let world = World::active();
    let order = captured_not_invoiced(&world);
    world.uniac(&format!("order accept {order}")).exit(0);
    world.sync();
    assert!(listed(&world, "--attention any").is_empty(), "booking and shop are no news");
    world.happened(&format!("portal refund {order} 50.00"));
    assert!(!world.attention(&order).is_empty());
    assert_eq!(listed(&world, "--attention any"), BTreeSet::from([order.clone()]));
    assert_eq!(world.view(&order)["accepted"], Value::Null);
    let shown = world.uniac(&format!("order show {order} --output table")).exit(0);
    shown.says("was seen").says("changed since");
}

#[test]
fn it_lifts_no_bar_and_hides_no_sum() {
    let world = World::active();
    let held = world.order(2, "150.00");
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    world.invoice(&held);
    let before = status(&world);
    world.uniac(&format!("order accept {held}")).exit(0);
    let after = status(&world);
    assert_eq!((&after["missing"], &after["due"]), (&before["missing"], &before["due"]));
    assert_eq!(minor(&after["missing"][0]["amount_minor"]), 15_000);
    assert_eq!(after["missing"][0]["cause"], "held");
    world.sync();
    assert_eq!(world.money(&held), Money::untouched());
    // Nor does it stand in anybody's way.
    world.uniac(&format!("order enable-autocapture {held}")).exit(0);
    world.sync();
    assert_eq!(world.money(&held), Money::captured([15_000]));
    assert_eq!(world.view(&held)["accepted"], Value::Null);
}

#[test]
fn one_without_an_attention_is_left_and_the_others_are_kept() {
    let world = World::active();
    let (seen, quiet) = (captured_not_invoiced(&world), world.order(2, "1.00"));
    let dry = format!("order accept {seen} {quiet} --json --dry-run");
    assert_eq!(world.uniac(&dry).exit(6).data()[1]["error"]["code"], "nothing-to-accept");
    let error = world.uniac(&format!("order accept {quiet} --json")).exit(2).json();
    assert_eq!((&error["code"], &error["moved"]), (&json!("nothing-to-accept"), &json!("no")));
    assert!(text(&error["message"]).contains(&quiet), "{error:#}");
    assert!(listed(&world, "--accepted").is_empty());
    let error = world.uniac("order accept 999 --json").exit(2).json();
    assert_eq!(error["code"], "unknown-order");
    world.uniac(&format!("order accept {seen} --dry-run")).exit(0);
    assert!(listed(&world, "--accepted").is_empty());
}

#[test]
fn whoever_accepts_everything_has_an_empty_list_whatever_the_mess() {
    let world = World::bare();
    world.uniac("sandbox reset --messy --seed 5").exit(0);
    world.enable();
    world.uniac("sync").exit_any(&[0, 1, 5, 6]);
    let all = listed(&world, "--attention any");
    assert!(all.len() > 10, "{all:?}");
    let missing = status(&world)["missing"].clone();
    let named = all.iter().cloned().collect::<Vec<_>>().join(" ");
    world.uniac(&format!("order accept {named}")).exit(0);
    assert!(listed(&world, "--attention any").is_empty());
    assert_eq!(listed(&world, "--accepted"), all);
    let status = status(&world);
    assert_eq!((&status["attention"], &status["missing"]), (&json!({}), &missing));
    // Nothing of it hangs on how long ago something was read.
    world.uniac("sync").exit_any(&[0, 1, 5, 6]);
    assert!(listed(&world, "--attention any").is_empty());
}
