//! Signed tokens: those the identity server makes, and those a client proves itself with.
//!
//! Only RS256, only the registered keys. Whatever is not exactly that is no token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};

use super::clients::SERVER_PUBLIC_KEY;

/// The identity server's own key (PKCS#8), and its public half (PKCS#1).
const KEY: &[u8] = include_bytes!("server.der");
const PUBLIC_KEY: &[u8] = include_bytes!("server.pub.der");

/// The name of the key in tokens.
const KEY_ID: &str = "9C1F0B7E4D52A8630F1E2D3C4B5A6978";

#[expect(clippy::expect_used, reason = "a key that is part of the program")]
fn key() -> RsaKeyPair {
    RsaKeyPair::from_pkcs8(KEY).expect("the sandbox's own key is one")
}

/// Returns a token of the identity server.
#[expect(clippy::expect_used, reason = "a key that is part of the program")]
pub(super) fn issued(kind: &str, claims: &Value) -> String {
    let header = json!({ "alg": "RS256", "kid": KEY_ID, "typ": kind });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(claims));
    let key = key();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .expect("the sandbox's own key signs");
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Returns the claims of a token that the identity server made.
pub(super) fn own(token: &str) -> Option<Value> {
    verified(token, PUBLIC_KEY)
}

/// Returns the claims of an assertion that the server application made.
pub(super) fn by_client(token: &str) -> Option<Value> {
    verified(token, SERVER_PUBLIC_KEY)
}

fn verified(token: &str, public_key: &[u8]) -> Option<Value> {
    let (text, signature) = token.rsplit_once('.')?;
    let (header, payload) = text.split_once('.')?;
    let part = |part: &str| -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
    };
    if part(header)?["alg"] != "RS256" {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public_key)
        .verify(text.as_bytes(), &signature)
        .ok()?;
    part(payload).filter(Value::is_object)
}

/// Returns the key set that the discovery document names.
pub(super) fn keys() -> Value {
    let parts: PublicKeyComponents<Vec<u8>> = key().public().into();
    json!({ "keys": [{
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID,
        "n": URL_SAFE_NO_PAD.encode(parts.n),
        "e": URL_SAFE_NO_PAD.encode(parts.e),
    }] })
}
