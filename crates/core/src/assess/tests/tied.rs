//! What an attention on one order of a purchase bars on another, by behaviour.

use super::table::{COLUMNS, due, named, who};
use super::*;

/// A copy of Kari's order that names the same shop order: a sure link, and room for both.
fn partner(mut case: Case, change: impl FnOnce(&mut Case)) -> Case {
    let mut other = due('c');
    other.order.uni.id = OrderId(8);
    for shop in [case.order.shop.as_mut(), other.order.shop.as_mut()] {
        shop.unwrap().bought.total_minor = Some(200_000);
    }
    let document = &mut other.order.documents[0];
    (document.id, document.order, document.unpaid_minor) = (DocumentId(80), OrderId(8), 0);
    other.eras = std::iter::once((DocumentId(80), Era::Auto)).collect();
    let capture = intent(Act::Capture, 80, 50_000, Some(OutcomeKind::Done));
    other.intents.push(Intent { order: OrderId(8), key: "theirs".into(), ..capture });
    let payment = case.order.payment.as_mut().unwrap();
    payment.authorised_minor += 50_000;
    payment.captured_minor += 50_000;
    payment.events.push(event(Capture, 50_000, Some("theirs".into())));
    change(&mut other);
    other.order.payment = case.order.payment.clone();
    case.ties.siblings.push(other);
    case
}

/// What stands on another order of the purchase bars nothing here, but for holds, double claims and several payments; doubt
/// reaches beyond its own order for releases.
#[test]
fn what_stands_on_another_order_of_the_purchase() {
    let plain = |_: &mut Case| {};
    let inexact = |other: &mut Case| other.order.documents[0].inexact = Some("1.005".into());
    let stray = |other: &mut Case| other.kept.strays.push(credit(9, 8, 10_000));
    let gone = |other: &mut Case| other.kept.is_gone = true;
    let odd = |other: &mut Case| other.order.uni.unreadable = Some("no date".into());
    let doubtful = |other: &mut Case| other.order.uni.buyer = named("Ola Hansen");
    let live = |other: &mut Case| {
        other.order.uni.buyer = named("Ola Hansen");
        other.order.uni.uninvoiced_minor = 10_000;
    };
    let held = |other: &mut Case| {
        other.hold = Some(Hold { reason: None, by: "kari".into(), at: now(), until: None });
    };
    // What is due on it is a part of what is left on its own payment and this one.
    let several = |other: &mut Case| {
        let mut also = other.order.shop.clone().unwrap();
        (also.id, also.payment_reference) = ("9008".into(), Some("reference-2".into()));
        other.ties.also.push(also);
        other.earlier.push(Payment { reference: "reference-2".into(), ..payment(30_000, vec![]) });
        other.order.documents.push(Document { order: OrderId(8), ..invoice(82, 10_000) });
    };
    let draft = |other: &mut Case| other.order.drafts.push(invoice(81, 10_000));
    let table: [(&str, fn(&mut Case), &str); 10] = [
        ("nothing odd", plain, "aaaaa"),
        ("amount-not-exact", inexact, "aaaaa"),
        ("credit-not-placed", stray, "aaaaa"),
        ("order-gone", gone, "aaaaa"),
        // What could not be read of it may ask for all that is left.
        ("unreadable", odd, "aa--a"),
        // What uniac has taken for it is all that it may ask for.
        ("doubtful-link, settled", doubtful, "aaaaa"),
        ("doubtful-link, live", live, "aa--a"),
        ("held", held, "mmmmm"),
        ("several-payments", several, "-a--a"),
        ("a draft", draft, "aa--a"),
    ];
    for (name, change, expected) in table {
        let row: String = COLUMNS
            .iter()
            .map(|(column, _)| who(&look(&partner(due(*column), change)), *column))
            .collect();
        assert_eq!(row, expected, "{name}");
    }
}
