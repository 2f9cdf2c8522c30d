//! What Uni says, and what may be concluded from it: the only place that reads its rows.
//!
//! Towards shop and provider only the `…Currency` figures count; the others are in the company's
//! base currency. A figure that does not fit is kept as text beside a flag, never rounded.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::line::{Line, closed_minor};
use super::row::Row;
use super::setup::Setup;
use uniac_core::buyer::Buyer;

use crate::http::Answer;
use crate::http::field::{Doubts, Field};
use crate::http::wire::{Figure, Text, cleaned, day, moment};
use uniac_core::facts::{self, DocumentLine, DocumentRow, Stage};
use uniac_core::money::{Currency, UnknownCurrency};
use uniac_core::order::{DocumentId, DocumentKind, NO_DAY, OrderId, Progress, UniOrder};
use uniac_texts::kept;

/// `CurrencyCode`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct CurrencyCode {
    #[serde(rename = "ID", default)]
    id: Field<i64>,
    #[serde(rename = "Code", default)]
    code: Field<String>,
}

impl CurrencyCode {
    pub(super) fn into_pair(self) -> Option<(i64, String)> {
        let code = self.code.get()?.trim().to_ascii_uppercase();
        (!code.is_empty()).then_some((*self.id.get()?, code))
    }
}

impl Row for CurrencyCode {}

/// `CustomerOrder`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OrderRow {
    #[serde(rename = "ID")]
    id: i64,
    #[serde(default)]
    order_number: Field<Text>,
    #[serde(default)]
    status_code: Field<i64>,
    #[serde(default)]
    customer_name: Field<Text>,
    #[serde(rename = "CustomerID", default)]
    customer_id: Field<i64>,
    #[serde(default)]
    customer_org_number: Field<Text>,
    #[serde(default)]
    customer_person: Field<Text>,
    #[serde(default)]
    email_address: Field<Text>,
    #[serde(default)]
    invoice_receiver_name: Field<Text>,
    #[serde(default)]
    order_date: Field<String>,
    #[serde(rename = "CurrencyCodeID", default)]
    currency_code_id: Field<i64>,
    #[serde(default)]
    currency_code: Field<CurrencyCode>,
    #[serde(default)]
    tax_inclusive_amount_currency: Field<Figure>,
    #[serde(default)]
    rest_amount_currency: Field<Figure>,
    #[serde(default)]
    created_at: Field<String>,
    #[serde(default)]
    updated_at: Field<String>,
    #[serde(default)]
    deleted: Field<bool>,
    #[serde(default)]
    items: Field<Vec<Field<Line>>>,
}

impl Row for OrderRow {
    fn changed_at(&self) -> Option<Timestamp> {
        later(&self.updated_at, &self.created_at)
    }
}

impl OrderRow {
    /// Returns Uni's internal id.
    pub(super) fn id(&self) -> i64 {
        self.id
    }

    /// Returns the currency's code when it was expanded, and its id.
    pub(super) fn currency(&self) -> (Option<String>, Option<i64>) {
        currency(&self.currency_code, &self.currency_code_id)
    }

    /// Returns the ids of the lines; `None` when they were not expanded.
    pub(super) fn items(&self) -> Option<Vec<i64>> {
        let items = self.items.get()?;
        Some(items.iter().filter_map(|item| item.get()?.id()).collect())
    }

    /// Returns the order as facts. `raw` is its text, in which the configured field is looked up, and `doubt` what is
    /// odd about the row as a whole.
    pub(super) fn read(
        &self,
        raw: &RawValue,
        doubt: Option<&str>,
        currency_code: Option<&str>,
        items: Vec<i64>,
        setup: &Setup,
    ) -> facts::OrderRow {
        let mut odd = doubts(doubt);
        let listed = odd.optional("Items", &self.items);
        for item in odd.entries("Items", listed) {
            odd.needed(&kept!("doubt-name-line-id"), &item.id);
        }
        let mut figures = Vec::new();
        let currency = known_currency(currency_code, &mut figures);
        let (progress, placed) = (self.progress(&mut odd), self.placed(&mut odd));
        let mut minor = |field: &Field<Figure>, name: &str| match odd.needed(name, field) {
            None => 0,
            Some(figure) => figure.minor(currency).unwrap_or_else(|_| {
                figures.push(kept!("doubt-is", value = figure.text(), name = name));
                figure.decimal().map_or(0, |amount| currency.cut(amount))
            }),
        };
        let total_minor = minor(&self.tax_inclusive_amount_currency, &kept!("doubt-name-total"));
        let rest_minor = minor(&self.rest_amount_currency, &kept!("doubt-name-rest"));
        // What Uni shows as the rest of a closed order is not documented; its lines tell what was never invoiced.
        let uninvoiced_minor = match progress {
            Progress::Closed => {
                let lines = self.items.get().map_or(&[][..], Vec::as_slice);
                rest_minor.max(closed_minor(lines, currency))
            }
            _ => rest_minor,
        };
        let number = odd.optional("OrderNumber", &self.order_number).and_then(Text::trimmed);
        // A draft has no number yet.
        if number.is_none() && progress != Progress::Draft {
            odd.note(kept!("doubt-missing", name = "OrderNumber"));
        }
        let customer = odd.optional("CustomerName", &self.customer_name);
        let customer = customer.and_then(Text::trimmed).unwrap_or_default();
        facts::OrderRow {
            order: UniOrder {
                id: OrderId(self.id),
                number: number.unwrap_or_default(),
                customer,
                placed,
                currency,
                total_minor,
                uninvoiced_minor,
                progress,
                shop_reference: shop_reference(raw, setup, &mut odd),
                inexact: (!figures.is_empty()).then(|| figures.join("; ")),
                created_at: dated("CreatedAt", &self.created_at, &mut odd),
                buyer: self.buyer(),
                lines: self.fingerprint(),
                unreadable: odd.said(),
            },
            items,
            changed_at: self.changed_at(),
        }
    }

    /// What tells orders with the same lines from others: product, quantity and amount of each.
    fn fingerprint(&self) -> Option<u64> {
        let mut lines: Vec<String> = self
            .items
            .get()?
            .iter()
            .filter_map(|line| {
                let line = line.get()?;
                let figure = |field: &Field<Figure>| field.get()?.decimal().ok();
                let amount = figure(&line.sum_total_inc_vat_currency)?.normalize();
                let quantity = figure(&line.number_of_items).map(|quantity| quantity.normalize());
                Some(format!("{:?} {quantity:?} {amount}", line.product_id.get()))
            })
            .collect();
        lines.sort();
        let digest = Sha256::digest(lines.join("\n").as_bytes());
        let first: [u8; 8] = digest.first_chunk().copied()?;
        (!lines.is_empty()).then(|| u64::from_be_bytes(first) >> 1)
    }

    /// What tells the customer (reference, "Orders", strings). What cannot be read of it tells nothing.
    fn buyer(&self) -> Buyer {
        let text = |field: &Field<Text>| field.get().and_then(Text::trimmed);
        let customer = self.customer_id.get().copied();
        let mut buyer = Buyer { customer, ..Buyer::default() };
        buyer.add_email(text(&self.email_address).as_deref());
        buyer.add_organisation(text(&self.customer_org_number).as_deref());
        for name in [&self.customer_name, &self.customer_person, &self.invoice_receiver_name] {
            buyer.add_name(&text(name).unwrap_or_default());
        }
        buyer
    }

    fn progress(&self, odd: &mut Doubts) -> Progress {
        let deleted = odd.optional("Deleted", &self.deleted) == Some(&true);
        let status = odd.needed("StatusCode", &self.status_code).copied();
        progress(status, deleted).unwrap_or_else(|| {
            if let Some(status) = status {
                odd.note(kept!("doubt-status", status = status));
            }
            Progress::Open
        })
    }

    fn placed(&self, odd: &mut Doubts) -> Date {
        let dates = [&self.order_date, &self.created_at, &self.updated_at];
        placed(odd, "OrderDate", dates)
    }
}

/// Returns the doubts of a row that has one as a whole.
fn doubts(whole: Option<&str>) -> Doubts {
    let mut doubts = Doubts::default();
    if let Some(whole) = whole {
        doubts.note(whole);
    }
    doubts
}

/// Returns a currency; one that is not known is a doubt about the figures.
fn known_currency(code: Option<&str>, figures: &mut Vec<String>) -> Currency {
    code.unwrap_or_default().parse().unwrap_or_else(|unknown: UnknownCurrency| {
        figures.push(kept!("doubt-currency", currency = unknown.code()));
        Currency::NOK
    })
}

/// Returns the moment of a field that may be missing.
fn dated(name: &str, field: &Field<String>, odd: &mut Doubts) -> Option<Timestamp> {
    let text = odd.optional(name, field)?;
    let moment = moment(text);
    if moment.is_none() {
        odd.note(kept!("doubt-no-moment", name = name));
    }
    moment
}

/// Returns the day of an order or document: the field of this name, which stands first, or another day near it.
fn placed(odd: &mut Doubts, name: &str, fields: [&Field<String>; 3]) -> Date {
    if let Some(text) = odd.optional(name, fields[0])
        && day(text).is_none()
    {
        odd.note(kept!("doubt-no-date", name = name));
    }
    let found = fields.into_iter().find_map(|field| day(field.get()?));
    found.unwrap_or_else(|| {
        odd.note(kept!("doubt-dateless"));
        NO_DAY
    })
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
fn shop_reference(raw: &RawValue, setup: &Setup, odd: &mut Doubts) -> Option<String> {
    let found = field(raw, &setup.order_reference_field)?;
    let text = odd.optional(&setup.order_reference_field, &found)?.trimmed()?;
    let text = match setup.order_reference_prefix.as_deref() {
        Some(prefix) => text.strip_prefix(prefix)?.trim(),
        None => text.as_str(),
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a field by its dotted path. Uni's own query language ignores case, so do we.
fn field(raw: &RawValue, path: &str) -> Option<Field<Text>> {
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
        None => serde_json::from_str(value.get()).ok(),
    }
}

/// `CustomerInvoice`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Invoice {
    #[serde(rename = "ID")]
    id: i64,
    #[serde(default)]
    invoice_number: Field<Text>,
    #[serde(default)]
    status_code: Field<i64>,
    #[serde(default)]
    invoice_type: Field<i64>,
    #[serde(rename = "InvoiceReferenceID", default)]
    reference_id: Field<i64>,
    #[serde(rename = "CustomerID", default)]
    customer_id: Field<i64>,
    #[serde(default)]
    invoice_date: Field<String>,
    #[serde(rename = "CurrencyCodeID", default)]
    currency_code_id: Field<i64>,
    #[serde(default)]
    currency_code: Field<CurrencyCode>,
    #[serde(default)]
    tax_inclusive_amount_currency: Field<Figure>,
    #[serde(default)]
    payable_rounding_currency_amount: Field<Figure>,
    #[serde(default)]
    rest_amount: Field<Figure>,
    #[serde(default)]
    rest_amount_currency: Field<Figure>,
    #[serde(default)]
    created_at: Field<String>,
    #[serde(default)]
    updated_at: Field<String>,
    #[serde(default)]
    deleted: Field<bool>,
    #[serde(default)]
    items: Field<Vec<Field<Line>>>,
}

impl Row for Invoice {
    fn changed_at(&self) -> Option<Timestamp> {
        later(&self.updated_at, &self.created_at)
    }
}

impl Invoice {
    /// Returns Uni's internal id.
    pub(super) fn id(&self) -> i64 {
        self.id
    }

    /// Returns how far it has come: a draft has no number. What cannot be read speaks for nothing.
    fn stage(&self) -> Stage {
        let is_draft = matches!(self.status_code.get(), Some(10_001 | 42_001));
        let has_number = match &self.invoice_number {
            Field::Odd(_) => true,
            number => number.get().and_then(Text::trimmed).is_some(),
        };
        match self.deleted.get() == Some(&true) || self.status_code.get() == Some(&90_001) {
            true => Stage::Deleted,
            false if is_draft || !has_number => Stage::Draft,
            false => Stage::Final,
        }
    }

    /// Returns the currency's code when it was expanded, and its id.
    pub(super) fn currency(&self) -> (Option<String>, Option<i64>) {
        currency(&self.currency_code, &self.currency_code_id)
    }

    /// Returns whether the lines came with it.
    pub(super) fn has_lines(&self) -> bool {
        matches!(self.items, Field::Read(_))
    }

    /// Returns what is unpaid in the invoice's currency, when Uni says so.
    pub(super) fn unpaid(&self) -> Option<Decimal> {
        self.rest_amount_currency.get()?.decimal().ok()
    }

    /// Returns the total with VAT in the invoice's currency.
    pub(super) fn total(&self) -> Option<Decimal> {
        self.tax_inclusive_amount_currency.get()?.decimal().ok()
    }

    /// Returns the document as facts; `lines` are those that were read apart. A document that is not understood is not
    /// left out: it would be money that nobody misses.
    pub(super) fn read(
        &self,
        raw: &RawValue,
        doubt: Option<&str>,
        currency: Option<String>,
        lines: Vec<Field<Line>>,
        setup: &Setup,
    ) -> DocumentRow {
        let mut odd = doubts(doubt);
        odd.optional("StatusCode", &self.status_code);
        odd.optional("Deleted", &self.deleted);
        let kind = self.kind(&mut odd);
        let figure = |odd: &mut Doubts, name: &str, figure: Option<&Figure>| {
            let decimal = figure.map_or(Ok(Decimal::ZERO), Figure::decimal);
            decimal.unwrap_or_else(|_| {
                odd.note(kept!("doubt-figureless", name = name));
                Decimal::ZERO
            })
        };
        let total = odd.needed(&kept!("doubt-name-total"), &self.tax_inclusive_amount_currency);
        let total = figure(&mut odd, &kept!("doubt-name-total"), total);
        let rest = odd.optional(&kept!("doubt-name-rest"), &self.rest_amount_currency);
        let unpaid = match (rest, kind) {
            (_, DocumentKind::CreditNote { .. } | DocumentKind::Unknown) => Decimal::ZERO,
            (Some(rest), DocumentKind::Invoice) => {
                figure(&mut odd, &kept!("doubt-name-rest"), Some(rest))
            }
            // 42004 is *paid*; in every other status nothing is known to be paid.
            (None, _) if self.status_code.get() == Some(&42_004) => Decimal::ZERO,
            (None, DocumentKind::Invoice) => total,
        };
        // Most documents have no rounding.
        let rounding =
            odd.optional(&kept!("doubt-name-rounding"), &self.payable_rounding_currency_amount);
        let rounding = figure(&mut odd, &kept!("doubt-name-rounding"), rounding);
        let read_apart = Field::Read(lines);
        let listed = match self.items {
            Field::Read(_) => odd.optional("Items", &self.items),
            _ => odd.optional("Items", &read_apart),
        };
        if let Field::Odd(form) = self.items {
            odd.note(kept!("doubt-odd", name = "Items", form = form));
        }
        let mut read_lines = Vec::new();
        for line in odd.entries("Items", listed) {
            if odd.optional(&kept!("doubt-name-line-deleted"), &line.deleted) == Some(&true) {
                continue;
            }
            let order_item = odd.optional("OrderItemId", &line.order_item_id).copied();
            // Text lines have no amount.
            let amount =
                odd.optional(&kept!("doubt-name-line-amount"), &line.sum_total_inc_vat_currency);
            read_lines.push(DocumentLine {
                order_item: order_item.filter(|id| *id > 0),
                amount: figure(&mut odd, &kept!("doubt-name-line-amount"), amount),
            });
        }
        let number = odd.optional("InvoiceNumber", &self.invoice_number).and_then(Text::trimmed);
        let date = placed(
            &mut odd,
            "InvoiceDate",
            [&self.invoice_date, &self.created_at, &self.updated_at],
        );
        if matches!(self.invoice_date, Field::Absent) {
            odd.note(kept!("doubt-missing", name = "InvoiceDate"));
        }
        DocumentRow {
            id: DocumentId(self.id),
            number: number.unwrap_or_default(),
            kind,
            date,
            currency: currency.unwrap_or_default(),
            total,
            rounding,
            unpaid,
            unpaid_base: self.rest_amount.get().and_then(|figure| figure.decimal().ok()),
            lines: read_lines,
            stage: self.stage(),
            customer: self.customer_id.get().copied(),
            // What cannot be read of it only helps less to find the order.
            shop_reference: shop_reference(raw, setup, &mut Doubts::default()),
            created_at: self.created_at.get().and_then(|text| moment(text)),
            changed_at: self.changed_at(),
            unreadable: odd.said(),
        }
    }

    fn kind(&self, odd: &mut Doubts) -> DocumentKind {
        match odd.needed("InvoiceType", &self.invoice_type) {
            Some(0) => DocumentKind::Invoice,
            Some(1) => {
                let credits = odd.optional("InvoiceReferenceID", &self.reference_id).copied();
                DocumentKind::CreditNote { credits: credits.filter(|id| *id > 0).map(DocumentId) }
            }
            Some(kind) => {
                odd.note(kept!("doubt-kind", kind = kind));
                DocumentKind::Unknown
            }
            None => DocumentKind::Unknown,
        }
    }
}

fn currency(code: &Field<CurrencyCode>, id: &Field<i64>) -> (Option<String>, Option<i64>) {
    let code = code.get().and_then(|code| code.code.get()).map(|code| code.trim());
    let code = code.filter(|code| !code.is_empty()).map(str::to_ascii_uppercase);
    (code, id.get().copied().filter(|id| *id > 0))
}

fn later(updated: &Field<String>, created: &Field<String>) -> Option<Timestamp> {
    let read = |field: &Field<String>| moment(field.get()?);
    read(updated).max(read(created))
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
