//! What stands for the embedded sandbox in a build without it: there is none, and every way to it says so.
//!
//! Nothing of the sandbox may be needed here.

use std::sync::Arc;

use crate::config::Paths;
use uniac_connect::erp::ErpSurvey;
use uniac_connect::http::Context;
use uniac_connect::payment::Provider;
use uniac_connect::shop::ShopSurvey;
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::base::Base;

/// The key of the company that there is not.
pub const COMPANY_KEY: &str = "";

/// The systems of a company.
type Systems = (Box<dyn ErpSurvey>, Box<dyn ShopSurvey>, Vec<Box<dyn Provider>>);

/// A sandbox that is served; there is none.
pub struct Play {
    /// Its time.
    pub clock: Arc<Clock>,
}

/// Returns whether there is a sandbox.
pub fn is_there(_: &Paths) -> bool {
    false
}

/// Refuses.
///
/// # Errors
/// `no-sandbox`, always.
pub fn start(_: &Base) -> Result<Play> {
    Err(none())
}

impl Play {
    /// Refuses.
    ///
    /// # Errors
    /// `no-sandbox`, always.
    pub fn connect(&self, _: &Context) -> Result<Systems> {
        Err(none())
    }
}

fn none() -> Error {
    Error::usage("no-sandbox", t!("play-not-built"))
        .hint(t!("company-none-hint"))
        .hint(t!("play-not-built-hint"))
}
