//! How Medusa is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, list, question, secret};
use crate::payment::Capabilities;
use crate::shop::{ConfiguredShop, Connected};

/// What is known of it before it is configured.
pub const KIND: Kind = Kind {
    name: "medusa",
    title: "kind-medusa",
    fixed: &[("kind", "medusa")],
    questions: &[
        question("base_url", "shop-url", "URL", "ask-shop-url", Ask::Always),
        secret("secret_key", "shop-secret-key", "ask-medusa-key"),
        list("payment_methods", "shop-payment-methods", "CODES", "ask-shop-methods", Ask::Always),
    ],
    pays: true,
};

/// `[company.NAME.shop]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address of the shop's server.
    pub base_url: String,
    /// A secret API key (`sk_…`).
    pub secret_key: SecretSource,
    /// The shop's payment providers whose money uniac may move, `pp_…`; others, such as
    /// `pp_system_default` for payment by invoice, it never touches.
    pub payment_methods: Vec<String>,
    /// How many seconds an act may stay invisible to reads. Nothing is published about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_delay_seconds: Option<u16>,
}

impl ConfiguredShop for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Connected> {
        let delay_s = self.read_delay_seconds.unwrap_or(super::READ_DELAY_SECONDS);
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            secret_key: fetch("secret_key", &self.secret_key)?,
            payment_methods: self.payment_methods.clone(),
            capabilities: Capabilities {
                lookup_delay: SignedDuration::from_secs(i64::from(delay_s)),
                ..super::CAPABILITIES
            },
        };
        let provider = super::MedusaPayments::new(&setup, context)?;
        Ok((Box::new(super::Medusa::new(&setup, context)?), vec![Box::new(provider)]))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("secret_key", &self.secret_key)]
    }
}
