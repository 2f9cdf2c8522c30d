//! The wire of a simulated run: it carries each request to the emulators and lets faults, other people
//! and other runs come between.
//!
//! Every write is held against the journal before it is delivered: what no committed intent announces,
//! byte for byte, must never be on its way.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uniac_connect::http::{Answer, Auth, Failure, Parcel, Transport};
use uniac_sandbox::{self as sandbox, Delivery, Request};
use uniac_store::{Epoch, Store};
use uniac_system::stop::{Stop, Why};

use crate::life::{Killed, Life, Runner};
use crate::swarm::Keys;
use crate::tally::Tally;

/// How long a client waits; an answer that takes longer is none.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The wire of one process.
pub struct Wire {
    life: Arc<Life>,
    runner: Runner,
    /// The epoch that the run was granted.
    epoch: Arc<Mutex<Option<Epoch>>>,
    /// What the process has sent.
    tally: Arc<Mutex<Tally>>,
    /// What an interrupt sets.
    stop: Arc<Stop>,
    /// The payments that the process has read since it last moved their money.
    read: Mutex<BTreeSet<String>>,
    /// The list that was read last, and what people had done until then.
    list: Mutex<Option<(String, u64)>>,
}

impl Wire {
    /// Returns the wire of a process.
    pub fn new(
        life: Arc<Life>,
        epoch: Arc<Mutex<Option<Epoch>>>,
        tally: Arc<Mutex<Tally>>,
        stop: Arc<Stop>,
    ) -> Wire {
        let runner = tally.lock().unwrap_or_else(PoisonError::into_inner).runner;
        Wire { life, runner, epoch, tally, stop, read: Mutex::default(), list: Mutex::default() }
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn epoch(&self) -> MutexGuard<'_, Option<Epoch>> {
        self.epoch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a write against the journal: an open intent with these bytes and this key is committed,
    /// and the run that sends holds the newest epoch.
    fn check_announced(&self, parcel: &Parcel<'_>) {
        let store = self.life.store(self.runner);
        let (body, key) = (parcel.body.unwrap_or_default(), header(parcel, "idempotency-key"));
        let journal = store.journal(None).expect("the journal is read");
        let path = parcel.url.path();
        let announced = journal.iter().map(|(_, intent)| intent).find(|intent| {
            intent.is_open()
                && intent.body == body
                && path.contains(&intent.target)
                && key.is_none_or(|key| key == intent.key)
        });
        let Some(intent) = announced else {
            panic!("sent without an intent: {} {path} {key:?} {body}", parcel.method);
        };
        let again = key.filter(|key| self.life.oracle().sent(key));
        if let Some(key) = again {
            self.life.mark("settled/sent again");
            self.life.tell(|| format!("  again: {key}"));
        }
        self.tally().leaves(intent);
        if self.tally().is_automatic() {
            let case = store.case(intent.order).expect("the order is read").expect("an order");
            let documents = &case.order.documents;
            let invoice = documents.iter().find(|document| Some(document.id) == intent.document);
            let invoice = invoice.map(|invoice| invoice.number.as_str());
            let now = self.life.clock.now();
            self.life.oracle().check_allowed(self.runner, intent, invoice, now);
            let book = self.life.world().ledger().expect("the book is read");
            self.life.oracle().check_brakes(&self.life, &self.tally(), intent, &book);
            // A person's release may be sent again by the automation.
            if again.is_none() {
                self.life.oracle().check_release(self.runner, &case.order.uni.number, intent);
            }
        }
        let epoch = self.epoch().expect("a run that sends has an epoch");
        // Asked as a judge does, who has no right to send of its own.
        assert_eq!(
            store.newest_epoch().expect("the epoch is read"),
            epoch,
            "sent with an old epoch"
        );
    }

    /// Holds an act that moves money against what was read: it follows a reading of its payment.
    fn check_read(&self, parcel: &Parcel<'_>, status: Option<u16>) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, rest)) = parcel.url.path().split_once("/payments/") else { return };
        let (payment, what) = rest.split_once('/').unwrap_or((rest, ""));
        match (parcel.method, status) {
            ("GET", Some(200)) if what.is_empty() => {
                read.insert(payment.to_owned());
            }
            ("POST", None) => assert!(read.contains(payment), "{what} without a reading"),
            ("POST", Some(200)) => {
                read.remove(payment);
            }
            _ => {}
        }
    }

    /// A person interrupts the process.
    fn interrupt(&self) {
        if self.life.happens("interrupted", |swarm| swarm.interrupted) {
            self.tally().interrupted = true;
            self.stop.ask(Why::Interrupted);
        }
    }

    /// Counts it when people have acted between two pages of one list.
    fn note_page(&self, parcel: &Parcel<'_>) {
        let first = |name: &str, begin: &str| {
            let mut query = parcel.url.query_pairs();
            query.find(|(known, _)| known == name).map(|(_, value)| value == begin)
        };
        let Some(is_first) = first("skip", "0").or_else(|| first("page", "1")) else { return };
        let (path, deeds) = (parcel.url.path().to_owned(), self.life.oracle().deeds());
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let same = list.as_ref().filter(|(known, _)| !is_first && *known == path);
        if same.is_some_and(|(_, before)| *before < deeds) {
            self.life.mark("meanwhile/between two pages");
        }
        *list = Some((path, deeds));
    }

    /// Delivers a request, with a fault that the seed draws. Whoever remembers keys answers what `was_there` as before, and
    /// not with a no.
    fn deliver(&self, parcel: &Parcel<'_>, signs_in: bool, was_there: bool) -> Delivery {
        let target = match parcel.url.query() {
            Some(query) => format!("{}?{query}", parcel.url.path()),
            None => parcel.url.path().to_owned(),
        };
        // A shop may give fewer rows than are asked for.
        let rows = format!("per_page={}", self.life.swarm.shop_rows);
        let target = target.replace("per_page=100", &rows);
        let body = parcel.body.unwrap_or_default().as_bytes().to_vec();
        let request = Request::new(parcel.method, &target, headers(parcel), body);
        let is_replayed = was_there && self.life.swarm.keys == Keys::Replayed;
        let fault = if signs_in { None } else { self.life.draw_fault() };
        let fault =
            fault.filter(|(name, _)| !is_replayed || !matches!(*name, "refused" | "declined"));
        let mut world = self.life.world();
        if let Some((name, ms)) = fault {
            world.fault_add(name, None, 1, ms).expect("a known fault");
        }
        let delivered = world.deliver(&request).expect("the world goes on");
        // A lag waits for a write; a read has not used it up.
        world.fault_clear().expect("the world goes on");
        drop(world);
        self.life.tell(|| {
            let fault = fault.map_or(String::new(), |(name, _)| format!("  <- {name}"));
            format!("  {} {target} {}{fault}", parcel.method, parcel.body.unwrap_or_default())
        });
        delivered
    }
}

impl Transport for Wire {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<Answer, Failure> {
        let signs_in = parcel.url.path().ends_with("/accesstoken/get");
        let writes = parcel.method != "GET" && !signs_in;
        if writes {
            self.check_announced(parcel);
            self.check_read(parcel, None);
        }
        if self.life.happens("wire/unreachable", |swarm| swarm.unreachable) {
            self.life.tell(|| format!("  {} {}: nobody there", parcel.method, parcel.url.path()));
            let reason = "nobody is there".to_owned();
            return Err(Failure { unsent: true, code: "unreachable", reason, cause: None });
        }
        if self.life.happens("killed/before a request", |swarm| swarm.killed_at_request) {
            resume_unwind(Box::new(Killed));
        }
        self.interrupt();
        self.life.meanwhile(self.runner);
        self.note_page(parcel);
        let key = header(parcel, "idempotency-key").filter(|_| writes);
        let was_there = key.is_some_and(|key| self.life.has_happened(key));
        let delivered = self.deliver(parcel, signs_in, was_there);
        if let Some(key) = key.filter(|key| !was_there && self.life.has_happened(key)) {
            self.tally().moved.insert(key.to_owned());
            let book = self.life.world().ledger().expect("the book is read");
            self.life.oracle().check_effect(&self.life, &self.tally(), key, &book);
        }
        self.life.clock.sleep(delivered.delay.min(TIMEOUT) + Duration::from_millis(15));
        if writes {
            self.life.look();
        }
        self.life.meanwhile(self.runner);
        self.interrupt();
        if self.life.happens("killed/after a request", |swarm| swarm.killed_at_request) {
            resume_unwind(Box::new(Killed));
        }
        let lost = || {
            let reason = "no answer".to_owned();
            Failure { unsent: false, code: "no-reply", reason, cause: None }
        };
        match delivered.answer {
            _ if delivered.delay >= TIMEOUT => {
                self.life.mark(if writes { "wire/time-out" } else { "wire/slow read" });
                Err(lost())
            }
            sandbox::Answer::Nothing => Err(lost()),
            sandbox::Answer::Torn(_) => Err(Failure::torn("the answer broke off".to_owned())),
            sandbox::Answer::Whole(response) => {
                self.check_read(parcel, Some(response.status));
                Ok(Answer::new(response.status, response.headers, response.body))
            }
        }
    }
}

fn header<'a>(parcel: &'a Parcel<'_>, name: &str) -> Option<&'a str> {
    let found = parcel.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| *value)
}

/// Returns the headers as they arrive, names in lower case.
fn headers(parcel: &Parcel<'_>) -> Vec<(String, String)> {
    let given = parcel.headers.iter();
    let mut headers: Vec<_> =
        given.map(|(name, value)| (name.to_ascii_lowercase(), (*value).to_owned())).collect();
    let authorization = match parcel.auth {
        Auth::None => None,
        Auth::Bearer(token) => Some(format!("Bearer {}", token.expose())),
        Auth::Basic(name, password) => {
            let pair = format!("{}:{}", name.expose(), password.expose());
            Some(format!("Basic {}", STANDARD.encode(pair)))
        }
    };
    headers.extend(authorization.map(|value| ("authorization".to_owned(), value)));
    if parcel.body.is_some() {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    headers
}
