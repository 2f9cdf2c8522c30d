//! What Vendure says: the form of its answers, its orders, payments and refunds.
//!
//! Neither HTTP 200 nor an answer without `errors` is a success by itself; `replies` tells what an
//! answer to a change means. An amount that is no whole number is none.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny};
use serde_json::value::RawValue;

use crate::http::Answer;
use crate::http::field::{Doubts, Field, word};
use crate::http::list::Listed;
use crate::http::wire::{Figure, Text, cleaned, moment};
use uniac_core::act::payment_in;
use uniac_core::facts::ShopRow;
use uniac_core::money::{Currency, is_sane};
use uniac_core::order::{ShopOrder, ShopStatus};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::kept;

/// How many decimals Vendure's whole amounts stand for (`MoneyStrategy.precision`, its default), in
/// every currency.
const PRECISION: u32 = 2;

/// The fields that are read, so that customers' data stay in the shop.
pub(super) const ORDER_FIELDS: &str = "id code state currencyCode updatedAt orderPlacedAt payments { id method \
    state amount createdAt refunds { id total state reason updatedAt } }";

/// Returns whether the text can be an id of Vendure's: numbers, or what its `EntityIdStrategy` makes.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Returns order and payment of a reference `ORDER:PAYMENT`.
pub(super) fn parts(reference: &str) -> Option<(&str, &str)> {
    reference.split_once(':').filter(|(order, payment)| is_id(order) && is_id(payment))
}

/// Returns the payment in an intent's target `ORDER:PAYMENT/SUM/BEFORE`.
pub(super) fn payment_id(target: &str) -> Option<&str> {
    parts(payment_in(target)).map(|(_, payment)| payment)
}

/// The answer to a question for one order.
#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct One<T> {
    #[serde(deserialize_with = "present")]
    pub(super) order: Option<T>,
}

/// What an answer as a whole says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// There are data and no errors.
    Data,
    /// Not signed in, or without the right: nothing was executed.
    NotSignedIn,
    /// There are errors, or no GraphQL at all.
    Wrong {
        /// `extensions.code` in our form, `graphql-error` without one, or `status-N`.
        code: String,
        /// Whether nothing was executed: the document itself was not accepted.
        is_unexecuted: bool,
    },
}

#[derive(Deserialize)]
struct Errors {
    #[serde(default)]
    errors: Vec<Problem>,
    data: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Problem {
    path: Option<Vec<IgnoredAny>>,
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
struct Extensions {
    code: Option<String>,
}

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

#[derive(Deserialize)]
struct Outcome<T> {
    result: T,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "__typename")]
    typename: String,
}

/// Tells an answer's form.
pub(super) fn said(answer: &Answer) -> Said {
    let wrong = |code: String, is_unexecuted| Said::Wrong { code, is_unexecuted };
    let Some(body) = answer.json::<Errors>() else {
        return match answer.status {
            401 | 403 => Said::NotSignedIn,
            status if !answer.is_success() => wrong(format!("status-{status}"), false),
            _ if answer.json::<IgnoredAny>().is_some() => wrong("not-understood".into(), false),
            _ => wrong("torn-body".into(), false),
        };
    };
    let Some(problem) = body.errors.first() else {
        return match answer.is_success() && body.data.is_some() {
            true => Said::Data,
            false => wrong(format!("status-{}", answer.status), false),
        };
    };
    let code = problem.extensions.as_ref().and_then(|extensions| extensions.code.as_deref());
    // A path of more than one part names a field of a result: there was one.
    let is_whole = problem.path.as_ref().is_none_or(|path| path.len() <= 1);
    match code {
        Some("FORBIDDEN" | "UNAUTHORIZED") if is_whole && body.data.is_none() => Said::NotSignedIn,
        Some(code) => {
            let unexecuted =
                ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "ENTITY_NOT_FOUND"];
            let is_unexecuted = unexecuted.contains(&code) && is_whole && body.data.is_none();
            wrong(kebab(code), is_unexecuted)
        }
        None => wrong("graphql-error".into(), false),
    }
}

/// Reads a field that may be null and must be there: one that was left out would look like "none".
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Returns `data` of an answer that has it.
pub(super) fn data<T: DeserializeOwned>(answer: Answer) -> Result<T> {
    answer.read_as::<Data<T>>(System::Shop).map(|body| body.data)
}

/// Returns the type of `data.result`, of a change.
pub(super) fn typename(answer: &Answer) -> Option<String> {
    result::<Typed>(answer).map(|result| result.typename)
}

/// Returns `data.result`.
pub(super) fn result<T: DeserializeOwned>(answer: &Answer) -> Option<T> {
    answer.json::<Data<Outcome<T>>>().map(|body| body.data.result)
}

/// An order, as far as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    id: Text,
    code: String,
    state: String,
    currency_code: String,
    updated_at: Option<String>,
    order_placed_at: Option<String>,
    #[serde(deserialize_with = "present")]
    payments: Option<Vec<Payment>>,
}

/// A payment of an order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    id: Text,
    pub(super) method: String,
    pub(super) state: String,
    amount: Figure,
    created_at: Option<String>,
    pub(super) refunds: Vec<Refund>,
}

/// A refund of a payment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refund {
    id: Text,
    total: Figure,
    pub(super) state: String,
    reason: Option<String>,
    updated_at: Option<String>,
    pub(super) payment_id: Option<Text>,
}

/// Which payment an order is paid with.
#[derive(Debug)]
pub(super) enum Paid<'a> {
    /// None that was ever authorised.
    Nothing,
    /// Exactly this one.
    With(&'a Payment),
    /// Several that are authorised or settled: which one an invoice is to be taken from is nothing
    /// that uniac decides, so it knows none of them.
    Several,
}

impl Payment {
    pub(super) fn id(&self) -> String {
        self.id.trimmed().unwrap_or_default()
    }

    pub(super) fn amount(&self) -> Option<i64> {
        whole(&self.amount).filter(|minor| *minor >= 0)
    }

    pub(super) fn created_at(&self) -> Option<Timestamp> {
        self.created_at.as_deref().and_then(moment)
    }

    fn is_live(&self) -> bool {
        matches!(self.state.as_str(), "Authorized" | "Settled")
    }

    /// Returns the sum of the refunds that satisfy `counts`; `None` when one is no amount.
    pub(super) fn refunded(&self, counts: impl Fn(&Refund) -> bool) -> Option<i64> {
        let mut counted = self.refunds.iter().filter(|refund| counts(refund));
        counted.try_fold(0_i64, |sum, refund| sum.checked_add(refund.total()?))
    }
}

impl Refund {
    pub(super) fn id(&self) -> String {
        self.id.trimmed().unwrap_or_default()
    }

    pub(super) fn total(&self) -> Option<i64> {
        whole(&self.total).filter(|minor| *minor >= 0)
    }

    /// Returns the key of uniac's that the reason ends with.
    pub(super) fn key(&self) -> Option<&str> {
        let (_, key) = self.reason.as_deref()?.rsplit_once('[')?;
        key.strip_suffix(']').filter(|key| key.starts_with("ua-"))
    }

    pub(super) fn updated_at(&self) -> Option<Timestamp> {
        self.updated_at.as_deref().and_then(moment)
    }
}

impl Order {
    pub(super) fn id(&self) -> String {
        self.id.trimmed().unwrap_or_default()
    }

    /// Returns the currency, when Vendure's whole amounts are its minor units.
    pub(super) fn currency(&self) -> Option<Currency> {
        let currency: Currency = self.currency_code.parse().ok()?;
        (currency.decimals() == PRECISION).then_some(currency)
    }

    pub(super) fn payments(&self) -> &[Payment] {
        self.payments.as_deref().unwrap_or_default()
    }

    /// Returns what the order is paid with: the payment that lives, or the last one that ended.
    pub(super) fn paid(&self) -> Paid<'_> {
        let mut live = self.payments().iter().filter(|payment| payment.is_live());
        match (live.next(), live.next()) {
            (Some(only), None) => return Paid::With(only),
            (Some(_), Some(_)) => return Paid::Several,
            (None, _) => {}
        }
        // Before it is placed, an order has had tries at the most.
        let is_placed = !BEFORE_PLACED.contains(&self.state.as_str());
        let ended = |payment: &&Payment| matches!(payment.state.as_str(), "Cancelled" | "Error");
        let last = self.payments().iter().filter(ended).max_by_key(|payment| payment.created_at());
        last.filter(|_| is_placed).map_or(Paid::Nothing, Paid::With)
    }

    /// Returns the order as facts; `doubt` is what is odd about the row as a whole.
    pub(super) fn row(&self, doubt: Option<&str>) -> ShopRow {
        let mut odd = Doubts::default();
        if let Some(doubt) = doubt {
            odd.note(doubt);
        }
        let id = self.id();
        let payment = match self.paid() {
            Paid::With(payment) => Some(payment),
            Paid::Nothing | Paid::Several => None,
        };
        let refunds = self.payments().iter().flat_map(|payment| &payment.refunds);
        let mut refunded_minor = 0_i64;
        for refund in refunds.filter(|refund| refund.state != "Failed") {
            match refund.total().and_then(|total| refunded_minor.checked_add(total)) {
                Some(sum) => refunded_minor = sum,
                None => odd.note(kept!("doubt-refund-is", refund = refund.total.shown())),
            }
        }
        if self.currency_code.parse::<Currency>().is_err() {
            odd.note(kept!("doubt-currency-is", currency = word(&self.currency_code)));
        }
        let reference = payment.filter(|_| self.currency().is_some());
        ShopRow {
            order: ShopOrder {
                number: self.code.trim().to_owned(),
                status: self.status(refunded_minor),
                payment_method: payment.map(|payment| payment.method.clone()).unwrap_or_default(),
                payment_reference: reference.map(|payment| format!("{id}:{}", payment.id())),
                refunded_minor,
                created_from: None,
                id,
                bought: uniac_core::order::Bought::default(),
                unreadable: odd.said(),
            },
            changed_at: self.changed_at(),
        }
    }

    fn changed_at(&self) -> Option<Timestamp> {
        [&self.updated_at, &self.order_placed_at]
            .into_iter()
            .filter_map(|text| moment(text.as_deref()?))
            .max()
    }

    /// Returns the status in our words. Vendure moves its order by itself when the payment settles,
    /// so that is *Fullført*; it has no state for *Kreditert*, which its refunds tell.
    fn status(&self, refunded_minor: i64) -> ShopStatus {
        let settled = self.payments().iter().filter(|payment| payment.state == "Settled");
        // With one that is no amount, nobody knows what was settled.
        let mut amounts = settled.map(Payment::amount);
        let settled_minor = amounts.try_fold(0_i64, |sum, one| sum.checked_add(one?)).unwrap_or(0);
        match status_of(&self.state) {
            ShopStatus::Completed if settled_minor > 0 && refunded_minor >= settled_minor => {
                ShopStatus::Credited
            }
            status => status,
        }
    }
}

/// The states of an order that is not placed (3.7.3, default order process).
const BEFORE_PLACED: [&str; 4] = ["Created", "Draft", "AddingItems", "ArrangingPayment"];

/// Returns the status of an order's state. `Modifying` is a person's and not touched.
pub(super) fn status_of(state: &str) -> ShopStatus {
    match state {
        "PaymentAuthorized" | "ArrangingAdditionalPayment" => ShopStatus::Open,
        state if BEFORE_PLACED.contains(&state) => ShopStatus::Open,
        "PaymentSettled" | "PartiallyShipped" | "Shipped" | "PartiallyDelivered" | "Delivered" => {
            ShopStatus::Completed
        }
        "Cancelled" => ShopStatus::Cancelled,
        other => ShopStatus::Other(cleaned(other, 40)),
    }
}

/// A page of orders, which are read one by one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderList {
    pub(super) items: Vec<Box<RawValue>>,
    pub(super) total_items: u64,
}

/// What an order is found by, when no more of it is understood.
#[derive(Debug, Deserialize)]
struct Bare {
    id: Text,
    #[serde(default)]
    code: Field<String>,
    #[serde(default)]
    state: Field<String>,
}

/// Returns a row of a list as facts; `None` when it has no id.
pub(super) fn row(mut listed: Listed) -> Option<ShopRow> {
    let doubt = match listed.read::<Order>() {
        Ok(order) => return is_id(&order.id()).then(|| order.row(listed.doubt())),
        Err(doubt) => doubt,
    };
    let bare: Bare = listed.read().ok()?;
    let id = bare.id.trimmed().filter(|id| is_id(id))?;
    let code = bare.code.get().map(|code| code.trim()).filter(|code| !code.is_empty());
    Some(ShopRow {
        order: ShopOrder {
            number: code.unwrap_or(&id).to_owned(),
            status: status_of(bare.state.get().map(String::as_str).unwrap_or_default()),
            payment_method: String::new(),
            payment_reference: None,
            refunded_minor: 0,
            created_from: None,
            bought: uniac_core::order::Bought::default(),
            unreadable: Some(doubt),
            id,
        },
        changed_at: None,
    })
}

/// The notes of an order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct History {
    pub(super) items: Vec<Entry>,
    pub(super) total_items: u64,
}

/// An entry of an order's history.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) id: Text,
    data: Note,
}

#[derive(Debug, Deserialize)]
struct Note {
    note: Option<String>,
}

impl Entry {
    pub(super) fn note(&self) -> &str {
        self.data.note.as_deref().unwrap_or_default()
    }
}

/// Returns a figure that is a whole number.
pub(super) fn whole(figure: &Figure) -> Option<i64> {
    let decimal = figure.decimal().ok()?;
    let whole = decimal.is_integer().then(|| i64::try_from(decimal).ok()).flatten();
    whole.filter(|minor| is_sane(*minor))
}

/// Returns `SOME_ERROR` as `some-error`.
pub(super) fn kebab(code: &str) -> String {
    cleaned(code, 60).to_ascii_lowercase().replace(['_', ' '], "-")
}
