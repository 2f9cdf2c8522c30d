//! The key of a server application: from a PEM text, or from the .p12 that the portal gives.
//!
//! A key must never be shown or written; an error says what is wrong with it in general only.

use std::fmt;
use std::sync::Arc;

use p12_keystore::Pkcs12Archive;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

use uniac_system::error::{Error, Kind, Result};
use uniac_system::secret::Secret;

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
            return Err(bad("the PEM key is locked with a password").hint(
                "Give the .p12 with its password instead, or `openssl pkey -in KEY -out NEW`",
            ));
        }
        match PrivateKeyDer::from_pem_slice(pem.expose().as_bytes()) {
            Ok(PrivateKeyDer::Pkcs8(key)) => Key::read(KeyPair::from_pkcs8(key.secret_pkcs8_der())),
            Ok(PrivateKeyDer::Pkcs1(key)) => Key::read(KeyPair::from_der(key.secret_pkcs1_der())),
            Ok(_) => Err(bad("the key is no RSA key")),
            Err(_) => Err(bad("it holds no private key in PEM form")
                .hint("The text begins with `-----BEGIN PRIVATE KEY-----` or `-----BEGIN RSA …`")),
        }
    }

    /// Reads the one private key of a .p12 (PKCS#12) file.
    ///
    /// # Errors
    /// `bad-key`.
    pub fn from_p12(file: &[u8], password: &Secret) -> Result<Key> {
        use p12_keystore::error::Error as Wrong;
        let archive = Pkcs12Archive::from_pkcs12(file, password.expose());
        let archive = archive.map_err(|error| match error {
            Wrong::MacError(_) | Wrong::UnpadError | Wrong::Pkcs5Error(_) => {
                bad("the password of the .p12 file is wrong")
                    .hint("It is the one that the portal gave with the file")
            }
            Wrong::DerError(_) => bad("the file is no .p12 file, or damaged"),
            _ => bad("the .p12 file is locked in a way that is not known here").hint(
                "Turn it into a PEM key: `openssl pkcs12 -in FILE -nocerts -nodes`, then use `key`",
            ),
        })?;
        match archive.keys.as_slice() {
            [bag] => Key::read(KeyPair::from_pkcs8(bag.key.as_der())),
            [] => Err(bad("the .p12 file holds no private key")),
            _ => Err(bad("the .p12 file holds several private keys")),
        }
    }

    fn read(key: std::result::Result<KeyPair, ring::error::KeyRejected>) -> Result<Key> {
        key.map(|key| Key(Arc::new(key))).map_err(|error| {
            bad(&format!("the key cannot be used: {error}"))
                .hint("An RSA key of 2048 to 4096 bits is needed")
        })
    }

    /// Signs with RS256 (RFC 7518, 3.3).
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
        signed.map_err(|_| bad("the key does not sign"))?;
        Ok(signature)
    }
}

fn bad(what: &str) -> Error {
    Error::new(Kind::SignIn, "bad-key", format!("the key of Uni's server application: {what}"))
}
