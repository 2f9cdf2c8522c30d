//! The shop's number in Uni's order: each form in which it reaches Uni, and a stranger's number that only looks like it.
//!
//! What does not name a shop order must never take that order's money, and what does must not be overlooked.

use serde_json::Value;

use crate::harness::{Money, World, minor, text};

/// Types an order's reference anew, and whatever else `flags` says.
fn edit(world: &World, order: &str, reference: &str, flags: &str) {
    let call = world.uniac(&format!("sandbox edit {order} {flags}"));
    call.arg(&format!("--reference={reference}")).exit(0);
}

/// An order of a customer whose name Uni and the shop both know.
fn gros(world: &World) -> String {
    world.order_with("--amount 499.00 --customer Gro")
}

#[test]
fn each_form_of_the_number_is_captured() {
    let world = World::active();
    let forms = ["5001", " 5002", "#5003", "WEB-5004", "5005-1", "05006", "Nettordre 5007"];
    let orders = forms.map(|form| {
        let order = gros(&world);
        edit(&world, &order, form, "");
        world.invoice(&order);
        order
    });
    let in_the_shop = gros(&world);
    world.uniac(&format!("sandbox shop number {in_the_shop} WEB-5008")).exit(0);
    world.invoice(&in_the_shop);
    world.sync();
    for (form, order) in forms.iter().zip(&orders).chain([(&"shop", &in_the_shop)]) {
        assert_eq!(world.money(order), Money::captured([49_900]), "{form}");
        assert_eq!(
            (world.attention(order).as_str(), world.view(order)["link"].as_str()),
            ("", Some("sure"))
        );
    }
    let named = world.uniac("order show shop:WEB-5008 --json").exit(0).data();
    assert_eq!(text(&named["order"]), in_the_shop);
}

/// It makes no difference whether the number or the reference is corrected, and when.
#[test]
fn a_form_that_is_corrected_later_is_found() {
    let world = World::active();
    let order = gros(&world);
    edit(&world, &order, "ring Gro", "");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::default());
    assert!(!world.list().contains_key(&order), "no web order");
    world.uniac(&format!("sandbox shop number {} A-77", "shop:5001")).exit(0);
    world.sync();
    assert_eq!(world.money(&order), Money::default());
    edit(&world, &order, "A-00077", "");
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
}

#[test]
fn a_strangers_number_with_the_same_digits_takes_nobodys_money() {
    let world = World::active();
    let order = gros(&world);
    for form in ["PO 5001", "5001-7", "best. 05001"] {
        let other = world.order_with("--amount 200.00 --customer Ola");
        edit(&world, &other, form, "");
        world.invoice(&other);
        world.sync();
        assert_eq!(world.attention(&other), "doubtful-link", "{form}");
    }
    assert_eq!(world.money(&order), Money::default());
    // Whose number it is has its money taken all the same.
    world.invoice(&order);
    world.sync();
    assert_eq!(
        (world.money(&order), world.attention(&order).as_str()),
        (Money::captured([49_900]), "")
    );
}

#[test]
fn a_reference_without_a_number_of_the_shop_is_counted_by_doctor_only() {
    let world = World::active();
    gros(&world);
    for reference in ["ring Gro", "15001", "4711"] {
        let order = gros(&world);
        edit(&world, &order, reference, "");
        world.sync();
        assert!(!world.list().contains_key(&order), "{reference}");
    }
    let rows = world.uniac("doctor --json").exit(0).data();
    let mut rows = rows.as_array().expect("rows").iter();
    let row = rows.find(|row| row["id"] == "orders.reference").expect("the row");
    let found = text(&row["found"]);
    assert!(found.contains("4 orders in Uni, 1 known to the shop, 3 with references"), "{found}");
}

/// Two orders of one customer, merged in Uni into the first; returns both.
fn merged(world: &World, reference: &str) -> (String, String) {
    let order = world.order_with("--lines 2 --amount 800.00 --customer Gro");
    let other = world.order_with("--amount 300.00 --customer Gro");
    edit(world, &order, reference, "--amounts 800,300");
    (order, other)
}

/// The status of both in the shop.
fn in_shop(world: &World) -> [String; 2] {
    ["5001", "5002"].map(|number| text(&world.serve().shop_order(number)["status"]))
}

#[test]
fn a_merged_order_is_taken_from_all_its_payments() {
    for reference in ["5001, 5002", "5001/5002"] {
        let world = World::active();
        let (order, other) = merged(&world, reference);
        world.uniac(&format!("sandbox delete {other}")).exit(0);
        world.invoice(&order);
        let result = world.sync();
        let steps = result["steps"].as_array().expect("steps");
        let captures = steps.iter().filter(|step| step["operation"] == "capture");
        let minor: Vec<i64> = captures.map(|step| minor(&step["amount_minor"])).collect();
        assert_eq!(minor, [80_000, 30_000], "{reference}");
        assert_eq!(world.money(&order), Money::captured([80_000]));
        assert_eq!(world.money(&other), Money::captured([30_000]));
        assert_eq!(world.attention(&order), "", "{reference}");
        // The status is that of the whole purchase: the shop's second order is not cancelled although its own order in
        // Uni was deleted, but completed with the first.
        assert_eq!(world.sync()["steps"].as_array().map(Vec::len), Some(0));
        assert_eq!(in_shop(&world), ["completed", "completed"]);
        world.uniac(&format!("sandbox credit {order}")).exit(0);
        world.sync();
        assert_eq!(in_shop(&world), ["refunded", "refunded"]);
        assert_eq!(world.attention(&order), "");
        assert_eq!(world.money(&order), Money::captured([80_000]).refunded([80_000]));
        assert_eq!(world.money(&other), Money::captured([30_000]).refunded([30_000]));
    }
}

/// The customer pays the second of two merged orders again: what stands on its first payment is nobody's to take, and a
/// person's to release.
#[test]
fn a_merged_order_that_is_paid_again_names_the_reservation_that_is_left() {
    let world = World::active();
    let (order, other) = merged(&world, "5001, 5002");
    world.uniac(&format!("sandbox delete {other}")).exit(0);
    world.sync();
    let first = world.view(&order)["payments"][1].clone();
    world.happened(&format!("shop pay-again {other}"));
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([80_000]));
    assert_eq!(world.attention(&order), "replaced-payment");
    let release = format!("cancel --manual {order} --payment {} --yes", text(&first));
    world.uniac(&release).exit(0);
    assert_eq!(world.attention(&order), "");
    let ledger = world.uniac("sandbox ledger --json").exit(0).data();
    let row = |reference: &Value| {
        let mut rows = ledger.as_array().expect("rows").iter();
        rows.find(|row| row["reference"] == *reference).expect("the payment").clone()
    };
    assert_eq!(
        (minor(&row(&first)["captured_minor"]), minor(&row(&first)["cancelled_minor"])),
        (0, 30_000)
    );
}

/// The second number was taken out of the reference after the capture: the money lies on both payments all the same.
#[test]
fn money_on_two_payments_is_paid_back_in_one_run() {
    let world = World::active();
    let (order, other) = merged(&world, "5001, 5002");
    world.uniac(&format!("sandbox delete {other}")).exit(0);
    world.invoice(&order);
    world.sync();
    edit(&world, &order, "5001", "");
    world.uniac(&format!("sandbox credit {order}")).exit(0);
    let foretold = world.uniac("sync --dry-run --json").exit(0).data();
    let done = world.sync();
    let refunds = |result: &Value| {
        let steps = result["steps"].as_array().expect("steps").iter();
        let refunds = steps.filter(|step| step["operation"] == "refund");
        refunds.map(|step| minor(&step["amount_minor"])).collect::<Vec<_>>()
    };
    assert_eq!(refunds(&foretold), refunds(&done));
    assert_eq!(refunds(&done).len(), 2);
    world.clear_calls();
    world.sync();
    assert_eq!(world.writes(), 0);
}

#[test]
fn of_a_part_a_person_says_from_which_payment() {
    let world = World::active();
    let (order, other) = merged(&world, "5001, 5002");
    world.uniac(&format!("sandbox delete {other}")).exit(0);
    world.invoice_lines(&order, "2");
    world.sync();
    assert_eq!((world.money(&order), world.money(&other)), (Money::default(), Money::default()));
    assert_eq!(world.attention(&order), "several-payments");
    let payments = world.view(&order)["payments"].clone();
    let second = text(&payments[1]);
    let call = format!("capture --manual {order} --payment {second} --yes");
    world.uniac(&call).exit(0);
    assert_eq!(world.money(&other), Money::captured([30_000]));
    assert_eq!(world.attention(&order), "");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([80_000]));
    assert_eq!(world.attention(&order), "");
}

#[test]
fn a_stranger_beside_the_number_is_never_taken_from() {
    let world = World::active();
    let order = gros(&world);
    let other = world.order_with("--amount 200.00 --customer Ola");
    edit(&world, &order, "5001, 5002", "");
    world.invoice(&order);
    world.sync();
    assert_eq!(world.attention(&order), "doubtful-link");
    world.uniac(&format!("order link {order} --reason checked")).exit(0);
    world.sync();
    assert_eq!(world.money(&order), Money::captured([49_900]));
    world.invoice(&other);
    world.sync();
    assert_eq!(world.money(&other), Money::captured([20_000]));
    assert_eq!((world.attention(&order).as_str(), world.attention(&other).as_str()), ("", ""));
}
