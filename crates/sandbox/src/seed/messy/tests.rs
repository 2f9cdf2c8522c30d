//! Tests that the messy company is what it promises: every situation, the same for the same seed, and
//! books that add up in spite of it.

use super::*;
use crate::world::World;

fn company(orders: u32, seed: u64) -> World {
    let noon = "2026-11-23T12:00:00Z".parse().unwrap();
    let clock = uniac_system::clock::Clock::manual(noon, jiff::tz::TimeZone::UTC);
    let path = std::path::Path::new(":memory:");
    World::reset(path, clock.into(), |turn| fill(turn, orders, seed)).unwrap()
}

fn count(world: &mut World, rest: &str) -> i64 {
    world.turn(|turn| Ok(turn.one(&format!("SELECT count(*) {rest}"), ())?)).unwrap()
}

#[test]
fn every_size_and_seed_can_be_told() {
    let all: u32 = stories().iter().map(|story| story.customers).sum();
    assert!(all <= super::super::MESSY_ORDERS, "{all} customers");
    for orders in [0, 1, 2, 30, all, 200] {
        for seed in 0..6 {
            let mut world = company(orders, seed);
            assert_eq!(count(&mut world, "FROM shop_order"), i64::from(orders), "seed {seed}");
        }
    }
}

#[test]
fn a_company_of_many_can_be_told() {
    // What is left of an order can be less than nothing, and is then captured by nobody.
    assert_eq!(count(&mut company(20_000, 7), "FROM shop_order"), 20_000);
}

#[test]
fn the_same_seed_gives_the_same_company() {
    assert!(company(150, 7).ledger().unwrap() == company(150, 7).ledger().unwrap());
    assert!(company(150, 7).ledger().unwrap() != company(150, 8).ledger().unwrap());
}

#[test]
fn every_situation_occurs() {
    const SITUATIONS: [(&str, &str); 34] = [
        ("a copy", "FROM uni_order GROUP BY requisition HAVING count(*) > 1"),
        ("deleted", "FROM uni_order WHERE deleted"),
        ("closed", "FROM uni_order WHERE status = 41005"),
        ("gone", "FROM shop_order s WHERE s.id NOT IN (SELECT shop_id FROM uni_order
            WHERE shop_id IS NOT NULL)"),
        ("merged", "FROM uni_order WHERE requisition LIKE '%, %'"),
        ("of another customer", "FROM uni_order u JOIN shop_order s ON s.number = u.requisition
            WHERE s.id <> u.shop_id"),
        ("no reference", "FROM uni_order WHERE requisition IS NULL"),
        ("another form", "FROM uni_order WHERE requisition GLOB '[^0-9]*5[0-9]*'
            OR requisition LIKE '%-1' OR requisition LIKE '0%'"),
        ("a prefix in the shop", "FROM shop_order WHERE number LIKE 'WEB-%'"),
        ("an old order", "FROM uni_order WHERE placed < '2024'"),
        ("a shared payment", "FROM shop_order WHERE transaction_id <> ''
            GROUP BY transaction_id HAVING count(*) > 1"),
        ("a company", "FROM uni_order WHERE org_number IS NOT NULL AND person IS NOT NULL"),
        ("a company that the shop does not know", "FROM uni_order u JOIN shop_order s
            ON s.id = u.shop_id WHERE u.org_number IS NOT NULL AND s.company = ''"),
        ("collective", "FROM uni_order WHERE customer = 'Nettbutikkunde'"),
        ("a typed line", "FROM uni_invoice_item l JOIN uni_invoice i ON i.id = l.invoice_id
            WHERE i.kind = 0 AND order_item_id IS NULL AND l.total_e4 > 0"),
        ("a typed discount", "FROM uni_invoice_item l JOIN uni_invoice i ON i.id = l.invoice_id
            WHERE i.kind = 0 AND order_item_id IS NULL AND l.total_e4 < 0"),
        ("a draft", "FROM uni_invoice WHERE status = 42001 AND number IS NULL AND kind = 0"),
        ("opened again", "FROM uni_invoice WHERE status = 42001 AND number IS NOT NULL"),
        ("a draft of a credit note", "FROM uni_invoice WHERE status = 42001 AND kind = 1"),
        ("paid by bank", "FROM uni_payment WHERE transaction_id IS NOT NULL"),
        ("part-paid", "FROM uni_invoice WHERE status = 42003"),
        ("a gift card", "FROM uni_payment WHERE payment_id = 'GAVEKORT'"),
        ("rounded", "FROM uni_invoice WHERE rounding_e4 <> 0 AND total_e4 % 10000 = 0"),
        ("for nothing", "FROM uni_invoice WHERE total_e4 = 0"),
        ("an odd type", "FROM uni_invoice WHERE kind = 2"),
        ("a credit that names nothing", "FROM uni_invoice WHERE kind = 1 AND reference_id IS NULL"),
        ("an untraced credit", "FROM uni_invoice_item WHERE credits_item_id IS NOT NULL
            AND order_item_id IS NULL"),
        ("a credit of a credit", "FROM uni_invoice c JOIN uni_invoice n ON n.id = c.reference_id
            WHERE c.kind = 1 AND n.kind = 1"),
        ("a credit of two", "FROM uni_invoice_item l JOIN uni_invoice_item c
            ON c.id = l.credits_item_id GROUP BY l.invoice_id HAVING count(DISTINCT c.invoice_id) > 1"),
        ("above the invoice", "FROM uni_invoice WHERE kind = 0 AND total_e4 + credited_e4 < 0"),
        ("an earlier payment", "FROM shop_payment"),
        ("never authorised", "FROM payment WHERE state = 'CREATED'"),
        ("a dispute", "FROM payment_event WHERE name = 'DISPUTED'"),
        ("unknown to the provider", "FROM shop_order s WHERE transaction_id <> '' AND
            transaction_id NOT IN (SELECT reference FROM payment)"),
    ];
    for seed in [1, 7] {
        let mut world = company(super::super::MESSY_ORDERS, seed);
        for (name, rest) in SITUATIONS {
            let found = count(&mut world, &format!("FROM (SELECT 1 {rest})"));
            assert!(found > 0, "{name}, seed {seed}");
        }
        for status in ["cancelled", "failed", "trash", "shipped", "pending"] {
            let rest = format!("FROM shop_order WHERE status = '{status}'");
            assert!(count(&mut world, &rest) > 0, "{status}, seed {seed}");
        }
    }
}

#[test]
fn the_books_add_up_however_untidy_they_are() {
    const NEVER: [(&str, &str); 7] = [
        (
            "order total",
            "FROM uni_order u WHERE total_e4 <> rounding_e4 +
            (SELECT sum(total_e4) FROM uni_order_item WHERE order_id = u.id)",
        ),
        (
            "invoice total",
            "FROM uni_invoice i WHERE total_e4 <> rounding_e4 +
            (SELECT sum(total_e4) FROM uni_invoice_item WHERE invoice_id = i.id)",
        ),
        (
            "rest",
            "FROM uni_invoice i WHERE kind = 0 AND rest_e4 <> max(0, total_e4 + credited_e4 -
            (SELECT coalesce(sum(amount_e4), 0) FROM uni_payment WHERE invoice_id = i.id))",
        ),
        (
            "payment above",
            "FROM payment WHERE captured_minor + cancelled_minor > authorised_minor
            OR refunded_minor > captured_minor",
        ),
        ("a refused attempt", "FROM payment_event WHERE NOT success"),
        ("uniac's keys", "FROM payment_event WHERE key LIKE 'ua-%'"),
        ("a real address", "FROM shop_order WHERE email NOT LIKE '%@example.com' AND email <> ''"),
    ];
    let mut world = company(300, 3);
    for (name, rest) in NEVER {
        assert_eq!(count(&mut world, rest), 0, "{name}");
    }
    assert!(count(&mut world, "FROM (SELECT DISTINCT email FROM shop_order)") > 100);
}
