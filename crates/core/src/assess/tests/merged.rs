//! Orders that were merged of several: from which payment is taken, and where only a person can know.

use super::*;
use crate::assess::{Doubt, Link};
use crate::buyer::Buyer;
use crate::order::Bought;

fn named(name: &str) -> Buyer {
    let mut buyer = Buyer::default();
    buyer.add_name(name);
    buyer
}

fn bought(total: i64, name: &str) -> Bought {
    Bought { total_minor: Some(total), currency: None, at: None, buyer: named(name) }
}

/// Kari's order of 800.00 in Uni that names her 5007 of 500.00 and her 5008 of 300.00.
fn merged(documents: Vec<Document>, first: Vec<PaymentEvent>, second: Vec<PaymentEvent>) -> Case {
    let mut case = case(80_000, documents, first);
    case.order.uni.buyer = named("Kari Nordmann");
    case.order.payment.as_mut().unwrap().authorised_minor = 50_000;
    let shop = case.order.shop.as_mut().unwrap();
    shop.bought = bought(50_000, "Kari Nordmann");
    let mut also = shop.clone();
    also.id = "9008".into();
    also.payment_reference = Some("reference-2".into());
    also.bought = bought(30_000, "Kari Nordmann");
    case.ties.also = vec![also];
    case.earlier = vec![Payment { reference: "reference-2".into(), ..payment(30_000, second) }];
    case
}

/// Says for each step that moves money on which payment it is done.
fn on(case: &Case) -> Vec<(&'static str, i64, String)> {
    let steps = look(case).steps.into_iter().filter(|step| step.operation().moves_money());
    steps.map(|s| (s.act.name(), s.money.minor, s.payment.unwrap_or_default())).collect()
}

fn done(act: Act, minor: i64, reference: &str) -> Intent {
    let done = intent(act, 1, minor, Some(OutcomeKind::Done));
    Intent { target: reference.into(), key: format!("{}-{reference}", act.name()), ..done }
}

fn step(act: &'static str, minor: i64, reference: &str) -> Vec<(&'static str, i64, String)> {
    vec![(act, minor, reference.to_owned())]
}

#[test]
fn what_is_due_is_all_that_is_left_and_is_taken_from_one_after_the_other() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    assert_eq!(look(&case).link, Link::Sure);
    assert_eq!(look(&case).attention, None);
    assert_eq!(look(&case).ledger.capturable, 80_000);
    assert_eq!(on(&case), step("capture", 50_000, "reference-1"));
    // The reading of the payment lags behind.
    case.intents.push(done(Act::Capture, 50_000, "reference-1"));
    assert_eq!(on(&case), step("capture", 30_000, "reference-2"));
    case.intents.push(done(Act::Capture, 30_000, "reference-2"));
    assert_eq!((on(&case), look(&case).attention), (vec![], None));
    assert!(look(&case).ledger.balances[0].is_settled());
}

#[test]
fn two_invoices_that_ask_for_all_are_each_taken_from_what_there_is() {
    let mut case = merged(vec![invoice(1, 20_000), invoice(2, 60_000)], vec![], vec![]);
    let both = [step("capture", 20_000, "reference-1"), step("capture", 30_000, "reference-1")];
    assert_eq!(on(&case), both.concat());
    case.intents.push(done(Act::Capture, 20_000, "reference-1"));
    let second =
        Intent { document: Some(DocumentId(2)), ..done(Act::Capture, 30_000, "reference-1") };
    case.intents.push(Intent { key: "another".into(), ..second });
    assert_eq!(on(&case), step("capture", 30_000, "reference-2"));
}

#[test]
fn a_part_of_what_is_left_on_both_is_a_persons_to_choose() {
    let case = merged(vec![invoice(1, 30_000)], vec![], vec![]);
    assert_eq!(told(&case), "reserved: [] several-payments");
    for (reference, minor) in [("reference-1", 30_000), ("reference-2", 30_000)] {
        let mut chosen = case.clone();
        chosen.chosen = Some((Operation::Capture, reference.into()));
        assert_eq!(on(&chosen), step("capture", minor, reference));
        assert_eq!(look(&chosen).steps[0].mode, Mode::Manual);
    }
    // A choice gives nothing to an order that a person has said is not theirs, or whose customer does not agree.
    let unlinked = |case: &mut Case| case.ties.said = Some(false);
    let of_another = |case: &mut Case| case.order.uni.buyer = named("Ola Hansen");
    for change in [unlinked as fn(&mut Case), of_another] {
        let mut strange = case.clone();
        change(&mut strange);
        strange.chosen = Some((Operation::Capture, "reference-1".into()));
        assert_eq!(on(&strange), vec![]);
    }
    // Of the chosen one no more than it has.
    let mut more = merged(vec![invoice(1, 40_000)], vec![], vec![]);
    more.chosen = Some((Operation::Capture, "reference-2".into()));
    assert_eq!(on(&more), step("capture", 30_000, "reference-2"));
}

#[test]
fn the_only_one_with_money_left_needs_no_choice() {
    for (first, second, reference) in [
        (vec![event(Cancel, 50_000, None)], vec![], "reference-2"),
        (vec![], vec![event(Cancel, 30_000, None)], "reference-1"),
    ] {
        let case = merged(vec![invoice(1, 20_000)], first, second);
        assert_eq!(on(&case), step("capture", 20_000, reference));
        assert_eq!(look(&case).attention, None);
    }
}

#[test]
fn more_than_there_is_on_all_is_above_the_reservation() {
    let case = merged(vec![invoice(1, 80_001)], vec![], vec![]);
    assert_eq!(told(&case), "reserved: [] exceeds-reservation");
}

#[test]
fn a_shop_order_without_a_known_payment_needs_a_person() {
    for reference in [None, Some("never-read".to_owned())] {
        for minor in [20_000, 50_000] {
            let mut case = merged(vec![invoice(1, minor)], vec![], vec![]);
            case.ties.also[0].payment_reference.clone_from(&reference);
            case.earlier.clear();
            assert_eq!(told(&case), "reserved: [] several-payments");
        }
    }
}

#[test]
fn what_was_dropped_is_released_on_all() {
    let mut case = merged(vec![], vec![], vec![]);
    case.order.uni.progress = Progress::Deleted;
    assert_eq!(on(&case), step("cancel", 50_000, "reference-1"));
    case.intents.push(Intent { document: None, ..done(Act::Cancel, 50_000, "reference-1") });
    assert_eq!(on(&case), step("cancel", 30_000, "reference-2"));
    case.intents.push(Intent { document: None, ..done(Act::Cancel, 30_000, "reference-2") });
    assert_eq!(on(&case), []);
}

#[test]
fn a_refund_goes_to_the_payments_that_were_captured() {
    let taken = || vec![event(Capture, 50_000, Some("capture-reference-1".into()))];
    let other = || vec![event(Capture, 30_000, Some("capture-reference-2".into()))];
    let mut case = merged(vec![invoice(1, 80_000), credit(2, 1, 80_000)], taken(), other());
    case.intents.push(done(Act::Capture, 50_000, "reference-1"));
    case.intents.push(done(Act::Capture, 30_000, "reference-2"));
    assert_eq!(on(&case), step("refund", 50_000, "reference-1"));
    case.intents.push(done(Act::Refund, 50_000, "reference-1"));
    assert_eq!(on(&case), step("refund", 30_000, "reference-2"));
}

#[test]
fn a_number_of_a_stranger_opens_no_way_to_his_money() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    case.ties.also[0].bought = bought(30_000, "Ola Hansen");
    assert_eq!(look(&case).link, Link::Doubtful(Doubt::OtherCustomer));
    assert_eq!(on(&case), []);
    // A person says that it belongs to the one in hand: that says nothing of the stranger's.
    case.ties.said = Some(true);
    assert_eq!(told(&case), "reserved: [] exceeds-reservation");
    case.order.payment.as_mut().unwrap().authorised_minor = 90_000;
    assert_eq!(on(&case), step("capture", 80_000, "reference-1"));
    case.order.payment.as_mut().unwrap().captured_minor = 90_000;
    // What others took beyond the invoice is a person's to pay back.
    assert_eq!(on(&case), step("refund", 10_000, "reference-1"));
}

#[test]
fn without_a_customer_the_totals_together_must_agree() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    case.order.uni.buyer = Buyer::default();
    assert_eq!(look(&case).link, Link::Sure);
    case.ties.also[0].bought.total_minor = Some(20_000);
    assert_eq!(look(&case).link, Link::Doubtful(Doubt::OtherTotal));
    // What was sure of one number says nothing of the others.
    case.ties.was_sure = true;
    assert_eq!(look(&case).link, Link::Doubtful(Doubt::OtherTotal));
}

#[test]
fn the_order_that_was_merged_into_another_and_deleted_asks_for_nothing() {
    let whole = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    let mut dropped = case(30_000, vec![], vec![]);
    dropped.order.uni.id = OrderId(8);
    dropped.order.uni.progress = Progress::Deleted;
    dropped.order.uni.buyer = named("Kari Nordmann");
    dropped.order.shop = Some(whole.ties.also[0].clone());
    dropped.order.payment = whole.earlier.first().cloned();
    let mut both = whole.clone();
    both.ties.siblings = vec![dropped.clone()];
    assert_eq!(on(&both), step("capture", 50_000, "reference-1"));
    assert_eq!(look(&both).attention, None);
    dropped.ties.siblings = vec![whole.clone()];
    assert_eq!(told(&dropped), "none: [] -");
    // Also when all is done: the shop's order was delivered.
    let mut settled = whole;
    settled.intents.push(done(Act::Capture, 50_000, "reference-1"));
    settled.intents.push(done(Act::Capture, 30_000, "reference-2"));
    dropped.ties.siblings = vec![settled];
    assert_eq!(look(&dropped).steps, []);
    // One that is not deleted claims the money once more.
    dropped.order.uni.progress = Progress::Open;
    both.ties.siblings = vec![Case { ties: Ties { candidates: 1, ..Ties::default() }, ..dropped }];
    assert_eq!(told(&both), "none: [] claimed-twice");
}

#[test]
fn what_was_recorded_in_another_order_of_the_shop_explains_no_refund_in_this_one() {
    let mut case = case(50_000, vec![invoice(1, 50_000)], vec![]);
    case.order.shop.as_mut().unwrap().refunded_minor = 10_000;
    let recorded = done(Act::ShopRecordRefund, 10_000, "9007");
    for (shop, attention) in [("9007", "-"), ("9008", "cancelled-in-shop")] {
        let mut other = self::case(10_000, vec![], vec![]);
        other.order.uni.id = OrderId(8);
        other.order.uni.progress = Progress::Deleted;
        other.intents = vec![Intent { target: shop.into(), ..recorded.clone() }];
        case.ties.siblings = vec![other];
        assert!(told(&case).ends_with(attention), "{shop}: {}", told(&case));
    }
}

/// Another order of Uni that names the same shop order.
fn sibling(id: i64, mut case: Case) -> Case {
    case.order.uni.id = OrderId(id);
    case.order.uni.number = format!("1000{id:02}");
    for document in &mut case.order.documents {
        document.order = OrderId(id);
    }
    case
}

fn knowing(mut case: Case, other: &Case) -> Case {
    case.ties.siblings = vec![other.clone()];
    case
}

#[test]
fn the_dropped_copy_that_was_invoiced_releases_the_rest_not_the_one_that_claims_nothing() {
    // The original was deleted, its copy invoiced in part, captured and closed.
    let taken = || vec![event(Capture, 4_461, Some("taken".into()))];
    let mut original = case(13_384, vec![], taken());
    original.order.uni.progress = Progress::Deleted;
    original.order.uni.id = OrderId(3);
    let mut copy = case(13_384, vec![invoice(1, 4_461)], taken());
    (copy.order.uni.progress, copy.order.uni.uninvoiced_minor) = (Progress::Closed, 0);
    copy.order.documents[0].unpaid_minor = 0;
    let capture = intent(Act::Capture, 1, 4_461, Some(OutcomeKind::Done));
    copy.intents = vec![Intent { key: "taken".into(), ..capture }];
    assert_eq!(on(&knowing(copy.clone(), &original)), step("cancel", 8_923, "reference-1"));
    assert_eq!(on(&knowing(original.clone(), &copy)), vec![]);
    // When both were dropped without an invoice, the first one releases for both.
    copy.order.documents.clear();
    copy.intents.clear();
    copy.order.payment = Some(payment(13_384, vec![]));
    original.order.payment = Some(payment(13_384, vec![]));
    assert_eq!(on(&knowing(copy.clone(), &original)), vec![]);
    assert_eq!(on(&knowing(original, &copy)), step("cancel", 13_384, "reference-1"));
}

#[test]
fn what_is_owed_where_the_others_have_taken_all_is_told() {
    // One was captured, credited and paid back; its copy was invoiced afterwards.
    let events = || {
        let back = event(Refund, 500, Some("back".into()));
        vec![event(Capture, 500, Some("taken".into())), back]
    };
    let own = |kind, key: &str| {
        let done = intent(kind, 1, 500, Some(OutcomeKind::Done));
        Intent { key: key.into(), ..done }
    };
    let mut first = case(500, vec![invoice(1, 500), credit(11, 1, 500)], events());
    first.intents = vec![own(Act::Capture, "taken"), own(Act::Refund, "back")];
    let copy = sibling(8, case(500, vec![invoice(2, 500)], events()));
    let copy = knowing(copy, &first);
    assert_eq!(told(&copy), "none: [] exceeds-reservation");
    assert_eq!(told(&knowing(first, &copy)).split(']').next_back(), Some(" -"));
}

#[test]
fn what_somebody_took_by_hand_is_paid_back_for_one_of_the_copies() {
    // 300 of 500 were captured in the portal; both the order and its copy were invoiced, and both were credited.
    let taken = || event(Capture, 300, Some("portal".into()));
    let credited = |invoice: Document, note: i64| {
        let of = invoice.id.0;
        case(500, vec![invoice, credit(note, of, 500)], vec![taken()])
    };
    let first = credited(invoice(1, 500), 11);
    let copy = sibling(8, credited(invoice(2, 500), 12));
    assert_eq!(on(&knowing(first.clone(), &copy)), step("refund", 300, "reference-1"));
    let back = intent(Act::Refund, 1, 300, Some(OutcomeKind::Done));
    let mut first = Case { intents: vec![Intent { key: "back".into(), ..back }], ..first };
    // Whether the reading of the payment shows it or not.
    for events in [vec![taken()], vec![taken(), event(Refund, 300, Some("back".into()))]] {
        first.order.payment = Some(payment(500, events.clone()));
        let mut copy = copy.clone();
        copy.order.payment = Some(payment(500, events));
        let refunds = on(&knowing(copy, &first)).into_iter().filter(|(act, ..)| *act == "refund");
        assert_eq!(refunds.collect::<Vec<_>>(), vec![]);
    }
}

/// A person has said that the merged order belongs to Kari's 5007. Whether the other number is really a stranger's nobody
/// can know: as long as it asks for more, his deleted order releases nothing.
#[test]
fn the_number_that_was_left_out_bars_the_release_of_its_payment() {
    let mut whole = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    whole.ties.also[0].bought = bought(30_000, "Nils Hansen");
    whole.ties.said = Some(true);
    let mut dropped = case(30_000, vec![], vec![]);
    dropped.order.uni.id = OrderId(8);
    dropped.order.uni.progress = Progress::Deleted;
    dropped.order.uni.buyer = named("Nils Hansen");
    dropped.order.shop = Some(whole.ties.also[0].clone());
    dropped.order.payment = whole.earlier.first().cloned();
    let released = |whole: &Case| {
        let mut dropped = dropped.clone();
        dropped.ties.siblings = vec![whole.clone()];
        on(&dropped)
    };
    assert_eq!(released(&whole), []);
    // Also when a person takes what there is, and says that the rest was paid otherwise.
    let mut taken = whole.clone();
    taken.kept.paid_by_word.insert(DocumentId(1), 30_000);
    taken.intents.push(done(Act::Capture, 50_000, "reference-1"));
    assert_eq!(released(&taken), []);
    // Uni's own books show it, or it asks for nothing: then the release is as ever.
    taken.order.documents[0].unpaid_minor = 0;
    taken.intents.push(Intent { key: "booked".into(), ..done(Act::Book, 50_000, "1") });
    assert_eq!(released(&taken), step("cancel", 30_000, "reference-2"));
    let mut gone = whole.clone();
    gone.order.documents.clear();
    gone.order.uni.progress = Progress::Deleted;
    assert_eq!(released(&gone), step("cancel", 30_000, "reference-2"));

    // A choice opens no way to it either, and takes nothing from another payment than the chosen one.
    assert_eq!(whole.own_payments(), ["reference-1"]);
    let mut chosen = merged(vec![invoice(1, 30_000)], vec![], vec![]);
    chosen.ties = whole.ties.clone();
    for (reference, taken) in
        [("reference-1", step("capture", 30_000, "reference-1")), ("reference-2", vec![])]
    {
        chosen.chosen = Some((Operation::Capture, reference.into()));
        assert_eq!(on(&chosen), taken, "{reference}");
        assert!(!look(&chosen).attentions.contains(&Attention::ReplacedPayment));
    }
}

/// What was sure before a person said it stays as it was.
#[test]
fn a_word_on_a_sure_link_makes_nobody_a_stranger() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    case.ties.is_collective = true;
    case.order.uni.buyer = named("Diverse kunder");
    let before = on(&case);
    assert_eq!(before, step("capture", 50_000, "reference-1"));
    case.ties.said = Some(true);
    assert_eq!(on(&case), before);
}

fn told_shops(case: &Case) -> Vec<(&'static str, i64, String)> {
    let steps = look(case).steps.into_iter();
    let steps = steps.filter(|step| step.operation() == Operation::ShopUpdate);
    let steps = steps.filter(|step| step.act != Act::ShopNote);
    steps.map(|s| (s.act.name(), s.money.minor, s.shop.unwrap_or_default())).collect()
}

fn in_shop(act: Act, document: Option<i64>, minor: i64, shop: &str) -> Intent {
    let key = format!("{}-{shop}", act.name());
    let done = intent(act, 1, minor, Some(OutcomeKind::Done));
    Intent { document: document.map(DocumentId), target: shop.into(), key, ..done }
}

#[test]
fn each_of_its_shop_orders_gets_the_status_and_the_records_of_its_own_payment() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    case.intents.push(done(Act::Capture, 50_000, "reference-1"));
    assert_eq!(told_shops(&case), [], "not before all is taken");
    case.intents.push(done(Act::Capture, 30_000, "reference-2"));
    case.intents.push(intent(Act::Book, 1, 80_000, Some(OutcomeKind::Done)));
    let first = case.order.shop.as_ref().unwrap().id.clone();
    let both = |act: Act, minors: [i64; 2]| {
        let [one, other] = minors;
        vec![(act.name(), one, first.clone()), (act.name(), other, "9008".to_owned())]
    };
    assert_eq!(told_shops(&case), both(Act::ShopComplete, [80_000, 80_000]));
    case.intents.push(in_shop(Act::ShopComplete, None, 80_000, &first));
    assert_eq!(told_shops(&case)[..], both(Act::ShopComplete, [80_000, 80_000])[1..]);
    case.intents.push(in_shop(Act::ShopComplete, None, 80_000, "9008"));
    assert_eq!(told_shops(&case), []);
    // Credited, and paid back on each.
    case.order.documents.push(credit(2, 1, 80_000));
    case.intents.push(done(Act::Refund, 50_000, "reference-1"));
    case.intents.push(done(Act::Refund, 30_000, "reference-2"));
    let steps = told_shops(&case);
    assert_eq!(steps[..2], both(Act::ShopRecordRefund, [50_000, 30_000]));
    case.intents.push(in_shop(Act::ShopRecordRefund, Some(1), 50_000, &first));
    case.intents.push(in_shop(Act::ShopRecordRefund, Some(1), 30_000, "9008"));
    assert_eq!(told_shops(&case), both(Act::ShopCredit, [0, 0]));
}

#[test]
fn one_of_its_shop_orders_that_was_cancelled_waits_for_a_person() {
    let mut case = merged(vec![invoice(1, 80_000)], vec![], vec![]);
    case.ties.also[0].status = ShopStatus::Cancelled;
    assert_eq!(look(&case).attention, Some(Attention::CancelledInShop));
    assert!(look(&case).steps.iter().all(|step| step.mode == Mode::Manual));
}
