//! What a run is to be expected to do, with a brake and without; nothing may be sent here.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::Before;
use crate::refresh::Reading;
use crate::tests::world::{INVOICE, Stage, World, document, intent, noon, payment};
use crate::{Cause, Scope};
use uniac_core::act::{Act, Operation, OutcomeKind, Retry};
use uniac_core::assess::Attention;
use uniac_core::code::Code;
use uniac_core::order::{DocumentKind, ShopStatus};
use uniac_core::purchase::Case;
use uniac_store::Store;

/// An order of which we captured 500, and which is credited.
fn credited(stage: &Stage) -> Case {
    let mut case = stage.case();
    case.order.payment = Some(payment(500));
    let note = document(2, DocumentKind::CreditNote { credits: Some(INVOICE) }, 500);
    case.order.documents.push(note);
    for document in &mut case.order.documents {
        document.unpaid_minor = 0;
    }
    case.intents = vec![intent(Act::Capture, 500, 1, Some(OutcomeKind::Done))];
    case
}

fn foreseen(stage: &Stage, case: &Case, braked: &[Operation]) -> Vec<(Act, bool, Option<Cause>)> {
    let braked: BTreeSet<Operation> = braked.iter().copied().collect();
    let expected = stage
        .with(Scope::Automatic, |run| run.foresee(case, &braked, &mut Before::default()))
        .unwrap();
    expected.into_iter().map(|e| (e.step.act, e.again, e.skip)).collect()
}

#[test]
fn what_follows_from_a_braked_act_is_not_foreseen() {
    let stage = Stage::new(World::default());
    let case = credited(&stage);
    let acts = |braked: &[Operation]| foreseen(&stage, &case, braked);
    let free = acts(&[]);
    assert_eq!(free[0], (Act::Refund, false, None));
    assert!(free.iter().any(|(act, ..)| *act == Act::ShopRecordRefund), "{free:?}");
    assert_eq!(acts(&[Operation::Cancel]), free, "the other brake holds nothing of this");
    let held = acts(&[Operation::Refund]);
    assert_eq!(held[0], (Act::Refund, false, Some(Attention::Braked.into())));
    assert!(!held.iter().any(|(act, ..)| *act == Act::ShopRecordRefund), "{held:?}");
}

#[test]
fn a_braked_act_without_an_answer_stays_open() {
    let stage = Stage::new(World::default());
    let mut case = credited(&stage);
    case.intents.push(intent(Act::Refund, 500, 1, Some(OutcomeKind::Unknown)));
    let held = foreseen(&stage, &case, &[Operation::Refund]);
    assert_eq!(held, [(Act::Refund, true, Some(Attention::Braked.into()))]);
}

#[test]
fn a_payment_with_a_doubt_is_read_anew_by_every_run() {
    let stage = Stage::new(World::default());
    let doubtful = || uniac_core::order::Payment {
        unreadable: Some("state is `SETTLING`".to_owned()),
        ..payment(0)
    };
    stage.store.put_payment(&doubtful()).unwrap();
    let read = |stage: &Stage| {
        stage
            .with(Scope::Automatic, |run| {
                run.engine.refresh(Reading::NewPayments { by_itself: true })
            })
            .unwrap();
        stage.store.case(crate::tests::world::ORDER).unwrap().unwrap().order
    };
    let order = read(&stage);
    assert_eq!(order.payment.unwrap().unreadable, None);
    assert_eq!(order.shop.unwrap().status, ShopStatus::Open);
}

#[test]
fn a_provider_that_is_not_configured_any_more_is_this_orders_matter() {
    let stage = Stage::new(World::default()).without_provider();
    let missing = Cause::from(Code::MethodNotConfigured);
    assert_eq!(foreseen(&stage, &stage.case(), &[]), [(Act::Capture, false, Some(missing))]);
}

#[test]
fn an_act_that_waits_for_a_sign_in_is_not_foreseen() {
    let stage = Stage::new(World::default());
    let mut case = stage.case();
    for (ordinal, minutes) in [(1, -20), (2, -5)] {
        let mut refused = intent(Act::Capture, 500, ordinal, Some(OutcomeKind::Refused));
        let outcome = refused.outcome.as_mut().unwrap();
        outcome.retry = Retry::SignIn;
        outcome.at = noon() + SignedDuration::from_mins(minutes);
        case.intents.push(refused);
    }
    let waits = Cause::from(Code::SignIn);
    assert_eq!(foreseen(&stage, &case, &[]), [(Act::Capture, false, Some(waits))]);
}

/// Of two acts on an invoice the journal tells by their numbers which came first, and so whose money was paid back.
#[test]
fn what_is_foreseen_comes_after_what_was_done() {
    let stage = Stage::new(World::default());
    let mut case = credited(&stage);
    // Others took 200; the invoice was credited, and a new one of 300 asks for that and for 100 of ours.
    case.order.payment = Some(payment(700));
    let anew = document(9, DocumentKind::Invoice, 300);
    case.eras.insert(anew.id, uniac_core::settings::Era::Auto);
    case.order.documents.push(anew);
    let expected = stage
        .with(Scope::Automatic, |run| run.foresee(&case, &BTreeSet::new(), &mut Before::default()))
        .unwrap();
    let amounts = |act| {
        let of_act = expected.iter().filter(move |expected| expected.step.act == act);
        of_act.map(|expected| expected.step.money.minor).collect::<Vec<_>>()
    };
    assert_eq!((amounts(Act::Refund), amounts(Act::Book)), (vec![400], vec![200]));
}
