//! Orders that share a payment on which others than uniac have captured and refunded: whose of it is which.

use super::*;

/// An order in Uni of a part of the shop order of 700.00 that `reference-1` pays.
fn part(id: i64, total: i64, documents: Vec<Document>, events: &[PaymentEvent]) -> Case {
    let mut part = case(total, documents, vec![]);
    part.order.uni.id = OrderId(id);
    part.order.uni.number = format!("{}", 100_000 + id);
    part.order.uni.buyer.add_name("Kari Nordmann");
    let bought = &mut part.order.shop.as_mut().unwrap().bought;
    (bought.total_minor, bought.buyer) = (Some(70_000), part.order.uni.buyer.clone());
    part.order.payment = Some(payment(70_000, events.to_vec()));
    part
}

/// Ties the orders to each other.
fn tied(parts: Vec<Case>) -> Vec<Case> {
    let tie = |(at, case): (usize, &Case)| {
        let mut case = case.clone();
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        case.ties.siblings = others.map(|(_, other)| other.clone()).collect();
        case
    };
    parts.iter().enumerate().map(tie).collect()
}

fn portal(kind: EventKind, minor: i64) -> PaymentEvent {
    event(kind, minor, None)
}

fn all_told(cases: &[Case]) -> Vec<String> {
    cases.iter().map(told).collect()
}

/// Captured, refunded and what can still be captured.
fn sums(case: &Case) -> (i64, i64, i64) {
    let ledger = look(case).ledger;
    (ledger.captured, ledger.refunded, ledger.capturable)
}

#[test]
fn what_was_captured_by_hand_is_the_invoices_that_asks_for_it() {
    let taken = [portal(Capture, 40_000)];
    let first = || part(7, 40_000, vec![invoice(1, 40_000)], &taken);
    let waiting = tied(vec![first(), part(8, 30_000, vec![], &taken)]);
    // What others captured on a payment of several is booked by nobody of ours.
    assert_eq!(all_told(&waiting), ["part-captured: [] -", "reserved: [] -"]);
    assert_eq!((sums(&waiting[0]), sums(&waiting[1])), ((40_000, 0, 30_000), (0, 0, 30_000)));
    assert_eq!(look(&waiting[1]).remarks, []);

    let both = tied(vec![first(), part(8, 30_000, vec![invoice(2, 30_000)], &taken)]);
    assert_eq!(all_told(&both)[1], "reserved: [capture 30000 auto] -");
    // When that is done, so is the purchase.
    let mut second = both[1].clone();
    second.intents.push(Intent { order: OrderId(8), ..done(2, 30_000) });
    second.ties.siblings.clear();
    let settled = tied(vec![first(), second]);
    assert_eq!(all_told(&settled)[1], "captured: [shop-complete 30000 auto, book 30000 auto] -");
    assert_eq!(sums(&settled[0]), (40_000, 0, 0));
}

fn done(document: i64, minor: i64) -> Intent {
    intent(Act::Capture, document, minor, Some(OutcomeKind::Done))
}

#[test]
fn a_part_of_it_is_the_older_invoices_and_no_krone_is_counted_twice() {
    let taken = [portal(Capture, 10_000), portal(Capture, 35_000)];
    let both = tied(vec![
        part(7, 40_000, vec![invoice(1, 40_000)], &taken),
        part(8, 30_000, vec![invoice(2, 30_000)], &taken),
    ]);
    assert_eq!((sums(&both[0]), sums(&both[1])), ((40_000, 0, 25_000), (5_000, 0, 25_000)));
    assert_eq!(all_told(&both)[1], "part-captured: [capture 25000 auto] -");
    // Also where the provider shows nothing but sums.
    let without = |mut case: Case| {
        case.order.payment.as_mut().unwrap().events.clear();
        case
    };
    let both = tied(
        both.into_iter()
            .map(|c| without(Case { ties: Ties { candidates: 1, ..Ties::default() }, ..c }))
            .collect(),
    );
    assert_eq!((sums(&both[0]), sums(&both[1])), ((40_000, 0, 25_000), (5_000, 0, 25_000)));
}

#[test]
fn what_no_invoice_asks_for_is_said_on_all() {
    let taken = [portal(Capture, 45_000)];
    let both = tied(vec![
        part(7, 40_000, vec![invoice(1, 40_000)], &taken),
        part(8, 30_000, vec![], &taken),
    ]);
    for one in &both {
        assert!(look(one).attentions.contains(&Attention::CapturedNotInvoiced), "{}", told(one));
    }
    assert_eq!((sums(&both[0]).0, sums(&both[1]).0), (45_000, 5_000));
}

#[test]
fn it_goes_back_with_the_credit_of_its_own_invoice() {
    let taken = [portal(Capture, 40_000)];
    let credited = || {
        let mut note = credit(3, 1, 40_000);
        note.created_at = Some(now());
        part(7, 40_000, vec![invoice(1, 40_000), note], &taken)
    };
    let both = tied(vec![credited(), part(8, 30_000, vec![], &taken)]);
    assert_eq!(all_told(&both), ["captured: [refund 40000 auto] -", "reserved: [] -"]);
    // Paid back by hand, it is no refund of the other.
    let back = [portal(Capture, 40_000), portal(Refund, 40_000)];
    let both = tied(vec![
        Case {
            order: Order { payment: Some(payment(70_000, back.to_vec())), ..credited().order },
            ..credited()
        },
        part(8, 30_000, vec![], &back),
    ]);
    assert_eq!(all_told(&both)[1], "reserved: [] -");
    assert_eq!(sums(&both[1]), (0, 0, 30_000));
}

#[test]
fn an_order_that_is_not_surely_of_the_purchase_has_no_part_in_it() {
    let taken = [portal(Capture, 40_000)];
    let mut both =
        vec![part(7, 30_000, vec![], &taken), part(8, 40_000, vec![invoice(1, 40_000)], &taken)];
    both[1].ties.said = Some(false);
    let both = tied(both);
    assert!(look(&both[0]).attentions.contains(&Attention::CapturedNotInvoiced));
    assert_eq!(told(&both[1]), "none: [] unlinked");
}

#[test]
fn copies_are_still_claimed_twice_whoever_has_captured() {
    let taken = [portal(Capture, 70_000)];
    let both = tied(vec![
        part(7, 70_000, vec![invoice(1, 70_000)], &taken),
        part(8, 70_000, vec![invoice(2, 70_000)], &taken),
    ]);
    assert_eq!(all_told(&both), ["none: [] claimed-twice", "none: [] claimed-twice"]);
}

/// Two pieces of one thing, each an order of its own: a goodwill credit on one makes them no copies of each other.
#[test]
fn parts_with_the_same_lines_stay_parts_when_something_of_one_is_credited_or_paid_otherwise() {
    let part = |id, documents| {
        let mut part = part(id, 35_000, documents, &[]);
        part.order.uni.lines = Some(77);
        part
    };
    let credited = vec![invoice(1, 35_000), credit(3, 1, 5_000)];
    let both = tied(vec![part(7, credited), part(8, vec![invoice(2, 35_000)])]);
    assert_eq!(all_told(&both)[1], "reserved: [capture 35000 auto] -");
    let mut by_word = vec![part(7, vec![invoice(1, 35_000)]), part(8, vec![invoice(2, 35_000)])];
    by_word[0].kept.paid_by_word.insert(DocumentId(1), 20_000);
    assert_eq!(all_told(&tied(by_word))[0], "reserved: [capture 15000 auto] -");
    // They are copies as long as they are about more than was ordered.
    let mut too_much = vec![part(7, vec![invoice(1, 35_000)]), part(8, vec![invoice(2, 35_000)])];
    for one in &mut too_much {
        one.order.shop.as_mut().unwrap().bought.total_minor = Some(35_000);
    }
    assert_eq!(all_told(&tied(too_much)), ["none: [] claimed-twice"; 2]);
}

/// The shop's plug-ins see the whole payment: what is held on it for another order keeps a status from being sent.
#[test]
fn a_plug_in_that_pays_back_is_not_told_while_money_is_held_for_another_order() {
    let taken = [portal(Capture, 40_000)];
    let mut note = credit(3, 1, 40_000);
    note.created_at = Some(now());
    let mut both = tied(vec![
        part(7, 40_000, vec![invoice(1, 40_000), note], &taken),
        part(8, 30_000, vec![invoice(2, 30_000), credit(4, 2, 30_000)], &taken),
    ]);
    both[1].order.payment.as_mut().unwrap().cancelled_minor = 30_000;
    let on = |hook: Hook| {
        let company = Company { hooks: Hooks::all(hook), ..company(true) };
        let steps = assess(&both[1], &company, now()).steps;
        steps.iter().any(|step| step.act == Act::ShopCredit)
    };
    assert!(on(Hook::QUIET));
    assert!(!on(Hook::UNKNOWN), "40 000 is held on the payment for the other");
}

/// A person has linked two copies: when the money of the reservation is taken for one, the other's is missing, and said to be.
#[test]
fn an_order_for_which_nothing_is_left_says_so() {
    let mut both = vec![
        part(7, 70_000, vec![invoice(1, 70_000)], &[]),
        part(8, 70_000, vec![invoice(2, 70_000)], &[]),
    ];
    for one in &mut both {
        one.ties.said = Some(true);
    }
    assert_eq!(all_told(&tied(both.clone())), ["reserved: [capture 70000 auto] -"; 2]);
    both[0].intents.push(done(1, 70_000));
    let both = tied(both);
    assert_eq!(told(&both[1]), "none: [] exceeds-reservation");
    assert_eq!(look(&both[1]).ledger.capture_due(), 70_000);
}

#[test]
fn what_is_too_much_is_counted_once_on_the_first_that_asks_for_anything() {
    let too_much = |cases: &[Case]| -> Vec<Option<i64>> {
        let gap = |case: &Case| crate::owed::excess(case, &look(case)).map(|gap| gap.minor());
        cases.iter().map(gap).collect()
    };
    let taken = [portal(Capture, 70_000)];
    let both = tied(vec![part(7, 40_000, vec![], &taken), part(8, 30_000, vec![], &taken)]);
    assert_eq!(too_much(&both), [Some(70_000), None]);
    assert_eq!(look(&both[1]).attention, Some(Attention::CapturedNotInvoiced));
    // The first is a copy that was dropped.
    let mut dropped = part(7, 70_000, vec![], &taken);
    dropped.order.uni.progress = Progress::Deleted;
    let live = tied(vec![dropped, part(8, 70_000, vec![], &taken)]);
    assert_eq!(too_much(&live), [None, Some(70_000)]);
}

/// What others paid back of money that uniac took for an order is that order's, whatever becomes of its tie: nothing is paid
/// back twice.
#[test]
fn what_others_paid_back_counts_whatever_the_order_names_today() {
    let events = [event(Capture, 30_000, Some("key-1".into())), portal(Refund, 15_000)];
    let taken = || {
        let mut one = part(7, 30_000, vec![invoice(1, 30_000), credit(3, 1, 15_000)], &events);
        one.order.payment = Some(payment(30_000, events.to_vec()));
        one.intents = vec![Intent { key: "key-1".into(), ..done(1, 30_000) }];
        one
    };
    let has_refund = |case: &Case| look(case).steps.iter().any(|step| step.act == Act::Refund);
    assert!(!has_refund(&taken()), "{}", told(&taken()));
    // A person has said that it has no part in the shop order.
    let mut unlinked = taken();
    unlinked.ties.said = Some(false);
    assert!(!has_refund(&unlinked), "{}", told(&unlinked));
    // The reference was taken away: the payment is an earlier one.
    let mut nameless = taken();
    nameless.earlier = nameless.order.payment.take().into_iter().collect();
    nameless.order.shop = None;
    assert!(!has_refund(&nameless), "{}", told(&nameless));
    // A copy came afterwards.
    let mut whole = taken();
    whole.order.shop.as_mut().unwrap().bought.total_minor = Some(30_000);
    let mut copy = part(8, 30_000, vec![], &events);
    copy.order.payment.clone_from(&whole.order.payment);
    copy.order.shop.clone_from(&whole.order.shop);
    let both = tied(vec![whole, copy]);
    assert!(look(&both[0]).attentions.contains(&Attention::ClaimedTwice));
    assert!(!has_refund(&both[0]), "{}", told(&both[0]));
}

#[test]
fn what_others_paid_back_is_for_one_credit_note_alone() {
    let events = [
        event(Capture, 20_000, Some("key-1".into())),
        event(Capture, 10_000, Some("key-2".into())),
        portal(Refund, 1_200),
    ];
    let one = |id: i64, invoice_id: i64, minor, documents| {
        let mut one = part(id, minor, documents, &events);
        let key = format!("key-{invoice_id}");
        one.intents = vec![Intent { order: OrderId(id), key, ..done(invoice_id, minor) }];
        one
    };
    let credited = vec![
        one(7, 1, 20_000, vec![invoice(1, 20_000), credit(3, 1, 1_200)]),
        one(8, 2, 10_000, vec![invoice(2, 10_000), credit(4, 2, 1_200)]),
    ];
    let both = tied(credited);
    let refunds = |case: &Case| -> i64 {
        let steps = look(case).steps.into_iter().filter(|step| step.act == Act::Refund);
        steps.map(|step| step.money.minor).sum()
    };
    assert_eq!((refunds(&both[0]), refunds(&both[1])), (0, 1_200));
    // Without a credit note it is missing once.
    let invoiced = vec![
        one(7, 1, 20_000, vec![invoice(1, 20_000)]),
        one(8, 2, 10_000, vec![invoice(2, 10_000)]),
    ];
    let both = tied(invoiced);
    let missing = |case: &Case| crate::owed::missing(case, &look(case)).map(|gap| gap.minor());
    assert_eq!((missing(&both[0]), missing(&both[1])), (Some(1_200), None));
    assert_eq!(look(&both[0]).attention, Some(Attention::RefundedElsewhere));
}

/// A journal that was restored from an older copy does not know what it captured for each part; the keys tell.
#[test]
fn what_the_journal_lost_is_still_the_parts_own() {
    let key = |document| {
        derive_key(&company(true).key, OrderId(7), Some(DocumentId(document)), Act::Capture, 1)
    };
    let events = [event(Capture, 40_000, Some(key(1)))];
    let lost = tied(vec![
        part(7, 40_000, vec![invoice(1, 40_000)], &events),
        part(8, 30_000, vec![invoice(2, 30_000)], &events),
    ]);
    assert_eq!((sums(&lost[0]).0, sums(&lost[1]).0), (40_000, 0));
    assert_eq!(all_told(&lost)[1], "reserved: [capture 30000 auto] -");
    assert!(!look(&lost[0]).steps.iter().any(|step| step.act == Act::Capture));
}

/// What was paid back in the portal for the credit of one part does not pass to another part that is invoiced instead.
#[test]
fn what_others_paid_back_of_a_part_passes_to_no_other() {
    let events = [event(Capture, 70_000, Some("key-1".into())), portal(Refund, 70_000)];
    let mut credited = part(7, 70_000, vec![invoice(1, 70_000), credit(3, 1, 70_000)], &events);
    credited.intents = vec![Intent { key: "key-1".into(), ..done(1, 70_000) }];
    let anew = part(8, 70_000, vec![invoice(2, 70_000)], &events);
    let both = tied(vec![credited, anew]);
    assert_eq!(look(&both[1]).ledger.capture_due(), 70_000);
    assert_eq!(look(&both[1]).attention, Some(Attention::ExceedsReservation));
}

/// Captures and refunds.
fn moves(case: &Case) -> Vec<String> {
    let steps = look(case).steps;
    let moves = steps.iter().filter(|step| step.operation().moves_money());
    moves
        .map(|step| format!("{} {} {}", step.act.name(), step.money.minor, step.mode.name()))
        .collect()
}

/// Whoever corrects an invoice may do so on a copy of the order: the money is needed again as soon as the draft is final.
#[test]
fn a_draft_of_another_order_of_the_purchase_holds_the_refund_back_for_three_days() {
    let taken = [ours(Capture, 1, 1, 40_000)];
    let credited = || part(7, 40_000, vec![invoice(1, 40_000), credit(11, 1, 40_000)], &taken);
    let mut copy = part(8, 40_000, vec![], &taken);
    copy.order.drafts = vec![Document { is_draft: true, ..invoice(21, 40_000) }];
    let seen_for = |hours: i64| {
        let mut copy = copy.clone();
        copy.kept.seen.insert(DocumentId(21), now() - SignedDuration::from_hours(hours));
        tied(vec![credited(), copy]).remove(0)
    };
    assert_eq!(moves(&seen_for(71)), ["refund 40000 manual"]);
    assert_eq!(moves(&seen_for(73)), ["refund 40000 auto"]);
    // A copy of which nobody knows whether it belongs here keeps nobody waiting.
    let mut doubtful = seen_for(1);
    doubtful.ties.siblings[0].order.uni.buyer = crate::buyer::Buyer::default();
    doubtful.ties.siblings[0].order.uni.buyer.add_name("Ola Dunk");
    assert_eq!(moves(&doubtful), ["refund 40000 auto"]);
}

/// What is credited above an invoice is not taken for the next one: together no more is held than is invoiced less credited.
#[test]
fn what_is_credited_above_an_invoice_is_left_out_of_what_is_taken_for_others() {
    let documents =
        |more: i64| vec![invoice(1, 8_000), credit(11, 1, 8_000 + more), invoice(2, 10_000)];
    let taken = vec![ours(Capture, 1, 1, 8_000)];
    let mut order = part(7, 20_000, documents(0), &taken);
    assert_eq!(moves(&order), ["capture 2000 auto"]);
    order.order.documents = documents(2_000);
    assert_eq!(moves(&order), [""; 0]);
    assert_eq!(look(&order).attention, Some(Attention::CreditExceedsInvoice));
    assert_eq!(look(&order).ledger.missing(), 2_000);
    order.order.documents = documents(1_500);
    assert_eq!(moves(&order), ["capture 500 auto"]);
    // What passes to the other invoice is less, too.
    order.order.documents = documents(5_000);
    assert_eq!(moves(&order), ["refund 3000 auto"]);
    // The other invoice is another order's, and says why its money is missing.
    let first = part(7, 8_000, vec![invoice(1, 8_000), credit(11, 1, 10_000)], &taken);
    let second = part(8, 10_000, vec![invoice(2, 10_000)], &taken);
    let both = tied(vec![first, second]);
    assert_eq!(look(&both[1]).attentions, [Attention::CreditExceedsInvoice]);
    assert_eq!(
        (look(&both[1]).ledger.missing(), moves(&both[1])),
        (10_000, vec!["capture 8000 auto".to_owned()])
    );
}

/// What is left reserved beside a living order that was paid otherwise is left over of that one, whoever drops a copy.
#[test]
fn a_dropped_copy_releases_nothing_of_what_a_living_order_has_left() {
    let dropped = |living: Case| {
        let mut copy = part(8, 30_000, vec![], &[]);
        copy.order.uni.progress = Progress::Deleted;
        moves(&tied(vec![living, copy])[1])
    };
    let living = |minor: i64| part(7, minor, vec![invoice(1, minor)], &[]);
    let taken = |minor: i64| Case { intents: vec![done(1, minor)], ..living(minor) };
    assert_eq!(dropped(taken(40_000)), [""; 0], "it still claims what was taken for it");
    let mut paid = living(40_000);
    paid.order.documents[0].unpaid_minor = 0;
    assert_eq!(dropped(paid), [""; 0], "paid by bank");
    let mut credited = living(40_000);
    credited.order.documents.push(credit(11, 1, 40_000));
    assert_eq!(dropped(credited), [""; 0], "credited before anything was taken");
    let mut odd = living(40_000);
    odd.order.documents[0].unreadable = Some("kind 7".into());
    assert_eq!(dropped(odd), [""; 0], "not read");
    let mut paid_back = taken(40_000);
    paid_back.order.documents.push(credit(11, 1, 40_000));
    paid_back.intents.push(Intent { act: Act::Refund, key: "back".into(), ..done(1, 40_000) });
    assert_eq!(dropped(paid_back), ["cancel 30000 auto"], "all that it was about was taken");
}

/// What is held for an invoice that was opened again is taken for no invoice of a copy before a person has looked.
#[test]
fn money_of_a_withdrawn_invoice_is_not_taken_again_for_a_copy() {
    let taken = [ours(Capture, 1, 1, 30_000)];
    let mut old = part(7, 30_000, vec![], &taken);
    old.order.uni.progress = Progress::Deleted;
    old.intents.push(done(1, 30_000));
    let copy = part(8, 30_000, vec![invoice(2, 30_000)], &taken);
    let both = tied(vec![old, copy]);
    assert_eq!(look(&both[0]).attentions, [Attention::DocumentWithdrawn]);
    assert_eq!(look(&both[1]).attentions, [Attention::DocumentWithdrawn]);
    assert_eq!((moves(&both[1]), look(&both[1]).ledger.missing()), (vec![], 30_000));
    let mut given = both[1].clone();
    given.ties.siblings[0].intents.push(Intent {
        act: Act::Refund,
        key: "back".into(),
        ..done(1, 30_000)
    });
    assert_eq!(moves(&given), ["capture 30000 auto"]);
}
