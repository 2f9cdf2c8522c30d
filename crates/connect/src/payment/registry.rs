//! What is known and what is configured of a provider, whatever its kind. The list of the kinds stands in `payment`, one
//! line each.
//!
//! Nothing is sent here.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use uniac_core::finding::Finding;
use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use super::contract::{Capabilities, Provider};
use crate::http::Context;
use crate::kind::{FetchSecret, Kind};
use crate::plug_in::PlugIn;

/// A kind of provider, as it is known before it is configured.
pub struct ProviderKind {
    /// Its name, and what is asked for it.
    pub kind: Kind,
    /// The name by which people know whose a payment method is.
    pub brand: &'static str,
    /// The ids of its payment methods in shops, as its plug-ins give them.
    pub methods: &'static [&'static str],
    /// Words in other ids that tell that a method is its.
    pub words: &'static [&'static str],
    /// Its plug-ins for shops.
    pub plug_ins: &'static [PlugIn],
}

impl ProviderKind {
    /// Returns the name that the flag and the file take.
    pub const fn name(&self) -> &'static str {
        self.kind.name
    }
}

/// What is configured of a provider.
pub trait Configured {
    /// Makes the connector. Nothing is sent yet.
    ///
    /// # Errors
    /// When a secret is missing or the address cannot be used.
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Box<dyn Provider>>;

    /// Returns where its secrets come from, by their key in the configuration.
    fn secrets(&self) -> Vec<(&'static str, &SecretSource)>;

    /// Returns what can be said of it without asking anybody.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}

/// Returns the methods of the configuration, or those of the provider's plug-in.
pub fn or_usual(configured: &[String], usual: &[&str]) -> Vec<String> {
    match configured.is_empty() {
        true => usual.iter().map(|method| (*method).to_owned()).collect(),
        false => configured.to_vec(),
    }
}

/// Returns for how many days a capture is guaranteed, by method: what is known, and what the configuration says of it.
pub fn guaranteed(
    configured: &BTreeMap<String, u16>,
    usual: &[(&str, u16)],
) -> BTreeMap<String, u16> {
    let usual = usual.iter().map(|(method, days)| ((*method).to_owned(), *days));
    let configured = configured.iter().map(|(method, days)| (method.to_ascii_lowercase(), *days));
    usual.chain(configured).collect()
}

/// Returns what a provider promises, with what the configuration says of it.
pub fn promised(
    usual: Capabilities,
    key_lifetime_hours: Option<u16>,
    read_delay_seconds: Option<u16>,
) -> Capabilities {
    let lifetime = |hours| (hours > 0).then(|| SignedDuration::from_hours(i64::from(hours)));
    let delay = |seconds| SignedDuration::from_secs(i64::from(seconds));
    Capabilities {
        key_lifetime: key_lifetime_hours.map_or(usual.key_lifetime, lifetime),
        lookup_delay: read_delay_seconds.map_or(usual.lookup_delay, delay),
        ..usual
    }
}

#[cfg(test)]
mod tests;
