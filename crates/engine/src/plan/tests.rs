//! What is planned for the orders of a purchase, and what the brakes measure by: what is due now, and what automatic runs have sent within a day.

use jiff::SignedDuration;

use crate::tests::world::{ORDER, Stage, World, document, intent, noon, payment, shop_order};
use crate::{Scope, Verdict};
use uniac_core::act::{Act, Intent, Operation};
use uniac_core::facts::{OrderRow, ShopRow, Stage as DocumentStage};
use uniac_core::order::{
    Document, DocumentId, DocumentKind, OrderId, Payment, Progress, ShopOrder, UniOrder,
};
use uniac_store::{DocumentPage, Entry, LinkWord, SeenDocument, Store};

/// A deleted order whose reservation is to be released, beside the one that every store here has.
const DELETED: OrderId = OrderId(200);

fn order(like: &UniOrder, id: i64, progress: Progress) -> OrderRow {
    let number = format!("{}", 100_000 + id);
    let shop_reference = Some(format!("{}", 5000 + id));
    let order = UniOrder { id: OrderId(id), number, progress, shop_reference, ..like.clone() };
    OrderRow { order, items: vec![], changed_at: None }
}

/// A store with a release that is due, and so many that `sync` sent at noon on other orders.
fn stage(released: i64, is_automatic: bool) -> Stage {
    let stage = Stage::new(World::default());
    let known = stage.case().order.uni;
    let mut rows = vec![order(&known, DELETED.0, Progress::Deleted)];
    rows.extend((0..released).map(|index| order(&known, 300 + index, Progress::Invoiced)));
    stage.store.put_orders(&rows, noon()).unwrap();
    let reference = "reference-200".to_owned();
    let shop = ShopOrder {
        id: "9200".to_owned(),
        number: "5200".to_owned(),
        payment_reference: Some(reference.clone()),
        ..shop_order()
    };
    stage.store.put_shop_orders(&[ShopRow { order: shop, changed_at: None }]).unwrap();
    stage.store.put_payment(&Payment { reference, ..payment(0) }).unwrap();
    let epoch = stage.store.lock(noon()).unwrap();
    if is_automatic {
        stage.store.note_automatic(epoch).unwrap();
    }
    for index in 0..released {
        let key = format!("ua-cancel-{index}");
        let order = OrderId(300 + index);
        let release = Intent { order, key, ..intent(Act::Cancel, 500, 1, None) };
        stage.store.commit(epoch, vec![Entry::Intent(release)]).unwrap();
    }
    stage
}

fn is_braked(stage: &Stage, let_go: usize) -> bool {
    let plan = stage.with(Scope::Automatic, |run| run.plan(None, &[], let_go)).unwrap();
    assert!(plan.steps.iter().any(|planned| planned.order == DELETED), "{:?}", plan.steps);
    plan.braked.contains(&Operation::Cancel)
}

#[test]
fn what_automatic_runs_sent_within_a_day_counts_for_the_brake() {
    assert!(!is_braked(&stage(9, true), 0), "ten in a day");
    assert!(is_braked(&stage(10, true), 0), "eleven in a day");
    assert!(!is_braked(&stage(10, true), 1), "a person lets one go");
    assert!(!is_braked(&stage(10, false), 0), "a person has sent them");
    let later = stage(10, true);
    later.clock.step(SignedDuration::from_hours(25));
    assert!(!is_braked(&later, 0), "more than a day ago");
}

/// Two orders of one purchase, by a person's word, that ask together for more than was reserved: 500 and 800 of 1000.
fn above_the_reservation() -> Stage {
    let stage = Stage::new(World::default());
    let known = stage.case().order.uni;
    let mut copy = order(&known, 8, Progress::Invoiced);
    copy.order.shop_reference = known.shop_reference.clone();
    copy.order.total_minor = 800;
    stage.store.put_orders(&[copy], noon()).unwrap();
    let id = DocumentId(2);
    let seen = SeenDocument { id, stage: DocumentStage::Final, is_note: false, created_at: None };
    let invoice = Document { order: OrderId(8), ..document(2, DocumentKind::Invoice, 800) };
    let page = DocumentPage { seen: vec![seen], shares: vec![invoice], strays: Vec::new() };
    stage.store.put_documents(&page, noon()).unwrap();
    stage.store.put_payment(&payment(0)).unwrap();
    for order in [ORDER, OrderId(8)] {
        let word = LinkWord {
            order,
            shop: shop_order().id,
            linked: true,
            chosen: false,
            by: "kari".to_owned(),
            reason: None,
            at: noon(),
        };
        stage.store.say_link(&word).unwrap();
    }
    stage
}

#[test]
fn what_is_planned_for_one_order_of_a_purchase_is_gone_for_the_next() {
    let stage = above_the_reservation();
    let named = [ORDER, OrderId(8)];
    let planned = |scope: Scope| {
        let plan = stage.with(scope, |run| run.plan(Some(&named), &[], 0)).unwrap();
        let rows = plan.rows().into_iter().map(|row| {
            let code = row.code().map(str::to_owned);
            (row.order, row.act, row.money.minor, row.verdict, code)
        });
        (plan.moved().sums().map(|sum| sum.minor).collect::<Vec<_>>(), rows.collect::<Vec<_>>())
    };
    for scope in [Scope::Automatic, Scope::Named(Operation::Capture)] {
        let (moved, rows) = planned(scope);
        assert_eq!(moved, [500], "{rows:?}");
        let booked = |row: &&(String, Act, i64, Verdict, Option<String>)| row.1 == Act::Book;
        assert_eq!(rows.iter().filter(booked).count(), 1, "{rows:?}");
        let last = rows.last().unwrap();
        assert_eq!((last.0.as_str(), last.3), ("100008", Verdict::Skipped));
        assert_eq!(last.4.as_deref(), Some("exceeds-reservation"));
    }
}
