//! What `doctor` has found: rows with stable ids, and what is kept until next time.
//!
//! A row must never carry a secret; where one comes from may be said.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::finding::{Finding, Verdict};
use uniac_engine::exit::Exit;
use uniac_system::error::Error;
use uniac_texts::{label, named, t};

/// One row of the answer.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The company; `None` for what is the same for all.
    company: Option<String>,
    /// Stable: scripts depend on it.
    pub id: String,
    check: String,
    result: &'static str,
    found: String,
    remedy: Option<String>,
    #[serde(skip)]
    exit: Option<Exit>,
}

/// Everything that was found of one company.
#[derive(Debug, Default)]
pub struct Report {
    /// The company.
    pub company: Option<String>,
    /// The rows, in the order of looking.
    pub rows: Vec<Row>,
    /// What is kept until next time.
    pub marks: BTreeMap<String, String>,
}

impl Report {
    /// Returns an empty report of a company.
    pub fn of(company: Option<String>) -> Report {
        Report { company, ..Report::default() }
    }

    /// Adds a row.
    pub fn add(
        &mut self,
        id: impl Into<String>,
        check: &str,
        verdict: Verdict,
        found: impl Into<String>,
        remedy: Option<&str>,
    ) {
        self.rows.push(Row {
            company: self.company.clone(),
            id: id.into(),
            check: check.to_owned(),
            result: verdict.name(),
            found: found.into(),
            remedy: remedy.map(str::to_owned),
            exit: (verdict == Verdict::Wrong).then_some(Exit::Failed),
        });
    }

    /// Adds a row that is as it should be.
    pub fn ok(&mut self, id: impl Into<String>, check: &str, found: impl Into<String>) {
        self.add(id, check, Verdict::Ok, found, None);
    }

    /// Adds what a person should look at.
    pub fn warn(
        &mut self,
        id: impl Into<String>,
        check: &str,
        found: impl Into<String>,
        remedy: &str,
    ) {
        self.add(id, check, Verdict::Warning, found, Some(remedy));
    }

    /// Adds what does not work.
    pub fn wrong(&mut self, id: impl Into<String>, check: &str, error: &Error) {
        let remedy = remedy(error);
        self.add(id, check, Verdict::Wrong, error.message.clone(), Some(&remedy));
        if let Some(row) = self.rows.last_mut() {
            row.exit = Some(Exit::from(error.kind));
        }
    }

    /// Adds a finding of one of the systems, and keeps its marks.
    pub fn finding(&mut self, system: &str, check: &str, finding: Finding) {
        let id = format!("{system}.{}", finding.id);
        let check = format!("{check}: {}", finding.id);
        self.add(id, &check, finding.verdict, finding.found, finding.remedy.as_deref());
        for (name, value) in finding.marks {
            self.marks.insert(format!("{system}.{name}"), value);
        }
    }

    /// Keeps a value until next time.
    pub fn mark(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.marks.insert(name.into(), value.into());
    }
}

/// Returns what to do about an error. Its own hints send people here; here is the next step.
fn remedy(error: &Error) -> String {
    match error.code {
        "sign-in" => t!("doctor-check-credentials"),
        "unreachable" | "no-reply" => t!("doctor-check-address-reached"),
        "unexpected-status" => t!("doctor-check-address"),
        "no-secret" => t!("doctor-set-secret"),
        _ => {
            let hints = error.hints.iter().filter(|hint| !hint.contains("`uniac doctor`"));
            let hints: Vec<&str> = hints.map(String::as_str).collect();
            match hints.is_empty() {
                true => t!("doctor-explain", code = error.code),
                false => hints.join("; "),
            }
        }
    }
}

/// Returns the exit code: a sign-in that is refused before all else, otherwise what was found first.
pub fn exit(rows: &[Row]) -> Exit {
    rows.iter().filter_map(|row| row.exit).fold(Exit::Done, |worst, exit| match (worst, exit) {
        (Exit::Done, _) | (_, Exit::SignIn) => exit,
        (worst, _) => worst,
    })
}

/// Returns what people read for a result. The one that is a warning has another label before its text.
fn result_words(result: &str) -> String {
    named(&format!("verdict-{result}")).unwrap_or_else(|| result.to_owned())
}

/// Returns what people read for a check, `SYSTEM: PART`.
fn check_label(check: &str) -> String {
    match label(check) {
        whole if whole != check => whole,
        _ => check.split(": ").map(label).collect::<Vec<_>>().join(": "),
    }
}

/// Returns the page: every row and, on a screen, what needs a person once more in full, because a
/// cell of a table is cut where a remedy must not be.
pub fn page(rows: &[Row], is_screen: bool) -> Page {
    let companies: BTreeSet<&String> = rows.iter().filter_map(|row| row.company.as_ref()).collect();
    let several = companies.len() > 1;
    let mut page = Page::new();
    page.table(table(rows, several, is_screen));
    if !is_screen {
        return page;
    }
    for row in rows.iter().filter(|row| row.result != Verdict::Ok.name()) {
        let company = row.company.as_ref().filter(|_| several);
        let company = company.map(|name| format!("{name}: ")).unwrap_or_default();
        page.heading(format!("{company}{}: {}", check_label(&row.check), result_words(row.result)));
        let remedy = row.remedy.as_ref().map(|remedy| format!(". {remedy}.")).unwrap_or_default();
        page.paragraph(format!("{}{remedy}", row.found));
    }
    let count = |verdict: Verdict| rows.iter().filter(|row| row.result == verdict.name()).count();
    page.paragraph(t!(
        "doctor-counts",
        wrong = count(Verdict::Wrong),
        warnings = count(Verdict::Warning),
        unverified = count(Verdict::Unverified),
        ok = count(Verdict::Ok)
    ));
    page
}

fn table(rows: &[Row], several: bool, is_screen: bool) -> Table {
    let mut columns = Vec::new();
    if several {
        columns.push(Column::left("company"));
    }
    columns.extend([Column::left("check"), Column::left("result"), Column::wrapped("found")]);
    if !is_screen {
        columns.push(Column::wrapped("remedy"));
    }
    let mut table = Table::new(columns);
    for row in rows {
        let result = Cell::worded(result_words(row.result), row.result);
        let mut cells = Vec::new();
        if several {
            cells.push(Cell::new(row.company.clone().unwrap_or_default()));
        }
        cells.extend([
            Cell::worded(check_label(&row.check), &*row.check),
            match row.result {
                "ok" => result.good(),
                "wrong" => result.bad(),
                _ => result.warn(),
            },
            Cell::new(&row.found),
        ]);
        if !is_screen {
            cells.push(Cell::new(row.remedy.clone().unwrap_or_default()));
        }
        table.row(cells);
    }
    table
}
