//! A due step, and who is to do it. Words alone: what is due is found by the rules.

use crate::act::{Act, Operation};
use crate::money::Money;
use crate::order::DocumentId;

use super::attention::Attention;

/// Who is to do a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// `uniac sync` does it.
    Auto,
    /// It waits for a person.
    Manual,
}

impl Mode {
    /// Returns the mode of a word in JSON.
    pub fn from_name(name: &str) -> Option<Mode> {
        [Mode::Auto, Mode::Manual].into_iter().find(|mode| mode.name() == name)
    }

    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Auto => "auto",
            Mode::Manual => "manual",
        }
    }
}

/// A due step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is to be done.
    pub act: Act,
    /// The invoice it is done for; `None` for an act on the whole order.
    pub document: Option<DocumentId>,
    /// How much.
    pub money: Money,
    /// The payment that it is done on; `None` for what moves no money at a provider.
    pub payment: Option<String>,
    /// The order of the shop that it is done on, by its id, where the order was merged of several; `None`: the only one.
    pub shop: Option<String>,
    /// Who is to do it.
    pub mode: Mode,
    /// Why it waits for a person.
    pub why: Option<Attention>,
}

impl Step {
    /// Returns whether it is a person's answer to what others moved on purpose or by mistake, and not what any document
    /// asks for: only who names the order means it.
    pub fn is_answer(&self) -> bool {
        matches!(
            (self.act, self.why),
            (Act::Refund, Some(Attention::CapturedNotInvoiced))
                | (Act::Capture, Some(Attention::RefundedElsewhere))
        )
    }

    /// Returns the operation of the step.
    pub fn operation(&self) -> Operation {
        self.act.operation()
    }
}
