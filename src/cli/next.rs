//! What is done next on an order, in words for people.
//!
//! "Nothing" is said only where nobody is waited for.

use uniac_core::assess::{Assessment, Attention, Mode, Step};
use uniac_core::purchase::Case;
use uniac_texts::{label, t};

use super::words;

/// Says what is done next, or that it waits for a person, and why.
pub fn next_text(case: &Case, assessment: &Assessment) -> String {
    match (assessment.next(), assessment.attention) {
        (Some(step), _) => match step.mode {
            Mode::Auto => t!("next-auto", step = step_text(case, step)),
            Mode::Manual => t!("next-manual", step = step_text(case, step)),
        },
        (None, None) => t!("next-nothing"),
        (None, Some(Attention::UnknownOutcome)) => t!("next-unknown"),
        (None, Some(attention)) => t!("next-person", attention = words::cause(attention.name())),
    }
}

fn step_text(case: &Case, step: &Step) -> String {
    let operation = label(step.operation().name());
    match case.order.documents.iter().find(|d| Some(d.id) == step.document) {
        Some(invoice) => {
            t!("next-step-on", operation = operation, sum = step.money, invoice = &invoice.number)
        }
        None => t!("next-step", operation = operation, sum = step.money),
    }
}
