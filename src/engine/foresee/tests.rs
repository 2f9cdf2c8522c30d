//! What a run is expected to do: no act whose way is barred, and nothing that would follow from one.

use jiff::SignedDuration;

use super::*;
use crate::act::Operation;
use crate::engine::Scope;
use crate::engine::execute::Guard;
use crate::engine::tests::world::{Stage, World, intent, noon};
use crate::order::Progress;

/// Returns the acts that are expected, each with why it cannot be sent; empty: it can.
fn expected(stage: &Stage, case: &Case, guard: Guard) -> Vec<(Act, String)> {
    let foreseen = stage.with_guard(Scope::Automatic, guard, |run| run.foresee(case).unwrap());
    let why = |skip: &Option<Cause>| skip.as_ref().map_or_else(String::new, Cause::to_string);
    foreseen.iter().map(|e| (e.step.act, why(&e.skip))).collect()
}

#[test]
fn what_would_follow_from_a_braked_release_is_not_expected() {
    let stage = Stage::new(World::default());
    let mut case = stage.case();
    case.order.documents.clear();
    case.order.uni.progress = Progress::Deleted;
    let free = expected(&stage, &case, Guard::default());
    assert_eq!(free, [(Act::Cancel, String::new()), (Act::ShopCancel, String::new())]);
    let braked = || Guard { braked: [Operation::Cancel].into(), ..Guard::default() };
    assert_eq!(expected(&stage, &case, braked()), [(Act::Cancel, "braked".to_owned())]);
    // The same for a release that was sent before, without an answer.
    case.intents = vec![intent(Act::Cancel, 1000, 1, Some(OutcomeKind::Unknown))];
    assert_eq!(expected(&stage, &case, braked()), [(Act::Cancel, "braked".to_owned())]);
}

#[test]
fn a_provider_that_is_not_configured_any_more_is_this_orders_matter() {
    let stage = Stage::new(World::default()).without_provider();
    let case = stage.case();
    let missing = [(Act::Capture, "method-not-configured".to_owned())];
    assert_eq!(expected(&stage, &case, Guard::default()), missing);
}

#[test]
fn an_act_that_waits_for_a_sign_in_is_not_expected() {
    let stage = Stage::new(World::default());
    let mut case = stage.case();
    for (ordinal, minutes) in [(1, -20), (2, -5)] {
        let mut refused = intent(Act::Capture, 500, ordinal, Some(OutcomeKind::Refused));
        let outcome = refused.outcome.as_mut().unwrap();
        outcome.retry = Retry::SignIn;
        outcome.at = noon() + SignedDuration::from_mins(minutes);
        case.intents.push(refused);
    }
    let waits = [(Act::Capture, "sign-in".to_owned())];
    assert_eq!(expected(&stage, &case, Guard::default()), waits);
}
