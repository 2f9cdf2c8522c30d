//! A run over orders: when it stops, what it reports, and that nothing is attempted twice.

use super::*;
use crate::run::Guard;
use crate::tests::world::{INVOICE, ORDER, Stage, World, nok, payment, step};
use crate::{Confirmed, Scope};
use uniac_core::act::Act;
use uniac_core::act::Reply;
use uniac_core::order::OrderId;
use uniac_store::Store;

fn lines(results: &[StepResult]) -> Vec<(Act, Option<&str>, Verdict, Option<&str>)> {
    let line = |result| {
        let StepResult { act, invoice, verdict, .. }: &StepResult = result;
        (*act, invoice.as_deref(), *verdict, StepResult::code(result))
    };
    results.iter().map(line).collect()
}

#[test]
fn verdicts_have_their_words_in_json() {
    let words = [
        (Verdict::Done, "done"),
        (Verdict::Refused, "refused"),
        (Verdict::Unknown, "unknown"),
        (Verdict::Pending, "pending"),
        (Verdict::Skipped, "skipped"),
        (Verdict::Planned, "planned"),
    ];
    for (verdict, word) in words {
        assert_eq!(verdict.name(), word);
    }
}

#[test]
fn money_comes_first_then_the_shop_then_the_books_and_each_is_reported() {
    let stage = Stage::new(World::default());
    let (results, failure) = stage.pass();
    assert!(failure.is_none());
    assert_eq!(
        lines(&results),
        [
            (Act::Capture, Some("F1"), Verdict::Done, None),
            (Act::ShopComplete, None, Verdict::Done, None),
            (Act::Book, Some("F1"), Verdict::Done, None),
        ]
    );
    assert_eq!((results[0].order.as_str(), results[0].money), ("100007", nok(500)));
    assert!(stage.pass().0.is_empty(), "nothing is due twice");
}

#[test]
fn a_run_that_is_asked_to_stop_ends_the_act_in_hand_and_begins_no_other() {
    let stage = Stage::new(World { stops: true, ..World::default() });
    let (results, failure) = stage.pass();
    assert!(failure.is_none());
    assert_eq!(lines(&results), [(Act::Capture, Some("F1"), Verdict::Done, None)]);
    assert!(stage.store.case(ORDER).unwrap().unwrap().intents[0].is_done(), "and it is kept");
    assert!(stage.pass().0.is_empty(), "it was asked to stop");
}

#[test]
fn a_run_that_another_has_taken_over_from_says_so_and_sends_nothing() {
    let stage = Stage::new(World::default());
    let (results, failure) = stage.with(Scope::Automatic, |run| {
        stage.store.lock(stage.clock.now()).unwrap();
        assert!(!run.must_stop());
        let ended = run.orders(&[ORDER]);
        run.fail(Error::defect("told at the end"));
        assert!(run.must_stop(), "a failure stops all work");
        ended
    });
    assert!(results.is_empty());
    assert_eq!(failure.unwrap().code, "locked");
    assert!(stage.world.sent.lock().unwrap().is_empty());
}

#[test]
fn only_what_was_shown_is_done() {
    let stage = Stage::new(World::default());
    let mut shown = Confirmed::default();
    shown.add(ORDER, &step(Act::Capture, 499));
    let (results, _) = stage.with(Scope::Automatic, |run| {
        let guard = Guard { confirmed: Some(shown), ..Guard::default() };
        let run = Run::new(run.engine, run.epoch, run.scope.clone()).unwrap().guarded(guard);
        run.orders(&[ORDER])
    });
    assert_eq!(lines(&results), [(Act::Capture, Some("F1"), Verdict::Skipped, Some("changed"))]);
    assert!(stage.world.sent.lock().unwrap().is_empty());
}

#[test]
fn what_was_skipped_is_reported_once_and_not_come_back_to() {
    let stage = Stage::new(World::default());
    let mut task = stage.task();
    task.skip(&step(Act::Capture, 500), Code::Changed.into());
    assert_eq!(
        lines(&task.results),
        [(Act::Capture, Some("F1"), Verdict::Skipped, Some("changed"))]
    );
    assert!(task.tried.contains(&(Act::Capture, Some(INVOICE))));
    let next = stage.with(Scope::Automatic, |run| run.next_step(&mut task));
    assert_eq!(next.map(|step| step.act), None);
}

#[test]
fn an_act_without_an_answer_ends_the_orders_money_and_not_the_other_orders() {
    let stage = Stage::new(World::default());
    let lost = || Reply::Unknown { code: "no-reply".into(), retry_after_s: None };
    stage.world.replies.lock().unwrap().extend([lost(), lost()]);
    let orders = [OrderId(404), ORDER];
    let (results, failure) = stage.with(Scope::Automatic, |run| run.orders(&orders));
    assert!(failure.is_none());
    assert_eq!(
        lines(&results),
        [(Act::Capture, Some("F1"), Verdict::Unknown, Some("no-reply"))],
        "the shop is not told of what nobody knows"
    );
}

/// What was read an hour ago decides nothing: somebody has captured by hand meanwhile.
#[test]
fn the_payment_is_read_right_before_money_moves() {
    let stage = Stage::new(World::default());
    *stage.world.payment.lock().unwrap() = Some(payment(500));
    let (results, failure) = stage.pass();
    assert!(failure.is_none());
    let first = lines(&results)[0];
    assert_eq!(first, (Act::Capture, Some("F1"), Verdict::Skipped, Some("captured-elsewhere")));
    let sent = stage.world.sent.lock().unwrap();
    assert!(sent.iter().all(|intent| !intent.act.operation().moves_money()));
}

#[test]
fn no_money_moves_without_a_payment_to_read() {
    let stage = Stage::new(World::default());
    *stage.world.payment.lock().unwrap() = None;
    let (results, failure) = stage.pass();
    assert!(failure.is_none());
    let skipped = (Act::Capture, Some("F1"), Verdict::Skipped, Some("payment-not-found"));
    assert_eq!(lines(&results), [skipped]);
    assert!(stage.store.case(ORDER).unwrap().unwrap().order.not_found_at.is_some(), "it is kept");
    assert!(stage.world.sent.lock().unwrap().is_empty());
}
