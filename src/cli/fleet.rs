//! Several companies in one run: which are meant.

use std::collections::BTreeSet;

use crate::config::{Config, SANDBOX, matches};
use uniac_system::error::{Error, Result};

/// Returns the companies that fit the names and patterns, each once, in their order.
///
/// # Errors
/// `unknown-company` when one of them fits nothing: a typing error must not do less than was meant.
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
            let message = format!("no company fits `{pattern}`");
            return Err(
                Error::usage("unknown-company", message).hint("`uniac company list` lists all")
            );
        }
        meant.extend(fitting.into_iter().cloned());
    }
    Ok(meant.into_iter().collect())
}
