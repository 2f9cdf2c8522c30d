//! The clients that are registered in the sandbox's developer portal.
//!
//! The keys here open play money only. They stand in the program as the sandbox's other secrets do:
//! making one would cost every command that serves the sandbox a second.

/// The server application's client id.
pub const SERVER_CLIENT_ID: &str = "0a4d8a52-6c3e-4a61-9f0b-5d2e7c1b8f34";
/// The server application's private key, in PEM form.
pub const SERVER_KEY: &str = include_str!("client.pem");
/// The native application's client id.
pub const PERSON_CLIENT_ID: &str = "d7b1f0c6-2f4a-4d0e-8a75-91c3e6b2a408";

/// The public key of the server application (PKCS#1).
pub(super) const SERVER_PUBLIC_KEY: &[u8] = include_bytes!("client.pub.der");

/// All scopes.
pub(super) const SCOPES: [&str; 7] = [
    "openid",
    "profile",
    "offline_access",
    "AppFramework",
    "Sales.Admin",
    "Administrator",
    "Webhook.Admin",
];

/// Returns the scopes that the server application gets; `None` when it has not all of them.
pub(super) fn server_scopes(asked: &str) -> Option<Vec<String>> {
    allowed(asked, &["AppFramework", "Sales.Admin", "Webhook.Admin"])
}

/// Returns the scopes that the native application gets.
pub(super) fn person_scopes(asked: &str) -> Option<Vec<String>> {
    allowed(asked, &["openid", "profile", "offline_access", "AppFramework", "Sales.Admin"])
}

fn allowed(asked: &str, allowed: &[&str]) -> Option<Vec<String>> {
    let scopes: Vec<String> =
        asked.split(' ').filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let all = scopes.iter().all(|scope| allowed.contains(&scope.as_str()));
    (all && !scopes.is_empty()).then_some(scopes)
}

/// Returns whether the native application has registered this redirect: `http://localhost` with any
/// port (RFC 8252, 7.3) and this path.
pub(super) fn is_registered(redirect: &str) -> bool {
    let rest = redirect.strip_prefix("http://localhost").unwrap_or_default();
    let Some(port) = rest.strip_suffix("/oauth/callback") else { return false };
    port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| {
            port.parse::<u16>().is_ok_and(|number| number.to_string() == port && number > 0)
        })
}
