//! One attempt: the intent is committed, the request sent once, the outcome kept.
//!
//! Nothing may be sent for an intent that is not durably in the journal, nothing inside a
//! transaction, and nothing by a run that no longer holds the epoch.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Cause;
use uniac_connect::payment::{Draft, Provider, Wanted};
use uniac_connect::shop::ShopChange;
use uniac_core::act::{
    Act, Found, Intent, IntentId, Operation, Outcome, OutcomeKind, Refusal, Reply, Retry,
    derive_key,
};
use uniac_core::assess::{Attention, Step};
use uniac_core::code::Code;
use uniac_core::order::{DocumentId, EventKind, Order, PaymentEvent, ShopOrder, ShopStatus};
use uniac_core::placing;
use uniac_core::purchase::Case;
use uniac_store::{Entry, taken_over};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::seam;
use uniac_texts::t;

use super::foresee::record_refund;
use super::outcomes::{SentBy, outcome, seen};
use super::result::Verdict;
use super::run::Run;
use super::task::Task;

impl Run<'_> {
    /// Does one step: writes the intent, sends, keeps the outcome.
    pub(super) fn attempt(&self, task: &mut Task, step: &Step) -> Result<()> {
        task.tried.insert((step.act, step.document));
        if self.is_locked_out(&task.case, step) {
            task.skip(step, Code::SignIn.into());
            return Ok(());
        }
        let intent = match self.draft(&task.case, step) {
            Ok(draft) => match self.spend(task, draft.act, draft.money) {
                None => self.begin(task, draft)?,
                Some(cause) => {
                    task.skip(step, cause);
                    return Ok(());
                }
            },
            // The provider cannot do it on this payment: that is this order's matter alone.
            Err(error) if error.kind != Kind::Defect => {
                task.skip(step, Cause::from(&error));
                return Ok(());
            }
            Err(defect) => return Err(defect),
        };
        if self.is_held_now(task)? {
            return self.never_sent(task, step, &intent);
        }
        let reply = self.send(&task.case, &intent)?;
        task.in_flight = Some(intent.clone());
        self.conclude(task, &intent, reply)?;
        self.let_the_rest_follow(task, step, &intent);
        Ok(())
    }

    /// Ends an act that a person has held while it was being written down: nothing was sent.
    fn never_sent(&self, task: &mut Task, step: &Step, intent: &Intent) -> Result<()> {
        let code = Some(Attention::Held.name().to_owned());
        self.keep(task, intent, self.never_happened(code))?;
        task.skip(step, Attention::Held.into());
        Ok(())
    }

    /// What one call could not do of a step is done by the next, in the same run.
    fn let_the_rest_follow(&self, task: &mut Task, step: &Step, intent: &Intent) {
        let is_done = task.case.intents.iter().any(|kept| kept.id == intent.id && kept.is_done());
        let is_more = task.case.needs_several_calls(step.act);
        if is_done && (is_more || intent.money.minor < step.money.minor) {
            task.tried.remove(&(step.act, step.document));
        }
    }

    /// Commits the intent, together with what is known of the step before.
    fn begin(&self, task: &mut Task, intent: Intent) -> Result<Intent> {
        let mut entries = std::mem::take(&mut task.pending);
        entries.push(Entry::Intent(intent));
        seam::point(seam::BEFORE_INTENT);
        let intent = self
            .engine
            .store
            .commit(self.epoch()?, entries)?
            .pop()
            .ok_or_else(|| Error::defect("the journal gave no intent back"))?;
        seam::point(seam::INTENT_COMMITTED);
        task.case.intents.push(intent.clone());
        Ok(intent)
    }

    /// Sends the intent, unless another run has taken over meanwhile.
    pub(super) fn send(&self, case: &Case, intent: &Intent) -> Result<Reply> {
        if !self.engine.store.is_current(self.epoch()?)? {
            return Err(taken_over());
        }
        seam::point(seam::BEFORE_SEND);
        let reply = match intent.act.operation() {
            Operation::Capture | Operation::Refund | Operation::Cancel => {
                self.provider(case)?.send(intent)
            }
            Operation::ShopUpdate | Operation::ShopCreate => self.engine.shop.send(intent),
            Operation::BookPayment => self.engine.erp.book(intent),
        };
        seam::point(seam::AFTER_SEND);
        self.heed(case, intent.act, &reply);
        Ok(reply)
    }

    /// Keeps what an answer says; an unknown one is settled at once if it can be.
    fn conclude(&self, task: &mut Task, intent: &Intent, reply: Reply) -> Result<()> {
        match reply {
            Reply::Refused(no) if !no.is_unsent => self.conclude_refused(task, intent, no),
            Reply::Unknown { code, retry_after_s } => {
                self.conclude_unknown(task, intent, code, retry_after_s)
            }
            Reply::Done { .. } => {
                let is_mixed = task.add_where_mixed(intent);
                self.finish(task, intent, outcome(reply, self.engine.clock.now()))?;
                if is_mixed {
                    self.read_after(task, intent);
                }
                Ok(())
            }
            Reply::Refused(_) | Reply::Pending { .. } => {
                self.finish(task, intent, outcome(reply, self.engine.clock.now()))
            }
        }
    }

    /// Reads the payment after an act: what of its sums is ours and what is others' only a reading of now tells. One that
    /// cannot be made, or lags behind, leaves it as it is known.
    fn read_after(&self, task: &mut Task, intent: &Intent) {
        let Some(kind) = intent.act.effect() else { return };
        let known = task.case.order.payment.as_ref().map_or(0, |payment| payment.sum_minor(kind));
        let read = self.engine.read_payment(&task.case).ok().flatten();
        if let Some(payment) = read.filter(|payment| payment.sum_minor(kind) >= known) {
            task.pending.push(Entry::Payment(payment.clone()));
            task.case.order.payment = Some(payment);
            task.is_fresh = true;
        }
    }

    /// Keeps a no, after a look that does not show the effect: what was delivered twice on the way is
    /// answered with the no to the second delivery. Without such a look nothing is known, and the act
    /// is never begun anew.
    fn conclude_refused(&self, task: &mut Task, intent: &Intent, no: Refusal) -> Result<()> {
        let found = self.look(task, intent);
        let is_clear = found == Some(Found::Absent);
        if let Some(seen) = found.and_then(seen) {
            return self.finish(task, intent, outcome(seen, self.engine.clock.now()));
        }
        // A record that was refused for good is begun anew by nobody but a person.
        let is_at_rest = no.retry == Retry::Never && !intent.act.operation().moves_money();
        if is_clear || is_at_rest {
            let refused = outcome(Reply::Refused(no), self.engine.clock.now());
            return self.finish(task, intent, refused);
        }
        self.conclude_unknown(task, intent, no.code, None)
    }

    /// Keeps that nothing is known, durably, and settles it at once if it can be.
    fn conclude_unknown(
        &self,
        task: &mut Task,
        intent: &Intent,
        code: String,
        retry_after_s: Option<u64>,
    ) -> Result<()> {
        let unknown = Reply::Unknown { code, retry_after_s };
        let outcome = outcome(unknown, self.engine.clock.now());
        self.keep(task, intent, outcome.clone())?;
        self.flush(task)?;
        // What was seen instead of an answer tells the provider how far a look can be trusted.
        let intent = Intent { outcome: Some(outcome), ..intent.clone() };
        self.settle(task, &intent, SentBy::ThisRun { retry_after_s })
    }

    /// Brings the facts up to what an act has done, keeps a last word on its intent and reports it.
    pub(super) fn finish(&self, task: &mut Task, intent: &Intent, outcome: Outcome) -> Result<()> {
        if outcome.kind == OutcomeKind::Done {
            self.apply(task, intent)?;
        }
        self.note_end(task, intent, outcome)
    }

    /// Keeps a last word on an intent of which the facts are up to date, and reports it.
    pub(super) fn note_end(
        &self,
        task: &mut Task,
        intent: &Intent,
        outcome: Outcome,
    ) -> Result<()> {
        let (verdict, code) = (Verdict::from(outcome.kind), outcome.code.as_deref());
        let cause = code.map(Cause::named);
        if intent.act.operation().moves_money() {
            task.is_fresh = false;
        }
        // The journal's other refusals are seen on the order by themselves.
        if outcome.kind == OutcomeKind::Refused && outcome.retry == Retry::NextRun {
            let why = cause.clone().unwrap_or(Code::NoReply.into());
            task.leave(intent.act, intent.document, intent.money, &why);
        }
        self.keep(task, intent, outcome)?;
        task.report(intent.act, intent.document, intent.money, verdict, cause);
        Ok(())
    }

    /// Notes an outcome in the order that is worked on, to be committed with the next intent or at the end.
    pub(super) fn keep(&self, task: &mut Task, intent: &Intent, outcome: Outcome) -> Result<()> {
        let kept = task.case.intents.iter_mut().find(|kept| kept.id == intent.id);
        let kept = kept.ok_or_else(|| Error::defect("an outcome without an intent"))?;
        assert!(kept.is_open(), "a definite outcome is never changed");
        kept.outcome = Some(outcome.clone());
        task.pending.push(Entry::Outcome(intent.id, outcome));
        Ok(())
    }

    /// Brings the facts of the task up to what the act has just changed.
    fn apply(&self, task: &mut Task, intent: &Intent) -> Result<()> {
        match intent.act {
            Act::ShopComplete => set_status(task, intent, ShopStatus::Completed),
            Act::ShopCredit => set_status(task, intent, ShopStatus::Credited),
            Act::ShopCancel => set_status(task, intent, ShopStatus::Cancelled),
            Act::ShopRecordRefund => self.read_shop_again(task, intent),
            Act::Book => mark_paid(task, intent),
            Act::Capture | Act::Refund | Act::Cancel
                if self.provider(&task.case)?.capabilities().in_shop =>
            {
                self.read_shop_again(task, intent);
            }
            Act::Capture | Act::Refund | Act::Cancel | Act::ShopNote | Act::ShopCreate => {}
        }
        Ok(())
    }

    /// A refund in the shop's books can change the status of its order by itself, and so does every
    /// act of a shop that is the provider.
    fn read_shop_again(&self, task: &mut Task, intent: &Intent) {
        let is_target = |shop: &&ShopOrder| shop.id == intent.target;
        let found = task.case.shop_orders().find(is_target).or(task.case.order.shop.as_ref());
        let Some(before) = found else { return };
        let read = self.engine.shop.order(&before.id).ok().flatten();
        let known = before.refunded_minor.saturating_add(intent.money.minor);
        let mut shop = read.unwrap_or_else(|| before.clone());
        // What a read lacks that could not be made, or lags behind, is known all the same.
        let lack = (known - shop.refunded_minor).max(0);
        if intent.act == Act::ShopRecordRefund && lack > 0 {
            record_refund(&mut shop, task.case.order.uni.total_minor, lack);
        } else if intent.act == Act::Refund {
            shop.refunded_minor = shop.refunded_minor.saturating_add(lack);
        }
        task.pending.push(Entry::Shop(shop.clone()));
        if let Some(known) = task.case.shop_order_mut(&shop.id) {
            *known = shop;
        }
    }

    pub(super) fn draft(&self, case: &Case, step: &Step) -> Result<Intent> {
        let ordinal = self.next_ordinal(case, step);
        let order = &case.order;
        let key = derive_key(&self.company.key, order.uni.id, step.document, step.act, ordinal);
        let Draft { money, target, body } = self.request(case, step, &key)?;
        // The pair of the check in the connector: never more than what is due.
        assert!(
            money.minor <= step.money.minor && money.currency == step.money.currency,
            "a draft is never of more than its step"
        );
        Ok(Intent {
            id: IntentId(0),
            order: order.uni.id,
            document: step.document,
            act: step.act,
            ordinal,
            money,
            key,
            target,
            body,
            at: self.engine.clock.now(),
            outcome: None,
        })
    }

    /// Returns the next free ordinal: one that neither the journal nor the provider has seen.
    fn next_ordinal(&self, case: &Case, step: &Step) -> u32 {
        let in_journal =
            case.intents_of(step.act, step.document).map(|intent| intent.ordinal).max();
        let first = in_journal.unwrap_or(0) + 1;
        let events = case.payments().flat_map(|payment| &payment.events);
        let keys: Vec<&str> = events.filter_map(|event| event.key.as_deref()).collect();
        let is_free = |ordinal: &u32| {
            let (company, order) = (&self.company.key, case.order.uni.id);
            let key = derive_key(company, order, step.document, step.act, *ordinal);
            !keys.contains(&key.as_str())
        };
        // So many keys can take so many ordinals, and not one more.
        (first..).take(keys.len() + 1).find(is_free).unwrap_or(first)
    }

    /// Returns what is to be sent for a step: how much, to what, and the request's body.
    pub(super) fn request(&self, case: &Case, step: &Step, key: &str) -> Result<Draft> {
        let order = &case.order;
        let money = step.money;
        let is_its = |shop: &&ShopOrder| step.shop.as_ref().is_none_or(|id| *id == shop.id);
        let shop = || {
            let found = case.shop_orders().find(is_its);
            found.ok_or_else(|| Error::defect("an act without a shop order"))
        };
        let shop_request = |change| {
            Ok(Draft { money, target: shop()?.id.clone(), body: self.engine.shop.body(change) })
        };
        match step.act {
            Act::Capture | Act::Refund | Act::Cancel => {
                let payment = order.payment.as_ref();
                let payment = payment.ok_or_else(|| Error::defect("an act without a payment"))?;
                self.provider(case)?.draft(&Wanted { act: step.act, money, key, payment })
            }
            Act::ShopComplete => shop_request(ShopChange::Complete),
            Act::ShopCredit => shop_request(ShopChange::Credit),
            Act::ShopCancel => shop_request(ShopChange::Cancel),
            Act::ShopRecordRefund => {
                let notes = credit_notes(order, step.document);
                shop_request(ShopChange::RecordRefund { money, notes: &notes, key })
            }
            Act::ShopNote => {
                let invoice = invoice_number(order, step.document);
                shop_request(ShopChange::Note { invoice, money, key })
            }
            Act::ShopCreate => {
                let body = self.engine.shop.body(ShopChange::Create { order: &order.uni, key });
                Ok(Draft { money, target: String::new(), body })
            }
            Act::Book => {
                let invoice = order
                    .documents
                    .iter()
                    .find(|document| Some(document.id) == step.document)
                    .ok_or_else(|| Error::defect("a booking without an invoice"))?;
                let day = self.taken_on(case, invoice.id);
                let body = self.engine.erp.booking_body(invoice, money, day);
                Ok(Draft { money, target: invoice.id.to_string(), body })
            }
        }
    }

    /// Returns the day on which the money of an invoice was taken, in the company's time zone: that is when it
    /// is booked, whenever that is done.
    fn taken_on(&self, case: &Case, invoice: DocumentId) -> Date {
        let clock = self.engine.clock;
        let captures = || case.intents_of(Act::Capture, Some(invoice)).filter(|i| i.is_done());
        let events = case.payments().flat_map(|payment| &payment.events);
        let events: Vec<_> = events.filter(|event| event.kind == EventKind::Capture).collect();
        let ours = captures().filter_map(|intent| taken_at(intent, &events)).max();
        let taken = ours.or_else(|| events.iter().map(|event| event.at).max());
        taken.map_or(clock.today(), |at| clock.zone().to_datetime(at).date())
    }

    /// Returns the provider that knows the order's payment.
    ///
    /// # Errors
    /// `method-not-configured`: it was read when the provider was still in the configuration.
    pub(super) fn provider(&self, case: &Case) -> Result<&dyn Provider> {
        self.engine.payment_of(case).map(|(provider, _)| provider).ok_or_else(|| {
            let message = t!("engine-no-provider");
            Error::failed(Code::MethodNotConfigured.name(), message)
        })
    }
}

/// Returns when a capture was done: as the provider shows it, else as it was answered.
fn taken_at(capture: &Intent, events: &[&PaymentEvent]) -> Option<Timestamp> {
    let event = events.iter().find(|event| event.key.as_deref() == Some(&capture.key));
    event.map(|event| event.at).or(capture.outcome.as_ref().map(|outcome| outcome.at))
}

fn set_status(task: &mut Task, intent: &Intent, status: ShopStatus) {
    if let Some(shop) = task.case.shop_order_mut(&intent.target) {
        shop.status = status;
        let shop = shop.clone();
        task.pending.push(Entry::Shop(shop));
    }
}

fn mark_paid(task: &mut Task, intent: &Intent) {
    let documents = &mut task.case.order.documents;
    if let Some(invoice) = documents.iter_mut().find(|d| Some(d.id) == intent.document) {
        invoice.unpaid_minor = (invoice.unpaid_minor - intent.money.minor).max(0);
        task.pending.push(Entry::Document(invoice.clone()));
    }
}

fn invoice_number(order: &Order, document: Option<DocumentId>) -> &str {
    let found = order.documents.iter().find(|invoice| Some(invoice.id) == document);
    found.map_or("?", |invoice| invoice.number.as_str())
}

/// Returns the numbers of an invoice's credit notes, with commas.
fn credit_notes(order: &Order, invoice: Option<DocumentId>) -> String {
    let placing = placing::place(&order.documents);
    let notes: Vec<DocumentId> =
        invoice.into_iter().flat_map(|invoice| placing.notes_on(invoice)).collect();
    let notes: Vec<&str> = order
        .documents
        .iter()
        .filter(|note| notes.contains(&note.id))
        .map(|note| note.number.as_str())
        .collect();
    notes.join(", ")
}

#[cfg(test)]
mod tests;
