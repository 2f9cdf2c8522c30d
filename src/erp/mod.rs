//! The ERP as the engine knows it: orders, documents, and the booking of payments.
//!
//! A connector translates and checks; it never decides. It must not turn an answer it did not
//! understand into facts or into *done*.

pub mod login;
pub mod unimicro;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::act::{Found, Intent, Reply};
use crate::error::Result;
use crate::finding::Finding;
use crate::http::list::Pass;
use crate::money::Money;
use crate::order::{Document, DocumentId, DocumentKind, OrderId, UniOrder};

/// An order as read, with the ids of its lines and the moment of its last change.
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

/// A system that keeps orders and invoices.
pub trait Erp: Send + Sync {
    /// Hands over all orders changed at or after `since` in pages; without `since`, all. What is not understood of an
    /// order is a doubt on that order.
    ///
    /// # Errors
    /// When a page could not be read, or is no list; pages handed over before are good.
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<OrderRow>) -> Result<()>,
    ) -> Result<Pass>;

    /// Hands over all documents changed at or after `since` in pages, drafts and deleted ones too.
    ///
    /// # Errors
    /// As [`Erp::orders_since`].
    fn documents_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<DocumentRow>) -> Result<()>,
    ) -> Result<Pass>;

    /// Reads one order by its internal id.
    ///
    /// # Errors
    /// When it could not be read; `None` only when Uni says that there is none.
    fn order(&self, id: OrderId) -> Result<Option<OrderRow>>;

    /// Reads one invoice or credit note by its internal id; a draft that was thrown away is in no list.
    ///
    /// # Errors
    /// When it could not be read; `None` only when Uni says that there is none.
    fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>>;

    /// Returns the order that an order line belongs to.
    ///
    /// # Errors
    /// As [`Erp::order`].
    fn order_of_item(&self, item: i64) -> Result<Option<OrderId>>;

    /// Returns the body that books `money` as paid on the invoice at `date`.
    fn booking_body(&self, invoice: &Document, money: Money, date: Date) -> String;

    /// Books a payment: sends the intent's body to the invoice named by its target.
    fn book(&self, intent: &Intent) -> Reply;

    /// Looks for the payment that the intent was to book.
    ///
    /// # Errors
    /// When it could not be read.
    fn find_booking(&self, intent: &Intent) -> Result<Found>;

    /// Checks that Uni answers, the sign-in is accepted, and the company is the configured one;
    /// returns the company's name.
    ///
    /// # Errors
    /// What is wrong, with a remedy as hint.
    fn check(&self) -> Result<String>;

    /// Returns the companies that the sign-in may choose, by key and name; none when it lists none.
    ///
    /// # Errors
    /// As [`Erp::order`].
    fn companies(&self) -> Result<Vec<(String, String)>> {
        Ok(Vec::new())
    }

    /// Returns what else can be seen of the sign-in and its rights; only reads.
    fn survey(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// Returns the texts of up to `limit` of the newest orders by their field's path, to find the
    /// field that carries the shop's number. They are customers' data: to be counted, never shown.
    ///
    /// # Errors
    /// As [`Erp::order`].
    fn order_texts(&self, _limit: u32) -> Result<Vec<Vec<(String, String)>>> {
        Ok(Vec::new())
    }
}
