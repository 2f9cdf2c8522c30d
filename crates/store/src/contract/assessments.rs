//! The keeping of assessments, so that a pass costs what changed: marked orders are assessed anew, lists and sums are read.
//!
//! What is kept is a copy of what the rules say; it must never be shown or counted while an order is marked.

use std::collections::BTreeSet;

use jiff::Timestamp;

use uniac_core::order::{OrderId, Stray};
use uniac_core::purchase::Case;
use uniac_system::error::Result;

use crate::assessments::assessed::{Assessed, KeptRow, Tally};
use crate::assessments::filter::{Filter, OfCustomer};
use crate::assessments::{keep, rows, tally, touched};
use crate::database::store::DbStore;
use crate::facts::orders;

/// What a store keeps of assessments.
pub trait Assessments {
    /// Marks every order to be assessed anew when what all assessments rest on (rules, settings, configuration) is not what
    /// it was when they were made.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn rest_on(&self, basis: &str) -> Result<()>;

    /// Marks every order to be assessed anew.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn mark_all(&self) -> Result<()>;

    /// Has a page of the marked orders assessed with those that are tied to them, and keeps what is found; returns how many
    /// orders that were. 0: nothing is marked, and what is kept is what the rules say.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn assess_marked(
        &self,
        now: Timestamp,
        assess: &mut dyn FnMut(&Case) -> Assessed,
    ) -> Result<usize>;

    /// Returns what the kept assessments rest on.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_basis(&self) -> Result<Option<String>>;

    /// Returns all orders that are to be assessed anew, with those that are tied to them: what is kept of them may be old.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn marked_orders(&self, now: Timestamp) -> Result<BTreeSet<OrderId>>;

    /// Returns the next orders by id, a page of them, web orders or not.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orders_after(&self, after: Option<OrderId>) -> Result<Vec<OrderId>>;

    /// Returns the orders to which a credit note that tells none may belong: those of the invoice that it names, those with
    /// its reference, and of its customer those that are asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn orders_of_stray(&self, stray: &Stray, asked: OfCustomer) -> Result<BTreeSet<OrderId>>;

    /// Returns the hash of the assessment that is kept of an order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_digest(&self, order: OrderId) -> Result<Option<String>>;

    /// Returns the orders that a filter lets through by what is kept of them, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_orders(&self, filter: &Filter) -> Result<Vec<OrderId>>;

    /// Returns the orders on which something was captured last, since a moment, at most so many.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn captured_last(&self, since: Timestamp, most: usize) -> Result<Vec<OrderId>>;

    /// Returns how many orders a filter lets through, whatever its limit and page.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_count(&self, filter: &Filter) -> Result<usize>;

    /// Returns what is kept of the orders that a filter lets through, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_rows(&self, filter: &Filter) -> Result<Vec<KeptRow>>;

    /// Returns the counts and sums of what is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn tally(&self) -> Result<Tally>;

    /// Returns on how many orders something is reserved, and on how many something was captured after a moment.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn reserved_and_captured(&self, after: Timestamp) -> Result<(usize, usize)>;
}

impl Assessments for DbStore {
    fn rest_on(&self, basis: &str) -> Result<()> {
        touched::rest_on(&self.connection(), basis)
    }

    fn mark_all(&self) -> Result<()> {
        self.write(touched::mark_all)
    }

    fn assess_marked(
        &self,
        now: Timestamp,
        assess: &mut dyn FnMut(&Case) -> Assessed,
    ) -> Result<usize> {
        self.commit_queue();
        touched::assess(&self.connection(), now, assess)
    }

    fn kept_basis(&self) -> Result<Option<String>> {
        self.look(touched::basis)
    }

    fn marked_orders(&self, now: Timestamp) -> Result<BTreeSet<OrderId>> {
        self.look(|connection| touched::all_marked(connection, now))
    }

    fn orders_after(&self, after: Option<OrderId>) -> Result<Vec<OrderId>> {
        self.look(|connection| orders::after(connection, after))
    }

    fn orders_of_stray(&self, stray: &Stray, asked: OfCustomer) -> Result<BTreeSet<OrderId>> {
        self.look(|connection| rows::of_stray(connection, stray, asked))
    }

    fn kept_digest(&self, order: OrderId) -> Result<Option<String>> {
        self.look(|connection| keep::digest(connection, order))
    }

    fn kept_orders(&self, filter: &Filter) -> Result<Vec<OrderId>> {
        self.look(|connection| rows::orders(connection, filter))
    }

    fn captured_last(&self, since: Timestamp, most: usize) -> Result<Vec<OrderId>> {
        self.look(|connection| rows::captured_last(connection, since, most))
    }

    fn kept_count(&self, filter: &Filter) -> Result<usize> {
        self.look(|connection| rows::count(connection, filter))
    }

    fn kept_rows(&self, filter: &Filter) -> Result<Vec<KeptRow>> {
        self.look(|connection| rows::rows(connection, filter))
    }

    fn tally(&self) -> Result<Tally> {
        self.look(tally::tally)
    }

    fn reserved_and_captured(&self, after: Timestamp) -> Result<(usize, usize)> {
        self.look(|connection| rows::reserved_and_captured(connection, after))
    }
}
