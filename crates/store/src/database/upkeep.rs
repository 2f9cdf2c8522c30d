//! What is asked of an open store as a whole: whether it is sound and may be used, where it is, and that it be forgotten.

use uniac_system::error::{Error, Result};

use super::store::{DbStore, Medium};
use super::whole;
use crate::medium::soundness;

impl DbStore {
    /// Refuses to act on a damaged file.
    ///
    /// # Errors
    /// `store-damaged`.
    pub fn check_integrity(&self) -> Result<()> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => {
                soundness::check_integrity(self.connection().sqlite()?)
            }
            // A server looks after its own disk.
            #[cfg(feature = "postgres")]
            Medium::Server(_) => Ok(()),
        }
    }

    /// Returns the store if it may be used: it is not half of a copy, and no other has taken its place.
    ///
    /// # Errors
    /// `store-failed` when it may not.
    pub fn usable(self) -> Result<DbStore> {
        self.look(whole::check)?;
        Ok(self)
    }

    /// Returns the address of the server, where the store is in one.
    pub fn server(&self) -> Option<String> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => None,
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => Some(lease.address()),
        }
    }

    /// Forgets all that a shared store has of the company. For the sandbox, whose world is made anew.
    ///
    /// # Errors
    /// When the server refuses, or the store is a file.
    pub fn forget_company(&self) -> Result<()> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => {
                Err(Error::defect("a file is removed, not emptied"))
            }
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => lease.forget_company(),
        }
    }
}
