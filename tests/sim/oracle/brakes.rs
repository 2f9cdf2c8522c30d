//! The judge of the brakes: no more releases or refunds go by themselves than a day brings.
//!
//! It counts in its own words what the wire has seen and the book shows, never what uniac counts.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uniac_core::act::{Intent, Operation, OutcomeKind};
use uniac_core::order::OrderId;
use uniac_sandbox::LedgerRow;
use uniac_store::Store;

use super::{Oracle, events};
use crate::commands::told;
use crate::life::{Life, Runner};
use crate::tally::{Tally, counts_for_a_brake};

/// So many orders a day are never too many.
const FREE: usize = 10;

impl Oracle {
    /// Holds an act of the automation against the brake on it, as the design words it: with more than
    /// ten orders within 24 hours that are more than a tenth of all, none goes that nobody let go.
    pub fn check_brakes(
        &mut self,
        life: &Life,
        tally: &Tally,
        intent: &Intent,
        book: &[LedgerRow],
    ) {
        let operation = intent.act.operation();
        let has_a_brake = matches!(operation, Operation::Cancel | Operation::Refund);
        if !has_a_brake || !counts_for_a_brake(intent, operation) {
            return;
        }
        let now = tally.counted(operation);
        let mut orders = now.clone();
        orders.extend(self.lately(life, tally.runner, operation));
        let out_of = out_of(operation, book, life.clock.now());
        let too_many = orders.len() > FREE && orders.len() * 10 > out_of;
        let let_go = tally.ask.as_ref().map_or(0, |ask| ask.let_go);
        assert!(
            !too_many || now.len() <= let_go,
            "not braked: {operation} of {orders:?} of {out_of}, {let_go} let go: {intent:?}"
        );
        if too_many {
            life.mark("brake/let go");
        }
        if intent.at >= tally.began {
            self.by_itself.insert(intent.key.clone(), (tally.runner, intent.clone()));
        }
    }

    /// Returns the orders on which the automation began such an act within the last 24 hours that was
    /// not refused.
    fn lately(&self, life: &Life, runner: Runner, operation: Operation) -> BTreeSet<OrderId> {
        let now = life.clock.now();
        let since = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
        let journal = life.store(runner).journal(None).expect("the journal is read");
        let refused: BTreeSet<&str> = journal
            .iter()
            .filter(|(_, i)| i.outcome.as_ref().is_some_and(|o| o.kind == OutcomeKind::Refused))
            .map(|(_, intent)| intent.key.as_str())
            .collect();
        let mine = self.by_itself.values().filter(|(of, _)| *of == runner);
        mine.map(|(_, intent)| intent)
            .filter(|intent| counts_for_a_brake(intent, operation))
            .filter(|intent| intent.at >= since && !refused.contains(intent.key.as_str()))
            .map(|intent| intent.order)
            .collect()
    }

    /// After healing: what is not done although it is plain is held back by a brake, and rightly so.
    /// Returns whether there is any.
    pub fn check_braked(&self, life: &Arc<Life>) -> bool {
        let told = told(life, Runner::Steady);
        let braked = told.iter().filter(|(_, told)| told.is_braked);
        let braked: Vec<&String> = braked.map(|(number, _)| number).collect();
        if braked.is_empty() {
            return false;
        }
        life.mark("brake/holds");
        // Two brakes share the word, and each counts what has gone within the last day with what is due.
        let is_much = [Operation::Cancel, Operation::Refund].into_iter().any(|operation| {
            braked.len() + self.lately(life, Runner::Steady, operation).len() > FREE
        });
        assert!(is_much, "braked for no more than a day brings: {braked:?}");
        true
    }
}

/// Returns at most how many orders are reserved, or were captured within 30 days.
fn out_of(operation: Operation, book: &[LedgerRow], now: Timestamp) -> usize {
    let since = now.checked_sub(SignedDuration::from_hours(30 * 24)).unwrap_or(now);
    let is_recent = |at: &str| at.parse::<Timestamp>().is_ok_and(|at| at >= since);
    let counted = book.iter().filter(|row| match operation {
        Operation::Cancel => row.authorised_minor > 0,
        _ => events(row, "capture").any(|event| is_recent(&event.at)),
    });
    counted.count()
}
