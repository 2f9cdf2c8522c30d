//! What becomes of a lost reply, by what the provider offers: the promise table of `docs/reliability.md`.
//!
//! The provider here is a worst case: it executes, loses its answer, and keeps of keys and events
//! only what the test lets it.

pub(super) mod world;

use std::sync::{Arc, LazyLock, Mutex};
use uniac_system::stop::Stop;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::*;
use uniac_connect::payment::{Capabilities, Draft, Wanted};
use uniac_core::act::{Act, Found, Intent, Reply};
use uniac_core::money::Money;
use uniac_core::order::*;
use uniac_store::sqlite::SqliteStore;

use world::{COMPANY, ORDER, noon, payment, store};

/// The payment methods of the test's provider.
static FORGETFUL: LazyLock<Vec<String>> = LazyLock::new(|| vec!["forgetful".to_owned()]);

/// A provider that executes each new key once, or, without memory, everything that arrives.
struct Forgetful {
    capabilities: Capabilities,
    /// The most that one call can do, minor units.
    at_once_minor: i64,
    /// Whether each act takes all there is, behind a shop whose book lacks what was not answered.
    takes_all: bool,
    /// Whether it only accepts, and does it when nobody looks.
    accepts_only: bool,
    effects: Mutex<Vec<PaymentEvent>>,
    /// How many of the next requests are lost before the effect, and after it.
    lost: Mutex<(u32, u32)>,
    sendings: Mutex<Vec<String>>,
}

impl Forgetful {
    fn new(key_lifetime: Option<SignedDuration>, lookup: bool, lost: (u32, u32)) -> Forgetful {
        Forgetful {
            capabilities: Capabilities {
                key_lifetime,
                lookup,
                lookup_delay: SignedDuration::from_secs(30),
                in_shop: false,
                releases_rest: true,
                reads_an_hour: None,
            },
            at_once_minor: i64::MAX,
            takes_all: false,
            accepts_only: false,
            effects: Mutex::default(),
            lost: Mutex::new(lost),
            sendings: Mutex::default(),
        }
    }
}

impl Provider for Forgetful {
    fn name(&self) -> &'static str {
        "forgetful"
    }
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
    fn payment_methods(&self) -> &[String] {
        &FORGETFUL
    }
    fn read(
        &self,
        reference: &str,
        _: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        let events = match self.capabilities.lookup {
            true => self.effects.lock().unwrap().clone(),
            false => Vec::new(),
        };
        let captured = events.iter().map(|event| event.amount_minor).sum();
        let payment = payment(captured);
        Ok(Some(Payment { reference: reference.into(), events, read_at: now, ..payment }))
    }
    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        let target = wanted.payment.reference.clone();
        let money = Money::new(wanted.money.minor.min(self.at_once_minor), wanted.money.currency);
        Ok(Draft { money, target, body: money.to_string() })
    }
    fn send(&self, intent: &Intent) -> Reply {
        self.sendings.lock().unwrap().push(format!("{} {}", intent.key, intent.body));
        let lost = || Reply::Unknown { code: "no-reply".into(), retry_after_s: None };
        if self.accepts_only {
            return Reply::Pending { receipt: None };
        }
        let mut losses = self.lost.lock().unwrap();
        if losses.0 > 0 {
            losses.0 -= 1;
            return lost();
        }
        let mut effects = self.effects.lock().unwrap();
        if self.takes_all && !effects.is_empty() {
            return lost();
        }
        let remembers = self.capabilities.key_lifetime.is_some();
        if !(remembers && effects.iter().any(|event| event.key.as_ref() == Some(&intent.key))) {
            effects.push(PaymentEvent {
                kind: EventKind::Capture,
                amount_minor: intent.money.minor,
                key: Some(intent.key.clone()),
                id: None,
                of: None,
                at: noon(),
            });
        }
        if losses.1 > 0 {
            losses.1 -= 1;
            return lost();
        }
        Reply::Done { receipt: None }
    }
    fn check(&self) -> Result<String> {
        Ok(String::new())
    }
}

/// Runs the automation once at `now` and says how the capture ended.
fn pass(store: &SqliteStore, provider: &[Box<dyn Provider>], now: Timestamp) -> Option<Verdict> {
    let clock = Clock::manual(now, TimeZone::UTC);
    let stop = Stop::new();
    let quiet = world::Shared::default();
    let engine = Engine {
        erp: &quiet,
        shop: &quiet,
        providers: provider,
        store,
        clock: &clock,
        company_key: COMPANY,
        terms: uniac_core::assess::Terms::default(),
        workers: 1,
        stop: &stop,
        read: crate::Counts::default(),
        tick: &|_| {},
    };
    engine.refresh(Reading::NewPayments { by_itself: true }).unwrap();
    let epoch = store.lock(now).unwrap();
    let run = Run::new(&engine, epoch, Scope::Automatic).unwrap();
    let (results, failure) = run.orders(&[ORDER]);
    assert!(failure.is_none(), "{failure:?}");
    results.into_iter().rfind(|result| result.act == Act::Capture).map(|result| result.verdict)
}

/// One row: what the provider offers, what is lost, how the first and a later pass end, and how
/// many effects and sendings there are in the end.
#[test]
fn a_lost_reply_is_never_followed_by_a_second_effect() {
    let day = SignedDuration::from_hours(24);
    let hour = SignedDuration::from_hours(1);
    let week = SignedDuration::from_hours(7 * 24);
    let rows = [
        ("keys and lookup, reply lost", Some(day), true, (0, 1), Verdict::Done, hour, None, 1, 1),
        ("keys and lookup, request lost", Some(day), true, (1, 0), Verdict::Done, hour, None, 1, 2),
        ("keys only, reply lost", Some(day), false, (0, 1), Verdict::Done, hour, None, 1, 2),
        (
            "keys only, and all lost for too long",
            Some(day),
            false,
            (2, 9),
            Verdict::Unknown,
            week,
            Some(Verdict::Unknown),
            0,
            2,
        ),
        ("lookup only, reply lost", None, true, (0, 1), Verdict::Done, hour, None, 1, 1),
        (
            "lookup only, request lost: absence counts later",
            None,
            true,
            (1, 0),
            Verdict::Unknown,
            hour,
            Some(Verdict::Done),
            1,
            2,
        ),
        (
            "neither, reply lost",
            None,
            false,
            (0, 1),
            Verdict::Unknown,
            week,
            Some(Verdict::Unknown),
            1,
            1,
        ),
        (
            "neither, request lost",
            None,
            false,
            (1, 0),
            Verdict::Unknown,
            week,
            Some(Verdict::Unknown),
            0,
            1,
        ),
    ];
    for (story, life, lookup, lost, first, later, second, effects, sendings) in rows {
        let store = store();
        let forgetful = Arc::new(Forgetful::new(life, lookup, lost));
        let provider: Vec<Box<dyn Provider>> = vec![Box::new(Shared(Arc::clone(&forgetful)))];
        assert_eq!(pass(&store, &provider, noon()), Some(first), "{story}");
        let then = noon().checked_add(later).unwrap();
        let ended = pass(&store, &provider, then);
        assert_eq!(ended, second, "{story}, later");
        assert_eq!(forgetful.effects.lock().unwrap().len(), effects, "{story}: effects");
        let sent = forgetful.sendings.lock().unwrap();
        assert_eq!(sent.len(), sendings, "{story}: sendings");
    }
}

/// A provider may do in one call only a part of what is due; what is left follows in the same run, and
/// a lost reply in the middle stays one act.
#[test]
fn what_one_call_cannot_do_is_done_by_several() {
    for (lost, sendings) in [((0, 0), 3), ((1, 0), 4), ((0, 1), 3)] {
        let store = store();
        let mut forgetful = Forgetful::new(Some(SignedDuration::from_hours(24)), true, lost);
        forgetful.at_once_minor = 200;
        let forgetful = Arc::new(forgetful);
        let provider: Vec<Box<dyn Provider>> = vec![Box::new(Shared(Arc::clone(&forgetful)))];
        assert_eq!(pass(&store, &provider, noon()), Some(Verdict::Done));
        let taken: Vec<i64> =
            forgetful.effects.lock().unwrap().iter().map(|event| event.amount_minor).collect();
        assert_eq!(taken, [200, 200, 100], "{lost:?}");
        assert_eq!(forgetful.sendings.lock().unwrap().len(), sendings, "{lost:?}");
        assert_eq!(pass(&store, &provider, noon()), None, "nothing is left");
    }
}

/// What takes all there is can be asked for again without a key. Where the shop's book lacks the
/// first effect, it stays unknown, and is never called anything else.
#[test]
fn what_takes_all_there_is_is_asked_for_again() {
    for (lost, first, second, sendings) in
        [((1, 0), Verdict::Done, None, 2), ((0, 1), Verdict::Unknown, Some(Verdict::Unknown), 3)]
    {
        let store = store();
        let mut forgetful = Forgetful::new(None, false, lost);
        forgetful.takes_all = true;
        let forgetful = Arc::new(forgetful);
        let provider: Vec<Box<dyn Provider>> = vec![Box::new(Shared(Arc::clone(&forgetful)))];
        assert_eq!(pass(&store, &provider, noon()), Some(first), "{lost:?}");
        let week = SignedDuration::from_hours(7 * 24);
        let later = pass(&store, &provider, noon().checked_add(week).unwrap());
        assert_eq!(later, second, "{lost:?}, later");
        assert_eq!(forgetful.effects.lock().unwrap().len(), 1, "{lost:?}");
        let sent = forgetful.sendings.lock().unwrap();
        assert_eq!(sent.len(), sendings, "{lost:?}");
        assert!(sent.iter().all(|sending| *sending == sent[0]), "the same key and bytes");
    }
}

#[test]
fn what_was_accepted_stays_pending_until_it_is_seen() {
    let store = store();
    let mut forgetful = Forgetful::new(None, false, (0, 0));
    forgetful.accepts_only = true;
    let forgetful = Arc::new(forgetful);
    let provider: Vec<Box<dyn Provider>> = vec![Box::new(Shared(Arc::clone(&forgetful)))];
    for _ in 0..2 {
        assert_eq!(pass(&store, &provider, noon()), Some(Verdict::Pending));
    }
    assert_eq!(forgetful.sendings.lock().unwrap().len(), 1);
}

/// Lets the test look into the provider while the engine has it.
struct Shared(Arc<Forgetful>);

impl Provider for Shared {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }
    fn payment_methods(&self) -> &[String] {
        self.0.payment_methods()
    }
    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        self.0.read(reference, known, now)
    }
    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        self.0.draft(wanted)
    }
    fn send(&self, intent: &Intent) -> Reply {
        self.0.send(intent)
    }
    fn find(&self, intent: &Intent, payment: &Payment) -> Found {
        match self.0.takes_all {
            true => Found::Absent,
            false => self.0.find(intent, payment),
        }
    }
    fn is_repeatable(&self, _: &Intent) -> bool {
        self.0.takes_all
    }
    fn check(&self) -> Result<String> {
        self.0.check()
    }
}
