//! Signing in to Uni: a ready token, a server application, or a person (reference, "Sign-in").
//!
//! A key, an assertion, a code or a token must never stand in a message, a log or an address, and a
//! token never goes where credentials must not be sent, not even when the token itself says so.

mod assertion;
mod claims;
mod identity;
mod key;
mod p12;
mod person;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::erp::login::{Login, Logins};
use crate::http::Context;
use crate::http::tokens::Token;
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;

use identity::{Grant, Identity};
use uniac_texts::t;

pub use key::Key;
pub use person::{PersonSignIn, Started};

/// The scope that a server application asks for when nothing else is said (guide,
/// authentication/server). Which ones orders and invoices need is not published.
pub const SERVER_SCOPE: &str = "AppFramework";

/// The scopes that a person's sign-in asks for when nothing else is said (guide,
/// authentication/auth-code).
pub const PERSON_SCOPE: &str = "AppFramework profile openid offline_access";

/// How a company signs in.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// A ready access token.
    Token(Secret),
    /// As a server application.
    Server(Server),
    /// As a person who has signed in before.
    Person(Person),
}

/// A server application of the platform.
#[derive(Debug, Clone)]
pub struct Server {
    /// The identity server, for instance `https://login.unimicro.no`.
    pub issuer: String,
    /// The client's id.
    pub client_id: String,
    /// The key of the client's certificate.
    pub key: Key,
    /// What is asked for, for instance [`SERVER_SCOPE`].
    pub scope: String,
}

/// A native application, used by a person.
#[derive(Clone)]
pub struct Person {
    /// The identity server.
    pub issuer: String,
    /// The client's id.
    pub client_id: String,
    /// What is asked for, for instance [`PERSON_SCOPE`].
    pub scope: String,
    /// Keeps the sign-in.
    pub logins: Arc<dyn Logins>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A sign-in at work: it fetches tokens.
pub(super) struct Access {
    sign_in: SignIn,
    identity: Option<Identity>,
    /// The access token that was handed out last; when one is asked for again, it was no good.
    handed_out: Mutex<Option<Secret>>,
}

impl Access {
    /// Returns the sign-in at work. Nothing is sent yet.
    pub(super) fn new(sign_in: SignIn, context: &Context) -> Result<Access> {
        let mut access = Access { sign_in, identity: None, handed_out: Mutex::default() };
        let identity = access.issuer().map(|issuer| Identity::new(issuer, context));
        access.identity = identity.transpose()?;
        Ok(access)
    }

    /// Returns the configured identity server; none with a ready token.
    pub(super) fn issuer(&self) -> Option<&str> {
        match &self.sign_in {
            SignIn::Token(_) => None,
            SignIn::Server(server) => Some(&server.issuer),
            SignIn::Person(person) => Some(&person.issuer),
        }
    }

    /// Returns whether there can be another token than the last one.
    pub(super) fn renews(&self) -> bool {
        self.identity.is_some()
    }

    /// Fetches a token.
    pub(super) fn fetch(&self, clock: &Clock) -> Result<Token> {
        let (token, issuer) = match (&self.sign_in, &self.identity) {
            (SignIn::Token(token), _) => return Ok(Token::ready(token)),
            (SignIn::Server(server), Some(identity)) => {
                let grant = server.grant(identity, clock).map_err(identity::of_client)?;
                let expires_in = grant.expires_in.as_ref();
                let access = grant.access.expose();
                (Token::new(System::Identity, access, expires_in, clock.now())?, &server.issuer)
            }
            (SignIn::Person(person), Some(identity)) => {
                (self.renewed(person, identity, clock)?, &person.issuer)
            }
            (_, None) => return Err(Error::defect("a sign-in without its identity server")),
        };
        let base = claims::read(access_of(&token)).and_then(|claims| claims.base(issuer));
        Ok(Token { base, ..token })
    }

    /// Returns the kept access token, or another one when it has ended or was no good.
    fn renewed(&self, person: &Person, identity: &Identity, clock: &Clock) -> Result<Token> {
        let mut handed_out = self.handed_out.lock().unwrap_or_else(PoisonError::into_inner);
        let usable = |login: &Login| {
            let access = login.access.clone();
            access.filter(|(access, ends_at)| {
                clock.now() < *ends_at && handed_out.as_ref() != Some(access)
            })
        };
        let mut found = usable(&person.own(person.logins.read()?)?);
        if found.is_none() {
            person.logins.renew(&mut |kept| {
                let login = person.own(kept)?;
                // Another process may have renewed it meanwhile.
                found = usable(&login);
                if found.is_some() {
                    return Ok(None);
                }
                let login = person.refreshed(login, identity, clock)?;
                found.clone_from(&login.access);
                Ok(Some(login))
            })?;
        }
        let Some((access, ends_at)) = found else {
            return Err(Error::defect("a renewal without an access token"));
        };
        *handed_out = Some(access.clone());
        Ok(Token { ends_at, ..Token::ready(&access) })
    }
}

impl Server {
    /// Fetches a token with an assertion that is new each time it is sent.
    fn grant(&self, identity: &Identity, clock: &Clock) -> Result<Grant> {
        identity.token(&self.scope, &mut |audience| {
            let assertion = assertion::signed(&self.key, &self.client_id, audience, clock.now())?;
            Ok(vec![
                ("grant_type", Secret::new("client_credentials")),
                ("scope", Secret::new(&self.scope)),
                ("client_id", Secret::new(&self.client_id)),
                ("client_assertion_type", Secret::new(assertion::TYPE)),
                ("client_assertion", assertion),
            ])
        })
    }
}

impl Person {
    /// Returns the kept sign-in, if it is this client's.
    fn own(&self, kept: Option<Login>) -> Result<Login> {
        let own = |login: &Login| login.issuer == self.issuer && login.client_id == self.client_id;
        kept.filter(own).ok_or_else(|| login_needed(t!("uni-nobody-signed-in")))
    }

    /// Renews the access token.
    fn refreshed(&self, login: Login, identity: &Identity, clock: &Clock) -> Result<Login> {
        let grant = identity.token(&self.scope, &mut |_| {
            Ok(vec![
                ("grant_type", Secret::new("refresh_token")),
                ("client_id", Secret::new(&self.client_id)),
                ("refresh_token", login.refresh.clone()),
            ])
        });
        let grant = grant.map_err(|error| match error.code {
            identity::GRANT_REFUSED => login_needed(t!("uni-sign-in-ended")),
            _ => error,
        })?;
        let expires_in = grant.expires_in.as_ref();
        let token = Token::new(System::Identity, grant.access.expose(), expires_in, clock.now())?;
        Ok(Login {
            refresh: grant.refresh.unwrap_or(login.refresh),
            access: Some((grant.access, token.ends_at)),
            ..login
        })
    }
}

/// Returns the access token itself.
pub(super) fn access_of(token: &Token) -> &str {
    token.bearer.expose().trim_start_matches("Bearer ")
}

/// What a token says of the one who signed in, as far as it can be read.
pub(super) fn subject_of(token: &Token) -> Option<String> {
    claims::read(access_of(token)).and_then(|claims| claims.subject())
}

fn login_needed(why: String) -> Error {
    Error::new(Kind::SignIn, "login-needed", why).hint(t!("uni-sign-in-hint"))
}
