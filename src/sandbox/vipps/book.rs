//! The provider's book: payments, their events, and the limits within which money moves.
//!
//! This is the truth that tests compare with. No money may move here in any other way than [`act`]
//! and [`lapse`], and no sum may change without its event.

use crate::sandbox::world::{Outcome, Turn};

/// How long a reservation lives in Norway, milliseconds: 180 days, then Vipps releases the rest.
/// (Denmark and Finland have 14 days; the sandbox's company is Norwegian.)
pub(in crate::sandbox) const RESERVATION_MS: i64 = 180 * 86_400_000;

/// How long after the reservation a refund is possible, milliseconds: 365 days.
const REFUND_MS: i64 = 365 * 86_400_000;

/// A payment and its sums.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Payment {
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
pub(in crate::sandbox) enum Effect {
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
#[derive(Debug, Clone, Copy)]
pub(in crate::sandbox) struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Vipps' number, when one is known for the case.
    pub code: Option<&'static str>,
    /// What it means.
    pub title: &'static str,
}

impl Refusal {
    /// Returns a refusal of a request that is well-formed.
    const fn new(code: &'static str, title: &'static str) -> Refusal {
        Refusal { status: 400, code: Some(code), title }
    }
}

/// An effect that happened.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Done {
    /// The payment afterwards.
    pub payment: Payment,
    /// How much moved.
    pub amount_minor: i64,
    /// The provider's number of the effect.
    pub psp: String,
}

/// One row of a payment's event log.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Event {
    pub id: i64,
    pub name: String,
    pub amount_minor: i64,
    pub at: i64,
    pub key: Option<String>,
    pub success: bool,
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
pub(in crate::sandbox) fn authorise(
    turn: &Turn,
    reference: &str,
    currency: &str,
    amount_minor: i64,
) -> Outcome<()> {
    let psp = (turn.chance()? % 9_000_000_000 + 1_000_000_000).to_string();
    turn.run(
        "INSERT INTO payment (reference, psp, state, currency, amount_minor, authorised_minor,
            created_at, authorised_at) VALUES (?1, ?2, 'AUTHORIZED', ?3, ?4, ?4, ?5, ?5)",
        (reference, psp, currency, amount_minor, turn.now),
    )?;
    for name in ["CREATED", "AUTHORIZED"] {
        record(turn, reference, name, amount_minor, None, true)?;
    }
    Ok(())
}

/// Returns the payment as it really is.
pub(in crate::sandbox) fn find(turn: &Turn, reference: &str) -> Outcome<Option<Payment>> {
    let sql = "SELECT reference, psp, state, currency, amount_minor, authorised_minor,
            captured_minor, refunded_minor, cancelled_minor, authorised_at
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
        })
    })?;
    Ok(payment)
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
    let sql = "SELECT id, name, amount_minor, at, key, success FROM payment_event
        WHERE reference = ?1 AND visible_at <= ?2 ORDER BY at, id";
    let events = turn.all(sql, (reference, turn.now), |row| {
        Ok(Event {
            id: row.get(0)?,
            name: row.get(1)?,
            amount_minor: row.get(2)?,
            at: row.get(3)?,
            key: row.get(4)?,
            success: row.get(5)?,
        })
    })?;
    Ok(events)
}

/// Moves money, or says why not. `amount_minor` of `None` is all there is.
///
/// A refused attempt leaves an event with `success: false`, as the real log does: a client that
/// ignores `success` counts money that never moved.
pub(in crate::sandbox) fn act(
    turn: &Turn,
    effect: Effect,
    reference: &str,
    amount_minor: Option<i64>,
    key: &str,
) -> Outcome<Result<Done, Refusal>> {
    lapse(turn, Some(reference))?;
    let Some(payment) = find(turn, reference)? else {
        return Ok(Err(Refusal { status: 404, code: Some("5090"), title: "Reference not found" }));
    };
    let amount_minor = match effect {
        Effect::Capture => amount_minor.unwrap_or(payment.reserved_minor()),
        Effect::Refund => amount_minor.unwrap_or(payment.held_minor()),
        Effect::Cancel => payment.reserved_minor(),
    };
    if let Some(refusal) = refusal(turn, &payment, effect, amount_minor) {
        record(turn, reference, effect.event(&payment), amount_minor, Some(key), false)?;
        return Ok(Err(refusal));
    }
    let change = match effect.event(&payment) {
        "CAPTURED" => "captured_minor = captured_minor + ?2",
        "REFUNDED" => "refunded_minor = refunded_minor + ?2",
        "CANCELLED" => "cancelled_minor = cancelled_minor + ?2",
        _ => "state = 'TERMINATED', authorised_minor = authorised_minor + ?2",
    };
    let sql = format!("UPDATE payment SET {change} WHERE reference = ?1");
    turn.run(&sql, (reference, amount_minor))?;
    let event = record(turn, reference, effect.event(&payment), amount_minor, Some(key), true)?;
    let payment = find(turn, reference)?.unwrap_or(payment);
    assert!(
        payment.reserved_minor() >= 0 && payment.held_minor() >= 0,
        "the provider's book never goes below zero"
    );
    Ok(Ok(Done { payment, amount_minor, psp: event_psp(event) }))
}

/// Returns why the effect is not possible, in the order in which a client can mend it.
fn refusal(turn: &Turn, payment: &Payment, effect: Effect, amount_minor: i64) -> Option<Refusal> {
    let age_ms = turn.now - payment.authorised_at;
    let authorised = payment.state == "AUTHORIZED";
    match effect {
        Effect::Capture => {
            if !authorised {
                Some(Refusal::new("6080", "The payment is not reserved"))
            } else if age_ms >= RESERVATION_MS {
                Some(Refusal::new("6100", "The capture period has expired"))
            } else if payment.reserved_minor() == 0 && payment.cancelled_minor > 0 {
                Some(Refusal::new("6070", "The payment is cancelled"))
            } else if payment.reserved_minor() == 0 {
                Some(Refusal::new("6170", "The payment is already captured"))
            } else if amount_minor > payment.reserved_minor() {
                Some(Refusal::new("6090", "The amount is too high"))
            } else {
                None
            }
        }
        Effect::Refund => {
            if payment.captured_minor == 0 {
                Some(Refusal::new("6020", "Nothing is captured, so nothing can be refunded"))
            } else if age_ms >= REFUND_MS {
                Some(Refusal::new("6220", "The refund period has expired"))
            } else if payment.held_minor() == 0 {
                Some(Refusal::new("6180", "The payment is already refunded"))
            } else if amount_minor > payment.held_minor() {
                Some(Refusal::new("6150", "There is not enough left to refund"))
            } else {
                None
            }
        }
        Effect::Cancel => {
            if payment.state == "CREATED" {
                None
            } else if authorised && age_ms >= RESERVATION_MS {
                Some(Refusal::new("6030", "The cancel period has expired"))
            } else if payment.reserved_minor() == 0 && payment.captured_minor > 0 {
                Some(Refusal::new("6170", "The payment is already captured"))
            } else if payment.reserved_minor() == 0 {
                Some(Refusal::new("6070", "The payment is already cancelled"))
            } else {
                None
            }
        }
    }
}

/// Releases what is left of reservations that have run out, of one payment or of all.
///
/// Vipps says that it cancels them by itself, not how its event log then looks; the sandbox writes
/// an event without a key, dated at the end of the period, when somebody next looks.
pub(in crate::sandbox) fn lapse(turn: &Turn, reference: Option<&str>) -> Outcome<()> {
    let before = turn.now - RESERVATION_MS;
    // Two statements rather than one with an `OR`, so that one payment is found by its key.
    let which = if reference.is_some() { "reference = ?2" } else { "?2 IS NULL" };
    let due = format!(
        "{which} AND state = 'AUTHORIZED' AND authorised_at <= ?1
            AND authorised_minor - captured_minor - cancelled_minor > 0"
    );
    let recorded = turn.run(
        &format!(
            "INSERT INTO payment_event (reference, name, amount_minor, at, key, success, visible_at)
            SELECT reference, 'CANCELLED', authorised_minor - captured_minor - cancelled_minor,
                authorised_at + {RESERVATION_MS}, NULL, 1, 0 FROM payment WHERE {due}"
        ),
        (before, reference),
    )?;
    if recorded > 0 {
        let change = "cancelled_minor = authorised_minor - captured_minor";
        turn.run(&format!("UPDATE payment SET {change} WHERE {due}"), (before, reference))?;
    }
    Ok(())
}

fn record(
    turn: &Turn,
    reference: &str,
    name: &str,
    amount_minor: i64,
    key: Option<&str>,
    success: bool,
) -> Outcome<i64> {
    turn.run(
        "INSERT INTO payment_event (reference, name, amount_minor, at, key, success, visible_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (reference, name, amount_minor, turn.now, key, success, turn.visible_at()),
    )?;
    Ok(turn.db.last_insert_rowid())
}

fn event_psp(event: i64) -> String {
    (7_700_000_000 + event).to_string()
}
