//! The judge of `reconcile`: its sums are those of the provider's book, and its differences just what people's deeds
//! and the book disagree on.
//!
//! What is true comes from the ground truth and the ledger alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use uniac_core::assess::Attention;
use uniac_core::money::Currency;
use uniac_core::reconcile::{
    Difference, Facts, Kind, Period, Reason, Reconciliation, Side, When, reconcile,
};
use uniac_sandbox::LedgerRow;
use uniac_store::Payments;

use super::untidy::Sums;
use super::{Oracle, UNIT_MINOR};
use crate::commands::{Told, collected, collected_of, told};
use crate::life::{Life, Runner};
use crate::truth::Bill;

/// All days that a simulated world can have.
const EVER: Period = Period { from: Date::constant(1970, 1, 1), to: Date::constant(2199, 12, 31) };

/// What is left out for a period says nothing about it.
fn check_days(life: &Arc<Life>, facts: &Facts) {
    let orders = facts.orders.iter().flat_map(|order| &order.movements);
    let days = orders.filter_map(|row| match row.when {
        When::On(day) => Some(day),
        When::Between(..) | When::Unknown => None,
    });
    for day in days.collect::<BTreeSet<Date>>() {
        let period = Period { from: day, to: day };
        let all = reconcile(facts, period);
        let kept = reconcile(&collected_of(life, Runner::Steady, Some(period)), period);
        let told = |books: &Reconciliation| {
            format!("{:?} {:?} {:?}", books.sums, books.undated, books.differences)
        };
        assert_eq!(told(&kept), told(&all), "a row of {day} was left out");
    }
}

impl Oracle {
    /// Judges the three books at the end of a life.
    pub fn check_books(&self, life: &Arc<Life>) {
        // One that is off has not read what happened.
        if self.active.get(&Runner::Steady) != Some(&Some(true)) {
            return;
        }
        let facts = collected(life, Runner::Steady);
        let book = life.world().ledger().expect("the book is read");
        check_sums(life, &facts, &book);
        let told = told(life, Runner::Steady);
        let result = reconcile(&facts, EVER);
        check_days(life, &facts);
        let mut by_purchase: BTreeMap<usize, Vec<&Difference>> = BTreeMap::new();
        for difference in &result.differences {
            let paper = difference.order.as_ref().and_then(|order| self.truth.papers.get(order));
            by_purchase
                .entry(paper.map_or(usize::MAX, |p| p.purchase))
                .or_default()
                .push(difference);
            life.mark(format!("books/{}", difference.reason.name()));
        }
        let of = |order: &String| self.truth.papers.get(order).map(|paper| paper.purchase);
        let mut together = BTreeSet::new();
        for orders in result.purchases.iter().map(|purchase| &purchase.orders) {
            let purchases: BTreeSet<usize> = orders.iter().filter_map(of).collect();
            // An order that no person of this world made may be among them.
            if purchases.len() > 1 || orders.iter().any(|order| of(order).is_none()) {
                together.extend(purchases);
            }
        }
        // A credit note that tells no order may be another customer's.
        let is_strays = |d: &&Difference| d.attentions.contains(&Attention::CreditNotPlaced);
        for purchase in 0..self.truth.purchases.len() {
            let found = by_purchase.get(&purchase).map_or(&[][..], Vec::as_slice);
            let is_alone = !together.contains(&purchase) && !found.iter().any(is_strays);
            if is_alone && self.is_clear(purchase, &told) {
                self.check_differences(life, purchase, &book, found);
            }
        }
    }

    /// Returns whether everything of a purchase can be known by what the systems tell.
    fn is_clear(&self, purchase: usize, told: &BTreeMap<String, Told>) -> bool {
        let of = &self.truth.purchases[purchase];
        let mut papers = self.truth.papers_of(purchase);
        let is_known = papers.all(|(order, paper)| {
            let is_firm = told.get(order).is_some_and(|told| told.link.is_firm());
            let bills = paper.bills.iter();
            let is_plain = bills.clone().all(|b| b.loose == 0 && !b.is_shared && b.owes_no_less());
            is_firm && is_plain && !paper.is_misnamed && !paper.is_lost && !paper.is_unlinked
        });
        is_known && !of.payments.is_empty() && of.shop.is_some() && !of.is_named_by_others
    }

    /// What the documents ask for and the money that moved differ by just what the differences say.
    fn check_differences(
        &self,
        life: &Life,
        purchase: usize,
        book: &[LedgerRow],
        found: &[&Difference],
    ) {
        let rows = self.truth.rows(purchase, book);
        if rows.len() != self.truth.purchases[purchase].payments.len() {
            return;
        }
        // One that the customer replaced before the first look is known to nobody.
        let store = life.store(Runner::Steady);
        if rows.iter().any(|row| matches!(store.payment(&row.reference), Ok(None))) {
            return;
        }
        let held = Sums::of(&rows).held();
        let bills = || self.truth.papers_of(purchase).flat_map(|(_, paper)| &paper.bills);
        let asked: i64 = bills().filter(|bill| !bill.is_draft).map(Bill::takeable).sum();
        let told: i64 = found.iter().map(|difference| difference.signed_minor()).sum();
        // A payment in Uni never makes a refund due, so it counts only as far as nothing was captured for it.
        let rounding = UNIT_MINOR * i64::try_from(bills().count()).unwrap_or(0)
            + bills().map(|bill| bill.spared).sum::<i64>();
        let papers: Vec<_> = self.truth.papers_of(purchase).collect();
        assert!(
            (asked - held - told).abs() <= rounding,
            "the books differ by {}, and {told} is told: {found:#?} {:?} {papers:?} {rows:?}",
            asked - held,
            self.truth.purchases[purchase],
        );
        let money = |difference: &&&Difference| {
            difference.signed_minor() != 0 || difference.reason == Reason::Unreadable
        };
        if asked == held && self.truth.is_tidy(purchase) && bills().all(|bill| bill.paid == 0) {
            let net: Vec<_> = found.iter().filter(money).collect();
            let signed: i64 = net.iter().map(|difference| difference.signed_minor()).sum();
            assert!(net.is_empty() || signed == 0, "invented: {net:#?} {papers:?} {rows:?}");
            life.mark("books/agree");
        } else if asked != held {
            life.mark("books/differ");
        }
    }
}

/// The sums of each payment are those of the provider's book.
fn check_sums(life: &Life, facts: &Facts, book: &[LedgerRow]) {
    for row in book {
        let Some(payment) = facts.payments.get(&row.reference) else { continue };
        let currency: Currency = row.currency.parse().expect("a currency");
        for (kind, minor) in [
            (Kind::Captured, row.captured_minor),
            (Kind::Refunded, row.refunded_minor),
            (Kind::Released, row.cancelled_minor),
        ] {
            let rows = payment.movements.iter().filter(|movement| movement.kind == kind);
            let sum: i64 = rows
                .inspect(|movement| {
                    assert_eq!(
                        (movement.side, movement.money.currency),
                        (Side::Provider, currency)
                    );
                })
                .map(|movement| movement.money.minor)
                .sum();
            assert_eq!(sum, minor, "{} of {}: {payment:?} {row:?}", kind.name(), row.reference);
        }
        life.mark("books/sums");
    }
}
