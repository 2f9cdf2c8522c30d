//! Orders that lie side by side by their ids, so that all that is kept of them is read at once.

use uniac_core::order::OrderId;

/// Orders that are read at once: those with ids from the first to the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub first: OrderId,
    pub last: OrderId,
}

impl Range {
    /// Returns the ends as they are bound.
    pub fn ends(self) -> [i64; 2] {
        [self.first.0, self.last.0]
    }
}
