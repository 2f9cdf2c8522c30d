//! The store's promises: what is refused, what is stamped, what is never overwritten.

#[cfg(all(feature = "postgres", unix))]
mod cut;
mod facts;
mod files;
mod leads;
#[cfg(all(feature = "postgres", unix))]
mod server;
mod touched;
mod trips;

use jiff::Timestamp;

#[cfg(all(feature = "postgres", unix))]
pub use server::fresh;

/// Returns a new store of a company.
#[cfg(not(all(feature = "postgres", unix)))]
pub fn fresh(company: &str) -> SqliteStore {
    SqliteStore::in_memory(company).unwrap()
}

use super::sqlite::SqliteStore;
use super::{DocumentPage, Entry, Epoch, SeenDocument, Store};
use uniac_core::act::{Act, Intent, IntentId, Outcome, OutcomeKind, Retry, Told, derive_key};
use uniac_core::facts::{OrderRow, Stage};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{DocumentId, OrderId, Progress, UniOrder};
use uniac_core::settings::{Era, Hold, Setting};

const COMPANY: &str = "company-key";

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn order(id: i64) -> OrderRow {
    OrderRow {
        order: UniOrder {
            id: OrderId(id),
            number: (100_000 + id).to_string(),
            customer: "Kari Nordmann".into(),
            placed: "2026-10-30".parse().unwrap(),
            currency: Currency::NOK,
            total_minor: 500,
            uninvoiced_minor: 0,
            progress: Progress::Invoiced,
            shop_reference: Some((5000 + id).to_string()),
            inexact: None,
            created_at: None,
            buyer: uniac_core::buyer::Buyer::default(),
            lines: None,
            unreadable: None,
        },
        items: vec![id * 10],
        changed_at: None,
    }
}

fn document(id: i64, order: i64) -> uniac_core::order::Document {
    uniac_core::order::Document {
        id: DocumentId(id),
        number: id.to_string(),
        order: OrderId(order),
        kind: uniac_core::order::DocumentKind::Invoice,
        date: "2026-11-01".parse().unwrap(),
        currency: Currency::NOK,
        amount_minor: 500,
        unpaid_minor: 500,
        unpaid_base: None,
        parts: Vec::new(),
        whole_minor: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    }
}

fn page(id: DocumentId, share: uniac_core::order::Document) -> DocumentPage {
    let stage = Stage::Final;
    let seen = SeenDocument { id, stage, is_note: false, created_at: None };
    DocumentPage { seen: vec![seen], shares: vec![share], strays: Vec::new() }
}

fn intent(ordinal: u32) -> Intent {
    let document = Some(DocumentId(1));
    Intent {
        id: IntentId(0),
        order: OrderId(7),
        document,
        act: Act::Capture,
        ordinal,
        money: Money::new(500, Currency::NOK),
        key: derive_key(COMPANY, OrderId(7), document, Act::Capture, ordinal),
        target: "reference-1".into(),
        body: "{}".into(),
        at: now(),
        outcome: None,
    }
}

fn outcome(kind: OutcomeKind) -> Outcome {
    Outcome { kind, code: None, receipt: None, retry: Retry::Never, at: now(), told: None }
}

fn store() -> SqliteStore {
    fresh(COMPANY)
}

#[test]
fn an_intent_comes_back_as_it_was_written_and_with_its_outcome() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    let epoch = store.lock(now()).unwrap();
    let written = store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
    let case = store.case(OrderId(7)).unwrap().unwrap();
    assert_eq!(case.intents, std::slice::from_ref(&written));
    assert!(case.intents[0].is_open());
    let unknown = Entry::Outcome(written.id, outcome(OutcomeKind::Unknown));
    store.commit(epoch, vec![unknown]).unwrap();
    let told = Told { by: "kari".into(), reason: Some("seen in the portal".into()) };
    let done = Outcome { told: Some(told), ..outcome(OutcomeKind::Done) };
    store.commit(epoch, vec![Entry::Outcome(written.id, done.clone())]).unwrap();
    assert_eq!(store.case(OrderId(7)).unwrap().unwrap().intents[0].outcome, Some(done));
    assert_eq!(store.journal(None).unwrap()[0].0, "100007");
}

#[test]
fn an_act_of_unknown_outcome_cannot_be_begun_again() {
    let store = store();
    let epoch = store.lock(now()).unwrap();
    store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap();
    let again = store.commit(epoch, vec![Entry::Intent(intent(2))]).unwrap_err();
    assert_eq!(again.code, "defect");
    assert_eq!(store.journal(None).unwrap().len(), 1);
}

#[test]
fn a_key_is_used_once() {
    let store = store();
    let epoch = store.lock(now()).unwrap();
    let first = store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
    let refused = Entry::Outcome(first.id, outcome(OutcomeKind::Refused));
    store.commit(epoch, vec![refused]).unwrap();
    assert!(store.commit(epoch, vec![Entry::Intent(intent(1))]).is_err());
    assert!(store.commit(epoch, vec![Entry::Intent(intent(2))]).is_ok());
}

#[test]
#[should_panic(expected = "a definite outcome is never changed")]
fn a_definite_outcome_is_never_changed() {
    let store = store();
    let epoch = store.lock(now()).unwrap();
    let written = store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
    for kind in [OutcomeKind::Done, OutcomeKind::Refused] {
        store.commit(epoch, vec![Entry::Outcome(written.id, outcome(kind))]).unwrap();
    }
}

#[test]
fn a_run_that_was_taken_over_writes_nothing_more() {
    let store = store();
    let first = store.lock(now()).unwrap();
    let written = store.commit(first, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
    let second = store.lock(now()).unwrap();
    assert!(!store.is_current(first).unwrap() && store.is_current(second).unwrap());
    assert_eq!(store.commit(first, vec![Entry::Intent(intent(2))]).unwrap_err().code, "locked");
    let done = Entry::Outcome(written.id, outcome(OutcomeKind::Done));
    assert_eq!(store.commit(first, vec![done.clone()]).unwrap_err().code, "locked");
    // The later run finds the end of the act out, and finds it unwritten.
    store.commit(second, vec![done]).unwrap();
    assert_eq!(second, Epoch(first.0 + 1));
}

#[test]
fn an_activation_stamps_what_was_seen_and_what_comes_later_is_automatic() {
    let store = store();
    store.put_orders(&[order(1), order(2)], now()).unwrap();
    store.put_documents(&page(DocumentId(1), document(1, 1)), now()).unwrap();
    let changed = store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    assert_eq!(changed.len(), 3);
    store.put_documents(&page(DocumentId(2), document(2, 2)), now()).unwrap();
    // Reading the first again does not make it new.
    store.put_documents(&page(DocumentId(1), document(1, 1)), now()).unwrap();
    let era = |order: i64, id| {
        store.case(OrderId(order)).unwrap().unwrap().eras.get(&DocumentId(id)).copied()
    };
    assert_eq!((era(1, 1), era(2, 2)), (Some(Era::Predates), Some(Era::Auto)));
    assert!(store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap().is_empty());
    // What comes while it is off predates the next activation; stamps stay.
    store.switch(&[Setting::FetchCardPayments], false, now(), "kari").unwrap();
    store.put_orders(&[order(3)], now()).unwrap();
    store.put_documents(&page(DocumentId(3), document(3, 3)), now()).unwrap();
    assert_eq!(era(3, 3), None);
    store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    assert_eq!((era(2, 2), era(3, 3)), (Some(Era::Auto), Some(Era::Predates)));
}

/// What a slow list shows late is no newer for that, unless it was a draft at the activation.
#[test]
fn what_uni_made_before_the_activation_predates_it_whenever_it_is_read() {
    let store = store();
    store.put_orders(&[order(1), order(2), order(3)], now()).unwrap();
    let made_at = |id: i64, created_at, stage| {
        let mut page = page(DocumentId(id), document(id, id));
        page.seen[0].created_at = Some(created_at);
        page.seen[0].stage = stage;
        page.shares[0].is_draft = stage == Stage::Draft;
        page
    };
    let long_ago = now() - jiff::SignedDuration::from_hours(24);
    store.put_documents(&made_at(3, long_ago, Stage::Draft), now()).unwrap();
    store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    store.put_documents(&made_at(1, long_ago, Stage::Final), now()).unwrap();
    store.put_documents(&made_at(2, now(), Stage::Final), now()).unwrap();
    store.put_documents(&made_at(3, long_ago, Stage::Final), now()).unwrap();
    let era =
        |id: i64| store.case(OrderId(id)).unwrap().unwrap().eras.get(&DocumentId(id)).copied();
    assert_eq!([era(1), era(2), era(3)], [Era::Predates, Era::Auto, Era::Auto].map(Some));
}

#[test]
fn a_hold_is_lifted_once_and_the_newest_counts() {
    let store = store();
    store.put_orders(&[order(1)], now()).unwrap();
    let hold = |reason: &str| Hold {
        reason: Some(reason.into()),
        by: "kari".into(),
        at: now(),
        until: None,
    };
    store.hold(OrderId(1), &hold("first")).unwrap();
    store.hold(OrderId(1), &hold("second")).unwrap();
    let kept = store.case(OrderId(1)).unwrap().unwrap().hold.unwrap();
    assert_eq!(kept.reason.as_deref(), Some("second"));
    assert!(store.lift(OrderId(1), now(), "ola").unwrap());
    assert!(!store.lift(OrderId(1), now(), "ola").unwrap());
}

#[test]
fn all_orders_and_one_order_say_the_same() {
    let store = store();
    store.put_orders(&[order(1), order(7)], now()).unwrap();
    store.put_documents(&page(DocumentId(1), document(1, 7)), now()).unwrap();
    let epoch = store.lock(now()).unwrap();
    store.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap();
    store.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    let mut all = Vec::new();
    store
        .cases(&mut |case| {
            all.push(format!("{case:?}"));
            Ok(())
        })
        .unwrap();
    let one = |id| format!("{:?}", store.case(OrderId(id)).unwrap().unwrap());
    assert_eq!(all, [one(1), one(7)]);
}

#[test]
fn commits_of_many_workers_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("store.db"), COMPANY).unwrap();
    let epoch = store.lock(now()).unwrap();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for index in 0..25 {
                    let mut intent = intent(1);
                    intent.order = OrderId(worker * 100 + index);
                    intent.key = format!("key-{worker}-{index}");
                    store.commit(epoch, vec![Entry::Intent(intent)]).unwrap();
                }
            });
        }
    });
    assert_eq!(store.journal(None).unwrap().len(), 200);
}
