//! Tests of the shop: listing, statuses, refunds, and what it does behind uniac's back.

use serde_json::{Value, json};

use crate::tests::{ask, send, shop, shop_authorization};
use crate::world::tests::world;
use crate::{Answer, Brand, PortalAct, Request, Setting, ShopAct, Wish, World};

fn get(world: &mut World, target: &str) -> Value {
    let (status, body) = shop(world, "GET", target, Value::Null);
    assert_eq!(status, 200, "{target}: {body}");
    body
}

fn ids(rows: &Value) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn keys_are_refused_on_plain_http() {
    let mut world = world();
    let headers = vec![("authorization".to_owned(), shop_authorization())];
    let mut request = Request::new("GET", "/shop/wp-json/wc/v3/orders", headers, vec![]);
    let status = |world: &mut World, request: &Request| {
        world
            .turn(|turn| super::handle(turn, request, "/wp-json/wc/v3/orders"))
            .map(|response| response.status)
            .unwrap()
    };
    assert_eq!(status(&mut world, &request), 401);
    request.headers.push(("x-forwarded-proto".to_owned(), "https".to_owned()));
    assert_eq!(status(&mut world, &request), 200);
    let wrong = [("authorization", "Basic Y2s6Y3M=".to_owned())];
    let (status, body) = ask(&mut world, "GET", "/shop/wp-json/wc/v3/orders", &wrong, &Value::Null);
    assert_eq!((status, &body["code"]), (401, &json!("woocommerce_rest_cannot_view")));
}

#[test]
fn an_order_looks_as_in_woocommerce() {
    let mut world = world();
    let made = world.order(2, 49_900, Some("Åse Lindekleiv"), None).unwrap();
    let order = get(&mut world, "orders/9001");
    assert_eq!(order["number"], "5001");
    assert_eq!((&order["total"], &order["total_tax"]), (&json!("499.00"), &json!("99.80")));
    assert_eq!(order["transaction_id"], made.reference.unwrap());
    assert_eq!(order["line_items"][0]["total"], "199.60");
    assert_eq!(order["shipping_lines"][0]["method_title"], "Frakt");
    assert_eq!(order["billing"]["last_name"], "Lindekleiv");
    let gmt = order["date_created_gmt"].as_str().unwrap();
    assert!(gmt.starts_with("2026-11-23T12:00:") && gmt.len() == 19, "{gmt}");
    assert!(order["date_created"].as_str().unwrap().starts_with("2026-11-23T13:00:"));
    let (status, body) = shop(&mut world, "GET", "orders/1", Value::Null);
    assert_eq!((status, &body["code"]), (400, &json!("woocommerce_rest_shop_order_invalid_id")));
    assert_eq!(shop(&mut world, "GET", "products", Value::Null).0, 404);
}

#[test]
fn orders_are_listed_in_pages() {
    let mut world = world();
    for _ in 0..5 {
        world.order(1, 100, None, None).unwrap();
    }
    let target = "/shop/wp-json/wc/v3/orders?per_page=2&page=2&orderby=id&order=asc";
    let headers = [("authorization", shop_authorization())];
    let Answer::Whole(answer) = send(&mut world, "GET", target, &headers, &Value::Null) else {
        panic!("no answer");
    };
    let header = |name: &str| {
        answer.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!((header("x-wp-total"), header("x-wp-totalpages")), (Some("5"), Some("3")));
    assert!(header("link").unwrap().contains("page=3>; rel=\"next\""));
    let rows: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(ids(&rows), [9003, 9004]);
    assert_eq!(ids(&get(&mut world, "orders?include=9002,9005&order=asc")), [9002, 9005]);
    assert_eq!(ids(&get(&mut world, "orders?search=5003")), [9003]);
    assert_eq!(get(&mut world, "orders?_fields=id&per_page=1")[0], json!({ "id": 9005 }));
    shop(&mut world, "PUT", "orders/9002", json!({ "status": "on-hold" }));
    assert_eq!(ids(&get(&mut world, "orders?status=on-hold,failed")), [9002]);
    for (query, name) in [
        ("per_page=101", "per_page"),
        ("page=0", "page"),
        ("status=odd", "status"),
        ("orderby=number", "orderby"),
        ("after=yesterday", "after"),
    ] {
        let (status, body) = shop(&mut world, "GET", &format!("orders?{query}"), Value::Null);
        assert_eq!((status, &body["code"]), (400, &json!("rest_invalid_param")), "{query}");
        assert!(body["data"]["params"][name].is_string(), "{body}");
    }
}

#[test]
fn modified_after_is_a_wall_clock() {
    let mut world = world();
    world.order(1, 100, None, None).unwrap();
    let found = |world: &mut World, query: &str| ids(&get(world, &format!("orders?{query}"))).len();
    let gmt = "dates_are_gmt=true";
    assert_eq!(found(&mut world, &format!("modified_after=2026-11-23T11:59:59&{gmt}")), 1);
    assert_eq!(found(&mut world, &format!("modified_after=2026-11-23T12:30:00&{gmt}")), 0);
    // By the shop's own clock it is an hour later.
    assert_eq!(found(&mut world, "modified_after=2026-11-23T12:30:00"), 1);
    assert_eq!(found(&mut world, "modified_after=2026-11-23T13:30:00"), 0);
    // WordPress turns an exact time to the shop's clock first, and then compares it with UTC.
    assert_eq!(found(&mut world, &format!("modified_after=2026-11-23T11:59:59Z&{gmt}")), 0);
}

#[test]
fn completing_moves_no_money_by_itself() {
    let mut world = world();
    world.order(1, 49_900, None, None).unwrap();
    let (status, order) = shop(&mut world, "PUT", "orders/9001", json!({ "status": "completed" }));
    assert_eq!((status, &order["status"]), (200, &json!("completed")));
    assert!(order["date_completed_gmt"].is_string());
    let modified = order["date_modified_gmt"].clone();
    world.pass_ms(5_000);
    let (status, order) = shop(&mut world, "POST", "orders/9001", json!({ "status": "completed" }));
    assert_eq!((status, &order["date_modified_gmt"]), (200, &modified), "nothing happens twice");
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 0);
    let (status, body) = shop(&mut world, "PUT", "orders/9001", json!({ "status": "shipped" }));
    assert_eq!(status, 400);
    assert!(body["data"]["params"]["status"].as_str().unwrap().contains("processing"));
}

#[test]
fn a_gateway_that_captures_does_so_and_fails_with_200() {
    let mut world = world();
    world.set(Setting::GatewayProfile, "on-completed").unwrap();
    let order = world.order(1, 49_900, None, None).unwrap().order.unwrap();
    world.portal(PortalAct::Capture, &order, Some(10_000)).unwrap();
    shop(&mut world, "PUT", "orders/9001", json!({ "status": "completed" }));
    let row = &world.ledger().unwrap()[0];
    assert_eq!(row.captured_minor, 49_900);
    assert!(row.events[2].key.as_ref().unwrap().starts_with("wc-9001-"));

    let order = world.order(1, 49_900, None, None).unwrap().order.unwrap();
    world.portal(PortalAct::Cancel, &order, None).unwrap();
    let (status, order) = shop(&mut world, "PUT", "orders/9002", json!({ "status": "completed" }));
    assert_eq!((status, &order["status"]), (200, &json!("on-hold")));
    assert!(order["date_completed_gmt"].is_string());
    let notes = get(&mut world, "orders/9002/notes");
    assert!(notes[0]["note"].as_str().unwrap().contains("Could not capture"), "{notes}");
}

/// What each plug-in does with its usual settings, as its code says.
#[test]
fn plug_ins_act_at_a_status_as_they_are_shipped() {
    // Of 500 kroner, 300 are captured.
    for (brand, status, captured, refunded, released) in [
        (Brand::Vipps, "completed", 50_000, 0, 0),
        (Brand::Vipps, "cancelled", 30_000, 30_000, 20_000),
        (Brand::Vipps, "refunded", 30_000, 30_000, 20_000),
        (Brand::Klarna, "completed", 30_000, 0, 0),
        (Brand::Klarna, "cancelled", 30_000, 0, 0),
        (Brand::Kustom, "refunded", 30_000, 0, 0),
        (Brand::Nexi, "completed", 30_000, 0, 0),
    ] {
        let mut world = world();
        world.set(Setting::GatewayProfile, "as-shipped").unwrap();
        let made = world.order_by(brand, 1, 50_000, None, None).unwrap();
        world.portal(PortalAct::Capture, &made.order.unwrap(), Some(30_000)).unwrap();
        shop(&mut world, "PUT", "orders/9001", json!({ "status": status }));
        let row = &world.ledger().unwrap()[0];
        let sums = (row.captured_minor, row.refunded_minor, row.cancelled_minor);
        assert_eq!(sums, (captured, refunded, released), "{} {status}", brand.name());
    }
    for (brand, captured) in [(Brand::Klarna, 50_000), (Brand::Kustom, 50_000), (Brand::Nexi, 0)] {
        let mut world = world();
        world.set(Setting::GatewayProfile, "as-shipped").unwrap();
        world.order_by(brand, 1, 50_000, None, None).unwrap();
        shop(&mut world, "PUT", "orders/9001", json!({ "status": "completed" }));
        assert_eq!(world.ledger().unwrap()[0].captured_minor, captured, "{}", brand.name());
    }
}

#[test]
fn a_refund_pays_back_unless_told_not_to() {
    let mut world = world();
    let made = world.order(1, 10_000, None, None).unwrap();
    world.portal(PortalAct::Capture, &made.order.unwrap(), None).unwrap();
    let booked = json!({ "amount": "30.00", "api_refund": false, "reason": "Kreditnota 1",
        "meta_data": [{ "key": "_uniac", "value": "k1" }] });
    let (status, refund) = shop(&mut world, "POST", "orders/9001/refunds", booked.clone());
    assert_eq!(
        (status, &refund["amount"], &refund["refunded_payment"]),
        (201, &json!("30.00"), &json!(false))
    );
    assert_eq!(refund["meta_data"][0]["value"], "k1");
    assert_eq!(world.ledger().unwrap()[0].refunded_minor, 0);
    assert_eq!(shop(&mut world, "POST", "orders/9001/refunds", booked).0, 201, "no idempotency");
    let (status, _) = shop(&mut world, "POST", "orders/9001/refunds", json!({ "amount": "10.00" }));
    assert_eq!(status, 201);
    assert_eq!(world.ledger().unwrap()[0].refunded_minor, 1_000, "the gateway was called");
    let (status, body) =
        shop(&mut world, "POST", "orders/9001/refunds", json!({ "amount": "30.01" }));
    assert_eq!((status, &body["data"]), (500, &json!(500)), "above the rest");
    let order = get(&mut world, "orders/9001");
    assert_eq!(order["refunds"].as_array().unwrap().len(), 3);
    assert_eq!(order["refunds"][0]["total"], "-10.00");
    let rest = json!({ "amount": "30.00", "api_refund": false });
    shop(&mut world, "POST", "orders/9001/refunds", rest);
    assert_eq!(get(&mut world, "orders/9001")["status"], "refunded");
}

#[test]
fn a_refused_refund_leaves_no_record() {
    let mut world = world();
    world.order(1, 10_000, None, None).unwrap();
    let (status, body) =
        shop(&mut world, "POST", "orders/9001/refunds", json!({ "amount": "10.00" }));
    assert_eq!(status, 500, "nothing was captured");
    assert_eq!(body["code"], "woocommerce_rest_cannot_create_order_refund");
    assert_eq!(get(&mut world, "orders/9001/refunds"), json!([]));
}

#[test]
fn the_status_refunded_books_the_rest_and_pays_nothing() {
    let mut world = world();
    let made = world.order(1, 10_000, None, None).unwrap();
    world.portal(PortalAct::Capture, &made.order.unwrap(), None).unwrap();
    let (_, order) = shop(&mut world, "PUT", "orders/9001", json!({ "status": "refunded" }));
    assert_eq!(order["refunds"][0]["total"], "-100.00");
    assert_eq!(world.ledger().unwrap()[0].refunded_minor, 0);
    let id = &order["refunds"][0]["id"];
    let target = format!("orders/9001/refunds/{id}");
    assert_eq!(get(&mut world, &target)["reason"], "Order fully refunded.");
    assert_eq!(shop(&mut world, "DELETE", &target, Value::Null).0, 501);
    assert_eq!(shop(&mut world, "DELETE", &format!("{target}?force=true"), Value::Null).0, 200);
    assert_eq!(shop(&mut world, "GET", &target, Value::Null).0, 404);
}

#[test]
fn notes_are_written_and_read() {
    let mut world = world();
    world.order(1, 10_000, None, None).unwrap();
    let (status, note) =
        shop(&mut world, "POST", "orders/9001/notes", json!({ "note": "captured" }));
    assert_eq!((status, &note["customer_note"]), (201, &json!(false)));
    assert_eq!(get(&mut world, "orders/9001/notes")[0]["note"], "captured");
    assert_eq!(shop(&mut world, "POST", "orders/9001/notes", json!({})).0, 400);
}

#[test]
fn an_order_can_be_created_with_meta_data() {
    let mut world = world();
    let body = json!({ "status": "processing", "currency": "NOK", "set_paid": false,
        "billing": { "first_name": "Kari", "last_name": "Nordmann" },
        "line_items": [{ "name": "Kopp", "quantity": 2, "total": "400.00", "total_tax": "100.00" }],
        "meta_data": [{ "key": "_uniac_order", "value": "701" }] });
    let (status, order) = shop(&mut world, "POST", "orders", body);
    assert_eq!(
        (status, &order["total"], &order["number"]),
        (201, &json!("500.00"), &json!("5001"))
    );
    assert_eq!(order["meta_data"][0]["value"], "701");
    let change = json!({ "meta_data": [{ "key": "_uniac_order", "value": "702" }] });
    let (_, order) = shop(&mut world, "PUT", "orders/9001", change);
    assert_eq!(order["meta_data"].as_array().unwrap().len(), 1);
    assert_eq!(order["meta_data"][0]["value"], "702");
}

#[test]
fn what_the_shop_tells_of_itself_is_cut_to_the_fields_asked_for() {
    let mut world = world();
    let whole = get(&mut world, "payment_gateways");
    assert!(whole.to_string().contains(super::settings::GATEWAY_SECRET));
    let target = "payment_gateways?_fields=id,enabled,settings.result_status";
    let asked = get(&mut world, target);
    assert_eq!(asked[1]["settings"]["result_status"]["value"], "processing");
    assert_eq!(asked[1]["title"], Value::Null);
    assert!(!asked.to_string().contains(super::settings::GATEWAY_SECRET));
    let status = get(&mut world, "system_status?_fields=environment.version,active_plugins");
    assert_eq!(status["environment"], json!({ "version": "7.9.0" }));
    let capturing = |status: &Value| status.to_string().contains("woo-vipps/");
    assert!(!capturing(&status));
    world.order(1, 10_000, None, None).unwrap();
    world.complete_in_shop("100001").unwrap();
    assert!(capturing(&get(&mut world, "system_status")));
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 10_000);
}

#[test]
fn what_is_in_the_bin_or_of_a_status_whose_plug_in_is_off_is_in_no_list_and_readable_by_its_id() {
    let mut world = world();
    for status in ["trash", "shipped", "cancelled"] {
        let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
        world.shop(&order, ShopAct::Status(status)).unwrap();
    }
    let lists = ["orders", "orders?status=any", "orders?modified_after=2020-01-01T00:00:00"];
    for target in lists {
        assert_eq!(ids(&get(&mut world, target)), [9003, 9002], "{target}");
    }
    world.set(Setting::OwnStatuses, "hidden").unwrap();
    for target in lists {
        assert_eq!(ids(&get(&mut world, target)), [9003], "{target}");
    }
    assert_eq!(ids(&get(&mut world, "orders?status=trash")), [9001]);
    assert_eq!(get(&mut world, "orders/9002")["status"], "shipped");
}

#[test]
fn an_order_tells_who_bought_and_how_much_by_gift_card() {
    let mut world = world();
    let wish = Wish {
        customer: Some("Gro Tåkeli".to_owned()),
        company: Some("Åkerbær Kafé AS".to_owned()),
        gift_minor: 20_000,
        ..Wish::new(Brand::Vipps, 1, 50_000)
    };
    let made = world.order_as(&wish).unwrap();
    let row = get(&mut world, "orders/9001");
    let billing = &row["billing"];
    assert_eq!((&billing["first_name"], &billing["last_name"]), (&json!("Gro"), &json!("Tåkeli")));
    assert_eq!(billing["company"], "Åkerbær Kafé AS");
    assert_eq!(billing["email"], "gro.takeli@example.com");
    assert!(billing["phone"].as_str().unwrap().starts_with("+47 00 "));
    assert_eq!(row["meta_data"][0]["key"], super::order::ORGANISATION_META);
    assert_eq!(
        (&row["total"], &row["fee_lines"][0]["total"]),
        (&json!("300.00"), &json!("-200.00"))
    );
    let again = world.shop(&made.order.unwrap(), ShopAct::PayAgain(None)).unwrap();
    assert_eq!(get(&mut world, "orders/9001")["transaction_id"], again.reference.unwrap());
}

#[test]
fn a_refund_has_as_many_decimals_as_the_shops_prices() {
    let mut world = world();
    let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
    world.shop(&order, ShopAct::Refund(333_333, false)).unwrap();
    assert_eq!(get(&mut world, "orders/9001")["refunds"][0]["total"], "-33.3333");
    world.shop(&order, ShopAct::Refund(100_000, false)).unwrap();
    assert_eq!(get(&mut world, "orders/9001")["refunds"][0]["total"], "-10.00");
}
