//! Where a person signs in. The sandbox's person does so at once, and picks its one company.
//!
//! Nobody is sent to an address that is not registered, not even with an error.

use super::super::exchange::{Request, Response};
use super::super::world::{Outcome, Turn};
use super::clients::{PERSON_CLIENT_ID, is_registered, person_scopes};
use super::token::{fingerprint, secret};

/// How long a code is good for, milliseconds; IdentityServer's default is 5 minutes.
const CODE_MS: i64 = 300_000;

/// Answers the browser.
pub(super) fn handle(turn: &Turn, request: &Request) -> Outcome<Response> {
    let asked = |name: &str| request.parameter(name).unwrap_or_default();
    let redirect = asked("redirect_uri");
    if asked("client_id") != PERSON_CLIENT_ID || !is_registered(redirect) {
        let page = b"<h1>Error</h1><p>unauthorized_client or invalid redirect_uri</p>".to_vec();
        return Ok(Response::bytes(400, "text/html; charset=utf-8", page));
    }
    let challenge = asked("code_challenge");
    let is_challenge = challenge.len() == 43
        && challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let back = |answer: &[(&str, &str)]| {
        let state = [("state", asked("state"))];
        let pairs = answer.iter().chain(&state).map(encoded);
        let target = format!("{redirect}?{}", pairs.collect::<Vec<_>>().join("&"));
        Response::bytes(302, "text/html; charset=utf-8", Vec::new()).with("location", target)
    };
    if asked("response_type") != "code" {
        return Ok(back(&[("error", "unsupported_response_type")]));
    }
    if asked("code_challenge_method") != "S256" || !is_challenge {
        return Ok(back(&[("error", "invalid_request")]));
    }
    let Some(scopes) = person_scopes(asked("scope")) else {
        return Ok(back(&[("error", "invalid_scope")]));
    };
    let code = secret();
    turn.run("DELETE FROM identity_code WHERE until < ?1", [turn.now - CODE_MS])?;
    turn.run(
        "INSERT INTO identity_code (code, family, redirect, challenge, nonce, scope, until, used)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
        (
            fingerprint(&code),
            secret(),
            redirect,
            challenge,
            asked("nonce"),
            scopes.join(" "),
            turn.now + CODE_MS,
        ),
    )?;
    Ok(back(&[("code", &code)]))
}

fn encoded((name, value): &(&str, &str)) -> String {
    let escaped: String = value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{name}={escaped}")
}
