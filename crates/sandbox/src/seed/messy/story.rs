//! What a story is: steps that people take, each some hours after the one before.
//!
//! No story is told here.

use super::cast::Cast;
use crate::world::{Outcome, Turn};

pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// One step of a story.
pub(super) type Deed = fn(&Turn, &mut Cast) -> Outcome<()>;

/// A story: its name, how many customers order in it, how often it is told, and its steps, each some
/// hours after the one before.
pub(super) struct Story {
    pub(super) name: &'static str,
    pub(super) customers: u32,
    pub(super) weight: u64,
    pub(super) steps: &'static [(i64, Deed)],
}
