//! Orders that are paid by Klarna: empty successes, keys that ignore the body, a release of its own.

use crate::harness::{Money, World, minor, steps};

fn order(world: &World, amount: &str) -> String {
    world.order_with(&format!("--lines 2 --amount {amount} --provider klarna"))
}

fn invoiced(world: &World, amount: &str) -> String {
    let order = order(world, amount);
    world.invoice(&order);
    order
}

#[test]
fn the_whole_story_in_parts_with_a_refund_and_the_release_of_the_rest() {
    let world = World::active();
    let order = order(&world, "900.00");
    let part = world.invoice_lines(&order, "1").amount_minor;
    world.sync();
    assert_eq!(world.money(&order), Money::captured([part]));
    assert_eq!(world.view(&order)["state"], "part-captured");
    world.happened(&format!("credit {order} --amount 100.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([part]).refunded([10_000]));
    world.happened(&format!("delete {order}"));
    let result = world.sync();
    let rest = 90_000 - part;
    assert_eq!(world.money(&order), Money::captured([part]).refunded([10_000]).cancelled(rest));
    assert!(steps(&result).iter().any(|step| step["operation"] == "cancel"), "{result}");
    assert!(steps(&world.sync()).is_empty(), "all is at rest");
    assert_eq!(world.status_in_shop(&order), "completed");
}

#[test]
fn an_order_without_an_invoice_is_cancelled_and_two_invoices_are_two_captures() {
    let world = World::active();
    let dropped = order(&world, "275.00");
    let kept = order(&world, "600.00");
    world.happened(&format!("delete {dropped}"));
    let first = world.invoice_lines(&kept, "1").amount_minor;
    world.sync();
    let second = world.invoice_lines(&kept, "2").amount_minor;
    world.clear_calls();
    world.sync();
    let calls = world.uniac("sandbox calls --json").exit(0).data();
    assert_eq!(minor(&calls["provider"]["write"]), 1);
    assert_eq!(minor(&calls["provider"]["read"]), 2, "one look before, one to read it back");
    assert_eq!(world.money(&dropped), Money::untouched().cancelled(27_500));
    assert_eq!(world.money(&kept), Money::captured([first, second]));
    assert_eq!(world.status_in_shop(&dropped), "cancelled");
    assert_eq!(world.status_in_shop(&kept), "completed");
}

#[test]
fn whatever_is_lost_on_the_way_the_money_is_taken_once() {
    let world = World::active();
    for fault in ["reply-lost", "request-lost", "error-after", "error-before", "duplicate"] {
        let order = invoiced(&world, "499.00");
        world.fault(&format!("{fault} --on capture"));
        world.uniac("sync").exit_any(&[0, 6, 7]);
        world.uniac("sync").exit(0);
        assert_eq!(world.money(&order), Money::captured([49_900]), "{fault}");
        let cut = self::order(&world, "100.00");
        world.happened(&format!("delete {cut}"));
        world.fault(&format!("{fault} --on cancel"));
        world.uniac("sync").exit_any(&[0, 6, 7]);
        world.uniac("sync").exit(0);
        assert_eq!(world.money(&cut), Money::untouched().cancelled(10_000), "{fault}");
    }
}

#[test]
fn a_purchase_under_review_waits_and_is_taken_by_itself_later() {
    let world = World::active();
    world.uniac("sandbox review pending").exit(0);
    let order = invoiced(&world, "499.00");
    let step = &steps(&world.sync())[0];
    assert_eq!((&step["outcome"], &step["code"]), (&"skipped".into(), &"in-review".into()));
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.view(&order)["remarks"], serde_json::json!(["in-review"]));
    world.uniac("explain in-review").exit(0);
    world.uniac("sandbox review accepted").exit(0);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
}

#[test]
fn a_reservation_that_ran_out_is_pointed_out_and_not_tried() {
    let mut world = World::seeded_at("2026-11-02T09:00:00Z", 0, 1);
    world.enable();
    let order = order(&world, "499.00");
    world.set_now("2026-12-01T09:00:00Z");
    world.invoice(&order);
    world.clear_calls();
    world.uniac("sync").exit_any(&[0, 5]);
    let calls = world.uniac("sandbox calls --json").exit(0).data();
    assert_eq!(minor(&calls["provider"]["write"]), 0);
    assert_eq!(world.attention(&order), "reservation-expired");
}

/// The journal is lost while the read lags: the same key is made again, for less than the first time.
/// Klarna answers with the first success, and that must not be taken for the second.
#[test]
fn a_changed_amount_under_an_old_key_is_not_taken_for_done() {
    let mut world = World::seeded_at("2026-11-23T09:00:00Z", 0, 1);
    world.enable();
    let order = invoiced(&world, "500.00");
    world.fault("lagging-read --on capture --ms 600000");
    world.uniac("sync").exit(7);
    assert_eq!(world.money(&order), Money::captured([50_000]));

    world.lose_store();
    world.enable();
    world.happened(&format!("credit {order} --amount 100.00"));
    world.set_now("2026-11-23T09:02:00Z");
    world.uniac(&format!("capture --manual {order} --yes")).exit(7);
    assert_eq!(world.money(&order), Money::captured([50_000]), "nothing was taken twice");

    world.set_now("2026-11-23T10:00:00Z");
    world.uniac("sync").exit_any(&[0, 7]);
    assert_eq!(world.attention(&order), "unknown-outcome", "a person has to look");
    assert_eq!(world.money(&order), Money::captured([50_000]));
}

#[test]
fn what_the_portal_paid_back_before_the_credit_keeps_nothing_from_being_done_in_one_run() {
    for provider in ["klarna", "kustom"] {
        let world = World::active();
        let order = world.order_with(&format!("--amount 300.00 --provider {provider}"));
        world.invoice(&order);
        world.sync();
        world.happened(&format!("portal refund {order} 100"));
        world.happened(&format!("credit {order}"));
        world.sync();
        assert_eq!(world.view(&order)["shop_status"], "credited", "{provider}");
        assert_eq!(world.money(&order), Money::captured([30000]).refunded([10000, 20000]));
        world.clear_calls();
        world.sync();
        assert_eq!(world.writes(), 0);
    }
}
