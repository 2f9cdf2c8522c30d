//! uniac's own data about a company: the four settings, eras of invoices, holds on orders.
//!
//! Uni's API has no such settings, so they live in the store. They are data of the journal: they
//! must never be derived from a cache, or an old invoice could come to look new.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One of the four automation settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// The shop's order follows Uni.
    UploadOrderChanges,
    /// Money is captured on invoicing and refunded on crediting.
    FetchCardPayments,
    /// Every exchange is recorded.
    DetailedLogging,
    /// Orders made by hand in Uni are created in the shop; optional.
    UploadNewOrders,
}

impl Setting {
    /// All four, in the order in which Uni shows them.
    pub const ALL: [Setting; 4] = [
        Setting::UploadOrderChanges,
        Setting::FetchCardPayments,
        Setting::DetailedLogging,
        Setting::UploadNewOrders,
    ];

    /// The three that auto-capture needs.
    pub const REQUIRED: [Setting; 3] =
        [Setting::UploadOrderChanges, Setting::FetchCardPayments, Setting::DetailedLogging];

    /// Returns the name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Setting::UploadOrderChanges => "upload-order-changes",
            Setting::FetchCardPayments => "fetch-card-payments",
            Setting::DetailedLogging => "detailed-logging",
            Setting::UploadNewOrders => "upload-new-orders",
        }
    }

    /// Returns the label in Uni, section "Automatisering" (support.unimicro.no, "Aktiver
    /// auto-capture", 25.04.2023).
    pub fn label(self) -> &'static str {
        match self {
            Setting::UploadOrderChanges => "Last opp endring på ordre ved lagring i ordrebildet",
            Setting::FetchCardPayments => "Hent kort-betalinger ved fakturering (API)",
            Setting::DetailedLogging => "Detaljert logging",
            Setting::UploadNewOrders => "Last opp nye ordre ved lagring i ordrebildet",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Setting::ALL
            .into_iter()
            .find(|setting| setting.name() == name)
            .ok_or_else(|| format!("`{name}` is no setting"))
    }
}

/// Whether auto-capture runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Autocapture {
    /// The three required settings are on.
    Active,
    /// Some are on.
    Incomplete,
    /// None is on.
    Off,
}

impl Autocapture {
    /// Returns the word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Autocapture::Active => "active",
            Autocapture::Incomplete => "incomplete",
            Autocapture::Off => "off",
        }
    }
}

/// The settings of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The settings that are on, with the moment since when.
    pub on: Vec<(Setting, Timestamp)>,
    /// When all three required settings last became on; `None` while they are not.
    pub activation: Option<Timestamp>,
}

impl Settings {
    /// Returns since when a setting is on.
    pub fn since(&self, setting: Setting) -> Option<Timestamp> {
        self.on.iter().find(|(on, _)| *on == setting).map(|(_, since)| *since)
    }

    /// Returns whether auto-capture is active, incomplete or off.
    pub fn autocapture(&self) -> Autocapture {
        let on = Setting::REQUIRED.iter().filter(|setting| self.since(**setting).is_some()).count();
        match on {
            3 => Autocapture::Active,
            0 => Autocapture::Off,
            _ => Autocapture::Incomplete,
        }
    }

    /// Returns whether auto-capture is active.
    pub fn is_active(&self) -> bool {
        self.autocapture() == Autocapture::Active
    }
}

/// The era of an invoice: stamped once and for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Era {
    /// Finalised before the activation; waits for a person.
    Predates,
    /// First seen while auto-capture was active.
    Auto,
}

impl Era {
    /// Returns the word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Era::Predates => "predates",
            Era::Auto => "auto",
        }
    }
}

/// Auto-capture disabled on one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Why, in the words of the person who set it.
    pub reason: Option<String>,
    /// Who set it: the user name of the machine's account.
    pub by: String,
    /// When it was set.
    pub at: Timestamp,
    /// When it ends by itself; `None`: not before it is lifted.
    pub until: Option<Timestamp>,
}

impl Hold {
    /// Returns whether the hold still holds.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
