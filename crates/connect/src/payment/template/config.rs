//! How it is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, list, question, secret};
use crate::payment::{Configured, Provider, ProviderKind, or_usual, promised};

/// What is known of it before it is configured.
pub const KIND: ProviderKind = ProviderKind {
    kind: Kind {
        name: super::NAME,
        title: "kind-template",
        fixed: &[("kind", super::NAME)],
        questions: &[
            question(
                "base_url",
                "template-url",
                "URL",
                "ask-template-url",
                Ask::Silent("https://api.template.example"),
            ),
            secret("secret_key", "template-key", "ask-template-key"),
            list(
                "payment_methods",
                "template-payment-methods",
                "NAMES",
                "ask-template-methods",
                Ask::Flag,
            ),
        ],
        pays: false,
    },
    brand: "Template",
    methods: &super::PAYMENT_METHODS,
    words: &["template"],
    // Where its plug-in for WooCommerce acts by itself, a `plug_in.rs` as the others have.
    plug_ins: &[],
};

/// One `[[company.NAME.payment]]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The API's address.
    pub base_url: String,
    /// The secret key.
    pub secret_key: SecretSource,
    /// The payment methods in the shop that are its; none are those of its plug-in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_methods: Vec<String>,
    /// For how many hours a repeated key surely gets the first answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lifetime_hours: Option<u16>,
    /// How many seconds an act may stay invisible to reads.
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
            capabilities: promised(usual, self.key_lifetime_hours, self.read_delay_seconds),
        };
        Ok(Box::new(super::Template::new(setup, context)?))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("secret_key", &self.secret_key)]
    }
}
