//! A process of uniac in a simulated world: a command with its own connectors on its runner's store.
//!
//! It does what the command line does, with the engine's own parts; it must have no rules of its own.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use uniac_connect::erp::Erp;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::{Context, Permits};
use uniac_connect::payment::vipps::{self, Vipps};
use uniac_connect::payment::{Capabilities, Provider};
use uniac_connect::shop::Shop;
use uniac_connect::shop::woocommerce::{self, WooCommerce};
use uniac_core::act::{self, Intent, Operation};
use uniac_core::assess::{Attention, Link, Mode, Step};
use uniac_core::order::Document;
use uniac_core::reconcile::{Collector, Facts, Lens, Period};
use uniac_core::settings::{Hold, Setting};
use uniac_engine::exit::{self, Exit};
use uniac_engine::{
    Counts, Ending, Engine, Plan, Reading, Request, Run, Scope, Statement, StepResult,
};
use uniac_sandbox as sandbox;
use uniac_store::{Epoch, Store};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::log::Discard;
use uniac_system::secret::Secret;
use uniac_system::stop::Stop;

use crate::disk::Disk;
use crate::life::{COMPANY, Killed, Life, Mood, Runner};
use crate::oracle::Before;
use crate::swarm::Keys;
use crate::tally::Tally;
use crate::typed::{Ask, Command, Person, Way};
use crate::wire::Wire;

/// How a process ended.
#[derive(Debug)]
pub enum Ended {
    /// Well, with what a run reported.
    Well(Option<Passed>),
    /// With an error.
    Failed(#[expect(dead_code, reason = "read in the trace")] String),
    /// Killed.
    Killed,
    /// Another process has the lock.
    Locked,
}

/// What a run reported, also one that ended with an error.
#[derive(Debug)]
pub struct Passed {
    /// Its exit code.
    pub exit: Exit,
    /// Its steps.
    pub steps: Vec<StepResult>,
    /// Whether it worked through all there was.
    pub is_whole: bool,
    /// The code of the error that stopped it.
    pub error: Option<&'static str>,
    /// The orders whose payments it could not read.
    pub unread: usize,
}

impl Ended {
    /// Returns whether the process did all it was to do.
    pub fn is_well(&self) -> bool {
        match self {
            Ended::Well(Some(passed)) => {
                passed.error == Some("inactive") || (passed.is_whole && passed.unread == 0)
            }
            Ended::Well(None) => true,
            _ => false,
        }
    }

    /// Returns what a run reported.
    pub fn passed(&self) -> Option<&Passed> {
        match self {
            Ended::Well(passed) => passed.as_ref(),
            _ => None,
        }
    }
}

/// A process with all it has opened.
struct Process<'a> {
    life: &'a Arc<Life>,
    runner: Runner,
    disk: Disk,
    erp: Box<dyn Erp>,
    shop: Box<dyn Shop>,
    providers: Vec<Box<dyn Provider>>,
    tally: Arc<Mutex<Tally>>,
    stop: Arc<Stop>,
}

/// Runs what was typed to its end, however that is.
pub fn run(life: &Arc<Life>, runner: Runner, command: &Command) -> Ended {
    match command {
        Command::Pass(ask) => {
            let (ask, name) = match ask.named.map(|index| chosen(life, runner, index)) {
                None => (ask.clone(), None),
                // There is no order to name yet.
                Some(None) => return Ended::Well(None),
                Some(Some((number, None))) => (ask.clone(), Some(number)),
                Some(Some((number, Some(operation)))) => {
                    (Ask { scope: Scope::Named(operation), ..ask.clone() }, Some(number))
                }
            };
            match ask.way {
                Way::Foretold { calm } => foretold(life, runner, &ask, name, calm),
                _ => pass(life, runner, ask, name).0,
            }
        }
        _ => process(life, runner, command),
    }
}

/// Runs a process that may move no money.
fn process(life: &Arc<Life>, runner: Runner, command: &Command) -> Ended {
    let worked = catch_unwind(AssertUnwindSafe(|| {
        Process::start(life, runner, None).execute(command).map(|()| None)
    }));
    ended(life, worked)
}

/// Runs a process that may move money, and judges it.
fn pass(life: &Arc<Life>, runner: Runner, ask: Ask, name: Option<String>) -> (Ended, Tally) {
    let before = Before::see(life, runner);
    let process = Process::start(life, runner, Some(ask));
    let tally = Arc::clone(&process.tally);
    process.tally().deeds = before.deeds;
    let worked = catch_unwind(AssertUnwindSafe(|| process.pass(name)));
    drop(process);
    let ended = ended(life, worked.map(|passed| Ok(Some(passed))));
    let tally = Arc::into_inner(tally).expect("the process has ended");
    let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    check_kept(life, runner);
    if let Some(passed) = ended.passed() {
        life.oracle().check_exit(life, &before, &tally, passed);
    }
    (ended, tally)
}

/// What is kept of each order is what the rules say of it, unless it is marked.
fn check_kept(life: &Arc<Life>, runner: Runner) {
    let process = Process::start(life, runner, None);
    let mut differing = Vec::new();
    let compared = process.engine().check_kept(&mut |number| differing.push(number));
    if compared.expect("the store is read") > 0 {
        life.mark("kept/compared");
    }
    assert!(differing.is_empty(), "what is kept of {differing:?} is not what the rules say");
}

/// Runs a dry run and the same run after it, between which nothing happens, and compares them.
fn foretold(
    life: &Arc<Life>,
    runner: Runner,
    ask: &Ask,
    name: Option<String>,
    calm: bool,
) -> Ended {
    life.be(Mood::Calm);
    // Longer than reads lag.
    life.clock.sleep(Duration::from_mins(1));
    let before = Before::see(life, runner);
    let (dry, _) = pass(life, runner, Ask { way: Way::Dry, ..ask.clone() }, name.clone());
    life.tell(|| format!(" foretold: {dry:?}"));
    life.be(if calm { Mood::Calm } else { Mood::Alone });
    let (real, tally) = pass(life, runner, Ask { way: Way::Real, ..ask.clone() }, name);
    life.be(Mood::Free);
    if let Some(dry) = dry.passed() {
        life.oracle().check_foretold(life, &before, dry, real.passed(), &tally);
    }
    real
}

fn ended(life: &Life, worked: std::thread::Result<Result<Option<Passed>>>) -> Ended {
    match worked {
        Ok(Ok(passed)) => {
            if passed.as_ref().and_then(|passed| passed.error) == Some("locked") {
                life.mark("run/epoch lost");
            }
            Ended::Well(passed)
        }
        Ok(Err(error)) => Ended::Failed(format!("{}: {}", error.code, error.message)),
        Err(panic) if panic.is::<Killed>() => Ended::Killed,
        Err(panic) => resume_unwind(panic),
    }
}

/// What the command line says of an order.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// What a person should know.
    pub attention: Option<&'static str>,
    /// Whether a brake holds something of it back, whatever else is worse.
    pub is_braked: bool,
    /// The state of its link, and why.
    pub link: Link,
}

/// Returns what the command line says of each order, by its number.
pub fn told(life: &Arc<Life>, runner: Runner) -> BTreeMap<String, Told> {
    let process = Process::start(life, runner, None);
    let mut found = BTreeMap::new();
    let assessed = process.engine().assessed(&mut |case, assessment| {
        let attention = assessment.attention.map(Attention::name);
        let is_braked = assessment.attentions.contains(&Attention::Braked);
        let told = Told { attention, is_braked, link: assessment.link };
        found.insert(case.order.uni.number, told);
        Ok(())
    });
    assessed.expect("the store is read");
    found
}

/// Returns the facts that `reconcile` compares, all payments read afresh.
pub fn collected(life: &Arc<Life>, runner: Runner) -> Facts {
    let process = Process::start(life, runner, None);
    let engine = process.engine();
    let begun = life.clock.now();
    let mut orders = Vec::new();
    let listed = engine.assessed(&mut |case, _| {
        orders.push(case.order.uni.id);
        Ok(())
    });
    listed.expect("the store is read");
    let unread = engine.refresh_payments_of(&orders, begun).expect("the store is written");
    assert!(unread.is_empty(), "everything has healed: {unread:?}");
    let shops: Vec<_> =
        engine.unclaimed().expect("the store is read").into_iter().map(|(shop, _)| shop).collect();
    engine.refresh_unclaimed(&shops).expect("the store is written");
    collected_of(life, runner, None)
}

/// Returns the facts of a period that the store has.
pub fn collected_of(life: &Arc<Life>, runner: Runner, period: Option<Period>) -> Facts {
    let process = Process::start(life, runner, None);
    let engine = process.engine();
    let booked_on = |_: &Intent| None;
    let (zone, now) = (&TimeZone::UTC, life.clock.now());
    let mut collector = Collector::new(Lens { zone, now, booked_on: &booked_on }, period);
    let collected = engine.assessed(&mut |case, assessment| {
        collector.add(&case, &assessment);
        Ok(())
    });
    collected.expect("the store is read");
    for (shop, payment) in engine.unclaimed().expect("the store is read") {
        collector.add_unclaimed(&shop, payment.as_ref());
    }
    for note in engine.strays_of_web_orders().expect("the store is read") {
        collector.add_stray(&note);
    }
    collector.finish()
}

/// Returns what the command line says that a person should know, by order number.
pub fn attentions(life: &Arc<Life>, runner: Runner) -> BTreeMap<String, &'static str> {
    let told = told(life, runner).into_iter();
    told.filter_map(|(number, told)| Some((number, told.attention?))).collect()
}

/// Returns what the command line says that the next `sync` would do, but for acts of which this run has sent one: what
/// others moved before that on a payment which was not read since is seen before the next is sent. Nor what another runner
/// keeps from one with a store of its own: its booking on an invoice over several orders looks like a payment of anybody's,
/// until the own booking of one order tells what is left to pay of the other, and the run after that takes it.
pub fn due_by_itself(life: &Arc<Life>, tally: &Tally) -> Vec<String> {
    let process = Process::start(life, tally.runner, None);
    let mut due = Vec::new();
    let assessed = process.engine().assessed(&mut |case, assessment| {
        let number = &case.order.uni.number;
        let is_shared = case.order.documents.iter().any(Document::is_shared);
        if is_shared && tally.runner == Runner::Other {
            return Ok(());
        }
        let is_sent = |step: &Step| {
            let mut sent = tally.sent.values().filter(|sent| sent.order == case.order.uni.id);
            sent.any(|sent| (sent.act, sent.document) == (step.act, step.document))
        };
        let auto = assessment.steps.iter().filter(|step| step.mode == Mode::Auto);
        let by_itself = auto.filter(|step| !is_sent(step));
        due.extend(by_itself.map(|s| format!("{number} {} {}", s.act.name(), s.money)));
        Ok(())
    });
    assessed.expect("the store is read");
    due
}

/// Returns the number of the order that a person names, of those that the store knows: one on which an
/// act hangs or something waits for a person, with that operation, or any.
fn chosen(life: &Arc<Life>, runner: Runner, index: usize) -> Option<(String, Option<Operation>)> {
    let process = Process::start(life, runner, None);
    let (mut hanging, mut waiting, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let assessed = process.engine().assessed(&mut |case, assessment| {
        let number = || case.order.uni.number.clone();
        let open = case.intents.iter().filter(|intent| intent.is_open());
        let moving = |operation: &Operation| operation.moves_money();
        hanging.extend(
            open.map(|intent| intent.act.operation()).filter(moving).map(|o| (number(), Some(o))),
        );
        let manual = assessment.steps.iter().filter(|step| step.mode == Mode::Manual);
        waiting.extend(manual.map(Step::operation).filter(moving).map(|o| (number(), Some(o))));
        all.push((number(), None));
        Ok(())
    });
    assessed.expect("the store is read");
    let preferred = match index % 3 {
        0 => hanging,
        1 => waiting,
        _ => Vec::new(),
    };
    let chosen = if preferred.is_empty() { all } else { preferred };
    (!chosen.is_empty()).then(|| chosen[index % chosen.len()].clone())
}

impl<'a> Process<'a> {
    fn start(life: &'a Arc<Life>, runner: Runner, ask: Option<Ask>) -> Process<'a> {
        let disk = Disk::new(life.open(runner), Arc::clone(life));
        let tally = Arc::new(Mutex::new(Tally::new(runner, ask, life.clock.now())));
        let stop = Arc::new(Stop::new());
        let (epoch, stopped) = (Arc::clone(&disk.epoch), Arc::clone(&stop));
        let wire = Wire::new(Arc::clone(life), epoch, Arc::clone(&tally), stopped);
        let mut context = Context::new(Arc::clone(&life.clock), Arc::new(Discard));
        // One request after the other, in this thread.
        context.permits = Arc::new(Permits::new(1));
        context.transport = Some(Arc::new(wire));
        let erp = Unimicro::new(uni(), &context).expect("an address");
        let shop = WooCommerce::new(shop(), &context).expect("an address");
        let provider = Vipps::new(provider(life), &context).expect("an address");
        Process {
            life,
            runner,
            disk,
            erp: Box::new(erp),
            shop: Box::new(shop),
            providers: vec![Box::new(provider)],
            tally,
            stop,
        }
    }

    fn execute(&self, command: &Command) -> Result<()> {
        match command {
            Command::Enable(settings) => self.enable(settings),
            Command::Disable(setting) => self.disable(*setting),
            Command::Hold(..) | Command::Lift(_) => self.hold(command),
            Command::Settle => self.settle(),
            Command::Pass(_) => Ok(()),
        }
    }

    fn engine(&self) -> Engine<'_> {
        Engine {
            erp: self.erp.as_ref(),
            shop: self.shop.as_ref(),
            providers: &self.providers,
            store: &self.disk,
            clock: &self.life.clock,
            company_key: COMPANY,
            terms: uniac_core::assess::Terms::default(),
            workers: 1,
            stop: &self.stop,
            read: Counts::default(),
            tick: &|_| {},
        }
    }

    fn lock(&self) -> Result<Epoch> {
        self.disk.lock(self.life.clock.now())
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what the command line does, and reports what it would show.
    fn pass(&self, name: Option<String>) -> Passed {
        let ask = self.tally().ask.clone().expect("a pass is typed");
        let orders = name.map(|name| [name]);
        let confirm = |plan: &Plan| self.answer(ask.person, plan);
        let asks = ask.person != Person::NotAsked;
        let report = self.engine().pass(&Request {
            orders: orders.as_ref().map(<[String; 1]>::as_slice),
            bounds: ask.most.typed(),
            let_go: ask.let_go,
            dry_run: ask.way == Way::Dry,
            confirm: asks.then_some(&confirm as &dyn Fn(&Plan) -> Result<()>),
            ..Request::new(ask.scope.clone())
        });
        if ask.way == Way::Dry {
            let locked = self.disk.epoch.lock().unwrap_or_else(PoisonError::into_inner).is_some();
            assert!(!locked, "a dry run took the lock");
        }
        match report {
            Ok(report) => Passed {
                exit: report.exit,
                is_whole: matches!(report.ending, Ending::Whole | Ending::DryRun { .. }),
                error: match &report.ending {
                    Ending::BrokenOff(error) | Ending::DryRun { stopped: Some(error) } => {
                        Some(error.code)
                    }
                    _ => None,
                },
                steps: report.steps,
                unread: report.unread.len(),
            },
            Err(error) => Passed {
                exit: exit::of_error(&error),
                steps: Vec::new(),
                is_whole: false,
                error: Some(error.code),
                unread: 0,
            },
        }
    }

    /// Somebody, or nobody, answers the question; the world goes on meanwhile.
    fn answer(&self, person: Person, plan: &Plan) -> Result<()> {
        assert!(plan.money().next().is_some(), "a question about nothing");
        self.tally().show(plan);
        self.life.mark(format!("asked/{person:?}"));
        if plan.money().all(|planned| planned.again) {
            self.life.mark("asked/only what may be sent again");
        }
        self.life.meanwhile(self.runner);
        let no = |code, text| {
            self.tally().said_no = true;
            Err(Error::new(Kind::Declined, code, text))
        };
        match person {
            Person::Yes | Person::NotAsked => Ok(()),
            Person::No => no("declined", "no"),
            Person::Absent => no("confirmation-needed", "nobody is there"),
        }
    }

    fn enable(&self, settings: &[Setting]) -> Result<()> {
        let before = self.life.oracle().stamped();
        self.lock()?;
        self.engine().refresh(Reading::FarBack)?;
        let was_active = self.disk.settings()?.is_active();
        self.life.oracle().switches_on(self.runner, &before);
        self.disk.switch(settings, true, self.life.clock.now(), "kari")?;
        let is_active = self.disk.settings()?.is_active();
        self.life.oracle().enabled(self.runner, was_active, is_active, before);
        Ok(())
    }

    fn disable(&self, setting: Setting) -> Result<()> {
        self.lock()?;
        self.life.oracle().unsure(self.runner);
        self.disk.switch(&[setting], false, self.life.clock.now(), "kari")?;
        let is_active = self.disk.settings()?.is_active();
        self.life.oracle().disabled(self.runner, is_active);
        Ok(())
    }

    fn hold(&self, command: &Command) -> Result<()> {
        self.engine().refresh_documents()?;
        let Some(order) = self.chosen(command)? else { return Ok(()) };
        let now = self.life.clock.now();
        match command {
            Command::Hold(_, hours) => {
                let until =
                    hours.and_then(|hours| now.checked_add(SignedDuration::from_hours(hours)).ok());
                let hold = Hold { reason: None, by: "kari".to_owned(), at: now, until };
                self.life.oracle().unsure_of(self.runner, order);
                self.disk.hold(order, &hold)?;
                self.life.oracle().held(self.runner, order, until);
            }
            _ => {
                self.life.oracle().unsure_of(self.runner, order);
                self.disk.lift(order, now, "kari")?;
                self.life.oracle().lifted(self.runner, order);
            }
        }
        Ok(())
    }

    fn settle(&self) -> Result<()> {
        let engine = self.engine();
        let run = Run::new(&engine, self.lock()?, Scope::Nothing)?;
        for (_, intent) in self.open()? {
            engine.refresh_order(intent.order)?;
            run.orders(&[intent.order]).1.map_or(Ok(()), Err)?;
        }
        for (_, intent) in self.open()? {
            let told = act::Told { by: "kari".to_owned(), reason: None };
            let word = Statement { happened: self.life.happened(&intent), told };
            self.life.mark(if word.happened { "told/done" } else { "told/not done" });
            run.tell(intent.order, intent.id, &word)?;
        }
        Ok(())
    }

    /// Returns the acts that move money and have no definite answer.
    fn open(&self) -> Result<Vec<(String, Intent)>> {
        let mut journal = self.disk.journal(None)?;
        journal.retain(|(_, i)| i.is_open() && i.act.operation().moves_money());
        Ok(journal)
    }

    /// Returns the order that a command names, of those that the store knows.
    fn chosen(&self, command: &Command) -> Result<Option<uniac_core::order::OrderId>> {
        let (Command::Hold(index, _) | Command::Lift(index)) = command else {
            return Ok(None);
        };
        let mut orders = Vec::new();
        self.disk.cases(&mut |case| {
            orders.push(case.order.uni.id);
            Ok(())
        })?;
        Ok((!orders.is_empty()).then(|| orders[index % orders.len()]))
    }
}

fn uni() -> unimicro::Setup {
    unimicro::Setup {
        base_url: "http://127.0.0.1/uni".to_owned(),
        company_key: COMPANY.to_owned(),
        sign_in: unimicro::SignIn::Token(Secret::new(sandbox::unimicro::TOKEN)),
        order_reference_field: unimicro::ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: 3,
    }
}

fn shop() -> woocommerce::Setup {
    woocommerce::Setup {
        base_url: "http://127.0.0.1/shop".to_owned(),
        consumer_key: Secret::new(sandbox::woocommerce::CONSUMER_KEY),
        consumer_secret: Secret::new(sandbox::woocommerce::CONSUMER_SECRET),
    }
}

fn provider(life: &Life) -> vipps::Setup {
    let replays = life.swarm.keys == Keys::Replayed;
    vipps::Setup {
        base_url: "http://127.0.0.1/provider".to_owned(),
        client_id: sandbox::vipps::CLIENT_ID.to_owned(),
        client_secret: Secret::new(sandbox::vipps::CLIENT_SECRET),
        subscription_key: Secret::new(sandbox::vipps::SUBSCRIPTION_KEY),
        merchant_serial_number: sandbox::vipps::MERCHANT_SERIAL_NUMBER.to_owned(),
        payment_methods: vec!["vipps".to_owned()],
        reservation_days: vipps::RESERVATION_DAYS_NORWAY,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: Capabilities {
            key_lifetime: vipps::CAPABILITIES.key_lifetime.filter(|_| replays),
            lookup: life.swarm.lookup,
            ..vipps::CAPABILITIES
        },
    }
}
