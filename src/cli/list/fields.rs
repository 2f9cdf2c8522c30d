//! `--fields`: a list with just the columns that are named, by the names that JSON has.
//!
//! Every form has the same columns: a screen, CSV, plain lines and JSON. An amount is `missing_minor` or, in short, `missing`.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::ui::{Cell, Column, Format, Page, Table};
use uniac_core::money::{Currency, Money};
use uniac_system::error::{Error, Result};
use uniac_texts::{decimal, language, t};

use crate::cli::session::Session;
use crate::cli::view::moment;
use crate::cli::view::sums::Sums;

/// What an amount in minor units ends with.
const MINOR: &str = "_minor";

/// The fields that a list is to have.
#[derive(Debug, Clone, Default, Args)]
pub struct FieldsArgs {
    /// Only these fields, by their names in JSON, with commas: `order,customer,missing`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    fields: Vec<String>,
}

/// The fields that are objects, with their members in the sequence in which people read them.
const OBJECTS: [(&str, &[&str]); 2] = [
    ("next", &["operation", "amount_minor", "invoice", "mode"]),
    ("accepted", &["by", "at", "reason"]),
];

/// Returns the members of a field that is an object; of another none.
fn members(field: &str) -> &'static [&'static str] {
    OBJECTS.iter().find(|(name, _)| *name == field).map_or(&[], |(_, members)| members)
}

impl FieldsArgs {
    /// Returns whether fields are named.
    pub fn is_given(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Leaves of each row what is named, in that order; all of it where nothing is.
    ///
    /// # Errors
    /// `usage`: a field that no row has.
    pub fn select(&self, rows: Vec<Value>) -> Result<Vec<Value>> {
        if !self.is_given() {
            return Ok(rows);
        }
        rows.into_iter().map(|row| self.of_row(&row)).collect()
    }

    /// As [`FieldsArgs::select`], of rows that are not JSON yet; nothing where no field is named.
    ///
    /// # Errors
    /// As there.
    pub fn select_of<T: Serialize>(&self, rows: impl Iterator<Item = T>) -> Result<Value> {
        if !self.is_given() {
            return Ok(Value::Null);
        }
        self.select(rows.map(|row| json!(row)).collect()).map(Value::Array)
    }

    fn of_row(&self, row: &Value) -> Result<Value> {
        let mut selected = Map::new();
        for field in &self.fields {
            let (name, value) = find(row, field)?;
            if name.ends_with(MINOR) || members(&name).iter().any(|name| name.ends_with(MINOR)) {
                // An amount without its currency says nothing.
                let currency = row["currency"].clone();
                selected.insert(name, value);
                selected.insert("currency".to_owned(), currency);
            } else {
                selected.insert(name, value);
            }
        }
        Ok(Value::Object(selected))
    }

    /// Returns the page of selected rows, with sums at its foot.
    ///
    /// # Errors
    /// `usage`: a field that no row has.
    pub fn page(&self, rows: &Value, session: &Session, total: &Sums) -> Result<Page> {
        let zone = session.clock.zone();
        let rows: &[Value] = rows.as_array().map_or(&[], Vec::as_slice);
        // A spreadsheet has a column for each member of an object, people a line of words.
        let is_flat = matches!(session.ui().look().format, Format::Csv | Format::Xlsx);
        let parts = |field: &str| if is_flat { members(field) } else { &[] };
        let mut columns = Vec::new();
        for field in &self.fields {
            match parts(field) {
                [] => columns.push(column(field, rows)),
                members => {
                    let member = |name: &&str| column(&format!("{field}_{name}"), rows);
                    columns.extend(members.iter().map(member));
                }
            }
        }
        let mut table = Table::new(columns);
        for row in rows {
            let mut cells = Vec::new();
            for field in &self.fields {
                let (name, value) = find(row, field)?;
                match parts(field) {
                    [] => cells.push(cell(&name, &value, row, zone)),
                    members => cells.extend(
                        members.iter().map(|member| cell(member, &value[*member], row, zone)),
                    ),
                }
            }
            table.row(cells);
        }
        let mut page = Page::new();
        page.table(table);
        if !total.is_empty() {
            page.foot("sum", total.cell());
        }
        Ok(page)
    }
}

fn find(row: &Value, field: &str) -> Result<(String, Value)> {
    let names = [field.to_owned(), format!("{field}{MINOR}")];
    let found = names.into_iter().find_map(|name| {
        let value = row.get(&name)?.clone();
        Some((name, value))
    });
    found.ok_or_else(|| {
        let known: Vec<&str> =
            row.as_object().map(|row| row.keys().map(String::as_str).collect()).unwrap_or_default();
        Error::usage("usage", t!("fields-unknown", field = field))
            .hint(t!("fields-known", fields = known.join(", ")))
    })
}

fn column(field: &str, rows: &[Value]) -> Column {
    let is_amount = field.ends_with(MINOR)
        || rows.first().is_some_and(|row| row.get(format!("{field}{MINOR}")).is_some());
    match field.strip_suffix(MINOR).unwrap_or(field) {
        name if is_amount => Column::money(name),
        name @ "customer" => Column::wide(name),
        name @ ("attentions" | "remarks") => Column::wrapped(name),
        name => Column::left(name),
    }
}

fn cell(name: &str, value: &Value, row: &Value, zone: &TimeZone) -> Cell {
    let currency = row["currency"].as_str().and_then(|code| code.parse::<Currency>().ok());
    if let (true, Some(minor), Some(currency)) = (name.ends_with(MINOR), value.as_i64(), currency) {
        return Cell::money(Money::new(minor, currency));
    }
    if let Some(at) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) {
        return moment::cell(at, zone);
    }
    let amount = |money: Money| decimal(language(), money);
    let bare = |money: Money| money.currency.decimal(money.minor).to_string();
    match (value, members(name)) {
        (Value::Object(object), members @ [_, ..]) => {
            let known: Vec<(&&str, &Value)> =
                members.iter().filter_map(|name| Some((name, object.get(*name)?))).collect();
            let say = |amount: &dyn Fn(Money) -> String| {
                let parts = known.iter().map(|(name, value)| member(name, value, currency, amount));
                parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            };
            let amount = |money: Money| uniac_texts::money(language(), money);
            let bare = |money: Money| {
                format!("{} {}", money.currency, money.currency.decimal(money.minor))
            };
            Cell::both(say(&amount), say(&bare))
        }
        _ => Cell::both(text(value, currency, &amount), text(value, currency, &bare)),
    }
}

/// Returns a value in words: lists with blanks, an object by its values.
fn text(value: &Value, currency: Option<Currency>, amount: &dyn Fn(Money) -> String) -> String {
    let join = |values: &mut dyn Iterator<Item = String>| {
        values.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => join(&mut values.iter().map(|value| text(value, currency, amount))),
        Value::Object(object) => {
            join(&mut object.iter().map(|(name, value)| member(name, value, currency, amount)))
        }
    }
}

/// Returns a member of an object in words.
fn member(
    name: &str,
    value: &Value,
    currency: Option<Currency>,
    amount: &dyn Fn(Money) -> String,
) -> String {
    match (name.ends_with(MINOR), value.as_i64(), currency) {
        (true, Some(minor), Some(currency)) => amount(Money::new(minor, currency)),
        _ => text(value, currency, amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniac_texts::Language;

    fn fields(names: &[&str]) -> FieldsArgs {
        FieldsArgs { fields: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn a_row_has_just_what_is_named_and_an_amount_its_currency() {
        let row = json!({"order": "1", "missing_minor": 500, "currency": "NOK", "state": "none"});
        let selected = fields(&["order", "missing"]).select(vec![row.clone()]).unwrap();
        assert_eq!(selected, [json!({"order": "1", "missing_minor": 500, "currency": "NOK"})]);
        let error = fields(&["orders"]).select(vec![row]).unwrap_err();
        assert!(error.hints[0].contains("missing_minor"), "{error:?}");
    }

    #[test]
    fn values_are_said_in_words() {
        let next = json!({"operation": "capture", "amount_minor": 49_900, "mode": "auto"});
        let nok = Some(Currency::NOK);
        // The members of an object have the order of their names.
        let words = |value: &Value| text(value, nok, &|money| decimal(Language::Nb, money));
        assert_eq!(words(&next), "499,00 auto capture");
        assert_eq!(words(&json!(["a", "b"])), "a b");
        assert_eq!(words(&Value::Null), "");
    }
}
