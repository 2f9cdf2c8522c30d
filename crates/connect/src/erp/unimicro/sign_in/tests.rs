//! Assertions, claims, keys and refusals of the sign-in: what is sent, how often, and what is made of
//! what comes.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

use super::*;
use crate::erp::unimicro::Platform;
use crate::http::Request;
use crate::http::testing::{Act, Recording, Server as Scripted, context, json as answer};

const PKCS8: &str = include_str!("../../../../../sandbox/src/identity/client.pem");
const PUBLIC: &[u8] = include_bytes!("../../../../../sandbox/src/identity/client.pub.der");
const PASSWORD: &str = "test-p12-password";

fn key() -> Key {
    Key::from_pem(&Secret::new(PKCS8)).unwrap()
}

/// Returns the claims of an assertion whose signature is the client's.
fn verified(jwt: &str) -> (Value, Value) {
    let (text, signature) = jwt.rsplit_once('.').unwrap();
    let (header, payload) = text.split_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC);
    public.verify(text.as_bytes(), &signature).expect("the client's signature");
    let part = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (part(header), part(payload))
}

/// Returns a token of this payload; nobody checks its signature.
fn jwt(payload: &Value) -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(payload.to_string()))
}

fn pem(name: &str) -> Secret {
    let path = format!("{}/../../tests/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    Secret::new(&std::fs::read_to_string(path).unwrap())
}

fn p12(name: &str, password: &str) -> Result<Key> {
    let path = format!("{}/../../tests/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    Key::from_p12(&std::fs::read(path).unwrap(), &Secret::new(password))
}

#[test]
fn an_assertion_has_exactly_the_documented_payload() {
    let now: Timestamp = "2020-06-19T18:52:20Z".parse().unwrap();
    let audience = "https://test-login.unimicro.no/connect/token";
    let one = assertion::signed(&key(), "c1", audience, now).unwrap();
    let (header, payload) = verified(one.expose());
    assert_eq!(header, json!({"alg": "RS256", "typ": "JWT"}));
    let jti = payload["jti"].as_str().unwrap().to_owned();
    let expected = json!({
        "jti": jti, "sub": "c1", "iss": "c1", "iat": 1_592_592_740, "nbf": 1_592_592_740,
        "exp": 1_592_592_800, "aud": audience,
    });
    assert_eq!(payload, expected);
    let groups: Vec<usize> = jti.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{jti} is no guid");
    assert_eq!((&jti[14..15], jti.to_lowercase()), ("4", jti.clone()));
    let (_, other) = verified(assertion::signed(&key(), "c1", audience, now).unwrap().expose());
    assert_ne!(other["jti"], jti);
}

#[test]
fn one_key_is_read_in_every_form_that_the_portal_and_openssl_give() {
    let now = Timestamp::UNIX_EPOCH;
    for key in [
        key(),
        Key::from_pem(&pem("client-pkcs1.pem")).unwrap(),
        p12("client.p12", PASSWORD).unwrap(),
        p12("client-3des.p12", PASSWORD).unwrap(),
        p12("client-legacy.p12", PASSWORD).unwrap(),
    ] {
        verified(assertion::signed(&key, "c", "a", now).unwrap().expose());
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}

#[test]
fn a_key_that_cannot_be_used_is_said_to_be_so_and_not_shown() {
    let of_pem = |name| Key::from_pem(&pem(name));
    for (read, expected) in [
        (p12("client.p12", "wrong"), "the password of the .p12 file is wrong"),
        (p12("client-3des.p12", "wrong"), "the password of the .p12 file is wrong"),
        (p12("client-legacy.p12", ""), "the password of the .p12 file is wrong"),
        (p12("no-key.p12", PASSWORD), "holds no private key"),
        (p12("other.pem", PASSWORD), "is no .p12 file"),
        (of_pem("ec.pem"), "the key cannot be used"),
        (of_pem("weak.pem"), "the key cannot be used"),
        (of_pem("locked.pem"), "locked with a password"),
        (Key::from_pem(&Secret::new("s3cret")), "no private key in PEM form"),
    ] {
        let error = read.expect_err("no key");
        assert_eq!((error.kind, error.code), (Kind::SignIn, "bad-key"));
        assert!(error.message.contains(expected), "{}\n{expected}", error.message);
        for secret in ["wrong", "s3cret", PASSWORD] {
            assert!(!error.message.contains(&format!("`{secret}`")), "{}", error.message);
        }
    }
}

#[test]
fn the_address_in_a_token_is_used_only_where_a_token_may_go() {
    let issuer = "https://login.unimicro.no";
    for (claim, expected) in [
        (json!("https://dnbregnskap.dnb.no/"), Some("https://dnbregnskap.dnb.no")),
        (json!("http://app.unimicro.no/"), None),
        (json!("https://127.0.0.1/"), None),
        (json!("https://kari:pw@app.unimicro.no/"), None),
        (json!("//app.unimicro.no"), None),
        (json!(["https://app.unimicro.no/"]), None),
        (json!(null), None),
    ] {
        let token = jwt(&json!({"AppFramework": claim}));
        let base = claims::read(&token).unwrap().base(issuer);
        assert_eq!(base.as_deref(), expected, "{claim}");
    }
    for opaque in ["", "opaque", "a.b", "a.!.c", "a.e30.c.d"] {
        assert!(claims::read(opaque).is_none(), "{opaque}");
    }
}

#[test]
fn an_id_token_must_be_the_answer_to_what_was_asked() {
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let good = json!({"iss": "https://i", "aud": "c", "nonce": "n", "exp": now.as_second() + 60});
    let check = |change: &[(&str, Value)]| {
        let mut payload = good.clone();
        for (name, value) in change {
            payload[*name] = value.clone();
        }
        claims::read(&jwt(&payload)).unwrap().check("https://i", "c", "n", now)
    };
    assert_eq!(check(&[]), Ok(()));
    assert_eq!(check(&[("aud", json!(["x", "c"])), ("azp", json!("c"))]), Ok(()));
    for wrong in [
        ("iss", json!("https://j")),
        ("aud", json!("d")),
        ("aud", json!(["d"])),
        ("aud", json!(null)),
        ("nonce", json!("m")),
        ("nonce", json!(null)),
        ("exp", json!(now.as_second() - 301)),
        ("exp", json!(null)),
    ] {
        assert!(check(std::slice::from_ref(&wrong)).is_err(), "{wrong:?}");
    }
}

/// A platform and its identity server on one scripted address.
struct Stage {
    platform: Platform,
    server: Scripted,
    recording: Arc<Recording>,
}

fn discovery(address: &str, issuer: &str) -> String {
    let endpoint = format!("{address}/connect/token");
    json!({"issuer": issuer, "token_endpoint": endpoint}).to_string()
}

/// Returns a platform for a server application. The script is what comes after the discovery.
fn stage(script: Vec<Act>) -> Stage {
    let (context, recording) = context();
    // The address is known only when the server listens, so the discovery is its first act.
    let server = Scripted::start_with(|address| {
        let mut acts = vec![answer(200, &discovery(address, address))];
        acts.extend(script);
        acts
    });
    let sign_in = SignIn::Server(Server {
        issuer: server.address.clone(),
        client_id: "c1".to_owned(),
        key: key(),
        scope: "AppFramework".to_owned(),
    });
    let platform = Platform::new(&server.address, sign_in, &context).unwrap();
    Stage { platform, server, recording }
}

fn granted(token: &str) -> Act {
    answer(
        200,
        &json!({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}).to_string(),
    )
}

fn assertion_in(request: &str) -> String {
    let (_, rest) = request.split_once("client_assertion=").expect("an assertion");
    rest.split('&').next().unwrap().to_owned()
}

#[test]
fn a_server_application_asks_as_documented_and_keeps_its_token() {
    let stage = stage(vec![granted("t1"), answer(200, "[]"), answer(200, "[]")]);
    assert_eq!(stage.platform.companies().unwrap(), []);
    assert_eq!(stage.platform.companies().unwrap(), []);
    let requests = stage.server.requests();
    assert_eq!(
        stage.server.lines(),
        [
            "GET /.well-known/openid-configuration HTTP/1.1",
            "POST /connect/token HTTP/1.1",
            "GET /api/init/companies HTTP/1.1",
            "GET /api/init/companies HTTP/1.1",
        ]
    );
    let form = requests[1].split("\r\n\r\n").nth(1).unwrap();
    let assertion = assertion_in(form);
    assert_eq!(
        form.replace(&assertion, "JWT"),
        "grant_type=client_credentials&scope=AppFramework&client_id=c1&client_assertion_type=\
         urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=JWT"
    );
    assert!(requests[1].contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert_eq!(verified(&assertion).1["aud"], format!("{}/connect/token", stage.server.address));
    // No company is chosen to ask for the companies.
    assert!(requests[2].contains("authorization: Bearer t1\r\n"));
    assert!(!requests[2].to_ascii_lowercase().contains("companykey"));
}

#[test]
fn a_lost_answer_is_asked_for_again_with_another_assertion() {
    let stage = stage(vec![Act::Lose, answer(503, ""), granted("t1"), answer(200, "[]")]);
    stage.platform.companies().unwrap();
    let requests = stage.server.requests();
    let mut jtis: Vec<String> = requests[1..4]
        .iter()
        .map(|request| verified(&assertion_in(request)).1["jti"].to_string())
        .collect();
    jtis.sort();
    jtis.dedup();
    assert_eq!(jtis.len(), 3, "an assertion was used twice");
}

#[test]
fn a_token_is_renewed_exactly_once_on_401_for_reads_and_for_writes() {
    let stage = stage(vec![
        granted("t1"),
        answer(401, "{}"),
        granted("t2"),
        answer(200, "[]"),
        answer(401, "{}"),
        granted("t3"),
        answer(401, "{}"),
        granted("t4"),
    ]);
    stage.platform.companies().unwrap();
    let write = Request::put("/api/biz/invoices/1", "{}");
    let written = stage.platform.write(&write).unwrap();
    assert_eq!(written.status, 401);
    let lines = stage.server.lines();
    let count = |line: &str| lines.iter().filter(|known| known.starts_with(line)).count();
    assert_eq!((count("GET /api"), count("PUT /api"), count("POST /connect")), (2, 2, 3));
}

#[test]
fn a_ready_token_is_not_asked_for_again() {
    let (context, _) = context();
    let server = Scripted::start(vec![answer(401, "{}"), answer(200, "[]")]);
    let sign_in = SignIn::Token(Secret::new("t"));
    let platform = Platform::new(&server.address, sign_in, &context).unwrap();
    assert_eq!(platform.companies().unwrap_err().code, "sign-in");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_token_that_names_another_address_takes_the_calls_there() {
    let there = Scripted::start(vec![answer(200, "[]")]);
    let token = jwt(&json!({"AppFramework": format!("{}/", there.address), "client_id": "c1"}));
    let here = stage(vec![granted(&token)]);
    here.platform.companies().unwrap();
    assert_eq!(there.lines(), ["GET /api/init/companies HTTP/1.1"]);
    let signed_in = here.platform.signed_in().unwrap();
    assert_eq!(signed_in.subject.as_deref(), Some("c1"));
    assert_eq!((signed_in.api, signed_in.api_is_named), (there.address.clone(), true));
    let unsafe_token = jwt(&json!({"AppFramework": "http://app.unimicro.no/"}));
    let here = stage(vec![granted(&unsafe_token), answer(200, "[]")]);
    here.platform.companies().unwrap();
    assert_eq!(here.server.lines().last().unwrap(), "GET /api/init/companies HTTP/1.1");
    assert!(!here.platform.signed_in().unwrap().api_is_named);
}

#[test]
fn companies_and_endpoints_are_read_as_far_as_they_are_known() {
    let companies = json!([
        {"ID": 1, "Key": "k1", "Name": "Kopp\u{1b}[31m AS", "OrganizationNumber": 999_888_777, "IsTest": true},
        {"Key": "k2"},
    ]);
    let endpoints = json!({"AppFramework": "https://a/", "Identity": "https://i", "Odd": 1});
    let stage = stage(vec![
        granted("t1"),
        answer(200, &companies.to_string()),
        answer(200, &endpoints.to_string()),
    ]);
    let found = stage.platform.companies().unwrap();
    let shown = |company: &crate::erp::unimicro::Company| {
        let number = company.organization_number.clone().unwrap_or_default();
        format!("{} {} {number} {}", company.key, company.name, company.is_test)
    };
    let shown: Vec<String> = found.iter().map(shown).collect();
    assert_eq!(shown, ["k1 Kopp[31m AS 999888777 true", "k2 k2  false"]);
    let found = stage.platform.endpoints().unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>().len(), 2);
    let last = stage.server.requests().pop().unwrap();
    assert!(!last.to_ascii_lowercase().contains("authorization"), "{last}");
}

#[test]
fn a_refusal_says_what_it_means_and_never_in_the_servers_words() {
    for (status, body, expected) in [
        (400, r#"{"error":"invalid_client","error_description":"s3cret"}"#, "invalid_client"),
        (400, r#"{"error":"invalid_scope"}"#, "invalid_scope"),
        (401, r#"{"error":"unauthorized_client"}"#, "unauthorized_client"),
        (400, r#"{"error":"s3cret"}"#, "(400): it gives no reason"),
        (403, "<html>s3cret</html>", "(403)"),
    ] {
        let stage = stage(vec![answer(status, body)]);
        let error = stage.platform.companies().unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::SignIn, "sign-in"), "{body}");
        assert!(error.message.contains(expected), "{}", error.message);
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        assert_eq!(stage.server.requests().len(), 2, "{body}");
    }
}

#[test]
fn a_clock_that_is_wrong_is_said_to_be_so() {
    let date = "date: Thu, 01 Jan 2026 12:00:00 GMT\r\n".to_owned();
    let body = r#"{"error":"invalid_client"}"#.to_owned();
    let stage = stage(vec![Act::Answer(400, date, body)]);
    let error = stage.platform.companies().unwrap_err();
    assert!(error.hints[0].contains("minutes fast"), "{:?}", error.hints);
}

#[test]
fn a_discovery_that_cannot_be_trusted_ends_the_sign_in() {
    for (issuer, endpoint, expected) in [
        ("https://other.example.no", "ADDRESS/connect/token", "wrong-issuer"),
        ("ADDRESS", "http://login.example.no/connect/token", "not-understood"),
        ("ADDRESS", "nowhere", "not-understood"),
    ] {
        let (context, _) = context();
        let server = Scripted::start_with(|address| {
            let document = json!({
                "issuer": issuer.replace("ADDRESS", address),
                "token_endpoint": endpoint.replace("ADDRESS", address),
            });
            vec![answer(200, &document.to_string())]
        });
        let sign_in = SignIn::Server(Server {
            issuer: server.address.clone(),
            client_id: "c1".to_owned(),
            key: key(),
            scope: SERVER_SCOPE.to_owned(),
        });
        let platform = Platform::new(&server.address, sign_in, &context).unwrap();
        assert_eq!(platform.companies().unwrap_err().code, expected);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn the_exchange_log_holds_no_secret_of_the_sign_in() {
    let stage = stage(vec![granted("s3cret-t0ken"), answer(200, "[]")]);
    stage.platform.companies().unwrap();
    let exchanges = stage.recording.0.lock().unwrap();
    assert_eq!(exchanges.len(), 3);
    let kept = serde_json::to_string(&*exchanges).unwrap();
    for secret in ["s3cret", "client_assertion", "eyJ"] {
        assert!(!kept.contains(secret), "{kept}");
    }
    assert!(exchanges[1].request.is_none() && exchanges[1].response.is_none());
}

/// Keeps a sign-in in memory and counts how often it was replaced.
struct Memory(Mutex<(Option<Login>, u32)>);

impl Memory {
    fn with(login: Option<Login>) -> Arc<Memory> {
        Arc::new(Memory(Mutex::new((login, 0))))
    }

    fn state(&self) -> (Option<Login>, u32) {
        self.0.lock().unwrap().clone()
    }
}

impl Logins for Memory {
    fn read(&self) -> Result<Option<Login>> {
        Ok(self.state().0)
    }

    fn renew(&self, renew: &mut dyn FnMut(Option<Login>) -> Result<Option<Login>>) -> Result<()> {
        let mut kept = self.0.lock().unwrap();
        if let Some(login) = renew(kept.0.clone())? {
            *kept = (Some(login), kept.1 + 1);
        }
        Ok(())
    }

    fn forget(&self) -> Result<()> {
        self.0.lock().unwrap().0 = None;
        Ok(())
    }
}

fn login(issuer: &str, access: Option<&str>) -> Login {
    let ends_at = "2999-01-01T00:00:00Z".parse().unwrap();
    Login {
        issuer: issuer.to_owned(),
        client_id: "p1".to_owned(),
        refresh: Secret::new("r1"),
        access: access.map(|access| (Secret::new(access), ends_at)),
        who: None,
        since: Timestamp::UNIX_EPOCH,
    }
}

fn of_person(server: &Scripted, logins: Arc<Memory>) -> Platform {
    let (context, _) = context();
    let person = Person {
        issuer: server.address.clone(),
        client_id: "p1".to_owned(),
        scope: PERSON_SCOPE.to_owned(),
        logins,
    };
    Platform::new(&server.address, SignIn::Person(person), &context).unwrap()
}

#[test]
fn a_kept_token_is_used_and_a_refused_one_is_renewed_and_kept_before_it_is_used() {
    let renewed = json!({"access_token": "a2", "expires_in": 3600, "refresh_token": "r2"});
    let server = Scripted::start_with(|address| {
        vec![
            answer(200, "[]"),
            answer(401, "{}"),
            answer(200, &discovery(address, address)),
            answer(200, &renewed.to_string()),
            answer(200, "[]"),
        ]
    });
    let memory = Memory::with(Some(login(&server.address, Some("a1"))));
    let platform = of_person(&server, Arc::clone(&memory));
    platform.companies().unwrap();
    assert_eq!(memory.state().1, 0);
    platform.companies().unwrap();
    let (kept, times) = memory.state();
    let kept = kept.unwrap();
    assert_eq!((kept.refresh.expose(), times), ("r2", 1));
    assert_eq!(kept.access.unwrap().0.expose(), "a2");
    let requests = server.requests();
    assert!(requests[3].ends_with("grant_type=refresh_token&client_id=p1&refresh_token=r1"));
    assert!(requests[4].contains("authorization: Bearer a2\r\n"));
}

#[test]
fn without_a_sign_in_that_lives_a_person_is_asked_for() {
    let refused = r#"{"error":"invalid_grant"}"#;
    let server = Scripted::start_with(|address| {
        vec![answer(200, &discovery(address, address)), answer(400, refused)]
    });
    let ended = login(&server.address, None);
    for (kept, asked) in [
        (None, 0),
        (Some(login("https://another.example.no", Some("a"))), 0),
        (Some(Login { client_id: "p2".to_owned(), ..ended.clone() }), 0),
        (Some(ended.clone()), 2),
    ] {
        let memory = Memory::with(kept.clone());
        let error = of_person(&server, Arc::clone(&memory)).companies().unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::SignIn, "login-needed"));
        assert_eq!(server.requests().len(), asked);
        assert_eq!(memory.state(), (kept, 0));
    }
}

#[test]
fn a_person_is_sent_to_the_address_with_pkce_and_nothing_secret() {
    let (context, _) = context();
    let server = Scripted::start_with(|address| {
        let document = json!({
            "issuer": address, "token_endpoint": format!("{address}/connect/token"),
            "authorization_endpoint": format!("{address}/connect/authorize"),
        });
        vec![answer(200, &document.to_string())]
    });
    let person = Person {
        issuer: server.address.clone(),
        client_id: "p1".to_owned(),
        scope: PERSON_SCOPE.to_owned(),
        logins: Memory::with(None),
    };
    let sign_in = PersonSignIn::new(person, &context).unwrap();
    let redirect = "http://localhost:1234/oauth/callback";
    let (one, two) = (sign_in.begin(redirect).unwrap(), sign_in.begin(redirect).unwrap());
    let query = |started: &Started| -> Vec<(String, String)> {
        let (start, query) = started.address.split_once('?').unwrap();
        assert_eq!(start, format!("{}/connect/authorize", server.address));
        let pair = |pair: &str| pair.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()));
        query.split('&').filter_map(pair).collect()
    };
    let (first, second) = (query(&one), query(&two));
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "redirect_uri",
            "response_type",
            "prompt",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method"
        ]
    );
    for ((name, value), (_, other)) in first.iter().zip(&second) {
        let is_random = matches!(name.as_str(), "state" | "nonce" | "code_challenge");
        assert_eq!(value == other, !is_random, "{name}");
        assert!(!is_random || value.len() == 43, "{name}={value}");
    }
    assert_eq!(first[4].1, "AppFramework+profile+openid+offline_access");
    assert_eq!(format!("{:?}", one.state), "Secret(…)");
}
