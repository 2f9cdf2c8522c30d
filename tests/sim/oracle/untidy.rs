//! The judge of untidy worlds, at the moment when money moves: whose it is, and whether it is owed.
//!
//! It holds each effect against the ground truth that people keep. It must share no rule with uniac, and
//! ask it for nothing but the order that an act was announced for.

use uniac_core::act::{Act, Intent};
use uniac_sandbox::LedgerRow;
use uniac_store::Store;

use super::{Oracle, UNIT_MINOR, events, is_ours};
use crate::kinds::Kind;
use crate::life::{Life, Runner};
use crate::tally::Tally;
use crate::truth::{Bill, Purchase};

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
}

impl Oracle {
    /// Holds an effect that a request has just had against the truth.
    pub fn check_effect(&self, life: &Life, tally: &Tally, key: &str, book: &[LedgerRow]) {
        let Some(intent) = tally.sent.get(key) else { return };
        let has_it = |row: &&LedgerRow| row.events.iter().any(|e| e.key.as_deref() == Some(key));
        let row = book.iter().find(has_it).expect("the book shows the effect");
        let case = life.store(tally.runner).case(intent.order).expect("the store is read");
        let order = case.expect("an order").order.uni.number;
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
        let effect = Effect {
            intent,
            purchase,
            row,
            sums: Sums::of(&rows),
            foreign_on_old: Sums::of(&old).foreign(),
            runner: tally.runner,
            by_itself: tally.is_automatic(),
            is_known: !is_late && of.acted_at <= tally.deeds,
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
        assert!(sums.captured_by_us <= of.ever_invoiced, "R1: never invoiced: {intent:?} {sums:?}");
        if !effect.is_known {
            return;
        }
        let owed = self.truth.sum(effect.purchase, Bill::owed);
        // Nobody can know of a payment that was replaced before it was ever looked at.
        let held = sums.held() - effect.foreign_on_old;
        let papers = || self.truth.papers_of(effect.purchase).collect::<Vec<_>>();
        assert!(
            held <= owed,
            "R1: {held} is held and {owed} owed: {intent:?} {sums:?} {:?}",
            papers()
        );
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
        assert!(sums.refunded_by_us <= of.ever_credited, "R1: above the credits: {}", is_told());
        let ours = sums.captured_by_us + of.foreign_when_credited;
        let is_ours = sums.refunded_by_us <= ours || !Kind::PortalCaptureAfterCredit.is_on();
        assert!(is_ours, "R6: paid back what others took: {}", is_told());
        let credited = || self.truth.papers_of(effect.purchase).map(|(_, paper)| paper.lessened());
        let is_credited = sums.refunded_by_us <= credited().sum();
        assert!(is_credited || !effect.is_known, "R1: not credited: {}", is_told());
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

/// Reads may show what was true a while ago.
fn lags(life: &Life) -> bool {
    life.swarm.faults.iter().any(|(name, _)| *name == "lagging-read")
}
