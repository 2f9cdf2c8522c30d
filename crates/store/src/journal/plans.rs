//! Saved plans that were applied: each once. One whose application broke off goes on where it stopped.
//!
//! A plan is written down before its first act. Its key never leaves the store but for sealing, and is never shown.

use std::collections::BTreeSet;

use jiff::Timestamp;

use uniac_core::act::IntentId;
use uniac_system::error::Result;

use super::epoch::{self, Epoch};
use crate::db::{Connection, DbResult, OptionalExtension, failure, params};
use crate::text::timestamp;

/// A plan that is about to be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanMark {
    /// The plan's id.
    pub id: String,
    /// Who made it, and when.
    pub made_by: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who applies it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A plan that was applied, or begun to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedPlan {
    /// Who applied it first.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When its application had come to its end; `None` of one that broke off.
    pub ended_at: Option<Timestamp>,
    /// The acts that were written down while it was applied.
    pub intents: BTreeSet<IntentId>,
}

/// Returns the key by which this store's plans are sealed; made when it is first asked for.
pub(crate) fn key(transaction: &Connection) -> Result<String> {
    let fresh = transaction.random_hex().map_err(failure)?;
    transaction
        .execute(
            "INSERT INTO meta (name, value) VALUES ('plan-key', ?1) ON CONFLICT DO NOTHING",
            [fresh],
        )
        .map_err(failure)?;
    transaction
        .query_row("SELECT value FROM meta WHERE name = 'plan-key'", [], |row| row.get(0))
        .map_err(failure)
}

/// Writes down that a plan is being applied by the run that holds this right to send.
pub(crate) fn begin(transaction: &Connection, epoch: Epoch, plan: &PlanMark) -> Result<()> {
    epoch::check(transaction, epoch)?;
    transaction
        .execute(
            "INSERT INTO applied_plan (id, made_by, made_at, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![plan.id, plan.made_by, plan.made_at.to_string(), plan.by, plan.at.to_string()],
        )
        .map_err(failure)?;
    transaction
        .execute(
            "INSERT INTO plan_epoch (plan_id, epoch) VALUES (?1, ?2)
             ON CONFLICT DO NOTHING",
            params![plan.id, epoch.0],
        )
        .map_err(failure)?;
    Ok(())
}

/// Writes down that the application of a plan has come to its end.
pub(crate) fn end(transaction: &Connection, epoch: Epoch, id: &str, at: Timestamp) -> Result<()> {
    epoch::check(transaction, epoch)?;
    transaction
        .execute("UPDATE applied_plan SET ended_at = ?2 WHERE id = ?1", params![id, at.to_string()])
        .map_err(failure)?;
    Ok(())
}

/// Returns what is known of a plan that was applied.
pub(crate) fn read(connection: &Connection, id: &str) -> Result<Option<AppliedPlan>> {
    let row: Option<(String, String, Option<String>)> = connection
        .query_row("SELECT by, at, ended_at FROM applied_plan WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()
        .map_err(failure)?;
    let Some((by, at, ended)) = row else { return Ok(None) };
    let mut query = connection
        .prepare_cached(
            "SELECT i.id FROM plan_epoch e JOIN intent i ON i.epoch = e.epoch WHERE e.plan_id = ?1",
        )
        .map_err(failure)?;
    let intents = query.query_map([id], |row| row.get(0).map(IntentId)).map_err(failure)?;
    Ok(Some(AppliedPlan {
        by,
        at: timestamp(&at)?,
        ended_at: ended.as_deref().map(timestamp).transpose()?,
        intents: intents.collect::<DbResult<_>>().map_err(failure)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Plans, Store};

    #[test]
    fn a_plan_is_begun_by_who_may_send_and_ended_once() {
        let store = crate::tests::fresh("company-key");
        let at: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        let (id, by) = ("p1".to_owned(), "ola".to_owned());
        let mark = PlanMark { id, made_by: "kari".into(), made_at: at, by, at };
        let epoch = store.lock(at).unwrap();
        assert_eq!(store.applied_plan("p1").unwrap(), None);
        store.begin_plan(epoch, &mark).unwrap();
        let begun = store.applied_plan("p1").unwrap().unwrap();
        assert_eq!((begun.by.as_str(), begun.ended_at), ("ola", None));
        let later = store.lock(at).unwrap();
        assert_eq!(store.begin_plan(epoch, &mark).unwrap_err().code, "locked");
        assert_eq!(store.end_plan(epoch, "p1", at).unwrap_err().code, "locked");
        store.begin_plan(later, &PlanMark { by: "per".into(), ..mark }).unwrap();
        store.end_plan(later, "p1", at).unwrap();
        let ended = store.applied_plan("p1").unwrap().unwrap();
        assert_eq!((ended.by.as_str(), ended.ended_at), ("ola", Some(at)), "who came first");
    }

    #[test]
    fn the_key_stays_the_same_and_is_each_stores_own() {
        let store = crate::tests::fresh("company-key");
        let key = store.plan_key().unwrap();
        assert_eq!(key.len(), 64);
        assert_eq!(store.plan_key().unwrap(), key);
        let other = crate::tests::fresh("company-key");
        assert_ne!(other.plan_key().unwrap(), key);
    }
}
