//! What Uni says, and what may be concluded from it: the only place that reads its rows.
//!
//! Towards shop and provider only the `…Currency` figures count; the others are in the company's
//! base currency. A figure that does not fit is kept as text beside a flag, never rounded.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Setup;
use crate::erp::{self, DocumentLine, DocumentRow};
use crate::error::Result;
use crate::http::wire::{Figure, Text, cleaned, day, moment};
use crate::http::{Answer, not_understood};
use crate::log::System;
use crate::money::Currency;
use crate::order::{DocumentId, DocumentKind, OrderId, Progress, UniOrder};

/// What every row of a list has.
pub(super) trait Row: for<'de> Deserialize<'de> {
    /// Returns Uni's internal id.
    fn id(&self) -> i64;

    /// Returns the later of `UpdatedAt` and `CreatedAt`.
    fn changed_at(&self) -> Option<Timestamp> {
        None
    }

    /// Returns the id of the order or invoice that a line belongs to.
    fn parent(&self) -> Option<i64> {
        None
    }
}

/// Returns the rows of a list, which is a bare array (reference, "Routes").
pub(super) fn rows<R: Row>(answer: Answer) -> Result<Vec<R>> {
    answer.read_as(System::Uni)
}

/// `CurrencyCode`.
#[derive(Debug, Deserialize)]
pub(super) struct CurrencyCode {
    #[serde(rename = "ID")]
    id: i64,
    #[serde(rename = "Code")]
    code: Option<String>,
}

impl CurrencyCode {
    pub(super) fn into_pair(self) -> Option<(i64, String)> {
        let code = self.code?.trim().to_ascii_uppercase();
        (!code.is_empty()).then_some((self.id, code))
    }
}

impl Row for CurrencyCode {
    fn id(&self) -> i64 {
        self.id
    }
}

/// `CustomerOrderItem` and `CustomerInvoiceItem`. The id of the order line is spelt `OrderItemId`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Line {
    #[serde(rename = "ID")]
    id: i64,
    #[serde(rename = "CustomerOrderID")]
    order_id: Option<i64>,
    #[serde(rename = "CustomerInvoiceID")]
    invoice_id: Option<i64>,
    #[serde(alias = "OrderItemID")]
    order_item_id: Option<i64>,
    sum_total_inc_vat_currency: Option<Figure>,
    deleted: Option<bool>,
}

impl Line {
    /// Returns the order that an order line belongs to.
    pub(super) fn order(&self) -> Option<i64> {
        self.order_id.filter(|id| *id > 0)
    }
}

impl Row for Line {
    fn id(&self) -> i64 {
        self.id
    }

    fn parent(&self) -> Option<i64> {
        self.order_id.or(self.invoice_id)
    }
}

/// `CustomerOrder`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Order {
    #[serde(rename = "ID")]
    id: i64,
    order_number: Option<Text>,
    status_code: Option<i64>,
    customer_name: Option<String>,
    order_date: Option<String>,
    #[serde(rename = "CurrencyCodeID")]
    currency_code_id: Option<i64>,
    currency_code: Option<CurrencyCode>,
    tax_inclusive_amount_currency: Option<Figure>,
    rest_amount_currency: Option<Figure>,
    created_at: Option<String>,
    updated_at: Option<String>,
    deleted: Option<bool>,
    items: Option<Vec<Line>>,
}

/// An order beside its text, in which the configured field is looked up.
#[derive(Debug)]
pub(super) struct OrderRow {
    order: Order,
    raw: Box<RawValue>,
}

impl<'de> Deserialize<'de> for OrderRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OrderRow, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let order = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
        Ok(OrderRow { order, raw })
    }
}

impl Row for OrderRow {
    fn id(&self) -> i64 {
        self.order.id
    }

    fn changed_at(&self) -> Option<Timestamp> {
        later(self.order.updated_at.as_deref(), self.order.created_at.as_deref())
    }
}

impl OrderRow {
    /// Returns the currency's code when it was expanded, and its id.
    pub(super) fn currency(&self) -> (Option<String>, Option<i64>) {
        currency(self.order.currency_code.as_ref(), self.order.currency_code_id)
    }

    /// Returns the ids of the lines; `None` when they were not expanded.
    pub(super) fn items(&self) -> Option<Vec<i64>> {
        self.order.items.as_ref().map(|items| items.iter().map(|item| item.id).collect())
    }

    /// Returns the order as facts.
    ///
    /// # Errors
    /// `not-understood` when the order has no date at all.
    pub(super) fn read(
        &self,
        currency_code: Option<&str>,
        items: Vec<i64>,
        setup: &Setup,
    ) -> Result<erp::OrderRow> {
        let order = &self.order;
        let mut doubts = Vec::new();
        let currency = match currency_code.unwrap_or_default().parse::<Currency>() {
            Ok(currency) => currency,
            Err(unknown) => {
                doubts.push(unknown.to_string());
                Currency::NOK
            }
        };
        let progress = progress(order.status_code, order.deleted == Some(true));
        let progress = progress.unwrap_or_else(|| {
            let status = order.status_code.unwrap_or_default();
            doubts.push(format!("the status {status} is not known"));
            Progress::Open
        });
        let mut minor = |figure: Option<&Figure>, name: &str| match figure {
            None => {
                doubts.push(format!("{name} is missing"));
                0
            }
            Some(figure) => figure.minor(currency).unwrap_or_else(|_| {
                doubts.push(format!("{name} is {}", figure.text()));
                figure.decimal().map_or(0, |amount| currency.cut(amount))
            }),
        };
        let total_minor = minor(order.tax_inclusive_amount_currency.as_ref(), "the total");
        let uninvoiced_minor = minor(order.rest_amount_currency.as_ref(), "the rest");
        let created_at = order.created_at.as_deref().and_then(moment);
        let dates = [&order.order_date, &order.created_at, &order.updated_at];
        let placed = dates.into_iter().flatten().find_map(|text| day(text));
        let placed = placed.ok_or_else(|| {
            not_understood(System::Uni, format!("order {} has no date", order.id))
        })?;
        Ok(erp::OrderRow {
            order: UniOrder {
                id: OrderId(order.id),
                // A draft has no number yet.
                number: order.order_number.as_ref().and_then(Text::trimmed).unwrap_or_default(),
                customer: order.customer_name.clone().unwrap_or_default(),
                placed,
                currency,
                total_minor,
                uninvoiced_minor,
                progress,
                shop_reference: shop_reference(&self.raw, setup),
                inexact: (!doubts.is_empty()).then(|| doubts.join("; ")),
                created_at,
            },
            items,
            changed_at: self.changed_at(),
        })
    }
}

/// Returns how far invoicing has come (reference, "Status codes"); a deletion beats every status.
/// 10001 is the draft on writing, which may be read back; 90001 is the general *deleted*.
fn progress(status: Option<i64>, deleted: bool) -> Option<Progress> {
    Some(match status {
        _ if deleted => Progress::Deleted,
        Some(10_001 | 41_001) => Progress::Draft,
        Some(41_002) => Progress::Open,
        Some(41_003) => Progress::PartInvoiced,
        Some(41_004) => Progress::Invoiced,
        Some(41_005) => Progress::Closed,
        Some(90_001) => Progress::Deleted,
        _ => return None,
    })
}

/// Returns the shop's number from the configured field, when it has the configured prefix.
fn shop_reference(raw: &RawValue, setup: &Setup) -> Option<String> {
    let text = field(raw, &setup.order_reference_field)?;
    let text = match setup.order_reference_prefix.as_deref() {
        Some(prefix) => text.strip_prefix(prefix)?.trim(),
        None => text.as_str(),
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a field's text by its dotted path. Uni's own query language ignores case, so do we.
fn field(raw: &RawValue, path: &str) -> Option<String> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).ok()?;
    let exact = fields.get(name);
    let alike = || fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v);
    let value = exact.or_else(alike)?;
    match rest {
        Some(rest) => field(value, rest),
        None => serde_json::from_str::<Option<Text>>(value.get()).ok()??.trimmed(),
    }
}

/// `CustomerInvoice`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Invoice {
    #[serde(rename = "ID")]
    id: i64,
    invoice_number: Option<Text>,
    status_code: Option<i64>,
    invoice_type: Option<i64>,
    #[serde(rename = "InvoiceReferenceID")]
    reference_id: Option<i64>,
    invoice_date: Option<String>,
    #[serde(rename = "CurrencyCodeID")]
    currency_code_id: Option<i64>,
    currency_code: Option<CurrencyCode>,
    tax_inclusive_amount_currency: Option<Figure>,
    payable_rounding_currency_amount: Option<Figure>,
    rest_amount: Option<Figure>,
    rest_amount_currency: Option<Figure>,
    created_at: Option<String>,
    updated_at: Option<String>,
    deleted: Option<bool>,
    items: Option<Vec<Line>>,
}

impl Row for Invoice {
    fn id(&self) -> i64 {
        self.id
    }

    fn changed_at(&self) -> Option<Timestamp> {
        later(self.updated_at.as_deref(), self.created_at.as_deref())
    }
}

impl Invoice {
    /// Returns whether it is neither a draft, which has no number, nor deleted.
    pub(super) fn is_final(&self) -> bool {
        let is_draft = matches!(self.status_code, Some(10_001 | 42_001));
        let has_number = self.invoice_number.as_ref().and_then(Text::trimmed).is_some();
        has_number && !is_draft && self.deleted != Some(true)
    }

    /// Returns the currency's code when it was expanded, and its id.
    pub(super) fn currency(&self) -> (Option<String>, Option<i64>) {
        currency(self.currency_code.as_ref(), self.currency_code_id)
    }

    /// Takes the lines out; `None` when they were not expanded.
    pub(super) fn take_lines(&mut self) -> Option<Vec<Line>> {
        self.items.take()
    }

    /// Returns what is unpaid in the invoice's currency, when Uni says so.
    pub(super) fn unpaid(&self) -> Option<Decimal> {
        self.rest_amount_currency.as_ref()?.decimal().ok()
    }

    /// Returns the total with VAT in the invoice's currency.
    pub(super) fn total(&self) -> Option<Decimal> {
        self.tax_inclusive_amount_currency.as_ref()?.decimal().ok()
    }

    /// Returns the document as facts.
    ///
    /// # Errors
    /// `not-understood` when a figure is none, or kind or date are missing: a document that was
    /// left out would be money that nobody misses.
    pub(super) fn read(&self, currency: Option<String>, lines: &[Line]) -> Result<DocumentRow> {
        let odd = |what: &str| {
            not_understood(System::Uni, format!("invoice with id {}: {what}", self.id))
        };
        let kind = match self.invoice_type {
            Some(0) => DocumentKind::Invoice,
            Some(1) => {
                let credits = self.reference_id.filter(|id| *id > 0).map(DocumentId);
                DocumentKind::CreditNote { credits }
            }
            _ => return Err(odd("its type is not known")),
        };
        let total = self.total().ok_or_else(|| odd("its total is no figure"))?;
        let unpaid = match (&self.rest_amount_currency, kind) {
            (_, DocumentKind::CreditNote { .. }) => Decimal::ZERO,
            (Some(_), _) => self.unpaid().ok_or_else(|| odd("its rest is no figure"))?,
            // 42004 is *paid*; in every other status nothing is known to be paid.
            (None, _) if self.status_code == Some(42_004) => Decimal::ZERO,
            (None, _) => total,
        };
        let optional = |figure: &Option<Figure>| match figure {
            Some(figure) => figure.decimal().map_err(|_| odd("an amount is no figure")),
            // Text lines have no amount, and most documents no rounding.
            None => Ok(Decimal::ZERO),
        };
        let mut read_lines = Vec::with_capacity(lines.len());
        for line in lines.iter().filter(|line| line.deleted != Some(true)) {
            read_lines.push(DocumentLine {
                order_item: line.order_item_id.filter(|id| *id > 0),
                amount: optional(&line.sum_total_inc_vat_currency)?,
            });
        }
        let date = self.invoice_date.as_deref().and_then(day);
        Ok(DocumentRow {
            id: DocumentId(self.id),
            number: self.invoice_number.as_ref().and_then(Text::trimmed).unwrap_or_default(),
            kind,
            date: date.ok_or_else(|| odd("it has no date"))?,
            currency: currency.unwrap_or_default(),
            total,
            rounding: optional(&self.payable_rounding_currency_amount)?,
            unpaid,
            unpaid_base: self.rest_amount.as_ref().and_then(|figure| figure.decimal().ok()),
            lines: read_lines,
            changed_at: self.changed_at(),
        })
    }
}

fn currency(code: Option<&CurrencyCode>, id: Option<i64>) -> (Option<String>, Option<i64>) {
    let code = code.and_then(|code| code.code.as_deref()).map(str::trim);
    (code.filter(|code| !code.is_empty()).map(str::to_ascii_uppercase), id.filter(|id| *id > 0))
}

fn later(updated: Option<&str>, created: Option<&str>) -> Option<Timestamp> {
    updated.and_then(moment).max(created.and_then(moment))
}

/// How deep validation results are looked for: an order's lines' products nest less.
const MESSAGE_DEPTH_MAX: usize = 6;

/// Returns what Uni says is wrong, in the order in which its own front end looks for it: a bare
/// text, `message`, `Messages`, then `_validationResults` at any depth (reference, "Errors").
pub(super) fn message(answer: &Answer) -> Option<String> {
    let value: Value = answer.json()?;
    let text = message_of(&value, 0)?;
    let text = cleaned(text.trim(), 200);
    (!text.is_empty()).then_some(text)
}

fn message_of(value: &Value, depth: usize) -> Option<&str> {
    let inner = depth < MESSAGE_DEPTH_MAX;
    match value {
        Value::String(text) if depth == 0 => Some(text),
        Value::Object(fields) => {
            let own = own_message(value).filter(|_| depth == 0);
            let several = || fields.get("Messages")?.as_array()?.iter().find_map(own_message);
            let results = || {
                let results = fields.get("_validationResults")?.as_object()?;
                results.values().filter_map(Value::as_array).flatten().find_map(own_message)
            };
            let deeper =
                || fields.values().filter(|_| inner).find_map(|v| message_of(v, depth + 1));
            own.or_else(several).or_else(results).or_else(deeper)
        }
        Value::Array(items) if inner => items.iter().find_map(|v| message_of(v, depth + 1)),
        _ => None,
    }
}

fn own_message(value: &Value) -> Option<&str> {
    value.get("Message").or_else(|| value.get("message"))?.as_str()
}
