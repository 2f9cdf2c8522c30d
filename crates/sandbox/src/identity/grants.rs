//! What a person's sign-in is worth: codes and refresh tokens, each good for one use.
//!
//! One that comes a second time was stolen or lost; either way all that came of it ends. Only their
//! fingerprints are kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::world::{Outcome, Turn};
use super::clients::PERSON_CLIENT_ID;
use super::form::{Form, Refused};
use super::jwt;
use super::place::Place;
use super::token::{ACCESS_S, PERSON_ID, PERSON_NAME, access_token, fingerprint, secret};

/// How long a refresh token is good for, milliseconds; IdentityServer's default is 30 days.
const REFRESH_MS: i64 = 30 * 86_400_000;

/// Grants tokens for a code.
pub(super) fn for_code(turn: &Turn, form: &Form, place: &Place) -> Outcome<Result<Value, Refused>> {
    if form.field("client_id") != PERSON_CLIENT_ID {
        return Ok(Err(Refused("invalid_client")));
    }
    let code = fingerprint(form.field("code"));
    let sql = "SELECT family, redirect, challenge, nonce, scope, until, used
               FROM identity_code WHERE code = ?1";
    let found = turn.first(sql, [&code], |row| {
        let texts: [String; 5] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        Ok((texts, row.get::<_, i64>(5)?, row.get::<_, bool>(6)?))
    })?;
    let Some(([family, redirect, challenge, nonce, scope], until, used)) = found else {
        return Ok(Err(Refused("invalid_grant")));
    };
    if used {
        end(turn, &family)?;
        return Ok(Err(Refused("invalid_grant")));
    }
    turn.run("UPDATE identity_code SET used = 1 WHERE code = ?1", [&code])?;
    let verifier = form.field("code_verifier");
    let proven = (43..=128).contains(&verifier.len())
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge;
    if !proven || redirect != form.field("redirect_uri") || until < turn.now {
        return Ok(Err(Refused("invalid_grant")));
    }
    Ok(Ok(granted(turn, place, &family, &scope, Some(&nonce))?))
}

/// Grants tokens for a refresh token.
pub(super) fn for_refresh(
    turn: &Turn,
    form: &Form,
    place: &Place,
) -> Outcome<Result<Value, Refused>> {
    if form.field("client_id") != PERSON_CLIENT_ID {
        return Ok(Err(Refused("invalid_client")));
    }
    let token = fingerprint(form.field("refresh_token"));
    let sql = "SELECT family, scope, until, used FROM identity_refresh WHERE token = ?1";
    let found = turn.first(sql, [&token], |row| {
        let (family, scope): (String, String) = (row.get(0)?, row.get(1)?);
        Ok((family, scope, row.get::<_, i64>(2)?, row.get::<_, bool>(3)?))
    })?;
    let Some((family, scope, until, used)) = found else {
        return Ok(Err(Refused("invalid_grant")));
    };
    if used {
        end(turn, &family)?;
    }
    if used || until < turn.now {
        return Ok(Err(Refused("invalid_grant")));
    }
    turn.run("UPDATE identity_refresh SET used = 1 WHERE token = ?1", [&token])?;
    Ok(Ok(granted(turn, place, &family, &scope, None)?))
}

/// Ends a refresh token and all that come of it.
pub(super) fn revoke(turn: &Turn, token: &str) -> Outcome<()> {
    let sql = "SELECT family FROM identity_refresh WHERE token = ?1";
    let family: Option<String> = turn.first(sql, [fingerprint(token)], |row| row.get(0))?;
    family.map_or(Ok(()), |family| end(turn, &family))
}

fn end(turn: &Turn, family: &str) -> Outcome<()> {
    turn.run("DELETE FROM identity_refresh WHERE family = ?1", [family])?;
    Ok(())
}

fn granted(
    turn: &Turn,
    place: &Place,
    family: &str,
    scope: &str,
    nonce: Option<&str>,
) -> Outcome<Value> {
    let scopes: Vec<String> = scope.split(' ').map(str::to_owned).collect();
    let has = |name: &str| scopes.iter().any(|scope| scope == name);
    let mut body = json!({
        "access_token": access_token(turn, place, &scopes, PERSON_CLIENT_ID, Some(PERSON_ID)),
        "expires_in": ACCESS_S,
        "token_type": "Bearer",
        "scope": scope,
    });
    if has("offline_access") {
        let refresh = secret();
        turn.run(
            "INSERT INTO identity_refresh (token, family, scope, until, used)
             VALUES (?1, ?2, ?3, ?4, 0)",
            (fingerprint(&refresh), family, scope, turn.now + REFRESH_MS),
        )?;
        body["refresh_token"] = json!(refresh);
    }
    if let Some(nonce) = nonce.filter(|_| has("openid")) {
        let now = turn.now / 1000;
        let mut claims = json!({
            "iss": place.issuer, "aud": PERSON_CLIENT_ID, "sub": PERSON_ID, "nonce": nonce,
            "nbf": now, "iat": now, "exp": now + 300, "auth_time": now,
        });
        if has("profile") {
            claims["name"] = json!(PERSON_NAME);
        }
        body["id_token"] = json!(jwt::issued("JWT", &claims));
    }
    Ok(body)
}
