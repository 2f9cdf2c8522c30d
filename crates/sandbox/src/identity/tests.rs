//! The identity server against the published rules, not against the connector.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{PERSON_CLIENT_ID, SERVER_CLIENT_ID, SERVER_KEY};
use crate::world::tests::world;
use crate::{Answer, Calls, Request, Response, World};

const HOST: &str = "127.0.0.1:8080";
const AUDIENCE: &str = "http://127.0.0.1:8080/uni/identity/connect/token";
const REDIRECT: &str = "http://localhost:5000/oauth/callback";
const VERIFIER: &str = "a-verifier-that-is-long-enough-to-be-one-0123456789";
const NOW: i64 = 1_795_435_200;

fn send(world: &mut World, method: &str, target: &str, token: &str, body: &str) -> Response {
    let mut headers = vec![("host".to_owned(), HOST.to_owned())];
    if !body.is_empty() {
        let kind = "application/x-www-form-urlencoded".to_owned();
        headers.push(("content-type".to_owned(), kind));
    }
    if !token.is_empty() {
        headers.push(("authorization".to_owned(), format!("Bearer {token}")));
    }
    let request = Request::new(method, &format!("/uni{target}"), headers, body.into());
    match world.deliver(&request).unwrap().answer {
        Answer::Whole(response) => response,
        other => panic!("{other:?}"),
    }
}

fn json_of(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

/// Signs as the client does.
fn signed_by(key: &str, header: &Value, payload: &Value) -> String {
    let der = PrivatePkcs8KeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(payload));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn payload(jti: &str) -> Value {
    json!({
        "jti": jti, "sub": SERVER_CLIENT_ID, "iss": SERVER_CLIENT_ID, "iat": NOW, "nbf": NOW,
        "exp": NOW + 60, "aud": AUDIENCE,
    })
}

fn assertion(payload: &Value) -> String {
    signed_by(SERVER_KEY, &json!({"alg": "RS256", "typ": "JWT"}), payload)
}

fn form(assertion: &str, scope: &str) -> String {
    let kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    format!(
        "grant_type=client_credentials&scope={scope}&client_id={SERVER_CLIENT_ID}\
         &client_assertion_type={kind}&client_assertion={assertion}"
    )
}

fn ask(world: &mut World, form: &str) -> (u16, Value) {
    let response = send(world, "POST", "/identity/connect/token", "", form);
    (response.status, json_of(&response))
}

/// Asks for a token and returns `ok` or the error's code.
fn asked(world: &mut World, form: &str) -> String {
    match ask(world, form) {
        (200, body) => {
            assert!(body["access_token"].is_string(), "{body}");
            "ok".to_owned()
        }
        (400, body) => body["error"].as_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_document_names_the_endpoints_and_the_keys() {
    let mut world = world();
    let response = send(&mut world, "GET", "/identity/.well-known/openid-configuration", "", "");
    let document = json_of(&response);
    assert_eq!(document["issuer"], "http://127.0.0.1:8080/uni/identity");
    assert_eq!(document["token_endpoint"], AUDIENCE);
    let date = response.headers.iter().find(|(name, _)| name == "date").unwrap();
    assert_eq!(date.1, "Mon, 23 Nov 2026 12:00:00 GMT");
    let keys = send(&mut world, "GET", "/identity/.well-known/openid-configuration/jwks", "", "");
    assert_eq!(json_of(&keys)["keys"][0]["e"], "AQAB");
    let endpoints = json_of(&send(&mut world, "GET", "/api/endpoints", "", ""));
    assert_eq!(endpoints["AppFramework"], "http://127.0.0.1:8080/uni/");
    assert_eq!(endpoints["Identity"], document["issuer"]);
}

#[test]
fn an_assertion_is_accepted_once_and_the_token_opens_the_api() {
    let mut world = world();
    let form = form(&assertion(&payload("j1")), "AppFramework");
    let (status, body) = ask(&mut world, &form);
    assert_eq!(
        (status, &body["expires_in"], &body["token_type"]),
        (200, &json!(3600), &json!("Bearer"))
    );
    assert_eq!(asked(&mut world, &form), "invalid_client", "a replay");
    assert_eq!(world.calls(false).unwrap().uni, Calls::default());
    let token = body["access_token"].as_str().unwrap();
    let companies = send(&mut world, "GET", "/api/init/companies", token, "");
    assert_eq!(json_of(&companies)[0]["Key"], crate::unimicro::COMPANY_KEY);
    assert_eq!(world.calls(false).unwrap().uni, Calls { read: 1, write: 0 });
    let claims = super::jwt::own(token).unwrap();
    assert_eq!(claims["AppFramework"], "http://127.0.0.1:8080/uni/");
    assert_eq!(
        claims["aud"],
        json!(["AppFramework", "http://127.0.0.1:8080/uni/identity/resources"])
    );
    let tampered = format!("{}x", &token[..token.len() - 1]);
    assert_eq!(send(&mut world, "GET", "/api/init/companies", &tampered, "").status, 401);
    world.pass_ms(3_599_000);
    assert_eq!(send(&mut world, "GET", "/api/init/companies", token, "").status, 200);
    world.pass_ms(1_000);
    assert_eq!(send(&mut world, "GET", "/api/init/companies", token, "").status, 401);
}

#[test]
fn an_assertion_that_is_not_exactly_right_is_refused() {
    let mut world = world();
    for (name, value) in [
        ("iss", json!("another")),
        ("sub", json!("another")),
        ("aud", json!("http://127.0.0.1:8080/uni/identity")),
        ("aud", json!("http://127.0.0.1:9090/uni/identity/connect/token")),
        ("aud", json!(null)),
        ("exp", json!(NOW - 31)),
        ("exp", json!(NOW + 300)),
        ("exp", json!(null)),
        ("nbf", json!(NOW + 31)),
        ("nbf", json!(null)),
        ("iat", json!(NOW + 3600)),
        ("jti", json!("")),
        ("jti", json!(null)),
    ] {
        let mut payload = payload("j1");
        payload[name] = value.clone();
        let form = form(&assertion(&payload), "AppFramework");
        assert_eq!(asked(&mut world, &form), "invalid_client", "{name}: {value}");
    }
    let good = assertion(&payload("j1"));
    let other = include_str!("../../../../tests/keys/other.pem");
    let unsigned = good.rsplit_once('.').unwrap().0.to_owned() + ".";
    for wrong in [
        signed_by(other, &json!({"alg": "RS256"}), &payload("j1")),
        signed_by(SERVER_KEY, &json!({"alg": "none"}), &payload("j1")),
        signed_by(SERVER_KEY, &json!({"alg": "HS256"}), &payload("j1")),
        unsigned,
        "a.b.c".to_owned(),
        String::new(),
    ] {
        assert_eq!(asked(&mut world, &form(&wrong, "AppFramework")), "invalid_client", "{wrong}");
    }
    let whole = form(&good, "AppFramework");
    for (from, to, expected) in [
        ("jwt-bearer", "saml2-bearer", "invalid_client"),
        (SERVER_CLIENT_ID, "another", "invalid_client"),
        (SERVER_CLIENT_ID, PERSON_CLIENT_ID, "unauthorized_client"),
        ("client_credentials", "password", "unsupported_grant_type"),
        ("grant_type", "type", "invalid_request"),
        ("scope=", "client_id=x&scope=", "invalid_request"),
    ] {
        assert_eq!(asked(&mut world, &whole.replacen(from, to, 1)), expected, "{from} -> {to}");
    }
    assert_eq!(asked(&mut world, &whole), "ok", "what was refused did not use up the id");
}

#[test]
fn only_the_scopes_of_the_client_are_granted() {
    let mut world = world();
    let scopes =
        ["AppFramework+Sales.Admin", "AppFramework+Administrator", "AppFramework+Nothing", ""];
    let answers = ["ok", "invalid_scope", "invalid_scope", "invalid_scope"];
    for (index, (scope, expected)) in scopes.iter().zip(answers).enumerate() {
        let form = form(&assertion(&payload(&format!("j{index}"))), scope);
        assert_eq!(asked(&mut world, &form), expected, "{scope}");
    }
    let (_, body) = ask(&mut world, &form(&assertion(&payload("j9")), "Sales.Admin"));
    let token = body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(send(&mut world, "GET", "/api/init/companies", &token, "").status, 401);
}

fn authorize(change: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let mut fields = [
        ("client_id", PERSON_CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "openid+profile+AppFramework+offline_access"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in change {
        fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("/identity/connect/authorize?{}", pairs.join("&"))
}

/// Lets the person sign in and returns what the browser is sent back with.
fn came_back(world: &mut World, change: &[(&str, &str)]) -> String {
    let response = send(world, "GET", &authorize(change), "", "");
    if response.status != 302 {
        return format!("status {}", response.status);
    }
    let location = response.headers.iter().find(|(name, _)| name == "location").unwrap();
    let (redirect, query) = location.1.split_once('?').unwrap();
    let asked_for = change.iter().find(|(name, _)| *name == "redirect_uri");
    assert_eq!(redirect, asked_for.map_or(REDIRECT, |(_, redirect)| redirect));
    query.to_owned()
}

fn code(world: &mut World) -> String {
    let query = came_back(world, &[]);
    let (code, state) = query.split_once('&').unwrap();
    assert_eq!(state, "state=s1");
    code.strip_prefix("code=").unwrap().to_owned()
}

fn exchange(code: &str) -> String {
    format!(
        "grant_type=authorization_code&client_id={PERSON_CLIENT_ID}&code={code}\
         &redirect_uri=http%3A%2F%2Flocalhost%3A5000%2Foauth%2Fcallback&code_verifier={VERIFIER}"
    )
}

fn refresh(token: &str) -> String {
    format!("grant_type=refresh_token&client_id={PERSON_CLIENT_ID}&refresh_token={token}")
}

#[test]
fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let mut world = world();
    for redirect in [
        "http://localhost/oauth/callback",
        "http://localhost:1/oauth/callback",
        "http://localhost:65535/oauth/callback",
    ] {
        let back = came_back(&mut world, &[("redirect_uri", redirect)]);
        assert!(back.starts_with("code="), "{redirect}: {back}");
    }
    for redirect in [
        "http://localhost:0/oauth/callback",
        "http://localhost:065/oauth/callback",
        "http://localhost:5000/oauth/callback/",
        "http://localhost:5000/other",
        "http://localhost.evil.example/oauth/callback",
        "http://localhost@evil.example/oauth/callback",
        "http://127.0.0.1:5000/oauth/callback",
        "https://localhost:5000/oauth/callback",
        "",
    ] {
        let back = came_back(&mut world, &[("redirect_uri", redirect)]);
        assert_eq!(back, "status 400", "{redirect}");
    }
    assert_eq!(came_back(&mut world, &[("client_id", SERVER_CLIENT_ID)]), "status 400");
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("scope", "openid+Administrator", "invalid_scope"),
    ] {
        let back = came_back(&mut world, &[(name, value)]);
        assert_eq!(back, format!("error={error}&state=s1"), "{name}={value}");
    }
}

#[test]
fn a_code_is_good_once_soon_and_for_its_own_verifier_and_address() {
    let mut world = world();
    let good = code(&mut world);
    let (status, body) = ask(&mut world, &exchange(&good));
    assert_eq!(status, 200);
    let id = super::jwt::own(body["id_token"].as_str().unwrap()).unwrap();
    assert_eq!((&id["nonce"], &id["aud"]), (&json!("n1"), &json!(PERSON_CLIENT_ID)));
    let refresh_token = body["refresh_token"].as_str().unwrap();
    assert_eq!(asked(&mut world, &exchange(&good)), "invalid_grant", "a second time");
    assert_eq!(asked(&mut world, &refresh(refresh_token)), "invalid_grant", "all of it has ended");
    for (from, to) in [
        (VERIFIER, "another-verifier-that-is-long-enough-to-be-one-012"),
        (VERIFIER, ""),
        ("5000", "5001"),
    ] {
        let form = exchange(&code(&mut world)).replace(from, to);
        assert_eq!(asked(&mut world, &form), "invalid_grant", "{from} -> {to}");
    }
    let late = code(&mut world);
    world.pass_ms(300_001);
    assert_eq!(asked(&mut world, &exchange(&late)), "invalid_grant");
    assert_eq!(asked(&mut world, &exchange("none")), "invalid_grant");
}

#[test]
fn a_refresh_token_is_good_once_and_a_second_use_ends_them_all() {
    let mut world = world();
    let code = code(&mut world);
    let (_, body) = ask(&mut world, &exchange(&code));
    let first = body["refresh_token"].as_str().unwrap().to_owned();
    let (status, body) = ask(&mut world, &refresh(&first));
    let second = body["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(status, 200);
    assert_ne!(first, second);
    assert_eq!(asked(&mut world, &refresh(&first)), "invalid_grant", "a replay");
    assert_eq!(asked(&mut world, &refresh(&second)), "invalid_grant", "the family has ended");
}

#[test]
fn a_sign_in_ends_when_it_is_revoked_or_too_old() {
    let mut world = world();
    let code_one = code(&mut world);
    let (_, body) = ask(&mut world, &exchange(&code_one));
    let token = body["refresh_token"].as_str().unwrap().to_owned();
    let revoke = |token: &str| format!("client_id={PERSON_CLIENT_ID}&token={token}");
    let target = "/identity/connect/revocation";
    assert_eq!(send(&mut world, "POST", target, "", "client_id=x&token=y").status, 400);
    assert_eq!(send(&mut world, "POST", target, "", &revoke("unknown")).status, 200);
    assert_eq!(send(&mut world, "POST", target, "", &revoke(&token)).status, 200);
    assert_eq!(asked(&mut world, &refresh(&token)), "invalid_grant");
    let code_two = code(&mut world);
    let (_, body) = ask(&mut world, &exchange(&code_two));
    world.pass_days(31);
    let old = body["refresh_token"].as_str().unwrap();
    assert_eq!(asked(&mut world, &refresh(old)), "invalid_grant");
}
