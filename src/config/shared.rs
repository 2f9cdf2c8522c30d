//! The shared store of a company, with its password from where it comes from.
//!
//! On a command line no password may stand: others see it.

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::company::CompanyConfig;
use super::environment::Environment;
use super::secrets::Fetch;
use super::store_address::has_password;

/// A shared store that is to be used.
pub struct SharedStore {
    /// Its address.
    pub url: String,
    /// Its password, where that does not stand in the address.
    pub password: Option<String>,
}

/// Returns the shared store of a company, if it has one: by the environment, or by the file.
///
/// # Errors
/// When the password cannot be had.
pub fn shared_store(
    environment: Environment,
    company: Option<&CompanyConfig>,
) -> Result<Option<SharedStore>> {
    let configured = company.and_then(|company| company.store.clone()).map(String::from);
    let Some(url) = environment.var("UNIAC_STORE").or(configured) else { return Ok(None) };
    Ok(Some(SharedStore { url, password: password(environment, company)? }))
}

/// Returns a store that is named on the command line, where no password may stand.
///
/// # Errors
/// `bad-store` when one does, or when the password cannot be had.
pub fn named_store(
    environment: Environment,
    company: Option<&CompanyConfig>,
    url: &str,
) -> Result<SharedStore> {
    if has_password(url) {
        return Err(Error::usage("bad-store", t!("store-password-in-file"))
            .hint(t!("store-password-in-file-hint")));
    }
    Ok(SharedStore { url: url.to_owned(), password: password(environment, company)? })
}

fn password(environment: Environment, company: Option<&CompanyConfig>) -> Result<Option<String>> {
    if let Some(password) = environment.var("UNIAC_STORE_PASSWORD") {
        return Ok(Some(password));
    }
    let source = company.and_then(|company| company.store_password.as_ref());
    source.map(|source| Ok(source.fetch(environment)?.expose().to_owned())).transpose()
}
