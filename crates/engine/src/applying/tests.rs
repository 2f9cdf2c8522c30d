//! A plan on one order: what it has is done once, and what changed under it is not.

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::tests::world::{
    COMPANY, INVOICE, ORDER, Stage, World, document, nok, noon, payment, shop_order,
};
use crate::{Maker, Report, Request, SavedPlan, Scope, Verdict};
use uniac_core::act::{Act, Operation, Reply};
use uniac_core::code::Code;
use uniac_core::facts::{ShopRow, Stage as DocumentStage};
use uniac_core::order::{DocumentKind, OrderId, Payment, PaymentStatus, ShopOrder, ShopStatus};
use uniac_core::settings::Hold;
use uniac_store::{DocumentPage, History, Plans, SeenDocument, Store};
use uniac_system::error::Result;
use uniac_system::stop::Why;

static ZONE: TimeZone = TimeZone::UTC;

fn maker() -> Maker<'static> {
    let valid_until = noon().checked_add(SignedDuration::from_hours(72)).unwrap();
    Maker {
        company: "kopp",
        company_key: COMPANY,
        by: "kari",
        at: noon(),
        zone: &ZONE,
        valid_until,
    }
}

fn drawn_up(stage: &Stage, operation: Option<Operation>) -> SavedPlan {
    stage.with(Scope::Nothing, |run| run.engine.draw_up(None, operation, &maker()).unwrap().0)
}

fn apply(stage: &Stage, plan: &SavedPlan) -> Result<Report> {
    let scope = Scope::Plan(Arc::new(plan.clone()));
    stage.with(Scope::Nothing, |run| run.engine.pass(&Request::new(scope)))
}

fn told(report: &Report) -> Vec<(Act, Verdict, Option<Code>)> {
    let code = |name: Option<&str>| name.and_then(Code::named);
    report.steps.iter().map(|step| (step.act, step.verdict, code(step.code()))).collect()
}

fn sent(stage: &Stage) -> Vec<Act> {
    stage.world.sent.lock().unwrap().iter().map(|intent| intent.act).collect()
}

#[test]
fn a_plan_has_what_is_due_with_what_follows_and_does_just_that_once() {
    let stage = Stage::new(World::default());
    let plan = drawn_up(&stage, Some(Operation::Capture));
    let acts: Vec<(Act, i64)> = plan.steps.iter().map(|s| (s.act, s.amount_minor)).collect();
    assert_eq!(acts, [(Act::Capture, 500), (Act::ShopComplete, 500), (Act::Book, 500)]);
    assert!(sent(&stage).is_empty(), "making a plan sends nothing");
    let report = apply(&stage, &plan).unwrap();
    assert!(report.steps.iter().all(|step| step.verdict == Verdict::Done), "{report:?}");
    assert_eq!(sent(&stage), [Act::Capture, Act::ShopComplete, Act::Book]);
    assert_eq!(apply(&stage, &plan).unwrap_err().code, "plan-applied");
    assert_eq!(sent(&stage).len(), 3);
    let run = stage.store.last_run().unwrap().unwrap();
    assert_eq!(run.start.asked.plan.as_deref(), Some(plan.id.as_str()));
}

#[test]
fn a_plan_of_another_operation_is_empty_and_applied_does_nothing() {
    let stage = Stage::new(World::default());
    let plan = drawn_up(&stage, Some(Operation::Refund));
    assert_eq!(plan.steps, []);
    assert_eq!(told(&apply(&stage, &plan).unwrap()), []);
    assert_eq!(sent(&stage), []);
}

/// Each change under the plan makes all of it stale, and nothing is sent.
#[test]
fn whatever_somebody_changes_is_seen() {
    type Change = fn(&Stage);
    let changes: &[(&str, Change)] = &[
        ("credited", |stage| {
            let kind = DocumentKind::CreditNote { credits: Some(INVOICE) };
            put_document(stage, 2, kind, 100);
        }),
        ("invoiced for more", |stage| put_document(stage, 1, DocumentKind::Invoice, 600)),
        ("a second invoice", |stage| put_document(stage, 3, DocumentKind::Invoice, 100)),
        ("paid by bank", |stage| {
            let mut paid = document(1, DocumentKind::Invoice, 500);
            paid.unpaid_minor = 400;
            put(stage, paid);
        }),
        ("captured in the portal", |stage| {
            put_payment(stage, Payment { captured_minor: 10, ..payment(0) });
        }),
        ("released in the portal", |stage| {
            put_payment(stage, Payment { cancelled_minor: 1, ..payment(0) });
        }),
        ("expired", |stage| {
            put_payment(stage, Payment { status: PaymentStatus::Expired, ..payment(0) });
        }),
        ("reserved anew", |stage| {
            put_payment(stage, Payment { authorised_minor: 900, ..payment(0) });
        }),
        ("another payment", |stage| {
            let reference = Some("another".to_owned());
            put_shop(stage, ShopOrder { payment_reference: reference, ..shop_order() });
        }),
        ("cancelled in the shop", |stage| {
            put_shop(stage, ShopOrder { status: ShopStatus::Cancelled, ..shop_order() });
        }),
        ("refunded in the shop", |stage| {
            put_shop(stage, ShopOrder { refunded_minor: 5, ..shop_order() });
        }),
        ("held", |stage| {
            let hold = Hold { reason: None, by: "ola".into(), at: noon(), until: None };
            stage.store.hold(ORDER, &hold).unwrap();
        }),
    ];
    for (name, change) in changes {
        let stage = Stage::new(World::default());
        let plan = drawn_up(&stage, None);
        change(&stage);
        let report = apply(&stage, &plan).unwrap();
        assert_eq!(sent(&stage), [], "{name}");
        assert_eq!(report.steps.len(), plan.steps.len(), "{name}: {report:?}");
        let is_stale = |(_, verdict, code): &(_, Verdict, Option<Code>)| {
            *verdict == Verdict::Skipped && *code == Some(Code::Stale)
        };
        assert!(told(&report).iter().all(is_stale), "{name}: {:?}", told(&report));
        assert_eq!(report.exit.code(), 3, "{name}");
    }
}

fn put(stage: &Stage, document: uniac_core::order::Document) {
    let is_note = matches!(document.kind, DocumentKind::CreditNote { .. });
    let (id, at) = (document.id, DocumentStage::Final);
    let seen = vec![SeenDocument { id, stage: at, is_note, created_at: None }];
    let page = DocumentPage { seen, shares: vec![document], strays: Vec::new() };
    stage.store.put_documents(&page, noon()).unwrap();
}

fn put_document(stage: &Stage, id: i64, kind: DocumentKind, minor: i64) {
    put(stage, document(id, kind, minor));
}

fn put_payment(stage: &Stage, payment: Payment) {
    *stage.world.payment.lock().unwrap() = Some(payment.clone());
    stage.store.put_payment(&payment).unwrap();
}

fn put_shop(stage: &Stage, order: ShopOrder) {
    *stage.world.shop_order.lock().unwrap() = Some(order.clone());
    stage.store.put_shop_orders(&[ShopRow { order, changed_at: None }]).unwrap();
}

#[test]
fn what_changes_between_the_plan_and_the_act_is_seen_on_the_payment_that_is_read() {
    let stage = Stage::new(World::default());
    let plan = drawn_up(&stage, None);
    // Nobody tells the store; the provider does when it is asked before the act.
    *stage.world.payment.lock().unwrap() = Some(Payment { captured_minor: 10, ..payment(0) });
    let report = apply(&stage, &plan).unwrap();
    assert_eq!(sent(&stage), []);
    assert_eq!(told(&report)[0], (Act::Capture, Verdict::Skipped, Some(Code::Stale)));
}

#[test]
fn one_that_broke_off_goes_on_and_does_no_step_twice() {
    // The person stops it with the first sending.
    let stage = Stage::new(World { stops: true, ..World::default() });
    let plan = drawn_up(&stage, None);
    let report = apply(&stage, &plan).unwrap();
    assert_eq!(sent(&stage), [Act::Capture]);
    assert_eq!(stage.world.stop.why(), Some(Why::Interrupted), "{report:?}");
    let begun = stage.store.applied_plan(&plan.id).unwrap().unwrap();
    assert_eq!((begun.ended_at, begun.intents.len()), (None, 1));
    let mut stage = stage;
    stage.world = Arc::new(World::default());
    let report = apply(&stage, &plan).unwrap();
    assert_eq!(sent(&stage), [Act::ShopComplete, Act::Book]);
    let capture = told(&report).into_iter().find(|(act, ..)| *act == Act::Capture);
    assert_eq!(capture, Some((Act::Capture, Verdict::Skipped, Some(Code::DoneBefore))));
    assert_eq!(report.exit.code(), 0);
    assert!(stage.store.applied_plan(&plan.id).unwrap().unwrap().ended_at.is_some());
}

#[test]
fn an_act_without_an_answer_is_in_the_plan_and_is_sent_again_by_it() {
    let mut world = World::default();
    for _ in 0..2 {
        let lost = Reply::Unknown { code: "no-reply".to_owned(), retry_after_s: Some(3600) };
        world.replies.get_mut().unwrap().push_back(lost);
    }
    let stage = Stage::new(world);
    let report =
        stage.with(Scope::Automatic, |run| run.engine.pass(&Request::new(Scope::Automatic)));
    assert_eq!(report.unwrap().exit.code(), 7);
    stage.world.replies.lock().unwrap().clear();
    let plan = drawn_up(&stage, None);
    let first = &plan.steps[0];
    assert_eq!((first.act, first.again), (Act::Capture, true));
    let report = apply(&stage, &plan).unwrap();
    assert!(report.steps.iter().all(|step| step.verdict == Verdict::Done), "{report:?}");
    let keys: Vec<String> = stage
        .world
        .sent
        .lock()
        .unwrap()
        .iter()
        .filter(|intent| intent.act == Act::Capture)
        .map(|intent| intent.key.clone())
        .collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "the same key");
}

#[test]
fn a_refused_step_lets_those_that_follow_be_unreached() {
    let mut world = World::default();
    let no = uniac_core::act::Refusal::last("6090");
    world.replies.get_mut().unwrap().push_back(Reply::Refused(no));
    let stage = Stage::new(world);
    let plan = drawn_up(&stage, Some(Operation::Capture));
    let report = apply(&stage, &plan).unwrap();
    let codes: Vec<Option<&str>> = report.steps.iter().map(|step| step.code()).collect();
    assert_eq!(codes, [Some("6090"), Some("not-reached"), Some("not-reached")]);
    assert_eq!(report.exit.code(), 5);
}

#[test]
fn only_the_plan_as_it_was_made_for_this_company_and_in_time_is_taken() {
    let stage = Stage::new(World::default());
    let plan = drawn_up(&stage, None);
    let check = |plan: &SavedPlan, maker: &Maker<'_>| plan.check(maker, &stage.store);
    check(&plan, &maker()).unwrap();
    let late = Maker { at: maker().valid_until, ..maker() };
    assert_eq!(check(&plan, &late).unwrap_err().code, "plan-expired");
    let other = Maker { company_key: "other", ..maker() };
    assert_eq!(check(&plan, &other).unwrap_err().code, "plan-other-company");
    let edits: [fn(&mut SavedPlan); 6] = [
        |plan| plan.steps[0].amount_minor += 1,
        |plan| plan.made_by = "ola".into(),
        |plan| {
            plan.valid_until = plan.valid_until.checked_add(SignedDuration::from_secs(1)).unwrap();
        },
        |plan| _ = plan.steps.pop(),
        |plan| plan.steps[0].order_id = OrderId(8),
        |plan| plan.seal.clear(),
    ];
    for edit in edits {
        let mut edited = plan.clone();
        edit(&mut edited);
        assert_eq!(check(&edited, &maker()).unwrap_err().code, "plan-edited");
    }
    // Another machine's store has another key.
    let other = Stage::new(World::default());
    assert_eq!(plan.check(&maker(), &other.store).unwrap_err().code, "plan-edited");
    // A file that went through another program's hands is the same plan.
    let read = |object: &serde_json::Value| SavedPlan::parse(&format!("{object:#}")).unwrap();
    assert_eq!(read(&plan.object()), plan);
    // What it did not have when it was made is an edit, wherever it stands.
    for place in ["", "/data", "/data/steps/0"] {
        let mut object = plan.object();
        object.pointer_mut(place).unwrap()["approved"] = true.into();
        assert_eq!(check(&read(&object), &maker()).unwrap_err().code, "plan-edited", "{place}");
    }
    for text in ["", "{}", "[1]", "{\"schema\":\"uniac.plan/2\",\"data\":{}}"] {
        assert_eq!(SavedPlan::parse(text).unwrap_err().code, "plan-unreadable", "{text}");
    }
}

#[test]
fn a_dry_run_of_a_plan_uses_it_up_no_more_than_a_no() {
    let stage = Stage::new(World::default());
    let plan = drawn_up(&stage, None);
    let dry = Request { dry_run: true, ..Request::new(Scope::Plan(Arc::new(plan.clone()))) };
    let report = stage.with(Scope::Nothing, |run| run.engine.pass(&dry)).unwrap();
    assert_eq!(report.steps.len(), plan.steps.len());
    assert!(report.steps.iter().all(|step| step.verdict == Verdict::Planned));
    assert_eq!(stage.store.applied_plan(&plan.id).unwrap(), None);
    assert_eq!(nok(500), report.steps[0].money);
    apply(&stage, &plan).unwrap();
}
