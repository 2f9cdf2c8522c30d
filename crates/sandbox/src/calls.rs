//! Counters of the calls that clients made, by system, reading and writing.
//!
//! A call that a fault lost was made all the same; a sign-in is no call.

use serde::Serialize;

use super::exchange::System;
use super::world::{Outcome, Turn, World};
use uniac_system::error::Result;

/// Calls of one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Calls {
    /// GET.
    pub read: u64,
    /// Everything else.
    pub write: u64,
}

/// Calls of all systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CallCounts {
    /// The ERP system.
    pub uni: Calls,
    /// The shop.
    pub shop: Calls,
    /// The payment providers.
    pub provider: Calls,
}

/// Counts one call.
pub(super) fn count(turn: &Turn, system: System, reading: bool) -> Outcome<()> {
    turn.run(
        "UPDATE calls SET reading = reading + ?2, writing = writing + 1 - ?2 WHERE system = ?1",
        (system.name(), reading),
    )?;
    Ok(())
}

impl World {
    /// Returns the calls since the last clearing, and clears them if asked to.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn calls(&mut self, clear: bool) -> Result<CallCounts> {
        self.turn(|turn| {
            let of = |system: &str| -> Outcome<Calls> {
                let sql = "SELECT reading, writing FROM calls WHERE system = ?1";
                let found = turn.first(sql, [system], |row| {
                    let (read, write): (i64, i64) = (row.get(0)?, row.get(1)?);
                    Ok(Calls { read: read.unsigned_abs(), write: write.unsigned_abs() })
                })?;
                Ok(found.unwrap_or_default())
            };
            let counts = CallCounts {
                uni: of(System::Uni.name())?,
                shop: of(System::Shop.name())?,
                provider: of("provider")?,
            };
            if clear {
                turn.run("UPDATE calls SET reading = 0, writing = 0", ())?;
            }
            Ok(counts)
        })
    }
}
