//! What one seed draws for its whole life: how often each thing happens, some of them never.
//!
//! Rates are parts in a thousand. No rate may be looked up anywhere else, so that a seed is a world.

use fastrand::Rng;
use uniac_sandbox::known_faults;

/// The kind of provider that a world has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// A seen key gets the first answer again.
    Replayed,
    /// A seen key is refused.
    Refused,
    /// A seen key acts again.
    Ignored,
}

/// The rates of one world.
#[derive(Debug, Clone)]
pub struct Swarm {
    /// What the provider makes of a seen key.
    pub keys: Keys,
    /// Whether the provider tells the events of a payment.
    pub lookup: bool,
    /// How many things happen before everything heals.
    pub happenings: u32,
    /// Whether auto-capture is enabled first of all.
    pub begins_active: bool,
    /// Each fault with its rate for one request.
    pub faults: Vec<(&'static str, u32)>,
    /// A request finds nobody at the address.
    pub unreachable: u32,
    /// A person or another run acts while a request is on its way.
    pub meanwhile: u32,
    /// The process dies before or after a request.
    pub killed_at_request: u32,
    /// The process dies before or after a commit.
    pub killed_at_commit: u32,
    /// The disk refuses a commit.
    pub disk_full: u32,
    /// The disk keeps a commit and says that it did not.
    pub disk_lies: u32,
    /// Another run takes the lock from a living one, as if its machine had been frozen.
    pub lock_lost: u32,
    /// The clock is set between two happenings.
    pub clock_set: u32,
    /// Another machine runs uniac for the same company with a store of its own.
    pub forgetful_runner: u32,
    /// Money is moved in the provider's portal.
    pub portal: u32,
    /// How long reads lag, milliseconds.
    pub lag_ms: u64,
    /// A person interrupts a process.
    pub interrupted: u32,
    /// How many orders the world begins with; in most worlds none.
    pub crowd: u32,
    /// Somebody does the same with every order at once.
    pub sweep: u32,
    /// How many rows the shop gives on a page at most.
    pub shop_rows: u32,
}

impl Swarm {
    /// Draws the rates of a seed's world.
    pub fn draw(rng: &mut Rng) -> Swarm {
        let sometimes = |rng: &mut Rng, most: u32| match rng.bool() {
            true => rng.u32(0..=most),
            false => 0,
        };
        // A provider that forgets keys is rarer than one that keeps them.
        let keys = match rng.u32(0..10) {
            0..7 => Keys::Replayed,
            7..9 => Keys::Refused,
            _ => Keys::Ignored,
        };
        let replayed = keys == Keys::Replayed;
        let lookup = !replayed || rng.u32(0..10) > 0;
        // Each world has a few of the faults only, so that each meets the others alone too.
        let faults = known_faults()
            .map(|fault| fault.name)
            // A request that the network doubles acts twice where keys are not kept: no client can
            // prevent that. A key that is refused tells as little about the first answer.
            .filter(|fault| replayed || !matches!(*fault, "duplicate" | "error-replayed"))
            .filter_map(|fault| {
                let rate = if rng.u32(0..8) == 0 { rng.u32(1..150) } else { 0 };
                (rate > 0).then_some((fault, rate))
            })
            .collect();
        Swarm {
            keys,
            lookup,
            happenings: rng.u32(6..26),
            begins_active: rng.u32(0..4) > 0,
            faults,
            unreachable: sometimes(rng, 40),
            meanwhile: sometimes(rng, 150),
            killed_at_request: sometimes(rng, 40),
            killed_at_commit: sometimes(rng, 40),
            disk_full: sometimes(rng, 40),
            disk_lies: sometimes(rng, 30),
            lock_lost: if replayed { sometimes(rng, 500) } else { 0 },
            clock_set: sometimes(rng, 100),
            forgetful_runner: if replayed { sometimes(rng, 300) } else { 0 },
            portal: sometimes(rng, 250),
            // Shorter than the connector expects of its provider, as a provider's promise is.
            lag_ms: rng.u64(1..20_000),
            interrupted: sometimes(rng, 20),
            crowd: if rng.u32(0..12) == 0 { rng.u32(11..17) } else { 0 },
            sweep: rng.u32(0..200),
            shop_rows: if rng.bool() { 2 } else { 100 },
        }
    }
}
