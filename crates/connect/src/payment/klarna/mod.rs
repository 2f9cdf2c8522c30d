//! Klarna, Order Management API v1: read, capture, refund, cancel, release of the rest.
//!
//! A success says nothing but an id in a header, and a key that was used before is answered with the
//! first result whatever is asked now. So no success must ever be taken for done before the order was
//! read back and shows the act with its key, amount and currency.

mod config;
pub mod kustom;
mod plug_in;
mod wire;

use jiff::{SignedDuration, Timestamp};

use crate::http::{
    Answer, Auth, Context, Http, Request, not_understood, refused, sign_in, unknown,
};
use crate::payment::{Capabilities, Draft, Provider, Wanted, sendable};
use uniac_core::act::{Found, Intent, Reply, payment_in};
use uniac_core::money::Money;
use uniac_core::order::{EventKind, Payment, PaymentStatus};
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

use wire::{CANCEL, IN_REVIEW, RELEASE, Verdict};

pub use config::{Config, KIND};

/// The name in the configuration and in facts.
pub const NAME: &str = "klarna";

/// For how many hours a repeated key surely gets the first answer (Klarna, "Escalation & retry
/// policy": 24 hours after the first attempt).
pub const KEY_LIFETIME_HOURS: u16 = 24;

/// How many seconds an act may stay invisible to reads. A guess: Klarna says nothing of it.
pub const READ_DELAY_SECONDS: u16 = 30;

/// What Klarna promises, as far as it is published.
pub const CAPABILITIES: Capabilities = Capabilities {
    key_lifetime: Some(SignedDuration::from_hours(KEY_LIFETIME_HOURS as i64)),
    // `reference` of each capture and refund; where Klarna leaves it out, `find` knows.
    lookup: true,
    lookup_delay: SignedDuration::from_secs(READ_DELAY_SECONDS as i64),
    in_shop: false,
    releases_rest: true,
    reads_an_hour: None,
};

/// The payment method of Klarna's plug-in for WooCommerce (Klarna Payments 4.10.7). `kco` is Kustom's.
pub const PAYMENT_METHODS: [&str; 1] = ["klarna_payments"];

/// The path of all orders (Order Management API, `paths`).
const ORDERS: &str = "/ordermanagement/v1/orders";

/// The most that one capture or refund can be of, minor units (`CaptureObject`, `RefundObject`).
const AMOUNT_MINOR_MAX: i64 = 200_000_000;

/// The longest order id (`Order.order_id`).
const ORDER_ID_LENGTH_MAX: usize = 255;

/// An order that nobody has: reading it tells whether the sign-in is accepted.
const NO_ORDER: &str = "00000000-0000-0000-0000-000000000000";

/// What the connector needs to know of a merchant.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The region's host, `https://api.klarna.com` for Europe, or that of the playground.
    pub base_url: String,
    /// The username of the API credentials; Kustom can do without.
    pub username: String,
    /// The password of the API credentials.
    pub password: Secret,
    /// The shop's names of the payment methods that Klarna handles, for instance
    /// `klarna_payments`.
    pub payment_methods: Vec<String>,
    /// What is expected of the provider; [`CAPABILITIES`] for the real one.
    pub capabilities: Capabilities,
}

/// Whose API it is: Klarna's, or one that speaks the same language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brand {
    /// The name in the configuration and in facts.
    pub name: &'static str,
    /// The name that people know.
    pub title: &'static str,
}

/// The connector.
#[derive(Debug)]
pub struct Klarna {
    http: Http,
    setup: Setup,
    brand: Brand,
    /// The whole header of a sign-in without a user.
    authorization: Option<Secret>,
}

impl Klarna {
    /// Returns the connector of one merchant. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<Klarna> {
        Klarna::of_brand(Brand { name: NAME, title: "Klarna" }, setup, context)
    }

    /// Returns the connector of one merchant of a company that speaks Klarna's language.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn of_brand(brand: Brand, setup: Setup, context: &Context) -> Result<Klarna> {
        let (auth, authorization) = match setup.username.as_str() {
            "" => {
                let header = format!("Basic {}", setup.password.expose());
                (Auth::None, Some(Secret::new(&header)))
            }
            user => (Auth::Basic(Secret::new(user), setup.password.clone()), None),
        };
        let http = Http::new(System::Provider, &setup.base_url, auth, context)?;
        Ok(Klarna { http, setup, brand, authorization })
    }

    fn signed<'a>(&'a self, request: Request<'a>) -> Request<'a> {
        match &self.authorization {
            Some(header) => request.header("authorization", header.expose()),
            None => request,
        }
    }

    /// Reads an order; inside is what was not understood of it.
    fn look(&self, id: &str) -> Result<Option<Result<wire::Order, String>>> {
        let answer = self.http.read(&self.signed(Request::get(format!("{ORDERS}/{id}"))))?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let is_it = |named: &wire::Named| named.order_id == id;
        let order = answer.read_of::<wire::Order, _>(System::Provider, is_it)?;
        Ok(Some(order.and_then(wire::Order::checked)))
    }

    fn order(&self, id: &str) -> Result<Option<wire::Order>> {
        let order = self.look(id)?.transpose();
        order.map_err(|doubt| not_understood(System::Provider, doubt))
    }

    /// Returns what a success means: done only when the order, read back, shows the act. That costs
    /// one read; to leave the reply unknown and let it be settled would cost the same read and one
    /// more commit of the journal.
    fn confirmed(&self, intent: &Intent, effect: EventKind, id: Option<&str>) -> Reply {
        match self.order(payment_in(&intent.target)) {
            Ok(Some(order)) => order.proof(intent, effect, id).unwrap_or_else(unconfirmed),
            Ok(None) | Err(_) => unconfirmed(),
        }
    }

    /// Returns what a no means. One error code stands for several causes, and a no to a request that
    /// was delivered twice says nothing of the first delivery: the order tells. As long as it may not
    /// show the effect yet, and does not explain the no, nothing is known.
    fn told_apart(&self, intent: &Intent, effect: EventKind, code: String) -> Reply {
        let Ok(Some(order)) = self.order(payment_in(&intent.target)) else {
            return unknown(code);
        };
        if let Some(reply) = order.proof(intent, effect, None) {
            return reply;
        }
        if order.could_hide(intent, effect) {
            return unknown(code);
        }
        let age = self.http.clock().now().duration_since(intent.at);
        match order.refusal(intent, effect) {
            Some(refusal) => Reply::Refused(refusal),
            None if age <= self.setup.capabilities.lookup_delay => unknown(code),
            None => refused(code),
        }
    }

    fn sent(&self, intent: &Intent, path: &str) -> Result<Answer, Reply> {
        let key = wire::key_as_uuid(&intent.key);
        let request = Request::post(path, &intent.body).header("klarna-idempotency-key", &key);
        self.http.write(&self.signed(request)).answer()
    }
}

impl Provider for Klarna {
    fn name(&self) -> &str {
        self.brand.name
    }

    fn capabilities(&self) -> &Capabilities {
        &self.setup.capabilities
    }

    fn payment_methods(&self) -> &[String] {
        &self.setup.payment_methods
    }

    /// Reads the order, which carries everything in one answer; `known` saves nothing.
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        if !is_order_id(reference) {
            return Ok(None);
        }
        let Some(order) = self.look(reference)? else { return Ok(None) };
        let name = self.brand.name;
        let payment = order.and_then(|order| order.payment(name, now));
        Ok(Some(
            payment.unwrap_or_else(|doubt| Payment::not_read(name, reference, known, doubt, now)),
        ))
    }

    /// Order lines are left out: each would need its VAT, which no fact tells, and Klarna shows them
    /// to the customer. The amount alone is exact.
    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let Wanted { act, money, key, payment } = *wanted;
        let id = &payment.reference;
        let part = Money::new(money.minor.min(AMOUNT_MINOR_MAX), money.currency);
        match act.effect() {
            Some(EventKind::Capture) if payment.status == PaymentStatus::InReview => {
                Err(in_review(self.brand.title))
            }
            Some(effect @ (EventKind::Capture | EventKind::Refund)) => {
                Ok(Draft { money: part, target: id.clone(), body: wire::body(effect, part, key) })
            }
            Some(EventKind::Cancel) => {
                let call = if payment.captured_minor == 0 { CANCEL } else { RELEASE };
                Ok(Draft { money, target: format!("{id}/{call}"), body: String::new() })
            }
            None => Err(Error::defect("an act that no provider does")),
        }
    }

    fn send(&self, intent: &Intent) -> Reply {
        let effect = match sendable(intent, |effect| wire::body_says(intent, effect)) {
            Ok(effect) => effect,
            Err(reply) => return reply,
        };
        let Some(path) = path(&intent.target, effect) else {
            return refused("defect");
        };
        let answer = match self.sent(intent, &path) {
            Ok(answer) => answer,
            Err(reply) => return reply,
        };
        match wire::verdict(&answer, effect) {
            Verdict::Success { id } => self.confirmed(intent, effect, id.as_deref()),
            Verdict::NotAllowed { code } => self.told_apart(intent, effect, code),
            Verdict::Reply(reply) => reply,
        }
    }

    /// A capture or refund is found by its key. Klarna's own samples leave the reference out, and so
    /// do acts in its portal: as long as the sums hold so much that no key explains, it could be
    /// there. A release has no key; that the rest is gone is what it aimed at.
    ///
    /// Without lookup an absence proves nothing, but a remembered key makes a second sending safe.
    fn find(&self, intent: &Intent, payment: &Payment) -> Found {
        let Capabilities { key_lifetime, lookup, .. } = self.setup.capabilities;
        let Some(kind) = intent.act.effect() else { return Found::Unclear };
        if payment.currency != intent.money.currency {
            return Found::Unclear;
        }
        if kind == EventKind::Cancel {
            return found_release(payment);
        }
        let sum = payment.sum_minor(kind);
        let events = payment.events.iter().filter(|event| event.kind == kind);
        let explained: i64 = events.clone().map(|event| event.amount_minor).sum();
        let own = events.clone().find(|event| event.key.as_deref() == Some(&intent.key));
        match own {
            Some(event) if event.amount_minor == intent.money.minor => {
                Found::Done { receipt: event.id.clone() }
            }
            Some(_) => Found::Unclear,
            None if !lookup && key_lifetime.is_some() => Found::Absent,
            None if !lookup || sum - explained >= intent.money.minor => Found::Unclear,
            None => Found::Absent,
        }
    }

    /// A cancel or release takes all there is, and there is nothing left for a second one.
    fn is_repeatable(&self, intent: &Intent) -> bool {
        intent.act.effect() == Some(EventKind::Cancel)
    }

    fn check(&self) -> Result<String> {
        let request = Request::get(format!("{ORDERS}/{NO_ORDER}"));
        let answer = self.http.read(&self.signed(request))?;
        match answer.status {
            401 | 403 => Err(sign_in(System::Provider, answer.status)),
            _ if wire::is_absent(&answer) => {
                let (title, host) = (self.brand.title, self.http.host());
                Ok(match self.setup.username.as_str() {
                    "" => t!("klarna-at", title = title, host = host),
                    user => t!("klarna-at-user", title = title, host = host, user = user),
                })
            }
            _ => answer.accepted(System::Provider).and_then(|_| {
                let hint = t!("klarna-region");
                Err(Error::failed("not-understood", t!("klarna-another", title = self.brand.title))
                    .hint(hint))
            }),
        }
    }
}

/// Returns whether Klarna could have given this order id (`Order.order_id`). Shops keep the
/// references of other providers in the same field.
fn is_order_id(text: &str) -> bool {
    (1..=ORDER_ID_LENGTH_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns where an act is sent to, by its target.
fn path(target: &str, effect: EventKind) -> Option<String> {
    let (id, call) = match target.split_once('/') {
        Some((id, call)) => (id, Some(call)),
        None => (target, None),
    };
    let verb = match (effect, call) {
        (EventKind::Capture, None) => "captures",
        (EventKind::Refund, None) => "refunds",
        (EventKind::Cancel, Some(CANCEL)) => "cancel",
        (EventKind::Cancel, Some(RELEASE)) => "release-remaining-authorization",
        (EventKind::Capture | EventKind::Refund, Some(_)) | (EventKind::Cancel, _) => return None,
    };
    is_order_id(id).then(|| format!("{ORDERS}/{id}/{verb}"))
}

fn found_release(payment: &Payment) -> Found {
    let rest = payment.authorised_minor - payment.captured_minor - payment.cancelled_minor;
    let is_released =
        payment.status != PaymentStatus::Expired && rest == 0 && payment.cancelled_minor > 0;
    if is_released { Found::Done { receipt: None } } else { Found::Absent }
}

/// A success whose effect the order does not show, or not yet.
fn unconfirmed() -> Reply {
    unknown("unconfirmed")
}

/// Klarna takes no capture before its check of the customer is over, and that by itself.
fn in_review(title: &str) -> Error {
    Error::failed(IN_REVIEW, t!("klarna-in-review", title = title))
        .hint(t!("klarna-in-review-hint"))
}

#[cfg(test)]
mod tests;
