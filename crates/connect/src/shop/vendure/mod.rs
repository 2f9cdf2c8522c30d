//! Vendure 3.7, Admin API (GraphQL): shop and payment at once, over one signed-in client.
//!
//! Its orders move by themselves when their payment settles, and its `updatedAt` does not move with
//! them (3.7.3): what an order's state says may be old, and nothing about money hangs on it. An order
//! whose money was captured must never be cancelled: Vendure does it, and the money stays taken.

mod client;
mod config;
mod payments;
mod replies;
mod wire;

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use client::Client;
use wire::{History, ORDER_FIELDS, One, OrderList, is_id};

use crate::http::list::{self, Page, Pass};
use crate::http::{Context, not_understood, refused, unsent};
use crate::shop::{Shop, ShopChange, ShopSurvey};
use crate::written;
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::facts::ShopRow;
use uniac_core::finding::Finding;
use uniac_core::hooks::{Deeds, Hook, Hooks, When};
use uniac_core::order::{ShopOrder, ShopStatus};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_texts::t;

pub use client::SignIn;
pub use config::{Config, KIND};
pub use payments::{CAPABILITIES, NAME, VendurePayments};

/// How many orders a page has; the shop's own limit is 1000 unless it was changed
/// (`apiOptions.adminListQueryLimit`).
const PAGE_ROWS: u32 = 100;

/// How many of an order's notes are looked through, newest first.
const NOTES_MAX: u64 = 100;

/// The rights that the administrator's role needs (3.7.3: tried with a role that has no others).
const RIGHTS: [&str; 2] = ["ReadOrder", "UpdateOrder"];

const NOTE: &str = "mutation UniacNote($input: AddNoteToOrderInput!) { \
    result: addNoteToOrder(input: $input) { __typename id state } }";

const COMPLETE: &str = "mutation UniacComplete($id: ID!) { \
    result: transitionOrderToState(id: $id, state: \"PaymentSettled\") { __typename \
    ... on Order { id state } ... on OrderStateTransitionError { errorCode fromState } } }";

const CANCEL_ORDER: &str = "mutation UniacCancelOrder($input: CancelOrderInput!) { \
    result: cancelOrder(input: $input) { __typename \
    ... on Order { id state } ... on ErrorResult { errorCode } } }";

/// What stands for the order's id in a body until the target is known. An id has no such sign.
const ORDER_ID: &str = "{order}";

/// What the note ends with that says *Kreditert*: Vendure has no such state, and its refunds show the money. The notes
/// with a key end otherwise.
const CREDITED_MARK: &str = "(uniac)";

/// What the connector needs to know of a shop.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The server's address, for instance `https://shop.example.no`; the Admin API lies below it.
    pub base_url: String,
    /// How uniac signs in.
    pub sign_in: SignIn,
    /// The codes of the payment methods whose money uniac may move.
    pub payment_methods: Vec<String>,
}

/// The shop.
#[derive(Debug)]
pub struct Vendure {
    client: Arc<Client>,
}

impl Vendure {
    /// Returns the shop and its provider, which share a session. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`crate::http::Http::new`].
    pub fn connect(setup: Setup, context: &Context) -> Result<(Vendure, VendurePayments)> {
        let client = Arc::new(Client::new(&setup.base_url, setup.sign_in, context)?);
        let payments = VendurePayments::new(Arc::clone(&client), setup.payment_methods);
        Ok((Vendure { client }, payments))
    }

    fn list(&self, since: Option<Timestamp>, skip: u64) -> Result<Page> {
        let query = format!(
            "query UniacOrders($options: OrderListOptions!) {{ orders(options: $options) {{ \
             totalItems items {{ {ORDER_FIELDS} }} }} }}"
        );
        let answer = self.client.answer(&query, &json!({"options": options(since, skip)}))?;
        Page::new(answer, System::Shop, |Data { data: Orders { orders } }| {
            (orders.items, Some(orders.total_items))
        })
    }

    fn read(&self, id: &str) -> Result<Option<wire::Order>> {
        if !is_id(id) {
            return Ok(None);
        }
        let query = format!("query UniacOrder($id: ID!) {{ order(id: $id) {{ {ORDER_FIELDS} }} }}");
        let found: One<wire::Order> = self.client.query(&query, &json!({"id": id}))?;
        match found.order {
            Some(order) if order.id() != id => Err(another_order()),
            order => Ok(order),
        }
    }

    /// Looks for a note among an order's newest.
    fn find_note(&self, order: &str, is_it: impl Fn(&str) -> bool) -> Result<Found> {
        let query = "query UniacNotes($id: ID!, $options: HistoryEntryListOptions!) { \
            order(id: $id) { history(options: $options) { totalItems items { id data } } } }";
        let options = json!({"take": NOTES_MAX, "sort": {"id": "DESC"},
            "filter": {"type": {"eq": "ORDER_NOTE"}}});
        let found: One<Noted> =
            self.client.query(query, &json!({"id": order, "options": options}))?;
        let Some(Noted { history }) = found.order else { return Ok(Found::Unclear) };
        let notes: Vec<_> = history.items.iter().filter(|entry| is_it(entry.note())).collect();
        Ok(match notes.as_slice() {
            [] if history.total_items > NOTES_MAX => Found::Unclear,
            [] => Found::Absent,
            [note, ..] => Found::Done { receipt: note.id.trimmed() },
        })
    }
}

#[derive(Deserialize)]
struct Data {
    data: Orders,
}

#[derive(Deserialize)]
struct Orders {
    orders: OrderList,
}

#[derive(Deserialize)]
struct Noted {
    history: History,
}

impl Shop for Vendure {
    fn orders_since(
        &self,
        since: Option<Timestamp>,
        page: &mut dyn FnMut(Vec<ShopRow>) -> Result<()>,
    ) -> Result<Pass> {
        let mut nameless = 0;
        let mut read = |skip, _| self.list(since, skip);
        let pass = list::all(System::Shop, PAGE_ROWS, &mut read, &mut |listed| {
            let count = listed.len();
            let rows: Vec<ShopRow> = listed.into_iter().filter_map(wire::row).collect();
            nameless += (count - rows.len()) as u64;
            if rows.is_empty() { Ok(()) } else { page(rows) }
        })?;
        Ok(Pass { nameless: pass.nameless + nameless, ..pass })
    }

    fn order(&self, id: &str) -> Result<Option<ShopOrder>> {
        Ok(self.read(id)?.map(|order| order.row(None).order))
    }

    fn body(&self, change: ShopChange<'_>) -> String {
        let texts = self.client.texts;
        let note = |text: String| {
            json!({"query": NOTE,
                "variables": {"input": {"id": ORDER_ID, "note": text, "isPublic": false}}})
        };
        let body = match change {
            ShopChange::Complete => json!({"query": COMPLETE, "variables": {"id": ORDER_ID}}),
            ShopChange::Credit => {
                note(format!("{} {CREDITED_MARK}", written::credited_in_uni(texts)))
            }
            ShopChange::Cancel => json!({"query": CANCEL_ORDER, "variables": {"input":
                {"orderId": ORDER_ID, "cancelShipping": true, "reason": written::cancelled_in_uni(texts)}}}),
            // The refund itself stands in Vendure's book already, made or not by uniac.
            ShopChange::RecordRefund { money, notes, key } => {
                note(format!("{} (uniac {key})", written::refunded(texts, notes, money)))
            }
            ShopChange::Note { invoice, money, key } => {
                note(format!("{} (uniac {key})", written::captured(texts, invoice, money)))
            }
            ShopChange::Create { .. } => return String::new(),
        };
        body.to_string()
    }

    fn send(&self, intent: &Intent) -> Reply {
        if intent.act == Act::ShopCreate {
            return refused("not-supported");
        }
        if intent.act.operation().moves_money() || intent.act == Act::Book {
            return refused("defect");
        }
        if !is_id(&intent.target) {
            return refused("defect");
        }
        if intent.act == Act::ShopCancel {
            match self.holds_money(&intent.target) {
                Ok(Some(false)) => {}
                Ok(Some(true)) => return refused("captured"),
                Ok(None) => return refused("not-found"),
                Err(error) => return unsent(error),
            }
        }
        let body = intent.body.replace(ORDER_ID, &intent.target);
        match self.client.mutate(&body, &intent.target) {
            Ok(answer) => replies::reply(&answer, intent),
            Err(reply) => reply,
        }
    }

    fn find(&self, intent: &Intent) -> Result<Found> {
        let order = intent.target.as_str();
        let status = |wanted: ShopStatus| {
            Ok(match self.order(order)? {
                Some(order) if order.status == wanted => Found::Done { receipt: None },
                Some(_) => Found::Absent,
                None => Found::Unclear,
            })
        };
        match intent.act {
            Act::ShopComplete => status(ShopStatus::Completed),
            Act::ShopCancel => status(ShopStatus::Cancelled),
            Act::ShopCredit => self.find_note(order, |note| note.ends_with(CREDITED_MARK)),
            Act::ShopNote | Act::ShopRecordRefund => {
                let mark = format!("(uniac {})", intent.key);
                self.find_note(order, |note| note.ends_with(&mark))
            }
            // Nothing is ever sent for it.
            Act::ShopCreate => Ok(Found::Absent),
            Act::Capture | Act::Refund | Act::Cancel | Act::Book => {
                Err(Error::defect("the shop was asked for an act that is not a shop's"))
            }
        }
    }

    /// Completing an order moves no money, and *Kreditert* is a note. What cancelling one does with a payment
    /// that is authorised is not told; one that is settled stays so (3.7.3).
    fn hooks(&self) -> Result<Hooks> {
        let cancelled = Deeds { releases: When::Always, ..Deeds::NONE };
        Ok(Hooks::all(Hook { cancelled, ..Hook::QUIET }))
    }
}

impl ShopSurvey for Vendure {
    fn check(&self) -> Result<String> {
        let list = self.list(None, 0)?;
        if self.client.has_session() {
            self.check_rights()?;
        }
        let total = list.total.unwrap_or(0);
        Ok(t!("vendure-at", host = self.client.host(), total = total))
    }

    fn survey(&self) -> Vec<Finding> {
        let found = t!("vendure-statuses");
        vec![Finding::ok("statuses", found)]
    }
}

#[derive(Deserialize)]
struct Me {
    me: Option<User>,
}

#[derive(Deserialize)]
struct User {
    channels: Vec<Channel>,
}

#[derive(Deserialize)]
struct Channel {
    permissions: Vec<String>,
}

impl Vendure {
    /// Returns whether a payment of the order is settled; `None` when there is no such order.
    fn holds_money(&self, id: &str) -> Result<Option<bool>> {
        let is_settled = |payment: &wire::Payment| payment.state == "Settled";
        Ok(self.read(id)?.map(|order| order.payments().iter().any(is_settled)))
    }

    fn check_rights(&self) -> Result<()> {
        let found: Me =
            self.client.query("query UniacMe { me { channels { permissions } } }", &json!({}))?;
        let channels = found.me.map(|me| me.channels).unwrap_or_default();
        let has = |right: &&str| {
            let holds = |name: &String| name == right || name == "SuperAdmin";
            channels.iter().any(|channel| channel.permissions.iter().any(holds))
        };
        match RIGHTS.iter().find(|right| !has(right)) {
            None => Ok(()),
            Some(right) => {
                Err(Error::new(Kind::SignIn, "sign-in", t!("vendure-lacks", right = *right))
                    .hint(t!("vendure-give")))
            }
        }
    }
}

/// Returns the options of a page of the placed orders that changed after `since`, or of all.
///
/// `after` leaves out the moment itself; the engine reads further back than it has to. A settlement
/// does not move `updatedAt`, and neither need the placing of a cart that lay for a while.
fn options(since: Option<Timestamp>, skip: u64) -> Value {
    let mut filter = json!({"active": {"eq": false}});
    if let Some(since) = since {
        let after = json!({"after": format!("{since:.3}")});
        filter["_or"] = json!([{"updatedAt": after}, {"orderPlacedAt": after}]);
    }
    json!({"take": PAGE_ROWS, "skip": skip, "sort": {"id": "ASC"}, "filter": filter})
}

/// The answer is of another order than was asked for: that says nothing of this one.
fn another_order() -> Error {
    not_understood(System::Shop, t!("answers-other-order"))
}

#[cfg(test)]
mod tests;
