//! The platform behind a sign-in: where it is, which companies it has, and each call's token.
//!
//! The token may name another address than the configuration; it is used only if a token may be sent
//! there. A call that is refused with 401 is sent once more with a fresh token, never oftener.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::Deserialize;

use super::sign_in::{self, Access, SignIn};
use crate::http::tokens::{Token, Tokens};
use crate::http::unsent;
use crate::http::wire::{Text, cleaned};
use crate::http::{Answer, Auth, Context, Http, Request, Sending};
use uniac_core::act::Reply;
use uniac_system::clock::Clock;
use uniac_system::error::Result;
use uniac_system::log::System;

/// The platform of one sign-in.
pub struct Platform {
    access: Access,
    tokens: Tokens,
    /// The client of the configured address.
    configured: Http,
    /// The client of the address that a token has named.
    named: Mutex<Option<(String, Http)>>,
    context: Context,
}

/// A company that the sign-in may work for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its key, a guid.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its number in the register of companies.
    pub organization_number: Option<String>,
    /// Whether it is one to try things in.
    pub is_test: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CompanyWire {
    #[serde(default)]
    key: String,
    name: Option<String>,
    organization_number: Option<Text>,
    is_test: Option<bool>,
}

/// What is known of a sign-in that was accepted.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The client or person that the token names.
    pub subject: Option<String>,
    /// Until when the token is used; `None` when it is not known.
    pub valid_until: Option<Timestamp>,
    /// The platform's address.
    pub api: String,
    /// Whether the token has named it.
    pub api_is_named: bool,
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("http", &self.configured).finish_non_exhaustive()
    }
}

impl Platform {
    /// Returns the platform at the configured address. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(base_url: &str, sign_in: SignIn, context: &Context) -> Result<Platform> {
        let configured = Http::new(System::Uni, base_url, Auth::None, context)?;
        let access = Access::new(sign_in, context)?;
        Ok(Platform {
            access,
            tokens: Tokens::default(),
            configured,
            named: Mutex::default(),
            context: context.clone(),
        })
    }

    /// Returns the clock by which tokens end.
    pub(super) fn clock(&self) -> &Clock {
        &self.context.clock
    }

    fn token(&self) -> Result<Token> {
        self.tokens.current(self.clock(), || self.access.fetch(self.clock()))
    }

    /// Returns the client of the address at which the token is to be used.
    fn http(&self, token: &Token) -> Result<Http> {
        let Some(base) = &token.base else { return Ok(self.configured.clone()) };
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        match &*named {
            Some((known, http)) if known == base => Ok(http.clone()),
            _ => {
                let http = Http::new(System::Uni, base, Auth::None, &self.context)?;
                *named = Some((base.clone(), http.clone()));
                Ok(http)
            }
        }
    }

    /// Reads, with a token.
    pub(super) fn read(&self, request: &Request<'_>) -> Result<Answer> {
        let send = |token: &Token| {
            self.http(token)?.read(&request.clone().header("authorization", token.bearer.expose()))
        };
        if !self.access.renews() {
            return send(&self.token()?);
        }
        let fetch = || self.access.fetch(self.clock());
        self.tokens.sent(self.clock(), fetch, |error| error, send)
    }

    /// Writes, with a token.
    ///
    /// # Errors
    /// The reply to be recorded, when there is no answer.
    pub(super) fn write(&self, request: &Request<'_>) -> Result<Answer, Reply> {
        let send = |token: &Token| -> Result<Answer, Reply> {
            let http = self.http(token).map_err(unsent)?;
            let sending: Sending =
                http.write(&request.clone().header("authorization", token.bearer.expose()));
            sending.answer()
        };
        if !self.access.renews() {
            return send(&self.token().map_err(unsent)?);
        }
        let fetch = || self.access.fetch(self.clock());
        self.tokens.sent(self.clock(), fetch, unsent, send)
    }

    /// Returns the configured identity server; none with a ready token.
    pub(super) fn issuer(&self) -> Option<&str> {
        self.access.issuer()
    }

    /// Signs in, and says what is known of it.
    ///
    /// # Errors
    /// Why the sign-in is refused.
    pub fn signed_in(&self) -> Result<SignedIn> {
        let token = self.token()?;
        let valid_until = (token.ends_at < Timestamp::MAX).then_some(token.ends_at);
        Ok(SignedIn {
            subject: sign_in::subject_of(&token),
            valid_until,
            api: self.http(&token)?.address().to_owned(),
            api_is_named: token.base.is_some(),
        })
    }

    /// Returns the companies that the sign-in may work for (reference, "Companies").
    ///
    /// # Errors
    /// When the sign-in is refused or Uni's answer is not understood.
    pub fn companies(&self) -> Result<Vec<Company>> {
        let rows: Vec<CompanyWire> =
            self.read(&Request::get("/api/init/companies"))?.read_as(System::Uni)?;
        let company = |row: CompanyWire| Company {
            name: row.name.map_or_else(|| row.key.clone(), |name| cleaned(&name, 80)),
            key: row.key,
            organization_number: row.organization_number.as_ref().and_then(Text::trimmed),
            is_test: row.is_test.unwrap_or(false),
        };
        Ok(rows.into_iter().map(company).collect())
    }

    /// Returns the addresses of the platform's parts by their names, for instance `AppFramework` and
    /// `Identity`. It is told to everybody, without a token.
    ///
    /// # Errors
    /// When Uni's answer is not understood.
    pub fn endpoints(&self) -> Result<BTreeMap<String, String>> {
        let answer = self.configured.read(&Request::get("/api/endpoints"))?;
        let all: BTreeMap<String, serde_json::Value> = answer.read_as(System::Uni)?;
        let text =
            |(name, value): (String, serde_json::Value)| Some((name, value.as_str()?.to_owned()));
        Ok(all.into_iter().filter_map(text).collect())
    }
}
