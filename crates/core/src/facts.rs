//! The facts as a connector reads them: rows of orders and documents, before they are kept and split by order.
//!
//! A row says what was read and what of it was not understood. It must not guess.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::order::{DocumentId, DocumentKind, ShopOrder, UniOrder};

/// An order of Uni as read, with the ids of its lines and the moment of its last change.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderRow {
    /// The order.
    pub order: UniOrder,
    /// The ids of its lines (`CustomerOrderItem.ID`), which invoice lines refer to.
    pub items: Vec<i64>,
    /// The later of Uni's `UpdatedAt` and `CreatedAt`.
    pub changed_at: Option<Timestamp>,
}

/// An invoice or credit note as read, before it is split by order.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRow {
    /// Uni's internal id.
    pub id: DocumentId,
    /// The number that people see.
    pub number: String,
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// The date of the document.
    pub date: Date,
    /// The currency's code as Uni gives it; it may be one this program does not know.
    pub currency: String,
    /// The header's total with VAT in the document's currency, with Uni's sign.
    pub total: Decimal,
    /// The header's rounding ("øreavrunding"), with Uni's sign.
    pub rounding: Decimal,
    /// What is unpaid in the document's currency.
    pub unpaid: Decimal,
    /// The same in the company's base currency, which a booking in another currency must name.
    pub unpaid_base: Option<Decimal>,
    /// The lines.
    pub lines: Vec<DocumentLine>,
    /// How far it has come.
    pub stage: Stage,
    /// Uni's id of the customer.
    pub customer: Option<i64>,
    /// The shop's order number, from the field that orders carry it in.
    pub shop_reference: Option<String>,
    /// When Uni made it.
    pub created_at: Option<Timestamp>,
    /// The later of Uni's `UpdatedAt` and `CreatedAt`.
    pub changed_at: Option<Timestamp>,
    /// What was not understood of it: field and form.
    pub unreadable: Option<String>,
}

/// How far a document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A draft, also one that was final and was opened again.
    Draft,
    /// Final.
    Final,
    /// Deleted: it counts for nothing.
    Deleted,
}

/// A line of an invoice or credit note.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentLine {
    /// The order line it came from; `None` for a line that belongs to no order.
    pub order_item: Option<i64>,
    /// The line's total with VAT in the document's currency, with Uni's sign.
    pub amount: Decimal,
}

/// An order of the shop as read, and the moment of its last change.
#[derive(Debug, Clone, PartialEq)]
pub struct ShopRow {
    /// The order.
    pub order: ShopOrder,
    /// The shop's modified date.
    pub changed_at: Option<Timestamp>,
}
