//! Scope: which of the due steps a command may do.
//!
//! It only narrows what `assess` lists. It must never widen it: a step that is not due is nobody's.

use std::collections::BTreeMap;

use crate::act::{Act, Operation};
use crate::assess::{Attention, Mode, Step};
use crate::order::{DocumentId, OrderId};

/// The steps of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// `sync`: all that is due in mode auto.
    Automatic,
    /// `capture --manual` without orders: what waits because of the era, and what follows from it.
    Predating(Operation),
    /// `capture --manual ORDER` and its siblings: the operation on these orders, whatever the mode,
    /// and what follows from it.
    Named(Operation),
    /// `order settle`: nothing is sent; what is open is settled by looking.
    Nothing,
}

impl Scope {
    /// Returns whether the command begins with this step.
    pub fn begins(&self, step: &Step) -> bool {
        let era = matches!(
            step.why,
            Some(Attention::InvoicedBeforeActivation | Attention::PartInvoicedBeforeActivation)
        );
        match self {
            Scope::Automatic => step.mode == Mode::Auto,
            Scope::Predating(operation) => step.operation() == *operation && era,
            Scope::Named(operation) => step.operation() == *operation,
            Scope::Nothing => false,
        }
    }

    /// Returns whether the step may be done in the course of the command: also what follows from a
    /// capture or refund in the shop and in Uni's books.
    pub fn allows(&self, step: &Step) -> bool {
        let follows = matches!(step.operation(), Operation::ShopUpdate | Operation::BookPayment);
        match self {
            Scope::Automatic => step.mode == Mode::Auto,
            Scope::Predating(_) | Scope::Named(_) => self.begins(step) || follows,
            Scope::Nothing => false,
        }
    }
}

/// What a person has seen and confirmed: the money steps with their amounts, minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmed {
    amounts: BTreeMap<(OrderId, Act, Option<DocumentId>), i64>,
}

impl Confirmed {
    /// Adds a step that was shown.
    pub fn add(&mut self, order: OrderId, step: &Step) {
        self.amounts.insert((order, step.act, step.document), step.money.minor);
    }

    /// Returns whether a step is the one that was shown: never more money than that.
    pub fn covers(&self, order: OrderId, step: &Step) -> bool {
        !step.operation().moves_money()
            || self
                .amounts
                .get(&(order, step.act, step.document))
                .is_some_and(|shown| step.money.minor <= *shown)
    }
}
