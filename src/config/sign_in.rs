//! How a company signs in to Uni: what the configuration may say of it.
//!
//! Exactly one way may stand there; with two, nobody could say which one was meant.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use uniac_system::secret::SecretSource;
use uniac_texts::t;

/// A sign-in, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SignInConfig {
    /// A server application, for unattended runs.
    Server {
        /// The identity server, for instance `https://login.unimicro.no`.
        issuer: String,
        /// The client's id.
        client_id: String,
        /// What is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
        /// The .p12 file that the portal gave; instead of `key`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p12: Option<PathBuf>,
        /// Its password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p12_password: Option<SecretSource>,
        /// The private key in PEM form; instead of `p12`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<SecretSource>,
    },
    /// A person, by `uniac login`.
    Person {
        /// The identity server.
        issuer: String,
        /// The client's id.
        client_id: String,
        /// What is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
    },
}

impl SignInConfig {
    /// Returns the word of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            SignInConfig::Server { .. } => "server",
            SignInConfig::Person { .. } => "person",
        }
    }

    /// Returns the identity server.
    pub fn issuer(&self) -> &str {
        match self {
            SignInConfig::Server { issuer, .. } | SignInConfig::Person { issuer, .. } => issuer,
        }
    }

    /// Returns the secrets by what they are for.
    pub fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        match self {
            SignInConfig::Server { key, p12_password, .. } => {
                let named = [("key", key), ("p12_password", p12_password)];
                named
                    .into_iter()
                    .filter_map(|(name, source)| Some((name, source.as_ref()?)))
                    .collect()
            }
            SignInConfig::Person { .. } => Vec::new(),
        }
    }
}

/// Checks that exactly one way to sign in is told.
///
/// # Errors
/// What is missing or too much, in words.
pub(super) fn check(
    token: Option<&SecretSource>,
    sign_in: Option<&SignInConfig>,
) -> Result<(), String> {
    match (token, sign_in) {
        (None, None) => Err(t!("config-no-sign-in")),
        (Some(_), Some(_)) => Err(t!("config-either-token")),
        (None, Some(SignInConfig::Server { key, p12, p12_password, .. })) => {
            match (key, p12, p12_password) {
                (None, None, _) => Err(t!("config-key-missing")),
                (Some(_), Some(_), _) => Err(t!("config-either-key")),
                (Some(_), None, Some(_)) => Err(t!("config-password-of-p12")),
                (None, Some(_), None) => Err(t!("config-p12-password")),
                (Some(_), None, None) | (None, Some(_), Some(_)) => Ok(()),
            }
        }
        (Some(_), None) | (None, Some(SignInConfig::Person { .. })) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::UniConfig;

    fn told(sign_in: &str) -> String {
        let text =
            format!("base_url = \"https://app.unimicro.no\"\ncompany_key = \"k\"\n{sign_in}");
        let uni: UniConfig = match toml::from_str(&text) {
            Ok(uni) => uni,
            Err(error) => return error.message().to_owned(),
        };
        // What is written is what was read.
        let again: UniConfig = toml::from_str(&toml::to_string_pretty(&uni).unwrap()).unwrap();
        assert_eq!(again.sign_in, uni.sign_in);
        check(uni.token.as_ref(), uni.sign_in.as_ref()).err().unwrap_or_else(|| "right".to_owned())
    }

    #[test]
    fn exactly_one_way_is_told() {
        let server = "[sign_in]\nkind = \"server\"\nissuer = \"https://i\"\nclient_id = \"c\"\n";
        for (rest, expected) in [
            ("token = { env = \"T\" }", "right"),
            ("", "how to sign in is missing"),
            (&format!("token = {{ env = \"T\" }}\n{server}key = {{ env = \"K\" }}"), "exclude"),
            (&format!("{server}key = {{ env = \"K\" }}"), "right"),
            (&format!("{server}p12 = \"f\"\np12_password = {{ env = \"P\" }}"), "right"),
            (server, "the key is missing"),
            (&format!("{server}p12 = \"f\""), "needs `p12_password`"),
            (&format!("{server}key = {{ env = \"K\" }}\np12 = \"f\""), "exclude"),
            (
                &format!("{server}key = {{ env = \"K\" }}\np12_password = {{ env = \"P\" }}"),
                "belongs to `p12`",
            ),
            (&format!("{server}kee = {{ env = \"K\" }}"), "unknown field `kee`"),
            (&server.replace("server", "person"), "right"),
            (&server.replace("server", "persona"), "unknown variant `persona`"),
            (&server.replace("client_id", "client"), "unknown field `client`"),
        ] {
            let told = told(rest);
            assert!(told.contains(expected), "{rest}\n{told}");
        }
    }
}
