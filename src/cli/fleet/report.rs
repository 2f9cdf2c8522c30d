//! What became of several companies: `uniac.fleet/1`, its table and its totals.
//!
//! It adds up what each company's run has said; no figure is made here.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::ui::{Cell, Column, Page, Table, Ui};
use uniac_engine::exit::Exit;
use uniac_texts::t;

use super::row::{Row, moved_sums, rank, wrong};

/// How many rows a screen shows before those with nothing to say are left out.
const SHOWN_MAX: usize = 40;

/// What of a result is added up over the companies, by its name there and here.
const SUMS: [(&str, &str); 3] = [("totals", "steps"), ("missing", "missing"), ("due", "due")];

/// Returns the report for programs.
pub fn data(rows: &[Row], recent: usize, exit: Exit) -> Value {
    let companies = rows.iter().map(|row| {
        json!({
            "company": row.company,
            "exit": row.exit.code(),
            "error": row.error,
            "schema": row.schema,
            "result": row.result,
        })
    });
    json!({
        "companies": companies.collect::<Vec<_>>(),
        "totals": totals(rows, recent),
        "exit": exit.code(),
    })
}

fn totals(rows: &[Row], recent: usize) -> Value {
    let mut exits: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        *exits.entry(row.exit.code().to_string()).or_default() += 1;
    }
    let counts = Counts::of(rows);
    let mut totals = json!({
        "companies": rows.len(),
        "done": counts.done,
        "failed": counts.failed,
        "busy": counts.busy,
        "recent": recent,
        "exits": exits,
    });
    for (theirs, ours) in SUMS {
        let has = |row: &Row| row.result.as_ref().is_some_and(|result| result[theirs].is_array());
        if rows.iter().any(has) {
            totals[ours] = Value::Array(added(rows.iter().flat_map(|row| row.list(theirs))));
        }
    }
    if rows.iter().any(|row| row.schema.as_deref() == Some("uniac.owed/1")) {
        let sum = |group: &Value| json!({"orders": group["orders"], "amount_minor": group["amount_minor"], "currency": group["currency"]});
        let groups: Vec<Value> =
            rows.iter().flat_map(|row| row.list("groups").iter().map(sum)).collect();
        totals["owed"] = Value::Array(added(groups.iter()));
    }
    totals
}

/// How many companies ended how.
pub struct Counts {
    /// With 0.
    pub done: usize,
    /// Otherwise.
    pub failed: usize,
    /// Another run had them.
    pub busy: usize,
}

impl Counts {
    /// Counts the rows.
    pub fn of(rows: &[Row]) -> Counts {
        let count = |is: &dyn Fn(Exit) -> bool| rows.iter().filter(|row| is(row.exit)).count();
        let (done, busy) = (count(&|exit| exit == Exit::Done), count(&|exit| exit == Exit::Locked));
        Counts { done, busy, failed: rows.len() - done - busy }
    }
}

/// Adds up rows that say the same in words: their whole numbers.
fn added<'a>(rows: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    let mut sums: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for row in rows.filter_map(Value::as_object) {
        let words: Vec<String> = row
            .iter()
            .filter(|(_, value)| !value.is_i64())
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let sum = sums.entry(words.join(";")).or_default();
        for (key, value) in row {
            let sum = sum
                .entry(key)
                .or_insert_with(|| if value.is_i64() { json!(0) } else { value.clone() });
            if let (Some(one), Some(other)) = (sum.as_i64(), value.as_i64()) {
                *sum = json!(one.saturating_add(other));
            }
        }
    }
    sums.into_values().map(Value::Object).collect()
}

/// Returns the report for people.
pub fn page(rows: &[Row], recent: usize, is_screen: bool) -> Page {
    let mut table = Table::new([
        Column::left("company"),
        Column::right("exit"),
        Column::wrapped("result"),
        Column::wrapped("what is wrong"),
    ])
    .when_empty(t!("fleet-none-due"));
    let mut quiet = 0;
    for row in rows {
        let (digest, wrong) = (row.digest(), wrong(row));
        if is_screen && rows.len() > SHOWN_MAX && !row.has_news() {
            quiet += 1;
            continue;
        }
        let exit = Cell::new(row.exit.code().to_string());
        table.row([
            Cell::new(row.company.clone().unwrap_or_default()),
            match rank(row.exit) {
                0 => exit.good(),
                1 | 2 | 5 => exit.warn(),
                _ => exit.bad(),
            },
            Cell::new(digest),
            Cell::new(wrong),
        ]);
    }
    let mut page = Page::new();
    page.table(table);
    if quiet > 0 {
        page.note(t!("fleet-quiet", count = quiet));
    }
    let all: Vec<Value> = rows.iter().flat_map(|row| row.list("totals").to_vec()).collect();
    let money = moved_sums(&all);
    if !money.is_empty() {
        page.note(t!("fleet-money", sums = money.join(", ")));
    }
    page.paragraph(summary(rows, recent));
    page
}

/// Returns the report for a spreadsheet: a row for each company and sum.
pub fn sums_page(rows: &[Row]) -> Page {
    let mut table = Table::new([
        Column::left("company"),
        Column::right("exit"),
        Column::left("what"),
        Column::money("amount"),
        Column::left("result"),
        Column::left("what is wrong"),
    ]);
    for row in rows {
        let cells = |what: &str, amount: Cell, result: String| {
            [
                Cell::new(row.company.clone().unwrap_or_default()),
                Cell::new(row.exit.code().to_string()),
                Cell::new(what),
                amount,
                Cell::new(result),
                Cell::new(wrong(row)),
            ]
        };
        let figures = row.figures();
        if figures.is_empty() {
            table.row(cells("", Cell::new(""), row.digest()));
        }
        for (what, money) in figures {
            table.row(cells(&what, Cell::money(money), String::new()));
        }
    }
    let mut page = Page::new();
    page.table(table);
    page
}

/// Returns the line of totals.
pub fn summary(rows: &[Row], recent: usize) -> String {
    let counts = Counts::of(rows);
    t!(
        "fleet-summary",
        companies = rows.len(),
        done = counts.done,
        failed = counts.failed,
        busy = counts.busy,
        recent = recent
    )
}

/// Tells people where to look further.
pub fn say(ui: &Ui, rows: &[Row]) {
    if rows.iter().any(|row| rank(row.exit) > 0 && row.company.is_some()) {
        ui.hint(&t!("fleet-hint-one"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;

    #[test]
    fn what_says_the_same_is_added_up_and_currencies_stay_apart() {
        let total = |outcome: &str, currency: &str, minor: i64| json!({"operation": "capture", "outcome": outcome, "steps": 1, "amount_minor": minor, "currency": currency});
        let rows = [
            row(
                "a",
                Exit::Done,
                json!({"totals": [total("done", "NOK", 100), total("done", "SEK", 7)]}),
            ),
            row(
                "b",
                Exit::Done,
                json!({"totals": [total("done", "NOK", 250), total("refused", "NOK", 9)]}),
            ),
        ];
        let totals = totals(&rows, 3);
        let mut expected = total("done", "NOK", 350);
        expected["steps"] = json!(2);
        assert_eq!(totals["steps"][0], expected);
        assert_eq!(totals["steps"].as_array().map(Vec::len), Some(3));
        assert_eq!((&totals["recent"], &totals["exits"]), (&json!(3), &json!({"0": 2})));
        assert_eq!(rows[0].digest(), "capture done NOK 1.00, capture done SEK 0.07");
    }
}
