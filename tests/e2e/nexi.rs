//! The whole story of orders paid at Nexi Checkout: part invoices, refunds that go over several
//! charges, refunds that wait, and what cannot be released.

use crate::harness::{Money, World, minor, steps, text};

fn order(world: &World, lines: u32, amount: &str) -> String {
    world.order_with(&format!("--provider nexi --lines {lines} --amount {amount}"))
}

#[test]
fn three_part_invoices_are_three_charges_and_a_refund_goes_over_them() {
    let world = World::active();
    let order = order(&world, 3, "600.00");
    let mut invoices = Vec::new();
    for (line, status) in [("1", "open"), ("2", "open"), ("3", "completed")] {
        let happened = world.invoice_lines(&order, line);
        assert_eq!(happened.amount_minor, 20_000);
        invoices.push(happened.invoice.expect("a number"));
        world.sync();
        assert_eq!(world.view(&order)["shop_status"], status);
    }
    assert_eq!(world.money(&order), Money::captured([20_000; 3]));
    for invoice in &invoices {
        assert!(world.unpaid_in_uni(invoice).abs() < f64::EPSILON, "booked once each");
    }
    world.happened(&format!("credit --invoice {} --amount 50.00", invoices[0]));
    world.sync();
    // 150.00 are left on the oldest charge, and the other 50.00 are taken of the next.
    world.happened(&format!("credit --invoice {}", invoices[2]));
    let result = world.sync();
    let refunds: Vec<i64> = steps(&result)
        .iter()
        .filter(|step| step["operation"] == "refund")
        .map(|step| minor(&step["amount_minor"]))
        .collect();
    assert_eq!(refunds, [15_000, 5_000], "{result:#}");
    let money = Money::captured([20_000; 3]).refunded([5_000, 15_000, 5_000]);
    assert_eq!(world.money(&order), money);
    assert_eq!(world.attention(&order), "");
    world.clear_calls();
    world.sync();
    assert_eq!((world.writes(), world.money(&order)), (0, money));
    assert!(world.view(&order)["state"] == "part-refunded");
}

#[test]
fn a_dry_run_spreads_refunds_over_the_charges_as_the_run_does() {
    let world = World::active();
    let order = order(&world, 3, "600.00");
    world.invoice_lines(&order, "1");
    world.invoice_lines(&order, "2,3");
    world.sync();
    world.happened("credit --invoices 10001,10002");
    let acts = |result: &serde_json::Value| -> Vec<(String, i64)> {
        let act = |step: &serde_json::Value| (text(&step["act"]), minor(&step["amount_minor"]));
        steps(result).iter().map(act).collect()
    };
    let foretold = acts(&world.uniac("sync --dry-run --json").exit(0).data());
    assert_eq!(foretold[..2], [("refund".to_owned(), 20_000), ("refund".to_owned(), 40_000)]);
    assert_eq!(acts(&world.sync()), foretold);
}

#[test]
fn orders_of_both_providers_are_done_in_one_pass() {
    let world = World::active();
    let (nexi, vipps) = (order(&world, 2, "499.00"), world.order(2, "250.00"));
    world.invoice(&nexi);
    world.invoice(&vipps);
    world.sync();
    assert_eq!(world.money(&nexi), Money::captured([49_900]));
    assert_eq!(world.money(&vipps), Money::captured([25_000]));
}

#[test]
fn a_refund_that_waits_is_pending_until_it_happens() {
    let world = World::active();
    let order = order(&world, 1, "499.00");
    world.invoice(&order);
    world.sync();
    world.uniac("sandbox balance low").exit(0);
    world.happened(&format!("credit {order} --amount 100.00"));
    let result = world.uniac("sync --json").exit(8).data();
    let refund = steps(&result).into_iter().find(|step| step["operation"] == "refund");
    assert_eq!(refund.expect("a refund")["outcome"], "pending");
    assert_eq!(world.money(&order), Money::captured([49_900]));
    world.clear_calls();
    world.uniac("sync").exit(8);
    assert_eq!(world.writes(), 0, "it is looked at and not sent again");
    let happened = world.uniac("sandbox balance enough --json").exit(0).data();
    assert_eq!(minor(&happened["refunds"]), 1);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]).refunded([10_000]));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]).refunded([10_000]));
}

#[test]
fn a_lost_reply_is_looked_up_and_nothing_is_done_twice() {
    let world = World::active();
    let order = order(&world, 2, "499.00");
    world.invoice(&order);
    world.fault("reply-lost --on capture");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
    world.happened(&format!("credit {order}"));
    world.fault("reply-lost --on refund");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]).refunded([49_900]));
}

#[test]
fn an_order_that_is_deleted_is_released_as_long_as_nothing_is_charged() {
    let world = World::active();
    let whole = order(&world, 2, "499.00");
    world.happened(&format!("delete {whole}"));
    world.fault("reply-lost --on cancel");
    world.sync();
    assert_eq!(world.money(&whole), Money::untouched().cancelled(49_900));
    assert_eq!(world.view(&whole)["state"], "cancelled");

    let parted = order(&world, 2, "500.00");
    world.invoice_lines(&parted, "1");
    world.sync();
    world.happened(&format!("delete {parted}"));
    let result = world.uniac("sync --json").exit(1).data();
    let step = steps(&result).into_iter().find(|step| step["operation"] == "cancel");
    assert_eq!(step.expect("a cancel")["code"], "release-not-possible", "{result:#}");
    assert_eq!(world.money(&parted), Money::captured([25_000]));
    assert_eq!(world.attention(&parted), "refused", "said once, then a person's");
    world.uniac("sync").exit(0);
    world.uniac("explain release-not-possible").exit(0).says("Did money move? No.");
}

#[test]
fn what_the_portal_has_charged_is_taken_up() {
    let world = World::active();
    let order = order(&world, 2, "499.00");
    world.invoice(&order);
    world.happened(&format!("portal capture {order} 99.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([9_900, 40_000]));
}

#[test]
fn looks_leave_the_reads_that_acts_need() {
    let world = World::active();
    let order = order(&world, 1, "100.00");
    world.sync();
    world.clear_calls();
    let listed = || world.uniac("order list").exit(0);
    for _ in 0..16 {
        assert!(listed().stdout.contains(&order));
    }
    listed().says("its provider answers only so many reads");
    let reads = world.uniac("sandbox calls --json").exit(0).data()["provider"]["read"].clone();
    // Nexi answers 30 an hour: half of them are for looks, and one was the pass's.
    assert!(minor(&reads) <= 15, "{reads}");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([10_000]));
}
