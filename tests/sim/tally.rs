//! What one process has sent, as its wire saw it, held against what was typed.
//!
//! Bounds, dry runs, the question and an interrupt are judged here at the moment when bytes leave. It
//! must never ask uniac what it meant to do, only what stands in the journal.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uniac_core::act::{Act, Intent, Operation};
use uniac_core::money::Currency;
use uniac_core::order::{DocumentId, OrderId};
use uniac_engine::Plan;

use crate::life::Runner;
use crate::typed::{Ask, Person, Way};

/// What an act is, without its amount.
type Subject = (OrderId, Act, Option<DocumentId>);

/// What one process has sent.
#[derive(Debug)]
pub struct Tally {
    /// Whose process it is.
    pub runner: Runner,
    /// What was typed; `None` for a command that may send nothing.
    pub ask: Option<Ask>,
    /// When it began.
    pub began: Timestamp,
    /// How much people had done until then.
    pub deeds: u64,
    /// Every intent that left, by its key, once.
    pub sent: BTreeMap<String, Intent>,
    /// The keys whose effect came with a request of this process.
    pub moved: BTreeSet<String>,
    /// What a person was shown before the question.
    shown: Option<BTreeMap<Subject, i64>>,
    /// Whether a person said no, or nobody was there to say yes.
    pub said_no: bool,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// The orders on which something left after the interrupt.
    after_interrupt: BTreeSet<OrderId>,
}

impl Tally {
    /// Begins to count what a process sends.
    pub fn new(runner: Runner, ask: Option<Ask>, began: Timestamp) -> Tally {
        Tally {
            runner,
            ask,
            began,
            deeds: 0,
            sent: BTreeMap::new(),
            moved: BTreeSet::new(),
            shown: None,
            said_no: false,
            interrupted: false,
            after_interrupt: BTreeSet::new(),
        }
    }

    /// A person looks at what a run is about to do.
    pub fn show(&mut self, plan: &Plan) {
        let shown = self.shown.get_or_insert_default();
        for planned in plan.money() {
            let step = &planned.step;
            *shown.entry((planned.order, step.act, step.document)).or_default() += step.money.minor;
        }
    }

    /// Returns whether the process is the automation.
    pub fn is_automatic(&self) -> bool {
        self.ask.as_ref().is_some_and(|ask| ask.scope == uniac_engine::Scope::Automatic)
    }

    /// Takes note of a write that is about to leave, and holds it against what was typed.
    pub fn leaves(&mut self, intent: &Intent) {
        let Some(ask) = &self.ask else {
            panic!("sent by a command that sends nothing: {intent:?}")
        };
        assert_ne!(ask.way, Way::Dry, "sent in a dry run: {intent:?}");
        assert!(!self.said_no, "sent after a no: {intent:?}");
        if self.interrupted {
            self.after_interrupt.insert(intent.order);
            assert!(
                self.after_interrupt.len() == 1,
                "begun after an interrupt: {intent:?} {:?}",
                self.after_interrupt
            );
        }
        self.sent.entry(intent.key.clone()).or_insert_with(|| intent.clone());
        if intent.act.operation().moves_money() {
            self.check_shown(intent);
            self.check_bounds();
        }
    }

    /// What was not shown before the question is not sent after a yes.
    fn check_shown(&self, intent: &Intent) {
        let asks = self.ask.as_ref().is_some_and(|ask| ask.person != Person::NotAsked);
        let Some(shown) = self.shown.as_ref().filter(|_| asks) else {
            assert!(!asks, "sent and nobody was asked: {intent:?}");
            return;
        };
        let minor = shown.get(&(intent.order, intent.act, intent.document)).copied();
        let covered = minor.is_some_and(|minor| intent.money.minor <= minor);
        assert!(covered, "more than was shown: {intent:?} {minor:?}");
    }

    /// All that could move money, each act counted once, is within the bounds.
    fn check_bounds(&self) {
        let Some(most) = self.ask.as_ref().map(|ask| ask.most) else { return };
        let mut sums: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
        for intent in self.money() {
            let (total, released) = sums.entry(intent.money.currency).or_default();
            *total += intent.money.minor;
            if intent.act == Act::Cancel {
                *released += intent.money.minor;
            }
        }
        for (total, released) in sums.values() {
            let within = most.total.is_none_or(|most| *total <= most)
                && most.release.is_none_or(|most| *released <= most);
            assert!(within, "beyond the bounds {most:?}: {:?}", self.sent);
        }
        let orders = self.money().map(|intent| intent.order).collect::<BTreeSet<_>>().len();
        assert!(
            most.orders.is_none_or(|most| orders <= most),
            "on more orders than {most:?}: {:?}",
            self.sent
        );
    }

    /// Returns the acts that left and could move money.
    pub fn money(&self) -> impl Iterator<Item = &Intent> {
        self.sent.values().filter(|intent| intent.act.operation().moves_money())
    }

    /// Returns the orders on which the process sent an operation that a brake counts. The release of at
    /// most one unit is a rounding rest and does not count.
    pub fn counted(&self, operation: Operation) -> BTreeSet<OrderId> {
        let of_kind = self.money().filter(|intent| counts_for_a_brake(intent, operation));
        of_kind.map(|intent| intent.order).collect()
    }
}

/// Returns whether an act counts for the brake on an operation.
pub fn counts_for_a_brake(intent: &Intent, operation: Operation) -> bool {
    let is_rest = operation == Operation::Cancel && intent.money.minor <= 100;
    intent.act.operation() == operation && !is_rest
}
