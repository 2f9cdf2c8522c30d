//! Vipps MobilePay, ePayment API v1 (OpenAPI 1.4.1): read, capture, refund, cancel.
//!
//! A success must never be told by the HTTP status or the content type alone: 1.4.1 declares the
//! success of an act as `application/problem+json`. An error is told by its number: it is a
//! no, unless the number says that the key was used or that nothing is decided.

mod config;
mod pace;
mod plug_in;
mod token;
mod wire;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;

use crate::http::tokens::{Token, Tokens};
use crate::http::{Answer, Auth, Context, Http, Request, refused, unsent};
use crate::payment::{Capabilities, Draft, Provider, Wanted, sendable};
use uniac_core::act::{Intent, Refusal, Reply};
use uniac_core::order::{EventKind, Payment, PaymentEvent, PaymentStatus};
use uniac_system::error::Result;
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

use pace::Pace;

pub use config::{Config, KIND};

/// The name in the configuration and in facts.
pub const NAME: &str = "vipps";

/// How many days Vipps keeps a reservation in Norway; Denmark and Finland have 14 (Vipps
/// developers, knowledge base, "Payment capture deadlines").
pub const RESERVATION_DAYS_NORWAY: u16 = 180;

/// For how many hours a repeated key surely gets the first answer. A guess: Vipps publishes no
/// figure; repeats within a day are the usual practice.
pub const KEY_LIFETIME_HOURS: u16 = 24;

/// How many seconds an act may stay invisible to reads. A guess: sums are known to lag after a
/// capture, by how much is not published.
pub const READ_DELAY_SECONDS: u16 = 30;

/// What Vipps promises, as far as it is published.
pub const CAPABILITIES: Capabilities = Capabilities {
    key_lifetime: Some(SignedDuration::from_hours(KEY_LIFETIME_HOURS as i64)),
    // `PaymentEvent.idempotencyKey` (1.4.1).
    lookup: true,
    lookup_delay: SignedDuration::from_secs(READ_DELAY_SECONDS as i64),
    in_shop: false,
    releases_rest: true,
    reads_an_hour: None,
};

/// The path of all payments (1.4.1, `paths`).
const PAYMENTS: &str = "/epayment/v1/payments";

/// The payment methods of Vipps' plug-in for WooCommerce (Vipps MobilePay 6.0.5); `vipps_card` is payment
/// by card without the app, by the same API.
pub const PAYMENT_METHODS: [&str; 2] = ["vipps", "vipps_card"];

/// For how many days a capture is guaranteed where that is less than the reservation's life: a card payment behind Vipps
/// may be reserved for as little as 7 days (Vipps' plug-in for WooCommerce, changelog of 6.0.5). What is guaranteed for the
/// card behind the app (Visa 7 days, Mastercard 30) hangs on the card, which the shop does not tell.
pub const GUARANTEED_DAYS: [(&str, u16); 1] = [("vipps_card", 7)];

/// What the connector needs to know of a sales unit.
#[derive(Debug, Clone)]
pub struct Setup {
    /// `https://api.vipps.no`, or `https://apitest.vipps.no` for the test environment.
    pub base_url: String,
    /// `client_id` of the sales unit.
    pub client_id: String,
    /// `client_secret` of the sales unit.
    pub client_secret: Secret,
    /// `Ocp-Apim-Subscription-Key` of the sales unit.
    pub subscription_key: Secret,
    /// The sales unit's number, four to six digits.
    pub merchant_serial_number: String,
    /// The shop's names of the payment methods that Vipps handles, for instance [`PAYMENT_METHODS`].
    pub payment_methods: Vec<String>,
    /// How many days a reservation lives, for instance [`RESERVATION_DAYS_NORWAY`].
    pub reservation_days: u16,
    /// For how many days a capture of a method is guaranteed, where that is less.
    pub guaranteed_days: BTreeMap<String, u16>,
    /// What is expected of the provider; [`CAPABILITIES`] for the real one.
    pub capabilities: Capabilities,
}

/// The connector.
#[derive(Debug)]
pub struct Vipps {
    http: Http,
    setup: Setup,
    tokens: Tokens,
    pace: Pace,
}

impl Vipps {
    /// Returns the connector of one sales unit. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<Vipps> {
        let http = Http::new(System::Provider, &setup.base_url, Auth::None, context)?;
        Ok(Vipps { http, setup, tokens: Tokens::default(), pace: Pace::default() })
    }

    /// Adds the headers that every call of the API carries (1.4.1, `components.parameters`).
    fn signed<'a>(&'a self, request: Request<'a>, bearer: &'a Secret) -> Request<'a> {
        self.identified(request).header("authorization", bearer.expose())
    }

    fn identified<'a>(&'a self, request: Request<'a>) -> Request<'a> {
        request
            .header("ocp-apim-subscription-key", self.setup.subscription_key.expose())
            .header("merchant-serial-number", &self.setup.merchant_serial_number)
            .header("vipps-system-name", "uniac")
            .header("vipps-system-version", env!("CARGO_PKG_VERSION"))
    }

    fn fetch_token(&self) -> Result<Token> {
        let request = self
            .identified(Request::post("/accesstoken/get", ""))
            .header("client_id", &self.setup.client_id)
            .header("client_secret", self.setup.client_secret.expose());
        let now = self.http.clock().now();
        token::parsed(&self.http.sign_in(&request)?, now)
    }

    /// Reads, with one renewal of the token.
    fn get(&self, path: &str) -> Result<Answer> {
        let send = |token: &Token| self.http.read(&self.signed(Request::get(path), &token.bearer));
        self.tokens.sent(self.http.clock(), || self.fetch_token(), |error| error, send)
    }

    fn events(&self, reference: &str, money: &wire::Sums) -> Result<wire::Trail> {
        let answer = self.get(&format!("{PAYMENTS}/{reference}/events"))?;
        let events: Vec<Box<RawValue>> = answer.read_as(System::Provider)?;
        Ok(wire::trail(&events, reference, money.currency))
    }

    /// Sends the intent, with one renewal of the token: a 401 comes before anything is executed.
    fn sent(&self, intent: &Intent, path: &str) -> Result<Answer, Reply> {
        let send = |token: &Token| self.sent_with(intent, path, &token.bearer);
        self.tokens.sent(self.http.clock(), || self.fetch_token(), unsent, send)
    }

    fn sent_with(&self, intent: &Intent, path: &str, bearer: &Secret) -> Result<Answer, Reply> {
        if !self.pace.admits(&intent.target, intent.act, self.http.clock().uptime()) {
            return Err(Reply::Refused(Refusal::unsent("rate-limited")));
        }
        let request = Request::post(path, &intent.body).header("idempotency-key", &intent.key);
        self.http.write(&self.signed(request, bearer)).answer()
    }
}

impl Provider for Vipps {
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

    /// Reads the payment and, when its sums differ from those of `known`'s events, the events.
    ///
    /// The sums can lag behind an act. So when the end of an act is looked for, `known` must be
    /// `None`: then the events are always read, and they name its key.
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        if !is_reference(reference) {
            return Ok(None);
        }
        let answer = self.get(&format!("{PAYMENTS}/{reference}"))?;
        if wire::is_absent(&answer) {
            return Ok(None);
        }
        let is_it = |named: &wire::Named| named.reference == reference;
        let read = answer.read_of::<wire::Payment, _>(System::Provider, is_it)?;
        let read = read.and_then(|payment| payment.sums().map(|sums| (payment, sums)));
        let (payment, sums) = match read {
            Ok(read) => read,
            Err(doubt) => {
                return Ok(Some(Payment::not_read(NAME, reference, known, doubt, now)));
            }
        };
        let trail = match known {
            _ if !payment.is_authorised() || !self.setup.capabilities.lookup => {
                wire::Trail::default()
            }
            Some(known) if sums.are_explained_by(known) => {
                let (events, authorised_at) = (known.events.clone(), known.authorised_at);
                wire::Trail { events, authorised_at, ..wire::Trail::default() }
            }
            _ => self.events(reference, &sums)?,
        };
        let lifetime = SignedDuration::from_hours(24 * i64::from(self.setup.reservation_days));
        let closes_at = trail.authorised_at.and_then(|at| at.checked_add(lifetime).ok());
        let status = match closes_at {
            _ if !payment.is_authorised() => PaymentStatus::NotAuthorised,
            Some(closes_at) if ran_out(&trail.events, closes_at) => PaymentStatus::Expired,
            _ => PaymentStatus::Authorised,
        };
        Ok(Some(Payment {
            provider: NAME.to_owned(),
            reference: reference.to_owned(),
            status,
            currency: sums.currency,
            authorised_minor: sums.authorised,
            cancelled_minor: sums.cancelled,
            captured_minor: sums.captured,
            refunded_minor: sums.refunded,
            events: trail.events,
            authorised_at: trail.authorised_at,
            closes_at,
            // Some payments must be captured in full; Vipps tells by refusing with 6140.
            whole_only: false,
            read_at: now,
            unreadable: trail.odd.said(),
        }))
    }

    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let Wanted { act, money, payment, .. } = *wanted;
        let body = match act.effect() {
            // 1.4.1, CaptureModificationRequest and RefundModificationRequest.
            Some(EventKind::Capture | EventKind::Refund) => format!(
                r#"{{"modificationAmount":{{"currency":"{}","value":{}}}}}"#,
                money.currency, money.minor
            ),
            // Cancel takes the whole rest and no body (1.4.1, cancelPayment).
            Some(EventKind::Cancel) | None => String::new(),
        };
        Ok(Draft { money, target: payment.reference.clone(), body })
    }

    fn send(&self, intent: &Intent) -> Reply {
        if !is_reference(&intent.target) {
            return refused("5090");
        }
        let says = |effect| wire::body_says(&intent.body, effect, intent.money);
        let effect = match sendable(intent, says) {
            Ok(effect) => effect,
            Err(reply) => return reply,
        };
        let verb = match effect {
            EventKind::Capture => "capture",
            EventKind::Refund => "refund",
            EventKind::Cancel => "cancel",
        };
        match self.sent(intent, &format!("{PAYMENTS}/{}/{verb}", intent.target)) {
            Ok(answer) => wire::reply(&answer, intent, effect),
            Err(reply) => reply,
        }
    }

    fn check(&self) -> Result<String> {
        self.tokens.current(self.http.clock(), || self.fetch_token())?;
        let number = &self.setup.merchant_serial_number;
        Ok(t!("vipps-at", host = self.http.host(), number = number))
    }
}

/// How long a reference is. 1.4.1 (`Reference`) ends at 50; today's API takes 64 (Vipps developers,
/// "ePayment API errors", the message about a reference of the wrong form), and a payment that is not
/// asked for would never be seen.
const REFERENCE_LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// Returns whether Vipps could have given this reference. Shops keep the references of other
/// providers in the same field.
fn is_reference(text: &str) -> bool {
    REFERENCE_LENGTH.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Returns whether the rest was released by Vipps when the reservation ended: a release that no
/// key caused, in the last day of the reservation or later.
fn ran_out(events: &[PaymentEvent], closes_at: Timestamp) -> bool {
    let last_day = closes_at.checked_sub(SignedDuration::from_hours(24)).unwrap_or(closes_at);
    events
        .iter()
        .any(|event| event.kind == EventKind::Cancel && event.key.is_none() && event.at >= last_day)
}

#[cfg(test)]
mod tests;
