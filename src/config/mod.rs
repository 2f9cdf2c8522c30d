//! Configuration: one TOML file with many companies, a folder with one file a company, and the environment, read once.
//!
//! The only reader of the environment. A secret must never stand in the file or on a command line
//! as itself; it is named by where it comes from. An unknown key is an error: a typing mistake must
//! not leave a default in place.

mod bounds;
mod catalogue;
mod edit;
mod environment;
mod merged;
mod parser;
mod pattern;
mod program;
mod secrets;
mod sections;
mod shared;
mod sign_in;
mod terms;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use uniac_engine::Bounds;
use uniac_system::error::{Error, Result};
use uniac_system::secret::SecretSource;
use uniac_texts::t;

pub use bounds::BoundsConfig;
pub use catalogue::{Config, Place, Read, listed, uni_key};
pub use edit::{edited, no_key, write};
pub use environment::Environment;
pub use pattern::matches;
pub use secrets::{Fetch, others_can_read};
pub use shared::{SharedStore, StoreAddress, named_store, shared_store};
pub use sign_in::SignInConfig;
pub use terms::{Links, PaidInUni, PlansRule, Texts, Wait};
pub use uniac_connect::payment::Config as PaymentConfig;
pub use uniac_connect::shop::Config as ShopConfig;
pub use values::{Shown, defaults_shown, values};

/// The name of the company that the embedded sandbox plays.
pub const SANDBOX: &str = "sandbox";

/// The folder beside the configuration file with one file a company.
pub const FOLDER: &str = "companies.d";

/// How many orders are worked on at once when nothing else is said.
pub const WORKERS_DEFAULT: usize = 16;

/// The calendar of a Norwegian company.
const TIME_ZONE_DEFAULT: &str = "Europe/Oslo";

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

/// Returns the folder with the companies' own files that belongs to a configuration file.
pub fn folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(FOLDER)
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

fn says(path: &Path, what: &str) -> String {
    t!("config-says", path = path.display(), what = what)
}

fn bad(path: &Path, what: &str) -> Error {
    Error::usage("bad-configuration", says(path, what)).hint(t!("config-correct"))
}

/// Returns a key of the file, short enough for a message.
fn cleaned(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}

/// Where configuration and data lie.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The configuration file.
    pub config: PathBuf,
    /// The folder with one folder a company.
    pub data: PathBuf,
}

impl Paths {
    /// Returns the paths by flag, environment, or the platform's conventions.
    ///
    /// # Errors
    /// `no-home` when there is no home directory and nothing else is said.
    pub fn resolve(flag: Option<&Path>, environment: &Environment) -> Result<Paths> {
        let dirs = directories::ProjectDirs::from("", "", "uniac");
        let no_home =
            || Error::usage("no-home", t!("config-no-home")).hint(t!("config-no-home-hint"));
        let config = flag
            .map(Path::to_owned)
            .or_else(|| environment.var("UNIAC_CONFIG").map(PathBuf::from))
            .or_else(|| dirs.as_ref().map(|dirs| dirs.config_dir().join("uniac.toml")))
            .ok_or_else(no_home)?;
        let data = environment
            .var("UNIAC_DATA_DIR")
            .map(PathBuf::from)
            .or_else(|| dirs.as_ref().map(|dirs| dirs.data_dir().to_owned()))
            .ok_or_else(no_home)?;
        Ok(Paths { config, data })
    }

    /// Returns the folder of a company.
    pub fn company(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Returns the file that keeps the sign-in of a company's person.
    pub fn login(&self, name: &str) -> PathBuf {
        self.company(name).join("login.json")
    }

    /// Returns the file of the sandbox's world.
    pub fn sandbox(&self) -> PathBuf {
        self.company(SANDBOX).join("sandbox.db")
    }
}
