//! A process of uniac in a simulated world: a command with its own connectors on its runner's store.
//!
//! It does what the command line does, with the engine's own parts; it must have no rules of its own.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fastrand::Rng;
use jiff::SignedDuration;
use uniac::act::{Intent, Operation, Told};
use uniac::engine::{Ending, Engine, Reading, Request, Run, Scope, StepResult, Word};
use uniac::erp::Erp;
use uniac::erp::unimicro::{self, Unimicro};
use uniac::error::Result;
use uniac::http::Context;
use uniac::log::Discard;
use uniac::payment::vipps::{self, Vipps};
use uniac::payment::{Capabilities, Provider};
use uniac::sandbox;
use uniac::secret::Secret;
use uniac::settings::{Hold, Setting};
use uniac::shop::Shop;
use uniac::shop::woocommerce::{self, WooCommerce};
use uniac::stop::Stop;
use uniac::store::{Epoch, Store};

use crate::disk::Disk;
use crate::life::{COMPANY, Killed, Life, Runner};
use crate::swarm::Keys;
use crate::wire::Wire;

/// What is typed.
#[derive(Debug, Clone)]
pub enum Command {
    /// `uniac sync`.
    Sync,
    /// `uniac enable`, of all settings or of one.
    Enable(Vec<Setting>),
    /// `uniac disable` of one setting.
    Disable(Setting),
    /// `uniac order disable-autocapture` on the order drawn by this number, for so many hours.
    Hold(usize, Option<i64>),
    /// `uniac order enable-autocapture`.
    Lift(usize),
    /// `uniac capture --manual --yes` and its siblings.
    Predating(Operation),
    /// `uniac capture --manual ORDER --yes` and its siblings.
    Named(Operation, usize),
    /// `uniac order settle`, on each order with an act that has no definite answer, by a person who
    /// has seen the provider's book.
    Settle,
}

impl Command {
    /// Draws what is typed.
    pub fn draw(rng: &mut Rng) -> Command {
        let operations = [Operation::Capture, Operation::Refund, Operation::Cancel];
        let operation = operations[rng.usize(0..3)];
        let order = rng.usize(0..8);
        match rng.u32(0..20) {
            0..10 => Command::Sync,
            10..13 => Command::Enable(Setting::ALL.to_vec()),
            13 => Command::Enable(vec![Setting::ALL[rng.usize(0..4)]]),
            14 => Command::Disable(Setting::ALL[rng.usize(0..4)]),
            15 => Command::Hold(order, rng.bool().then(|| rng.i64(1..20))),
            16 => Command::Lift(order),
            17 => Command::Predating(operation),
            _ => Command::Named(operation, order),
        }
    }
}

/// How a process ended.
#[derive(Debug)]
pub enum Ended {
    /// Well, with the results of its steps.
    Well(#[expect(dead_code, reason = "read in the trace")] Vec<StepResult>),
    /// With an error.
    Failed(#[expect(dead_code, reason = "read in the trace")] String),
    /// Killed.
    Killed,
    /// Another process has the lock.
    Locked,
}

impl Ended {
    /// Returns whether the process did all it was to do.
    pub fn is_well(&self) -> bool {
        matches!(self, Ended::Well(_))
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
    automatic: Arc<AtomicBool>,
}

/// Runs a process to its end, however that is.
pub fn run(life: &Arc<Life>, runner: Runner, command: &Command) -> Ended {
    let ended = catch_unwind(AssertUnwindSafe(|| Process::start(life, runner).execute(command)));
    match ended {
        Ok(Ok(results)) => Ended::Well(results),
        Ok(Err(error)) => {
            if error.code == "locked" {
                life.mark("run/epoch lost");
            }
            Ended::Failed(format!("{}: {}", error.code, error.message))
        }
        Err(panic) if panic.is::<Killed>() => Ended::Killed,
        Err(panic) => resume_unwind(panic),
    }
}

impl<'a> Process<'a> {
    fn start(life: &'a Arc<Life>, runner: Runner) -> Process<'a> {
        let disk = Disk::new(life.open(runner), Arc::clone(life));
        let automatic = Arc::new(AtomicBool::new(false));
        let wire =
            Wire::new(Arc::clone(life), runner, Arc::clone(&disk.epoch), Arc::clone(&automatic));
        let mut context = Context::new(Arc::clone(&life.clock), Arc::new(Discard));
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
            automatic,
        }
    }

    fn execute(&self, command: &Command) -> Result<Vec<StepResult>> {
        match command {
            Command::Sync => self.pass(Request::new(Scope::Automatic)),
            Command::Predating(operation) => self.pass(Request::new(Scope::Predating(*operation))),
            Command::Named(operation, _) => match self.chosen_number(command)? {
                Some(number) => self.pass(Request {
                    orders: Some(&[number]),
                    ..Request::new(Scope::Named(*operation))
                }),
                None => Ok(Vec::new()),
            },
            Command::Enable(settings) => self.enable(settings).map(|()| Vec::new()),
            Command::Disable(setting) => self.disable(*setting).map(|()| Vec::new()),
            Command::Hold(..) | Command::Lift(_) => self.hold(command).map(|()| Vec::new()),
            Command::Settle => self.settle(),
        }
    }

    fn engine<'e>(&'e self, stop: &'e Stop) -> Engine<'e> {
        Engine {
            erp: self.erp.as_ref(),
            shop: self.shop.as_ref(),
            providers: &self.providers,
            store: &self.disk,
            clock: &self.life.clock,
            company_key: COMPANY,
            workers: 1,
            stop,
            tick: &|_| {},
        }
    }

    fn lock(&self) -> Result<Epoch> {
        self.disk.lock(self.life.clock.now())
    }

    fn pass(&self, request: Request<'_>) -> Result<Vec<StepResult>> {
        let stop = Stop::new();
        // Only what the automation sends is held against what it was told.
        self.automatic.store(request.scope == Scope::Automatic, Ordering::SeqCst);
        let report = match self.engine(&stop).pass(&request) {
            Err(error) if error.code == "inactive" => return Ok(Vec::new()),
            report => report?,
        };
        if let Ending::BrokenOff(error) = report.ending {
            return Err(error);
        }
        let unread = report.unread.into_iter().next().map(|unread| unread.error);
        unread.map_or(Ok(report.steps), Err)
    }

    fn enable(&self, settings: &[Setting]) -> Result<()> {
        let before = self.life.oracle().invoices();
        let stop = Stop::new();
        self.lock()?;
        self.engine(&stop).refresh(Reading::Payments)?;
        let was_active = self.disk.settings()?.is_active();
        self.life.oracle().unsure(self.runner);
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
        let stop = Stop::new();
        self.engine(&stop).refresh_documents()?;
        let Some(order) = self.chosen(command)? else { return Ok(()) };
        self.lock()?;
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

    fn settle(&self) -> Result<Vec<StepResult>> {
        let stop = Stop::new();
        let engine = self.engine(&stop);
        let run = Run::new(&engine, self.lock()?, Scope::Nothing)?;
        let mut results = Vec::new();
        for (_, intent) in self.open()? {
            engine.refresh_order(intent.order)?;
            let (seen, failure) = run.orders(&[intent.order]);
            results.extend(seen);
            failure.map_or(Ok(()), Err)?;
        }
        for (_, intent) in self.open()? {
            let told = Told { by: "kari".to_owned(), reason: None };
            let word = Word { happened: self.life.happened(&intent), told };
            self.life.mark(if word.happened { "told/done" } else { "told/not done" });
            results.push(run.tell(intent.order, intent.id, &word)?);
        }
        Ok(results)
    }

    /// Returns the acts that move money and have no definite answer.
    fn open(&self) -> Result<Vec<(String, Intent)>> {
        let mut journal = self.disk.journal(None)?;
        journal.retain(|(_, i)| i.is_open() && i.act.operation().moves_money());
        Ok(journal)
    }

    /// Returns the number of the order that a command names.
    fn chosen_number(&self, command: &Command) -> Result<Option<String>> {
        let Some(order) = self.chosen(command)? else { return Ok(None) };
        Ok(self.disk.case(order)?.map(|case| case.order.uni.number))
    }

    /// Returns the order that a command names, of those that the store knows.
    fn chosen(&self, command: &Command) -> Result<Option<uniac::order::OrderId>> {
        let (Command::Hold(index, _) | Command::Lift(index) | Command::Named(_, index)) = command
        else {
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
        capabilities: Capabilities {
            key_lifetime: vipps::CAPABILITIES.key_lifetime.filter(|_| replays),
            lookup: life.swarm.lookup,
            ..vipps::CAPABILITIES
        },
    }
}
