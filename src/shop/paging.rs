//! What was met of a list that is read in pages, and whether it never ends: page after page of rows that were met before, up to a length that
//! the shop only claims.
//!
//! A list that merely moved while it was read must never be taken for one.

use std::collections::HashSet;

use crate::error::{Error, Result};

/// How many pages may bring nothing new.
const BARREN_MAX: u32 = 5;

/// What was met of a list so far.
#[derive(Debug, Default)]
pub(super) struct Met {
    ids: HashSet<String>,
    /// Where the furthest page began.
    furthest: u64,
    barren: u32,
}

impl Met {
    /// Takes note of a page that begins at `start`, and returns those of its rows that were not met
    /// before. What is read again after a restart brings nothing new, and that is as it should be.
    ///
    /// # Errors
    /// `paging-loop` when the shop gives the same rows again and again.
    pub(super) fn page<R>(
        &mut self,
        start: u64,
        rows: Vec<R>,
        id: impl Fn(&R) -> String,
    ) -> Result<Vec<R>> {
        let fresh: Vec<R> = rows.into_iter().filter(|row| self.ids.insert(id(row))).collect();
        let is_further = start > self.furthest;
        self.furthest = self.furthest.max(start);
        if is_further && fresh.is_empty() {
            self.barren += 1;
        }
        match self.barren > BARREN_MAX {
            false => Ok(fresh),
            true => Err(Error::failed(
                "paging-loop",
                "the shop gives the same orders again and again",
            )
            .hint("Nothing was changed. Report this with the output of `uniac log --exchanges`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(starts: impl Iterator<Item = u64>, id: impl Fn(u64) -> u64) -> Option<&'static str> {
        let mut met = Met::default();
        let mut read = starts.map(|start| met.page(start, vec![id(start)], u64::to_string));
        read.find_map(|page| page.err().map(|error| error.code))
    }

    #[test]
    fn a_list_that_only_repeats_itself_is_given_up() {
        assert_eq!(pages(0..100, |_| 7), Some("paging-loop"));
    }

    #[test]
    fn a_list_that_is_read_from_its_start_again_is_not() {
        assert_eq!(pages((0..100).chain(0..101), |start| start), None);
    }
}
