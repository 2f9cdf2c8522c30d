//! What others took at a provider that lists no captures: before the credit, or after it, by when it was first seen.

use jiff::SignedDuration;

use super::*;
use crate::purchase::Sight;

fn hour(hour: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 - hour)
}

/// An invoice of 500.00 that is credited by a note made in hour 10; so much is captured, and the provider lists nothing.
fn credited(captured: i64, sights: &[(i64, i64)]) -> Case {
    let note = Document { created_at: Some(hour(10)), ..credit(2, 1, 50_000) };
    let mut case = case(50_000, vec![invoice(1, 50_000), note], vec![]);
    case.order.documents[0].unpaid_minor = 0;
    case.order.payment.as_mut().unwrap().captured_minor = captured;
    case.order.shop.as_mut().unwrap().status = ShopStatus::Credited;
    let sights = sights.iter().map(|(minor, at)| Sight { minor: *minor, at: hour(*at) });
    case.kept.captured_seen.insert("reference-1".into(), sights.collect());
    case
}

fn ours(minor: i64, at: i64) -> Intent {
    Intent { at: hour(at), ..intent(Act::Capture, 1, minor, Some(OutcomeKind::Done)) }
}

#[test]
fn what_was_seen_before_the_credit_is_refunded_with_it() {
    let table = [
        ("seen before", credited(50_000, &[(50_000, 9)]), "captured: [refund 50000 auto] -"),
        (
            "seen after: a person's",
            credited(50_000, &[(50_000, 11)]),
            "captured: [refund 50000 manual] captured-not-invoiced",
        ),
        (
            "never seen",
            credited(50_000, &[]),
            "captured: [refund 50000 manual] captured-not-invoiced",
        ),
        (
            "a part before, a part after",
            credited(50_000, &[(50_000, 11), (20_000, 9)]),
            "captured: [refund 20000 auto] captured-not-invoiced",
        ),
        (
            "a sum that lagged once is not seen anew",
            credited(50_000, &[(50_000, 9), (20_000, 11)]),
            "captured: [refund 50000 auto] -",
        ),
    ];
    for (story, case, expected) in table {
        assert_eq!(told(&case), expected, "{story}");
    }
}

#[test]
fn what_uniac_took_is_not_taken_for_what_others_took() {
    // 300.00 of ours were there before the credit; 200.00 of others came after it.
    let mut case = credited(50_000, &[(30_000, 9), (50_000, 11)]);
    case.intents = vec![ours(30_000, 8)];
    assert_eq!(told(&case), "captured: [refund 30000 auto] captured-not-invoiced");
    // The same with 200.00 of others before, of which the rest was ours.
    let mut case = credited(50_000, &[(20_000, 7), (50_000, 9)]);
    case.intents = vec![ours(30_000, 8)];
    assert_eq!(told(&case), "captured: [refund 50000 auto] -");
    // While an act of ours has no answer nothing of it is moved.
    case.intents = vec![Intent { outcome: None, ..ours(30_000, 8) }];
    assert_eq!(told(&case), "captured: [] unknown-outcome");
}

#[test]
fn a_note_that_does_not_tell_when_it_was_made_was_made_when_it_was_first_seen() {
    let by_sight = |captured_at: i64| {
        let mut case = credited(50_000, &[]);
        case.order.documents[1].created_at = None;
        case.kept.seen.insert(DocumentId(2), hour(10));
        let taken = PaymentEvent { at: hour(captured_at), ..event(Capture, 50_000, None) };
        case.order.payment = Some(payment(50_000, vec![taken]));
        told(&case)
    };
    assert_eq!(by_sight(9), "captured: [refund 50000 auto] -");
    assert_eq!(by_sight(11), "captured: [refund 50000 manual] captured-not-invoiced");
}
