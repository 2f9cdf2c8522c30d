//! What is done next on an order, in words for people.
//!
//! "Nothing" is said only where nobody is waited for.

use uniac_core::assess::{Assessment, Attention};
use uniac_core::purchase::Case;
use uniac_texts::{label, t};

use super::words;

/// Says what is done next, or that it waits for a person, and why.
pub fn next_text(case: &Case, assessment: &Assessment) -> String {
    match (assessment.next(), assessment.attention) {
        (Some(step), _) => {
            let invoice = case.order.documents.iter().find(|d| Some(d.id) == step.document);
            let (operation, mode) = (label(step.operation().name()), label(step.mode.name()));
            match invoice {
                Some(invoice) => t!(
                    "next-step-on",
                    operation = operation,
                    sum = step.money,
                    invoice = &invoice.number,
                    mode = mode
                ),
                None => t!("next-step", operation = operation, sum = step.money, mode = mode),
            }
        }
        (None, None) => t!("next-nothing"),
        (None, Some(Attention::UnknownOutcome)) => t!("next-unknown"),
        (None, Some(attention)) => t!("next-person", attention = words::cause(attention.name())),
    }
}
