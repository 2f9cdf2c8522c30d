//! A person's word: when it is taken, what speaks against it, and what follows from it.

use std::sync::Mutex;

use super::*;
use crate::tests::world::{ORDER, Stage, World, intent, noon, payment};
use crate::{Scope, Verdict};
use uniac_connect::payment::Capabilities;
use uniac_core::act::{Act, Found, Retry};
use uniac_store::{Entry, Store};

/// An order with an act of which nothing can be seen, an hour after it was sent.
fn stuck(act: Act, minor: i64, captured_minor: i64) -> Stage {
    stuck_at(false, act, minor, captured_minor)
}

fn stuck_at(in_shop: bool, act: Act, minor: i64, captured_minor: i64) -> Stage {
    let standard = World::default();
    let mut capabilities = Capabilities { in_shop, ..standard.capabilities };
    (capabilities.key_lifetime, capabilities.lookup) = (None, false);
    let payment = Mutex::new(Some(payment(captured_minor)));
    let stage = Stage::new(World { capabilities, payment, ..standard });
    let epoch = stage.store.lock(noon()).unwrap();
    let mut open = intent(act, minor, 1, None);
    open.document = open.document.filter(|_| act != Act::ShopComplete);
    stage.store.commit(epoch, vec![Entry::Intent(open)]).unwrap();
    stage.clock.step(SignedDuration::from_hours(1));
    stage.world.finds.lock().unwrap().extend([const { Found::Unclear }; 6]);
    stage
}

fn word(happened: bool) -> Statement {
    let told = Told { by: "kari".into(), reason: Some("seen in the portal".into()) };
    Statement { happened, told }
}

fn tell(stage: &Stage, happened: bool) -> Result<StepResult> {
    let id = stage.case().intents[0].id;
    stage.with(Scope::Nothing, |run| run.tell(ORDER, id, &word(happened)))
}

fn kept(stage: &Stage) -> Outcome {
    let journal = stage.store.journal(Some(ORDER)).unwrap();
    journal[0].1.outcome.clone().expect("an outcome")
}

#[test]
fn a_look_settles_or_leaves_it_and_nothing_is_sent() {
    let stage = stuck(Act::Capture, 500, 0);
    let (results, failure) = stage.with(Scope::Nothing, |run| run.orders(&[ORDER]));
    assert!(failure.is_none());
    assert_eq!(results.len(), 1);
    assert_eq!(results[0].verdict, Verdict::Unknown);
    stage.world.finds.lock().unwrap().clear();
    stage.world.finds.lock().unwrap().push_back(Found::Done { receipt: None });
    let (results, _) = stage.with(Scope::Nothing, |run| run.orders(&[ORDER]));
    assert_eq!(results[0].verdict, Verdict::Done);
    assert!(stage.world.sent.lock().unwrap().is_empty());
}

#[test]
fn what_is_said_to_be_done_is_done_and_kept_with_the_name() {
    let stage = stuck(Act::Capture, 500, 500);
    assert_eq!(tell(&stage, true).unwrap().verdict, Verdict::Done);
    let outcome = kept(&stage);
    assert_eq!((outcome.kind, outcome.code.as_deref()), (OutcomeKind::Done, Some(TOLD)));
    assert_eq!(outcome.told, Some(word(true).told));
    // Money is where it should be; the shop and the books follow.
    let (results, _) = stage.pass();
    let acts: Vec<Act> = results.iter().map(|result| result.act).collect();
    assert_eq!(acts, [Act::ShopComplete, Act::Book]);
}

#[test]
fn what_is_said_never_to_have_happened_is_done_anew_as_an_act_of_its_own() {
    let stage = stuck(Act::Capture, 500, 0);
    assert_eq!(tell(&stage, false).unwrap().verdict, Verdict::Refused);
    let outcome = kept(&stage);
    assert_eq!((outcome.kind, outcome.retry), (OutcomeKind::Refused, Retry::NextRun));
    assert_eq!(outcome.told, Some(word(false).told));
    let (results, _) = stage.pass();
    assert_eq!((results[0].act, results[0].verdict), (Act::Capture, Verdict::Done));
    assert_eq!(stage.world.sent.lock().unwrap()[0].ordinal, 2);
}

/// Somebody is wrong, or has captured by hand: what the sums show is not taken once more.
#[test]
fn a_wrong_word_does_not_take_what_the_sums_show_a_second_time() {
    let stage = stuck(Act::Capture, 500, 500);
    tell(&stage, false).unwrap();
    let (results, _) = stage.pass();
    assert!(
        results
            .iter()
            .all(|result| result.act != Act::Capture || result.verdict == Verdict::Skipped)
    );
    let sent = stage.world.sent.lock().unwrap();
    assert!(sent.iter().all(|intent| !intent.act.operation().moves_money()));
}

#[test]
fn no_word_is_taken_while_the_effect_may_be_invisible() {
    let stage = stuck(Act::Capture, 500, 500);
    stage.clock.step(-SignedDuration::from_hours(1));
    for (step, expected) in [
        (SignedDuration::ZERO, Some("Wait 31 s")),
        (SignedDuration::from_secs(20), Some("Wait 11 s")),
        (SignedDuration::from_secs(10), Some("Wait 1 s")),
        (SignedDuration::from_millis(1), None),
    ] {
        stage.clock.step(step);
        let case = stage.case();
        let objection =
            stage.with(Scope::Nothing, |run| run.objection(&case, &case.intents[0], true));
        match (objection, expected) {
            (None, None) => {}
            (Some(error), Some(wait)) if error.code == "too-soon" => {
                assert!(error.hints[0].starts_with(wait), "{wait}: {:?}", error.hints);
            }
            (objection, _) => panic!("{step:#}: {objection:?}"),
        }
    }
}

/// Said not to be done, it would be done anew, and twice when its turn comes.
#[test]
fn no_word_is_taken_on_what_the_provider_has_accepted() {
    let stage = stuck(Act::Capture, 500, 500);
    let mut case = stage.case();
    let pending = Some(OutcomeKind::Pending);
    case.intents[0].outcome = intent(Act::Capture, 500, 1, pending).outcome;
    for happened in [true, false] {
        let objection =
            stage.with(Scope::Nothing, |run| run.objection(&case, &case.intents[0], happened));
        assert_eq!(objection.unwrap().code, "pending");
    }
}

#[test]
fn no_word_is_taken_without_a_payment_to_look_at() {
    let stage = stuck(Act::Capture, 500, 500);
    for without in [
        |case: &mut Case| case.order.payment = None,
        |case: &mut Case| case.order.shop.as_mut().unwrap().payment_method = "cash".into(),
    ] {
        let mut case = stage.case();
        without(&mut case);
        let objection =
            stage.with(Scope::Nothing, |run| run.objection(&case, &case.intents[0], true));
        assert_eq!(objection.unwrap().code, "no-payment");
    }
}

#[test]
fn no_word_stands_against_the_sums() {
    for (act, minor, shown, expected) in [
        (Act::Capture, 500, 499, Some("not-shown")),
        (Act::Capture, 500, 500, None),
        (Act::Refund, 100, 500, Some("not-shown")),
    ] {
        let stage = stuck(act, minor, shown);
        let refused = tell(&stage, true).err().map(|error| error.code);
        assert_eq!(refused, expected, "{act:?} {minor} of {shown}");
        assert_eq!(stage.case().intents[0].is_open(), expected.is_some());
    }
    // What another act of ours has done is not this one's.
    let stage = stuck(Act::Capture, 200, 500);
    let mut case = stage.case();
    let open = case.intents[0].clone();
    case.intents.push(intent(Act::Capture, 301, 2, Some(OutcomeKind::Done)));
    case.intents.push(intent(Act::Refund, 100, 3, Some(OutcomeKind::Done)));
    let objection = stage.with(Scope::Nothing, |run| run.objection(&case, &open, true));
    assert_eq!(objection.unwrap().code, "not-shown");
    case.intents[1].money.minor = 300;
    assert!(stage.with(Scope::Nothing, |run| run.objection(&case, &open, true)).is_none());
    assert!(stage.with(Scope::Nothing, |run| run.objection(&case, &open, false)).is_none());
}

/// The shop's book lacks what its plug-in has lost; the person has looked at the provider's.
#[test]
fn a_word_stands_against_the_book_of_a_shop_that_is_the_provider() {
    let stage = stuck_at(true, Act::Capture, 500, 0);
    assert_eq!(tell(&stage, true).unwrap().verdict, Verdict::Done);
    let (results, _) = stage.pass();
    assert!(results.iter().all(|result| result.act != Act::Capture), "it is not taken again");
}

#[test]
fn what_moves_no_money_is_believed() {
    let stage = stuck(Act::ShopComplete, 500, 0);
    stage.clock.step(-SignedDuration::from_hours(1));
    assert_eq!(tell(&stage, true).unwrap().verdict, Verdict::Done);
    assert_eq!(stage.case().order.shop.unwrap().status, uniac_core::order::ShopStatus::Completed);
}

#[test]
fn a_word_is_about_an_open_act_of_the_order() {
    let stage = stuck(Act::Capture, 500, 500);
    let other = stage.with(Scope::Nothing, |run| run.tell(ORDER, IntentId(404), &word(true)));
    assert_eq!(other.unwrap_err().code, "defect");
    tell(&stage, true).unwrap();
    assert_eq!(tell(&stage, false).unwrap_err().code, "defect", "and is kept for good");
}
