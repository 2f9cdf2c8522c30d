//! Which company a command is about, and which ones fit a name.
//!
//! The sandbox is meant by itself only while no company is configured: a runner that lost its configuration must not succeed on
//! play money.

use std::collections::BTreeSet;

use crate::config::{Config, SANDBOX, listed, matches};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::base::Base;
use super::play;

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
            several => match fitting(&self.config, several)?.as_slice() {
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

/// Returns the companies that fit the names and patterns, each once, in their order.
///
/// # Errors
/// `unknown-company` when one of them fits nothing.
pub fn fitting(config: &Config, patterns: &[String]) -> Result<Vec<String>> {
    let names = config.names();
    let mut meant = BTreeSet::new();
    for pattern in patterns {
        if !pattern.contains('*') {
            if pattern != SANDBOX && !names.contains(pattern) {
                config.company(pattern)?;
            }
            meant.insert(pattern.clone());
            continue;
        }
        let fitting: Vec<&String> = names.iter().filter(|name| matches(pattern, name)).collect();
        if fitting.is_empty() {
            let message = t!("fleet-fits-nothing", pattern = pattern.clone());
            return Err(Error::usage("unknown-company", message).hint(t!("fleet-hint-list")));
        }
        meant.extend(fitting.into_iter().cloned());
    }
    Ok(meant.into_iter().collect())
}
