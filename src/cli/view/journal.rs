//! The journal of an order as it is shown: what was sent, and what people have said and decided.
//!
//! It only shows; a name that is kept as a number must not look like one.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::ui::{Cell, Column, Page, Table};
use uniac_core::act::Intent;
use uniac_store::Decision;
use uniac_texts::{label, t};

use super::{moment, words};

/// Returns the table of journal rows.
pub fn journal_table<'a>(
    rows: impl Iterator<Item = (&'a str, &'a Intent)>,
    zone: &TimeZone,
) -> Table {
    let mut table = Table::new([
        Column::right("intent"),
        Column::left("at"),
        Column::left("order"),
        Column::left("act"),
        Column::money("amount"),
        Column::left("outcome"),
        Column::wrapped("code"),
    ])
    .when_empty(t!("journal-empty"));
    for (order, intent) in rows {
        table.row(journal_row(order, intent, zone));
    }
    table
}

/// Returns a row of [`journal_table`].
pub fn journal_row(order: &str, intent: &Intent, zone: &TimeZone) -> [Cell; 7] {
    let outcome = intent.outcome.as_ref();
    [
        Cell::new(intent.id.to_string()),
        moment::cell(intent.at, zone),
        Cell::new(order),
        words::act_cell(intent.act.name()),
        Cell::money(intent.money),
        Cell::named(outcome.map_or("unknown", |outcome| outcome.kind.name())),
        Cell::new(outcome.and_then(|outcome| outcome.code.clone()).unwrap_or_default()),
    ]
}

/// Returns the table of what people have said and decided.
pub fn decisions_table(decisions: &[Decision], zone: &TimeZone) -> Table {
    let mut table = Table::new([
        Column::left("at"),
        Column::left("order"),
        Column::left("by"),
        Column::wrapped("what"),
        Column::wrapped("why"),
    ]);
    for decision in decisions {
        table.row([
            moment::cell(decision.at, zone),
            Cell::new(&decision.number),
            Cell::new(words::person(&decision.by)),
            Cell::new(decided(decision, zone)),
            Cell::new(decision.reason.as_deref().unwrap_or_default()),
        ]);
    }
    table
}

/// Says what a person has said or decided.
fn decided(decision: &Decision, zone: &TimeZone) -> String {
    let what = label(&decision.what);
    match (decision.what.as_str(), decision.on.as_deref()) {
        ("hold", Some(until)) => match until.parse::<Timestamp>() {
            Ok(until) => t!("journal-hold-until", until = moment::minute(until, zone)),
            Err(_) => what,
        },
        ("accept" | "accept-undone", Some(attention)) => {
            format!("{what}: {}", words::cause(attention))
        }
        ("link" | "unlink", Some(shop)) => format!("{what} shop:{shop}"),
        ("credit-placed" | "paid-otherwise", Some(document)) => format!("{what} {document}"),
        (_, Some(on)) => format!("{what} {on}"),
        (_, None) => what,
    }
}

/// Returns the JSON of a journal row.
pub fn intent_json(order: &str, intent: &Intent) -> Value {
    let outcome = intent.outcome.as_ref();
    let told = outcome.and_then(|outcome| outcome.told.as_ref());
    json!({
        "intent": intent.id.0,
        "order": order,
        "operation": intent.act.operation().name(),
        "act": intent.act.name(),
        "document_id": intent.document.map(|document| document.0),
        "ordinal": intent.ordinal,
        "amount_minor": intent.money.minor,
        "currency": intent.money.currency.to_string(),
        "key": intent.key,
        "at": intent.at.to_string(),
        "outcome": outcome.map_or("unknown", |outcome| outcome.kind.name()),
        "code": outcome.and_then(|outcome| outcome.code.clone()),
        "receipt": outcome.and_then(|outcome| outcome.receipt.clone()),
        "outcome_at": outcome.map(|outcome| outcome.at.to_string()),
        "told_by": told.map(|told| &told.by),
        "reason": told.and_then(|told| told.reason.as_ref()),
    })
}

/// Returns the JSON of what a person has said or decided: a row of `history`.
pub fn decision_json(decision: &Decision) -> Value {
    json!({
        "order": decision.number,
        "what": decision.what,
        "on": decision.on,
        "by": decision.by,
        "at": decision.at.to_string(),
        "reason": decision.reason,
    })
}

/// Says which outcomes are a person's word, and whose.
pub fn note_words<'a>(page: &mut Page, intents: impl Iterator<Item = &'a Intent>) {
    for intent in intents {
        if let Some(told) = intent.outcome.as_ref().and_then(|outcome| outcome.told.as_ref()) {
            let reason = told.reason.clone().unwrap_or_else(|| t!("told-no-reason"));
            let by = words::person(&told.by);
            page.note(t!("journal-told", act = intent.id.0, by = by, reason = reason));
        }
    }
}
