//! The sign-in of a person: authorization code with PKCE and a loopback redirect (RFC 7636, RFC
//! 8252; the platform's official sample).
//!
//! A code is exchanged only for the sign-in that this process has begun: state, nonce and verifier
//! are random, and are not kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::identity::Identity;
use super::{Person, assertion, claims};
use crate::erp::login::Login;
use crate::http::tokens::Token;
use crate::http::{Context, address};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

/// The sign-in of a person, at work.
pub struct PersonSignIn {
    person: Person,
    identity: Identity,
    context: Context,
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct Started {
    /// The address that the person opens.
    pub address: String,
    /// What must come back with the code.
    pub state: Secret,
    redirect: String,
    nonce: Secret,
    verifier: Secret,
}

impl PersonSignIn {
    /// Returns the sign-in. Nothing is sent yet.
    ///
    /// # Errors
    /// When the issuer is no address for credentials.
    pub fn new(person: Person, context: &Context) -> Result<PersonSignIn> {
        let identity = Identity::new(&person.issuer, context)?;
        Ok(PersonSignIn { person, identity, context: context.clone() })
    }

    /// Begins a sign-in that comes back to `redirect`.
    ///
    /// # Errors
    /// When the identity server cannot be asked where people sign in.
    pub fn begin(&self, redirect: &str) -> Result<Started> {
        let [state, nonce, verifier] = [random_text()?, random_text()?, random_text()?];
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
        let query = address::form(&[
            ("client_id", &self.person.client_id),
            ("redirect_uri", redirect),
            ("response_type", "code"),
            ("prompt", "login"),
            ("scope", &self.person.scope),
            ("state", state.expose()),
            ("nonce", nonce.expose()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let address = format!("{}?{query}", self.identity.authorize()?);
        Ok(Started { address, state, redirect: redirect.to_owned(), nonce, verifier })
    }

    /// Exchanges the code that came back. The sign-in is still to be kept.
    ///
    /// # Errors
    /// `login-failed` when the code is refused or what comes is not what was begun.
    pub fn finish(&self, started: &Started, code: &Secret) -> Result<Login> {
        let person = &self.person;
        let grant = self.identity.token(&person.scope, &mut |_| {
            Ok(vec![
                ("grant_type", Secret::new("authorization_code")),
                ("client_id", Secret::new(&person.client_id)),
                ("code", code.clone()),
                ("redirect_uri", Secret::new(&started.redirect)),
                ("code_verifier", started.verifier.clone()),
            ])
        });
        let grant = grant.map_err(|error| match error.code {
            super::identity::GRANT_REFUSED => failed(t!("uni-code-used")),
            _ => error,
        })?;
        let now = self.context.clock.now();
        let claims = grant.id.as_ref().and_then(|id| claims::read(id.expose()));
        let is_asked = person.scope.split_whitespace().any(|scope| scope == "openid");
        match &claims {
            Some(claims) => claims
                .check(&person.issuer, &person.client_id, started.nonce.expose(), now)
                .map_err(|why| failed(t!("uni-id-token", why = why)))?,
            None if is_asked => return Err(failed(t!("uni-no-id-token"))),
            None => {}
        }
        let refresh = grant
            .refresh
            .ok_or_else(|| failed(t!("uni-no-refresh")).hint(t!("uni-no-refresh-hint")))?;
        let access = grant.access;
        let token = Token::new(System::Identity, access.expose(), grant.expires_in.as_ref(), now)?;
        let who = claims
            .and_then(|claims| claims.subject())
            .or_else(|| claims::read(access.expose()).and_then(|claims| claims.subject()));
        Ok(Login {
            issuer: person.issuer.clone(),
            client_id: person.client_id.clone(),
            refresh,
            access: Some((access, token.ends_at)),
            who,
            since: now,
        })
    }

    /// Tells the identity server that the sign-in is over; returns whether it takes note of that.
    ///
    /// # Errors
    /// When it cannot be told.
    pub fn revoke(&self, login: &Login) -> Result<bool> {
        self.identity.revoke(&login.client_id, &login.refresh)
    }
}

/// Returns 32 random bytes as text (RFC 7636, 4.1).
fn random_text() -> Result<Secret> {
    let bytes: [u8; 32] = assertion::random()?;
    Ok(Secret::new(&URL_SAFE_NO_PAD.encode(bytes)))
}

fn failed(what: String) -> Error {
    Error::new(Kind::SignIn, "login-failed", what).hint(t!("uni-try-again"))
}
