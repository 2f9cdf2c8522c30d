//! The identity server of Uni's platform: discovery, sign-in of server applications and of people,
//! renewal, revocation (OpenID Connect as IdentityServer speaks it).
//!
//! It must never be friendlier than the real one: what it has not registered, what comes a second
//! time, too late or for somebody else is refused with a bare code.

mod authorize;
mod clients;
mod form;
mod grants;
mod jwt;
mod place;
#[cfg(test)]
mod tests;
mod token;

use serde_json::{Value, json};

use super::exchange::{Request, Response};
use super::world::{Outcome, Turn, moment};

use form::{Form, Refused};
use place::Place;
use token::{ACCESS_S, access_token};

pub use clients::{PERSON_CLIENT_ID, SERVER_CLIENT_ID, SERVER_KEY};
pub(super) use place::PREFIX;

/// How far the clocks may differ, seconds.
const SKEW_S: i64 = 30;

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

/// Answers `POST /connect/revocation` (RFC 7009): an unknown token is no error.
fn revoke(turn: &Turn, request: &Request) -> Outcome<Response> {
    let form = Form::of(request);
    let Some(form) = form.filter(|form| form.field("client_id") == PERSON_CLIENT_ID) else {
        return Ok(Response::json(400, &json!({ "error": "invalid_client" })));
    };
    grants::revoke(turn, form.field("token"))?;
    Ok(Response::bytes(200, "text/plain; charset=utf-8", Vec::new()))
}
