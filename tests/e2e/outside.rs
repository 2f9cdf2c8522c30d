//! The outside world as another program sees it: Uni's and the shop's own words over their APIs.
//!
//! Nothing here may come from uniac's reading of them; it is what uniac's words are compared with.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::harness::{Running, World, text};

/// A sandbox that a process of its own keeps up.
pub struct Served {
    /// Where it listens.
    pub address: String,
    /// The configuration that it printed.
    pub configuration: String,
    _running: Running,
}

impl World {
    /// Keeps the sandbox up until the test lets go of it.
    pub fn serve(&self) -> Served {
        let mut running = self.uniac("sandbox serve --json").start();
        let served: Value = serde_json::from_str(&running.first_line()).expect("JSON");
        let address = text(&served["data"]["address"]);
        let configuration = text(&served["data"]["configuration"]);
        Served { address, configuration, _running: running }
    }

    /// Returns what Uni says is unpaid on an invoice.
    pub fn unpaid_in_uni(&self, invoice: &str) -> f64 {
        self.serve().invoice(invoice)["RestAmountCurrency"].as_f64().expect("an amount")
    }

    /// Returns the status that the shop itself gives an order.
    pub fn status_in_shop(&self, order: &str) -> String {
        let number = text(&self.view(order)["shop_order"]);
        text(&self.serve().shop_order(&number)["status"])
    }
}

impl Served {
    /// Returns the secrets that the configuration's comment exports, by their variables.
    pub fn secrets(&self) -> BTreeMap<String, String> {
        let exports =
            self.configuration.lines().filter_map(|line| line.strip_prefix("#   export "));
        let pairs = exports.flat_map(str::split_whitespace).filter_map(|word| word.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Returns the configuration with a ready token, from `PLAY_UNI_TOKEN`, as its sign-in.
    pub fn with_token(&self) -> String {
        let (head, rest) =
            self.configuration.split_once("[company.play.uni.sign_in]").expect("a sign-in");
        let (_, rest) = rest.split_once("[company.play.shop]").expect("a shop");
        let token = "token = { env = \"PLAY_UNI_TOKEN\" }";
        format!("{}\n{token}\n\n[company.play.shop]{rest}", head.trim_end())
    }

    /// Returns the secrets that [`Served::with_token`] needs.
    pub fn secrets_with_token(&self) -> BTreeMap<String, String> {
        let mut secrets = self.secrets();
        let token = uniac_sandbox::unimicro::TOKEN.to_owned();
        secrets.insert("PLAY_UNI_TOKEN".to_owned(), token);
        secrets
    }

    /// Returns an invoice of Uni.
    pub fn invoice(&self, number: &str) -> Value {
        let rows = self.uni(&format!("invoices?filter=InvoiceNumber%20eq%20'{number}'"));
        let found =
            rows.as_array().into_iter().flatten().find(|row| row["InvoiceNumber"] == number);
        found.cloned().unwrap_or_else(|| panic!("no invoice {number}"))
    }

    /// Returns the payments that Uni has on an invoice.
    pub fn payments(&self, invoice: &str) -> Vec<f64> {
        let id = self.invoice(invoice)["ID"].clone();
        let rows = self.uni(&format!("invoices/{id}?action=get-payments"));
        let rows = rows.as_array().expect("payments");
        rows.iter().map(|row| row["AmountCurrency"].as_f64().expect("an amount")).collect()
    }

    /// Returns an order of the shop.
    pub fn shop_order(&self, number: &str) -> Value {
        let rows = self.shop("orders?per_page=100&orderby=id&order=desc");
        let found = rows.as_array().into_iter().flatten().find(|row| row["number"] == number);
        found.cloned().unwrap_or_else(|| panic!("no order {number} in the shop"))
    }

    /// Returns how many orders the shop has, up to a hundred.
    pub fn shop_orders(&self) -> usize {
        self.shop("orders?per_page=100").as_array().expect("orders").len()
    }

    /// Returns the texts of the notes on an order of the shop.
    pub fn notes(&self, number: &str) -> Vec<String> {
        let id = self.shop_order(number)["id"].clone();
        let rows = self.shop(&format!("orders/{id}/notes"));
        rows.as_array().expect("notes").iter().map(|row| text(&row["note"])).collect()
    }

    /// Returns the refunds that the shop's books show on an order.
    pub fn refunds(&self, number: &str) -> Vec<String> {
        let order = self.shop_order(number);
        let rows = order["refunds"].as_array().expect("refunds");
        rows.iter().map(|row| text(&row["total"])).collect()
    }

    fn uni(&self, resource: &str) -> Value {
        self.get(&format!("/uni/api/biz/{resource}"), &self.signed_in())
    }

    fn signed_in(&self) -> String {
        let key = self.configuration.lines().find_map(|line| line.strip_prefix("company_key = "));
        let key = key.expect("a company key").trim_matches('"');
        let token = uniac_sandbox::unimicro::TOKEN;
        format!("Authorization: Bearer {token}\r\nCompanyKey: {key}\r\n")
    }

    fn shop(&self, resource: &str) -> Value {
        let secrets = self.secrets();
        let pair = format!("{}:{}", secrets["PLAY_SHOP_KEY"], secrets["PLAY_SHOP_SECRET"]);
        let headers = format!("Authorization: Basic {}\r\n", base64(&pair));
        self.get(&format!("/shop/wp-json/wc/v3/{resource}"), &headers)
    }

    /// Somebody other than uniac books a payment on an invoice.
    pub fn pay(&self, invoice: &str, amount: &str) {
        let id = self.invoice(invoice)["ID"].clone();
        let body = format!(
            r#"{{"Amount":{amount},"AmountCurrency":{amount},"PaymentDate":"2026-03-12","CurrencyCodeID":1}}"#
        );
        let headers = self.signed_in() + &format!("Content-Length: {}\r\n", body.len());
        let path = format!("/uni/api/biz/invoices/{id}?action=payInvoice");
        self.call("PUT", &path, &headers, &body);
    }

    fn get(&self, path: &str, headers: &str) -> Value {
        self.call("GET", path, headers, "")
    }

    fn call(&self, method: &str, path: &str, headers: &str, body: &str) -> Value {
        let address = &self.address;
        let mut stream = TcpStream::connect(address).expect("the sandbox listens");
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
        let bytes = format!("{request}{headers}\r\n{body}");
        stream.write_all(bytes.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}\n{answer}");
        serde_json::from_str(body)
            .unwrap_or_else(|error| panic!("{error}\n{method} {path}\n{answer}"))
    }
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
            encoded.push(if place > chunk.len() { '=' } else { digit });
        }
    }
    encoded
}
