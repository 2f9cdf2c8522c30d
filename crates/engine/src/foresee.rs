//! Foresee: what a run would do on an order if every act were answered with *done*.
//!
//! It is `execute` without sending: the same rules, the same drafts, one step after the other. A dry run,
//! the question before sending, the bounds and the brakes all look at it. It must never write or send.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Cause;
use uniac_core::act::{
    Act, Found, Intent, IntentId, Operation, Outcome, OutcomeKind, Retry, part_in, payment_in,
};
use uniac_core::assess::{Attention, Mode, Step};
use uniac_core::code::Code;
use uniac_core::order::{Document, DocumentId, OrderId, PaymentEvent, ShopOrder, ShopStatus};
use uniac_core::placing::place;
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Kind, Result};

use super::applying::asked;
use super::brake;
use super::fingerprint::FORESEEN;
use super::outcomes::SentBy;
use super::run::Run;
use super::task::{STEPS_MAX, Task, Tried};

/// An act that is to be expected of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expected {
    /// The act, with the amount that one call would send.
    pub step: Step,
    /// Whether it is an act without a definite answer that may be sent again.
    pub again: bool,
    /// Why it cannot even be sent.
    pub skip: Option<Cause>,
    /// Stands for the facts that it rests on, in a plan that is to be saved.
    pub fingerprint: String,
    /// Whether it would not be done without what is known of the shop's plug-ins.
    pub trusts_plug_ins: bool,
}

impl Expected {
    fn sent(step: Step, again: bool) -> Expected {
        let (fingerprint, trusts_plug_ins) = (String::new(), false);
        Expected { step, again, skip: None, fingerprint, trusts_plug_ins }
    }

    fn skipped(step: Step, again: bool, cause: Cause) -> Expected {
        Expected { skip: Some(cause), ..Expected::sent(step, again) }
    }
}

/// What a run would have done on the orders that it comes to first. Those that share a payment or a shop order with them
/// find what is left: no krone is planned twice.
#[derive(Debug, Default)]
pub(super) struct Before {
    orders: BTreeMap<OrderId, Looked>,
    /// What would be booked on invoices over several orders, minor units.
    booked: BTreeMap<DocumentId, i64>,
    /// How many looks at orders there were.
    looks: usize,
}

/// What a look at an order has come to.
#[derive(Debug)]
struct Looked {
    case: Case,
    tried: Tried,
    stands: bool,
    fingerprint: String,
    /// Which look it was.
    at: usize,
    /// The last look that found something to do.
    acted_at: Option<usize>,
}

impl Before {
    /// Takes what would be booked before it off what is left to pay of an order's invoices over several orders.
    fn show_booked(&self, case: &mut Case) {
        for document in case.order.documents.iter_mut().filter(|document| document.is_shared()) {
            let Some(booked) = self.booked.get(&document.id).copied() else { continue };
            document.unpaid_minor = (document.unpaid_minor - booked).max(0);
            let known = case.kept.on_invoice.entry(document.id).or_default();
            known.booked = known.booked.saturating_add(booked);
        }
    }

    /// Notes what an order would book on invoices over several orders, beside what it had `known` before.
    fn note_booked(&mut self, case: &Case, known: &[Intent]) {
        let is_new = |intent: &&Intent| known.iter().all(|known| known.id != intent.id);
        let books = |intent: &&Intent| intent.act == Act::Book && intent.is_done();
        for intent in case.intents.iter().filter(is_new).filter(books) {
            let mut documents = case.order.documents.iter();
            let shared = documents.find(|d| Some(d.id) == intent.document && d.is_shared());
            if let Some(document) = shared {
                let sum = self.booked.entry(document.id).or_default();
                *sum = sum.saturating_add(intent.money.minor);
            }
        }
    }

    /// Keeps what an order would be like afterwards, for those that are tied to it.
    fn keep(&mut self, task: Task, has_acted: bool, (stands, fingerprint): (bool, String)) {
        if task.case.ties.siblings.is_empty() {
            return;
        }
        self.looks += 1;
        let (order, at) = (task.case.order.uni.id, self.looks);
        let last = self.orders.get(&order).and_then(|looked| looked.acted_at);
        let acted_at = if has_acted { Some(at) } else { last };
        let Task { case, tried, .. } = task;
        self.orders.insert(order, Looked { case, tried, stands, fingerprint, at, acted_at });
    }

    /// Returns the orders that were last looked at, if ever, before an order that they are tied to has acted.
    pub(super) fn behind(&self) -> BTreeSet<OrderId> {
        let acted = self.orders.values().filter_map(|looked| Some((looked.acted_at?, looked)));
        let behind = acted.flat_map(|(acted_at, looked)| {
            let tied = looked.case.ties.siblings.iter().map(|other| other.order.uni.id);
            tied.filter(move |other| self.orders.get(other).is_none_or(|other| other.at < acted_at))
        });
        behind.collect()
    }

    /// Returns an order as the run would find it; `None`: as it is now.
    pub(super) fn found(&self, case: &Case, now: Timestamp) -> Option<Case> {
        let is_known = |other: &Case| self.orders.contains_key(&other.order.uni.id);
        if !case.ties.siblings.iter().any(is_known) {
            return None;
        }
        let mut found = case.clone();
        let mut siblings = std::mem::take(&mut found.ties.siblings);
        for other in &mut siblings {
            let Some(looked) = self.orders.get(&other.order.uni.id) else { continue };
            let intents = &looked.case.intents;
            for intent in intents.iter().filter(|intent| intent.is_done()) {
                show(&mut found, intent, now);
            }
            other.intents.clone_from(intents);
            for shop in looked.case.shop_orders() {
                if let Some(known) = found.shop_order_mut(&shop.id) {
                    known.clone_from(shop);
                }
            }
        }
        found.ties.siblings = siblings;
        Some(found)
    }
}

/// Shows an act on the payment that it was done on.
fn show(case: &mut Case, intent: &Intent, now: Timestamp) {
    let Some(kind) = intent.act.effect() else { return };
    let on = payment_in(&intent.target);
    let mut all = case.order.payment.iter_mut().chain(&mut case.earlier);
    let Some(payment) = all.find(|payment| payment.reference == on) else { return };
    let key = Some(intent.key.clone());
    if payment.events.iter().any(|event| event.key == key) {
        return;
    }
    let minor = intent.money.minor;
    payment.add_minor(kind, minor);
    payment.events.push(PaymentEvent {
        kind,
        amount_minor: minor,
        key,
        id: None,
        of: part_in(&intent.target).map(str::to_owned),
        at: now,
    });
}

impl Run<'_> {
    /// Returns what the run would do on an order as it finds it, first to last, when brakes hold these operations back:
    /// what follows from a braked act does not happen either. What it comes to is kept for the orders after it.
    ///
    /// # Errors
    /// A defect, when the rules do not come to rest.
    pub(super) fn foresee(
        &self,
        case: &Case,
        braked: &BTreeSet<Operation>,
        before: &mut Before,
    ) -> Result<Vec<Expected>> {
        let mut task = Task::new(case.clone());
        before.show_booked(&mut task.case);
        let known = task.case.intents.clone();
        // What the run changes itself is foreseen: the facts are looked at as it finds them.
        let facts = (self.stands(case), self.fingerprint(case));
        let mut expected = self.foresee_open(&mut task, braked, facts.0);
        self.foresee_steps(&mut task, braked, facts.0, &mut expected)?;
        for act in &mut expected {
            act.fingerprint.clone_from(&facts.1);
        }
        let has_acted = task.case.intents != known;
        before.note_booked(&task.case, &known);
        before.keep(task, has_acted, facts);
        Ok(expected)
    }

    /// Looks again at an order that the run has come to before, on what it has done since on those that are tied to it.
    /// `None`: it was not looked at yet.
    ///
    /// # Errors
    /// A defect, when the rules do not come to rest.
    pub(super) fn foresee_again(
        &self,
        order: OrderId,
        braked: &BTreeSet<Operation>,
        before: &mut Before,
    ) -> Result<Option<(Case, Vec<Expected>)>> {
        let Some(looked) = before.orders.get(&order) else { return Ok(None) };
        let facts = (looked.stands, looked.fingerprint.clone());
        let found = before.found(&looked.case, self.engine.clock.now());
        let mut task = Task::new(found.unwrap_or_else(|| looked.case.clone()));
        task.tried.clone_from(&looked.tried);
        let (case, mut expected) = (task.case.clone(), Vec::new());
        self.foresee_steps(&mut task, braked, facts.0, &mut expected)?;
        for act in &mut expected {
            act.fingerprint.clone_from(&facts.1);
        }
        let has_acted = task.case.intents != case.intents;
        before.note_booked(&task.case, &case.intents);
        before.keep(task, has_acted, facts);
        Ok(Some((case, expected)))
    }

    fn foresee_steps(
        &self,
        task: &mut Task,
        braked: &BTreeSet<Operation>,
        stands: bool,
        expected: &mut Vec<Expected>,
    ) -> Result<()> {
        for _ in 0..STEPS_MAX {
            let Some(step) = self.first_step(task) else { return Ok(()) };
            task.tried.insert((step.act, step.document));
            if !stands || !self.fits(&task.case, &asked(&step, false)) {
                expected.push(Expected::skipped(step, false, Code::Stale.into()));
                continue;
            }
            if brake::holds_back(braked, step.operation(), step.money) {
                expected.push(Expected::skipped(step, false, Attention::Braked.into()));
                continue;
            }
            if self.is_locked_out(&task.case, &step) {
                expected.push(Expected::skipped(step, false, Code::SignIn.into()));
                continue;
            }
            task.turn_to(step.payment.as_deref());
            match self.draft(&task.case, &step) {
                Ok(intent) => {
                    let is_more = task.case.needs_several_calls(step.act);
                    if is_more || intent.money.minor < step.money.minor {
                        task.tried.remove(&(step.act, step.document));
                    }
                    let money = intent.money;
                    let trusts_plug_ins = self.trusts_plug_ins(&task.case, &step);
                    self.take_for_done(task, intent);
                    let sent = Expected::sent(Step { money, ..step }, false);
                    expected.push(Expected { trusts_plug_ins, ..sent });
                }
                Err(error) if error.kind != Kind::Defect => {
                    expected.push(Expected::skipped(step, false, Cause::from(&error)));
                }
                Err(defect) => return Err(defect),
            }
        }
        Err(Error::defect(format!("order {} does not come to rest", task.case.order.uni.number)))
    }

    /// What may become of acts without a definite answer: one that is still wanted may be sent again,
    /// and is then done; one that is not is taken for never done, so that what would be due instead is
    /// foreseen.
    fn foresee_open(
        &self,
        task: &mut Task,
        braked: &BTreeSet<Operation>,
        stands: bool,
    ) -> Vec<Expected> {
        let open: Vec<Intent> =
            task.case.intents.iter().filter(|intent| intent.is_open()).cloned().collect();
        let mut expected = Vec::new();
        for intent in open {
            if intent.act.operation().moves_money() {
                task.turn_to(Some(payment_in(&intent.target)));
            }
            if is_booking_shown(&task.case, &intent) || self.is_on_payment(&task.case, &intent) {
                task.case.intents.retain(|other| other.id != intent.id);
                self.keep_done(task, intent);
                continue;
            }
            let wanted = self.is_still_wanted(task, &intent, SentBy::EarlierRun);
            let step = step_of(&intent);
            let is_stale = || !stands || !self.fits(&task.case, &asked(&step, true));
            let is_braked = || brake::holds_back(braked, intent.act.operation(), intent.money);
            let skip: Option<Cause> = match wanted {
                true if is_stale() => Some(Code::Stale.into()),
                true if is_braked() => Some(Attention::Braked.into()),
                true | false => None,
            };
            if let Some(cause) = skip {
                task.tried.insert((intent.act, intent.document));
                expected.push(Expected::skipped(step, true, cause));
                continue;
            }
            task.case.intents.retain(|other| other.id != intent.id);
            if wanted {
                self.take_for_done(task, intent);
                expected.push(Expected::sent(step, true));
            }
        }
        expected
    }

    /// Returns whether the payment, as it was read, shows an act without an answer: a look will settle it as done.
    fn is_on_payment(&self, case: &Case, intent: &Intent) -> bool {
        let payment = case.order.payment.as_ref().filter(|_| intent.act.operation().moves_money());
        let payment = payment.filter(|payment| payment_in(&intent.target) == payment.reference);
        let (Some(payment), Ok(provider)) = (payment, self.provider(case)) else { return false };
        matches!(provider.find(intent, payment), Found::Done { .. })
    }

    /// Changes the facts of the task as the act would.
    fn take_for_done(&self, task: &mut Task, intent: Intent) {
        let total = task.case.order.uni.total_minor;
        match (intent.act, task.case.shop_order_mut(&intent.target)) {
            (Act::ShopComplete, Some(shop)) => shop.status = ShopStatus::Completed,
            (Act::ShopCredit, Some(shop)) => shop.status = ShopStatus::Credited,
            (Act::ShopCancel, Some(shop)) => shop.status = ShopStatus::Cancelled,
            (Act::ShopRecordRefund, Some(shop)) => {
                record_refund(shop, total, intent.money.minor);
            }
            (Act::Book, _) => {
                let is_its = |document: &&mut Document| Some(document.id) == intent.document;
                let documents = &mut task.case.order.documents;
                if let Some(invoice) = documents.iter_mut().find(is_its) {
                    invoice.unpaid_minor = (invoice.unpaid_minor - intent.money.minor).max(0);
                }
            }
            // The next refund goes to what of the charges this one leaves.
            (Act::Refund, _) if part_in(&intent.target).is_some() => {
                show(&mut task.case, &intent, self.engine.clock.now());
            }
            (Act::Capture | Act::Refund, _) => _ = task.add_where_mixed(&intent),
            _ => {}
        }
        self.keep_done(task, intent);
    }

    /// Adds an act to the journal of the task as one that is done.
    fn keep_done(&self, task: &mut Task, intent: Intent) {
        let outcome = Outcome {
            kind: OutcomeKind::Done,
            code: None,
            receipt: None,
            retry: Retry::Never,
            at: self.engine.clock.now(),
            told: None,
        };
        // As in the journal, what is done later has the higher number: what came first of two decides whose money it was.
        let last = task.case.intents.iter().map(|known| known.id.0).max().unwrap_or_default();
        let id = IntentId(intent.id.0.max(last + 1).max(FORESEEN));
        task.case.intents.push(Intent { id, outcome: Some(outcome), ..intent });
    }
}

/// Returns whether a booking without an answer seems to have arrived: Uni shows as much as paid, beyond the credit notes, and
/// not just what was taken as still to be paid.
fn is_booking_shown(case: &Case, intent: &Intent) -> bool {
    let is_its = |document: &&Document| Some(document.id) == intent.document;
    let invoice = case.order.documents.iter().find(is_its).filter(|_| intent.act == Act::Book);
    // What is paid of an invoice over several orders may be another order's.
    let Some(invoice) = invoice.filter(|invoice| !invoice.is_shared()) else { return false };
    let booked = done_minor(case, Act::Book, invoice.id);
    let credited = place(&case.order.documents).credited(invoice.id);
    let shown = invoice.whole() - invoice.unpaid_minor - credited;
    shown >= booked.saturating_add(intent.money.minor)
        && done_minor(case, Act::Capture, invoice.id) - booked != invoice.unpaid_minor
}

/// Returns the sum of an act's intents on an invoice that were done.
fn done_minor(case: &Case, act: Act, invoice: DocumentId) -> i64 {
    let done = case.intents_of(act, Some(invoice)).filter(|intent| intent.is_done());
    done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
}

/// Changes an order of the shop as a record of a refund in its books does: WooCommerce sets one whose refunds reach its
/// total to *refunded* by itself. `total_minor` is the total in Uni, for an order of which the shop tells none.
pub(super) fn record_refund(shop: &mut ShopOrder, total_minor: i64, refunded_minor: i64) {
    shop.refunded_minor = shop.refunded_minor.saturating_add(refunded_minor);
    if shop.refunded_minor >= shop.bought.total_minor.unwrap_or(total_minor) {
        shop.status = ShopStatus::Credited;
    }
}

/// Returns the step that an act without a definite answer is, when it is sent again.
fn step_of(intent: &Intent) -> Step {
    let moves_money = intent.act.operation().moves_money();
    Step {
        act: intent.act,
        document: intent.document,
        money: intent.money,
        payment: moves_money.then(|| payment_in(&intent.target).to_owned()),
        shop: None,
        mode: Mode::Auto,
        why: None,
    }
}

#[cfg(test)]
mod tests;
