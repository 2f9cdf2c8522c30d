//! A table of ties: what number, customer, totals, dates and a person's word make of them.

use super::*;
use crate::assess::tests::case;
use crate::buyer::Buyer;
use crate::order::Bought;

fn named(name: &str) -> Buyer {
    let mut buyer = Buyer::default();
    buyer.add_name(name);
    buyer
}

/// Judges an order of 500.00 of the 30 October; the shop's was placed on the 30 October.
fn judged(uni: Buyer, bought: Bought, ties: &Ties) -> Link {
    let mut case = case(50_000, vec![], vec![]);
    case.order.uni.buyer = uni;
    let shop = case.order.shop.as_mut().unwrap();
    shop.bought = bought;
    judge(&case.order.uni, case.order.shop.as_ref(), ties)
}

fn bought(total: i64, day: u8, buyer: Buyer) -> Bought {
    let at = format!("2026-10-{day:02}T12:00:00Z").parse().unwrap();
    Bought { total_minor: Some(total), currency: None, at: Some(at), buyer }
}

#[test]
fn a_link_is_sure_when_the_customer_agrees_or_is_unknown_and_the_totals_agree() {
    let one = Ties { candidates: 1, ..Ties::default() };
    let several = Ties { candidates: 2, ..Ties::default() };
    let collective = Ties { candidates: 1, is_collective: true, ..Ties::default() };
    let kari = || named("Kari Nordmann");
    let trusted = Ties { candidates: 1, is_trusted: true, ..Ties::default() };
    let trusted_of_two = Ties { candidates: 2, is_trusted: true, ..Ties::default() };
    let doubtful = Link::Doubtful;
    for (uni, bought, ties, expected) in [
        (kari(), bought(50_000, 30, kari()), &one, Link::Sure),
        (kari(), bought(70_000, 30, kari()), &one, Link::Sure),
        (kari(), bought(50_000, 30, named("Ola Hansen")), &one, doubtful(Doubt::OtherCustomer)),
        (kari(), bought(70_000, 30, named("Ola Hansen")), &trusted, Link::Sure),
        (kari(), bought(50_000, 30, kari()), &trusted_of_two, doubtful(Doubt::SeveralShopOrders)),
        (kari(), bought(50_000, 30, kari()), &several, doubtful(Doubt::SeveralShopOrders)),
        (Buyer::default(), bought(50_000, 30, kari()), &one, Link::Sure),
        (Buyer::default(), bought(50_100, 30, kari()), &one, Link::Sure),
        (Buyer::default(), bought(50_101, 30, kari()), &one, doubtful(Doubt::OtherTotal)),
        (named("Nettbutikkunde"), bought(50_000, 30, kari()), &collective, Link::Sure),
        (named("Nettbutikkunde"), bought(1, 30, kari()), &collective, doubtful(Doubt::OtherTotal)),
        // Uni's order of the 30th is not older than a shop order of the next day; of a week later it is.
        (Buyer::default(), bought(50_000, 31, kari()), &one, Link::Sure),
        (kari(), Bought::default(), &one, Link::Sure),
    ] {
        let shown = format!("{uni:?} {bought:?} {ties:?}");
        assert_eq!(judged(uni, bought, ties), expected, "{shown}");
    }
}

/// A reference that only has the digits of the shop's number is judged like any other, but where nothing tells whose it is.
#[test]
fn a_number_found_by_its_digits_needs_a_customer_or_a_total_that_agrees() {
    let digits = Ties { candidates: 1, by_digits: true, ..Ties::default() };
    let kari = || named("Kari Nordmann");
    let ola = || named("Ola Hansen");
    let doubtful = Link::Doubtful;
    for (uni, bought, expected) in [
        (kari(), bought(70_000, 30, kari()), Link::Sure),
        (Buyer::default(), bought(50_000, 30, kari()), Link::Sure),
        (kari(), bought(50_000, 30, ola()), doubtful(Doubt::OtherCustomer)),
        (Buyer::default(), bought(70_000, 30, kari()), doubtful(Doubt::OtherTotal)),
        (kari(), Bought::default(), doubtful(Doubt::OtherTotal)),
    ] {
        let shown = format!("{uni:?} {bought:?}");
        assert_eq!(judged(uni, bought, &digits), expected, "{shown}");
    }
    let trusted = Ties { is_trusted: true, ..digits.clone() };
    let other = judged(kari(), bought(50_000, 30, ola()), &trusted);
    assert_eq!(other, doubtful(Doubt::OtherCustomer), "an import that is right writes the number");
    let was_sure = Ties { was_sure: true, ..digits };
    assert_eq!(judged(kari(), Bought::default(), &was_sure), Link::Sure);
}

#[test]
fn an_order_older_than_the_shops_is_doubtful_unless_the_customer_agrees() {
    let one = Ties { candidates: 1, ..Ties::default() };
    let later = |buyer| Bought {
        at: Some("2026-11-03T12:00:00Z".parse().unwrap()),
        ..bought(50_000, 30, buyer)
    };
    let unknown = judged(Buyer::default(), later(named("Kari Nordmann")), &one);
    assert_eq!(unknown, Link::Doubtful(Doubt::Older));
    let same = judged(named("Kari Nordmann"), later(named("Kari Nordmann")), &one);
    assert_eq!(same, Link::Sure);
}

#[test]
fn what_was_sure_stays_sure_and_a_persons_word_goes_before_all() {
    let differing = || bought(1, 30, named("Ola Hansen"));
    let ties = |was_sure, said| Ties { candidates: 1, was_sure, said, ..Ties::default() };
    let kari = || named("Kari Nordmann");
    assert_eq!(judged(kari(), differing(), &ties(true, None)), Link::Sure);
    assert_eq!(judged(kari(), differing(), &ties(false, Some(true))), Link::ByPerson);
    assert_eq!(
        judged(kari(), bought(50_000, 30, kari()), &ties(true, Some(false))),
        Link::Unlinked
    );
}
