//! An order with what is known of it, and what all rules ask of it. Pure.
//!
//! Who is to do a step is decided here for all of them. Nothing here finds what is due.

use jiff::Timestamp;

use crate::act::{Act, Intent};
use crate::ledger::{Balance, Ledger, Standing};
use crate::money::{Currency, Money};
use crate::order::{DocumentId, Order};
use crate::purchase::{Case, Skip};
use crate::settings::Era;

use super::attention::Attention;
use super::company::Company;
use super::refusal::refusal;
use super::siblings;
use super::step::{Mode, Step};

/// An order with what is known of it, to find what is due.
pub(super) struct Rules<'a> {
    pub case: &'a Case,
    pub ledger: &'a Ledger,
    pub company: &'a Company,
    pub now: Timestamp,
}

impl Rules<'_> {
    pub fn order(&self) -> &Order {
        &self.case.order
    }

    /// Why an invoice's money is not moved by `sync`, as far as its era says.
    pub(super) fn era_reason(&self, invoice: DocumentId) -> Option<Attention> {
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

    /// uniac touches the shop's order when it moved money for it, when an invoice is of its own
    /// era, or when the order was dropped without an invoice; never for what predates it.
    pub(super) fn is_ours_to_update(&self) -> bool {
        let moved = self
            .case
            .intents
            .iter()
            .any(|intent| intent.act.operation().moves_money() && intent.is_done());
        let recognised = self.ledger.balances.iter().any(|b| b.captured_by_us > 0);
        let auto = self.case.eras.values().any(|era| *era == Era::Auto);
        moved || recognised || auto || self.order().documents.is_empty()
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

    pub(super) fn is_done(&self, act: Act, document: Option<DocumentId>) -> bool {
        self.case.intents_of(act, document).any(Intent::is_done)
    }

    pub(super) fn done_minor(&self, act: Act, invoice: Option<DocumentId>) -> i64 {
        let done = self.case.intents_of(act, invoice).filter(|intent| intent.is_done());
        done.map(|intent| intent.money.minor).sum()
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

    pub(super) fn currency(&self) -> Currency {
        match &self.order().payment {
            Some(payment) => payment.currency,
            None => self.order().uni.currency,
        }
    }
}
