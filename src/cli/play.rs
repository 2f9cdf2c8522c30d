//! The connectors of the embedded sandbox's providers.
//!
//! They are the real connectors with the sandbox's addresses and keys; nothing here may make them
//! behave otherwise.

use crate::error::Result;
use crate::http::Context;
use crate::payment::Provider;
use crate::payment::klarna::{self, Klarna};
use crate::payment::kustom;
use crate::payment::nexi::{self, Nexi};
use crate::payment::vipps::{self, Vipps};
use crate::sandbox;
use crate::secret::Secret;

/// Returns the providers of the sandbox that listens on an address.
pub fn providers(address: &str, context: &Context) -> Result<Vec<Box<dyn Provider>>> {
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
