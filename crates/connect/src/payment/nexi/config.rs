//! How Nexi Checkout is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, list, question, secret, whole};
use crate::payment::{Configured, Provider, ProviderKind, guaranteed, or_usual, promised};

/// What is known of it before it is configured.
pub const KIND: ProviderKind = ProviderKind {
    kind: Kind {
        name: "nexi",
        title: "kind-nexi",
        fixed: &[("kind", "nexi")],
        questions: &[
            question(
                "base_url",
                "nexi-url",
                "URL",
                "ask-nexi-url",
                Ask::Silent("https://api.dibspayment.eu"),
            ),
            secret("secret_key", "nexi-secret-key", "ask-nexi-key"),
            list("payment_methods", "nexi-payment-methods", "NAMES", "ask-nexi-methods", Ask::Flag),
            whole("reservation_days", "nexi-reservation-days", "DAYS", "ask-nexi-days"),
        ],
        pays: false,
    },
    brand: "Nexi Checkout",
    methods: &super::PAYMENT_METHODS,
    words: &["nets", "nexi", "dibs"],
    plug_ins: &[super::plug_in::PLUG_IN],
};

/// One `[[company.NAME.payment]]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The API's address, for instance `https://api.dibspayment.eu`.
    pub base_url: String,
    /// The secret key.
    pub secret_key: SecretSource,
    /// The payment methods in the shop that are this provider's; none are those of Nexi's
    /// plug-in for WooCommerce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_methods: Vec<String>,
    /// How long a card's reservation lives (Nets Easy guide, 2021).
    #[serde(default = "reservation_days")]
    pub reservation_days: u16,
    /// For how many days after the reservation a capture is guaranteed, by the shop's id of the method, where that is less
    /// than the reservation's life.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guaranteed_days: BTreeMap<String, u16>,
    /// For how many hours a repeated key surely gets the first answer. Nexi publishes no
    /// figure; 0 means that uniac never sends a lost act again by itself, but looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lifetime_hours: Option<u16>,
    /// How many seconds an act may stay invisible to reads. Nexi publishes no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_delay_seconds: Option<u16>,
}

impl Configured for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Box<dyn Provider>> {
        let usual = super::CAPABILITIES;
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            secret_key: fetch("secret_key", &self.secret_key)?,
            payment_methods: or_usual(&self.payment_methods, &super::PAYMENT_METHODS),
            reservation_days: self.reservation_days,
            guaranteed_days: guaranteed(&self.guaranteed_days, &[]),
            capabilities: promised(usual, self.key_lifetime_hours, self.read_delay_seconds),
        };
        Ok(Box::new(super::Nexi::new(setup, context)?))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("secret_key", &self.secret_key)]
    }
}

fn reservation_days() -> u16 {
    super::RESERVATION_DAYS
}
