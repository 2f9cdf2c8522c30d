//! What Klarna says, and what may be concluded from it: the only place that reads its answers.
//!
//! Types follow the Order Management API v1 (Klarna's file of 2020-10-18 and the fields that its later
//! documents add). Nothing is concluded from an answer of another order or with sums that contradict
//! each other.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::http::field::word;
use crate::http::wire::{cleaned, moment};
use crate::http::{Answer, refused, refused_today, unknown};
use uniac_core::act::{Intent, Refusal, Reply};
use uniac_core::money::{Currency, MINOR_MAX, Money};
use uniac_core::order::{self, EventKind, PaymentEvent, PaymentStatus};
use uniac_texts::kept;

/// What stands in a cancel's target behind the order's id. Klarna cancels an order of which nothing
/// was captured, and releases the rest of one of which something was: two calls, each of which
/// refuses the other's orders.
pub(super) const CANCEL: &str = "cancel";
pub(super) const RELEASE: &str = "release";

/// The code of an act that waits for Klarna's check.
pub(super) const IN_REVIEW: &str = "in-review";

/// `Order.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Authorized,
    PartCaptured,
    Captured,
    Cancelled,
    Expired,
    Closed,
}

/// `Order.fraud_status`. Orders of merchants without the review carry `ACCEPTED`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Fraud {
    Accepted,
    Pending,
    Rejected,
}

/// `Order`, as far as it says what became of the money.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    order_id: String,
    status: Status,
    fraud_status: Option<Fraud>,
    order_amount: i64,
    original_order_amount: Option<i64>,
    captured_amount: i64,
    refunded_amount: i64,
    remaining_authorized_amount: i64,
    purchase_currency: String,
    created_at: Option<String>,
    expires_at: Option<String>,
    #[serde(default)]
    captures: Vec<Capture>,
    #[serde(default)]
    refunds: Vec<Refund>,
}

/// The id alone of [`Order`].
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) order_id: String,
}

/// `Capture`.
#[derive(Debug, Deserialize)]
struct Capture {
    capture_id: String,
    reference: Option<String>,
    captured_amount: i64,
    captured_at: Option<String>,
}

/// `Refund`. The file of 2020 lacks its `reference`; later documents have it.
#[derive(Debug, Deserialize)]
struct Refund {
    refund_id: String,
    reference: Option<String>,
    refunded_amount: i64,
    refunded_at: Option<String>,
}

/// A capture or a refund.
struct Entry<'a> {
    id: &'a str,
    reference: Option<&'a str>,
    minor: i64,
    at: Option<&'a str>,
}

/// The error of every refusal.
#[derive(Debug, Default, Deserialize)]
struct Problem {
    error_code: String,
}

/// `CaptureObject` and `RefundObject`, as uniac sends them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    captured_amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refunded_amount: Option<i64>,
    reference: String,
}

/// What an answer to an act says by itself.
pub(super) enum Verdict {
    /// 2xx, which names no amount; the order is to be read back.
    Success {
        /// The id of the capture or refund, from the headers.
        id: Option<String>,
    },
    /// Klarna's own no; the order is to be read to tell why.
    NotAllowed {
        /// Klarna's error code.
        code: String,
    },
    /// All that can be known.
    Reply(Reply),
}

impl Order {
    /// Returns the order when its sums agree.
    ///
    /// # Errors
    /// What is not understood of it.
    pub(super) fn checked(self) -> Result<Order, String> {
        let sums = [
            self.order_amount,
            self.original_order_amount.unwrap_or(0),
            self.captured_amount,
            self.refunded_amount,
            self.remaining_authorized_amount,
        ];
        let amounts = |effect| self.entries(effect).into_iter().map(|entry| entry.minor);
        let listed = |effect| amounts(effect).fold(0_i64, i64::saturating_add);
        let mut figures =
            sums.into_iter().chain(amounts(EventKind::Capture)).chain(amounts(EventKind::Refund));
        if figures.any(|minor| !(0..=MINOR_MAX).contains(&minor))
            || self.refunded_amount > self.captured_amount
            || listed(EventKind::Capture) > self.captured_amount
            || listed(EventKind::Refund) > self.refunded_amount
        {
            return Err(kept!("doubt-sums"));
        }
        self.currency()?;
        Ok(self)
    }

    fn currency(&self) -> Result<Currency, String> {
        let code = self.purchase_currency.to_ascii_uppercase();
        code.parse().map_err(|_| kept!("doubt-is", name = "purchase_currency", value = word(&code)))
    }

    /// What can still be captured: Klarna's own figure, and nothing of an order that is cancelled.
    fn remaining(&self) -> i64 {
        match self.status {
            Status::Cancelled => 0,
            Status::Authorized
            | Status::PartCaptured
            | Status::Captured
            | Status::Expired
            | Status::Closed => self.remaining_authorized_amount,
        }
    }

    /// What was reserved: the merchant can change the amount of an order, and what a release does to
    /// it is not told, so it is the largest of what Klarna says.
    fn authorised(&self) -> i64 {
        let taken = self.captured_amount + self.remaining();
        self.order_amount.max(self.original_order_amount.unwrap_or(0)).max(taken)
    }

    fn payment_status(&self) -> PaymentStatus {
        match (self.status, self.fraud_status) {
            (Status::Expired, _) => PaymentStatus::Expired,
            (_, Some(Fraud::Rejected)) if self.captured_amount == 0 => PaymentStatus::NotAuthorised,
            (Status::Authorized, Some(Fraud::Pending)) => PaymentStatus::InReview,
            _ => PaymentStatus::Authorised,
        }
    }

    /// Returns the facts of the order as a payment of the provider with this name.
    ///
    /// # Errors
    /// What is not understood: a capture or refund without a moment, or a moment that is none.
    pub(super) fn payment(&self, provider: &str, now: Timestamp) -> Result<order::Payment, String> {
        let mut events = self.events(EventKind::Capture)?;
        events.extend(self.events(EventKind::Refund)?);
        events.sort_by_key(|event| event.at);
        let remaining = self.remaining();
        let authorised = self.authorised();
        Ok(order::Payment {
            provider: provider.to_owned(),
            reference: self.order_id.clone(),
            status: self.payment_status(),
            currency: self.currency()?,
            authorised_minor: authorised,
            cancelled_minor: authorised - self.captured_amount - remaining,
            captured_minor: self.captured_amount,
            refunded_minor: self.refunded_amount,
            events,
            whole_only: false,
            authorised_at: optional_moment(self.created_at.as_deref())?,
            closes_at: optional_moment(self.expires_at.as_deref())?,
            read_at: now,
            unreadable: None,
        })
    }

    /// Returns the captures or refunds that carry a reference. One without could be anybody's, also
    /// our own, so it is in the sums only.
    fn events(&self, kind: EventKind) -> Result<Vec<PaymentEvent>, String> {
        let told = self.entries(kind).into_iter().filter_map(|entry| {
            let key = entry.reference?.to_owned();
            Some((key, entry))
        });
        told.map(|(key, entry)| {
            let at = optional_moment(entry.at)?.ok_or_else(|| kept!("doubt-act-momentless"))?;
            let id = Some(cleaned(entry.id, 80));
            let amount_minor = entry.minor;
            Ok(PaymentEvent { kind, amount_minor, key: Some(key), id, of: None, at })
        })
        .collect()
    }

    fn entries(&self, kind: EventKind) -> Vec<Entry<'_>> {
        let given = |text: &'_ Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        match kind {
            EventKind::Capture => self
                .captures
                .iter()
                .map(|capture| Entry {
                    id: &capture.capture_id,
                    reference: capture.reference.as_deref().filter(|_| given(&capture.reference)),
                    minor: capture.captured_amount,
                    at: capture.captured_at.as_deref(),
                })
                .collect(),
            EventKind::Refund => self
                .refunds
                .iter()
                .map(|refund| Entry {
                    id: &refund.refund_id,
                    reference: refund.reference.as_deref().filter(|_| given(&refund.reference)),
                    minor: refund.refunded_amount,
                    at: refund.refunded_at.as_deref(),
                })
                .collect(),
            EventKind::Cancel => Vec::new(),
        }
    }

    /// Returns what the order proves of an act: done, or `mismatch` when its key or id stands at
    /// another amount; `None` when it shows nothing of it. `id` is what the headers have named.
    pub(super) fn proof(
        &self,
        intent: &Intent,
        effect: EventKind,
        id: Option<&str>,
    ) -> Option<Reply> {
        let is_currency = self.currency().is_ok_and(|code| code == intent.money.currency);
        if effect == EventKind::Cancel {
            let is_released = self.status != Status::Expired
                && self.remaining() == 0
                && self.authorised() > self.captured_amount;
            return is_released.then(|| match is_currency {
                true => Reply::Done { receipt: None },
                false => unknown("mismatch"),
            });
        }
        let own = self.entries(effect).into_iter().find(|entry| match (entry.reference, id) {
            (Some(reference), None) => reference == intent.key,
            (Some(reference), Some(id)) => reference == intent.key || entry.id == id,
            (None, Some(id)) => entry.id == id,
            (None, None) => false,
        })?;
        let is_own = own.reference.is_none_or(|reference| reference == intent.key)
            && id.is_none_or(|id| own.id == id);
        if is_own && is_currency && own.minor == intent.money.minor {
            return Some(Reply::Done { receipt: Some(cleaned(own.id, 80)) });
        }
        Some(unknown("mismatch"))
    }

    /// Returns whether as much was captured or refunded without a reference as the act is of: then
    /// it could be there.
    pub(super) fn could_hide(&self, intent: &Intent, effect: EventKind) -> bool {
        let sum = match effect {
            EventKind::Capture => self.captured_amount,
            EventKind::Refund => self.refunded_amount,
            EventKind::Cancel => return false,
        };
        let entries = self.entries(effect).into_iter().filter(|entry| entry.reference.is_some());
        sum - entries.map(|entry| entry.minor).sum::<i64>() >= intent.money.minor
    }

    /// Returns why an act was refused, when the order tells.
    pub(super) fn refusal(&self, intent: &Intent, effect: EventKind) -> Option<Refusal> {
        let held = self.captured_amount - self.refunded_amount;
        let releases = intent.target.ends_with(RELEASE);
        Some(match effect {
            EventKind::Capture | EventKind::Cancel if self.status == Status::Expired => {
                Refusal::last("expired")
            }
            EventKind::Capture if self.status == Status::Cancelled => Refusal::last("cancelled"),
            EventKind::Capture if self.payment_status() == PaymentStatus::InReview => {
                Refusal::not_judged(IN_REVIEW)
            }
            EventKind::Capture if intent.money.minor > self.remaining() => {
                Refusal::last("amount-too-high")
            }
            EventKind::Refund if self.captured_amount == 0 => Refusal::last("nothing-captured"),
            EventKind::Refund if intent.money.minor > held => Refusal::last("amount-too-high"),
            // Something was captured, or paid back, since the order was read: the other call is right.
            EventKind::Cancel if releases == (self.captured_amount == 0) => {
                Refusal::not_judged("overtaken")
            }
            EventKind::Capture | EventKind::Refund | EventKind::Cancel => return None,
        })
    }
}

fn optional_moment(text: Option<&str>) -> Result<Option<Timestamp>, String> {
    let Some(text) = text else { return Ok(None) };
    moment(text).map(Some).ok_or_else(|| kept!("doubt-moment"))
}

/// Returns the body of a capture or refund. The key stands in `reference`, which Klarna keeps with
/// the act and prints in its settlement files.
pub(super) fn body(effect: EventKind, money: Money, key: &str) -> String {
    let asked = Asked {
        captured_amount: (effect == EventKind::Capture).then_some(money.minor),
        refunded_amount: (effect == EventKind::Refund).then_some(money.minor),
        reference: key.to_owned(),
    };
    // A struct of numbers and a text can always be written; an empty body is refused by `body_says`.
    serde_json::to_string(&asked).unwrap_or_default()
}

/// Returns whether the intent's body asks for exactly its amount under its key; a cancel asks for
/// nothing.
pub(super) fn body_says(intent: &Intent, effect: EventKind) -> bool {
    match effect {
        EventKind::Cancel => intent.body.is_empty(),
        EventKind::Capture | EventKind::Refund => {
            intent.body == body(effect, intent.money, &intent.key)
        }
    }
}

/// Returns the key as Klarna wants it ("Idempotency": after the UUIDv5 standard), made of nothing but
/// the key. What Klarna does with a key of another form is not told; to ignore it would cost money.
pub(super) fn key_as_uuid(key: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(key.as_bytes()).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // The version, and a variant of one form: what is open in a journal must keep its key for ever.
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x0f | 0xa0;
    Uuid::from_bytes(bytes).to_string()
}

/// Returns whether Klarna says that it knows no such order. A 404 without its error is a gate or a
/// wrong address, not Klarna.
pub(super) fn is_absent(answer: &Answer) -> bool {
    answer.status == 404 && code(answer).is_some_and(|code| NO_SUCH.contains(&code.as_str()))
}

/// Returns what an answer to an act says by itself.
pub(super) fn verdict(answer: &Answer, effect: EventKind) -> Verdict {
    if answer.is_success() {
        let name = match effect {
            EventKind::Capture => "capture-id",
            EventKind::Refund => "refund-id",
            EventKind::Cancel => return Verdict::Success { id: None },
        };
        let id = answer.header(name).map(str::trim).filter(|id| !id.is_empty());
        return Verdict::Success { id: id.map(str::to_owned) };
    }
    Verdict::Reply(match (answer.status, code(answer)) {
        (403, Some(code)) if NOT_ALLOWED.contains(&code.as_str()) => {
            return Verdict::NotAllowed { code };
        }
        (400..=499, Some(code)) if NO_SUCH.contains(&code.as_str()) => refused(code),
        (400..=499, Some(code)) if OF_FORM.contains(&code.as_str()) => refused(code),
        (401, _) => answer.locked_out(),
        // Another act on its way.
        (409, Some(code)) => unknown(code),
        // Klarna's own no, also one that is in no table: the customer could not be charged
        // (`PAYMENT_METHOD_FAILED`), and may be tomorrow.
        (_, Some(code)) if answer.is_judgement() => refused_today(code),
        // A 403 without an error code is Klarna's gate against floods, and no word on the order.
        _ => answer.unknown(),
    })
}

/// Returns Klarna's error code; it alone tells what is meant.
fn code(answer: &Answer) -> Option<String> {
    let is_code = |code: &String| {
        (1..=40).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    answer.json::<Problem>().map(|problem| problem.error_code).filter(is_code)
}

/// The error codes of a 403 ("Error codes and messages for Order Management").
const NOT_ALLOWED: [&str; 4] =
    ["CAPTURE_NOT_ALLOWED", "REFUND_NOT_ALLOWED", "CANCEL_NOT_ALLOWED", "NOT_ALLOWED"];

/// The error codes of an order that is not there.
const NO_SUCH: [&str; 2] = ["NO_SUCH_ORDER", "NOT_FOUND"];

/// The error codes of a request that was not accepted, before any order was looked at.
const OF_FORM: [&str; 4] =
    ["UNPROCESSABLE_ENTITY", "REQUEST_TOO_LARGE", "BAD_VALUE", "INVALID_ADDRESS"];
