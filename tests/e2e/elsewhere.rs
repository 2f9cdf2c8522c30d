//! Somebody acts in the provider's portal: uniac takes it into account and corrects nothing.

use serde_json::Value;

use crate::harness::{Money, World};

#[test]
fn a_portal_capture_of_the_exact_amount_is_not_repeated() {
    let world = World::active();
    let order = world.order(2, "499.00");
    let invoice = world.invoice(&order);
    world.happened(&format!("portal capture {order} 499.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]));
    assert_eq!(world.view(&order)["shop_status"], "completed");
    assert!(world.unpaid_in_uni(&invoice).abs() < f64::EPSILON);
}

#[test]
fn a_portal_capture_before_the_invoice_is_pointed_out_and_then_taken_up() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.happened(&format!("portal capture {order} 499.00"));
    world.sync();
    assert_eq!(world.attention(&order), "captured-not-invoiced");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]));
    assert_eq!(world.attention(&order), "");
    assert_eq!(world.view(&order)["remarks"], serde_json::json!(["captured-elsewhere"]));
}

#[test]
fn after_a_portal_capture_of_a_part_only_the_rest_is_taken() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.happened(&format!("portal capture {order} 99.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([9900, 40000]));
}

#[test]
fn a_portal_refund_is_not_corrected_by_a_capture() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.sync();
    world.happened(&format!("portal refund {order} 100.00"));
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
    assert_eq!(world.money(&order), Money::captured([49900]).refunded([10000]));
    assert_eq!(world.attention(&order), "refunded-elsewhere");
    // Nobody takes it again by itself, and it is missing.
    assert_eq!(world.view(&order)["missing_minor"], 10_000);
    let missing = &world.uniac("status --json").exit(0).data()["missing"];
    assert_eq!(
        (&missing[0]["cause"], &missing[0]["amount_minor"]),
        (&"refunded-elsewhere".into(), &10_000.into())
    );
}

#[test]
fn a_portal_refund_is_taken_again_only_by_who_names_the_order_and_once() {
    let world = World::active();
    let order = world.order(2, "800.00");
    world.happened(&format!("invoice {order} --lines 1"));
    world.sync();
    world.happened(&format!("portal refund {order} 100.00"));
    world.sync();
    // Neither the automation nor a command for all that is old takes it.
    world.uniac("capture --manual --yes").exit(0);
    assert_eq!(world.money(&order), Money::captured([40000]).refunded([10000]));
    // A plan is of what is due; this is due to nobody.
    assert_eq!(world.uniac("plan --json").exit(0).data()["steps"], serde_json::json!([]));
    let captured = world.uniac(&format!("capture --manual {order} --yes --json")).exit(0);
    assert_eq!(captured.data()["steps"][0]["amount_minor"], 10_000);
    assert_eq!(world.money(&order), Money::captured([40000, 10000]).refunded([10000]));
    assert_eq!(world.attention(&order), "");
    // What a person did is undone by nobody, nor done twice.
    world.clear_calls();
    world.sync();
    world.uniac(&format!("capture --manual {order} --yes")).exit(0);
    assert_eq!(world.writes(), 0);
    // A credit note pays back what it is for.
    world.happened(&format!("credit {order}"));
    world.sync();
    let ledger = world.money(&order);
    assert_eq!(ledger, Money::captured([40000, 10000]).refunded([10000, 40000]));
}

#[test]
fn a_credit_note_takes_up_the_portal_refund_before_it() {
    let world = World::active();
    let order = world.invoiced("499.00");
    world.sync();
    world.happened(&format!("portal refund {order} 100.00"));
    world.happened(&format!("credit {order} --amount 100.00"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]).refunded([10000]));
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]).refunded([10000, 39900]));
}

#[test]
fn a_portal_release_leaves_an_invoice_that_cannot_be_captured() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.happened(&format!("portal cancel {order}"));
    world.invoice(&order);
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
    assert_eq!(world.money(&order), Money::untouched().cancelled(49900));
    assert_eq!(world.attention(&order), "exceeds-reservation");
}

#[test]
fn a_portal_release_before_the_deletion_leaves_only_the_shop_to_follow() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.happened(&format!("portal cancel {order}"));
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::untouched().cancelled(49900));
    assert_eq!(world.view(&order)["shop_status"], "cancelled");
}

#[test]
fn what_was_captured_in_the_portal_before_the_customer_paid_again_is_refunded_there() {
    let world = World::active();
    let order = world.order(2, "500.00");
    world.sync();
    world.happened(&format!("portal capture {order} 500"));
    world.sync();
    world.happened(&format!("shop pay-again {order}"));
    world.sync();
    world.invoice(&order);
    world.sync();
    world.happened(&format!("credit {order}"));
    world.sync();
    let ledger = world.ledger();
    let rows = ledger.as_array().expect("a list of payments").iter();
    let sums: Vec<_> = rows.map(|row| (&row["captured_minor"], &row["refunded_minor"])).collect();
    assert_eq!(sums, [(&50_000.into(), &50_000.into()), (&0.into(), &0.into())]);
}

#[test]
fn a_credit_is_paid_back_also_where_the_order_names_no_shop_order_any_more() {
    let world = World::active();
    let order = world.invoiced("500.00");
    world.sync();
    world.uniac("sandbox edit 100001 --reference").arg("").exit(0);
    world.happened(&format!("credit {order} --amount 200"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([50_000]).refunded([20_000]));
    assert_eq!(world.attention(&order), "reference-changed");
}

/// Between two runs an invoice was opened again and thrown away: no list shows that.
#[test]
fn an_invoice_that_is_gone_without_a_trace_is_asked_for() {
    let world = World::active();
    let order = world.invoiced("500.00");
    world.sync();
    world.happened(&format!("invoice {order} --reopen"));
    world.happened(&format!("invoice {order} --discard"));
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.attention(&order), "document-withdrawn");
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([50_000]).refunded([50_000]));
}

/// What is in the shop's bin is in none of its usual lists.
#[test]
fn an_order_in_the_bin_before_anybody_looked_is_found_and_a_persons() {
    let world = World::active();
    let order = world.order(1, "700.00");
    world.happened(&format!("shop status {order} trash"));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.attention(&order), "cancelled-in-shop");
    assert_eq!(world.money(&order), Money::default());
    assert_eq!(world.view(&order)["missing_minor"], 70_000);
}

/// A customer began to pay and never finished, and somebody invoiced the order all the same.
#[test]
fn an_invoice_that_nobody_has_paid_is_missing_and_carries_an_attention() {
    let world = World::active();
    let order = world.order_with("--amount 700.00 --unpaid");
    world.sync();
    assert_eq!(world.attention(&order), "", "an order that is not invoiced needs nobody");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.attention(&order), "payment-not-found");
    assert_eq!(world.view(&order)["missing_minor"], 70_000);
    let owed = world.uniac("owed --json").exit(0).data();
    assert_eq!(owed["total"][0]["amount_minor"], 70_000);
    // Credited, it is missing no more.
    world.happened(&format!("credit {order}"));
    world.sync();
    assert_eq!(world.attention(&order), "");
    assert_eq!(world.uniac("owed --json").exit(0).data()["total"], serde_json::json!([]));
}

#[test]
fn a_portal_capture_of_an_order_that_was_dropped_is_paid_back_by_a_persons_command() {
    let world = World::active();
    let order = world.order(2, "499.00");
    world.happened(&format!("portal capture {order} 499.00"));
    world.happened(&format!("delete {order}"));
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49900]));
    assert_eq!(world.view(&order)["next"]["mode"], "manual");
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([49900]).refunded([49900]));
    let view = world.view(&order);
    assert_eq!((&view["attention"], &view["next"]), (&Value::Null, &Value::Null));
    assert_eq!(view["shop_status"], "credited");
    // Done once: who says it again pays nothing back.
    world.uniac(&format!("refund --manual {order} --yes")).exit(0);
    assert_eq!(world.money(&order), Money::captured([49900]).refunded([49900]));
}

/// So many orders could be meant that the note is shown on none: a person who knows it says so.
#[test]
fn a_credit_note_that_may_be_about_many_orders_is_placed_by_a_persons_word() {
    let world = World::active();
    let orders: Vec<String> = (1..=7)
        .map(|_| world.order_with("--amount 500.00 --customer Kari"))
        .inspect(|order| _ = world.invoice(order))
        .collect();
    let stranger = world.order_with("--amount 500.00 --customer Ola");
    world.invoice(&stranger);
    world.sync();
    let (last, first) = (&orders[6], &orders[0]);
    let typed =
        format!("sandbox credit {last} --typed Goodwill --amount 100 --no-reference --json");
    let data = world.uniac(&typed).exit(0).data();
    let note = crate::harness::text(&data["credit_note"]);
    world.sync();
    assert_eq!(world.money(last), Money::captured([50000]));
    let place = |order: &str| format!("refund --manual {order} --credit {note} --yes");
    world.uniac(&place(&stranger)).exit(2);
    world.uniac(&place(first)).exit(0);
    assert_eq!(world.money(first), Money::captured([50000]).refunded([10000]));
    assert_eq!(world.money(&stranger), Money::captured([50000]));
}

#[test]
fn a_credit_note_is_paid_back_although_a_person_has_paid_back_what_others_took_before() {
    for provider in ["vipps", "klarna"] {
        let world = World::active();
        let order = world.order_with(&format!("--amount 400.00 --lines 2 --provider {provider}"));
        let own = world.invoice_lines(&order, "1").amount_minor;
        world.sync();
        let others = 40_000 - own;
        world.happened(&format!("portal capture {order} {}.{:02}", others / 100, others % 100));
        world.happened(&format!("delete {order} --close"));
        world.sync();
        world.uniac(&format!("refund --manual {order} --yes")).exit(0);
        assert_eq!(world.money(&order), Money::captured([own, others]).refunded([others]));
        world.happened(&format!("credit {order}"));
        world.sync();
        assert_eq!(world.money(&order), Money::captured([own, others]).refunded([others, own]));
        assert_eq!(world.view(&order)["attention"], Value::Null, "{provider}");
    }
}

/// The shop's plug-in pays back on an order that is done with: the next run sees the shop's order, and looks at the payment.
#[test]
fn what_a_plug_in_paid_back_on_a_settled_order_is_seen_by_the_next_run() {
    let world = World::active();
    let order = world.order(1, "500");
    world.invoice(&order);
    world.sync();
    world.happened(&format!("shop refund {order} 7.00 --pay-back"));
    world.sync();
    let owed = world.uniac("owed --offline --json").exit(0).data();
    assert_eq!(owed["total"][0]["amount_minor"], 700);
}

#[test]
fn nobody_is_told_to_take_again_what_was_paid_back_in_the_portal() {
    let world = World::active();
    let order = world.order(2, "500.00");
    world.invoice_lines(&order, "1");
    world.sync();
    world.happened(&format!("portal refund {order} 100.00"));
    let view = world.view(&order);
    assert_eq!(view["attention"], "refunded-elsewhere");
    assert_eq!(view["command"], format!("uniac order show {order}"));
}
