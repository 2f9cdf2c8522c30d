//! The end of a reservation: which of several, by which rule, and that nothing hides it.

use super::*;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// An order whose reservation of 500 was made so many days ago and ends so many days from now.
fn reserved(since: i64, left: i64, documents: Vec<Document>) -> Case {
    let mut case = case(500, documents, vec![]);
    let payment = case.order.payment.as_mut().unwrap();
    payment.authorised_at = Some(now() - days(since));
    payment.closes_at = Some(now() + days(left));
    case
}

fn is_expiring(case: &Case, company: &Company) -> bool {
    let assessment = assess(case, company, now());
    assessment.attentions.contains(&Attention::ReservationExpiring)
}

#[test]
fn the_guarantee_of_the_method_ends_before_the_reservation() {
    let mut company = company(true);
    let case = reserved(5, 175, vec![]);
    let closing = assess(&case, &company, now()).closing.unwrap();
    assert_eq!((closing.at(), closing.guaranteed), (Some(now() + days(175)), None));
    assert!(!is_expiring(&case, &company));
    company.methods[0].guaranteed = Some(days(7));
    let closing = assess(&case, &company, now()).closing.unwrap();
    assert_eq!(closing.technically, Some(now() + days(175)));
    assert_eq!((closing.at(), closing.guaranteed), (Some(now() + days(2)), Some(now() + days(2))));
    assert!(is_expiring(&case, &company));
}

#[test]
fn what_lives_for_a_week_is_not_near_its_end_from_the_first_day() {
    let company = company(true);
    assert!(!is_expiring(&reserved(0, 7, vec![]), &company));
    assert!(!is_expiring(&reserved(3, 4, vec![]), &company));
    assert!(is_expiring(&reserved(4, 3, vec![]), &company));
    assert!(!is_expiring(&reserved(0, 14, vec![]), &company));
    assert!(is_expiring(&reserved(7, 7, vec![]), &company));
}

#[test]
fn no_other_attention_hides_that_the_reservation_ends() {
    let company = company(true);
    let exceeds = reserved(28, 2, vec![invoice(1, 600)]);
    let mut inexact = reserved(28, 2, vec![invoice(1, 500)]);
    inexact.order.documents[0].inexact = Some("a figure".into());
    let mut unreadable = reserved(28, 2, vec![invoice(1, 500)]);
    unreadable.order.documents[0].unreadable = Some("a field".into());
    let mut doubtful = reserved(28, 2, vec![invoice(1, 500)]);
    doubtful.ties.candidates = 2;
    doubtful.ties.was_sure = false;
    for (case, worst) in [
        (exceeds, Attention::ExceedsReservation),
        (inexact, Attention::AmountNotExact),
        (unreadable, Attention::Unreadable),
        (doubtful, Attention::DoubtfulLink),
    ] {
        let assessment = assess(&case, &company, now());
        assert_eq!(assessment.attention, Some(worst));
        assert!(is_expiring(&case, &company), "{worst}");
        let closing = assessment.closing.unwrap();
        assert_eq!(closing.reserved.minor, 500, "{worst}");
        assert_eq!(closing.is_held_back, worst == Attention::DoubtfulLink);
    }
}

#[test]
fn nothing_ends_where_nothing_is_reserved_or_nothing_is_asked_for() {
    let company = company(true);
    let mut taken = reserved(28, 2, vec![invoice(1, 500)]);
    taken.order.payment.as_mut().unwrap().captured_minor = 500;
    taken.order.payment.as_mut().unwrap().events = vec![event(EventKind::Capture, 500, None)];
    assert_eq!(assess(&taken, &company, now()).closing, None);
    let mut dropped = reserved(28, 2, vec![]);
    dropped.order.uni.progress = Progress::Deleted;
    assert!(!is_expiring(&dropped, &company), "it is released by itself");
}
