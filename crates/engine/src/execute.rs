//! Execute: does the due steps of orders, one order in one hand, and reports each.
//!
//! The only code that sends money. A payment is read afresh before each act that moves money, and
//! the act is assessed again on what was read; a step that is no longer due is not done.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;

use super::Cause;
use uniac_core::act::{Act, Intent, Operation, OutcomeKind};
use uniac_core::assess::{Assessment, Attention, Company, Mode, Step, assess};
use uniac_core::code::{Class, Code};
use uniac_core::facts::Stage;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_core::purchase::{Case, Skip};
use uniac_store::{Entry, Epoch};
use uniac_system::error::{Error, Result};
use uniac_system::seam;

use super::applying::{Applying, Asked, asked};
use super::bounds::Budget;
use super::brake;
use super::doors::Doors;
use super::{Confirmed, Engine, Said, Scope};

mod purchase;

pub(super) use purchase::Tried;

/// For so long an invoice counts as just read.
const NEW: SignedDuration = SignedDuration::from_hours(1);

/// No order needs more steps than this in one run; more means that the rules run in a circle.
pub(super) const STEPS_MAX: usize = 1000;

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
    /// The payment, of an act that moves money.
    pub payment: Option<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// Why, when there is something to say.
    pub cause: Option<Cause>,
}

impl StepResult {
    /// Returns the stable code of the cause.
    pub fn code(&self) -> Option<&str> {
        self.cause.as_ref().map(Cause::name)
    }

    /// Returns what the step says of the work of its run.
    pub fn class(&self) -> Class {
        let cause = self.cause.as_ref().map_or(Class::Benign, Cause::class);
        match self.verdict {
            Verdict::Done | Verdict::Planned => Class::Benign,
            Verdict::Unknown => Class::Unknown,
            Verdict::Pending => Class::Pending,
            // A no is a no, whatever it is called; some of them say more exactly which.
            Verdict::Refused if matches!(cause, Class::Failed | Class::SignIn) => cause,
            Verdict::Refused => Class::Refused,
            Verdict::Skipped => cause,
        }
    }
}

/// What keeps the acts of a run within what a person, a bound or a brake allows.
#[derive(Debug, Default)]
pub struct Guard {
    /// What a person has confirmed; `None` when nothing had to be shown.
    pub(super) confirmed: Option<Confirmed>,
    /// The bounds, with what is spent of them.
    pub(super) budget: Option<Budget>,
    /// The operations that a brake holds back.
    pub(super) braked: BTreeSet<Operation>,
}

/// One command's work on orders.
pub struct Run<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) company: Company,
    /// The right to send; `None` of a run that only looks.
    epoch: Option<Epoch>,
    pub(super) scope: Scope,
    pub(super) said: Said,
    guard: Guard,
    /// The saved plan that is applied.
    pub(super) applying: Option<Applying>,
    pub(super) doors: Doors,
    /// When the pass began to read.
    failure: Mutex<Option<Error>>,
}

/// An order that a worker works on, and what has become of it so far.
pub(super) struct Task {
    /// The order as it is known at this moment.
    pub case: Case,
    /// Whether the payment was read since the last act that moved money.
    pub is_fresh: bool,
    /// Whether the shop's order was read for this task.
    pub is_shop_fresh: bool,
    /// The invoices that Uni was asked for in this task.
    pub looked_for: BTreeSet<DocumentId>,
    /// What is to be committed together with the next intent, or at the end.
    pub pending: Vec<Entry>,
    /// What was attempted in this run; nothing is attempted twice.
    pub tried: Tried,
    /// What became of the steps.
    pub results: Vec<StepResult>,
    /// What was due in mode auto and could not be done, with its code.
    pub left: Vec<Skip>,
    /// What was sent and of which nothing is reported yet: should the run break off now, nobody knows
    /// what became of it.
    pub in_flight: Option<Intent>,
}

impl<'a> Run<'a> {
    /// Prepares the work of a command that holds the lock, or, without an epoch, a look at what it
    /// would do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(
        engine: &'a Engine<'a>,
        epoch: impl Into<Option<Epoch>>,
        scope: Scope,
    ) -> Result<Run<'a>> {
        let (company, guard, doors) = (engine.company()?, Guard::default(), Doors::default());
        let (epoch, failure) = (epoch.into(), Mutex::new(None));
        let said = Said::default();
        let applying = None;
        Ok(Run { engine, company, epoch, scope, said, guard, applying, doors, failure })
    }

    /// Sets the saved plan that is applied.
    #[must_use]
    pub(super) fn applying(mut self, applying: Option<Applying>) -> Run<'a> {
        self.applying = applying;
        self
    }

    /// Sets what a person says beside the orders.
    #[must_use]
    pub fn saying(mut self, said: Said) -> Run<'a> {
        self.said = said;
        self
    }

    /// Sets what keeps the acts of the run within bounds.
    #[must_use]
    pub fn guarded(mut self, guard: Guard) -> Run<'a> {
        self.guard = guard;
        self
    }

    /// Returns the right to send.
    ///
    /// # Errors
    /// A defect, in a run that only looks.
    pub(super) fn epoch(&self) -> Result<Epoch> {
        self.epoch.ok_or_else(|| Error::defect("a run that only looks was about to write"))
    }

    /// Works through the orders. A failure of the store stops all work; what was done until then is
    /// in the results.
    pub fn orders(&self, orders: &[OrderId]) -> (Vec<StepResult>, Option<Error>) {
        let purchases = match self.engine.purchases(orders) {
            Ok(purchases) => purchases,
            Err(error) => return (Vec::new(), Some(error)),
        };
        let results = self.engine.in_parallel(&purchases, |purchase| self.purchase(purchase));
        if let Err(error) = self.engine.store.flush() {
            self.fail(error);
        }
        seam::point(seam::OUTCOME_COMMITTED);
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        (results.into_iter().flatten().collect(), failure)
    }

    fn must_stop(&self) -> bool {
        self.engine.is_stopped()
            || self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Works on an order, or looks at it again with what was attempted on it before. Returns what has become of it, and
    /// whether what is known of its acts has changed.
    fn order(&self, order: OrderId, before: Option<Task>) -> Option<(Task, bool)> {
        if self.must_stop() {
            return None;
        }
        let mut task = match self.engine.store.case(order) {
            Ok(case) => Task::new(case?),
            Err(error) => {
                self.fail(error);
                return None;
            }
        };
        let is_first = before.is_none();
        if let Some(before) = before {
            (task.tried, task.left) = (before.tried, before.left);
            task.looked_for = before.looked_for;
        }
        let known = task.case.intents.clone();
        let worked = self.work(&mut task, is_first);
        if let Err(error) = worked.and_then(|()| self.finish_order(&mut task)) {
            if let Some(Intent { act, document, money, .. }) = task.in_flight.take() {
                let cause = Some(Cause::from(&error));
                task.report(act, document, money, Verdict::Unknown, cause);
            }
            self.fail(error);
        }
        let has_acted = task.case.intents != known;
        Some((task, has_acted))
    }

    /// Hands over what is known of the order last, and what is left undone of it.
    fn finish_order(&self, task: &mut Task) -> Result<()> {
        let left = self.left_undone(task);
        if left != task.case.skips {
            task.pending.push(Entry::Skips(task.case.order.uni.id, left));
        }
        // Nothing waits for the last outcome of an order: it goes with the next commit, at the
        // latest with the flush at the end of the run. Lost, it would be read back.
        let pending = std::mem::take(&mut task.pending);
        if !pending.is_empty() {
            self.engine.store.commit_later(self.epoch()?, pending);
        }
        Ok(())
    }

    fn fail(&self, error: Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Settles what is open when the order is first looked at, then does what is due, step by step, assessing anew after
    /// each.
    fn work(&self, task: &mut Task, is_first: bool) -> Result<()> {
        if is_first {
            self.keep_word(task)?;
            self.settle_open(task)?;
        }
        for _ in 0..STEPS_MAX {
            if self.must_stop() {
                return Ok(());
            }
            self.read_holds(task)?;
            let Some(step) = self.next_step(task) else { return Ok(()) };
            task.turn_to(step.payment.as_deref());
            if !step.operation().moves_money() || task.is_fresh {
                self.attempt(task, &step)?;
                seam::point(seam::BETWEEN_STEPS);
            } else {
                self.read_before(task, &step);
            }
        }
        Err(Error::defect(format!("order {} does not come to rest", task.case.order.uni.number)))
    }

    /// Reads the holds of the purchase anew: a person can set one at any moment.
    fn read_holds(&self, task: &mut Task) -> Result<()> {
        let store = self.engine.store;
        task.case.hold = store.hold_of(task.case.order.uni.id)?;
        for other in &mut task.case.ties.siblings {
            other.hold = store.hold_of(other.order.uni.id)?;
        }
        Ok(())
    }

    pub(super) fn assess(&self, case: &Case) -> Assessment {
        let heard = self.heard(case);
        assess(heard.as_ref().unwrap_or(case), &self.company, self.engine.clock.now())
    }

    /// Returns the first step that the command may do and has not tried.
    pub(super) fn first_step(&self, task: &Task) -> Option<Step> {
        let mut steps = self.assess(&task.case).steps.into_iter();
        let order = task.case.order.uni.id;
        steps.find(|step| {
            self.scope.allows(order, step) && !task.tried.contains(&(step.act, step.document))
        })
    }

    /// Returns the next step that nothing holds back, and reports those before it that are.
    fn next_step(&self, task: &mut Task) -> Option<Step> {
        while let Some(step) = self.first_step(task) {
            match self.held_back(task, &asked(&step, false)) {
                None => return Some(step),
                Some(cause) => task.skip(&step, cause),
            }
        }
        None
    }

    /// Returns what keeps an act from being sent, also one that would be sent again: a brake, that a person has
    /// confirmed less, or that the plan does not fit any more.
    pub(super) fn held_back(&self, task: &Task, asked: &Asked<'_>) -> Option<Cause> {
        let (order, Asked { act, document, money, .. }) = (task.case.order.uni.id, *asked);
        if let Some(stale) = self.stale(&task.case, asked) {
            return Some(stale);
        }
        if brake::holds_back(&self.guard.braked, act.operation(), money) {
            return Some(Attention::Braked.into());
        }
        let confirmed = self.guard.confirmed.as_ref();
        let covered = confirmed.is_none_or(|c| c.covers(order, act, document, money.minor));
        (!covered).then_some(Code::Changed.into())
    }

    /// Takes an act out of the run's bounds, right before it is sent; returns why it may not be.
    pub(super) fn spend(&self, task: &Task, act: Act, money: Money) -> Option<Cause> {
        let budget = self.guard.budget.as_ref()?;
        let fits = budget.take(task.case.order.uni.id, act.operation(), money);
        (!fits).then_some(Code::OverBounds.into())
    }

    /// Returns whether a hold that a person has set meanwhile stops the act. One that stood when a plan was made is known
    /// to who applies it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn is_held_now(&self, task: &Task) -> Result<bool> {
        let now = self.engine.clock.now();
        let all = std::iter::once(&task.case).chain(&task.case.ties.siblings);
        let known: Vec<OrderId> = match self.applying {
            Some(_) => {
                all.filter(|case| case.active_hold(now).is_some()).map(|c| c.order.uni.id).collect()
            }
            None => Vec::new(),
        };
        let mut is_held = false;
        for order in task.case.purchase() {
            let hold = self.engine.store.hold_of(order)?;
            is_held |= hold.is_some_and(|hold| hold.is_active(now)) && !known.contains(&order);
        }
        Ok(self.scope.obeys_holds() && is_held)
    }

    /// Reads the payment before an act that moves money, and says so when the act is thereby gone.
    fn read_before(&self, task: &mut Task, step: &Step) {
        let looked = self.read_shop_before(task, step);
        if let Err(error) = looked.and_then(|()| self.look_for_invoice(task, step)) {
            task.skip(step, Cause::from(&error));
            return;
        }
        match self.engine.read_payment(&task.case) {
            Ok(Some(payment)) => {
                task.pending.push(Entry::Payment(payment.clone()));
                task.case.order.payment = Some(payment);
                task.is_fresh = true;
                let assessment = self.assess(&task.case);
                let still_due = assessment
                    .steps
                    .iter()
                    .any(|due| (due.act, due.document) == (step.act, step.document));
                if !still_due {
                    let cause = assessment.why_gone().map_or(Code::Settled.into(), Cause::from);
                    task.skip(step, cause);
                }
            }
            Ok(None) => self.without_payment(task, step),
            Err(error) => task.skip(step, Cause::from(&error)),
        }
    }

    /// Reads the shop's order before the first capture: one in the bin, or of a status whose plug-in is off, is in no list.
    fn read_shop_before(&self, task: &mut Task, step: &Step) -> Result<()> {
        let Some(shop) = task.case.order.shop.as_ref().filter(|_| step.act == Act::Capture) else {
            return Ok(());
        };
        if task.is_shop_fresh {
            return Ok(());
        }
        task.is_shop_fresh = true;
        if let Some(read) = self.engine.shop.order(&shop.id)? {
            task.pending.push(Entry::Shop(read.clone()));
            task.case.order.shop = Some(read);
        }
        Ok(())
    }

    /// Asks Uni whether an invoice that is not new is still there before money is taken for it: one that was opened again
    /// and thrown away is in no list.
    fn look_for_invoice(&self, task: &mut Task, step: &Step) -> Result<()> {
        let now = self.engine.clock.now();
        let of_step = |invoice: &&Document| Some(invoice.id) == step.document;
        let invoice = task.case.order.documents.iter().find(of_step);
        let Some(invoice) = invoice.filter(|_| step.act == Act::Capture) else { return Ok(()) };
        let is_new = invoice.created_at.is_none_or(|made| now.duration_since(made) < NEW);
        let id = invoice.id;
        if is_new || !task.looked_for.insert(id) {
            return Ok(());
        }
        let row = self.engine.erp.document(id)?;
        if row.is_none_or(|row| row.stage != Stage::Final) {
            self.engine.forget(id)?;
            task.case.order.documents.retain(|document| document.id != id);
        }
        Ok(())
    }

    /// Commits what is pending.
    pub(super) fn flush(&self, task: &mut Task) -> Result<()> {
        if task.pending.is_empty() {
            return Ok(());
        }
        self.engine.store.commit(self.epoch()?, std::mem::take(&mut task.pending))?;
        seam::point(seam::OUTCOME_COMMITTED);
        Ok(())
    }
}

impl Task {
    pub(super) fn new(mut case: Case) -> Task {
        // What the last run's brake held back is looked at anew.
        case.skips.retain(|skip| skip.attention() != Attention::Braked);
        Task {
            case,
            is_fresh: false,
            is_shop_fresh: false,
            looked_for: BTreeSet::new(),
            pending: Vec::new(),
            tried: BTreeSet::new(),
            results: Vec::new(),
            left: Vec::new(),
            in_flight: None,
        }
    }

    /// Makes the payment of an act the one that is looked at.
    pub(super) fn turn_to(&mut self, reference: Option<&str>) {
        let in_hand = self.case.order.payment.as_ref().map(|payment| payment.reference.as_str());
        let Some(reference) = reference else { return };
        if in_hand != Some(reference) && self.case.turn_to(reference) {
            self.is_fresh = false;
        }
    }

    /// Reports a step that is not sent, and does not come back to it in this run.
    pub(super) fn skip(&mut self, step: &Step, cause: Cause) {
        self.tried.insert((step.act, step.document));
        let was_left = self.case.skip_of(step.act, step.document).is_some();
        // What is stale in a plan is as due as before, and the next run does it.
        let is_left = cause.class() != Class::Benign && cause != Cause::Ours(Code::Stale);
        if is_left && (step.mode == Mode::Auto || was_left) {
            self.leave(step.act, step.document, step.money, &cause);
        }
        self.report(step.act, step.document, step.money, Verdict::Skipped, Some(cause));
    }

    pub(super) fn report(
        &mut self,
        act: Act,
        document: Option<DocumentId>,
        money: Money,
        verdict: Verdict,
        cause: Option<Cause>,
    ) {
        let order = &self.case.order;
        let invoice = document.and_then(|id| {
            let found = order.documents.iter().find(|document| document.id == id);
            found.map(|document| document.number.clone())
        });
        let order = order.uni.number.clone();
        self.in_flight = None;
        let code = cause.as_ref().map(Cause::name);
        tracing::info!(?order, act = act.name(), minor = money.minor, ?verdict, code, "step");
        let payment = self.case.order.payment.as_ref().map(|payment| payment.reference.clone());
        let payment = payment.filter(|_| act.operation().moves_money());
        self.results.push(StepResult { order, act, invoice, money, payment, verdict, cause });
    }
}

#[cfg(test)]
mod tests;
