//! What each invoice of a purchase has, after held money has passed from those that have too much to those that lack it.
//!
//! Pure. Only money that is surely the purchase's own passes, and together no more is held than is invoiced less credited.

use jiff::Timestamp;

use crate::ledger::{self, Balance, Ledger};
use crate::order::{DocumentId, OrderId};
use crate::purchase::Case;
use crate::settings::Era;

use super::company::Company;
use super::share::{drawn, left_of_our_own, link_of, paid, together};
use super::siblings::is_held;

/// Returns the balances of an order, after held money has passed from the invoices of its shop order that have too much
/// to those that lack it.
///
/// `is_foreign`: others than uniac have captured on its payments; what of it the other orders hold is not looked at here.
pub(super) fn ledger(case: &Case, company: &Company, now: Timestamp, is_foreign: bool) -> Ledger {
    let paid = paid(case, company);
    let mut ledger = ledger::allot(&case.order, &case.earlier, &case.intents, &paid, &company.key);
    let beside = drawn(case).skip(usize::from(case.order.payment.is_some()));
    ledger.capturable += beside.map(|payment| ledger.reserved_on(&payment.reference)).sum::<i64>();
    let others = together(case).skip(1).map(|other| (other, left_of_our_own(other, company)));
    let others: Vec<(&Case, Ledger)> = others.collect();
    let mut excess = Excess::of(others.iter().map(|(_, theirs)| theirs).chain([&ledger]));
    if !may_pass(case, now) {
        for balance in &mut ledger.balances {
            excess.set_off(balance);
        }
        return ledger;
    }
    let mut all: Vec<(OrderId, Balance)> = passable(case, &ledger);
    let mut paid = paid_in_uni(case, &ledger);
    for (other, theirs) in others.iter().filter(|(other, _)| are_partners(case, other, now)) {
        paid.extend(paid_in_uni(other, theirs));
        if !is_foreign {
            all.extend(passable(other, theirs));
        }
    }
    all.sort_by_key(|(order, balance)| (balance.invoice, *order));
    for (_, balance) in &mut all {
        excess.set_off(balance);
    }
    pass_on(&mut all);
    for balance in &mut ledger.balances {
        let is_it = |(order, b): &&(OrderId, Balance)| {
            *order == case.order.uni.id && b.invoice == balance.invoice
        };
        match all.iter().find(is_it) {
            Some((_, passed)) => {
                balance.passed_in = passed.passed_in;
                balance.passed_out = passed.passed_out;
                balance.set_off = passed.set_off;
                balance.set_off_withdrawn = passed.set_off_withdrawn;
            }
            None => excess.set_off(balance),
        }
        let notes: Vec<DocumentId> = ledger.placing.notes_on(balance.invoice).collect();
        let unit = case.order.uni.currency.unit();
        balance.is_perhaps_matched = paid.iter().any(|later| {
            let is_anew = notes.iter().any(|note| *note < later.invoice);
            let matched = balance.refund_due().min(later.stands() - later.captured());
            is_anew && matched > 0 && (later.paid_otherwise - matched).abs() <= unit
        });
    }
    ledger
}

/// Money of the purchase that no final invoice asks for, minor units: for no other one as much is taken.
struct Excess {
    /// By how much credit notes are above their invoices.
    credited: i64,
    /// What is held for invoices that are not final any more.
    withdrawn: i64,
}

impl Excess {
    /// Sums it up over the orders of a purchase.
    fn of<'a>(ledgers: impl Iterator<Item = &'a Ledger>) -> Excess {
        let mut excess = Excess { credited: 0, withdrawn: 0 };
        for balance in ledgers.flat_map(|ledger| &ledger.balances) {
            excess.credited += balance.excess();
            excess.withdrawn += balance.withdrawn();
        }
        excess
    }

    /// Leaves it out of what an invoice lacks; the oldest is asked first.
    fn set_off(&mut self, balance: &mut Balance) {
        balance.set_off = balance.missing().min(self.credited);
        self.credited -= balance.set_off;
        balance.set_off_withdrawn = (balance.missing() - balance.set_off).min(self.withdrawn);
        self.withdrawn -= balance.set_off_withdrawn;
    }
}

fn may_pass(case: &Case, now: Timestamp) -> bool {
    link_of(case).is_firm() && !is_held(case, now)
}

/// Returns whether money may pass between two orders of a purchase: they are of the same order of the shop.
fn are_partners(case: &Case, other: &Case, now: Timestamp) -> bool {
    let shop = |case: &Case| case.order.shop.as_ref().map(|shop| shop.id.clone());
    shop(case).is_some() && shop(case) == shop(other) && may_pass(other, now)
}

/// Returns the balances of invoices between which money may pass: of the auto era, exact, and not paid otherwise. One that was
/// paid otherwise in part, by gift card for instance, passes on what is to be paid back of it: back with the customer it may
/// not be there to be taken again.
fn passable(case: &Case, ledger: &Ledger) -> Vec<(OrderId, Balance)> {
    let order = case.order.uni.id;
    let may = |balance: &&Balance| balance.paid_otherwise == 0 || balance.refund_due() > 0;
    in_turn(case, ledger).filter(may).map(|balance| (order, balance.clone())).collect()
}

/// Returns the balances of invoices that would be among those but for what Uni shows as paid on them, and no person has
/// said that it was paid otherwise.
fn paid_in_uni(case: &Case, ledger: &Ledger) -> Vec<Balance> {
    let is_said = |balance: &Balance| case.kept.paid_by_word.contains_key(&balance.invoice);
    let paid = in_turn(case, ledger).filter(|balance| balance.paid_otherwise > 0);
    paid.filter(|balance| !is_said(balance)).cloned().collect()
}

/// Returns the balances of invoices of the auto era that are final and exact.
fn in_turn<'a>(case: &'a Case, ledger: &'a Ledger) -> impl Iterator<Item = &'a Balance> {
    let is_exact = |id: DocumentId| {
        let mut documents = case.order.documents.iter();
        documents.all(|document| document.id != id || document.inexact.is_none())
    };
    ledger.balances.iter().filter(move |balance| {
        case.eras.get(&balance.invoice) == Some(&Era::Auto)
            && !balance.is_withdrawn
            && is_exact(balance.invoice)
    })
}

/// Passes what one invoice has too much to the next that lacks it.
fn pass_on(all: &mut [(OrderId, Balance)]) {
    for from in 0..all.len() {
        for to in 0..all.len() {
            let (Some((_, giver)), Some((_, taker))) = (all.get(from), all.get(to)) else { return };
            let passed = giver.refund_due().min(taker.capture_due());
            if passed <= 0 {
                continue;
            }
            if let Some((_, giver)) = all.get_mut(from) {
                giver.passed_out += passed;
            }
            if let Some((_, taker)) = all.get_mut(to) {
                taker.passed_in += passed;
            }
        }
    }
}
