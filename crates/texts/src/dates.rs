//! Days and moments as the language of the run writes them. Programs never get these: they get ISO 8601.

use jiff::civil::{Date, DateTime};

use crate::{Language, language};

/// Returns a day: `2026-03-10`, `10.03.2026`.
pub fn day(day: Date) -> String {
    let form = match language() {
        Language::En => "%Y-%m-%d",
        Language::Nb => "%d.%m.%Y",
    };
    day.strftime(form).to_string()
}

/// Returns a moment to the minute: `2026-03-10 10:00`, `10.03.2026 10:00`.
pub fn minute(at: DateTime) -> String {
    format!("{} {}", day(at.date()), at.strftime("%H:%M"))
}
