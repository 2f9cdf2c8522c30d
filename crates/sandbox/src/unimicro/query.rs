//! Reading of Uni's collections: filter, order, pages, children, and the JSON they become.
//!
//! An answer may hold fewer rows than were asked for, and a client must never be told so.

use rusqlite::types::Value as Sql;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::entity::{CURRENCY_CODES, Entity, INVOICES, Kind, PAYMENTS};
use super::filter;
use crate::amount;
use crate::exchange::Request;
use crate::world::{Outcome, Turn, moment};

/// One field's value.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Null,
    Int(i64),
    Bool(bool),
    Amount(i64),
    Text(String),
    One(Row),
    Many(Vec<Row>),
}

/// One record: its fields in their order.
#[derive(Debug, Clone)]
pub(super) struct Row(pub Vec<(&'static str, Cell)>);

impl Row {
    fn cell(&self, name: &str) -> Option<&Cell> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, cell)| cell)
    }

    fn id(&self) -> i64 {
        match self.cell("ID") {
            Some(Cell::Int(id)) => *id,
            _ => 0,
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in &self.0 {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Null => serializer.serialize_unit(),
            Cell::Int(value) => serializer.serialize_i64(*value),
            Cell::Bool(value) => serializer.serialize_bool(*value),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::One(row) => row.serialize(serializer),
            Cell::Many(rows) => rows.serialize(serializer),
            // A JSON number with exactly these digits, without a detour over a float.
            Cell::Amount(e4) => RawValue::from_string(amount::e4_text(*e4))
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

/// How many rows an answer has at most, and without `top`. The real figures are not known, so a
/// client has to go on until a page is empty.
const ROWS_MAX: i64 = 200;

/// Reads a collection as a query asks.
pub(super) fn collection(turn: &Turn, entity: &Entity, request: &Request) -> Outcome<Vec<Row>> {
    let number = |name| request.parameter(name).and_then(|text| text.parse::<i64>().ok());
    let top = number("top").filter(|top| (1..=ROWS_MAX).contains(top)).unwrap_or(ROWS_MAX);
    let skip = number("skip").unwrap_or(0).max(0);
    let condition =
        request.parameter("filter").and_then(|filter| filter::translate(filter, entity.columns, 2));
    let (condition, values) = match condition {
        Some(condition) => (condition.sql, condition.values),
        None => ("TRUE".to_owned(), Vec::new()),
    };
    let order = order(entity, request.parameter("orderby").unwrap_or_default());
    let rest = format!("{condition} ORDER BY {order} LIMIT {top} OFFSET {skip}");
    read(turn, entity, request, &rest, values)
}

/// Reads one record.
pub(super) fn record(
    turn: &Turn,
    entity: &Entity,
    request: &Request,
    id: i64,
) -> Outcome<Option<Row>> {
    Ok(read(turn, entity, request, "id = ?2", vec![Sql::Integer(id)])?.pop())
}

/// Returns the order of rows; a field that does not exist is passed over.
fn order(entity: &Entity, orderby: &str) -> String {
    let mut order: Vec<String> = Vec::new();
    for part in orderby.split(',') {
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or_default();
        let descending = words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"));
        if let Some(found) =
            entity.columns.iter().find(|known| known.name.eq_ignore_ascii_case(name))
        {
            order.push(format!("{}{}", found.sql, if descending { " DESC" } else { "" }));
        }
    }
    // Without an order the real system promises none; this one keeps to the ids.
    order.push("id".to_owned());
    order.join(", ")
}

fn read(
    turn: &Turn,
    entity: &Entity,
    request: &Request,
    rest: &str,
    values: Vec<Sql>,
) -> Outcome<Vec<Row>> {
    let names = |parameter| -> Vec<String> {
        let text = request.parameter(parameter).unwrap_or_default().to_ascii_lowercase();
        text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let (selected, expanded) = (names("select"), names("expand"));
    let expands = |name: &str| expanded.iter().any(|path| path.split('.').next() == Some(name));
    let mut rows = fetch(turn, entity, &statement(entity, rest), values)?;
    if let Some((children, parent)) = entity.items.filter(|_| expands("items")) {
        let sql = statement(children, &format!("{parent} = ?2 ORDER BY position"));
        for row in &mut rows {
            let items = fetch(turn, children, &sql, vec![Sql::Integer(row.id())])?;
            row.0.push(("Items", Cell::Many(items)));
        }
    }
    if expands("currencycode") {
        let currencies = fetch(turn, &CURRENCY_CODES, &statement(&CURRENCY_CODES, "TRUE"), vec![])?;
        for row in &mut rows {
            let Some(Cell::Int(id)) = row.cell("CurrencyCodeID") else { continue };
            let found = currencies.iter().find(|currency| currency.id() == *id).cloned();
            row.0.extend(found.map(|currency| ("CurrencyCode", Cell::One(currency))));
        }
    }
    if expands("customer") {
        let with_phone = expanded.iter().any(|path| path.ends_with(".defaultphone"));
        for row in &mut rows {
            let customer = customer(turn, row, with_phone)?;
            row.0.extend(customer.map(|customer| ("Customer", Cell::One(customer))));
        }
    }
    if entity.route == INVOICES.route {
        for row in &mut rows {
            let id = row.id();
            if expands("payments") {
                let sql = statement(&PAYMENTS, "invoice_id = ?2 ORDER BY id");
                let payments = fetch(turn, &PAYMENTS, &sql, vec![Sql::Integer(id)])?;
                row.0.push(("Payments", Cell::Many(payments)));
            }
            if expands("invoicereference") {
                let sql = statement(
                    &INVOICES,
                    "id = (SELECT n.reference_id FROM uni_invoice n WHERE n.id = ?2)",
                );
                let named = fetch(turn, &INVOICES, &sql, vec![Sql::Integer(id)])?.pop();
                row.0.push(("InvoiceReference", named.map_or(Cell::Null, Cell::One)));
            }
        }
    }
    if !selected.is_empty() {
        // `CustomValues` and what is expanded come back whether selected or not.
        let always =
            ["CustomValues", "Items", "CurrencyCode", "Customer", "Payments", "InvoiceReference"];
        for row in &mut rows {
            row.0.retain(|(name, _)| {
                always.contains(name) || selected.contains(&name.to_ascii_lowercase())
            });
        }
    }
    Ok(rows)
}

/// The name of a telephone's number under `Customer.Info.DefaultPhone`: a *guess*, no page shows one.
const PHONE_NUMBER_FIELD: &str = "Number";

/// Returns the customer of a row as `expand=Customer.Info` shows it. The telephone is one expansion
/// deeper, `Customer.Info.DefaultPhone`.
fn customer(turn: &Turn, row: &Row, with_phone: bool) -> Outcome<Option<Row>> {
    let (Some(id), Some(name)) = (row.cell("CustomerID"), row.cell("CustomerName")) else {
        return Ok(None);
    };
    let mut info = vec![("Name", name.clone())];
    if with_phone && let Cell::Int(id) = id {
        let sql = "SELECT phone FROM uni_customer WHERE id = ?1";
        let phone = turn.first(sql, [id], |row| row.get::<_, Option<String>>(0))?.flatten();
        let phone =
            phone.map(|phone| Cell::One(Row(vec![(PHONE_NUMBER_FIELD, Cell::Text(phone))])));
        info.push(("DefaultPhone", phone.unwrap_or(Cell::Null)));
    }
    let (status, info) = (Cell::Int(30001), Cell::One(Row(info)));
    Ok(Some(Row(vec![("ID", id.clone()), ("StatusCode", status), ("Info", info)])))
}

/// Returns the statement that reads an entity's fields where a condition holds.
fn statement(entity: &Entity, rest: &str) -> String {
    let expressions: Vec<&str> = entity.columns.iter().map(|column| column.sql).collect();
    let (fields, table) = (expressions.join(", "), entity.table);
    format!("SELECT {fields} FROM {table} WHERE ?1 IS NOT NULL AND {rest}")
}

fn fetch(turn: &Turn, entity: &Entity, sql: &str, mut values: Vec<Sql>) -> Outcome<Vec<Row>> {
    values.insert(0, Sql::Integer(turn.now));
    Ok(turn.all(sql, rusqlite::params_from_iter(values), |row| cells(entity, row))?)
}

fn cells(entity: &Entity, row: &rusqlite::Row) -> rusqlite::Result<Row> {
    let mut fields = Vec::with_capacity(entity.columns.len());
    for (index, column) in entity.columns.iter().enumerate() {
        let cell = match column.kind {
            Kind::Int => row.get::<_, Option<i64>>(index)?.map(Cell::Int),
            Kind::Amount => row.get::<_, Option<i64>>(index)?.map(Cell::Amount),
            Kind::Bool => row.get::<_, Option<bool>>(index)?.map(Cell::Bool),
            Kind::Text | Kind::Day => row.get::<_, Option<String>>(index)?.map(Cell::Text),
            Kind::Moment => {
                row.get::<_, Option<i64>>(index)?.map(|ms| Cell::Text(moment(ms).to_string()))
            }
            Kind::Object => Some(Cell::One(Row(Vec::new()))),
        };
        fields.push((column.name, cell.unwrap_or(Cell::Null)));
    }
    Ok(Row(fields))
}
