//! One odd row among good ones: the good ones are read as if it were not there, and the odd one is in doubt, or counted.
//!
//! The rows are those of the kept inputs, changed at one place of their JSON.

use std::collections::BTreeMap;
use std::fmt::Debug;

use fastrand::Rng;
use serde_json::{Value, json};
use uniac_connect::erp::Erp;
use uniac_connect::erp::unimicro::{ORDER_REFERENCE_FIELD, Setup, SignIn, Unimicro};
use uniac_connect::payment::Provider;
use uniac_connect::shop::{Shop, woocommerce};
use uniac_core::facts::ShopRow;
use uniac_core::order::Payment;
use uniac_system::error::Result;
use uniac_system::secret::Secret;

use crate::canned::{Canned, Input, noon};
use crate::{klarna, medusa, medusa_payments, nexi, vendure, vendure_payments, vipps};

/// What was read: each row by its id, with whether it is in doubt, and how many rows nobody can place.
type Rows = (BTreeMap<String, (String, bool)>, u64);

/// A reader of rows.
pub struct Reader {
    /// Which.
    pub name: &'static str,
    row: fn() -> Value,
    id: &'static str,
    /// Gives a row another id.
    renamed: fn(i64) -> Value,
    /// Puts rows into an answer.
    answer: fn(&str, usize) -> String,
    read: fn(&[u8]) -> Result<Rows>,
}

/// All of them.
pub const READERS: &[Reader] = &[
    Reader {
        name: "orders of Uni",
        row: || {
            let mut row = first(include_bytes!("../../fuzz/corpus/unimicro/orders"), "");
            row["RestAmountCurrency"] = json!(0);
            row
        },
        id: "ID",
        renamed: |id| json!(id),
        answer: |rows, _| format!("[{rows}]"),
        read: |data| {
            let (uni, mut rows) = (unimicro(data), BTreeMap::new());
            let pass = uni.orders_since(None, &mut |page| {
                for row in page {
                    let doubt = row.order.unreadable.is_some() || row.order.inexact.is_some();
                    keep(&mut rows, row.order.id.to_string(), &row, doubt);
                }
                Ok(())
            })?;
            Ok((rows, pass.nameless))
        },
    },
    Reader {
        name: "documents of Uni",
        row: || first(include_bytes!("../../fuzz/corpus/unimicro/documents"), ""),
        id: "ID",
        renamed: |id| json!(id),
        answer: |rows, _| format!("[{rows}]"),
        read: |data| {
            let (uni, mut rows) = (unimicro(data), BTreeMap::new());
            let pass = uni.documents_since(None, &mut |page| {
                for row in page {
                    keep(&mut rows, row.id.to_string(), &row, row.unreadable.is_some());
                }
                Ok(())
            })?;
            Ok((rows, pass.nameless))
        },
    },
    Reader {
        name: "orders of WooCommerce",
        row: || first(include_bytes!("../../fuzz/corpus/woocommerce/orders"), ""),
        id: "id",
        renamed: |id| json!(id),
        answer: |rows, _| format!("[{rows}]"),
        read: |data| {
            let setup = woocommerce::Setup {
                base_url: "http://127.0.0.1:9".to_owned(),
                consumer_key: Secret::new("ck_key"),
                consumer_secret: Secret::new("cs_secret"),
            };
            let (_, context) = Canned::new(&Input::new(data));
            shop_rows(&woocommerce::WooCommerce::new(setup, &context)?)
        },
    },
    Reader {
        name: "orders of Vendure",
        row: || first(include_bytes!("../../fuzz/corpus/vendure/orders"), "/data/orders/items"),
        id: "id",
        renamed: |id| json!(id.to_string()),
        answer: |rows, count| {
            format!(r#"{{"data":{{"orders":{{"totalItems":{count},"items":[{rows}]}}}}}}"#)
        },
        read: |data| shop_rows(&vendure::connector(&Input::with_heads(data)).1),
    },
    Reader {
        name: "orders of Medusa",
        row: || first(include_bytes!("../../fuzz/corpus/medusa/orders"), "/orders"),
        id: "id",
        renamed: |id| json!(format!("order_{id:03}")),
        answer: |rows, count| format!(r#"{{"orders":[{rows}],"count":{count}}}"#),
        read: |data| shop_rows(&medusa::connector(&Input::with_heads(data)).1),
    },
];

fn first(input: &[u8], path: &str) -> Value {
    let page = Input::new(input).value(0).expect("a page");
    page.pointer(path).expect("a list")[0].clone()
}

fn unimicro(data: &[u8]) -> Unimicro {
    let (_, context) = Canned::new(&Input::new(data));
    let setup = Setup {
        base_url: "http://127.0.0.1:9".to_owned(),
        company_key: String::new(),
        sign_in: SignIn::Token(Secret::new("token")),
        order_reference_field: ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: 50,
    };
    Unimicro::new(setup, &context).expect("a connector")
}

fn keep(rows: &mut BTreeMap<String, (String, bool)>, id: String, row: &dyn Debug, doubt: bool) {
    rows.insert(id, (format!("{row:?}"), doubt));
}

fn shop_rows(shop: &dyn Shop) -> Result<Rows> {
    let mut rows = BTreeMap::new();
    let pass = shop.orders_since(None, &mut |page: Vec<ShopRow>| {
        for row in page {
            keep(&mut rows, row.order.id.clone(), &row, row.order.unreadable.is_some());
        }
        Ok(())
    })?;
    Ok((rows, pass.nameless))
}

/// Stands for a number that no reader of JSON can hold.
const HUGE: &str = "@huge";

/// Collects the places of a value.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(format!("{path}/{name}"));
                places(value, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                found.push(format!("{path}/{at}"));
                places(value, &format!("{path}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// Changes a row at one place, and returns its text.
fn spoiled(row: &Value, rng: &mut Rng) -> Vec<u8> {
    let mut places_of = Vec::new();
    places(row, "", &mut places_of);
    let path = &places_of[rng.usize(..places_of.len())];
    let (parent, name) = path.rsplit_once('/').expect("a path");
    let mut row = row.clone();
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(33.3333),
        json!(i64::MAX),
        json!("-33.3333"),
        json!("STOPPED"),
        json!("Kari \u{202e} Nordmann"),
        json!(""),
        json!([]),
        json!({}),
        json!([null]),
        json!([[1]]),
        json!({"total": "x"}),
        json!(HUGE),
        json!("9".repeat(40)),
    ];
    match rng.u8(..8) {
        0 => match row.pointer_mut(parent).expect("a place") {
            Value::Object(fields) => drop(fields.remove(name)),
            Value::Array(values) => drop(values.remove(name.parse().expect("a number"))),
            _ => {}
        },
        1 => return json!(odd[rng.usize(..odd.len())]).to_string().into_bytes(),
        _ => *row.pointer_mut(path).expect("a place") = odd[rng.usize(..odd.len())].clone(),
    }
    let mut text = row.to_string().replace(&format!("\"{HUGE}\""), "1e4000");
    if rng.u8(..8) == 0 {
        // A field that stands twice.
        text.insert_str(1, &format!("\"{}\":7,", name.replace(|c: char| c.is_ascii_digit(), "x")));
    }
    text.into_bytes()
}

/// Reads a page with one odd row among two good ones, and returns whether the odd one was in doubt or counted.
pub fn check(reader: &Reader, rng: &mut Rng) -> bool {
    let named = |id: i64| {
        let mut row = (reader.row)();
        row[reader.id] = (reader.renamed)(id);
        row
    };
    let good = [named(101).to_string(), named(103).to_string()];
    let odd = String::from_utf8(spoiled(&named(102), rng)).expect("text");
    let page = |rows: &[&str]| {
        let last = (reader.answer)(rows.last().expect("a row"), rows.len());
        let whole = (reader.answer)(&rows.join(","), rows.len());
        format!("orders 200\n{whole}\n===\n{last}").into_bytes()
    };
    let expected = (reader.read)(&page(&[&good[0], &good[1]])).expect("good rows").0;
    assert!(expected.len() == 2 && expected.values().all(|(_, doubt)| !doubt), "{expected:?}");
    let read = (reader.read)(&page(&[&good[0], &odd, &good[1]]));
    let (mut rows, nameless) = read.unwrap_or_else(|error| panic!("{error}, of {odd}"));
    for (id, facts) in &expected {
        assert_eq!(rows.remove(id).as_ref(), Some(facts), "{}, beside {odd}", reader.name);
    }
    assert!(rows.len() <= 1 && nameless <= 1, "{rows:?}, of {odd}");
    nameless == 1 || rows.values().any(|(_, doubt)| *doubt)
}

/// The reads of a payment, by provider, with a reference that it could have given.
const PROVIDERS: &[(&str, fn(&Input) -> Result<Option<Payment>>)] = &[
    ("vipps", |input| vipps::connector(input).1.read(vipps::REFERENCE, None, noon())),
    ("nexi", |input| nexi::connector(input).1.read(nexi::REFERENCE, None, noon())),
    ("klarna", |input| klarna::connector(input).1.read(klarna::ORDER, None, noon())),
    ("vendure", |input| {
        vendure::connector(input).2.read(vendure_payments::REFERENCE, None, noon())
    }),
    ("medusa", |input| {
        medusa_payments::connector(input).1.read(medusa_payments::PAYMENT, None, noon())
    }),
];

/// Answers each read of a payment and each list as a gate, a proxy or a maintenance page does.
pub fn check_gates() {
    let bodies = [
        "<html>Not here</html>",
        "Not Found",
        r#"{"statusCode":404,"message":"Resource not found"}"#,
        "[]",
        r#""maintenance""#,
        "null",
    ];
    for status in [200, 204, 302, 403, 404, 503] {
        for body in bodies {
            let input = Input::with_heads(format!("read {status}\n{body}").as_bytes());
            for (name, read) in PROVIDERS {
                let is_err = read(&input).is_err();
                // Medusa has no other word for a payment that it does not know than an empty object.
                let is_empty = *name == "medusa" && status < 300 && body.starts_with('{');
                assert!(is_err || is_empty, "{name}, {status}: {body}");
            }
            let is_list = status < 300 && body == "[]";
            for reader in READERS.iter().filter(|_| !is_list) {
                let read = (reader.read)(format!("orders {status}\n{body}").as_bytes());
                assert!(read.is_err(), "{}, {status}: {body}", reader.name);
            }
        }
    }
}
