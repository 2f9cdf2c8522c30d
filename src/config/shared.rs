//! Where the shared store is, and its password.
//!
//! The address in a file has no password in it: files are read by others.

use serde::{Deserialize, Serialize};

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::{CompanyConfig, Environment, Fetch};

/// The address of a shared store, as it may stand in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct StoreAddress(String);

impl TryFrom<String> for StoreAddress {
    type Error = String;

    fn try_from(url: String) -> std::result::Result<StoreAddress, String> {
        match has_password(&url) {
            true => Err(t!("store-password-in-file")),
            false => Ok(StoreAddress(url)),
        }
    }
}

impl From<StoreAddress> for String {
    fn from(address: StoreAddress) -> String {
        address.0
    }
}

/// Returns whether a password stands in an address: before the `@`, or among the options.
pub fn has_password(url: &str) -> bool {
    let (place, options) = url.split_once('?').unwrap_or((url, ""));
    let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
    let user = rest.rsplit_once('@').map_or("", |(user, _)| user);
    let is_option = |option: &str| option.to_ascii_lowercase().starts_with("password=");
    user.contains(':') || options.split('&').any(is_option) || rest.contains("password=")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_found() {
        for with in [
            "postgres://kari:hemmelig@db/x",
            "postgres://db/x?user=kari&password=hemmelig",
            "host=db password=hemmelig",
        ] {
            assert!(has_password(with), "{with}");
            let refused = StoreAddress::try_from(with.to_owned()).unwrap_err();
            assert!(!refused.contains("hemmelig"));
        }
        for without in ["postgres://kari@db:5432/x?sslmode=require", "postgres:///x?host=/run"] {
            assert!(!has_password(without), "{without}");
        }
    }
}
