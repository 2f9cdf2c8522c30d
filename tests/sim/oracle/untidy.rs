//! The judge of untidy worlds, at the moment when money moves: whose it is, and whether it is owed.
//!
//! It holds each effect against the ground truth that people keep. It must share no rule with uniac, and
//! ask it for nothing but the order that an act was announced for.

use std::collections::BTreeSet;

use uniac_core::act::{Act, Intent};
use uniac_sandbox::LedgerRow;
use uniac_store::Store;

use super::{Oracle, UNIT_MINOR, events, is_ours};
use crate::kinds::Kind;
use crate::life::{Life, Runner};
use crate::tally::Tally;
use crate::truth::{Bill, Paper, Purchase};

/// What the book says of all payments of a purchase.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sums {
    pub(super) authorised: i64,
    pub(super) captured: i64,
    pub(super) refunded: i64,
    pub(super) cancelled: i64,
    pub(super) captured_by_us: i64,
    pub(super) refunded_by_us: i64,
}

impl Sums {
    pub(super) fn of(rows: &[&LedgerRow]) -> Sums {
        let mut sums = Sums::default();
        for row in rows {
            let ours = |kind| -> i64 {
                events(row, kind).filter(|event| is_ours(event)).map(|e| e.amount_minor).sum()
            };
            sums.authorised += row.authorised_minor;
            sums.captured += row.captured_minor;
            sums.refunded += row.refunded_minor;
            sums.cancelled += row.cancelled_minor;
            sums.captured_by_us += ours("capture");
            sums.refunded_by_us += ours("refund");
        }
        sums
    }

    pub(super) fn held(&self) -> i64 {
        self.captured - self.refunded
    }

    /// What is still reserved.
    pub(super) fn rest(&self) -> i64 {
        self.authorised - self.captured - self.cancelled
    }

    pub(super) fn foreign(&self) -> i64 {
        self.captured - self.captured_by_us
    }
}

/// An effect of uniac that has just come, with all that is known of whose it is.
struct Effect<'a> {
    intent: &'a Intent,
    purchase: usize,
    /// The row of the book that has it.
    row: &'a LedgerRow,
    sums: Sums,
    /// What others took on payments that were replaced.
    foreign_on_old: i64,
    runner: Runner,
    /// The process that sent it is the automation.
    by_itself: bool,
    /// The process could know all that people did with the purchase.
    is_known: bool,
    /// The bill that the act is for, and what uniac has taken for it less what it has paid back.
    bill: Option<(&'a Bill, i64)>,
}

impl Oracle {
    /// Holds an effect that a request has just had against the truth.
    pub fn check_effect(&self, life: &Life, tally: &Tally, key: &str, book: &[LedgerRow]) {
        let Some(intent) = tally.sent.get(key) else { return };
        let has_it = |row: &&LedgerRow| row.events.iter().any(|e| e.key.as_deref() == Some(key));
        let row = book.iter().find(has_it).expect("the book shows the effect");
        let case = life.store(tally.runner).case(intent.order).expect("the store is read");
        let known = case.expect("an order").order;
        let order = known.uni.number;
        let purchase = self.truth.paper(&order).purchase;
        let of = &self.truth.purchases[purchase];
        // R2, R3: whatever the order's reference says now.
        assert!(
            of.payments.contains(&row.reference),
            "R2: the money of {} is another's than that of {order} ({}): {intent:?} {of:?}",
            row.reference,
            of.customer
        );
        let rows = self.truth.rows(purchase, book);
        let is_old = |row: &&&LedgerRow| Some(&row.reference) != of.payments.last();
        let old: Vec<&LedgerRow> = rows.iter().filter(is_old).copied().collect();
        let is_late = self.is_clock_wrong || lags(life);
        let document = known.documents.iter().find(|document| Some(document.id) == intent.document);
        let number = document.map(|document| &document.number);
        let mut bills = self.truth.paper(&order).bills.iter();
        let bill = bills.find(|bill| number.is_some() && bill.number.as_ref() == number);
        let effect = Effect {
            intent,
            purchase,
            row,
            sums: Sums::of(&rows),
            foreign_on_old: Sums::of(&old).foreign(),
            runner: tally.runner,
            by_itself: tally.is_automatic(),
            is_known: !is_late && of.acted_at <= tally.deeds,
            bill: bill.map(|bill| (bill, kept_of(life, &rows, intent))),
        };
        match intent.act {
            Act::Capture => self.check_capture(&effect, of),
            Act::Refund => self.check_refund(&effect, of),
            Act::Cancel => self.check_untidy_release(&effect, of),
            _ => return,
        }
        let known = if effect.is_known { "all is known" } else { "people act meanwhile" };
        life.mark(format!("judged/{}/{known}", intent.act.name()));
    }

    /// R1 and R6: no more is held than invoices ask for, and what people paid back is not taken again.
    fn check_capture(&self, effect: &Effect, of: &Purchase) {
        let (sums, intent) = (effect.sums, effect.intent);
        // A person may take again what was paid back in the portal.
        let again = if effect.by_itself { 0 } else { sums.refunded - sums.refunded_by_us };
        let most = of.ever_invoiced + again;
        assert!(sums.captured_by_us <= most, "R1: never invoiced: {intent:?} {sums:?}");
        if !effect.is_known {
            return;
        }
        // What was paid otherwise makes no refund due, and is no bound of what is held; it is one of what is taken now.
        let owed = self.truth.sum(effect.purchase, Bill::gross);
        if let Some((bill, taken)) = effect.bill {
            let most = bill.takeable() + again;
            assert!(taken <= most, "R1: {taken} of {most} is taken: {intent:?} {bill:?}");
        }
        // Nobody can know of a payment that was replaced before it was ever looked at.
        let held = sums.held() - effect.foreign_on_old;
        let papers = || self.truth.papers_of(effect.purchase).collect::<Vec<_>>();
        assert!(
            held <= owed,
            "R1: {held} is held and {owed} owed: {intent:?} {sums:?} {:?}",
            papers()
        );
        // What is credited above one invoice is not taken for another.
        let bills = self.truth.papers_of(effect.purchase).flat_map(|(_, paper)| &paper.bills);
        let less = bills.filter(|bill| !bill.is_draft).map(Bill::less_credited).sum::<i64>();
        let is_within = of.strands > 0 || held <= less;
        assert!(is_within, "R1: {held} is held of {less}: {intent:?} {sums:?} {:?}", papers());
        if !effect.by_itself {
            return;
        }
        assert!(!of.given_up, "R6: given up in the shop: {intent:?} {of:?}");
        // What others paid back beyond the credits is their affair.
        let refunded_elsewhere = sums.refunded - sums.refunded_by_us;
        let for_credits = refunded_elsewhere.min((of.ever_credited - sums.refunded_by_us).max(0));
        let taken = sums.captured - effect.foreign_on_old - sums.refunded_by_us - for_credits;
        assert!(
            taken <= owed,
            "R6: taken again what was paid back by hand: {intent:?} {sums:?} {:?}",
            papers()
        );
    }

    /// R1 and R6: no more is paid back than credited, and nothing that others took after the credit.
    fn check_refund(&self, effect: &Effect, of: &Purchase) {
        if !effect.by_itself {
            return;
        }
        let (sums, intent) = (effect.sums, effect.intent);
        let is_told = || format!("{intent:?} {sums:?} {of:?}");
        self.check_correcting(effect, of);
        // What is held above an invoice that was opened again and made smaller is due back as well.
        let lessened = of.ever_credited + of.ever_lowered;
        assert!(sums.refunded_by_us <= lessened, "R1: above the credits: {}", is_told());
        let ours = sums.captured_by_us + of.foreign_when_credited;
        // Which was first, the capture or the credit note, is told by their moments.
        let is_ours = sums.refunded_by_us <= ours
            || self.is_clock_wrong
            || !Kind::PortalCaptureAfterCredit.is_on();
        assert!(is_ours, "R6: paid back what others took: {}", is_told());
        let credited = || self.truth.papers_of(effect.purchase).map(|(_, paper)| paper.lessened());
        let is_credited = sums.refunded_by_us <= credited().sum::<i64>() + of.ever_lowered;
        // A note that was taken back made what it had paid back due again: it was taken anew, and can be credited anew.
        let is_all_there = sums.held() >= self.truth.sum(effect.purchase, Bill::gross);
        let is_right = is_credited || is_all_there || !effect.is_known;
        assert!(is_right, "R1: not credited: {}", is_told());
        // What a person paid back for a credit note is not paid back again.
        if let (Some(left), true) = (self.only_bill(effect.purchase), effect.is_known) {
            let least = left.owed() - left.loose;
            assert!(sums.held() >= least, "R1: {least} is owed, and less is left: {}", is_told());
        }
    }

    /// While somebody corrects, nothing is paid back by itself: a draft of any order of the purchase says so.
    fn check_correcting(&self, effect: &Effect, of: &Purchase) {
        // Of one that does not surely stem from it nobody knows whom it is about.
        let doubts = [Kind::CustomerEdited, Kind::NumberUsedAgain, Kind::ReferenceEdited];
        let is_sure = !of.is_collective
            && !of.is_named_by_others
            && doubts.iter().all(|kind| !of.kinds.contains(kind));
        if !effect.is_known || !is_sure {
            return;
        }
        for (number, paper) in self.truth.papers_of(effect.purchase) {
            let is_its = !paper.is_misnamed && !paper.is_lost && !paper.is_unlinked;
            let corrects = is_its && paper.has_draft();
            assert!(!corrects, "{number} has a draft: {:?} {paper:?}", effect.intent);
        }
    }

    /// Returns the invoice of a purchase that has one order with one invoice.
    fn only_bill(&self, purchase: usize) -> Option<&Bill> {
        let mut papers = self.truth.papers_of(purchase);
        let (Some((_, paper)), None) = (papers.next(), papers.next()) else { return None };
        let [bill] = paper.bills.as_slice() else { return None };
        Some(bill)
    }

    /// R5: the automation releases only what nothing can still need.
    fn check_untidy_release(&self, effect: &Effect, of: &Purchase) {
        if !effect.is_known || self.truth.is_tidy(effect.purchase) {
            return;
        }
        let papers: Vec<_> = self.truth.papers_of(effect.purchase).collect();
        let is_told = || format!("{:?} {:?} {of:?} {papers:?}", effect.intent, effect.sums);
        let is_replaced = of.payments.last() != Some(&effect.row.reference);
        let needs = papers.iter().any(|(_, paper)| {
            !paper.is_unlinked && !paper.is_misnamed && (paper.is_open() || paper.has_draft())
        });
        assert!(!needs || is_replaced, "R5: somebody needs it: {}", is_told());
        if !effect.by_itself {
            return;
        }
        assert!(!is_replaced, "R5: a replaced payment is a person's: {}", is_told());
        // An order that carries another number now cannot be known to need this payment.
        let is_misnamed = papers.iter().any(|(_, paper)| paper.is_misnamed || paper.is_unlinked);
        let owed = self.truth.sum(effect.purchase, Bill::owed);
        assert!(is_misnamed || effect.sums.held() >= owed, "R5: not settled: {}", is_told());
        // Of orders that are all invoiced and settled nothing is released but roundings, unless another
        // of the purchase was dropped.
        let is_over = papers.iter().any(|(_, paper)| paper.deleted || paper.is_unlinked);
        let is_rounding = effect.intent.money.minor <= UNIT_MINOR;
        assert!(is_over || is_rounding, "R5: of a living order: {}", is_told());
        // What was not taken for an order that lives is left over of that one.
        let lives = |paper: &Paper| !paper.deleted && !paper.is_unlinked && !paper.is_misnamed;
        let living = papers.iter().filter(|(_, paper)| lives(paper) && !paper.is_lost);
        let living: i64 = living.map(|(_, paper)| paper.total - paper.gift).sum();
        let is_taken = living <= effect.sums.captured + UNIT_MINOR;
        assert!(is_taken || is_rounding, "R5: left over of a living order: {}", is_told());
        for (number, paper) in papers.iter().filter(|(_, paper)| paper.deleted) {
            let predates = self.predating.contains(&(effect.runner, (*number).clone()));
            let is_all = papers.len() == 1;
            assert!(
                !(predates && is_all) || is_rounding,
                "dropped before: {paper:?} {}",
                is_told()
            );
        }
    }
}

/// Returns what uniac has taken on payments for the invoice of an act, as far as it is the order's, less what it has paid
/// back.
fn kept_of(life: &Life, rows: &[&LedgerRow], act: &Intent) -> i64 {
    let mut keys = BTreeSet::new();
    for runner in [Runner::Steady, Runner::Other] {
        let journal = life.store(runner).journal(None).expect("the journal is read");
        let is_its = |i: &Intent| (i.order, i.document) == (act.order, act.document);
        let its = journal.into_iter().filter(|(_, intent)| is_its(intent));
        keys.extend(its.map(|(_, intent)| intent.key));
    }
    let events = rows.iter().flat_map(|row| &row.events);
    let its = events.filter(|event| event.key.as_ref().is_some_and(|key| keys.contains(key)));
    let signed = its.map(|event| match event.kind {
        "capture" => event.amount_minor,
        "refund" => -event.amount_minor,
        _ => 0,
    });
    signed.sum()
}

/// Reads may show what was true a while ago.
fn lags(life: &Life) -> bool {
    life.swarm.faults.iter().any(|(name, _)| *name == "lagging-read")
}
