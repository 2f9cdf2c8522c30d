//! Who is not let in asks once a run, and less often the longer it lasts.

use super::*;
use crate::Scope;
use crate::Verdict;
use crate::tests::world::{ORDER, Stage, World, intent, noon, step};
use uniac_core::act::{Act, Intent, Operation, Refusal, Reply};
use uniac_store::Store;

fn shut() -> Reply {
    Reply::Refused(Refusal::sign_in())
}

/// An order whose capture was refused for want of a sign-in at these minutes after noon.
fn refused_at(stage: &Stage, minutes: &[i64]) -> Case {
    let mut case = stage.case();
    for (minute, ordinal) in minutes.iter().zip(1..) {
        let mut refused = intent(Act::Capture, 500, ordinal, Some(OutcomeKind::Refused));
        let outcome = refused.outcome.as_mut().unwrap();
        outcome.retry = Retry::SignIn;
        outcome.at = noon() + SignedDuration::from_mins(*minute);
        case.intents.push(refused);
    }
    case
}

#[test]
fn an_act_waits_as_long_as_it_was_refused_already_and_a_day_at_most() {
    let stage = Stage::new(World::default());
    let day = 24 * 60;
    for (refused, now, expected) in [
        (&[0][..], 0, false),
        (&[0, 15], 29, true),
        (&[0, 15], 30, false),
        (&[0, 15, 30, 60], 119, true),
        (&[0, 15, 30, 60], 120, false),
        (&[0, 9 * day], 10 * day - 1, true),
        (&[0, 9 * day], 10 * day, false),
        (&[], 0, false),
    ] {
        let case = refused_at(&stage, refused);
        let now = noon() + SignedDuration::from_mins(now);
        assert_eq!(waits(&case, &step(Act::Capture, 500), now), expected, "{refused:?} {now}");
    }
}

#[test]
fn only_the_automation_waits() {
    let stage = Stage::new(World::default());
    let case = refused_at(&stage, &[-20, -5]);
    let waits = |scope| stage.with(scope, |run| run.is_locked_out(&case, &step(Act::Capture, 500)));
    assert!(waits(Scope::Automatic));
    assert!(!waits(Scope::Named(Operation::Capture)), "a person asks at once");
}

#[test]
fn a_system_that_lets_nobody_in_is_asked_once_in_a_run_and_no_other_waits_for_it() {
    let stage = Stage::new(World::default());
    let case = stage.case();
    stage.with(Scope::Automatic, |run| {
        run.heed(&case, Act::Book, &Reply::Refused(Refusal::last("status-400")));
        assert!(!run.is_shut(&case, Act::Book), "a no to the act");
        run.heed(&case, Act::Book, &shut());
        assert!(run.is_shut(&case, Act::Book));
        assert!(!run.is_shut(&case, Act::ShopNote));
        assert!(!run.is_shut(&case, Act::Capture));
        run.heed(&case, Act::ShopNote, &shut());
        assert!(run.is_shut(&case, Act::ShopComplete) && run.is_shut(&case, Act::ShopCreate));
    });
    stage.with(Scope::Automatic, |run| assert!(!run.is_shut(&case, Act::Book), "the next run"));
}

/// A permanent 403 costs the journal some intents on the first day and one a day from then on, and
/// every run says so.
#[test]
fn a_door_that_stays_shut_does_not_fill_the_journal() {
    let stage = Stage::new(World::default());
    stage.world.replies.lock().unwrap().extend(vec![shut(); 99]);
    let captures = || {
        let journal = stage.store.journal(None).unwrap();
        journal.iter().filter(|(_, i): &&(_, Intent)| i.act == Act::Capture).count()
    };
    let run = || {
        let (results, failure) = stage.pass();
        assert!(failure.is_none());
        let capture = results.into_iter().find(|result| result.act == Act::Capture).unwrap();
        assert!(matches!(capture.verdict, Verdict::Refused | Verdict::Skipped));
        assert_eq!(capture.code(), Some("sign-in"));
        stage.clock.step(SignedDuration::from_mins(15));
    };
    (0..96).for_each(|_| run());
    assert_eq!(captures(), 8, "the first day");
    (0..96 * 7).for_each(|_| run());
    assert!(captures() <= 8 + 8, "{} after a week", captures());
    assert!(stage.store.case(ORDER).unwrap().is_some());
}
