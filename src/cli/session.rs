//! A session: one command with its company, its connectors and its store put together.
//!
//! It says on stderr when it works on the sandbox, and refuses to fall back to it silently: a
//! runner that lost its configuration must not succeed on play money.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;

use crate::clock::Clock;
use crate::config::{
    CompanyConfig, Config, Environment, Paths, PaymentConfig, SANDBOX, ShopConfig, SignInConfig,
    WORKERS_DEFAULT, kind_of,
};
use crate::engine::{Engine, Reading};
use crate::erp::Erp;
use crate::erp::unimicro::{self, Unimicro};
use crate::error::{Error, Kind, Result};
use crate::http::{Context, Permits};
use crate::log::{Exchange, Recorder};
use crate::payment::klarna::{self, Klarna};
use crate::payment::nexi::{self, Nexi};
use crate::payment::vipps::{self, Vipps};
use crate::payment::{Capabilities, Provider};
use crate::sandbox::{self, Sandbox, Server};
use crate::settings::Setting;
use crate::shop::Shop;
use crate::shop::medusa::{self, Medusa, MedusaPayments};
use crate::shop::vendure::{self, Vendure};
use crate::shop::woocommerce::{self, WooCommerce};
use crate::store::Store;
use crate::store::exchanges::ExchangeLog;
use crate::store::sqlite::SqliteStore;
use crate::ui::Ui;

use super::{Global, play, sign_in};

/// Set by the first Ctrl-C; the order in hand is finished.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

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
    pub store: SqliteStore,
    /// Uni.
    pub erp: Box<dyn Erp>,
    /// The shop.
    pub shop: Box<dyn Shop>,
    /// The providers.
    pub providers: Vec<Box<dyn Provider>>,
    /// The time.
    pub clock: Arc<Clock>,
    recorder: Arc<Recorders>,
    /// How many orders are worked on at once.
    pub workers: usize,
    /// Keeps the sandbox's systems up.
    pub server: Option<Server>,
}

impl Base {
    /// Returns the company that is meant: by flag, environment, file, or the only one there is; the
    /// sandbox only while none is configured and after `sandbox reset`.
    ///
    /// # Errors
    /// `no-company`, naming both ways on.
    pub fn company_name(&self) -> Result<String> {
        let named = self
            .global
            .company
            .clone()
            .or_else(|| self.environment.var("UNIAC_COMPANY"))
            .or_else(|| self.config.default_company.clone());
        if let Some(name) = named {
            return Ok(name);
        }
        let mut names = self.config.company.keys();
        match (names.next(), names.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(_), Some(_)) => {
                let known: Vec<&str> = self.config.company.keys().map(String::as_str).collect();
                Err(Error::usage(
                    "no-company",
                    "several companies are configured and none is named",
                )
                .hint(format!("Add `--company` with one of: {}", known.join(", "))))
            }
            (None, _) if Sandbox::exists(&self.paths.sandbox()) => Ok(SANDBOX.to_owned()),
            (None, _) => Err(Error::usage("no-company", "no company is configured")
                .hint("Configure a company with `uniac init`")
                .hint("Or try everything with play money: `uniac sandbox reset`")),
        }
    }

    /// Opens the company that is meant.
    ///
    /// # Errors
    /// What is wrong with configuration, credentials or store.
    pub fn open(self) -> Result<Session> {
        let company = self.company_name()?;
        self.ui.set_company(company.clone());
        match company.as_str() {
            SANDBOX => self.open_sandbox(),
            _ => self.open_configured(company),
        }
    }

    /// Returns the sandbox's clock: the system's, or one set for the sandbox alone.
    ///
    /// # Errors
    /// When the set time cannot be understood.
    pub fn sandbox_clock(&self) -> Result<Arc<Clock>> {
        let zone = crate::config::zone(None)?;
        let clock = match self.environment.var("UNIAC_SANDBOX_NOW") {
            None => Clock::system(zone),
            Some(text) => {
                let now = text.parse().map_err(|_| {
                    Error::usage("bad-configuration", "UNIAC_SANDBOX_NOW is no moment")
                        .hint("Use the form 2026-01-31T12:00:00Z")
                })?;
                Clock::starting_at(now, zone)
            }
        };
        Ok(Arc::new(clock))
    }

    /// Opens the sandbox's world.
    ///
    /// # Errors
    /// `no-sandbox` when there is none.
    pub fn sandbox(&self) -> Result<Sandbox> {
        let path = self.paths.sandbox();
        if !Sandbox::exists(&path) {
            return Err(Error::usage("no-sandbox", "there is no sandbox yet")
                .hint("Make one with `uniac sandbox reset`"));
        }
        Sandbox::open(&path, self.sandbox_clock()?)
    }

    fn open_sandbox(self) -> Result<Session> {
        self.ui.note("Working on the embedded sandbox; no real money moves.");
        let sandbox = self.sandbox()?;
        let clock = self.sandbox_clock()?;
        let server = sandbox.serve(0)?;
        let address = server.address;
        let store = self.open_store(SANDBOX, sandbox::unimicro::COMPANY_KEY)?;
        let recorder = self.recorder(SANDBOX, &store)?;
        let workers = self.global.workers.unwrap_or(WORKERS_DEFAULT);
        let context = context(&clock, &recorder, workers);
        let erp = Unimicro::new(
            unimicro::Setup {
                base_url: format!("http://{address}/uni"),
                company_key: sandbox::unimicro::COMPANY_KEY.to_owned(),
                sign_in: unimicro::SignIn::Token(crate::secret::Secret::new(
                    sandbox::unimicro::TOKEN,
                )),
                order_reference_field: unimicro::ORDER_REFERENCE_FIELD.to_owned(),
                order_reference_prefix: None,
                page_rows: unimicro::PAGE_ROWS,
            },
            &context,
        )?;
        let shop = WooCommerce::new(
            woocommerce::Setup {
                base_url: format!("http://{address}/shop"),
                consumer_key: crate::secret::Secret::new(sandbox::woocommerce::CONSUMER_KEY),
                consumer_secret: crate::secret::Secret::new(sandbox::woocommerce::CONSUMER_SECRET),
            },
            &context,
        )?;
        Ok(Session {
            company: SANDBOX.to_owned(),
            company_key: sandbox::unimicro::COMPANY_KEY.to_owned(),
            store,
            erp: Box::new(erp),
            shop: Box::new(shop),
            providers: play::providers(&address.to_string(), &context)?,
            clock,
            recorder,
            workers,
            server: Some(server),
            base: self,
        })
    }

    fn open_configured(self, name: String) -> Result<Session> {
        let company = self.config.company(&name)?.clone();
        let store = self.open_store(&name, &company.uni.company_key)?;
        let clock = Arc::new(Clock::system(company.zone()?));
        let recorder = self.recorder(&name, &store)?;
        let workers = self.global.workers.or(company.workers).unwrap_or(WORKERS_DEFAULT);
        let context = context(&clock, &recorder, workers);
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
            server: None,
            base: self,
        })
    }

    /// Opens a company's store.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_store(&self, name: &str, company_key: &str) -> Result<SqliteStore> {
        SqliteStore::open(&self.paths.company(name).join("store.db"), company_key)
    }

    /// Returns the file of a company's exchange log.
    pub fn exchanges(&self, name: &str) -> PathBuf {
        self.paths.company(name).join("exchanges.db")
    }

    fn recorder(&self, name: &str, store: &SqliteStore) -> Result<Arc<Recorders>> {
        let detailed = store.settings()?.since(Setting::DetailedLogging).is_some();
        self.recorder_of(name, detailed)
    }

    fn recorder_of(&self, name: &str, detailed: bool) -> Result<Arc<Recorders>> {
        let path = self.exchanges(name);
        let log = detailed.then(|| ExchangeLog::open(&path)).and_then(|opened| {
            // Money must not wait for a log that is for people only.
            let say = |error: &Error| {
                let path = path.display();
                self.ui.note(&format!("Nothing is recorded in `{path}`: {error}. Move it away."));
            };
            opened.inspect_err(say).ok()
        });
        let trace = self.global.trace.as_deref().map(open_trace).transpose()?;
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
        store: Option<&SqliteStore>,
        clock: &Arc<Clock>,
        workers: usize,
    ) -> Result<Context> {
        let recorder = match store {
            Some(store) => self.recorder(name, store)?,
            None => self.recorder_of(name, false)?,
        };
        Ok(context(clock, &recorder, workers))
    }

    /// Returns what clients share that are used without a session: only the trace is kept.
    ///
    /// # Errors
    /// When the trace cannot be written.
    pub fn tracing_context(&self, clock: &Arc<Clock>) -> Result<Context> {
        self.context_of("", None, clock, self.global.workers.unwrap_or(WORKERS_DEFAULT))
    }

}

fn context(clock: &Arc<Clock>, recorder: &Arc<Recorders>, workers: usize) -> Context {
    let recorder = Arc::clone(recorder) as Arc<dyn Recorder>;
    let mut context = Context::new(Arc::clone(clock), recorder);
    context.permits = Arc::new(Permits::new(workers));
    context
}

/// Returns the company's secrets by what they are for.
pub fn secret_sources(company: &CompanyConfig) -> Vec<(String, &crate::config::SecretSource)> {
    let mut sources = Vec::new();
    sources.extend(company.uni.token.as_ref().map(|token| ("Uni: token".to_owned(), token)));
    for (name, source) in company.uni.sign_in.iter().flat_map(SignInConfig::secrets) {
        sources.push((format!("Uni: sign_in.{name}"), source));
    }
    match &company.shop {
        ShopConfig::Woocommerce { consumer_key, consumer_secret, .. } => {
            sources.push(("shop: consumer_key".to_owned(), consumer_key));
            sources.push(("shop: consumer_secret".to_owned(), consumer_secret));
        }
        ShopConfig::Medusa { secret_key, .. } => {
            sources.push(("shop: secret_key".to_owned(), secret_key));
        }
        ShopConfig::Vendure { password, api_key, .. } => {
            sources.extend(password.iter().map(|source| ("shop: password".to_owned(), source)));
            sources.extend(api_key.iter().map(|source| ("shop: api_key".to_owned(), source)));
        }
    }
    for payment in &company.payment {
        match payment {
            PaymentConfig::Vipps { client_secret, subscription_key, .. } => {
                sources.push(("vipps: client_secret".to_owned(), client_secret));
                sources.push(("vipps: subscription_key".to_owned(), subscription_key));
            }
            PaymentConfig::Nexi { secret_key, .. } => {
                sources.push(("nexi: secret_key".to_owned(), secret_key));
            }
            PaymentConfig::Klarna { password, .. } => {
                sources.push(("klarna: password".to_owned(), password));
            }
        }
    }
    sources
}

/// Connects Uni.
///
/// # Errors
/// When a secret is missing or the address cannot be used.
pub fn connect_erp(
    company: &CompanyConfig,
    login: PathBuf,
    environment: Environment,
    context: &Context,
) -> Result<Box<dyn Erp>> {
    let uni = &company.uni;
    let setup = unimicro::Setup {
        base_url: uni.base_url.clone(),
        company_key: uni.company_key.clone(),
        sign_in: sign_in::connect(uni, login, environment)?,
        order_reference_field: uni.order_reference_field.clone(),
        order_reference_prefix: uni.order_reference_prefix.clone(),
        page_rows: unimicro::PAGE_ROWS,
    };
    Ok(Box::new(Unimicro::new(setup, context)?))
}

/// The shop, and the provider that it is itself.
pub type ShopAndProviders = (Box<dyn Shop>, Vec<Box<dyn Provider>>);

/// Connects the shop.
///
/// # Errors
/// As [`connect_erp`].
pub fn connect_shop(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Result<ShopAndProviders> {
    match &company.shop {
        ShopConfig::Woocommerce { base_url, consumer_key, consumer_secret } => {
            let setup = woocommerce::Setup {
                base_url: base_url.clone(),
                consumer_key: consumer_key.fetch(environment)?,
                consumer_secret: consumer_secret.fetch(environment)?,
            };
            Ok((Box::new(WooCommerce::new(setup, context)?), Vec::new()))
        }
        ShopConfig::Medusa { base_url, secret_key, payment_methods, read_delay_seconds } => {
            let delay_s = read_delay_seconds.unwrap_or(medusa::READ_DELAY_SECONDS);
            let setup = medusa::Setup {
                base_url: base_url.clone(),
                secret_key: secret_key.fetch(environment)?,
                payment_methods: payment_methods.clone(),
                capabilities: Capabilities {
                    lookup_delay: SignedDuration::from_secs(i64::from(delay_s)),
                    ..medusa::CAPABILITIES
                },
            };
            let provider = MedusaPayments::new(&setup, context)?;
            Ok((Box::new(Medusa::new(&setup, context)?), vec![Box::new(provider)]))
        }
        ShopConfig::Vendure { base_url, username, password, api_key, payment_methods } => {
            let sign_in = match (username, password, api_key) {
                (Some(username), Some(password), None) => vendure::SignIn::Password {
                    username: username.clone(),
                    password: password.fetch(environment)?,
                },
                (None, None, Some(key)) => vendure::SignIn::Key(key.fetch(environment)?),
                _ => {
                    let what = "Vendure is signed in to by `username` and `password`, or `api_key`";
                    return Err(Error::usage("bad-configuration", what)
                        .hint("Give one of the two in [company.NAME.shop]"));
                }
            };
            let setup = vendure::Setup {
                base_url: base_url.clone(),
                sign_in,
                payment_methods: payment_methods.clone(),
            };
            let (shop, payments) = Vendure::connect(setup, context)?;
            Ok((Box::new(shop), vec![Box::new(payments)]))
        }
    }
}

/// Connects each provider by itself, by its name.
pub fn connect_providers(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Vec<(String, Result<Box<dyn Provider>>)> {
    let connect = |payment: &PaymentConfig| {
        (kind_of(payment), connect_provider(payment, environment, context))
    };
    company.payment.iter().map(connect).collect()
}

fn connect_provider(
    payment: &PaymentConfig,
    environment: Environment,
    context: &Context,
) -> Result<Box<dyn Provider>> {
    match payment {
        PaymentConfig::Vipps {
            base_url,
            merchant_serial_number,
            client_id,
            client_secret,
            subscription_key,
            payment_methods,
            reservation_days,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let setup = vipps::Setup {
                base_url: base_url.clone(),
                client_id: client_id.clone(),
                client_secret: client_secret.fetch(environment)?,
                subscription_key: subscription_key.fetch(environment)?,
                merchant_serial_number: merchant_serial_number.clone(),
                payment_methods: payment_methods.clone(),
                reservation_days: *reservation_days,
                capabilities: promised(
                    vipps::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Vipps::new(setup, context)?))
        }
        PaymentConfig::Nexi {
            base_url,
            secret_key,
            payment_methods,
            reservation_days,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let mut methods = payment_methods.clone();
            if methods.is_empty() {
                methods.extend(nexi::PAYMENT_METHODS.map(str::to_owned));
            }
            let setup = nexi::Setup {
                base_url: base_url.clone(),
                secret_key: secret_key.fetch(environment)?,
                payment_methods: methods,
                reservation_days: *reservation_days,
                capabilities: promised(
                    nexi::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Nexi::new(setup, context)?))
        }
        PaymentConfig::Klarna {
            base_url,
            username,
            password,
            payment_methods,
            key_lifetime_hours,
            read_delay_seconds,
        } => {
            let mut methods = payment_methods.clone();
            if methods.is_empty() {
                methods.extend(klarna::PAYMENT_METHODS.map(str::to_owned));
            }
            let setup = klarna::Setup {
                base_url: base_url.clone(),
                username: username.clone(),
                password: password.fetch(environment)?,
                payment_methods: methods,
                capabilities: promised(
                    klarna::CAPABILITIES,
                    *key_lifetime_hours,
                    *read_delay_seconds,
                ),
            };
            Ok(Box::new(Klarna::new(setup, context)?))
        }
    }
}

/// Returns what a provider promises, with what the configuration says of it.
fn promised(
    usual: Capabilities,
    key_lifetime_hours: Option<u16>,
    read_delay_seconds: Option<u16>,
) -> Capabilities {
    let lifetime = |hours| (hours > 0).then(|| SignedDuration::from_hours(i64::from(hours)));
    let delay = |seconds| SignedDuration::from_secs(i64::from(seconds));
    Capabilities {
        key_lifetime: key_lifetime_hours.map_or(usual.key_lifetime, lifetime),
        lookup_delay: read_delay_seconds.map_or(usual.lookup_delay, delay),
        ..usual
    }
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
            workers: self.workers,
            stop: &INTERRUPTED,
            tick,
        }
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
        let progress = self.ui().progress("Reading", None);
        let quiet = |_: &str| {};
        let unread = self.engine(&quiet).refresh(reading);
        progress.finish_and_clear();
        self.check_interrupted()?;
        for unread in unread? {
            self.ui().warn(&format!(
                "order {}: its payment could not be read, so it is shown as last read: {}",
                unread.order, unread.error
            ));
        }
        Ok(())
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
        self.engine(&quiet).refresh_documents()
    }

    /// Returns an error when the user has interrupted.
    ///
    /// # Errors
    /// `interrupted`.
    pub fn check_interrupted(&self) -> Result<()> {
        match INTERRUPTED.load(Ordering::SeqCst) {
            true => Err(Error::new(Kind::Interrupted, "interrupted", "interrupted")),
            false => Ok(()),
        }
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
            let _ = serde_json::to_string(&exchange).map(|json| writeln!(file, "{json}"));
        }
        if let Some(log) = &self.log {
            log.record(exchange);
        }
    }
}

fn open_trace(path: &Path) -> Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|error| {
        Error::usage("bad-trace", format!("cannot write the trace `{}`: {error}", path.display()))
    })
}
