//! The row that a pass leaves: what it did, what it left and why, and that a dry run leaves none.

use rust_decimal::Decimal;

use crate::exit::Exit;
use crate::tests::world::{Stage, World, noon};
use crate::{Bounds, Caller, Plan, Report, Request, Scope};
use uniac_core::act::{Refusal, Reply};
use uniac_core::settings::Setting;
use uniac_store::{History, RunRow, RunState, Store};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::stop::Why;

fn pass(stage: &Stage, request: &Request<'_>) -> Result<Report> {
    stage.with(Scope::Automatic, |run| run.engine.pass(request))
}

fn request() -> Request<'static> {
    let caller = Caller { command: "sync".into(), by: "kari".into(), host: "runner".into() };
    Request { caller, ..Request::new(Scope::Automatic) }
}

/// Returns the codes and amounts of what a pass left.
fn left(run: &RunRow) -> Vec<(&str, &str, i64)> {
    run.left
        .iter()
        .map(|step| {
            let code = step.code.as_deref().unwrap_or_default();
            (step.order.as_str(), code, step.amount_minor)
        })
        .collect()
}

fn last(stage: &Stage) -> RunRow {
    stage.store.last_run().unwrap().unwrap()
}

#[test]
fn a_pass_is_kept_with_who_what_and_how_much() {
    let stage = Stage::new(World::default());
    let report = pass(&stage, &request()).unwrap();
    let run = last(&stage);
    assert_eq!(Some(run.id), report.run);
    assert_eq!(run.start.command, "sync");
    assert_eq!((run.start.by.as_str(), run.start.host.as_str()), ("kari", "runner"));
    assert_eq!((run.state, run.exit), (RunState::Ended, Some(Exit::Done.code())));
    assert_eq!(run.start.started, noon());
    assert!(run.ended.is_some() && run.start.epoch.is_some());
    let sums = run.sums.clone().unwrap();
    let capture = sums.iter().find(|sum| sum.operation == "capture").unwrap();
    assert_eq!((capture.outcome.as_str(), capture.count, capture.amount_minor), ("done", 1, 500));
    assert_eq!(left(&run), []);
    let steps = stage.store.steps_of_run(run.id).unwrap();
    assert_eq!(steps.len(), report.steps.len());
    assert_eq!((steps[0].act.as_str(), steps[0].order.as_str()), ("capture", "100007"));
    assert_eq!(run.read.unwrap().unread, 0);
}

#[test]
fn what_a_bound_or_a_person_stopped_is_left_with_its_reason() {
    let stage = Stage::new(World::default());
    let bounds = Bounds { max_total: Some(Decimal::ONE), ..Bounds::default() };
    pass(&stage, &Request { bounds, ..request() }).unwrap_err();
    let run = last(&stage);
    assert_eq!((run.state, run.exit), (RunState::Failed, Some(Exit::Declined.code())));
    assert_eq!(run.start.asked.max_total.as_deref(), Some("1"));
    assert_eq!(run.error.as_ref().unwrap().0, "over-bounds");
    assert_eq!(left(&run)[0], ("100007", "over-bounds", 500));
    let no = |_: &Plan| Err(Error::new(Kind::Declined, "declined", "no"));
    pass(&stage, &Request { confirm: Some(&no), ..request() }).unwrap_err();
    assert_eq!(left(&last(&stage))[0], ("100007", "declined", 500));
}

#[test]
fn what_was_refused_is_left_and_in_the_steps() {
    let mut world = World::default();
    let no = Reply::Refused(Refusal::last("6090"));
    world.replies.get_mut().unwrap().push_back(no);
    let stage = Stage::new(world);
    pass(&stage, &request()).unwrap();
    let run = last(&stage);
    assert_eq!(left(&run), [("100007", "6090", 500)]);
    assert_eq!(run.exit, Some(Exit::Refused.code()));
    assert_eq!(stage.store.steps_of_run(run.id).unwrap()[0].outcome, "refused");
}

#[test]
fn one_that_was_refused_at_the_door_is_kept_and_a_dry_run_is_not() {
    let stage = Stage::new(World::default());
    let report = pass(&stage, &Request { dry_run: true, ..request() }).unwrap();
    assert_eq!((report.run, stage.store.last_run().unwrap()), (None, None));
    stage.store.switch(&[Setting::FetchCardPayments], false, noon(), "kari").unwrap();
    pass(&stage, &request()).unwrap_err();
    let run = last(&stage);
    assert_eq!((run.state, run.exit), (RunState::Failed, Some(Exit::Inactive.code())));
    assert_eq!((run.error.unwrap().0.as_str(), run.start.epoch), ("inactive", None));
}

#[test]
fn one_that_was_stopped_says_so() {
    let stage = Stage::new(World::default());
    stage.world.stop.ask(Why::Interrupted);
    pass(&stage, &request()).unwrap_err();
    let run = last(&stage);
    assert_eq!((run.state, run.exit), (RunState::Stopped, Some(Exit::Interrupted.code())));
}
