//! The key of a server application from the .p12 (PKCS#12) file that the portal gives.
//!
//! Without the feature `p12` nothing is read, and the error says how to make a PEM file of it.

use uniac_system::error::Result;
use uniac_system::secret::Secret;
use uniac_texts::t;

use super::key::{Key, bad};

impl Key {
    /// Reads the one private key of a .p12 file.
    ///
    /// # Errors
    /// `bad-key`.
    #[cfg(feature = "p12")]
    pub fn from_p12(file: &[u8], password: &Secret) -> Result<Key> {
        use p12_keystore::Pkcs12Archive;
        use p12_keystore::error::Error as Wrong;
        use ring::rsa::KeyPair;

        let archive = Pkcs12Archive::from_pkcs12(file, password.expose());
        let archive = archive.map_err(|error| match error {
            Wrong::MacError(_) | Wrong::UnpadError | Wrong::Pkcs5Error(_) => {
                bad(t!("uni-key-password")).hint(t!("uni-key-password-hint"))
            }
            Wrong::DerError(_) => bad(t!("uni-key-no-p12")),
            _ => bad(t!("uni-key-unknown-lock")).hint(t!("uni-key-convert")),
        })?;
        match archive.keys.as_slice() {
            [bag] => Key::read(KeyPair::from_pkcs8(bag.key.as_der())),
            [] => Err(bad(t!("uni-key-empty-p12"))),
            _ => Err(bad(t!("uni-key-several"))),
        }
    }

    /// Refuses: this build was made without the feature `p12`.
    ///
    /// # Errors
    /// `bad-key`, always.
    #[cfg(not(feature = "p12"))]
    pub fn from_p12(_file: &[u8], _password: &Secret) -> Result<Key> {
        Err(bad(t!("uni-key-p12-left-out")).hint(t!("uni-key-convert")))
    }
}
