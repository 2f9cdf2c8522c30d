//! A list that is read in pages from a server that pages by position and promises nothing.
//!
//! Each row is read by itself: one that is not understood must not take the others of its page with it. A short page is never
//! taken for the last one, and a row that is taken away while the list is read must not make another one be missed: each
//! page is asked to begin with the last row of the page before. No list is read for ever.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::wire::Text;
use super::{Answer, field, not_understood};
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_texts::{kept, t, text};

/// The most rows of one list, met or only claimed. A first read of a large shop has a million orders.
pub const ROWS_MAX: u64 = 1_200_000;

/// The most pages of one list: the rows above in pages of ten.
pub const PAGES_MAX: u64 = 120_000;

/// The most bytes of one list: the rows above with ten kilobytes each. (One answer is limited where it is received.)
pub const BYTES_MAX: u64 = 12 * 1024 * 1024 * 1024;

/// The most rows of one list that have no id: a list of such rows is no list of orders.
pub const NAMELESS_MAX: u64 = 10_000;

/// How many pages on end may bring nothing new.
const BARREN_MAX: u32 = 5;

/// How often a list that is read by page numbers is begun anew because it got shorter.
const RESTARTS_MAX: u32 = 5;

/// A row of a list, not read yet.
#[derive(Debug, Clone)]
pub struct Listed {
    id: Option<String>,
    text: Box<RawValue>,
    doubt: Option<String>,
}

/// The field that tells rows apart.
#[derive(Deserialize)]
struct Named {
    #[serde(alias = "ID")]
    id: Text,
}

impl Listed {
    /// Returns a row by its text.
    pub fn new(text: Box<RawValue>) -> Listed {
        let named = serde_json::from_str::<Named>(text.get()).ok();
        Listed { id: named.and_then(|named| named.id.trimmed()), text, doubt: None }
    }

    /// Returns the row's id; `None` when it has none that can be read.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the row's text.
    pub fn text(&self) -> &RawValue {
        &self.text
    }

    /// Returns what is odd about the row as a whole.
    pub fn doubt(&self) -> Option<&str> {
        self.doubt.as_deref()
    }

    /// Reads the row. A row in which a field stands twice is read by the later one, and is in doubt.
    ///
    /// # Errors
    /// Which field has another form.
    pub fn read<T: DeserializeOwned>(&mut self) -> Result<T, String> {
        let text = self.text.get();
        let error = match serde_json::from_str(text) {
            Ok(read) => return Ok(read),
            Err(error) => field::odd(text.as_bytes(), &error),
        };
        let fields: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(text).ok();
        let once = fields.and_then(|fields| to_raw_value(&fields).ok()).ok_or(error)?;
        let read = serde_json::from_str(once.get())
            .map_err(|error| field::odd(once.get().as_bytes(), &error))?;
        self.text = once;
        self.doubt.get_or_insert_with(|| kept!("doubt-field-twice"));
        Ok(read)
    }
}

/// A page.
#[derive(Debug)]
pub struct Page {
    /// The rows, in the order of the page.
    pub rows: Vec<Listed>,
    /// How many rows the list has, when the server says so.
    pub total: Option<u64>,
    /// How many pages the list has, when the server says so.
    pub pages: Option<u64>,
    /// The server's clock, when it says so.
    pub clock: Option<Timestamp>,
    /// How many bytes the answer had.
    pub bytes: u64,
}

impl Page {
    /// Returns the page of an answer; `list` finds the rows in its body.
    ///
    /// # Errors
    /// As [`Answer::accepted`], and `not-understood` when there is no list.
    pub fn new<T: DeserializeOwned>(
        answer: Answer,
        system: System,
        list: impl FnOnce(T) -> (Vec<Box<RawValue>>, Option<u64>),
    ) -> Result<Page> {
        let answer = answer.accepted(system)?;
        let text = String::from_utf8_lossy(answer.body());
        let is_broken = matches!(text, std::borrow::Cow::Owned(_));
        let body = serde_json::from_str(&text)
            .map_err(|_| not_understood(system, t!("answers-other-form")))?;
        let (rows, total) = list(body);
        let listed = |text: Box<RawValue>| {
            let is_odd = is_broken && text.get().contains(char::REPLACEMENT_CHARACTER);
            let doubt = is_odd.then(|| kept!("doubt-not-text"));
            Listed { doubt, ..Listed::new(text) }
        };
        Ok(Page {
            rows: rows.into_iter().map(listed).collect(),
            total,
            pages: None,
            clock: answer.date(),
            bytes: answer.body().len() as u64,
        })
    }

    /// Returns the page of an answer whose body is the list.
    ///
    /// # Errors
    /// As [`Page::new`].
    pub fn bare(answer: Answer, system: System) -> Result<Page> {
        Page::new(answer, system, |rows| (rows, None))
    }
}

/// What a whole read of a list has found besides its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// How many rows had no id that could be read: nobody knows what they are about.
    pub nameless: u64,
    /// The server's clock when the read began, when it says so.
    pub clock: Option<Timestamp>,
}

/// Hands over every row of a list, page by page, and a row that has changed while the list was read once more. `read` gets
/// how many rows to skip and how many to take.
///
/// # Errors
/// `paging-loop` when the server gives the same rows again and again, `too-much` when the list does not end, and all
/// of `read` and `page`.
pub fn all(
    system: System,
    page_rows: u32,
    read: &mut dyn FnMut(u64, u64) -> Result<Page>,
    page: &mut dyn FnMut(Vec<Listed>) -> Result<()>,
) -> Result<Pass> {
    // One row of each page is the overlap.
    let top = u64::from(page_rows).max(2);
    let mut met = SeenSoFar::new(system);
    let (mut skip, mut back, mut empty_at) = (0, top, None);
    // Whether the last page had one row, so that none can be its overlap.
    let mut lone = false;
    loop {
        let got = read(skip, top)?;
        let (count, total) = (got.rows.len() as u64, got.total);
        let is_only = skip == 0 && got.pages.is_some_and(|pages| pages <= 1);
        // Otherwise rows before this page are gone, and others may have moved up past it unseen.
        let is_joined = skip == 0 || lone || got.rows.first().is_some_and(|row| met.knows(row));
        let is_barren = met.take(got, skip, is_joined, page)?;
        let is_end = is_only
            || (is_barren && count <= 1)
            || total.is_some_and(|total| skip + count >= total);
        // What shows nothing twice where rows were met ends there, whatever length it claims.
        let is_cut = count == 0 && empty_at == Some(skip);
        if is_cut || (is_joined && is_end) {
            return Ok(met.pass);
        } else if !is_joined {
            empty_at = (count == 0).then_some(skip).or(empty_at);
            skip = skip.saturating_sub(back);
            back = back.saturating_mul(2);
        } else {
            back = top;
            lone = count == 1 && !is_barren;
            skip += if lone { 1 } else { count.saturating_sub(1) };
        }
    }
}

/// As [`all`], for a server that knows only page numbers, from 1 on. A list that got shorter is read from its start again:
/// then rows have moved up to pages that were read before.
///
/// # Errors
/// As [`all`].
pub fn numbered(
    system: System,
    read: &mut dyn FnMut(u64) -> Result<Page>,
    page: &mut dyn FnMut(Vec<Listed>) -> Result<()>,
) -> Result<Pass> {
    let mut met = SeenSoFar::new(system);
    let (mut number, mut restarts, mut before) = (1, 0, None);
    loop {
        let got = read(number)?;
        let (pages, total) = (got.pages, got.total);
        let is_barren = met.take(got, number, true, page)?;
        let got_shorter = before.zip(total).is_some_and(|(before, now)| now < before);
        before = total;
        if got_shorter && restarts < RESTARTS_MAX {
            restarts += 1;
            number = 1;
        } else if pages.map_or(is_barren, |pages| number >= pages) {
            return Ok(met.pass);
        } else {
            number += 1;
        }
    }
}

/// What was met of a list so far.
struct SeenSoFar {
    system: System,
    hasher: BuildHasherDefault<DefaultHasher>,
    /// The hash of each id, and that of the row as it was last met.
    rows: HashMap<u64, u64>,
    /// Those of them that were met only on pages which joined no other: what lies before them may not have been met.
    apart: HashSet<u64>,
    pages: u64,
    bytes: u64,
    /// How many rows the server says that the list has.
    claimed: u64,
    /// Where the furthest page began.
    furthest: u64,
    /// How many pages on end have brought nothing new, of those that went further. What is read again brings nothing
    /// new, and that is as it should be.
    barren: u32,
    pass: Pass,
}

impl SeenSoFar {
    fn new(system: System) -> SeenSoFar {
        SeenSoFar {
            system,
            hasher: BuildHasherDefault::default(),
            rows: HashMap::new(),
            apart: HashSet::new(),
            pages: 0,
            bytes: 0,
            claimed: 0,
            furthest: 0,
            barren: 0,
            pass: Pass::default(),
        }
    }

    fn key(&self, row: &Listed) -> u64 {
        match &row.id {
            Some(id) => self.hasher.hash_one(("id", id)),
            None => self.hasher.hash_one(("text", row.text.get())),
        }
    }

    /// Returns whether all rows up to this one were met.
    fn knows(&self, row: &Listed) -> bool {
        let key = self.key(row);
        self.rows.contains_key(&key) && !self.apart.contains(&key)
    }

    /// Hands over what is new or has changed of a page that begins at `start`, and returns whether no row was new. `joined`:
    /// it begins with a row up to which all were met.
    fn take(
        &mut self,
        got: Page,
        start: u64,
        joined: bool,
        page: &mut dyn FnMut(Vec<Listed>) -> Result<()>,
    ) -> Result<bool> {
        if self.pages == 0 {
            self.pass.clock = got.clock;
        }
        self.pages += 1;
        self.bytes = self.bytes.saturating_add(got.bytes);
        self.claimed = got.total.unwrap_or(0);
        let before = self.rows.len();
        let mut fresh: Vec<Listed> = Vec::with_capacity(got.rows.len());
        // Where in `fresh` a row of this page stands, and its version.
        let mut of_page: HashMap<u64, (Option<usize>, u64)> = HashMap::new();
        for mut row in got.rows {
            let (key, version) = (self.key(&row), self.hasher.hash_one(row.text.get()));
            let earlier = self.rows.insert(key, version);
            if joined {
                self.apart.remove(&key);
            } else if earlier.is_none() {
                self.apart.insert(key);
            }
            if row.id.is_none() {
                self.pass.nameless += u64::from(earlier.is_none());
                continue;
            }
            let is_fresh = match of_page.get(&key) {
                None => earlier != Some(version),
                Some((_, first)) if *first == version => continue,
                // Two rows of one answer claim the same id, and differ: nobody knows which is right.
                Some((place, _)) => {
                    row.doubt = Some(kept!("doubt-differs"));
                    if let Some(first) = place.and_then(|place| fresh.get_mut(place)) {
                        first.doubt = row.doubt;
                        continue;
                    }
                    true
                }
            };
            of_page.insert(key, (is_fresh.then_some(fresh.len()), version));
            if is_fresh {
                fresh.push(row);
            }
        }
        let is_barren = self.rows.len() == before;
        let is_further = start > self.furthest;
        self.furthest = self.furthest.max(start);
        match is_barren {
            true => self.barren += u32::from(is_further),
            false => self.barren = 0,
        }
        if !fresh.is_empty() {
            page(fresh)?;
        }
        self.check()?;
        Ok(is_barren)
    }

    fn check(&self) -> Result<()> {
        let of = self.system;
        if self.barren > BARREN_MAX {
            let message = t!("answers-same-rows", of = of.to_string());
            return Err(Error::failed("paging-loop", message).hint(t!("answers-same-rows-hint")));
        }
        let limits = [
            ((self.rows.len() as u64).max(self.claimed), ROWS_MAX, "answers-rows-max"),
            (self.pages, PAGES_MAX, "answers-pages-max"),
            (self.bytes, BYTES_MAX, "answers-bytes-max"),
            (self.pass.nameless, NAMELESS_MAX, "answers-nameless-max"),
        ];
        match limits.into_iter().find(|(met, most, _)| met > most) {
            None => Ok(()),
            Some((_, most, what)) => Err(Error::failed(
                "too-much",
                text(what, &[("of", of.to_string().into()), ("most", most.into())]),
            )
            .hint(t!("answers-check-address"))
            .hint(t!("answers-see-log"))),
        }
    }
}

#[cfg(test)]
mod tests;
