//! Untidy people: what they do is drawn from a generator of its own, so that tidy worlds stay as they are.
//!
//! Each deed is one that a person can do in the real systems, and is told to the ground truth. A deed that
//! cannot be done now is not done, and nothing is told.

mod credits;
mod invoices;
mod orders;
mod shop;

use std::sync::Arc;

use fastrand::Rng;
use uniac_sandbox::{Brand, Wish};
use uniac_store::{LinkWord, Store};

use crate::kinds::Kind;
use crate::life::{Life, Runner};
use crate::people;

pub use credits::credit_one;

/// The most orders of one world, beside a crowd, when people copy and part them.
const ORDERS_MAX: usize = 8;

const FIRST_NAMES: [&str; 16] = [
    "Ågot", "Brynjar", "Dagrun", "Eskil", "Frøydis", "Gaute", "Hedvig", "Ivar", "Jorunn", "Ketil",
    "Ludvig", "Målfrid", "Njål", "Oddny", "Peder", "Reidun",
];

const LAST_NAMES: [&str; 16] = [
    "Aurdal",
    "Bjerkli",
    "Dyrnes",
    "Elgsæter",
    "Fossmo",
    "Grøthaug",
    "Heggvik",
    "Isakstad",
    "Kjølberg",
    "Lauvås",
    "Mosengen",
    "Nesvold",
    "Ormestøl",
    "Plassen",
    "Rønnebu",
    "Smedstad",
];

/// Returns a name that nobody else has: of any two at most one word is the same.
fn new_name(life: &Life) -> String {
    let index = life.draw_untidy(|_, names| {
        *names += 1;
        *names
    });
    let (first, last) = (index % 16, (index / 16 + index * 5) % 16);
    format!("{} {}", FIRST_NAMES[first], LAST_NAMES[last])
}

/// Draws from the generator of untidy deeds.
fn draw<T>(life: &Life, draw: impl FnOnce(&mut Rng) -> T) -> T {
    life.draw_untidy(|rng, _| draw(rng))
}

/// Lets somebody do something untidy, if the world's people are so; returns whether it was done.
pub fn act(life: &Arc<Life>) -> bool {
    if !life.temper.is_untidy() || draw(life, |rng| rng.u32(0..1000)) >= life.temper.rate {
        return false;
    }
    if draw(life, |rng| rng.u32(0..12)) == 0 && say(life) {
        return true;
    }
    let Some(kind) = draw(life, |rng| life.temper.pick(rng)) else { return false };
    let mut orders: Vec<String> = life.oracle().truth.papers.keys().cloned().collect();
    draw(life, |rng| rng.shuffle(&mut orders));
    let done = orders.iter().any(|order| does(life, kind, order));
    if done {
        life.mark(format!("untidy/{}", kind.name()));
    }
    done
}

/// Does something of a kind with an order; returns whether it could be done.
fn does(life: &Life, kind: Kind, order: &str) -> bool {
    match kind {
        Kind::ImportedTwice | Kind::Copied => orders::copy(life, kind, order),
        Kind::CopyDropped | Kind::OriginalDropped => orders::drop_one(life, kind, order),
        Kind::Split => orders::split(life, order),
        Kind::Mistyped => orders::mistype(life, order),
        Kind::ReferenceEdited => orders::edit_reference(life, order),
        Kind::NumberUsedAgain => orders::use_number_again(life, order),
        Kind::CustomerEdited => orders::edit_customer(life, order),
        Kind::TypedDiscount | Kind::TypedFreight | Kind::TypedAlone => {
            invoices::typed(life, kind, order)
        }
        Kind::InvoicedTogether => invoices::together(life, order),
        Kind::Draft => invoices::draft(life, order),
        Kind::DraftDiscarded => invoices::go_on(life, kind, order),
        Kind::Reopened => invoices::reopen(life, order),
        Kind::PaidByBank | Kind::PaidByBankInPart => invoices::pay_by_bank(life, kind, order),
        Kind::TypedCredit | Kind::CreditWithoutReference | Kind::CreditUntraced => {
            credits::untraced(life, kind, order)
        }
        Kind::CreditOverTwo => credits::over_two(life, order),
        Kind::CreditTakenBack => credits::take_back(life, order),
        Kind::InvoicedAnew => credits::anew(life, order),
        Kind::Exchanged => credits::exchange(life, order),
        Kind::DraftCredit => credits::draft(life, order),
        Kind::PaidAgain => shop::pay_again(life, order),
        Kind::CancelledInShop | Kind::BinnedInShop => shop::give_up(life, kind, order),
        Kind::PortalCapture | Kind::PortalRefund | Kind::PortalCancel => {
            let minor = draw(life, |rng| rng.i64(1..50_000));
            if kind == Kind::PortalRefund {
                return credits::refund_by_hand(life, order, minor);
            }
            people::portal(life, kind, order, minor)
        }
        Kind::PortalCaptureAfterCredit => {
            let minor = draw(life, |rng| rng.i64(1..50_000));
            let is_credited = life.oracle().truth.purchase_of(order).ever_credited > 0;
            is_credited && people::portal(life, Kind::PortalCapture, order, minor)
        }
        // These are matters of the order's first day.
        Kind::GiftCard | Kind::Company | Kind::Collective | Kind::LateImport => false,
    }
}

/// Returns what a customer of an untidy world wants.
pub fn wish(life: &Life, lines: u32, minor: i64, currency: &str) -> Option<Wish> {
    if !life.temper.is_untidy() {
        return None;
    }
    let customer = new_name(life);
    let likes = |kind| draw(life, |rng| life.temper.likes(kind, rng));
    let company = likes(Kind::Company).then(|| {
        let word = customer.split(' ').next_back().unwrap_or_default();
        format!("{word} Handel AS")
    });
    let gift_minor = if likes(Kind::GiftCard) { draw(life, |rng| rng.i64(1..minor)) } else { 0 };
    let hours_ago = if likes(Kind::LateImport) { draw(life, |rng| rng.u32(20..40)) } else { 0 };
    Some(Wish {
        currency: Some(currency.to_owned()),
        gift_minor,
        customer: Some(customer),
        company,
        collective: life.temper.is_collective,
        hours_ago,
        ..Wish::new(Brand::Vipps, lines, minor)
    })
}

/// Tells the truth what is not tidy about a purchase on its first day; the import may read it twice.
pub fn bought(life: &Life, order: &str, wish: &Wish) {
    let found = [
        (Kind::GiftCard, wish.gift_minor > 0),
        (Kind::Company, wish.company.is_some()),
        (Kind::Collective, wish.collective),
        (Kind::LateImport, wish.hours_ago > 0),
    ];
    for (kind, _) in found.into_iter().filter(|(_, is_so)| *is_so) {
        life.oracle().truth.untidy(order, kind).is_collective = wish.collective;
        life.mark(format!("untidy/{}", kind.name()));
    }
    let is_twice = draw(life, |rng| life.temper.likes(Kind::ImportedTwice, rng));
    if is_twice && orders::copy(life, Kind::ImportedTwice, order) {
        life.mark(format!("untidy/{}", Kind::ImportedTwice.name()));
    }
}

/// A person who knows the truth says whether an order stems from the shop's order that it names.
fn say(life: &Life) -> bool {
    let store = life.store(Runner::Steady);
    let mut known = Vec::new();
    let read = store.cases(&mut |case| {
        let shop = case.order.shop.as_ref().map(|shop| (shop.id.clone(), shop.number.clone()));
        known.extend(shop.map(|shop| (case.order.uni.id, case.order.uni.number.clone(), shop)));
        Ok(())
    });
    read.expect("the store is read");
    if known.is_empty() || life.is_meanwhile() {
        return false;
    }
    let (id, order, (shop, number)) =
        known.swap_remove(draw(life, |rng| rng.usize(0..known.len())));
    let linked = {
        let oracle = life.oracle();
        let (paper, purchase) = (oracle.truth.paper(&order), oracle.truth.purchase_of(&order));
        // Which of several copies is the real one, and which of two orders has a number, shows later.
        let is_told = purchase.kinds.contains(&Kind::NumberUsedAgain) || purchase.strands > 0;
        if paper.by_hand && !paper.is_misnamed || is_told {
            return false;
        }
        purchase.shop.as_ref() == Some(&number)
    };
    let at = life.clock.now();
    let word = LinkWord {
        order: id,
        shop,
        linked,
        chosen: false,
        by: "kari".to_owned(),
        reason: None,
        at,
    };
    store.say_link(&word).expect("a word is kept");
    life.tell(|| format!(" kari: {order} stems from {number}: {linked}"));
    life.mark(if linked { "word/linked" } else { "word/unlinked" });
    life.oracle().truth.deed(&order).is_unlinked = !linked;
    true
}
