//! Uni (the Unimicro platform): orders, invoices and the booking of payments over its HTTP API.
//!
//! Uni ignores query parameters and filters that it does not understand and answers with
//! everything, so no answer may be trusted to be what was asked for: each row is checked here.
//! Sections in comments are those of Unimicro's platform reference and its older guide.

mod booking;
mod line;
mod platform;
mod row;
mod setup;
mod sign_in;
mod survey;
mod wire;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::erp::Erp;
use crate::http::field::Field;
use crate::http::list::{self, Listed, Page, Pass};
use crate::http::{Answer, Context, Request, not_understood};
use uniac_core::act::{Found, Intent, Reply};
use uniac_core::facts::{DocumentRow, OrderRow};
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::t;

use row::Row;
use setup::BIZ;

pub use platform::{Company, Platform, SignedIn};
pub use setup::{ORDER_REFERENCE_FIELD, PAGE_ROWS, Setup};
pub use sign_in::{Key, PERSON_SCOPE, Person, PersonSignIn, SERVER_SCOPE, Server, SignIn, Started};

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

    /// Hands over all rows of a route that changed at or after `since`, each beside its text.
    fn changed_since<R: Row>(
        &self,
        route: &str,
        expand: &str,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<(R, Listed)>) -> Result<()>,
    ) -> Result<Pass> {
        let filter = since.map(changed_filter);
        let mut nameless = 0;
        let pass = self.all(
            &mut |skip, top| {
                let mut request = Request::get(format!("{BIZ}/{route}"));
                if let Some(filter) = &filter {
                    request = request.query("filter", filter);
                }
                paged(request, skip, top).query("expand", expand)
            },
            &mut |rows| {
                let is_asked = |row: &R| match (since, row.changed_at()) {
                    (Some(since), Some(changed_at)) => changed_at >= since,
                    _ => true,
                };
                let mut asked = Vec::with_capacity(rows.len());
                for mut row in rows {
                    match row.read::<R>() {
                        Ok(read) if is_asked(&read) => asked.push((read, row)),
                        Ok(_) => {}
                        Err(_) => nameless += 1,
                    }
                }
                if asked.is_empty() { Ok(()) } else { page(asked) }
            },
        )?;
        Ok(Pass { nameless: pass.nameless + nameless, ..pass })
    }

    fn all(
        &self,
        request: &mut dyn FnMut(u64, u64) -> Request<'static>,
        page: &mut dyn FnMut(Vec<Listed>) -> Result<()>,
    ) -> Result<Pass> {
        let mut read = |skip, top| Page::bare(self.get(request(skip, top))?, System::Uni);
        list::all(System::Uni, self.setup.page_rows, &mut read, page)
    }

    /// Reads the lines of a route that belong to one parent, for a Uni that ignores `expand`. One that cannot be read
    /// may be the parent's, too.
    fn children(
        &self,
        route: &str,
        parent_field: &str,
        parent: i64,
    ) -> Result<Vec<Field<line::Line>>> {
        let mut children = Vec::new();
        let pass = self.all(
            &mut |skip, top| {
                let request = Request::get(format!("{BIZ}/{route}"))
                    .query("filter", format!("{parent_field} eq {parent}"));
                paged(request, skip, top)
            },
            &mut |rows| {
                children.extend(rows.into_iter().filter_map(
                    |mut row| match row.read::<line::Line>() {
                        Ok(line) if line.parent() == Some(parent) => Some(Field::Read(line)),
                        Ok(line) if !line.has_odd_parent() => None,
                        Ok(_) | Err(_) => Some(Field::Odd("line")),
                    },
                ));
                Ok(())
            },
        )?;
        children.extend((0..pass.nameless).map(|_| Field::Odd("line-without-id")));
        Ok(children)
    }

    fn order_row(&self, row: &wire::OrderRow, listed: &Listed) -> Result<OrderRow> {
        let code = self.currency_code(row.currency())?;
        let items = if let Some(items) = row.items() {
            items
        } else {
            let lines = self.children("orderitems", "CustomerOrderID", row.id())?;
            lines.iter().filter_map(|line| line.get()?.id()).collect()
        };
        Ok(row.read(listed.text(), listed.doubt(), code.as_deref(), items, &self.setup))
    }

    fn document_row(&self, row: &wire::Invoice, listed: &Listed) -> Result<DocumentRow> {
        let code = self.currency_code(row.currency())?;
        let lines = match row.has_lines() {
            true => Vec::new(),
            false => self.children("invoiceitems", "CustomerInvoiceID", row.id())?,
        };
        Ok(row.read(listed.text(), listed.doubt(), code, lines, &self.setup))
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
        self.all(
            &mut |skip, top| paged(Request::get(format!("{BIZ}/currencycodes")), skip, top),
            &mut |rows| {
                let codes =
                    rows.into_iter().filter_map(|mut row| row.read::<wire::CurrencyCode>().ok());
                read.extend(codes.filter_map(wire::CurrencyCode::into_pair));
                Ok(())
            },
        )?;
        Ok(ask(currencies.insert(read)))
    }

    /// The expansions that the facts of an order or document need (reference, "Orders" and "Invoices", expand).
    fn expand(&self) -> &'static str {
        if self.setup.order_reference_field.contains('.') {
            "Items,CurrencyCode,CustomValues"
        } else {
            "Items,CurrencyCode"
        }
    }
}

/// Adds which rows of a list are asked for.
fn paged(request: Request<'static>, skip: u64, top: u64) -> Request<'static> {
    request.query("orderby", "ID").query("top", top.to_string()).query("skip", skip.to_string())
}

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
    ) -> Result<Pass> {
        let expand = self.expand();
        self.changed_since("orders", expand, since, &mut |rows: Vec<(wire::OrderRow, Listed)>| {
            page(
                rows.iter()
                    .map(|(row, listed)| self.order_row(row, listed))
                    .collect::<Result<_>>()?,
            )
        })
    }

    fn documents_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<DocumentRow>) -> Result<()>,
    ) -> Result<Pass> {
        let expand = self.expand();
        self.changed_since("invoices", expand, since, &mut |rows: Vec<(wire::Invoice, Listed)>| {
            let rows = rows.iter().map(|(row, listed)| self.document_row(row, listed));
            page(rows.collect::<Result<_>>()?)
        })
    }

    fn order(&self, id: OrderId) -> Result<Option<OrderRow>> {
        let request = Request::get(format!("{BIZ}/orders/{id}")).query("expand", self.expand());
        let Some(text) = self.entity(request)? else { return Ok(None) };
        let mut listed = Listed::new(text);
        match listed.read::<wire::OrderRow>() {
            Ok(row) if row.id() == id.0 => self.order_row(&row, &listed).map(Some),
            Ok(_) => Err(not_understood(System::Uni, t!("answers-other-order"))),
            Err(_) => Err(not_understood(System::Uni, t!("answers-other-form"))),
        }
    }

    fn document(&self, id: DocumentId) -> Result<Option<DocumentRow>> {
        let request = Request::get(format!("{BIZ}/invoices/{id}")).query("expand", self.expand());
        let Some(text) = self.entity(request)? else { return Ok(None) };
        let mut listed = Listed::new(text);
        match listed.read::<wire::Invoice>() {
            Ok(row) if row.id() == id.0 => self.document_row(&row, &listed).map(Some),
            Ok(_) => Err(not_understood(System::Uni, t!("uni-other-invoice"))),
            Err(_) => Err(not_understood(System::Uni, t!("answers-other-form"))),
        }
    }

    fn order_of_item(&self, item: i64) -> Result<Option<OrderId>> {
        let row = self.entity::<line::Line>(Request::get(format!("{BIZ}/orderitems/{item}")))?;
        match row {
            Some(row) if row.id() != Some(item) => {
                Err(not_understood(System::Uni, t!("uni-other-line")))
            }
            Some(row) => Ok(row.order()?.map(OrderId)),
            None => Ok(None),
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

    fn booked_on(&self, intent: &Intent) -> Option<Date> {
        booking::booked_on(intent)
    }

    fn find_booking(&self, intent: &Intent, credited: Money) -> Result<Found> {
        let Ok(path) = booking::path(intent) else { return Ok(Found::Absent) };
        let payments = self.get(Request::get(path.as_str()).query("action", "get-payments"))?;
        let Some(invoice) = self.entity::<wire::Invoice>(Request::get(path))? else {
            return Ok(Found::Unclear);
        };
        booking::found(intent, credited, &payments, &invoice)
    }
}

#[cfg(test)]
mod tests;
