//! A whole pass over one order with an act that has no answer: bounds, question and dry run know that it
//! may be sent again.

use std::sync::Mutex;

use jiff::SignedDuration;
use rust_decimal::Decimal;

use crate::exit::Exit;
use crate::tests::world::{COMPANY, ORDER, Stage, World, filled, intent, noon, payment};
use crate::{Bounds, Ending, Plan, Report, Request, Scope, Verdict};
use uniac_core::act::{Act, Reply};
use uniac_core::assess::Attention;
use uniac_core::code::Code;
use uniac_store::sqlite::SqliteStore;
use uniac_store::{Entry, History, Store};
use uniac_system::error::{Error, Kind, Moved, Result};

/// A capture of 500 øre was written down and sent, and nobody knows what became of it.
fn stage() -> Stage {
    let stage = Stage::new(World::default());
    let epoch = stage.store.lock(noon()).unwrap();
    stage.store.commit(epoch, vec![Entry::Intent(intent(Act::Capture, 500, 1, None))]).unwrap();
    stage
}

fn pass(stage: &Stage, request: &Request<'_>) -> Result<Report> {
    stage.with(Scope::Automatic, |run| run.engine.pass(request))
}

fn captures(stage: &Stage) -> usize {
    let sent = stage.world.sent.lock().unwrap();
    sent.iter().filter(|intent| intent.act == Act::Capture).count()
}

fn at_most(minor: i64) -> Bounds {
    Bounds { max_total: Some(Decimal::new(minor, 2)), ..Bounds::default() }
}

#[test]
fn what_is_sent_again_is_within_the_bounds() {
    let request = |minor| Request { bounds: at_most(minor), ..Request::new(Scope::Automatic) };
    let stage = stage();
    let error = pass(&stage, &request(499)).unwrap_err();
    assert_eq!((error.code, captures(&stage)), ("over-bounds", 0));
    let report = pass(&stage, &request(500)).unwrap();
    assert_eq!((report.exit, captures(&stage)), (Exit::Done, 1));
}

#[test]
fn what_is_sent_again_is_asked_about() {
    let stage = stage();
    let shown = Mutex::new(Vec::new());
    let no = |plan: &Plan| {
        let rows = plan.money().map(|planned| (planned.step.act, planned.again));
        shown.lock().unwrap().extend(rows);
        Err(Error::new(Kind::Declined, "declined", "no"))
    };
    let asked = Request { confirm: Some(&no), ..Request::new(Scope::Automatic) };
    assert_eq!(pass(&stage, &asked).unwrap_err().code, "declined");
    assert_eq!(*shown.lock().unwrap(), [(Act::Capture, true)]);
    assert_eq!(captures(&stage), 0);
}

#[test]
fn a_run_that_breaks_off_says_that_something_was_on_its_way() {
    let open = || SqliteStore::in_shared_memory("on-its-way", COMPANY).unwrap();
    let other = open();
    let mut world = World::default();
    world
        .replies
        .get_mut()
        .unwrap()
        .push_back(Reply::Unknown { code: "no-reply".to_owned(), retry_after_s: None });
    // Another run takes over: what became of the act cannot be written down any more.
    world.meanwhile = Some(Box::new(move || {
        other.lock(noon()).unwrap();
    }));
    let mut stage = Stage::new(world);
    stage.store = filled(open());
    stage.store.put_payment(&payment(0)).unwrap();
    let report = pass(&stage, &Request::new(Scope::Automatic)).unwrap();
    let Ending::BrokenOff(error) = &report.ending else { panic!("{report:?}") };
    assert_eq!((error.code, error.moved), ("locked", Moved::Unknown));
    assert_eq!((report.exit, captures(&stage)), (Exit::Unknown, 1));
    let first = &report.steps[0];
    assert_eq!((first.act, first.verdict), (Act::Capture, Verdict::Unknown));
}

#[test]
fn what_this_run_sent_and_surely_never_arrived_is_left_for_the_next() {
    let mut world = World::default();
    world.capabilities.key_lifetime = None;
    world.capabilities.lookup_delay = SignedDuration::from_secs(1);
    let lost = Reply::Unknown { code: "server-error".to_owned(), retry_after_s: None };
    world.replies.get_mut().unwrap().push_back(lost);
    let stage = Stage::new(world);
    let report = pass(&stage, &Request::new(Scope::Automatic)).unwrap();
    let first = &report.steps[0];
    assert_eq!((first.verdict, &first.cause), (Verdict::Skipped, &Some(Code::NoReply.into())));
    assert_eq!((report.exit, captures(&stage)), (Exit::Failed, 1));
    let case = stage.store.case(ORDER).unwrap().unwrap();
    let attention = stage.with(Scope::Automatic, |run| run.assess(&case).attention);
    assert!(attention.is_some(), "it is due, and nobody is told");
    let report = pass(&stage, &Request::new(Scope::Automatic)).unwrap();
    assert_eq!((report.exit, captures(&stage)), (Exit::Done, 2));
}

#[test]
fn what_may_be_sent_again_is_in_a_dry_run() {
    let stage = stage();
    let dry = Request { dry_run: true, ..Request::new(Scope::Automatic) };
    let report = pass(&stage, &dry).unwrap();
    assert!(matches!(report.ending, Ending::DryRun { stopped: None }));
    let first = &report.steps[0];
    assert_eq!((first.act, first.verdict), (Act::Capture, Verdict::Planned));
    assert_eq!(first.cause, Some(Code::MaySendAgain.into()));
    assert_eq!(captures(&stage), 0);
    let attention = stage.with(Scope::Automatic, |run| run.assess(&stage.case()).attention);
    assert_eq!(attention, Some(Attention::UnknownOutcome));
}

#[test]
fn what_another_run_did_while_this_one_waited_for_the_lock_is_not_done_again() {
    let stage = Stage::new(World::default());
    let caller = crate::Caller { command: "sync".into(), ..crate::Caller::default() };
    let age = SignedDuration::from_mins(10);
    let request =
        || Request { max_age: Some(age), caller: caller.clone(), ..Request::new(Scope::Automatic) };
    assert!(matches!(pass(&stage, &request()).unwrap().ending, Ending::Whole));
    let sent = stage.world.sent.lock().unwrap().len();
    let runs = stage.store.runs(None, None).unwrap().len();
    stage.clock.step(age);
    let again = pass(&stage, &request()).unwrap();
    assert!(matches!(again.ending, Ending::Recent), "{again:?}");
    assert_eq!((again.exit, again.steps.len(), again.run), (Exit::Done, 0, None));
    assert_eq!(stage.store.runs(None, None).unwrap().len(), runs, "it has a row");
    // What was done by another command, and what is older, does not count.
    let other = crate::Caller { command: "capture".into(), ..caller.clone() };
    let by_hand = Request { caller: other, ..request() };
    assert!(matches!(pass(&stage, &by_hand).unwrap().ending, Ending::Whole));
    stage.clock.step(SignedDuration::from_secs(1));
    assert!(matches!(pass(&stage, &request()).unwrap().ending, Ending::Whole));
    assert_eq!(stage.world.sent.lock().unwrap().len(), sent);
}
