//! Settle: turns *unknown* into done or refused, by looking at the other side.
//!
//! An act whose answer was lost is never blindly sent again. It is sent again only with the same
//! key and the same bytes, while the provider surely remembers the key or the act takes all there is,
//! while it is still wanted, and after a look that did not show it. A record, for which nobody keeps
//! keys, waits until nobody can be at work on it any more, and then until two looks do not show it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use uniac_core::act::{
    Act, Found, Intent, Operation, Outcome, OutcomeKind, Reply, Retry, payment_in,
};
use uniac_core::assess::Step;
use uniac_core::code::Code;
use uniac_core::money::Money;
use uniac_core::order::DocumentId;
use uniac_core::placing::place;
use uniac_core::purchase::Case;
use uniac_store::Entry;
use uniac_system::error::Result;

use super::Cause;
use super::applying::Asked;
use super::outcomes::{SentBy, outcome, seen};
use super::result::Verdict;
use super::run::Run;
use super::task::Task;

/// Waits before each look of one settling; bounded, so that a run always ends.
const LOOK_WAITS: [Duration; 3] =
    [Duration::ZERO, Duration::from_millis(400), Duration::from_millis(1200)];

/// For how long a shop or Uni may still be at work on a request after it was sent, and then until it
/// shows: a *guess*. Our own limit is half a minute, gateways give up after a few, and a shop's PHP by
/// its own limit; nothing of it is documented. Until then a record without an answer is not sent
/// again: the first request would be carried out beside the second, and a booking stand twice.
const AT_WORK: SignedDuration = SignedDuration::from_mins(10);

/// The longest that a run waits because the other side asked for it.
const RETRY_AFTER_MAX_S: u64 = 5;

/// What is to be done about an act that a look did not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Send it again, the same key and bytes.
    Resend,
    /// It surely never happened.
    NeverHappened(Code),
    /// Look again later.
    Wait,
}

impl Run<'_> {
    /// Settles every open intent of the order that is worked on.
    pub(super) fn settle_open(&self, task: &mut Task) -> Result<()> {
        let open: Vec<Intent> =
            task.case.intents.iter().filter(|intent| intent.is_open()).cloned().collect();
        for intent in open {
            task.tried.insert((intent.act, intent.document));
            self.settle(task, &intent, SentBy::EarlierRun)?;
            // What was settled may show that more is due of the same kind (a part was captured).
            if task.case.intents.iter().any(|i| i.id == intent.id && !i.is_open()) {
                task.tried.remove(&(intent.act, intent.document));
            }
        }
        Ok(())
    }

    /// Settles one open intent, or leaves it unknown when nothing definite can be seen.
    pub(super) fn settle(&self, task: &mut Task, intent: &Intent, sent_by: SentBy) -> Result<()> {
        let clock = self.engine.clock;
        if intent.act.operation().moves_money() {
            task.turn_to(Some(payment_in(&intent.target)));
        }
        let mut absences = 0;
        // Who asks for a longer wait than a run has is not asked again by this run.
        let mut was_resent = false;
        if let SentBy::ThisRun { retry_after_s: Some(seconds) } = sent_by {
            clock.sleep(Duration::from_secs(seconds.min(RETRY_AFTER_MAX_S)));
            was_resent = seconds > RETRY_AFTER_MAX_S;
        }
        let mut refusal: Option<Outcome> = None;
        for wait in LOOK_WAITS {
            clock.sleep(wait);
            match self.look(task, intent) {
                Some(Found::Absent) => absences += 1,
                Some(Found::Unclear) | None => continue,
                Some(found) => {
                    let Some(seen) = seen(found) else { continue };
                    let outcome = outcome(seen, self.engine.clock.now());
                    if intent.act != Act::Book || sent_by != SentBy::EarlierRun {
                        return self.finish(task, intent, outcome);
                    }
                    // The invoice was read since it was booked, and may show that already.
                    return match self.read_unpaid(task, intent.document) {
                        true => self.note_end(task, intent, outcome),
                        false => self.leave_unknown(task, intent),
                    };
                }
            }
            if let Some(refusal) = refusal.take() {
                // The no was to the second sending. What the first has done may not show yet.
                return match self.would_show(task, intent) {
                    true => self.finish(task, intent, refusal),
                    false => self.leave_unknown(task, intent),
                };
            }
            match self.course(task, intent, sent_by, absences) {
                Course::NeverHappened(code) => {
                    self.keep(task, intent, self.never_happened(Some(code.name().to_owned())))?;
                    task.report_never_happened(intent, sent_by, code);
                    return Ok(());
                }
                Course::Resend if !was_resent => {
                    if self.is_held_now(task)? {
                        return self.leave_unknown(task, intent);
                    }
                    if let Some(cause) = self.stopped(task, intent, sent_by) {
                        return self.leave_stopped(task, intent, cause);
                    }
                    was_resent = true;
                    let reply = self.resend(task, intent)?;
                    let is_judged = is_judgement(&reply);
                    let answer = outcome(reply, self.engine.clock.now());
                    match answer.kind {
                        OutcomeKind::Done | OutcomeKind::Pending => {
                            return self.finish(task, intent, answer);
                        }
                        // A no to the second sending says nothing about the first before one more
                        // look; one that does not judge the act says nothing at all.
                        OutcomeKind::Refused if is_judged => refusal = Some(answer),
                        OutcomeKind::Refused | OutcomeKind::Unknown => {}
                    }
                }
                Course::Resend | Course::Wait => {}
            }
        }
        self.leave_unknown(task, intent)
    }

    /// Returns what keeps an act from being sent again: a brake, a person's no, or the bounds. What this
    /// run has sent already is counted already.
    fn stopped(&self, task: &Task, intent: &Intent, sent_by: SentBy) -> Option<Cause> {
        let moves_money = intent.act.operation().moves_money();
        let asked = Asked {
            act: intent.act,
            document: intent.document,
            payment: moves_money.then(|| payment_in(&intent.target)),
            money: intent.money,
            again: true,
        };
        let held_back = self.held_back(task, &asked);
        held_back.or_else(|| match sent_by {
            SentBy::EarlierRun => self.spend(task, intent.act, intent.money),
            SentBy::ThisRun { .. } => None,
        })
    }

    /// Leaves an act without a definite answer as it is, because it may not be sent again.
    fn leave_stopped(&self, task: &mut Task, intent: &Intent, cause: Cause) -> Result<()> {
        self.flush(task)?;
        if cause != Cause::Ours(Code::Stale) {
            task.leave(intent.act, intent.document, intent.money, &cause);
        }
        task.report(intent.act, intent.document, intent.money, Verdict::Skipped, Some(cause));
        Ok(())
    }

    /// Sends an act again. That of a record is written down before and after: its wait begins anew.
    fn resend(&self, task: &mut Task, intent: &Intent) -> Result<Reply> {
        if is_record(intent.act) {
            self.keep_unknown(task, intent)?;
            self.flush(task)?;
        }
        let reply = self.send(&task.case, intent)?;
        task.in_flight = Some(intent.clone());
        if is_record(intent.act) && matches!(reply, Reply::Unknown { .. }) {
            self.keep_unknown(task, intent)?;
        }
        Ok(reply)
    }

    /// Keeps that nothing is known of an act as of now, by the code that is known already.
    fn keep_unknown(&self, task: &mut Task, intent: &Intent) -> Result<String> {
        let known = task.case.intents.iter().find(|kept| kept.id == intent.id);
        let code = known.and_then(|kept| kept.outcome.as_ref()?.code.clone());
        let code = code.unwrap_or_else(|| "no-reply".to_owned());
        let unknown = Reply::Unknown { code: code.clone(), retry_after_s: None };
        self.keep(task, intent, outcome(unknown, self.engine.clock.now()))?;
        Ok(code)
    }

    fn leave_unknown(&self, task: &mut Task, intent: &Intent) -> Result<()> {
        let known = task.case.intents.iter().find(|kept| kept.id == intent.id);
        let outcome_known = known.and_then(|kept| kept.outcome.as_ref());
        if let Some(OutcomeKind::Pending) = outcome_known.map(|outcome| outcome.kind) {
            // It was accepted, and is still to be confirmed.
            self.flush(task)?;
            task.report(intent.act, intent.document, intent.money, Verdict::Pending, None);
            return Ok(());
        }
        let code = match outcome_known {
            Some(outcome) => outcome.code.clone().unwrap_or_else(|| "no-reply".to_owned()),
            None => self.keep_unknown(task, intent)?,
        };
        self.flush(task)?;
        task.report(
            intent.act,
            intent.document,
            intent.money,
            Verdict::Unknown,
            Some(Cause::named(&code)),
        );
        Ok(())
    }

    pub(super) fn never_happened(&self, code: Option<String>) -> Outcome {
        Outcome {
            kind: OutcomeKind::Refused,
            code,
            receipt: None,
            retry: Retry::NextRun,
            at: self.engine.clock.now(),
            told: None,
        }
    }

    /// Looks at the other side; `None` when it cannot be read.
    pub(super) fn look(&self, task: &mut Task, intent: &Intent) -> Option<Found> {
        match intent.act.operation() {
            Operation::Capture | Operation::Refund | Operation::Cancel => {
                self.look_at_payment(task, intent)
            }
            Operation::ShopUpdate | Operation::ShopCreate => self.engine.shop.find(intent).ok(),
            Operation::BookPayment => {
                let credited = credited_on_invoice(&task.case, intent);
                self.engine.erp.find_booking(intent, credited).ok()
            }
        }
    }

    /// Reads what Uni shows as unpaid on an invoice now, with the bookings of earlier runs and of other orders. Returns whether
    /// that is known; other orders on the invoice see it with the next read.
    pub(super) fn read_unpaid(&self, task: &mut Task, id: Option<DocumentId>) -> bool {
        let documents = &mut task.case.order.documents;
        let Some(invoice) = documents.iter_mut().find(|document| Some(document.id) == id) else {
            return true;
        };
        let Ok(Some(row)) = self.engine.erp.document(invoice.id) else { return false };
        let unpaid = invoice.currency.minor(row.unpaid);
        let (Ok(unpaid), true) = (unpaid, row.currency == invoice.currency.to_string()) else {
            return false;
        };
        invoice.unpaid_minor = unpaid;
        invoice.unpaid_base = row.unpaid_base.map(|base| base.normalize().to_string());
        task.pending.push(Entry::Document(invoice.clone()));
        true
    }

    fn look_at_payment(&self, task: &mut Task, intent: &Intent) -> Option<Found> {
        let provider = self.provider(&task.case).ok()?;
        let reference = payment_in(&intent.target);
        let payment = provider.read(reference, None, self.engine.clock.now()).ok()??;
        let found = provider.find(intent, &payment);
        // What is not seen on a payment that is not understood may be there all the same.
        let is_certain = payment.unreadable.is_none() || matches!(found, Found::Done { .. });
        task.pending.push(Entry::Payment(payment.clone()));
        task.case.order.payment = Some(payment);
        task.is_fresh = true;
        is_certain.then_some(found)
    }

    /// Returns whether a look at the payment would show by now what the first sending of an act has done. Of a
    /// provider that remembers the key the no is to that sending too.
    fn would_show(&self, task: &Task, intent: &Intent) -> bool {
        if !intent.act.operation().moves_money() {
            return true;
        }
        let Ok(provider) = self.provider(&task.case) else { return false };
        let capabilities = provider.capabilities();
        // A clock that was set back since makes no act wait for ever.
        let age = self.engine.clock.now().duration_since(intent.at).abs();
        age > capabilities.lookup_delay || capabilities.key_lifetime.is_some_and(|life| age < life)
    }

    /// Decides what to do about an act that a look did not show.
    fn course(&self, task: &Task, intent: &Intent, sent_by: SentBy, absences: usize) -> Course {
        let now = self.engine.clock.now();
        let age = now.duration_since(intent.at);
        let wanted = self.is_still_wanted(task, intent, sent_by);
        let (may_resend, visible_after, shows) = match intent.act.operation() {
            Operation::Capture | Operation::Refund | Operation::Cancel => {
                let Ok(provider) = self.provider(&task.case) else { return Course::Wait };
                let capabilities = provider.capabilities();
                let safe = capabilities.key_lifetime.map(|life| life - life / 10);
                let remembered = safe.is_some_and(|safe| age < safe);
                let may_resend = remembered || provider.is_repeatable(intent);
                // Until its key was forgotten it may have been sent again, and not show yet.
                let sent_until = safe.filter(|_| wanted).unwrap_or_default();
                (may_resend, sent_until + capabilities.lookup_delay, capabilities.lookup)
            }
            Operation::ShopUpdate if is_status(intent.act) => (true, SignedDuration::ZERO, true),
            Operation::ShopUpdate | Operation::ShopCreate | Operation::BookPayment => {
                let is_over = now.duration_since(last_sent(task, intent)) >= AT_WORK;
                if !is_over {
                    return Course::Wait;
                }
                (absences >= 2, AT_WORK, true)
            }
        };
        if wanted && may_resend {
            return match self.is_shut(&task.case, intent.act) {
                true => Course::Wait,
                false => Course::Resend,
            };
        }
        let seen_absent = shows && absences >= 2 && age > visible_after;
        match (seen_absent, wanted) {
            (true, true) => Course::NeverHappened(Code::NeverArrived),
            (true, false) => Course::NeverHappened(Code::Superseded),
            (false, _) => Course::Wait,
        }
    }

    /// Returns whether the act would be done now if it had not been tried: still due to the øre,
    /// and within the command's scope.
    ///
    /// Where no events are shown, a sum that has moved by the act's amount is its own effect only as
    /// long as nobody has had the time to do by hand what it did not seem to have done.
    pub(super) fn is_still_wanted(&self, task: &Task, intent: &Intent, sent_by: SentBy) -> bool {
        let mut without = task.case.clone();
        without.intents.retain(|other| other.id != intent.id);
        let is_shown = self.provider(&task.case).is_ok_and(|p| p.capabilities().lookup);
        if !is_shown && sent_by != SentBy::EarlierRun {
            take_out(&mut without, intent);
        }
        self.assess(&without).steps.iter().any(|step| {
            step.act == intent.act
                && step.document == intent.document
                && self.is_the_amount(&without, step, intent)
                && self.scope.allows(intent.order, step)
        })
    }

    /// Returns whether the step would send the intent's amount: all that is due, or the part of it
    /// that the provider does in one call.
    fn is_the_amount(&self, case: &Case, step: &Step, intent: &Intent) -> bool {
        step.money == intent.money
            || self
                .request(case, step, &intent.key)
                .is_ok_and(|draft| draft.money == intent.money && draft.target == intent.target)
    }
}

/// Returns what credit notes take off the invoice of a booking, of whichever order they are.
fn credited_on_invoice(case: &Case, intent: &Intent) -> Money {
    let own = |invoice| place(&case.order.documents).credited(invoice);
    let of_all = |invoice| case.kept.on_invoice.get(&invoice).map_or(0, |on| on.credited);
    let minor = intent.document.map_or(0, |invoice| own(invoice).max(of_all(invoice)));
    Money::new(minor, intent.money.currency)
}

/// Takes out of the payment's sums what may be the effect of the intent. Without events it stands
/// there and nowhere else, and looks like somebody else's.
fn take_out(case: &mut Case, intent: &Intent) {
    let Some(kind) = intent.act.effect() else { return };
    let reference = payment_in(&intent.target);
    let known = case.done_minor_on(kind, reference);
    let Some(payment) = &mut case.order.payment else { return };
    if payment.sum_minor(kind) - known >= intent.money.minor {
        payment.add_minor(kind, -intent.money.minor);
    }
}

/// Returns whether a reply says no to the act itself, and not to whoever asks, or before it was sent.
fn is_judgement(reply: &Reply) -> bool {
    matches!(reply, Reply::Refused(no) if !no.is_unsent && no.retry != Retry::SignIn)
}

/// Returns when an act was last sent, as far as the journal knows.
fn last_sent(task: &Task, intent: &Intent) -> Timestamp {
    let kept = task.case.intents.iter().find(|kept| kept.id == intent.id);
    let known = kept.and_then(|kept| kept.outcome.as_ref()).map(|outcome| outcome.at);
    known.unwrap_or(intent.at).max(intent.at)
}

/// Returns whether an act writes a record, of which nobody keeps keys: written twice, it stands twice.
fn is_record(act: Act) -> bool {
    !act.operation().moves_money() && !is_status(act)
}

impl Task {
    /// Reports an act that surely never happened. One that an earlier run had sent is no failure: what is
    /// still due is done anew. One that this run has sent and that is still due is left for the next.
    fn report_never_happened(&mut self, intent: &Intent, sent_by: SentBy, code: Code) {
        let Intent { act, document, money, .. } = *intent;
        let is_left = code == Code::NeverArrived && sent_by != SentBy::EarlierRun;
        let cause = Cause::from(if is_left { Code::NoReply } else { code });
        if is_left {
            self.leave(act, document, money, &cause);
        }
        self.report(act, document, money, Verdict::Skipped, Some(cause));
    }
}

/// Setting a status twice is setting it once.
fn is_status(act: Act) -> bool {
    matches!(act, Act::ShopComplete | Act::ShopCredit | Act::ShopCancel)
}

#[cfg(test)]
mod tests;
