//! A pass of the history: what is known when it begins, and how it ended.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::epoch::Epoch;

/// The number of a pass in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is known of a pass when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunStart {
    /// The command, for instance `sync`.
    pub command: String,
    /// Who has typed it, or whose job it is.
    pub by: String,
    /// The machine.
    pub host: String,
    /// Its right to send; `None` of one that was refused before it had one.
    pub epoch: Option<Epoch>,
    /// What was asked.
    pub asked: RunAsked,
    /// When.
    pub started: Timestamp,
}

/// What was asked of a pass beside its command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAsked {
    /// The orders that were named; `None`: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<Vec<String>>,
    /// The most that could move, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_total: Option<String>,
    /// On how many orders money could move at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_orders: Option<usize>,
    /// The most that could be released, in whole units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_release: Option<String>,
    /// The saved plan that it applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

/// How a pass ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// It has not ended.
    Running,
    /// It has worked through all.
    Ended,
    /// A person stopped it, or its time was over.
    Stopped,
    /// An error ended it, before or in the middle.
    Failed,
    /// It has no end, and its lock is gone: it was killed, or its machine.
    BrokenOff,
}

impl RunState {
    /// All states.
    pub const ALL: [RunState; 5] = [
        RunState::Running,
        RunState::Ended,
        RunState::Stopped,
        RunState::Failed,
        RunState::BrokenOff,
    ];

    /// Returns the word in the store, in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            RunState::Running => "running",
            RunState::Ended => "ended",
            RunState::Stopped => "stopped",
            RunState::Failed => "failed",
            RunState::BrokenOff => "broken-off",
        }
    }

    pub(super) fn named(name: &str) -> Option<RunState> {
        RunState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How many rows a pass has read of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRead {
    /// Uni's orders.
    pub orders: u64,
    /// Uni's invoices, credit notes and drafts.
    pub documents: u64,
    /// The shop's orders.
    pub shop_orders: u64,
    /// Payments at their providers.
    pub payments: u64,
    /// What could not be read.
    pub unread: u64,
    /// Payments of which a reading of a little before stands, because their provider answers only so many.
    #[serde(default)]
    pub postponed: u64,
}

/// What a pass did of one operation with one outcome, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSum {
    /// The operation.
    pub operation: String,
    /// How it ended.
    pub outcome: String,
    /// How many acts.
    pub count: usize,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
}

/// A step of a pass: an act that was sent, or one that was due and left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStep {
    /// The order's number.
    pub order: String,
    /// The operation, or `read` for what could not be read.
    pub operation: String,
    /// The act.
    pub act: String,
    /// The invoice's number.
    pub invoice: Option<String>,
    /// The payment, of an act that moves money.
    pub payment: Option<String>,
    /// Minor units.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
    /// How it ended.
    pub outcome: String,
    /// Why.
    pub code: Option<String>,
}

/// How a pass ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// When.
    pub ended: Timestamp,
    /// The exit code.
    pub exit: u8,
    /// How.
    pub state: RunState,
    /// What ended it, where an error did: its code and its words.
    pub error: Option<(String, String)>,
    /// What it has read.
    pub read: RunRead,
    /// What it did, added up.
    pub sums: Vec<RunSum>,
    /// What it sent.
    pub steps: Vec<RunStep>,
    /// What was due and it left, with the reason.
    pub left: Vec<RunStep>,
}

/// A pass of the history, without its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub id: RunId,
    /// What is known since it began.
    pub start: RunStart,
    /// How it ended.
    pub state: RunState,
    /// When; of one that was broken off, when that was found.
    pub ended: Option<Timestamp>,
    /// The exit code.
    pub exit: Option<u8>,
    /// What ended it, where an error did: its code and its words.
    pub error: Option<(String, String)>,
    /// What it has read.
    pub read: Option<RunRead>,
    /// What it did, added up; `None` where it could not say so any more.
    pub sums: Option<Vec<RunSum>>,
    /// What was due and it left.
    pub left: Vec<RunStep>,
}
