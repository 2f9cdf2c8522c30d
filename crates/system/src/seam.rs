//! Named points where a test can stop, kill or fail the program.
//!
//! Each is a place where the world and the journal may disagree. Without the feature `failpoints`, which only the tests of
//! the program ask for, they compile to nothing; they must never do anything in a released program.

/// The lock is held and the epoch written.
pub const LOCK_TAKEN: &str = "lock-taken";
/// A page of facts was read and is about to be kept.
pub const DURING_REFRESH: &str = "during-refresh";
/// All pages are kept, the mark of how far was read is not.
pub const BEFORE_WATERMARK: &str = "before-watermark";
/// The facts are read, the activation is not written.
pub const DURING_ACTIVATION: &str = "during-activation";
/// The settings are written, nobody has been told.
pub const ACTIVATION_COMMITTED: &str = "activation-committed";
/// A migration of the store has run and is not committed.
pub const DURING_MIGRATION: &str = "during-migration";
/// The store has a schema and nothing else.
pub const MIGRATION_COMMITTED: &str = "migration-committed";
/// Rows are written and not committed.
pub const IN_TRANSACTION: &str = "in-transaction";
/// A step is decided, its intent is not written.
pub const BEFORE_INTENT: &str = "before-intent";
/// The journal holds the intent, nothing is sent.
pub const INTENT_COMMITTED: &str = "intent-committed";
/// The last moment before the request leaves.
pub const BEFORE_SEND: &str = "before-send";
/// The head of the answer to a write is here, its body is not.
pub const DURING_REPLY: &str = "during-reply";
/// The request was sent and an answer (or none) is in memory only.
pub const AFTER_SEND: &str = "after-send";
/// One step of an order is done, the next has not begun.
pub const BETWEEN_STEPS: &str = "between-steps";
/// The outcome is in the journal.
pub const OUTCOME_COMMITTED: &str = "outcome-committed";

/// All points, for sweeps.
pub const ALL: [&str; 15] = [
    LOCK_TAKEN,
    DURING_REFRESH,
    BEFORE_WATERMARK,
    DURING_ACTIVATION,
    ACTIVATION_COMMITTED,
    DURING_MIGRATION,
    MIGRATION_COMMITTED,
    IN_TRANSACTION,
    BEFORE_INTENT,
    INTENT_COMMITTED,
    BEFORE_SEND,
    DURING_REPLY,
    AFTER_SEND,
    BETWEEN_STEPS,
    OUTCOME_COMMITTED,
];

/// Marks a named point.
#[inline]
pub fn point(name: &'static str) {
    #[cfg(feature = "failpoints")]
    fail::fail_point!(name);
    #[cfg(not(feature = "failpoints"))]
    let _ = name;
}

/// Without points there is nothing to arm.
///
/// # Errors
/// Never.
#[cfg(not(feature = "failpoints"))]
pub fn arm(_: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
    Ok(())
}

/// Lets the process, by its settings (the environment of a test), die at the n-th point that it comes to (`UNIAC_KILL_AT`), as `kill -9` would, or
/// stand still there until it is told to go on (`UNIAC_STOP_AT`), and append the name of each point it
/// comes to to a file (`UNIAC_POINTS_LOG`).
///
/// # Errors
/// When the points cannot be armed.
#[cfg(feature = "failpoints")]
pub fn arm(setting: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
    use std::io::Write as _;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    let number = |name: &str| -> Option<u64> { setting(name)?.parse().ok() };
    let (kill_at, stop_at) = (number("UNIAC_KILL_AT"), number("UNIAC_STOP_AT"));
    let log = setting("UNIAC_POINTS_LOG");
    if kill_at.is_none() && stop_at.is_none() && log.is_none() {
        return Ok(());
    }
    let log = log.map(|path| std::fs::OpenOptions::new().create(true).append(true).open(path));
    let log = Arc::new(log.transpose().map_err(|error| error.to_string())?);
    let met = Arc::new(AtomicU64::new(0));
    for name in ALL {
        let (met, log) = (Arc::clone(&met), Arc::clone(&log));
        fail::cfg_callback(name, move || {
            let count = met.fetch_add(1, Ordering::SeqCst) + 1;
            if let Some(mut log) = log.as_ref().as_ref() {
                // A test that misses a line fails; the program under test does not.
                let _ = log.write_all(format!("{name}\n").as_bytes());
            }
            if kill_at == Some(count) {
                die();
            }
            #[cfg(unix)]
            if stop_at == Some(count) {
                signal(rustix::process::Signal::STOP);
            }
        })?;
    }
    Ok(())
}

/// Ends the process as a power cut would: nothing is unwound, flushed or closed.
#[cfg(feature = "failpoints")]
fn die() -> ! {
    #[cfg(unix)]
    signal(rustix::process::Signal::KILL);
    std::process::abort()
}

#[cfg(all(feature = "failpoints", unix))]
fn signal(signal: rustix::process::Signal) {
    let _ = rustix::process::kill_process(rustix::process::getpid(), signal);
}
