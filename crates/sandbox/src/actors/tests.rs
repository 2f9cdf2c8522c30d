//! Tests of the people: what they do shows in all three systems, and the impossible is refused.

use crate::world::tests::world;
use crate::{CreditTarget, Outside, PortalAct, World};

fn number(world: &mut World, sql: &str) -> i64 {
    world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
}

#[test]
fn amounts_of_every_size_are_split_exactly() {
    for (lines, amount_minor) in
        [(1, 0), (2, 1), (2, 49_900), (3, 10_000), (7, 99_999), (500, 49_900), (2, 9_999_999_999)]
    {
        let mut world = world();
        let made = world.order(lines, amount_minor, None, None).unwrap();
        assert_eq!(made.amount_minor, amount_minor);
        let order = made.order.unwrap();
        assert_eq!(number(&mut world, "SELECT total_e4 FROM uni_order"), amount_minor * 100);
        assert_eq!(number(&mut world, "SELECT total_minor FROM shop_order"), amount_minor);
        assert_eq!(number(&mut world, "SELECT count(*) FROM uni_order_item"), i64::from(lines));
        let ledger = world.ledger().unwrap();
        assert_eq!(made.reference.is_some(), amount_minor > 0);
        assert_eq!(ledger.iter().map(|row| row.authorised_minor).sum::<i64>(), amount_minor);
        assert_eq!(world.invoice(&order, None).unwrap().amount_minor, amount_minor);
    }
    let mut world = world();
    assert_eq!(world.order(1, -1, None, None).unwrap_err().code, "amount-out-of-range");
    assert_eq!(world.order(0, 1, None, None).unwrap_err().code, "lines-out-of-range");
    assert_eq!(world.order(1, 1, None, Some("SEK")).unwrap_err().code, "unknown-currency");
}

#[test]
fn a_name_is_kept_as_the_customer_typed_it() {
    let mut world = world();
    let name = "Kari \u{1b}[31mRød\u{7} \u{202e}nnamdroN";
    let order = world.order(1, 100, Some(name), None).unwrap().order.unwrap();
    let stored: String =
        world.turn(|turn| Ok(turn.one("SELECT customer FROM uni_order", ())?)).unwrap();
    assert_eq!(stored, name);
    assert!(world.invoice(&order, None).is_ok());
}

#[test]
fn orders_are_named_by_either_number() {
    let mut world = world();
    let made = world.order(2, 100, None, None).unwrap();
    let by_shop = format!("shop:{}", made.shop_order.as_ref().unwrap());
    let invoiced = world.invoice(&by_shop, Some(&[2])).unwrap();
    assert_eq!((&invoiced.order, &invoiced.reference), (&made.order, &made.reference));
    for name in ["1", "shop:1", "x\u{7}", ""] {
        let error = world.invoice(name, None).unwrap_err();
        assert_eq!(error.code, "unknown-order");
        assert!(!error.message.contains('\u{7}') && !error.hints.is_empty());
    }
}

#[test]
fn an_order_of_another_shop_is_in_uni_alone() {
    let mut world = world();
    let outside =
        |reference: &str, amount_minor| Outside { reference: reference.to_owned(), amount_minor };
    let listed = [outside("A1", 30_000), outside(" B2 ", 1)];
    let made = world.orders_from_outside(3, &listed, None).unwrap();
    let codes: Vec<&str> = made.iter().filter_map(|one| one.shop_order.as_deref()).collect();
    assert_eq!(codes, ["A1", "B2"]);
    assert_eq!(number(&mut world, "SELECT sum(total_e4) FROM uni_order"), 3_000_100);
    assert_eq!(number(&mut world, "SELECT count(*) FROM shop_order"), 0);
    assert!(world.ledger().unwrap().is_empty());
    assert_eq!(world.invoice("shop:A1", None).unwrap().amount_minor, 30_000);
    // One that cannot be lets none be.
    let error = world.orders_from_outside(1, &[outside("C3", 1), outside(" ", 1)], None);
    assert_eq!(error.unwrap_err().code, "bad-reference");
    assert_eq!(number(&mut world, "SELECT count(*) FROM uni_order"), 2);
}

#[test]
fn nothing_is_invoiced_twice() {
    let mut world = world();
    let order = world.order(3, 30_000, None, None).unwrap().order.unwrap();
    assert_eq!(world.invoice(&order, Some(&[2])).unwrap().amount_minor, 10_000);
    assert_eq!(world.invoice(&order, Some(&[2, 3])).unwrap_err().code, "already-invoiced");
    for lines in [&[0][..], &[4], &[1, 1], &[]] {
        assert_eq!(world.invoice(&order, Some(lines)).unwrap_err().code, "unknown-line");
    }
    let rest = world.invoice(&order, None).unwrap();
    assert_eq!((rest.amount_minor, rest.invoice.as_deref()), (20_000, Some("10002")));
    assert_eq!(number(&mut world, "SELECT status FROM uni_order"), 41004);
    assert_eq!(number(&mut world, "SELECT rest_e4 FROM uni_order"), 0);
    assert_eq!(world.invoice(&order, None).unwrap_err().code, "already-invoiced");
}

#[test]
fn never_more_is_credited_than_is_left() {
    let mut world = world();
    let order = world.order(2, 30_000, None, None).unwrap().order.unwrap();
    let order = CreditTarget::Order(&order);
    assert_eq!(world.credit(order, None, None).unwrap_err().code, "nothing-to-credit");
    let CreditTarget::Order(name) = order else { return };
    world.invoice(name, Some(&[1])).unwrap();
    world.invoice(name, Some(&[2])).unwrap();
    let part = world.credit(order, Some(20_000), None).unwrap();
    assert_eq!(part.amount_minor, 20_000, "the first invoice and a part of the second");
    assert_eq!(
        (part.invoice.as_deref(), part.credit_note.as_deref()),
        (Some("10002"), Some("10004"))
    );
    assert_eq!(number(&mut world, "SELECT status FROM uni_invoice WHERE number = 10001"), 42006);
    assert_eq!(number(&mut world, "SELECT status FROM uni_invoice WHERE number = 10002"), 42007);
    assert_eq!(
        number(&mut world, "SELECT rest_e4 FROM uni_invoice WHERE number = 10002"),
        1_000_000
    );
    assert_eq!(world.credit(order, Some(10_001), None).unwrap_err().code, "credit-too-large");
    assert_eq!(world.credit(order, Some(0), None).unwrap_err().code, "amount-out-of-range");
    assert_eq!(world.credit(order, None, Some(&[1])).unwrap_err().code, "nothing-to-credit");
    assert_eq!(world.credit(order, None, Some(&[2])).unwrap().amount_minor, 10_000);
    assert_eq!(world.credit(order, None, None).unwrap_err().code, "nothing-to-credit");
    let missing = number(
        &mut world,
        "SELECT count(*) FROM uni_invoice_item WHERE order_item_id IS NULL OR
            (total_e4 < 0 AND credits_item_id IS NULL)",
    );
    assert_eq!(missing, 0, "credit lines carry their order line");
}

#[test]
fn an_invoice_is_credited_by_its_number() {
    let mut world = world();
    let made = world.order(3, 30_000, None, None).unwrap();
    let order = made.order.clone().unwrap();
    let invoice = world.invoice(&order, Some(&[2, 3])).unwrap().invoice.unwrap();
    let target = CreditTarget::Invoice(&invoice);
    let credited = world.credit(target, None, Some(&[2])).unwrap();
    assert_eq!((credited.amount_minor, &credited.order), (10_000, &made.order));
    let note = credited.credit_note.unwrap();
    for number in ["1", "x", &note] {
        let error = world.credit(CreditTarget::Invoice(number), None, None).unwrap_err();
        assert_eq!(error.code, "unknown-invoice");
    }
}

#[test]
fn deleting_depends_on_what_is_invoiced() {
    let mut world = world();
    let order = world.order(2, 10_000, None, None).unwrap().order.unwrap();
    assert_eq!(world.delete(&order).unwrap().amount_minor, 10_000);
    assert_eq!(number(&mut world, "SELECT deleted FROM uni_order"), 1);
    assert_eq!(world.delete(&order).unwrap_err().code, "order-gone");
    assert_eq!(world.invoice(&order, None).unwrap_err().code, "order-gone");

    let order = world.order(2, 10_000, None, None).unwrap().order.unwrap();
    world.invoice(&order, Some(&[1])).unwrap();
    assert_eq!(world.delete(&order).unwrap().amount_minor, 5_000);
    assert_eq!(number(&mut world, "SELECT status FROM uni_order WHERE NOT deleted"), 41005);
    assert_eq!(number(&mut world, "SELECT count(*) FROM uni_order_item WHERE status = 41104"), 1);
    assert_eq!(world.invoice(&order, None).unwrap_err().code, "order-gone");

    let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
    world.invoice(&order, None).unwrap();
    assert_eq!(world.delete(&order).unwrap_err().code, "order-invoiced");
}

#[test]
fn the_portal_obeys_the_provider() {
    let mut world = world();
    let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
    let refused = world.portal(PortalAct::Refund, &order, Some(1)).unwrap_err();
    assert_eq!(
        (refused.code, refused.kind),
        ("portal-refused", uniac_system::error::Kind::Refused)
    );
    assert!(refused.message.contains("6020"));
    assert_eq!(world.portal(PortalAct::Capture, &order, Some(4_000)).unwrap().amount_minor, 4_000);
    assert_eq!(world.portal(PortalAct::Refund, &order, None).unwrap().amount_minor, 4_000);
    assert_eq!(world.portal(PortalAct::Cancel, &order, Some(1)).unwrap().amount_minor, 6_000);
    let ledger = world.ledger().unwrap();
    let row = &ledger[0];
    assert_eq!(row.order.as_ref(), Some(&order));
    let kinds: Vec<&str> = row.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["reserve", "capture", "refund", "cancel"]);
    assert!(row.events[1].key.as_ref().unwrap().starts_with("portal-"));
    let free = world.order(1, 0, None, None).unwrap().order.unwrap();
    assert_eq!(world.portal(PortalAct::Capture, &free, None).unwrap_err().code, "no-payment");
}

#[test]
fn what_happened_has_the_promised_shape() {
    let mut world = world();
    let made = world.order(1, 49_900, None, None).unwrap();
    let json = serde_json::to_value(&made).unwrap();
    let fields: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        ["amount_minor", "credit_note", "currency", "invoice", "order", "reference", "shop_order"]
    );
    assert!(json["invoice"].is_null());
}
