//! Named points where a test can stop, kill or fail the program.
//!
//! Each is a place where the world and the journal may disagree. Without the feature `failpoints`
//! they compile to nothing; they must never do anything in a released program.

/// The journal holds the intent, nothing is sent.
pub const INTENT_COMMITTED: &str = "intent-committed";
/// The last moment before the request leaves.
pub const BEFORE_SEND: &str = "before-send";
/// The request was sent and an answer (or none) is in memory only.
pub const AFTER_SEND: &str = "after-send";
/// The outcome is in the journal.
pub const OUTCOME_COMMITTED: &str = "outcome-committed";
/// A page of facts was read and is about to be kept.
pub const DURING_REFRESH: &str = "during-refresh";
/// The facts are read, the activation is not written.
pub const DURING_ACTIVATION: &str = "during-activation";
/// A migration of the store has run and is not committed.
pub const DURING_MIGRATION: &str = "during-migration";

/// All points, for sweeps.
pub const ALL: [&str; 7] = [
    INTENT_COMMITTED,
    BEFORE_SEND,
    AFTER_SEND,
    OUTCOME_COMMITTED,
    DURING_REFRESH,
    DURING_ACTIVATION,
    DURING_MIGRATION,
];

/// Marks a named point.
#[inline]
pub fn point(name: &'static str) {
    #[cfg(feature = "failpoints")]
    fail::fail_point!(name);
    #[cfg(not(feature = "failpoints"))]
    let _ = name;
}
