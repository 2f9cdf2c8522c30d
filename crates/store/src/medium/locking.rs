//! The lock of a store: one run at a time.
//!
//! A run that does not get it must never send anything.

use std::fs::{File, TryLockError};
use std::time::Duration;

use uniac_system::error::Result;
use uniac_system::stop::NEVER;

use crate::failure::{lock_failed, locked};

/// Takes the lock. Who only looks whether a run is at work has it for a moment, so a no is asked about once more.
pub(crate) fn take_lock(file: &File) -> Result<()> {
    const MOMENT: Duration = Duration::from_millis(20);
    let mut taken = file.try_lock();
    if let Err(TryLockError::WouldBlock) = taken {
        NEVER.sleep(MOMENT);
        taken = file.try_lock();
    }
    match taken {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(locked()),
        Err(TryLockError::Error(error)) => Err(lock_failed(error)),
    }
}
