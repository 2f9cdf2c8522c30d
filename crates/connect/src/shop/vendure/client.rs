//! Vendure's Admin API as a caller meets it: signed in, one question or one change a request.
//!
//! HTTP 200 says nothing here: who is not signed in gets it too, with `FORBIDDEN` in the body
//! (3.7.3). A change is sent a second time only when the shop has said so of the first, which is
//! before anything is executed. The session's token must never reach a log or the disk.

use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::wire::{self, Said};
use crate::http::{Answer, Auth, Context, Http, Request, not_understood, unsent};
use uniac_core::act::Reply;
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::{Language, t};

/// The path of the Admin API below the server's address (`apiOptions.adminApiPath`, its default).
const API: &str = "/admin-api";

/// The header in which a sign-in is answered (`authOptions.authTokenHeaderKey`, its default).
const TOKEN_HEADER: &str = "vendure-auth-token";

/// The header of an API key (`authOptions.apiKeyHeaderKey`, its default).
const KEY_HEADER: &str = "vendure-api-key";

const LOGIN: &str = "mutation UniacLogin($username: String!, $password: String!) { \
    result: login(username: $username, password: $password) { __typename } }";

/// How uniac signs in to the shop.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// An administrator with name and password.
    Password {
        /// The name, usually an e-mail address.
        username: String,
        /// The password.
        password: Secret,
    },
    /// An API key.
    Key(Secret),
}

/// A caller of the Admin API, shared by the shop and the provider.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    sign_in: SignIn,
    /// The language of what is written into the shop.
    pub(super) texts: Language,
    /// The whole value of the `Authorization` header of the session.
    session: Mutex<Option<Secret>>,
}

impl Client {
    pub(super) fn new(base_url: &str, sign_in: SignIn, context: &Context) -> Result<Client> {
        let http = Http::new(System::Shop, base_url, Auth::None, context)?;
        Ok(Client { http, sign_in, texts: context.texts, session: Mutex::default() })
    }

    pub(super) fn host(&self) -> &str {
        self.http.host()
    }

    /// Returns whether an administrator's own rights can be asked for; those of an API key cannot
    /// (3.7.3: `me` is forbidden to it).
    pub(super) fn has_session(&self) -> bool {
        matches!(self.sign_in, SignIn::Password { .. })
    }

    /// Asks a question and returns its `data`, with one renewal of the session.
    pub(super) fn query<T: DeserializeOwned>(&self, query: &str, variables: &Value) -> Result<T> {
        wire::data(self.answer(query, variables)?)
    }

    /// As [`Client::query`]; returns the answer whose `data` are to be read.
    pub(super) fn answer(&self, query: &str, variables: &Value) -> Result<Answer> {
        let about = about(query, variables["id"].as_str());
        assert!(query.starts_with("query "), "only a question may be repeated");
        let body = json!({"query": query, "variables": variables}).to_string();
        let ask = |session: &Secret| self.http.query(&self.request(&body, session, &about));
        let session = self.session()?;
        let mut answer = ask(&session)?;
        if wire::said(&answer) == Said::NotSignedIn && self.has_session() {
            self.forget(&session);
            answer = ask(&self.session()?)?;
        }
        match wire::said(&answer) {
            Said::NotSignedIn => Err(not_allowed()),
            Said::Wrong { code, .. } => {
                Err(Error::failed("unexpected-status", t!("vendure-error", code = code))
                    .hint(t!("answers-address")))
            }
            Said::Data => Ok(answer),
        }
    }

    /// Sends a change once, with one renewal of the session: what was forbidden was not executed.
    pub(super) fn mutate(&self, body: &str, order: &str) -> Result<Answer, Reply> {
        let sent: Option<Value> = serde_json::from_str(body).ok();
        let query = sent.as_ref().and_then(|sent| sent["query"].as_str()).unwrap_or_default();
        let about = about(query, Some(order));
        let send =
            |session: &Secret| self.http.write(&self.request(body, session, &about)).answer();
        let session = self.session().map_err(unsent)?;
        let answer = send(&session)?;
        if wire::said(&answer) != Said::NotSignedIn || !self.has_session() {
            return Ok(answer);
        }
        self.forget(&session);
        send(&self.session().map_err(unsent)?)
    }

    fn request<'a>(&self, body: &'a str, session: &'a Secret, about: &str) -> Request<'a> {
        let header = if self.has_session() { "authorization" } else { KEY_HEADER };
        Request::post(API, body).header(header, session.expose()).about(about)
    }

    /// Returns the session's credential, signing in when there is none; other threads wait for it.
    fn session(&self) -> Result<Secret> {
        let SignIn::Password { username, password } = &self.sign_in else {
            let SignIn::Key(key) = &self.sign_in else { return Err(not_allowed()) };
            return Ok(key.clone());
        };
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = session.as_ref() {
            return Ok(session.clone());
        }
        let variables = json!({"username": username, "password": password.expose()});
        let body = json!({"query": LOGIN, "variables": variables}).to_string();
        let answer = self.http.sign_in(&Request::post(API, &body))?.accepted(System::Shop)?;
        if wire::typename(&answer).as_deref() != Some("CurrentUser") {
            return Err(not_allowed());
        }
        let token = answer.header(TOKEN_HEADER).map(str::trim).unwrap_or_default();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(
                not_understood(System::Shop, t!("vendure-no-token")).hint(t!("vendure-bearer"))
            );
        }
        let fresh = Secret::new(&format!("Bearer {token}"));
        *session = Some(fresh.clone());
        Ok(fresh)
    }

    /// Drops a session that was refused, unless another thread has renewed it already.
    fn forget(&self, refused: &Secret) {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if session.as_ref() == Some(refused) {
            *session = None;
        }
    }
}

/// Names a request for the log, since all have one path: `UniacSettle/orders/731`.
fn about(query: &str, order: Option<&str>) -> String {
    let name = query.split(|c: char| !c.is_ascii_alphanumeric()).nth(1).unwrap_or_default();
    match order {
        Some(order) => format!("{name}/orders/{order}"),
        None => name.to_owned(),
    }
}

fn not_allowed() -> Error {
    Error::new(Kind::SignIn, "sign-in", t!("vendure-refused"))
        .hint(t!("vendure-rights"))
        .hint(t!("answers-credentials"))
}
