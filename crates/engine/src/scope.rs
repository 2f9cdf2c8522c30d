//! Scope: which of the due steps a command may do.
//!
//! It only narrows what `assess` lists. It must never add a step that is not due.

use std::collections::BTreeMap;
use std::sync::Arc;

use uniac_core::act::{Act, Operation};
use uniac_core::assess::{Attention, Mode, Step};
use uniac_core::order::{DocumentId, OrderId};

use super::saved::SavedPlan;

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
    /// `uniac plan`: all that is due, or one operation of it, whoever is to do it, and what follows from it. Nothing is
    /// ever sent by it.
    All(Option<Operation>),
    /// `uniac apply`: the steps of a saved plan.
    Plan(Arc<SavedPlan>),
    /// `order settle`: nothing is sent; what is open is settled by looking.
    Nothing,
}

impl Scope {
    /// Returns the act that the command is about, for orders on which it finds nothing to do.
    pub fn act(&self) -> Act {
        match self {
            Scope::Named(Operation::Refund) | Scope::Predating(Operation::Refund) => Act::Refund,
            Scope::Named(Operation::Cancel) | Scope::Predating(Operation::Cancel) => Act::Cancel,
            Scope::Automatic
            | Scope::Predating(_)
            | Scope::Named(_)
            | Scope::All(_)
            | Scope::Plan(_)
            | Scope::Nothing => Act::Capture,
        }
    }

    /// Returns whether a hold that a person sets while the run goes on stops its acts. Who names an
    /// order has the last word on it; a plan has it on what was known when it was made.
    pub fn obeys_holds(&self) -> bool {
        match self {
            Scope::Automatic | Scope::Predating(_) | Scope::Plan(_) => true,
            Scope::Named(_) | Scope::All(_) | Scope::Nothing => false,
        }
    }

    /// Returns the saved plan that is applied.
    pub fn saved(&self) -> Option<&SavedPlan> {
        match self {
            Scope::Plan(saved) => Some(saved),
            Scope::Automatic
            | Scope::Predating(_)
            | Scope::Named(_)
            | Scope::All(_)
            | Scope::Nothing => None,
        }
    }

    /// Returns whether the command begins with this step of an order.
    pub fn begins(&self, order: OrderId, step: &Step) -> bool {
        let era = matches!(
            step.why,
            Some(Attention::InvoicedBeforeActivation | Attention::PartInvoicedBeforeActivation)
        );
        match self {
            Scope::Automatic => step.mode == Mode::Auto,
            Scope::Predating(operation) => step.operation() == *operation && era,
            Scope::Named(operation) => step.operation() == *operation,
            Scope::All(operation) => operation.is_none_or(|wanted| wanted == step.operation()),
            Scope::Plan(plan) => plan.has(order, step.act, step.document),
            Scope::Nothing => false,
        }
    }

    /// Returns whether the step of an order may be done in the course of the command: also what follows from a
    /// capture or refund in the shop and in Uni's books.
    pub fn allows(&self, order: OrderId, step: &Step) -> bool {
        let follows = matches!(step.operation(), Operation::ShopUpdate | Operation::BookPayment);
        match self {
            Scope::Automatic => step.mode == Mode::Auto,
            Scope::Predating(_) | Scope::Named(_) | Scope::All(_) => {
                self.begins(order, step) || follows
            }
            Scope::Plan(_) => self.begins(order, step),
            Scope::Nothing => false,
        }
    }
}

/// What a person has seen and confirmed: the acts that move money, with their amounts in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmed {
    amounts: BTreeMap<(OrderId, Act, Option<DocumentId>), i64>,
}

impl Confirmed {
    /// Adds an act that was shown; several of one kind on one document are shown as their sum.
    pub fn add(&mut self, order: OrderId, step: &Step) {
        let shown = self.amounts.entry((order, step.act, step.document)).or_default();
        *shown = shown.saturating_add(step.money.minor);
    }

    /// Returns whether a step is one that was shown: never more money than that.
    pub fn covers(
        &self,
        order: OrderId,
        act: Act,
        document: Option<DocumentId>,
        minor: i64,
    ) -> bool {
        !act.operation().moves_money()
            || self.amounts.get(&(order, act, document)).is_some_and(|shown| minor <= *shown)
    }
}
