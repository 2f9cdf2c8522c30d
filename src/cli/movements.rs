//! What moved on an order's payments: each capture, refund and release with its moment and the provider's reference.
//!
//! It only puts together what payments and journal tell. Whose act it was must never be guessed: without uniac's key it
//! is somebody else's.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Table};
use uniac_core::act::{Intent, payment_in};
use uniac_core::money::Money;
use uniac_core::order::{EventKind, Payment};
use uniac_core::purchase::Case;
use uniac_texts::t;

use super::told;

/// One thing that happened to money.
pub struct Movement {
    kind: EventKind,
    money: Money,
    at: Timestamp,
    payment: String,
    /// The provider's own id of it, where it gives one.
    reference: Option<String>,
    /// The invoice for which uniac did it.
    invoice: Option<String>,
    is_ours: bool,
}

/// Returns what moved, oldest first. What is another order's on a payment that they share is left out.
pub fn movements(case: &Case) -> Vec<Movement> {
    let of_others: BTreeSet<&str> = case
        .ties
        .siblings
        .iter()
        .flat_map(|other| &other.intents)
        .map(|intent| intent.key.as_str())
        .collect();
    let mut movements = Vec::new();
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for payment in case.payments() {
        for event in &payment.events {
            let key = event.key.as_deref();
            if key.is_some_and(|key| of_others.contains(key)) {
                continue;
            }
            let ours = case.intents.iter().find(|intent| Some(intent.key.as_str()) == key);
            shown.extend(ours.map(|intent| intent.key.as_str()));
            movements.push(Movement {
                kind: event.kind,
                money: Money::new(event.amount_minor, payment.currency),
                at: event.at,
                payment: payment.reference.clone(),
                reference: event.id.clone().or_else(|| ours.and_then(receipt)),
                invoice: ours.and_then(|intent| invoice(case, intent)),
                is_ours: ours.is_some(),
            });
        }
    }
    // A provider that shows no keys, or shows them late: the journal knows it.
    let unseen = case.intents.iter().filter(|intent| {
        let reference = payment_in(&intent.target);
        let payment = case.payments().find(|payment| payment.reference == reference);
        intent.is_done()
            && !shown.contains(intent.key.as_str())
            && !payment.is_some_and(is_without_keys)
    });
    for intent in unseen {
        let Some(kind) = intent.act.effect() else { continue };
        movements.push(Movement {
            kind,
            money: intent.money,
            at: intent.outcome.as_ref().map_or(intent.at, |outcome| outcome.at),
            payment: payment_in(&intent.target).to_owned(),
            reference: receipt(intent),
            invoice: invoice(case, intent),
            is_ours: true,
        });
    }
    movements.sort_by_key(|movement| movement.at);
    movements
}

/// Returns whether a payment's events cannot be told apart: then they stand for ours as well.
fn is_without_keys(payment: &Payment) -> bool {
    !payment.events.is_empty() && payment.events.iter().all(|event| event.key.is_none())
}

fn receipt(intent: &Intent) -> Option<String> {
    intent.outcome.as_ref()?.receipt.clone()
}

fn invoice(case: &Case, intent: &Intent) -> Option<String> {
    let found = case.order.documents.iter().find(|known| Some(known.id) == intent.document);
    found.map(|document| document.number.clone())
}

fn name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Capture => "capture",
        EventKind::Refund => "refund",
        EventKind::Cancel => "cancel",
    }
}

/// Returns a row of `movements` in `uniac.order/1`.
pub fn json(movement: &Movement) -> Value {
    json!({
        "kind": name(movement.kind),
        "amount_minor": movement.money.minor,
        "currency": movement.money.currency.to_string(),
        "at": movement.at.to_string(),
        "payment": movement.payment,
        "reference": movement.reference,
        "invoice": movement.invoice,
        "by": if movement.is_ours { "uniac" } else { "others" },
    })
}

/// Returns the table of what moved.
pub fn table(movements: &[Movement], zone: &TimeZone) -> Table {
    let mut table = Table::new([
        Column::left("at"),
        Column::left("what"),
        Column::money("amount"),
        Column::left("invoice"),
        Column::left("by"),
        Column::wide("reference"),
    ]);
    for movement in movements {
        let by = match movement.is_ours {
            true => Cell::both(t!("moved-by-uniac"), "uniac"),
            false => Cell::both(t!("moved-by-others"), "others").warn(),
        };
        table.row([
            told::moment(movement.at, zone),
            Cell::new(name(movement.kind)),
            Cell::money(movement.money),
            Cell::new(movement.invoice.as_deref().unwrap_or_default()),
            by,
            Cell::new(movement.reference.as_deref().unwrap_or(&movement.payment)),
        ]);
    }
    table
}
