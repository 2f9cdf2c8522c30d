//! WooCommerce, REST API v3: the shop's orders, and the changes that uniac makes to them.
//!
//! The shop must never be asked to pay: refunds are recorded with `api_refund` off. A 200 is no
//! success by itself: a shop whose gateway failed answers 200 with another status (WooCommerce
//! 7.9.0), so the status that comes back decides.

mod plugins;
mod survey;
mod wire;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::act::{Act, Found, Intent, Reply};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::hooks::Hooks;
use crate::http::{Answer, Auth, Context, Http, Request, not_understood, refused};
use crate::log::System;
use crate::order::ShopOrder;
use crate::secret::Secret;
use crate::shop::paging::Met;
use crate::shop::{Shop, ShopChange, ShopRow};

/// The path of the API below the site's address (REST API v3, "Introduction").
const API: &str = "/wp-json/wc/v3";

/// The most rows of a page; 101 are refused (REST API v3, "Pagination").
const PAGE_ROWS: &str = "100";

/// The fields that are read, so that customers' data stay in the shop (WordPress REST API,
/// "Global parameters", `_fields`; a shop that ignores it sends more).
const FIELDS: &str = "id,number,status,currency,total,payment_method,transaction_id,\
    date_modified_gmt,refunds,meta_data";

/// The meta key under which the key of a creation or refund is kept.
const KEY_META: &str = "_uniac_key";

/// The meta key under which Uni's order id is kept in an order that uniac created.
const ORDER_META: &str = "_uniac_order";

/// How often a list may change its length while it is read before the reading is given up.
const RESTARTS_MAX: u32 = 5;

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
}

impl WooCommerce {
    /// Returns the connector of one shop. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<WooCommerce> {
        let auth = Auth::Basic(setup.consumer_key, setup.consumer_secret);
        Ok(WooCommerce { http: Http::new(System::Shop, &setup.base_url, auth, context)? })
    }

    /// Reads a list to its last page, and from the start again when it got shorter meanwhile: then
    /// rows have moved up to pages that were read before. Each row is handed over once.
    fn pages<R: wire::Row>(
        &self,
        request: &mut dyn FnMut(u64) -> Request<'static>,
        page: &mut dyn FnMut(Vec<R>) -> Result<()>,
    ) -> Result<()> {
        let mut met = Met::default();
        let mut total = None;
        let mut restarts = 0;
        let mut number = 1;
        loop {
            let answer = self.http.read(&request(number))?.accepted(System::Shop)?;
            let pages = answer.number("x-wp-totalpages");
            let total_now = answer.number("x-wp-total");
            let rows: Vec<R> = answer.read_as(System::Shop)?;
            let is_empty = rows.is_empty();
            let fresh = met.page(number, rows, |row| row.id().to_string())?;
            let is_barren = fresh.is_empty();
            if !is_barren {
                page(fresh)?;
            }
            let got_shorter = total.zip(total_now).is_some_and(|(before, now)| now < before);
            total = total_now;
            if got_shorter && restarts < RESTARTS_MAX {
                restarts += 1;
                number = 1;
                continue;
            }
            // Without the headers only an empty page is the end, or one that only repeats.
            if pages.map_or(is_empty || is_barren, |pages| number >= pages) {
                return Ok(());
            }
            number += 1;
        }
    }

    fn order_answer(&self, id: &str) -> Result<Option<wire::Order>> {
        if !is_id(id) {
            return Ok(None);
        }
        let request = Request::get(format!("{API}/orders/{id}")).query("_fields", FIELDS);
        let answer = self.http.read(&request)?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let order: wire::Order = answer.read_as(System::Shop)?;
        if order.id.to_string() != id {
            return Err(not_understood(System::Shop, "it is another order"));
        }
        Ok(Some(order))
    }

    /// Looks for the refund, note or order that carries the intent's key.
    fn find_by_key<R: wire::Row>(
        &self,
        intent: &Intent,
        request: &mut dyn FnMut(u64) -> Request<'static>,
    ) -> Result<Found> {
        let mut found = Vec::new();
        self.pages(request, &mut |rows: Vec<R>| {
            found.extend(rows.iter().filter(|row| row.carries(&intent.key)).map(wire::Row::id));
            Ok(())
        })?;
        Ok(match found.as_slice() {
            [] => Found::Absent,
            [id] => Found::Done { receipt: Some(id.to_string()) },
            _ => Found::Unclear,
        })
    }
}

impl Shop for WooCommerce {
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<()> {
        self.pages(&mut |number| orders_request(since, number), &mut |rows: Vec<wire::Order>| {
            page(rows.iter().map(wire::Order::row).collect::<Result<_>>()?)
        })
    }

    fn order(&self, id: &str) -> Result<Option<ShopOrder>> {
        let order = self.order_answer(id)?;
        order.map(|order| order.row().map(|row| row.order)).transpose()
    }

    fn body(&self, change: ShopChange<'_>) -> String {
        let key_meta = |key: &str| json!({"key": KEY_META, "value": key});
        let body = match change {
            ShopChange::Complete => json!({"status": "completed"}),
            ShopChange::Credit => json!({"status": "refunded"}),
            ShopChange::Cancel => json!({"status": "cancelled"}),
            ShopChange::RecordRefund { money, reason, key } => json!({
                "amount": money.currency.decimal(money.minor).to_string(),
                // Whether a refund keeps its meta data is not certain, so the key stands here too.
                "reason": format!("{reason} [{key}]"),
                "api_refund": false,
                "meta_data": [key_meta(key)],
            }),
            ShopChange::Note { text, key } => {
                json!({"note": format!("{text} (uniac {key})"), "customer_note": false})
            }
            ShopChange::Create { order, key } => json!({
                "status": "pending",
                "set_paid": false,
                "currency": order.currency.code(),
                "billing": {"first_name": order.customer},
                // The lines are Uni's business; the shop gets their sum, VAT included.
                "fee_lines": [{
                    "name": format!("Ordre {}", order.number),
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
            return refused("defect", "the intent names no order of the shop");
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
                return refused("defect", "this act is nothing that a shop does");
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
                    Some(order) if Some(order.status.as_str()) == wire::wanted(intent.act) => {
                        Found::Done { receipt: None }
                    }
                    Some(_) => Found::Absent,
                    None => Found::Unclear,
                })
            }
            Act::ShopRecordRefund if is_id(&intent.target) => {
                self.find_by_key::<wire::Refund>(intent, &mut |page| {
                    Request::get(format!("{order}/refunds"))
                        .query("per_page", PAGE_ROWS)
                        .query("page", page.to_string())
                })
            }
            // Notes come all at once (REST API v3, "List all order notes").
            Act::ShopNote if is_id(&intent.target) => self
                .find_by_key::<wire::Note>(intent, &mut |_| Request::get(format!("{order}/notes"))),
            Act::ShopCreate => {
                let day = SignedDuration::from_hours(24);
                let since = intent.at.checked_sub(day).unwrap_or(intent.at);
                self.find_by_key::<wire::Order>(intent, &mut |page| {
                    orders_request(Some(since), page)
                })
            }
            _ => Err(Error::defect("the shop was asked for an act that is not a shop's")),
        }
    }

    fn check(&self) -> Result<String> {
        let request =
            Request::get(format!("{API}/orders")).query("per_page", "1").query("_fields", "id");
        let answer: Answer = self.http.read(&request)?.accepted(System::Shop)?;
        let total = answer.number("x-wp-total");
        let _: Vec<serde::de::IgnoredAny> = answer.read_as(System::Shop)?;
        let host = self.http.host();
        Ok(match total {
            Some(total) => format!("WooCommerce at {host}, {total} orders"),
            None => format!("WooCommerce at {host}"),
        })
    }

    fn survey(&self) -> Vec<Finding> {
        self.surveyed()
    }

    fn hooks(&self) -> Result<Hooks> {
        self.seen_hooks()
    }

    fn completed_at(&self, id: &str) -> Result<Option<Timestamp>> {
        self.completion(id)
    }
}

/// Returns the request for a page of the orders modified at or after `since`, or of all.
fn orders_request(since: Option<Timestamp>, page: u64) -> Request<'static> {
    let request = Request::get(format!("{API}/orders"))
        .query("per_page", PAGE_ROWS)
        .query("page", page.to_string())
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
