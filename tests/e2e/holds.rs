//! Orders that a person takes out of auto-capture, and how they come back.

use crate::harness::{Money, World};

#[test]
fn a_held_order_waits_until_the_hold_is_lifted() {
    let world = World::active();
    let order = world.order(2, "150.00");
    world.uniac(&format!("order disable-autocapture {order} --reason dispute")).exit(0);
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    let view = world.view(&order);
    assert_eq!((&view["autocapture"], &view["attention"]), (&false.into(), &"held".into()));
    assert_eq!((&view["hold"]["reason"], &view["hold"]["by"]), (&"dispute".into(), &"kari".into()));
    world.uniac(&format!("order enable-autocapture {order}")).exit(0);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([15000]));
    assert_eq!(world.view(&order)["autocapture"], true);
}

#[test]
fn a_hold_stops_the_refund_too() {
    let world = World::active();
    let order = world.invoiced("150.00");
    world.sync();
    world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([15000]));
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([15000]).refunded([15000]));
}

#[test]
fn a_named_capture_by_hand_overrides_the_hold() {
    let world = World::active();
    let order = world.invoiced("150.00");
    world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([15000]));
}

#[test]
fn capture_of_all_old_orders_leaves_the_held_ones() {
    let world = World::empty();
    let (free, held) = (world.invoiced("100.00"), world.invoiced("200.00"));
    world.enable();
    world.uniac(&format!("order disable-autocapture {held}")).exit(0);
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.money(&free), Money::captured([10000]));
    assert_eq!(world.money(&held), Money::untouched());
}

#[test]
fn a_hold_that_would_have_ended_is_refused() {
    let world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    let order = world.order(2, "150.00");
    for past in ["2026-03-09", "2026-03-10T08:59:00Z", "1999-01-01"] {
        let line = format!("order disable-autocapture {order} --until {past} --json");
        let error = world.uniac(&line).exit(2).json();
        assert_eq!(error["code"], "hold-in-the-past", "{past}");
    }
    let line = format!("order disable-autocapture {order} --until soon");
    world.uniac(&line).exit(2).says("2026-12-31");
    assert_eq!(world.view(&order)["autocapture"], true);
}

#[test]
fn a_hold_ends_with_its_day() {
    let mut world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    world.enable();
    let order = world.order(2, "150.00");
    world.uniac(&format!("order disable-autocapture {order} --until 2026-03-12")).exit(0);
    world.invoice(&order);
    // Midnight in Oslo is an hour before midnight in UTC.
    world.set_now("2026-03-12T22:59:00Z");
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    world.set_now("2026-03-12T23:01:00Z");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([15000]));
}

#[test]
fn several_orders_are_held_at_once_and_an_unknown_number_is_said() {
    let world = World::active();
    let (one, two) = (world.order(2, "1.00"), world.order(2, "2.00"));
    let held = world.uniac(&format!("order disable-autocapture {one} 999 --json")).exit(6).data();
    assert_eq!(
        (&held[1]["order"], &held[1]["error"]["code"]),
        (&"999".into(), &"unknown-order".into())
    );
    assert_eq!(world.view(&one)["autocapture"], false);
    let held = world.uniac(&format!("order disable-autocapture {one} {two} --json")).exit(0).data();
    assert_eq!(held.as_array().map(Vec::len), Some(2));
    assert_eq!(world.view(&two)["autocapture"], false);
}

#[test]
fn lifting_a_hold_that_is_not_there_is_no_error() {
    let world = World::active();
    let order = world.order(2, "1.00");
    world.uniac(&format!("order enable-autocapture {order}")).exit(0);
    assert_eq!(world.view(&order)["autocapture"], true);
}
