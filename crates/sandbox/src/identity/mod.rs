//! The identity server of Uni's platform: discovery, sign-in of server applications and of people,
//! renewal, revocation (OpenID Connect as IdentityServer speaks it).
//!
//! It must never be friendlier than the real one: what it has not registered, what comes a second
//! time, too late or for somebody else is refused with a bare code.

mod authorize;
mod clients;
mod grants;
mod jwt;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::exchange::{Request, Response};
use super::world::{Outcome, Turn, moment};

pub use clients::{PERSON_CLIENT_ID, SERVER_CLIENT_ID, SERVER_KEY};

/// Where it stands under Uni's address.
pub(super) const PREFIX: &str = "/identity";

/// How long an access token lives, seconds.
const ACCESS_S: i64 = 3600;

/// How far the clocks may differ, seconds.
const SKEW_S: i64 = 30;

/// The name by which the person of the sandbox is known.
const PERSON_NAME: &str = "Kari Testbruker";
/// The same person's id.
const PERSON_ID: &str = "3f1d6c1e-54b0-4a52-8c4e-0a1b2c3d4e5f";

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    let place = Place::of(request);
    let answer = match (request.method.as_str(), path) {
        ("GET", "/.well-known/openid-configuration") => Response::json(200, &place.document()),
        ("GET", "/.well-known/openid-configuration/jwks") => Response::json(200, &jwt::keys()),
        ("GET", "/connect/authorize") => authorize::handle(turn, request)?,
        ("POST", "/connect/token") => token(turn, request, &place)?,
        ("POST", "/connect/revocation") => revoke(turn, request)?,
        _ => Response::bytes(404, "text/plain; charset=utf-8", Vec::new()),
    };
    Ok(answer.with("date", moment(turn.now).strftime("%a, %d %b %Y %H:%M:%S GMT")))
}

/// Returns whether a token may be used with the business API here, now.
pub(super) fn accepts(turn: &Turn, request: &Request, token: &str) -> bool {
    let Some(claims) = jwt::own(token) else { return false };
    let now = turn.now / 1000;
    let for_api =
        claims["aud"].as_array().is_some_and(|all| all.iter().any(|a| a == "AppFramework"));
    claims["iss"] == Place::of(request).issuer
        && for_api
        && claims["nbf"].as_i64().is_some_and(|nbf| nbf <= now + SKEW_S)
        && claims["exp"].as_i64().is_some_and(|exp| now < exp)
}

/// Answers `GET /api/endpoints`, which needs no token.
pub(super) fn endpoints(request: &Request) -> Response {
    let place = Place::of(request);
    Response::json(
        200,
        &json!({
            "AppFramework": format!("{}/", place.api), "Identity": place.issuer,
            "Files": format!("{}/files/", place.api),
        }),
    )
}

/// Where the platform stands, as the client has called it.
struct Place {
    api: String,
    issuer: String,
}

impl Place {
    fn of(request: &Request) -> Place {
        let host = request.header("host").unwrap_or("127.0.0.1");
        let api = format!("http://{host}/uni");
        Place { issuer: format!("{api}{PREFIX}"), api }
    }

    fn token_endpoint(&self) -> String {
        format!("{}/connect/token", self.issuer)
    }

    fn document(&self) -> Value {
        let issuer = &self.issuer;
        json!({
            "issuer": issuer,
            "jwks_uri": format!("{issuer}/.well-known/openid-configuration/jwks"),
            "authorization_endpoint": format!("{issuer}/connect/authorize"),
            "token_endpoint": self.token_endpoint(),
            "revocation_endpoint": format!("{issuer}/connect/revocation"),
            "scopes_supported": clients::SCOPES,
            "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        })
    }
}

/// The fields of a form.
struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form; `None` when the body is declared as something else or a field comes twice.
    fn of(request: &Request) -> Option<Form> {
        let kind = request.header("content-type")?.split(';').next()?.trim();
        let body = std::str::from_utf8(&request.body).ok()?;
        let fields = Request::new("POST", &format!("?{body}"), Vec::new(), Vec::new()).query;
        let once = fields.iter().enumerate().all(|(index, (name, _))| {
            fields.iter().skip(index + 1).all(|(other, _)| other != name)
        });
        (kind == "application/x-www-form-urlencoded" && once).then_some(Form(fields))
    }

    fn field(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A refusal of the token endpoint: the bare code.
struct Refused(&'static str);

fn token(turn: &Turn, request: &Request, place: &Place) -> Outcome<Response> {
    let granted = match Form::of(request) {
        None => Err(Refused("invalid_request")),
        Some(form) => match form.field("grant_type") {
            "client_credentials" => for_server(turn, &form, place)?,
            "authorization_code" => grants::for_code(turn, &form, place)?,
            "refresh_token" => grants::for_refresh(turn, &form, place)?,
            "" => Err(Refused("invalid_request")),
            _ => Err(Refused("unsupported_grant_type")),
        },
    };
    let answer = match granted {
        Ok(body) => Response::json(200, &body),
        Err(Refused(code)) => Response::json(400, &json!({ "error": code })),
    };
    Ok(answer.with("cache-control", "no-store, no-cache, max-age=0"))
}

/// Grants a server application its token, if its assertion is what it must be.
fn for_server(turn: &Turn, form: &Form, place: &Place) -> Outcome<Result<Value, Refused>> {
    if form.field("client_id") != SERVER_CLIENT_ID {
        let known = form.field("client_id") == PERSON_CLIENT_ID;
        return Ok(Err(Refused(if known { "unauthorized_client" } else { "invalid_client" })));
    }
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let assertion = form.field("client_assertion");
    let claims = jwt::by_client(assertion).filter(|claims| {
        let now = turn.now / 1000;
        let seconds = |name: &str| claims[name].as_i64();
        form.field("client_assertion_type") == kind
            && claims["iss"] == SERVER_CLIENT_ID
            && claims["sub"] == SERVER_CLIENT_ID
            && claims["aud"] == place.token_endpoint()
            && seconds("iat").is_some_and(|iat| iat <= now + SKEW_S)
            && seconds("nbf").is_some_and(|nbf| nbf <= now + SKEW_S)
            && seconds("exp").is_some_and(|exp| exp > now - SKEW_S && exp <= now + 60 + SKEW_S)
    });
    let Some(claims) = claims else { return Ok(Err(Refused("invalid_client"))) };
    let Some(jti) = claims["jti"].as_str().filter(|jti| (1..=100).contains(&jti.len())) else {
        return Ok(Err(Refused("invalid_client")));
    };
    turn.run("DELETE FROM identity_jti WHERE until < ?1", [turn.now])?;
    let until = turn.now + (60 + 2 * SKEW_S) * 1000;
    let sql = "INSERT INTO identity_jti (jti, until) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    if turn.run(sql, (jti, until))? == 0 {
        return Ok(Err(Refused("invalid_client")));
    }
    let Some(scopes) = clients::server_scopes(form.field("scope")) else {
        return Ok(Err(Refused("invalid_scope")));
    };
    Ok(Ok(json!({
        "access_token": access_token(turn, place, &scopes, SERVER_CLIENT_ID, None),
        "expires_in": ACCESS_S,
        "token_type": "Bearer",
        "scope": scopes.join(" "),
    })))
}

/// Returns an access token of a client, for a person if there is one.
fn access_token(
    turn: &Turn,
    place: &Place,
    scopes: &[String],
    client_id: &str,
    person: Option<&str>,
) -> String {
    let now = turn.now / 1000;
    let is_api = |scope: &String| scope.starts_with("AppFramework");
    let mut audience = vec![format!("{}/resources", place.issuer)];
    if scopes.iter().any(is_api) {
        audience.insert(0, "AppFramework".to_owned());
    }
    let mut claims = json!({
        "iss": place.issuer, "nbf": now, "iat": now, "exp": now + ACCESS_S, "aud": audience,
        "scope": scopes, "client_id": client_id, "jti": secret(), "AppFramework": format!("{}/", place.api),
    });
    if let Some(person) = person {
        claims["sub"] = json!(person);
        claims["name"] = json!(PERSON_NAME);
    }
    jwt::issued("at+jwt", &claims)
}

/// Answers `POST /connect/revocation` (RFC 7009): an unknown token is no error.
fn revoke(turn: &Turn, request: &Request) -> Outcome<Response> {
    let form = Form::of(request);
    let Some(form) = form.filter(|form| form.field("client_id") == PERSON_CLIENT_ID) else {
        return Ok(Response::json(400, &json!({ "error": "invalid_client" })));
    };
    grants::revoke(turn, form.field("token"))?;
    Ok(Response::bytes(200, "text/plain; charset=utf-8", Vec::new()))
}

/// Returns a text that nobody can guess.
fn secret() -> String {
    use ring::rand::SecureRandom;
    let mut bytes = [0; 32];
    // Without random numbers it would be guessable, and this is a game.
    let _ = ring::rand::SystemRandom::new().fill(&mut bytes);
    hex(&bytes)
}

/// Returns what is kept of a secret.
fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
