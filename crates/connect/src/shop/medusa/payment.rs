//! Medusa's payments: read, capture, refund, and the release of a reservation never taken from.
//!
//! Medusa keeps no keys. A refund carries ours in its note; a capture carries nothing, so its intent
//! remembers what was captured before, and the same sum once more is its effect. When Medusa's own
//! provider fails, the row is taken out again, whether money moved or not: from then on a missing
//! row must never be taken for proof, unless a second act would not fit on the payment.

use jiff::{SignedDuration, Timestamp};

use super::wire::{self, is_id};
use super::{Setup, cancelled, client, never_cancelled, order_answer};
use crate::http::wire::Figure;
use crate::http::{Answer, Context, Http, Request, not_understood, refused, unknown, unsent};
use crate::payment::{Capabilities, Draft, Provider, Wanted};
use uniac_core::act::{Act, Found, Intent, KEY_LENGTH_MAX, Refusal, Reply, payment_in};
use uniac_core::order::{EventKind, Payment, PaymentEvent, PaymentStatus};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_texts::t;

/// The name in facts.
pub const NAME: &str = "medusa";

/// How many seconds an act may stay invisible to reads. A *guess*: the row is written when the shop
/// begins with an act, but how long a request may wait before that is published nowhere.
pub const READ_DELAY_SECONDS: u16 = 30;

/// How long the shop may wait for its provider, with the row already there. A *guess*: each plug-in
/// has its own limit.
const IN_FLIGHT: SignedDuration = SignedDuration::from_secs(120);

/// After how long without an answer the shop is taken to have waited for its provider, which may
/// have failed in the end. A *guess*: a capture takes less than a tenth of a second when all is well.
const SILENCE: SignedDuration = SignedDuration::from_secs(10);

/// What Medusa promises.
pub const CAPABILITIES: Capabilities = Capabilities {
    // The header is ignored (2.21.2).
    key_lifetime: None,
    lookup: true,
    lookup_delay: SignedDuration::from_secs(READ_DELAY_SECONDS as i64),
    in_shop: true,
    // Cancelling an order of which something was captured would pay that back.
    releases_rest: false,
    reads_an_hour: None,
};

/// The fields of a payment that are read.
const FIELDS: &str = "id,amount,currency_code,provider_id,canceled_at,created_at,\
    captures.id,captures.amount,captures.created_by,captures.created_at,\
    refunds.id,refunds.amount,refunds.note,refunds.created_at,\
    payment_collection.order.id,payment_collection.order.status,\
    payment_collection.order.transactions.reference_id";

/// The connector to the shop's payments.
#[derive(Debug)]
pub struct MedusaPayments {
    http: Http,
    payment_methods: Vec<String>,
    capabilities: Capabilities,
}

impl MedusaPayments {
    /// Returns the connector of one shop's payments. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: &Setup, context: &Context) -> Result<MedusaPayments> {
        Ok(MedusaPayments {
            http: client(System::Provider, setup, context)?,
            payment_methods: setup.payment_methods.clone(),
            capabilities: setup.capabilities,
        })
    }

    /// Reads a payment; inside is what was not understood of it.
    fn look(&self, reference: &str) -> Result<Option<Result<wire::Books, String>>> {
        if !is_id(reference) {
            return Ok(None);
        }
        let request = Request::get(format!("/admin/payments/{reference}")).query("fields", FIELDS);
        let answer = self.http.read(&request)?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let is_it = |named: &wire::NamedPayment| named.is_of(reference);
        let one = answer.read_of::<wire::OnePayment, _>(System::Provider, is_it)?;
        Ok(match one {
            Ok(one) => one.payment.map(|payment| payment.books()),
            Err(doubt) => Some(Err(doubt)),
        })
    }

    fn books(&self, reference: &str) -> Result<Option<wire::Books>> {
        let books = self.look(reference)?.transpose();
        books.map_err(|doubt| not_understood(System::Provider, doubt))
    }

    fn capture_or_refund(&self, intent: &Intent, effect: EventKind) -> Reply {
        let reference = payment_in(&intent.target);
        // The pair of the check before the intent was written: these bytes move the money.
        if intent.money.minor <= 0 || !body_says(intent, effect) {
            return refused("defect");
        }
        let verb = if effect == EventKind::Capture { "capture" } else { "refund" };
        let path = format!("/admin/payments/{reference}/{verb}");
        let request = Request::post(path, &intent.body).query("fields", FIELDS);
        match self.http.write(&request).answer() {
            Ok(answer) => reply(&answer, intent, effect),
            Err(reply) => reply,
        }
    }

    /// Releases the reservation by cancelling the order: Medusa has no other way. So it is done only
    /// when the order, just read, shows that nothing was taken on any of its payments.
    fn release(&self, intent: &Intent) -> Reply {
        let reference = payment_in(&intent.target);
        let books = match self.books(reference) {
            Ok(Some(books)) => books,
            Ok(None) => return refused("not-found"),
            Err(error) => return unsent(error),
        };
        let Some((order, _)) = &books.order else {
            return refused("no-order");
        };
        match order_answer(&self.http, order) {
            Ok(Some(read)) if read.is_captured() || books.captured() > 0 => never_cancelled(),
            Ok(Some(_)) => match cancelled(&self.http, order, &intent.body) {
                Ok(order) if order.has_payment(reference) => Reply::Done { receipt: None },
                Ok(_) => unknown("not-released"),
                Err(reply) => reply,
            },
            Ok(None) => refused("not-found"),
            Err(error) => unsent(error),
        }
    }
}

impl Provider for MedusaPayments {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn payment_methods(&self) -> &[String] {
        &self.payment_methods
    }

    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        let books = match self.look(reference)? {
            Some(Ok(books)) => books,
            Some(Err(doubt)) => {
                return Ok(Some(Payment::not_read(NAME, reference, known, doubt, now)));
            }
            None => return Ok(None),
        };
        let (captured, refunded) = (books.captured(), books.refunded());
        let rest = (books.authorised - captured).max(0);
        let event = |kind, row: &wire::Row| PaymentEvent {
            kind,
            amount_minor: row.minor,
            key: row.key.clone(),
            id: Some(row.id.clone()),
            of: None,
            at: row.at,
        };
        // Captures by an API key may be ours or not: they stand in the sums only.
        let by_people = books.captures.iter().filter(|row| row.by_person);
        let mut events: Vec<PaymentEvent> = by_people
            .map(|row| event(EventKind::Capture, row))
            .chain(books.refunds.iter().map(|row| event(EventKind::Refund, row)))
            .collect();
        events.sort_by_key(|event| event.at);
        Ok(Some(Payment {
            provider: NAME.to_owned(),
            reference: reference.to_owned(),
            // A payment is there only when its reservation was made.
            status: PaymentStatus::Authorised,
            currency: books.currency,
            authorised_minor: books.authorised,
            cancelled_minor: if books.canceled { rest } else { 0 },
            captured_minor: captured,
            refunded_minor: refunded,
            events,
            whole_only: false,
            authorised_at: books.created_at,
            // When the provider behind the shop closes it, the shop does not know.
            closes_at: None,
            read_at: now,
            unreadable: None,
        }))
    }

    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let Wanted { act, money, key, payment } = *wanted;
        let amount = money.currency.decimal(money.minor).normalize();
        let reference = &payment.reference;
        let (target, body) = match act.effect() {
            Some(EventKind::Capture) => {
                let by_people = payment.events.iter().filter(|e| e.kind == EventKind::Capture);
                let by_people: i64 = by_people.map(|event| event.amount_minor).sum();
                let before = payment.captured_minor - by_people;
                (format!("{reference}/{before}"), format!(r#"{{"amount":{amount}}}"#))
            }
            Some(EventKind::Refund) => {
                let note = wire::note(key);
                (reference.clone(), format!(r#"{{"amount":{amount},"note":"{note}"}}"#))
            }
            Some(EventKind::Cancel) | None => (reference.clone(), String::new()),
        };
        Ok(Draft { money, target, body })
    }

    fn send(&self, intent: &Intent) -> Reply {
        if !is_id(payment_in(&intent.target)) {
            return refused("not-found");
        }
        if intent.key.is_empty() || intent.key.len() > KEY_LENGTH_MAX {
            return refused("defect");
        }
        match intent.act.effect() {
            Some(EventKind::Cancel) => self.release(intent),
            Some(effect) => self.capture_or_refund(intent, effect),
            None => refused("defect"),
        }
    }

    /// Looks again, at the rows themselves: what `payment` sums up does not tell which are certain.
    fn find(&self, intent: &Intent, _payment: &Payment) -> Found {
        match self.books(payment_in(&intent.target)) {
            Ok(Some(books)) => found(&books, intent, self.http.clock().now()),
            Ok(None) | Err(_) => Found::Unclear,
        }
    }

    fn check(&self) -> Result<String> {
        let request = Request::get("/admin/payments").query("limit", "1").query("fields", "id");
        let _: serde::de::IgnoredAny = self.http.read(&request)?.read_as(System::Provider)?;
        Ok(t!("medusa-payments-at", host = self.http.host()))
    }
}

/// Returns a payment's rows when it is the one that was asked for.
fn books_of(payment: &wire::Payment, reference: &str) -> Option<wire::Books> {
    payment.books().ok().filter(|_| payment.id == reference)
}

/// Returns whether the body takes or pays back exactly what the intent says, under its key.
fn body_says(intent: &Intent, effect: EventKind) -> bool {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        amount: Figure,
        note: Option<String>,
    }
    let Ok(body) = serde_json::from_str::<Body>(&intent.body) else { return false };
    let note = (effect == EventKind::Refund).then(|| wire::note(&intent.key));
    body.amount.minor(intent.money.currency) == Ok(intent.money.minor) && body.note == note
}

/// Returns what had been captured, by API keys, when the intent was written.
fn captured_before(intent: &Intent) -> Option<i64> {
    intent.target.split_once('/')?.1.parse().ok()
}

/// Returns what an answer to a capture or refund means.
pub(super) fn reply(answer: &Answer, intent: &Intent, effect: EventKind) -> Reply {
    if !answer.is_success() {
        return wire::no(answer);
    }
    let Some(one) = answer.json::<wire::OnePayment>() else { return unknown("not-understood") };
    let reference = payment_in(&intent.target);
    let Some(books) = one.payment.and_then(|payment| books_of(&payment, reference)) else {
        return unknown("not-understood");
    };
    if books.currency != intent.money.currency {
        return unknown("mismatch");
    }
    match effect {
        EventKind::Capture => match moved(&books, intent) {
            Some(minor) if minor == intent.money.minor => {
                Reply::Done { receipt: newest(&books, intent) }
            }
            // A payment that is captured in full takes every capture with a 200 and does nothing.
            Some(0) => Reply::Refused(Refusal::transient("no-effect")),
            _ => unknown("mismatch"),
        },
        EventKind::Refund => {
            let mut mine = books.refunds_of(&intent.key);
            match (mine.next(), mine.next()) {
                (Some(row), None) if row.minor == intent.money.minor => {
                    Reply::Done { receipt: Some(row.id.clone()) }
                }
                _ => unknown("mismatch"),
            }
        }
        EventKind::Cancel => unknown("mismatch"),
    }
}

/// Returns by how much the captures of API keys have grown since the intent was written.
fn moved(books: &wire::Books, intent: &Intent) -> Option<i64> {
    let now: i64 = books.unattended().map(|row| row.minor).sum();
    Some(now - captured_before(intent)?)
}

/// Returns the id of the capture that is most likely the intent's.
fn newest(books: &wire::Books, intent: &Intent) -> Option<String> {
    let rows = books.unattended().filter(|row| row.minor == intent.money.minor);
    rows.max_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id))).map(|row| row.id.clone())
}

/// Tells from the rows whether the act has happened.
pub(super) fn found(books: &wire::Books, intent: &Intent, now: Timestamp) -> Found {
    if books.currency != intent.money.currency {
        return Found::Unclear;
    }
    // A row without its transaction may still be taken out again, unless the shop has answered, or
    // was given all the time that it can need.
    let is_certain = |row: &wire::Row| {
        row.booked || was_answered(intent) || now.duration_since(row.at) > IN_FLIGHT
    };
    match intent.act {
        Act::Capture => match moved(books, intent) {
            Some(0) => absent(books, intent, now),
            Some(minor) if minor == intent.money.minor && books.unattended().all(is_certain) => {
                Found::Done { receipt: newest(books, intent) }
            }
            _ => Found::Unclear,
        },
        Act::Refund => {
            let mine: Vec<&wire::Row> = books.refunds_of(&intent.key).collect();
            match mine.as_slice() {
                [] => absent(books, intent, now),
                [row] if row.minor == intent.money.minor && is_certain(row) => {
                    Found::Done { receipt: Some(row.id.clone()) }
                }
                _ => Found::Unclear,
            }
        }
        Act::Cancel if books.canceled => Found::Done { receipt: None },
        Act::Cancel => match &books.order {
            // The order is cancelled and the payment is not: the shop's provider failed, and Medusa
            // kept silent. Whether it released the money, only the provider knows.
            Some((_, status)) if status == "canceled" => Found::Unclear,
            _ => Found::Absent,
        },
        _ => Found::Unclear,
    }
}

/// Returns what a missing row proves: that nothing happened, unless the shop's provider may have
/// failed after it had done it, and the same act would fit on the payment once more.
fn absent(books: &wire::Books, intent: &Intent, now: Timestamp) -> Found {
    let room = match intent.act {
        Act::Refund => books.captured() - books.refunded(),
        _ => books.authorised - books.captured(),
    };
    let fits_twice = room >= intent.money.minor.saturating_mul(2);
    match fits_twice && may_hide(intent, now) {
        true => Found::Unclear,
        false => Found::Absent,
    }
}

/// Returns whether the shop may have lost the answer of its own provider. A run that broke off has
/// left no outcome: then the silence lasts until now.
fn may_hide(intent: &Intent, now: Timestamp) -> bool {
    let heard_at = intent.outcome.as_ref().map_or(now, |outcome| outcome.at);
    was_answered(intent) || heard_at.duration_since(intent.at) > SILENCE
}

/// Returns whether the shop had finished with the act and said something else than yes or no.
fn was_answered(intent: &Intent) -> bool {
    let code = intent.outcome.as_ref().and_then(|outcome| outcome.code.as_deref());
    code.is_some_and(|code| code.starts_with("status-") || code == "mismatch")
}
