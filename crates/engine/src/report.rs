//! A report: what a pass has read, planned, done and left.

use uniac_store::RunId;
use uniac_system::error::{Error, Moved};
use uniac_system::stop::Why;

use super::Cause;
use super::exit::Exit;
use super::plan::Plan;
use super::refresh::Unread;
use super::result::{StepResult, Verdict};

/// How a pass came to its end.
#[derive(Debug)]
pub enum Ending {
    /// It has worked through all orders.
    Whole,
    /// Another run has done it less long ago than was asked for; it has neither read nor done anything, and has no row.
    Recent,
    /// It was to say only what it would do.
    DryRun {
        /// The bound that would stop it.
        stopped: Option<Error>,
    },
    /// A person stopped it, or its time was over.
    Stopped {
        /// How many orders it had to work on.
        orders: usize,
        /// Why.
        why: Why,
    },
    /// The store failed, or another run took over; it says whether money moved.
    BrokenOff(Error),
}

/// What a pass has read, planned, done and left.
#[derive(Debug)]
pub struct Report {
    /// What became of each step.
    pub steps: Vec<StepResult>,
    /// The orders whose payments could not be read.
    pub unread: Vec<Unread>,
    /// What was planned.
    pub plan: Plan,
    /// How it ended.
    pub ending: Ending,
    /// What a script learns.
    pub exit: Exit,
    /// Its row in the history; a dry run has none.
    pub run: Option<RunId>,
    /// Why its row could not be written.
    pub unrecorded: Option<Error>,
}

/// A pass that did not come to its report.
pub(super) struct Broken {
    /// What stopped it.
    pub error: Error,
    /// What it would have done.
    pub left: Vec<StepResult>,
}

impl From<Error> for Broken {
    fn from(error: Error) -> Broken {
        Broken { error, left: Vec::new() }
    }
}

impl Broken {
    /// Returns a pass that was stopped with its plan made.
    pub(super) fn before(plan: &Plan, error: Error) -> Broken {
        let because = |mut row: StepResult| {
            if row.verdict == Verdict::Planned {
                (row.verdict, row.cause) = (Verdict::Skipped, Some(Cause::from(&error)));
            }
            row
        };
        Broken { left: plan.rows().into_iter().map(because).collect(), error }
    }
}

impl Report {
    /// Returns the report of a pass that has no row yet.
    pub(super) fn new(
        steps: Vec<StepResult>,
        unread: Vec<Unread>,
        plan: Plan,
        ending: Ending,
        exit: Exit,
    ) -> Report {
        Report { steps, unread, plan, ending, exit, run: None, unrecorded: None }
    }
}

/// Returns what an error of a run says of money: what the steps before it say.
pub fn moved(steps: &[StepResult]) -> Moved {
    let money = |verdict| {
        steps.iter().any(|step| step.verdict == verdict && step.act.operation().moves_money())
    };
    if money(Verdict::Unknown) || money(Verdict::Pending) {
        Moved::Unknown
    } else if money(Verdict::Done) {
        Moved::Yes
    } else {
        Moved::No
    }
}
