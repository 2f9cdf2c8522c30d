//! Nexi Checkout (Nets Easy), Payment API v1: read, charge, refund of a charge, cancel.
//!
//! An answer to an act names an id and no amount, so it must never be taken for the effect: whatever
//! 2xx says, the payment is read, and done is only what stands there with our key, to the øre.

mod config;
mod plug_in;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::http::{Answer, Auth, Context, Http, Request, refused};
use crate::payment::{Capabilities, Draft, Provider, Wanted, sendable};
use crate::written;
use uniac_core::act::{Found, Intent, Reply, matches_event, payment_in};
use uniac_core::order::{EventKind, Payment, PaymentEvent, PaymentStatus};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::{Language, t};

pub use config::{Config, KIND};

/// The name in the configuration and in facts.
pub const NAME: &str = "nexi";

/// How many days a card's reservation lives before Nexi cancels it (Nets Easy guide, 2021).
pub const RESERVATION_DAYS: u16 = 30;

/// For how many hours a repeated key surely gets the first answer. A *guess*: Nexi publishes no figure.
pub const KEY_LIFETIME_HOURS: u16 = 24;

/// How many seconds an act may stay invisible to reads. A *guess*: nothing is published.
pub const READ_DELAY_SECONDS: u16 = 30;

/// How many reads of one payment are answered within an hour.
pub const READS_AN_HOUR: u16 = 30;

/// What Nexi promises, as far as it is published. A cancel takes no key, and needs none: it is of
/// the whole order, so a second one finds nothing to do.
pub const CAPABILITIES: Capabilities = Capabilities {
    key_lifetime: Some(SignedDuration::from_hours(KEY_LIFETIME_HOURS as i64)),
    // The order items of charges and refunds, which carry the key.
    lookup: true,
    lookup_delay: SignedDuration::from_secs(READ_DELAY_SECONDS as i64),
    in_shop: false,
    // After a charge only the last one could release the rest (`finalCharge`).
    releases_rest: false,
    // Then 429 (Payment API, "Retrieve payment", 2026).
    reads_an_hour: Some(READS_AN_HOUR),
};

/// The payment methods that Nexi's plug-in for WooCommerce makes (Nexi Checkout for WooCommerce,
/// `nets_easy_all_payment_method_ids`, version 2.14.6).
pub const PAYMENT_METHODS: [&str; 9] = [
    "dibs_easy",
    "nets_easy_card",
    "nets_easy_sofort",
    "nets_easy_trustly",
    "nets_easy_swish",
    "nets_easy_ratepay_sepa",
    "nets_easy_klarna",
    "nets_easy_mobilepay",
    "nets_easy_vipps",
];

/// What the connector needs to know of a merchant.
#[derive(Debug, Clone)]
pub struct Setup {
    /// `https://api.dibspayment.eu`, or `https://test.api.dibspayment.eu` for the test environment.
    pub base_url: String,
    /// The secret key.
    pub secret_key: Secret,
    /// The shop's names of the payment methods that Nexi handles, for instance [`PAYMENT_METHODS`].
    pub payment_methods: Vec<String>,
    /// How many days a card's reservation lives, for instance [`RESERVATION_DAYS`].
    pub reservation_days: u16,
    /// For how many days a capture of a method is guaranteed, where that is less.
    pub guaranteed_days: BTreeMap<String, u16>,
    /// What is expected of the provider; [`CAPABILITIES`] for the real one.
    pub capabilities: Capabilities,
}

/// The connector.
#[derive(Debug)]
pub struct Nexi {
    http: Http,
    setup: Setup,
    /// The language of what is written to Nexi.
    texts: Language,
    /// What the last read of a payment told of its refunds that are no effects.
    unfinished: Mutex<BTreeMap<String, Vec<wire::Unfinished>>>,
}

impl Nexi {
    /// Returns the connector of one merchant. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<Nexi> {
        let http = Http::new(System::Provider, &setup.base_url, Auth::None, context)?;
        Ok(Nexi { http, setup, texts: context.texts, unfinished: Mutex::default() })
    }

    /// Adds the key, which stands in the header without a scheme's name.
    fn signed<'a>(&'a self, request: Request<'a>) -> Request<'a> {
        request.header("authorization", self.setup.secret_key.expose())
    }

    fn get(&self, reference: &str) -> Result<Answer> {
        self.http.read(&self.signed(Request::get(format!("/v1/payments/{reference}"))))
    }

    fn remember(&self, reference: &str, unfinished: Vec<wire::Unfinished>) {
        let mut known = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
        if unfinished.is_empty() {
            known.remove(reference);
        } else {
            known.insert(reference.to_owned(), unfinished);
        }
    }

    /// Returns what was last read of a payment's refunds that are no effects.
    fn unfinished(&self, reference: &str) -> Vec<wire::Unfinished> {
        let known = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(reference).cloned().unwrap_or_default()
    }
}

impl Provider for Nexi {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &self.setup.capabilities
    }

    fn payment_methods(&self) -> &[String] {
        &self.setup.payment_methods
    }

    fn guaranteed_days(&self, payment_method: &str) -> Option<u16> {
        self.setup.guaranteed_days.get(&payment_method.to_ascii_lowercase()).copied()
    }

    /// Reads the payment: one answer tells its sums and all its charges and refunds.
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        if !wire::is_id(reference) {
            return Ok(None);
        }
        let answer = self.get(reference)?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let is_it = |named: &wire::Named| named.is_of(reference);
        let read = answer.read_of::<wire::Retrieved, _>(System::Provider, is_it)?;
        let read = match read.and_then(|retrieved| retrieved.payment.facts()) {
            Ok(read) => read,
            Err(doubt) => {
                return Ok(Some(Payment::not_read(NAME, reference, known, doubt, now)));
            }
        };
        self.remember(reference, read.unfinished);
        let lifetime = SignedDuration::from_hours(24 * i64::from(self.setup.reservation_days));
        let closes_at = read.created.filter(|_| read.is_card);
        let is_reserved = read.authorised > 0;
        Ok(Some(Payment {
            provider: NAME.to_owned(),
            reference: reference.to_owned(),
            // When the rest was cancelled is not told, so a reservation that ran out looks like one
            // that somebody has cancelled.
            status: match is_reserved {
                true => PaymentStatus::Authorised,
                false => PaymentStatus::NotAuthorised,
            },
            currency: read.currency,
            authorised_minor: read.authorised,
            cancelled_minor: read.cancelled,
            captured_minor: read.captured,
            refunded_minor: read.refunded,
            events: read.events,
            whole_only: false,
            authorised_at: read.created.filter(|_| is_reserved),
            // Counted from the payment's creation, which is a little earlier than the reservation.
            closes_at: closes_at.and_then(|at| at.checked_add(lifetime).ok()),
            read_at: now,
            unreadable: None,
        }))
    }

    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let Wanted { act, mut money, key, payment } = *wanted;
        // The body names no currency: it is the payment's.
        if money.currency != payment.currency {
            return Err(cannot("currency-mismatch", t!("nexi-currency")));
        }
        let mut target = payment.reference.clone();
        let body = match act.effect() {
            Some(EventKind::Capture) => {
                wire::body(money.minor, key, &written::invoiced(self.texts))
            }
            Some(EventKind::Refund) => {
                let unfinished = self.unfinished(&payment.reference);
                let (charge, left) = first_with_money(payment, &unfinished)
                    .ok_or_else(|| cannot("no-charge", t!("nexi-no-charge")))?;
                money.minor = money.minor.min(left);
                target = format!("{target}/{charge}");
                wire::body(money.minor, key, &wire::refunded(self.texts, charge))
            }
            Some(EventKind::Cancel)
                if payment.captured_minor == 0 && money.minor == payment.authorised_minor =>
            {
                format!(r#"{{"amount":{}}}"#, money.minor)
            }
            // After a charge only the last one could release the rest, and it has been made.
            Some(EventKind::Cancel) => {
                let why = t!("nexi-no-release");
                return Err(cannot("release-not-possible", why));
            }
            None => return Err(Error::defect("this act is nothing that a provider does")),
        };
        if i32::try_from(money.minor).is_err() {
            return Err(cannot("amount-too-large", t!("nexi-too-large")));
        }
        Ok(Draft { money, target, body })
    }

    fn send(&self, intent: &Intent) -> Reply {
        let (reference, charge) = match intent.target.split_once('/') {
            Some((reference, charge)) => (reference, Some(charge)),
            None => (intent.target.as_str(), None),
        };
        if !wire::is_id(reference) || !charge.is_none_or(wire::is_id) {
            return refused("defect");
        }
        let says = |effect| wire::body_says(&intent.body, effect, intent);
        let effect = match sendable(intent, says) {
            Ok(effect) => effect,
            Err(reply) => return reply,
        };
        let path = match (effect, charge) {
            (EventKind::Capture, None) => format!("/v1/payments/{reference}/charges"),
            (EventKind::Cancel, None) => format!("/v1/payments/{reference}/cancels"),
            (EventKind::Refund, Some(charge)) => format!("/v1/charges/{charge}/refunds"),
            _ => return refused("defect"),
        };
        let request = Request::post(path, &intent.body);
        let request = match effect {
            EventKind::Capture | EventKind::Refund => {
                request.header("idempotency-key", &intent.key)
            }
            // It knows no key (Payment API, cancel payment).
            EventKind::Cancel => request,
        };
        match self.http.write(&self.signed(request)).answer() {
            Ok(answer) => wire::reply(&answer, effect),
            Err(reply) => reply,
        }
    }

    fn find(&self, intent: &Intent, payment: &Payment) -> Found {
        let Some(effect) = intent.act.effect() else { return Found::Unclear };
        if effect == EventKind::Cancel {
            // Nexi does not say who has cancelled; what is wanted is in place all the same.
            let is_released = payment.cancelled_minor >= intent.money.minor;
            return if is_released { Found::Done { receipt: None } } else { Found::Absent };
        }
        let mine = |event: &&PaymentEvent| event.key.as_deref() == Some(&intent.key);
        if let Some(event) = payment.events.iter().find(mine) {
            let fits = matches_event(intent, event.kind, event.amount_minor, payment.currency);
            return match fits {
                true => Found::Done { receipt: event.id.clone() },
                false => Found::Unclear,
            };
        }
        let unfinished = self.unfinished(payment_in(&intent.target));
        match unfinished.into_iter().find(|refund| refund.key.as_deref() == Some(&intent.key)) {
            Some(refund) if refund.amount != intent.money.minor => Found::Unclear,
            Some(refund) if refund.is_pending => Found::Pending { receipt: Some(refund.id) },
            Some(_) => Found::Refused { code: "refund-failed".to_owned() },
            None if has_unexplained(payment, effect) => Found::Unclear,
            None => Found::Absent,
        }
    }

    /// Asks for a payment that there cannot be: who is not signed in gets another no.
    fn check(&self) -> Result<String> {
        let answer = self.get(&"0".repeat(32))?;
        if !wire::is_absent(&answer) {
            answer.accepted(System::Provider)?;
        }
        Ok(t!("nexi-at", host = self.http.host()))
    }
}

/// Returns the oldest charge that still has money, and how much.
///
/// A refund of somebody else does not say which charge it has paid back. The *guess* is that it was
/// the oldest: where that is wrong, Nexi refuses a refund that is too large, and no money moves.
fn first_with_money<'a>(
    payment: &'a Payment,
    unfinished: &[wire::Unfinished],
) -> Option<(&'a str, i64)> {
    let of = |kind| payment.events.iter().filter(move |event| event.kind == kind);
    let of_known: i64 =
        of(EventKind::Refund).filter(|e| e.of.is_some()).map(|e| e.amount_minor).sum();
    let listed: i64 = of(EventKind::Refund).map(|event| event.amount_minor).sum();
    let mut unplaced = (payment.refunded_minor.max(listed) - of_known).max(0);
    for charge in of(EventKind::Capture) {
        let Some(id) = charge.id.as_deref() else { continue };
        let back: i64 = of(EventKind::Refund)
            .filter(|refund| refund.of.as_deref() == Some(id))
            .map(|refund| refund.amount_minor)
            .sum();
        let waiting = unfinished.iter().filter(|refund| refund.is_pending);
        let waiting: i64 = waiting
            .filter(|refund| refund.of.as_deref() == Some(id))
            .map(|refund| refund.amount)
            .sum();
        let left = charge.amount_minor - back - waiting;
        let share = unplaced.clamp(0, left.max(0));
        unplaced -= share;
        if left - share > 0 {
            return Some((id, left - share));
        }
    }
    None
}

/// Returns whether more has happened than the charges and refunds tell that are shown.
fn has_unexplained(payment: &Payment, kind: EventKind) -> bool {
    let events = payment.events.iter().filter(|event| event.kind == kind);
    let shown: i64 = events.map(|event| event.amount_minor).sum();
    payment.sum_minor(kind) > shown
}

fn cannot(code: &'static str, why: String) -> Error {
    Error::new(Kind::Refused, code, why)
}

#[cfg(test)]
mod tests;
