//! What is missing and what is too much, with its cause and the way on.

use super::*;
use crate::owed::{DUE, Way, excess, missing};

fn gaps(case: &Case, active: bool) -> [Option<(&'static str, i64, Way)>; 2] {
    let assessment = assess(case, &company(active), now());
    let short = |gap: crate::owed::Gap| (gap.cause, gap.minor(), gap.way);
    [missing(case, &assessment).map(short), excess(case, &assessment).map(short)]
}

#[test]
fn what_is_due_by_itself_is_missing_until_it_is_taken() {
    assert_eq!(
        gaps(&case(500, vec![invoice(1, 500)], vec![]), true),
        [Some((DUE, 500, Way::Sync)), None]
    );
    let taken = case(500, vec![invoice(1, 500)], vec![ours(EventKind::Capture, 1, 1, 500)]);
    assert_eq!(gaps(&taken, true), [None, None]);
    let credited = vec![invoice(1, 500), credit(2, 1, 200)];
    let held = case(500, credited, vec![ours(EventKind::Capture, 1, 1, 500)]);
    assert_eq!(gaps(&held, true), [None, Some((DUE, 200, Way::Sync))]);
}

#[test]
fn a_cause_is_what_bars_the_capture_and_no_worse_attention_beside_it() {
    let mut elsewhere = case(500, vec![invoice(1, 500)], vec![]);
    elsewhere.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
    assert_eq!(gaps(&elsewhere, true)[0], Some(("held", 500, Way::Capture)));
    assert_eq!(
        gaps(&case(500, vec![invoice(1, 500)], vec![]), false)[0],
        Some(("inactive", 500, Way::Capture))
    );
    let more = case(500, vec![invoice(1, 600)], vec![]);
    assert_eq!(gaps(&more, true)[0], Some(("exceeds-reservation", 600, Way::Look)));
}

#[test]
fn nobody_is_told_to_take_money_before_a_look() {
    let mut cancelled = case(500, vec![invoice(1, 500)], vec![]);
    cancelled.order.shop.as_mut().unwrap().status = ShopStatus::Cancelled;
    assert_eq!(gaps(&cancelled, true)[0], Some(("cancelled-in-shop", 500, Way::Look)));
}

#[test]
fn what_others_paid_back_without_a_credit_note_is_missing() {
    let events = vec![event(EventKind::Capture, 500, None), event(EventKind::Refund, 200, None)];
    let case = case(500, vec![invoice(1, 500)], events);
    assert_eq!(gaps(&case, true), [Some(("refunded-elsewhere", 200, Way::Look)), None]);
}

#[test]
fn what_others_captured_for_no_invoice_is_too_much() {
    let case = case(500, vec![], vec![event(EventKind::Capture, 300, None)]);
    assert_eq!(gaps(&case, true), [None, Some(("captured-not-invoiced", 300, Way::Look))]);
}

#[test]
fn what_no_provider_pays_is_not_missing() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.order.payment = None;
    let shop = case.order.shop.as_mut().unwrap();
    (shop.payment_method, shop.payment_reference) = ("bacs".into(), None);
    assert_eq!(gaps(&case, true), [None, None]);
}
