//! What is done next on an order, in words for people.
//!
//! "Nothing" is said only where nobody is waited for.

use uniac_core::assess::{Assessment, Attention};
use uniac_core::purchase::Case;

/// Says what is done next, or that it waits for a person, and why.
pub fn next_text(case: &Case, assessment: &Assessment) -> String {
    match (assessment.next(), assessment.attention) {
        (Some(step), _) => {
            let invoice = case.order.documents.iter().find(|d| Some(d.id) == step.document);
            let on = invoice.map_or(String::new(), |d| format!(" for invoice {}", d.number));
            format!("{} {}{on}, {}", step.operation(), step.money, step.mode.name())
        }
        (None, None) => "nothing".to_owned(),
        (None, Some(Attention::UnknownOutcome)) => {
            "nothing before it is known how the last act ended (unknown-outcome)".to_owned()
        }
        (None, Some(attention)) => format!("nothing by itself; a person decides ({attention})"),
    }
}
