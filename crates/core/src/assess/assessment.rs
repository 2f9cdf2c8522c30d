//! What the rules say of one order at a moment. Words alone: it is made in one place, by the rules.

use jiff::Timestamp;

use crate::act::Act;
use crate::ledger::Ledger;

use super::attention::Attention;
use super::bars::Bar;
use super::closing::Closing;
use super::link::Link;
use super::state::State;
use super::step::Step;

/// What the rules say of one order now.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Where the money is.
    pub state: State,
    /// The due steps, first to last. One that cannot be done is not among them; the attention
    /// says so.
    pub steps: Vec<Step>,
    /// Why the order is not simply done, or what a person should know: the first of `attentions`.
    pub attention: Option<Attention>,
    /// All that a person should know, worst first.
    pub attentions: Vec<Attention>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<Attention>,
    /// Until when what waits a little waits.
    pub waits_until: Option<Timestamp>,
    /// The balances.
    pub ledger: Ledger,
    /// Whether nothing is due, nothing is open and nothing is left reserved.
    pub settled: bool,
    /// What `sync` would do, or might have to do, if all could be read: what the attention `unreadable` stops. A run
    /// that leaves it undone has not done its work.
    pub stopped: Vec<Step>,
    /// How sure it is that the order stems from its shop order.
    pub link: Link,
    /// The reservation that ends first, while something is reserved.
    pub closing: Option<Closing>,
    /// Whether what others took for no invoice is counted on another order that shares the payment.
    pub is_counted_elsewhere: bool,
}

impl Assessment {
    /// Returns why an act that was due is no longer, as far as it is known.
    pub fn why_gone(&self) -> Option<Attention> {
        let elsewhere = self.remarks.iter().find(|remark| **remark == Attention::CapturedElsewhere);
        elsewhere.copied().or(self.attention)
    }

    /// Returns the attention that keeps an act from being done: the worst of the strictest; where none bars it, the worst.
    pub fn what_bars(&self, act: Act) -> Option<Attention> {
        let with = |bar: Bar| self.attentions.iter().copied().find(|a| a.bar(act) == bar);
        with(Bar::Nothing).or_else(|| with(Bar::Person)).or(self.attention)
    }

    /// Returns the first due step.
    pub fn next(&self) -> Option<&Step> {
        self.steps.first()
    }
}
