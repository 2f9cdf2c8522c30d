//! Medusa 2.21, Admin API: a shop whose own API captures and refunds, so it is shop and provider.
//!
//! Cancelling an order that was captured makes Medusa pay everything back by itself: it must never
//! be asked to cancel one before the order, just read, shows that nothing was taken. A 200 is no
//! success and an error no failure; what the rows show afterwards decides.

mod config;
mod payment;
mod wire;

use jiff::Timestamp;
use serde_json::json;

use crate::http::list::{self, Page, Pass};
use crate::http::{Answer, Auth, Context, Http, Request, not_understood, refused, unknown, unsent};
use crate::payment::Capabilities;
use crate::shop::{Shop, ShopChange, ShopSurvey};
use crate::written;
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::facts::ShopRow;
use uniac_core::finding::Finding;
use uniac_core::hooks::{Deeds, Hook, Hooks, When};
use uniac_core::order::ShopOrder;
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::{Language, t};

use wire::{CREDITED, STATUS_META, is_id};

pub use config::{Config, KIND};
pub use payment::{CAPABILITIES, MedusaPayments, NAME, READ_DELAY_SECONDS};

/// How many orders a page has. Medusa sends every order's lines with it, asked or not.
const PAGE_ROWS: u32 = 100;

/// The fields of an order that are read.
const ORDER_FIELDS: &str = "id,display_id,custom_display_id,status,updated_at,metadata,\
    payment_collections.payments.id,payment_collections.payments.amount,\
    payment_collections.payments.currency_code,payment_collections.payments.provider_id,\
    payment_collections.payments.canceled_at,\
    payment_collections.payments.captures.id,payment_collections.payments.captures.amount,\
    payment_collections.payments.captures.created_at,\
    payment_collections.payments.refunds.id,payment_collections.payments.refunds.amount,\
    payment_collections.payments.refunds.created_at";

/// What the connector needs to know of a shop.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The address of the shop's server, for instance `https://shop.example.no`.
    pub base_url: String,
    /// A secret API key, `sk_…`.
    pub secret_key: Secret,
    /// The shop's payment providers whose payments may be moved, `pp_…`.
    pub payment_methods: Vec<String>,
    /// What is expected of the shop; [`CAPABILITIES`] for the real one.
    pub capabilities: Capabilities,
}

/// The connector to the shop's orders.
#[derive(Debug)]
pub struct Medusa {
    http: Http,
    /// The language of what is written into the shop.
    texts: Language,
}

impl Medusa {
    /// Returns the connector of one shop. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: &Setup, context: &Context) -> Result<Medusa> {
        Ok(Medusa { http: client(System::Shop, setup, context)?, texts: context.texts })
    }

    /// Sets the order to cancelled, if nothing was ever taken on it.
    fn cancel(&self, intent: &Intent) -> Reply {
        match order_answer(&self.http, &intent.target) {
            Ok(Some(order)) if order.is_captured() => never_cancelled(),
            Ok(Some(_)) => match cancelled(&self.http, &intent.target, &intent.body) {
                Ok(_) => Reply::Done { receipt: None },
                Err(reply) => reply,
            },
            Ok(None) => refused("not-found"),
            Err(error) => unsent(error),
        }
    }

    /// Looks whether the refunds of the order stand in the shop's books. They are there by
    /// themselves, for the shop paid them; nothing is ever sent.
    fn record_refund(&self, intent: &Intent) -> Reply {
        match order_answer(&self.http, &intent.target) {
            Ok(Some(order)) if shows(&order, intent) => Reply::Done { receipt: None },
            Ok(_) => refused("not-recorded"),
            Err(error) => unsent(error),
        }
    }

    fn change(&self, intent: &Intent, path: &str) -> Reply {
        let request = Request::post(path, &intent.body).query("fields", ORDER_FIELDS);
        let answer = match self.http.write(&request).answer() {
            Ok(answer) if answer.is_success() => answer,
            Ok(answer) => return wire::no(&answer),
            Err(reply) => return reply,
        };
        match answer.json::<wire::OneOrder>() {
            Some(one) if one.order.id == intent.target && shows(&one.order, intent) => {
                Reply::Done { receipt: None }
            }
            Some(_) => unknown("mismatch"),
            None => unknown("not-understood"),
        }
    }
}

impl Shop for Medusa {
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        let mut nameless = 0;
        let mut read = |offset, _| {
            let answer = self.http.read(&orders_request(since, offset))?;
            Page::new(answer, System::Shop, |list: wire::Orders| (list.orders, Some(list.count)))
        };
        let pass = list::all(System::Shop, PAGE_ROWS, &mut read, &mut |listed| {
            let mut rows = Vec::with_capacity(listed.len());
            for listed in listed {
                // A filter that Medusa does not know is ignored without a word.
                match wire::row(listed, since) {
                    Ok(row) => rows.extend(row),
                    Err(()) => nameless += 1,
                }
            }
            if rows.is_empty() { Ok(()) } else { page(rows) }
        })?;
        Ok(Pass { nameless: pass.nameless + nameless, ..pass })
    }

    fn order(&self, id: &str) -> Result<Option<ShopOrder>> {
        Ok(order_answer(&self.http, id)?.map(|order| order.row(None).order))
    }

    fn body(&self, change: ShopChange<'_>) -> String {
        match change {
            ShopChange::Complete => "{}".to_owned(),
            // Nothing is sent for these: the cancellation has no body, refunds are there by
            // themselves, and an order cannot be created with no more than its sum.
            ShopChange::Cancel | ShopChange::RecordRefund { .. } | ShopChange::Create { .. } => {
                String::new()
            }
            ShopChange::Credit => json!({"metadata": {STATUS_META: CREDITED}}).to_string(),
            // Medusa has no notes on orders; its metadata are merged by name.
            ShopChange::Note { invoice, money, key } => {
                let text = written::captured(self.texts, invoice, money);
                json!({"metadata": {key: text}}).to_string()
            }
        }
    }

    fn send(&self, intent: &Intent) -> Reply {
        if intent.act == Act::ShopCreate {
            return refused("not-supported");
        }
        if !is_id(&intent.target) {
            return refused("defect");
        }
        let order = format!("/admin/orders/{}", intent.target);
        match intent.act {
            Act::ShopComplete => self.change(intent, &format!("{order}/complete")),
            Act::ShopCredit | Act::ShopNote => self.change(intent, &order),
            Act::ShopCancel => self.cancel(intent),
            Act::ShopRecordRefund => self.record_refund(intent),
            Act::Capture | Act::Refund | Act::Cancel | Act::Book | Act::ShopCreate => {
                refused("defect")
            }
        }
    }

    fn find(&self, intent: &Intent) -> Result<Found> {
        if intent.act == Act::ShopCreate {
            return Ok(Found::Absent);
        }
        Ok(match order_answer(&self.http, &intent.target)? {
            Some(order) if shows(&order, intent) => Found::Done { receipt: None },
            Some(_) => Found::Absent,
            None => Found::Unclear,
        })
    }

    /// Completing an order moves no money, and *Kreditert* is a word in its metadata; cancelling one releases
    /// what is reserved and pays back what was captured (2.21.2).
    fn hooks(&self) -> Result<Hooks> {
        let cancelled = Deeds { releases: When::Always, refunds: When::Always, ..Deeds::NONE };
        Ok(Hooks::all(Hook { cancelled, ..Hook::QUIET }))
    }
}

impl ShopSurvey for Medusa {
    fn check(&self) -> Result<String> {
        let request =
            Request::get("/admin/orders").query("limit", "1").query("fields", ORDER_FIELDS);
        let list: wire::Orders = self.http.read(&request)?.read_as(System::Shop)?;
        Ok(t!("medusa-at", host = self.http.host(), orders = list.count))
    }

    fn survey(&self) -> Vec<Finding> {
        let found = t!("medusa-statuses");
        vec![Finding::ok("statuses", found)]
    }
}

/// Returns the client of the shop. A secret key is the name of basic sign-in, without a password.
fn client(system: System, setup: &Setup, context: &Context) -> Result<Http> {
    let auth = Auth::Basic(setup.secret_key.clone(), Secret::new(""));
    Http::new(system, &setup.base_url, auth, context)
}

fn orders_request(since: Option<Timestamp>, offset: u64) -> Request<'static> {
    let request = Request::get("/admin/orders")
        .query("limit", PAGE_ROWS.to_string())
        .query("offset", offset.to_string())
        .query("order", "id")
        .query("fields", ORDER_FIELDS);
    match since {
        Some(since) => request.query("updated_at[$gte]", since.to_string()),
        None => request,
    }
}

fn order_answer(http: &Http, id: &str) -> Result<Option<wire::Order>> {
    if !is_id(id) {
        return Ok(None);
    }
    let request = Request::get(format!("/admin/orders/{id}")).query("fields", ORDER_FIELDS);
    let answer = http.read(&request)?;
    if wire::is_absent(&answer) {
        return Ok(None);
    }
    let one: wire::OneOrder = answer.read_as(http.system())?;
    match one.order.id == id {
        true => Ok(Some(one.order)),
        false => Err(not_understood(http.system(), t!("answers-other-order"))),
    }
}

/// Cancels the order, which releases its payments. The caller has just read that none was captured.
///
/// Medusa swallows a failure of its provider here: the order is cancelled, the payment is not, and
/// the answer is 200 (2.21.2).
fn cancelled(http: &Http, id: &str, body: &str) -> Result<wire::Order, Reply> {
    let path = format!("/admin/orders/{id}/cancel");
    let answer: Answer =
        http.write(&Request::post(path, body).query("fields", ORDER_FIELDS)).answer()?;
    if !answer.is_success() {
        return Err(wire::no(&answer));
    }
    let one = answer.json::<wire::OneOrder>().ok_or_else(|| unknown("not-understood"))?;
    match one.order.status == "canceled" && one.order.id == id && one.order.is_released() {
        true => Ok(one.order),
        false => Err(unknown("not-released")),
    }
}

/// Returns whether the order is as the act wants it.
fn shows(order: &wire::Order, intent: &Intent) -> bool {
    match intent.act {
        Act::ShopComplete => order.status == "completed",
        Act::ShopCancel => order.status == "canceled",
        Act::ShopCredit => order.meta(STATUS_META) == Some(CREDITED),
        Act::ShopNote => order.meta(&intent.key).is_some(),
        Act::ShopRecordRefund => order.refunded_in(intent.money.currency) >= intent.money.minor,
        Act::Capture | Act::Refund | Act::Cancel | Act::Book | Act::ShopCreate => false,
    }
}

/// The refusal to cancel what was captured.
fn never_cancelled() -> Reply {
    refused("captured")
}

#[cfg(test)]
mod tests;
