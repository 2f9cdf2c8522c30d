//! Orders, invoices and credit notes as people make them in Uni's windows.
//!
//! A document's total must always be the sum of its lines and its rounding ("øreavrunding").

mod credit;
mod customer;
mod invoice;
mod life;
mod order;
mod search;

pub(crate) use customer::{Buyer, readdress};
pub(crate) use invoice::{create_credit_note, create_invoice};
pub(crate) use life::{discard, finalise, open_again, reopen_lines};
pub(crate) use order::*;
pub(crate) use search::*;

/// Order statuses.
pub(crate) const REGISTERED: i64 = 41002;
pub(crate) const PART_TRANSFERRED: i64 = 41003;
pub(crate) const TRANSFERRED: i64 = 41004;
pub(crate) const CLOSED: i64 = 41005;

/// Order line statuses.
pub(crate) const LINE_REGISTERED: i64 = 41102;
pub(crate) const LINE_TRANSFERRED: i64 = 41103;
pub(crate) const LINE_CLOSED: i64 = 41104;

/// Invoice statuses.
pub(crate) const DRAFT: i64 = 42001;
const INVOICED: i64 = 42002;
const PART_PAID: i64 = 42003;
const PAID: i64 = 42004;
const CREDITED: i64 = 42006;
const PART_CREDITED: i64 = 42007;

/// Invoice line statuses.
const LINE_DRAFT: i64 = 41301;
const LINE_FINAL: i64 = 41302;

/// A line of an order or invoice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// The row's id; 0 for a line that is to be made.
    pub id: i64,
    pub text: String,
    pub quantity_e4: i64,
    pub vat_percent_e4: i64,
    pub net_e4: i64,
    pub vat_e4: i64,
    /// Status of an order line.
    pub status: i64,
    /// The order line that an invoice line came from.
    pub order_item: Option<i64>,
    /// The invoice line that a credit line credits.
    pub credits: Option<i64>,
}

impl Line {
    /// Returns the line's sum with VAT.
    pub fn total_e4(&self) -> i64 {
        self.net_e4 + self.vat_e4
    }
}

/// An order's header.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub id: i64,
    pub number: i64,
    pub buyer: Buyer,
    pub currency: String,
    pub rate_e4: i64,
    pub status: i64,
    pub requisition: Option<String>,
    /// What the header's total has above the sum of the lines.
    pub rounding_e4: i64,
    pub rest_e4: i64,
    pub deleted: bool,
    /// The shop's order from which it was read, by the shop's id.
    pub shop_id: Option<i64>,
}

/// An invoice's or credit note's header.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub id: i64,
    pub number: Option<i64>,
    /// 0 an invoice, 1 a credit note.
    pub kind: i64,
    /// The invoice that a credit note names.
    pub reference: Option<i64>,
    pub buyer: Buyer,
    pub currency: String,
    pub rate_e4: i64,
    pub status: i64,
    pub total_e4: i64,
    /// What of the total is rounding, not lines.
    pub rounding_e4: i64,
}

/// Returns a currency's exchange rate to the company's krone.
pub(crate) fn rate_e4(currency: &str) -> i64 {
    match currency {
        "EUR" => 117_450,
        "DKK" => 15_730,
        "SEK" => 10_320,
        _ => 10_000,
    }
}
