//! A company's systems, each connected by itself: what is wrong with one must not hide another.
//!
//! They are made as for a run, and only read.

use std::sync::Arc;

use crate::config::{SANDBOX, WORKERS_DEFAULT};
use uniac_connect::erp::ErpSurvey;
use uniac_connect::payment::Provider;
use uniac_connect::shop::ShopSurvey;
use uniac_core::assess::Terms;
use uniac_engine::Engine;
use uniac_store::DbStore;
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};

use crate::cli::session::connect::{connect_erp, connect_providers, connect_shop};
use crate::cli::session::play::Play;
use crate::cli::session::{Base, Session};

/// What there is of a company.
pub struct Parts {
    /// The company's key in Uni.
    pub company_key: String,
    /// The journal, settings and facts.
    pub store: Result<DbStore>,
    /// Uni.
    pub erp: Result<Box<dyn ErpSurvey>>,
    /// The shop.
    pub shop: Result<Box<dyn ShopSurvey>>,
    /// The providers that could be connected.
    pub providers: Vec<Box<dyn Provider>>,
    /// The others, by the kind in the configuration.
    pub broken: Vec<(String, Error)>,
    /// The company's time.
    pub clock: Arc<Clock>,
    terms: Terms,
    workers: usize,
    /// Keeps the sandbox's systems up.
    _play: Option<Play>,
}

impl Parts {
    /// Connects what can be connected.
    ///
    /// # Errors
    /// When the company is not configured at all, or there is no sandbox.
    pub fn connect(base: Base, name: &str) -> Result<Parts> {
        if name == SANDBOX {
            return Parts::of_sandbox(base);
        }
        let company = base.config.company(name)?;
        base.claim(name, &company)?;
        let clock = Base::clock(company.zone()?);
        let workers = base.global.workers.or(company.workers).unwrap_or(WORKERS_DEFAULT);
        let store = base.open_store(name, &company.uni.company_key);
        let context = base.context_of(name, store.as_ref().ok(), &clock, workers)?;
        let (mut providers, mut broken) = (Vec::new(), Vec::new());
        let shop = connect_shop(&company, base.environment, &context);
        let shop = shop.map(|(shop, own)| {
            providers.extend(own);
            shop
        });
        for (kind, connected) in connect_providers(&company, base.environment, &context) {
            match connected {
                Ok(provider) => providers.push(provider),
                Err(error) => broken.push((kind.to_owned(), error)),
            }
        }
        Ok(Parts {
            store,
            erp: connect_erp(&company, base.paths.login(name), base.environment, &context),
            shop,
            // A waiting time that is none is said by the look at the configuration.
            terms: company.terms().unwrap_or_default(),
            company_key: company.uni.company_key,
            providers,
            broken,
            clock,
            workers,
            _play: None,
        })
    }

    fn of_sandbox(base: Base) -> Result<Parts> {
        let Session {
            store, erp, shop, providers, clock, company_key, terms, workers, play, ..
        } = base.open()?;
        Ok(Parts {
            company_key,
            store: Ok(store),
            erp: Ok(erp),
            shop: Ok(shop),
            providers,
            broken: Vec::new(),
            clock,
            terms,
            workers,
            _play: play,
        })
    }

    /// Returns an engine on the parts with Uni and the shop, when there are all that reading needs.
    pub fn all<'a>(
        &'a self,
        tick: &'a (dyn Fn(&str) + Sync),
    ) -> Option<(Engine<'a>, &'a dyn ErpSurvey, &'a dyn ShopSurvey)> {
        let (Ok(store), Ok(erp), Ok(shop)) = (&self.store, &self.erp, &self.shop) else {
            return None;
        };
        let engine = Engine {
            erp: erp.as_ref(),
            shop: shop.as_ref(),
            providers: &self.providers,
            store,
            clock: &self.clock,
            company_key: &self.company_key,
            terms: self.terms,
            workers: self.workers,
            stop: &uniac_system::stop::PROCESS,
            read: uniac_engine::Counts::default(),
            tick,
        };
        Some((engine, erp.as_ref(), shop.as_ref()))
    }
}
