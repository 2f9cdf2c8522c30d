//! The history as it is written, found again, and forgotten.

use jiff::{SignedDuration, Timestamp};

use super::run::{RunAsked, RunEnd, RunId, RunRead, RunStart, RunState, RunStep};
use crate::sqlite::SqliteStore;
use crate::{Entry, Epoch, History, JournalFilter, Store};
use uniac_core::act::{Act, Intent, IntentId, Outcome, OutcomeKind, Retry};
use uniac_core::money::{Currency, Money};
use uniac_core::order::OrderId;

fn day(day: i64) -> Timestamp {
    let first: Timestamp = "2026-01-01T06:00:00Z".parse().unwrap();
    first.checked_add(SignedDuration::from_hours(24 * day)).unwrap()
}

fn store() -> SqliteStore {
    crate::tests::fresh("company-key")
}

fn start(epoch: Option<i64>, at: Timestamp) -> RunStart {
    RunStart {
        command: "sync".into(),
        by: "kari".into(),
        host: "runner".into(),
        epoch: epoch.map(Epoch),
        asked: RunAsked { max_total: Some("500".into()), ..RunAsked::default() },
        started: at,
    }
}

fn step(order: &str, code: Option<&str>) -> RunStep {
    RunStep {
        order: order.into(),
        operation: "capture".into(),
        act: "capture".into(),
        invoice: Some("20001".into()),
        payment: None,
        amount_minor: 4990,
        currency: "NOK".into(),
        outcome: if code.is_some() { "skipped" } else { "done" }.into(),
        code: code.map(str::to_owned),
    }
}

fn end(at: Timestamp, steps: Vec<RunStep>, left: Vec<RunStep>) -> RunEnd {
    RunEnd {
        ended: at,
        exit: if left.is_empty() { 0 } else { 3 },
        state: RunState::Ended,
        error: None,
        read: RunRead { orders: 2, ..RunRead::default() },
        sums: Vec::new(),
        steps,
        left,
    }
}

fn texts(store: &SqliteStore) -> i64 {
    let count = "SELECT count(*) FROM run_text";
    store.connection().query_row(count, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_pass_is_found_as_it_was_written() {
    let store = store();
    let begun = start(Some(1), day(0));
    let id = store.begin_run(&begun).unwrap();
    let (steps, left) = (vec![step("1", None)], vec![step("2", Some("braked"))]);
    let ended = end(day(0), steps.clone(), left.clone());
    store.end_run(id, &ended).unwrap();
    let row = store.run(id).unwrap().unwrap();
    assert_eq!(row.start, begun);
    assert_eq!((row.state, row.ended, row.exit), (RunState::Ended, Some(day(0)), Some(3)));
    assert_eq!((row.read, row.sums, row.left), (Some(ended.read), Some(Vec::new()), left));
    assert_eq!(store.steps_of_run(id).unwrap(), steps);
    assert_eq!(store.run(RunId(99)).unwrap(), None);
}

#[test]
fn one_without_an_end_is_broken_off_when_its_lock_is_gone_and_a_late_end_still_counts() {
    let store = store();
    let killed = store.begin_run(&start(Some(1), day(0))).unwrap();
    assert_eq!(store.run(killed).unwrap().unwrap().state, RunState::BrokenOff, "no lock in memory");
    // One that was refused the lock says nothing of who has it.
    let refused = store.begin_run(&start(None, day(1))).unwrap();
    store.end_run(refused, &end(day(1), Vec::new(), Vec::new())).unwrap();
    let state = |id: RunId| -> String {
        let query = "SELECT state FROM run WHERE id = ?1";
        store.connection().query_row(query, [id.0], |row| row.get(0)).unwrap()
    };
    assert_eq!(state(killed), "running");
    store.begin_run(&start(Some(2), day(2))).unwrap();
    assert_eq!(state(killed), "broken-off");
    assert_eq!(store.run(killed).unwrap().unwrap().ended, Some(day(2)));
    store.end_run(killed, &end(day(2), Vec::new(), Vec::new())).unwrap();
    assert_eq!(state(killed), "ended");
}

#[test]
fn lists_are_the_newest_first_and_the_last_is_one_that_was_let_in() {
    let store = store();
    let ids: Vec<RunId> = (0..5)
        .map(|at| {
            let id = store.begin_run(&start(Some(at), day(at))).unwrap();
            store.end_run(id, &end(day(at), Vec::new(), Vec::new())).unwrap();
            id
        })
        .collect();
    let listed = |since, limit| -> Vec<RunId> {
        store.runs(since, limit).unwrap().into_iter().map(|run| run.id).collect()
    };
    assert_eq!(listed(None, None), ids.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(listed(Some(day(3)), None), [ids[4], ids[3]]);
    assert_eq!(listed(None, Some(1)), [ids[4]]);
    let locked_out = store.begin_run(&start(None, day(6))).unwrap();
    let error = Some(("locked".to_owned(), "another run".to_owned()));
    let ended = RunEnd { error: error.clone(), ..end(day(6), Vec::new(), Vec::new()) };
    store.end_run(locked_out, &ended).unwrap();
    assert_eq!(store.run(locked_out).unwrap().unwrap().error, error);
    assert_eq!(store.last_run().unwrap().unwrap().id, ids[4]);
}

#[test]
fn what_is_left_again_and_again_is_kept_once() {
    let store = store();
    for at in 0..50 {
        let id = store.begin_run(&start(Some(at), day(at))).unwrap();
        store.end_run(id, &end(day(at), Vec::new(), vec![step("1", Some("refused"))])).unwrap();
    }
    assert_eq!(texts(&store), 1);
    assert!(store.runs(None, None).unwrap().iter().all(|run| run.left.len() == 1));
}

#[test]
fn the_oldest_go_and_those_that_did_nothing_go_sooner() {
    let store = store();
    for at in 0..500 {
        let id = store.begin_run(&start(Some(at), day(at))).unwrap();
        let steps = if at % 10 == 0 { vec![step(&at.to_string(), None)] } else { Vec::new() };
        store.end_run(id, &end(day(at), steps, Vec::new())).unwrap();
    }
    let runs = store.runs(None, None).unwrap();
    let oldest = runs.last().unwrap();
    assert_eq!(oldest.start.started, day(100), "400 days back, and it did something");
    let idle = runs.iter().filter(|run| store.steps_of_run(run.id).unwrap().is_empty());
    assert!(idle.clone().all(|run| run.start.started >= day(469)), "30 days");
    assert_eq!(idle.count(), 28);
    assert_eq!(texts(&store), 40, "their texts are gone, too");
}

#[test]
fn the_journal_is_narrowed_by_every_part_of_the_filter() {
    let store = store();
    let money = Money::new(100, Currency::NOK);
    for (order, act, at) in [(1, Act::Capture, 0), (2, Act::Refund, 1), (1, Act::Book, 2)] {
        let epoch = store.lock(day(at)).unwrap();
        let intent = Intent {
            id: IntentId(0),
            order: OrderId(order),
            document: None,
            act,
            ordinal: 1,
            money,
            key: format!("{order}-{}", act.name()),
            target: "p".into(),
            body: String::new(),
            at: day(at),
            outcome: None,
        };
        let id = store.commit(epoch, vec![Entry::Intent(intent)]).unwrap()[0].id;
        let outcome = Outcome {
            kind: OutcomeKind::Done,
            code: None,
            receipt: None,
            retry: Retry::Never,
            at: day(at),
            told: None,
        };
        if act != Act::Book {
            store.commit(epoch, vec![Entry::Outcome(id, outcome)]).unwrap();
        }
    }
    let found = |filter: JournalFilter| -> Vec<i64> {
        store.journal_of(&filter).unwrap().into_iter().map(|(_, intent)| intent.id.0).collect()
    };
    let all = JournalFilter::default;
    assert_eq!(found(all()), [1, 2, 3]);
    assert_eq!(found(JournalFilter { order: Some(OrderId(1)), ..all() }), [1, 3]);
    assert_eq!(found(JournalFilter { epoch: Some(Epoch(2)), ..all() }), [2]);
    assert_eq!(found(JournalFilter { since: Some(day(1)), ..all() }), [2, 3]);
    assert_eq!(found(JournalFilter { until: Some(day(1)), ..all() }), [1]);
    assert_eq!(found(JournalFilter { acts: Some(vec![Act::Refund]), ..all() }), [2]);
    assert_eq!(found(JournalFilter { outcome: Some(OutcomeKind::Unknown), ..all() }), [3]);
    assert_eq!(found(JournalFilter { limit: Some(2), ..all() }), [2, 3]);
    let after = |id, limit| JournalFilter { after: Some(IntentId(id)), limit, ..all() };
    assert_eq!(found(after(0, Some(2))), [1, 2], "a page from the beginning");
    assert_eq!(found(after(2, Some(2))), [3], "and the one behind it");
    assert_eq!(found(after(3, None)), [0; 0]);
    assert_eq!(found(JournalFilter { acts: Some(vec![Act::Refund]), ..after(1, None) }), [2]);
    assert_eq!(store.journal(None).unwrap()[0].0, "id 1");
}

#[test]
fn a_commands_last_end_is_that_of_a_pass_that_was_not_kept_out_or_stopped() {
    let store = store();
    assert_eq!(store.last_end("sync").unwrap(), None);
    let ended = |at: i64, change: &dyn Fn(&mut RunEnd)| {
        let mut end = end(day(at), Vec::new(), Vec::new());
        change(&mut end);
        let id = store.begin_run(&start(None, day(at))).unwrap();
        store.end_run(id, &end).unwrap();
    };
    ended(1, &|_| {});
    ended(2, &|end| end.state = RunState::Failed);
    assert_eq!(store.last_end("sync").unwrap(), Some(day(2)));
    ended(3, &|end| {
        (end.state, end.error) = (RunState::Failed, Some(("locked".into(), String::new())));
    });
    ended(4, &|end| end.state = RunState::Stopped);
    store.begin_run(&start(None, day(5))).unwrap();
    assert_eq!(store.last_end("sync").unwrap(), Some(day(2)));
    assert_eq!(store.last_end("capture").unwrap(), None);
}
