//! A JUnit report of several companies: a suite a company; a case the run, each step, check and attention.
//!
//! What a person has to decide is skipped there, not failed: the case fails where the exit code does.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde_json::Value;

use uniac_core::money::{Currency, Money};
use uniac_engine::exit::Exit;
use uniac_system::error::{Error, Result};

use super::row::{Row, wrong};

/// Returns the report.
///
/// # Errors
/// `defect` when it cannot be written as XML.
pub fn text(command: &str, rows: &[Row]) -> Result<String> {
    let mut report = Report::new(format!("uniac {command}"));
    for row in rows {
        let name = row.company.as_deref().unwrap_or("configuration");
        let mut suite = TestSuite::new(name);
        suite.add_test_case(whole(command, name, row));
        for (what, status) in cases(row) {
            let mut case = TestCase::new(what, status);
            case.set_classname(name);
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| Error::defect(format!("the report is no XML: {error}")))
}

/// The run on the company as a whole.
fn whole(command: &str, company: &str, row: &Row) -> TestCase {
    let status = match row.exit {
        Exit::Done => TestCaseStatus::success(),
        Exit::Locked | Exit::Inactive => skipped(&wrong(row)),
        Exit::Defect | Exit::Unknown => failed(NonSuccessKind::Error, "unknown", &wrong(row)),
        exit => {
            let code = row.error.as_ref().and_then(|error| error["code"].as_str());
            let kind = code.map_or_else(|| format!("exit {}", exit.code()), str::to_owned);
            failed(NonSuccessKind::Failure, &kind, &wrong(row))
        }
    };
    let mut case = TestCase::new(format!("uniac {command}"), status);
    case.set_classname(company);
    if !row.digest().is_empty() {
        case.set_system_out(row.digest());
    }
    case
}

/// What the result lists, by what it is.
fn cases(row: &Row) -> Vec<(String, TestCaseStatus)> {
    match row.schema.as_deref() {
        Some("uniac.result/1") => row.list("steps").iter().map(step).collect(),
        Some("uniac.doctor/1") => {
            let rows = row.result.as_ref().and_then(Value::as_array);
            rows.into_iter().flatten().map(check).collect()
        }
        Some("uniac.status/1") => {
            let attentions = row.result.as_ref().and_then(|result| result["attention"].as_object());
            let counted = attentions.into_iter().flatten();
            counted.map(|(id, orders)| (id.clone(), skipped(&format!("{orders} orders")))).collect()
        }
        _ => Vec::new(),
    }
}

fn step(step: &Value) -> (String, TestCaseStatus) {
    let word = |key: &str| step[key].as_str().unwrap_or_default();
    let currency: Option<Currency> = word("currency").parse().ok();
    let amount = match (step["amount_minor"].as_i64(), currency) {
        (Some(minor), Some(currency)) if minor != 0 => format!(", {}", Money::new(minor, currency)),
        _ => String::new(),
    };
    let invoice = step["invoice"].as_str().map(|number| format!(", invoice {number}"));
    let name = format!("{} {}{}{amount}", word("act"), word("order"), invoice.unwrap_or_default());
    let code = match word("code") {
        "" => word("outcome"),
        code => code,
    };
    let status = match word("outcome") {
        "done" => TestCaseStatus::success(),
        "refused" => failed(NonSuccessKind::Failure, "refused", code),
        "unknown" => failed(NonSuccessKind::Error, "unknown", code),
        _ => skipped(code),
    };
    (name, status)
}

fn check(row: &Value) -> (String, TestCaseStatus) {
    let word = |key: &str| row[key].as_str().unwrap_or_default();
    let remedy = if word("remedy").is_empty() { "" } else { ". " };
    let said = format!("{}{remedy}{}", word("found"), word("remedy"));
    let status = match word("result") {
        "ok" => TestCaseStatus::success(),
        "wrong" => failed(NonSuccessKind::Failure, word("id"), &said),
        _ => skipped(&said),
    };
    (word("id").to_owned(), status)
}

fn failed(kind: NonSuccessKind, name: &str, message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(name).set_message(message);
    status
}

fn skipped(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}
