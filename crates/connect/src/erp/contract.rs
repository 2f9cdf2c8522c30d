//! What the engine knows of an ERP: orders, documents, and the booking of payments.
//!
//! A connector translates and checks; it never decides. It must not turn an answer it did not
//! understand into facts or into *done*.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::http::list::Pass;
use uniac_core::act::{Found, Intent, Reply};
use uniac_core::facts::{DocumentRow, OrderRow};
use uniac_core::finding::Finding;
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_system::error::Result;

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

    /// Returns the day for which the intent's body books a payment, where it can be told.
    fn booked_on(&self, _intent: &Intent) -> Option<Date> {
        None
    }

    /// Looks for the payment that the intent was to book; `credited` is what credit notes take off the invoice.
    ///
    /// # Errors
    /// When it could not be read.
    fn find_booking(&self, intent: &Intent, credited: Money) -> Result<Found>;
}

/// What `doctor`, `init` and `auth` ask of it besides; the engine never does.
pub trait ErpSurvey: Erp {
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
