//! What `doctor` saw last time: a difference is pointed out once, with the remedy.
//!
//! Kept in the company's folder, for its owner only. It holds settings, versions and counts; no
//! secret and no customer's data must ever get in.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use uniac_system::files;
use uniac_texts::t;

use super::report::Report;

/// The file in the company's folder.
pub const FILE: &str = "doctor.json";

/// Marks whose name ends with this are percentages, which are compared with patience.
const PERCENT: char = '%';

/// By how many points a percentage must sink to be pointed out.
const SUNK_POINTS: i64 = 20;

/// What was seen.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// Values by name.
    marks: BTreeMap<String, String>,
}

/// Compares what was seen now with what was seen last time, and keeps the former unless
/// `read_only`.
pub fn compare(report: &mut Report, path: &Path, read_only: bool) {
    let before: Option<Memory> =
        std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    match &before {
        None => report.ok("drift", "since last time", t!("doctor-nothing-to-compare")),
        Some(before) => {
            let changes = changes(&before.marks, &report.marks);
            if changes.is_empty() {
                report.ok("drift", "since last time", t!("doctor-nothing-changed"));
            }
            for change in changes {
                let remedy = remedy(&change.name);
                report.warn(
                    format!("drift.{}", change.name.trim_end_matches(PERCENT)),
                    "since last time",
                    change.to_string(),
                    &remedy,
                );
            }
        }
    }
    if read_only {
        return;
    }
    // What could not be looked at this time stays as it was seen last.
    let mut marks = before.unwrap_or_default().marks;
    marks.retain(|name, _| !is_configuration(name));
    marks.extend(report.marks.clone());
    if let Err(error) = keep(path, &Memory { marks }) {
        let found = t!("doctor-not-kept", why = error.to_string());
        report.warn("drift.memory", "since last time", found, &t!("doctor-make-writable"));
    }
}

/// One value that is not what it was.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    name: String,
    was: Option<String>,
    is: Option<String>,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.name.trim_end_matches(PERCENT);
        let unit = if self.name.ends_with(PERCENT) { " %" } else { "" };
        let text = |value: &Option<String>| match value.as_deref() {
            None => t!("doctor-not-there"),
            Some("") => t!("doctor-nothing"),
            Some(value) => format!("{value}{unit}"),
        };
        f.write_str(&t!("doctor-was-is", name = name, was = text(&self.was), is = text(&self.is)))
    }
}

fn changes(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, is) in now {
        let was = before.get(name);
        let differs = match was {
            Some(was) if name.ends_with(PERCENT) => sank(was, is),
            // The sandbox listens on another port each time, and no real system is there.
            Some(was) if is_loopback(was) && is_loopback(is) => false,
            Some(was) => was != is,
            // A value that is new in the file is a change; of others there was nothing to see.
            None => is_configuration(name),
        };
        if differs {
            changes.push(Change { name: name.clone(), was: was.cloned(), is: Some(is.clone()) });
        }
    }
    let has_configuration = now.keys().any(|name| is_configuration(name));
    for (name, was) in before.iter().filter(|(name, _)| is_configuration(name)) {
        if has_configuration && !now.contains_key(name) {
            changes.push(Change { name: name.clone(), was: Some(was.clone()), is: None });
        }
    }
    changes
}

fn sank(was: &str, is: &str) -> bool {
    let (Ok(was), Ok(is)) = (was.parse::<i64>(), is.parse::<i64>()) else { return was != is };
    was - is >= SUNK_POINTS
}

fn is_loopback(value: &str) -> bool {
    value.starts_with("http://127.0.0.1:")
}

fn is_configuration(name: &str) -> bool {
    name.starts_with("configuration.")
}

fn remedy(name: &str) -> String {
    match name.split('.').next().unwrap_or_default() {
        "settings" => t!("doctor-changed-settings"),
        "configuration" => t!("doctor-changed-configuration"),
        "orders" => t!("doctor-changed-orders"),
        "drivers" => t!("doctor-changed-drivers"),
        _ => t!("doctor-changed-other"),
    }
}

/// Writes the file beside and renames it.
fn keep(path: &Path, memory: &Memory) -> std::io::Result<()> {
    let text = serde_json::to_vec_pretty(memory)?;
    if let Some(folder) = path.parent() {
        files::make_folder(folder)?;
    }
    let beside = path.with_extension("json.new");
    let mut options = std::fs::OpenOptions::new();
    let mut file = files::open(options.create(true).write(true).truncate(true), &beside)?;
    std::io::Write::write_all(&mut file, &text)?;
    std::fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_what_differs_and_could_be_seen_is_a_change() {
        let before = marks(&[
            ("settings.a", "on"),
            ("shop.woocommerce", "9.1"),
            ("orders.known%", "98"),
            ("configuration.uni.field", "Requisition"),
            ("configuration.uni.prefix", "WEB-"),
        ]);
        let now = marks(&[
            ("settings.a", "off"),
            ("orders.known%", "79"),
            ("configuration.uni.field", "Requisition"),
            ("vipps.capabilities", "new"),
        ]);
        let said: Vec<String> = changes(&before, &now).iter().map(Change::to_string).collect();
        assert_eq!(
            said,
            ["settings.a was on, is off", "configuration.uni.prefix was WEB-, is not there"]
        );
        let at = |port: u16| marks(&[("uni.platform", &format!("http://127.0.0.1:{port}/uni"))]);
        assert_eq!(changes(&at(37_971), &at(37_597)), []);
        let sunk = changes(&before, &marks(&[("orders.known%", "70")]));
        assert_eq!(sunk[0].to_string(), "orders.known was 98 %, is 70 %");
    }
}
