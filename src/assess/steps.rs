//! Due steps: money first, then the shop, then Uni's books.
//!
//! Each step is the difference between what should be and what is, so that assessing twice finds
//! nothing twice. A step that cannot be done is never listed.

use jiff::Timestamp;

use crate::act::{Act, Intent};
use crate::hooks::Hook;
use crate::ledger::{Balance, Ledger};
use crate::money::Money;
use crate::order::{Document, DocumentId, DocumentKind, Order, Progress, ShopOrder, ShopStatus};
use crate::settings::Era;

use super::attention::{Attention, refusal};
use super::{Case, Company, Mode, Skip, Step, share};

/// Returns all due steps of an order whose money may move.
pub(super) fn due(case: &Case, ledger: &Ledger, company: &Company, now: Timestamp) -> Vec<Step> {
    let rules = Rules { case, ledger, company, now };
    let mut steps = rules.money();
    steps.extend(rules.release());
    steps.extend(rules.shop());
    steps.extend(rules.booking());
    steps.retain(|step| !rules.is_open(step));
    steps
}

/// Returns the due steps of an order whose money may not move: what belongs to money that has
/// already moved, and the creation of an order in the shop.
pub(super) fn beside_money(
    case: &Case,
    ledger: &Ledger,
    company: &Company,
    now: Timestamp,
) -> Vec<Step> {
    let rules = Rules { case, ledger, company, now };
    let mut steps: Vec<Step> = rules.creation().into_iter().collect();
    if case.order.payment.is_some() {
        steps.extend(rules.refund_records());
        steps.extend(rules.booking());
    }
    steps.retain(|step| !rules.is_open(step));
    steps
}

/// Returns what is due on an order of which nobody knows whose it is: refunds and bookings of what uniac itself
/// captured for it, and nothing else.
pub(super) fn of_our_own(
    case: &Case,
    ledger: &Ledger,
    company: &Company,
    now: Timestamp,
) -> Vec<Step> {
    let rules = Rules { case, ledger, company, now };
    let mut steps = rules.money();
    steps.retain(|step| step.act == Act::Refund);
    steps.extend(rules.booking());
    steps.retain(|step| !rules.is_open(step));
    steps
}

/// Returns what would be due of itself on an order of which something could not be read, and what might be: nobody knows
/// what a document that is not understood asks for.
pub(super) fn stopped(
    case: &Case,
    ledger: &Ledger,
    company: &Company,
    now: Timestamp,
) -> Vec<Step> {
    let order = &case.order;
    let is_method_read = order
        .shop
        .as_ref()
        .is_none_or(|shop| shop.unreadable.is_none() || !shop.payment_method.is_empty());
    if order.payment.is_none() && is_method_read {
        // No provider is known to have money for it.
        return Vec::new();
    }
    let rules = Rules { case, ledger, company, now };
    let asks = |document: &&Document| {
        document.unreadable.is_some() && document.kind == DocumentKind::Unknown
    };
    let unknown = order.documents.iter().filter(asks).map(|document| {
        let era = rules.era_reason(document.id);
        rules.step(Act::Capture, Some(document.id), document.amount_minor, era)
    });
    let mut stopped: Vec<Step> = unknown.collect();
    stopped.extend(due(case, ledger, company, now));
    stopped.retain(|step| step.mode == Mode::Auto);
    for step in &mut stopped {
        step.why = Some(Attention::Unreadable);
    }
    stopped
}

/// Returns whether the shop's order lacks a status that is not sent because a plug-in of the shop could
/// move money at it. Where a release is due first, the status only waits.
pub(super) fn withholds_status(
    case: &Case,
    ledger: &Ledger,
    company: &Company,
    now: Timestamp,
) -> bool {
    let rules = Rules { case, ledger, company, now };
    let Some(shop) = &case.order.shop else { return false };
    let wanted = rules.status_wanted(shop).filter(|_| rules.is_ours_to_update());
    wanted.is_some_and(|(act, _)| rules.could_move_money(shop, act)) && !rules.is_releasing()
}

/// Returns whether `sync` will release what is left reserved, so that it needs nobody.
pub(super) fn is_releasing(
    case: &Case,
    ledger: &Ledger,
    company: &Company,
    now: Timestamp,
) -> bool {
    Rules { case, ledger, company, now }.is_releasing()
}

struct Rules<'a> {
    case: &'a Case,
    ledger: &'a Ledger,
    company: &'a Company,
    now: Timestamp,
}

impl Rules<'_> {
    fn order(&self) -> &Order {
        &self.case.order
    }

    /// Captures and refunds, oldest invoice first.
    fn money(&self) -> Vec<Step> {
        let step = |balance: &Balance| {
            let (act, minor) = match (balance.capture_due(), balance.refund_due()) {
                (0, 0) => return None,
                (0, refund) => (Act::Refund, refund),
                (capture, _) => (Act::Capture, capture),
            };
            let given_up = act == Act::Capture && self.is_cancelled_in_shop();
            let era = self.era_reason(balance.invoice);
            let why = era.or(given_up.then_some(Attention::CancelledInShop));
            Some(self.step(act, Some(balance.invoice), minor, why))
        };
        self.ledger.balances.iter().filter_map(step).collect()
    }

    /// Returns whether the shop has given the order up, not by our own act, or shows more refunds than the
    /// provider: then a person looks before money is taken.
    fn is_cancelled_in_shop(&self) -> bool {
        let Some(shop) = &self.order().shop else { return false };
        let by_us = [Act::ShopCancel, Act::ShopCredit].iter().any(|act| self.is_done(*act, None));
        let refunded_by_us = self.ledger.balances.iter().any(|b| b.refunded_by_us > 0);
        let given_up = shop.status.is_given_up() && !by_us && !refunded_by_us;
        let at_provider = self.order().payment.as_ref().map_or(0, |p| p.refunded_minor);
        let known = at_provider
            .max(self.ledger.refunded)
            .max(self.refunds_recorded(shop))
            .saturating_add(share::recorded_for_others(self.case));
        let by_another = self.ledger.refunded_left_over > 0;
        given_up || (shop.refunded_minor > known && !by_another)
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

    fn predating_reason(&self) -> Attention {
        match self.lines_left() {
            true => Attention::PartInvoicedBeforeActivation,
            false => Attention::InvoicedBeforeActivation,
        }
    }

    fn lines_left(&self) -> bool {
        self.order().uni.uninvoiced_minor > 0 && !self.order().uni.progress.is_dropped()
    }

    /// The release of what is left reserved, where nothing can need it any more.
    fn release(&self) -> Option<Step> {
        if share::others_need_it(self.case) {
            return None;
        }
        self.release_of_dropped().or_else(|| self.release_of_left_over())
    }

    /// Returns whether `sync` will release what is left, so that what waits for it needs nobody.
    fn is_releasing(&self) -> bool {
        self.release().is_some_and(|step| step.mode == Mode::Auto)
    }

    /// The release of what is left reserved on an order that is fully invoiced and settled. Up to one
    /// unit of the currency is rounding, and nobody's to decide; more is a person's.
    fn release_of_left_over(&self) -> Option<Step> {
        let order = self.order();
        let shop = order.shop.as_ref()?;
        let capturable = self.ledger.capturable;
        let wanted = order.uni.progress == Progress::Invoiced
            && !self.lines_left()
            // Invoices that cannot be traced to the order may still need all of it.
            && !self.ledger.balances.is_empty()
            && self.all_settled()
            && capturable > 0;
        let possible =
            self.ledger.captured == 0 || self.company.releases_rest(&shop.payment_method);
        let is_rounding = capturable <= self.unit_minor() && self.is_ours_to_update();
        let why = (!is_rounding).then_some(Attention::ReservationLeftOver);
        (wanted && possible).then(|| self.step(Act::Cancel, None, capturable, why))
    }

    /// Returns one unit of the currency, minor units.
    fn unit_minor(&self) -> i64 {
        10_i64.pow(self.currency().decimals())
    }

    /// The release of what is left reserved on an order that was deleted or closed.
    fn release_of_dropped(&self) -> Option<Step> {
        let uni = &self.order().uni;
        // A closed order whose lines all went to invoices that cannot be traced to it (old data has
        // no `OrderItemId`) looks like one never invoiced; its reservation may be all there is.
        let traceable = !self.order().documents.is_empty()
            || uni.uninvoiced_minor > 0
            || uni.progress == Progress::Deleted;
        let wanted = uni.progress.is_dropped()
            && traceable
            && self.ledger.capturable > 0
            && self.all_settled();
        wanted.then(|| {
            let why = match self.case.ties.dropped_before {
                true => Some(Attention::DroppedBefore),
                false => self.case.predates().then(|| self.predating_reason()),
            };
            self.step(Act::Cancel, None, self.ledger.capturable, why)
        })
    }

    fn all_settled(&self) -> bool {
        self.ledger.balances.iter().all(Balance::is_settled)
    }

    /// What the shop's order lacks: records of refunds, notes of partial captures, its status.
    fn shop(&self) -> Vec<Step> {
        let Some(shop) = &self.order().shop else { return Vec::new() };
        let mut steps = self.refund_records();
        let status = self.status_wanted(shop);
        if self.lines_left() || self.ledger.capture_due() > 0 {
            steps.extend(self.notes());
        }
        steps.extend(
            status
                .filter(|_| self.is_ours_to_update())
                .filter(|(act, _)| !self.could_move_money(shop, *act))
                .map(|(act, minor)| self.step(act, None, minor, None)),
        );
        steps
    }

    /// uniac touches the shop's order when it moved money for it, when an invoice is of its own
    /// era, or when the order was dropped without an invoice; never for what predates it.
    fn is_ours_to_update(&self) -> bool {
        let moved = self
            .case
            .intents
            .iter()
            .any(|intent| intent.act.operation().moves_money() && intent.is_done());
        let recognised = self.ledger.balances.iter().any(|b| b.captured_by_us > 0);
        let auto = self.case.eras.values().any(|era| *era == Era::Auto);
        moved || recognised || auto || self.order().documents.is_empty()
    }

    /// Returns the status that the shop's order should have and has not.
    fn status_wanted(&self, shop: &ShopOrder) -> Option<(Act, i64)> {
        if share::others_need_it(self.case) {
            return None;
        }
        let uni = &self.order().uni;
        let balances = &self.ledger.balances;
        let finished = !self.lines_left() && self.all_settled();
        let credited = balances.iter().any(|b| b.credited > 0) && self.ledger.owed() == 0;
        let released = self.ledger.capturable == 0;
        let act = if balances.is_empty() {
            let cancelled = uni.progress.is_dropped() && released && self.ledger.captured == 0;
            cancelled.then_some(Act::ShopCancel)
        } else if finished && credited {
            (!share::others_stand(self.case, shop)).then_some(Act::ShopCredit)
        } else if finished && (!uni.progress.is_dropped() || released) {
            Some(Act::ShopComplete)
        } else {
            None
        }?;
        let may_follow = match act {
            Act::ShopCredit => matches!(shop.status, ShopStatus::Open | ShopStatus::Completed),
            // A status that a person or plug-in chose on purpose is not fought over.
            _ => shop.status == ShopStatus::Open,
        };
        // What was set once is not set again: a lagging read looks like a person's change, and so
        // does a person's change.
        (may_follow && !self.is_done(act, None)).then_some((act, self.ledger.owed()))
    }

    /// Returns whether the shop's plug-in could move money when it gets this status: on *completed*
    /// what is still reserved, on *cancelled* what is reserved or held, on *refunded* what is held beyond
    /// the refunds that the shop has recorded, and what is reserved where the plug-in is known to
    /// release that.
    fn could_move_money(&self, shop: &ShopOrder, act: Act) -> bool {
        let hook = self.company.hooks.of(&shop.payment_method);
        let (reserved, captured) = (self.ledger.capturable, self.ledger.captured);
        let (deeds, held) = match act {
            Act::ShopComplete => (hook.completed, 0),
            Act::ShopCancel => (hook.cancelled, captured - self.ledger.refunded),
            Act::ShopCredit => (hook.refunded, captured - self.refunds_recorded(shop)),
            _ => return false,
        };
        let is_guess = act == Act::ShopCredit && hook == Hook::UNKNOWN;
        deeds.could_move(if is_guess { 0 } else { reserved }, held, captured)
    }

    /// Returns the sum of the refunds in the shop's books, also of those that a lagging read lacks.
    fn refunds_recorded(&self, shop: &ShopOrder) -> i64 {
        let invoices = self.ledger.balances.iter().map(|balance| balance.invoice);
        let ours = invoices.map(|invoice| self.done_minor(Act::ShopRecordRefund, invoice)).sum();
        shop.refunded_minor.max(ours)
    }

    /// A note for each invoice that uniac captured while the order is not finished.
    fn notes(&self) -> Vec<Step> {
        self.ledger
            .balances
            .iter()
            .filter(|balance| balance.captured_by_us > 0)
            .filter(|balance| !self.is_done(Act::ShopNote, Some(balance.invoice)))
            .map(|b| self.step(Act::ShopNote, Some(b.invoice), b.captured_by_us, None))
            .collect()
    }

    /// Refunds that uniac paid and the shop's books do not show.
    fn refund_records(&self) -> Vec<Step> {
        let Some(shop) = &self.order().shop else { return Vec::new() };
        let recorded = (shop.refunded_minor - share::recorded_for_others(self.case)).max(0);
        let mut missing = (self.ledger.refunded - recorded).max(0);
        let mut steps = Vec::new();
        for balance in &self.ledger.balances {
            let recorded = self.done_minor(Act::ShopRecordRefund, balance.invoice);
            let share = (balance.refunded_by_us - recorded).clamp(0, missing);
            missing -= share;
            if share > 0 {
                steps.push(self.step(Act::ShopRecordRefund, Some(balance.invoice), share, None));
            }
        }
        steps
    }

    /// Captured money that Uni's books do not show. What others captured is booked only on invoices
    /// of the auto era: older ones were somebody else's to book.
    fn booking(&self) -> Vec<Step> {
        let step = |balance: &Balance| {
            let invoice = self.invoice(balance.invoice)?;
            let ours = match self.case.eras.get(&balance.invoice) {
                Some(Era::Auto) => balance.captured(),
                Some(Era::Predates) | None => balance.captured_by_us,
            };
            let booked = self.done_minor(Act::Book, balance.invoice);
            let minor = (ours - booked).min(invoice.unpaid_minor);
            let wanted = minor > 0 && invoice.inexact.is_none();
            wanted.then(|| self.step(Act::Book, Some(balance.invoice), minor, None))
        };
        self.ledger.balances.iter().filter_map(step).collect()
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

    fn is_done(&self, act: Act, document: Option<DocumentId>) -> bool {
        self.case.intents_of(act, document).any(Intent::is_done)
    }

    fn done_minor(&self, act: Act, invoice: DocumentId) -> i64 {
        let done = self.case.intents_of(act, Some(invoice)).filter(|intent| intent.is_done());
        done.map(|intent| intent.money.minor).sum()
    }

    /// Returns whether the same act is under way with an unknown outcome; it is settled, not done
    /// again.
    fn is_open(&self, step: &Step) -> bool {
        self.case.intents_of(step.act, step.document).any(Intent::is_open)
    }

    /// Builds a step and decides who is to do it.
    fn step(
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
        let held = self.case.active_hold(self.now).is_some();
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
        } else if braked {
            Some(Attention::Braked)
        } else {
            (!self.company.active).then_some(Attention::Inactive)
        };
        match (why, refused) {
            (None, None) => Step { act, document, money, mode: Mode::Auto, why: None },
            // It was refused, and is asked again: shown until that has come to something.
            (None, Some(mode)) => {
                Step { act, document, money, mode, why: Some(Attention::Refused) }
            }
            (Some(_), _) => Step { act, document, money, mode: Mode::Manual, why },
        }
    }

    fn currency(&self) -> crate::money::Currency {
        match &self.order().payment {
            Some(payment) => payment.currency,
            None => self.order().uni.currency,
        }
    }
}
