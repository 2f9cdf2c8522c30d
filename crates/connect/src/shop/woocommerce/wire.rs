//! What WooCommerce says, and what may be concluded from it: the only place that reads its answers.
//!
//! Amounts are strings with decimals, refunds' sums negative (WooCommerce 7.9.0). A change is done
//! only when the answer is of the same order and shows what was asked for.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::http::field::{Doubts, Field, word};
use crate::http::wire::{Figure, Text, cleaned, moment};
use crate::http::{Answer, refused, unknown};
use uniac_core::act::{Act, Intent, Reply};
use uniac_core::buyer::Buyer;
use uniac_core::facts::ShopRow;
use uniac_core::money::Currency;
use uniac_core::order::{Bought, OrderId, ShopOrder, ShopStatus};
use uniac_texts::kept;

/// The meta key under which the key of a creation or refund is kept.
pub(super) const KEY_META: &str = "_uniac_key";

/// The meta key under which Uni's order id is kept in an order that uniac created.
pub(super) const ORDER_META: &str = "_uniac_order";

/// What every row of a list has.
pub(super) trait Row: for<'de> Deserialize<'de> {
    /// Returns the shop's id of the row.
    fn id(&self) -> i64;

    /// Returns whether the row was made by the intent with this key.
    fn carries(&self, key: &str) -> bool;
}

/// An order, as far as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) id: i64,
    #[serde(default)]
    number: Field<Text>,
    #[serde(default)]
    status: Field<String>,
    #[serde(default)]
    currency: Field<String>,
    #[serde(default)]
    total: Field<Figure>,
    #[serde(default)]
    payment_method: Field<String>,
    #[serde(default)]
    transaction_id: Field<Text>,
    #[serde(default)]
    date_modified_gmt: Field<String>,
    #[serde(default)]
    date_created_gmt: Field<String>,
    #[serde(default)]
    billing: Field<Person>,
    #[serde(default)]
    shipping: Field<Person>,
    #[serde(default)]
    refunds: Field<Vec<Field<RefundSum>>>,
    #[serde(default)]
    meta_data: Field<Vec<Field<Meta>>>,
}

/// `billing` or `shipping` of an order: who bought, or who gets it.
#[derive(Debug, Default, Deserialize)]
struct Person {
    #[serde(default)]
    first_name: Field<Text>,
    #[serde(default)]
    last_name: Field<Text>,
    #[serde(default)]
    company: Field<Text>,
    #[serde(default)]
    email: Field<Text>,
    #[serde(default)]
    phone: Field<Text>,
}

impl Person {
    /// Tells who it is. What cannot be read of it tells nothing.
    fn tell(&self, buyer: &mut Buyer) {
        let text = |field: &Field<Text>| field.get().and_then(Text::trimmed).unwrap_or_default();
        buyer.add_name(&format!("{} {}", text(&self.first_name), text(&self.last_name)));
        buyer.add_name(&text(&self.company));
        buyer.add_email(Some(&text(&self.email)));
        buyer.add_phone(Some(&text(&self.phone)));
    }
}

/// An entry of an order's `refunds`.
#[derive(Debug, Deserialize)]
struct RefundSum {
    total: Figure,
}

/// An entry of `meta_data`. Plug-ins keep values of every form.
#[derive(Debug, Deserialize)]
struct Meta {
    key: Option<String>,
    value: Option<Box<RawValue>>,
}

/// A refund.
#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    id: i64,
    amount: Option<Figure>,
    reason: Option<String>,
    refunded_payment: Option<bool>,
    #[serde(default)]
    meta_data: Field<Vec<Field<Meta>>>,
}

/// A note.
#[derive(Debug, Deserialize)]
pub(super) struct Note {
    id: i64,
    note: Option<String>,
}

/// An error. `data` is a number in some and an object in others, so it is not read.
#[derive(Debug, Deserialize)]
struct Problem {
    code: String,
}

impl Row for Order {
    fn id(&self) -> i64 {
        self.id
    }

    fn carries(&self, key: &str) -> bool {
        meta(&self.meta_data, KEY_META).as_deref() == Some(key)
    }
}

impl Row for Refund {
    fn id(&self) -> i64 {
        self.id
    }

    fn carries(&self, key: &str) -> bool {
        let in_reason = |reason: &String| reason.contains(&format!("[{key}]"));
        self.reason.as_ref().is_some_and(in_reason)
            || meta(&self.meta_data, KEY_META).as_deref() == Some(key)
    }
}

impl Row for Note {
    fn id(&self) -> i64 {
        self.id
    }

    fn carries(&self, key: &str) -> bool {
        self.note.as_ref().is_some_and(|note| note.contains(&format!("(uniac {key})")))
    }
}

fn meta(entries: &Field<Vec<Field<Meta>>>, key: &str) -> Option<String> {
    let mut entries = entries.get()?.iter().filter_map(Field::get);
    let entry = entries.find(|entry| entry.key.as_deref() == Some(key))?;
    serde_json::from_str::<Text>(entry.value.as_ref()?.get()).ok()?.trimmed()
}

impl Order {
    /// Returns the status by its own name, when it can be read.
    pub(super) fn status(&self) -> Option<&str> {
        self.status.get().map(String::as_str)
    }

    /// What was bought, when, and by whom (WooCommerce REST API v3, "Order properties").
    fn bought(&self) -> Bought {
        let currency = self.currency.get().and_then(|code| code.parse::<Currency>().ok());
        let total = self.total.get().zip(currency);
        let mut buyer = Buyer::default();
        for person in [&self.billing, &self.shipping].into_iter().filter_map(Field::get) {
            person.tell(&mut buyer);
        }
        Bought {
            total_minor: total.and_then(|(total, currency)| total.minor(currency).ok()),
            currency,
            at: self.date_created_gmt.get().and_then(|text| moment(text)),
            buyer,
        }
    }

    /// Returns the order as facts; `doubt` is what is odd about the row as a whole.
    pub(super) fn row(&self, doubt: Option<&str>) -> ShopRow {
        let mut odd = Doubts::default();
        if let Some(doubt) = doubt {
            odd.note(doubt);
        }
        let id = self.id.to_string();
        let number = odd.optional("number", &self.number).and_then(Text::trimmed);
        let created_from = meta(&self.meta_data, ORDER_META).and_then(|id| id.parse().ok());
        let status = odd.needed("status", &self.status);
        let method = odd.optional("payment_method", &self.payment_method);
        let entries = odd.optional("meta_data", &self.meta_data);
        odd.entries("meta_data", entries);
        ShopRow {
            order: ShopOrder {
                number: number.unwrap_or_else(|| id.clone()),
                id,
                status: status
                    .map_or_else(|| ShopStatus::Other(String::new()), |name| self::status(name)),
                payment_method: method.cloned().unwrap_or_default(),
                payment_reference: self.payment_reference(&mut odd),
                refunded_minor: self.refunded_minor(&mut odd),
                created_from: created_from.map(OrderId),
                bought: self.bought(),
                unreadable: odd.said(),
            },
            changed_at: self.date_modified_gmt.get().and_then(|text| moment(text)),
        }
    }

    /// Returns the provider's reference: the transaction, or what a plug-in keeps beside it.
    fn payment_reference(&self, odd: &mut Doubts) -> Option<String> {
        let kept = || super::plugins::reference_metas().find_map(|key| meta(&self.meta_data, key));
        let transaction = odd.optional("transaction_id", &self.transaction_id);
        transaction.and_then(Text::trimmed).or_else(kept)
    }

    /// Returns the sum of those refunds that can be read.
    fn refunded_minor(&self, odd: &mut Doubts) -> i64 {
        let listed = odd.optional("refunds", &self.refunds);
        let refunds = odd.entries("refunds", listed);
        let code = odd.optional("currency", &self.currency).map(String::as_str).unwrap_or_default();
        let Ok(currency) = code.parse::<Currency>() else {
            // Without a refund nothing hangs on the currency: the money's own is the provider's.
            if !refunds.is_empty() || !code.is_empty() {
                odd.note(kept!("doubt-currency-is", currency = word(code)));
            }
            return 0;
        };
        let mut sum = 0_i64;
        for refund in refunds {
            let minor = refund.total.minor(currency).ok().and_then(i64::checked_abs);
            match minor.and_then(|minor| sum.checked_add(minor)) {
                Some(new) => sum = new,
                None => odd.note(kept!("doubt-refund-is", refund = refund.total.shown())),
            }
        }
        sum
    }
}

/// Returns the shop's status in our words. `refunded` is *Kreditert*.
fn status(name: &str) -> ShopStatus {
    match name {
        "completed" => ShopStatus::Completed,
        "refunded" => ShopStatus::Credited,
        "cancelled" => ShopStatus::Cancelled,
        "pending" | "processing" | "on-hold" | "checkout-draft" => ShopStatus::Open,
        other => ShopStatus::Other(cleaned(other, 40)),
    }
}

/// Returns the status that an act sets.
pub(super) fn wanted(act: Act) -> Option<&'static str> {
    match act {
        Act::ShopComplete => Some("completed"),
        Act::ShopCredit => Some("refunded"),
        Act::ShopCancel => Some("cancelled"),
        _ => None,
    }
}

/// Returns whether the shop says that there is no such order: 400 in WooCommerce 7.9.0, 404 in
/// others, with the same code.
pub(super) fn is_absent(answer: &Answer) -> bool {
    matches!(answer.status, 400 | 404)
        && answer
            .json::<Problem>()
            .is_some_and(|problem| problem.code == "woocommerce_rest_shop_order_invalid_id")
}

/// Returns what an answer to a change means.
pub(super) fn reply(answer: &Answer, intent: &Intent) -> Reply {
    if let Some(reply) = answer.common_reply() {
        return reply;
    }
    if answer.is_success() {
        return match intent.act {
            Act::ShopRecordRefund => refund_reply(answer, intent),
            Act::ShopNote => note_reply(answer, intent),
            Act::ShopCreate => create_reply(answer, intent),
            _ => status_reply(answer, intent),
        };
    }
    let code = answer.json::<Problem>().map(|problem| problem.code).filter(|code| is_code(code));
    match (answer.status, code) {
        (409 | 423, _) => answer.unknown(),
        (400..=499, Some(code)) => refused(code),
        // A refund that is too large is answered with 500, and its record removed again (7.9.0).
        (500, Some(code)) if code == "woocommerce_rest_cannot_create_order_refund" => refused(code),
        _ => answer.unknown(),
    }
}

/// The shop answers 200 and another status when a plug-in stopped the change, for instance
/// `on-hold` after a failed capture. Then the change is surely not in place: a refusal, with the
/// status as code, that a person must look at.
fn status_reply(answer: &Answer, intent: &Intent) -> Reply {
    match answer.json::<Order>() {
        Some(order) if order.id.to_string() != intent.target => unknown("mismatch"),
        Some(order) if order.status().is_some() && order.status() == wanted(intent.act) => {
            Reply::Done { receipt: None }
        }
        Some(order) => match order.status() {
            Some(status) => {
                let status = cleaned(status, 40);
                refused(format!("status-{status}"))
            }
            None => unread(answer),
        },
        None => unread(answer),
    }
}

fn refund_reply(answer: &Answer, intent: &Intent) -> Reply {
    let Some(refund) = answer.json::<Refund>() else { return unread(answer) };
    let amount = refund.amount.as_ref().and_then(|amount| amount.minor(intent.money.currency).ok());
    let fits = amount.and_then(i64::checked_abs) == Some(intent.money.minor);
    match refund.refunded_payment {
        // The shop says that it paid, which it was told not to do. A person must look.
        Some(true) => unknown("shop-paid"),
        _ if refund.id > 0 && fits && refund.carries(&intent.key) => done(refund.id),
        _ => unknown("mismatch"),
    }
}

fn note_reply(answer: &Answer, intent: &Intent) -> Reply {
    match answer.json::<Note>() {
        Some(note) if note.id > 0 && note.carries(&intent.key) => done(note.id),
        Some(_) => unknown("mismatch"),
        None => unread(answer),
    }
}

fn create_reply(answer: &Answer, intent: &Intent) -> Reply {
    let Some(order) = answer.json::<Order>() else { return unread(answer) };
    let currency = intent.money.currency;
    let total = order.total.get().and_then(|total| total.minor(currency).ok());
    let is_ours = order.carries(&intent.key)
        && order.currency.get().map(String::as_str) == Some(currency.code())
        && total == Some(intent.money.minor);
    if order.id > 0 && is_ours { done(order.id) } else { unknown("mismatch") }
}

fn done(id: i64) -> Reply {
    Reply::Done { receipt: Some(id.to_string()) }
}

fn unread(answer: &Answer) -> Reply {
    let is_json = answer.json::<IgnoredAny>().is_some();
    unknown(if is_json { "not-understood" } else { "torn-body" })
}

fn is_code(code: &str) -> bool {
    (1..=80).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}
