//! The providers' book: payments, their events, and the limits within which money moves.
//!
//! This is the truth that tests compare with, whichever provider a payment is at. No money may move here in any other way than [`act`],
//! [`dispute`] and [`lapse`], and no sum may change without its event.

use super::brand::Brand;
use super::world::{Outcome, Turn};

/// A payment and its sums.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub brand: Brand,
    pub reference: String,
    pub psp: String,
    pub state: String,
    pub currency: String,
    pub amount_minor: i64,
    pub authorised_minor: i64,
    pub captured_minor: i64,
    pub refunded_minor: i64,
    pub cancelled_minor: i64,
    pub authorised_at: i64,
    /// When the provider releases what is left.
    pub closes_at: i64,
}

impl Payment {
    /// Returns what can still be captured or released.
    pub fn reserved_minor(&self) -> i64 {
        self.authorised_minor - self.captured_minor - self.cancelled_minor
    }

    /// Returns what can still be paid back.
    pub fn held_minor(&self) -> i64 {
        self.captured_minor - self.refunded_minor
    }
}

/// What can be done to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Capture,
    Refund,
    Cancel,
}

impl Effect {
    /// Returns the name of the operation, as in the path.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Capture => "capture",
            Effect::Refund => "refund",
            Effect::Cancel => "cancel",
        }
    }

    /// Returns the name of the event. A payment that is not yet authorised is terminated, not
    /// cancelled, and only then does its state change.
    fn event(self, payment: &Payment) -> &'static str {
        match self {
            Effect::Capture => "CAPTURED",
            Effect::Refund => "REFUNDED",
            Effect::Cancel if payment.state == "CREATED" => "TERMINATED",
            Effect::Cancel => "CANCELLED",
        }
    }
}

/// Why money does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    NotFound,
    NotReserved,
    CaptureExpired,
    CancelExpired,
    RefundExpired,
    Cancelled,
    AlreadyCancelled,
    AlreadyCaptured,
    AlreadyRefunded,
    TooHigh,
    NothingCaptured,
    NotEnough,
}

impl Reason {
    /// Returns what it means.
    pub fn title(self) -> &'static str {
        match self {
            Reason::NotFound => "Reference not found",
            Reason::NotReserved => "The payment is not reserved",
            Reason::CaptureExpired => "The capture period has expired",
            Reason::CancelExpired => "The cancel period has expired",
            Reason::RefundExpired => "The refund period has expired",
            Reason::Cancelled => "The payment is cancelled",
            Reason::AlreadyCancelled => "The payment is already cancelled",
            Reason::AlreadyCaptured => "The payment is already captured",
            Reason::AlreadyRefunded => "The payment is already refunded",
            Reason::TooHigh => "The amount is too high",
            Reason::NothingCaptured => "Nothing is captured, so nothing can be refunded",
            Reason::NotEnough => "There is not enough left to refund",
        }
    }
}

/// An effect that happened.
#[derive(Debug, Clone)]
pub(super) struct Done {
    /// The payment afterwards.
    pub payment: Payment,
    /// How much moved.
    pub amount_minor: i64,
    /// The number of its event.
    pub event: i64,
    /// The provider's number of the effect.
    pub psp: String,
}

/// One row of a payment's event log.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub id: i64,
    pub name: String,
    pub amount_minor: i64,
    pub at: i64,
    pub key: Option<String>,
    pub success: bool,
    /// What the request said besides, in the provider's own form.
    pub note: Option<String>,
}

/// What a request says besides how much.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Particulars<'a> {
    /// The key that causes the effect.
    pub key: Option<&'a str>,
    /// What the provider shows of the request later, in its own form.
    pub note: Option<&'a str>,
}

impl Event {
    /// Returns the provider's number of the event.
    pub fn psp(&self, payment: &Payment) -> String {
        match self.name.as_str() {
            "CREATED" | "AUTHORIZED" => payment.psp.clone(),
            _ => event_psp(self.id),
        }
    }
}

/// Records a reservation. Vipps takes at most 65 000 000 øre; the sandbox takes more, so that large
/// figures can be tried.
pub(super) fn authorise(
    turn: &Turn,
    brand: Brand,
    reference: &str,
    currency: &str,
    amount_minor: i64,
) -> Outcome<()> {
    let psp = (turn.chance()? % 9_000_000_000 + 1_000_000_000).to_string();
    turn.run(
        "INSERT INTO payment (reference, psp, state, currency, amount_minor, authorised_minor,
            created_at, authorised_at, brand, closes_at)
            VALUES (?1, ?2, 'AUTHORIZED', ?3, ?4, ?4, ?5, ?5, ?6, ?7)",
        (
            reference,
            psp,
            currency,
            amount_minor,
            turn.now,
            brand.name(),
            turn.now + brand.reservation_ms(),
        ),
    )?;
    for name in ["CREATED", "AUTHORIZED"] {
        record(turn, reference, name, amount_minor, Particulars::default(), true)?;
    }
    Ok(())
}

/// Records a payment that a customer of Vipps has begun and not finished: nothing is reserved.
pub(super) fn begin(
    turn: &Turn,
    reference: &str,
    currency: &str,
    amount_minor: i64,
) -> Outcome<()> {
    authorise(turn, Brand::Vipps, reference, currency, amount_minor)?;
    turn.run(
        "UPDATE payment SET state = 'CREATED', authorised_minor = 0 WHERE reference = ?1",
        [reference],
    )?;
    turn.run(
        "DELETE FROM payment_event WHERE reference = ?1 AND name = 'AUTHORIZED'",
        [reference],
    )?;
    Ok(())
}

/// Returns the payment as it really is.
pub(super) fn find(turn: &Turn, reference: &str) -> Outcome<Option<Payment>> {
    let sql = "SELECT reference, psp, state, currency, amount_minor, authorised_minor,
            captured_minor, refunded_minor, cancelled_minor, authorised_at, closes_at, brand
        FROM payment WHERE reference = ?1";
    let payment = turn.first(sql, [reference], |row| {
        Ok(Payment {
            reference: row.get(0)?,
            psp: row.get(1)?,
            state: row.get(2)?,
            currency: row.get(3)?,
            amount_minor: row.get(4)?,
            authorised_minor: row.get(5)?,
            captured_minor: row.get(6)?,
            refunded_minor: row.get(7)?,
            cancelled_minor: row.get(8)?,
            authorised_at: row.get(9)?,
            closes_at: row.get(10)?,
            brand: brand(&row.get::<_, String>(11)?),
        })
    })?;
    Ok(payment)
}

fn brand(name: &str) -> Brand {
    Brand::ALL.into_iter().find(|brand| brand.name() == name).unwrap_or(Brand::Vipps)
}

/// Returns the payment as reads show it: without the effects that lag.
pub(super) fn find_visible(turn: &Turn, reference: &str) -> Outcome<Option<Payment>> {
    let Some(mut payment) = find(turn, reference)? else { return Ok(None) };
    let hidden = turn.all(
        "SELECT name, amount_minor FROM payment_event
            WHERE reference = ?1 AND success = 1 AND visible_at > ?2",
        (reference, turn.now),
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
    )?;
    for (name, amount_minor) in hidden {
        match name.as_str() {
            "CAPTURED" => payment.captured_minor -= amount_minor,
            "REFUNDED" => payment.refunded_minor -= amount_minor,
            "CANCELLED" => payment.cancelled_minor -= amount_minor,
            _ => {}
        }
    }
    Ok(Some(payment))
}

/// Returns the event log as reads show it, oldest first.
pub(super) fn events(turn: &Turn, reference: &str) -> Outcome<Vec<Event>> {
    let sql = "SELECT id, name, amount_minor, at, key, success, note FROM payment_event
        WHERE reference = ?1 AND visible_at <= ?2 ORDER BY at, id";
    let events = turn.all(sql, (reference, turn.now), |row| {
        Ok(Event {
            id: row.get(0)?,
            name: row.get(1)?,
            amount_minor: row.get(2)?,
            at: row.get(3)?,
            key: row.get(4)?,
            success: row.get(5)?,
            note: row.get(6)?,
        })
    })?;
    Ok(events)
}

/// Moves money, or says why not. `amount_minor` of `None` is all there is.
///
/// A refused attempt leaves an event with `success: false`, as the real log does: a client that
/// ignores `success` counts money that never moved.
pub(super) fn act(
    turn: &Turn,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
    particulars: Particulars,
) -> Outcome<Result<Done, Reason>> {
    lapse(turn, Some(reference))?;
    let Some(payment) = find(turn, reference)? else {
        return Ok(Err(Reason::NotFound));
    };
    let amount_minor = match effect {
        Effect::Capture => amount_minor.unwrap_or(payment.reserved_minor()),
        Effect::Refund => amount_minor.unwrap_or(payment.held_minor()),
        Effect::Cancel => payment.reserved_minor(),
    };
    if let Some(reason) = reason(turn, &payment, effect, amount_minor) {
        record(turn, reference, effect.event(&payment), amount_minor, particulars, false)?;
        return Ok(Err(reason));
    }
    let change = match effect.event(&payment) {
        "CAPTURED" => "captured_minor = captured_minor + ?2",
        "REFUNDED" => "refunded_minor = refunded_minor + ?2",
        "CANCELLED" => "cancelled_minor = cancelled_minor + ?2",
        _ => "state = 'TERMINATED', authorised_minor = authorised_minor + ?2",
    };
    let sql = format!("UPDATE payment SET {change} WHERE reference = ?1");
    turn.run(&sql, (reference, amount_minor))?;
    let event = record(turn, reference, effect.event(&payment), amount_minor, particulars, true)?;
    let payment = find(turn, reference)?.unwrap_or(payment);
    assert!(
        payment.reserved_minor() >= 0 && payment.held_minor() >= 0,
        "the provider's book never goes below zero"
    );
    Ok(Ok(Done { payment, amount_minor, event, psp: event_psp(event) }))
}

/// Returns why the effect is not possible, in the order in which a client can mend it.
fn reason(turn: &Turn, payment: &Payment, effect: Effect, amount_minor: i64) -> Option<Reason> {
    let authorised = payment.state == "AUTHORIZED";
    let is_over = turn.now >= payment.closes_at;
    let refund_is_over =
        payment.brand.refund_ms().is_some_and(|ms| turn.now - payment.authorised_at >= ms);
    let reasons: &[(bool, Reason)] = match effect {
        Effect::Capture => &[
            (!authorised, Reason::NotReserved),
            (is_over, Reason::CaptureExpired),
            (payment.reserved_minor() == 0 && payment.cancelled_minor > 0, Reason::Cancelled),
            (payment.reserved_minor() == 0, Reason::AlreadyCaptured),
            (amount_minor > payment.reserved_minor(), Reason::TooHigh),
        ],
        Effect::Refund => &[
            (payment.captured_minor == 0, Reason::NothingCaptured),
            (refund_is_over, Reason::RefundExpired),
            (payment.held_minor() == 0, Reason::AlreadyRefunded),
            (amount_minor > payment.held_minor(), Reason::NotEnough),
        ],
        Effect::Cancel if payment.state == "CREATED" => &[],
        Effect::Cancel => &[
            (authorised && is_over, Reason::CancelExpired),
            (payment.reserved_minor() == 0 && payment.captured_minor > 0, Reason::AlreadyCaptured),
            (payment.reserved_minor() == 0, Reason::AlreadyCancelled),
        ],
    };
    reasons.iter().find(|(holds, _)| *holds).map(|(_, reason)| *reason)
}

/// Releases what is left of reservations that have run out, of one payment or of all.
///
/// The providers say that they cancel them by themselves, Vipps not how its event log then looks; the
/// sandbox writes an event without a key, dated at the end of the period, when somebody next looks.
pub(super) fn lapse(turn: &Turn, reference: Option<&str>) -> Outcome<()> {
    // Two statements rather than one with an `OR`, so that one payment is found by its key.
    let which = if reference.is_some() { "reference = ?2" } else { "?2 IS NULL" };
    let due = format!(
        "{which} AND state = 'AUTHORIZED' AND closes_at <= ?1
            AND authorised_minor - captured_minor - cancelled_minor > 0"
    );
    let recorded = turn.run(
        &format!(
            "INSERT INTO payment_event (reference, name, amount_minor, at, key, success, visible_at)
            SELECT reference, 'CANCELLED', authorised_minor - captured_minor - cancelled_minor,
                closes_at, NULL, 1, 0 FROM payment WHERE {due}"
        ),
        (turn.now, reference),
    )?;
    if recorded > 0 {
        let change = "cancelled_minor = authorised_minor - captured_minor";
        turn.run(&format!("UPDATE payment SET {change} WHERE {due}"), (turn.now, reference))?;
    }
    Ok(())
}

/// Changes what is reserved, as the merchant and the provider have agreed; nothing of it moves.
pub(super) fn change_authorised(turn: &Turn, reference: &str, amount_minor: i64) -> Outcome<()> {
    let sql = "UPDATE payment SET authorised_minor = ?2 WHERE reference = ?1";
    turn.run(sql, (reference, amount_minor))?;
    record(turn, reference, "CHANGED", amount_minor, Particulars::default(), true)?;
    Ok(())
}

/// Raises or lowers a reservation. Klarna shows that as a change; of the others no page tells how their
/// events then look: the sandbox shows the reservation as if it had been so from the beginning (*guess*).
pub(super) fn reserve_otherwise(turn: &Turn, payment: &Payment, amount_minor: i64) -> Outcome<()> {
    if payment.brand == Brand::Klarna {
        return change_authorised(turn, &payment.reference, amount_minor);
    }
    for sql in [
        "UPDATE payment SET amount_minor = ?2, authorised_minor = ?2 WHERE reference = ?1",
        "UPDATE payment_event SET amount_minor = ?2
            WHERE reference = ?1 AND name IN ('CREATED', 'AUTHORIZED')",
    ] {
        turn.run(sql, (&payment.reference, amount_minor))?;
    }
    Ok(())
}

/// Takes held money back for a customer who disputes. What providers call such an event differs.
pub(super) fn dispute(turn: &Turn, reference: &str, amount_minor: i64) -> Outcome<()> {
    let sql = "UPDATE payment SET refunded_minor = refunded_minor + ?2 WHERE reference = ?1";
    turn.run(sql, (reference, amount_minor))?;
    record(turn, reference, "DISPUTED", amount_minor, Particulars::default(), true)?;
    Ok(())
}

fn record(
    turn: &Turn,
    reference: &str,
    name: &str,
    amount_minor: i64,
    particulars: Particulars,
    success: bool,
) -> Outcome<i64> {
    turn.run(
        "INSERT INTO payment_event
            (reference, name, amount_minor, at, key, success, visible_at, note)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            reference,
            name,
            amount_minor,
            turn.now,
            particulars.key,
            success,
            turn.visible_at(),
            particulars.note,
        ),
    )?;
    Ok(turn.db.last_insert_rowid())
}

fn event_psp(event: i64) -> String {
    (7_700_000_000 + event).to_string()
}
