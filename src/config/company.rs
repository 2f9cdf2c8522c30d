//! A company as it is configured: its systems, and what counts where nothing is said.
//!
//! A secret never stands here, only where it comes from. An unknown key is an error: a typing mistake must not leave a
//! default in place.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use uniac_connect::payment::Config as PaymentConfig;
use uniac_connect::shop::Config as ShopConfig;
use uniac_core::assess::Terms;
use uniac_engine::Bounds;
use uniac_system::error::{Error, Result};
use uniac_system::secret::SecretSource;
use uniac_texts::t;

use super::bounds::BoundsConfig;
use super::fault::cleaned;
use super::sign_in::SignInConfig;
use super::store_address::StoreAddress;
use super::terms::{self, Links, PaidInUni, PlansRule, Texts, Wait};

/// The name of the company that the embedded sandbox plays.
pub const SANDBOX: &str = "sandbox";

/// How many orders are worked on at once when nothing else is said.
pub const WORKERS_DEFAULT: usize = 16;

/// The calendar of a Norwegian company.
pub const TIME_ZONE_DEFAULT: &str = "Europe/Oslo";

/// A configuration file of companies and nothing else, as it is written.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The company that is meant when none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_company: Option<String>,
    /// The language that uniac speaks, `en` or `nb`; unless configured, that of the system's locale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The companies by name.
    #[serde(default)]
    pub company: BTreeMap<String, CompanyConfig>,
}

/// One company with its systems.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyConfig {
    /// The groups that the company belongs to, for `--group`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// The shared store, `postgres://user@host/database`; unless configured, a file on this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreAddress>,
    /// The password of the shared store's user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_password: Option<SecretSource>,
    /// How many orders are worked on at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<usize>,
    /// How much one run may move, unless a flag of the command says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<BoundsConfig>,
    /// Whether `sync` holds back far more releases or refunds than a day brings; it does unless this
    /// is `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brakes: Option<bool>,
    /// Whether money moves by hand only through a plan that another user applies: `required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<PlansRule>,
    /// Whether every reference of an order in Uni that leads to one order of the shop is taken for right: `trusted`, for a
    /// shop whose import is known to be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// How old a deletion must be, by uniac's first sight of it, before `sync` releases the reservation;
    /// a day unless configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_after: Option<Wait>,
    /// How old a credit note must be before `sync` pays back; half an hour unless configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_after: Option<Wait>,
    /// How large the exchange log may grow, megabytes; the oldest exchanges go first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange_log_megabytes: Option<u32>,
    /// The company's time zone, by its IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The language of what uniac writes into the shop and to the provider: `nb` unless configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<Texts>,
    /// Uni.
    pub uni: UniConfig,
    /// The web shop.
    pub shop: ShopConfig,
    /// The payment providers.
    #[serde(default)]
    pub payment: Vec<PaymentConfig>,
}

/// Uni: the address, the company there, the sign-in.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UniConfig {
    /// The API's address, for instance `https://app.unimicro.no`.
    pub base_url: String,
    /// The company's key (a guid).
    pub company_key: String,
    /// A ready access token; instead of `sign_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretSource>,
    /// The order's field that carries the shop's order number. Uni has no field of its own for it
    /// that is documented, so this is a matter of each company.
    #[serde(default = "order_reference_field")]
    pub order_reference_field: String,
    /// What stands before the shop's order number in that field, for instance `WEB-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_reference_prefix: Option<String>,
    /// What is made of payments that Uni shows on invoices; they count unless it is `ignore`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<PaidInUni>,
    /// How uniac signs in by itself; instead of `token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignInConfig>,
}

fn order_reference_field() -> String {
    "Requisition".to_owned()
}

/// Returns whether the text can name a company (and its folder in the data directory).
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl CompanyConfig {
    /// Returns how much one run may move.
    ///
    /// # Errors
    /// `bad-configuration` when an amount is none.
    pub fn bounds(&self) -> Result<Bounds> {
        self.bounds.as_ref().map_or(Ok(Bounds::default()), BoundsConfig::bounds)
    }

    /// Returns what is configured for the rules.
    ///
    /// # Errors
    /// `bad-configuration` when a waiting time is none.
    pub fn terms(&self) -> Result<Terms> {
        let (release, refund) = (self.release_after.as_ref(), self.refund_after.as_ref());
        terms::terms(release, refund, self.uni.paid, self.links)
    }

    /// Returns the company's time zone.
    ///
    /// # Errors
    /// `bad-configuration` when the name is not known.
    pub fn zone(&self) -> Result<TimeZone> {
        zone(self.time_zone.as_deref())
    }
}

/// Returns the time zone of a name, or the Norwegian one.
///
/// # Errors
/// `bad-configuration` when the name is not known.
pub fn zone(name: Option<&str>) -> Result<TimeZone> {
    let name = name.unwrap_or(TIME_ZONE_DEFAULT);
    TimeZone::get(name).map_err(|_| {
        Error::usage("bad-configuration", t!("config-zone", name = cleaned(name)))
            .hint(t!("config-zone-hint"))
    })
}
