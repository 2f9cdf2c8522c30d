//! What each attention bars, by behaviour: a story that has it, with something due in a column, and who is to do that.
//!
//! The table as data is held beside it; here each of its cells that can exist is looked at from outside, through `assess`.

use jiff::SignedDuration;

use super::*;
use crate::buyer::Buyer;
use crate::purchase::Skip;

/// The columns: what is due.
pub(super) const COLUMNS: [(char, Operation); 5] = [
    ('c', Operation::Capture),
    ('r', Operation::Refund),
    ('l', Operation::Cancel),
    ('s', Operation::ShopUpdate),
    ('b', Operation::BookPayment),
];

/// Who does the first step of a column: `a` by itself, `m` a person, `-` nobody.
pub(super) fn who(assessment: &Assessment, column: char) -> char {
    let (_, operation) = COLUMNS.into_iter().find(|(name, _)| *name == column).unwrap();
    let mut steps = assessment.steps.iter();
    match steps.find(|step| step.operation() == operation).map(|step| step.mode) {
        Some(Mode::Auto) => 'a',
        Some(Mode::Manual) => 'm',
        None => '-',
    }
}

fn done(act: Act, document: i64, minor: i64) -> Intent {
    intent(act, document, minor, Some(OutcomeKind::Done))
}

/// An order in which just this is due: a capture, a refund of what uniac took, the release of what was closed, the shop's
/// status, the booking.
pub(super) fn due(column: char) -> Case {
    let taken = |minor| vec![ours(Capture, 1, 1, minor)];
    let mut case = match column {
        'c' => case(50_000, vec![invoice(1, 50_000)], vec![]),
        'r' => case(50_000, vec![invoice(1, 50_000), credit(2, 1, 20_000)], taken(50_000)),
        'l' => case(50_000, vec![invoice(1, 30_000)], taken(30_000)),
        _ => case(50_000, vec![invoice(1, 50_000)], taken(50_000)),
    };
    let buyer = named("Kari Nordmann");
    case.order.uni.buyer = buyer.clone();
    let shop = case.order.shop.as_mut().unwrap();
    (shop.bought.buyer, shop.bought.total_minor) = (buyer, Some(50_000));
    if column != 's' {
        shop.status = ShopStatus::Completed;
    }
    if column == 'l' {
        case.order.uni.progress = Progress::Closed;
    }
    if column != 'c' {
        let minor = if column == 'l' { 30_000 } else { 50_000 };
        case.intents.push(done(Act::Capture, 1, minor));
        let paid = if column == 'b' { 50_000 } else { 0 };
        case.order.documents.iter_mut().for_each(|document| document.unpaid_minor = paid);
    }
    case
}

pub(super) fn named(name: &str) -> Buyer {
    let mut buyer = Buyer::default();
    buyer.add_name(name);
    buyer
}

/// One more invoice, for which nothing was taken yet, and so much more of the reservation. Beside a refund it is of before
/// the activation: else what one has too much passes to the other.
fn another(mut case: Case, minor: i64, reserved: i64) -> Case {
    case.order.documents.push(invoice(5, minor));
    let is_credited = case.order.documents.iter().any(|d| d.kind != DocumentKind::Invoice);
    let era = if is_credited { Era::Predates } else { Era::Auto };
    case.eras.insert(DocumentId(5), era);
    case.order.uni.total_minor += minor;
    case.order.payment.as_mut().unwrap().authorised_minor += reserved;
    case
}

/// So much more is reserved.
fn with_rest(mut case: Case, minor: i64) -> Case {
    case.order.payment.as_mut().unwrap().authorised_minor += minor;
    case
}

/// A payment beside the live one, with so much captured on it by uniac for invoice 1, and so much reserved.
fn beside(mut case: Case, captured: i64, reserved: i64) -> Case {
    let events = if captured > 0 { vec![ours(Capture, 1, 1, captured)] } else { vec![] };
    let old = Payment { reference: "reference-0".into(), ..payment(captured + reserved, events) };
    case.earlier.push(old);
    if captured > 0 {
        case.intents.iter_mut().for_each(|intent| intent.target = "reference-0".into());
        let live = case.order.payment.as_mut().unwrap();
        (live.events, live.captured_minor) = (Vec::new(), 0);
    }
    case
}

/// The same with the order naming that payment before: the customer has paid again.
fn replaced(case: Case, captured: i64, reserved: i64) -> Case {
    let mut case = beside(case, captured, reserved);
    case.kept.named = named_by_shop(&case, "reference-0");
    case
}

fn choosing(mut case: Case, operation: Operation) -> Case {
    case.chosen = Some((operation, "reference-1".into()));
    case
}

/// Kari's two shop orders in one order of Uni, each with its payment.
fn merged(mut case: Case) -> Case {
    let mut also = case.order.shop.clone().unwrap();
    (also.id, also.payment_reference) = ("9008".into(), Some("reference-2".into()));
    case.ties.also.push(also);
    case.earlier.push(Payment { reference: "reference-2".into(), ..payment(30_000, vec![]) });
    case
}

/// Another order of Uni that claims all of the shop order, too.
fn claimed(mut case: Case) -> Case {
    let mut other = due('c');
    other.order.uni.id = OrderId(8);
    other.order.documents.clear();
    (other.order.uni.uninvoiced_minor, other.order.uni.progress) = (50_000, Progress::Open);
    case.ties.siblings.push(other);
    case
}

fn with(mut case: Case, change: impl FnOnce(&mut Case)) -> Case {
    change(&mut case);
    case
}

fn portal(mut case: Case, kind: EventKind, minor: i64) -> Case {
    let payment = case.order.payment.as_mut().unwrap();
    payment.events.push(event(kind, minor, None));
    match kind {
        Refund => payment.refunded_minor += minor,
        _ => payment.captured_minor += minor,
    }
    case
}

fn refused(mut case: Case, act: Act, minor: i64) -> Case {
    let mut no = intent(act, 1, minor, Some(OutcomeKind::Refused));
    if matches!(act, Act::Cancel | Act::ShopComplete) {
        no.document = None;
    }
    case.intents.push(no);
    case
}

fn braked(mut case: Case, act: Act, document: Option<i64>, minor: i64) -> Case {
    let document = document.map(DocumentId);
    case.skips.push(Skip { act, document, minor, code: "braked".into(), at: now() });
    case
}

#[test]
fn what_is_due_without_an_attention_is_done_by_itself() {
    for (column, _) in COLUMNS {
        let assessment = look(&due(column));
        assert_eq!((who(&assessment, column), assessment.attention), ('a', None), "{column}");
        assert_eq!(assessment.steps.len(), 1, "{column}: {:?}", assessment.steps);
    }
}

/// Asserts of an attention what becomes of a column in each story.
#[track_caller]
fn assert_row(name: &str, stories: Vec<(char, char, Case)>) {
    let attention: Attention = name.parse().unwrap();
    for (at, (column, expected, case)) in stories.into_iter().enumerate() {
        let assessment = look(&case);
        let words = format!("{name}, story {at}, {column}: {:?}", assessment.steps);
        assert!(assessment.attentions.contains(&attention), "{words} {:?}", assessment.attentions);
        assert_eq!(who(&assessment, column), expected, "{words}");
    }
}

#[test]
fn doubt_about_whose_it_is() {
    let doubtful = |column| {
        with(with_rest(due(column), 10_000), |case| case.order.uni.buyer = named("Ola Hansen"))
    };
    let row = |case: fn(Case) -> Case, make: &dyn Fn(char) -> Case| {
        "c-ra l-s-ba"
            .replace(' ', "")
            .chars()
            .collect::<Vec<_>>()
            .chunks(2)
            .map(|cell| (cell[0], cell[1], case(make(cell[0]))))
            .collect::<Vec<_>>()
    };
    assert_row("doubtful-link", row(|case| case, &doubtful));
    assert_row("claimed-twice", row(claimed, &due));
    // Of what others took nothing is paid back: nobody knows whose it is.
    let mut theirs = doubtful('r');
    theirs.intents.clear();
    theirs.order.payment.as_mut().unwrap().events[0].key = None;
    assert_eq!(who(&look(&theirs), 'r'), '-');
}

#[test]
fn several_payments_and_replaced_ones() {
    // A part of what is left on both is due.
    let open = |column| another(merged(due(column)), 10_000, 40_000);
    let capture = || with(merged(due('c')), |case| case.order.documents[0].amount_minor = 20_000);
    assert_row(
        "several-payments",
        vec![
            ('c', '-', capture()),
            ('c', 'm', choosing(capture(), Operation::Capture)),
            ('r', 'a', open('r')),
            ('s', 'm', open('s')),
            ('b', 'a', open('b')),
        ],
    );
    let strange = |column| beside(due(column), 50_000, 0);
    let rest = || {
        with(beside(due('l'), 30_000, 0), |case| {
            case.order.payment.as_mut().unwrap().authorised_minor = 20_000;
        })
    };
    let capture = || another(strange('b'), 10_000, 0);
    assert_row(
        "reference-changed",
        vec![
            ('c', '-', capture()),
            ('c', 'm', choosing(capture(), Operation::Capture)),
            ('r', 'a', strange('r')),
            ('l', '-', rest()),
            ('l', 'm', choosing(rest(), Operation::Cancel)),
            // That shop order is somebody else's.
            ('s', '-', strange('s')),
            ('b', 'a', strange('b')),
        ],
    );
    let refund = look(&strange('r')).steps[0].clone();
    assert_eq!(refund.payment.as_deref(), Some("reference-0"), "to the captured one");
    assert_row(
        "replaced-payment",
        vec![
            ('c', 'a', replaced(due('c'), 0, 50_000)),
            ('r', 'a', replaced(due('r'), 50_000, 10_000)),
            ('l', 'm', replaced(due('b'), 0, 50_000)),
            ('s', 'a', replaced(due('s'), 0, 50_000)),
            ('b', 'a', replaced(due('b'), 0, 50_000)),
        ],
    );
    let release = look(&replaced(due('b'), 0, 50_000)).steps;
    let release = release.iter().find(|step| step.act == Act::Cancel).unwrap();
    assert_eq!(release.payment.as_deref(), Some("reference-0"), "of the old one");
    let capture = look(&replaced(due('c'), 0, 50_000)).steps[0].clone();
    assert_eq!(capture.payment.as_deref(), Some("reference-1"), "from the new one");
}

#[test]
fn what_is_not_understood_stops_its_document_or_its_order() {
    let inexact = |case: &mut Case| case.order.documents[0].inexact = Some("100.005".into());
    let foreign = |case: &mut Case| case.order.documents[0].currency = "EUR".parse().unwrap();
    let odd = |case: &mut Case| case.order.uni.unreadable = Some("it has no date".into());
    let all = |change: fn(&mut Case)| {
        COLUMNS.map(|(column, _)| (column, '-', with(due(column), change))).to_vec()
    };
    assert_row("amount-not-exact", all(inexact));
    assert_row("currency-mismatch", all(foreign));
    assert_row("unreadable", all(odd));
    // Another document of the order goes on.
    for change in [inexact as fn(&mut Case), foreign] {
        let case = with(another(due('b'), 10_000, 10_000), change);
        assert_eq!(who(&look(&case), 'c'), 'a');
    }
}

#[test]
fn credits_that_are_odd() {
    let stray = |case: Case| with(case, |case| case.kept.strays.push(credit(9, 8, 10_000)));
    assert_row(
        "credit-not-placed",
        vec![
            ('c', 'm', stray(due('c'))),
            ('r', 'a', stray(due('r'))),
            ('l', '-', stray(due('l'))),
            ('s', '-', stray(due('s'))),
            ('b', 'a', stray(due('b'))),
        ],
    );
    let exceeding = |case: Case| {
        with(case, |case| {
            case.order.documents.extend([invoice(6, 10_000), credit(7, 6, 20_000)]);
            case.order
                .documents
                .iter_mut()
                .filter(|d| d.id.0 == 6)
                .for_each(|d| d.unpaid_minor = 0);
            case.eras.insert(DocumentId(6), Era::Auto);
        })
    };
    let above = || with(due('r'), |case| case.order.documents[1].amount_minor = 60_000);
    assert_row(
        "credit-exceeds-invoice",
        vec![
            ('c', 'a', exceeding(due('c'))),
            ('r', 'a', above()),
            ('l', 'm', exceeding(due('l'))),
            ('s', 'a', exceeding(due('s'))),
            ('b', 'a', exceeding(due('b'))),
        ],
    );
    assert_eq!(look(&above()).steps[0].money.minor, 50_000, "no more than is held");
}

#[test]
fn documents_that_are_gone_or_paid() {
    let withdrawn = |column| {
        with(with_rest(due(column), 10_000), |case| {
            let payment = case.order.payment.as_mut().unwrap();
            payment.events.push(ours(Capture, 9, 1, 10_000));
            payment.captured_minor += 10_000;
            case.intents.push(done(Act::Capture, 9, 10_000));
        })
    };
    assert_row(
        "document-withdrawn",
        vec![
            ('r', 'm', withdrawn('b')),
            ('s', '-', withdrawn('s')),
            ('l', '-', withdrawn('l')),
            // On another document.
            ('b', 'a', withdrawn('b')),
        ],
    );
    let paid = |case: Case, reserved| {
        with(another(case, 10_000, reserved), |case| {
            case.order
                .documents
                .iter_mut()
                .filter(|d| d.id.0 == 5)
                .for_each(|d| d.unpaid_minor = 0);
        })
    };
    let later_credit = || with(due('r'), |case| case.order.documents[1].id = DocumentId(9));
    let whole = |status| {
        with(due('c'), |case| {
            case.order.documents[0].unpaid_minor = 0;
            case.order.shop.as_mut().unwrap().status = status;
        })
    };
    assert_row(
        "paid-elsewhere",
        vec![
            ('c', '-', whole(ShopStatus::Completed)),
            ('l', 'm', whole(ShopStatus::Completed)),
            ('s', 'a', whole(ShopStatus::Open)),
            ('b', '-', whole(ShopStatus::Completed)),
            // On another document.
            ('c', 'a', paid(due('c'), 10_000)),
            ('r', 'a', paid(later_credit(), 10_000)),
            ('b', 'a', paid(due('b'), 10_000)),
        ],
    );
}

#[test]
fn too_little_is_reserved_or_nothing_any_more() {
    let lacking = |column| another(due(column), 10_000, 0);
    assert_row(
        "exceeds-reservation",
        vec![
            ('c', '-', with_rest(due('c'), -10_000)),
            ('r', 'a', lacking('r')),
            ('l', '-', lacking('l')),
            ('s', '-', lacking('s')),
            ('b', 'a', lacking('b')),
        ]
        .into_iter()
        .filter(|(column, ..)| *column != 'l')
        .collect(),
    );
    let over = |case: Case| {
        with(case, |case| {
            case.order.payment.as_mut().unwrap().status = PaymentStatus::Expired;
        })
    };
    assert_row(
        "reservation-expired",
        vec![
            ('c', '-', over(due('c'))),
            ('r', 'a', over(lacking('r'))),
            ('s', '-', over(lacking('s'))),
            ('b', 'a', over(lacking('b'))),
        ],
    );
}

#[test]
fn what_the_shop_says() {
    let given_up = |case: Case| {
        with(case, |case| {
            case.order.shop.as_mut().unwrap().status = ShopStatus::Cancelled;
        })
    };
    let open = |column| given_up(another(due(column), 10_000, 10_000));
    assert_row(
        "cancelled-in-shop",
        vec![
            ('c', 'm', given_up(due('c'))),
            ('r', 'a', open('r')),
            ('s', '-', open('s')),
            ('b', 'a', open('b')),
        ],
    );
}

#[test]
fn an_order_that_uni_does_not_answer_for() {
    let gone = |case: Case| with(with_rest(case, 10_000), |case| case.kept.is_gone = true);
    assert_row(
        "order-gone",
        vec![
            ('c', '-', gone(due('c'))),
            ('r', 'm', gone(due('r'))),
            ('l', 'm', gone(due('l'))),
            ('s', '-', gone(due('s'))),
            ('b', '-', gone(due('b'))),
        ],
    );
}

#[test]
fn what_was_refused_for_good_and_what_a_brake_holds_back() {
    assert_row(
        "refused",
        vec![
            ('c', 'm', refused(due('c'), Act::Capture, 50_000)),
            ('r', 'm', refused(due('r'), Act::Refund, 20_000)),
            ('l', 'm', refused(due('l'), Act::Cancel, 20_000)),
            ('s', 'm', refused(due('s'), Act::ShopComplete, 50_000)),
            ('b', 'm', refused(due('b'), Act::Book, 50_000)),
        ],
    );
    let refund = || braked(due('r'), Act::Refund, Some(1), 20_000);
    assert_row(
        "braked",
        vec![
            ('r', 'm', refund()),
            ('l', 'm', braked(due('l'), Act::Cancel, None, 20_000)),
            ('b', 'a', with(refund(), |case| case.order.documents[0].unpaid_minor = 50_000)),
        ],
    );
}

#[test]
fn what_waits_for_a_person_anyway() {
    let held = |case: Case| {
        with(case, |case| {
            case.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
        })
    };
    assert_row("held", COLUMNS.map(|(column, _)| (column, 'm', held(due(column)))).to_vec());
    for (column, _) in COLUMNS {
        let assessment = assess(&due(column), &company(false), now());
        assert_eq!(who(&assessment, column), 'm', "inactive, {column}");
        assert!(assessment.attentions.contains(&Attention::Inactive));
    }
    // Of an invoice of before, of which a person has taken a part.
    let in_part = || {
        predating(with(due('b'), |case| {
            case.order.documents[0].amount_minor = 60_000;
            case.order.documents[0].unpaid_minor = 60_000;
            case.order.payment.as_mut().unwrap().authorised_minor = 60_000;
        }))
    };
    let part = |case: Case| {
        with(case, |case| {
            (case.order.uni.uninvoiced_minor, case.order.uni.progress) =
                (9_000, Progress::PartInvoiced);
        })
    };
    for (name, change) in [
        ("invoiced-before-activation", (|case| case) as fn(Case) -> Case),
        ("part-invoiced-before-activation", part as fn(Case) -> Case),
    ] {
        assert_row(
            name,
            vec![
                ('c', 'm', change(predating(due('c')))),
                ('r', 'm', change(predating(due('r')))),
                ('b', 'm', change(in_part())),
            ],
        );
        // An invoice of after goes on.
        let mut case = change(another(in_part(), 10_000, 10_000));
        case.eras.insert(DocumentId(5), Era::Auto);
        let captures = look(&case).steps.into_iter().filter(|step| step.act == Act::Capture);
        let modes: Vec<Mode> = captures.map(|step| step.mode).collect();
        assert_eq!(modes, [Mode::Manual, Mode::Auto], "{name}");
    }
    assert_row("invoiced-before-activation", vec![('l', 'm', predating(due('l')))]);
    let before = with(due('l'), |case| case.ties.dropped_before = true);
    assert_row("dropped-before", vec![('l', 'm', before)]);
}

#[test]
fn what_others_did_and_what_is_left() {
    let taken = |case: Case| portal(with_rest(case, 20_000), Capture, 10_000);
    let late = || {
        with(taken(due('r')), |case| {
            case.order.documents[1].created_at = Some(now() - SignedDuration::from_hours(1));
        })
    };
    assert_row(
        "captured-not-invoiced",
        vec![
            ('r', 'a', late()),
            ('l', 'm', taken(due('l'))),
            ('s', 'a', portal(with_rest(due('s'), 10_000), Capture, 10_000)),
            ('b', 'a', taken(due('b'))),
        ],
    );
    assert_eq!(look(&late()).steps[0].money.minor, 20_000, "no more than is credited");
    let paid_back = |case: Case| portal(case, Refund, 5_000);
    assert_row(
        "refunded-elsewhere",
        vec![
            ('c', 'a', paid_back(another(due('b'), 10_000, 10_000))),
            ('l', 'm', paid_back(due('l'))),
            ('s', 'a', paid_back(due('s'))),
            ('b', 'a', paid_back(due('b'))),
        ],
    );
    assert_row(
        "reservation-left-over",
        vec![
            ('l', 'm', with_rest(due('b'), 10_000)),
            ('s', 'a', with_rest(due('s'), 10_000)),
            ('b', 'a', with_rest(due('b'), 10_000)),
        ],
    );
    let closing = |case: Case| {
        with(case, |case| {
            case.order.payment.as_mut().unwrap().closes_at = Some(now());
        })
    };
    assert_row(
        "reservation-expiring",
        vec![
            ('c', 'a', closing(due('c'))),
            ('r', 'a', closing(with_rest(due('r'), 10_000))),
            ('l', 'm', closing(with_rest(due('b'), 10_000))),
            ('b', 'a', closing(with_rest(due('b'), 10_000))),
        ],
    );
    let credited = |case: Case| {
        with(another(case, 10_000, 10_000), |case| {
            case.order.documents.push(credit(6, 5, 10_000));
        })
    };
    assert_row(
        "credited-without-capture",
        vec![
            ('c', 'a', credited(due('c'))),
            ('r', 'a', credited(due('r'))),
            ('l', 'm', credited(due('b'))),
            ('b', 'a', credited(due('b'))),
        ],
    );
    let lost = |case: Case| with(case, |case| case.order.not_found_at = Some(now()));
    assert_row(
        "payment-not-found",
        vec![('r', 'a', lost(due('r'))), ('l', 'm', lost(due('l'))), ('b', 'a', lost(due('b')))],
    );
    let foreign = |case: Case| {
        with(case, |case| {
            case.order.shop.as_mut().unwrap().payment_method = "klarna_payments".into();
        })
    };
    let stories = vec![('r', 'a', foreign(due('r'))), ('b', 'a', foreign(due('b')))];
    assert_row("method-not-configured", stories);
}
