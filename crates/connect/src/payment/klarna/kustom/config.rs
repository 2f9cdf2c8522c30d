//! How Kustom is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, list, question, secret};
use crate::payment::klarna::plug_in;
use crate::payment::{Configured, Provider, ProviderKind, or_usual, promised};

/// The live address ("API endpoint switch guide").
pub const BASE_URL: &str = "https://api.kustom.co";

/// What is known of it before it is configured.
pub const KIND: ProviderKind = ProviderKind {
    kind: Kind {
        name: "kustom",
        title: "kind-kustom",
        fixed: &[("kind", "kustom")],
        questions: &[
            question("base_url", "kustom-url", "URL", "ask-kustom-url", Ask::Silent(BASE_URL)),
            secret("api_key", "kustom-key", "ask-kustom-key"),
            question("username", "kustom-user", "NAME", "ask-kustom-user", Ask::Flag),
            list(
                "payment_methods",
                "kustom-payment-methods",
                "NAMES",
                "ask-kustom-methods",
                Ask::Flag,
            ),
        ],
        pays: false,
    },
    brand: "Kustom",
    methods: &super::PAYMENT_METHODS,
    words: &["kustom"],
    plug_ins: &[plug_in::KUSTOM],
};

/// One `[[company.NAME.payment]]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The API's address, `https://api.kustom.co`, or `https://api.playground.kustom.co` for tests.
    #[serde(default = "base_url")]
    pub base_url: String,
    /// The user `MID-suffix`, where the key is not accepted alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The store's key, `kco_live_api_…` or `kco_test_api_…`.
    pub api_key: SecretSource,
    /// The payment methods in the shop that are this provider's; none are those of Kustom's
    /// plug-in for WooCommerce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_methods: Vec<String>,
    /// For how many hours a repeated key surely gets the first answer. 0 means that uniac never
    /// sends a lost act again by itself, but looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lifetime_hours: Option<u16>,
    /// How many seconds an act may stay invisible to reads. Kustom publishes no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_delay_seconds: Option<u16>,
}

impl Configured for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Box<dyn Provider>> {
        let usual = super::CAPABILITIES;
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            username: self.username.clone().unwrap_or_default(),
            password: fetch("api_key", &self.api_key)?,
            payment_methods: or_usual(&self.payment_methods, &super::PAYMENT_METHODS),
            capabilities: promised(usual, self.key_lifetime_hours, self.read_delay_seconds),
        };
        Ok(Box::new(super::connect(setup, context)?))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("api_key", &self.api_key)]
    }
}

fn base_url() -> String {
    BASE_URL.to_owned()
}
