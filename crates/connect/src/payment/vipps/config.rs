//! How Vipps MobilePay is configured: the keys of the file, what `init` asks, and the connector that is made of them.

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
        name: "vipps",
        title: "kind-vipps",
        fixed: &[("kind", "vipps")],
        questions: &[
            question(
                "base_url",
                "vipps-url",
                "URL",
                "ask-vipps-url",
                Ask::Silent("https://api.vipps.no"),
            ),
            question("merchant_serial_number", "vipps-msn", "MSN", "ask-vipps-msn", Ask::Always),
            question("client_id", "vipps-client-id", "ID", "ask-vipps-client-id", Ask::Always),
            secret("client_secret", "vipps-client-secret", "ask-vipps-client-secret"),
            secret("subscription_key", "vipps-subscription-key", "ask-vipps-subscription-key"),
            list(
                "payment_methods",
                "vipps-payment-methods",
                "NAMES",
                "ask-vipps-methods",
                Ask::Flag,
            ),
            whole("reservation_days", "vipps-reservation-days", "DAYS", "ask-vipps-days"),
        ],
        pays: false,
    },
    brand: "Vipps MobilePay",
    methods: &super::PAYMENT_METHODS,
    words: &["vipps", "mobilepay"],
    plug_ins: &[super::plug_in::PLUG_IN],
};

/// One `[[company.NAME.payment]]` of this kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The API's address, for instance `https://api.vipps.no`.
    pub base_url: String,
    /// The sales unit (MSN).
    pub merchant_serial_number: String,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: SecretSource,
    /// The subscription key.
    pub subscription_key: SecretSource,
    /// The payment methods in the shop that are this provider's; none are those of Vipps' plug-in
    /// for WooCommerce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payment_methods: Vec<String>,
    /// How long a reservation lives: 180 days in Norway, 14 in Denmark and Finland (Vipps
    /// MobilePay, knowledge base, "Reserve and capture").
    #[serde(default = "reservation_days")]
    pub reservation_days: u16,
    /// For how many days after the reservation a capture is guaranteed, by the shop's id of the method, where that is less
    /// than the reservation's life.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guaranteed_days: BTreeMap<String, u16>,
    /// For how many hours a repeated key surely gets the first answer. Vipps publishes no
    /// figure; 0 means that uniac never sends a lost act again by itself, but looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_lifetime_hours: Option<u16>,
    /// How many seconds an act may stay invisible to reads. Vipps publishes no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_delay_seconds: Option<u16>,
}

impl Configured for Config {
    fn connect(&self, fetch: FetchSecret<'_>, context: &Context) -> Result<Box<dyn Provider>> {
        let usual = super::CAPABILITIES;
        let setup = super::Setup {
            base_url: self.base_url.clone(),
            client_id: self.client_id.clone(),
            client_secret: fetch("client_secret", &self.client_secret)?,
            subscription_key: fetch("subscription_key", &self.subscription_key)?,
            merchant_serial_number: self.merchant_serial_number.clone(),
            payment_methods: or_usual(&self.payment_methods, &super::PAYMENT_METHODS),
            reservation_days: self.reservation_days,
            guaranteed_days: guaranteed(&self.guaranteed_days, &super::GUARANTEED_DAYS),
            capabilities: promised(usual, self.key_lifetime_hours, self.read_delay_seconds),
        };
        Ok(Box::new(super::Vipps::new(setup, context)?))
    }

    fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        vec![("client_secret", &self.client_secret), ("subscription_key", &self.subscription_key)]
    }
}

fn reservation_days() -> u16 {
    super::RESERVATION_DAYS_NORWAY
}
