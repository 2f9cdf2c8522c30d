//! A session: one command with its company, its connectors and its store put together.
//!
//! It says on stderr when it works on the sandbox, and refuses to fall back to it silently: a
//! runner that lost its configuration must not succeed on play money.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;

use crate::config::{
    Config, Environment, Fetch as _, Paths, PlansRule, SANDBOX, SharedStore, WORKERS_DEFAULT,
    listed, shared_store, uni_key,
};
use crate::ui::Ui;
use uniac_connect::erp::ErpSurvey;
use uniac_connect::http::{Context, Permits, Shared};
use uniac_connect::payment::Provider;
use uniac_connect::shop::ShopSurvey;
use uniac_core::assess::Terms;
use uniac_core::settings::Setting;
use uniac_engine::{Bounds, Engine, Reading, Unread};
use uniac_store::DbStore;
use uniac_store::exchanges::{ExchangeLog, LIMITS, Limits};
use uniac_store::{Epoch, Store};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::log::{Exchange, Recorder};
use uniac_system::stop;
use uniac_texts::t;

use super::connect::{connect_erp, connect_providers, connect_shop, secret_sources};
use super::play::{self, Play};
use super::{Global, fleet, sign_in};

/// Set by the first Ctrl-C, and when the time of the run is over; the order in hand is finished.
pub static INTERRUPTED: &AtomicBool = stop::PROCESS.flag();

/// What every command has: flags, environment, paths, output.
#[derive(Clone)]
pub struct Base {
    /// The global flags.
    pub global: Global,
    /// The environment.
    pub environment: Environment,
    /// Where things lie.
    pub paths: Paths,
    /// The configuration file.
    pub config: Config,
    /// The terminal.
    pub ui: Arc<Ui>,
    /// Told about each exchange, besides the exchange log.
    pub observer: Option<Arc<dyn Recorder>>,
    /// What the companies of the run share on their way to the systems.
    pub shared: Arc<Shared>,
}

/// A command's company with its systems and its store.
pub struct Session {
    /// What every command has.
    pub base: Base,
    /// The company's name.
    pub company: String,
    /// The company's key in Uni.
    pub company_key: String,
    /// The store.
    pub store: DbStore,
    /// Uni.
    pub erp: Box<dyn ErpSurvey>,
    /// The shop.
    pub shop: Box<dyn ShopSurvey>,
    /// The providers.
    pub providers: Vec<Box<dyn Provider>>,
    /// The time.
    pub clock: Arc<Clock>,
    recorder: Arc<Recorders>,
    /// How many orders are worked on at once.
    pub workers: usize,
    /// How much a run may move, unless a flag says otherwise.
    pub bounds: Bounds,
    /// Whether far more releases or refunds than a day brings are held back.
    pub brakes: bool,
    /// Whether money moves by hand only through a plan that another user applies.
    pub plans_required: bool,
    /// What is configured for the rules.
    pub terms: Terms,
    /// Keeps the sandbox's systems up.
    pub play: Option<Play>,
}

impl Base {
    /// Returns the company that is meant: by flag, environment, file, or the only one there is; the
    /// sandbox only while none is configured and after `sandbox reset`.
    ///
    /// # Errors
    /// `no-company`, naming both ways on.
    pub fn company_name(&self) -> Result<String> {
        let named = self.named();
        if let [one] = named.as_slice()
            && !one.contains('*')
        {
            return Ok(one.clone());
        }
        if !named.is_empty() {
            let meant = fleet::fitting(&self.config, &named)?;
            return match meant.as_slice() {
                [one] => Ok(one.clone()),
                _ => {
                    Err(Error::usage("usage", t!("fleet-one-only")).hint(t!("fleet-one-only-hint")))
                }
            };
        }
        if let Some(name) = self.config.default_company() {
            return Ok(name.to_owned());
        }
        let names = self.config.names();
        let mut each = names.iter();
        match (each.next(), each.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(_), Some(_)) => Err(Error::usage("no-company", t!("company-none-named"))
                .hint(t!("company-name-one", companies = listed(&names)))),
            (None, _) if play::is_there(&self.paths) => Ok(SANDBOX.to_owned()),
            (None, _) => {
                let error =
                    Error::usage("no-company", t!("company-none")).hint(t!("company-none-hint"));
                Err(match cfg!(feature = "sandbox") {
                    true => error.hint(t!("company-none-play")),
                    false => error,
                })
            }
        }
    }

    /// Returns the companies that are named by flag or environment, as they are typed.
    pub fn named(&self) -> Vec<String> {
        match self.global.company.is_empty() {
            false => self.global.company.clone(),
            true => self.environment.var("UNIAC_COMPANY").into_iter().collect(),
        }
    }

    /// Returns where a value comes from that is given by flag or environment.
    pub fn origin(&self, variable: &str, is_flag: bool) -> &'static str {
        match (is_flag, self.environment.var(variable)) {
            (true, _) => "flag",
            (false, Some(_)) => "environment",
            (false, None) => "default",
        }
    }

    /// Opens the company that is meant.
    ///
    /// # Errors
    /// What is wrong with configuration, credentials or store.
    pub fn open(self) -> Result<Session> {
        let company = self.company_name()?;
        self.ui.set_company(company.clone());
        self.guard(&company);
        match company.as_str() {
            SANDBOX => self.open_sandbox(),
            _ => self.open_configured(company),
        }
    }

    /// Points out what others have access to in a company's folder, and takes uniac's own files back.
    pub fn guard(&self, name: &str) {
        for wide in files::wide(&self.paths.data, &self.paths.company(name)) {
            self.ui.warn_once(&format!("{wide}. {}.", wide.remedy()));
        }
    }

    /// Returns the machine's clock in a company's time zone; its waits end with the run.
    pub fn clock(zone: TimeZone) -> Arc<Clock> {
        Arc::new(Clock::system(zone).stopped_by(&stop::PROCESS))
    }

    fn open_sandbox(self) -> Result<Session> {
        self.ui.note(&t!("session-sandbox"));
        let play = play::start(&self)?;
        let store = self.open_store(SANDBOX, play::COMPANY_KEY)?;
        let recorder = self.recorder(SANDBOX, &store)?;
        let workers = self.global.workers.unwrap_or(WORKERS_DEFAULT);
        let (erp, shop, providers) =
            play.connect(&context(&play.clock, &recorder, workers, &self.shared))?;
        Ok(Session {
            company: SANDBOX.to_owned(),
            company_key: play::COMPANY_KEY.to_owned(),
            store,
            erp,
            shop,
            providers,
            clock: Arc::clone(&play.clock),
            recorder,
            workers,
            bounds: Bounds::default(),
            brakes: true,
            plans_required: false,
            terms: Terms::default(),
            play: Some(play),
            base: self,
        })
    }

    fn open_configured(self, name: String) -> Result<Session> {
        let company = self.config.company(&name)?;
        self.claim(&name, &company)?;
        let store = self.open_store(&name, &company.uni.company_key)?;
        let clock = Base::clock(company.zone()?);
        let recorder = self.recorder(&name, &store)?;
        let workers = self.global.workers.or(company.workers).unwrap_or(WORKERS_DEFAULT);
        let mut context = context(&clock, &recorder, workers, &self.shared);
        context.texts = company.texts.unwrap_or_default().into();
        let sources = secret_sources(&company);
        let warnings = sources.iter().filter_map(|source| source.1.warning());
        for warning in warnings.chain(sign_in::warning(&company.uni)) {
            self.ui.warn(&warning);
        }
        let login = self.paths.login(&name);
        let (shop, mut providers) = connect_shop(&company, self.environment, &context)?;
        for (_, connected) in connect_providers(&company, self.environment, &context) {
            providers.push(connected?);
        }
        Ok(Session {
            erp: connect_erp(&company, login, self.environment, &context)?,
            shop,
            providers,
            company: name,
            company_key: company.uni.company_key.clone(),
            store,
            clock,
            recorder,
            workers,
            bounds: company.bounds()?,
            brakes: company.brakes.unwrap_or(true),
            plans_required: company.plans == Some(PlansRule::Required),
            terms: company.terms()?,
            play: None,
            base: self,
        })
    }

    /// Opens a company's store.
    ///
    /// # Errors
    /// As [`DbStore::open`], and what is wrong with the address of a shared store.
    pub fn open_store(&self, name: &str, company_key: &str) -> Result<DbStore> {
        self.open_any_store(name, company_key)?.usable()
    }

    /// Opens a company's store, also one that was copied to another place, or that is half of a copy.
    ///
    /// # Errors
    /// As [`Base::open_store`].
    pub fn open_any_store(&self, name: &str, company_key: &str) -> Result<DbStore> {
        match self.shared_store(name)? {
            Some(shared) => open_shared(&shared, &self.identity(name, company_key)?),
            None => DbStore::open(&self.store_file(name), company_key),
        }
    }

    /// Returns the name of a company in a store that it shares with others: its key in Uni, in one spelling. Companies that
    /// are played on this machine may have one key; they have their own names.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn identity(&self, name: &str, company_key: &str) -> Result<String> {
        if name == SANDBOX {
            return Ok(company_key.to_owned());
        }
        let key = uni_key(&self.config.company(name)?);
        Ok(key.unwrap_or_else(|| format!("{company_key} {name}")))
    }

    /// Returns the file of a company's store, where it has no shared one.
    pub fn store_file(&self, name: &str) -> PathBuf {
        self.paths.company(name).join("store.db")
    }

    /// Returns the shared store of a company, if it has one.
    ///
    /// # Errors
    /// What is wrong with the configuration, or that the password cannot be had.
    pub fn shared_store(&self, name: &str) -> Result<Option<SharedStore>> {
        match name == SANDBOX {
            true => shared_store(self.environment, None),
            false => shared_store(self.environment, Some(&self.config.company(name)?)),
        }
    }

    /// Returns whether a company may have a store already, without making one.
    pub fn may_have_store(&self, name: &str) -> bool {
        self.store_file(name).exists() || self.shared_store(name).is_ok_and(|s| s.is_some())
    }

    /// Returns the file of a company's exchange log.
    pub fn exchanges(&self, name: &str) -> PathBuf {
        self.paths.company(name).join("exchanges.db")
    }

    fn recorder(&self, name: &str, store: &DbStore) -> Result<Arc<Recorders>> {
        let detailed = store.settings()?.since(Setting::DetailedLogging).is_some();
        self.recorder_of(name, detailed)
    }

    fn log_limits(&self, name: &str) -> Limits {
        let company = match name == SANDBOX || name.is_empty() {
            true => None,
            false => self.config.company(name).ok(),
        };
        let megabytes = company.and_then(|company| company.exchange_log_megabytes);
        megabytes.map_or(LIMITS, |megabytes| Limits {
            bytes: i64::from(megabytes) * 1024 * 1024,
            ..LIMITS
        })
    }

    fn recorder_of(&self, name: &str, detailed: bool) -> Result<Arc<Recorders>> {
        let path = self.exchanges(name);
        let log =
            detailed.then(|| ExchangeLog::open(&path, self.log_limits(name))).and_then(|opened| {
                // Money must not wait for a log that is for people only.
                let say = |error: &Error| {
                    let path = path.display();
                    self.ui.note(&t!(
                        "session-nothing-recorded",
                        path = path,
                        why = error.to_string()
                    ));
                };
                opened.inspect_err(say).ok()
            });
        let trace = self.global.trace.as_deref().map(|path| self.open_trace(path)).transpose()?;
        let observer = self.observer.clone();
        Ok(Arc::new(Recorders { log, trace: trace.map(Mutex::new), observer }))
    }

    /// Returns what connectors need that are used apart from a session; with a store its settings
    /// say whether exchanges are kept.
    ///
    /// # Errors
    /// When the store cannot be read or the trace file not be written.
    pub fn context_of(
        &self,
        name: &str,
        store: Option<&DbStore>,
        clock: &Arc<Clock>,
        workers: usize,
    ) -> Result<Context> {
        let recorder = match store {
            Some(store) => self.recorder(name, store)?,
            None => self.recorder_of(name, false)?,
        };
        Ok(context(clock, &recorder, workers, &self.shared))
    }

    /// Returns what clients share that are used without a session: only the trace is kept.
    ///
    /// # Errors
    /// When the trace cannot be written.
    pub fn tracing_context(&self, clock: &Arc<Clock>) -> Result<Context> {
        self.context_of("", None, clock, self.global.workers.unwrap_or(WORKERS_DEFAULT))
    }
}

/// Opens the company's part of a shared store.
///
/// # Errors
/// What is wrong with the address or the server.
#[cfg(feature = "postgres")]
pub fn open_shared(shared: &SharedStore, company_key: &str) -> Result<DbStore> {
    let address = uniac_store::Address::shared(&shared.url, shared.password.as_deref())?;
    DbStore::connect(address, company_key)
}

/// Says that there is no shared store in this build.
///
/// # Errors
/// Always.
#[cfg(not(feature = "postgres"))]
pub fn open_shared(_: &SharedStore, _: &str) -> Result<DbStore> {
    Err(Error::usage("bad-store", t!("store-without-server")))
}

impl Base {
    /// Opens the trace to append to it; one that was there keeps its rights.
    fn open_trace(&self, path: &Path) -> Result<std::fs::File> {
        let mut options = std::fs::OpenOptions::new();
        let file = files::open(options.create(true).append(true), path).map_err(|error| {
            let message =
                t!("session-trace", path = path.display().to_string(), why = error.to_string());
            Error::usage("bad-trace", message).caused_by(error)
        })?;
        if let Some(mode) = files::others(path) {
            let path = path.display();
            self.ui.warn_once(&t!(
                "session-trace-open",
                path = path.to_string(),
                mode = format!("{mode:o}")
            ));
        }
        Ok(file)
    }
}

fn context(
    clock: &Arc<Clock>,
    recorder: &Arc<Recorders>,
    workers: usize,
    shared: &Arc<Shared>,
) -> Context {
    let recorder = Arc::clone(recorder) as Arc<dyn Recorder>;
    let mut context = Context::new(Arc::clone(clock), recorder);
    context.permits = Arc::new(Permits::new(workers));
    context.shared = Arc::clone(shared);
    context
}

impl Session {
    /// Returns the engine; `tick` is told about each order that is through.
    pub fn engine<'a>(&'a self, tick: &'a (dyn Fn(&str) + Sync)) -> Engine<'a> {
        Engine {
            erp: self.erp.as_ref(),
            shop: self.shop.as_ref(),
            providers: &self.providers,
            store: &self.store,
            clock: &self.clock,
            company_key: &self.company_key,
            terms: self.terms,
            workers: self.workers,
            stop: &stop::PROCESS,
            read: uniac_engine::Counts::default(),
            tick,
        }
    }

    /// Takes the company's lock, waiting as long as `--wait` says.
    ///
    /// # Errors
    /// `locked`, or that the store is damaged.
    pub fn lock(&self) -> Result<Epoch> {
        let quiet = |_: &str| {};
        self.engine(&quiet).lock(self.base.global.wait())
    }

    /// Returns the terminal.
    pub fn ui(&self) -> &Ui {
        &self.base.ui
    }

    /// Brings the facts up to date for a command that only reads; `--offline` leaves them. An order
    /// whose payment cannot be read is warned of and shown as last read.
    ///
    /// # Errors
    /// When Uni or the shop cannot be read.
    pub fn refresh_for_reading(&self, reading: Reading) -> Result<()> {
        if self.base.global.offline {
            return Ok(());
        }
        let progress = self.ui().progress(&t!("progress-reading"), None);
        let quiet = |_: &str| {};
        let engine = self.engine(&quiet);
        let unread = engine.refresh(reading);
        progress.finish_and_clear();
        self.check_interrupted()?;
        self.warn_of(&unread?);
        self.say_postponed(&engine);
        Ok(())
    }

    /// Warns of what could not be read.
    pub fn warn_of(&self, unread: &[Unread]) {
        for unread in unread {
            self.ui().warn(&t!("session-as-last-read", what = unread.to_string()));
        }
    }

    /// Says of how many payments an earlier reading stands, because their provider answers only so many.
    pub fn say_postponed(&self, engine: &Engine<'_>) {
        let postponed = engine.read.so_far().postponed;
        if postponed > 0 {
            self.ui().note(&t!("session-postponed", count = postponed));
        }
    }

    /// Reads what changed in Uni and the shop, unless `--offline`.
    ///
    /// # Errors
    /// When Uni or the shop cannot be read.
    pub fn read_documents(&self) -> Result<()> {
        if self.base.global.offline {
            return Ok(());
        }
        let quiet = |_: &str| {};
        self.warn_of(&self.engine(&quiet).refresh_documents()?);
        Ok(())
    }

    /// Returns an error when the run was interrupted, or its time is over.
    ///
    /// # Errors
    /// `interrupted` or `timed-out`.
    pub fn check_interrupted(&self) -> Result<()> {
        stop::PROCESS.check()
    }

    /// Waits until the exchange log is in its file.
    pub fn close_log(&self) {
        if let Some(log) = &self.recorder.log {
            log.close();
        }
    }
}

/// The exchange log and the trace file, as far as they are wanted.
struct Recorders {
    log: Option<ExchangeLog>,
    trace: Option<Mutex<std::fs::File>>,
    observer: Option<Arc<dyn Recorder>>,
}

impl Recorder for Recorders {
    fn wants(&self) -> bool {
        self.log.is_some() || self.trace.is_some() || self.observer.is_some()
    }

    fn record(&self, exchange: Exchange) {
        if let Some(observer) = &self.observer {
            observer.record(exchange.clone());
        }
        if let Some(trace) = &self.trace {
            let mut file = trace.lock().unwrap_or_else(PoisonError::into_inner);
            // A trace that cannot be written must not fail the act it traces.
            // One write, because companies that are worked on at once share the file.
            let _ = serde_json::to_string(&exchange)
                .map(|json| file.write_all(format!("{json}\n").as_bytes()));
        }
        if let Some(log) = &self.log {
            log.record(exchange);
        }
    }
}
