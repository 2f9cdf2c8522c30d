//! The shop half: orders as read, lists, and the changes that uniac makes to an order.
//!
//! No change here may ever ask the shop to pay.

use super::*;

#[test]
fn an_order_is_read_as_it_is() {
    let bare = payment(&[], &[])["payment"].clone();
    let facts = row(&order("pending", &[&bare])).order;
    assert_eq!((facts.id.as_str(), facts.number.as_str()), (ORDER, "12"));
    assert_eq!(facts.payment_reference.as_deref(), Some(PAYMENT));
    assert_eq!((facts.payment_method.as_str(), facts.refunded_minor), ("pp_double_double", 0));
    let mut custom = order("pending", &[&bare]);
    custom["order"]["custom_display_id"] = json!("WEB-12");
    assert_eq!(row(&custom).order.number, "WEB-12");
    // Of several payments that could be meant, none is.
    let mut other = bare.clone();
    other["id"] = json!("pay_02A");
    assert_eq!(row(&order("pending", &[&bare, &other])).order.payment_reference, None);
    other["canceled_at"] = json!(NOW);
    let facts = row(&order("pending", &[&other, &bare])).order;
    assert_eq!(facts.payment_reference.as_deref(), Some(PAYMENT));
    let mut old = bare;
    old["canceled_at"] = json!(NOW);
    let facts = row(&order("canceled", &[&other, &old])).order;
    assert_eq!(facts.payment_reference.as_deref(), Some("pay_02A"));
    assert_eq!(row(&order("pending", &[])).order.payment_reference, None);
}

#[test]
fn every_status_has_its_word() {
    let with = |status: &str, captured: i64, refunded: i64| {
        let captures = [ours("capt_1", json!(captured))];
        let refunds = [("ref_1", json!(refunded), "")];
        let kept = |minor: i64, length: usize| if minor > 0 { length } else { 0 };
        let body = payment(&captures[..kept(captured, 1)], &refunds[..kept(refunded, 1)]);
        row(&order(status, &[&body["payment"]])).order
    };
    assert_eq!(with("pending", 0, 0).status, ShopStatus::Open);
    assert_eq!(with("pending", 375, 100).status, ShopStatus::Open);
    assert_eq!(with("pending", 375, 100).refunded_minor, 10_000);
    // Medusa's own `payment_status` says "refunded" here, with 275 still reserved.
    assert_eq!(with("pending", 100, 100).status, ShopStatus::Open);
    assert_eq!(with("completed", 375, 0).status, ShopStatus::Completed);
    assert_eq!(with("completed", 375, 375).status, ShopStatus::Credited);
    assert_eq!(with("canceled", 375, 375).status, ShopStatus::Cancelled);
    assert_eq!(with("requires_action", 0, 0).status, ShopStatus::Other("requires_action".into()));
    let mut marked = order("completed", &[]);
    marked["order"]["metadata"] = json!({"uniac_status": "credited", "b": [1]});
    assert_eq!(row(&marked).order.status, ShopStatus::Credited);
}

fn listed(script: Vec<testing::Act>, since: Option<Timestamp>) -> (Vec<String>, Vec<String>) {
    let server = Server::start(script);
    let mut ids = Vec::new();
    shop(&server.address)
        .orders_since(since, &mut |rows| {
            ids.extend(rows.into_iter().map(|row| row.order.id));
            Ok(())
        })
        .unwrap();
    (ids, server.lines())
}

#[test]
fn lists_are_read_to_their_end_and_filtered_on_this_side() {
    let expected: Vec<String> = (1..=5).map(|id: i64| format!("order_{id}")).collect();
    let since = "2026-01-21T09:10:11Z".parse().ok();
    let (ids, lines) = listed(vec![page(1..=2, 5), page(2..=4, 5), page(4..=5, 5)], since);
    assert_eq!(ids, expected);
    assert!(lines[0].contains("limit=100&offset=0&order=id&fields=id%2C"), "{}", lines[0]);
    assert!(lines[0].contains("updated_at%5B%24gte%5D=2026-01-21T09%3A10%3A11Z"), "{}", lines[0]);
    assert!(lines[1].contains("offset=1"), "{}", lines[1]);
    // One row went away after the first page: the list is read again, and row 3 is not missed.
    let shorter = vec![page(1..=2, 5), page(4..=5, 4), page(2..=3, 4), page(3..=5, 4)];
    let (mut ids, _) = listed(shorter, None);
    ids.sort();
    assert_eq!(ids, expected);
    // An empty page is an end whatever the count says.
    let (ids, lines) =
        listed(vec![page(1..=1, 9), testing::json(200, r#"{"orders":[],"count":9}"#)], None);
    assert_eq!((ids.len(), lines.len()), (1, 2));
    // A filter that is ignored brings old rows too.
    let (ids, _) = listed(vec![page(1..=2, 2)], "2026-01-23T00:00:00Z".parse().ok());
    assert_eq!(ids, Vec::<String>::new());
}

#[test]
fn a_list_that_never_ends_is_given_up() {
    let server = Server::start(vec![page(1..=2, 1000); 9]);
    let read = shop(&server.address).orders_since(None, &mut |_| Ok(()));
    assert_eq!(read.unwrap_err().code, "paging-loop");
}

#[test]
fn changes_are_done_only_when_the_order_shows_them() {
    let changed = |act, body: &Value| {
        let server = Server::start(vec![testing::json(200, &body.to_string())]);
        (said(shop(&server.address).send(&intent(act, 0))), server.lines().join(" "))
    };
    let (said, line) = changed(Act::ShopComplete, &order("completed", &[]));
    assert_eq!(said, "done ");
    assert!(line.starts_with("POST /admin/orders/order_01A/complete?fields="), "{line}");
    assert_eq!(changed(Act::ShopComplete, &order("pending", &[])).0, "unknown mismatch");
    assert_eq!(changed(Act::ShopComplete, &json!({})).0, "unknown not-understood");
    let mut marked = order("completed", &[]);
    marked["order"]["metadata"] = json!({"uniac_status": "credited", KEY: "Faktura 7"});
    for act in [Act::ShopCredit, Act::ShopNote] {
        let (said, line) = changed(act, &marked);
        assert_eq!(said, "done ");
        assert!(line.starts_with("POST /admin/orders/order_01A?fields="), "{line}");
        assert_eq!(changed(act, &order("completed", &[])).0, "unknown mismatch");
    }
}

#[test]
fn refunds_are_never_recorded_by_paying_again_and_orders_never_created() {
    let paid = payment(&[ours("capt_1", json!(375))], &[("ref_1", json!(50), "")]);
    for (minor, expected) in [(5_000, "done "), (5_001, "refused not-recorded")] {
        let body = order("completed", &[&paid["payment"]]);
        let server = Server::start(vec![testing::json(200, &body.to_string())]);
        let record = intent(Act::ShopRecordRefund, minor);
        assert_eq!(said(shop(&server.address).send(&record)), expected);
        assert_eq!(server.lines().len(), 1);
        assert!(server.lines()[0].starts_with("GET "));
    }
    let mut kronor = paid;
    kronor["payment"]["currency_code"] = json!("sek");
    let body = order("completed", &[&kronor["payment"]]);
    let server = Server::start(vec![testing::json(200, &body.to_string())]);
    let record = intent(Act::ShopRecordRefund, 5_000);
    assert_eq!(said(shop(&server.address).send(&record)), "refused not-recorded");
    let nowhere = shop("http://127.0.0.1:1");
    let create = Intent { act: Act::ShopCreate, ..intent(Act::ShopNote, 0) };
    assert_eq!(said(nowhere.send(&create)), "refused not-supported");
    assert_eq!(nowhere.find(&create).unwrap(), Found::Absent);
}

#[test]
fn only_the_payments_of_named_methods_are_moved() {
    let named = payments("http://127.0.0.1:1");
    assert!(named.handles("pp_double_double"));
    assert!(!named.handles("pp_system_default") && !named.handles(""));
}

#[test]
fn the_check_reads_one_row() {
    let server =
        Server::start(vec![page(1..=1, 727), testing::json(401, "{}"), testing::json(200, "{}")]);
    let shop = shop(&server.address);
    assert_eq!(shop.check().unwrap(), "Medusa at 127.0.0.1, 727 orders");
    assert_eq!(shop.check().unwrap_err().code, "sign-in");
    assert_eq!(shop.check().unwrap_err().code, "not-understood");
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_never_done(status in 100_u16..600, bytes in any::<Vec<u8>>()) {
        let body = String::from_utf8_lossy(&bytes);
        for act in [Act::Capture, Act::Refund] {
            prop_assert!(!answered(status, &body, &intent(act, 5_000)).starts_with("done"));
        }
    }

    #[test]
    fn a_mutated_capture_is_done_only_with_its_amount(
        changes in prop::collection::vec((0_usize..600, any::<u8>()), 0..3),
    ) {
        let mut bytes = payment(&[ours("capt_1", json!(100))], &[]).to_string().into_bytes();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if answered(200, &text, &intent(Act::Capture, 10_000)).starts_with("done") {
            let value: Value = serde_json::from_str(&text).unwrap();
            let amount = &value["payment"]["captures"][0]["amount"];
            prop_assert_eq!(amount.as_f64(), Some(100.0), "{}", text);
            prop_assert_eq!(&value["payment"]["id"], &json!(PAYMENT));
        }
    }
}

#[test]
fn sums_of_an_order_that_are_too_large_are_no_panic() {
    let largest = || json!("92233720368547758.07");
    let body = payment(&[ours("capt_1", largest())], &[("ref_1", largest(), "")]);
    let facts = row(&order("completed", &[&body["payment"], &body["payment"]])).order;
    assert_eq!(facts.refunded_minor, 0);
    assert!(facts.unreadable.is_some());
}
