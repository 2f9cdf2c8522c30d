//! How Klarna is configured: the keys of the file, what `init` asks, and the connector that is made of them.

use serde::{Deserialize, Serialize};

use uniac_core::finding::Finding;
use uniac_system::error::Result;
use uniac_system::secret::SecretSource;
use uniac_texts::t;

use crate::http::Context;
use crate::kind::{Ask, FetchSecret, Kind, list, question, secret};
use crate::payment::{Configured, Provider, ProviderKind, or_usual, promised};

use super::kustom;

/// What is known of it before it is configured.
pub const KIND: ProviderKind = ProviderKind {
    kind: Kind {
        name: "klarna",
        title: "kind-klarna",
        fixed: &[("kind", "klarna")],
        questions: &[
            question(
                "base_url",
                "klarna-url",
                "URL",
                "ask-klarna-url",
                Ask::Silent("https://api.klarna.com"),
            ),
            question("username", "klarna-user", "NAME", "ask-klarna-user", Ask::Always),
            secret("password", "klarna-password", "ask-klarna-password"),
            list(
                "payment_methods",
                "klarna-payment-methods",
                "NAMES",
                "ask-klarna-methods",
                Ask::Flag,
            ),
        ],
        pays: false,
    },
    brand: "Klarna",
    methods: &super::PAYMENT_METHODS,
    words: &["klarna"],
    plug_ins: &[super::plug_in::KLARNA],
};

/// One `[[company.NAME.payment]]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address of the region: `https://api.klarna.com` in Europe, `https://api-na.klarna.com`
    /// in North America, `https://api-oc.klarna.com` in Oceania.
    pub base_url: String,
    /// The username of the API credentials.
    pub username: String,
    /// The password of the API credentials.
    pub password: SecretSource,
    /// The payment methods in the shop that are this provider's; none are those of Klarna's
    /// plug-in for WooCommerce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_methods: Vec<String>,
    /// For how many hours a repeated key surely gets the first answer; Klarna says 24. 0 means
    /// that uniac never sends a lost act again by itself, but looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lifetime_hours: Option<u16>,
    /// How many seconds an act may stay invisible to reads. Klarna publishes no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_delay_seconds: Option<u16>,
}

impl Configured for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Box<dyn Provider>> {
        let usual = super::CAPABILITIES;
        let mut payment_methods = or_usual(&self.payment_methods, &super::PAYMENT_METHODS);
        if self.lists_kustom() {
            payment_methods.retain(|method| !is_kustoms(method));
        }
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            username: self.username.clone(),
            password: fetch("password", &self.password)?,
            payment_methods,
            capabilities: promised(usual, self.key_lifetime_hours, self.read_delay_seconds),
        };
        Ok(Box::new(super::Klarna::new(setup, context)?))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("password", &self.password)]
    }

    /// Points out Kustom's method under Klarna: it is understood, and not sent there.
    fn findings(&self) -> Vec<Finding> {
        let what = t!("klarna-kco");
        let remedy = t!("klarna-kco-hint");
        match self.lists_kustom() {
            true => vec![Finding::warning("payment-methods", what, remedy)],
            false => Vec::new(),
        }
    }
}

impl Config {
    /// Returns whether Kustom's method is listed although the address is not Kustom's: Klarna answers for no
    /// order of Kustom since 2026-03-31, so none is asked for there.
    fn lists_kustom(&self) -> bool {
        !self.base_url.contains("kustom.co")
            && self.payment_methods.iter().any(|method| is_kustoms(method))
    }
}

fn is_kustoms(method: &str) -> bool {
    kustom::PAYMENT_METHODS.iter().any(|known| known.eq_ignore_ascii_case(method))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kustoms_method_is_not_asked_for_at_klarna() {
        for (base_url, methods, is_elsewhere) in [
            ("https://api.klarna.com", &["klarna_payments", "kco"][..], true),
            ("https://api.klarna.com", &["KCO"], true),
            ("https://api.klarna.com", &["klarna_payments"], false),
            ("https://api.klarna.com", &[], false),
            // Somebody has moved the address, which is enough.
            ("https://api.kustom.co", &["kco"], false),
        ] {
            let config = Config {
                base_url: base_url.to_owned(),
                username: "u".to_owned(),
                password: SecretSource::Env("P".to_owned()),
                payment_methods: methods.iter().map(|method| (*method).to_owned()).collect(),
                key_lifetime_hours: None,
                read_delay_seconds: None,
            };
            assert_eq!(config.lists_kustom(), is_elsewhere, "{base_url} {methods:?}");
            assert_eq!(config.findings().len(), usize::from(is_elsewhere));
        }
    }
}
