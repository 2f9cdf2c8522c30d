//! What others moved and no document accounts for: what a person may answer to it, and that nothing of it is done by
//! itself.

use jiff::SignedDuration;

use super::*;

fn done(act: Act, minor: i64) -> Intent {
    intent(act, 1, minor, Some(OutcomeKind::Done))
}

/// An invoice of 500.00 that uniac has captured, of a reservation of 900.00; others have paid back 100.00 of it.
fn paid_back() -> Case {
    let events = vec![ours(Capture, 1, 1, 50_000), event(Refund, 10_000, None)];
    let mut case = case(50_000, vec![invoice(1, 50_000)], events);
    let payment = case.order.payment.as_mut().unwrap();
    (payment.authorised_minor, payment.captured_minor, payment.refunded_minor) =
        (90_000, 50_000, 10_000);
    case.order.documents[0].unpaid_minor = 0;
    case.intents = vec![done(Act::Capture, 50_000), done(Act::Book, 50_000)];
    case
}

fn money(case: &Case) -> Vec<(Act, i64, Mode, Option<Attention>)> {
    let steps = look(case).steps.into_iter();
    let moving = steps.filter(|s| matches!(s.act, Act::Capture | Act::Refund));
    moving.map(|step| (step.act, step.money.minor, step.mode, step.why)).collect()
}

#[test]
fn what_others_paid_back_is_taken_again_by_a_person_alone_and_then_at_rest() {
    let why = Some(Attention::RefundedElsewhere);
    let mut case = paid_back();
    assert_eq!(money(&case), [(Act::Capture, 10_000, Mode::Manual, why)]);
    assert_eq!(look(&case).attention, why);
    let again = Intent { ordinal: 2, key: "again".into(), ..done(Act::Capture, 10_000) };
    case.intents.push(again);
    assert_eq!(money(&case), [], "it is no money too much");
    assert!(!look(&case).attentions.contains(&Attention::RefundedElsewhere));
    assert_eq!(look(&case).ledger.balances[0].held(), 50_000);
}

#[test]
fn no_more_is_taken_again_than_is_reserved_and_nothing_beside_what_is_due() {
    let mut case = paid_back();
    case.order.payment.as_mut().unwrap().authorised_minor = 54_000;
    assert_eq!(money(&case)[0].1, 4_000);
    case.order.payment.as_mut().unwrap().whole_only = true;
    assert_eq!(money(&case), []);
    // What a credit note that is not placed yet may have been paid back for.
    let mut case = paid_back();
    case.kept.strays.push(credit(9, 8, 10_000));
    assert_eq!(money(&case), []);
    // A person who captures another invoice does not take that again.
    let mut case = paid_back();
    case.order.documents.push(invoice(5, 20_000));
    case.eras.insert(DocumentId(5), Era::Predates);
    let predates = Some(Attention::InvoicedBeforeActivation);
    assert_eq!(money(&case), [(Act::Capture, 20_000, Mode::Manual, predates)]);
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
    case.intents = vec![done(Act::Refund, 50_000)];
    assert_eq!(money(&case), []);
    assert_eq!(look(&case).ledger.captured_left_over, 0);
    assert!(look(&case).attentions.is_empty(), "{:?}", look(&case).attentions);
}
