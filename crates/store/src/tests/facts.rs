//! The facts and settings that the store keeps: what is put in comes out again, found by each name it
//! has, and never replaced by an older reading.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::*;
use crate::{NotFound, SeenHooks, Watermark};
use uniac_core::facts::ShopRow;
use uniac_core::hooks::{Hook, Hooks};
use uniac_core::order::{Payment, PaymentStatus, ShopOrder, ShopStatus};

pub(super) fn payment(captured_minor: i64, read_at: Timestamp) -> Payment {
    Payment {
        provider: "vipps".into(),
        reference: "reference-1".into(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: 500,
        cancelled_minor: 0,
        captured_minor,
        refunded_minor: 0,
        events: Vec::new(),
        whole_only: false,
        authorised_at: None,
        closes_at: None,
        read_at,
        unreadable: None,
    }
}

pub(super) fn shop_order(number: &str, created_from: Option<i64>) -> ShopOrder {
    ShopOrder {
        id: format!("shop-{number}"),
        number: number.into(),
        status: ShopStatus::Open,
        payment_method: "vipps".into(),
        payment_reference: Some("reference-1".into()),
        refunded_minor: 0,
        created_from: created_from.map(OrderId),
        bought: uniac_core::order::Bought::default(),
        unreadable: None,
    }
}

pub(super) fn row(order: ShopOrder) -> ShopRow {
    ShopRow { order, changed_at: None }
}

fn later(seconds: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// It tells whether others took the money before a credit, so no later reading changes it.
#[test]
fn when_a_captured_sum_was_first_seen_is_kept_for_good() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("5007", None))]).unwrap();
    let seen = || {
        let case = store.case(OrderId(7)).unwrap().unwrap();
        let seen = case.kept.captured_seen.get("reference-1").cloned().unwrap_or_default();
        let mut all = Vec::new();
        let mut keep = |case: uniac_core::purchase::Case| {
            all.push(case.kept.captured_seen);
            Ok(())
        };
        store.cases(&mut keep).unwrap();
        assert_eq!(all, [case.kept.captured_seen], "one by one and all at once are the same");
        seen.into_iter().map(|sight| (sight.minor, sight.at)).collect::<Vec<_>>()
    };
    store.put_payment(&payment(0, now())).unwrap();
    assert_eq!(seen(), []);
    for (captured, at) in [(300, 1), (300, 2), (500, 3), (300, 4), (500, 5)] {
        store.put_payment(&payment(captured, later(at))).unwrap();
    }
    assert_eq!(seen(), [(300, later(1)), (500, later(3))]);
    // What could not be read tells nothing, and what the provider lists has its own moment.
    let odd = Payment { unreadable: Some("an odd state".into()), ..payment(600, later(6)) };
    store.put_payment(&odd).unwrap();
    assert_eq!(seen().len(), 2);
}

#[test]
fn that_a_payment_was_not_found_is_kept_until_a_read_finds_it() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("5007", None))]).unwrap();
    let not_found_at = || store.case(OrderId(7)).unwrap().unwrap().order.not_found_at;
    let not_found = |at| NotFound { reference: "reference-1".into(), at };
    store.put_not_found(&not_found(later(1))).unwrap();
    assert_eq!(not_found_at(), Some(later(1)));
    // A slow list must not take back what was learnt after it, nor the other way round.
    store.put_payment(&payment(0, now())).unwrap();
    assert_eq!(not_found_at(), Some(later(1)));
    store.put_payment(&payment(0, later(2))).unwrap();
    assert_eq!(not_found_at(), None);
    store.put_not_found(&not_found(later(1))).unwrap();
    assert_eq!(not_found_at(), None);
    let epoch = store.lock(now()).unwrap();
    store.commit(epoch, vec![Entry::NotFound(not_found(later(3)))]).unwrap();
    assert_eq!(not_found_at(), Some(later(3)));
    let mut all = Vec::new();
    let mut keep = |case: uniac_core::purchase::Case| {
        all.push(case.order.not_found_at);
        Ok(())
    };
    store.cases(&mut keep).unwrap();
    assert_eq!(all, [Some(later(3))]);
}

#[test]
fn what_the_shops_plug_ins_do_is_kept_with_its_moment() {
    let store = store();
    assert_eq!(store.hooks().unwrap(), None);
    let mut hooks = Hooks::default();
    hooks.add("dibs_easy", Hook::QUIET);
    for at in [now(), later(1)] {
        let seen = SeenHooks { hooks: hooks.clone(), at };
        store.put_hooks(&seen).unwrap();
        assert_eq!(store.hooks().unwrap(), Some(seen));
    }
}

#[test]
fn an_order_has_the_shops_order_and_the_payment_beside_it() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("5007", None))]).unwrap();
    store.put_payment(&payment(0, now())).unwrap();
    let kept = store.case(OrderId(7)).unwrap().unwrap().order;
    assert_eq!(kept.uni, order(7).order);
    assert_eq!(kept.shop, Some(shop_order("5007", None)));
    assert_eq!(kept.payment, Some(payment(0, now())));
}

#[test]
fn a_later_reading_of_a_payment_is_never_replaced_by_an_earlier_one() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("5007", None))]).unwrap();
    let captured = || store.case(OrderId(7)).unwrap().unwrap().order.payment.unwrap();
    store.put_payment(&payment(100, later(1))).unwrap();
    store.put_payment(&payment(0, now())).unwrap();
    assert_eq!(captured().captured_minor, 100);
    store.put_payment(&payment(200, later(2))).unwrap();
    assert_eq!(captured().captured_minor, 200);
}

#[test]
fn a_reading_that_a_wrong_clock_dated_is_replaced() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("5007", None))]).unwrap();
    store.put_payment(&payment(0, later(3600))).unwrap();
    store.put_payment(&payment(500, now())).unwrap();
    let kept = store.case(OrderId(7)).unwrap().unwrap().order.payment.unwrap();
    assert_eq!((kept.captured_minor, kept.read_at), (500, now()));
}

#[test]
fn what_an_act_has_changed_is_kept_with_its_outcome() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    let epoch = store.lock(now()).unwrap();
    let changed = vec![
        Entry::Shop(shop_order("5007", None)),
        Entry::Document(document(1, 7)),
        Entry::Payment(payment(500, now())),
    ];
    store.commit_later(epoch, changed);
    store.flush().unwrap();
    let kept = store.case(OrderId(7)).unwrap().unwrap().order;
    assert_eq!(kept.shop, Some(shop_order("5007", None)));
    assert_eq!(kept.documents, [document(1, 7)]);
    assert_eq!(kept.payment.unwrap().captured_minor, 500);
}

#[test]
fn what_nobody_waits_for_tells_its_failure_at_the_end() {
    let store = store();
    let first = store.lock(now()).unwrap();
    store.lock(now()).unwrap();
    store.commit_later(first, vec![Entry::Intent(intent(1))]);
    assert_eq!(store.flush().unwrap_err().code, "locked");
    assert!(store.flush().is_ok(), "told once");
    assert!(store.journal(None).unwrap().is_empty());
}

/// Workers put outcomes aside and ask for what was put aside at the same time: nobody is told of a commit that is only
/// about to be made.
#[test]
fn what_another_worker_puts_aside_is_not_taken_for_lost() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    let epoch = store.lock(now()).unwrap();
    let work = || {
        for _ in 0..200 {
            store.commit_later(epoch, Vec::new());
            store.flush().unwrap();
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().unwrap();
        }
    });
}

#[test]
fn an_order_is_found_by_each_number_that_it_has() {
    let store = store();
    store.put_orders(&[order(7), order(8)], now()).unwrap();
    store.put_shop_orders(&[row(shop_order("6008", Some(8)))]).unwrap();
    let found = |number, in_shop| store.find_orders(number, in_shop).unwrap();
    assert_eq!(found("100007", false), [OrderId(7)]);
    assert_eq!(found("5007", true), [OrderId(7)]);
    assert_eq!(found("6008", true), [OrderId(8)], "which uniac has put into the shop");
    assert!(found("5007", false).is_empty() && found("100007", true).is_empty());
    assert_eq!(store.order_numbers().unwrap(), ["100007", "100008"]);
    assert_eq!(store.orders_of_items(&[80, 81]).unwrap(), HashMap::from([(80, OrderId(8))]));
}

/// A page that shows nothing new is not written; what was noted meanwhile is taken back all the same.
#[test]
fn what_is_read_again_as_it_was_takes_back_what_was_noted_since() {
    let store = store();
    let rows = [order(7), order(8)];
    store.put_orders(&rows, now()).unwrap();
    let is_gone = || store.case(OrderId(7)).unwrap().unwrap().kept.is_gone;
    store.put_gone(OrderId(7), now()).unwrap();
    assert!(is_gone());
    store.put_orders(&rows, now()).unwrap();
    assert!(!is_gone());
    // A line goes to the order that has it now, and of two rows of one order the last one counts.
    store.put_orders(&[OrderRow { items: vec![70], ..order(8) }], now()).unwrap();
    let mut other = order(7);
    other.order.number = "other".into();
    store.put_orders(&[other, order(7)], now()).unwrap();
    assert_eq!(store.orders_of_items(&[70]).unwrap(), HashMap::from([(70, OrderId(7))]));
    assert_eq!(store.order_numbers().unwrap(), ["100007", "100008"]);
}

#[test]
fn the_journal_of_an_order_is_of_no_other() {
    let store = store();
    let epoch = store.lock(now()).unwrap();
    let other = Intent { order: OrderId(8), key: "another".into(), ..intent(1) };
    store.commit(epoch, vec![Entry::Intent(intent(1)), Entry::Intent(other)]).unwrap();
    let keys = |order| -> Vec<String> {
        store.journal(order).unwrap().into_iter().map(|(_, intent)| intent.key).collect()
    };
    assert_eq!(keys(None), [intent(1).key, "another".into()]);
    assert_eq!(keys(Some(OrderId(7))), [intent(1).key]);
    assert_eq!(keys(Some(OrderId(8))), ["another"]);
}

#[test]
fn each_system_has_its_own_place_up_to_which_it_was_read() {
    let store = store();
    let places = [
        (Watermark::Orders, "orders"),
        (Watermark::Documents, "documents"),
        (Watermark::Shop, "shop"),
        (Watermark::Deep, "deep"),
    ];
    for (seconds, (place, _)) in (1..).zip(places) {
        assert_eq!(store.watermark(place).unwrap(), None);
        store.put_watermark(place, now()).unwrap();
        store.put_watermark(place, later(seconds)).unwrap();
    }
    for (seconds, (place, name)) in (1..).zip(places) {
        assert_eq!(store.watermark(place).unwrap(), Some(later(seconds)));
        // Stores that are in use know them by these names.
        assert_eq!(place.name(), name);
    }
}

#[test]
fn settings_stand_with_the_moment_since_which_they_are_on() {
    let store = store();
    assert_eq!(store.settings().unwrap().activation, None);
    store.switch(&[Setting::FetchCardPayments], true, now(), "kari").unwrap();
    let settings = store.settings().unwrap();
    assert_eq!(settings.since(Setting::FetchCardPayments), Some(now()));
    assert!(!settings.is_active());
    store.switch(&Setting::REQUIRED, true, later(5), "kari").unwrap();
    let settings = store.settings().unwrap();
    assert!(settings.is_active());
    assert_eq!(settings.activation, Some(later(5)));
    assert_eq!(settings.since(Setting::FetchCardPayments), Some(now()), "on since before");
}

/// A store that an earlier uniac wrote opens as it was: what it did not know is not in doubt.
#[test]
fn facts_of_an_earlier_store_are_in_no_doubt() {
    let mut fact = serde_json::to_value(shop_order("5007", None)).unwrap();
    fact.as_object_mut().unwrap().remove("unreadable").unwrap();
    assert_eq!(serde_json::from_value::<ShopOrder>(fact).unwrap(), shop_order("5007", None));
    let mut fact = serde_json::to_value(payment(1, now())).unwrap();
    fact.as_object_mut().unwrap().remove("unreadable").unwrap();
    assert_eq!(serde_json::from_value::<Payment>(fact).unwrap(), payment(1, now()));
    let mut fact = serde_json::to_value(order(7).order).unwrap();
    fact.as_object_mut().unwrap().remove("unreadable").unwrap();
    assert_eq!(
        serde_json::from_value::<uniac_core::order::UniOrder>(fact).unwrap(),
        order(7).order
    );
}

#[test]
fn what_is_booked_and_credited_of_an_invoice_over_two_orders_is_known_to_both() {
    use uniac_core::order::{Document, DocumentKind};
    use uniac_core::purchase::{Case, OnInvoice};
    let store = store();
    store.put_orders(&[order(7), order(8)], now()).unwrap();
    let share = |order| Document { whole_minor: Some(1000), ..document(1, order) };
    let mut of_both = page(DocumentId(1), share(7));
    of_both.shares.push(share(8));
    let credits = |credits| DocumentKind::CreditNote { credits: Some(DocumentId(credits)) };
    let note = |id, of| Document { kind: credits(of), amount_minor: 200, ..document(id, 8) };
    let pages = [of_both, page(DocumentId(2), note(2, 1)), page(DocumentId(3), note(3, 9))];
    for page in pages {
        store.put_documents(&page, now()).unwrap();
    }
    let epoch = store.lock(now()).unwrap();
    for (key, kind) in [("done", OutcomeKind::Done), ("refused", OutcomeKind::Refused)] {
        let ordinal = if kind == OutcomeKind::Done { 1 } else { 2 };
        let book = Intent { order: OrderId(8), act: Act::Book, key: key.into(), ..intent(ordinal) };
        let written = store.commit(epoch, vec![Entry::Intent(book)]).unwrap().remove(0);
        store.commit(epoch, vec![Entry::Outcome(written.id, outcome(kind))]).unwrap();
    }
    let known = |order| store.case(OrderId(order)).unwrap().unwrap().kept.on_invoice;
    let expected = [(DocumentId(1), OnInvoice { booked: 500, credited: 200 })];
    assert_eq!(known(7), expected.into());
    assert_eq!(known(8), expected.into());
    let mut all = Vec::new();
    let mut each = |case: Case| {
        all.push(case.kept.on_invoice);
        Ok(())
    };
    store.cases(&mut each).unwrap();
    assert_eq!(all, [expected.into(), expected.into()]);
}

/// What Uni shows as paid is told by a complete read alone, and only while nothing of the order is credited.
#[test]
fn what_is_paid_is_noted_before_a_credit_and_never_after_it() {
    let store = store();
    store.put_orders(&[order(7)], now()).unwrap();
    let put = |documents: &[uniac_core::order::Document]| {
        let shares = documents.to_vec();
        store.put_documents(&DocumentPage { shares, ..DocumentPage::default() }, now()).unwrap();
    };
    let paid = |unpaid_minor: i64| uniac_core::order::Document {
        whole_minor: Some(500),
        unpaid_minor,
        ..document(1, 7)
    };
    let note = uniac_core::order::Document {
        kind: uniac_core::order::DocumentKind::CreditNote { credits: Some(DocumentId(1)) },
        ..document(2, 7)
    };
    put(&[paid(500)]);
    store.note_paid(&[DocumentId(1)], later(1)).unwrap();
    put(&[paid(300)]);
    store.note_paid(&[DocumentId(1)], later(2)).unwrap();
    put(&[paid(300), note.clone()]);
    let seen = || {
        let kept = store.case(OrderId(7)).unwrap().unwrap().kept;
        let seen = kept.paid_seen.get(&DocumentId(1)).cloned().unwrap_or_default();
        seen.into_iter().map(|sight| (sight.minor, sight.at)).collect::<Vec<_>>()
    };
    assert_eq!(seen(), [(200, later(2))]);
    put(&[paid(0), note]);
    store.note_paid(&[DocumentId(1)], later(3)).unwrap();
    assert_eq!(seen(), [(200, later(2))]);
}
