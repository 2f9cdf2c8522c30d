//! What Vipps says, and what may be concluded from it: the only place that reads its answers.
//!
//! Types follow Vipps ePayment 1.4.1. Nothing is concluded from an answer of another payment, in
//! another currency, or with sums that contradict each other.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::http::field::{self, Doubts, word};
use crate::http::wire::{Text, cleaned, moment};
use crate::http::{Answer, refused, refused_today, unknown};
use uniac_core::act::{Intent, Reply};
use uniac_core::money::{Currency, MINOR_MAX, Money};
use uniac_core::order::{self, EventKind, PaymentEvent};
use uniac_texts::kept;

/// `Amount`: whole minor units.
#[derive(Debug, Deserialize)]
struct Amount {
    currency: String,
    value: i64,
}

/// `Aggregate`: what became of the reservation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aggregate {
    authorized_amount: Amount,
    cancelled_amount: Amount,
    captured_amount: Amount,
    refunded_amount: Amount,
}

/// `State`. It stays `AUTHORIZED` for ever, whatever is captured, refunded or cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum State {
    Created,
    Aborted,
    Expired,
    Authorized,
    Terminated,
}

/// `GetPaymentResponse`.
#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    aggregate: Aggregate,
    state: State,
}

/// The reference alone of [`Payment`].
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) reference: String,
}

/// `ModificationResponse`, the success of a capture, refund or cancel.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Modification {
    amount: Amount,
    aggregate: Aggregate,
    psp_reference: String,
    reference: String,
}

/// `PaymentEvent`. 1.4.1 also requires a `paymentAction` that it never describes; it is not read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    reference: String,
    name: String,
    amount: Amount,
    timestamp: String,
    idempotency_key: Option<String>,
}

/// Whether an event took effect, which counts before all else.
#[derive(Debug, Deserialize)]
struct Success {
    success: bool,
}

/// `Problem`, with the `extraDetails` that the error pages describe and 1.4.1 leaves out.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Problem {
    title: Option<String>,
    status: Option<u16>,
    extra_details: Vec<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Detail {
    name: Option<String>,
    reason: Option<Text>,
}

/// The sums of one payment in its one currency, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) currency: Currency,
    pub(super) authorised: i64,
    pub(super) cancelled: i64,
    pub(super) captured: i64,
    pub(super) refunded: i64,
}

/// The effects on a payment, oldest first, and when it was reserved.
#[derive(Debug, Default)]
pub(super) struct Trail {
    pub(super) events: Vec<PaymentEvent>,
    pub(super) authorised_at: Option<Timestamp>,
    /// What was not understood of the events.
    pub(super) odd: Doubts,
}

impl Aggregate {
    /// Returns the sums, or `None` when they are in several currencies or contradict each other.
    fn sums(&self) -> Option<Sums> {
        let currency: Currency = self.authorized_amount.currency.parse().ok()?;
        let value = |amount: &Amount| {
            (amount.currency == currency.code() && amount.value >= 0).then_some(amount.value)
        };
        let sums = Sums {
            currency,
            authorised: value(&self.authorized_amount)?,
            cancelled: value(&self.cancelled_amount)?,
            captured: value(&self.captured_amount)?,
            refunded: value(&self.refunded_amount)?,
        };
        let taken = sums.captured.checked_add(sums.cancelled)?;
        (taken <= sums.authorised && sums.refunded <= sums.captured).then_some(sums)
    }
}

impl Sums {
    /// Returns whether the events of `known` add up to these sums, so that there are no new ones.
    pub(super) fn are_explained_by(&self, known: &order::Payment) -> bool {
        let sum = |kind| {
            let mut amounts = known.events.iter().filter(|event| event.kind == kind);
            amounts.try_fold(0_i64, |sum, event| sum.checked_add(event.amount_minor))
        };
        // Without the moment of reservation the events were read too early.
        known.authorised_at.is_some()
            && known.unreadable.is_none()
            && known.currency == self.currency
            && sum(EventKind::Capture) == Some(self.captured)
            && sum(EventKind::Refund) == Some(self.refunded)
            && sum(EventKind::Cancel) == Some(self.cancelled)
    }
}

impl Payment {
    /// Returns whether there is or was a reservation. `TERMINATED` is a cancel before there was.
    pub(super) fn is_authorised(&self) -> bool {
        self.state == State::Authorized
    }

    /// Returns the sums of the payment.
    ///
    /// # Errors
    /// What is not understood of them.
    pub(super) fn sums(&self) -> Result<Sums, String> {
        let sums = self.aggregate.sums().filter(|sums| sums.authorised <= MINOR_MAX);
        sums.ok_or_else(|| kept!("doubt-sums"))
    }
}

/// Returns the effects that the events of a payment tell of. One that is not understood is a doubt, and hides no other.
pub(super) fn trail(events: &[Box<RawValue>], reference: &str, currency: Currency) -> Trail {
    let mut trail = Trail::default();
    for event in events {
        let text = event.get();
        let added = match parsed::<Success>(text) {
            Ok(event) if !event.success => continue,
            Ok(_) => parsed(text).and_then(|event| trail.add(event, reference, currency)),
            Err(doubt) => Err(doubt),
        };
        if let Err(doubt) = added {
            trail.odd.note(kept!("doubt-of-event", doubt = doubt));
        }
    }
    trail.events.sort_by_key(|event| event.at);
    trail
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| field::odd(text.as_bytes(), &error))
}

impl Trail {
    fn add(&mut self, event: Event, reference: &str, currency: Currency) -> Result<(), String> {
        if event.reference != reference {
            return Err(kept!("doubt-other-payment"));
        }
        let at = moment(&event.timestamp).ok_or_else(|| kept!("doubt-timestamp"))?;
        let kind = match event.name.as_str() {
            "CAPTURED" => EventKind::Capture,
            "REFUNDED" => EventKind::Refund,
            "CANCELLED" => EventKind::Cancel,
            "AUTHORIZED" => {
                self.authorised_at = Some(self.authorised_at.map_or(at, |first| first.min(at)));
                return Ok(());
            }
            // The rest of `PaymentEventName` moves no money.
            "CREATED" | "ABORTED" | "EXPIRED" | "TERMINATED" => return Ok(()),
            // What it has done to the money is not known, so nothing more may be moved.
            name => return Err(kept!("doubt-event-name", name = word(name))),
        };
        if event.amount.currency != currency.code() {
            return Err(kept!("doubt-other-currency"));
        }
        if !(0..=MINOR_MAX).contains(&event.amount.value) {
            return Err(kept!("doubt-its-amount"));
        }
        let key = event.idempotency_key.filter(|key| !key.is_empty());
        let amount_minor = event.amount.value;
        self.events.push(PaymentEvent { kind, amount_minor, key, id: None, of: None, at });
        Ok(())
    }
}

/// Returns whether Vipps says that it knows no such payment. A 404 without a problem is a gate or
/// a wrong address, not Vipps.
pub(super) fn is_absent(answer: &Answer) -> bool {
    let Some(problem) = answer.json::<Problem>() else { return false };
    match answer.status {
        404 => problem.title.is_some() || problem.number().is_some(),
        400 => problem.number().as_deref() == Some("5090"),
        _ => false,
    }
}

/// Returns whether a body asks for exactly this amount; a cancel asks for none.
pub(super) fn body_says(body: &str, effect: EventKind, money: Money) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Asked {
        modification_amount: Amount,
    }
    match effect {
        EventKind::Cancel => body.is_empty(),
        EventKind::Capture | EventKind::Refund => {
            serde_json::from_str::<Asked>(body).is_ok_and(|asked| {
                asked.modification_amount.value == money.minor
                    && asked.modification_amount.currency == money.currency.code()
            })
        }
    }
}

/// Returns what an answer to an act means.
pub(super) fn reply(answer: &Answer, intent: &Intent, effect: EventKind) -> Reply {
    if answer.is_success() {
        return match answer.json::<Modification>() {
            Some(modification) if modification.is_of(intent, effect) => {
                Reply::Done { receipt: Some(cleaned(&modification.psp_reference, 80)) }
            }
            Some(_) => unknown("mismatch"),
            None if answer.json::<IgnoredAny>().is_some() => unknown("not-understood"),
            None => unknown("torn-body"),
        };
    }
    let problem = answer.json::<Problem>().unwrap_or_default();
    match (answer.status, problem.number()) {
        (409, number) => unknown(number.unwrap_or_else(|| "conflict".to_owned())),
        (401, _) | (403, None) => answer.locked_out(),
        (_, Some(number)) if answer.is_judgement() => by_number(number, effect),
        (400, None) if problem.is_of_form() => refused("status-400"),
        _ => answer.unknown(),
    }
}

/// Returns what an error number means. One that is in no table is a no in Vipps' own words all the
/// same, and what the customer's bank says at the capture is in none: it is asked again tomorrow.
fn by_number(number: String, effect: EventKind) -> Reply {
    if ALREADY.contains(&(effect, number.as_str())) || UNDECIDED.contains(&number.as_str()) {
        return unknown(number);
    }
    match REFUSALS.contains(&number.as_str()) {
        true => refused(number),
        false => refused_today(number),
    }
}

impl Problem {
    /// Returns the error number, which alone tells what is meant; titles change.
    fn number(&self) -> Option<String> {
        let is_number = |text: &String| {
            (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        self.error_code()?.reason.as_ref()?.trimmed().filter(is_number)
    }

    fn error_code(&self) -> Option<&Detail> {
        self.extra_details.iter().find(|detail| detail.name.as_deref() == Some("ErrorCode"))
    }

    /// Returns whether this judges the form of the request, before any payment was looked at.
    fn is_of_form(&self) -> bool {
        self.title.is_some() && self.status == Some(400) && self.error_code().is_none()
    }
}

impl Modification {
    /// Returns whether this is the success of the intent.
    ///
    /// 1.4.1 does not say whether `amount` is the amount of this act or of the whole payment, so
    /// either is taken; the sum of this kind of effect must hold the intent's amount.
    fn is_of(&self, intent: &Intent, effect: EventKind) -> bool {
        let Some(sums) = self.aggregate.sums() else { return false };
        let asked = intent.money.minor;
        let took_effect = match effect {
            EventKind::Capture => sums.captured >= asked,
            EventKind::Refund => sums.refunded >= asked,
            // The whole rest is released, whatever it was when the intent was written.
            EventKind::Cancel => {
                sums.cancelled > 0 && sums.captured + sums.cancelled == sums.authorised
            }
        };
        let amount = self.amount.value;
        let amount_fits = amount == asked
            || amount == sums.authorised
            || (effect == EventKind::Cancel && amount == sums.cancelled);
        self.reference == intent.target
            && sums.currency == intent.money.currency
            && self.amount.currency == sums.currency.code()
            && amount_fits
            && took_effect
    }
}

/// Error numbers that say that the act was done before. They do not say by whom: a request that was
/// delivered twice on the way gets the second answer. So they are looked up.
const ALREADY: [(EventKind, &str); 3] =
    [(EventKind::Capture, "6170"), (EventKind::Refund, "6180"), (EventKind::Cancel, "6070")];

/// Error numbers that decide nothing (Vipps developers, "ePayment API errors"): the key was used
/// before (4010, 4020, 4150), another act is in progress (6160), unknown failure (6999).
const UNDECIDED: [&str; 5] = ["4010", "4020", "4150", "6160", "6999"];

/// Error numbers that say that nothing was done, and nothing will be (Vipps developers, "ePayment
/// API errors").
const REFUSALS: &[&str] = &[
    "5090", // Vipps knows no payment with this reference
    "6020", // nothing is captured that could be refunded
    "6030", // the time in which it can be cancelled is over
    "6070", // the payment is cancelled
    "6080", // nothing is reserved
    "6090", // the amount is higher than what is left
    "6100", // the time in which it can be captured is over
    "6140", // this payment must be captured in full
    "6150", // less is left to be refunded
    "6170", // the payment is captured already
    "6220", // the time in which it can be refunded is over
];
