//! One attempt: what is sent, what an answer changes in the order, and when one more sending
//! follows.

use std::sync::Mutex;

use super::*;
use crate::Scope;
use crate::tests::world::{
    COMPANY, INVOICE, ORDER, Stage, World, document, intent, nok, noon, payment, shop_order, step,
};
use uniac_connect::payment::Capabilities;
use uniac_core::order::{DocumentKind, EventKind, PaymentEvent, ShopOrder};
use uniac_store::Store;
use uniac_system::error::Error;

fn last(code: &str) -> Reply {
    Reply::Refused(Refusal::last(code))
}

fn lost() -> Reply {
    Reply::Unknown { code: "no-reply".into(), retry_after_s: None }
}

/// Attempts the capture of the invoice and returns the task as it is then.
fn attempted(stage: &Stage, replies: &[Reply], finds: &[Found]) -> Result<Task> {
    stage.world.replies.lock().unwrap().extend(replies.iter().cloned());
    stage.world.finds.lock().unwrap().extend(finds.iter().cloned());
    let mut task = stage.task();
    let step = step(Act::Capture, 500);
    stage.with(Scope::Automatic, |run| run.attempt(&mut task, &step))?;
    Ok(task)
}

fn verdicts(task: &Task) -> Vec<(Verdict, Option<&str>)> {
    task.results.iter().map(|result| (result.verdict, result.code())).collect()
}

#[test]
fn what_the_provider_cannot_do_is_this_orders_matter_and_a_defect_is_everybodys() {
    let cannot: fn() -> Error = || Error::failed("in-review", "not yet");
    let defect: fn() -> Error = || Error::defect("a body that cannot be");
    let stage = Stage::new(World { draft_error: Some(cannot), ..World::default() });
    let task = attempted(&stage, &[], &[]).unwrap();
    assert_eq!(verdicts(&task), [(Verdict::Skipped, Some("in-review"))]);
    let stage = Stage::new(World { draft_error: Some(defect), ..World::default() });
    assert_eq!(attempted(&stage, &[], &[]).err().unwrap().code, "defect");
    assert!(stage.store.journal(None).unwrap().is_empty(), "nothing is written of either");
}

/// A 429 can be the no to a second delivery: it is looked into, and asked again with the same key.
#[test]
fn too_many_calls_says_nothing_and_never_begins_an_act_of_its_own() {
    let limited = |wait| Reply::Unknown { code: "status-429".into(), retry_after_s: Some(wait) };
    let done = Found::Done { receipt: None };
    for (wait, finds, verdict, ordinals) in [
        (1, vec![done], (Verdict::Done, None), vec![1]),
        (1, vec![], (Verdict::Done, None), vec![1, 1]),
        // Longer than a run waits: the next one asks again.
        (60, vec![], (Verdict::Unknown, Some("status-429")), vec![1]),
    ] {
        let stage = Stage::new(World::default());
        let task = attempted(&stage, &[limited(wait)], &finds).unwrap();
        assert_eq!(verdicts(&task), [verdict]);
        let sent = stage.world.sent.lock().unwrap();
        assert_eq!(sent.iter().map(|intent| intent.ordinal).collect::<Vec<_>>(), ordinals);
        assert!(sent.iter().all(|intent| intent.body == sent[0].body));
    }
}

/// What is delivered twice on the way is answered by the no to the second delivery, whatever the no
/// says. Only where surely nothing was sent there is nothing to look for.
#[test]
fn a_no_is_kept_after_a_look_that_does_not_show_the_effect() {
    let done = Found::Done { receipt: Some("psp-1".into()) };
    let sign_in = || Reply::Refused(Refusal::sign_in());
    let today = || Reply::Refused(Refusal::transient("05"));
    let unsent = Reply::Refused(Refusal::unsent("unreachable"));
    for (reply, found, verdict, looks) in [
        (last("captured"), done.clone(), (Verdict::Done, None), 1),
        (last("closed"), Found::Absent, (Verdict::Refused, Some("closed")), 1),
        (today(), done.clone(), (Verdict::Done, None), 1),
        (today(), Found::Absent, (Verdict::Refused, Some("05")), 1),
        (sign_in(), done.clone(), (Verdict::Done, None), 1),
        (sign_in(), Found::Absent, (Verdict::Refused, Some("sign-in")), 1),
        (unsent, done, (Verdict::Refused, Some("unreachable")), 0),
    ] {
        let stage = Stage::new(World::default());
        let task = attempted(&stage, &[reply], &[found]).unwrap();
        assert_eq!(verdicts(&task), [verdict]);
        assert_eq!(stage.world.looked_for.lock().unwrap().len(), looks);
        assert!(!task.case.intents[0].is_open());
    }
}

#[test]
fn a_no_whose_look_is_not_clear_stays_unknown_but_for_a_record_refused_for_good() {
    let unclear = [Found::Unclear, Found::Unclear, Found::Unclear, Found::Unclear];
    let refused = |act, no: Refusal| {
        let stage = Stage::new(World::default());
        stage.world.replies.lock().unwrap().push_back(Reply::Refused(no));
        stage.world.finds.lock().unwrap().extend(unclear.clone());
        let mut task = stage.task();
        let step = Step { document: Some(INVOICE), ..step(act, 500) };
        stage.with(Scope::Automatic, |run| run.attempt(&mut task, &step)).unwrap();
        assert_eq!(stage.world.sent.lock().unwrap().len(), 1);
        task.results[0].verdict
    };
    assert_eq!(refused(Act::Capture, Refusal::last("closed")), Verdict::Unknown);
    assert_eq!(refused(Act::Capture, Refusal::transient("05")), Verdict::Unknown);
    assert_eq!(refused(Act::Book, Refusal::sign_in()), Verdict::Unknown);
    assert_eq!(refused(Act::Book, Refusal::last("status-400")), Verdict::Refused);
}

#[test]
fn a_look_knows_what_was_seen_instead_of_an_answer() {
    let stage = Stage::new(World::default());
    let done = Found::Done { receipt: None };
    let task = attempted(&stage, &[lost()], &[done]).unwrap();
    assert_eq!(verdicts(&task), [(Verdict::Done, None)]);
    let looked_for = stage.world.looked_for.lock().unwrap();
    let outcome = looked_for[0].outcome.as_ref().unwrap();
    assert_eq!((outcome.kind, outcome.code.as_deref()), (OutcomeKind::Unknown, Some("no-reply")));
}

#[test]
fn an_unknown_outcome_is_durable_before_anything_is_done_about_it() {
    let stage = Stage::new(World::default());
    let mut task = attempted(&stage, &[], &[]).unwrap();
    assert_eq!(task.pending.len(), 1, "an outcome that nothing waits for yet");
    stage.with(Scope::Automatic, |run| run.flush(&mut task)).unwrap();
    assert!(task.pending.is_empty());
    assert!(stage.store.case(ORDER).unwrap().unwrap().intents[0].is_done());
}

#[test]
fn the_rest_follows_a_part_that_is_done_and_nothing_else() {
    let follows = |sent: i64, kind, other_done: bool| {
        let stage = Stage::new(World::default());
        let mut task = stage.task();
        let intent = intent(Act::Capture, sent, 1, kind);
        task.case.intents.push(intent.clone());
        if other_done {
            let done = crate::tests::world::intent(Act::Refund, 100, 2, Some(OutcomeKind::Done));
            task.case.intents.push(done);
        }
        let step = step(Act::Capture, 500);
        task.tried.insert((step.act, step.document));
        stage.with(Scope::Automatic, |run| run.let_the_rest_follow(&mut task, &step, &intent));
        task.tried.is_empty()
    };
    assert!(follows(200, Some(OutcomeKind::Done), false));
    assert!(!follows(500, Some(OutcomeKind::Done), false), "all was done");
    assert!(!follows(200, Some(OutcomeKind::Refused), false));
    assert!(!follows(200, None, true), "another act is done");
}

#[test]
fn an_act_takes_the_first_ordinal_that_nobody_has_seen() {
    let stage = Stage::new(World::default());
    let next = |in_journal: &[u32], at_provider: &[u32]| {
        let mut case = stage.case();
        for ordinal in in_journal {
            let refused = Some(OutcomeKind::Refused);
            case.intents.push(intent(Act::Capture, 500, *ordinal, refused));
        }
        let events = at_provider.iter().map(|ordinal| PaymentEvent {
            kind: EventKind::Capture,
            amount_minor: 1,
            key: Some(derive_key(COMPANY, ORDER, Some(INVOICE), Act::Capture, *ordinal)),
            id: None,
            of: None,
            at: noon(),
        });
        case.order.payment.as_mut().unwrap().events = events.collect();
        stage.with(Scope::Automatic, |run| run.next_ordinal(&case, &step(Act::Capture, 500)))
    };
    assert_eq!(next(&[], &[]), 1);
    assert_eq!(next(&[1, 2], &[]), 3);
    assert_eq!(next(&[], &[1]), 2, "a journal that was lost");
    assert_eq!(next(&[1], &[1, 2, 3]), 4);
    assert_eq!(next(&[], &[2]), 1);
}

/// Does `act` with this outcome and returns the task as it is then.
fn finished(world: World, act: Act, minor: i64, kind: OutcomeKind) -> Task {
    let stage = Stage::new(world);
    let mut task = stage.task();
    let intent = intent(act, minor, 1, None);
    task.case.intents.push(intent.clone());
    let outcome =
        Outcome { kind, code: None, receipt: None, retry: Retry::Never, at: noon(), told: None };
    stage.with(Scope::Automatic, |run| run.finish(&mut task, &intent, outcome)).unwrap();
    task
}

fn shop_of(task: &Task) -> &ShopOrder {
    task.case.order.shop.as_ref().unwrap()
}

#[test]
fn what_an_act_has_changed_need_not_be_read_again() {
    for (act, status) in [
        (Act::ShopComplete, ShopStatus::Completed),
        (Act::ShopCredit, ShopStatus::Credited),
        (Act::ShopCancel, ShopStatus::Cancelled),
    ] {
        let done = finished(World::default(), act, 500, OutcomeKind::Done);
        assert_eq!(shop_of(&done).status, status);
        assert!(done.pending.contains(&Entry::Shop(shop_of(&done).clone())));
        for kind in [OutcomeKind::Refused, OutcomeKind::Pending] {
            assert_eq!(*shop_of(&finished(World::default(), act, 500, kind)), shop_order());
        }
    }
}

#[test]
fn a_booking_takes_its_amount_from_what_is_unpaid_on_its_invoice() {
    let stage = Stage::new(World::default());
    let unpaid = |minor| {
        let mut task = stage.task();
        task.case.order.documents.insert(0, document(9, DocumentKind::Invoice, 900));
        mark_paid(&mut task, &intent(Act::Book, minor, 1, None));
        let documents = &task.case.order.documents;
        assert_eq!(task.pending, [Entry::Document(documents[1].clone())]);
        (documents[0].unpaid_minor, documents[1].unpaid_minor)
    };
    assert_eq!(unpaid(200), (900, 300));
    assert_eq!(unpaid(500), (900, 0));
    assert_eq!(unpaid(600), (900, 0));
    let done = finished(World::default(), Act::Book, 200, OutcomeKind::Done);
    assert_eq!(done.case.order.documents[0].unpaid_minor, 300);
}

/// A refund in the shop's books can change the status of its order by itself.
#[test]
fn the_shops_order_is_read_again_after_a_refund_was_recorded_in_it() {
    let read = ShopOrder { status: ShopStatus::Credited, refunded_minor: 500, ..shop_order() };
    let world = World { shop_order: Mutex::new(Some(read.clone())), ..World::default() };
    let task = finished(world, Act::ShopRecordRefund, 500, OutcomeKind::Done);
    assert_eq!(*shop_of(&task), read);
    assert!(task.pending.contains(&Entry::Shop(read)));
    // Where it cannot be read, the record itself is known.
    let task = finished(World::default(), Act::ShopRecordRefund, 200, OutcomeKind::Done);
    let shop = shop_of(&task);
    assert_eq!((shop.refunded_minor, shop.status == ShopStatus::Open), (200, true));
    // A record of all changes the status too, read or not.
    let task = finished(World::default(), Act::ShopRecordRefund, 500, OutcomeKind::Done);
    let shop = shop_of(&task);
    assert_eq!((shop.refunded_minor, shop.status == ShopStatus::Credited), (500, true));
    // Nor does a read help that lags behind the record.
    let lagging = World { shop_order: Mutex::new(Some(shop_order())), ..World::default() };
    let task = finished(lagging, Act::ShopRecordRefund, 500, OutcomeKind::Done);
    let shop = shop_of(&task);
    assert_eq!((shop.refunded_minor, shop.status == ShopStatus::Credited), (500, true));
}

#[test]
fn a_shop_that_is_the_provider_is_read_again_after_each_of_its_acts() {
    let read = ShopOrder { status: ShopStatus::Completed, ..shop_order() };
    let world = |in_shop| {
        let standard = World::default();
        let capabilities = Capabilities { in_shop, ..standard.capabilities };
        World { capabilities, shop_order: Mutex::new(Some(read.clone())), ..standard }
    };
    let task = finished(world(true), Act::Capture, 500, OutcomeKind::Done);
    assert_eq!(*shop_of(&task), read);
    let task = finished(world(false), Act::Capture, 500, OutcomeKind::Done);
    assert_eq!(*shop_of(&task), shop_order(), "a provider of its own changes no shop");
}

#[test]
fn records_name_what_people_know() {
    let stage = Stage::new(World { payment: Mutex::new(Some(payment(500))), ..World::default() });
    let mut case = stage.case();
    let credit = |id, of| document(id, DocumentKind::CreditNote { credits: of }, 100);
    case.order.documents.extend([
        document(2, DocumentKind::Invoice, 900),
        credit(3, Some(INVOICE)),
        credit(4, Some(DocumentId(2))),
        credit(5, Some(INVOICE)),
        credit(6, None),
    ]);
    let body = |act, minor| {
        let step = Step { document: Some(INVOICE), ..step(act, minor) };
        let draft = stage.with(Scope::Automatic, |run| run.request(&case, &step, "key")).unwrap();
        (draft.target, draft.body)
    };
    let money = nok(500);
    let shop = "9007".to_owned();
    assert_eq!(body(Act::ShopNote, 500), (shop.clone(), format!("F1 {money}")));
    let recorded = format!("{money} F3, F5");
    assert_eq!(body(Act::ShopRecordRefund, 500), (shop, recorded));
    assert_eq!(body(Act::Book, 500), ("1".into(), format!("F1 {money} 2026-11-23")));
}
