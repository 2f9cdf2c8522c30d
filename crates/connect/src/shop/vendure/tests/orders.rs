//! The shop half: orders in lists, and the changes that uniac makes to an order.
//!
//! No change here may ever ask the shop to pay, nor cancel an order that holds money.

use super::*;

#[test]
fn changes_of_the_order_are_done_when_it_is_where_they_lead() {
    let order = |state: &str| json!({"__typename": "Order", "id": "731", "state": state});
    let from = |state: &str| {
        json!({"__typename": "OrderStateTransitionError",
            "errorCode": "ORDER_STATE_TRANSITION_ERROR", "fromState": state})
    };
    for (act, result, expected) in [
        (Act::ShopNote, order("PaymentAuthorized"), "done -"),
        (Act::ShopCredit, order("PaymentSettled"), "done -"),
        (Act::ShopComplete, order("PaymentSettled"), "done -"),
        (Act::ShopComplete, from("PaymentSettled"), "done -"),
        (Act::ShopComplete, from("Delivered"), "done -"),
        (Act::ShopComplete, from("PaymentAuthorized"), "refused order-state-transition-error"),
        (Act::ShopCancel, order("Cancelled"), "done -"),
        (Act::ShopCancel, order("PaymentAuthorized"), "unknown mismatch"),
        (
            Act::ShopCancel,
            named("EmptyOrderLineSelectionError", "EMPTY_ORDER_LINE_SELECTION_ERROR"),
            "refused empty-order-line-selection-error",
        ),
    ] {
        assert_eq!(reply(act, 0, &result), expected, "{act:?} {result}");
    }
}

#[test]
fn every_state_has_its_word() {
    for (state, payment, expected) in [
        ("PaymentAuthorized", "Authorized", ShopStatus::Open),
        ("ArrangingPayment", "Declined", ShopStatus::Open),
        ("PaymentSettled", "Settled", ShopStatus::Completed),
        ("PartiallyShipped", "Settled", ShopStatus::Completed),
        ("Delivered", "Settled", ShopStatus::Completed),
        ("Cancelled", "Settled", ShopStatus::Cancelled),
        ("Modifying", "Authorized", ShopStatus::Other("Modifying".into())),
    ] {
        let facts = row(order(state, json!([paid("12", payment, json!([]))])));
        assert_eq!(facts.status, expected, "{state}");
    }
    let refunds =
        |state| json!([refund("1", 10_000, "Settled", ""), refund("2", 20_000, state, "")]);
    let settled = |refunds| row(order("PaymentSettled", json!([paid("12", "Settled", refunds)])));
    let all = settled(refunds("Settled"));
    assert_eq!((all.status, all.refunded_minor), (ShopStatus::Credited, 30_000));
    let part = settled(refunds("Failed"));
    assert_eq!((part.status, part.refunded_minor), (ShopStatus::Completed, 10_000));
}

#[test]
fn the_list_is_read_in_pages_and_from_the_start_when_it_got_shorter() {
    let page = |total: u64, codes: &[u32]| {
        let item = |code: &u32| {
            let mut order = order("PaymentAuthorized", json!([]));
            order["id"] = json!(code.to_string());
            order
        };
        let items: Vec<Value> = codes.iter().map(item).collect();
        let body = json!({"data": {"orders": {"totalItems": total, "items": items}}});
        testing::json(200, &body.to_string())
    };
    let server = Server::start(vec![
        signed_in(),
        page(4, &[1, 2]),
        page(3, &[3, 4]),
        page(3, &[2, 3]),
        page(3, &[3, 4]),
    ]);
    let mut ids = Vec::new();
    let since = Some("2026-01-21T09:10:11Z".parse().unwrap());
    connect(&server.address)
        .0
        .orders_since(since, &mut |rows| {
            ids.extend(rows.into_iter().map(|row| row.order.id));
            Ok(())
        })
        .unwrap();
    assert_eq!(ids, ["1", "2", "3", "4"]);
    let requests = server.requests();
    let skips: Vec<bool> = requests[1..].iter().map(|text| text.contains(r#""skip":0"#)).collect();
    assert_eq!(skips, [true, false, true, false]);
    // An order's `updatedAt` does not move when it is placed.
    let both = r#""_or":[{"updatedAt":{"after":"2026-01-21T09:10:11.000Z"}},{"orderPlacedAt":"#;
    assert!(requests[1].contains(both), "{}", requests[1]);
}

#[test]
fn a_list_that_never_ends_is_given_up() {
    let mut other = order("PaymentAuthorized", json!([]));
    other["id"] = json!("732");
    let items = json!([order("PaymentAuthorized", json!([])), other]);
    let body = json!({"data": {"orders": {"totalItems": 1000, "items": items}}}).to_string();
    let page = testing::json(200, &body);
    let server = Server::start([vec![signed_in()], vec![page; 9]].concat());
    let read = connect(&server.address).0.orders_since(None, &mut |_| Ok(()));
    assert_eq!(read.unwrap_err().code, "paging-loop");
}

#[test]
fn an_order_that_holds_money_is_never_cancelled() {
    let settled = order("PaymentSettled", json!([paid("12", "Settled", json!([]))]));
    let body = json!({"data": {"order": settled}}).to_string();
    let server = Server::start(vec![signed_in(), testing::json(200, &body)]);
    let reply = connect(&server.address).0.send(&intent(Act::ShopCancel, 0));
    assert_eq!(shown(&reply), "refused captured");
    assert_eq!(server.requests().len(), 2, "nothing was sent");
}

#[test]
fn a_note_is_found_by_its_key_and_the_shop_is_never_asked_to_pay() {
    let notes = |note: &str, total: u64| {
        let items = json!([{"id": "10", "data": {"note": note}}]);
        let history = json!({"totalItems": total, "items": items});
        let body = json!({"data": {"order": {"history": history}}}).to_string();
        Server::start(vec![signed_in(), testing::json(200, &body)])
    };
    let find =
        |server: &Server, act| connect(&server.address).0.find(&intent(act, 10_000)).unwrap();
    let ours = format!("Kreditnota 10012: tilbakebetalt 100,00\u{a0}kr (uniac {KEY})");
    let done = Found::Done { receipt: Some("10".into()) };
    assert_eq!(find(&notes(&ours, 1), Act::ShopRecordRefund), done);
    assert_eq!(find(&notes("noe annet", 1), Act::ShopRecordRefund), Found::Absent);
    assert_eq!(find(&notes("noe annet", 101), Act::ShopNote), Found::Unclear);
    assert_eq!(find(&notes("Kreditert i Uni (uniac)", 1), Act::ShopCredit), done);
    let recorded = intent(Act::ShopRecordRefund, 10_000).body;
    assert!(recorded.contains("addNoteToOrder") && recorded.contains(&ours), "{recorded}");
    let reply = connect("http://127.0.0.1:1").0.send(&intent(Act::ShopCreate, 0));
    assert_eq!(shown(&reply), "refused not-supported");
}
