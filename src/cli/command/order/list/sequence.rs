//! The sequence of a list, and the first orders of it.
//!
//! However many orders are looked at, memory holds no more than twice as many as are wanted.

use std::cmp::Reverse;

use uniac_core::money::Money;

use crate::cli::order_view::table::Item;

/// So many are held whatever is wanted: sorting each time that one is found would take long.
const FEW: usize = 64;

/// What decides the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// Uni's ids grow with time, so the newest stand last.
    Age,
    /// The worst and largest first.
    Rank,
    /// The largest first.
    Size,
    /// What ends first.
    End,
}

impl Sequence {
    /// Returns the amount of an order that the list is about.
    pub fn amount(self, item: &Item) -> Money {
        match self {
            Sequence::Age | Sequence::Size => Money::new(item.view.missing_minor, item.currency),
            Sequence::Rank => item.stake(),
            Sequence::End => item.reserved,
        }
    }

    /// Returns the name of the sum of these amounts.
    pub fn sum(self) -> &'static str {
        match self {
            Sequence::Age | Sequence::Size => "missing",
            Sequence::Rank => "at stake",
            Sequence::End => "reserved",
        }
    }

    fn sort(self, items: &mut [Item]) {
        match self {
            // They are found newest first.
            Sequence::Age => {}
            Sequence::Rank => items.sort_by_key(|item| {
                let rank = item.attention.map_or(usize::MAX, |attention| attention as usize);
                (rank, Reverse(item.view.at_stake_minor), item.id)
            }),
            Sequence::Size => {
                items.sort_by_key(|item| (Reverse(item.view.missing_minor), item.id));
            }
            Sequence::End => items.sort_by_key(|item| (item.closes_at, item.id)),
        }
    }
}

/// The first orders of a sequence, as many as are wanted.
pub struct First {
    sequence: Sequence,
    limit: Option<usize>,
    items: Vec<Item>,
    /// How many there were, wanted or not.
    found: usize,
}

impl First {
    pub fn of(sequence: Sequence, limit: Option<usize>) -> First {
        First { sequence, limit, items: Vec::new(), found: 0 }
    }

    /// Counts an order, and keeps it if it may be one of the first.
    pub fn add(&mut self, item: impl FnOnce() -> Item) {
        self.found += 1;
        if self.sequence == Sequence::Age && self.limit.is_some_and(|l| self.items.len() >= l) {
            return;
        }
        self.items.push(item());
        let most = self.limit.map(|limit| limit.saturating_mul(2).max(FEW));
        if most.is_some_and(|most| self.items.len() >= most) {
            self.cut();
        }
    }

    /// Returns whether no other order can be one of the first: they come newest first.
    pub fn is_full(&self) -> bool {
        self.sequence == Sequence::Age && self.limit.is_some_and(|limit| self.found >= limit)
    }

    /// Returns the orders in the sequence in which they are shown, and how many were found.
    pub fn in_sequence(mut self) -> (Vec<Item>, usize) {
        self.cut();
        if self.sequence == Sequence::Age {
            self.items.reverse();
        }
        (self.items, self.found)
    }

    fn cut(&mut self) {
        self.sequence.sort(&mut self.items);
        self.items.truncate(self.limit.unwrap_or(usize::MAX));
    }
}
