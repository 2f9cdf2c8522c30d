//! What others moved and no document accounts for: what a person may answer to it, and that nothing of it is done by
//! itself.

use jiff::SignedDuration;

use super::*;
use crate::ledger::Balance;

fn done(act: Act, minor: i64) -> Intent {
    intent(act, 1, minor, Some(OutcomeKind::Done))
}

fn money(case: &Case) -> Vec<(Act, i64, Mode, Option<Attention>)> {
    let steps = look(case).steps.into_iter();
    let moving = steps.filter(|s| matches!(s.act, Act::Capture | Act::Refund));
    moving.map(|step| (step.act, step.money.minor, step.mode, step.why)).collect()
}

#[test]
fn what_others_took_after_the_credit_note_is_paid_back_by_a_person_alone() {
    let mut case = case(50_000, vec![invoice(1, 50_000), credit(2, 1, 50_000)], vec![]);
    case.order.documents[1].created_at = Some(now() - SignedDuration::from_hours(3));
    let payment = case.order.payment.as_mut().unwrap();
    payment.events = vec![event(Capture, 50_000, None)];
    payment.captured_minor = 50_000;
    let taken = now() - SignedDuration::from_hours(1);
    payment.events[0].at = taken;
    let why = Some(Attention::CapturedNotInvoiced);
    assert_eq!(money(&case), [(Act::Refund, 50_000, Mode::Manual, why)]);
    assert_eq!(look(&case).attention, why);
    // What the note may have been paid back for, that is not placed.
    let mut stray = case.clone();
    stray.kept.strays.push(credit(9, 8, 10_000));
    assert_eq!(money(&stray), []);
    case.intents = vec![done(Act::Refund, 50_000)];
    assert_eq!(money(&case), []);
    assert_eq!(look(&case).ledger.captured_left_over, 0);
    assert!(look(&case).attentions.is_empty(), "{:?}", look(&case).attentions);
}

#[test]
fn what_others_took_after_the_credit_note_is_not_paid_back_because_the_rest_was_paid_otherwise() {
    let taken = |hours| {
        let mut case = case(500, vec![invoice(1, 500), credit(2, 1, 450)], vec![]);
        case.order.documents[1].created_at = Some(now() - SignedDuration::from_hours(3));
        let payment = case.order.payment.as_mut().unwrap();
        let at = now() - SignedDuration::from_hours(hours);
        payment.events = vec![PaymentEvent { at, ..event(Capture, 50, None) }];
        payment.captured_minor = 50;
        look(&case).ledger.balances.remove(0)
    };
    let (before, after) = (taken(5), taken(1));
    assert_eq!((before.captured_elsewhere, before.captured_late), (50, 0));
    assert_eq!((after.captured_elsewhere, after.captured_late), (50, 50));
    // A gift card paid it all before it was credited.
    let with_gift = |balance: Balance| Balance { paid_surely: 450, ..balance }.refund_due();
    assert_eq!((with_gift(before), with_gift(after)), (50, 0));
}

/// The table of what bars what says of `refunded-elsewhere`: a person's command may take again what was refunded.
#[test]
fn what_others_paid_back_is_taken_again_by_a_person_alone_and_once() {
    let events = vec![ours(Capture, 1, 1, 500), event(Refund, 200, Some("portal-1".into()))];
    let mut case = case(700, vec![invoice(1, 500)], events.clone());
    let capture = |case: &Case| {
        let steps = look(case).steps.into_iter().filter(|step| step.act == Act::Capture);
        let shown = steps.map(|step| (step.money.minor, step.mode, step.is_answer()));
        shown.collect::<Vec<_>>()
    };
    // Only who names the order means it.
    assert_eq!(capture(&case), [(200, Mode::Manual, true)]);
    // Never more than the reservation has left.
    let payment_of = |minor| payment(minor, events.clone());
    case.order.payment = Some(payment_of(600));
    assert_eq!(capture(&case), [(100, Mode::Manual, true)]);
    case.order.payment = Some(payment_of(500));
    assert_eq!(capture(&case), []);
    assert_eq!(look(&case).attentions, [Attention::RefundedElsewhere]);
    // It was taken again: the books agree, and nothing is paid back because of it.
    let mut again = events;
    again.push(ours(Capture, 1, 2, 200));
    case.order.payment = Some(payment(700, again));
    assert_eq!(look(&case).ledger.balances[0].held(), 500);
    assert_eq!(look(&case).attentions, []);
}

#[test]
fn what_others_took_for_no_invoice_is_paid_back_by_a_person_once_nothing_is_left_to_invoice() {
    let taken = |uninvoiced| {
        let mut case = case(50_000, vec![], vec![event(Capture, 50_000, None)]);
        case.order.uni.uninvoiced_minor = uninvoiced;
        case
    };
    // An invoice that comes later takes it up.
    assert_eq!(money(&taken(50_000)), []);
    let mut dropped = taken(50_000);
    dropped.order.uni.progress = Progress::Deleted;
    let why = Some(Attention::CapturedNotInvoiced);
    assert_eq!(money(&dropped), [(Act::Refund, 50_000, Mode::Manual, why)]);
    let step = look(&dropped).steps.remove(0);
    assert_eq!((step.document, step.payment.as_deref()), (None, Some("reference-1")));
    // A draft may still ask for it.
    let mut drafted = dropped.clone();
    drafted.order.drafts.push(Document { is_draft: true, ..invoice(3, 50_000) });
    assert_eq!(money(&drafted), []);
    // Done, it is told to the shop, and then the order is cancelled there.
    let paid_back = Intent { document: None, ..done(Act::Refund, 50_000) };
    dropped.intents = vec![paid_back];
    assert_eq!(told(&dropped), "refunded: [shop-refund 50000 auto, shop-cancel 0 auto] -");
    dropped.order.shop.as_mut().unwrap().refunded_minor = 50_000;
    assert_eq!(told(&dropped), "refunded: [shop-cancel 0 auto] -");
}

#[test]
fn what_others_took_beyond_the_invoices_is_paid_back_by_a_person() {
    let mut case = case(40_000, vec![invoice(1, 40_000)], vec![]);
    case.order.documents[0].unpaid_minor = 0;
    case.order.payment = Some(payment(50_000, vec![event(Capture, 50_000, None)]));
    let why = Some(Attention::CapturedNotInvoiced);
    assert_eq!(money(&case), [(Act::Refund, 10_000, Mode::Manual, why)]);
    case.intents = vec![Intent { document: None, ..done(Act::Refund, 10_000) }];
    assert_eq!(money(&case), []);
    assert!(look(&case).attentions.is_empty(), "{:?}", look(&case).attentions);
}

#[test]
fn what_was_paid_back_for_no_invoice_is_for_no_credit_note_that_comes_later() {
    let own = event(Capture, 20_000, Some("ua-capture-1".into()));
    let events =
        vec![own, event(Capture, 20_000, None), event(Refund, 20_000, Some("back".into()))];
    let documents = vec![invoice(1, 20_000), credit(2, 1, 20_000)];
    let mut case = case(40_000, documents, vec![]);
    case.order.uni.progress = Progress::Closed;
    case.order.documents[0].unpaid_minor = 0;
    case.order.payment = Some(payment(40_000, events));
    let captured = Intent { key: "ua-capture-1".into(), ..done(Act::Capture, 20_000) };
    let paid_back = Intent { document: None, key: "back".into(), ..done(Act::Refund, 20_000) };
    case.intents = vec![captured, paid_back];
    assert_eq!(money(&case), [(Act::Refund, 20_000, Mode::Auto, None)]);
    assert_eq!(look(&case).ledger.captured_left_over, 0);
}
