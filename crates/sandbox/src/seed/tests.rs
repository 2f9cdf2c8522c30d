//! Tests that the company is believable: every story is there, and what the systems say agrees.

use std::collections::BTreeMap;
use std::time::Instant;

use sha2::{Digest, Sha256};

use super::*;
use crate::world::World;
use crate::world::tests::clock;

fn company(orders: u32, seed: u64) -> World {
    World::reset(std::path::Path::new(":memory:"), clock(), |turn| fill(turn, orders, seed))
        .unwrap()
}

fn count(world: &mut World, sql: &str) -> i64 {
    world.turn(|turn| Ok(turn.one(sql, ())?)).unwrap()
}

#[test]
fn every_size_and_seed_can_be_told() {
    for orders in [0, 1, 2, 7, 33, 60] {
        for seed in 0..8 {
            let mut world = company(orders, seed);
            assert_eq!(count(&mut world, "SELECT count(*) FROM uni_order"), i64::from(orders));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_company() {
    // The moments follow the clock, which goes on between the two.
    let book = |seed| {
        let mut rows = company(80, seed).ledger().unwrap();
        for event in rows.iter_mut().flat_map(|row| &mut row.events) {
            event.at.clear();
        }
        rows
    };
    assert!(book(7) == book(7));
    assert!(book(7) != book(8));
}

#[test]
fn from_sixty_orders_on_every_situation_occurs() {
    let finalised = "JOIN uni_invoice_item l ON l.order_item_id IN
            (SELECT id FROM uni_order_item WHERE order_id = u.id)
        JOIN uni_invoice i ON i.id = l.invoice_id AND i.number IS NOT NULL";
    let orders = "FROM uni_order u LEFT JOIN shop_order s ON s.number = u.requisition
        LEFT JOIN payment p ON p.reference = s.transaction_id";
    let situations = [
        ("no payment", "p.reference IS NULL"),
        ("made by hand", "s.id IS NULL"),
        ("open", "u.status = 41002 AND NOT u.deleted AND p.captured_minor = 0"),
        (
            "part-captured",
            "p.captured_minor > 0 AND p.captured_minor + p.cancelled_minor < p.authorised_minor",
        ),
        ("part-refunded", "p.refunded_minor > 0 AND p.refunded_minor < p.captured_minor"),
        ("refunded", "p.refunded_minor > 0 AND p.refunded_minor = p.captured_minor"),
        ("deleted", "u.deleted AND p.cancelled_minor = p.authorised_minor"),
        ("closed", "u.status = 41005"),
        ("expired", "p.cancelled_minor = p.authorised_minor AND NOT u.deleted"),
        ("currency mismatch", "p.currency <> u.currency"),
        ("foreign", "p.currency <> 'NOK' AND p.currency = u.currency"),
        (
            "exceeds",
            "u.total_e4 > 100 * p.authorised_minor AND u.status = 41004 AND p.captured_minor = 0",
        ),
        (
            "left over",
            "u.status = 41004 AND p.captured_minor > 0
            AND u.total_e4 = 100 * p.captured_minor AND p.authorised_minor > p.captured_minor",
        ),
        ("inexact", "u.total_e4 % 100 <> 0"),
        ("rounded", "u.rounding_e4 <> 0 AND 100 * p.authorised_minor = u.total_e4"),
        ("captured without invoice", "p.captured_minor = p.authorised_minor AND u.status = 41002"),
        (
            "captured in full, part-invoiced",
            "p.captured_minor = p.authorised_minor AND u.status = 41003",
        ),
    ];
    for seed in [7, 1, 2, 3] {
        for size in [60, 200] {
            let mut world = company(size, seed);
            world.ledger().unwrap();
            for (name, condition) in situations {
                let sql = format!("SELECT count(*) {orders} WHERE {condition}");
                assert!(count(&mut world, &sql) > 0, "{name}, {size} orders, seed {seed}");
            }
            let documents = [
                (
                    "invoiced, not captured",
                    "i.kind = 0 AND p.captured_minor = 0 AND p.cancelled_minor = 0",
                ),
                ("credited, not captured", "i.kind = 1 AND p.captured_minor = 0"),
                (
                    "expired after the invoice",
                    "i.kind = 0 AND p.cancelled_minor = p.authorised_minor",
                ),
            ];
            for (name, condition) in documents {
                let sql = format!("SELECT count(*) {orders} {finalised} WHERE {condition}");
                assert!(count(&mut world, &sql) > 0, "{name}, {size} orders, seed {seed}");
            }
            let others = [
                (
                    "draft invoice",
                    "FROM uni_invoice WHERE kind = 0 AND status = 42001 AND number IS NULL",
                ),
                ("draft credit note", "FROM uni_invoice WHERE kind = 1 AND status = 42001"),
                ("a line of no order", "FROM uni_invoice_item WHERE order_item_id IS NULL"),
                ("discount", "FROM uni_order_item WHERE total_e4 < 0"),
                ("food", "FROM uni_order_item WHERE vat_percent_e4 = 150000"),
                (
                    "refund without a credit note",
                    "FROM payment_event e WHERE name = 'REFUNDED'
                    AND key LIKE 'portal-%'",
                ),
                (
                    "invoice of two orders",
                    "FROM (SELECT invoice_id FROM uni_invoice_item l
                    JOIN uni_order_item o ON o.id = l.order_item_id
                    GROUP BY invoice_id HAVING count(DISTINCT order_id) = 2)",
                ),
            ];
            for (name, rest) in others {
                let sql = format!("SELECT count(*) {rest}");
                assert!(count(&mut world, &sql) > 0, "{name}, {size} orders, seed {seed}");
            }
        }
    }
}

#[test]
fn sums_agree_and_no_deleted_order_holds_a_reservation() {
    let mut world = company(400, 11);
    world.ledger().unwrap();
    let never = [
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
            "payment above",
            "FROM payment WHERE captured_minor + cancelled_minor > authorised_minor
            OR refunded_minor > captured_minor",
        ),
        (
            "deleted and reserved",
            "FROM uni_order u JOIN shop_order s ON s.number = u.requisition
            JOIN payment p ON p.reference = s.transaction_id WHERE u.deleted
            AND p.authorised_minor > p.captured_minor + p.cancelled_minor",
        ),
        ("a refused attempt", "FROM payment_event WHERE NOT success"),
        (
            "shop total",
            "FROM shop_order s WHERE total_minor <>
            (SELECT sum(net_minor + tax_minor) FROM shop_line WHERE order_id = s.id)",
        ),
        (
            "reservation",
            "FROM shop_order s JOIN payment p ON p.reference = s.transaction_id
            WHERE p.authorised_minor <> s.total_minor",
        ),
        ("in the future", "FROM payment_event WHERE at > 1795435200000"),
        ("negative rest", "FROM uni_invoice WHERE rest_e4 < 0 OR credited_e4 > 0"),
        ("uniac's keys", "FROM payment_event WHERE key LIKE 'ua-%'"),
    ];
    for (name, rest) in never {
        assert_eq!(count(&mut world, &format!("SELECT count(*) {rest}")), 0, "{name}");
    }
}

#[test]
fn a_large_company_is_made_quickly() {
    let start = Instant::now();
    let mut world = company(2_000, 7);
    let elapsed = start.elapsed();
    assert!(elapsed.as_secs() < 20, "2000 orders took {elapsed:?}");
    let mut states: BTreeMap<bool, u32> = BTreeMap::new();
    for row in world.ledger().unwrap() {
        *states.entry(row.captured_minor > 0).or_default() += 1;
    }
    assert!(states.values().all(|count| *count > 300), "{states:?}");
}

/// The tables and columns of 0.1.0's world, in which the tidy company must stay what it is.
const TIDY: [(&str, &str); 16] = [
    ("idempotency", "operation, key, request, status, answer"),
    (
        "nexi_refund",
        "id, reference, charge, amount_minor, items, key, state, updated_at, visible_at",
    ),
    (
        "payment",
        "reference, psp, state, currency, amount_minor, authorised_minor, captured_minor, refunded_minor, cancelled_minor, created_at, authorised_at, brand, closes_at",
    ),
    ("payment_event", "id, reference, name, amount_minor, at, key, success, visible_at, note"),
    ("rate", "reference, operation, since, count"),
    ("sequence", "name, last"),
    ("shop_line", "id, order_id, kind, name, quantity, net_minor, tax_minor"),
    ("shop_meta", "id, owner, owner_id, key, value"),
    ("shop_note", "id, order_id, author, note, for_customer, created_at, visible_at"),
    (
        "shop_order",
        "id, number, status, currency, total_minor, tax_minor, payment_method, payment_title, transaction_id, first_name, last_name, email, created_via, created_at, modified_at, paid_at, completed_at, lag_until, lag_status, lag_modified_at, lag_completed_at",
    ),
    ("shop_refund", "id, order_id, amount_minor, reason, paid_back, created_at, visible_at"),
    (
        "uni_invoice",
        "id, number, kind, reference_id, customer, issued, due, currency, rate_e4, status, net_e4, vat_e4, total_e4, rounding_e4, rest_e4, credited_e4, created_at, updated_at, lag_until, lag_rest_e4, lag_status, lag_updated_at",
    ),
    (
        "uni_invoice_item",
        "id, invoice_id, order_item_id, credits_item_id, position, text, quantity_e4, vat_percent_e4, currency, rate_e4, net_e4, vat_e4, total_e4, status, created_at, updated_at",
    ),
    (
        "uni_order",
        "id, number, customer, placed, currency, rate_e4, status, requisition, net_e4, vat_e4, total_e4, rounding_e4, rest_net_e4, rest_e4, deleted, created_at, updated_at",
    ),
    (
        "uni_order_item",
        "id, order_id, position, text, quantity_e4, vat_percent_e4, currency, rate_e4, net_e4, vat_e4, total_e4, status, created_at, updated_at",
    ),
    (
        "uni_payment",
        "id, invoice_id, amount_e4, base_e4, paid, payment_id, journal_number, created_at, visible_at",
    ),
];

/// Returns a digest of all that a company is made of.
fn digest(orders: u32, seed: u64) -> String {
    let noon = "2026-11-23T12:00:00Z".parse().unwrap();
    let clock =
        std::sync::Arc::new(uniac_system::clock::Clock::manual(noon, jiff::tz::TimeZone::UTC));
    let path = std::path::Path::new(":memory:");
    let mut world = World::reset(path, clock, |turn| fill(turn, orders, seed)).unwrap();
    let mut hash = Sha256::new();
    for (table, columns) in TIDY {
        let count = columns.split(", ").count();
        let sql = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
        let read = |row: &rusqlite::Row| -> rusqlite::Result<String> {
            (0..count).map(|column| Ok(format!("{:?}|", row.get_ref(column)?))).collect()
        };
        for row in world.turn(|turn| Ok(turn.all(&sql, (), read)?)).unwrap() {
            hash.update(format!("{table}: {row}\n"));
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_tidy_company_is_what_it_always_was() {
    let digests = [(60, 1), (200, 7), (2000, 1)].map(|(orders, seed)| digest(orders, seed));
    let expected = [
        "1629572ad8fcfa1348c471ec57ec802da376bd051589934d5dfc7b8b06895018",
        "fb2c319d56edfe398d488a8d476f9bbfb4b3a0da7333f49826a30ca5d75f5234",
        "068f05f0ad43b5d5aa59db88a26e03a8d5e1a1a6b2c066a519207fdf13d12fba",
    ];
    assert_eq!(digests, expected);
}
