//! What the last run could not do, as a person is told of it. Pure; whether an act is due again is not said here.

use crate::code::Code;
use crate::purchase::{Case, Skip};

use super::attention::Attention;
use super::step::{Mode, Step};

impl Skip {
    /// Returns what a person is told of the order because of it.
    pub fn attention(&self) -> Attention {
        match Code::named(&self.code) {
            _ if self.code == Attention::Braked.name() => Attention::Braked,
            Some(Code::PaymentNotFound) => Attention::PaymentNotFound,
            Some(Code::MethodNotConfigured) => Attention::MethodNotConfigured,
            Some(Code::OverBounds) => Attention::OverBounds,
            Some(code) if code.is_of_reading() => Attention::Unreadable,
            Some(_) | None => Attention::Refused,
        }
    }
}

/// Returns what a person should know of a step that is due and that the last run could not do.
pub(super) fn left_undone(case: &Case, steps: &[Step]) -> Option<Attention> {
    let skip = |step: &Step| {
        let skip = case.skip_of(step.act, step.document)?.attention();
        // What waits for a person for another reason was not left undone by a brake.
        (step.mode == Mode::Auto || step.why == Some(skip)).then_some(skip)
    };
    steps.iter().find_map(skip)
}
