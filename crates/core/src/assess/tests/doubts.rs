//! Orders of which something could not be read: what that bars, and what it says is stopped.

use super::*;

fn doubt() -> String {
    "status is `STOPPED`".to_owned()
}

/// What could not be read, of which part of the order.
fn doubtful(part: &str, case: &mut Case) {
    match part {
        "uni" => case.order.uni.unreadable = Some(doubt()),
        "document" => case.order.documents[0].unreadable = Some(doubt()),
        "shop" => case.order.shop.as_mut().unwrap().unreadable = Some(doubt()),
        _ => case.order.payment.as_mut().unwrap().unreadable = Some(doubt()),
    }
}

#[test]
fn what_cannot_be_read_bars_everything_and_says_what_it_stops() {
    for part in ["uni", "document", "shop", "payment"] {
        let mut case = case(500, vec![invoice(1, 500)], vec![]);
        doubtful(part, &mut case);
        assert_eq!(told(&case), "reserved: [] unreadable", "{part}");
        let assessment = assess(&case, &company(true), now());
        let [stopped] = assessment.stopped.as_slice() else { panic!("{:?}", assessment.stopped) };
        assert_eq!((stopped.act, stopped.money.minor), (Act::Capture, 500));
        assert_eq!((stopped.mode, stopped.why), (Mode::Auto, Some(Attention::Unreadable)));
        assert!(!assessment.settled, "it is read again");
    }
}

#[test]
fn a_doubt_stops_nothing_where_nothing_would_be_done() {
    let stopped = |case: &Case, active| assess(case, &company(active), now()).stopped.len();
    let mut open = case(500, vec![], vec![]);
    doubtful("payment", &mut open);
    assert_eq!(stopped(&open, true), 0, "nothing is invoiced");
    let mut due = case(500, vec![invoice(1, 500)], vec![]);
    doubtful("uni", &mut due);
    assert_eq!((stopped(&due, true), stopped(&due, false)), (1, 0));
    let mut predates = due.clone();
    predates.eras.insert(DocumentId(1), Era::Predates);
    assert_eq!(stopped(&predates, true), 0);
    let hold = Hold { reason: None, by: "kari".into(), at: now(), until: None };
    assert_eq!(stopped(&Case { hold: Some(hold), ..due.clone() }, true), 0);
    due.order.payment = None;
    assert_eq!(stopped(&due, true), 0, "no provider has money for it");
    let shop = due.order.shop.as_mut().unwrap();
    (shop.unreadable, shop.payment_method) = (Some(doubt()), String::new());
    assert_eq!(stopped(&due, true), 1, "nobody knows which provider has");
}

/// Nobody knows what a document of an unknown kind asks for: it might be a capture.
#[test]
fn a_document_of_an_unknown_kind_may_be_due_and_counts_for_nothing() {
    let unknown =
        Document { kind: DocumentKind::Unknown, unreadable: Some(doubt()), ..invoice(1, 500) };
    let case = case(500, vec![unknown], vec![]);
    assert_eq!(told(&case), "reserved: [] unreadable");
    let assessment = assess(&case, &company(true), now());
    assert!(assessment.ledger.balances.is_empty());
    assert_eq!(assessment.stopped.len(), 1);
}

#[test]
fn an_open_act_is_told_first_and_a_doubt_still_bars_the_rest() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.intents.push(intent(Act::Capture, 1, 500, Some(OutcomeKind::Unknown)));
    doubtful("shop", &mut case);
    let assessment = assess(&case, &company(true), now());
    assert_eq!(assessment.attention, Some(Attention::UnknownOutcome));
    assert!(assessment.steps.is_empty());
}

/// What is not understood may ask for what looks as if nobody asked for it.
#[test]
fn what_cannot_be_read_is_not_taken_for_nothing() {
    let portal = |kind| vec![event(kind, 500, None)];
    let mut captured = case(500, vec![invoice(1, 500)], portal(Capture));
    captured.order.documents[0].kind = DocumentKind::Unknown;
    let mut left_over = case(50_000, vec![invoice(1, 40_000)], vec![ours(Capture, 1, 1, 40_000)]);
    left_over.order.uni.uninvoiced_minor = 0;
    left_over.order.uni.progress = Progress::Invoiced;
    for (mut case, false_alarm) in
        [(captured, Attention::CapturedNotInvoiced), (left_over, Attention::ReservationLeftOver)]
    {
        assert!(look(&case).attentions.contains(&false_alarm), "{false_alarm}: {}", told(&case));
        doubtful("document", &mut case);
        assert_eq!(look(&case).attentions, [Attention::Unreadable]);
    }
}
