//! How Vendure is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_system::error::{Error, Result};
use uniac_system::secret::SecretSource;
use uniac_texts::t;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, Question, list, question, secret};
use crate::shop::{ConfiguredShop, Connected};

/// What is known of it before it is configured.
pub const KIND: Kind = Kind {
    name: "vendure",
    title: "kind-vendure",
    fixed: &[("kind", "vendure")],
    questions: &[
        question("base_url", "shop-url", "URL", "ask-shop-url", Ask::Always),
        Question {
            unless: &["shop-api-key"],
            ..question("username", "shop-user", "NAME", "ask-vendure-user", Ask::Always)
        },
        Question {
            unless: &["shop-api-key"],
            ..secret("password", "shop-password", "ask-vendure-password")
        },
        Question { ask: Ask::Flag, ..secret("api_key", "shop-api-key", "ask-vendure-key") },
        list("payment_methods", "shop-payment-methods", "CODES", "ask-shop-methods", Ask::Always),
    ],
    pays: true,
};

/// `[company.NAME.shop]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The server's address; the Admin API lies at `/admin-api` below it.
    pub base_url: String,
    /// The administrator's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The administrator's password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretSource>,
    /// An API key, for a shop that takes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<SecretSource>,
    /// The codes of the payment methods whose money uniac may move; others, such as payment by
    /// invoice, it never touches.
    pub payment_methods: Vec<String>,
}

impl ConfiguredShop for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Connected> {
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            sign_in: self.sign_in(fetch)?,
            payment_methods: self.payment_methods.clone(),
        };
        let (shop, payments) = super::Vendure::connect(setup, context)?;
        Ok((Box::new(shop), vec![Box::new(payments)]))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        let password = self.password.iter().map(|source| ("password", source));
        password.chain(self.api_key.iter().map(|source| ("api_key", source))).collect()
    }
}

impl Config {
    fn sign_in(&self, fetch: FetchSecret<'_>) -> Result<super::SignIn> {
        match (&self.username, &self.password, &self.api_key) {
            (Some(username), Some(password), None) => Ok(super::SignIn::Password {
                username: username.clone(),
                password: fetch("password", password)?,
            }),
            (None, None, Some(key)) => Ok(super::SignIn::Key(fetch("api_key", key)?)),
            _ => {
                let what = t!("vendure-sign-in");
                Err(Error::usage("bad-configuration", what).hint(t!("vendure-one-of-two")))
            }
        }
    }
}
