//! A store with the whole history of a company in it: orders that were captured, booked and completed by uniac, each with
//! its journal, and one in fifty that waits.
//!
//! It is written with the store's own methods, as a company's years would have filled it.

use jiff::{SignedDuration, Timestamp};
use uniac_core::act::{Act, Intent, IntentId, Outcome, OutcomeKind, Retry, derive_key};
use uniac_core::buyer::Buyer;
use uniac_core::facts::{OrderRow, ShopRow, Stage};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{
    Bought, Document, DocumentId, DocumentKind, EventKind, OrderId, Payment, PaymentEvent,
    PaymentStatus, Progress, ShopOrder, ShopStatus, UniOrder,
};
use uniac_sandbox::unimicro::COMPANY_KEY;
use uniac_store::sqlite::SqliteStore;
use uniac_store::{DocumentPage, Entry, Epoch, SeenDocument, Store, Watermark};

use crate::measure::Place;

/// So many orders are written at once.
const PAGE: i64 = 1000;

/// One in so many is reserved and not invoiced yet.
const WAITING_ONE_IN: i64 = 50;

/// What every order is for, minor units.
const MINOR: i64 = 49_900;

/// The first order's id; those of the sandbox lie far below.
const FIRST: i64 = 1_000_000;

/// Fills the store of a place with so many orders.
pub fn fill(place: &Place, orders: i64, now: Timestamp) {
    let path = place.folder().join("sandbox").join("store.db");
    let store = SqliteStore::open(&path, COMPANY_KEY).unwrap();
    let epoch = store.lock(now).unwrap();
    let then = now.checked_sub(SignedDuration::from_hours(24 * 90)).unwrap();
    for from in (0..orders).step_by(usize::try_from(PAGE).unwrap()) {
        let ids: Vec<i64> = (from..(from + PAGE).min(orders)).map(|n| FIRST + n).collect();
        page(&store, epoch, &ids, then, now);
    }
    for mark in [Watermark::Orders, Watermark::Documents, Watermark::Shop, Watermark::Deep] {
        store.put_watermark(mark, now).unwrap();
    }
}

fn page(store: &SqliteStore, epoch: Epoch, ids: &[i64], then: Timestamp, now: Timestamp) {
    let rows: Vec<OrderRow> = ids.iter().map(|id| uni(*id, then)).collect();
    store.put_orders(&rows, then).unwrap();
    let rows: Vec<ShopRow> = ids.iter().map(|id| shop(*id, then)).collect();
    store.put_shop_orders(&rows).unwrap();
    let invoiced: Vec<i64> = ids.iter().copied().filter(|id| !waits(*id)).collect();
    let shares: Vec<Document> = invoiced.iter().map(|id| invoice(*id)).collect();
    let seen = |document: &Document| SeenDocument {
        id: document.id,
        stage: Stage::Final,
        is_note: false,
        created_at: Some(now),
    };
    let seen = shares.iter().map(seen).collect();
    store.put_documents(&DocumentPage { seen, shares, strays: Vec::new() }, now).unwrap();
    let acts = [Act::Capture, Act::ShopComplete, Act::Book];
    let intents = invoiced.iter().flat_map(|id| acts.map(|act| intent(*id, act, then)));
    let intents = store.commit(epoch, intents.map(Entry::Intent).collect()).unwrap();
    let done = |intent: &Intent| Entry::Outcome(intent.id, outcome(then));
    let mut entries: Vec<Entry> = intents.iter().map(done).collect();
    entries.extend(ids.iter().map(|id| Entry::Payment(payment(*id, then))));
    store.commit(epoch, entries).unwrap();
}

fn waits(id: i64) -> bool {
    id % WAITING_ONE_IN == 0
}

fn buyer(id: i64) -> Buyer {
    let mut buyer = Buyer::default();
    buyer.add_email(Some(&format!("customer-{id}@example.com")));
    buyer
}

fn uni(id: i64, then: Timestamp) -> OrderRow {
    let waits = waits(id);
    let order = UniOrder {
        id: OrderId(id),
        number: format!("{id}"),
        customer: format!("Customer {id}"),
        placed: jiff::tz::TimeZone::UTC.to_datetime(then).date(),
        currency: Currency::NOK,
        total_minor: MINOR,
        uninvoiced_minor: if waits { MINOR } else { 0 },
        progress: if waits { Progress::Open } else { Progress::Invoiced },
        shop_reference: Some(format!("S{id}")),
        inexact: None,
        created_at: Some(then),
        buyer: Buyer { customer: Some(id), ..buyer(id) },
        lines: None,
        unreadable: None,
    };
    OrderRow { order, items: vec![id], changed_at: Some(then) }
}

fn shop(id: i64, then: Timestamp) -> ShopRow {
    let order = ShopOrder {
        id: format!("{id}"),
        number: format!("S{id}"),
        status: if waits(id) { ShopStatus::Open } else { ShopStatus::Completed },
        payment_method: "vipps".into(),
        payment_reference: Some(reference(id)),
        refunded_minor: 0,
        created_from: None,
        bought: Bought {
            total_minor: Some(MINOR),
            currency: Some(Currency::NOK),
            at: Some(then),
            buyer: buyer(id),
        },
        unreadable: None,
    };
    ShopRow { order, changed_at: Some(then) }
}

fn reference(id: i64) -> String {
    format!("big-reference-{id}")
}

fn document(id: i64) -> DocumentId {
    DocumentId(id + 1_000_000_000)
}

fn invoice(id: i64) -> Document {
    Document {
        id: document(id),
        number: format!("F{id}"),
        order: OrderId(id),
        kind: DocumentKind::Invoice,
        date: "2026-08-01".parse().unwrap(),
        currency: Currency::NOK,
        amount_minor: MINOR,
        parts: Vec::new(),
        whole_minor: Some(MINOR),
        unpaid_minor: 0,
        unpaid_base: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    }
}

fn key(id: i64, act: Act) -> String {
    derive_key(COMPANY_KEY, OrderId(id), of(id, act), act, 1)
}

fn of(id: i64, act: Act) -> Option<DocumentId> {
    (act != Act::ShopComplete).then(|| document(id))
}

fn intent(id: i64, act: Act, then: Timestamp) -> Intent {
    let target = match act {
        Act::Capture => reference(id),
        Act::Book => document(id).to_string(),
        _ => format!("{id}"),
    };
    Intent {
        id: IntentId(0),
        order: OrderId(id),
        document: of(id, act),
        act,
        ordinal: 1,
        money: Money::new(if act == Act::ShopComplete { 0 } else { MINOR }, Currency::NOK),
        key: key(id, act),
        target,
        body: r#"{"modificationAmount":{"currency":"NOK","value":49900}}"#.into(),
        at: then,
        outcome: None,
    }
}

fn outcome(then: Timestamp) -> Outcome {
    Outcome {
        kind: OutcomeKind::Done,
        code: None,
        receipt: None,
        retry: Retry::Never,
        at: then,
        told: None,
    }
}

fn payment(id: i64, then: Timestamp) -> Payment {
    let captured = if waits(id) { 0 } else { MINOR };
    let event = PaymentEvent {
        kind: EventKind::Capture,
        amount_minor: MINOR,
        key: Some(key(id, Act::Capture)),
        id: None,
        of: None,
        at: then,
    };
    Payment {
        provider: "vipps".into(),
        reference: reference(id),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: MINOR,
        cancelled_minor: 0,
        captured_minor: captured,
        refunded_minor: 0,
        events: if waits(id) { Vec::new() } else { vec![event] },
        whole_only: false,
        authorised_at: Some(then),
        closes_at: None,
        read_at: then,
        unreadable: None,
    }
}
