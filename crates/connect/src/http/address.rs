//! Addresses: which ones credentials may be sent to.
//!
//! What is not encrypted may go to this machine only, whoever names the address: a configuration, a
//! discovery document or a token.

use std::net::IpAddr;

use reqwest::Url;

use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_texts::t;

/// Returns the address as it will be used, refused when credentials must not be sent there.
pub(super) fn base(system: System, base_url: &str) -> Result<Url> {
    let name = system.to_string();
    let bad = |what: String| Error::failed("bad-address", what).hint(t!("address-hint"));
    let base =
        Url::parse(base_url.trim()).map_err(|_| bad(t!("address-no-web", system = &name)))?;
    if !base.username().is_empty() || base.password().is_some() {
        return Err(bad(t!("address-user", system = &name)));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(bad(t!("address-query", system = &name)));
    }
    match base.scheme() {
        "https" => Ok(base),
        "http" if is_loopback(&base) => Ok(base),
        "http" => Err(Error::failed("insecure-address", t!("address-insecure", system = &name))
            .hint(t!("address-insecure-hint"))),
        _ => Err(bad(t!("address-scheme", system = &name))),
    }
}

fn is_loopback(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Returns whether a system at `known` may send us on, with credentials, to `address`.
///
/// A public system may name any public host by `https://`, one on this machine only this machine.
/// Neither may carry a user, a query or a fragment.
pub fn may_lead(known: &str, address: &str) -> bool {
    let (Ok(known), Ok(url)) = (Url::parse(known.trim()), Url::parse(address)) else {
        return false;
    };
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    match (is_loopback(&known), url.scheme()) {
        (true, "http" | "https") => is_plain && url.host_str() == known.host_str(),
        (false, "https") => {
            let host = url.domain().unwrap_or_default();
            is_plain && host.contains('.') && !host.ends_with('.') && !host.ends_with(".localhost")
        }
        _ => false,
    }
}

/// Returns an address as the one of its system, `https://HOST`, and the path there.
pub fn split(address: &str) -> Option<(String, String)> {
    let url = Url::parse(address).ok()?;
    let origin = url.origin();
    origin.is_tuple().then(|| (origin.ascii_serialization(), url.path().to_owned()))
}

/// Returns names and values as a form or a query carries them.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let mut url = Url::parse("https://form.invalid").ok();
    if let Some(url) = &mut url {
        url.query_pairs_mut().extend_pairs(pairs);
    }
    url.and_then(|url| url.query().map(str::to_owned)).unwrap_or_default()
}

/// Returns the decoded path and query of the target of a request.
pub fn target(target: &str) -> Option<(String, Vec<(String, String)>)> {
    let url = Url::parse(&format!("http://localhost{target}")).ok()?;
    let pairs = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned()));
    Some((url.path().to_owned(), pairs.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_follow_only_to_public_hosts_or_stay_on_this_machine() {
        let public = "https://login.unimicro.no";
        let local = "http://127.0.0.1:8080/identity";
        for (known, address, may) in [
            (public, "https://app.unimicro.no/", true),
            (public, "https://dnbregnskap.dnb.no/api", true),
            (public, "http://app.unimicro.no/", false),
            (public, "https://127.0.0.1/", false),
            (public, "https://[::1]/", false),
            (public, "https://localhost/", false),
            (public, "https://intranet/", false),
            (public, "https://a.localhost/", false),
            (public, "https://kari@app.unimicro.no/", false),
            (public, "https://app.unimicro.no/?x=1", false),
            (public, "ftp://app.unimicro.no/", false),
            (public, "app.unimicro.no", false),
            (public, "", false),
            (local, "http://127.0.0.1:9090/uni", true),
            (local, "http://localhost:9090/uni", false),
            (local, "https://app.unimicro.no/", false),
        ] {
            assert_eq!(may_lead(known, address), may, "{known} -> {address}");
        }
    }

    #[test]
    fn an_address_is_split_and_a_form_is_escaped() {
        let split = |text| split(text).map(|(origin, path)| format!("{origin} {path}"));
        assert_eq!(
            split("https://login.unimicro.no/connect/token").as_deref(),
            Some("https://login.unimicro.no /connect/token")
        );
        assert_eq!(split("http://127.0.0.1:80").as_deref(), Some("http://127.0.0.1 /"));
        assert_eq!(split("no address"), None);
        assert_eq!(form(&[("a", "b c&d=æ"), ("e", "")]), "a=b+c%26d%3D%C3%A6&e=");
    }
}
