//! A run: one command's work on orders, with all that it works with.
//!
//! What it may do is in its scope, what keeps it within bounds in its guard. Nothing is read or sent here.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use uniac_core::act::Operation;
use uniac_core::assess::{Assessment, Company, assess};
use uniac_core::purchase::Case;
use uniac_store::Epoch;
use uniac_system::error::{Error, Result};

use super::Engine;
use super::applying::Applying;
use super::bounds::Budget;
use super::doors::Doors;
use super::said::Said;
use super::scope::{Confirmed, Scope};

/// What keeps the acts of a run within what a person, a bound or a brake allows.
#[derive(Debug, Default)]
pub struct Guard {
    /// What a person has confirmed; `None` when nothing had to be shown.
    pub(super) confirmed: Option<Confirmed>,
    /// The bounds, with what is spent of them.
    pub(super) budget: Option<Budget>,
    /// The operations that a brake holds back.
    pub(super) braked: BTreeSet<Operation>,
}

/// One command's work on orders.
pub struct Run<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) company: Company,
    /// The right to send; `None` of a run that only looks.
    pub(super) epoch: Option<Epoch>,
    pub(super) scope: Scope,
    pub(super) said: Said,
    pub(super) guard: Guard,
    /// The saved plan that is applied.
    pub(super) applying: Option<Applying>,
    pub(super) doors: Doors,
    /// Whose turn it is to book on an invoice over several orders.
    pub(super) shared_booking: Mutex<()>,
    /// The first failure that ended all work.
    failure: Mutex<Option<Error>>,
}

impl<'a> Run<'a> {
    /// Prepares the work of a command that holds the lock, or, without an epoch, a look at what it
    /// would do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(
        engine: &'a Engine<'a>,
        epoch: impl Into<Option<Epoch>>,
        scope: Scope,
    ) -> Result<Run<'a>> {
        let (company, guard, doors) = (engine.company()?, Guard::default(), Doors::default());
        let (epoch, failure) = (epoch.into(), Mutex::new(None));
        let said = Said::default();
        let applying = None;
        let shared_booking = Mutex::new(());
        Ok(Run {
            engine,
            company,
            epoch,
            scope,
            said,
            guard,
            applying,
            doors,
            shared_booking,
            failure,
        })
    }

    /// Sets the saved plan that is applied.
    #[must_use]
    pub(super) fn applying(mut self, applying: Option<Applying>) -> Run<'a> {
        self.applying = applying;
        self
    }

    /// Sets what a person says beside the orders.
    #[must_use]
    pub fn saying(mut self, said: Said) -> Run<'a> {
        self.said = said;
        self
    }

    /// Sets what keeps the acts of the run within bounds.
    #[must_use]
    pub fn guarded(mut self, guard: Guard) -> Run<'a> {
        self.guard = guard;
        self
    }

    /// Returns the right to send.
    ///
    /// # Errors
    /// A defect, in a run that only looks.
    pub(super) fn epoch(&self) -> Result<Epoch> {
        self.epoch.ok_or_else(|| Error::defect("a run that only looks was about to write"))
    }

    /// Returns what the rules say of an order, with what the person says of it.
    pub(super) fn assess(&self, case: &Case) -> Assessment {
        let heard = self.heard(case);
        assess(heard.as_ref().unwrap_or(case), &self.company, self.engine.clock.now())
    }

    /// Returns whether no other step is to be begun.
    pub(super) fn must_stop(&self) -> bool {
        self.engine.is_stopped()
            || self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Keeps the first failure that ends all work.
    pub(super) fn fail(&self, error: Error) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Returns the first failure that ended all work.
    pub(super) fn take_failure(&self) -> Option<Error> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
