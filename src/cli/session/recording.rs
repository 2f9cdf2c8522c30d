//! What is recorded of the exchanges with the systems: the exchange log, the trace file, an observer.
//!
//! What cannot be recorded must not stop money.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::{SANDBOX, WORKERS_DEFAULT};
use uniac_connect::http::{Context, Permits, Shared};
use uniac_core::settings::Setting;
use uniac_store::exchanges::{ExchangeLog, LIMITS, Limits};
use uniac_store::{DbStore, Store};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::log::{Exchange, Recorder};
use uniac_system::{files, os};
use uniac_texts::t;

use super::base::Base;

impl Base {
    /// Returns the file of a company's exchange log.
    pub fn exchanges(&self, name: &str) -> PathBuf {
        self.paths.company(name).join("exchanges.db")
    }

    /// Returns the recorder of a company that has a store: its settings say whether exchanges are kept.
    pub(super) fn recorder(&self, name: &str, store: &DbStore) -> Result<Arc<Recorders>> {
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
        let log = if detailed { self.exchange_log(name) } else { None };
        let trace = self.global.trace.as_deref().map(|path| self.open_trace(path)).transpose()?;
        let observer = self.observer.clone();
        Ok(Arc::new(Recorders { log, trace: trace.map(Mutex::new), observer }))
    }

    /// Opens a company's exchange log. Money must not wait for a log that is for people only: what is wrong with it is said.
    fn exchange_log(&self, name: &str) -> Option<ExchangeLog> {
        let path = self.exchanges(name);
        match ExchangeLog::open(&path, self.log_limits(name)) {
            Ok(log) => Some(log),
            Err(error) => {
                let (path, why) = (path.display(), os::why(&error));
                self.ui.note(&t!("session-nothing-recorded", path = path, why = why));
                None
            }
        }
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

    /// Opens the trace to append to it; one that was there keeps its rights.
    fn open_trace(&self, path: &Path) -> Result<std::fs::File> {
        let mut options = std::fs::OpenOptions::new();
        let file = files::open(options.create(true).append(true), path).map_err(|error| {
            let message =
                t!("session-trace", path = path.display().to_string(), why = os::why(&error));
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

/// Returns what connectors share: clock, recorder, permits.
pub(super) fn context(
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

/// The exchange log and the trace file, as far as they are wanted.
pub(super) struct Recorders {
    pub(super) log: Option<ExchangeLog>,
    pub(super) trace: Option<Mutex<std::fs::File>>,
    pub(super) observer: Option<Arc<dyn Recorder>>,
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
