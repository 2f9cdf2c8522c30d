//! Where references lead: each form of a number, whichever side is written first, and what stands in an older store.

use rusqlite::Connection;

use super::facts::payment;
use super::*;
use crate::LinkWord;
use uniac_core::facts::ShopRow;
use uniac_core::order::{Payment, ShopOrder};
use uniac_core::purchase::Case;

fn uni(id: i64, reference: &str) -> OrderRow {
    let mut row = order(id);
    row.order.shop_reference = (!reference.is_empty()).then(|| reference.to_owned());
    row
}

fn shop(id: &str, number: &str) -> ShopRow {
    let order = ShopOrder {
        id: id.into(),
        number: number.into(),
        status: uniac_core::order::ShopStatus::Open,
        payment_method: "vipps".into(),
        payment_reference: Some(format!("payment-{id}")),
        refunded_minor: 0,
        created_from: None,
        bought: uniac_core::order::Bought::default(),
        unreadable: None,
    };
    ShopRow { order, changed_at: None }
}

fn case(store: &SqliteStore, id: i64) -> Case {
    store.case(OrderId(id)).unwrap().unwrap()
}

/// Returns the shop order that an order leads to, how many it could be, and whether only its digits say so.
fn lead(store: &SqliteStore, id: i64) -> (Option<String>, usize, bool) {
    let alone = case(store, id);
    let mut all = Vec::new();
    let mut keep = |case: Case| {
        all.push(case);
        Ok(())
    };
    store.cases(&mut keep).unwrap();
    let listed = all.into_iter().find(|case| case.order.uni.id == OrderId(id)).unwrap();
    assert_eq!(format!("{alone:?}"), format!("{listed:?}"), "one order and all say the same");
    (alone.order.shop.map(|shop| shop.id), alone.ties.candidates, alone.ties.by_digits)
}

/// References, the shop's orders (`id number`), and where the reference leads.
const FORMS: &[(&str, &[&str], Option<&str>, usize, bool)] = &[
    ("5001", &["a 5001", "b 5002"], Some("a"), 1, false),
    (" 5001 ", &["a 5001"], Some("a"), 1, false),
    ("5001", &["a  5001"], Some("a"), 1, false),
    ("#5001", &["a 5001", "b 50011", "c 1"], Some("a"), 1, true),
    ("WEB-5001", &["a 5001"], Some("a"), 1, true),
    ("5001-1", &["a 5001", "b 1"], Some("a"), 1, true),
    ("05001", &["a 5001"], Some("a"), 1, true),
    ("5001", &["a WEB-5001"], Some("a"), 1, true),
    ("ABC", &["a ABC"], Some("a"), 1, false),
    // An exact number goes first.
    ("5001", &["a WEB-5001", "b 5001"], Some("b"), 1, false),
    ("5001-1", &["a 5001", "b 5001-1"], Some("b"), 1, false),
    // Nobody can know which.
    ("5001", &["b 5001", "a 5001"], Some("a"), 2, false),
    ("#5001", &["a WEB-5001", "b NO-5001"], Some("a"), 2, true),
    ("#5001, 5002", &["b 5001", "a 5002", "c NO-5001"], Some("b"), 2, true),
    // Merged of several.
    ("5001, 5002", &["b 5001", "a 5002"], Some("b"), 1, true),
    ("5001/5002", &["a 5001"], Some("a"), 1, true),
    // No number of the shop.
    ("", &["a 5001"], None, 1, false),
    ("Kari", &["a 5001"], None, 1, false),
    ("15001", &["a 5001"], None, 1, false),
    ("4999", &["a 5001"], None, 1, false),
];

fn shops(rows: &[&str]) -> Vec<ShopRow> {
    let row = |row: &&str| {
        let (id, number) = row.split_once(' ').unwrap();
        shop(id, number)
    };
    rows.iter().map(row).collect()
}

#[test]
fn it_makes_no_difference_which_side_is_written_first() {
    for (reference, numbers, id, candidates, by_digits) in FORMS {
        let expected = (id.map(str::to_owned), *candidates, *by_digits);
        let reversed: Vec<ShopRow> = shops(numbers).into_iter().rev().collect();
        for (uni_first, rows) in [
            (true, shops(numbers)),
            (false, shops(numbers)),
            (true, reversed.clone()),
            (false, reversed),
        ] {
            let store = store();
            let put = || store.put_orders(&[uni(7, reference)], now()).unwrap();
            if uni_first {
                put();
            }
            for row in &rows {
                store.put_shop_orders(std::slice::from_ref(row)).unwrap();
            }
            if !uni_first {
                put();
            }
            assert_eq!(lead(&store, 7), expected, "{reference}, {numbers:?}, {uni_first}");
            // Reading all again changes nothing.
            put();
            store.put_shop_orders(&rows).unwrap();
            assert_eq!(lead(&store, 7), expected, "{reference}, read again");
        }
    }
}

#[test]
fn what_leads_nowhere_is_told_the_newest_first() {
    let store = store();
    let rows = [uni(7, "5001"), uni(8, "#5009"), uni(9, ""), uni(10, "5010")];
    store.put_orders(&rows, now()).unwrap();
    store.put_shop_orders(&shops(&["a 5001"])).unwrap();
    let all: Vec<OrderId> = [7, 8, 9, 10, 11].map(OrderId).into();
    assert_eq!(store.leading_nowhere(&all).unwrap(), ["5010", "#5009"]);
    assert_eq!(store.leading_nowhere(&all[..1]).unwrap(), Vec::<String>::new());
    store.put_shop_orders(&shops(&["b 5009"])).unwrap();
    assert_eq!(store.leading_nowhere(&all).unwrap(), ["5010"]);
}

#[test]
fn the_shop_orders_of_a_merged_order_and_their_payments_stand_beside_it() {
    let store = store();
    store.put_orders(&[uni(7, "5001, 5002"), uni(8, "5002")], now()).unwrap();
    store.put_shop_orders(&shops(&["a 5001", "b 5002"])).unwrap();
    let merged = case(&store, 7);
    let numbers: Vec<&str> = merged.shop_orders().map(|shop| shop.number.as_str()).collect();
    assert_eq!(numbers, ["5001", "5002"]);
    assert!(merged.is_merged() && merged.lacks_a_payment());
    for reference in ["payment-a", "payment-b"] {
        let read = Payment { reference: reference.into(), ..payment(0, now()) };
        store.put_payment(&read).unwrap();
    }
    let merged = case(&store, 7);
    let payments: Vec<&str> = merged.payments().map(|payment| payment.reference.as_str()).collect();
    assert_eq!(payments, ["payment-a", "payment-b"]);
    assert!(!merged.lacks_a_payment());
    assert!(!case(&store, 8).is_merged());
    assert_eq!(store.together(OrderId(8)).unwrap(), [OrderId(7), OrderId(8)]);
    let tied = store.tied(&[7, 8, 9].map(OrderId)).unwrap();
    assert_eq!(Vec::from_iter(tied), [OrderId(7), OrderId(8)]);
    assert_eq!(store.orders_of_payment("payment-b").unwrap(), [OrderId(7), OrderId(8)]);
    // The payment that was replaced leads to them, too.
    let mut paid_again = shops(&["b 5002"]);
    paid_again[0].order.payment_reference = Some("payment-c".into());
    store.put_shop_orders(&paid_again).unwrap();
    assert_eq!(store.orders_of_payment("payment-b").unwrap(), [OrderId(7), OrderId(8)]);
    assert_eq!(store.orders_of_payment("payment-c").unwrap(), [OrderId(7), OrderId(8)]);
    // The other number may come later, and be typed anew.
    store.put_shop_orders(&shops(&["b 6002"])).unwrap();
    assert!(!case(&store, 7).is_merged());
}

#[test]
fn a_number_or_a_reference_that_is_typed_anew_leads_elsewhere() {
    let store = store();
    store.put_orders(&[uni(7, "5001")], now()).unwrap();
    store.put_shop_orders(&shops(&["a 5001", "b 5002"])).unwrap();
    let now_at = |expected: Option<&str>| {
        assert_eq!(lead(&store, 7).0.as_deref(), expected);
    };
    now_at(Some("a"));
    store.put_orders(&[uni(7, "#5002")], now()).unwrap();
    now_at(Some("b"));
    store.put_shop_orders(&shops(&["b 6002"])).unwrap();
    now_at(None);
    store.put_shop_orders(&shops(&["a NO-5002"])).unwrap();
    now_at(Some("a"));
    store.put_orders(&[uni(7, "")], now()).unwrap();
    now_at(None);
    assert_eq!(store.find_orders("NO-5002", true).unwrap(), []);
    store.put_orders(&[uni(7, "5002"), uni(8, "NO 5002")], now()).unwrap();
    assert_eq!(store.find_orders("NO-5002", true).unwrap(), [OrderId(7), OrderId(8)]);
    assert_eq!(store.orders_of_payment("payment-a").unwrap(), [OrderId(7), OrderId(8)]);
    assert_eq!(store.together(OrderId(7)).unwrap(), [OrderId(7), OrderId(8)]);
    assert_eq!(case(&store, 7).ties.siblings.len(), 1);
}

#[test]
fn what_was_sure_stays_when_a_stranger_only_has_the_digits() {
    let store = store();
    store.put_orders(&[uni(7, "5001")], now()).unwrap();
    store.put_shop_orders(&shops(&["a 5001"])).unwrap();
    let sure = (OrderId(7), "a".to_owned(), "5001".to_owned());
    store.remember_links(&[sure], now()).unwrap();
    assert!(case(&store, 7).ties.was_sure);
    store.put_orders(&[uni(8, "PO 5001")], now()).unwrap();
    assert!(case(&store, 7).ties.was_sure);
    assert_eq!(case(&store, 7).ties.siblings.len(), 1);
    // One that carries the number is another claimant.
    store.put_orders(&[uni(9, "5001")], now()).unwrap();
    assert!(!case(&store, 7).ties.was_sure);
}

#[test]
fn of_several_the_one_that_a_person_or_an_earlier_look_has_named_stays_in_hand() {
    for by_person in [true, false] {
        let store = store();
        store.put_orders(&[uni(7, "#5001")], now()).unwrap();
        store.put_shop_orders(&shops(&["b WEB-5001"])).unwrap();
        let word = LinkWord {
            chosen: false,
            order: OrderId(7),
            shop: "b".into(),
            linked: true,
            by: "kari".into(),
            reason: None,
            at: now(),
        };
        match by_person {
            true => store.say_link(&word).unwrap(),
            false => {
                let sure = (OrderId(7), "b".to_owned(), "#5001".to_owned());
                store.remember_links(&[sure], now()).unwrap();
            }
        }
        store.put_shop_orders(&shops(&["a NO-5001"])).unwrap();
        assert_eq!(lead(&store, 7), (Some("b".into()), 2, true));
        assert_eq!(case(&store, 7).ties.said, by_person.then_some(true));
    }
}

/// As the second version left them: no order of them is read anew here.
#[test]
fn a_store_of_before_is_resolved_when_it_is_upgraded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(SqliteStore::open(&path, COMPANY).unwrap());
    std::fs::remove_file(&path).unwrap();
    let raw = Connection::open(&path).unwrap();
    for script in &crate::schema::sqlite::MIGRATIONS[..2] {
        raw.execute_batch(script).unwrap();
    }
    raw.pragma_update(None, "user_version", 2).unwrap();
    raw.pragma_update(None, "application_id", crate::schema::sqlite::APPLICATION_ID).unwrap();
    for (id, reference) in [(7, "5001"), (8, "#5002"), (9, "Kari")] {
        let row = uni(id, reference);
        raw.execute(
            "INSERT INTO uni_order (id, number, shop_reference, fact) VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![
                id,
                row.order.number,
                reference,
                crate::text::fact(&row.order).unwrap()
            ],
        )
        .unwrap();
    }
    for row in shops(&["a 5001", "b WEB-5002"]) {
        raw.execute(
            "INSERT INTO shop_order (id, number, payment_reference, fact) VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![
                row.order.id,
                row.order.number,
                row.order.payment_reference,
                crate::text::fact(&row.order).unwrap()
            ],
        )
        .unwrap();
    }
    drop(raw);
    let store = SqliteStore::open(&path, COMPANY).unwrap();
    assert_eq!(lead(&store, 7), (Some("a".into()), 1, false));
    assert_eq!(lead(&store, 8), (Some("b".into()), 1, true));
    assert_eq!(lead(&store, 9), (None, 1, false));
    // What comes later finds those of before.
    store.put_shop_orders(&shops(&["c 5002"])).unwrap();
    assert_eq!(lead(&store, 8).1, 2);
}
