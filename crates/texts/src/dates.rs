//! Days and moments as the language of the run writes them. Programs get ISO 8601, as [`crate::form`] says.

use jiff::civil::{Date, DateTime};

use crate::{Form, Language, form, language};

/// Returns a day: `2026-03-10`, `10.03.2026`; bare always the first.
pub fn day(day: Date) -> String {
    match form() {
        Form::Written => written(day),
        Form::Bare => day.to_string(),
    }
}

/// Returns a day as people write it, whatever the form of the run is.
pub fn written(day: Date) -> String {
    let form = match language() {
        Language::En => "%Y-%m-%d",
        Language::Nb => "%d.%m.%Y",
    };
    day.strftime(form).to_string()
}

/// Returns a moment to the minute, as people write it: `2026-03-10 10:00`, `10.03.2026 10:00`.
pub fn minute(at: DateTime) -> String {
    format!("{} {}", written(at.date()), at.strftime("%H:%M"))
}
