//! What a shop's plug-ins do with money, as last seen.

use jiff::Timestamp;

use uniac_core::hooks::Hooks;
use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, failure, params};
use crate::text::{fact, moment, parse, timestamp};

/// What a shop's plug-ins do, as last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenHooks {
    /// What they do.
    pub hooks: Hooks,
    /// When the shop was looked at.
    pub at: Timestamp,
}

/// Keeps what the shop's plug-ins do.
pub(crate) fn write(transaction: &Connection, seen: &SeenHooks) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO shop_hooks (id, at, fact) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET at = excluded.at, fact = excluded.fact",
            params![moment(seen.at), fact(&seen.hooks)?],
        )
        .map_err(failure)?;
    Ok(())
}

/// Returns what the shop's plug-ins do, as last seen.
pub(crate) fn read(connection: &Connection) -> Result<Option<SeenHooks>> {
    let row: Option<(String, String)> = connection
        .query_row("SELECT at, fact FROM shop_hooks", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(failure)?;
    row.map(|(at, fact)| Ok(SeenHooks { hooks: parse(&fact)?, at: timestamp(&at)? })).transpose()
}
