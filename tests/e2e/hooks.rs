//! The shop's payment plug-ins act at a change of status: uniac sets none at which they could take, release
//! or pay back what nobody asked for. The provider's book is the judge.

use crate::harness::{Money, World, steps};

/// A world whose plug-ins do what they do with their usual settings.
fn with_plug_ins() -> World {
    let world = World::empty();
    world.uniac("sandbox plug-ins as-shipped").exit(0);
    world.enable();
    world
}

/// An order of 500.00 at a provider, invoiced, of which `credit` was credited before the capture: so
/// much is left reserved.
fn left_over(world: &World, provider: &str, credit: &str) -> String {
    let order = world.order_with(&format!("--lines 2 --amount 500.00 --provider {provider}"));
    world.invoice(&order);
    world.happened(&format!("credit {order} --amount {credit}"));
    order
}

#[test]
fn nothing_is_taken_that_was_not_invoiced() {
    for provider in ["vipps", "klarna", "kustom"] {
        let world = with_plug_ins();
        let order = left_over(&world, provider, "200.00");
        world.sync();
        world.sync();
        assert_eq!(world.money(&order), Money::captured([30_000]), "{provider}");
        assert_eq!(world.status_in_shop(&order), "processing");
        assert_eq!(world.attention(&order), "reservation-left-over");
        let next = &world.view(&order)["next"];
        assert_eq!((&next["operation"], &next["mode"]), (&"cancel".into(), &"manual".into()));
        // A person releases it, and the shop follows.
        world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
        assert_eq!(world.money(&order), Money::captured([30_000]).cancelled(20_000), "{provider}");
        assert_eq!(world.status_in_shop(&order), "completed");
        assert!(steps(&world.sync()).is_empty(), "all is at rest");
    }
}

#[test]
fn a_rounding_is_released_by_itself_and_then_the_shop_follows() {
    let world = with_plug_ins();
    let order = left_over(&world, "vipps", "1.00");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]).cancelled(100));
    assert_eq!(world.status_in_shop(&order), "completed");
    let more = left_over(&world, "vipps", "1.01");
    world.sync();
    assert_eq!(world.money(&more), Money::captured([49_899]));
    assert_eq!(world.attention(&more), "reservation-left-over");
}

#[test]
fn nexis_plug_in_stops_at_any_charge_so_the_order_is_completed() {
    let world = World::empty();
    world.uniac("sandbox plug-ins on-completed").exit(0);
    world.enable();
    let order = left_over(&world, "nexi", "200.00");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([30_000]));
    assert_eq!(world.status_in_shop(&order), "completed");
    // Nexi releases nothing after a charge, so nothing is offered.
    assert_eq!(world.view(&order)["next"], serde_json::Value::Null);
    assert_eq!(world.attention(&order), "reservation-left-over");
}

#[test]
fn refunded_is_not_said_while_more_is_held_than_the_shop_knows() {
    let world = with_plug_ins();
    let order = world.order(2, "500.00");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.sync();
    // Somebody takes the rest by hand, for goods that are never invoiced.
    world.happened(&format!("portal capture {order}"));
    world.happened(&format!("credit {order}"));
    world.happened(&format!("delete {order}"));
    world.sync();
    world.sync();
    // Vipps' plug-in would pay the rest back, too.
    assert_eq!(world.money(&order), Money::captured([part, 50_000 - part]).refunded([part]));
    assert_eq!(world.status_in_shop(&order), "processing");
    assert_eq!(world.attention(&order), "shop-would-move-money");
}

#[test]
fn an_order_credited_before_its_capture_keeps_its_reservation() {
    let world = with_plug_ins();
    let order = world.invoiced("100.00");
    world.happened(&format!("credit {order}"));
    world.sync();
    // Vipps' plug-in would release it at *refunded*; perhaps it is invoiced anew.
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.status_in_shop(&order), "processing");
    world.uniac(&format!("cancel --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::untouched().cancelled(10_000));
    assert_eq!(world.status_in_shop(&order), "refunded");
}

#[test]
fn the_usual_life_of_an_order_goes_on_under_plug_ins_that_act() {
    let world = with_plug_ins();
    let order = world.invoiced("499.00");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
    assert_eq!(world.status_in_shop(&order), "completed");
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]).refunded([49_900]));
    assert_eq!(world.status_in_shop(&order), "refunded");
    let dropped = world.order(2, "275.00");
    world.happened(&format!("delete {dropped}"));
    world.sync();
    assert_eq!(world.money(&dropped), Money::untouched().cancelled(27_500));
    assert_eq!(world.status_in_shop(&dropped), "cancelled");
    assert!(steps(&world.sync()).is_empty(), "all is at rest");
}

#[test]
fn a_plug_in_that_nobody_knows_is_taken_for_one_that_acts() {
    let world = World::active();
    let order = left_over(&world, "vipps", "200.00");
    world.sync();
    assert_eq!(world.status_in_shop(&order), "processing");
    // Klarna's is known, and set to do nothing.
    let quiet = left_over(&world, "klarna", "200.00");
    world.sync();
    assert_eq!(world.status_in_shop(&quiet), "completed");
    assert_eq!(world.attention(&quiet), "reservation-left-over");
    // Switched on, it is seen by doctor at once, and a day later by itself.
    world.uniac("sandbox plug-ins as-shipped").exit(0);
    world.uniac("doctor --json").exit(0);
    let later = left_over(&world, "klarna", "200.00");
    world.sync();
    assert_eq!(world.status_in_shop(&later), "processing");
}

/// The settings of a plug-in are changed by a click: what was seen of it when auto-capture was switched on is old by then.
#[test]
fn a_plug_in_whose_settings_were_changed_is_looked_at_before_it_is_told_of_money_that_it_could_take()
 {
    for provider in ["klarna", "nexi"] {
        let world = World::active();
        world.uniac("sandbox plug-ins on-completed").exit(0);
        let order = world.order_with(&format!("--amount 300.00 --provider {provider}"));
        world.happened(&format!("invoice {order} --paid-by-bank"));
        world.sync();
        assert_eq!(world.money(&order), Money::untouched(), "{provider}");
        let attentions = world.view(&order)["attentions"].to_string();
        assert!(attentions.contains("paid-elsewhere"), "{attentions}");
    }
}

#[test]
fn a_record_that_ends_the_shops_order_is_not_made_while_a_plug_in_could_move_money_at_it() {
    let world = World::empty();
    world.uniac("sandbox plug-ins as-shipped").exit(0);
    world.enable();
    let order = world.order_with("--amount 300.00 --lines 1");
    world.happened(&format!("portal reserve {order} 500"));
    world.happened(&format!("edit {order} --amounts 300,200"));
    let first = world.invoice_lines(&order, "1").invoice.expect("an invoice");
    world.invoice_lines(&order, "2");
    world.sync();
    world.happened(&format!("credit --invoice {first}"));
    world.sync();
    world.sync();
    assert_eq!(world.money(&order), Money::captured([30000, 20000]).refunded([30000]));
    assert_eq!(world.attention(&order), "shop-would-move-money");
    // That is no answer to why nothing is paid back.
    let refund = format!("refund --manual {order} --dry-run --json");
    let refund = world.uniac(&refund).exit(0).data();
    assert_eq!(refund["steps"][0]["code"], "nothing-due", "{refund:#}");
}

#[test]
fn no_status_is_set_while_a_draft_of_the_order_is_open() {
    let world = World::active();
    let order = world.order_with("--amount 400.00 --lines 2");
    let first = world.invoice_lines(&order, "1").invoice.expect("an invoice");
    world.sync();
    world.happened(&format!("credit --invoice {first}"));
    world.sync();
    world.happened(&format!("invoice {order} --draft"));
    world.sync();
    assert_eq!(world.status_in_shop(&order), "processing");
    world.happened(&format!("invoice {order} --finalise"));
    world.sync();
    assert_eq!(world.status_in_shop(&order), "completed");
}

#[test]
fn a_status_of_the_shops_own_counts_as_open() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.sync();
    world.happened(&format!("shop status {order} delivered"));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.status_in_shop(&order), "completed");
}

/// A plug-in that was installed after the last look releases on *refunded* what is still reserved.
#[test]
fn plug_ins_are_looked_at_before_an_order_with_a_reservation_is_refunded_in_the_shop() {
    let world = World::active();
    world.uniac("sandbox plug-ins as-shipped").exit(0);
    let order = world.order(2, "400.00");
    world.invoice(&order);
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    let view = world.view(&order);
    assert!(view["attentions"].to_string().contains("reservation-left-over"), "{view}");
    assert!(view["remarks"].to_string().contains("shop-would-move-money"), "{view}");
}

#[test]
fn what_another_order_may_need_is_not_released_by_the_status_of_this_one() {
    let world = World::active();
    world.uniac("sandbox plug-ins as-shipped").exit(0);
    let whole = world.order(2, "400.00");
    let part = world.uniac(&format!("sandbox order --part-of {whole} --only 2 --json"));
    let part = crate::harness::text(&part.exit(0).data()["order"]);
    world.invoice(&whole);
    world.happened(&format!("credit {whole}"));
    world.happened(&format!("invoice {part} --line Rabatt=-300"));
    world.sync();
    world.sync();
    assert_eq!(world.money(&whole), Money::untouched());
}
