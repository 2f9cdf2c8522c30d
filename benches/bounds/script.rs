//! What a plain script takes that makes the same calls and promises nothing: no journal, no second look, no care for what
//! is lost. It is what a pass is measured by.
//!
//! It reads the lists, and of each order the payment and the shop's order; then it captures, completes and books.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use uniac_sandbox::unimicro::{COMPANY_KEY, TOKEN};
use uniac_sandbox::{Sandbox, vipps, woocommerce};

/// How many rows of a list it asks for.
const PAGE: usize = 100;

/// What a script took.
pub struct Took {
    pub wall: Duration,
    pub calls: u64,
}

impl Took {
    /// Returns the milliseconds for one call.
    pub fn ms_a_call(&self) -> f64 {
        self.wall.as_secs_f64() * 1000.0 / self.calls as f64
    }
}

/// An order as the script knows it.
struct Work {
    shop_id: i64,
    reference: String,
    invoice: i64,
    minor: i64,
}

/// Captures, completes and books the first of a world's orders, in so many threads.
pub fn run(sandbox: &Sandbox, threads: usize, most: usize) -> Took {
    let server = sandbox.serve(0).unwrap();
    let address = server.address.to_string();
    sandbox.calls(true).unwrap();
    let started = Instant::now();
    let mut line = Line::new(&address);
    let token = line.vipps_token();
    let mut work = listed(&mut line);
    work.truncate(most);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut line = Line::new(&address);
                while let Some(order) = work.get(next.fetch_add(1, Ordering::SeqCst)) {
                    line.done(order, &token);
                }
            });
        }
    });
    let wall = started.elapsed();
    let calls = sandbox.calls(false).unwrap();
    let captured = sandbox.ledger().unwrap().iter().filter(|row| row.captured_minor > 0).count();
    assert_eq!(captured, work.len());
    let all = [calls.uni, calls.shop, calls.provider];
    Took { wall, calls: all.iter().map(|calls| calls.read + calls.write).sum() }
}

/// Returns the orders that are invoiced; in these worlds an amount is an order's own.
fn listed(line: &mut Line) -> Vec<Work> {
    let minor = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (text.parse::<f64>().unwrap() * 100.0).round() as i64
    };
    let mut invoices = HashMap::new();
    let uni = |skip| format!("/uni/api/biz/invoices?top={PAGE}&skip={skip}");
    for row in line.rows(&uni, &Line::uni_headers()) {
        invoices.insert(minor(&row["TaxInclusiveAmountCurrency"]), row["ID"].as_i64().unwrap());
    }
    let shop = |offset| format!("/shop/wp-json/wc/v3/orders?per_page={PAGE}&offset={offset}");
    let orders = line.rows(&shop, &Line::shop_headers());
    let work = orders.iter().filter_map(|row| {
        let minor = minor(&row["total"]);
        Some(Work {
            shop_id: row["id"].as_i64()?,
            reference: row["transaction_id"].as_str()?.to_owned(),
            invoice: *invoices.get(&minor)?,
            minor,
        })
    });
    work.collect()
}

/// A connection that is kept.
struct Line {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Line {
    fn new(host: &str) -> Line {
        let stream = TcpStream::connect(host).unwrap();
        stream.set_nodelay(true).unwrap();
        Line { stream: BufReader::new(stream), host: host.to_owned() }
    }

    fn done(&mut self, order: &Work, token: &str) {
        let Work { shop_id, reference, invoice, minor } = order;
        let kroner = format!("{}.{:02}", minor / 100, minor % 100);
        let payment = format!("/provider/epayment/v1/payments/{reference}");
        let vipps = format!("{}authorization: Bearer {token}\r\n", Line::vipps_headers());
        self.call("GET", &payment, &vipps, None);
        let shop = format!("/shop/wp-json/wc/v3/orders/{shop_id}");
        self.call("GET", &shop, &Line::shop_headers(), None);
        let keyed = format!("{vipps}idempotency-key: script-{reference}\r\n");
        let body = json!({"modificationAmount": {"currency": "NOK", "value": minor}});
        self.call("POST", &format!("{payment}/capture"), &keyed, Some(&body));
        self.call("PUT", &shop, &Line::shop_headers(), Some(&json!({"status": "completed"})));
        let text = format!(
            r#"{{"PaymentDate":"2026-11-29","Amount":{kroner},"AmountCurrency":{kroner}}}"#
        );
        let body: Value = serde_json::from_str(&text).unwrap();
        let book = format!("/uni/api/biz/invoices/{invoice}?action=payInvoice");
        self.call("PUT", &book, &Line::uni_headers(), Some(&body));
    }

    fn rows(&mut self, path: &dyn Fn(usize) -> String, headers: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        loop {
            let page = self.call("GET", &path(rows.len()), headers, None);
            let page = page.as_array().unwrap();
            rows.extend(page.iter().cloned());
            if page.len() < PAGE {
                return rows;
            }
        }
    }

    fn vipps_token(&mut self) -> String {
        let headers = format!(
            "{}client_id: {}\r\nclient_secret: {}\r\n",
            Line::vipps_headers(),
            vipps::CLIENT_ID,
            vipps::CLIENT_SECRET
        );
        let answer = self.call("POST", "/provider/accesstoken/get", &headers, None);
        answer["access_token"].as_str().unwrap().to_owned()
    }

    fn vipps_headers() -> String {
        let (key, serial) = (vipps::SUBSCRIPTION_KEY, vipps::MERCHANT_SERIAL_NUMBER);
        format!("ocp-apim-subscription-key: {key}\r\nmerchant-serial-number: {serial}\r\n")
    }

    fn shop_headers() -> String {
        let pair = format!("{}:{}", woocommerce::CONSUMER_KEY, woocommerce::CONSUMER_SECRET);
        format!("authorization: Basic {}\r\n", STANDARD.encode(pair))
    }

    fn uni_headers() -> String {
        format!("authorization: Bearer {TOKEN}\r\ncompanykey: {COMPANY_KEY}\r\n")
    }

    /// Sends a request and returns its answer, which must be a success.
    fn call(&mut self, method: &str, path: &str, headers: &str, body: Option<&Value>) -> Value {
        let body = body.map(Value::to_string).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n{headers}\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let mut status = String::new();
        self.stream.read_line(&mut status).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        assert!(status.starts_with("HTTP/1.1 20"), "{method} {path}: {status}{answer}");
        serde_json::from_str(&answer).unwrap_or(Value::Null)
    }
}
