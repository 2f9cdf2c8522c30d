//! Which companies are meant: all, those of a group, those whose names fit.
//!
//! A name or group that fits nothing is an error: a typing error must not do less than was meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::SANDBOX;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::args::FleetArgs;
use crate::cli::session::naming::fitting;
use crate::cli::session::{Base, play};

/// The companies that are meant; of those that cannot be read, what is wrong.
pub type Meant = BTreeMap<String, Option<Error>>;

/// Returns the companies that are meant.
///
/// # Errors
/// `no-company`, `unknown-company` and `unknown-group`.
pub fn meant(args: &FleetArgs, base: &Base) -> Result<Meant> {
    let mut all = base.config.all();
    if all.is_empty() && args.group.is_empty() && play::is_there(&base.paths) {
        return Ok(Meant::from([(SANDBOX.to_owned(), None)]));
    }
    let named = base.named();
    let mut meant: BTreeSet<String> = BTreeSet::new();
    if args.all || (args.group.is_empty() && named.is_empty()) {
        meant.extend(all.keys().cloned());
    }
    if !named.is_empty() && !args.all {
        meant.extend(fitting(&base.config, &named)?);
    }
    for group in &args.group {
        let mut is_known = false;
        for (name, read) in &all {
            match read {
                Ok(read) if read.company.groups.contains(group) => {
                    is_known = true;
                    meant.insert(name.clone());
                }
                Ok(_) => {}
                // Nobody knows its groups; it must not be left out in silence.
                Err(_) => drop(meant.insert(name.clone())),
            }
        }
        if !is_known {
            let message = t!("fleet-unknown-group", group = group.clone());
            return Err(Error::usage("unknown-company", message).hint(t!("fleet-hint-list")));
        }
    }
    if meant.is_empty() {
        return Err(base
            .company_name()
            .err()
            .unwrap_or_else(|| Error::usage("no-company", t!("fleet-nobody"))));
    }
    let fault = |name: &String| all.remove(name).and_then(Result::err);
    let mut fault = fault;
    Ok(meant
        .into_iter()
        .map(|name| {
            let wrong = fault(&name);
            (name, wrong)
        })
        .collect())
}
