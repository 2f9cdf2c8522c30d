//! What the simulated worlds have reached: each fault and each path of recovery, counted.
//!
//! A run of many seeds in which one of them never happened has proved nothing about it, and fails.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// The counts of one world, added up over all.
#[derive(Debug, Default, Clone)]
pub struct Reach(BTreeMap<String, u64>);

/// What a long run must have reached beside every fault.
pub const PATHS: &[&str] = &[
    "act/capture/done",
    "act/refund/done",
    "act/cancel/done",
    "act/shop-complete/done",
    "act/shop-credit/done",
    "act/shop-cancel/done",
    "act/shop-refund/done",
    "act/shop-note/done",
    "act/shop-create/done",
    "act/book/done",
    "act/capture/refused",
    "act/capture/unknown",
    "act/refund/unknown",
    "act/cancel/unknown",
    "settled/done",
    "settled/sent again",
    "settled/never-arrived",
    "settled/superseded",
    "killed/before a request",
    "killed/after a request",
    "killed/before a commit",
    "killed/after a commit",
    "disk/full",
    "disk/lied",
    "kept/compared",
    "run/epoch lost",
    "run/locked",
    "run/another machine",
    "meanwhile/a person",
    "meanwhile/a run",
    "clock/set back",
    "clock/set forward",
    "wire/unreachable",
    "wire/time-out",
    "key/replayed",
    "key/refused",
    "key/ignored",
    "lookup/none",
    "wire/slow read",
    "meanwhile/between two pages",
    "run/beside another, without a lock",
    "interrupted",
    "people/a sweep",
    "asked/Yes",
    "asked/No",
    "asked/Absent",
    "asked/only what may be sent again",
    "brake/holds",
    "brake/let go",
    "brake/let go in the end",
    "foretold/what was sent",
    "foretold/acts and exit code of a run that did something",
    "foretold/a bound",
    "foretold/and declined",
    "left/braked",
    "left/unreadable",
    "exit/0 is true of an order",
    "exit/1",
    "exit/3",
    "exit/5",
    "exit/6",
    "exit/7",
    "exit/10",
    "exit/130",
    "link/sure",
    "link/doubtful",
    "link/by-person",
    "link/none",
    "word/linked",
    "word/unlinked",
    "judged/capture/all is known",
    "judged/refund/all is known",
    "judged/cancel/all is known",
    "untidy/paid otherwise in part, credited and refunded",
    "rest/missing and told",
    "rest/held too much and told",
    "rest/booked, and taken",
    "rest/even",
    "told/done",
    "told/not done",
];

impl Reach {
    /// Counts a thing.
    pub fn mark(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// Adds the counts of a world to those of all.
    pub fn add_to(self, all: &Mutex<Reach>) {
        let mut all = all.lock().expect("no world dies while it counts");
        for (what, count) in self.0 {
            *all.0.entry(what).or_default() += count;
        }
    }

    /// Returns for each untidy deed that must settle how many purchases did, of how many.
    pub fn rates(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.0.iter().filter_map(|(what, of)| {
            let kind = what.strip_prefix("rate/")?.strip_suffix("/of")?;
            let settled = self.0.get(&format!("rate/{kind}/settled")).copied();
            Some((kind, settled.unwrap_or_default(), *of))
        })
    }

    /// Returns what of the wanted was never reached.
    pub fn missing<'a>(&self, wanted: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        wanted.filter(|what| !self.0.contains_key(*what)).collect()
    }
}

impl std::fmt::Display for Reach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counted = self.0.iter().filter(|(what, _)| !what.starts_with("rate/"));
        counted.into_iter().try_for_each(|(what, count)| writeln!(f, "{count:>9}  {what}"))?;
        self.rates().try_for_each(|(kind, settled, of)| {
            let percent = settled * 1000 / of;
            let (whole, tenth) = (percent / 10, percent % 10);
            writeln!(f, "{whole:>5}.{tenth} %  settled without a person/{kind} ({settled} of {of})")
        })
    }
}
