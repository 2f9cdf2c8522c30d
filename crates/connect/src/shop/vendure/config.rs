//! How Vendure is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_system::error::{Error, Result};
use uniac_system::secret::SecretSource;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, Question, list, question, secret};
use crate::shop::{ConfiguredShop, Connected};

/// What is known of it before it is configured.
pub const KIND: Kind = Kind {
    name: "vendure",
    title: "Vendure (it captures and refunds itself)",
    fixed: &[("kind", "vendure")],
    questions: &[
        question("base_url", "shop-url", "URL", "The shop's address", Ask::Always),
        Question {
            unless: &["shop-api-key"],
            ..question("username", "shop-user", "NAME", "The administrator's name", Ask::Always)
        },
        Question {
            unless: &["shop-api-key"],
            ..secret("password", "shop-password", "The administrator's password")
        },
        Question {
            ask: Ask::Flag,
            ..secret("api_key", "shop-api-key", "An API key instead of name and password")
        },
        list(
            "payment_methods",
            "shop-payment-methods",
            "CODES",
            "The codes of the payment methods that uniac may capture, with commas",
            Ask::Always,
        ),
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
                let what = "Vendure is signed in to by `username` and `password`, or `api_key`";
                Err(Error::usage("bad-configuration", what)
                    .hint("Give one of the two in [company.NAME.shop]"))
            }
        }
    }
}
