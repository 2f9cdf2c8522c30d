//! Pages of a list that are read before the list comes to them, some at once, where the first page tells how many rows
//! there are.
//!
//! `list` alone decides which page comes next and what its rows mean. A page that it does not ask for next is thrown away,
//! with all behind it. When a page was read matters to nobody: two pages are joined by a row that both show.

use std::collections::VecDeque;

use super::list::Page;
use uniac_system::error::Result;

/// So many pages are read at once: a shop's own machine is seldom large.
pub(crate) const PAGES_AT_ONCE: usize = 4;

/// The pages of one list; `read` gets where a page begins.
pub(crate) struct Ahead<'a> {
    read: &'a (dyn Fn(u64) -> Result<Page> + Sync),
    /// How many rows a page has that is not the last.
    full: u64,
    at_once: usize,
    /// How many rows the list has, where the page before was full: only then it is known where the next ones begin.
    total: Option<u64>,
    kept: VecDeque<(u64, Result<Page>)>,
}

impl<'a> Ahead<'a> {
    /// Returns the pages of a list; so many requests may be on their way at once.
    pub(crate) fn new(
        full: u32,
        requests: usize,
        read: &'a (dyn Fn(u64) -> Result<Page> + Sync),
    ) -> Ahead<'a> {
        let at_once = requests.clamp(1, PAGES_AT_ONCE);
        Ahead { read, full: u64::from(full), at_once, total: None, kept: VecDeque::new() }
    }

    /// Returns the page that begins at `skip`.
    ///
    /// # Errors
    /// Those of its read; what failed of a page that is never asked for is nobody's matter.
    pub(crate) fn page(&mut self, skip: u64) -> Result<Page> {
        let kept = self.kept.pop_front().filter(|(start, _)| *start == skip);
        let page = match kept {
            Some((_, page)) => page?,
            None => self.read_from(skip)?,
        };
        let is_full = page.rows.len() as u64 == self.full;
        self.total = page.total.filter(|_| is_full);
        Ok(page)
    }

    fn read_from(&mut self, skip: u64) -> Result<Page> {
        self.kept.clear();
        let (read, behind) = (self.read, self.foreseen(skip));
        std::thread::scope(|scope| {
            let begun: Vec<_> =
                behind.into_iter().map(|start| (start, scope.spawn(move || read(start)))).collect();
            let page = read(skip);
            for (start, reading) in begun {
                let page = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                self.kept.push_back((start, page));
            }
            page
        })
    }

    /// Returns where the pages behind one begin, as far as they are read with it: each with the last row of the one before.
    fn foreseen(&self, skip: u64) -> Vec<u64> {
        let (Some(total), step) = (self.total, self.full.saturating_sub(1).max(1)) else {
            return Vec::new();
        };
        let behind = (1..self.at_once as u64).map(|page| skip + page * step);
        behind.take_while(|start| start + 1 < total).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::super::list::{self, Listed};
    use super::*;
    use uniac_system::log::System;

    fn page_of(rows: &[u64], skip: u64, full: usize) -> Page {
        let start = usize::try_from(skip).unwrap().min(rows.len());
        let shown = &rows[start..rows.len().min(start + full)];
        let row = |id: &u64| {
            let text = format!(r#"{{"id":{id}}}"#);
            Listed::new(serde_json::from_str(&text).unwrap())
        };
        Page {
            rows: shown.iter().map(row).collect(),
            total: Some(rows.len() as u64),
            pages: Some(rows.len().div_ceil(full) as u64),
            clock: None,
            bytes: 0,
        }
    }

    /// Reads a list to its end; `read` is told about each page. Returns the ids.
    fn ids(full: u32, at_once: usize, read: &(dyn Fn(u64) -> Result<Page> + Sync)) -> Vec<u64> {
        let mut ahead = Ahead::new(full, at_once, read);
        let mut ids = Vec::new();
        let mut keep = |rows: Vec<Listed>| {
            ids.extend(rows.iter().map(|row| row.id().unwrap().parse::<u64>().unwrap()));
            Ok(())
        };
        list::all(System::Shop, full, &mut |skip, _| ahead.page(skip), &mut keep).unwrap();
        ids
    }

    #[test]
    fn pages_are_read_at_once_and_none_twice() {
        let rows: Vec<u64> = (1..=1000).collect();
        for (at_once, requests) in [(1, 1), (4, 4), (4, 16)] {
            let asked = Mutex::new(Vec::new());
            let read = |skip| {
                asked.lock().unwrap().push(skip);
                Ok(page_of(&rows, skip, 100))
            };
            assert_eq!(ids(100, requests, &read), rows);
            let mut asked = asked.into_inner().unwrap();
            // The second page and those behind it, until the window is full.
            let second: BTreeSet<u64> = asked[1..=at_once].iter().copied().collect();
            assert_eq!(second, (1..=at_once as u64).map(|page| page * 99).collect());
            asked.sort_unstable();
            assert_eq!(asked, (0..=10).map(|page| page * 99).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn a_list_of_short_pages_is_read_page_by_page() {
        let rows: Vec<u64> = (1..=20).collect();
        let asked = Mutex::new(Vec::new());
        let read = |skip| {
            asked.lock().unwrap().push(skip);
            Ok(page_of(&rows, skip, 5))
        };
        assert_eq!(ids(100, 16, &read), rows);
        assert_eq!(asked.into_inner().unwrap(), [0, 4, 8, 12, 16]);
    }

    proptest! {
        /// Rows come and go while the list is read: one that was there all the time is met.
        #[test]
        fn no_row_is_missed_that_was_there_all_the_time(
            count in 1_u64..60,
            requests in 1_usize..6,
            changes in proptest::collection::vec((any::<bool>(), 0_usize..60), 0..12),
        ) {
            let first: Vec<u64> = (1..=count).map(|id| id * 100).collect();
            let world = Mutex::new((first.clone(), changes.into_iter(), BTreeSet::new()));
            let read = |skip| {
                let mut world = world.lock().unwrap();
                let page = page_of(&world.0, skip, 5);
                if let Some((is_gone, at)) = world.1.next() {
                    let at = at % (world.0.len() + 1);
                    if is_gone && at < world.0.len() {
                        let gone = world.0.remove(at);
                        world.2.insert(gone);
                    } else {
                        // A row that has changed comes into the list at the place of its id.
                        let before = at.checked_sub(1).map_or(0, |before| world.0[before]);
                        let behind = world.0.get(at).copied().unwrap_or(before + 100);
                        if behind - before > 1 {
                            world.0.insert(at, before + (behind - before) / 2);
                        }
                    }
                }
                Ok(page)
            };
            let met: BTreeSet<u64> = ids(5, requests, &read).into_iter().collect();
            let gone = world.into_inner().unwrap().2;
            for id in first.iter().filter(|id| !gone.contains(id)) {
                prop_assert!(met.contains(id), "{id} is missing in {met:?}");
            }
        }
    }
}
