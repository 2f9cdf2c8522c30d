//! What others moved and no document accounts for: what a person may answer to it, and that nothing of it is done by
//! itself.

use jiff::SignedDuration;

use super::*;

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
