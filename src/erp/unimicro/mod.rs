//! Uni (the Unimicro platform): orders, invoices and the booking of payments over its HTTP API.
//!
//! Uni ignores query parameters and filters that it does not understand and answers with
//! everything, so no answer may be trusted to be what was asked for: each row is checked here.
//! Sections in comments are those of Unimicro's platform reference and its older guide.

mod booking;
mod paging;
mod platform;
mod sign_in;
mod survey;
mod wire;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::act::{Found, Intent, Reply};
use crate::erp::{DocumentRow, Erp, OrderRow};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::http::{Answer, Context, Request, not_understood};
use crate::log::System;
use crate::money::Money;
use crate::order::{Document, OrderId};

use wire::Row;

pub use platform::{Company, Platform, SignedIn};
pub use sign_in::{Key, PERSON_SCOPE, Person, PersonSignIn, SERVER_SCOPE, Server, SignIn, Started};

/// The field of an order that carries the shop's order number, unless configured otherwise. Uni
/// has no field of its own for it, so this is a guess that each company must check.
pub const ORDER_REFERENCE_FIELD: &str = "Requisition";

/// How many rows are asked for at a time. The largest page that Uni gives is not published; a
/// client is known to ask for 1000.
pub const PAGE_ROWS: u32 = 500;

/// The path of the business routes (reference, "Conventions").
const BIZ: &str = "/api/biz";

/// What the connector needs to know of a company.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The platform's address, for instance `https://app.unimicro.no`.
    pub base_url: String,
    /// The company's key, a GUID.
    pub company_key: String,
    /// How the company signs in.
    pub sign_in: SignIn,
    /// The order field that carries the shop's order number: [`ORDER_REFERENCE_FIELD`], another
    /// field, or `CustomValues.X` for a field of the company's own.
    pub order_reference_field: String,
    /// What stands before the shop's number in that field. An order whose field does not begin
    /// with it is not the shop's.
    pub order_reference_prefix: Option<String>,
    /// How many rows are asked for at a time, for instance [`PAGE_ROWS`]; at least 2.
    pub page_rows: u32,
}

/// The connector.
#[derive(Debug)]
pub struct Unimicro {
    platform: Platform,
    setup: Setup,
    /// Uni's ids of currencies and their codes, once they were needed.
    currencies: Mutex<Option<HashMap<i64, String>>>,
}

impl Unimicro {
    /// Returns the connector of one company. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<Unimicro> {
        let platform = Platform::new(&setup.base_url, setup.sign_in.clone(), context)?;
        Ok(Unimicro { platform, setup, currencies: Mutex::new(None) })
    }

    /// Adds the header that chooses the company (reference, "Headers on every business call").
    fn of_company<'a>(&'a self, request: Request<'a>) -> Request<'a> {
        request.header("companykey", &self.setup.company_key).header("accept", "application/json")
    }

    fn get(&self, request: Request<'_>) -> Result<Answer> {
        self.platform.read(&self.of_company(request.query("hateoas", "false")))
    }

    /// Reads an entity by its id; `None` when Uni does not know it.
    ///
    /// An unknown route is answered alike; `check` tells the two apart.
    fn entity<T: for<'de> Deserialize<'de>>(&self, request: Request<'_>) -> Result<Option<T>> {
        let answer = self.get(request)?;
        if answer.status == 404 {
            return Ok(None);
        }
        answer.read_as(System::Uni)
    }

    /// Hands over all rows of a route that changed at or after `since`.
    fn changed_since<R: Row>(
        &self,
        route: &str,
        expand: &str,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<R>) -> Result<()>,
    ) -> Result<()> {
        let filter = since.map(changed_filter);
        paging::all(
            self.setup.page_rows,
            &mut |skip, top| {
                let mut request = Request::get(format!("{BIZ}/{route}"));
                if let Some(filter) = &filter {
                    request = request.query("filter", filter);
                }
                let request = request
                    .query("orderby", "ID")
                    .query("top", top.to_string())
                    .query("skip", skip.to_string())
                    .query("expand", expand);
                wire::rows(self.get(request)?)
            },
            &mut |rows: Vec<R>| {
                let is_asked = |row: &R| match (since, row.changed_at()) {
                    (Some(since), Some(changed_at)) => changed_at >= since,
                    _ => true,
                };
                let rows: Vec<R> = rows.into_iter().filter(is_asked).collect();
                if rows.is_empty() { Ok(()) } else { page(rows) }
            },
        )
    }

    /// Reads the rows of a route that belong to one parent, for a Uni that ignores `expand`.
    fn children<R: Row>(&self, route: &str, parent_field: &str, parent: i64) -> Result<Vec<R>> {
        let mut children = Vec::new();
        paging::all(
            self.setup.page_rows,
            &mut |skip, top| {
                let request = Request::get(format!("{BIZ}/{route}"))
                    .query("filter", format!("{parent_field} eq {parent}"))
                    .query("orderby", "ID")
                    .query("top", top.to_string())
                    .query("skip", skip.to_string());
                wire::rows(self.get(request)?)
            },
            &mut |rows: Vec<R>| {
                children.extend(rows.into_iter().filter(|row| row.parent() == Some(parent)));
                Ok(())
            },
        )?;
        Ok(children)
    }

    fn order_row(&self, row: &wire::OrderRow) -> Result<OrderRow> {
        let code = self.currency_code(row.currency())?;
        let items = if let Some(items) = row.items() {
            items
        } else {
            let items: Vec<wire::Line> =
                self.children("orderitems", "CustomerOrderID", row.id())?;
            items.iter().map(Row::id).collect()
        };
        row.read(code.as_deref(), items, &self.setup)
    }

    /// Returns the document, or `None` for a draft or a deleted one.
    fn document_row(&self, mut row: wire::Invoice) -> Result<Option<DocumentRow>> {
        if !row.is_final() {
            return Ok(None);
        }
        let code = self.currency_code(row.currency())?;
        let lines = match row.take_lines() {
            Some(lines) => lines,
            None => self.children("invoiceitems", "CustomerInvoiceID", row.id())?,
        };
        row.read(code, &lines).map(Some)
    }

    /// Returns the code of a row's currency: the expanded one, or that of its id.
    fn currency_code(&self, (code, id): (Option<String>, Option<i64>)) -> Result<Option<String>> {
        match (code, id) {
            (Some(code), _) => Ok(Some(code)),
            (None, Some(id)) => self.with_currencies(|currencies| currencies.get(&id).cloned()),
            (None, None) => Ok(None),
        }
    }

    /// Reads Uni's currencies once, and asks them.
    fn with_currencies<T>(&self, ask: impl FnOnce(&HashMap<i64, String>) -> T) -> Result<T> {
        let mut currencies = self.currencies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(currencies) = currencies.as_ref() {
            return Ok(ask(currencies));
        }
        let mut read = HashMap::new();
        paging::all(
            self.setup.page_rows,
            &mut |skip, top| {
                let request = Request::get(format!("{BIZ}/currencycodes"))
                    .query("orderby", "ID")
                    .query("top", top.to_string())
                    .query("skip", skip.to_string());
                wire::rows(self.get(request)?)
            },
            &mut |rows: Vec<wire::CurrencyCode>| {
                read.extend(rows.into_iter().filter_map(wire::CurrencyCode::into_pair));
                Ok(())
            },
        )?;
        Ok(ask(currencies.insert(read)))
    }

    /// The expansions that an order's facts need (reference, "Orders", expand).
    fn order_expand(&self) -> &'static str {
        if self.setup.order_reference_field.contains('.') {
            "Items,CurrencyCode,CustomValues"
        } else {
            "Items,CurrencyCode"
        }
    }
}

/// The expansions that a document's facts need (reference, "Invoices", expand).
const DOCUMENT_EXPAND: &str = "Items,CurrencyCode";

/// New rows may have no `UpdatedAt`. The form of a moment in a filter is a guess: none is
/// documented, and a filter that is not understood is ignored, which is safe.
fn changed_filter(since: Timestamp) -> String {
    format!("(UpdatedAt ge '{since:.0}' or CreatedAt ge '{since:.0}')")
}

impl Erp for Unimicro {
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<OrderRow>) -> Result<()>,
    ) -> Result<()> {
        let expand = self.order_expand();
        self.changed_since("orders", expand, since, &mut |rows: Vec<wire::OrderRow>| {
            page(rows.iter().map(|row| self.order_row(row)).collect::<Result<_>>()?)
        })
    }

    fn documents_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<DocumentRow>) -> Result<()>,
    ) -> Result<()> {
        self.changed_since("invoices", DOCUMENT_EXPAND, since, &mut |rows: Vec<wire::Invoice>| {
            let rows = rows.into_iter().filter_map(|row| self.document_row(row).transpose());
            page(rows.collect::<Result<_>>()?)
        })
    }

    fn order(&self, id: OrderId) -> Result<Option<OrderRow>> {
        let request =
            Request::get(format!("{BIZ}/orders/{id}")).query("expand", self.order_expand());
        let Some(row) = self.entity::<wire::OrderRow>(request)? else { return Ok(None) };
        if row.id() != id.0 {
            return Err(not_understood(System::Uni, "it is another order"));
        }
        self.order_row(&row).map(Some)
    }

    fn order_of_item(&self, item: i64) -> Result<Option<OrderId>> {
        let row = self.entity::<wire::Line>(Request::get(format!("{BIZ}/orderitems/{item}")))?;
        match row {
            Some(row) if row.id() != item => {
                Err(not_understood(System::Uni, "it is another order line"))
            }
            row => Ok(row.and_then(|row| row.order()).map(OrderId)),
        }
    }

    fn booking_body(&self, invoice: &Document, money: Money, date: Date) -> String {
        let id = self.with_currencies(|currencies| {
            let code = |(_, code): &(&i64, &String)| code.as_str() == money.currency.code();
            currencies.iter().filter(code).map(|(id, _)| *id).min()
        });
        let is_whole_rest = money.minor == invoice.unpaid_minor;
        let rest = invoice.unpaid_base.as_deref().filter(|_| is_whole_rest);
        booking::body(money, rest, date, id.ok().flatten())
    }

    fn book(&self, intent: &Intent) -> Reply {
        let path = match booking::path(intent) {
            Ok(path) => path,
            Err(reply) => return reply,
        };
        let request = Request::put(path, &intent.body).query("action", "payInvoice");
        match self.platform.write(&self.of_company(request)) {
            Ok(answer) => booking::reply(&answer),
            Err(reply) => reply,
        }
    }

    fn find_booking(&self, intent: &Intent) -> Result<Found> {
        let Ok(path) = booking::path(intent) else { return Ok(Found::Absent) };
        let payments = self.get(Request::get(path.as_str()).query("action", "get-payments"))?;
        let Some(invoice) = self.entity::<wire::Invoice>(Request::get(path))? else {
            return Ok(Found::Unclear);
        };
        booking::found(intent, &payments, &invoice)
    }

    fn check(&self) -> Result<String> {
        let session = Request::get(format!("{BIZ}/users")).query("action", "current-session");
        self.get(session)?.accepted(System::Uni)?;
        let companies = self.platform.companies()?;
        let key = self.setup.company_key.trim();
        match companies.into_iter().find(|company| company.key.eq_ignore_ascii_case(key)) {
            Some(company) => Ok(company.name),
            None => Err(Error::failed(
                "company-not-found",
                "Uni accepts the sign-in, but not for the configured company",
            )
            .hint("Check the company's key in the configuration")
            .hint("The application must be activated by the company in Uni's marketplace")),
        }
    }

    fn companies(&self) -> Result<Vec<(String, String)>> {
        let companies = self.platform.companies()?;
        Ok(companies.into_iter().map(|company| (company.key, company.name)).collect())
    }

    fn survey(&self) -> Vec<Finding> {
        self.surveyed()
    }

    fn order_texts(&self, limit: u32) -> Result<Vec<Vec<(String, String)>>> {
        self.newest_texts(limit)
    }
}

#[cfg(test)]
mod tests;
