//! The judge of dry runs: what one foretold is what the same run then did, on unchanged facts.
//!
//! It compares rows as the command line shows them; no rule of uniac is asked.

use std::collections::{BTreeMap, BTreeSet};

use uniac_core::act::Intent;
use uniac_core::code::Class;
use uniac_engine::exit::Exit;
use uniac_engine::{StepResult, Verdict};
use uniac_store::Store;

use super::Oracle;
use super::runs::{Before, active_holds};
use crate::commands::Passed;
use crate::life::{Life, Runner};
use crate::tally::Tally;

impl Oracle {
    /// A dry run has told what the run after it did.
    pub fn check_foretold(
        &self,
        life: &Life,
        before: &Before,
        dry: &Passed,
        real: Option<&Passed>,
        tally: &Tally,
    ) {
        // A hold that ends meanwhile is a change.
        if active_holds(life, tally.runner) != before.holds {
            return;
        }
        let planned: BTreeSet<Row> =
            dry.steps.iter().filter(|s| s.verdict == Verdict::Planned).map(Row::of).collect();
        let numbers = numbers(life, tally.runner);
        for intent in tally.money() {
            let row = Row::sent(intent, &numbers);
            let told = planned.iter().any(|planned| planned.covers(&row));
            assert!(told, "not foretold: {row:?} {dry:?}");
        }
        life.mark("foretold/what was sent");
        let Some(real) = real else { return };
        let all_done = real.steps.iter().all(|step| {
            let skipped = step.verdict == Verdict::Skipped;
            let as_told = skipped && (step.class() == Class::Benign || dry.steps.contains(step));
            step.verdict == Verdict::Done || as_told
        });
        if !all_done || dry.unread + real.unread > 0 || real.exit == Exit::Interrupted {
            return;
        }
        if real.error.is_some() && real.error != dry.error && !tally.said_no {
            return;
        }
        if tally.said_no {
            assert!(!planned.is_empty(), "asked about nothing");
            life.mark("foretold/and declined");
            return;
        }
        let done: BTreeSet<Row> =
            real.steps.iter().filter(|s| s.verdict == Verdict::Done).map(Row::of).collect();
        // What an earlier run did and this one only saw.
        let was_open: BTreeSet<Row> = before
            .journal
            .values()
            .filter(|(intent, _)| intent.is_open())
            .map(|(intent, _)| Row::sent(intent, &numbers))
            .collect();
        // Nobody knew before the look that an earlier act had been done. It changes what follows on its order.
        let settled: Vec<&Row> = done.difference(&planned).collect();
        let is_seen = settled.iter().all(|row| was_open.contains(row));
        assert!(is_seen, "done and not foretold: {settled:?} {dry:?} {real:?}");
        if real.error.is_none() {
            let is_changed = |row: &&Row| settled.iter().any(|known| known.order == row.order);
            let undone = planned.difference(&done).find(|row| !is_changed(row));
            assert_eq!(undone, None, "foretold and not done: {dry:?} {real:?}");
        }
        if !settled.is_empty() {
            life.mark("foretold/beside an earlier act that a look settled");
            return;
        }
        assert_eq!(dry.exit, real.exit, "another exit code was foretold: {dry:?} {real:?}");
        life.mark("foretold/acts and exit code");
        if !done.is_empty() {
            life.mark("foretold/acts and exit code of a run that did something");
        }
        if real.error == Some("over-bounds") {
            life.mark("foretold/a bound");
        }
    }
}

/// An act as the command line shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    order: String,
    act: &'static str,
    invoice: Option<String>,
    currency: String,
    minor: i64,
}

impl Row {
    fn of(step: &StepResult) -> Row {
        Row {
            order: step.order.clone(),
            act: step.act.name(),
            invoice: step.invoice.clone(),
            currency: step.money.currency.to_string(),
            minor: step.money.minor,
        }
    }

    fn sent(intent: &Intent, numbers: &Numbers) -> Row {
        Row {
            order: numbers.orders.get(&intent.order.0).cloned().unwrap_or_default(),
            act: intent.act.name(),
            invoice: intent.document.and_then(|id| numbers.invoices.get(&id.0).cloned()),
            currency: intent.money.currency.to_string(),
            minor: intent.money.minor,
        }
    }

    fn covers(&self, sent: &Row) -> bool {
        let same = Row { minor: sent.minor, ..self.clone() } == *sent;
        same && sent.minor <= self.minor
    }
}

/// The numbers that people know orders and invoices by.
struct Numbers {
    orders: BTreeMap<i64, String>,
    invoices: BTreeMap<i64, String>,
}

fn numbers(life: &Life, runner: Runner) -> Numbers {
    let mut numbers = Numbers { orders: BTreeMap::new(), invoices: BTreeMap::new() };
    let read = life.store(runner).cases(&mut |case| {
        numbers.orders.insert(case.order.uni.id.0, case.order.uni.number.clone());
        let documents = case.order.documents.iter();
        numbers.invoices.extend(documents.map(|d| (d.id.0, d.number.clone())));
        Ok(())
    });
    read.expect("the store is read");
    numbers
}
