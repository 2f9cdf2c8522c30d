//! What Medusa says, and what may be concluded from it: the only place that reads its answers.
//!
//! Amounts are decimal kroner, as numbers or as `{"value": "…"}`. Only the rows of captures and
//! refunds are trusted: every sum that Medusa makes of them drifts (2.21.2). A row is written before
//! the shop's own provider is called and taken out again when that fails, so a row alone does not
//! prove an effect; the order's transaction that names it does.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::http::field::{Doubts, Field, word};
use crate::http::list::Listed;
use crate::http::wire::{Figure, Text, cleaned, moment};
use crate::http::{Answer, refused};
use uniac_core::act::Reply;
use uniac_core::facts::ShopRow;
use uniac_core::money::Currency;
use uniac_core::order::{ShopOrder, ShopStatus};
use uniac_texts::kept;

/// The name in an order's metadata under which uniac says what Medusa has no status for.
pub(super) const STATUS_META: &str = "uniac_status";

/// What stands there when the order is *Kreditert*.
pub(super) const CREDITED: &str = "credited";

/// Returns whether the text can be an id of Medusa: a prefix and letters and digits.
pub(super) fn is_id(text: &str) -> bool {
    (5..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A page of orders, which are read one by one.
#[derive(Debug, Deserialize)]
pub(super) struct Orders {
    pub(super) orders: Vec<Box<RawValue>>,
    pub(super) count: u64,
}

/// What an order is found by, when no more of it is understood.
#[derive(Debug, Deserialize)]
struct Bare {
    id: String,
    #[serde(default)]
    display_id: Field<Text>,
    #[serde(default)]
    custom_display_id: Field<Text>,
    #[serde(default)]
    status: Field<String>,
}

/// Returns a row of a list as facts, unless it was surely not changed since then; `Err` when it has no id.
pub(super) fn row(mut listed: Listed, since: Option<Timestamp>) -> Result<Option<ShopRow>, ()> {
    let doubt = match listed.read::<Order>() {
        Ok(order) if !is_id(&order.id) => return Err(()),
        Ok(order) => return Ok((!order.is_older(since)).then(|| order.row(listed.doubt()))),
        Err(doubt) => doubt,
    };
    let bare: Bare = listed.read().map_err(|_| ())?;
    if !is_id(&bare.id) {
        return Err(());
    }
    let number = [&bare.custom_display_id, &bare.display_id];
    let number = number.into_iter().find_map(|text| text.get()?.trimmed());
    Ok(Some(ShopRow {
        order: ShopOrder {
            number: number.unwrap_or_else(|| bare.id.clone()),
            id: bare.id,
            status: match bare.status.get().map(String::as_str) {
                Some("canceled") => ShopStatus::Cancelled,
                Some("completed") => ShopStatus::Completed,
                Some("pending") => ShopStatus::Open,
                other => ShopStatus::Other(cleaned(other.unwrap_or_default(), 40)),
            },
            payment_method: String::new(),
            payment_reference: None,
            refunded_minor: 0,
            created_from: None,
            bought: uniac_core::order::Bought::default(),
            unreadable: Some(doubt),
        },
        changed_at: None,
    }))
}

/// One order in an envelope of its own.
#[derive(Debug, Deserialize)]
pub(super) struct OneOrder {
    pub(super) order: Order,
}

/// An order, as far as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) id: String,
    display_id: Option<Text>,
    custom_display_id: Option<Text>,
    pub(super) status: String,
    updated_at: Option<String>,
    metadata: Option<serde_json::Map<String, serde_json::Value>>,
    payment_collections: Vec<Collection>,
}

/// A payment collection of an order. A list that is missing would look like one that is empty, so
/// none has a default.
#[derive(Debug, Deserialize)]
struct Collection {
    payments: Vec<Payment>,
}

/// One payment in an envelope of its own; an unknown one is answered with 200 and `{}` (2.21.2).
#[derive(Debug, Deserialize)]
pub(super) struct OnePayment {
    pub(super) payment: Option<Payment>,
}

/// The id alone of [`OnePayment`].
#[derive(Debug, Deserialize)]
pub(super) struct NamedPayment {
    payment: Option<PaymentId>,
}

#[derive(Debug, Deserialize)]
struct PaymentId {
    id: String,
}

impl NamedPayment {
    /// Returns whether it is this payment, or none.
    pub(super) fn is_of(&self, reference: &str) -> bool {
        self.payment.as_ref().is_none_or(|payment| payment.id == reference)
    }
}

/// A payment with its rows.
#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    pub(super) id: String,
    amount: Sum,
    currency_code: String,
    provider_id: Option<String>,
    canceled_at: Option<String>,
    created_at: Option<String>,
    captures: Vec<Capture>,
    refunds: Vec<Refund>,
    payment_collection: Option<Owner>,
}

#[derive(Debug, Deserialize)]
struct Capture {
    id: String,
    amount: Sum,
    created_by: Option<String>,
    created_at: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Refund {
    id: String,
    amount: Sum,
    note: Option<String>,
    created_at: Option<String>,
}

/// The collection of a payment, for its order.
#[derive(Debug, Deserialize)]
struct Owner {
    order: Option<OwnerOrder>,
}

#[derive(Debug, Deserialize)]
struct OwnerOrder {
    id: String,
    status: String,
    #[serde(default)]
    transactions: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
struct Transaction {
    reference_id: Option<String>,
}

/// An error.
#[derive(Debug, Deserialize)]
struct Problem {
    r#type: Option<String>,
    message: Option<String>,
}

/// An amount, as a number, a text, or an object with its `value`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Sum(Box<RawValue>);

impl Sum {
    fn minor(&self, currency: Currency) -> Option<i64> {
        #[derive(Deserialize)]
        struct Big {
            value: Figure,
        }
        let text = self.0.get();
        let figure = match text.starts_with('{') {
            true => serde_json::from_str::<Big>(text).ok()?.value,
            false => serde_json::from_str::<Figure>(text).ok()?,
        };
        figure.minor(currency).ok().filter(|minor| *minor >= 0)
    }
}

/// A capture or refund of a payment, exact.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) minor: i64,
    pub(super) at: Timestamp,
    /// Whether the order's transactions name it: then the provider surely did it.
    pub(super) booked: bool,
    /// Of a capture: whether a person of the shop made it, which is surely none of ours.
    pub(super) by_person: bool,
    /// Of a refund: the key in its note.
    pub(super) key: Option<String>,
}

/// A payment by its rows, exact.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) currency: Currency,
    pub(super) authorised: i64,
    pub(super) captures: Vec<Row>,
    pub(super) refunds: Vec<Row>,
    pub(super) canceled: bool,
    pub(super) created_at: Option<Timestamp>,
    /// The order's id and status, when the shop names them.
    pub(super) order: Option<(String, String)>,
}

impl Books {
    pub(super) fn captured(&self) -> i64 {
        self.captures.iter().map(|row| row.minor).sum()
    }

    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(|row| row.minor).sum()
    }

    /// Returns the captures that may be uniac's: all but those of the shop's people.
    pub(super) fn unattended(&self) -> impl Iterator<Item = &Row> {
        self.captures.iter().filter(|row| !row.by_person)
    }

    /// Returns the refunds whose note names the key.
    pub(super) fn refunds_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Row> {
        self.refunds.iter().filter(move |row| row.key.as_deref() == Some(key))
    }
}

impl Payment {
    /// Returns the payment by its rows.
    ///
    /// # Errors
    /// What is not understood: a figure that does not fit its currency, a currency that is not known, or more that was
    /// paid back than taken.
    pub(super) fn books(&self) -> Result<Books, String> {
        let currency: Currency = self
            .currency_code
            .parse()
            .map_err(|_| kept!("doubt-currency-is", currency = word(&self.currency_code)))?;
        let order = self.payment_collection.as_ref().and_then(|owner| owner.order.as_ref());
        let booked: HashSet<&str> = order
            .iter()
            .flat_map(|order| &order.transactions)
            .filter_map(|transaction| transaction.reference_id.as_deref())
            .collect();
        let exact = |sum: &Sum| sum.minor(currency).ok_or_else(|| kept!("doubt-amount-of-payment"));
        let at = |text: &Option<String>| {
            text.as_deref().and_then(moment).ok_or_else(|| kept!("doubt-moment-of-payment"))
        };
        let captures = self.captures.iter().map(|capture| {
            Ok(Row {
                id: capture.id.clone(),
                minor: exact(&capture.amount)?,
                at: at(&capture.created_at)?,
                booked: booked.contains(capture.id.as_str()),
                by_person: capture.created_by.as_deref().is_some_and(|by| by.starts_with("user_")),
                key: None,
            })
        });
        let refunds = self.refunds.iter().map(|refund| {
            Ok(Row {
                id: refund.id.clone(),
                minor: exact(&refund.amount)?,
                at: at(&refund.created_at)?,
                booked: booked.contains(refund.id.as_str()),
                by_person: false,
                key: refund.note.as_deref().and_then(key_in),
            })
        });
        let captures: Vec<Row> = captures.collect::<Result<_, String>>()?;
        let refunds: Vec<Row> = refunds.collect::<Result<_, String>>()?;
        let sum = |rows: &[Row]| rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.minor));
        if sum(&captures).zip(sum(&refunds)).is_none_or(|(taken, back)| back > taken) {
            return Err(kept!("doubt-refunded-more"));
        }
        Ok(Books {
            currency,
            authorised: exact(&self.amount)?,
            captures,
            refunds,
            canceled: self.canceled_at.is_some(),
            created_at: self.created_at.as_deref().and_then(moment),
            order: order.map(|order| (order.id.clone(), order.status.clone())),
        })
    }
}

/// Returns the note by which a refund is known again.
pub(super) fn note(key: &str) -> String {
    format!("uniac {key}")
}

fn key_in(note: &str) -> Option<String> {
    let key = note.trim().strip_prefix("uniac ")?;
    let is_key = key.starts_with("ua-")
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_key.then(|| key.to_owned())
}

impl Order {
    /// Returns the order as facts; `doubt` is what is odd about the row as a whole.
    pub(super) fn row(&self, doubt: Option<&str>) -> ShopRow {
        let mut odd = Doubts::default();
        if let Some(doubt) = doubt {
            odd.note(doubt);
        }
        for payment in self.payments() {
            if let Err(what) = payment.books() {
                odd.note(what);
            }
        }
        let text = |text: &Option<Text>| text.as_ref().and_then(Text::trimmed);
        let payment = self.payment();
        ShopRow {
            order: ShopOrder {
                id: self.id.clone(),
                number: text(&self.custom_display_id)
                    .or_else(|| text(&self.display_id))
                    .unwrap_or_else(|| self.id.clone()),
                status: self.shop_status(),
                payment_method: payment
                    .and_then(|payment| payment.provider_id.clone())
                    .unwrap_or_default(),
                payment_reference: payment.map(|payment| payment.id.clone()),
                refunded_minor: self.refunded_minor(),
                created_from: None,
                bought: uniac_core::order::Bought::default(),
                unreadable: odd.said(),
            },
            changed_at: self.changed_at(),
        }
    }

    fn changed_at(&self) -> Option<Timestamp> {
        self.updated_at.as_deref().and_then(moment)
    }

    /// Returns whether the order was surely not changed since then.
    pub(super) fn is_older(&self, since: Option<Timestamp>) -> bool {
        self.changed_at().zip(since).is_some_and(|(changed, since)| changed < since)
    }

    fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.payment_collections.iter().flat_map(|collection| &collection.payments)
    }

    /// Returns the one payment of the order: the only one that is not cancelled, or else the newest.
    /// With several at once none can be told to be meant; such an order is never touched.
    fn payment(&self) -> Option<&Payment> {
        let mut live = self.payments().filter(|payment| payment.canceled_at.is_none());
        match (live.next(), live.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) => None,
            // Medusa's ids grow with time.
            (None, _) => self.payments().max_by(|a, b| a.id.cmp(&b.id)),
        }
    }

    /// Returns whether money was taken on any payment of the order.
    pub(super) fn is_captured(&self) -> bool {
        self.payments().any(|payment| !payment.captures.is_empty())
    }

    /// Returns whether every payment of the order is cancelled.
    pub(super) fn is_released(&self) -> bool {
        self.payments().all(|payment| payment.canceled_at.is_some())
    }

    /// Returns whether the payment is one of the order's.
    pub(super) fn has_payment(&self, id: &str) -> bool {
        self.payments().any(|payment| payment.id == id)
    }

    /// Returns the sum of the refunds. What does not fit is left out here; the payment itself is
    /// refused for it.
    fn refunded_minor(&self) -> i64 {
        self.refunded(|_| true)
    }

    /// Returns the sum of the refunds in a currency.
    pub(super) fn refunded_in(&self, currency: Currency) -> i64 {
        self.refunded(|books| books.currency == currency)
    }

    fn refunded(&self, counts: impl Fn(&Books) -> bool) -> i64 {
        let books = self.payments().filter_map(|payment| payment.books().ok());
        let sums = books.filter(counts).map(|books| books.refunded());
        sums.fold(0, i64::saturating_add)
    }

    /// Returns a value of the order's metadata.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        self.metadata.as_ref()?.get(key)?.as_str()
    }

    /// Returns the shop's status in our words. Medusa has none for *Kreditert*: it is said by the
    /// mark that uniac leaves, or when all that was reserved was taken and paid back.
    fn shop_status(&self) -> ShopStatus {
        let is_paid_back = |payment: &Payment| {
            payment.books().is_ok_and(|books| {
                let captured = books.captured();
                captured > 0 && captured >= books.authorised && books.refunded() >= captured
            })
        };
        match self.status.as_str() {
            "canceled" => ShopStatus::Cancelled,
            "pending" | "completed"
                if self.meta(STATUS_META) == Some(CREDITED)
                    || self.payment().is_some_and(is_paid_back) =>
            {
                ShopStatus::Credited
            }
            "completed" => ShopStatus::Completed,
            "pending" => ShopStatus::Open,
            other => ShopStatus::Other(cleaned(other, 40)),
        }
    }
}

/// Returns whether the answer says that there is no such thing.
pub(super) fn is_absent(answer: &Answer) -> bool {
    let problem = || answer.json::<Problem>().and_then(|problem| problem.r#type);
    answer.status == 404 && problem().as_deref() == Some("not_found")
}

/// Returns what an answer other than 2xx means.
///
/// Only what is known to be said before anything is done is a refusal. "already has an existing
/// active order change" was answered to refunds that were paid out, and 500 to captures that the
/// provider had done (2.21.2).
pub(super) fn no(answer: &Answer) -> Reply {
    /// Status, type, the beginning of the message, the code.
    const REFUSALS: [(u16, &str, &str, &str); 9] = [
        (404, "not_found", "", "not-found"),
        (400, "invalid_data", "Invalid request:", "invalid-request"),
        (400, "invalid_data", "You cannot capture more than the authorized", "exceeds-authorised"),
        (400, "invalid_data", "You are not allowed to refund more than", "exceeds-captured"),
        (400, "invalid_data", "You cannot refund more than what is captured", "exceeds-captured"),
        (400, "invalid_data", "The payment: ", "payment-canceled"),
        (400, "invalid_data", "Order with id ", "order-canceled"),
        (400, "not_allowed", "Cannot cancel a completed order", "order-completed"),
        (400, "not_allowed", "All fulfillments must be canceled", "fulfilled"),
    ];
    if let Some(reply) = answer.common_reply() {
        return reply;
    }
    let Some(Problem { r#type: Some(kind), message: Some(message) }) = answer.json() else {
        return answer.unknown();
    };
    let is_canceled =
        |code: &str| !code.ends_with("-canceled") || message.ends_with(" has been canceled.");
    REFUSALS
        .iter()
        .find(|(status, known, beginning, code)| {
            *status == answer.status
                && *known == kind
                && message.starts_with(beginning)
                && is_canceled(code)
        })
        .map_or_else(|| answer.unknown(), |(_, _, _, code)| refused(*code))
}
