//! Payment providers: the list of all, what the engine knows of one in `contract`, and a folder for each.
//!
//! Nothing else in the program names a provider.

#![warn(clippy::wildcard_enum_match_arm)]

mod contract;
pub mod klarna;
pub mod nexi;
mod registry;
#[cfg(test)]
mod template;
#[cfg(test)]
pub(crate) mod testing;
pub mod vipps;

use uniac_core::method::Known;

use crate::kind::registry;
use crate::plug_in::PlugIn;
use klarna::kustom;

pub use contract::{Capabilities, Draft, Provider, Wanted, sendable};
pub use registry::{Configured, ProviderKind, guaranteed, or_usual, promised};

// All providers: one line each. `init` lists them in this order.
registry! {
    "A payment provider, by its kind.", Configured, ProviderKind;
    Vipps: vipps,
    Nexi: nexi,
    Klarna: klarna,
    Kustom: kustom,
}

/// Returns the plug-ins of all providers.
pub fn plug_ins() -> impl Iterator<Item = &'static PlugIn> {
    KINDS.iter().flat_map(|kind| kind.plug_ins)
}

/// Returns whose the payment methods of all providers are, by their ids.
pub fn known_methods() -> Known {
    let mut known = Known::default();
    for kind in KINDS {
        known.ids.extend(kind.methods.iter().map(|id| (*id, kind.brand)));
        known.words.extend(kind.words.iter().map(|word| (*word, kind.brand)));
    }
    known
}
