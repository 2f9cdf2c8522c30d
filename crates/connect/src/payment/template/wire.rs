//! What is said to the provider and what it says: the only place that writes its bodies and reads its answers.

use jiff::Timestamp;
use serde::Deserialize;

use crate::http::wire::{cleaned, moment};
use crate::http::{Answer, refused, refused_today, unknown};
use uniac_core::act::{Intent, Reply};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{self, EventKind, PaymentEvent, PaymentStatus};
use uniac_texts::kept;

/// Refusals by the provider's own codes that will be the same tomorrow (document, section).
const FINAL: [&str; 2] = ["not_capturable", "amount_too_high"];
/// Refusals that may be another tomorrow.
const TRANSIENT: [&str; 1] = ["issuer_unavailable"];

/// Returns the body of an act.
pub(super) fn body(money: Money) -> String {
    format!(r#"{{"amount":{},"currency":"{}"}}"#, money.minor, money.currency.code())
}

/// The id alone of an answer.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

/// A payment; amounts in minor units.
#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    id: String,
    currency: String,
    authorised: i64,
    captured: i64,
    refunded: i64,
    cancelled: i64,
    events: Vec<Event>,
    #[serde(default)]
    expires_at: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Event {
    id: String,
    kind: String,
    amount: i64,
    key: Option<String>,
    at: String,
}

impl Payment {
    /// Returns the facts as those of the provider with this name, or what of it is not understood.
    pub(super) fn facts(self, provider: &str, now: Timestamp) -> Result<order::Payment, String> {
        let currency: Currency =
            self.currency.parse().map_err(|_| kept!("doubt-currency-unknown"))?;
        let events: Vec<PaymentEvent> =
            self.events.into_iter().map(Event::fact).collect::<Result<_, _>>()?;
        Ok(order::Payment {
            provider: provider.to_owned(),
            reference: self.id,
            status: match self.authorised > 0 {
                true => PaymentStatus::Authorised,
                false => PaymentStatus::NotAuthorised,
            },
            currency,
            authorised_minor: self.authorised,
            cancelled_minor: self.cancelled,
            captured_minor: self.captured,
            refunded_minor: self.refunded,
            events,
            whole_only: false,
            authorised_at: None,
            closes_at: self.expires_at.as_deref().and_then(moment),
            read_at: now,
            unreadable: None,
        })
    }
}

impl Event {
    fn fact(self) -> Result<PaymentEvent, String> {
        let kind = match self.kind.as_str() {
            "capture" => EventKind::Capture,
            "refund" => EventKind::Refund,
            "cancel" => EventKind::Cancel,
            other => return Err(kept!("doubt-event-kind", kind = cleaned(other, 20))),
        };
        Ok(PaymentEvent {
            kind,
            amount_minor: self.amount,
            key: self.key,
            id: Some(self.id),
            of: None,
            at: moment(&self.at).ok_or_else(|| kept!("doubt-event-momentless"))?,
        })
    }
}

#[derive(Debug, Deserialize)]
struct Done {
    id: String,
    amount: i64,
    currency: String,
}

#[derive(Debug, Deserialize)]
struct Problem {
    code: String,
}

/// Returns the reply: done only when id, amount and currency match, refused only by a code that is known.
pub(super) fn reply(answer: &Answer, intent: &Intent) -> Reply {
    if answer.is_success() {
        let done = answer.json::<Done>().filter(|done| {
            let (minor, code) = (intent.money.minor, intent.money.currency.code());
            done.amount == minor && done.currency == code
        });
        return done
            .map_or_else(|| unknown("unconfirmed"), |done| Reply::Done { receipt: Some(done.id) });
    }
    if let Some(reply) = answer.common_reply() {
        return reply;
    }
    let problem = answer.json::<Problem>().filter(|_| answer.is_judgement());
    match problem {
        Some(Problem { code }) if FINAL.contains(&code.as_str()) => refused(&code),
        Some(Problem { code }) if TRANSIENT.contains(&code.as_str()) => refused_today(&code),
        // Conflicts, used keys, codes that are in no list, and what cannot be read.
        Some(_) | None => answer.unknown(),
    }
}
