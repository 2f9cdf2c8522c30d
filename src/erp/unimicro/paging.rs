//! Reading a whole list from a server that pages by position and promises nothing.
//!
//! How many rows a page can have is not published, so a short page is never taken for the last
//! one, and a row that is taken away while the list is read must not make another one be missed:
//! each page is asked to begin with the last row of the page before.

use std::collections::HashSet;

use super::wire::Row;
use crate::error::{Error, Result};

/// How often a list may move or repeat itself while it is read.
const SLIPS_MAX: u32 = 20;

/// Hands over every row of a list once, page by page; `read` gets how many rows to skip and how
/// many to take.
///
/// # Errors
/// `paging-loop` when the server gives the same rows again and again, and all of `read` and `page`.
pub(super) fn all<R: Row>(
    page_rows: u32,
    read: &mut dyn FnMut(usize, usize) -> Result<Vec<R>>,
    page: &mut dyn FnMut(Vec<R>) -> Result<()>,
) -> Result<()> {
    // One row of each page is the overlap.
    let top = usize::try_from(page_rows).unwrap_or(usize::MAX).max(2);
    let mut seen = HashSet::new();
    let mut last: Option<i64> = None;
    let mut skip = 0;
    let mut slips = 0;
    loop {
        let rows = read(skip, top)?;
        let count = rows.len();
        let first = rows.first().map(Row::id);
        let end = rows.last().map(Row::id);
        // Rows before this page are gone, and others may have moved up past it unseen.
        let moved_up =
            last.is_some() && first != last && !first.is_some_and(|id| seen.contains(&id));
        let fresh: Vec<R> = rows.into_iter().filter(|row| seen.insert(row.id())).collect();
        let is_barren = fresh.is_empty();
        if !is_barren {
            page(fresh)?;
        }
        if moved_up || (is_barren && count > 1) {
            slips += 1;
        }
        if slips > SLIPS_MAX {
            return Err(Error::failed("paging-loop", "Uni gives the same rows again and again")
                .hint(
                    "Nothing was changed. Report this with the output of `uniac log --exchanges`",
                ));
        }
        if moved_up {
            skip = 0;
            last = None;
        } else if is_barren && count <= 1 {
            return Ok(());
        } else {
            skip += count.saturating_sub(1);
            last = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Only(i64);

    impl Row for Only {
        fn id(&self) -> i64 {
            self.0
        }
    }

    /// Reads a list that `server` serves, and returns the ids in the order they were handed over.
    fn listed(server: &mut dyn FnMut(usize, usize) -> Vec<i64>) -> Result<Vec<i64>> {
        let mut calls = 0;
        let mut got = Vec::new();
        let mut read = |skip, top| {
            calls += 1;
            assert!(calls < 200, "the reading does not end");
            Ok(server(skip, top).into_iter().map(Only).collect())
        };
        all(10, &mut read, &mut |rows: Vec<Only>| {
            got.extend(rows.iter().map(|row| row.0));
            Ok(())
        })?;
        Ok(got)
    }

    fn cut(list: &[i64], skip: usize, top: usize) -> Vec<i64> {
        list.iter().skip(skip).take(top).copied().collect()
    }

    #[test]
    fn every_length_is_read_whole_also_when_pages_are_smaller_than_asked() {
        for length in 0..45 {
            let list: Vec<i64> = (1..=length).collect();
            for page_max in [2, 3, 9, 10, 1000] {
                let got = listed(&mut |skip, top| cut(&list, skip, top.min(page_max))).unwrap();
                assert_eq!(got, list, "{length} rows, pages of {page_max}");
            }
        }
    }

    #[test]
    fn rows_that_vanish_while_reading_hide_no_other() {
        for vanish_at in 1..6 {
            for gone in [1, 2, 9, 25] {
                let mut list: Vec<i64> = (1..=60).collect();
                let mut calls = 0;
                let got = listed(&mut |skip, top| {
                    calls += 1;
                    if calls == vanish_at + 1 {
                        list.drain(..gone);
                    }
                    cut(&list, skip, top)
                })
                .unwrap();
                for id in list {
                    assert_eq!(got.iter().filter(|other| **other == id).count(), 1, "row {id}");
                }
            }
        }
    }

    #[test]
    fn rows_that_come_in_while_reading_double_no_other() {
        let mut list: Vec<i64> = (100..=160).collect();
        let mut calls = 0;
        let got = listed(&mut |skip, top| {
            calls += 1;
            if calls == 3 {
                list.insert(0, 1);
                list.push(161);
            }
            cut(&list, skip, top)
        })
        .unwrap();
        assert_eq!(got, (100..=161).collect::<Vec<i64>>());
    }

    #[test]
    fn a_server_that_ignores_the_position_is_found_out() {
        let list: Vec<i64> = (1..=30).collect();
        let error = listed(&mut |_, top| cut(&list, 0, top)).unwrap_err();
        assert_eq!(error.code, "paging-loop");
        assert_eq!(listed(&mut |_, _| vec![7]).unwrap(), [7]);
    }
}
