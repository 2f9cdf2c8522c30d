//! What was paid otherwise, and then credited: the refund that is due, and every look-alike of which none is.

use jiff::SignedDuration;

use super::*;
use crate::purchase::Sight;

fn hour(hour: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 - hour)
}

/// An invoice of 1000.00, so much of it captured by uniac and booked, credited by so much in hour 10; Uni shows so much as
/// left to pay.
fn credited(captured: i64, booked: i64, credit_minor: i64, unpaid: i64) -> Case {
    let note = Document { created_at: Some(hour(10)), ..credit(2, 1, credit_minor) };
    let mut case = case(100_000, vec![invoice(1, 100_000), note], vec![]);
    case.order.documents[0].unpaid_minor = unpaid;
    case.order.payment = Some(payment(captured, vec![ours(Capture, 1, 1, captured)]));
    if booked > 0 {
        case.intents = vec![book(booked, Some(OutcomeKind::Done))];
    }
    case.order.shop.as_mut().unwrap().status = ShopStatus::Completed;
    case
}

fn book(minor: i64, kind: Option<OutcomeKind>) -> Intent {
    Intent { at: hour(2), ..intent(Act::Book, 1, minor, kind) }
}

fn seen(mut case: Case, minor: i64, at: i64) -> Case {
    case.kept.paid_seen.insert(DocumentId(1), vec![Sight { minor, at: hour(at) }]);
    case.kept.seen.insert(DocumentId(2), hour(11));
    case
}

#[test]
fn a_credit_of_what_was_paid_otherwise_in_part_is_refunded() {
    // 600.00 by card and booked, 400.00 by bank, 300.00 credited: 300.00 are to be held.
    let table = [
        (
            "Uni's ledger shows that more was paid than is left",
            credited(60_000, 60_000, 30_000, -30_000),
            "captured: [refund 30000 auto] -",
        ),
        (
            "Uni showed the bank's payment before our booking",
            seen(credited(60_000, 60_000, 30_000, 0), 40_000, 1),
            "captured: [refund 30000 auto] -",
        ),
        (
            "and after it",
            seen(credited(60_000, 60_000, 30_000, 0), 100_000, 5),
            "captured: [refund 30000 auto] -",
        ),
        (
            "all but what is held is credited",
            seen(credited(60_000, 60_000, 100_000, 0), 100_000, 5),
            "captured: [refund 60000 auto] -",
        ),
        (
            "a person has said that the rest was paid otherwise",
            {
                let mut case = credited(60_000, 60_000, 30_000, 10_000);
                case.kept.paid_by_word.insert(DocumentId(1), 40_000);
                case
            },
            "captured: [refund 30000 auto] -",
        ),
    ];
    for (story, case, expected) in table {
        assert_eq!(told(&case), expected, "{story}");
    }
}

#[test]
fn no_refund_follows_from_what_only_looks_as_if_it_was_paid_otherwise() {
    let ignoring = |case: &Case| {
        let terms = super::super::Terms { ignores_paid: true, ..Default::default() };
        assess(case, &Company { terms, ..company(true) }, now()).ledger.refund_due()
    };
    let table = [
        (
            "nothing was paid otherwise: 600.00 of 1000.00 stand, and are held",
            credited(60_000, 60_000, 40_000, 0),
        ),
        ("our booking has no answer, and was done", {
            let mut case = credited(60_000, 0, 40_000, 0);
            case.intents = vec![book(60_000, Some(OutcomeKind::Unknown))];
            case
        }),
        (
            "somebody else has booked what we captured, before the credit",
            seen(credited(60_000, 0, 40_000, 0), 60_000, 5),
        ),
        ("Uni showed our booking alone", seen(credited(60_000, 60_000, 40_000, 0), 60_000, 5)),
        ("what was seen in the read of the credit holds it", {
            let mut case = seen(credited(60_000, 60_000, 40_000, 0), 100_000, 9);
            case.kept.seen.insert(DocumentId(2), hour(9));
            case
        }),
        ("the credit was made long before, and its read missed it", {
            let mut case = seen(credited(60_000, 60_000, 40_000, 0), 100_000, 12);
            case.kept.seen.insert(DocumentId(2), hour(13));
            case
        }),
        ("nobody knows when the credit was first seen", {
            let mut case = seen(credited(60_000, 60_000, 40_000, 0), 100_000, 5);
            case.kept.seen.clear();
            case
        }),
        ("paid by bank, and nothing is credited", {
            let mut case = credited(60_000, 60_000, 40_000, 0);
            case.order.documents.pop();
            seen(case, 100_000, 5)
        }),
        ("paid twice, by card and by bank, and nothing is credited", {
            let mut case = credited(100_000, 100_000, 40_000, 0);
            case.order.documents.pop();
            seen(case, 100_000, 5)
        }),
        ("a rounding", seen(credited(99_950, 99_950, 50, 0), 100_000, 5)),
        ("the terms book a payment at invoicing", {
            let case = seen(credited(60_000, 60_000, 30_000, 0), 100_000, 5);
            assert_eq!(ignoring(&case), 0);
            seen(credited(60_000, 60_000, 30_000, 10_000), 60_000, 5)
        }),
    ];
    for (story, case) in table {
        let money = look(&case).steps.into_iter().filter(|step| step.act == Act::Refund);
        let due: Vec<i64> = money.map(|step| step.money.minor).collect();
        assert!(due.is_empty(), "{story}: {due:?}");
    }
}

/// The customer has paid 400.00 too much of a wholly captured invoice by bank: what is credited is refunded, no more.
#[test]
fn what_was_paid_twice_makes_no_refund_beyond_the_credit() {
    let case = seen(credited(100_000, 100_000, 30_000, 0), 140_000, 5);
    assert_eq!(told(&case), "captured: [refund 30000 auto] -");
}

/// An invoice was credited and made anew, its money passed on, and a bookkeeper matched it in Uni as the remark says: that
/// looks as if the new invoice was paid otherwise.
#[test]
fn money_that_was_matched_with_a_later_invoice_is_not_refunded_by_itself() {
    let anew = |unpaid: i64, minor: i64| {
        let documents = vec![invoice(1, 50_000), credit(2, 1, 50_000), invoice(3, minor)];
        let mut case = case(50_000, documents, vec![]);
        case.order.payment = Some(payment(50_000, vec![ours(Capture, 1, 1, 50_000)]));
        case.intents = vec![intent(Act::Book, 1, 50_000, Some(OutcomeKind::Done))];
        case.order.uni.uninvoiced_minor = 0;
        case.order.uni.progress = Progress::Invoiced;
        case.order.shop.as_mut().unwrap().status = ShopStatus::Completed;
        case.order.documents[0].unpaid_minor = 0;
        case.order.documents[2].unpaid_minor = unpaid;
        case
    };
    assert_eq!(told(&anew(50_000, 50_000)), "captured: [] -");
    assert_eq!(told(&anew(0, 50_000)), "captured: [refund 50000 manual] paid-elsewhere");
    // The new invoice is smaller: what it does not need was due anyway, but nobody can know how much that is.
    assert_eq!(told(&anew(0, 30_000)), "captured: [refund 50000 manual] paid-elsewhere");
    // Another sum was another payment.
    assert_eq!(told(&anew(20_000, 50_000)), "captured: [refund 50000 auto] exceeds-reservation");
}

/// Another store of the company took the money and booked it; then the invoice was credited and made anew. Of the booking
/// Uni shows nothing any more but what it showed before the credit.
#[test]
fn money_that_another_store_has_booked_is_not_booked_again_on_the_invoice_made_anew() {
    let anew = |known: Vec<Intent>, shown: i64| {
        let note = Document { created_at: Some(hour(10)), ..credit(2, 1, 50_000) };
        let mut case = case(50_000, vec![invoice(1, 50_000), note, invoice(3, 50_000)], vec![]);
        // The provider shows the sum only.
        case.order.payment = Some(Payment { captured_minor: 50_000, ..payment(50_000, vec![]) });
        case.intents = known;
        case.order.uni.uninvoiced_minor = 0;
        case.order.uni.progress = Progress::Invoiced;
        case.order.shop.as_mut().unwrap().status = ShopStatus::Completed;
        case.order.documents[0].unpaid_minor = 0;
        case.order.documents[2].unpaid_minor = 50_000;
        seen(case, shown, 5)
    };
    let books = |case: &Case| -> i64 {
        let steps = look(case).steps;
        steps.iter().filter(|step| step.act == Act::Book).map(|step| step.money.minor).sum()
    };
    assert_eq!(books(&anew(vec![], 50_000)), 0, "it was booked by whoever took it");
    assert_eq!(books(&anew(vec![], 0)), 50_000, "nobody had booked it");
    assert_eq!(books(&anew(vec![], 20_000)), 30_000, "a part of it");
}

/// A gift card has paid a part of the invoice, and a line of it was credited and invoiced anew.
#[test]
fn money_of_an_invoice_that_a_gift_card_paid_in_part_passes_to_the_one_made_anew() {
    let mut anew = credited(38_000, 38_000, 25_000, -25_000);
    let all = anew.order.uni.total_minor;
    assert_eq!(all, 100_000, "62000 of it were paid otherwise");
    assert_eq!(told(&anew), "captured: [refund 25000 auto] -");
    anew.order.documents.push(invoice(3, 25_000));
    anew.eras.insert(DocumentId(3), Era::Auto);
    assert_eq!(told(&anew), "captured: [] -");
    anew.order.documents[2].amount_minor = 10_000;
    assert_eq!(told(&anew), "captured: [refund 15000 auto] -");
}

/// A gift card has paid a part, nothing was taken, all was credited, and somebody has released the reservation.
#[test]
fn what_was_paid_otherwise_and_credited_needs_nobody() {
    let mut released = credited(0, 0, 100_000, -62_000);
    let reserved = |case: &mut Case, cancelled| {
        let payment = case.order.payment.as_mut().unwrap();
        (payment.authorised_minor, payment.cancelled_minor) = (38_000, cancelled);
    };
    reserved(&mut released, 0);
    assert!(look(&released).attentions.contains(&Attention::CreditedWithoutCapture));
    reserved(&mut released, 38_000);
    let released = look(&released);
    assert_eq!(released.ledger.balances[0].paid_otherwise, 62_000);
    assert_eq!(released.attention, None);
}
