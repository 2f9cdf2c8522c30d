//! How a person names an order: by Uni's number, the shop's, an invoice's, or a payment's reference.
//!
//! An invoice or a payment of several orders stands for all of them, or for none: never for one that was guessed.

use serde_json::Value;

use crate::harness::{Money, World, text};

/// Two orders on one invoice; their numbers and the invoice's.
fn together(world: &World) -> (String, String, String) {
    let (one, two) = (world.order(2, "100.00"), world.order(2, "200.00"));
    let invoiced = world.happened(&format!("invoice {one} {two} --together"));
    (one, two, invoiced.invoice.expect("a number"))
}

fn reference(world: &World, order: &str) -> String {
    text(&world.view(order)["payment_reference"])
}

#[track_caller]
fn refused(world: &World, line: &str) -> Value {
    let error = world.uniac(&format!("{line} --json")).exit(2).json();
    assert_eq!(error["moved"], "no", "{line}");
    error
}

#[test]
fn an_order_is_found_by_its_invoice_its_credit_note_and_its_payment() {
    let world = World::active();
    let order = world.order(2, "150.00");
    let invoice = world.invoice(&order);
    let credit = format!("sandbox credit {order} --amount 50.00 --json");
    let note = text(&world.uniac(&credit).exit(0).data()["credit_note"]);
    let payment = reference(&world, &order);
    let names = [
        format!("invoice:{invoice}"),
        format!("invoice:{note}"),
        format!("payment:{payment}"),
        format!("shop:{}", text(&world.view(&order)["shop_order"])),
    ];
    for name in &names {
        assert_eq!(world.view(name)["order"], order.as_str(), "{name}");
        world.uniac(&format!("log {name}")).exit(0);
        let held = world.uniac(&format!("order disable-autocapture {name} --json")).exit(0).data();
        assert_eq!(held[0]["order"], order.as_str(), "{name}");
        world.uniac(&format!("order enable-autocapture {name}")).exit(0);
        world.uniac(&format!("order link {name} {name}")).exit(0);
        world.uniac(&format!("order settle {name}")).exit(0);
        world.uniac(&format!("capture --manual {name} --dry-run")).exit(0);
    }
}

#[test]
fn an_invoice_of_two_orders_stands_for_both_where_both_can_be_meant() {
    let world = World::empty();
    let (one, two, invoice) = together(&world);
    world.enable();
    let name = format!("invoice:{invoice}");
    let error = refused(&world, &format!("order settle {name}"));
    assert_eq!(error["code"], "ambiguous-order");
    let message = text(&error["message"]);
    assert!(message.contains(&one) && message.contains(&two), "{message}");
    let shown = world.uniac(&format!("order show {name} --json")).exit(0).data();
    let shown: Vec<String> =
        shown["orders"].as_array().expect("orders").iter().map(|row| text(&row["order"])).collect();
    assert_eq!(shown, [one.clone(), two.clone()]);
    world.uniac(&format!("log {name}")).exit(0);
    let held = world.uniac(&format!("order disable-autocapture {name} {one} --json")).exit(0);
    let held: Vec<String> =
        held.data().as_array().expect("rows").iter().map(|row| text(&row["order"])).collect();
    assert_eq!(held, [one.clone(), two.clone()]);
    world.uniac(&format!("capture --manual {name} --yes")).exit(0);
    assert_eq!(world.money(&one), Money::captured([10_000]));
    assert_eq!(world.money(&two), Money::captured([20_000]));
}

#[test]
fn a_payment_is_found_by_where_money_went_also_when_the_reference_has_moved_on() {
    let world = World::active();
    let order = world.invoiced("150.00");
    world.sync();
    let first = reference(&world, &order);
    let again = format!("sandbox shop pay-again {order} --json");
    let second = text(&world.uniac(&again).exit(0).data()["reference"]);
    for payment in [first, second] {
        assert_eq!(world.view(&format!("payment:{payment}"))["order"], order.as_str());
    }
}

#[test]
fn what_belongs_to_another_by_a_persons_word_is_not_found_by_its_payment() {
    let world = World::active();
    let order = world.order(2, "150.00");
    let made = world.uniac(&format!("sandbox order --copy-of {order} --json")).exit(0).data();
    let copy = text(&made["order"]);
    let name = format!("payment:{}", reference(&world, &order));
    let both = world.uniac(&format!("order show {name} --json")).exit(0).data();
    assert_eq!(both["orders"].as_array().map(Vec::len), Some(2));
    world.uniac(&format!("order unlink {copy}")).exit(0);
    assert_eq!(world.view(&name)["order"], order.as_str());
}

#[test]
fn what_nothing_is_known_by_is_refused_and_changes_nothing() {
    let world = World::active();
    let order = world.invoiced("150.00");
    for name in ["invoice:999", "invoice:", "payment:nobody", "payment:", "shop:", "faktura:1"] {
        for line in [
            format!("order show {name}"),
            format!("order disable-autocapture {name}"),
            format!("order link {order} {name}"),
            format!("order settle {name}"),
            format!("capture --manual {order} {name} --yes"),
            format!("log {name}"),
        ] {
            let error = refused(&world, &line);
            assert_eq!(error["code"], "unknown-order", "{line}");
            assert!(text(&error["hint"]).contains("invoice:NUMBER"), "{error:#}");
        }
    }
    assert_eq!(world.money(&order), Money::untouched());
    assert_eq!(world.view(&order)["autocapture"], true);
}
