//! The sign-in of a person, kept between runs: what is kept, and who keeps it.
//!
//! A refresh token may be good for one use only, so what a renewal gave must be on the disk before
//! it is used, and two processes must never renew at once.

use jiff::Timestamp;

use uniac_system::error::Result;
use uniac_system::secret::Secret;

/// What is kept of a person's sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The identity server that gave it.
    pub issuer: String,
    /// The client it was given to.
    pub client_id: String,
    /// Renews the access token; often good for one use.
    pub refresh: Secret,
    /// The access token and the moment from which it is no longer used.
    pub access: Option<(Secret, Timestamp)>,
    /// Who signed in, as the identity server names the person.
    pub who: Option<String>,
    /// When the person signed in.
    pub since: Timestamp,
}

/// Keeps the sign-in of one company's person.
pub trait Logins: Send + Sync {
    /// Returns what is kept.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self) -> Result<Option<Login>>;

    /// Lets `renew` turn what is kept into what is kept from then on (`None`: as it is), and no other
    /// process do so meanwhile. It is on the disk before this returns.
    ///
    /// # Errors
    /// All of `renew`, and when it cannot be written: before `renew` is asked, if that can be known.
    fn renew(&self, renew: &mut dyn FnMut(Option<Login>) -> Result<Option<Login>>) -> Result<()>;

    /// Forgets what is kept.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn forget(&self) -> Result<()>;
}
