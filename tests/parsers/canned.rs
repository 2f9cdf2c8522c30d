//! A wire that gives the same answers whatever is asked, and the intents that are sent over it.
//!
//! The whole connector is under test: what it sends, and what it concludes. What the answer says is
//! read here once more, by other code.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use uniac_connect::http::{Answer, Context, Failure, Parcel, Transport};
use uniac_connect::shop::{Shop, ShopChange};
use uniac_core::act::{Act, Intent, IntentId, Reply, Retry, derive_key};
use uniac_core::money::{Currency, Money};
use uniac_core::order::{DocumentId, OrderId};
use uniac_system::clock::Clock;
use uniac_system::log::Discard;

/// What every act of these tests is about.
pub const MINOR: i64 = 49_900;
const BETWEEN: &str = "\n===\n";

/// An input: the act, the status, and the bodies of one answer after the other.
pub struct Input {
    /// The first word: which act, or `read`.
    pub what: String,
    /// The status of the first answer, and of every answer unless the input says more.
    pub status: u16,
    /// The statuses, one answer after the other; the last one again and again.
    pub statuses: Vec<u16>,
    /// The headers of every answer.
    pub headers: Vec<(String, String)>,
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
        let status = status.filter(|s| (100..600).contains(s)).unwrap_or(200);
        Input { what, status, statuses: vec![status], headers: Vec::new(), bodies }
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

    /// Returns the body of an answer as [`Input::value`], with a mark in place of each byte that is no text: in a list such
    /// a byte spoils its own row only.
    pub fn marked(&self, at: usize) -> Option<Value> {
        let body = self.bodies.get(at).or(self.bodies.last())?;
        let text = String::from_utf8_lossy(body).into_owned().into_bytes();
        let marked = Input {
            what: self.what.clone(),
            status: self.status,
            statuses: self.statuses.clone(),
            headers: Vec::new(),
            bodies: vec![text],
        };
        marked.value(0)
    }

    /// Returns whether it is a look, and the name of the act.
    pub fn act(&self) -> (bool, &str) {
        match self.what.strip_prefix("find-") {
            Some(name) => (true, name),
            None => (false, &self.what),
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

/// What was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whether it was to change something.
    pub is_write: bool,
    /// The path.
    pub path: String,
    /// The idempotency key.
    pub key: Option<String>,
    /// The body.
    pub body: String,
}

/// The wire.
pub struct Canned {
    statuses: Vec<u16>,
    headers: Vec<(String, String)>,
    bodies: Vec<Vec<u8>>,
    /// Whether each sign-in is accepted; else the input answers it.
    signs_in: bool,
    /// The requests in their order: the first got the first body, and so on.
    asked: Mutex<Vec<Asked>>,
}

impl Canned {
    /// Returns the wire of an input, and what connectors are made with.
    pub fn new(input: &Input) -> (Arc<Canned>, Context) {
        let wire = Arc::new(Canned {
            statuses: input.statuses.clone(),
            headers: input.headers.clone(),
            bodies: input.bodies.clone(),
            signs_in: input.what != "sign-in",
            asked: Mutex::default(),
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
        let asked = self.asked();
        let writes: Vec<&Asked> = asked.iter().filter(|asked| asked.is_write).collect();
        let most = if self.statuses[0] == 401 { 2 } else { 1 };
        assert!(writes.len() <= most, "sent more than once: {writes:?}");
        for Asked { path, key, body, .. } in writes {
            assert_eq!(*body, intent.body, "other bytes than the intent's");
            assert!(path.contains(&intent.target), "to another target");
            assert!(!has_key || key.as_deref() == Some(&intent.key), "another key: {key:?}");
        }
    }

    /// Returns what was asked, in its order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody dies here").clone()
    }
}

impl Transport for Canned {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<Answer, Failure> {
        if parcel.url.path().ends_with("/accesstoken/get") {
            let token = br#"{"access_token":"token","expires_in":"3600"}"#;
            return Ok(Answer::new(200, Vec::new(), token.to_vec()));
        }
        let body = parcel.body.unwrap_or_default().to_owned();
        if self.signs_in && body.starts_with(r#"{"query":"mutation UniacLogin("#) {
            let token = vec![("vendure-auth-token".to_owned(), "token".to_owned())];
            let user = br#"{"data":{"result":{"__typename":"CurrentUser"}}}"#;
            return Ok(Answer::new(200, token, user.to_vec()));
        }
        let key = parcel.headers.iter().find(|(name, _)| name.ends_with("idempotency-key"));
        let mut asked = self.asked.lock().expect("nobody dies here");
        let at = asked.len();
        asked.push(Asked {
            // A question of GraphQL is posted, and changes nothing.
            is_write: parcel.method != "GET" && !body.starts_with(r#"{"query":"query "#),
            path: parcel.url.path().to_owned(),
            key: key.map(|(_, key)| (*key).to_owned()),
            body,
        });
        let status = self.statuses.get(at).or(self.statuses.last()).copied().unwrap_or(200);
        let body = self.bodies.get(at).or(self.bodies.last()).cloned().unwrap_or_default();
        Ok(Answer::new(status, self.headers.clone(), body))
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

/// Returns the intent of a change that any shop can make, as the engine writes it; of others, without
/// a body.
pub fn change(shop: &dyn Shop, act: Act, target: &str) -> Intent {
    let mut intent = intent(act, target, String::new());
    let (money, key) = (intent.money, intent.key.clone());
    let change = match act {
        Act::ShopComplete => ShopChange::Complete,
        Act::ShopCredit => ShopChange::Credit,
        Act::ShopCancel => ShopChange::Cancel,
        Act::ShopRecordRefund => ShopChange::RecordRefund { money, notes: "32", key: &key },
        Act::ShopNote => ShopChange::Note { invoice: "31", money, key: &key },
        _ => return intent,
    };
    intent.body = shop.body(change);
    intent
}

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
}

/// Returns how many replies of this thread were *done*.
pub fn done() -> usize {
    DONE.get()
}

/// Counts a reply that was *done*.
pub fn count_done() {
    DONE.set(DONE.get() + 1);
}

/// Returns whether a status can say no to an act; 500 is WooCommerce's no to a refund.
pub fn is_no(status: u16) -> bool {
    (400..=500).contains(&status) && !matches!(status, 408 | 409 | 423 | 425 | 429)
}

/// Holds a reply against the answer's status: what is no success is never done, and only what says no
/// is a refusal.
pub fn check_reply(reply: &Reply, input: &Input, is_done: impl FnOnce(&Value) -> bool) {
    match reply {
        Reply::Done { .. } => {
            count_done();
            assert!(input.is_success(), "done with status {}", input.status);
            let value = input.value(0);
            assert!(value.is_some_and(|value| is_done(&value)), "done, and the answer is another");
        }
        Reply::Pending { .. } => panic!("none of these answers is a pending one"),
        Reply::Refused(refusal) if refusal.retry == Retry::SignIn => {
            assert!(matches!(input.status, 401 | 403), "{refusal:?}");
        }
        Reply::Refused(refusal) if refusal.code == "defect" => {}
        Reply::Refused(refusal) => {
            // A change that the shop answers with another status than was asked for is the one
            // refusal with a success's status.
            let is_no = is_no(input.status) || refusal.code.starts_with("status-");
            assert!(is_no && input.value(0).is_some(), "{refusal:?}, status {}", input.status);
        }
        Reply::Unknown { .. } => {}
    }
}
