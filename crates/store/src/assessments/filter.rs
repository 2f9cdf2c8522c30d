//! Which of the kept assessments are asked for, as a query whose values are bound.
//!
//! Each condition is one that an index serves, or that narrows what one has found.

use jiff::Timestamp;
use jiff::civil::Date;

use uniac_core::assess::{Attention, State};
use uniac_core::order::OrderId;

use crate::db::Value;
use crate::text::nanoseconds;

/// Which web orders are asked for; nothing set: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<State>,
    /// With any attention.
    pub any_attention: bool,
    /// With this one among its attentions; one that is never more than a remark, among its remarks.
    pub attention: Option<Attention>,
    /// `Some(true)`: with an attention that a person has accepted; `Some(false)`: without such.
    pub accepted: Option<bool>,
    /// With something due.
    pub due: bool,
    /// On which a run or a person has something to do; also an act without a definite answer, and what could not be read.
    pub pending: bool,
    /// On which a run has something to do.
    pub for_run: bool,
    /// With money that is to be moved, or an act without a definite answer.
    pub moves: bool,
    /// On which something is due, open or reserved.
    pub unsettled: bool,
    /// With an act without a definite answer.
    pub open: bool,
    /// With an invoice that predates the activation.
    pub predates: bool,
    /// With missing money.
    pub missing: bool,
    /// With money that no invoice asks for.
    pub excess: bool,
    /// With something reserved.
    pub reserved: bool,
    /// Whose payment each pass is to read.
    pub reads: bool,
    /// Of which each pass asks Uni whether documents are still there.
    pub documents: bool,
    /// Placed on this day or later.
    pub placed_since: Option<Date>,
    /// Placed on this day or earlier.
    pub placed_until: Option<Date>,
    /// Whose reservation ends until this moment, or has ended.
    pub closes_until: Option<Timestamp>,
    /// Older than this one: the next page after it.
    pub before: Option<OrderId>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Filter {
    /// Returns the query for columns of the orders, newest first, with its values.
    pub(crate) fn query(&self, columns: &str) -> (String, Vec<Value<'static>>) {
        let (conditions, mut values) = self.conditions(true);
        let limit = self.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(i64::MAX);
        values.push(Value::Integer(limit));
        let query = format!(
            "SELECT {columns} FROM assessment a WHERE {conditions}
             ORDER BY a.order_id DESC LIMIT ?{}",
            values.len()
        );
        (query, values)
    }

    /// Returns the query for the number of orders, with its values.
    pub(crate) fn count(&self) -> (String, Vec<Value<'static>>) {
        let (conditions, values) = self.conditions(false);
        (format!("SELECT count(*) FROM assessment a WHERE {conditions}"), values)
    }

    fn conditions(&self, paged: bool) -> (String, Vec<Value<'static>>) {
        const ACCEPTED: &str = "EXISTS (SELECT 1 FROM accepted w WHERE w.order_id = a.order_id
            AND w.ended_at IS NULL AND w.fingerprint = a.seen)";
        // Conditions of an index stand as they stand there, or it would not be used. Nearly all orders are web orders, so
        // with a `+` no index is chosen for that alone.
        let is_plain = self.state.is_some();
        let mut all = vec![if is_plain { "a.is_web = 1" } else { "+a.is_web = 1" }.to_owned()];
        let mut values = Vec::new();
        let flags = [
            (self.any_attention, "a.attention IS NOT NULL"),
            (
                self.due,
                "a.due > 0 AND EXISTS (
                    SELECT 1 FROM assessment_step s WHERE s.order_id = a.order_id)",
            ),
            (self.pending, "a.due > 0"),
            (self.for_run, "a.due > 0 AND a.due = 2"),
            (
                self.moves,
                "a.due > 0 AND (a.open > 0 OR EXISTS (
                    SELECT 1 FROM assessment_step s WHERE s.order_id = a.order_id
                    AND s.act IN ('capture', 'refund', 'cancel')))",
            ),
            (self.unsettled, "a.settled = 0"),
            (self.open, "a.open > 0"),
            (self.predates, "a.predates = 1"),
            (self.missing, "a.missing > 0"),
            (self.excess, "a.excess > 0"),
            (self.reserved, "a.reserved > 0"),
            (self.reads, "a.reads > 0"),
            (self.documents, "a.documents > 0"),
            (self.accepted == Some(true), ACCEPTED),
        ];
        all.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, text)| (*text).to_owned()));
        if self.accepted == Some(false) {
            all.push(format!("NOT {ACCEPTED}"));
        }
        let mut bind = |condition: &str, value: Value<'static>| {
            values.push(value);
            all.push(condition.replace('#', &format!("?{}", values.len())));
        };
        if let Some(state) = self.state {
            bind("a.state = #", Value::text(state.name()));
        }
        if let Some(attention) = self.attention {
            // What is never more than a remark is asked for as such; of all else only who needs somebody is meant.
            let noted = match attention.is_remark() {
                true => {
                    "(a.attentions <> '' OR a.remarks <> '') AND
                instr(' ' || a.attentions || ' ' || a.remarks || ' ', #) > 0"
                }
                false => "a.attention IS NOT NULL AND instr(' ' || a.attentions || ' ', #) > 0",
            };
            bind(noted, Value::text(format!(" {} ", attention.name())));
        }
        if let Some(day) = self.placed_since {
            bind("a.placed >= #", Value::text(day.to_string()));
        }
        if let Some(day) = self.placed_until {
            bind("a.placed <= #", Value::text(day.to_string()));
        }
        if let Some(moment) = self.closes_until {
            bind(
                "a.closes_at IS NOT NULL AND a.closes_at <= #",
                Value::Integer(nanoseconds(moment)),
            );
        }
        if let Some(order) = self.before.filter(|_| paged) {
            bind("a.order_id < #", Value::Integer(order.0));
        }
        (all.join(" AND "), values)
    }
}

/// Which orders of the customer of a credit note are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfCustomer {
    /// Those that were placed since this day; `None`: whenever.
    pub since: Option<Date>,
    /// Those for which at least so much is held, minor units.
    pub holding_minor: i64,
    /// No more than so many.
    pub most: usize,
}
