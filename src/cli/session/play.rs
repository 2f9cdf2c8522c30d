//! The embedded sandbox as a company: its systems, served for the length of the command, and their connectors.
//!
//! They are the real connectors with the sandbox's addresses and keys; nothing here may make them
//! behave otherwise. `no_play` stands in its place in a build without the feature `sandbox`.

use std::sync::Arc;

use crate::config::{CompanyConfig, File, Paths};
use uniac_connect::erp::ErpSurvey;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::Context;
use uniac_connect::payment::Provider;
use uniac_connect::shop::ShopSurvey;
use uniac_sandbox::{self as sandbox, Sandbox, Server};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::secret::{Secret, SecretSource};
use uniac_system::stop;
use uniac_texts::t;

use super::base::Base;

/// The key of the sandbox's company in its Uni.
pub const COMPANY_KEY: &str = sandbox::unimicro::COMPANY_KEY;

/// The systems of a company.
type Systems = (Box<dyn ErpSurvey>, Box<dyn ShopSurvey>, Vec<Box<dyn Provider>>);

/// The sandbox while it is served.
pub struct Play {
    /// Its time.
    pub clock: Arc<Clock>,
    server: Server,
}

/// Returns whether there is a sandbox.
pub fn is_there(paths: &Paths) -> bool {
    Sandbox::exists(&paths.sandbox())
}

/// Returns the sandbox's clock: the system's, or one set for the sandbox alone.
///
/// # Errors
/// When the set time cannot be understood.
pub fn clock(base: &Base) -> Result<Arc<Clock>> {
    let zone = crate::config::zone(None)?;
    let clock = match base.environment.var("UNIAC_SANDBOX_NOW") {
        None => Clock::system(zone),
        Some(text) => {
            let now = text.parse().map_err(|_| {
                Error::usage("bad-configuration", t!("play-no-moment"))
                    .hint(t!("play-no-moment-hint"))
            })?;
            Clock::starting_at(now, zone)
        }
    };
    Ok(Arc::new(clock.stopped_by(&stop::PROCESS)))
}

/// Opens the sandbox's world.
///
/// # Errors
/// `no-sandbox` when there is none.
pub fn world(base: &Base) -> Result<Sandbox> {
    if !is_there(&base.paths) {
        return Err(Error::usage("no-sandbox", t!("play-none")).hint(t!("play-none-hint")));
    }
    Sandbox::open(&base.paths.sandbox(), clock(base)?)
}

/// Serves the sandbox's systems.
///
/// # Errors
/// As [`world`], and when no port can be had.
pub fn start(base: &Base) -> Result<Play> {
    let server = world(base)?.serve(0)?;
    Ok(Play { clock: clock(base)?, server })
}

impl Play {
    /// Connects the systems.
    ///
    /// # Errors
    /// When an address cannot be used.
    pub fn connect(&self, context: &Context) -> Result<Systems> {
        let address = &self.server.address;
        let erp = Unimicro::new(
            unimicro::Setup {
                base_url: format!("http://{address}/uni"),
                company_key: COMPANY_KEY.to_owned(),
                sign_in: unimicro::SignIn::Token(Secret::new(sandbox::unimicro::TOKEN)),
                order_reference_field: unimicro::ORDER_REFERENCE_FIELD.to_owned(),
                order_reference_prefix: None,
                page_rows: unimicro::PAGE_ROWS,
            },
            context,
        )?;
        let company = company(&address.to_string())?;
        let (shop, mut providers) = company.shop.configured().connect(&secret, context)?;
        for payment in &company.payment {
            providers.push(payment.configured().connect(&secret, context)?);
        }
        Ok((Box::new(erp), shop, providers))
    }
}

/// Returns the company that talks to the sandbox, as `sandbox serve` prints it.
fn company(address: &str) -> Result<CompanyConfig> {
    let text = sandbox::configuration(address, "\"\"");
    let mut file: File = toml::from_str(&text).map_err(|error| defect(&error.to_string()))?;
    file.company.remove(sandbox::COMPANY).ok_or_else(|| defect("the company is missing"))
}

/// Returns a secret of the sandbox.
fn secret(_: &str, source: &SecretSource) -> Result<Secret> {
    let SecretSource::Env(name) = source else { return Err(defect("it names another source")) };
    let known = sandbox::SECRETS.iter().find(|(known, _)| known == name);
    known.map(|(_, secret)| Secret::new(secret)).ok_or_else(|| defect("a secret is missing"))
}

fn defect(why: &str) -> Error {
    Error::defect(format!("the sandbox's own configuration cannot be used: {why}"))
}
