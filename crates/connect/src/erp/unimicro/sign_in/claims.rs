//! What a token says of itself.
//!
//! Nothing of it is a proof: a token is trusted because the identity server itself handed it over.
//! What it says may choose a public `https://` address, and nothing more.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::http::address;
use crate::http::wire::cleaned;
use uniac_texts::t;

/// How far the clocks may differ, seconds.
const SKEW_S: i64 = 300;

/// The claims that are known. Any of them may be missing.
#[derive(Deserialize, Default)]
pub(super) struct Claims {
    #[serde(rename = "AppFramework", default)]
    app_framework: Value,
    #[serde(default)]
    iss: Value,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    azp: Value,
    #[serde(default)]
    exp: Value,
    #[serde(default)]
    nonce: Value,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    preferred_username: Value,
    #[serde(default)]
    email: Value,
    #[serde(default)]
    client_id: Value,
}

/// Reads the claims of a JWT; `None` when it is none.
pub(super) fn read(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&payload).ok()
}

impl Claims {
    /// Returns the address that the claim `AppFramework` names, if a token may be sent there.
    pub(super) fn base(&self, issuer: &str) -> Option<String> {
        let base = self.app_framework.as_str()?;
        address::may_lead(issuer, base).then(|| base.trim_end_matches('/').to_owned())
    }

    /// Returns who signed in, to be shown.
    pub(super) fn subject(&self) -> Option<String> {
        [&self.name, &self.preferred_username, &self.email, &self.client_id]
            .into_iter()
            .find_map(Value::as_str)
            .map(|name| cleaned(name, 80))
    }

    /// Checks an id token against what was asked for (OpenID Connect Core, 3.1.3.7). Its signature
    /// need not be checked, because it came from the identity server itself.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub(super) fn check(
        &self,
        issuer: &str,
        client_id: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<(), String> {
        let (audience, is_for_several) = match &self.aud {
            Value::Array(all) => (all.iter().any(|one| one == client_id), all.len() > 1),
            one => (one == client_id, false),
        };
        // Who asked for it; of a token for several it must stand there.
        let asked = self.azp == client_id || self.azp.is_null() && !is_for_several;
        let issued = self.iss.as_str().unwrap_or_default();
        if issued.trim_end_matches('/') != issuer.trim_end_matches('/') {
            Err(t!("uni-token-issuer"))
        } else if !audience || !asked {
            Err(t!("uni-token-application"))
        } else if self.nonce != nonce {
            Err(t!("uni-token-sign-in"))
        } else if self.exp.as_i64().is_none_or(|exp| exp.saturating_add(SKEW_S) < now.as_second()) {
            Err(t!("uni-token-ended"))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(change: Value) -> Result<(), String> {
        let mut claims =
            json!({"iss": "https://login.example/", "aud": "us", "nonce": "n", "exp": 1000});
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let claims: Claims = serde_json::from_value(claims).unwrap();
        claims.check("https://login.example", "us", "n", Timestamp::from_second(1000).unwrap())
    }

    #[test]
    fn a_token_is_ours_only_when_we_have_asked_for_it() {
        for (change, is_ours) in [
            (json!({}), true),
            (json!({"aud": ["us"]}), true),
            (json!({"aud": ["us"], "azp": "us"}), true),
            (json!({"aud": ["them", "us"], "azp": "us"}), true),
            (json!({"aud": ["them", "us"]}), false),
            (json!({"aud": "us", "azp": "them"}), false),
            (json!({"aud": "them", "azp": "us"}), false),
        ] {
            assert_eq!(check(change.clone()).is_ok(), is_ours, "{change}");
        }
    }

    #[test]
    fn a_token_ends_when_no_clock_can_still_take_it_for_good() {
        for (exp, is_good) in [
            (json!(1000 - SKEW_S), true),
            (json!(1000 - SKEW_S - 1), false),
            (json!(i64::MAX), true),
            (json!("1000"), false),
            (json!(null), false),
        ] {
            assert_eq!(check(json!({"exp": exp})).is_ok(), is_good, "{exp}");
        }
    }
}
