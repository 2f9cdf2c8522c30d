//! The figures of an order: owed, held, missing, until when, its payments and its purchase.
//!
//! What a list says of an order must be what `order show` says of it, and sums must be those of their rows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{World, minor, text};

/// Returns owed, held and missing.
#[track_caller]
fn figures(view: &Value) -> (i64, i64, i64) {
    (minor(&view["owed_minor"]), minor(&view["held_minor"]), minor(&view["missing_minor"]))
}

fn happened(world: &World, what: &str) -> Value {
    world.uniac(&format!("sandbox {what} --json")).exit(0).data()
}

#[test]
fn owed_held_and_missing_follow_the_invoices_and_the_money() {
    let world = World::empty();
    let old = world.invoiced("1250.00");
    assert_eq!(figures(&world.view(&old)), (125_000, 0, 125_000));
    world.enable();
    let part = world.order(2, "600.00");
    assert_eq!(figures(&world.view(&part)), (0, 0, 0));
    world.invoice_lines(&part, "1");
    world.sync();
    assert_eq!(figures(&world.view(&part)), (30_000, 30_000, 0));
    world.happened(&format!("credit {part}"));
    assert_eq!(figures(&world.view(&part)), (0, 30_000, 0));
    world.sync();
    assert_eq!(figures(&world.view(&part)), (0, 0, 0));
    assert_eq!(figures(&world.view(&old)), (125_000, 0, 125_000));
}

#[test]
fn too_much_on_one_invoice_never_hides_what_another_lacks() {
    let world = World::active();
    let order = world.order(2, "600.00");
    world.invoice_lines(&order, "1");
    world.sync();
    world.happened(&format!("credit {order}"));
    world.uniac(&format!("order disable-autocapture {order}")).exit(0);
    world.invoice(&order);
    assert_eq!(figures(&world.view(&order)), (30_000, 30_000, 30_000));
}

#[test]
fn what_no_provider_pays_is_owed_and_not_missing() {
    let world = World::active();
    let order = world.order_with("--by-transfer --amount 499.00");
    world.invoice(&order);
    let view = world.view(&order);
    assert_eq!(view["attention"], Value::Null);
    assert_eq!(view["remarks"], json!(["no-payment"]));
    assert_eq!(figures(&view), (49_900, 0, 0));
}

#[test]
fn the_reservation_has_an_end_as_long_as_something_is_reserved() {
    let mut world = World::seeded_at("2026-03-10T09:00:00Z", 0, 1);
    world.enable();
    let order = world.order(2, "600.00");
    let end = text(&world.view(&order)["closes_at"]);
    assert!(end.starts_with("2026-09-0") && end.ends_with('Z'), "{end}");
    world.invoice(&order);
    world.set_now("2026-03-10T09:10:00Z");
    world.sync();
    assert_eq!(world.view(&order)["closes_at"], Value::Null);
}

#[test]
fn a_payment_that_was_replaced_stays_with_the_order_once_money_went_there() {
    let world = World::active();
    let order = world.order(2, "600.00");
    let first = world.ledger()[0]["reference"].clone();
    assert_eq!(world.view(&order)["payments"], json!([first]));
    world.invoice_lines(&order, "1");
    world.sync();
    let second = happened(&world, &format!("shop pay-again {order}"))["reference"].clone();
    assert_ne!(first, second);
    assert_eq!(world.view(&order)["payments"], json!([second, first]));
    assert_eq!(world.list()[&order]["payments"], json!([second, first]));
}

#[test]
fn orders_of_one_shop_order_are_one_purchase() {
    let world = World::active();
    let (alone, whole) = (world.order(2, "10.00"), world.order(3, "300.00"));
    let part = text(&happened(&world, &format!("order --part-of {whole} --only 2"))["order"]);
    let list = world.list();
    for (order, purchase) in [(&alone, &alone), (&whole, &whole), (&part, &whole)] {
        assert_eq!(text(&list[order]["purchase"]), *purchase, "{order}");
        assert_eq!(text(&world.view(order)["purchase"]), *purchase, "{order}");
    }
    // A person's word unties them.
    world.uniac(&format!("order unlink {part}")).exit(0);
    let list = world.list();
    assert_eq!((&list[&part]["purchase"], &list[&part]["payments"]), (&json!(part), &json!([])));
    assert_eq!(text(&world.view(&part)["purchase"]), part);
    assert_eq!(text(&world.view(&whole)["purchase"]), whole);
}

#[test]
fn money_that_was_moved_ties_for_good() {
    let world = World::active();
    let (one, two) = (world.invoiced("100.00"), world.order(2, "200.00"));
    world.sync();
    let other = text(&world.view(&two)["shop_order"]);
    world.happened(&format!("edit {one} --reference {other}"));
    let purchases: Vec<String> =
        world.list().values().map(|order| text(&order["purchase"])).collect();
    assert_eq!(purchases, [one.clone(), one.clone()]);
    assert_eq!(world.view(&one)["payments"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_list_and_one_order_say_the_same() {
    let world = World::bare();
    world.uniac("sandbox reset --messy --seed 5").exit(0);
    world.enable();
    world.uniac("sync --json").exit_any(&[0, 1, 5, 6]);
    let list = world.list();
    let mut purchases = BTreeMap::<String, Vec<&Value>>::new();
    for order in list.values() {
        purchases.entry(text(&order["purchase"])).or_default().push(order);
    }
    let shared = purchases.values().filter(|orders| orders.len() > 1);
    assert!(shared.clone().count() > 3, "purchases of several orders in the seed");
    for order in shared.flatten() {
        let line = format!("order show {} --offline --json", text(&order["order"]));
        let view = world.uniac(&line).exit(0).data();
        for (field, value) in order.as_object().expect("an object") {
            assert_eq!(&view[field], value, "{field} of {}", order["order"]);
        }
    }
    for order in list.values() {
        let (owed, held, missing) = figures(order);
        assert!(owed >= 0 && held >= 0 && missing >= 0, "{order:#}");
        // What is only held back, because nobody knows whose it is, ends, too.
        let is_whose =
            |id: &str| order["attentions"].as_array().is_some_and(|a| a.contains(&json!(id)));
        let is_reserved = minor(&order["reserved_minor"]) > 0;
        let may_end = is_reserved || is_whose("doubtful-link") || is_whose("claimed-twice");
        assert!(may_end || order["closes_at"].is_null(), "{order:#}");
    }
}
