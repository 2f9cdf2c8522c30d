//! A life: one world from one seed, in which people, runs, faults and the clock take their turns.
//!
//! Everything happens in one thread, and chance comes from the seed alone: the same seed is the same
//! life to the last byte. First things go wrong, then everything heals and must come to rest.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uniac_core::act::Intent;
use uniac_core::assess::{Company, assess};
use uniac_core::settings::Setting;
use uniac_engine::Verdict;
use uniac_sandbox::{Setting as WorldSetting, World};
use uniac_store::Store;
use uniac_store::sqlite::SqliteStore;
use uniac_system::clock::Clock;

use crate::commands::{Ended, run};
use crate::kinds::Temper;
use crate::oracle::Oracle;
use crate::people;
use crate::reach::Reach;
use crate::swarm::{Keys, Swarm};
use crate::typed::Command;

/// The company's key in Uni.
pub const COMPANY: &str = uniac_sandbox::unimicro::COMPANY_KEY;

/// The passes that a healed world may need until it is at rest.
const PASSES_MAX: u32 = 8;

/// Forks the generator of untidy deeds off a seed.
const UNTIDY: u64 = 0x0075_6e74_6964_7900;

/// How many customers a world begins with that has one customer in Uni for all.
const COLLECTIVE_BUYS: u32 = 6;

/// Counts the lives of this process, for a name each: a seed can be lived twice.
static LIVES: AtomicU32 = AtomicU32::new(0);

/// What a process dies of when the simulation kills it.
pub struct Killed;

/// A machine that runs uniac for the company, with a store of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runner {
    /// The one that keeps its store.
    Steady,
    /// Another one, that knows nothing of the first.
    Other,
}

/// What may go wrong just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// All that the seed has drawn.
    Free,
    /// Faults, but nobody else acts.
    Alone,
    /// Nothing.
    Calm,
}

/// What changes in a life.
struct State {
    rng: Rng,
    /// What untidy deeds are drawn from, and how many names were given.
    untidy: (Rng, usize),
    trace: Option<Vec<String>>,
    reach: Reach,
    /// The runners that have a living process with the lock.
    running: BTreeSet<Runner>,
    mood: Mood,
}

/// A world with all that happens in it.
pub struct Life {
    /// The time, the same for all.
    pub clock: Arc<Clock>,
    /// What the seed has drawn.
    pub swarm: Swarm,
    /// How untidy its people are.
    pub temper: Temper,
    /// The judge.
    pub oracle: Mutex<Oracle>,
    world: Mutex<World>,
    state: Mutex<State>,
    stores: [SqliteStore; 2],
    name: String,
    healed: AtomicBool,
    /// How deep in another's request we are.
    depth: AtomicU32,
}

impl Life {
    /// Begins the life of a seed.
    fn begin(seed: u64, traced: bool, tidy: bool) -> Arc<Life> {
        let mut rng = Rng::with_seed(seed);
        let swarm = Swarm::draw(&mut rng);
        let mut untidy = Rng::with_seed(seed ^ UNTIDY);
        let temper = if tidy { Temper::default() } else { Temper::draw(&mut untidy) };
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a moment");
        let clock = Arc::new(Clock::manual(noon, TimeZone::UTC));
        let mut world = World::in_memory(Arc::clone(&clock)).expect("a world");
        let (keys, kind) = match swarm.keys {
            Keys::Replayed => ("replay", "key/replayed"),
            Keys::Refused => ("refuse", "key/refused"),
            Keys::Ignored => ("ignore", "key/ignored"),
        };
        let events = if swarm.lookup { "on" } else { "off" };
        world.set(WorldSetting::Idempotency, keys).expect("a value");
        world.set(WorldSetting::Events, events).expect("a value");
        // The shop's plug-ins act: money that moves because of a status shows in the books.
        world.set(WorldSetting::GatewayProfile, "as-shipped").expect("a value");
        let name = format!("life-{}", LIVES.fetch_add(1, Ordering::SeqCst));
        let store = |runner| opened(&name, runner);
        let life = Life {
            stores: [store(Runner::Steady), store(Runner::Other)],
            oracle: Mutex::new(Oracle::default()),
            world: Mutex::new(world),
            state: Mutex::new(State {
                rng,
                untidy: (untidy, 0),
                trace: traced.then(Vec::new),
                reach: Reach::default(),
                running: BTreeSet::new(),
                mood: Mood::Free,
            }),
            healed: AtomicBool::new(false),
            depth: AtomicU32::new(0),
            clock,
            swarm,
            temper,
            name,
        };
        life.mark(kind);
        if !life.swarm.lookup {
            life.mark("lookup/none");
        }
        Arc::new(life)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the world; nobody may hold it while a run goes on.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the judge.
    pub fn oracle(&self) -> MutexGuard<'_, Oracle> {
        self.oracle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a runner's store as others see it.
    pub fn store(&self, runner: Runner) -> &SqliteStore {
        &self.stores[runner as usize]
    }

    /// Opens a runner's store for a new process.
    pub fn open(&self, runner: Runner) -> SqliteStore {
        opened(&self.name, runner)
    }

    /// Draws from the seed.
    pub fn draw<T>(&self, draw: impl FnOnce(&mut Rng) -> T) -> T {
        draw(&mut self.state().rng)
    }

    /// Draws an untidy deed from the seed; the number counts the names that were given.
    pub fn draw_untidy<T>(&self, draw: impl FnOnce(&mut Rng, &mut usize) -> T) -> T {
        let (rng, names) = &mut self.state().untidy;
        draw(rng, names)
    }

    /// Decides by the seed whether something that has a rate happens now; it is counted.
    pub fn happens(&self, what: &str, rate: impl Fn(&Swarm) -> u32) -> bool {
        let rate = rate(&self.swarm);
        if rate == 0 || self.is_calm() {
            return false;
        }
        let happens = self.draw(|rng| rng.u32(0..1000)) < rate;
        if happens {
            self.mark(what);
            self.tell(|| format!("  ! {what}"));
        }
        happens
    }

    /// Decides by the seed which fault meets a request, and how long it takes.
    pub fn draw_fault(&self) -> Option<(&'static str, Option<u64>)> {
        if self.is_calm() {
            return None;
        }
        let drawn =
            self.swarm.faults.iter().find(|(_, rate)| self.draw(|rng| rng.u32(0..1000)) < *rate);
        let (name, _) = drawn?;
        self.mark(format!("fault/{name}"));
        let ms = match *name {
            "slow" => Some(self.draw(|rng| rng.u64(100..60_000))),
            "lagging-read" => Some(self.swarm.lag_ms),
            _ => None,
        };
        Some((name, ms))
    }

    /// Returns whether another's request is on its way.
    pub fn is_meanwhile(&self) -> bool {
        self.depth.load(Ordering::SeqCst) > 0
    }

    /// Sets what may go wrong from now on.
    pub fn be(&self, mood: Mood) {
        self.state().mood = mood;
    }

    fn is_calm(&self) -> bool {
        self.healed.load(Ordering::SeqCst) || self.state().mood == Mood::Calm
    }

    /// Counts a thing.
    pub fn mark(&self, what: impl Into<String>) {
        self.state().reach.mark(what);
    }

    /// Writes a line of the trace, when there is one.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        let now = self.clock.now();
        if let Some(trace) = &mut self.state().trace {
            trace.push(format!("{now}{}", line()));
        }
    }

    /// Lets the judge look at the provider's book.
    pub fn look(&self) {
        let book = self.world().ledger().expect("the book is read");
        self.oracle().look(&book, self);
    }

    /// Lets a person or another run act while a request is on its way.
    pub fn meanwhile(self: &Arc<Life>, runner: Runner) {
        let is_alone = self.state().mood != Mood::Free || self.depth.load(Ordering::SeqCst) > 0;
        if is_alone || !self.happens("meanwhile", |s| s.meanwhile) {
            return;
        }
        self.depth.fetch_add(1, Ordering::SeqCst);
        if self.draw(Rng::bool) {
            self.mark("meanwhile/a person");
            people::act(self);
        } else if self.draw(Rng::bool) || self.swarm.forgetful_runner == 0 {
            self.mark("meanwhile/a run");
            self.command(runner);
        } else {
            self.mark("meanwhile/a run");
            self.command(Runner::Other);
        }
        self.depth.fetch_sub(1, Ordering::SeqCst);
    }

    fn is_running(&self, runner: Runner) -> bool {
        self.state().running.contains(&runner)
    }

    /// Starts a process of a runner, unless another of its processes has the lock.
    pub fn process(self: &Arc<Life>, runner: Runner, command: Command) -> Ended {
        let (locks, is_taken) = (!command.needs_no_lock(), self.is_running(runner));
        if locks && is_taken && !self.happens("lock lost", |s| s.lock_lost) {
            self.mark("run/locked");
            return Ended::Locked;
        }
        if !locks && is_taken {
            self.mark("run/beside another, without a lock");
        }
        let first = locks && self.state().running.insert(runner);
        self.oracle().begun(runner);
        self.tell(|| format!(" {runner:?}: {command:?}"));
        let ended = run(self, runner, &command);
        self.tell(|| format!(" {runner:?}: {command:?} ended: {ended:?}"));
        if first {
            self.state().running.remove(&runner);
        }
        self.look();
        self.oracle().check_journals(self);
        ended
    }

    /// Ends the story of a life with what each store says of each order.
    fn tell_how_it_stands(&self) {
        for runner in [Runner::Steady, Runner::Other] {
            let store = self.store(runner);
            let active = store.settings().is_ok_and(|settings| settings.is_active());
            let company = Company { key: COMPANY.to_owned(), active, ..Company::default() };
            self.tell(|| format!(" {runner:?} is active: {active}"));
            let told = store.cases(&mut |case| {
                let assessment = assess(&case, &company, self.clock.now());
                self.tell(|| format!(" {runner:?} {} {:?}", case.order.uni.number, case.order));
                self.tell(|| format!("   {:?} {:?}", case.eras, case.hold));
                self.tell(|| format!("   {assessment:?}"));
                case.intents.iter().for_each(|intent| self.tell(|| format!("   {intent:?}")));
                Ok(())
            });
            told.expect("the store is read");
        }
    }

    fn command(self: &Arc<Life>, runner: Runner) {
        let journal = self.store(runner).journal(None).expect("the journal is read");
        let hangs = journal.iter().any(|(_, i)| i.is_open() && i.act.operation().moves_money());
        let crowd = self.swarm.crowd;
        let is_beside = self.is_running(runner);
        let command = self.draw(|rng| match rng.u32(0..3) {
            // Beside a run that has the lock most commands can only wait.
            0 | 1 if is_beside => Command::hold(rng),
            0 if hangs => Command::finish(rng, crowd),
            _ => Command::draw(rng, crowd),
        });
        let is_unsteady = matches!(command, Command::Disable(_) | Command::Hold(..));
        let command = match self.temper.is_steady && is_unsteady {
            true => Command::sync(0),
            false => command,
        };
        self.process(runner, command);
    }

    /// Things go wrong.
    fn suffer(self: &Arc<Life>) {
        if self.swarm.begins_active || self.temper.is_steady {
            self.process(Runner::Steady, Command::Enable(Setting::ALL.to_vec()));
        }
        let collective = if self.temper.is_collective { COLLECTIVE_BUYS } else { 0 };
        for _ in 0..self.swarm.crowd.max(collective) {
            people::buy(self);
        }
        let mut latest = self.clock.now();
        for _ in 0..self.swarm.happenings + self.temper.more {
            latest = latest.max(self.clock.now());
            self.clock.sleep(Duration::from_secs(self.draw(|rng| rng.u64(1..7200))));
            if self.happens("clock set", |swarm| swarm.clock_set) {
                let hours = self.draw(|rng| rng.i64(-30..=30));
                self.mark(if hours < 0 { "clock/set back" } else { "clock/set forward" });
                self.clock.step(SignedDuration::from_hours(hours));
                self.oracle().clock_was_set();
            }
            match self.draw(|rng| rng.u32(0..10)) {
                0..5 => people::act(self),
                5..9 => self.command(Runner::Steady),
                _ if self.happens("run/another machine", |swarm| swarm.forgetful_runner) => {
                    self.command(Runner::Other);
                }
                _ => {}
            }
        }
        // A clock that was wrong is set right in the end.
        let behind = latest.duration_since(self.clock.now());
        self.clock.step(behind.max(SignedDuration::ZERO));
    }

    /// Runs the automation until it writes nothing more.
    fn come_to_rest(self: &Arc<Life>, runners: &[Runner]) {
        for pass in 1.. {
            // Longer than reads lag, and than a minute's limit of calls.
            self.clock.sleep(Duration::from_mins(10));
            self.world().calls(true).expect("the calls are read");
            let (mut exits, mut refused) = (Vec::new(), false);
            for runner in runners {
                let ended = self.process(*runner, Command::sync(0));
                assert!(ended.is_well(), "a healed run failed: {ended:?}");
                let steps = ended.passed().map(|passed| passed.steps.iter()).into_iter().flatten();
                // What cannot even be written is said once, and is a person's from then on.
                refused |= steps.into_iter().any(|step| step.verdict == Verdict::Refused);
                exits.extend(ended.passed().map(|passed| (*runner, passed.exit)));
            }
            let calls = self.world().calls(true).expect("the calls are read");
            if calls.uni.write + calls.shop.write + calls.provider.write == 0 && !refused {
                let oracle = self.oracle();
                for (runner, exit) in exits {
                    oracle.check_rest(self, runner, exit);
                }
                return;
            }
            assert!(pass < PASSES_MAX, "not at rest after {PASSES_MAX} passes: {calls:?}");
        }
    }

    /// Returns whether the provider's book shows an effect with a key.
    pub fn has_happened(&self, key: &str) -> bool {
        let book = self.world().ledger().expect("the book is read");
        book.iter().flat_map(|row| &row.events).any(|event| event.key.as_deref() == Some(key))
    }

    /// Returns whether the provider's book shows the act, to the øre.
    pub fn happened(&self, intent: &Intent) -> bool {
        let book = self.world().ledger().expect("the book is read");
        let mut events = book.iter().flat_map(|row| &row.events);
        events.any(|event| {
            event.key.as_ref() == Some(&intent.key) && event.amount_minor == intent.money.minor
        })
    }

    /// Everything works again, and the automation must come to rest.
    fn heal(self: &Arc<Life>) {
        self.tell(|| " everything heals".to_owned());
        self.healed.store(true, Ordering::SeqCst);
        let runners = match self.swarm.forgetful_runner {
            0 => vec![Runner::Steady],
            _ => vec![Runner::Steady, Runner::Other],
        };
        self.come_to_rest(&runners);
        // A day later everything is read far back, which finds what a wrong clock has hidden.
        self.clock.sleep(Duration::from_hours(25));
        self.come_to_rest(&runners);
        // What brakes hold back a person lets go; what they do not is done.
        if self.oracle().check_braked(self) {
            self.mark("brake/let go in the end");
            for runner in &runners {
                self.process(*runner, Command::sync(usize::MAX));
            }
            self.come_to_rest(&runners);
        }
        self.oracle().check_end(self);
        // What no look can tell, a person tells; then nothing is open, and all is at rest again.
        for runner in &runners {
            let ended = self.process(*runner, Command::Settle);
            assert!(ended.is_well(), "a person's word was not taken: {ended:?}");
        }
        self.come_to_rest(&runners);
        self.oracle().check_told(self);
    }
}

/// Opens a runner's store: in memory, or in the database that `UNIAC_SIM_STORE` names, where each has a company of its own.
fn opened(name: &str, runner: Runner) -> SqliteStore {
    let own = format!("{name}-{runner:?}");
    match std::env::var("UNIAC_SIM_STORE") {
        Ok(url) => {
            let address = uniac_store::Address::shared(&url, None).expect("an address");
            SqliteStore::connect(address, &format!("{own}-{}", std::process::id()))
        }
        Err(_) => SqliteStore::in_shared_memory(&own, COMPANY),
    }
    .expect("a store")
}

/// What became of a life.
pub struct Lived {
    /// What it reached.
    pub reach: Reach,
    /// Its story, when it was traced.
    pub trace: Vec<String>,
    /// What went wrong.
    pub failure: Option<String>,
}

/// Lives the life of a seed to its end; when `tidy`, nobody in it does anything untidy.
pub fn live(seed: u64, traced: bool, tidy: bool) -> Lived {
    let life = Life::begin(seed, traced, tidy);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        life.suffer();
        life.heal();
    }));
    let failure = ended.err().map(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic without words".to_owned())
    });
    if traced {
        life.tell_how_it_stands();
    }
    let mut state = life.state();
    let reach = std::mem::take(&mut state.reach);
    Lived { reach, trace: state.trace.take().unwrap_or_default(), failure }
}
