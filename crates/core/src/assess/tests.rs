//! Tables of the rules: allotment, balance, steps, attentions, classes. Their properties stand beside.

mod closing;
mod doubts;
mod edges;
mod figures;
mod hooks;
mod merged;
mod others;
mod owed;
mod paid;
mod properties;
mod refunds;
mod shared;
mod sights;
mod table;
mod tied;

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::*;
use crate::act::{Act, IntentId, Operation, Outcome, OutcomeKind, Retry, derive_key};
use crate::hooks::{Hook, Hooks};
use crate::method::Known;
use crate::money::{Currency, Money};
use crate::order::*;
use crate::purchase::{Kept, Skip, Ties};
use crate::settings::{Era, Hold};

const COMPANY: &str = "company";
const ORDER: OrderId = OrderId(7);

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn company(active: bool) -> Company {
    // No plug-in acts, unless a test is about one.
    Company {
        key: COMPANY.into(),
        active,
        upload_new_orders_since: None,
        methods: vec![Method { id: "vipps".into(), releases_rest: true, guaranteed: None }],
        known: Known::default(),
        hooks: Hooks::all(Hook::QUIET),
        terms: super::Terms::default(),
    }
}

fn invoice(id: i64, minor: i64) -> Document {
    Document {
        id: DocumentId(id),
        number: id.to_string(),
        order: ORDER,
        kind: DocumentKind::Invoice,
        date: "2026-11-01".parse().unwrap(),
        currency: Currency::NOK,
        amount_minor: minor,
        unpaid_minor: minor,
        unpaid_base: None,
        parts: Vec::new(),
        whole_minor: None,
        inexact: None,
        is_draft: false,
        created_at: None,
        unreadable: None,
    }
}

fn credit(id: i64, of: i64, minor: i64) -> Document {
    let kind = DocumentKind::CreditNote { credits: Some(DocumentId(of)) };
    Document { kind, unpaid_minor: 0, ..invoice(id, minor) }
}

fn event(kind: EventKind, minor: i64, key: Option<String>) -> PaymentEvent {
    PaymentEvent { kind, amount_minor: minor, key, id: None, of: None, at: now() }
}

fn ours(kind: EventKind, document: i64, ordinal: u32, minor: i64) -> PaymentEvent {
    let act = if kind == EventKind::Capture { Act::Capture } else { Act::Refund };
    let key = derive_key(COMPANY, ORDER, Some(DocumentId(document)), act, ordinal);
    event(kind, minor, Some(key))
}

fn payment(reserved: i64, events: Vec<PaymentEvent>) -> Payment {
    let sum = |kind| events.iter().filter(|e| e.kind == kind).map(|e| e.amount_minor).sum();
    Payment {
        provider: "vipps".into(),
        reference: "reference-1".into(),
        status: PaymentStatus::Authorised,
        currency: Currency::NOK,
        authorised_minor: reserved,
        cancelled_minor: sum(EventKind::Cancel),
        captured_minor: sum(EventKind::Capture),
        refunded_minor: sum(EventKind::Refund),
        events,
        whole_only: false,
        authorised_at: Some(now()),
        closes_at: None,
        read_at: now(),
        unreadable: None,
    }
}

/// An order of `total` with everything invoiced in `documents`, reserved, of the auto era.
/// What is kept when the order's shop order has named another payment before.
fn named_by_shop(case: &Case, reference: &str) -> BTreeMap<String, Vec<String>> {
    let shop = case.order.shop.as_ref().map(|shop| shop.id.clone());
    shop.map(|shop| (shop, vec![reference.to_owned()])).into_iter().collect()
}

pub(super) fn case(total: i64, documents: Vec<Document>, events: Vec<PaymentEvent>) -> Case {
    let invoiced: i64 =
        documents.iter().filter(|d| d.kind == DocumentKind::Invoice).map(|d| d.amount_minor).sum();
    let uninvoiced = total - invoiced;
    let progress = match (invoiced, uninvoiced) {
        (_, 0) => Progress::Invoiced,
        (0, _) => Progress::Open,
        _ => Progress::PartInvoiced,
    };
    let eras = documents.iter().map(|document| (document.id, Era::Auto)).collect();
    Case {
        order: Order {
            uni: UniOrder {
                id: ORDER,
                number: "100007".into(),
                customer: "Kari Nordmann".into(),
                placed: "2026-10-30".parse().unwrap(),
                currency: Currency::NOK,
                total_minor: total,
                uninvoiced_minor: uninvoiced,
                progress,
                shop_reference: Some("5007".into()),
                inexact: None,
                created_at: None,
                buyer: crate::buyer::Buyer::default(),
                lines: None,
                unreadable: None,
            },
            documents,
            drafts: Vec::new(),
            shop: Some(ShopOrder {
                id: "9007".into(),
                number: "5007".into(),
                status: ShopStatus::Open,
                payment_method: "vipps".into(),
                payment_reference: Some("reference-1".into()),
                refunded_minor: 0,
                created_from: None,
                bought: crate::order::Bought::default(),
                unreadable: None,
            }),
            payment: Some(payment(total, events)),
            not_found_at: None,
        },
        intents: Vec::new(),
        eras,
        skips: Vec::new(),
        ties: Ties { candidates: 1, ..Ties::default() },
        hold: None,
        earlier: Vec::new(),
        kept: Kept::default(),
        chosen: None,
    }
}

fn predating(mut case: Case) -> Case {
    case.eras.values_mut().for_each(|era| *era = Era::Predates);
    case
}

fn look(case: &Case) -> Assessment {
    assess(case, &company(true), now())
}

/// Says in one line what is due, and why something is not simply done.
fn told(case: &Case) -> String {
    let assessment = look(case);
    let steps: Vec<String> = assessment
        .steps
        .iter()
        .map(|s| format!("{} {} {}", s.act.name(), s.money.minor, s.mode.name()))
        .collect();
    let attention = assessment.attention.map_or("-", Attention::name);
    format!("{}: [{}] {attention}", assessment.state.name(), steps.join(", "))
}

fn intent(act: Act, document: i64, minor: i64, kind: Option<OutcomeKind>) -> Intent {
    let document = Some(DocumentId(document));
    let outcome = kind.map(|kind| Outcome {
        kind,
        code: Some("6090".into()),
        receipt: None,
        retry: Retry::Never,
        at: now(),
        told: None,
    });
    Intent {
        id: IntentId(1),
        order: ORDER,
        document,
        act,
        ordinal: 1,
        money: Money::new(minor, Currency::NOK),
        key: derive_key(COMPANY, ORDER, document, act, 1),
        target: "reference-1".into(),
        body: String::new(),
        at: now(),
        outcome,
    }
}

use EventKind::{Cancel, Capture, Refund};

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_rules_in_a_table() {
    let held = |mut case: Case| {
        case.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
        case
    };
    let dropped = |mut case: Case, progress| {
        case.order.uni.progress = progress;
        case
    };
    let unpaid = |mut case: Case, unpaid| {
        case.order.documents.iter_mut().for_each(|d| d.unpaid_minor = unpaid);
        case
    };
    let portal = |kind, minor| event(kind, minor, Some("portal-1".into()));
    let table: Vec<(&str, Case, &str)> = vec![
        ("not invoiced", case(500, vec![], vec![]), "reserved: [] -"),
        ("invoiced", case(500, vec![invoice(1, 500)], vec![]), "reserved: [capture 500 auto] -"),
        (
            "captured by us: the shop, then the books",
            case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]),
            "captured: [shop-complete 500 auto, book 500 auto] -",
        ),
        (
            "invoiced in two parts, the first captured",
            case(500, vec![invoice(1, 300), invoice(2, 200)], vec![ours(Capture, 1, 1, 300)]),
            "part-captured: [capture 200 auto, shop-note 300 auto, book 300 auto] -",
        ),
        (
            "credited before it was captured: owed sinks",
            case(500, vec![invoice(1, 500), credit(2, 1, 200)], vec![]),
            "reserved: [capture 300 auto] -",
        ),
        (
            "all credited, never captured: nothing moves",
            unpaid(case(500, vec![invoice(1, 500), credit(2, 1, 500)], vec![]), 0),
            "reserved: [cancel 500 manual, shop-credit 0 auto] credited-without-capture",
        ),
        (
            "credited after the capture",
            unpaid(
                case(500, vec![invoice(1, 500), credit(2, 1, 200)], vec![ours(Capture, 1, 1, 500)]),
                0,
            ),
            "captured: [refund 200 auto] -",
        ),
        (
            "refunded by us: the shop is told without paying again",
            unpaid(
                case(
                    500,
                    vec![invoice(1, 500), credit(2, 1, 500)],
                    vec![ours(Capture, 1, 1, 500), ours(Refund, 1, 1, 500)],
                ),
                0,
            ),
            "refunded: [shop-refund 500 auto, shop-credit 0 auto] -",
        ),
        (
            "captured in the portal: no second capture, but shop and books",
            case(500, vec![invoice(1, 500)], vec![portal(Capture, 500)]),
            "captured: [shop-complete 500 auto, book 500 auto] -",
        ),
        (
            "a part captured in the portal",
            case(500, vec![invoice(1, 500)], vec![portal(Capture, 200)]),
            "part-captured: [capture 300 auto, book 200 auto] -",
        ),
        (
            "captured in the portal, nothing invoiced",
            case(500, vec![], vec![portal(Capture, 500)]),
            "captured: [] captured-not-invoiced",
        ),
        (
            "refunded in the portal: never captured again",
            unpaid(
                case(
                    500,
                    vec![invoice(1, 500)],
                    vec![ours(Capture, 1, 1, 500), portal(Refund, 100)],
                ),
                0,
            ),
            "part-refunded: [shop-complete 500 auto] refunded-elsewhere",
        ),
        (
            "refunded in the portal, then credited: the credit note takes it up",
            unpaid(
                case(
                    500,
                    vec![invoice(1, 500), credit(2, 1, 100)],
                    vec![ours(Capture, 1, 1, 500), portal(Refund, 100)],
                ),
                0,
            ),
            "part-refunded: [shop-complete 400 auto] -",
        ),
        (
            "invoiced before",
            predating(case(500, vec![invoice(1, 500)], vec![])),
            "reserved: [capture 500 manual] invoiced-before-activation",
        ),
        (
            "part-invoiced before",
            predating(case(500, vec![invoice(1, 300)], vec![])),
            "reserved: [capture 300 manual] part-invoiced-before-activation",
        ),
        (
            "invoiced before and credited, never captured: a person may release it, the shop stays",
            predating(unpaid(case(500, vec![invoice(1, 500), credit(2, 1, 500)], vec![]), 0)),
            "reserved: [cancel 500 manual] credited-without-capture",
        ),
        (
            "invoiced before, captured elsewhere, credited: the refund is a person's",
            predating(case(
                500,
                vec![invoice(1, 500), credit(2, 1, 500)],
                vec![portal(Capture, 500)],
            )),
            "captured: [refund 500 manual] invoiced-before-activation",
        ),
        (
            "held",
            held(case(500, vec![invoice(1, 500)], vec![])),
            "reserved: [capture 500 manual] held",
        ),
        (
            "deleted, never invoiced",
            dropped(case(500, vec![], vec![]), Progress::Deleted),
            "reserved: [cancel 500 auto] -",
        ),
        (
            "deleted and released",
            dropped(case(500, vec![], vec![event(Cancel, 500, None)]), Progress::Deleted),
            "cancelled: [shop-cancel 0 auto] -",
        ),
        (
            "closed after a part was invoiced: first the capture",
            dropped(case(500, vec![invoice(1, 300)], vec![]), Progress::Closed),
            "reserved: [capture 300 auto] -",
        ),
        (
            "then the rest is released, then the shop",
            unpaid(
                dropped(
                    case(500, vec![invoice(1, 300)], vec![ours(Capture, 1, 1, 300)]),
                    Progress::Closed,
                ),
                0,
            ),
            "part-captured: [cancel 200 auto] -",
        ),
        (
            "more invoiced than reserved: nothing is sent",
            {
                let mut case = case(500, vec![invoice(1, 700)], vec![]);
                case.order.payment = Some(payment(500, vec![]));
                case
            },
            "reserved: [] exceeds-reservation",
        ),
        (
            "an invoice of nothing",
            case(500, vec![invoice(1, 0), invoice(2, 500)], vec![]),
            "reserved: [capture 500 auto] -",
        ),
        (
            "fully invoiced for less: the rest is pointed out, and a person may release it",
            unpaid(
                {
                    let events = vec![ours(Capture, 1, 1, 40_000)];
                    let mut case = case(40_000, vec![invoice(1, 40_000)], events.clone());
                    case.order.payment = Some(payment(50_000, events));
                    case.order.shop.as_mut().unwrap().status = ShopStatus::Completed;
                    case
                },
                0,
            ),
            "part-captured: [cancel 10000 manual] reservation-left-over",
        ),
    ];
    for (story, case, expected) in table {
        assert_eq!(told(&case), expected, "{story}");
    }
}

#[test]
fn what_others_paid_back_counts_for_what_was_captured_too_much() {
    // More was captured for the invoice than it asks for, and a part of it paid back by hand.
    let events = vec![ours(Capture, 1, 1, 500), event(Refund, 300, Some("portal-1".into()))];
    let mut case = case(200, vec![invoice(1, 200)], vec![]);
    case.order.payment = Some(payment(500, events));
    // The books agree: nobody needs to look.
    assert_eq!(told(&case), "part-refunded: [shop-complete 200 auto, book 200 auto] -");
    let events = vec![ours(Capture, 1, 1, 500), event(Refund, 200, Some("portal-1".into()))];
    case.order.payment = Some(payment(500, events));
    assert_eq!(told(&case), "part-refunded: [refund 100 auto, book 200 auto] -");
}

/// Money taken by hand for invoice 3 was paid back by uniac. An older invoice then came late, and took
/// what by hand had been taken beyond; each capture for invoice 3 set free as much for it again, so
/// that `sync` took, in parts and for invoice 3, what was a person's to take for invoice 2.
#[test]
fn a_capture_after_the_refund_of_a_foreign_one_is_due_once() {
    let at = |second: i64, event: PaymentEvent| PaymentEvent {
        at: now() + jiff::SignedDuration::from_secs(second),
        ..event
    };
    let documents = vec![invoice(1, 83), invoice(2, 348), invoice(3, 489), credit(203, 3, 467)];
    let mut events =
        vec![at(0, event(Capture, 689, Some("portal-1".into()))), at(1, ours(Refund, 3, 1, 467))];
    let mut case = case(920, documents, vec![]);
    case.eras.insert(DocumentId(2), Era::Predates);
    case.order.payment = Some(payment(2000, events.clone()));
    let due = |case: &Case| {
        let money = look(case).steps.into_iter().filter(|step| step.operation().moves_money());
        money.map(|s| (s.document.unwrap().0, s.money.minor, s.mode)).collect::<Vec<_>>()
    };
    assert_eq!(due(&case), [(2, 209, Mode::Manual), (3, 22, Mode::Auto)]);
    events.push(at(2, ours(Capture, 3, 1, 22)));
    case.order.payment = Some(payment(2000, events));
    assert_eq!(due(&case), [(2, 209, Mode::Manual)]);
}

#[test]
fn an_unknown_outcome_bars_all_money_of_the_order() {
    for kind in [None, Some(OutcomeKind::Unknown), Some(OutcomeKind::Pending)] {
        let mut case = case(500, vec![invoice(1, 300), invoice(2, 200)], vec![]);
        case.intents = vec![intent(Act::Capture, 1, 300, kind)];
        assert_eq!(told(&case), "reserved: [] unknown-outcome");
    }
}

#[test]
fn a_done_intent_counts_although_a_lagging_read_does_not_show_it() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.intents = vec![intent(Act::Capture, 1, 500, Some(OutcomeKind::Done))];
    assert_eq!(told(&case), "captured: [shop-complete 500 auto, book 500 auto] -");
}

#[test]
fn a_refused_act_waits_for_a_person_until_the_amount_changes() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.intents = vec![intent(Act::Capture, 1, 500, Some(OutcomeKind::Refused))];
    assert_eq!(told(&case), "reserved: [capture 500 manual] refused");
    case.order.documents.push(credit(2, 1, 100));
    assert_eq!(told(&case), "reserved: [capture 400 auto] -");
    case.order.documents.pop();
    case.intents[0].outcome.as_mut().unwrap().retry = Retry::NextRun;
    assert_eq!(told(&case), "reserved: [capture 500 auto] -");
}

#[test]
fn a_transient_no_rests_for_a_day_and_a_closed_door_is_shown_and_tried() {
    let minutes = jiff::SignedDuration::from_mins;
    for (retry, age, expected) in [
        (Retry::Daily, minutes(0), "manual"),
        (Retry::Daily, minutes(23 * 60), "manual"),
        (Retry::Daily, minutes(24 * 60 - 30), "auto"),
        (Retry::SignIn, minutes(0), "auto"),
        (Retry::Never, minutes(9 * 24 * 60), "manual"),
    ] {
        let mut case = case(500, vec![invoice(1, 500)], vec![]);
        let refused = intent(Act::Capture, 1, 500, Some(OutcomeKind::Refused));
        case.intents = vec![refused];
        let outcome = case.intents[0].outcome.as_mut().unwrap();
        (outcome.retry, outcome.at) = (retry, now() - age);
        assert_eq!(told(&case), format!("reserved: [capture 500 {expected}] refused"));
        case.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
        assert!(told(&case).starts_with("reserved: [capture 500 manual]"), "held besides");
    }
}

#[test]
fn a_lost_journal_recognises_its_own_captures_by_deriving_the_keys_again() {
    let events = vec![ours(Capture, 2, 3, 200)];
    let case = case(500, vec![invoice(1, 300), invoice(2, 200)], events);
    let ledger = look(&case).ledger;
    assert_eq!(ledger.balances[1].captured_by_us, 200);
    assert_eq!(ledger.balances[0].capture_due(), 300);
}

#[test]
fn a_provider_sum_beyond_its_events_counts_as_captured_elsewhere() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.order.payment.as_mut().unwrap().captured_minor = 500;
    let assessment = look(&case);
    assert_eq!(assessment.ledger.captured, 500);
    assert!(assessment.steps.iter().all(|step| !step.operation().moves_money()));
}

#[test]
fn without_activation_everything_waits() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.eras.clear();
    let assessment = assess(&case, &company(false), now());
    assert_eq!(assessment.attention, Some(Attention::Inactive));
    assert!(assessment.steps.iter().all(|step| step.mode == Mode::Manual));
}

#[test]
fn barriers_come_first() {
    let base = || case(500, vec![invoice(1, 500)], vec![]);
    let table: Vec<(Box<dyn Fn(&mut Case)>, &str)> = vec![
        (Box::new(|c| c.order.payment = None), "none: [] unreadable"),
        (
            Box::new(|c| c.order.payment.as_mut().unwrap().currency = "EUR".parse().unwrap()),
            "reserved: [] currency-mismatch",
        ),
        (
            Box::new(|c| c.order.documents[0].inexact = Some("100.005".into())),
            "reserved: [] amount-not-exact",
        ),
        (
            Box::new(|c| {
                c.order.payment = None;
                c.order.uni.unreadable = Some("it has no date".into());
            }),
            "none: [] unreadable",
        ),
        (
            Box::new(|c| c.order.payment.as_mut().unwrap().status = PaymentStatus::Expired),
            "expired: [] reservation-expired",
        ),
    ];
    for (spoil, expected) in table {
        let mut case = base();
        spoil(&mut case);
        assert_eq!(told(&case), expected);
    }
}

#[test]
fn credit_and_new_invoice_share_money_taken_elsewhere() {
    let documents = vec![invoice(1, 500), credit(2, 1, 500), invoice(3, 500)];
    let mut case = case(500, documents, vec![event(Capture, 500, Some("portal-1".into()))]);
    case.order.uni.uninvoiced_minor = 0;
    case.order.uni.progress = Progress::Invoiced;
    let ledger = look(&case).ledger;
    assert!(ledger.balances.iter().all(crate::ledger::Balance::is_settled));
}

#[test]
fn classes_of_the_cutover() {
    let portal = |minor| vec![event(Capture, minor, Some("portal-1".into()))];
    let table = [
        (case(500, vec![], vec![]), None),
        (case(500, vec![invoice(1, 500)], vec![]), Some(Class::InvoicedBefore)),
        (case(500, vec![invoice(1, 300)], vec![]), Some(Class::PartInvoicedBefore)),
        (case(500, vec![invoice(1, 500)], portal(500)), Some(Class::CapturedElsewhere)),
        (case(500, vec![invoice(1, 500), credit(2, 1, 500)], vec![]), Some(Class::Settled)),
        (case(500, vec![invoice(1, 500)], vec![event(Cancel, 500, None)]), Some(Class::Expired)),
    ];
    for (case, expected) in table {
        let case = predating(case);
        assert_eq!(classify(&case, &look(&case)), expected);
    }
}

#[test]
fn a_reservation_that_is_taken_as_a_whole_waits_for_one_invoice_of_all_of_it() {
    let whole_only = |documents: Vec<Document>, events: Vec<PaymentEvent>| {
        let mut case = case(300, documents, events);
        case.order.payment.as_mut().unwrap().whole_only = true;
        look(&case)
    };
    let part = whole_only(vec![invoice(1, 100)], vec![]);
    assert_eq!(part.attention, Some(Attention::WholeCaptureOnly));
    assert!(part.steps.is_empty(), "{:?}", part.steps);
    let spread = whole_only(vec![invoice(1, 100), invoice(2, 200)], vec![]);
    assert_eq!((spread.attention, spread.steps.len()), (Some(Attention::WholeCaptureOnly), 0));
    let whole = whole_only(vec![invoice(1, 300)], vec![]);
    assert_eq!((whole.steps[0].act, whole.steps[0].money.minor), (Act::Capture, 300));
    // Captured in the shop by a person: the money is laid on both invoices, and all is well.
    let by_hand = vec![event(EventKind::Capture, 300, None)];
    let taken = whole_only(vec![invoice(1, 100), invoice(2, 200)], by_hand);
    assert_eq!((taken.attention, taken.remarks), (None, vec![Attention::CapturedElsewhere]));
    assert!(!taken.steps.iter().any(|step| step.operation().moves_money()));
}
