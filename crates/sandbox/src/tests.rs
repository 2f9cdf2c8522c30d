//! A client for the tests of all emulators, and tests of the whole through the socket.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::world::tests::{clock, world};
use super::*;

/// Asks Uni.
pub(super) fn uni(world: &mut World, method: &str, target: &str, body: Value) -> (u16, Value) {
    ask(world, method, &format!("/uni/api/biz/{target}"), &unimicro_headers(), &body)
}

/// Returns the headers of a call to Uni.
pub(super) fn unimicro_headers() -> [(&'static str, String); 2] {
    [
        ("authorization", format!("Bearer {}", unimicro::TOKEN)),
        ("companykey", unimicro::COMPANY_KEY.to_owned()),
    ]
}

/// Asks the shop.
pub(super) fn shop(world: &mut World, method: &str, target: &str, body: Value) -> (u16, Value) {
    let target = format!("/shop/wp-json/wc/v3/{target}");
    ask(world, method, &target, &[("authorization", shop_authorization())], &body)
}

/// Returns what the key looks like in a header.
pub(super) fn shop_authorization() -> String {
    format!(
        "Basic {}",
        "Y2tfNmMxZjBlOGI1MmQ5NGE3ZTkzYjBjMmQ0MTdhNWU4ZjZiOWQzYzAwMTpjc19iN2UyYTRkOTEwOGM0ZjZmYTM1ZDdl\
         OTFjMDZiMjhmNGQ1YTFlMDAy"
    )
}

/// Asks the provider, signed in, with an idempotency key unless it is empty.
pub(super) fn provider(
    world: &mut World,
    method: &str,
    target: &str,
    key: &str,
    body: Value,
) -> (u16, Value) {
    let mut headers = provider_headers(world);
    if !key.is_empty() {
        headers.push(("idempotency-key", key.to_owned()));
    }
    ask(world, method, &format!("/provider/epayment/v1/payments/{target}"), &headers, &body)
}

/// Signs in and returns the headers of a call.
pub(super) fn provider_headers(world: &mut World) -> Vec<(&'static str, String)> {
    let unit = [
        ("ocp-apim-subscription-key", vipps::SUBSCRIPTION_KEY.to_owned()),
        ("merchant-serial-number", vipps::MERCHANT_SERIAL_NUMBER.to_owned()),
    ];
    let mut headers = unit.to_vec();
    headers.push(("client_id", vipps::CLIENT_ID.to_owned()));
    headers.push(("client_secret", vipps::CLIENT_SECRET.to_owned()));
    let (status, token) = ask(world, "POST", "/provider/accesstoken/get", &headers, &Value::Null);
    assert_eq!(status, 200);
    let mut headers = unit.to_vec();
    let token = token["access_token"].as_str().unwrap();
    headers.push(("authorization", format!("Bearer {token}")));
    headers
}

/// Captures, refunds or cancels.
pub(super) fn change(
    world: &mut World,
    act: &str,
    reference: &str,
    key: &str,
    value: i64,
) -> (u16, Value) {
    let body = if act == "cancel" {
        Value::Null
    } else {
        json!({ "modificationAmount": { "currency": "NOK", "value": value } })
    };
    provider(world, "POST", &format!("{reference}/{act}"), key, body)
}

/// Returns Vipps' own number of a refusal.
pub(super) fn number(problem: &Value) -> &str {
    problem["extraDetails"][0]["reason"].as_str().unwrap_or_default()
}

/// Sends a request on the whole way, expects a whole answer, and returns its status and body.
pub(super) fn ask(
    world: &mut World,
    method: &str,
    target: &str,
    headers: &[(&str, String)],
    body: &Value,
) -> (u16, Value) {
    match send(world, method, target, headers, body) {
        Answer::Whole(response) => {
            (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
        }
        other => panic!("no whole answer: {other:?}"),
    }
}

/// Sends a request on the whole way.
pub(super) fn send(
    world: &mut World,
    method: &str,
    target: &str,
    headers: &[(&str, String)],
    body: &Value,
) -> Answer {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let target = target.replace(' ', "%20");
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    world.deliver(&Request::new(method, &target, headers, body)).unwrap().answer
}

#[test]
fn calls_are_counted_but_sign_ins_are_not() {
    let mut world = world();
    let made = world.order(2, 49_900, None, None).unwrap();
    let reference = made.reference.unwrap();
    assert_eq!(world.calls(true).unwrap(), CallCounts::default());
    provider(&mut world, "GET", &reference, "", Value::Null);
    change(&mut world, "capture", &reference, "k1", 100);
    uni(&mut world, "GET", "orders", Value::Null);
    shop(&mut world, "PUT", "orders/9001", json!({ "status": "on-hold" }));
    let counts = world.calls(true).unwrap();
    assert_eq!(counts.provider, Calls { read: 1, write: 1 });
    assert_eq!(counts.uni, Calls { read: 1, write: 0 });
    assert_eq!(counts.shop, Calls { read: 0, write: 1 });
    assert_eq!(world.calls(false).unwrap(), CallCounts::default());
}

#[test]
fn without_idempotency_a_duplicate_pays_twice() {
    let mut world = world();
    let reference = world.order(1, 49_900, None, None).unwrap().reference.unwrap();
    world.set(Setting::Idempotency, "ignore").unwrap();
    world.fault_add("duplicate", Some("capture"), 1, None).unwrap();
    change(&mut world, "capture", &reference, "k1", 100);
    assert_eq!(world.ledger().unwrap()[0].captured_minor, 200);
}

#[test]
fn every_system_fails_in_its_own_dialect() {
    let mut world = world();
    world.fault_add("error-before", None, 3, None).unwrap();
    let (status, body) = uni(&mut world, "GET", "orders", Value::Null);
    assert_eq!((status, &body["Message"]), (500, &json!("An error has occurred.")));
    let (status, body) = shop(&mut world, "GET", "orders", Value::Null);
    assert_eq!((status, &body["data"]["status"]), (500, &json!(500)));
    let (status, body) = provider(&mut world, "GET", "reference-1", "", Value::Null);
    assert_eq!((status, &body["status"]), (500, &json!(500)));
}

#[test]
fn a_lagging_read_shows_the_last_write_late() {
    let mut world = world();
    let made = world.order(1, 49_900, None, None).unwrap();
    let (order, reference) = (made.order.unwrap(), made.reference.unwrap());
    world.invoice(&order, None).unwrap();
    world.fault_add("lagging-read", None, 4, Some(5_000)).unwrap();
    let (_, answer) = change(&mut world, "capture", &reference, "k1", 49_900);
    assert_eq!(answer["aggregate"]["capturedAmount"]["value"], 49_900, "the answer itself is true");
    shop(&mut world, "PUT", "orders/9001", json!({ "status": "completed" }));
    shop(&mut world, "POST", "orders/9001/notes", json!({ "note": "captured" }));
    let pay = json!({ "PaymentDate": "2026-11-23", "Amount": 499.0, "AmountCurrency": 499.0 });
    assert_eq!(uni(&mut world, "PUT", "invoices/2001?action=payInvoice", pay).0, 200);
    let look = |world: &mut World| {
        let (_, payment) = provider(world, "GET", &reference, "", Value::Null);
        let (_, events) = provider(world, "GET", &format!("{reference}/events"), "", Value::Null);
        let (_, order) = shop(world, "GET", "orders/9001", Value::Null);
        let (_, notes) = shop(world, "GET", "orders/9001/notes", Value::Null);
        let (_, invoice) = uni(world, "GET", "invoices/2001", Value::Null);
        (
            payment["aggregate"]["capturedAmount"]["value"].as_i64().unwrap(),
            events.as_array().unwrap().len(),
            order["status"].as_str().unwrap().to_owned(),
            notes.as_array().unwrap().len(),
            invoice["RestAmountCurrency"].to_string(),
        )
    };
    assert_eq!(look(&mut world), (0, 2, "processing".to_owned(), 0, "499.0".to_owned()));
    world.pass_ms(7_000);
    assert_eq!(look(&mut world), (49_900, 3, "completed".to_owned(), 2, "0.0".to_owned()));
}

#[test]
fn several_processes_share_one_world() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sandbox.db");
    let sandbox = Sandbox::reset(&path, 0, 1, clock()).unwrap();
    let order = sandbox.world().unwrap().order(1, 30_000, None, None).unwrap().order.unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            // A connection of its own for each act, as with processes.
            scope.spawn(|| {
                for _ in 0..40 {
                    let mut people = sandbox.world().unwrap();
                    people.portal(PortalAct::Capture, &order, Some(100)).unwrap();
                    people.order(1, 100, None, None).unwrap();
                }
            });
        }
    });
    let ledger = sandbox.ledger().unwrap();
    assert_eq!(ledger.len(), 121);
    let row = ledger.iter().find(|row| row.order.as_ref() == Some(&order)).unwrap();
    assert_eq!((row.captured_minor, row.events.len()), (12_000, 121));
}

/// Sends raw text to the server and returns all that comes back.
fn exchange(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let _ = stream.shutdown(Shutdown::Both);
    String::from_utf8_lossy(&answer).into_owned()
}

const COMPANIES: &str = "GET /uni/api/init/companies HTTP/1.1\r\nHost: localhost\r\n\
    Authorization: Bearer sandbox-uni-token-2f8d61c7a9\r\n";

#[test]
fn the_server_serves_loses_and_tears() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data").join("sandbox.db");
    let sandbox = Sandbox::reset(&path, 3, 1, clock()).unwrap();
    assert!(Sandbox::exists(&path));
    let server = sandbox.serve(0).unwrap();
    let request = format!("{COMPANIES}Connection: close\r\n\r\n");
    let whole = exchange(server.address, &request);
    assert!(whole.starts_with("HTTP/1.1 200") && whole.contains("Fjordglimt"), "{whole}");

    sandbox.fault_add("reply-lost", None, 1, None).unwrap();
    assert_eq!(exchange(server.address, &request), "");

    sandbox.fault_add("torn-body", None, 1, None).unwrap();
    let torn = exchange(server.address, &request);
    let (head, body) = torn.split_once("\r\n\r\n").unwrap();
    let (_, whole_body) = whole.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", whole_body.len())), "{head}");
    assert_eq!(body.len(), whole_body.len() / 2);
    assert_eq!(sandbox.calls(false).unwrap().uni.read, 3);

    let taken = sandbox.serve(server.address.port()).err().unwrap();
    assert_eq!(taken.code, "sandbox-port");
    drop(server);
}

#[test]
fn slow_answers_do_not_hold_each_other_up() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sandbox.db");
    let sandbox = Sandbox::reset(&path, 0, 1, clock()).unwrap();
    sandbox.fault_add("slow", None, 0, Some(200)).unwrap();
    let server = sandbox.serve(0).unwrap();
    let start = Instant::now();
    let request = format!("{COMPANIES}Connection: close\r\n\r\n");
    std::thread::scope(|scope| {
        for _ in 0..30 {
            scope.spawn(|| {
                assert!(exchange(server.address, &request).starts_with("HTTP/1.1 200"));
            });
        }
    });
    let elapsed = start.elapsed();
    assert!(elapsed >= Duration::from_millis(200), "{elapsed:?}");
    assert!(elapsed < Duration::from_secs(3), "30 answers in a row would take 6 s: {elapsed:?}");
}
