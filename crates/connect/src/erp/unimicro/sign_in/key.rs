//! The key of a server application, from a PEM text; [`super::p12`] reads the .p12 that the portal gives.
//!
//! A key must never be shown or written; an error says what is wrong with it in general only.

use std::fmt;
use std::sync::Arc;

use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

use uniac_system::error::{Error, Kind, Result};
use uniac_system::secret::Secret;
use uniac_texts::t;

/// A private RSA key that signs.
#[derive(Clone)]
pub struct Key(Arc<KeyPair>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Reads a PEM text: PKCS#8 (`PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`).
    ///
    /// # Errors
    /// `bad-key`.
    pub fn from_pem(pem: &Secret) -> Result<Key> {
        if pem.expose().contains("ENCRYPTED") {
            return Err(bad(t!("uni-key-locked")).hint(t!("uni-key-locked-hint")));
        }
        match PrivateKeyDer::from_pem_slice(pem.expose().as_bytes()) {
            Ok(PrivateKeyDer::Pkcs8(key)) => Key::read(KeyPair::from_pkcs8(key.secret_pkcs8_der())),
            Ok(PrivateKeyDer::Pkcs1(key)) => Key::read(KeyPair::from_der(key.secret_pkcs1_der())),
            Ok(_) => Err(bad(t!("uni-key-no-rsa"))),
            Err(_) => Err(bad(t!("uni-key-no-pem")).hint(t!("uni-key-no-pem-hint"))),
        }
    }

    pub(super) fn read(key: std::result::Result<KeyPair, ring::error::KeyRejected>) -> Result<Key> {
        key.map(|key| Key(Arc::new(key))).map_err(|error| {
            bad(t!("uni-key-unusable", error = error.to_string())).hint(t!("uni-key-size"))
        })
    }

    /// Signs with RS256 (RFC 7518, 3.3).
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
        signed.map_err(|_| bad(t!("uni-key-mute")))?;
        Ok(signature)
    }
}

pub(super) fn bad(what: String) -> Error {
    Error::new(Kind::SignIn, "bad-key", what)
}
