//! The rows of the store: how each thing is written, and the checks on the way in.
//!
//! Every function runs inside a transaction that its caller commits. A row that could let money move
//! twice must be refused here, whatever the engine believes.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use uniac_core::act::{Intent, IntentId, Outcome, payment_in};
use uniac_core::facts::OrderRow;
use uniac_core::order::{Document, OrderId, Payment, ShopOrder};
use uniac_core::reference;
use uniac_core::settings::{Setting, Settings};
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::t;

use super::db::{Connection, OptionalExtension, failure, params};
use super::{Entry, Epoch, NotFound, PaidWord, SeenHooks, cases, leads, skips};

/// Returns the JSON of a fact.
pub(super) fn fact(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::defect(format!("a fact: {error}")))
}

pub(super) fn newest_epoch(connection: &Connection) -> Result<Epoch> {
    connection
        .prepare_cached("SELECT coalesce(max(number), 0) FROM epoch")
        .and_then(|mut query| query.query_row([], |row| row.get(0).map(Epoch)))
        .map_err(failure)
}

pub(super) fn read_switches(connection: &Connection) -> Result<Vec<(Setting, Timestamp)>> {
    let mut query =
        connection.prepare_cached("SELECT name, since FROM setting").map_err(failure)?;
    let rows = query
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .map_err(failure)?;
    let mut on = Vec::new();
    for row in rows {
        let (name, since) = row.map_err(failure)?;
        let setting =
            name.parse().map_err(|error: String| Error::failed("store-damaged", error))?;
        on.push((setting, cases::timestamp(&since)?));
    }
    on.sort();
    Ok(on)
}

pub(super) fn read_settings(connection: &Connection) -> Result<Settings> {
    let on = read_switches(connection)?;
    let activation: Option<String> = connection
        .query_row("SELECT at FROM activation WHERE ended_at IS NULL", [], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    let activation = activation.map(|text| cases::timestamp(&text)).transpose()?;
    let settings = Settings { on, activation };
    assert_eq!(
        settings.is_active(),
        settings.activation.is_some(),
        "an activation stands while the three settings are on, and only then"
    );
    Ok(settings)
}

pub(super) fn write_setting(
    transaction: &Connection,
    setting: Setting,
    on: bool,
    now: Timestamp,
    by: &str,
) -> Result<()> {
    let at = now.to_string();
    let change = match on {
        true => transaction.execute(
            "INSERT INTO setting (name, since) VALUES (?1, ?2)",
            params![setting.name(), at],
        ),
        false => transaction.execute("DELETE FROM setting WHERE name = ?1", [setting.name()]),
    };
    change
        .and_then(|_| {
            transaction.execute(
                "INSERT INTO setting_change (at, by, name, is_on) VALUES (?1, ?2, ?3, ?4)",
                params![at, by, setting.name(), on],
            )
        })
        .map_err(failure)?;
    Ok(())
}

/// Records the activation and stamps what was finalised before it, once and for good. The facts are this program's own
/// JSON, in which a quote within a text is escaped: so a field is found by its text.
pub(super) fn activate(transaction: &Connection, now: Timestamp) -> Result<()> {
    let at = now.to_string();
    transaction
        .execute("INSERT INTO activation (at) VALUES (?1)", [&at])
        .and_then(|_| {
            transaction.execute(
                "INSERT INTO era (document_id, era, at)
                 SELECT id, 'predates', ?1 FROM document_seen WHERE true
                 ON CONFLICT (document_id) DO NOTHING",
                [&at],
            )
        })
        .and_then(|_| {
            transaction.execute(
                "INSERT INTO dropped_before (order_id, at)
                 SELECT id, ?1 FROM uni_order
                 WHERE instr(fact, '\"progress\":\"closed\"') > 0
                     OR instr(fact, '\"progress\":\"deleted\"') > 0
                 ON CONFLICT (order_id) DO NOTHING",
                [&at],
            )
        })
        .map_err(failure)?;
    Ok(())
}

pub(super) fn lift_holds(
    transaction: &Connection,
    order: OrderId,
    now: Timestamp,
    by: &str,
) -> Result<()> {
    transaction
        .execute(
            "UPDATE hold SET lifted_at = ?2, lifted_by = ?3
             WHERE order_id = ?1 AND lifted_at IS NULL",
            params![order.0, now.to_string(), by],
        )
        .map_err(failure)?;
    Ok(())
}

/// Writes what is committed together, and gives back the intents among it with their ids.
///
/// A run that another has taken over from writes nothing, not even what became of its last act: the
/// later one finds that out, and may have done so already.
pub(super) fn write_entries(
    transaction: &Connection,
    epoch: Epoch,
    entries: &[Entry],
) -> Result<Vec<Intent>> {
    if newest_epoch(transaction)? != epoch {
        return Err(taken_over());
    }
    let mut intents = Vec::new();
    for entry in entries {
        match entry {
            Entry::Intent(intent) => {
                intents.push(write_intent(transaction, epoch, intent.clone())?);
            }
            Entry::Outcome(intent, outcome) => write_outcome(transaction, *intent, outcome)?,
            Entry::Shop(order) => write_shop_order(transaction, order)?,
            Entry::Document(document) => write_document(transaction, document)?,
            Entry::Payment(payment) => write_payment(transaction, payment)?,
            Entry::Skips(order, skips) => skips::write(transaction, *order, skips)?,
            Entry::NotFound(not_found) => write_not_found(transaction, not_found)?,
        }
    }
    Ok(intents)
}

/// Writes an intent, and refuses one that could move money twice.
fn write_intent(transaction: &Connection, epoch: Epoch, mut intent: Intent) -> Result<Intent> {
    assert!(intent.money.minor >= 0, "an intent never has a negative amount");
    assert!(intent.outcome.is_none(), "an intent is written before its outcome");
    let document = intent.document.map_or(0, |document| document.0);
    let open = cases::intents(transaction, intent.order)?.into_iter().any(|earlier| {
        earlier.act == intent.act && earlier.document == intent.document && earlier.is_open()
    });
    if open {
        return Err(Error::defect("an act was about to be repeated while its outcome is unknown"));
    }
    intent.id = transaction
        .prepare_cached(
            "INSERT INTO intent (order_id, document_id, act, ordinal, minor, currency, key, target,
                                 body, at, epoch, payment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id",
        )
        .and_then(|mut insert| {
            let values = params![
                intent.order.0,
                document,
                intent.act.name(),
                intent.ordinal,
                intent.money.minor,
                intent.money.currency.code(),
                intent.key,
                intent.target,
                intent.body,
                intent.at.to_string(),
                epoch.0,
                intent.act.operation().moves_money().then(|| payment_in(&intent.target))
            ];
            insert.query_row(values, |row| row.get(0).map(IntentId))
        })
        .map_err(failure)?;
    Ok(intent)
}

/// The error of a run whose right to send was taken by a later one.
pub fn taken_over() -> Error {
    Error::new(Kind::Locked, "locked", t!("store-taken-over")).hint(t!("store-taken-over-hint"))
}

fn write_outcome(transaction: &Connection, intent: IntentId, outcome: &Outcome) -> Result<()> {
    let last = cases::outcome(transaction, intent)?;
    if let Some(last) = &last {
        let definite = !matches!(last.as_str(), "unknown" | "pending");
        assert!(!definite, "a definite outcome is never changed");
    }
    transaction
        .prepare_cached(
            "INSERT INTO outcome (intent_id, kind, code, receipt, passing, at, told_by, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                intent.0,
                outcome.kind.name(),
                outcome.code,
                outcome.receipt,
                outcome.retry.number(),
                outcome.at.to_string(),
                outcome.told.as_ref().map(|told| &told.by),
                outcome.told.as_ref().and_then(|told| told.reason.as_ref())
            ])
        })
        .map_err(failure)?;
    Ok(())
}

pub(super) fn write_order(transaction: &Connection, row: &OrderRow, now: Timestamp) -> Result<()> {
    let mut order = row.order.clone();
    if order.unreadable.is_some()
        && let Some(known) = cases::uni_order(transaction, order.id)?
    {
        order.keep_ties(&known);
    }
    let reference = order.shop_reference.as_deref().map(str::trim);
    let before: Option<Option<String>> = transaction
        .prepare_cached("SELECT shop_reference FROM uni_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([order.id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    transaction
        .prepare_cached(
            "INSERT INTO uni_order (id, number, shop_reference, customer, fact)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET number = excluded.number,
                 shop_reference = excluded.shop_reference, customer = excluded.customer,
                 fact = excluded.fact",
        )
        .map_err(failure)?
        .execute(params![order.id.0, order.number, reference, order.buyer.customer, fact(&order)?])
        .map_err(failure)?;
    leads::of_order(transaction, order.id, before.flatten().as_deref(), reference)?;
    transaction
        .prepare_cached("DELETE FROM gone WHERE order_id = ?1")
        .and_then(|mut delete| delete.execute([order.id.0]))
        .map_err(failure)?;
    let sight = match order.progress.is_dropped() {
        true => "INSERT INTO dropped (order_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        false => "DELETE FROM dropped WHERE order_id = ?1 AND ?2 = ?2",
    };
    transaction
        .prepare_cached(sight)
        .and_then(|mut change| change.execute(params![order.id.0, now.to_string()]))
        .map_err(failure)?;
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO order_item (id, order_id) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id",
        )
        .map_err(failure)?;
    for item in &row.items {
        insert.execute([*item, order.id.0]).map_err(failure)?;
    }
    Ok(())
}

pub(super) fn write_document(transaction: &Connection, document: &Document) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO document (order_id, id, fact) VALUES (?1, ?2, ?3)
             ON CONFLICT (order_id, id) DO UPDATE SET fact = excluded.fact
             WHERE document.fact IS DISTINCT FROM excluded.fact",
        )
        .map_err(failure)?
        .execute(params![document.order.0, document.id.0, fact(document)?])
        .map_err(failure)?;
    Ok(())
}

pub(super) fn write_shop_order(transaction: &Connection, order: &ShopOrder) -> Result<()> {
    let mut order = order.clone();
    if order.unreadable.is_some()
        && let Some(known) = cases::shop_order(transaction, &order.id)?
    {
        order.keep_ties(&known);
    }
    let number = order.number.trim();
    let before: Option<String> = transaction
        .prepare_cached("SELECT number FROM shop_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([&order.id], |row| row.get(0)).optional())
        .map_err(failure)?;
    // A payment that the shop names no more stays the order's.
    transaction
        .prepare_cached(
            "INSERT INTO shop_payment (shop_id, reference)
             SELECT id, payment_reference FROM shop_order
             WHERE id = ?1 AND payment_reference IS NOT NULL
                 AND payment_reference IS DISTINCT FROM ?2
             ON CONFLICT DO NOTHING",
        )
        .map_err(failure)?
        .execute(params![order.id, order.payment_reference])
        .map_err(failure)?;
    transaction
        .prepare_cached(
            "INSERT INTO shop_order
                 (id, number, created_from, payment_reference, buyer, fact, digits)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET number = excluded.number,
                 created_from = excluded.created_from,
                 payment_reference = excluded.payment_reference, buyer = excluded.buyer,
                 fact = excluded.fact, digits = excluded.digits",
        )
        .map_err(failure)?
        .execute(params![
            order.id,
            number,
            order.created_from.map(|id| id.0),
            order.payment_reference,
            order.bought.buyer.fingerprint(),
            fact(&order)?,
            reference::digits(number)
        ])
        .map_err(failure)?;
    leads::to_shop_order(transaction, before.as_deref(), number)
}

/// A reading that is kept right after it was made cannot be older than the one before by more than
/// this: then the one before was dated by a clock that was wrong, and must not be kept for ever.
const READING_LASTS: SignedDuration = SignedDuration::from_mins(5);

/// Keeps a payment unless a later reading is kept already: a list that was slow must not undo what
/// a run has learnt meanwhile.
pub(super) fn write_payment(transaction: &Connection, payment: &Payment) -> Result<()> {
    let too_late = payment.read_at.checked_add(READING_LASTS).unwrap_or(payment.read_at);
    transaction
        .prepare_cached(
            "INSERT INTO payment (reference, read_at, fact) VALUES (?1, ?2, ?3)
             ON CONFLICT (reference) DO UPDATE SET read_at = excluded.read_at, fact = excluded.fact
             WHERE excluded.read_at >= payment.read_at OR payment.read_at > ?4",
        )
        .map_err(failure)?
        .execute(params![
            payment.reference,
            moment(payment.read_at),
            fact(payment)?,
            moment(too_late)
        ])
        .map_err(failure)?;
    if payment.unreadable.is_none() && payment.has_unlisted_captures() {
        transaction
            .prepare_cached(
                "INSERT INTO captured_seen (reference, minor, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )
            .map_err(failure)?
            .execute(params![payment.reference, payment.captured_minor, moment(payment.read_at)])
            .map_err(failure)?;
    }
    transaction
        .prepare_cached("DELETE FROM payment_not_found WHERE reference = ?1 AND at <= ?2")
        .map_err(failure)?
        .execute(params![payment.reference, moment(payment.read_at)])
        .map_err(failure)?;
    Ok(())
}

/// Keeps that a provider does not know a payment, unless a later reading has found it.
pub(super) fn write_not_found(transaction: &Connection, not_found: &NotFound) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO payment_not_found (reference, at) SELECT ?1, ?2
             WHERE NOT EXISTS (SELECT 1 FROM payment WHERE reference = ?1 AND read_at > ?2)
             ON CONFLICT (reference) DO UPDATE SET at = excluded.at",
        )
        .map_err(failure)?
        .execute(params![not_found.reference, moment(not_found.at)])
        .map_err(failure)?;
    Ok(())
}

/// Keeps that a part of an invoice was paid otherwise, by a person's word.
pub(super) fn write_paid_word(transaction: &Connection, word: &PaidWord) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO paid_word (order_id, document_id, minor, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                word.order.0,
                word.invoice.0,
                word.minor,
                word.by,
                word.reason,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    Ok(())
}

/// Keeps what the shop's plug-ins do.
pub(super) fn write_hooks(transaction: &Connection, seen: &SeenHooks) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO shop_hooks (id, at, fact) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, fact = excluded.fact",
            params![moment(seen.at), fact(&seen.hooks)?],
        )
        .map_err(failure)?;
    Ok(())
}

/// Returns a moment so that texts sort as moments do.
pub(super) fn moment(at: Timestamp) -> String {
    format!("{at:.9}")
}
