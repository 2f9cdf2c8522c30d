//! What becomes of an act that a look did not show: the table of courses, what still counts as wanted,
//! and what a second answer says.

use std::sync::Mutex;

use super::*;
use crate::Scope;
use crate::tests::world::{COMPANY, INVOICE, ORDER, Stage, World, document, intent, noon, payment};
use uniac_connect::payment::Capabilities;
use uniac_core::act::Refusal;
use uniac_core::act::derive_key;
use uniac_core::order::{DocumentId, DocumentKind, EventKind, PaymentEvent, Progress};
use uniac_core::settings::Hold;
use uniac_store::Store;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const DELAY: SignedDuration = SignedDuration::from_secs(30);
const JUST_SENT: SentBy = SentBy::ThisRun { retry_after_s: None };

fn world(key_lifetime: Option<SignedDuration>, lookup: bool) -> World {
    let capabilities = Capabilities {
        key_lifetime,
        lookup,
        lookup_delay: DELAY,
        in_shop: false,
        releases_rest: true,
        reads_an_hour: None,
    };
    World { capabilities, ..World::default() }
}

/// A hold that begins now: what was due is due no more.
fn hold() -> Hold {
    Hold { reason: None, by: "kari".into(), at: noon(), until: None }
}

/// Returns the course of an act of this age after so many looks in vain.
fn course(world: World, act: Act, age: SignedDuration, absences: usize, wanted: bool) -> Course {
    let stage = Stage::new(world);
    stage.clock.step(age);
    let mut task = stage.task();
    // Money is due: the invoice. In the shop: a note on what was captured of an order in parts.
    let document = (act != Act::ShopComplete).then_some(INVOICE);
    let open = Intent { document, ..intent(act, 500, 1, None) };
    if act != Act::Capture {
        task.case.intents.push(intent(Act::Capture, 500, 2, Some(OutcomeKind::Done)));
    }
    if act == Act::ShopNote {
        let uni = &mut task.case.order.uni;
        (uni.total_minor, uni.uninvoiced_minor) = (600, 100);
        uni.progress = Progress::PartInvoiced;
    }
    task.case.intents.push(open.clone());
    task.case.hold = (!wanted).then(hold);
    stage.with(Scope::Automatic, |run| run.course(&task, &open, JUST_SENT, absences))
}

#[test]
fn money_is_sent_again_only_while_the_key_is_surely_remembered() {
    let nine_tenths = DAY - DAY / 10;
    let second = SignedDuration::from_secs(1);
    for (age, expected) in [
        (SignedDuration::ZERO, Course::Resend),
        (nine_tenths - second, Course::Resend),
        (nine_tenths, Course::Wait),
        (nine_tenths + second, Course::Wait),
        (DAY + second, Course::Wait),
    ] {
        assert_eq!(course(world(Some(DAY), true), Act::Capture, age, 1, true), expected, "{age:#}");
    }
    let repeatable = || World { is_repeatable: true, ..world(None, false) };
    assert_eq!(course(repeatable(), Act::Capture, DAY * 9, 1, true), Course::Resend);
    assert_eq!(course(world(None, true), Act::Capture, second, 1, true), Course::Wait);
}

#[test]
fn absence_counts_when_it_was_seen_twice_after_the_delay() {
    let later = DELAY + SignedDuration::from_millis(1);
    let never = Course::NeverHappened(Code::NeverArrived);
    for (lookup, age, absences, expected) in [
        (true, later, 2, never),
        (true, later, 3, never),
        (true, later, 1, Course::Wait),
        (true, DELAY, 2, Course::Wait),
        (false, later, 2, Course::Wait),
    ] {
        let story = format!("{lookup} {age:#} {absences}");
        let got = course(world(None, lookup), Act::Capture, age, absences, true);
        assert_eq!(got, expected, "{story}");
    }
}

#[test]
fn what_is_no_longer_wanted_is_never_sent_again() {
    let later = DELAY + SignedDuration::from_secs(1);
    let superseded = Course::NeverHappened(Code::Superseded);
    for (act, age, absences, expected) in [
        (Act::Capture, SignedDuration::ZERO, 1, Course::Wait),
        (Act::Capture, SignedDuration::ZERO, 2, Course::Wait),
        (Act::Capture, later, 2, superseded),
        (Act::ShopNote, later, 2, Course::Wait),
        (Act::ShopNote, AT_WORK + DELAY, 2, superseded),
        (Act::ShopComplete, later, 1, Course::Wait),
        (Act::ShopComplete, later, 2, superseded),
    ] {
        let got = course(world(Some(DAY), true), act, age, absences, false);
        assert_eq!(got, expected, "{act:?} {age:#} {absences}");
    }
}

#[test]
fn a_record_is_written_again_when_nobody_can_be_at_work_on_it_and_a_status_at_once() {
    let second = SignedDuration::from_secs(1);
    for (act, age, absences, expected) in [
        (Act::ShopNote, AT_WORK, 2, Course::Resend),
        (Act::ShopNote, AT_WORK, 3, Course::Resend),
        (Act::ShopNote, AT_WORK * 2, 1, Course::Wait),
        (Act::ShopNote, AT_WORK - second, 9, Course::Wait),
        (Act::ShopNote, SignedDuration::ZERO, 2, Course::Wait),
        (Act::ShopComplete, SignedDuration::ZERO, 1, Course::Resend),
    ] {
        let got = course(world(None, false), act, age, absences, true);
        assert_eq!(got, expected, "{act:?} {age:#} {absences}");
    }
}

#[test]
fn an_act_is_wanted_while_the_same_is_due_to_the_ore() {
    let stage = Stage::new(world(Some(DAY), true));
    let lost = intent(Act::Capture, 500, 1, None);
    let wanted = |change: &dyn Fn(&mut Case)| {
        let mut task = stage.task();
        task.case.intents.push(lost.clone());
        change(&mut task.case);
        stage.with(Scope::Automatic, |run| run.is_still_wanted(&task, &lost, JUST_SENT))
    };
    assert!(wanted(&|_| ()));
    assert!(!wanted(&|case| case.hold = Some(hold())), "out of the automation");
    let credit = |minor| document(2, DocumentKind::CreditNote { credits: Some(INVOICE) }, minor);
    assert!(!wanted(&|case| case.order.documents.push(credit(200))), "another amount");
    assert!(!wanted(&|case| case.order.documents.push(credit(500))), "nothing");
    assert!(
        !wanted(&|case| {
            // The invoice was credited and replaced by another of the same amount.
            case.order.documents.push(credit(500));
            case.order.documents.push(document(3, DocumentKind::Invoice, 500));
            case.eras.insert(DocumentId(3), uniac_core::settings::Era::Auto);
        }),
        "on another invoice"
    );
    assert!(
        !wanted(&|case| {
            // All was captured and is to be paid back.
            let payment = case.order.payment.as_mut().unwrap();
            payment.captured_minor = 500;
            payment.events.push(captured_event(500));
            case.order.documents.push(credit(500));
        }),
        "another act"
    );
}

fn captured_event(minor: i64) -> PaymentEvent {
    PaymentEvent {
        kind: EventKind::Capture,
        amount_minor: minor,
        key: Some(derive_key(COMPANY, ORDER, Some(INVOICE), Act::Capture, 2)),
        id: None,
        of: None,
        at: noon(),
    }
}

/// Without events, a sum that moved is the lost act's own as long as it has just been sent.
#[test]
fn a_sum_that_moved_is_its_own_effect_only_right_after_the_sending() {
    for (lookup, met, expected) in
        [(false, JUST_SENT, true), (false, SentBy::EarlierRun, false), (true, JUST_SENT, false)]
    {
        let stage = Stage::new(World {
            payment: Mutex::new(Some(payment(500))),
            ..world(Some(DAY), lookup)
        });
        let lost = intent(Act::Capture, 500, 1, None);
        let mut task = stage.task();
        task.case.intents.push(lost.clone());
        let wanted = stage.with(Scope::Automatic, |run| run.is_still_wanted(&task, &lost, met));
        assert_eq!(wanted, expected, "lookup {lookup}, {met:?}");
    }
}

#[test]
fn a_part_is_the_amount_when_it_is_what_one_call_would_send() {
    let stage = Stage::new(World { at_once_minor: 200, ..World::default() });
    let case = stage.case();
    let step = crate::tests::world::step(Act::Capture, 500);
    let is_the_amount = |minor, target: &str| {
        let part = Intent { target: target.into(), ..intent(Act::Capture, minor, 1, None) };
        stage.with(Scope::Automatic, |run| run.is_the_amount(&case, &step, &part))
    };
    assert!(is_the_amount(500, "reference-7"), "all of it");
    assert!(is_the_amount(200, "reference-7"), "what one call does");
    assert!(!is_the_amount(100, "reference-7"));
    assert!(!is_the_amount(200, "another"));
}

#[test]
fn what_is_taken_out_of_the_sums_is_what_no_other_act_explains() {
    let stage = Stage::new(World { payment: Mutex::new(Some(payment(700))), ..World::default() });
    let left = |act, minor| {
        let mut case = stage.case();
        case.order.payment.as_mut().unwrap().refunded_minor = 300;
        case.order.payment.as_mut().unwrap().cancelled_minor = 400;
        case.intents.push(intent(Act::Capture, 200, 1, Some(OutcomeKind::Done)));
        case.intents.push(intent(Act::Capture, 250, 2, Some(OutcomeKind::Refused)));
        case.intents.push(intent(Act::Refund, 100, 3, Some(OutcomeKind::Done)));
        take_out(&mut case, &intent(act, minor, 4, None));
        let payment = case.order.payment.unwrap();
        (payment.captured_minor, payment.refunded_minor, payment.cancelled_minor)
    };
    assert_eq!(left(Act::Capture, 500), (200, 300, 400));
    assert_eq!(left(Act::Capture, 501), (700, 300, 400), "more than nobody explains");
    assert_eq!(left(Act::Refund, 200), (700, 100, 400));
    assert_eq!(left(Act::Refund, 201), (700, 300, 400));
    assert_eq!(left(Act::Cancel, 400), (700, 300, 0));
    assert_eq!(left(Act::Book, 100), (700, 300, 400));
}

#[test]
fn what_stays_unknown_is_not_tried_in_the_same_run() {
    let stage = Stage::new(world(None, false));
    let epoch = stage.store.lock(noon()).unwrap();
    let refund = intent(Act::Refund, 100, 1, None);
    let open = [intent(Act::Capture, 500, 1, None), refund];
    for intent in open {
        stage.store.commit(epoch, vec![Entry::Intent(intent)]).unwrap();
    }
    stage.world.finds.lock().unwrap().extend([
        Found::Unclear,
        Found::Unclear,
        Found::Unclear,
        Found::Done { receipt: None },
    ]);
    let mut task = stage.task();
    stage.with(Scope::Automatic, |run| run.settle_open(&mut task)).unwrap();
    let verdicts: Vec<Verdict> = task.results.iter().map(|result| result.verdict).collect();
    assert_eq!(verdicts, [Verdict::Unknown, Verdict::Done]);
    assert_eq!(task.tried, [(Act::Capture, Some(INVOICE))].into());
}

/// A no to the second sending is kept after one more look; one that does not judge the act says nothing
/// of the first.
#[test]
fn a_no_to_the_second_sending_counts_when_it_judges_the_act() {
    for (no, expected) in [
        (Refusal::last("closed"), Verdict::Refused),
        (Refusal::transient("05"), Verdict::Refused),
        (Refusal::sign_in(), Verdict::Unknown),
        (Refusal::unsent("unreachable"), Verdict::Unknown),
    ] {
        let stage = Stage::new(world(Some(DAY), true));
        let lost = Reply::Unknown { code: "no-reply".into(), retry_after_s: None };
        stage.world.replies.lock().unwrap().extend([lost, Reply::Refused(no)]);
        let (results, failure) = stage.pass();
        assert!(failure.is_none());
        assert_eq!(results[0].verdict, expected);
        let sent = stage.world.sent.lock().unwrap();
        let captures: Vec<_> = sent.iter().filter(|intent| intent.act == Act::Capture).collect();
        assert_eq!(captures.len(), 2);
        assert_eq!(captures[0].key, captures[1].key);
    }
}

/// Where no key is remembered, the no to a second sending says nothing of the first before a look could show that.
#[test]
fn a_no_to_the_second_sending_waits_until_the_first_would_show() {
    // A clock that was set back meanwhile makes it wait no longer.
    for later in [DELAY + DELAY, -DAY] {
        let mut world = world(None, true);
        world.is_repeatable = true;
        let stage = Stage::new(world);
        let no = || Reply::Refused(Refusal::last("closed"));
        stage.world.replies.lock().unwrap().extend([lost_reply(), no(), no()]);
        let (results, failure) = stage.pass();
        assert!(failure.is_none());
        assert_eq!(results[0].verdict, Verdict::Unknown);
        stage.clock.step(later);
        let (results, _) = stage.pass();
        assert_eq!(results[0].verdict, Verdict::Refused);
    }
}

#[test]
fn a_wait_that_was_asked_for_is_kept_and_bounded() {
    for (asked, waited) in [(2, 2), (3600, 5)] {
        let stage = Stage::new(World::default());
        let lost = Reply::Unknown { code: "status-503".into(), retry_after_s: Some(asked) };
        stage.world.replies.lock().unwrap().push_back(lost);
        stage.world.finds.lock().unwrap().push_back(Found::Done { receipt: None });
        let (results, _) = stage.pass();
        assert_eq!(results[0].verdict, Verdict::Done);
        assert_eq!(stage.clock.now().duration_since(noon()), SignedDuration::from_secs(waited));
    }
}

/// How many times a booking was sent that is answered by nothing, in passes so many minutes after noon.
fn bookings_sent(minutes: &[i64]) -> usize {
    let stage = Stage::new(World::default());
    stage.world.replies.lock().unwrap().extend(vec![lost_reply(); 9]);
    let epoch = stage.store.lock(noon()).unwrap();
    let book = intent(Act::Book, 500, 1, Some(OutcomeKind::Unknown));
    let open = Intent { document: Some(INVOICE), outcome: None, ..book };
    let captured = intent(Act::Capture, 500, 2, None);
    let done = Outcome { kind: OutcomeKind::Done, ..outcome(lost_reply(), noon()) };
    let kept = stage.store.commit(epoch, vec![Entry::Intent(captured)]).unwrap();
    stage.store.commit(epoch, vec![Entry::Outcome(kept[0].id, done)]).unwrap();
    stage.store.commit(epoch, vec![Entry::Intent(open)]).unwrap();
    for minute in minutes {
        let due = noon() + SignedDuration::from_mins(*minute);
        stage.clock.step(due.duration_since(stage.clock.now()));
        stage.pass();
    }
    let sent = stage.world.sent.lock().unwrap();
    let booked: Vec<_> = sent.iter().filter(|intent| intent.act == Act::Book).collect();
    assert!(booked.iter().all(|intent| intent.key == booked[0].key), "the same act");
    booked.len()
}

fn lost_reply() -> Reply {
    Reply::Unknown { code: "no-reply".into(), retry_after_s: None }
}

#[test]
fn a_booking_without_an_answer_is_sent_again_only_when_nobody_can_be_at_work_on_it() {
    assert_eq!(bookings_sent(&[0, 1, 5, 9]), 0);
    assert_eq!(bookings_sent(&[11]), 1);
    assert_eq!(bookings_sent(&[11, 12, 20]), 1, "its second sending has its own time");
    assert_eq!(bookings_sent(&[11, 12, 22]), 2);
}

#[test]
fn an_act_whose_key_was_just_forgotten_waits_for_what_was_sent_last() {
    let forgotten = DAY - DAY / 10;
    for (age, expected) in [
        (forgotten + DELAY, Course::Wait),
        (forgotten + DELAY * 2, Course::NeverHappened(Code::NeverArrived)),
    ] {
        assert_eq!(course(world(Some(DAY), true), Act::Capture, age, 2, true), expected);
    }
}

#[test]
fn setting_a_status_twice_is_setting_it_once_and_a_record_is_not() {
    for act in [Act::ShopComplete, Act::ShopCredit, Act::ShopCancel] {
        assert!(is_status(act));
    }
    for act in [Act::ShopNote, Act::ShopRecordRefund, Act::ShopCreate, Act::Book, Act::Capture] {
        assert!(!is_status(act));
    }
}

/// What is not seen on a payment that is not understood may be there all the same.
#[test]
fn an_absence_on_a_payment_that_is_not_understood_proves_nothing() {
    for (unreadable, expected) in [(None, Some(Found::Absent)), (Some("an event".to_owned()), None)]
    {
        let seen = uniac_core::order::Payment { unreadable, ..payment(0) };
        let stage = Stage::new(World { payment: Mutex::new(Some(seen)), ..World::default() });
        let mut task = stage.task();
        let open = intent(Act::Capture, 500, 1, None);
        let found = stage.with(Scope::Automatic, |run| run.look(&mut task, &open));
        assert_eq!(found, expected);
    }
}
