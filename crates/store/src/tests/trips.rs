//! How often a server is asked: what a captured order and a list that is read again cost in messages to it and back.
//!
//! They are counted, never timed: each is a wait for a server that is far away.

use uniac_core::facts::ShopRow;
use uniac_core::order::ShopOrder;
use uniac_core::purchase::Skip;

use super::cut::Proxy;
use super::facts::{payment, row, shop_order};
use super::server::{Server, address, connect, skipped};
use super::*;

/// The messages of an order that is captured, completed in the shop and booked, with each a commit of its own.
const ORDER_MAX: u64 = 88;

/// The messages of a page of a hundred rows that are as they were.
const PAGE_MAX: u64 = 12;

const ROWS: i64 = 100;

#[test]
fn an_order_and_a_page_read_again_ask_the_server_seldom() {
    if address().is_some() {
        return;
    }
    let Some(server) = Server::start() else { return skipped() };
    let proxy = Proxy::start(server.port());
    let store = connect(&format!("postgres://uniac@127.0.0.1:{}/postgres", proxy.port), COMPANY);
    let orders: Vec<OrderRow> = (1..=ROWS).map(order).collect();
    let shops: Vec<ShopRow> = (1..=ROWS).map(shop_row).collect();
    let pages = (1..=ROWS).map(|id| page(DocumentId(1000 + id), document(1000 + id, id)));
    let documents = pages.fold(DocumentPage::default(), |mut all, page| {
        all.seen.extend(page.seen);
        all.shares.extend(page.shares);
        all
    });
    let ids: Vec<OrderId> = (1..=ROWS).map(OrderId).collect();
    let lists: [(&str, &dyn Fn()); 4] = [
        ("orders", &|| store.put_orders(&orders, now()).unwrap()),
        ("shop orders", &|| store.put_shop_orders(&shops).unwrap()),
        ("documents", &|| store.put_documents(&documents, now()).unwrap()),
        ("purchases", &|| assert!(store.tied(&ids).unwrap().is_empty())),
    ];
    for (what, list) in lists {
        // What is new is written, and statements are prepared.
        list();
        list();
        let trips = proxy.messages(list);
        assert!(trips <= PAGE_MAX, "{what}: {trips}");
    }
    let epoch = store.lock(now()).unwrap();
    for id in 1..=2 {
        let trips = proxy.messages(|| one_order(&store, epoch, OrderId(id)));
        assert!(id == 1 || trips <= ORDER_MAX, "{trips}");
    }
}

/// A shop order that one order of Uni leads to, with a payment of its own.
fn shop_row(id: i64) -> ShopRow {
    let shop = shop_order(&(5000 + id).to_string(), None);
    row(ShopOrder { id: id.to_string(), payment_reference: Some(format!("payment-{id}")), ..shop })
}

/// What a run asks the store for when it captures an order, completes it in the shop and books it.
fn one_order(store: &SqliteStore, epoch: Epoch, id: OrderId) {
    let case = store.case(id).unwrap().unwrap();
    let mut pending = vec![Entry::Payment(payment(0, now()))];
    for (act, ordinal) in [(Act::Capture, 1), (Act::ShopComplete, 1), (Act::Book, 1)] {
        assert!(store.hold_of(id).unwrap().is_none());
        let key = derive_key(COMPANY, id, case.order.documents.first().map(|d| d.id), act, ordinal);
        pending.push(Entry::Intent(Intent { order: id, act, key, ..intent(ordinal) }));
        let written = store.commit(epoch, std::mem::take(&mut pending)).unwrap().remove(0);
        assert!(store.hold_of(id).unwrap().is_none());
        assert!(store.is_current(epoch).unwrap());
        pending.push(Entry::Outcome(written.id, outcome(OutcomeKind::Done)));
        pending.extend(case.order.shop.clone().map(Entry::Shop));
    }
    pending.push(Entry::Document(case.order.documents[0].clone()));
    pending.push(Entry::Skips(id, Vec::<Skip>::new()));
    store.commit_later(epoch, pending);
    store.flush().unwrap();
}
