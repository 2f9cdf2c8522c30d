//! What speaks against a link that a person is about to make: more is claimed than there is, the shop's order is
//! another order's, or it has another customer.
//!
//! It warns and decides nothing: a person can know more than the three systems.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use uniac_core::assess::{Company, assess, claim};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{OrderId, ShopOrder};
use uniac_core::purchase::Case;
use uniac_store::LinkWord;
use uniac_texts::t;

use crate::cli::order_view::purchase::by_number;
use crate::cli::view::moment;

/// A sentence that speaks against links, and the orders that it is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Against {
    /// The orders.
    pub orders: BTreeSet<OrderId>,
    /// The sentence.
    pub text: String,
}

/// What the orders claim from, in the sentence that says so.
enum Has {
    /// An order of the shop.
    Order(String),
    /// Several orders of the shop.
    Orders(String),
    /// A payment.
    Payment(String),
}

impl Has {
    fn words(&self, there_is: Money) -> String {
        match self {
            Has::Order(number) => t!("against-has-order", order = number, sum = there_is),
            Has::Orders(numbers) => t!("against-has-orders", orders = numbers, sum = there_is),
            Has::Payment(reference) => {
                t!("against-has-payment", payment = reference, sum = there_is)
            }
        }
    }
}

/// Returns what speaks against the words, by the orders as they would be after them.
pub fn against(
    words: &[LinkWord],
    after: &[Case],
    company: &Company,
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<Against> {
    let mut all: Vec<Against> = Vec::new();
    for case in after {
        let is_chosen = words.iter().any(|word| word.chosen && word.order == case.order.uni.id);
        let strangers = is_chosen.then(|| others_order(case, words, company, now)).flatten();
        let is_strangers = strangers.is_some();
        all.extend(strangers);
        // Of a merged order one number can be a stranger's, whatever the others are.
        all.extend(case.shop_orders().filter_map(|shop| other_customer(case, shop, zone)));
        if is_strangers {
            continue; // nobody needs the sums to see that it is wrong
        }
        let above = above_the_shops(case, company, now);
        let above = above.or_else(|| above_the_payment(case, company, now));
        all.extend(above.filter(|above| all.iter().all(|known| known.text != above.text)));
    }
    all
}

/// More is claimed than the shop's order has; of a merged order than all of its shop orders have.
fn above_the_shops(case: &Case, company: &Company, now: Timestamp) -> Option<Against> {
    let own = case.order.shop.as_ref()?;
    let total = case.shop_total_minor()?;
    let same = |other: &Case| other.shop_orders().any(|shop| shop.id == own.id);
    let numbers: Vec<&str> = case.shop_orders().map(|shop| shop.number.as_str()).collect();
    let have = match numbers.as_slice() {
        [one] => Has::Order((*one).to_owned()),
        several => Has::Orders(several.join(&t!("list-and"))),
    };
    above(case, &claimants(case, same, company, now), total, have, company)
}

/// More is claimed than was reserved on the payment that several shop orders name.
fn above_the_payment(case: &Case, company: &Company, now: Timestamp) -> Option<Against> {
    let payment = case.order.payment.as_ref().filter(|_| !case.is_merged())?;
    let same = |other: &Case| {
        let mut theirs = other.shop_orders().map(|shop| shop.payment_reference.as_deref());
        theirs.any(|reference| reference == Some(&payment.reference))
    };
    let have = Has::Payment(payment.reference.clone());
    let claimants = claimants(case, same, company, now);
    above(case, &claimants, payment.authorised_minor, have, company)
}

/// Returns the orders that would surely draw on the same thing, the order itself first.
fn claimants<'a>(
    case: &'a Case,
    same: impl Fn(&Case) -> bool,
    company: &Company,
    now: Timestamp,
) -> Vec<&'a Case> {
    let draws = |other: &&Case| {
        same(other) && claim(other, company.terms) > 0 && assess(other, company, now).link.is_firm()
    };
    std::iter::once(case).chain(case.ties.siblings.iter().filter(draws)).collect()
}

fn above(
    case: &Case,
    claimants: &[&Case],
    there_is: i64,
    have: Has,
    company: &Company,
) -> Option<Against> {
    let currency = case.order.uni.currency;
    let claims = claimants.iter().map(|case| claim(case, company.terms));
    let sum = claims.fold(0, i64::saturating_add);
    if sum <= there_is.saturating_add(currency.unit()) {
        return None;
    }
    let mut numbers: Vec<&str> = claimants.iter().map(|c| c.order.uni.number.as_str()).collect();
    numbers.sort_by(|one, other| by_number(one, other));
    let (sum, there_is) = (Money::new(sum, currency), Money::new(there_is, currency));
    let text = match numbers.as_slice() {
        [one] => t!("against-one", order = *one, sum = sum, has = have.words(there_is)),
        several => t!(
            "against-several",
            orders = several.join(&t!("list-and")),
            sum = sum,
            has = have.words(there_is)
        ),
    };
    Some(Against { orders: claimants.iter().map(|case| case.order.uni.id).collect(), text })
}

/// The shop's order is another order's already.
fn others_order(
    case: &Case,
    words: &[LinkWord],
    company: &Company,
    now: Timestamp,
) -> Option<Against> {
    let shop = case.order.shop.as_ref()?;
    let is_named = |other: &Case| words.iter().any(|word| word.order == other.order.uni.id);
    let is_its = |other: &&Case| {
        other.order.shop.as_ref().is_some_and(|theirs| theirs.id == shop.id)
            && !is_named(other)
            && assess(other, company, now).link.is_firm()
    };
    let theirs: Vec<String> = case.ties.siblings.iter().filter(is_its).map(order_words).collect();
    (!theirs.is_empty()).then(|| Against {
        orders: BTreeSet::from([case.order.uni.id]),
        text: t!(
            "against-others-order",
            shop = &shop.number,
            orders = theirs.join(&t!("list-and"))
        ),
    })
}

/// The shop's order has another customer.
fn other_customer(case: &Case, shop: &ShopOrder, zone: &TimeZone) -> Option<Against> {
    let is_other = case.order.uni.buyer.agrees(&shop.bought.buyer) == Some(false);
    is_other.then(|| Against {
        orders: BTreeSet::from([case.order.uni.id]),
        text: t!(
            "against-other-customer",
            shop = shop_words(shop, case.order.uni.currency, zone),
            order = order_words(case)
        ),
    })
}

/// Returns an order of Uni in words: `order 100045 (Kari Nordmann, NOK 499.00)`.
pub fn order_words(case: &Case) -> String {
    let uni = &case.order.uni;
    let total = Money::new(uni.total_minor, uni.currency);
    match uni.customer.trim() {
        "" => t!("order-words", order = &uni.number, sum = total),
        customer => {
            t!("order-words-customer", order = &uni.number, customer = customer, sum = total)
        }
    }
}

/// Returns an order of the shop in words: `order 5045 (NOK 499.00, 2026-03-10)`. The customer's name is not kept.
pub fn shop_words(shop: &ShopOrder, currency: Currency, zone: &TimeZone) -> String {
    let total = shop.total(currency).map(uniac_texts::amount);
    let day = shop.bought.at.map(|at| moment::day(zone.to_datetime(at).date()));
    let known: Vec<String> = total.into_iter().chain(day).collect();
    match known.is_empty() {
        true => t!("shop-words-bare", order = &shop.number),
        false => t!("shop-words", order = &shop.number, facts = known.join(", ")),
    }
}
