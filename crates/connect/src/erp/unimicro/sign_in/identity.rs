//! The identity server of the platform: discovery, tokens, revocation (OpenID Connect Discovery,
//! RFC 6749, RFC 7009).
//!
//! What its document names is used only if it is the document of the configured issuer, and only
//! where credentials may be sent. Its words are never repeated, only its error codes.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::http::wire::Text;
use crate::http::{Answer, Auth, Context, Http, Request, address, not_understood};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

/// The code of a refusal that a new sign-in mends.
pub(super) const GRANT_REFUSED: &str = "grant-refused";

/// How far the clocks may differ before it is worth a word. IdentityServer's own limit is 5 minutes.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(60);

/// The error codes of a token endpoint (RFC 6749, 5.2); the message `uni-refused` says what each means.
const REFUSALS: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// The discovery document.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    token_endpoint: String,
    authorization_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
struct TokenWire {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<Text>,
    refresh_token: Option<String>,
    id_token: Option<String>,
}

#[derive(Deserialize)]
struct RefusalWire {
    error: String,
}

/// What a token endpoint gave.
pub(super) struct Grant {
    pub access: Secret,
    pub expires_in: Option<Text>,
    pub refresh: Option<Secret>,
    pub id: Option<Secret>,
}

/// The identity server.
pub(super) struct Identity {
    issuer: String,
    http: Http,
    context: Context,
    document: Mutex<Option<Arc<Document>>>,
}

/// Returns the refusal of a grant as one of the client, where there is no person to sign in anew.
pub(super) fn of_client(error: Error) -> Error {
    match error.code {
        GRANT_REFUSED => Error { code: "sign-in", ..error },
        _ => error,
    }
}

/// The names and values of a form.
pub(super) type Form = Vec<(&'static str, Secret)>;

impl Identity {
    /// Returns the identity server at `issuer`. Nothing is sent yet.
    pub(super) fn new(issuer: &str, context: &Context) -> Result<Identity> {
        let issuer = issuer.trim().trim_end_matches('/').to_owned();
        let http = Http::new(System::Identity, &issuer, Auth::None, context)?;
        Ok(Identity { issuer, http, context: context.clone(), document: Mutex::default() })
    }

    fn document(&self) -> Result<Arc<Document>> {
        let mut kept = self.document.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = &*kept {
            return Ok(Arc::clone(document));
        }
        let answer = self.http.read(&Request::get("/.well-known/openid-configuration"))?;
        let document: Document = answer.read_as(System::Identity)?;
        if document.issuer.trim_end_matches('/') != self.issuer {
            return Err(Error::new(Kind::SignIn, "wrong-issuer", t!("uni-wrong-issuer"))
                .hint(t!("uni-wrong-issuer-hint")));
        }
        let named = [Some(&document.token_endpoint), document.authorization_endpoint.as_ref()];
        let named = named.into_iter().chain([document.revocation_endpoint.as_ref()]).flatten();
        if named.into_iter().any(|address| !address::may_lead(&self.issuer, address)) {
            return Err(not_understood(System::Identity, t!("uni-leads-astray")));
        }
        let document = Arc::new(document);
        *kept = Some(Arc::clone(&document));
        Ok(document)
    }

    /// Returns the address at which a person signs in.
    pub(super) fn authorize(&self) -> Result<String> {
        self.document()?
            .authorization_endpoint
            .clone()
            .ok_or_else(|| not_understood(System::Identity, t!("uni-no-authorization")))
    }

    /// Asks for a token. `form` gets the token endpoint's address, and is asked anew for each try.
    pub(super) fn token(
        &self,
        scope: &str,
        form: &mut dyn FnMut(&str) -> Result<Form>,
    ) -> Result<Grant> {
        let endpoint = self.document()?.token_endpoint.clone();
        let answer = self.posted(&endpoint, &mut || form(&endpoint))?;
        if (400..500).contains(&answer.status) {
            return Err(self.refusal(&answer, scope));
        }
        let wire: TokenWire = answer.read_as(System::Identity)?;
        if wire.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(not_understood(System::Identity, t!("uni-no-bearer")));
        }
        let secret = |text: Option<String>| {
            text.map(|text| Secret::new(&text)).filter(|text| !text.is_empty())
        };
        Ok(Grant {
            access: Secret::new(&wire.access_token),
            expires_in: wire.expires_in,
            refresh: secret(wire.refresh_token),
            id: secret(wire.id_token),
        })
    }

    /// Ends a refresh token; returns whether the server offers that.
    pub(super) fn revoke(&self, client_id: &str, refresh: &Secret) -> Result<bool> {
        let Some(endpoint) = self.document()?.revocation_endpoint.clone() else {
            return Ok(false);
        };
        let answer = self.posted(&endpoint, &mut || {
            Ok(vec![
                ("client_id", Secret::new(client_id)),
                ("token", refresh.clone()),
                ("token_type_hint", Secret::new("refresh_token")),
            ])
        })?;
        match answer.is_success() {
            true => Ok(true),
            false => Err(of_client(self.refusal(&answer, ""))),
        }
    }

    fn posted(&self, endpoint: &str, form: &mut dyn FnMut() -> Result<Form>) -> Result<Answer> {
        let unusable = || not_understood(System::Identity, t!("uni-no-address"));
        let (origin, path) = address::split(endpoint).ok_or_else(unusable)?;
        let http = Http::new(System::Identity, &origin, Auth::None, &self.context)?;
        http.sign_in_by_form(&path, &mut || {
            let form = form()?;
            let pairs: Vec<_> = form.iter().map(|(name, value)| (*name, value.expose())).collect();
            Ok(Secret::new(&address::form(&pairs)))
        })
    }

    /// Returns what a refused sign-in means. A clock that is wrong is said to be so, because the
    /// server's own words would not.
    fn refusal(&self, answer: &Answer, scope: &str) -> Error {
        let code = answer.json::<RefusalWire>().map(|wire| wire.error).unwrap_or_default();
        let known = REFUSALS.into_iter().find(|known| *known == code);
        let name = known.map_or(answer.status.to_string(), str::to_owned);
        let message = t!("uni-refused", name = name);
        let error = match code.as_str() {
            "invalid_grant" => Error::new(Kind::SignIn, GRANT_REFUSED, message),
            _ => Error::new(Kind::SignIn, "sign-in", message),
        };
        let error = match self.clock_is_off(answer) {
            Some((minutes, true)) => error.hint(t!("uni-clock-slow", minutes = minutes)),
            Some((minutes, false)) => error.hint(t!("uni-clock-fast", minutes = minutes)),
            None => error,
        };
        match code.as_str() {
            "invalid_scope" => error.hint(t!("uni-scope-hint", scope = scope)),
            _ => error.hint(t!("uni-client-hint")),
        }
    }

    /// Returns by how many minutes this machine's clock differs from the server's, when it is too much, and whether
    /// it is slow.
    fn clock_is_off(&self, answer: &Answer) -> Option<(i64, bool)> {
        let theirs: Timestamp = jiff::fmt::rfc2822::parse(answer.header("date")?).ok()?.timestamp();
        let ahead = self.context.clock.now().duration_since(theirs);
        let (size, is_slow) = if ahead.is_negative() { (-ahead, true) } else { (ahead, false) };
        (size > CLOCKS_DIFFER).then(|| ((size.as_secs() + 59) / 60, is_slow))
    }
}
