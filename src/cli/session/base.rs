//! What every command has before a company is opened: flags, environment, paths, configuration, terminal.
//!
//! Nothing is opened and nobody is asked.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::config::{Config, Environment, Paths};
use crate::ui::Ui;
use uniac_connect::http::Shared;
use uniac_system::clock::Clock;
use uniac_system::log::Recorder;
use uniac_system::{files, stop};

use crate::cli::line::global::Global;

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

impl Base {
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
}
