//! What a run over its bounds leaves on the orders.

use super::*;
use crate::tests::world::{ORDER, Stage, World};
use uniac_core::act::{Operation, Refusal, Reply};
use uniac_core::assess::Attention;
use uniac_store::Store;

/// Plans a run, leaves all of it, and returns what an order then carries.
fn left_by(stage: &Stage, scope: Scope) -> Vec<(Act, String, Attention)> {
    stage.with(scope, |run| {
        let plan = run.plan(None, &[], 0).unwrap();
        run.leave_all(&plan).unwrap();
    });
    let skips = stage.store.case(ORDER).unwrap().unwrap().skips;
    skips.into_iter().map(|skip| (skip.act, skip.code.clone(), skip.attention())).collect()
}

#[test]
fn a_run_over_its_bounds_is_seen_on_its_orders_until_one_within_them_has_done_it() {
    let stage = Stage::new(World::default());
    let left = left_by(&stage, Scope::Automatic);
    let expected = (Act::Capture, "over-bounds".to_owned(), Attention::OverBounds);
    assert!(left.contains(&expected), "{left:?}");
    let (results, failure) = stage.pass();
    assert!(failure.is_none() && !results.is_empty());
    assert_eq!(stage.store.case(ORDER).unwrap().unwrap().skips, []);
}

#[test]
fn what_a_person_has_bounded_is_told_to_the_person_alone() {
    let stage = Stage::new(World::default());
    assert_eq!(left_by(&stage, Scope::Named(Operation::Capture)), []);
}

#[test]
fn an_act_that_was_surely_not_sent_is_seen_on_its_order_until_it_is_done() {
    let stage = Stage::new(World::default());
    let unsent = Reply::Refused(Refusal::unsent("unreachable"));
    stage.world.replies.lock().unwrap().push_back(unsent);
    stage.pass();
    let skips = || stage.store.case(ORDER).unwrap().unwrap().skips;
    let left: Vec<_> = skips().iter().map(|skip| (skip.act, skip.attention())).collect();
    assert_eq!(left, [(Act::Capture, Attention::Unreadable)]);
    stage.pass();
    assert_eq!(skips(), []);
}
