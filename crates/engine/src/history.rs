//! History: the row that each pass writes of itself, from its lock to its report.
//!
//! What cannot be written here must change nothing of what the pass does and reports; it is said beside the report.

use std::collections::BTreeMap;

use uniac_core::act::Operation;
use uniac_core::code::Class;
use uniac_core::money::Currency;
use uniac_store::{Epoch, RunAsked, RunEnd, RunId, RunStart, RunState, RunStep, RunSum};
use uniac_system::error::{Error, Kind, Result};

use super::exit;
use super::refresh::Unread;
use super::report::{Broken, Ending, Report};
use super::request::{Caller, Request};
use super::result::{StepResult, Verdict};
use super::{Cause, Engine};

/// The row of a pass, as far as it could be written.
#[derive(Default)]
pub(super) struct Record {
    run: Option<RunId>,
    trouble: Option<Error>,
}

impl Record {
    /// Writes that a pass begins.
    pub(super) fn begin(
        engine: &Engine<'_>,
        request: &Request<'_>,
        epoch: Option<Epoch>,
    ) -> Record {
        let Caller { command, by, host } = request.caller.clone();
        let (asked, started) = (asked(request), engine.clock.now());
        let start = RunStart { command, by, host, epoch, asked, started };
        match engine.store.begin_run(&start) {
            Ok(run) => Record { run: Some(run), trouble: None },
            Err(error) => Record { run: None, trouble: Some(error) },
        }
    }

    /// Writes of a pass that it was refused before it had the lock, where that costs little and touches no store that
    /// may be damaged.
    pub(super) fn refused(engine: &Engine<'_>, request: &Request<'_>, error: &Error) {
        if matches!(error.kind, Kind::Inactive | Kind::Locked) {
            let record = Record::begin(engine, request, None);
            record.end(engine, &failed(engine, error, Vec::new()));
        }
    }

    /// Writes how the pass ended, and tells its report about its row.
    pub(super) fn close(self, engine: &Engine<'_>, result: &mut Result<Report, Broken>) {
        let end = match &*result {
            Ok(report) => of_report(engine, report),
            Err(broken) => failed(engine, &broken.error, broken.left.iter().map(step).collect()),
        };
        let ended = self.end(engine, &end);
        if let Ok(report) = result {
            (report.run, report.unrecorded) = ended;
        }
    }

    fn end(self, engine: &Engine<'_>, end: &RunEnd) -> (Option<RunId>, Option<Error>) {
        let ended = self.run.map(|run| engine.store.end_run(run, end));
        let trouble = self.trouble.or(ended.and_then(Result::err));
        if let Some(error) = &trouble {
            tracing::warn!(code = error.code, "the history of the run could not be written");
        }
        (self.run, trouble)
    }
}

fn asked(request: &Request<'_>) -> RunAsked {
    RunAsked {
        orders: request.orders.map(<[String]>::to_vec),
        max_total: request.bounds.max_total.map(|most| most.to_string()),
        max_orders: request.bounds.max_orders,
        max_release: request.bounds.max_release.map(|most| most.to_string()),
        plan: request.scope.saved().map(|saved| saved.id.clone()),
    }
}

fn failed(engine: &Engine<'_>, error: &Error, left: Vec<RunStep>) -> RunEnd {
    let is_stopped = error.kind == Kind::Interrupted || error.code == "timed-out";
    let state = if is_stopped { RunState::Stopped } else { RunState::Failed };
    RunEnd {
        ended: engine.clock.now(),
        exit: exit::of_error(error).code(),
        state,
        error: Some((error.code.to_owned(), error.message.clone())),
        read: engine.read.so_far(),
        sums: Vec::new(),
        steps: Vec::new(),
        left,
    }
}

fn of_report(engine: &Engine<'_>, report: &Report) -> RunEnd {
    let (state, error) = match &report.ending {
        Ending::Whole | Ending::Recent | Ending::DryRun { .. } => (RunState::Ended, None),
        Ending::Stopped { why, .. } => {
            (RunState::Stopped, Some((why.code().to_owned(), why.words())))
        }
        Ending::BrokenOff(error) => {
            (RunState::Failed, Some((error.code.to_owned(), error.message.clone())))
        }
    };
    let was_sent =
        |step: &&StepResult| !matches!(step.verdict, Verdict::Skipped | Verdict::Planned);
    let mut read = engine.read.so_far();
    read.unread = report.unread.len() as u64;
    RunEnd {
        ended: engine.clock.now(),
        exit: report.exit.code(),
        state,
        error,
        read,
        sums: sums(&report.steps),
        steps: report.steps.iter().filter(was_sent).map(step).collect(),
        left: left(report),
    }
}

/// Returns what a pass did, added up by operation, outcome and currency.
pub fn sums(steps: &[StepResult]) -> Vec<RunSum> {
    let mut sums: BTreeMap<(Operation, Verdict, Currency), (usize, i64)> = BTreeMap::new();
    for step in steps {
        let key = (step.act.operation(), step.verdict, step.money.currency);
        let sum = sums.entry(key).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(step.money.minor);
    }
    let sum = |((operation, verdict, currency), (count, amount_minor)): (
        (Operation, Verdict, Currency),
        (usize, i64),
    )| RunSum {
        operation: operation.name().to_owned(),
        outcome: verdict.name().to_owned(),
        count,
        amount_minor,
        currency: currency.to_string(),
    };
    sums.into_iter().map(sum).collect()
}

/// Returns what was due and is not done, and what could not be read so that nobody knows.
fn left(report: &Report) -> Vec<RunStep> {
    let is_left = |result: &&StepResult| match result.verdict {
        Verdict::Done | Verdict::Planned => false,
        Verdict::Refused | Verdict::Unknown | Verdict::Pending => true,
        Verdict::Skipped => {
            result.class() != Class::Benign || matches!(result.cause, Some(Cause::Attention(_)))
        }
    };
    let steps = report.steps.iter().filter(is_left).map(step);
    let is_said = |unread: &&Unread| report.steps.iter().any(|step| step.order == unread.order);
    let unread = report.unread.iter().filter(|unread| !is_said(unread)).map(not_read);
    steps.chain(unread).collect()
}

fn not_read(unread: &Unread) -> RunStep {
    RunStep {
        order: unread.order.clone(),
        operation: "read".to_owned(),
        act: "read".to_owned(),
        invoice: None,
        payment: None,
        amount_minor: 0,
        currency: String::new(),
        outcome: Verdict::Skipped.name().to_owned(),
        code: Some(unread.error.code.to_owned()),
    }
}

fn step(result: &StepResult) -> RunStep {
    RunStep {
        order: result.order.clone(),
        operation: result.act.operation().name().to_owned(),
        act: result.act.name().to_owned(),
        invoice: result.invoice.clone(),
        payment: result.payment.clone(),
        amount_minor: result.money.minor,
        currency: result.money.currency.to_string(),
        outcome: result.verdict.name().to_owned(),
        code: result.code().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;
