//! A wire that gives the same answers whatever is asked, and the intents that are sent over it.
//!
//! The whole connector is under test: what it sends, and what it concludes. What the answer says is
//! read here once more, by other code.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use uniac::act::{Act, Intent, IntentId, Reply, derive_key};
use uniac::clock::Clock;
use uniac::http::{Answer, Context, Failure, Parcel, Transport};
use uniac::log::Discard;
use uniac::money::{Currency, Money};
use uniac::order::{DocumentId, OrderId};

/// What every act of these tests is about.
pub const MINOR: i64 = 49_900;
const BETWEEN: &str = "\n===\n";

/// An input: the act, the status, and the bodies of one answer after the other.
pub struct Input {
    /// The first word: which act, or `read`.
    pub what: String,
    /// The status of every answer.
    pub status: u16,
    /// The bodies; the last one again and again.
    pub bodies: Vec<Vec<u8>>,
}

impl Input {
    /// Reads `capture 200`, a line end, and bodies with a line `===` between them.
    pub fn new(data: &[u8]) -> Input {
        let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
        let head = String::from_utf8_lossy(&data[..end]).into_owned();
        let mut words = head.split_whitespace();
        let what = words.next().unwrap_or_default().to_owned();
        let status = words.next().and_then(|word| word.parse().ok());
        let mut rest = data.get(end + 1..).unwrap_or_default();
        let mut bodies = Vec::new();
        while let Some(at) = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN.as_bytes())
        {
            bodies.push(rest[..at].to_vec());
            rest = &rest[at + BETWEEN.len()..];
        }
        bodies.push(rest.to_vec());
        Input { what, status: status.filter(|s| (100..600).contains(s)).unwrap_or(200), bodies }
    }

    /// Returns the body of an answer, read by other code than the connector's.
    pub fn value(&self, at: usize) -> Option<Value> {
        let mut body = self.bodies.get(at).or(self.bodies.last())?.clone();
        loop {
            match serde_json::from_slice(&body) {
                Ok(value) => return Some(value),
                // JSON knows no largest number, this reader does. It stands for no amount, and what
                // stands beside it counts.
                Err(error) if error.to_string().starts_with("number out of range") => {
                    blot_number(&mut body, error.line(), error.column())?;
                }
                Err(_) => return None,
            }
        }
    }

    /// Returns whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Puts `null` in place of the number at this line and column, both counted from 1.
fn blot_number(body: &mut Vec<u8>, line: usize, column: usize) -> Option<()> {
    let start_of_line = match line {
        1 => 0,
        _ => body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(line - 2)?.0 + 1,
    };
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let within = (start_of_line + column).min(body.len());
    let at = (0..within).rev().find(|at| is_part(&body[*at]))?;
    let start = (0..at).rev().find(|at| !is_part(&body[*at])).map_or(0, |before| before + 1);
    let end = (at..body.len()).find(|at| !is_part(&body[*at])).unwrap_or(body.len());
    drop(body.splice(start..end, *b"null"));
    Some(())
}

/// The wire.
pub struct Canned {
    status: u16,
    bodies: Vec<Vec<u8>>,
    asked: Mutex<usize>,
    /// What was written: the path, the key, the body.
    writes: Mutex<Vec<(String, Option<String>, String)>>,
}

impl Canned {
    /// Returns the wire of an input, and what connectors are made with.
    pub fn new(input: &Input) -> (Arc<Canned>, Context) {
        let wire = Arc::new(Canned {
            status: input.status,
            bodies: input.bodies.clone(),
            asked: Mutex::default(),
            writes: Mutex::default(),
        });
        let clock = Arc::new(Clock::manual(noon(), TimeZone::UTC));
        let mut context = Context::new(clock, Arc::new(Discard));
        let transport: Arc<dyn Transport> = Arc::<Canned>::clone(&wire);
        context.transport = Some(transport);
        (wire, context)
    }

    /// Holds what was written against the intent: once, or twice after a refused sign-in, and its own
    /// bytes.
    pub fn check_sent(&self, intent: &Intent, has_key: bool) {
        let writes = self.writes.lock().expect("nobody dies here");
        let most = if self.status == 401 { 2 } else { 1 };
        assert!(writes.len() <= most, "sent more than once: {writes:?}");
        for (path, key, body) in writes.iter() {
            assert_eq!(*body, intent.body, "other bytes than the intent's");
            assert!(path.contains(&intent.target), "to another target");
            assert!(!has_key || key.as_deref() == Some(&intent.key), "another key: {key:?}");
        }
    }
}

impl Transport for Canned {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<Answer, Failure> {
        if parcel.url.path().ends_with("/accesstoken/get") {
            let token = br#"{"access_token":"token","expires_in":"3600"}"#;
            return Ok(Answer::new(200, Vec::new(), token.to_vec()));
        }
        if parcel.method != "GET" {
            let key = parcel.headers.iter().find(|(name, _)| *name == "idempotency-key");
            self.writes.lock().expect("nobody dies here").push((
                parcel.url.path().to_owned(),
                key.map(|(_, key)| (*key).to_owned()),
                parcel.body.unwrap_or_default().to_owned(),
            ));
        }
        let mut asked = self.asked.lock().expect("nobody dies here");
        let body = self.bodies.get(*asked).or(self.bodies.last()).cloned().unwrap_or_default();
        *asked += 1;
        Ok(Answer::new(self.status, Vec::new(), body))
    }
}

/// The moment at which all of this happens.
pub fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().expect("a moment")
}

/// Returns an intent as the engine writes it.
pub fn intent(act: Act, target: &str, body: String) -> Intent {
    let document = Some(DocumentId(31));
    Intent {
        id: IntentId(1),
        order: OrderId(7),
        document,
        act,
        ordinal: 1,
        money: Money::new(MINOR, Currency::NOK),
        key: derive_key("company", OrderId(7), document, act, 1),
        target: target.to_owned(),
        body,
        at: noon(),
        outcome: None,
    }
}

/// Returns whether a JSON number or text is the amount, with no øre more or less and either sign.
#[expect(clippy::float_arithmetic, reason = "another way of reading than the connector's")]
pub fn is_amount(value: &Value) -> bool {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let expected = f64::from(i32::try_from(MINOR).expect("it fits")) / 100.0;
    number.is_some_and(|number: f64| (number.abs() - expected).abs() < 1e-9)
}

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
}

/// Returns how many replies of this thread were *done*.
pub fn done() -> usize {
    DONE.get()
}

/// Holds a reply against the answer's status: what is no success is never done, and only what says no
/// is a refusal.
pub fn check_reply(reply: &Reply, input: &Input, is_done: impl FnOnce(&Value) -> bool) {
    match reply {
        Reply::Done { .. } => {
            DONE.set(DONE.get() + 1);
            assert!(input.is_success(), "done with status {}", input.status);
            let value = input.value(0);
            assert!(value.is_some_and(|value| is_done(&value)), "done, and the answer is another");
        }
        Reply::Pending { .. } => panic!("none of these answers is a pending one"),
        Reply::Refused(refusal) if refusal.passing => {
            assert!(matches!(input.status, 401 | 403 | 429), "{refusal:?}");
        }
        Reply::Refused(refusal) if refusal.code == "defect" => {}
        Reply::Refused(refusal) => {
            // A change that the shop answers with another status than was asked for is the one
            // refusal with a success's status.
            let is_no = (400..=500).contains(&input.status) || refusal.code.starts_with("status-");
            assert!(is_no && input.value(0).is_some(), "{refusal:?}, status {}", input.status);
        }
        Reply::Unknown { .. } => {}
    }
}
