//! Numbers that look random and never are: the same seed gives the same company.
//!
//! Nothing here may draw on the clock or the system's entropy.

#![expect(clippy::cast_possible_truncation, reason = "what is cast is below a length")]

/// Returns the number scattered over all 64 bits (the output function of SplitMix64).
pub(super) fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A stream of such numbers.
pub(super) struct Chance(u64);

impl Chance {
    /// Returns the stream of a seed.
    pub fn new(seed: u64) -> Chance {
        Chance(mix(seed))
    }

    /// Returns the next number below `limit`, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0) % limit
    }

    /// Returns the next number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1).cast_signed()
    }

    /// Returns one of the things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let limit = things.len() as u64;
        &things[self.below(limit) as usize]
    }

    /// Puts the things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            things.swap(last, other);
        }
    }
}
