//! How WooCommerce is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_system::error::Result;
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, question, secret};
use crate::shop::{ConfiguredShop, Connected};

/// What is known of it before it is configured.
pub const KIND: Kind = Kind {
    name: "woocommerce",
    title: "kind-woocommerce",
    fixed: &[("kind", "woocommerce")],
    questions: &[
        question("base_url", "shop-url", "URL", "ask-shop-url", Ask::Always),
        secret("consumer_key", "shop-key", "ask-woocommerce-key"),
        secret("consumer_secret", "shop-secret", "ask-woocommerce-secret"),
    ],
    pays: false,
};

/// `[company.NAME.shop]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The site's address.
    pub base_url: String,
    /// The consumer key (`ck_…`).
    pub consumer_key: SecretSource,
    /// The consumer secret (`cs_…`).
    pub consumer_secret: SecretSource,
}

impl ConfiguredShop for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Connected> {
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            consumer_key: fetch("consumer_key", &self.consumer_key)?,
            consumer_secret: fetch("consumer_secret", &self.consumer_secret)?,
        };
        Ok((Box::new(super::WooCommerce::new(setup, context)?), Vec::new()))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("consumer_key", &self.consumer_key), ("consumer_secret", &self.consumer_secret)]
    }
}
