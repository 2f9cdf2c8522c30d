//! The words for what the three books say: reasons, kinds of rows, sides, and the days of a period.
//!
//! Only names are turned into words here; nothing is decided.

use uniac_core::reconcile::{Kind, Period, Reason, Side};
use uniac_texts::dates::day;
use uniac_texts::{Argument, t, text};

/// Returns what a cause of missing money means, in one line: an attention, or that nothing stands in the way.
pub fn cause(cause: &str) -> String {
    match cause {
        "due" => t!("cause-due"),
        "none" => t!("cause-none"),
        attention => text(&format!("attention-{attention}"), &[]),
    }
}

/// Returns what a difference's reason means, in one line.
pub fn reason(reason: Reason) -> String {
    text(&format!("reason-{}", reason.name()), &[])
}

/// Returns the word for what a row of a book is.
pub fn kind(kind: Kind) -> String {
    text(&format!("kind-{}", kind.name()), &[])
}

/// Returns the word for whose book it is.
pub fn side(side: Side) -> String {
    text(&format!("side-{}", side.name()), &[])
}

/// Returns the days of a period: a month by its name, else the first and the last day.
pub fn period(period: Period) -> String {
    let Period { from, to } = period;
    if from == from.first_of_month() && to == from.last_of_month() {
        let year = [("year", Argument::from(from.year().to_string()))];
        return text(&format!("month-{}", from.month()), &year);
    }
    t!("reconcile-heading", from = day(from), to = day(to))
}
