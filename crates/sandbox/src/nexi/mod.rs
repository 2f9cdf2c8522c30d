//! A payment provider: Nexi Checkout (Nets Easy), Payment API v1, as Nexi publishes it.
//!
//! It speaks and guards; the money is in the `book`, and refunds that wait are in `refund`. It must
//! never be friendlier than the real one: sums that do not add up, a used key or a cancel after a
//! charge are refused as they would be there. Answers to acts name an id and nothing else.

mod answer;
mod charge;
mod items;
mod key;
mod refund;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::book::{self, Done, Effect, Particulars, Payment, Reason};
use super::exchange::{Request, Response};
use super::world::{Outcome, Setting, Turn, World};
use uniac_system::error::Result;

use answer::{empty, failure, refused, time};
use charge::{charges, real, shown};
use key::once;

pub(super) use answer::{already_done, broken, code, in_progress, too_many};
pub(super) use key::remember;

/// The merchant's secret key for the test environment.
pub const SECRET_KEY: &str = "test-secret-key-9d1c7f0a54e24b6f8e3b21aa60c5d7f4";

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    // The key stands in the header as it is, without a scheme's name.
    if request.header("authorization") != Some(SECRET_KEY) {
        return Ok(empty(401));
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["v1", "payments", id]) => read(turn, id),
        ("POST", ["v1", "payments", id, "charges"]) => charge::create(turn, request, id),
        ("POST", ["v1", "payments", id, "cancels"]) => cancel(turn, request, id),
        ("GET", ["v1", "charges", id]) => charge::read(turn, id),
        ("POST", ["v1", "charges", id, "refunds"]) => refund::create(turn, request, id),
        ("GET", ["v1", "refunds", id]) => refund::read(turn, id),
        ("POST", ["v1", "pending-refunds", id, "cancel"]) => refund::cancel(turn, id),
        _ => Ok(empty(404)),
    }
}

/// The number of a no for good: the reservation has run out.
pub(super) const LAST_WORD: &str = "1010";

/// The number by which Nexi says that the method's own charge failed.
pub(super) const DECLINE: &str = "1020";

/// Refuses an act, and keeps the no for the act's key: a repetition gets it again.
pub(super) fn refuse(
    turn: &Turn,
    request: &Request,
    path: &str,
    operation: &str,
    number: &str,
) -> Outcome<Response> {
    let no = failure(402, number, "The act was refused");
    let id = path.trim_matches('/').split('/').nth(2).unwrap_or_default();
    match operation {
        "capture" | "refund" => once(turn, request, operation, id, |_, _| Ok(no)),
        _ => Ok(no),
    }
}

/// Moves money for somebody in the portal, or for a plug-in with a key of its own. A refund goes over
/// the charges, oldest first.
pub(super) fn by_hand(
    turn: &Turn,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
    key: &str,
) -> Outcome<std::result::Result<Done, Reason>> {
    let Some(payment) = book::find(turn, reference)? else { return Ok(Err(Reason::NotFound)) };
    let note = items::of_order(turn, reference)?.to_string();
    let particulars = Particulars { key: Some(key), note: Some(&note) };
    match effect {
        Effect::Capture => book::act(turn, effect, reference, amount_minor, particulars),
        Effect::Cancel if payment.captured_minor > 0 => Ok(Err(Reason::AlreadyCaptured)),
        Effect::Cancel => book::act(turn, effect, reference, None, particulars),
        Effect::Refund => {
            let wanted_minor = amount_minor.unwrap_or(payment.held_minor());
            refund::by_hand(turn, &payment, wanted_minor, particulars)
        }
    }
}

impl World {
    /// The merchant's balance at Nexi becomes too low for refunds, which then wait, or high enough
    /// again, and those that wait happen. Returns how many have happened.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn balance(&mut self, is_enough: bool) -> Result<usize> {
        self.set(Setting::Refunds, if is_enough { "completed" } else { "pending" })?;
        self.turn(|turn| if is_enough { refund::complete_all(turn) } else { Ok(0) })
    }
}

fn read(turn: &Turn, id: &str) -> Outcome<Response> {
    book::lapse(turn, Some(id))?;
    let Some(payment) = visible(turn, id)? else { return Ok(empty(404)) };
    let mut body = json!({
        "paymentId": payment.reference,
        "summary": summary(&payment),
        "consumer": {},
        "paymentDetails": { "paymentType": "CARD", "paymentMethod": "Visa" },
        "orderDetails": {
            "amount": payment.amount_minor, "currency": payment.currency, "reference": payment.psp,
        },
        "checkout": { "url": "https://kopp.example.no/kassen" },
        "created": time(payment.authorised_at),
    });
    if turn.setting(Setting::Events)? == "on" {
        let charges: Vec<Value> = charges(turn, id)?.iter().map(shown).collect();
        let refunds = refund::list(turn, id)?;
        for (name, rows) in [("charges", charges), ("refunds", refunds)] {
            if !rows.is_empty() {
                body[name] = rows.into();
            }
        }
    }
    Ok(Response::json(200, &json!({ "payment": body })))
}

/// Returns Nexi's own payment as reads show it; those of other providers are not here.
fn visible(turn: &Turn, id: &str) -> Outcome<Option<Payment>> {
    let found = book::find_visible(turn, id)?;
    Ok(found.filter(|payment| payment.brand == super::Brand::Nexi))
}

/// Returns the sums; what is nothing is left out, as in the real answer.
fn summary(payment: &Payment) -> Value {
    let mut sums = json!({});
    for (name, minor) in [
        ("reservedAmount", payment.authorised_minor),
        ("chargedAmount", payment.captured_minor),
        ("refundedAmount", payment.refunded_minor),
        ("cancelledAmount", payment.cancelled_minor),
    ] {
        if minor > 0 {
            sums[name] = minor.into();
        }
    }
    sums
}

/// Releases the whole order. There is no key for it, and what is repeated is refused.
fn cancel(turn: &Turn, request: &Request, id: &str) -> Outcome<Response> {
    let Some(payment) = real(turn, id)? else { return Ok(empty(404)) };
    let wanted = match items::wanted(request) {
        Ok(wanted) => wanted,
        Err(refusal) => return Ok(refusal),
    };
    if payment.captured_minor > 0 {
        return Ok(refused(Reason::AlreadyCaptured));
    }
    if wanted.amount_minor != payment.authorised_minor {
        return Ok(failure(402, "1007", "A part cannot be cancelled"));
    }
    Ok(match book::act(turn, Effect::Cancel, id, None, Particulars::default())? {
        Ok(_) => empty(204),
        Err(reason) => refused(reason),
    })
}
