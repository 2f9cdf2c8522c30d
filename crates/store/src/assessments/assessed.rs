//! An assessment as it is kept, and as it is read again: of one order, and counted over all.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use uniac_core::act::Operation;
use uniac_core::assess::{Attention, Mode, State};
use uniac_core::money::Currency;
use uniac_core::order::OrderId;
use uniac_core::summary::{Summary, hash};

/// What a look at an order has found, to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// What lists and sums show of it.
    pub summary: Summary,
    /// Whether each pass is to read its payment.
    pub reads: bool,
    /// Whether each pass is to ask Uni whether documents of it are still there.
    pub documents: bool,
    /// The shop order and the reference of a tie that was found sure for the first time; it is remembered.
    pub sure: Option<(String, String)>,
}

impl Assessed {
    /// Returns the hash of what is kept of it, by which a check sees any difference. That a sure tie was found is
    /// remembered, and not kept here.
    pub fn digest(&self) -> String {
        hash(&format!("{:?} {} {}", self.summary, self.reads, self.documents))
    }
}

/// What is kept of one order, amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// The order of Uni.
    pub order: OrderId,
    /// The day of the order.
    pub placed: Date,
    /// Its currency.
    pub currency: Currency,
    /// Where the money is.
    pub state: State,
    /// All that a person should know, worst first.
    pub attentions: Vec<Attention>,
    /// What is worth knowing and needs nobody.
    pub remarks: Vec<Attention>,
    /// Invoiced less credited.
    pub owed_minor: i64,
    /// Captured less refunded; never negative.
    pub held_minor: i64,
    /// Owed and not held.
    pub missing_minor: i64,
    /// Why something is missing: `due`, `none`, or the id of an attention.
    pub cause: Option<String>,
    /// Held, and asked for by no invoice.
    pub excess_minor: i64,
    /// What can still be captured.
    pub reserved_minor: i64,
    /// When the reservation ends, while something is reserved.
    pub closes_at: Option<Timestamp>,
    /// Whether a person has accepted its attention, and the case has not changed since.
    pub is_accepted: bool,
}

/// Counts and sums over all web orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many orders are in each state.
    pub states: BTreeMap<State, usize>,
    /// How many orders have which worst attention that nobody has accepted.
    pub attentions: BTreeMap<Attention, usize>,
    /// How many orders have one that a person has accepted.
    pub accepted: usize,
    /// What is due: by operation, mode and currency, the orders and the sum in minor units.
    pub due: BTreeMap<(Operation, Mode, Currency), (usize, i64)>,
    /// What is missing: by cause and currency, the orders and the sum in minor units.
    pub missing: BTreeMap<(String, Currency), (usize, i64)>,
    /// What is held and no invoice asks for, minor units.
    pub excess: BTreeMap<Currency, i64>,
    /// How many orders have an act without a definite answer.
    pub open: usize,
    /// The sums of such acts that move money, minor units.
    pub open_sums: BTreeMap<Currency, i64>,
}
