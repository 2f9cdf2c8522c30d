//! Uni's entities: which fields they show, where these come from, and how a collection is read.
//!
//! A field that is not listed here must not exist: neither in an answer nor in a filter.

use rusqlite::types::Value as Sql;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::filter;
use crate::sandbox::amount;
use crate::sandbox::exchange::Request;
use crate::sandbox::world::{Outcome, Turn, moment};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    /// A decimal with up to four decimals.
    Amount,
    Text,
    /// A date.
    Day,
    /// A date with time, UTC.
    Moment,
    Bool,
    /// `{}`: no custom field has a value.
    Object,
}

/// A field and the expression it comes from; `?1` is the present moment.
#[derive(Debug)]
pub(super) struct Column {
    pub name: &'static str,
    pub sql: &'static str,
    pub kind: Kind,
}

/// An entity under its route.
#[derive(Debug)]
pub(super) struct Entity {
    pub route: &'static str,
    table: &'static str,
    pub columns: &'static [Column],
    /// What `expand=Items` adds, and the children's column that names the parent.
    items: Option<(&'static Entity, &'static str)>,
}

const fn column(name: &'static str, sql: &'static str, kind: Kind) -> Column {
    Column { name, sql, kind }
}

/// Base amount = currency amount times the rate, cut at four decimals.
macro_rules! base {
    ($column:literal) => {
        concat!("(", $column, " * rate_e4 / 10000)")
    };
}

/// The id of a currency: its place in this list.
const CURRENCY_ID: &str = "(instr('NOK EUR DKK SEK USD GBP', currency) / 4 + 1)";
/// Customers are not rows of the sandbox; the id follows from the name.
const CUSTOMER_ID: &str = "(10000 + 64 * coalesce(unicode(customer), 0) + length(customer))";
const USER: &str = "'3f1d6c1e-54b0-4a52-8c4e-0a1b2c3d4e5f'";

use Kind::{Amount, Bool, Day, Int, Moment, Object, Text};

/// `CustomerOrder`.
pub(super) static ORDERS: Entity = Entity {
    route: "orders",
    table: "uni_order",
    columns: &[
        column("ID", "id", Int),
        column("OrderNumber", "number", Int),
        column("OrderNumberSeriesID", "3", Int),
        column("CustomerID", CUSTOMER_ID, Int),
        column("CustomerName", "customer", Text),
        column("StatusCode", "status", Int),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("OrderDate", "placed", Day),
        column("DeliveryDate", "NULL", Day),
        column("TaxExclusiveAmount", base!("net_e4"), Amount),
        column("TaxExclusiveAmountCurrency", "net_e4", Amount),
        column("VatTotalsAmount", base!("vat_e4"), Amount),
        column("VatTotalsAmountCurrency", "vat_e4", Amount),
        column("TaxInclusiveAmount", base!("total_e4"), Amount),
        column("TaxInclusiveAmountCurrency", "total_e4", Amount),
        column("RestExclusiveAmountCurrency", "rest_net_e4", Amount),
        column("RestAmountCurrency", "rest_e4", Amount),
        column("PayableRoundingAmount", base!("rounding_e4"), Amount),
        column("PayableRoundingCurrencyAmount", "rounding_e4", Amount),
        column("Requisition", "requisition", Text),
        column("YourReference", "NULL", Text),
        column("OurReference", "NULL", Text),
        column("Comment", "NULL", Text),
        column("InternalNote", "NULL", Text),
        column("ReadyToInvoice", "0", Bool),
        column("Deleted", "deleted", Bool),
        column("CreatedAt", "created_at", Moment),
        column("CreatedBy", USER, Text),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: Some((&ORDER_ITEMS, "order_id")),
};

/// `CustomerOrderItem`.
pub(super) static ORDER_ITEMS: Entity = Entity {
    route: "orderitems",
    table: "uni_order_item",
    columns: &[
        column("ID", "id", Int),
        column("CustomerOrderID", "order_id", Int),
        column("SortIndex", "position", Int),
        column("ItemText", "text", Text),
        column("ProductID", "(1 + unicode(text) % 40)", Int),
        column("StatusCode", "status", Int),
        column("NumberOfItems", "quantity_e4", Amount),
        column("VatPercent", "vat_percent_e4", Amount),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("PriceExVatCurrency", "(net_e4 * 10000 / quantity_e4)", Amount),
        column("SumTotalExVat", base!("net_e4"), Amount),
        column("SumTotalExVatCurrency", "net_e4", Amount),
        column("SumVat", base!("vat_e4"), Amount),
        column("SumVatCurrency", "vat_e4", Amount),
        column("SumTotalIncVat", base!("total_e4"), Amount),
        column("SumTotalIncVatCurrency", "total_e4", Amount),
        column("ExternalReference", "NULL", Text),
        column("OrderLineReference", "NULL", Text),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// `CustomerInvoice`: invoices and credit notes, drafts too.
pub(super) static INVOICES: Entity = Entity {
    route: "invoices",
    table: "uni_invoice",
    columns: &[
        column("ID", "id", Int),
        column("InvoiceNumber", "CAST(number AS TEXT)", Text),
        column("InvoiceType", "kind", Int),
        column("InvoiceReferenceID", "reference_id", Int),
        column("CustomerID", CUSTOMER_ID, Int),
        column("CustomerName", "customer", Text),
        column("StatusCode", "iif(lag_until > ?1, lag_status, status)", Int),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("InvoiceDate", "issued", Day),
        column("PaymentDueDate", "due", Day),
        column("TaxExclusiveAmount", base!("net_e4"), Amount),
        column("TaxExclusiveAmountCurrency", "net_e4", Amount),
        column("VatTotalsAmount", base!("vat_e4"), Amount),
        column("VatTotalsAmountCurrency", "vat_e4", Amount),
        column("TaxInclusiveAmount", base!("total_e4"), Amount),
        column("TaxInclusiveAmountCurrency", "total_e4", Amount),
        column(
            "RestAmount",
            "(iif(lag_until > ?1, lag_rest_e4, rest_e4) * rate_e4 / 10000)",
            Amount,
        ),
        column("RestAmountCurrency", "iif(lag_until > ?1, lag_rest_e4, rest_e4)", Amount),
        column("Credited", "(credited_e4 <> 0 AND total_e4 + credited_e4 = 0)", Bool),
        column("CreditedAmount", base!("credited_e4"), Amount),
        // The vendor once removed this column because it "always shows 0".
        column("CreditedAmountCurrency", "0", Amount),
        column("PayableRoundingAmount", base!("rounding_e4"), Amount),
        column("PayableRoundingCurrencyAmount", "rounding_e4", Amount),
        // That header references are copied from the order is only presumed; here they are not.
        column("Requisition", "NULL", Text),
        column("YourReference", "NULL", Text),
        column("OurReference", "NULL", Text),
        column("PaymentID", "NULL", Text),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("CreatedBy", USER, Text),
        column("UpdatedAt", "iif(lag_until > ?1, lag_updated_at, updated_at)", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: Some((&INVOICE_ITEMS, "invoice_id")),
};

/// `CustomerInvoiceItem`.
pub(super) static INVOICE_ITEMS: Entity = Entity {
    route: "invoiceitems",
    table: "uni_invoice_item",
    columns: &[
        column("ID", "id", Int),
        column("CustomerInvoiceID", "invoice_id", Int),
        column("OrderItemId", "order_item_id", Int),
        column("SortIndex", "position", Int),
        column("ItemText", "text", Text),
        column("ProductID", "(1 + unicode(text) % 40)", Int),
        column("StatusCode", "status", Int),
        column("NumberOfItems", "quantity_e4", Amount),
        column("VatPercent", "vat_percent_e4", Amount),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("PriceExVatCurrency", "(net_e4 * 10000 / quantity_e4)", Amount),
        column("SumTotalExVat", base!("net_e4"), Amount),
        column("SumTotalExVatCurrency", "net_e4", Amount),
        column("SumVat", base!("vat_e4"), Amount),
        column("SumVatCurrency", "vat_e4", Amount),
        column("SumTotalIncVat", base!("total_e4"), Amount),
        column("SumTotalIncVatCurrency", "total_e4", Amount),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// `CurrencyCode`.
static CURRENCY_CODES: Entity = Entity {
    route: "currencycodes",
    table: "(SELECT 1 AS id, 'NOK' AS code, 'Norske kroner' AS name
        UNION ALL SELECT 2, 'EUR', 'Euro' UNION ALL SELECT 3, 'DKK', 'Danske kroner'
        UNION ALL SELECT 4, 'SEK', 'Svenske kroner' UNION ALL SELECT 5, 'USD', 'Amerikanske dollar'
        UNION ALL SELECT 6, 'GBP', 'Britiske pund')",
    columns: &[
        column("ID", "id", Int),
        column("Code", "code", Text),
        column("Name", "name", Text),
        column("ShortCode", "code", Text),
        column("Description", "NULL", Text),
        column("Deleted", "0", Bool),
    ],
    items: None,
};

/// `CompanySettings`: one row.
static COMPANY_SETTINGS: Entity = Entity {
    route: "companysettings",
    table: "(SELECT 1 AS id)",
    columns: &[
        column("ID", "id", Int),
        column("CompanyName", "'Fjordglimt Keramikk AS'", Text),
        column("OrganizationNumber", "'999888777'", Text),
        column("BaseCurrencyCodeID", "1", Int),
        column("RoundingNumberOfDecimals", "2", Int),
        column("RoundingType", "3", Int),
        column("AccountingLockedDate", "NULL", Day),
        column("VatLockedDate", "NULL", Day),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// Returns the entity under a route.
pub(super) fn by_route(route: &str) -> Option<&'static Entity> {
    [&ORDERS, &ORDER_ITEMS, &INVOICES, &INVOICE_ITEMS, &CURRENCY_CODES, &COMPANY_SETTINGS]
        .into_iter()
        .find(|entity| entity.route == route)
}

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
    mut values: Vec<Sql>,
) -> Outcome<Vec<Row>> {
    values.insert(0, Sql::Integer(turn.now));
    let names = |parameter| -> Vec<String> {
        let text = request.parameter(parameter).unwrap_or_default().to_ascii_lowercase();
        text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let (selected, expanded) = (names("select"), names("expand"));
    let expands = |name: &str| expanded.iter().any(|path| path.split('.').next() == Some(name));
    let expressions: Vec<&str> = entity.columns.iter().map(|column| column.sql).collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE ?1 IS NOT NULL AND {rest}",
        expressions.join(", "),
        entity.table
    );
    let mut rows = turn.all(&sql, rusqlite::params_from_iter(values), |row| cells(entity, row))?;
    for row in &mut rows {
        let Row(fields) = row;
        let cell =
            |name| fields.iter().find(|(known, _)| *known == name).map(|(_, cell)| cell.clone());
        let id = match cell("ID") {
            Some(Cell::Int(id)) => id,
            _ => 0,
        };
        let mut more = Vec::new();
        if let Some((children, parent)) = entity.items.filter(|_| expands("items")) {
            let plain = Request::new("GET", "/", Vec::new(), Vec::new());
            let rest = format!("{parent} = ?2 ORDER BY position");
            let items = read(turn, children, &plain, &rest, vec![Sql::Integer(id)])?;
            more.push(("Items", Cell::Many(items)));
        }
        if let Some(Cell::Int(currency)) =
            cell("CurrencyCodeID").filter(|_| expands("currencycode"))
        {
            let plain = Request::new("GET", "/", Vec::new(), Vec::new());
            if let Some(currency) = record(turn, &CURRENCY_CODES, &plain, currency)? {
                more.push(("CurrencyCode", Cell::One(currency)));
            }
        }
        if let (true, Some(id), Some(name)) =
            (expands("customer"), cell("CustomerID"), cell("CustomerName"))
        {
            let info = Cell::One(Row(vec![("Name", name)]));
            let customer = Row(vec![("ID", id), ("StatusCode", Cell::Int(30001)), ("Info", info)]);
            more.push(("Customer", Cell::One(customer)));
        }
        if !selected.is_empty() {
            // `CustomValues` comes back whether selected or not.
            fields.retain(|(name, _)| {
                *name == "CustomValues" || selected.contains(&name.to_ascii_lowercase())
            });
        }
        fields.extend(more);
    }
    Ok(rows)
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
