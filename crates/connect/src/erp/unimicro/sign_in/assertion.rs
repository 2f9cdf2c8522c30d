//! The assertion with which a server application proves who it is (guide, authentication/server).
//!
//! Each may be used once and lives for a minute, so it is made where it is sent and never kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;

use super::key::Key;
use uniac_system::error::{Error, Result};
use uniac_system::secret::Secret;
use uniac_texts::t;

/// The `client_assertion_type` of a JWT (RFC 7523).
pub(super) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long it lives, seconds: what the guide says.
const LIFETIME_S: i64 = 60;

/// The header. One client adds its certificate as `x5c`; the guide names nothing more.
const HEADER: &str = r#"{"alg":"RS256","typ":"JWT"}"#;

/// The payload, exactly as the guide has it.
#[derive(Serialize)]
struct Payload<'a> {
    jti: &'a str,
    sub: &'a str,
    iss: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
    aud: &'a str,
}

/// Returns a new assertion for the token endpoint `audience`.
pub(super) fn signed(key: &Key, client_id: &str, audience: &str, now: Timestamp) -> Result<Secret> {
    let jti = uuid::Builder::from_random_bytes(random()?).into_uuid().to_string();
    let now = now.as_second();
    let payload = Payload {
        jti: &jti,
        sub: client_id,
        iss: client_id,
        iat: now,
        nbf: now,
        exp: now + LIFETIME_S,
        aud: audience,
    };
    let payload = serde_json::to_string(&payload)
        .map_err(|error| Error::defect(format!("an assertion cannot be written: {error}")))?;
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes())?);
    Ok(Secret::new(&format!("{text}.{signature}")))
}

/// Returns random bytes that nobody can foresee.
pub(super) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::failed("no-random", t!("uni-no-random")))?;
    Ok(bytes)
}
