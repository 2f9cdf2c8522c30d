//! A session: one command with its company, its connectors and its store put together.
//!
//! It says on stderr when it works on the sandbox, and refuses to fall back to it silently: a
//! runner that lost its configuration must not succeed on play money.

mod base;
pub mod connect;
pub mod naming;
#[cfg_attr(not(feature = "sandbox"), path = "no_play.rs")]
pub mod play;
mod recording;
mod same_company;
pub mod sign_in;
mod stores;

use std::sync::Arc;

use crate::config::{Fetch as _, PlansRule, SANDBOX, WORKERS_DEFAULT};
use crate::ui::Ui;
use uniac_connect::erp::ErpSurvey;
use uniac_connect::payment::Provider;
use uniac_connect::shop::ShopSurvey;
use uniac_core::assess::Terms;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_engine::{Bounds, Engine, Reading, Unread};
use uniac_store::{DbStore, Epoch, Store};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::stop;
use uniac_texts::t;

use connect::{connect_erp, connect_providers, connect_shop, secret_sources};
use play::Play;
use recording::{Recorders, context};

pub use base::Base;
pub use stores::open_shared;

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

    /// Returns an order that was chosen a moment ago.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn case(&self, order: OrderId) -> Result<Case> {
        let case = self.store.case(order)?;
        case.ok_or_else(|| Error::failed("unknown-order", t!("journal-vanished")))
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
