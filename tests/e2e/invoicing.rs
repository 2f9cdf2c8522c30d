//! New orders: invoiced, part-invoiced and credited while auto-capture is active.

use crate::harness::{Money, World, minor, steps, text};

#[test]
fn an_invoiced_order_is_captured_completed_and_paid() {
    let world = World::active();
    let order = world.order(2, "499.00");
    let invoice = world.invoice(&order);
    let result = world.sync();
    assert!(steps(&result).iter().all(|step| step["outcome"] == "done"), "{result:#}");
    assert_eq!(world.money(&order), Money::captured([49900]));
    assert_eq!(world.status_in_shop(&order), "completed");
    assert!(world.unpaid_in_uni(&invoice).abs() < f64::EPSILON);
    let view = world.view(&order);
    assert_eq!(view["shop_status"], "completed");
    assert_eq!((&view["next"], &view["attention"]), (&().into(), &().into()));
    assert_eq!(view["invoices"][0]["era"], "auto");
}

#[test]
fn a_second_sync_changes_nothing_and_writes_nothing() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.sync();
    let (ledger, view) = (world.ledger(), world.view(&order));
    world.clear_calls();
    let result = world.sync();
    assert_eq!(world.writes(), 0);
    assert_eq!(steps(&result).len(), 0, "{result:#}");
    assert_eq!(world.ledger(), ledger);
    assert_eq!(world.view(&order), view);
}

#[test]
fn an_order_that_is_not_invoiced_is_left_alone() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.view(&order)["state"], "reserved");
}

#[test]
fn two_lines_invoiced_one_by_one_are_two_captures() {
    let world = World::active();
    let order = world.order(2, "600.01");
    let first = world.invoice_lines(&order, "1");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([first.amount_minor]));
    let view = world.view(&order);
    assert_eq!((&view["state"], &view["shop_status"]), (&"part-captured".into(), &"open".into()));
    let second = world.invoice_lines(&order, "2");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([first.amount_minor, second.amount_minor]));
    assert_eq!(first.amount_minor + second.amount_minor, 60001);
    let view = world.view(&order);
    assert_eq!((&view["state"], &view["shop_status"]), (&"captured".into(), &"completed".into()));
    for (invoice, happened) in view["invoices"].as_array().expect("two").iter().zip([first, second])
    {
        assert_eq!(minor(&invoice["captured_minor"]), happened.amount_minor);
    }
}

#[test]
fn a_part_that_was_captured_is_a_note_in_the_shop() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let first = world.invoice_lines(&order, "1");
    world.sync();
    world.sync();
    let notes = world.serve().notes(&text(&world.view(&order)["shop_order"]));
    let invoice = first.invoice.expect("a number");
    assert_eq!(notes.iter().filter(|note| note.contains(&invoice)).count(), 1, "{notes:?}");
}

#[test]
fn two_invoices_before_one_sync_are_two_captures() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let first = world.invoice_lines(&order, "1").amount_minor;
    let second = world.invoice_lines(&order, "2").amount_minor;
    world.sync();
    assert_eq!(world.money(&order), Money::captured([first, second]));
}

#[test]
fn a_credited_line_is_refunded_and_then_the_rest() {
    let world = World::active();
    let order = world.order(2, "600.00");
    world.invoice(&order);
    world.sync();
    let line = world.happened(&format!("credit {order} --lines 1")).amount_minor;
    world.sync();
    assert_eq!(world.money(&order), Money::captured([60000]).refunded([line]));
    let view = world.view(&order);
    assert_eq!(
        (&view["state"], &view["shop_status"]),
        (&"part-refunded".into(), &"completed".into())
    );
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([60000]).refunded([line, 60000 - line]));
    let view = world.view(&order);
    assert_eq!((&view["state"], &view["shop_status"]), (&"refunded".into(), &"credited".into()));
    let refunds = world.serve().refunds(&text(&view["shop_order"]));
    assert_eq!(refunds.len(), 2, "{refunds:?}");
}

#[test]
fn three_credit_notes_by_amount_are_three_refunds() {
    let world = World::active();
    let order = world.invoiced("100.00");
    world.sync();
    for amount in ["10.00", "0.01", "89.99"] {
        world.happened(&format!("credit {order} --amount {amount}"));
        world.sync();
    }
    assert_eq!(world.money(&order), Money::captured([10000]).refunded([1000, 1, 8999]));
    assert_eq!(world.view(&order)["shop_status"], "credited");
}

#[test]
fn credited_before_the_capture_only_the_rest_is_taken() {
    let world = World::active();
    let order = world.invoiced("100.00");
    world.happened(&format!("credit {order} --amount 30.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([7000]));
}

#[test]
fn credited_in_full_before_the_capture_nothing_moves() {
    let world = World::active();
    let order = world.invoiced("100.00");
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.view(&order)["shop_status"], "credited");
}

#[test]
fn one_invoice_is_credited_and_the_other_stays() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let first = world.invoice_lines(&order, "1");
    let second = world.invoice_lines(&order, "2");
    world.sync();
    let invoice = first.invoice.expect("a number");
    world.happened(&format!("credit --invoice {invoice}"));
    world.sync();
    let money = Money::captured([first.amount_minor, second.amount_minor]);
    assert_eq!(world.money(&order), money.refunded([first.amount_minor]));
    assert_eq!(world.view(&order)["shop_status"], "completed");
}

#[test]
fn euro_and_danish_orders_are_captured_in_their_currency() {
    let world = World::active();
    for currency in ["EUR", "DKK"] {
        let order = world.order_with(&format!("--amount 129.50 --currency {currency}"));
        let invoice = world.invoice(&order);
        let result = world.sync();
        let step = steps(&result).into_iter().find(|step| step["operation"] == "capture");
        assert_eq!(step.expect("a capture")["currency"], currency);
        assert_eq!(world.money(&order), Money::captured([12950]));
        assert!(world.unpaid_in_uni(&invoice).abs() < f64::EPSILON, "{currency}");
    }
}

#[test]
fn a_dry_run_shows_the_steps_and_sends_nothing() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.clear_calls();
    let result = world.uniac("sync --dry-run --json").exit(0).data();
    assert_eq!(world.writes(), 0);
    assert_eq!(world.money(&order), Money::untouched());
    let capture = &steps(&result)[0];
    assert_eq!(
        (&capture["operation"], &capture["outcome"]),
        (&"capture".into(), &"planned".into())
    );
    assert_eq!((&capture["order"], minor(&capture["amount_minor"])), (&order.into(), 49900));
    assert_eq!(world.uniac("log --json").exit(0).data(), serde_json::json!([]));
}

#[test]
fn the_journal_tells_what_was_done() {
    let world = World::active();
    let order = world.invoiced("499.00");
    let other = world.invoiced("1.00");
    world.sync();
    let rows = world.uniac(&format!("log {order} --json")).exit(0).data();
    let rows = rows.as_array().expect("rows");
    let operations: Vec<&str> = rows.iter().filter_map(|row| row["operation"].as_str()).collect();
    assert_eq!(operations, ["capture", "shop-update", "book-payment"]);
    assert!(rows.iter().all(|row| row["outcome"] == "done" && row["order"] == *order));
    assert_eq!(world.view(&order)["journal"].as_array().map(Vec::len), Some(3));
    assert_ne!(order, other);
}

#[test]
fn an_invoice_over_two_orders_that_was_rounded_down_is_booked_to_its_end_and_no_further() {
    let world = World::active();
    let orders =
        ["500.20", "300.20"].map(|sum| world.order_with(&format!("--lines 1 --amount {sum}")));
    let [first, second] = &orders;
    let invoice = world.happened(&format!("invoice {first} {second} --together --rounded"));
    let foretold = world.uniac("sync --dry-run --json").exit(0).data();
    let done = world.sync();
    let rows = |data: &serde_json::Value| -> Vec<(String, String, i64)> {
        let row =
            |s: &serde_json::Value| (text(&s["order"]), text(&s["act"]), minor(&s["amount_minor"]));
        steps(data).iter().map(row).collect()
    };
    let booked: i64 = rows(&done).iter().filter(|row| row.1 == "book").map(|row| row.2).sum();
    assert_eq!(booked, 80_000, "{done}");
    assert_eq!(rows(&foretold).len(), rows(&done).len(), "{foretold}");
    assert!(world.unpaid_in_uni(&invoice.invoice.expect("an invoice")).abs() < f64::EPSILON);
    assert!(steps(&world.sync()).is_empty());
}
