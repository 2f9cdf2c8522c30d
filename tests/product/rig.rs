//! One outside world behind one server, and uniac's passes on it: connectors, engine and store anew
//! for each pass, as if it were another process.
//!
//! Time is a manual clock that world and engine share; only an answer that is slow takes real time.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::Context;
use uniac_connect::payment::Provider;
use uniac_connect::payment::klarna::kustom;
use uniac_connect::payment::klarna::{self, Klarna};
use uniac_connect::payment::nexi::{self, Nexi};
use uniac_connect::payment::vipps::{self, Vipps};
use uniac_connect::shop::woocommerce::{self, WooCommerce};
use uniac_core::act::Intent;
use uniac_core::assess::{Attention, Mode};
use uniac_core::settings::Setting;
use uniac_engine::{Ending, Engine, Reading, Report, Request, Scope, StepResult};
use uniac_sandbox::{self as sandbox, Brand, Sandbox, Server, World};
use uniac_store::Store;
use uniac_store::sqlite::SqliteStore;
use uniac_system::clock::Clock;
use uniac_system::error::Result;
use uniac_system::log::Discard;
use uniac_system::secret::Secret;
use uniac_system::stop::Stop;

use crate::cells::Kind;

/// When each cell begins, so that it is the same alone and among all.
const MORNING: &str = "2026-11-23T09:00:00Z";

/// How long a request may take: longer than any but a wedged machine needs.
const PATIENT: Duration = Duration::from_secs(30);

/// How long a request may take in a pass that is to run out of time: still longer than any but the
/// slow one needs.
const HASTY: Duration = Duration::from_secs(1);

/// A world, its server, and the store of the company.
pub struct Rig {
    _folder: tempfile::TempDir,
    path: PathBuf,
    pub clock: Arc<Clock>,
    server: Server,
    /// A port on which nobody listens.
    closed_port: u16,
    company: u32,
    store: SqliteStore,
    kind: Kind,
}

/// The circumstances of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circumstances {
    Usual,
    /// The time limit of requests is short.
    Hasty,
    /// The system of this sandbox operation cannot be reached.
    Unreachable(&'static str),
}

/// What a pass came to.
pub struct Passed {
    /// What became of the steps; empty when reading failed.
    pub results: Vec<StepResult>,
    /// Why the pass broke off.
    pub error: Option<String>,
}

impl Rig {
    pub fn new(worker: usize) -> Rig {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sandbox.db");
        let clock = Arc::new(Clock::manual(MORNING.parse().expect("a moment"), TimeZone::UTC));
        let sandbox = Sandbox::reset(&path, 0, 1, Arc::clone(&clock)).expect("a world");
        let server = sandbox.serve(0).expect("a port");
        let closed_port = {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let company = u32::try_from(worker).expect("few workers") << 20;
        let store = open(company);
        let kind = Kind::ALL[0];
        Rig { _folder: folder, path, clock, server, closed_port, company, store, kind }
    }

    /// Begins anew: an empty world with this kind of provider, and an empty, active store.
    pub fn reset(&mut self, kind: Kind) {
        let morning: Timestamp = MORNING.parse().expect("a moment");
        self.clock.step(morning.duration_since(self.clock.now()));
        Sandbox::reset(&self.path, 0, 1, Arc::clone(&self.clock)).expect("a world");
        let mut world = self.world();
        world.set(sandbox::Setting::RateLimits, "off").expect("a setting");
        // The shop's plug-ins act, so that a status which makes them act shows in the ledger.
        world.set(sandbox::Setting::GatewayProfile, "as-shipped").expect("a setting");
        world.set(sandbox::Setting::Idempotency, kind.keys).expect("a setting");
        let events = if kind.shows_events { "on" } else { "off" };
        world.set(sandbox::Setting::Events, events).expect("a setting");
        self.company += 1;
        self.store = open(self.company);
        self.store.switch(&Setting::REQUIRED, true, self.clock.now(), "test").expect("active");
        self.kind = kind;
    }

    /// Returns the outside world, on which people act and truth is read.
    pub fn world(&self) -> World {
        World::open(&self.path, Arc::clone(&self.clock)).expect("the world")
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: u64) {
        self.clock.sleep(Duration::from_secs(seconds));
    }

    /// Does what `uniac sync` does.
    pub fn sync(&self, circumstances: Circumstances) -> Passed {
        let passed =
            self.with_engine(circumstances, |engine| engine.pass(&Request::new(Scope::Automatic)));
        let (results, error) = match passed {
            Ok(Report { steps, ending: Ending::BrokenOff(error), .. }) => (steps, Some(error)),
            Ok(report) => (report.steps, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        Passed { results, error: error.map(|error| format!("{}: {error}", error.code)) }
    }

    /// Reads all as `uniac status` does; returns how many steps are due by themselves and what needs
    /// attention.
    pub fn status(&self) -> Result<(usize, Vec<Attention>)> {
        self.with_engine(Circumstances::Usual, |engine| {
            let unread = engine.refresh(Reading::Payments)?;
            if let Some(unread) = unread.into_iter().next() {
                return Err(unread.error);
            }
            let mut attention = Vec::new();
            let mut due = 0;
            engine.assessed(&mut |_, assessment| {
                attention.extend(assessment.attention);
                due += assessment.steps.iter().filter(|step| step.mode == Mode::Auto).count();
                Ok(())
            })?;
            Ok((due, attention))
        })
    }

    /// Returns the journal, oldest first.
    pub fn journal(&self) -> Vec<Intent> {
        let rows = self.store.journal(None).expect("the journal");
        rows.into_iter().map(|(_, intent)| intent).collect()
    }

    fn with_engine<T>(
        &self,
        circumstances: Circumstances,
        work: impl FnOnce(&Engine<'_>) -> Result<T>,
    ) -> Result<T> {
        let store = open(self.company);
        let mut context = Context::new(Arc::clone(&self.clock), Arc::new(Discard));
        context.timeout = if circumstances == Circumstances::Hasty { HASTY } else { PATIENT };
        let base = |path: &str, operations: &[&str]| {
            let closed = matches!(circumstances,
                Circumstances::Unreachable(operation) if operations.contains(&operation));
            let port = if closed { self.closed_port } else { self.server.address.port() };
            format!("http://127.0.0.1:{port}/{path}")
        };
        let erp = Unimicro::new(uni_setup(base("uni", &["booking"])), &context)?;
        let shop = WooCommerce::new(shop_setup(base("shop", &["shop"])), &context)?;
        let provider = |path| base(path, &["capture", "refund", "cancel"]);
        let providers = vec![connect(&self.kind, provider, &context)?];
        let stop = Stop::new();
        let engine = Engine {
            erp: &erp,
            shop: &shop,
            providers: &providers,
            store: &store,
            clock: &self.clock,
            company_key: sandbox::unimicro::COMPANY_KEY,
            terms: uniac_core::assess::Terms::default(),
            workers: 1,
            stop: &stop,
            read: uniac_engine::Counts::default(),
            tick: &|_| {},
        };
        work(&engine)
    }
}

fn open(company: u32) -> SqliteStore {
    SqliteStore::in_shared_memory(&format!("product-{company}"), sandbox::unimicro::COMPANY_KEY)
        .expect("a store")
}

fn uni_setup(base_url: String) -> unimicro::Setup {
    unimicro::Setup {
        base_url,
        company_key: sandbox::unimicro::COMPANY_KEY.to_owned(),
        sign_in: unimicro::SignIn::Token(Secret::new(sandbox::unimicro::TOKEN)),
        order_reference_field: unimicro::ORDER_REFERENCE_FIELD.to_owned(),
        order_reference_prefix: None,
        page_rows: unimicro::PAGE_ROWS,
    }
}

fn shop_setup(base_url: String) -> woocommerce::Setup {
    woocommerce::Setup {
        base_url,
        consumer_key: Secret::new(sandbox::woocommerce::CONSUMER_KEY),
        consumer_secret: Secret::new(sandbox::woocommerce::CONSUMER_SECRET),
    }
}

/// Connects to the provider that a kind is of.
fn connect(
    kind: &Kind,
    base: impl Fn(&'static str) -> String,
    context: &Context,
) -> Result<Box<dyn Provider>> {
    Ok(match kind.brand {
        Brand::Vipps => Box::new(Vipps::new(vipps_setup(base("provider"), kind), context)?),
        Brand::Nexi => {
            let setup = nexi::Setup {
                base_url: base("nexi"),
                secret_key: Secret::new(sandbox::nexi::SECRET_KEY),
                payment_methods: vec!["dibs_easy".to_owned()],
                reservation_days: nexi::RESERVATION_DAYS,
                guaranteed_days: std::collections::BTreeMap::new(),
                capabilities: kind.capabilities(),
            };
            Box::new(Nexi::new(setup, context)?)
        }
        Brand::Klarna => {
            let setup = klarna::Setup {
                base_url: base("klarna"),
                username: sandbox::klarna::USERNAME.to_owned(),
                password: Secret::new(sandbox::klarna::PASSWORD),
                payment_methods: klarna::PAYMENT_METHODS.map(str::to_owned).to_vec(),
                capabilities: kind.capabilities(),
            };
            Box::new(Klarna::new(setup, context)?)
        }
        Brand::Kustom => {
            let setup = klarna::Setup {
                base_url: base("kustom"),
                username: String::new(),
                password: Secret::new(sandbox::klarna::KUSTOM_KEY),
                payment_methods: kustom::PAYMENT_METHODS.map(str::to_owned).to_vec(),
                capabilities: kind.capabilities(),
            };
            Box::new(kustom::connect(setup, context)?)
        }
    })
}

fn vipps_setup(base_url: String, kind: &Kind) -> vipps::Setup {
    vipps::Setup {
        base_url,
        client_id: sandbox::vipps::CLIENT_ID.to_owned(),
        client_secret: Secret::new(sandbox::vipps::CLIENT_SECRET),
        subscription_key: Secret::new(sandbox::vipps::SUBSCRIPTION_KEY),
        merchant_serial_number: sandbox::vipps::MERCHANT_SERIAL_NUMBER.to_owned(),
        payment_methods: vec!["vipps".to_owned()],
        reservation_days: vipps::RESERVATION_DAYS_NORWAY,
        guaranteed_days: std::collections::BTreeMap::new(),
        capabilities: kind.capabilities(),
    }
}
