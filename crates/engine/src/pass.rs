//! A pass: one whole run for one company, request in, report out.
//!
//! Command line, simulation and tests all call it, so that each of them tests what users run. Bounds,
//! brakes, confirmation and dry run live here. No terminal is known here.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::SignedDuration;

use crate::exit::{self, Exit};
use uniac_core::code::Class;
use uniac_core::order::OrderId;
use uniac_core::settings::{Autocapture, Setting};
use uniac_store::Epoch;
use uniac_system::error::{Error, Kind, Result};
use uniac_system::stop::Why;
use uniac_texts::t;

use super::Engine;
use super::apply::as_planned;
use super::bounds::Budget;
use super::choose;
use super::history::Record;
use super::plan::Plan;
use super::refresh::{Reading, Unread};
use super::report::{Broken, Ending, Report, moved};
use super::request::{Phase, Request};
use super::result::{StepResult, Verdict};
use super::run::{Guard, Run};
use super::scope::{Confirmed, Scope};

impl Engine<'_> {
    /// Runs a pass.
    ///
    /// # Errors
    /// What stopped it before anything was sent: `inactive`, `locked`, `over-bounds`, a question answered
    /// with no, an order that is not known, a system or the store that cannot be read.
    pub fn pass(&self, request: &Request<'_>) -> Result<Report> {
        if request.dry_run {
            self.check_may_begin(request)?;
            return self.work(request, None).map_err(|broken| broken.error);
        }
        let refused = |error: &Error| Record::refused(self, request, error);
        self.check_may_begin(request).inspect_err(refused)?;
        let epoch = self.lock(request.wait).inspect_err(refused)?;
        // Only now no other run can come in between: one that had the lock until now may have done it.
        if self.was_run_lately(request)? {
            return Ok(Report::new(
                Vec::new(),
                Vec::new(),
                Plan::default(),
                Ending::Recent,
                Exit::Done,
            ));
        }
        let record = Record::begin(self, request, Some(epoch));
        let mut result = self.work(request, Some(epoch));
        record.close(self, &mut result);
        result.map_err(|broken| broken.error)
    }

    fn was_run_lately(&self, request: &Request<'_>) -> Result<bool> {
        let Some(age) = request.max_age else { return Ok(false) };
        self.is_recent(&request.caller.command, age)
    }

    /// Returns whether a command came to its end, well or not, less long ago than this.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_recent(&self, command: &str, age: SignedDuration) -> Result<bool> {
        let last = self.store.last_end(command)?;
        Ok(last.is_some_and(|last| self.clock.now().duration_since(last) <= age))
    }

    fn check_may_begin(&self, request: &Request<'_>) -> Result<()> {
        match request.scope {
            Scope::Automatic => self.check_active(),
            Scope::Predating(_)
            | Scope::Named(_)
            | Scope::All(_)
            | Scope::Plan(_)
            | Scope::Nothing => Ok(()),
        }
    }

    /// Reads, plans, asks and does.
    fn work(&self, request: &Request<'_>, epoch: Option<Epoch>) -> Result<Report, Broken> {
        if let Some(epoch) = epoch.filter(|_| request.scope == Scope::Automatic) {
            self.store.note_automatic(epoch)?;
        }
        let saved = request.scope.saved();
        // One that was applied before is refused before anything is read.
        saved.map(|saved| self.applying(saved)).transpose()?;
        (request.phase)(Phase::Reading);
        let read =
            self.refresh(reading(request)).and_then(|unread| self.read_named(request, unread));
        (request.phase)(Phase::Quiet);
        self.check_stopped()?;
        let (named, unread) = read?;
        tracing::info!(unread = unread.len(), "read");
        let (mut run, mut plan) = self.draw(request, epoch, named.as_deref(), &unread)?;
        let has_seen_plug_ins = plan.trusts_plug_ins() && self.look_at_hooks()?.is_some();
        let has_changed = request.dry_run && self.look_ahead(&plan)?;
        if has_seen_plug_ins || has_changed {
            (run, plan) = self.draw(request, epoch, named.as_deref(), &unread)?;
        }
        let within = plan.moved().check(&request.bounds);
        tracing::info!(orders = plan.orders().len(), within_bounds = within.is_ok(), "planned");
        if request.dry_run {
            let mut steps = plan.rows();
            if let Some(saved) = saved {
                steps.extend(run.unsaid(saved, &steps)?);
                steps = as_planned(saved, steps)?;
            }
            return Ok(dry_run(steps, plan, unread, within.err()));
        }
        if let Err(over) = within {
            run.leave_all(&plan)?;
            return Err(Broken::before(&plan, over));
        }
        if let Some(confirm) = request.confirm.filter(|_| plan.money().next().is_some()) {
            confirm(&plan).map_err(|no| Broken::before(&plan, no))?;
        }
        let run = run.guarded(guard(request, &plan));
        let orders = plan.orders();
        // Nobody has said yes to a plan of which nothing is left to be asked about: it is not used up.
        let marks = saved.zip(epoch).filter(|_| request.confirm.is_none() || !plan.is_idle());
        if let Some((saved, epoch)) = marks {
            self.begin_plan(saved, epoch, &request.caller.by)?;
        }
        (request.phase)(Phase::Orders(orders.len()));
        let (mut steps, mut failure) = run.orders(&orders);
        (request.phase)(Phase::Quiet);
        // One that was stopped goes on with the same plan.
        if let Some(saved) = saved.filter(|_| failure.is_none() && !self.is_stopped()) {
            steps.append(&mut plan.idle);
            steps.extend(run.unsaid(saved, &steps)?);
            if let Some((saved, epoch)) = marks {
                failure = self.store.end_plan(epoch, &saved.id, self.clock.now()).err();
            }
        }
        if let Some(saved) = saved {
            steps = as_planned(saved, steps)?;
        }
        Ok(self.report(steps, failure, plan, unread))
    }

    /// Returns a run, and what it would do on what is known now.
    fn draw<'a>(
        &'a self,
        request: &Request<'_>,
        epoch: Option<Epoch>,
        named: Option<&[OrderId]>,
        unread: &[Unread],
    ) -> Result<(Run<'a>, Plan)> {
        let applying = request.scope.saved().map(|saved| self.applying(saved)).transpose()?;
        let run = Run::new(self, epoch, request.scope.clone())?
            .saying(request.said.clone())
            .applying(applying);
        run.check_word(named)?;
        let plan = run.plan(named, unread, request.let_go)?;
        Ok((run, plan))
    }

    /// Returns the orders that are named, or stand in a saved plan. Of those the payments are read, whatever is known to be due on them.
    fn read_named(
        &self,
        request: &Request<'_>,
        mut unread: Vec<Unread>,
    ) -> Result<(Option<Vec<OrderId>>, Vec<Unread>)> {
        let named = match (request.scope.saved(), request.orders) {
            (Some(saved), _) => saved.orders(),
            (None, Some(names)) => choose::orders(self.store, names)?,
            (None, None) => return Ok((None, unread)),
        };
        // Also without a question: what was done in the portal since may be just what the command is about.
        let known: BTreeSet<String> = unread.iter().map(|unread| unread.order.clone()).collect();
        let read = self.read_payments(&named)?;
        unread.extend(read.into_iter().filter(|unread| !known.contains(&unread.order)));
        Ok((Some(named), unread))
    }

    /// Takes the lock of the company, waiting for another run as long as is asked.
    ///
    /// # Errors
    /// `locked`, or that the store is damaged.
    pub fn lock(&self, wait: Duration) -> Result<Epoch> {
        const LOOK_AGAIN: Duration = Duration::from_millis(200);
        let mut left = wait;
        loop {
            match self.store.lock(self.clock.now()) {
                Err(error) if error.kind == Kind::Locked && !left.is_zero() => {
                    self.check_stopped()?;
                    let pause = left.min(LOOK_AGAIN);
                    self.clock.sleep(pause);
                    left -= pause;
                }
                locked => return locked,
            }
        }
    }

    /// The automation does nothing at all while it is not active, and says so.
    fn check_active(&self) -> Result<()> {
        let settings = self.store.settings()?;
        if settings.is_active() {
            return Ok(());
        }
        let off: Vec<&str> = Setting::REQUIRED
            .iter()
            .filter(|setting| settings.since(**setting).is_none())
            .map(|setting| setting.name())
            .collect();
        let message = match settings.autocapture() {
            Autocapture::Incomplete => t!("pass-incomplete", settings = off.join(", ")),
            Autocapture::Off | Autocapture::Active => t!("pass-off"),
        };
        Err(Error::new(Kind::Inactive, "inactive", message).hint(t!("pass-switch-on")))
    }

    /// Returns an error when the run is to stop.
    ///
    /// # Errors
    /// `interrupted` or `timed-out`.
    pub fn check_stopped(&self) -> Result<()> {
        self.stop.check()
    }

    fn report(
        &self,
        mut steps: Vec<StepResult>,
        failure: Option<Error>,
        plan: Plan,
        unread: Vec<Unread>,
    ) -> Report {
        if let Some(error) = failure {
            let error = error.moved(moved(&steps));
            let exit = exit::of_error(&error);
            return Report::new(steps, unread, plan, Ending::BrokenOff(error), exit);
        }
        let is_said = |idle: &StepResult| steps.contains(idle);
        let idle: Vec<StepResult> =
            plan.idle.iter().filter(|idle| !is_said(idle)).cloned().collect();
        steps.extend(idle);
        let (ending, exit) = match self.stop.why() {
            Some(why) => {
                let orders = plan.orders().len();
                (Ending::Stopped { orders, why }, of_stopped(&steps, &unread, why))
            }
            None => (Ending::Whole, of_run(&steps, &unread)),
        };
        Report::new(steps, unread, plan, ending, exit)
    }
}

/// Returns whether a run must know all that it may do before it does anything: with a question, a bound or a dry run.
fn knows_before(request: &Request<'_>) -> bool {
    let is_plan = matches!(request.scope, Scope::Plan(_));
    is_plan || request.dry_run || request.confirm.is_some() || request.bounds.are_set()
}

/// What a run has to read first: all that it may move; else each payment is read right before its act.
fn reading(request: &Request<'_>) -> Reading {
    match knows_before(request) && request.orders.is_none() && request.scope.saved().is_none() {
        true => Reading::Due { by_itself: request.scope == Scope::Automatic },
        false => Reading::NewPayments { by_itself: request.scope == Scope::Automatic },
    }
}

fn guard(request: &Request<'_>, plan: &Plan) -> Guard {
    let confirmed = request.confirm.map(|_| confirmed(plan));
    let budget = request.bounds.are_set().then(|| Budget::new(request.bounds.clone()));
    Guard { confirmed, budget, braked: plan.braked.clone() }
}

/// What a person has confirmed by confirming the plan.
fn confirmed(plan: &Plan) -> Confirmed {
    let mut confirmed = Confirmed::default();
    for planned in plan.money() {
        confirmed.add(planned.order, &planned.step);
    }
    confirmed
}

/// Says what the run would do, and with what exit code, if every act were answered with *done*.
fn dry_run(
    steps: Vec<StepResult>,
    plan: Plan,
    unread: Vec<Unread>,
    stopped: Option<Error>,
) -> Report {
    let exit = match &stopped {
        Some(error) => Exit::from(error.kind),
        None => of_run(&steps, &unread),
    };
    Report::new(steps, unread, plan, Ending::DryRun { stopped }, exit)
}

/// Returns the exit code of a run that was stopped in the middle: what was not begun may be due.
fn of_stopped(steps: &[StepResult], unread: &[Unread], why: Why) -> Exit {
    match (why, of_run(steps, unread)) {
        (Why::Interrupted, _) => Exit::Interrupted,
        (Why::TimedOut { .. }, Exit::Done | Exit::Pending) => {
            let is_sent =
                |step: &StepResult| matches!(step.verdict, Verdict::Done | Verdict::Pending);
            if steps.iter().any(is_sent) { Exit::Partly } else { Exit::Failed }
        }
        (Why::TimedOut { .. }, worse) => worse,
    }
}

/// Returns the exit code of a run by its steps; in a dry run the planned ones count as done. A row of
/// which nobody knows the order may be one that something is due on.
fn of_run(steps: &[StepResult], unread: &[Unread]) -> Exit {
    let was_done =
        steps.iter().any(|step| matches!(step.verdict, Verdict::Done | Verdict::Planned));
    let nameless = unread.iter().filter(|unread| unread.order.is_empty()).map(|_| Class::Failed);
    exit::of_batch(was_done, steps.iter().map(StepResult::class).chain(nameless))
}

#[cfg(test)]
mod tests;
