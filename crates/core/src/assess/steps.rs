//! Due steps: money first, then the shop, then Uni's books. Pure.
//!
//! Each step is the difference between what should be and what is, so that assessing twice finds
//! nothing twice. A step that cannot be done is never listed.

use jiff::{SignedDuration, Timestamp};

use crate::act::{Act, Intent, Operation};
use crate::ledger::{Balance, Standing};
use crate::order::{Document, DocumentId, DocumentKind, Progress};

use super::attention::Attention;
use super::bars::{Bar, Found};
use super::rules::Rules;
use super::share;
use super::state::State;
use super::step::{Mode, Step};

/// For so long a draft holds back automatic refunds: somebody is correcting.
pub(super) const CORRECTING: SignedDuration = SignedDuration::from_hours(3 * 24);

impl Rules<'_> {
    /// Returns the due steps, first to last, as far as what stands on the order leaves them.
    pub fn due(&self, found: &[Found], state: State) -> Vec<Step> {
        let mut steps = self.all();
        if state == State::None {
            steps.retain(|step| self.needs_no_payment(step));
        }
        if self.ledger.is_refunded_beyond() {
            steps.retain(|step| !step.operation().moves_money());
        }
        let live = self.order().payment.as_ref().map(|payment| payment.reference.as_str());
        let mut steps: Vec<Step> = steps
            .into_iter()
            .filter_map(|step| {
                // What another payment has replaced stands on that payment alone.
                let is_live = step.payment.as_deref() == live;
                let concerns =
                    |found: &&Found| !is_live || found.attention != Attention::ReplacedPayment;
                let found: Vec<Found> = found.iter().filter(concerns).copied().collect();
                barred(step, &found)
            })
            .collect();
        let must_choose = |found: &Found| {
            matches!(found.attention, Attention::SeveralPayments | Attention::ReferenceChanged)
        };
        let is_unchosen = self.case.chosen.is_none() && found.iter().any(must_choose);
        // Where a person names a payment, nothing is taken from another.
        let is_as_chosen = match &self.case.chosen {
            Some((Operation::Capture, chosen)) => live == Some(chosen.as_str()),
            Some(_) | None => true,
        };
        let captures = steps.iter().filter(|step| step.act == Act::Capture);
        let captured: i64 = captures.map(|step| step.money.minor).sum();
        // What cannot be done is not listed.
        let is_possible = |step: &Step| match step.act {
            Act::Capture => captured <= self.ledger.capturable && !is_unchosen && is_as_chosen,
            Act::Cancel => !is_unchosen,
            _ => true,
        };
        steps.retain(is_possible);
        refunds_first(&mut steps);
        steps
    }

    /// Returns what would be due of itself on an order of which something could not be read, and what might be: nobody
    /// knows what a document that is not understood asks for.
    pub fn stopped(&self) -> Vec<Step> {
        let order = self.order();
        let is_method_read = order
            .shop
            .as_ref()
            .is_none_or(|shop| shop.unreadable.is_none() || !shop.payment_method.is_empty());
        if order.payment.is_none() && is_method_read {
            // No provider is known to have money for it.
            return Vec::new();
        }
        let asks = |document: &&Document| {
            document.unreadable.is_some() && document.kind == DocumentKind::Unknown
        };
        let unknown = order.documents.iter().filter(asks).map(|document| {
            let era = self.era_reason(document.id);
            self.step(Act::Capture, Some(document.id), document.amount_minor, era)
        });
        let mut stopped: Vec<Step> = unknown.collect();
        stopped.extend(self.all());
        stopped.retain(|step| step.mode == Mode::Auto);
        for step in &mut stopped {
            step.why = Some(Attention::Unreadable);
        }
        stopped
    }

    /// Returns all steps between what should be and what is, whatever stands on the order.
    fn all(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = self.creation().into_iter().collect();
        steps.extend(self.money());
        steps.extend(self.release());
        steps.extend(self.shop());
        steps.extend(self.booking());
        let of_others = self.of_others(&steps);
        steps.extend(of_others);
        steps.retain(|step| !self.is_open(step));
        steps
    }

    /// Returns whether a step can be done on an order without money: what belongs to money that moved before, and the
    /// creation of an order in the shop.
    fn needs_no_payment(&self, step: &Step) -> bool {
        match step.act {
            Act::ShopCreate => true,
            Act::ShopRecordRefund | Act::Book => self.case.payments().next().is_some(),
            Act::Refund => {
                let held =
                    |standing: &&Standing| Some(&standing.reference) == step.payment.as_ref();
                self.ledger.payments.iter().find(held).is_some_and(|standing| standing.held() > 0)
            }
            Act::Capture
            | Act::Cancel
            | Act::ShopComplete
            | Act::ShopCredit
            | Act::ShopCancel
            | Act::ShopNote => false,
        }
    }

    /// Captures and refunds, oldest invoice first.
    fn money(&self) -> Vec<Step> {
        let step = |balance: &Balance| {
            let invoice = Some(balance.invoice);
            let era = self.era_reason(balance.invoice);
            match (balance.capture_due(), balance.refund_due()) {
                (0, 0) => None,
                (0, refund) => {
                    let waits = self.refund_waits_until(balance.invoice).is_some();
                    // Whether the money was matched in Uni with a later invoice only a person can see.
                    let matched = balance.is_perhaps_matched;
                    let why = era.or(matched.then_some(Attention::PaidElsewhere));
                    let why = why.or(waits.then_some(Attention::WaitsUntil));
                    let (payment, minor) = self.captured_on(balance.invoice, refund);
                    let step = self.step(Act::Refund, invoice, minor, why);
                    Some(Step { payment: payment.or(step.payment.clone()), ..step })
                }
                (capture, _) => Some(self.step(Act::Capture, invoice, capture, era)),
            }
        };
        self.within_payment(self.ledger.balances.iter().filter_map(step).collect())
    }

    /// Returns until when an automatic refund for an invoice waits: people correct themselves.
    fn refund_waits_until(&self, invoice: DocumentId) -> Option<Timestamp> {
        let seen = |id: &DocumentId| self.case.kept.seen.get(id).copied();
        let notes = self.ledger.placing.notes_on(invoice).filter_map(|note| seen(&note));
        let notes = notes.filter_map(|at| at.checked_add(self.company.terms.refund_after).ok());
        // Whoever corrects can do so on any order of the purchase.
        let drafts = share::together(self.case).flat_map(|case| {
            let drafts = case.order.drafts.iter();
            drafts.filter_map(|draft| case.kept.seen.get(&draft.id).copied())
        });
        let drafts = drafts.filter_map(|at| at.checked_add(CORRECTING).ok());
        notes.chain(drafts).max().filter(|until| *until > self.now)
    }

    /// Returns when the last of what waits a little is due.
    pub fn waits_until(&self) -> Option<Timestamp> {
        let invoices = self.ledger.balances.iter().filter(|balance| balance.refund_due() > 0);
        let refunds = invoices.filter_map(|balance| self.refund_waits_until(balance.invoice));
        refunds.chain(self.release_waits_until()).max()
    }

    /// The creation in the shop of an order made by hand in Uni.
    fn creation(&self) -> Option<Step> {
        let uni = &self.order().uni;
        let since = self.company.upload_new_orders_since?;
        let by_hand = uni.shop_reference.is_none() && self.order().shop.is_none();
        let new = uni.created_at.is_some_and(|created| created >= since);
        let live = uni.progress != Progress::Draft && !uni.progress.is_dropped();
        let wanted =
            by_hand && new && live && uni.inexact.is_none() && !self.is_done(Act::ShopCreate, None);
        wanted.then(|| self.step(Act::ShopCreate, None, uni.total_minor, None))
    }

    /// Returns whether the same act is under way with an unknown outcome; it is settled, not done
    /// again.
    fn is_open(&self, step: &Step) -> bool {
        self.case.intents_of(step.act, step.document).any(Intent::is_open)
    }
}

/// While more is held for one invoice than it is for, nothing is taken for another: together more would be held than all of
/// them ask for. The captures follow when the refunds are done.
fn refunds_first(steps: &mut Vec<Step>) {
    if steps.iter().any(|step| step.act == Act::Refund) {
        steps.retain(|step| step.act != Act::Capture);
    }
}

/// Returns a step as what stands on the order leaves it; `None` when it may not be done at all.
fn barred(step: Step, found: &[Found]) -> Option<Step> {
    let bars = found.iter().map(|found| (found.bar(step.act, step.document), found.attention));
    let bars: Vec<(Bar, Attention)> = bars.collect();
    match bars.iter().map(|(bar, _)| *bar).max() {
        Some(Bar::Nothing) => None,
        // A person's already, and it stays known as what it is.
        Some(Bar::Person) if step.is_answer() => Some(step),
        Some(Bar::Person) => {
            let barring = bars.iter().filter(|(bar, _)| *bar == Bar::Person);
            // What waits for a person anyway no brake holds back.
            let own = step.why.filter(|why| *why != Attention::Braked);
            let worst = barring.map(|(_, attention)| *attention).chain(own).min();
            Some(Step { mode: Mode::Manual, why: worst, ..step })
        }
        Some(Bar::Free) | None => Some(step),
    }
}
