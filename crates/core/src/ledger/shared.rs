//! What others than uniac captured and refunded on payments that several orders share: whose of it is which.
//!
//! Pure. The invoices and credit notes of all the orders are looked at together, oldest first, as those of one order are, so
//! that each order comes to the same answer. What was captured for no invoice stays with all of them: nobody can know whose
//! it is. What was refunded for no credit note is laid on the oldest invoice that money is held for, and is counted once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::act::Intent;
use crate::order::{Document, DocumentId, EventKind, Order, Payment};
use crate::placing::{self, Placed, Placing};

use super::balance::{Balance, balances, withdrawn};
use super::effects::{Effect, effects, overdrawn};
use super::paid::{self, Paid};

/// An order that shares payments with others.
pub struct Party<'a> {
    /// The order; its own payment is not looked at.
    pub order: &'a Order,
    /// Its intents.
    pub intents: &'a [Intent],
    /// What of its invoices was paid otherwise.
    pub paid: Paid,
    /// The payments on which a capture can be its own.
    pub draws_on: Vec<&'a str>,
    /// The payments on which a refund can be its own: those, and all that uniac has moved its money on.
    pub paid_back_on: Vec<&'a str>,
}

impl Party<'_> {
    fn has_a_part(&self, kind: EventKind, payment: &str) -> bool {
        match kind {
            EventKind::Refund => self.paid_back_on.contains(&payment),
            EventKind::Capture | EventKind::Cancel => self.draws_on.contains(&payment),
        }
    }
}

/// What an order has of what others moved on one payment, minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Portion {
    /// What of its captures.
    pub captured: i64,
    /// What of its refunds.
    pub refunded: i64,
    /// What of each event that the payment lists, by its place in the list.
    pub events: BTreeMap<usize, i64>,
}

impl Portion {
    /// Adds another portion of the same payment.
    pub fn add(&mut self, other: &Portion) {
        self.captured += other.captured;
        self.refunded += other.refunded;
        for (event, minor) in &other.events {
            *self.events.entry(*event).or_default() += minor;
        }
    }
}

/// The portions of an order, by the payment's reference.
pub type Portions = BTreeMap<String, Portion>;

/// A capture or refund of others, and what of it is for nobody yet.
struct Left {
    kind: EventKind,
    on: String,
    event: Option<usize>,
    at: Option<Timestamp>,
    minor: i64,
}

/// An order with what is known of its invoices.
struct Account<'a> {
    party: &'a Party<'a>,
    own: Vec<Effect>,
    placing: Placing,
    balances: Vec<Balance>,
    portions: Portions,
}

/// Returns what each of the orders has of what others moved on the payments.
pub fn portions(payments: &[Payment], parties: &[Party], company: &str) -> Vec<Portions> {
    let alike: Vec<Vec<Effect>> = parties.iter().map(|p| seen_by(p, payments, company)).collect();
    let mut left = left_by_all(payments, &alike);
    let of_lost = alike.iter().map(|seen| lost(payments, seen)).collect::<Vec<_>>();
    let accounts = parties.iter().zip(alike).zip(of_lost);
    let mut accounts: Vec<Account> = accounts
        .map(|((party, effects), portions)| Account { portions, ..Account::new(party, effects) })
        .collect();
    if !left.is_empty() {
        captures(&mut accounts, &mut left);
        for account in &mut accounts {
            let Account { party, placing, balances, .. } = account;
            let Party { order, intents, paid, .. } = party;
            paid::count(balances, placing, &order.documents, intents, paid);
        }
        refunds(&mut accounts, &mut left);
        refunds_beyond(&mut accounts, &mut left);
    }
    accounts.into_iter().map(|account| account.portions).collect()
}

/// Returns all effects on the payments as the order sees them: first what the payments list, one by one.
fn seen_by(party: &Party, payments: &[Payment], company: &str) -> Vec<Effect> {
    let mut order = party.order.clone();
    order.payment = None;
    effects(&order, payments, party.intents, company)
}

/// Returns what the keys tell to be the order's own, and its journal does not know: it was lost, or another store's.
fn lost(payments: &[Payment], seen: &[Effect]) -> Portions {
    let mut portions = Portions::new();
    let listed =
        payments.iter().flat_map(|payment| (0..payment.events.len()).map(move |e| (payment, e)));
    for ((payment, event), effect) in listed.zip(seen) {
        if effect.ours.is_none() || effect.intent.is_some() {
            continue;
        }
        let portion = portions.entry(payment.reference.clone()).or_default();
        match effect.kind {
            EventKind::Capture => portion.captured += effect.minor,
            EventKind::Refund => portion.refunded += effect.minor,
            EventKind::Cancel => continue,
        }
        *portion.events.entry(event).or_default() += effect.minor;
    }
    portions
}

fn is_own(effect: &Effect) -> bool {
    effect.ours.is_some() || effect.intent.is_some()
}

/// Returns what none of the orders has caused, oldest first; one without a moment was not shown yet, so it is the last.
fn left_by_all(payments: &[Payment], alike: &[Vec<Effect>]) -> Vec<Left> {
    let mut left = Vec::new();
    let mut before = 0;
    let listed: usize = payments.iter().map(|payment| payment.events.len()).sum();
    for payment in payments {
        for (event, shown) in payment.events.iter().enumerate() {
            let is_owned = alike.iter().filter_map(|seen| seen.get(before + event)).any(is_own);
            if !is_owned && shown.kind != EventKind::Cancel {
                left.push(Left {
                    kind: shown.kind,
                    on: payment.reference.clone(),
                    event: Some(event),
                    at: Some(shown.at),
                    minor: shown.amount_minor,
                });
            }
        }
        before += payment.events.len();
        for kind in [EventKind::Capture, EventKind::Refund] {
            let shown = payment.events.iter().filter(|event| event.kind == kind);
            let shown: i64 = shown.map(|event| event.amount_minor).sum();
            let unlisted = alike.iter().flat_map(|seen| seen.iter().skip(listed));
            let unlisted = unlisted
                .filter(|e| is_own(e) && e.kind == kind && e.on == payment.reference)
                .map(|effect| effect.minor);
            let minor = payment.sum_minor(kind) - shown - unlisted.sum::<i64>();
            if minor > 0 {
                let on = payment.reference.clone();
                left.push(Left { kind, on, event: None, at: None, minor });
            }
        }
    }
    left.sort_by_key(|left| (left.at.is_none(), left.at));
    left
}

impl<'a> Account<'a> {
    fn new(party: &'a Party<'a>, mut own: Vec<Effect>) -> Account<'a> {
        own.retain(is_own);
        let placing = placing::place(&party.order.documents);
        let mut balances = balances(&party.order.documents, &placing);
        balances.extend(withdrawn(&balances, party.intents));
        for balance in &mut balances {
            let of = |kind| -> i64 {
                let its = own.iter().filter(|e| e.ours == Some(balance.invoice) && e.kind == kind);
                its.map(|effect| effect.minor).sum()
            };
            balance.captured_by_us = of(EventKind::Capture);
            balance.refunded_by_us = of(EventKind::Refund);
        }
        Account { party, own, placing, balances, portions: Portions::new() }
    }

    /// Takes up to so much out of what is left, the oldest first, and returns how much that was.
    fn take(
        &mut self,
        left: &mut [Left],
        kind: EventKind,
        lack: i64,
        may: impl Fn(Option<Timestamp>) -> bool,
    ) -> i64 {
        let mut taken = 0;
        for left in left.iter_mut().filter(|left| left.kind == kind && may(left.at)) {
            if !self.party.has_a_part(kind, &left.on) {
                continue;
            }
            let share = left.minor.min(lack - taken).max(0);
            if share == 0 {
                continue;
            }
            left.minor -= share;
            taken += share;
            let portion = self.portions.entry(left.on.clone()).or_default();
            match kind {
                EventKind::Refund => portion.refunded += share,
                EventKind::Capture | EventKind::Cancel => portion.captured += share,
            }
            if let Some(event) = left.event {
                *portion.events.entry(event).or_default() += share;
            }
        }
        taken
    }

    /// Takes up to so much of what others refunded for an invoice.
    fn pay_back(&mut self, left: &mut [Left], at: usize, most: i64) {
        let taken = self.take(left, EventKind::Refund, most.max(0), |_| true);
        if let Some(balance) = self.balances.get_mut(at) {
            balance.refunded_elsewhere += taken;
        }
    }

    fn document(&self, id: DocumentId) -> Option<&'a Document> {
        self.party.order.documents.iter().find(|document| document.id == id)
    }

    /// Returns when the notes on an invoice were made; `None` where it is unknown.
    fn credited_at(&self, invoice: DocumentId) -> Vec<Option<Timestamp>> {
        let notes = self.placing.notes_on(invoice);
        notes.filter_map(|note| self.document(note)).map(|note| note.created_at).collect()
    }
}

/// Returns where the invoices of all stand, oldest first.
fn oldest_first(accounts: &[Account]) -> Vec<(usize, usize)> {
    let mut all: Vec<(Option<Date>, DocumentId, usize, usize)> = Vec::new();
    for (of, account) in accounts.iter().enumerate() {
        for (at, balance) in account.balances.iter().enumerate() {
            let date = account.document(balance.invoice).map(|invoice| invoice.date);
            all.push((date, balance.invoice, of, at));
        }
    }
    all.sort();
    all.into_iter().map(|(_, _, of, at)| (of, at)).collect()
}

/// Allots captures as [`super::allot`] does those of one order: what was paid back must have been taken before; then what
/// is owed; then what was credited afterwards.
fn captures(accounts: &mut [Account], left: &mut [Left]) {
    let invoices = oldest_first(accounts);
    for round in 1..=3 {
        for (of, at) in &invoices {
            let Some(account) = accounts.get_mut(*of) else { continue };
            let Some(balance) = account.balances.get(*at) else { continue };
            let made = account.credited_at(balance.invoice);
            let lack = match round {
                1 => overdrawn(&account.own, balance.invoice),
                2 => balance.owed() - balance.held(),
                _ => balance.invoiced - balance.captured(),
            };
            let may = |at: Option<Timestamp>| {
                let is_before = |made: &Option<Timestamp>| {
                    made.is_none_or(|made| at.is_some_and(|at| at <= made))
                };
                round < 3 || made.iter().any(is_before)
            };
            let taken = account.take(left, EventKind::Capture, lack, may);
            if let Some(balance) = account.balances.get_mut(*at) {
                balance.captured_elsewhere += taken;
            }
        }
    }
}

/// Allots refunds to the credit notes that lack them, oldest first.
fn refunds(accounts: &mut [Account], left: &mut [Left]) {
    let mut notes: Vec<(Option<Date>, DocumentId, usize, Placed)> = Vec::new();
    for (of, account) in accounts.iter().enumerate() {
        for placed in &account.placing.placed {
            let date = account.document(placed.note).map(|note| note.date);
            notes.push((date, placed.note, of, *placed));
        }
    }
    notes.sort_by_key(|(date, note, of, placed)| (*date, *note, placed.invoice, *of));
    for (_, _, of, placed) in notes {
        let Some(account) = accounts.get_mut(of) else { continue };
        let is_its = |balance: &Balance| balance.invoice == placed.invoice;
        let Some(at) = account.balances.iter().position(is_its) else { continue };
        let due = account.balances.get(at).map_or(0, Balance::refund_due);
        account.pay_back(left, at, due.min(placed.minor));
    }
}

/// Lays refunds that are for no credit note, beyond what was captured for no invoice, on the invoices that money is held for.
fn refunds_beyond(accounts: &mut [Account], left: &mut [Left]) {
    let mut spare: BTreeMap<String, i64> = BTreeMap::new();
    for capture in left.iter().filter(|left| left.kind == EventKind::Capture) {
        *spare.entry(capture.on.clone()).or_default() += capture.minor;
    }
    let mut beyond: Vec<Left> = Vec::new();
    for refund in left.iter().filter(|left| left.kind == EventKind::Refund) {
        let spare = spare.entry(refund.on.clone()).or_default();
        let netted = refund.minor.min(*spare);
        *spare -= netted;
        beyond.push(Left { minor: refund.minor - netted, on: refund.on.clone(), ..*refund });
    }
    for (of, at) in oldest_first(accounts) {
        let Some(account) = accounts.get_mut(of) else { continue };
        let held = account.balances.get(at).map_or(0, Balance::held);
        account.pay_back(&mut beyond, at, held);
    }
}
