//! WooCommerce, REST API v3: the shop's orders, and the changes that uniac makes to them.
//!
//! The shop must never be asked to pay: refunds are recorded with `api_refund` off. A 200 is no
//! success by itself: a shop whose gateway failed answers 200 with another status (WooCommerce
//! 7.9.0), so the status that comes back decides.

mod config;
mod plugins;
mod survey;
mod wire;

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::http::list::{self, Listed, Page, Pass};
use crate::http::{
    Ahead, Answer, Auth, Context, Http, NOT_UNDERSTOOD, Request, not_understood, refused,
};
use crate::shop::{Shop, ShopChange, ShopSurvey};
use crate::written;
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::facts::ShopRow;
use uniac_core::finding::Finding;
use uniac_core::hooks::Hooks;
use uniac_core::order::ShopOrder;
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::{Language, t};

use wire::{KEY_META, ORDER_META};

pub use config::{Config, KIND};

/// The path of the API below the site's address (REST API v3, "Introduction").
const API: &str = "/wp-json/wc/v3";

/// The most rows of a page; 101 are refused (REST API v3, "Pagination").
const PAGE_ROWS: u32 = 100;

/// The fields that are read, so that customers' data stay in the shop (WordPress REST API,
/// "Global parameters", `_fields`; a shop that ignores it sends more).
const FIELDS: &str = "id,number,status,currency,total,payment_method,transaction_id,\
    date_created_gmt,date_modified_gmt,refunds,meta_data,billing.first_name,billing.last_name,\
    billing.company,billing.email,billing.phone,shipping.first_name,shipping.last_name,\
    shipping.company";

/// What the connector needs to know of a shop.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The site's address, for instance `https://shop.example.no`.
    pub base_url: String,
    /// The consumer key, `ck_…`, with read and write access.
    pub consumer_key: Secret,
    /// The consumer secret, `cs_…`.
    pub consumer_secret: Secret,
}

/// The connector.
#[derive(Debug)]
pub struct WooCommerce {
    http: Http,
    /// The language of what is written into the shop.
    texts: Language,
}

impl WooCommerce {
    /// Returns the connector of one shop. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<WooCommerce> {
        let auth = Auth::Basic(setup.consumer_key, setup.consumer_secret);
        let http = Http::new(System::Shop, &setup.base_url, auth, context)?;
        Ok(WooCommerce { http, texts: context.texts })
    }

    /// Reads a list to its last page, some pages at once where the first tells how many there are. A shop that ignores
    /// `offset` gives its first page again and is read by page numbers.
    fn pages(
        &self,
        request: &(dyn Fn() -> Request<'static> + Sync),
        page: &mut dyn FnMut(Vec<Listed>) -> Result<()>,
    ) -> Result<Pass> {
        let mut first: Option<String> = None;
        let mut is_ignored = false;
        let read = |skip: u64| {
            self.page(&match skip {
                0 => request(),
                skip => request().query("offset", skip.to_string()),
            })
        };
        let mut ahead = Ahead::new(PAGE_ROWS, self.http.at_once(), &read);
        let mut by_offset = |skip, _| {
            let page = ahead.page(skip)?;
            let begins = page.rows.first().and_then(Listed::id).map(str::to_owned);
            is_ignored = skip > 0 && begins.is_some() && begins == first && page.rows.len() > 1;
            match is_ignored {
                true => Err(not_understood(System::Shop, t!("woocommerce-offset"))),
                false => {
                    if skip == 0 {
                        first = begins;
                    }
                    Ok(page)
                }
            }
        };
        let read = list::all(System::Shop, PAGE_ROWS, &mut by_offset, page);
        if !is_ignored {
            return read;
        }
        let mut by_number = |number: u64| self.page(&request().query("page", number.to_string()));
        list::numbered(System::Shop, &mut by_number, page)
    }

    fn page(&self, request: &Request<'_>) -> Result<Page> {
        let answer = self.http.read(request)?;
        let (total, pages) = (answer.number("x-wp-total"), answer.number("x-wp-totalpages"));
        Ok(Page { total, pages, ..Page::bare(answer, System::Shop)? })
    }

    /// Hands over the orders of a list in pages.
    fn order_pages(
        &self,
        request: &(dyn Fn() -> Request<'static> + Sync),
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        let mut nameless = 0;
        let pass = self.pages(request, &mut |rows| {
            let mut read = Vec::with_capacity(rows.len());
            for mut row in rows {
                match row.read::<wire::Order>() {
                    Ok(order) => read.push(order.row(row.doubt())),
                    Err(_) => nameless += 1,
                }
            }
            if read.is_empty() { Ok(()) } else { page(read) }
        })?;
        Ok(Pass { nameless: pass.nameless + nameless, ..pass })
    }

    fn order_answer(&self, id: &str) -> Result<Option<(wire::Order, Listed)>> {
        if !is_id(id) {
            return Ok(None);
        }
        let request = Request::get(format!("{API}/orders/{id}")).query("_fields", FIELDS);
        let answer = self.http.read(&request)?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let mut listed = Listed::new(answer.read_as(System::Shop)?);
        match listed.read::<wire::Order>() {
            Ok(order) if order.id.to_string() == id => Ok(Some((order, listed))),
            Ok(_) => Err(not_understood(System::Shop, t!("answers-other-order"))),
            Err(_) => Err(not_understood(System::Shop, t!("answers-other-form"))),
        }
    }

    /// Looks for the refund or order that carries the intent's key.
    fn find_by_key<R: wire::Row>(
        &self,
        intent: &Intent,
        request: &(dyn Fn() -> Request<'static> + Sync),
    ) -> Result<Found> {
        let mut rows = Vec::new();
        let pass = self.pages(request, &mut |page| {
            rows.extend(page.into_iter().map(certain::<R>));
            Ok(())
        })?;
        rows.extend((0..pass.nameless).map(|_| None));
        Ok(found_among(&rows, &intent.key))
    }

    /// Looks for the note that carries the intent's key. Notes come all at once (REST API v3, "List all order notes").
    fn find_note(&self, intent: &Intent, path: String) -> Result<Found> {
        let page = Page::bare(self.http.read(&Request::get(path))?, System::Shop)?;
        let rows = page.rows.into_iter().map(certain::<wire::Note>);
        Ok(found_among(&rows.collect::<Vec<_>>(), &intent.key))
    }
}

/// Reads a row about which there is no doubt.
fn certain<R: wire::Row>(mut row: Listed) -> Option<R> {
    let read = row.read().ok();
    read.filter(|_| row.doubt().is_none())
}

/// Tells from the rows which of them the intent with this key has made. One that cannot be read could be it.
fn found_among<R: wire::Row>(rows: &[Option<R>], key: &str) -> Found {
    let read = rows.iter().flatten().filter(|row| row.carries(key));
    let mut ids: Vec<i64> = read.map(wire::Row::id).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] if rows.iter().any(Option::is_none) => Found::Unclear,
        [] => Found::Absent,
        [id] => Found::Done { receipt: Some(id.to_string()) },
        _ => Found::Unclear,
    }
}

impl Shop for WooCommerce {
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        self.order_pages(&|| orders_request(since), page)
    }

    /// What is in the bin stands only in its own list; what has the status of a plug-in that was taken away can be read by its
    /// id alone, which is its number unless a plug-in numbers the orders (observed on WooCommerce 10).
    fn hidden_orders(
        &self,
        numbers: &BTreeSet<String>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<()> {
        self.order_pages(&|| orders_request(None).query("status", "trash"), page)?;
        for number in numbers {
            match self.order_answer(number) {
                Ok(Some((order, listed))) => page(vec![order.row(listed.doubt())])?,
                Ok(None) => {}
                // An answer that says nothing of an order is no reason to read nothing else.
                Err(error) if error.code == NOT_UNDERSTOOD => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn order(&self, id: &str) -> Result<Option<ShopOrder>> {
        let order = self.order_answer(id)?;
        Ok(order.map(|(order, listed)| order.row(listed.doubt()).order))
    }

    fn body(&self, change: ShopChange<'_>) -> String {
        let key_meta = |key: &str| json!({"key": KEY_META, "value": key});
        let body = match change {
            ShopChange::Complete => json!({"status": "completed"}),
            ShopChange::Credit => json!({"status": "refunded"}),
            ShopChange::Cancel => json!({"status": "cancelled"}),
            ShopChange::RecordRefund { money, notes, key } => json!({
                "amount": money.currency.decimal(money.minor).to_string(),
                // Whether a refund keeps its meta data is not certain, so the key stands here too.
                "reason": format!("{} [{key}]", written::credit_notes(self.texts, notes)),
                "api_refund": false,
                "meta_data": [key_meta(key)],
            }),
            ShopChange::Note { invoice, money, key } => {
                let text = written::captured(self.texts, invoice, money);
                json!({"note": format!("{text} (uniac {key})"), "customer_note": false})
            }
            ShopChange::Create { order, key } => json!({
                "status": "pending",
                "set_paid": false,
                "currency": order.currency.code(),
                "billing": {"first_name": order.customer},
                // The lines are Uni's business; the shop gets their sum, VAT included.
                "fee_lines": [{
                    "name": written::order(self.texts, &order.number),
                    "total": order.currency.decimal(order.total_minor).to_string(),
                    "tax_status": "none",
                }],
                "meta_data": [key_meta(key), {"key": ORDER_META, "value": order.id.to_string()}],
            }),
        };
        body.to_string()
    }

    fn send(&self, intent: &Intent) -> Reply {
        if intent.act != Act::ShopCreate && !is_id(&intent.target) {
            return refused("defect");
        }
        let order = format!("{API}/orders/{}", intent.target);
        let request = match intent.act {
            Act::ShopComplete | Act::ShopCredit | Act::ShopCancel => {
                Request::put(order, &intent.body)
            }
            Act::ShopRecordRefund => Request::post(format!("{order}/refunds"), &intent.body),
            Act::ShopNote => Request::post(format!("{order}/notes"), &intent.body),
            Act::ShopCreate => Request::post(format!("{API}/orders"), &intent.body),
            Act::Capture | Act::Refund | Act::Cancel | Act::Book => {
                return refused("defect");
            }
        };
        match self.http.write(&request).answer() {
            Ok(answer) => wire::reply(&answer, intent),
            Err(reply) => reply,
        }
    }

    fn find(&self, intent: &Intent) -> Result<Found> {
        let order = format!("{API}/orders/{}", intent.target);
        match intent.act {
            Act::ShopComplete | Act::ShopCredit | Act::ShopCancel => {
                Ok(match self.order_answer(&intent.target)? {
                    Some((order, _)) => match order.status() {
                        Some(status) if Some(status) == wire::wanted(intent.act) => {
                            Found::Done { receipt: None }
                        }
                        Some(_) => Found::Absent,
                        None => Found::Unclear,
                    },
                    None => Found::Unclear,
                })
            }
            Act::ShopRecordRefund if is_id(&intent.target) => {
                self.find_by_key::<wire::Refund>(intent, &|| {
                    Request::get(format!("{order}/refunds"))
                        .query("per_page", PAGE_ROWS.to_string())
                })
            }
            Act::ShopNote if is_id(&intent.target) => {
                self.find_note(intent, format!("{order}/notes"))
            }
            Act::ShopCreate => {
                let day = SignedDuration::from_hours(24);
                let since = intent.at.checked_sub(day).unwrap_or(intent.at);
                self.find_by_key::<wire::Order>(intent, &|| orders_request(Some(since)))
            }
            _ => Err(Error::defect("the shop was asked for an act that is not a shop's")),
        }
    }

    fn hooks(&self) -> Result<Hooks> {
        self.seen_hooks()
    }
}

impl ShopSurvey for WooCommerce {
    fn check(&self) -> Result<String> {
        let request =
            Request::get(format!("{API}/orders")).query("per_page", "1").query("_fields", "id");
        let answer: Answer = self.http.read(&request)?.accepted(System::Shop)?;
        let total = answer.number("x-wp-total");
        let _: Vec<serde::de::IgnoredAny> = answer.read_as(System::Shop)?;
        let host = self.http.host();
        Ok(match total {
            Some(total) => t!("woocommerce-at-orders", host = host, total = total),
            None => t!("woocommerce-at", host = host),
        })
    }

    fn survey(&self) -> Vec<Finding> {
        self.surveyed()
    }

    fn completed_at(&self, id: &str) -> Result<Option<Timestamp>> {
        self.completion(id)
    }
}

/// Returns the request for the first of the orders modified at or after `since`, or of all.
fn orders_request(since: Option<Timestamp>) -> Request<'static> {
    let request = Request::get(format!("{API}/orders"))
        .query("per_page", PAGE_ROWS.to_string())
        .query("orderby", "id")
        .query("order", "asc")
        .query("_fields", FIELDS);
    match since {
        Some(since) => {
            request.query("modified_after", modified_after(since)).query("dates_are_gmt", "true")
        }
        None => request,
    }
}

/// Returns whether the text is an order's id; the shop's ids are whole numbers.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `modified_after` leaves out the moment itself, to the second, and takes it as GMT.
fn modified_after(since: Timestamp) -> String {
    let before = since.checked_sub(SignedDuration::from_secs(1)).unwrap_or(since);
    let moment: DateTime = TimeZone::UTC.to_datetime(before);
    format!("{moment:.0}")
}

#[cfg(test)]
mod tests;
