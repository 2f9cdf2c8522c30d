//! The address of a shared store, as it may stand in a file.
//!
//! It has no password in it: files are read by others.

use serde::{Deserialize, Serialize};

use uniac_texts::t;

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
