//! The shop's clock, and how it writes a time.
//!
//! It must never agree with UTC.

use serde_json::Value;

use crate::world::{Turn, moment};

/// How far the shop's own clock is ahead of UTC. It is not UTC, so that a client that mixes up
/// `date_created` with `date_created_gmt`, or forgets `dates_are_gmt`, shows it.
pub(super) const ZONE_MS: i64 = 3_600_000;

/// Returns a time as the shop stores it: in whole seconds.
pub(super) fn seconds(turn: &Turn) -> i64 {
    turn.now / 1000 * 1000
}

/// Returns a time in UTC as the shop writes it: without a zone.
pub(super) fn gmt(ms: Option<i64>) -> Value {
    ms.map_or(Value::Null, |ms| moment(ms).strftime("%Y-%m-%dT%H:%M:%S").to_string().into())
}

/// Returns a time by the shop's own clock, also without a zone.
pub(super) fn local(ms: Option<i64>) -> Value {
    gmt(ms.map(|ms| ms + ZONE_MS))
}
