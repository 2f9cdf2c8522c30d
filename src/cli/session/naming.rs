//! Which company a command is about.
//!
//! The sandbox is meant by itself only while no company is configured: a runner that lost its configuration must not succeed on
//! play money.

use super::Base;
use crate::cli::{fleet, play};
use crate::config::{SANDBOX, listed};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

impl Base {
    /// Returns the company that is meant: by flag, environment, file, or the only one there is; the
    /// sandbox only while none is configured and after `sandbox reset`.
    ///
    /// # Errors
    /// `no-company`, naming both ways on.
    pub fn company_name(&self) -> Result<String> {
        let named = self.named();
        match named.as_slice() {
            [] => self.only_company(),
            [one] if !one.contains('*') => Ok(one.clone()),
            several => match fleet::fitting(&self.config, several)?.as_slice() {
                [one] => Ok(one.clone()),
                _ => {
                    Err(Error::usage("usage", t!("fleet-one-only")).hint(t!("fleet-one-only-hint")))
                }
            },
        }
    }

    /// Returns the company that is meant where none is named.
    fn only_company(&self) -> Result<String> {
        if let Some(name) = self.config.default_company() {
            return Ok(name.to_owned());
        }
        let names = self.config.names();
        let mut each = names.iter();
        match (each.next(), each.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(_), Some(_)) => Err(Error::usage("no-company", t!("company-none-named"))
                .hint(t!("company-name-one", companies = listed(&names)))),
            (None, _) if play::is_there(&self.paths) => Ok(SANDBOX.to_owned()),
            (None, _) => {
                let error =
                    Error::usage("no-company", t!("company-none")).hint(t!("company-none-hint"));
                Err(match cfg!(feature = "sandbox") {
                    true => error.hint(t!("company-none-play")),
                    false => error,
                })
            }
        }
    }
}
