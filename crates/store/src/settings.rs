//! uniac's own settings: which are on, since when, and the activation that stands while the three are on.
//!
//! Every function that writes runs inside a transaction that its caller commits.

use jiff::Timestamp;

use uniac_core::settings::{Setting, Settings};
use uniac_system::error::{Error, Result};

use crate::db::{Connection, OptionalExtension, failure, params};
use crate::text::timestamp;

/// Returns the settings that are on, and the activation.
pub(crate) fn read(connection: &Connection) -> Result<Settings> {
    let on = read_switches(connection)?;
    let activation: Option<String> = connection
        .query_row("SELECT at FROM activation WHERE ended_at IS NULL", [], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    let activation = activation.map(|text| timestamp(&text)).transpose()?;
    let settings = Settings { on, activation };
    assert_eq!(
        settings.is_active(),
        settings.activation.is_some(),
        "an activation stands while the three settings are on, and only then"
    );
    Ok(settings)
}

fn read_switches(connection: &Connection) -> Result<Vec<(Setting, Timestamp)>> {
    let mut query =
        connection.prepare_cached("SELECT name, since FROM setting").map_err(failure)?;
    let rows = query
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .map_err(failure)?;
    let mut on = Vec::new();
    for row in rows {
        let (name, since) = row.map_err(failure)?;
        let setting =
            name.parse().map_err(|error: String| Error::failed("store-damaged", error))?;
        on.push((setting, timestamp(&since)?));
    }
    on.sort();
    Ok(on)
}

/// Switches settings on or off, and begins or ends the activation when that completes or breaks the three. Returns those
/// that really changed.
pub(crate) fn switch(
    transaction: &Connection,
    settings: &[Setting],
    on: bool,
    now: Timestamp,
    by: &str,
) -> Result<Vec<Setting>> {
    let before = read(transaction)?;
    let is_other = |setting: &&Setting| before.since(**setting).is_some() != on;
    let changed: Vec<Setting> = settings.iter().filter(is_other).copied().collect();
    for setting in &changed {
        write(transaction, *setting, on, now, by)?;
    }
    let after = Settings { on: read_switches(transaction)?, activation: None };
    match (before.is_active(), after.is_active()) {
        (false, true) => activate(transaction, now)?,
        (true, false) => end_activation(transaction, now)?,
        _ => {}
    }
    Ok(changed)
}

fn write(
    transaction: &Connection,
    setting: Setting,
    on: bool,
    now: Timestamp,
    by: &str,
) -> Result<()> {
    let at = now.to_string();
    let change = match on {
        true => transaction.execute(
            "INSERT INTO setting (name, since) VALUES (?1, ?2)",
            params![setting.name(), at],
        ),
        false => transaction.execute("DELETE FROM setting WHERE name = ?1", [setting.name()]),
    };
    change.map_err(failure)?;
    transaction
        .execute(
            "INSERT INTO setting_change (at, by, name, is_on) VALUES (?1, ?2, ?3, ?4)",
            params![at, by, setting.name(), on],
        )
        .map_err(failure)?;
    Ok(())
}

/// Records the activation and stamps what was finalised before it, once and for good. The facts are this program's own
/// JSON, in which a quote within a text is escaped: so a field is found by its text.
fn activate(transaction: &Connection, now: Timestamp) -> Result<()> {
    let at = now.to_string();
    let stamps = [
        "INSERT INTO activation (at) VALUES (?1)",
        "INSERT INTO era (document_id, era, at)
         SELECT id, 'predates', ?1 FROM document_seen WHERE true
         ON CONFLICT (document_id) DO NOTHING",
        "INSERT INTO dropped_before (order_id, at)
         SELECT id, ?1 FROM uni_order
         WHERE instr(fact, '\"progress\":\"closed\"') > 0
             OR instr(fact, '\"progress\":\"deleted\"') > 0
         ON CONFLICT (order_id) DO NOTHING",
    ];
    for stamp in stamps {
        transaction.execute(stamp, [&at]).map_err(failure)?;
    }
    Ok(())
}

fn end_activation(transaction: &Connection, now: Timestamp) -> Result<()> {
    transaction
        .execute("UPDATE activation SET ended_at = ?1 WHERE ended_at IS NULL", [now.to_string()])
        .map_err(failure)?;
    Ok(())
}
