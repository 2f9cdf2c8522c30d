//! Tables of what is shown and told: sums, names, classes, what is pointed out in time; and of the order
//! that is created in the shop.

use super::*;

#[test]
fn refunds_are_shown_on_the_credit_notes_of_their_invoice_in_turn() {
    let documents = vec![
        invoice(1, 500),
        credit(11, 1, 100),
        credit(12, 1, 200),
        invoice(2, 300),
        credit(21, 2, 300),
        Document {
            kind: DocumentKind::CreditNote { credits: Some(DocumentId(99)) },
            ..invoice(31, 50)
        },
    ];
    let events = vec![ours(Capture, 1, 1, 500), ours(Refund, 1, 1, 150), ours(Capture, 2, 1, 300)];
    let case = case(800, documents, events);
    let shares = crate::ledger::refunds_by_credit_note(&look(&case).ledger);
    let shares: Vec<(i64, i64)> = shares.into_iter().map(|(id, share)| (id.0, share)).collect();
    assert_eq!(shares, [(11, 100), (12, 50), (21, 0)]);
}

#[test]
fn sums_of_an_order_are_those_of_its_invoices() {
    let documents = vec![invoice(1, 500), credit(11, 1, 100), invoice(2, 300), invoice(3, 70)];
    let events = vec![ours(Capture, 1, 1, 500), ours(Refund, 1, 1, 30), ours(Capture, 2, 1, 200)];
    let ledger = look(&case(870, documents, events)).ledger;
    assert_eq!((ledger.owed(), ledger.held()), (770, 670));
    // What the first invoice has too much stays there for the others.
    assert_eq!((ledger.capture_due(), ledger.refund_due()), (100, 0));
    assert_eq!((ledger.captured, ledger.refunded, ledger.cancelled), (700, 30, 0));
    assert_eq!(ledger.capturable, 170);
    assert_eq!(ledger.balance(DocumentId(3)).unwrap().invoiced, 70);
    assert_eq!(ledger.balance(DocumentId(4)), None);
}

/// The journal has forgotten the refund, and the provider does not show the capture yet: the capture
/// counts as the earlier, so that what others took is not taken for needed here.
#[test]
fn of_a_forgotten_and_an_unseen_act_the_capture_was_first() {
    let documents = vec![invoice(1, 100), credit(11, 1, 100), invoice(2, 100)];
    let events = vec![event(Capture, 100, Some("portal-1".into())), ours(Refund, 1, 1, 100)];
    let mut case = case(200, documents, events);
    case.intents = vec![intent(Act::Capture, 1, 100, Some(OutcomeKind::Done))];
    let ledger = look(&case).ledger;
    let elsewhere = |invoice| ledger.balance(DocumentId(invoice)).unwrap().captured_elsewhere;
    assert_eq!((elsewhere(1), elsewhere(2)), (0, 100));
}

#[test]
fn names_are_read_back_and_others_refused() {
    for attention in Attention::ALL {
        assert_eq!(attention.name().parse(), Ok(*attention));
        assert!(attention.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
    }
    assert!("".parse::<Attention>().is_err());
    let classes = [
        (Class::InvoicedBefore, "invoiced-before"),
        (Class::PartInvoicedBefore, "part-invoiced-before"),
        (Class::CapturedElsewhere, "captured-elsewhere"),
        (Class::Expired, "expired"),
        (Class::Settled, "settled"),
    ];
    for (class, name) in classes {
        assert_eq!(class.name(), name);
    }
}

#[test]
fn an_invoice_that_is_gone_before_its_money_is_expired() {
    let mut gone = predating(case(500, vec![invoice(1, 500)], vec![]));
    gone.order.payment.as_mut().unwrap().status = PaymentStatus::Expired;
    assert_eq!(classify(&gone, &look(&gone)), Some(Class::Expired));
    let mut unknown = predating(case(500, vec![invoice(1, 500)], vec![]));
    unknown.order.payment.as_mut().unwrap().status = PaymentStatus::NotAuthorised;
    assert_eq!(classify(&unknown, &look(&unknown)), Some(Class::InvoicedBefore));
    let mut dropped = predating(case(500, vec![invoice(1, 300)], vec![]));
    dropped.order.uni.progress = Progress::Closed;
    assert_eq!(classify(&dropped, &look(&dropped)), Some(Class::InvoicedBefore));
    let part = predating(case(500, vec![invoice(1, 300)], vec![ours(Capture, 1, 1, 100)]));
    assert_eq!(classify(&part, &look(&part)), Some(Class::PartInvoicedBefore));
    let more = predating(case(500, vec![invoice(1, 300)], vec![ours(Capture, 1, 1, 400)]));
    assert_eq!(classify(&more, &look(&more)), Some(Class::CapturedElsewhere));
}

#[test]
fn a_reservation_that_ends_soon_is_pointed_out_a_week_before() {
    let hours = jiff::SignedDuration::from_hours;
    for (left, expected) in [
        (hours(7 * 24), Some(Attention::ReservationExpiring)),
        (hours(7 * 24) + jiff::SignedDuration::from_secs(1), None),
        (hours(-1), Some(Attention::ReservationExpiring)),
    ] {
        let mut case = case(500, vec![], vec![]);
        let payment = case.order.payment.as_mut().unwrap();
        payment.closes_at = Some(now() + left);
        payment.authorised_at = Some(now() - hours(20 * 24));
        assert_eq!(look(&case).attention, expected, "{left:?}");
    }
    let mut taken = case(500, vec![], vec![event(Cancel, 500, None)]);
    taken.order.payment.as_mut().unwrap().closes_at = Some(now());
    assert_eq!(look(&taken).attention, None);
}

#[test]
fn the_rest_of_a_payment_that_ran_out_is_pointed_out_before_it_is_invoiced() {
    let gone = |captured, by_us: bool, ended: i64| {
        let taken = if captured > 0 { vec![ours(Capture, 1, 1, captured)] } else { vec![] };
        let mut case = case(500, vec![invoice(1, captured)], taken);
        let payment = case.order.payment.as_mut().unwrap();
        payment.authorised_minor = 500;
        payment.cancelled_minor = 500 - captured;
        payment.closes_at = Some(now() - jiff::SignedDuration::from_secs(ended));
        if by_us {
            let release = intent(Act::Cancel, 0, 500 - captured, Some(OutcomeKind::Done));
            case.intents = vec![Intent { document: None, ..release }];
        }
        case.order.shop.as_mut().unwrap().status = ShopStatus::Completed;
        look(&case).attention
    };
    assert_eq!(gone(200, false, 0), Some(Attention::ReservationExpired));
    assert_eq!(gone(200, false, -1), None, "somebody has released it");
    assert_eq!(gone(200, true, 0), None);
}

/// What an order made by hand in Uni needs to be created in the shop, one thing at a time.
#[test]
fn an_order_made_by_hand_is_created_in_the_shop() {
    let base = || {
        let mut case = case(500, vec![], vec![]);
        case.order.shop = None;
        case.order.payment = None;
        case.order.uni.shop_reference = None;
        case.order.uni.created_at = Some(now());
        case
    };
    let uploading = |since| Company { upload_new_orders_since: since, ..company(true) };
    let creates = |case: &Case, company: &Company| {
        let steps = assess(case, company, now()).steps;
        steps.iter().any(|step| step.act == Act::ShopCreate && step.money.minor == 500)
    };
    let on = uploading(Some(now()));
    assert!(creates(&base(), &on));
    assert!(!creates(&base(), &uploading(None)));
    let later = now() + jiff::SignedDuration::from_secs(1);
    assert!(!creates(&base(), &uploading(Some(later))), "older than the setting");
    let spoils: [fn(&mut Case); 7] = [
        |case| case.order.uni.shop_reference = Some("5007".into()),
        |case| case.order.uni.created_at = None,
        |case| case.order.uni.progress = Progress::Draft,
        |case| case.order.uni.progress = Progress::Closed,
        |case| case.order.uni.inexact = Some("100.005".into()),
        |case| case.intents = vec![intent(Act::ShopCreate, 0, 500, Some(OutcomeKind::Done))],
        |case| case.intents = vec![intent(Act::ShopCreate, 0, 500, Some(OutcomeKind::Unknown))],
    ];
    for (place, spoil) in spoils.iter().enumerate() {
        let mut case = base();
        spoil(&mut case);
        case.intents.iter_mut().for_each(|intent| intent.document = None);
        assert!(!creates(&case, &on), "spoilt by number {place}");
    }
}

#[test]
fn what_the_journal_knows_to_be_done_is_summed_by_kind() {
    let mut case = case(900, vec![invoice(1, 900)], vec![]);
    case.intents = vec![
        intent(Act::Capture, 1, 200, Some(OutcomeKind::Done)),
        intent(Act::Capture, 1, 300, Some(OutcomeKind::Done)),
        intent(Act::Capture, 1, 50, Some(OutcomeKind::Refused)),
        intent(Act::Capture, 1, 70, None),
        intent(Act::Refund, 1, 100, Some(OutcomeKind::Done)),
        intent(Act::Book, 1, 400, Some(OutcomeKind::Done)),
    ];
    let done = [Capture, Refund, Cancel].map(|kind| case.done_minor_on(kind, "reference-1"));
    assert_eq!(done, [500, 100, 0]);
}
