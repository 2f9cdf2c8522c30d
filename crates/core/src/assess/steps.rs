//! Due steps: money first, then the shop, then Uni's books. Pure.
//!
//! Each step is the difference between what should be and what is, so that assessing twice finds
//! nothing twice. A step that cannot be done is never listed.

use jiff::{SignedDuration, Timestamp};

use crate::act::{Act, Intent, Operation};
use crate::ledger::{Balance, Ledger, Standing};
use crate::money::Money;
use crate::order::{Document, DocumentId, DocumentKind, Order, Progress};
use crate::settings::Era;

use super::attention::Attention;
use super::bars::{Bar, Found};
use super::refusal::refusal;
use super::{Case, Company, Mode, Skip, State, Step, share, siblings};

/// For so long a draft holds back automatic refunds: somebody is correcting.
pub(super) const CORRECTING: SignedDuration = SignedDuration::from_hours(3 * 24);

/// An order with what is known of it, to find what is due.
pub(super) struct Rules<'a> {
    pub case: &'a Case,
    pub ledger: &'a Ledger,
    pub company: &'a Company,
    pub now: Timestamp,
}

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

    pub fn order(&self) -> &Order {
        &self.case.order
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

    /// Returns the payment that a refund goes to, and how much of it: the one that uniac has captured most on for the
    /// invoice, else the live one, and where nothing is held on that, the one on which most is.
    pub(super) fn captured_on(&self, invoice: DocumentId, due: i64) -> (Option<String>, i64) {
        let live = self.order().payment.as_ref().map(|payment| payment.reference.as_str());
        let rank = |standing: &&Standing| {
            let ours = standing.ours.get(&invoice).copied().unwrap_or(0).max(0);
            (ours, Some(standing.reference.as_str()) == live, standing.held())
        };
        let holding = self.ledger.payments.iter().filter(|standing| standing.held() > 0);
        match holding.max_by_key(rank) {
            Some(standing) => (Some(standing.reference.clone()), due.min(standing.held())),
            None => (None, due),
        }
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

    /// Returns whether the shop has given the order up, not by our own act, or shows more refunds than the
    /// provider: then a person looks before money is taken.
    pub fn is_cancelled_in_shop(&self) -> bool {
        if self.order().shop.is_none() {
            return false;
        }
        let shops = || self.case.shop_orders();
        let by_us = [Act::ShopCancel, Act::ShopCredit].iter().any(|act| self.is_done(*act, None));
        let refunded_by_us = self.ledger.balances.iter().any(|b| b.refunded_by_us > 0);
        let any_given_up = shops().any(|shop| shop.status.is_given_up());
        let given_up = any_given_up && !by_us && !refunded_by_us;
        let at_provider: i64 = self.case.payments().map(|payment| payment.refunded_minor).sum();
        let known =
            at_provider.max(self.ledger.refunded).max(self.recorded_by_us()).saturating_add(
                shops().map(|shop| siblings::recorded_for_others(self.case, shop)).sum(),
            );
        let by_another = self.ledger.refunded_left_over > 0;
        let in_shop: i64 = shops().map(|shop| shop.refunded_minor).sum();
        given_up || (in_shop > known && !by_another && !by_us)
    }

    /// Why an invoice's money is not moved by `sync`, as far as its era says.
    fn era_reason(&self, invoice: DocumentId) -> Option<Attention> {
        match self.case.eras.get(&invoice) {
            Some(Era::Auto) => None,
            Some(Era::Predates) => Some(self.predating_reason()),
            None if self.company.active => Some(self.predating_reason()),
            None => Some(Attention::Inactive),
        }
    }

    pub(super) fn predating_reason(&self) -> Attention {
        match self.lines_left() {
            true => Attention::PartInvoicedBeforeActivation,
            false => Attention::InvoicedBeforeActivation,
        }
    }

    pub(super) fn lines_left(&self) -> bool {
        self.order().uni.uninvoiced_minor > 0 && !self.order().uni.progress.is_dropped()
    }

    pub(super) fn all_settled(&self) -> bool {
        self.ledger.balances.iter().all(Balance::is_settled)
    }

    /// Captured money that Uni's books do not show. What others captured is booked only on invoices
    /// of the auto era: older ones were somebody else's to book.
    ///
    /// What others captured can be another invoice's tomorrow, when a document changes: all bookings together never exceed
    /// all that was captured.
    fn booking(&self) -> Vec<Step> {
        let is_booking = |i: &&Intent| i.act == Act::Book && (i.is_done() || i.is_open());
        let booked = self.case.intents.iter().filter(is_booking).map(|intent| intent.money.minor);
        let booked = booked.fold(0, i64::saturating_add).saturating_add(self.perhaps_booked());
        let mut room = (self.ledger.captured - booked).max(0);
        let step = |balance: &Balance| {
            let invoice = self.invoice(balance.invoice)?;
            let ours = match self.case.eras.get(&balance.invoice) {
                Some(Era::Auto) => balance.captured(),
                Some(Era::Predates) | None => balance.captured_by_us,
            };
            // What others captured on a payment of several orders could be booked on each of them.
            let is_shared = !self.case.ties.siblings.is_empty();
            let ours = if is_shared { balance.captured_by_us } else { ours };
            let booked = self.done_minor(Act::Book, Some(balance.invoice));
            // What is not ours to book explains first what others have booked.
            let of_others = balance.captured() - ours;
            let elsewhere = (balance.booked_elsewhere - of_others).max(0);
            // What is left to pay of an invoice over several orders is not this order's alone.
            let own = if invoice.is_shared() { balance.stands() - booked } else { i64::MAX };
            let minor = (ours - booked - elsewhere).min(invoice.unpaid_minor).min(room).min(own);
            room -= minor.max(0);
            let wanted = minor > 0 && invoice.inexact.is_none();
            // What waits for a person on an invoice waits as a whole.
            let era = self.era_reason(balance.invoice).filter(|_| !balance.is_settled());
            wanted.then(|| self.step(Act::Book, Some(balance.invoice), minor, era))
        };
        self.ledger.balances.iter().filter_map(step).collect()
    }

    /// Returns how much of what this journal did not capture whoever captured it may have booked on an invoice that was
    /// credited since: Uni shows it as paid there, and the money stands for another invoice now.
    fn perhaps_booked(&self) -> i64 {
        let credited = self.ledger.balances.iter().filter(|balance| balance.credited > 0);
        let paid = credited.map(|balance| balance.booked_elsewhere.max(balance.paid_surely));
        let known = |i: &&Intent| i.act == Act::Capture && i.is_done();
        let known = self.case.intents.iter().filter(known).map(|intent| intent.money.minor);
        let foreign = self.ledger.captured - known.fold(0, i64::saturating_add);
        paid.fold(0, i64::saturating_add).min(foreign).max(0)
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

    fn invoice(&self, id: DocumentId) -> Option<&Document> {
        self.order()
            .documents
            .iter()
            .find(|document| document.id == id && document.kind == DocumentKind::Invoice)
    }

    pub(super) fn is_done(&self, act: Act, document: Option<DocumentId>) -> bool {
        self.case.intents_of(act, document).any(Intent::is_done)
    }

    pub(super) fn done_minor(&self, act: Act, invoice: Option<DocumentId>) -> i64 {
        let done = self.case.intents_of(act, invoice).filter(|intent| intent.is_done());
        done.map(|intent| intent.money.minor).sum()
    }

    /// Returns whether the same act is under way with an unknown outcome; it is settled, not done
    /// again.
    fn is_open(&self, step: &Step) -> bool {
        self.case.intents_of(step.act, step.document).any(Intent::is_open)
    }

    /// Builds a step and decides who is to do it.
    pub(super) fn step(
        &self,
        act: Act,
        document: Option<DocumentId>,
        minor: i64,
        era: Option<Attention>,
    ) -> Step {
        assert!(minor >= 0, "a step never has a negative amount");
        let money = Money::new(minor, self.currency());
        let last = self.case.intents_of(act, document).last();
        let refused = last.filter(|last| last.money == money);
        let refused = refused.and_then(|last| refusal(last, self.now));
        let held = siblings::is_held(self.case, self.now);
        let skip = self.case.skip_of(act, document);
        let refused = match skip.is_some_and(|skip| skip.is_refused(minor)) {
            true => Some(Mode::Manual),
            false => refused,
        };
        let braked = skip.map(Skip::attention) == Some(Attention::Braked);
        let why = if refused == Some(Mode::Manual) {
            Some(Attention::Refused)
        } else if held {
            Some(Attention::Held)
        } else if era.is_some() {
            era
        } else if !self.company.active {
            Some(Attention::Inactive) // no brake holds back what is not done anyway
        } else {
            braked.then_some(Attention::Braked)
        };
        let live = self.order().payment.as_ref().map(|payment| payment.reference.clone());
        let payment = live.filter(|_| act.operation().moves_money());
        let (mode, why) = match (why, refused) {
            (None, None) => (Mode::Auto, None),
            // It was refused, and is asked again: shown until that has come to something.
            (None, Some(mode)) => (mode, Some(Attention::Refused)),
            (Some(_), _) => (Mode::Manual, why),
        };
        Step { act, document, money, payment, shop: None, mode, why }
    }

    pub(super) fn currency(&self) -> crate::money::Currency {
        match &self.order().payment {
            Some(payment) => payment.currency,
            None => self.order().uni.currency,
        }
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
