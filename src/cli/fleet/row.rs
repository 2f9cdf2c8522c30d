//! What became of one company, and which of several is the worst.
//!
//! The worst company decides the exit code, and stands first. A company that another run had in hand is no failure.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ui::Ui;
use uniac_core::money::{Currency, Money};
use uniac_engine::exit::{self, Exit};
use uniac_system::error::{Error, Moved, Result};
use uniac_texts::{named, t};

/// One company.
#[derive(Debug, Clone)]
pub struct Row {
    /// The company; `None` for what is wrong with the configuration as a whole.
    pub company: Option<String>,
    /// What a run on it alone would have ended with.
    pub exit: Exit,
    /// The object of the failure.
    pub error: Option<Value>,
    /// What the result is.
    pub schema: Option<String>,
    /// The data of the result.
    pub result: Option<Value>,
}

impl Row {
    /// Returns the row of a company that was worked on.
    pub fn of(company: &str, ended: Result<Exit>, printed: Option<(String, Value)>) -> Row {
        let (schema, result) = printed.unzip();
        let row = Row {
            company: Some(company.to_owned()),
            exit: Exit::Done,
            error: None,
            schema,
            result,
        };
        match ended {
            Ok(exit) => Row { exit, ..row },
            Err(error) => Row {
                exit: exit::of_error(&error),
                error: Some(Ui::error_object(Some(company), &error)),
                ..row
            },
        }
    }

    /// Returns the row of a company that was not worked on.
    pub fn failed(company: &str, error: &Error) -> Row {
        Row {
            company: Some(company.to_owned()),
            exit: exit::of_error(error),
            error: Some(Ui::error_object(Some(company), error)),
            schema: None,
            result: None,
        }
    }

    /// Returns the row of what is no company's.
    pub fn of_file(error: &Error) -> Row {
        Row { company: None, error: Some(Ui::error_object(None, error)), ..Row::failed("", error) }
    }

    /// Returns what went wrong, for people.
    pub fn message(&self) -> Option<String> {
        let own = self.error.as_ref().or_else(|| self.result.as_ref()?.get("error"));
        own?.get("message")?.as_str().map(str::to_owned)
    }

    /// Returns whether another run had done the company's work by the time that its lock was free.
    pub fn is_recent(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result["recent"] == true)
    }

    /// Returns the rows of a list in the result.
    pub fn list(&self, key: &str) -> &[Value] {
        let list =
            self.result.as_ref().and_then(|result| result.get(key)).and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    /// Returns in a few words what the result says.
    pub fn digest(&self) -> String {
        match self.schema.as_deref() {
            Some("uniac.result/1") => moved_sums(self.list("totals")).join(", "),
            Some("uniac.status/1") => {
                let say = |(_, sum): (String, Money)| t!("fleet-missing", sum = sum.to_string());
                self.figures().into_iter().map(say).collect::<Vec<_>>().join(", ")
            }
            Some("uniac.owed/1") => {
                let say = |(_, sum): (String, Money)| sum.to_string();
                self.figures().into_iter().map(say).collect::<Vec<_>>().join(", ")
            }
            Some("uniac.reconcile/1") => self.differences(),
            Some("uniac.runs/1") => self.runs(),
            Some("uniac.doctor/1") => self.checks(),
            _ => String::new(),
        }
    }

    /// Returns the sums of the result, each with what it is.
    pub fn figures(&self) -> Vec<(String, Money)> {
        let all = |name: &'static str| move |_: &Value| Some(name.to_owned());
        match self.schema.as_deref() {
            Some("uniac.result/1") => sums(self.list("totals"), moves),
            Some("uniac.status/1") => sums(self.list("missing"), all("missing")),
            Some("uniac.owed/1") => sums(self.list("groups"), all("owed")),
            Some("uniac.reconcile/1") => {
                sums(self.list("totals"), |row| row["reason"].as_str().map(str::to_owned))
            }
            _ => Vec::new(),
        }
    }

    /// Returns whether there is something to look at; of a long list only that is shown on a screen.
    pub fn has_news(&self) -> bool {
        let is_well = match self.schema.as_deref() {
            Some("uniac.reconcile/1") => self.list("differences").is_empty(),
            Some("uniac.runs/1") => self.all().iter().all(|run| run["exit"] == 0),
            _ => self.digest().is_empty(),
        };
        self.exit != Exit::Done || !is_well
    }

    /// Returns the rows of a result that is a list.
    fn all(&self) -> &[Value] {
        self.result.as_ref().and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn differences(&self) -> String {
        let count = self.list("differences").len();
        let sums = sums(self.list("totals"), |_| Some(String::new()));
        let sums: Vec<String> = sums.into_iter().map(|(_, sum)| sum.to_string()).collect();
        match count {
            0 => t!("fleet-books-agree"),
            _ => t!("fleet-differences", count = count, sums = sums.join(", ")),
        }
    }

    fn runs(&self) -> String {
        let runs = self.all();
        let Some(last) = runs.iter().max_by_key(|run| run["id"].as_i64()) else {
            return t!("fleet-no-run");
        };
        let not_well = runs.iter().filter(|run| run["exit"] != 0).count();
        let exit = last["exit"].as_i64().map_or_else(|| "-".to_owned(), |exit| exit.to_string());
        let command = last["command"].as_str().unwrap_or_default();
        let (count, last) = (runs.len(), t!("fleet-last-run", command = command, exit = exit));
        match not_well {
            0 => t!("fleet-runs", count = count, last = last),
            _ => t!("fleet-runs-not-well", count = count, bad = not_well, last = last),
        }
    }

    fn checks(&self) -> String {
        let rows = self.result.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let count = |result: &str| rows.iter().filter(|row| row["result"] == result).count();
        let said = ["wrong", "warning", "unverified"].into_iter().filter_map(|result| {
            let count = count(result);
            let words = named(&format!("verdict-{result}"));
            (count > 0).then(|| format!("{} {count}", words.as_deref().unwrap_or(result)))
        });
        said.collect::<Vec<_>>().join(", ")
    }
}

/// Returns how bad an exit code is among several: what says more about money stands higher.
pub fn rank(exit: Exit) -> u8 {
    match exit {
        // Another run has it, and does it.
        Exit::Done | Exit::Locked => 0,
        Exit::Inactive => 1,
        Exit::Usage => 2,
        Exit::Failed => 3,
        Exit::Declined => 4,
        Exit::Pending => 5,
        Exit::SignIn => 6,
        Exit::Refused => 7,
        Exit::Partly => 8,
        Exit::Interrupted => 9,
        Exit::Unknown => 10,
        Exit::Defect => 11,
    }
}

/// Returns the exit code of all.
pub fn worst(rows: &[Row]) -> Exit {
    let worst = rows.iter().map(|row| row.exit).max_by_key(|exit| rank(*exit));
    worst.filter(|exit| rank(*exit) > 0).unwrap_or(Exit::Done)
}

/// Puts the worst first, then by name.
pub fn sort(rows: &mut [Row]) {
    rows.sort_by(|one, other| {
        let by_rank = rank(other.exit).cmp(&rank(one.exit));
        by_rank.then_with(|| one.company.cmp(&other.company))
    });
}

/// Returns whether money moved at any company.
pub fn moved(rows: &[Row]) -> Moved {
    let words = rows.iter().flat_map(|row| {
        let steps = row.list("steps").iter().filter_map(|step| step["moved"].as_str());
        steps.chain(row.error.as_ref().and_then(|error| error["moved"].as_str()))
    });
    words.fold(Moved::No, |moved, word| match (moved, word) {
        (Moved::Unknown, _) | (_, "unknown") => Moved::Unknown,
        (Moved::Yes, _) | (_, "yes") => Moved::Yes,
        (Moved::No, _) => Moved::No,
    })
}

/// Returns the sums of rows by what a row is called, and currency.
fn sums(rows: &[Value], called: impl Fn(&Value) -> Option<String>) -> Vec<(String, Money)> {
    let mut sums: BTreeMap<(String, Currency), i64> = BTreeMap::new();
    for row in rows {
        let currency = row["currency"].as_str().and_then(|currency| currency.parse().ok());
        if let (Some(name), Some(currency), Some(minor)) =
            (called(row), currency, row["amount_minor"].as_i64())
        {
            let sum = sums.entry((name, currency)).or_default();
            *sum = sum.saturating_add(minor);
        }
    }
    let sums = sums.into_iter().filter(|(_, minor)| *minor != 0);
    sums.map(|((name, currency), minor)| (name, Money::new(minor, currency))).collect()
}

/// Returns how a sum of money that moved, or would, is called.
fn moves(row: &Value) -> Option<String> {
    let operation = row["operation"].as_str()?;
    let outcome = row["outcome"].as_str()?;
    let is_money = ["capture", "refund", "cancel"].contains(&operation);
    (is_money && outcome != "skipped").then(|| format!("{operation} {outcome}"))
}

/// Says what money moved, or would, by operation and outcome.
pub fn moved_sums(totals: &[Value]) -> Vec<String> {
    sums(totals, moves).into_iter().map(|(name, sum)| format!("{name} {sum}")).collect()
}

/// Returns what is wrong with a company, in one line.
pub fn wrong(row: &Row) -> String {
    match row.exit {
        Exit::Done => String::new(),
        Exit::Locked => t!("fleet-busy"),
        exit => row.message().unwrap_or_else(|| format!("`uniac explain {}`", exit.code())),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    pub fn row(company: &str, exit: Exit, result: Value) -> Row {
        let printed = Some(("uniac.result/1".to_owned(), result));
        Row::of(company, Ok(exit), printed)
    }

    #[test]
    fn the_worst_company_decides_and_stands_first() {
        use Exit::{
            Declined, Defect, Done, Failed, Inactive, Locked, Partly, Pending, Refused, SignIn,
            Unknown, Usage,
        };
        let table: &[(&[Exit], Exit)] = &[
            (&[], Done),
            (&[Done, Locked], Done),
            (&[Done, Inactive], Inactive),
            (&[Inactive, Usage], Usage),
            (&[Usage, Failed], Failed),
            (&[Failed, Declined], Declined),
            (&[Declined, Pending], Pending),
            (&[Pending, SignIn], SignIn),
            (&[SignIn, Refused], Refused),
            (&[Refused, Partly], Partly),
            (&[Partly, Unknown], Unknown),
            (&[Unknown, Defect], Defect),
        ];
        for (exits, expected) in table {
            let mut rows: Vec<Row> = exits
                .iter()
                .enumerate()
                .map(|(i, exit)| row(&i.to_string(), *exit, json!({})))
                .collect();
            assert_eq!(worst(&rows), *expected, "{exits:?}");
            sort(&mut rows);
            assert!(rows.first().is_none_or(|first| rank(first.exit) == rank(*expected)));
        }
    }
}
