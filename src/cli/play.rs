//! The embedded sandbox as a company: its systems, served for the length of the command, and their connectors.
//!
//! They are the real connectors with the sandbox's addresses and keys; nothing here may make them
//! behave otherwise. `no_play` stands in its place in a build without the feature `sandbox`.

use std::net::SocketAddr;
use std::sync::Arc;

use uniac_connect::erp::Erp;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::Context;
use uniac_connect::payment::Provider;
use uniac_connect::payment::klarna::{self, Klarna};
use uniac_connect::payment::kustom;
use uniac_connect::payment::nexi::{self, Nexi};
use uniac_connect::payment::vipps::{self, Vipps};
use uniac_connect::shop::Shop;
use uniac_connect::shop::woocommerce::{self, WooCommerce};
use uniac_sandbox::{self as sandbox, Sandbox, Server};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::secret::Secret;
use uniac_system::stop;

use super::session::Base;
use crate::config::Paths;

/// The key of the sandbox's company in its Uni.
pub const COMPANY_KEY: &str = sandbox::unimicro::COMPANY_KEY;

/// The systems of a company.
type Systems = (Box<dyn Erp>, Box<dyn Shop>, Vec<Box<dyn Provider>>);

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
                Error::usage("bad-configuration", "UNIAC_SANDBOX_NOW is no moment")
                    .hint("Use the form 2026-01-31T12:00:00Z")
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
        return Err(Error::usage("no-sandbox", "there is no sandbox yet")
            .hint("Make one with `uniac sandbox reset`"));
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
        let shop = WooCommerce::new(
            woocommerce::Setup {
                base_url: format!("http://{address}/shop"),
                consumer_key: Secret::new(sandbox::woocommerce::CONSUMER_KEY),
                consumer_secret: Secret::new(sandbox::woocommerce::CONSUMER_SECRET),
            },
            context,
        )?;
        Ok((Box::new(erp), Box::new(shop), providers(address, context)?))
    }
}

fn providers(address: &SocketAddr, context: &Context) -> Result<Vec<Box<dyn Provider>>> {
    let vipps = Vipps::new(
        vipps::Setup {
            base_url: format!("http://{address}/provider"),
            client_id: sandbox::vipps::CLIENT_ID.to_owned(),
            client_secret: Secret::new(sandbox::vipps::CLIENT_SECRET),
            subscription_key: Secret::new(sandbox::vipps::SUBSCRIPTION_KEY),
            merchant_serial_number: sandbox::vipps::MERCHANT_SERIAL_NUMBER.to_owned(),
            payment_methods: vipps::PAYMENT_METHODS.map(str::to_owned).to_vec(),
            reservation_days: vipps::RESERVATION_DAYS_NORWAY,
            capabilities: vipps::CAPABILITIES,
        },
        context,
    )?;
    let nexi = Nexi::new(
        nexi::Setup {
            base_url: format!("http://{address}/nexi"),
            secret_key: Secret::new(sandbox::nexi::SECRET_KEY),
            payment_methods: nexi::PAYMENT_METHODS.map(str::to_owned).to_vec(),
            reservation_days: nexi::RESERVATION_DAYS,
            capabilities: nexi::CAPABILITIES,
        },
        context,
    )?;
    let klarna = Klarna::new(
        klarna::Setup {
            base_url: format!("http://{address}/klarna"),
            username: sandbox::klarna::USERNAME.to_owned(),
            password: Secret::new(sandbox::klarna::PASSWORD),
            payment_methods: klarna::PAYMENT_METHODS.map(str::to_owned).to_vec(),
            capabilities: klarna::CAPABILITIES,
        },
        context,
    )?;
    let kustom = kustom::connect(
        klarna::Setup {
            base_url: format!("http://{address}/kustom"),
            username: String::new(),
            password: Secret::new(sandbox::klarna::KUSTOM_KEY),
            payment_methods: kustom::PAYMENT_METHODS.map(str::to_owned).to_vec(),
            capabilities: kustom::CAPABILITIES,
        },
        context,
    )?;
    Ok(vec![Box::new(vipps), Box::new(nexi), Box::new(klarna), Box::new(kustom)])
}
