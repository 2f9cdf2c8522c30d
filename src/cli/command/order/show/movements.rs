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

use crate::cli::view::moment;

/// One thing that happened to money.
pub struct Movement {
    kind: EventKind,
    money: Money,
    /// When, where the provider tells it.
    at: Option<Timestamp>,
    payment: String,
    /// The provider's own id of it, where it gives one.
    reference: Option<String>,
    /// The invoice for which uniac did it.
    invoice: Option<String>,
    /// Whether uniac did it; `None` where the provider tells nobody apart.
    is_ours: Option<bool>,
}

/// Returns what moved, oldest first. What is another order's on a payment that they share is left out.
pub fn movements(case: &Case) -> Vec<Movement> {
    let of_others: Vec<&Intent> =
        case.ties.siblings.iter().flat_map(|other| &other.intents).collect();
    let mut movements = Vec::new();
    for payment in case.payments() {
        let shown = add_events(&mut movements, case, payment, &of_others);
        let is_keyless = is_without_keys(payment);
        let mut unseen = Vec::new();
        for intent in case.intents.iter().chain(of_others.iter().copied()) {
            let is_its = payment_in(&intent.target) == payment.reference;
            if is_its && intent.is_done() && !is_keyless && !shown.contains(&intent.key) {
                unseen.push(intent);
            }
        }
        for kind in [EventKind::Capture, EventKind::Refund, EventKind::Cancel] {
            let of_kind = unseen.iter().filter(|intent| intent.act.effect() == Some(kind));
            let ours: i64 = of_kind.clone().map(|intent| intent.money.minor).sum();
            let own = of_kind.filter(|intent| intent.order == case.order.uni.id);
            movements.extend(own.map(|intent| of_journal(case, intent, kind)));
            let events = payment.events.iter().filter(|event| event.kind == kind);
            let told: i64 = events.map(|event| event.amount_minor).sum();
            let rest = payment.sum_minor(kind) - told - ours;
            if rest > 0 {
                movements.push(Movement {
                    kind,
                    money: Money::new(rest, payment.currency),
                    at: None,
                    payment: payment.reference.clone(),
                    reference: None,
                    invoice: None,
                    is_ours: Some(false),
                });
            }
        }
    }
    // What has no moment stands last.
    movements.sort_by_key(|movement| (movement.at.is_none(), movement.at));
    movements
}

/// Adds what the provider tells one by one; returns the keys that it has shown.
fn add_events(
    movements: &mut Vec<Movement>,
    case: &Case,
    payment: &Payment,
    of_others: &[&Intent],
) -> BTreeSet<String> {
    let is_keyless = is_without_keys(payment);
    let mut shown = BTreeSet::new();
    for event in &payment.events {
        let key = event.key.as_deref();
        shown.extend(key.map(str::to_owned));
        if key.is_some_and(|key| of_others.iter().any(|intent| intent.key == key)) {
            continue;
        }
        let ours = case.intents.iter().find(|intent| Some(intent.key.as_str()) == key);
        let may_be_ours = is_keyless
            && case.intents.iter().any(|i| i.act.effect() == Some(event.kind) && i.is_done());
        movements.push(Movement {
            kind: event.kind,
            money: Money::new(event.amount_minor, payment.currency),
            at: Some(event.at),
            payment: payment.reference.clone(),
            reference: event.id.clone().or_else(|| ours.and_then(receipt)),
            invoice: ours.and_then(|intent| invoice(case, intent)),
            is_ours: (!may_be_ours).then_some(ours.is_some()),
        });
    }
    shown
}

/// Returns what the journal knows and the provider does not tell, or not yet.
fn of_journal(case: &Case, intent: &Intent, kind: EventKind) -> Movement {
    Movement {
        kind,
        money: intent.money,
        at: Some(intent.outcome.as_ref().map_or(intent.at, |outcome| outcome.at)),
        payment: payment_in(&intent.target).to_owned(),
        reference: receipt(intent),
        invoice: invoice(case, intent),
        is_ours: Some(true),
    }
}

/// Returns whether nothing that a provider tells of a payment says whose it was.
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
        "at": movement.at.map(|at| at.to_string()),
        "payment": movement.payment,
        "reference": movement.reference,
        "invoice": movement.invoice,
        "by": movement.is_ours.map(|ours| if ours { "uniac" } else { "others" }),
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
        Column::wrapped("reference"),
    ]);
    for movement in movements {
        let by = match movement.is_ours {
            Some(true) => Cell::worded(t!("moved-by-uniac"), "uniac"),
            Some(false) => Cell::worded(t!("moved-by-others"), "others").warn(),
            None => Cell::new(""),
        };
        table.row([
            movement.at.map_or_else(|| Cell::new(""), |at| moment::cell(at, zone)),
            Cell::named(name(movement.kind)),
            Cell::money(movement.money),
            Cell::new(movement.invoice.as_deref().unwrap_or_default()),
            by,
            Cell::new(movement.reference.as_deref().unwrap_or(&movement.payment)),
        ]);
    }
    table
}
