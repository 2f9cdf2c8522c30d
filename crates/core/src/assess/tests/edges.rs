//! The edges of the rules, one at a time: what a comparison the wrong way round, an `or` for an `and`
//! or a forgotten exception would change.

use super::*;
use crate::purchase::OnInvoice;

fn held(mut case: Case) -> Case {
    case.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
    case
}

fn expired(mut case: Case) -> Case {
    case.order.payment.as_mut().unwrap().status = PaymentStatus::Expired;
    case
}

fn reserved(mut case: Case, minor: i64) -> Case {
    let events = case.order.payment.take().unwrap().events;
    case.order.payment = Some(payment(minor, events));
    case
}

fn dropped(mut case: Case, progress: Progress, uninvoiced: i64) -> Case {
    case.order.uni.progress = progress;
    case.order.uni.uninvoiced_minor = uninvoiced;
    case
}

/// The shop and Uni show all that was done.
fn shown(mut case: Case, status: ShopStatus, refunded: i64) -> Case {
    let shop = case.order.shop.as_mut().unwrap();
    (shop.status, shop.refunded_minor) = (status, refunded);
    case.order.documents.iter_mut().for_each(|document| document.unpaid_minor = 0);
    case
}

fn did(mut case: Case, act: Act, document: i64, minor: i64) -> Case {
    case.intents.push(intent(act, document, minor, Some(OutcomeKind::Done)));
    case
}

fn portal(kind: EventKind, minor: i64) -> PaymentEvent {
    event(kind, minor, Some("portal-1".into()))
}

#[test]
fn what_expires_after_the_capture_can_still_be_paid_back() {
    let credited = vec![invoice(1, 500), credit(11, 1, 500)];
    let case = shown(case(500, credited, vec![ours(Capture, 1, 1, 500)]), ShopStatus::Open, 0);
    assert_eq!(told(&expired(case)), "captured: [refund 500 auto] -");
}

#[test]
fn a_reservation_taken_as_a_whole_is_no_matter_before_an_invoice() {
    let mut case = case(500, vec![], vec![]);
    case.order.payment.as_mut().unwrap().whole_only = true;
    assert_eq!(told(&case), "reserved: [] -");
}

#[test]
fn a_hold_is_told_as_long_as_something_is_to_be_invoiced() {
    assert_eq!(told(&held(case(500, vec![], vec![]))), "reserved: [] held");
    let done = case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]);
    assert_eq!(told(&held(shown(done, ShopStatus::Completed, 0))), "captured: [] -");
}

#[test]
fn a_reservation_that_ran_out_is_told_as_long_as_it_was_needed() {
    let part = case(500, vec![invoice(1, 200)], vec![ours(Capture, 1, 1, 200)]);
    let part = did(shown(expired(part), ShopStatus::Open, 0), Act::ShopNote, 1, 200);
    assert_eq!(told(&part), "captured: [] reservation-expired");
    // Nothing is to be invoiced, and the money was taken.
    let taken = dropped(case(500, vec![], vec![portal(Capture, 500)]), Progress::Invoiced, 0);
    assert_eq!(told(&expired(taken)), "captured: [] captured-not-invoiced");
}

#[test]
fn an_invoice_without_a_stamp_predates_an_active_company() {
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    case.eras.clear();
    assert_eq!(told(&case), "reserved: [capture 500 manual] invoiced-before-activation");
}

#[test]
fn a_dropped_order_is_released_unless_its_invoices_cannot_be_traced() {
    let bare = || case(500, vec![], vec![]);
    for (progress, uninvoiced, expected) in [
        (Progress::Closed, 0, "reserved: [] -"),
        (Progress::Closed, 500, "reserved: [cancel 500 auto] -"),
        (Progress::Deleted, 0, "reserved: [cancel 500 auto] -"),
    ] {
        assert_eq!(told(&dropped(bare(), progress, uninvoiced)), expected, "{progress:?}");
    }
    let invoiced = case(500, vec![invoice(1, 300)], vec![ours(Capture, 1, 1, 300)]);
    let invoiced = dropped(shown(invoiced, ShopStatus::Open, 0), Progress::Closed, 0);
    assert_eq!(told(&invoiced), "part-captured: [cancel 200 auto] -");
    let why = "part-captured: [cancel 200 manual] invoiced-before-activation";
    assert_eq!(told(&predating(invoiced)), why);
}

#[test]
fn the_shops_order_is_ours_to_change_when_uniac_moved_its_money() {
    let by_hand = || {
        let case = case(500, vec![invoice(1, 300)], vec![portal(Capture, 300)]);
        dropped(shown(predating(case), ShopStatus::Open, 0), Progress::Closed, 0)
    };
    let mut released = by_hand();
    released.order.payment.as_mut().unwrap().cancelled_minor = 200;
    assert_eq!(told(&released), "captured: [] -");
    // What was booked has moved no money, what was released has.
    let booked = did(released.clone(), Act::Book, 1, 300);
    assert_eq!(told(&booked), "captured: [] -");
    let mut by_us = did(released, Act::Cancel, 1, 200);
    by_us.intents[0].document = None;
    assert_eq!(told(&by_us), "captured: [shop-complete 300 auto] -");
    // The journal is lost, and the provider names our key.
    let recognised = case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]);
    let recognised = shown(predating(recognised), ShopStatus::Open, 0);
    assert_eq!(told(&recognised), "captured: [shop-complete 500 auto] -");
}

#[test]
fn the_shops_status_follows_the_invoices() {
    // An invoice of nothing is settled, and nothing was credited.
    let nothing = reserved(case(0, vec![invoice(1, 0)], vec![]), 500);
    assert_eq!(
        told(&nothing),
        "reserved: [cancel 500 manual, shop-complete 0 auto] reservation-left-over"
    );
    let rest = reserved(case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]), 700);
    let rest = shown(rest, ShopStatus::Open, 0);
    let steps = "[cancel 200 manual, shop-complete 500 auto]";
    assert_eq!(told(&rest), format!("part-captured: {steps} reservation-left-over"));
    let credited = vec![invoice(1, 500), credit(11, 1, 500)];
    let back = vec![ours(Capture, 1, 1, 500), ours(Refund, 1, 1, 500)];
    let completed = shown(case(500, credited, back), ShopStatus::Completed, 500);
    assert_eq!(told(&completed), "refunded: [shop-credit 0 auto] -");
}

#[test]
fn a_refund_is_recorded_in_the_shop_once_and_only_as_far_as_it_lacks() {
    let documents =
        || vec![invoice(1, 500), credit(11, 1, 200), invoice(2, 500), credit(12, 2, 200)];
    let events = vec![
        ours(Capture, 1, 1, 500),
        ours(Capture, 2, 1, 500),
        ours(Refund, 1, 1, 200),
        ours(Refund, 2, 1, 200),
    ];
    let records = |case: &Case| -> Vec<(i64, i64)> {
        let steps = look(case).steps.into_iter().filter(|s| s.act == Act::ShopRecordRefund);
        steps.map(|step| (step.document.unwrap().0, step.money.minor)).collect()
    };
    let with =
        |refunded| shown(case(1000, documents(), events.clone()), ShopStatus::Completed, refunded);
    assert_eq!(records(&with(0)), [(1, 200), (2, 200)]);
    assert_eq!(records(&with(100)), [(1, 200), (2, 100)]);
    assert_eq!(records(&with(400)), []);
    // Recorded by us, and not yet shown by the shop.
    assert_eq!(records(&did(with(0), Act::ShopRecordRefund, 1, 150)), [(1, 50), (2, 200)]);
}

#[test]
fn a_payment_is_booked_only_as_far_as_the_books_lack_it() {
    let case = case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]);
    let booked = did(case, Act::Book, 1, 200);
    assert_eq!(told(&booked), "captured: [shop-complete 500 auto, book 300 auto] -");
}

#[test]
fn an_order_is_settled_when_nothing_is_due_reserved_or_open() {
    let open = case(500, vec![], vec![]);
    assert!(!look(&open).settled);
    assert_eq!(look(&open).next(), None);
    let due = case(500, vec![invoice(1, 500)], vec![]);
    assert_eq!(look(&due).next().map(|step| step.act), Some(Act::Capture));
    let captured = case(500, vec![invoice(1, 500)], vec![ours(Capture, 1, 1, 500)]);
    assert!(!look(&captured).settled, "the shop and the books");
    let done = shown(captured, ShopStatus::Completed, 0);
    assert!(look(&done).settled);
    let mut noting = done;
    noting.intents.push(intent(Act::ShopNote, 1, 500, None));
    assert!(!look(&noting).settled, "an act whose end is not known");
    let mut nothing = reserved(case(500, vec![], vec![]), 0);
    nothing.order.uni.uninvoiced_minor = 0;
    assert_eq!(look(&nothing).state, State::None);
}

#[test]
fn a_draft_holds_back_every_release() {
    let mut deleted = case(500, vec![], vec![]);
    deleted.order.uni.progress = Progress::Deleted;
    let mut left_over = case(500, vec![invoice(1, 300)], vec![ours(Capture, 1, 1, 300)]);
    left_over.order.uni.progress = Progress::Invoiced;
    left_over.order.uni.uninvoiced_minor = 0;
    left_over.order.payment.as_mut().unwrap().authorised_minor = 500;
    for mut order in [deleted, left_over] {
        let releases = |case: &Case| look(case).steps.iter().any(|step| step.act == Act::Cancel);
        assert!(releases(&order));
        order.order.drafts.push(Document { is_draft: true, ..invoice(9, 200) });
        assert!(!releases(&order));
    }
}

#[test]
fn little_that_stands_is_paid_when_uni_shows_nothing_left_to_pay() {
    // A gift card has paid 18.26 of 431.58, then all but 0.60 was credited.
    let credited = |unpaid: i64| {
        let mut all = case(43_158, vec![invoice(1, 43_158), credit(11, 1, 43_098)], vec![]);
        all.order.documents[0].unpaid_minor = unpaid;
        all
    };
    assert_eq!(look(&credited(0)).ledger.balances[0].paid_otherwise, 60);
    assert_eq!(look(&credited(0)).ledger.capture_due(), 0);
    // What is left to pay tells that the difference is a rounding.
    assert_eq!(look(&credited(20)).ledger.balances[0].paid_otherwise, 0);
    let credited = look(&credited(60));
    assert_eq!(
        (credited.ledger.balances[0].paid_otherwise, credited.ledger.capture_due()),
        (0, 60)
    );
}

/// What is to be booked on an invoice of 400.00 of which Uni shows so much left to pay.
fn to_book(events: Vec<PaymentEvent>, unpaid: i64, known: &[(Act, i64)]) -> i64 {
    let mut case = case(40_000, vec![invoice(1, 40_000)], events);
    case.order.documents[0].unpaid_minor = unpaid;
    case.intents =
        known.iter().map(|(act, minor)| intent(*act, 1, *minor, Some(OutcomeKind::Done))).collect();
    let steps = look(&case).steps;
    steps.iter().filter(|step| step.act == Act::Book).map(|step| step.money.minor).sum()
}

#[test]
fn what_another_store_has_taken_and_booked_is_not_booked_again() {
    let taken = || vec![ours(Capture, 1, 1, 26_000)];
    // The journal is lost: what Uni shows as paid is the booking of just that.
    assert_eq!(to_book(taken(), 14_000, &[]), 0);
    // Uni shows all of it as not yet paid.
    assert_eq!(to_book(taken(), 40_000, &[]), 26_000);
    // The rest was paid by bank, and just what was taken is left.
    assert_eq!(to_book(taken(), 26_000, &[]), 26_000);
    // The journal knows it all.
    assert_eq!(to_book(taken(), 14_000, &[(Act::Capture, 26_000)]), 14_000);
    assert_eq!(to_book(taken(), 14_000, &[(Act::Capture, 26_000), (Act::Book, 26_000)]), 0);
}

#[test]
fn what_people_have_taken_and_booked_is_not_booked_again() {
    let taken = || vec![portal(Capture, 26_000)];
    assert_eq!(to_book(taken(), 14_000, &[]), 0);
    assert_eq!(to_book(taken(), 40_000, &[]), 26_000);
    assert_eq!(to_book(taken(), 26_000, &[]), 26_000);
    // Two stores see it: what the first has booked, the second leaves.
    let both = || vec![portal(Capture, 9_000), ours(Capture, 1, 1, 20_000)];
    let own = [(Act::Capture, 20_000)];
    assert_eq!(to_book(both(), 31_000, &own), 20_000);
    let booked = [(Act::Capture, 20_000), (Act::Book, 20_000)];
    assert_eq!(to_book(both(), 20_000, &booked), 9_000);
    assert_eq!(to_book(both(), 11_000, &booked), 0);
}

#[test]
fn no_brake_holds_back_what_is_inactive() {
    let mut case = dropped(case(500, vec![], vec![]), Progress::Deleted, 0);
    let braked = Attention::Braked.name().to_owned();
    case.skips =
        vec![Skip { act: Act::Cancel, document: None, minor: 500, code: braked, at: now() }];
    assert_eq!(told(&case), "reserved: [cancel 500 manual] braked");
    let inactive = assess(&case, &company(false), now());
    assert_eq!(inactive.attentions, vec![Attention::Inactive]);
}

#[test]
fn a_brake_is_told_where_its_order_was_credited_without_a_capture() {
    let documents = vec![invoice(1, 200), credit(2, 1, 200)];
    let mut case = dropped(case(500, documents, vec![]), Progress::Closed, 300);
    assert_eq!(told(&case), "reserved: [cancel 500 auto, shop-credit 0 auto] -");
    let braked = Attention::Braked.name().to_owned();
    case.skips =
        vec![Skip { act: Act::Cancel, document: None, minor: 500, code: braked, at: now() }];
    assert_eq!(told(&case), "reserved: [cancel 500 manual, shop-credit 0 auto] braked");
}

#[test]
fn an_invoice_of_an_order_without_a_part_in_the_payment_is_missing_until_it_is_paid() {
    let mut unlinked = case(500, vec![invoice(1, 500)], vec![]);
    unlinked.ties.said = Some(false);
    assert_eq!(told(&unlinked), "none: [] unlinked");
    assert_eq!(look(&unlinked).remarks, []);
    assert_eq!(look(&unlinked).ledger.capture_due(), 500);
    let nothing_missing = |case: &Case| {
        let assessment = look(case);
        assert_eq!(assessment.attentions, []);
        assert_eq!(assessment.remarks, [Attention::NoPayment]);
    };
    let mut paid = unlinked.clone();
    paid.order.documents[0].unpaid_minor = 0;
    nothing_missing(&paid);
    let mut credited = unlinked.clone();
    credited.order.documents.push(credit(2, 1, 500));
    nothing_missing(&credited);
    let mut open = unlinked.clone();
    open.order.documents.clear();
    nothing_missing(&open);
    // What no provider was to pay is not missing.
    let mut by_bank = unlinked;
    by_bank.order.shop.as_mut().unwrap().payment_method = "bacs".into();
    nothing_missing(&by_bank);
}

/// An invoice of 600.00 over two orders, half of it this one's, of which Uni shows so much left to pay; the sums are those of
/// both orders.
fn of_two(unpaid: i64, booked: i64, credited: i64) -> Case {
    let mut case = case(30_000, vec![invoice(1, 30_000)], vec![]);
    let document = &mut case.order.documents[0];
    (document.whole_minor, document.unpaid_minor) = (Some(60_000), unpaid);
    case.kept.on_invoice.insert(DocumentId(1), OnInvoice { booked, credited });
    case
}

#[test]
fn what_was_paid_of_an_invoice_over_several_orders_is_nobodys_to_guess() {
    let is_due = |case: &Case| look(case).ledger.capture_due() == 30_000;
    // Nothing is paid; the other's share was captured and booked.
    assert!(is_due(&of_two(60_000, 0, 0)) && is_due(&of_two(30_000, 30_000, 0)));
    // A gift card has paid a part, and nobody knows whose.
    let unclear = of_two(50_000, 0, 0);
    assert_eq!(look(&unclear).attentions, [Attention::AmountNotExact]);
    assert!(look(&unclear).steps.iter().all(|step| step.act != Act::Capture));
    assert_eq!(look(&of_two(20_000, 30_000, 0)).attentions, [Attention::AmountNotExact]);
    // All is paid otherwise: nothing is due.
    assert_eq!(look(&of_two(0, 0, 0)).ledger.capture_due(), 0);
    // What was booked for the other and then credited makes Uni show nothing left to pay; this one's share is due.
    assert!(is_due(&of_two(0, 30_000, 30_000)));
}

#[test]
fn an_invoice_below_zero_stops_its_order() {
    // What it takes off the other invoice nobody can know: in full that would be too much.
    let below =
        Document { whole_minor: Some(-100), inexact: Some("below".into()), ..invoice(2, 0) };
    let mut case = case(500, vec![invoice(1, 500)], vec![]);
    assert_eq!(told(&case), "reserved: [capture 500 auto] -");
    case.order.documents.push(below);
    assert_eq!(told(&case), "reserved: [] amount-not-exact");
    // A share below zero of an invoice over several orders does the same.
    let part = crate::order::Part { item: None, minor: -100 };
    case.order.documents[1] = Document { parts: vec![part], inexact: None, ..invoice(2, 0) };
    assert_eq!(told(&case), "reserved: [] amount-not-exact");
}
