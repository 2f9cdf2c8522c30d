//! What marks an order to be assessed anew: each change of what the rules look at, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::facts::payment;
use super::*;
use crate::{Acceptance, Assessed, Assessments, Filter, LinkWord, NotFound, PaidWord};
use uniac_core::assess::{Company, State, assess};
use uniac_core::facts::{ShopRow, Stage};
use uniac_core::order::{DocumentKind, Payment, ShopOrder, ShopStatus, Stray};
use uniac_core::purchase::{Case, Skip};
use uniac_core::summary::Summary;

const ORDER: OrderId = OrderId(7);

fn shop_order(id: &str, number: &str, reference: &str) -> ShopOrder {
    ShopOrder {
        id: id.into(),
        number: number.into(),
        status: ShopStatus::Open,
        payment_method: "vipps".into(),
        payment_reference: Some(reference.into()),
        refunded_minor: 0,
        created_from: None,
        bought: uniac_core::order::Bought::default(),
        unreadable: None,
    }
}

fn put_shop(store: &SqliteStore, order: ShopOrder) {
    store.put_shop_orders(&[ShopRow { order, changed_at: None }]).unwrap();
}

fn look(case: &Case, now: Timestamp) -> Assessed {
    let company = Company { key: "company-key".into(), active: true, ..Company::default() };
    let assessment = assess(case, &company, now);
    let summary = Summary::of(case, &assessment, company.terms, now);
    Assessed { summary, reads: false, documents: false, sure: None }
}

fn keep_up(store: &SqliteStore, now: Timestamp) {
    while store.assess_marked(now, &mut |case| look(case, now)).unwrap() > 0 {}
    assert_eq!(store.marked_orders(now).unwrap(), BTreeSet::new(), "nothing is left");
    assert_eq!(store.tally().unwrap().states, states_of(store), "the counts go with the orders");
}

fn states_of(store: &SqliteStore) -> BTreeMap<State, usize> {
    let mut states = BTreeMap::new();
    for row in store.kept_rows(&Filter::default()).unwrap() {
        *states.entry(row.state).or_default() += 1;
    }
    states
}

/// A store with order 7, its shop order, payment and invoice, and order 8 beside it, all assessed.
fn assessed() -> SqliteStore {
    let store = store();
    store.put_orders(&[order(7), order(8)], now()).unwrap();
    put_shop(&store, shop_order("shop-7", "5007", "reference-1"));
    put_shop(&store, shop_order("shop-8", "5008", "reference-8"));
    store.put_payment(&payment(0, now())).unwrap();
    store.put_documents(&page(DocumentId(70), document(70, 7)), now()).unwrap();
    keep_up(&store, now());
    store
}

type Change = fn(&SqliteStore);

/// Everything that changes what the rules look at, by what it is.
const CHANGES: &[(&str, Change)] = &[
    ("an order", |store| {
        let mut row = order(7);
        row.order.total_minor += 1;
        store.put_orders(&[row], now()).unwrap();
    }),
    ("where its reference leads", |store| {
        let mut row = order(7);
        row.order.shop_reference = None;
        store.put_orders(&[row], now()).unwrap();
    }),
    ("that it is gone", |store| store.put_gone(ORDER, now()).unwrap()),
    ("a shop order", |store| {
        let status = ShopStatus::Completed;
        put_shop(store, ShopOrder { status, ..shop_order("shop-7", "5007", "reference-1") });
    }),
    ("the payment that it names", |store| {
        put_shop(store, shop_order("shop-7", "5007", "reference-2"));
    }),
    ("another shop order with its number", |store| {
        put_shop(store, shop_order("shop-9", "5007", "reference-9"));
    }),
    ("a shop order that was made from it", |store| {
        let created_from = Some(ORDER);
        put_shop(store, ShopOrder { created_from, ..shop_order("shop-9", "x", "reference-9") });
    }),
    ("its payment", |store| store.put_payment(&payment(100, now())).unwrap()),
    ("that its payment is not found", |store| {
        let not_found = NotFound { reference: "reference-1".into(), at: now() };
        store.put_not_found(&not_found).unwrap();
    }),
    ("an invoice", |store| {
        let share = uniac_core::order::Document { amount_minor: 1, ..document(70, 7) };
        store.put_documents(&page(DocumentId(70), share), now()).unwrap();
    }),
    ("an invoice that is gone", |store| {
        let mut gone = page(DocumentId(70), document(70, 7));
        gone.shares.clear();
        gone.seen[0].stage = Stage::Deleted;
        store.put_documents(&gone, now()).unwrap();
    }),
    ("the share of another in its invoice", |store| {
        let mut both = page(DocumentId(70), document(70, 7));
        both.shares.push(document(70, 8));
        store.put_documents(&both, now()).unwrap();
    }),
    ("an activation", |store| {
        store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    }),
    ("a hold", |store| {
        let hold = Hold { reason: None, by: "kari".into(), at: now(), until: None };
        store.hold(ORDER, &hold).unwrap();
    }),
    ("an intent", |store| {
        let epoch = store.lock(now()).unwrap();
        store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap();
    }),
    ("what is left undone", |store| {
        let skip =
            Skip { act: Act::Capture, document: None, minor: 1, code: "braked".into(), at: now() };
        let epoch = store.lock(now()).unwrap();
        store.commit(epoch, vec![Entry::Skips(ORDER, vec![skip])]).unwrap();
    }),
    ("a word on its link", |store| store.say_link(&word(true)).unwrap()),
    ("what was paid otherwise", |store| {
        let paid = PaidWord {
            order: ORDER,
            invoice: DocumentId(70),
            minor: 1,
            by: "kari".into(),
            reason: None,
            at: now(),
        };
        store.say_paid(&paid).unwrap();
    }),
    ("a stray credit note", |store| {
        let note = uniac_core::order::Document {
            kind: DocumentKind::CreditNote { credits: None },
            ..document(71, 0)
        };
        let mut stray = page(DocumentId(71), note.clone());
        stray.shares.clear();
        stray.strays.push(Stray { note, customer: None, shop_reference: None });
        store.put_documents(&stray, now()).unwrap();
        store.put_candidates(&[(DocumentId(71), ORDER)]).unwrap();
    }),
];

fn word(linked: bool) -> LinkWord {
    LinkWord {
        order: ORDER,
        shop: "shop-7".into(),
        linked,
        chosen: false,
        by: "kari".into(),
        reason: None,
        at: now(),
    }
}

#[test]
fn whatever_changes_what_the_rules_look_at_marks_the_order() {
    for (what, change) in CHANGES {
        let store = assessed();
        change(&store);
        let marked = store.marked_orders(now()).unwrap();
        assert!(marked.contains(&ORDER), "{what}: {marked:?}");
        keep_up(&store, now());
        let case = store.case(ORDER).unwrap().unwrap();
        let kept = store.kept_digest(ORDER).unwrap();
        assert_eq!(kept, Some(look(&case, now()).digest()), "{what}");
    }
}

#[test]
fn what_is_read_once_more_and_is_the_same_marks_nothing() {
    let store = assessed();
    let later = now().checked_add(SignedDuration::from_secs(60)).unwrap();
    store.put_orders(&[order(7), order(8)], later).unwrap();
    put_shop(&store, shop_order("shop-7", "5007", "reference-1"));
    store.put_documents(&page(DocumentId(70), document(70, 7)), later).unwrap();
    let read: Payment = payment(0, later);
    store.put_payment(&read).unwrap();
    assert_eq!(store.marked_orders(later).unwrap(), BTreeSet::new());
    assert_eq!(store.case(ORDER).unwrap().unwrap().order.payment, Some(read));
}

#[test]
fn who_looks_at_an_order_is_marked_with_it_and_also_when_their_tie_is_gone() {
    let store = assessed();
    let mut beside = order(8);
    beside.order.shop_reference = order(7).order.shop_reference;
    store.put_orders(&[beside.clone()], now()).unwrap();
    assert!(store.marked_orders(now()).unwrap().contains(&ORDER), "a new tie");
    keep_up(&store, now());
    assert_eq!(store.case(ORDER).unwrap().unwrap().ties.siblings.len(), 1);
    beside.order.total_minor += 1;
    store.put_orders(&[beside.clone()], now()).unwrap();
    assert!(store.marked_orders(now()).unwrap().contains(&ORDER), "a fact of the other");
    keep_up(&store, now());
    beside.order.shop_reference = None;
    store.put_orders(&[beside], now()).unwrap();
    assert!(store.marked_orders(now()).unwrap().contains(&ORDER), "a tie that is gone");
    keep_up(&store, now());
    assert!(store.case(ORDER).unwrap().unwrap().ties.siblings.is_empty());
}

#[test]
fn a_customer_who_becomes_a_collective_one_marks_all_of_his_orders() {
    let store = store();
    for id in 1..=5 {
        let mut row = order(id);
        row.order.buyer.customer = Some(1);
        store.put_orders(&[row], now()).unwrap();
        let number = order(id).order.shop_reference.unwrap();
        let mut shop = shop_order(&format!("shop-{id}"), &number, &format!("reference-{id}"));
        shop.bought.buyer.add_email(Some(&format!("kari-{id}@example.com")));
        put_shop(&store, shop);
        keep_up(&store, now());
        let is_collective = store.case(OrderId(1)).unwrap().unwrap().ties.is_collective;
        assert_eq!(is_collective, id == 5, "{id}");
        let case = store.case(OrderId(1)).unwrap().unwrap();
        assert_eq!(
            store.kept_digest(OrderId(1)).unwrap(),
            Some(look(&case, now()).digest()),
            "{id}"
        );
    }
}

#[test]
fn a_hold_that_ends_is_noticed_by_the_clock_alone_and_so_is_a_clock_that_was_set_back() {
    let store = assessed();
    let until = now().checked_add(SignedDuration::from_hours(1)).unwrap();
    let hold = Hold { reason: None, by: "kari".into(), at: now(), until: Some(until) };
    store.hold(ORDER, &hold).unwrap();
    keep_up(&store, now());
    let before = until.checked_sub(SignedDuration::from_secs(1)).unwrap();
    assert!(store.marked_orders(before).unwrap().is_empty());
    assert!(store.marked_orders(until).unwrap().contains(&ORDER));
    keep_up(&store, until);
    assert!(store.marked_orders(until).unwrap().is_empty());
    assert!(store.marked_orders(before).unwrap().contains(&ORDER), "the clock was set back");
}

#[test]
fn other_rules_mark_everything_once() {
    let store = assessed();
    store.rest_on("rules").unwrap();
    assert_eq!(store.marked_orders(now()).unwrap().len(), 2);
    keep_up(&store, now());
    store.rest_on("rules").unwrap();
    assert!(store.marked_orders(now()).unwrap().is_empty());
}

#[test]
fn filters_and_sums_say_the_same() {
    let store = assessed();
    let tally = store.tally().unwrap();
    let all = store.kept_rows(&Filter::default()).unwrap();
    assert_eq!(store.kept_count(&Filter::default()).unwrap(), all.len());
    let missing: i64 = all.iter().map(|row| row.missing_minor).sum();
    assert_eq!(tally.missing.values().map(|(_, minor)| minor).sum::<i64>(), missing);
    let excess: i64 = all.iter().map(|row| row.excess_minor).sum();
    assert_eq!(tally.excess.values().sum::<i64>(), excess);
    for row in &all {
        let Some(attention) = row.attentions.first() else { continue };
        let filter =
            Filter { attention: Some(*attention), accepted: Some(false), ..Filter::default() };
        assert!(store.kept_orders(&filter).unwrap().contains(&row.order));
        let case = store.case(row.order).unwrap().unwrap();
        let word = Acceptance {
            attention: attention.name().into(),
            fingerprint: look(&case, now()).summary.seen.unwrap(),
            by: "kari".into(),
            reason: None,
            at: now(),
        };
        store.accept(row.order, &word).unwrap();
        assert!(!store.kept_orders(&filter).unwrap().contains(&row.order));
        let seen = store.tally().unwrap();
        assert_eq!(seen.accepted, 1);
        let left = |tally: &crate::Tally| tally.attentions.values().sum::<usize>();
        assert_eq!(left(&seen) + 1, left(&tally));
        store.end_acceptance(row.order, now(), "kari").unwrap();
    }
    for end in all.iter().filter_map(|row| row.closes_at) {
        let closing = |closes_until: Timestamp| {
            let filter = Filter { closes_until: Some(closes_until), ..Filter::default() };
            let ends: Vec<_> = store
                .kept_rows(&filter)
                .unwrap()
                .into_iter()
                .map(|row| row.closes_at.unwrap())
                .collect();
            assert_eq!(store.kept_count(&filter).unwrap(), ends.len());
            ends
        };
        assert!(closing(end).contains(&end));
        assert!(!closing(end.checked_sub(SignedDuration::from_secs(1)).unwrap()).contains(&end));
    }
    for row in &all {
        let filter = |since, until| Filter {
            placed_since: Some(since),
            placed_until: Some(until),
            ..Filter::default()
        };
        let day = row.placed;
        assert!(store.kept_orders(&filter(day, day)).unwrap().contains(&row.order));
        let (before, after) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
        assert!(!store.kept_orders(&filter(after, after)).unwrap().contains(&row.order));
        assert!(!store.kept_orders(&filter(before, before)).unwrap().contains(&row.order));
    }
    let pages: Vec<OrderId> = [None, all.first().map(|row| row.order)]
        .into_iter()
        .flat_map(|before| {
            store.kept_orders(&Filter { before, limit: Some(1), ..Filter::default() }).unwrap()
        })
        .collect();
    let ids: Vec<OrderId> = all.iter().take(2).map(|row| row.order).collect();
    assert_eq!(pages, ids);
}
