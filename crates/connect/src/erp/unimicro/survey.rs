//! What can be seen of the sign-in and its rights, and of the fields of real orders: for `doctor`.
//!
//! It only reads. Of orders only texts are handed over, to be counted and never shown.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Unimicro;
use super::setup::BIZ;
use crate::erp::ErpSurvey;
use crate::http::Request;
use crate::http::wire::cleaned;
use uniac_core::finding::Finding;
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_texts::t;

/// How long a token must still live not to be pointed out: longer than a large pass.
const TOKEN_SHORT_MINUTES: i64 = 10;

/// The longest text of an order that can be a shop's number with what stands before it.
const REFERENCE_LENGTH_MAX: usize = 64;

/// The answer of `users?action=current-session`, as far as it is read.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Session {
    #[serde(rename = "ID")]
    id: Option<i64>,
    display_name: Option<String>,
    user_name: Option<String>,
}

impl ErpSurvey for Unimicro {
    fn check(&self) -> Result<String> {
        let session = Request::get(format!("{BIZ}/users")).query("action", "current-session");
        self.get(session)?.accepted(System::Uni)?;
        let companies = self.platform.companies()?;
        let key = self.setup.company_key.trim();
        match companies.into_iter().find(|company| company.key.eq_ignore_ascii_case(key)) {
            Some(company) => Ok(company.name),
            None => Err(Error::failed("company-not-found", t!("uni-not-this-company"))
                .hint(t!("uni-check-key"))
                .hint(t!("uni-activate"))),
        }
    }

    fn companies(&self) -> Result<Vec<(String, String)>> {
        let companies = self.platform.companies()?;
        Ok(companies.into_iter().map(|company| (company.key, company.name)).collect())
    }

    /// Returns who is signed in and until when, and whether the documents can be read.
    fn survey(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        findings.extend(self.identity());
        findings.extend(self.addresses());
        findings.push(self.reading());
        findings
    }

    /// Returns the texts of the newest orders, custom fields under `CustomValues.NAME`.
    fn order_texts(&self, limit: u32) -> Result<Vec<Vec<(String, String)>>> {
        let request = Request::get(format!("{BIZ}/orders"))
            .query("orderby", "ID desc")
            .query("top", limit.to_string())
            .query("expand", "CustomValues");
        let rows: Vec<Value> = self.get(request)?.read_as(System::Uni)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(rows.iter().take(limit).map(texts).collect())
    }
}

impl Unimicro {
    fn identity(&self) -> Option<Finding> {
        let request = Request::get(format!("{BIZ}/users")).query("action", "current-session");
        let session: Session = self.get(request).ok()?.read_as(System::Uni).ok()?;
        let name = session.display_name.or(session.user_name).unwrap_or_default();
        let who = cleaned(&name, 80);
        let user = session.id.map_or_else(String::new, |id| id.to_string());
        let signed_in = self.platform.signed_in().ok()?;
        let now = self.platform.clock().now();
        let finding = match signed_in.valid_until {
            None => Finding::unverified(
                "identity",
                t!("uni-signed-in", user = who),
                t!("uni-short-lived"),
            ),
            Some(at) if at.duration_since(now).as_mins() < TOKEN_SHORT_MINUTES => Finding::warning(
                "identity",
                t!("uni-signed-in-until", user = who, until = format!("{at:.0}")),
                t!("uni-let-sign-in"),
            ),
            Some(at) => Finding::ok(
                "identity",
                t!("uni-signed-in-until", user = who, until = format!("{at:.0}")),
            ),
        };
        let finding = finding.mark("platform", signed_in.api);
        Some(finding.mark("user", user))
    }

    /// Compares the addresses that the platform names with those that are used. One that names none
    /// has nothing to be compared with.
    fn addresses(&self) -> Option<Finding> {
        let named = self.platform.endpoints().ok()?;
        let api = self.platform.signed_in().ok()?.api;
        Some(compared(&named, &api, self.platform.issuer()))
    }

    /// Reads one order and one invoice. Whether payments may be booked cannot be asked.
    fn reading(&self) -> Finding {
        let refused = ["orders", "invoices"].into_iter().find_map(|route| {
            let request = Request::get(format!("{BIZ}/{route}")).query("top", "1");
            let read = self.get(request).and_then(|answer| answer.accepted(System::Uni));
            read.err().map(|error| t!("uni-route-unread", route = route, error = error.to_string()))
        });
        match refused {
            None => Finding::ok("rights", t!("uni-may-read")),
            Some(what) => Finding::warning("rights", what, t!("uni-let-read")),
        }
    }
}

fn compared(named: &BTreeMap<String, String>, api: &str, issuer: Option<&str>) -> Finding {
    let plain = |address: &str| address.trim().trim_end_matches('/').to_ascii_lowercase();
    let used = [("AppFramework", "base_url", Some(api)), ("Identity", "sign_in.issuer", issuer)];
    let other = used.into_iter().find_map(|(name, key, used)| {
        let (named, used) = (named.get(name)?, used?);
        (plain(named) != plain(used)).then(|| (name, key, cleaned(named, 120), used))
    });
    match other {
        None => Finding::ok("addresses", t!("uni-addresses")),
        Some((name, key, named, used)) => Finding::warning(
            "addresses",
            t!("uni-other-address", named = named, name = name, used = used),
            t!("uni-set-address", key = key),
        ),
    }
}

/// Returns the texts of an order that could carry a reference.
fn texts(order: &Value) -> Vec<(String, String)> {
    let own = order.as_object().into_iter().flatten();
    let custom = order["CustomValues"].as_object().into_iter().flatten();
    let own = own.map(|(name, value)| (name.clone(), value));
    let custom = custom.map(|(name, value)| (format!("CustomValues.{name}"), value));
    let text = |(name, value): (String, &Value)| {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            // Only a company's own field: the ids and sums of Uni are numbers as well.
            Value::Number(number) if name.starts_with("CustomValues.") => number.to_string(),
            _ => return None,
        };
        let fits = !text.is_empty() && text.len() <= REFERENCE_LENGTH_MAX;
        fits.then_some((name, text))
    };
    own.chain(custom).filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_addresses_of_another_platform_are_pointed_out() {
        let named = |api: &str, identity: &str| {
            BTreeMap::from([
                ("AppFramework".to_owned(), api.to_owned()),
                ("Identity".to_owned(), identity.to_owned()),
            ])
        };
        let compared = |named: &BTreeMap<String, String>, issuer| {
            let finding = compared(named, "https://app.unimicro.no", issuer);
            (finding.verdict.name(), finding.found, finding.remedy.unwrap_or_default())
        };
        let own = named("https://App.unimicro.no/", "https://login.unimicro.no");
        for issuer in [None, Some("https://login.unimicro.no/")] {
            assert_eq!(compared(&own, issuer).0, "ok", "{issuer:?}");
        }
        assert_eq!(compared(&BTreeMap::new(), Some("https://login.unimicro.no")).0, "ok");
        let (verdict, found, remedy) = compared(&own, Some("https://test-login.unimicro.no"));
        assert_eq!(verdict, "warning");
        assert!(found.contains("names `https://login.unimicro.no` as its Identity"), "{found}");
        assert!(remedy.contains("`sign_in.issuer`"), "{remedy}");
        let other = named("https://dnbregnskap.dnb.no/", "https://login.dnbregnskap.dnb.no");
        let (verdict, found, remedy) = compared(&other, None);
        assert_eq!(verdict, "warning");
        assert!(found.contains("as its AppFramework") && remedy.contains("`base_url`"), "{found}");
    }

    #[test]
    fn only_what_can_carry_a_reference_is_handed_over() {
        let order = json!({
            "ID": 7, "OrderNumber": 1001, "YourReference": " WEB-5001 ", "Comment": "",
            "InternalNote": "x".repeat(65), "Requisition": null,
            "CustomValues": {"ShopOrder": 5001, "Name": "n"},
        });
        let texts = texts(&order);
        let mut names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["CustomValues.Name", "CustomValues.ShopOrder", "YourReference"]);
        assert!(texts.contains(&("YourReference".to_owned(), "WEB-5001".to_owned())));
        assert!(texts.contains(&("CustomValues.ShopOrder".to_owned(), "5001".to_owned())));
    }
}
