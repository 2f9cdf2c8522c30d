//! Who may send from a store: the right is taken, asked about, and lost to a later run.

use jiff::Timestamp;

use uniac_system::error::Result;

use super::store::{DbStore, Medium};
use crate::journal::epoch::{self, Epoch};
use crate::medium::soundness;

impl DbStore {
    /// Takes the right to send, as far as another run could have it. Returns whether the database is known to be whole.
    pub(crate) fn take_right(&self, now: Timestamp) -> Result<bool> {
        match &self.medium {
            Medium::Memory => soundness::is_fresh(&self.connection(), now),
            Medium::File(file) => file.take(&self.connection(), now),
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => lease.take().map(|()| true),
        }
    }

    /// Returns whether a run is at work.
    pub(crate) fn is_locked(&self) -> bool {
        match &self.medium {
            Medium::Memory => false,
            Medium::File(file) => file.is_locked(),
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => lease.is_taken(),
        }
    }

    /// Returns the epoch that was granted last, whoever has it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest_epoch(&self) -> Result<Epoch> {
        self.look_aside(epoch::newest)
    }

    /// Returns whether this run's right to send is still its own: nobody has taken over, and it was heard of lately.
    pub(crate) fn has_right(&self, epoch: Epoch) -> Result<bool> {
        match &self.medium {
            Medium::Memory | Medium::File(_) => Ok(self.look_aside(epoch::newest)? == epoch),
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => lease.is_fresh(epoch.0),
        }
    }
}
