//! What is given out: access tokens, and texts that nobody can guess.
//!
//! Of a secret only its fingerprint is kept.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::jwt;
use super::place::Place;
use crate::world::Turn;

/// How long an access token lives, seconds.
pub(super) const ACCESS_S: i64 = 3600;

/// The name by which the person of the sandbox is known.
pub(super) const PERSON_NAME: &str = "Kari Testbruker";
/// The same person's id.
pub(super) const PERSON_ID: &str = "3f1d6c1e-54b0-4a52-8c4e-0a1b2c3d4e5f";

/// Returns an access token of a client, for a person if there is one.
pub(super) fn access_token(
    turn: &Turn,
    place: &Place,
    scopes: &[String],
    client_id: &str,
    person: Option<&str>,
) -> String {
    let now = turn.now / 1000;
    let is_api = |scope: &String| scope.starts_with("AppFramework");
    let mut audience = vec![format!("{}/resources", place.issuer)];
    if scopes.iter().any(is_api) {
        audience.insert(0, "AppFramework".to_owned());
    }
    let mut claims = json!({
        "iss": place.issuer, "nbf": now, "iat": now, "exp": now + ACCESS_S, "aud": audience,
        "scope": scopes, "client_id": client_id, "jti": secret(), "AppFramework": format!("{}/", place.api),
    });
    if let Some(person) = person {
        claims["sub"] = json!(person);
        claims["name"] = json!(PERSON_NAME);
    }
    jwt::issued("at+jwt", &claims)
}

/// Returns a text that nobody can guess.
pub(super) fn secret() -> String {
    use ring::rand::SecureRandom;
    let mut bytes = [0; 32];
    // Without random numbers it would be guessable, and this is a game.
    let _ = ring::rand::SystemRandom::new().fill(&mut bytes);
    hex(&bytes)
}

/// Returns what is kept of a secret.
pub(super) fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
