//! Execute: does the due steps of orders, one order in one hand, and reports each.
//!
//! The only code that sends money. A payment is read afresh before each act that moves money, and
//! the act is assessed again on what was read; a step that is no longer due is not done.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use crate::act::{Act, OutcomeKind};
use crate::assess::{Assessment, Case, Company, Step, assess};
use crate::error::{Error, Result};
use crate::money::Money;
use crate::order::{DocumentId, OrderId};
use crate::seam;
use crate::store::{Entry, Epoch};

use super::doors::Doors;
use super::{Confirmed, Engine, Scope};

/// No order needs more steps than this in one run; more means that the rules run in a circle.
const STEPS_MAX: usize = 1000;

/// How a step ended in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It happened.
    Done,
    /// The other side said no.
    Refused,
    /// No definite answer.
    Unknown,
    /// Accepted, not yet confirmed.
    Pending,
    /// Not sent.
    Skipped,
    /// Would be done (`--dry-run`).
    Planned,
}

impl Verdict {
    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Done => "done",
            Verdict::Refused => "refused",
            Verdict::Unknown => "unknown",
            Verdict::Pending => "pending",
            Verdict::Skipped => "skipped",
            Verdict::Planned => "planned",
        }
    }
}

impl From<OutcomeKind> for Verdict {
    fn from(kind: OutcomeKind) -> Verdict {
        match kind {
            OutcomeKind::Done => Verdict::Done,
            OutcomeKind::Refused => Verdict::Refused,
            OutcomeKind::Unknown => Verdict::Unknown,
            OutcomeKind::Pending => Verdict::Pending,
        }
    }
}

/// What became of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepResult {
    /// The order's number.
    pub order: String,
    /// What was to be done.
    pub act: Act,
    /// The invoice's number, for an act on an invoice.
    pub invoice: Option<String>,
    /// How much.
    pub money: Money,
    /// How it ended.
    pub verdict: Verdict,
    /// Why, by a stable code.
    pub code: Option<String>,
}

/// One command's work on orders.
pub struct Run<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) company: Company,
    pub(super) epoch: Epoch,
    pub(super) scope: Scope,
    /// What a person has confirmed; `None` when nothing had to be shown.
    pub(super) confirmed: Option<Confirmed>,
    pub(super) doors: Doors,
    failure: Mutex<Option<Error>>,
}

/// An order in the hand of a worker.
pub(super) struct Hand {
    /// The order as it is known at this moment.
    pub case: Case,
    /// Whether the payment was read since the last act that moved money.
    pub is_fresh: bool,
    /// What is to be committed together with the next intent, or at the end.
    pub pending: Vec<Entry>,
    /// What was attempted in this run; nothing is attempted twice.
    pub tried: BTreeSet<(Act, Option<DocumentId>)>,
    /// What became of the steps.
    pub results: Vec<StepResult>,
}

impl<'a> Run<'a> {
    /// Prepares the work of a command that holds the lock.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(
        engine: &'a Engine<'a>,
        epoch: Epoch,
        scope: Scope,
        confirmed: Option<Confirmed>,
    ) -> Result<Run<'a>> {
        let company = engine.company()?;
        let (doors, failure) = (Doors::default(), Mutex::new(None));
        Ok(Run { engine, company, epoch, scope, confirmed, doors, failure })
    }

    /// Works through the orders. A failure of the store stops all work; what was done until then is
    /// in the results.
    pub fn orders(&self, orders: &[OrderId]) -> (Vec<StepResult>, Option<Error>) {
        let results = self.engine.in_parallel(orders, |order| self.order(order));
        if let Err(error) = self.engine.store.flush() {
            self.fail(error);
        }
        seam::point(seam::OUTCOME_COMMITTED);
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        (results.into_iter().flatten().collect(), failure)
    }

    fn must_stop(&self) -> bool {
        self.engine.stop.load(Ordering::SeqCst)
            || self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn order(&self, order: OrderId) -> Vec<StepResult> {
        if self.must_stop() {
            return Vec::new();
        }
        let mut hand = match self.engine.store.case(order) {
            Ok(Some(case)) => Hand::new(case),
            Ok(None) => return Vec::new(),
            Err(error) => {
                self.fail(error);
                return Vec::new();
            }
        };
        if let Err(error) = self.work(&mut hand) {
            self.fail(error);
        }
        // Nothing waits for the last outcome of an order: it goes with the next commit, at the
        // latest with the flush at the end of the run. Lost, it would be read back.
        self.engine.store.commit_later(self.epoch, std::mem::take(&mut hand.pending));
        (self.engine.tick)(&hand.case.order.uni.number);
        hand.results
    }

    fn fail(&self, error: Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Settles what is open, then does what is due, step by step, assessing anew after each.
    fn work(&self, hand: &mut Hand) -> Result<()> {
        self.settle_open(hand)?;
        for _ in 0..STEPS_MAX {
            if self.must_stop() {
                return Ok(());
            }
            let Some(step) = self.next_step(hand) else { return Ok(()) };
            if !step.operation().moves_money() || hand.is_fresh {
                self.attempt(hand, &step)?;
                seam::point(seam::BETWEEN_STEPS);
            } else {
                self.read_before(hand, &step);
            }
        }
        Err(Error::defect(format!("order {} does not come to rest", hand.case.order.uni.number)))
    }

    pub(super) fn assess(&self, case: &Case) -> Assessment {
        assess(case, &self.company, self.engine.clock.now())
    }

    fn next_step(&self, hand: &mut Hand) -> Option<Step> {
        let steps = self.assess(&hand.case).steps;
        let order = hand.case.order.uni.id;
        for step in steps {
            if !self.scope.allows(&step) || hand.tried.contains(&(step.act, step.document)) {
                continue;
            }
            if self.confirmed.as_ref().is_none_or(|shown| shown.covers(order, &step)) {
                return Some(step);
            }
            hand.skip(&step, "changed");
        }
        None
    }

    /// Reads the payment before an act that moves money, and says so when the act is thereby gone.
    fn read_before(&self, hand: &mut Hand, step: &Step) {
        match self.engine.read_payment(&hand.case) {
            Ok(Some(payment)) => {
                hand.pending.push(Entry::Payment(payment.clone()));
                hand.case.order.payment = Some(payment);
                hand.is_fresh = true;
                let assessment = self.assess(&hand.case);
                let still_due = assessment
                    .steps
                    .iter()
                    .any(|due| (due.act, due.document) == (step.act, step.document));
                if !still_due {
                    let code = assessment.attention.map_or("settled", |reason| reason.name());
                    hand.skip(step, code);
                }
            }
            Ok(None) => hand.skip(step, "no-payment"),
            Err(error) => hand.skip(step, error.code),
        }
    }

    /// Commits what is pending.
    pub(super) fn flush(&self, hand: &mut Hand) -> Result<()> {
        if hand.pending.is_empty() {
            return Ok(());
        }
        self.engine.store.commit(self.epoch, std::mem::take(&mut hand.pending))?;
        seam::point(seam::OUTCOME_COMMITTED);
        Ok(())
    }
}

impl Hand {
    pub(super) fn new(case: Case) -> Hand {
        Hand {
            case,
            is_fresh: false,
            pending: Vec::new(),
            tried: BTreeSet::new(),
            results: Vec::new(),
        }
    }

    /// Reports a step that is not sent, and does not come back to it in this run.
    pub(super) fn skip(&mut self, step: &Step, code: &str) {
        self.tried.insert((step.act, step.document));
        let money = step.money;
        self.report(step.act, step.document, money, Verdict::Skipped, Some(code.to_owned()));
    }

    pub(super) fn report(
        &mut self,
        act: Act,
        document: Option<DocumentId>,
        money: Money,
        verdict: Verdict,
        code: Option<String>,
    ) {
        let order = &self.case.order;
        let invoice = document.and_then(|id| {
            let found = order.documents.iter().find(|document| document.id == id);
            found.map(|document| document.number.clone())
        });
        let order = order.uni.number.clone();
        self.results.push(StepResult { order, act, invoice, money, verdict, code });
    }
}

#[cfg(test)]
mod tests;
