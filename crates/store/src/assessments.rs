//! What is kept of assessments: written whole, read as rows, counts and sums.
//!
//! A copy of what the rules say. Nothing may ever be sent because of it: who acts on an order assesses it again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use uniac_core::act::Operation;
use uniac_core::assess::{Attention, Mode, State};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{DocumentKind, OrderId, Stray};
use uniac_core::owed::Gap;
use uniac_core::purchase::Case;
use uniac_core::summary::{Due, Summary, hash};
use uniac_system::error::Result;

use super::cases::{damaged, read_rows};
use super::db::{Connection, DbResult, OptionalExtension, Row, failure, params};
use super::filter::Filter;

/// What a look at an order has found, to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// What lists and sums show of it.
    pub summary: Summary,
    /// Whether each pass is to read its payment.
    pub reads: bool,
    /// Whether each pass is to ask Uni whether documents of it are still there.
    pub documents: bool,
    /// The shop order and the reference of a tie that was found sure for the first time; it is remembered.
    pub sure: Option<(String, String)>,
}

impl Assessed {
    /// Returns the hash of what is kept of it, by which a check sees any difference. That a sure tie was found is
    /// remembered, and not kept here.
    pub fn digest(&self) -> String {
        hash(&format!("{:?} {} {}", self.summary, self.reads, self.documents))
    }
}

/// What is kept of one order, amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// The order of Uni.
    pub order: OrderId,
    /// The day of the order.
    pub placed: Date,
    /// Its currency.
    pub currency: Currency,
    /// Where the money is.
    pub state: State,
    /// All that a person should know, worst first.
    pub attentions: Vec<Attention>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<Attention>,
    /// Invoiced less credited.
    pub owed_minor: i64,
    /// Captured less refunded; never negative.
    pub held_minor: i64,
    /// Owed and not held.
    pub missing_minor: i64,
    /// Why something is missing: `due`, `none`, or the id of an attention.
    pub cause: Option<String>,
    /// Held, and asked for by no invoice.
    pub excess_minor: i64,
    /// What can still be captured.
    pub reserved_minor: i64,
    /// When the reservation ends, while something is reserved.
    pub closes_at: Option<Timestamp>,
    /// Whether a person has accepted its attention, and the case has not changed since.
    pub is_accepted: bool,
}

/// Counts and sums over all web orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many orders are in each state.
    pub states: BTreeMap<State, usize>,
    /// How many orders have which worst attention that nobody has accepted.
    pub attentions: BTreeMap<Attention, usize>,
    /// How many orders have one that a person has accepted.
    pub accepted: usize,
    /// What is due: by operation, mode and currency, the orders and the sum in minor units.
    pub due: BTreeMap<(Operation, Mode, Currency), (usize, i64)>,
    /// What is missing: by cause and currency, the orders and the sum in minor units.
    pub missing: BTreeMap<(String, Currency), (usize, i64)>,
    /// What is held and no invoice asks for, minor units.
    pub excess: BTreeMap<Currency, i64>,
    /// How many orders have an act without a definite answer.
    pub open: usize,
    /// The sums of such acts that move money, minor units.
    pub open_sums: BTreeMap<Currency, i64>,
}

/// Returns a moment as it is kept: nanoseconds of 1970. What is further away than they reach is as good as never.
pub(super) fn nanoseconds(at: Timestamp) -> i64 {
    let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
    i64::try_from(at.as_nanosecond().clamp(least, most)).unwrap_or(i64::MAX)
}

fn moment(nanoseconds: i64) -> Result<Timestamp> {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).map_err(|_| damaged("moment"))
}

fn names(attentions: &[Attention]) -> String {
    attentions.iter().map(|attention| attention.name()).collect::<Vec<_>>().join(" ")
}

fn attentions(names: &str) -> Result<Vec<Attention>> {
    let all = names.split_whitespace().map(|name| name.parse().map_err(|_| damaged("attention")));
    all.collect()
}

fn due(due: Due) -> i64 {
    match due {
        Due::Nothing => 0,
        Due::Person => 1,
        Due::Run => 2,
    }
}

const WRITE: &str = "
    INSERT INTO assessment (order_id, is_web, placed, currency, state, attention,
        attentions, remarks, link, due, open, predates, owed, held, missing, cause,
        missing_currency, excess, reserved, captured, refunded, closes_at, captured_at, seen, since,
        until, reads, documents, settled, digest)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
        ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)
    ON CONFLICT (order_id) DO UPDATE SET is_web = excluded.is_web, placed = excluded.placed,
        currency = excluded.currency, state = excluded.state, attention = excluded.attention,
        attentions = excluded.attentions, remarks = excluded.remarks, link = excluded.link,
        due = excluded.due, open = excluded.open, predates = excluded.predates,
        owed = excluded.owed, held = excluded.held, missing = excluded.missing,
        cause = excluded.cause, missing_currency = excluded.missing_currency,
        excess = excluded.excess, reserved = excluded.reserved, captured = excluded.captured,
        refunded = excluded.refunded, closes_at = excluded.closes_at,
        captured_at = excluded.captured_at, seen = excluded.seen, since = excluded.since,
        until = excluded.until, reads = excluded.reads, documents = excluded.documents,
        settled = excluded.settled, digest = excluded.digest";

/// Keeps what was found of an order in place of what was kept.
pub(super) fn write(transaction: &Connection, case: &Case, assessed: &Assessed) -> Result<()> {
    let summary = &assessed.summary;
    let id = summary.order.0;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    count_anew(transaction, summary)?;
    transaction
        .prepare_cached(WRITE)
        .map_err(failure)?
        .execute(params![
            id,
            summary.is_web_order,
            summary.placed.to_string(),
            summary.currency.code(),
            summary.state.name(),
            summary.attentions.first().map(|attention| attention.name()),
            names(&summary.attentions),
            names(&summary.remarks),
            summary.link,
            due(summary.due),
            count(summary.open),
            summary.predates,
            summary.owed_minor,
            summary.held_minor,
            summary.missing.as_ref().map_or(0, Gap::minor),
            summary.missing.as_ref().map(|gap| gap.cause),
            summary.missing.as_ref().map(|gap| gap.currency.code()),
            summary.excess.as_ref().map_or(0, Gap::minor),
            summary.reserved_minor,
            summary.captured_minor,
            summary.refunded_minor,
            summary.closes_at.map(nanoseconds),
            summary.captured_at.map(nanoseconds),
            summary.seen,
            summary.span.since.map(nanoseconds),
            summary.span.until.map(nanoseconds),
            assessed.reads,
            assessed.documents,
            summary.settled,
            assessed.digest(),
        ])
        .map_err(failure)?;
    for forget in [
        "DELETE FROM assessment_step WHERE order_id = ?1",
        "DELETE FROM assessment_with WHERE order_id = ?1",
    ] {
        transaction
            .prepare_cached(forget)
            .and_then(|mut delete| delete.execute([id]))
            .map_err(failure)?;
    }
    for (place, step) in summary.steps.iter().enumerate() {
        transaction
            .prepare_cached(
                "INSERT INTO assessment_step (order_id, place, act, document_id, minor, currency,
                     payment, mode, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .map_err(failure)?
            .execute(params![
                id,
                count(place),
                step.act.name(),
                step.document.map_or(0, |document| document.0),
                step.money.minor,
                step.money.currency.code(),
                step.payment,
                step.mode.name(),
                step.why.map(Attention::name),
            ])
            .map_err(failure)?;
    }
    for other in &case.ties.siblings {
        transaction
            .prepare_cached(
                "INSERT INTO assessment_with (order_id, other_id) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute([id, other.order.uni.id.0]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Counts an order in the state that it is in now, and no more in the one that it was in.
fn count_anew(transaction: &Connection, summary: &Summary) -> Result<()> {
    let before: Option<String> = transaction
        .prepare_cached("SELECT state FROM assessment WHERE order_id = ?1 AND is_web = 1")
        .and_then(|mut query| query.query_row([summary.order.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    let now = summary.is_web_order.then(|| summary.state.name());
    if before.as_deref() == now {
        return Ok(());
    }
    let count = |state: &str, more: i64| {
        transaction
            .prepare_cached(
                "INSERT INTO assessment_count (state, orders) VALUES (?1, ?2)
                 ON CONFLICT (state) DO UPDATE SET orders = assessment_count.orders + excluded.orders",
            )
            .and_then(|mut insert| insert.execute(params![state, more]))
            .map_err(failure)
    };
    if let Some(state) = before {
        count(&state, -1)?;
    }
    if let Some(state) = now {
        count(state, 1)?;
    }
    Ok(())
}

/// Returns the hash of the assessment that is kept of an order.
pub(super) fn digest(connection: &Connection, order: OrderId) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT digest FROM assessment WHERE order_id = ?1")
        .and_then(|mut query| query.query_row([order.0], |row| row.get(0)).optional())
        .map_err(failure)
}

/// Returns the next orders by id, web orders or not.
pub(super) fn orders_after(
    connection: &Connection,
    after: Option<OrderId>,
) -> Result<Vec<OrderId>> {
    let after = after.map_or(i64::MIN, |order| order.0);
    let mut query = connection
        .prepare_cached("SELECT id FROM uni_order WHERE id > ?1 ORDER BY id LIMIT 1000")
        .map_err(failure)?;
    let rows = query.query_map([after], |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns the orders to which a credit note that tells none may belong: those of the invoice that it names, those with
/// its reference, and those of its customer that were placed since a day and hold as much; of these no more than `most`.
pub(super) fn of_stray(
    connection: &Connection,
    stray: &Stray,
    since: Date,
    most: usize,
) -> Result<BTreeSet<OrderId>> {
    let mut found = BTreeSet::new();
    if let DocumentKind::CreditNote { credits: Some(invoice) } = stray.note.kind {
        found.extend(super::cases::orders_of_document(connection, invoice)?);
    }
    let mut add = |row: &Row<'_>| -> Result<()> {
        found.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    };
    if let Some(reference) = &stray.shop_reference {
        let named = "SELECT id FROM uni_order WHERE shop_reference = ?1";
        read_rows(connection, named, [reference.trim()], &mut add)?;
    }
    if let Some(customer) = stray.customer {
        let of_customer = "SELECT u.id FROM uni_order u JOIN assessment a ON a.order_id = u.id
            WHERE u.customer = ?1 AND a.is_web = 1 AND a.captured - a.refunded >= ?2
                AND a.placed >= ?3 LIMIT ?4";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let values = params![customer, stray.note.amount_minor, since.to_string(), most];
        read_rows(connection, of_customer, values, &mut add)?;
    }
    Ok(found)
}

/// Returns the ids of the orders that a filter lets through, newest first.
pub(super) fn orders(connection: &Connection, filter: &Filter) -> Result<Vec<OrderId>> {
    let (query, values) = filter.query("a.order_id");
    let mut query = connection.prepare_cached(&query).map_err(failure)?;
    let rows = query.query_map(values, |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns the orders on which something was captured last, since a moment.
pub(super) fn captured_last(
    connection: &Connection,
    since: Timestamp,
    most: usize,
) -> Result<Vec<OrderId>> {
    let mut query = connection
        .prepare_cached(
            "SELECT order_id FROM assessment WHERE captured_at IS NOT NULL AND captured_at > ?1
             ORDER BY captured_at DESC LIMIT ?2",
        )
        .map_err(failure)?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = query
        .query_map([nanoseconds(since), most], |row| row.get(0).map(OrderId))
        .map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns how many orders a filter lets through, whatever its limit.
pub(super) fn count(connection: &Connection, filter: &Filter) -> Result<usize> {
    if *filter == Filter::default() {
        return Ok(states(connection)?.values().sum());
    }
    let (query, values) = filter.count();
    let found: i64 = connection
        .prepare_cached(&query)
        .and_then(|mut query| query.query_row(values, |row| row.get(0)))
        .map_err(failure)?;
    Ok(usize::try_from(found).unwrap_or(0))
}

/// Returns what is kept of the orders that a filter lets through, newest first.
pub(super) fn rows(connection: &Connection, filter: &Filter) -> Result<Vec<KeptRow>> {
    let (query, values) = filter.query(
        "a.order_id, a.placed, a.currency, a.state, a.attentions, a.remarks, a.owed, a.held,
         a.missing, a.cause, a.reserved, a.closes_at, a.excess,
         EXISTS (SELECT 1 FROM accepted w WHERE w.order_id = a.order_id AND w.ended_at IS NULL
             AND w.fingerprint = a.seen)",
    );
    let mut rows = Vec::new();
    read_rows(connection, &query, values, |row| {
        rows.push(kept_row(row)?);
        Ok(())
    })?;
    Ok(rows)
}

fn kept_row(row: &Row<'_>) -> Result<KeptRow> {
    let text = |index| text(row, index);
    let closes_at: Option<i64> = row.get(11).map_err(failure)?;
    Ok(KeptRow {
        order: OrderId(row.get(0).map_err(failure)?),
        placed: text(1)?.parse().map_err(|_| damaged("day"))?,
        currency: currency(&text(2)?)?,
        state: state(&text(3)?)?,
        attentions: attentions(&text(4)?)?,
        remarks: attentions(&text(5)?)?,
        owed_minor: row.get(6).map_err(failure)?,
        held_minor: row.get(7).map_err(failure)?,
        missing_minor: row.get(8).map_err(failure)?,
        cause: row.get(9).map_err(failure)?,
        reserved_minor: row.get(10).map_err(failure)?,
        closes_at: closes_at.map(moment).transpose()?,
        excess_minor: row.get(12).map_err(failure)?,
        is_accepted: row.get(13).map_err(failure)?,
    })
}

fn state(name: &str) -> Result<State> {
    State::from_name(name).ok_or_else(|| damaged("state"))
}

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|_| damaged("currency"))
}

/// Returns how many web orders are in each state.
fn states(connection: &Connection) -> Result<BTreeMap<State, usize>> {
    let mut states = BTreeMap::new();
    let counts = "SELECT state, orders FROM assessment_count WHERE orders > 0";
    read_rows(connection, counts, [], |row| {
        states.insert(state(&text(row, 0)?)?, counted(row, 1)?);
        Ok(())
    })?;
    Ok(states)
}

fn counted(row: &Row<'_>, index: usize) -> Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(index).map_err(failure)?).unwrap_or(0))
}

fn text(row: &Row<'_>, index: usize) -> Result<String> {
    row.get(index).map_err(failure)
}

/// Returns the counts and sums over all web orders. Sums are made here, because a sum of SQL that is too large is an error,
/// and one odd amount must not stop the company.
pub(super) fn tally(connection: &Connection) -> Result<Tally> {
    let mut tally = Tally { states: states(connection)?, ..Tally::default() };
    let by_attention = "SELECT attention, count(*) FROM assessment INDEXED BY assessment_attention
        WHERE attention IS NOT NULL AND +is_web = 1 GROUP BY attention";
    read_rows(connection, by_attention, [], |row| {
        let attention = text(row, 0)?.parse().map_err(|_| damaged("attention"))?;
        tally.attentions.insert(attention, counted(row, 1)?);
        Ok(())
    })?;
    // Those that a person has seen are few, and no order without an attention is among them.
    let accepted = "SELECT a.attention, count(*) FROM accepted w
        JOIN assessment a ON a.order_id = w.order_id AND a.seen = w.fingerprint
        WHERE w.ended_at IS NULL AND a.attention IS NOT NULL AND a.is_web = 1 GROUP BY a.attention";
    read_rows(connection, accepted, [], |row| {
        let attention = text(row, 0)?.parse().map_err(|_| damaged("attention"))?;
        let seen = counted(row, 1)?;
        tally.accepted += seen;
        let left = tally.attentions.get(&attention).map_or(0, |all| all.saturating_sub(seen));
        match left {
            0 => _ = tally.attentions.remove(&attention),
            left => _ = tally.attentions.insert(attention, left),
        }
        Ok(())
    })?;
    due_of_all(connection, &mut tally)?;
    let missing = "SELECT cause, missing_currency, missing FROM assessment
        INDEXED BY assessment_missing WHERE missing > 0 AND +is_web = 1";
    read_rows(connection, missing, [], |row| {
        let key = (text(row, 0)?, currency(&text(row, 1)?)?);
        let sum = tally.missing.entry(key).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(row.get(2).map_err(failure)?);
        Ok(())
    })?;
    let excess = "SELECT currency, excess FROM assessment
        INDEXED BY assessment_excess WHERE excess > 0 AND +is_web = 1";
    read_rows(connection, excess, [], |row| {
        let sum = tally.excess.entry(currency(&text(row, 0)?)?).or_default();
        *sum = sum.saturating_add(row.get(1).map_err(failure)?);
        Ok(())
    })?;
    let open = Filter { open: true, ..Filter::default() };
    tally.open = self::count(connection, &open)?;
    for order in orders(connection, &open)? {
        for intent in super::cases::intents(connection, order)? {
            if intent.is_open() && intent.act.operation().moves_money() {
                let sum = tally.open_sums.entry(intent.money.currency).or_default();
                *sum = sum.saturating_add(intent.money.minor);
            }
        }
    }
    Ok(tally)
}

fn due_of_all(connection: &Connection, tally: &mut Tally) -> Result<()> {
    // An order with two acts of one operation is one order.
    let due = "SELECT act, mode, currency, order_id, minor FROM assessment_step ORDER BY order_id";
    let mut last: BTreeMap<(Operation, Mode, Currency), OrderId> = BTreeMap::new();
    read_rows(connection, due, [], |row| {
        let act = uniac_core::act::Act::from_name(&text(row, 0)?).ok_or_else(|| damaged("act"))?;
        let mode = Mode::from_name(&text(row, 1)?).ok_or_else(|| damaged("mode"))?;
        let money = Money::new(row.get(4).map_err(failure)?, currency(&text(row, 2)?)?);
        let key = (act.operation(), mode, money.currency);
        let order = OrderId(row.get(3).map_err(failure)?);
        let is_new = last.insert(key, order) != Some(order);
        let sum = tally.due.entry(key).or_default();
        sum.0 += usize::from(is_new);
        sum.1 = sum.1.saturating_add(money.minor);
        Ok(())
    })
}

/// Returns how many orders have something reserved, and on how many something was captured after a moment.
pub(super) fn reserved_and_captured(
    connection: &Connection,
    after: Timestamp,
) -> Result<(usize, usize)> {
    let one = |query: &str, value: i64| -> Result<usize> {
        let found: i64 = connection
            .prepare_cached(query)
            .and_then(|mut query| query.query_row([value], |row| row.get(0)))
            .map_err(failure)?;
        Ok(usize::try_from(found).unwrap_or(0))
    };
    let reserved = "SELECT count(*) FROM assessment WHERE reserved > 0 AND reserved > ?1";
    let captured = "SELECT count(*) FROM assessment
        WHERE captured_at IS NOT NULL AND captured_at > ?1";
    Ok((one(reserved, 0)?, one(captured, nanoseconds(after))?))
}
