//! Saved plans as they are asked for: each is applied once.

use jiff::Timestamp;

use uniac_core::act::IntentId;
use uniac_system::error::Result;

use crate::database::store::DbStore;
use crate::journal::epoch::Epoch;
use crate::journal::intents;
use crate::journal::plans::{self, AppliedPlan, PlanMark};

/// What of a store keeps saved plans.
pub trait Plans: Send + Sync {
    /// Returns the key by which this store's plans are sealed; made when it is first asked for.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn plan_key(&self) -> Result<String>;

    /// Returns the highest number of an act in the journal.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_intent(&self) -> Result<IntentId>;

    /// Returns what is known of a plan that was applied.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn applied_plan(&self, id: &str) -> Result<Option<AppliedPlan>>;

    /// Writes down, durably, that a plan is being applied by the run that holds this right to send.
    ///
    /// # Errors
    /// When another run has taken over, or the store cannot be written.
    fn begin_plan(&self, epoch: Epoch, plan: &PlanMark) -> Result<()>;

    /// Writes down that the application of a plan has come to its end.
    ///
    /// # Errors
    /// As [`Plans::begin_plan`].
    fn end_plan(&self, epoch: Epoch, id: &str, at: Timestamp) -> Result<()>;
}

impl Plans for DbStore {
    fn plan_key(&self) -> Result<String> {
        self.write(plans::key)
    }

    fn last_intent(&self) -> Result<IntentId> {
        self.look(intents::last)
    }

    fn applied_plan(&self, id: &str) -> Result<Option<AppliedPlan>> {
        self.look(|connection| plans::read(connection, id))
    }

    fn begin_plan(&self, epoch: Epoch, plan: &PlanMark) -> Result<()> {
        let plan = plan.clone();
        self.write(move |transaction| plans::begin(transaction, epoch, &plan))
    }

    fn end_plan(&self, epoch: Epoch, id: &str, at: Timestamp) -> Result<()> {
        let id = id.to_owned();
        self.write(move |transaction| plans::end(transaction, epoch, &id, at))
    }
}
