//! What scripts read, kept to the letter: the fields of the contract must never go or change their meaning.

use serde_json::Value;

use crate::harness::{World, text};
use crate::pictures::story;

/// Replaces moments, which are new in each run.
fn still(value: &mut Value) {
    match value {
        Value::String(text) if text.ends_with('Z') && text.starts_with("20") => {
            "MOMENT".clone_into(text);
        }
        Value::Array(values) => values.iter_mut().for_each(still),
        Value::Object(fields) => fields.values_mut().for_each(still),
        _ => {}
    }
}

/// Returns an order's JSON, without what differs each time.
fn shown(world: &World, order: &str) -> Value {
    let mut view = world.uniac(&format!("order show {order} --json")).exit(0).json();
    still(&mut view);
    view
}

#[test]
#[expect(clippy::too_many_lines, reason = "a picture")]
fn one_order_for_scripts() {
    let (world, orders) = story();
    world.uniac("sync --workers 1").exit(0);
    insta::assert_snapshot!(format!("{:#}", shown(&world, &orders[2])), @r#"
    {
      "company": "sandbox",
      "data": {
        "accepted": null,
        "at_stake_minor": 0,
        "attention": null,
        "attentions": [],
        "autocapture": true,
        "barred": [],
        "captured_minor": 49900,
        "closes_at": null,
        "command": null,
        "credited_minor": 0,
        "currency": "NOK",
        "customer": "Torkel",
        "drafts": [],
        "excess_minor": 0,
        "guaranteed_until": null,
        "held_minor": 49900,
        "history": [],
        "hold": null,
        "invoiced_minor": 49900,
        "invoices": [
          {
            "amount_minor": 49900,
            "captured_minor": 49900,
            "credits": null,
            "currency": "NOK",
            "date": "2026-03-10",
            "era": "auto",
            "invoice": "10003",
            "kind": "invoice",
            "problem": null,
            "refunded_minor": 0
          }
        ],
        "journal": [
          {
            "act": "capture",
            "amount_minor": 49900,
            "at": "MOMENT",
            "code": null,
            "currency": "NOK",
            "document_id": 2003,
            "intent": 4,
            "key": "ua-capture-e00cc417f0417db5725f0583c2ca",
            "operation": "capture",
            "order": "100003",
            "ordinal": 1,
            "outcome": "done",
            "outcome_at": "MOMENT",
            "reason": null,
            "receipt": "7700000010",
            "told_by": null
          },
          {
            "act": "shop-complete",
            "amount_minor": 49900,
            "at": "MOMENT",
            "code": null,
            "currency": "NOK",
            "document_id": null,
            "intent": 5,
            "key": "ua-shop-complete-d81a0fd8e56a864e91e63799fa99",
            "operation": "shop-update",
            "order": "100003",
            "ordinal": 1,
            "outcome": "done",
            "outcome_at": "MOMENT",
            "reason": null,
            "receipt": null,
            "told_by": null
          },
          {
            "act": "book",
            "amount_minor": 49900,
            "at": "MOMENT",
            "code": null,
            "currency": "NOK",
            "document_id": 2003,
            "intent": 6,
            "key": "ua-book-db66006df8bf070374cbd5c94760",
            "operation": "book-payment",
            "order": "100003",
            "ordinal": 1,
            "outcome": "done",
            "outcome_at": "MOMENT",
            "reason": null,
            "receipt": "2-2026",
            "told_by": null
          }
        ],
        "link": "sure",
        "links": [
          {
            "at": null,
            "by": null,
            "claim_minor": 49900,
            "currency": "NOK",
            "link": "sure",
            "order": "100003",
            "reason": null,
            "shop_order": "5003",
            "why": "one shop order carries the number, and customer or totals agree"
          }
        ],
        "missing_minor": 0,
        "movements": [
          {
            "amount_minor": 49900,
            "at": "MOMENT",
            "by": "uniac",
            "currency": "NOK",
            "invoice": "10003",
            "kind": "capture",
            "payment": "fjordglimt-5003-9e5651b0",
            "reference": "7700000010"
          }
        ],
        "next": null,
        "order": "100003",
        "owed_minor": 49900,
        "payment_method": "vipps",
        "payment_reference": "fjordglimt-5003-9e5651b0",
        "payments": [
          "fjordglimt-5003-9e5651b0"
        ],
        "perhaps": [],
        "placed": "2026-03-10",
        "purchase": "100003",
        "refunded_minor": 0,
        "remarks": [],
        "reserved_minor": 0,
        "reserved_otherwise": null,
        "settings": [
          {
            "at": "MOMENT",
            "by": "kari",
            "on": "upload-order-changes",
            "order": "",
            "reason": null,
            "what": "setting-on"
          },
          {
            "at": "MOMENT",
            "by": "kari",
            "on": "fetch-card-payments",
            "order": "",
            "reason": null,
            "what": "setting-on"
          },
          {
            "at": "MOMENT",
            "by": "kari",
            "on": "detailed-logging",
            "order": "",
            "reason": null,
            "what": "setting-on"
          }
        ],
        "shop_order": "5003",
        "shop_sides": [
          {
            "currency": "NOK",
            "placed": "2026-03-10",
            "same_customer": true,
            "shop_order": "5003",
            "status": "completed",
            "total_minor": 49900
          }
        ],
        "shop_status": "completed",
        "since": "2026-03-10",
        "state": "captured",
        "steps": [],
        "technically_until": null,
        "total_minor": 49900,
        "unreadable": [],
        "waits_until": null
      },
      "schema": "uniac.order/1"
    }
    "#);
}

#[test]
fn a_script_finds_the_fields_of_the_contract() {
    let (world, orders) = story();
    world.uniac("sync --workers 1").exit(0);
    let list = world.list();
    let fields = |value: &Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let expected = [
        "order",
        "shop_order",
        "customer",
        "placed",
        "currency",
        "total_minor",
        "reserved_minor",
        "invoiced_minor",
        "captured_minor",
        "credited_minor",
        "refunded_minor",
        "state",
        "shop_status",
        "autocapture",
        "next",
        "attention",
        "owed_minor",
        "held_minor",
        "missing_minor",
        "closes_at",
        "payments",
        "purchase",
        "link",
        "accepted",
    ];
    for (number, order) in &list {
        let found = fields(order);
        let missing: Vec<_> = expected.iter().filter(|f| !found.iter().any(|g| g == *f)).collect();
        assert!(missing.is_empty(), "order {number} lacks {missing:?}");
    }
    let view = world.view(&orders[2]);
    for field in ["invoices", "hold", "journal"] {
        assert!(view.get(field).is_some(), "{field}");
    }
    for field in [
        "invoice",
        "kind",
        "credits",
        "date",
        "amount_minor",
        "era",
        "captured_minor",
        "refunded_minor",
    ] {
        assert!(view["invoices"][0].get(field).is_some(), "{field}");
    }
    assert_eq!(text(&view["invoices"][0]["kind"]), "invoice");
    let row = &world.ledger()[0];
    for field in [
        "reference",
        "order",
        "currency",
        "authorised_minor",
        "captured_minor",
        "refunded_minor",
        "cancelled_minor",
        "events",
    ] {
        assert!(row.get(field).is_some(), "{field}");
    }
}
