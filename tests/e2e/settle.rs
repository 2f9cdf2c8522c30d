//! Acts without a definite answer: settled by one more look, or by a person's word that is kept with
//! the name; and nothing is sent by it.

use crate::harness::{Money, World, minor, text};

const NOON: &str = "2026-11-23T12:00:00Z";
const LATER: &str = "2026-11-23T13:00:00Z";

/// An order whose capture never arrived, and nobody can tell yet.
fn lost(world: &World) -> String {
    let order = world.invoiced("499.00");
    world.fault("request-lost --on capture --times 0");
    world.uniac("sync").exit(7);
    world.uniac("sandbox fault clear").exit(0);
    world.clear_calls();
    order
}

/// An order that no look can settle: the journal was lost while reads lagged, and the same key was made
/// again for less.
fn stuck(world: &mut World) -> String {
    let order = world.order_with("--lines 2 --amount 500.00 --provider klarna");
    world.invoice(&order);
    world.fault("lagging-read --on capture --ms 600000");
    world.uniac("sync").exit(7);
    world.lose_store();
    world.enable();
    world.happened(&format!("credit {order} --amount 100.00"));
    world.set_now("2026-11-23T12:02:00Z");
    world.uniac(&format!("capture --manual {order} --yes")).exit(7);
    world.set_now(LATER);
    world.clear_calls();
    order
}

fn active_at_noon() -> World {
    let world = World::seeded_at(NOON, 0, 1);
    world.enable();
    world
}

#[test]
fn one_more_look_settles_what_it_can_and_sends_nothing() {
    let mut world = active_at_noon();
    let order = lost(&world);
    let ended = world.uniac(&format!("order settle {order} --json")).exit(7);
    assert_eq!(ended.data()[0]["outcome"], "unknown");
    let refused = world.uniac(&format!("order settle {order} --not-done --yes --json")).exit(1);
    let error = refused.json();
    assert_eq!((&error["code"], &error["moved"]), (&"too-soon".into(), &"no".into()));

    world.set_now(LATER);
    let settled = world.uniac(&format!("order settle {order} --done --yes --json")).exit(0).data();
    assert_eq!(settled[0]["outcome"], "refused", "a look needs nobody's word");
    assert_eq!(settled[0]["code"], "superseded");
    assert!(settled[0]["told_by"].is_null());
    world.uniac(&format!("order settle {order} --done --yes")).exit(0);
    assert_eq!(world.writes(), 0);
    assert_eq!(world.money(&order), Money::untouched());
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
    let nothing = world.uniac(&format!("order settle {order} --json")).exit(0).data();
    assert_eq!(nothing, serde_json::json!([]));
}

#[test]
fn a_persons_word_ends_what_no_look_can() {
    let mut world = active_at_noon();
    let order = stuck(&mut world);
    assert_eq!(world.attention(&order), "unknown-outcome");
    world.uniac(&format!("order settle {order}")).exit(7).says("unknown");
    let settle = format!("order settle {order} --not-done --json");
    assert_eq!(world.uniac(&settle).exit(3).json()["code"], "confirmation-needed");
    assert_eq!(world.attention(&order), "unknown-outcome", "nothing was kept");

    let told = world.uniac(&settle).arg("--yes").arg("--reason").arg("not in the portal").exit(0);
    let row = &told.data()[0];
    assert_eq!((&row["outcome"], &row["code"]), (&"refused".into(), &"told".into()));
    assert_eq!(row["reason"], "not in the portal");
    assert!(!text(&row["told_by"]).is_empty());
    assert_eq!(world.writes(), 0, "it sends nothing");

    // The first capture is the order's now, and what is too much of it can be paid back.
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([50_000]).refunded([10_000]));
    let journal = world.uniac(&format!("log {order} --json")).exit(0).data();
    assert_eq!(journal[0]["reason"], "not in the portal", "and it is kept");
}

#[test]
fn which_act_is_meant_must_be_clear() {
    let mut world = active_at_noon();
    let order = stuck(&mut world);
    let number = minor(&world.uniac(&format!("log {order} --json")).exit(0).data()[0]["intent"]);
    let other = format!("order settle {order} --not-done --yes --json --intent {}", number + 1);
    assert_eq!(world.uniac(&other).exit(2).json()["code"], "unknown-intent");
    world.uniac(&format!("order settle {order} --done --not-done")).exit(2);
    world.uniac(&format!("order settle {order} --offline")).exit(2);
    world.uniac(&format!("order settle {order} --dry-run")).exit(7);
    let named = format!("order settle {order} --not-done --yes --intent {number}");
    world.uniac(&named).exit(0);
    world.uniac(&named).exit(0).says("your word was not needed");
}

#[test]
fn what_a_provider_has_accepted_takes_no_persons_word() {
    let world = World::active();
    let order = world.order_with("--lines 1 --amount 300.00 --provider nexi");
    world.invoice(&order);
    world.sync();
    world.uniac("sandbox balance low").exit(0);
    world.happened(&format!("credit {order} --amount 100.00"));
    world.uniac("sync").exit(8);
    world.uniac(&format!("order settle {order}")).exit(8).says("pending");
    let refused = world.uniac(&format!("order settle {order} --not-done --yes --json")).exit(1);
    assert_eq!(refused.json()["code"], "pending");
    world.uniac("sandbox balance enough").exit(0);
    let settled = world.uniac(&format!("order settle {order} --json")).exit(0).data();
    assert_eq!(settled[0]["outcome"], "done");
    assert_eq!(world.money(&order), Money::captured([30_000]).refunded([10_000]));
}

/// The booking got no answer, and before it was settled the invoice was credited: nothing shows it, nothing asks for it.
#[test]
fn a_booking_that_never_arrived_is_settled_although_its_invoice_was_credited() {
    let mut world = active_at_noon();
    let order = world.invoiced("499.00");
    world.fault("rate-limited-bare --on booking --times 1");
    world.uniac("sync").exit(7);
    world.happened(&format!("credit {order}"));
    world.set_now(LATER);
    world.sync();
    assert_eq!(world.attention(&order), "");
    assert_eq!(world.money(&order), Money::captured([49_900]).refunded([49_900]));
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
}
