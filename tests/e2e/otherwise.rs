//! A part of an invoice is paid otherwise, by gift card or by bank, and a part of it is credited: what is paid back by card.

use crate::harness::{Money, World, text};

/// An order of 1000.00 of which 600.00 are reserved, invoiced; returns order and invoice.
fn of_which_600_are_reserved(world: &World) -> (String, String) {
    let order = world.order(1, "1000.00");
    world.happened(&format!("portal reserve {order} 600"));
    let invoice = world.invoice(&order);
    (order, invoice)
}

fn credit(world: &World, order: &str, amount: &str) {
    world.happened(&format!("credit {order} --amount {amount}"));
    world.sync();
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0, "it comes to rest");
}

#[test]
fn of_a_purchase_with_a_gift_card_a_credit_is_paid_back_by_card() {
    let world = World::active();
    let order = world.order_with("--amount 1000 --gift-card 400");
    world.invoice(&order);
    world.sync();
    credit(&world, &order, "300");
    assert_eq!(world.money(&order), Money::captured([60_000]).refunded([30_000]));
    assert_eq!(world.attention(&order), "");
    // All the rest is credited, too: no more is paid back than was taken.
    credit(&world, &order, "700");
    assert_eq!(world.money(&order), Money::captured([60_000]).refunded([30_000, 30_000]));
    assert_eq!(world.view(&order)["shop_status"], "credited");
}

#[test]
fn what_the_bank_brought_after_the_capture_counts_as_what_it_brought_before() {
    for is_first in [true, false] {
        let world = World::active();
        let (order, invoice) = of_which_600_are_reserved(&world);
        let pay = format!("invoice --number {invoice} --paid-by-bank 400");
        if is_first {
            world.happened(&pay);
        }
        // Where nobody has paid yet a person says that the rest is paid otherwise.
        world.uniac(&format!("capture --manual {order} --up-to-reserved --yes")).exit(0);
        if !is_first {
            world.happened(&pay);
            world.sync();
        }
        credit(&world, &order, "300");
        assert_eq!(world.money(&order), Money::captured([60_000]).refunded([30_000]));
        let view = world.view(&order);
        assert_eq!((&view["owed_minor"], &view["held_minor"]), (&30_000.into(), &30_000.into()));
    }
}

#[test]
fn where_nothing_was_paid_otherwise_a_credit_down_to_what_is_held_pays_nothing_back() {
    let world = World::active();
    let (order, _) = of_which_600_are_reserved(&world);
    world.happened(&format!("portal capture {order} 600"));
    world.sync();
    assert_eq!(world.attention(&order), "exceeds-reservation");
    credit(&world, &order, "400");
    assert_eq!(world.money(&order), Money::captured([60_000]));
    assert_eq!(world.attention(&order), "");
}

/// Uni shows our booking although its answer was lost: nothing of that was paid otherwise.
#[test]
fn a_booking_without_an_answer_makes_no_refund_due() {
    let world = World::active();
    let (order, _) = of_which_600_are_reserved(&world);
    world.happened(&format!("credit {order} --amount 400"));
    world.fault("reply-lost --on booking --times 9");
    world.uniac("sync --json").exit_any(&[0, 6, 7]);
    for _ in 0..2 {
        world.uniac("sync --json").exit_any(&[0, 6, 7]);
        assert_eq!(world.money(&order), Money::captured([60_000]));
    }
}

/// The remark says to match the ledger in Uni; who does so must not thereby pay the customer back.
#[test]
fn matching_in_uni_what_was_invoiced_anew_pays_nothing_back() {
    let world = World::active();
    let order = world.invoiced("500.00");
    world.sync();
    world.uniac(&format!("sandbox credit {order} --reopen-lines")).exit(0);
    let anew = world.invoice(&order);
    world.sync();
    assert_eq!(world.view(&order)["remarks"], serde_json::json!(["match-in-uni"]));
    // In Uni it looks like any payment.
    world.happened(&format!("invoice --number {anew} --paid-by-bank"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([50_000]));
    assert_eq!(world.attention(&order), "paid-elsewhere");
    let next = &world.view(&order)["next"];
    assert_eq!((text(&next["operation"]), text(&next["mode"])), ("refund".into(), "manual".into()));
    // It was another payment: a person pays the card back.
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([50_000]).refunded([50_000]));
    assert_eq!(world.attention(&order), "");
}
