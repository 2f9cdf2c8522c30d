//! A template for a new provider: an imaginary API with keys, and the least that a connector needs.
//!
//! It is compiled and tested with the others and is in no build. Copy the folder, rename, and replace what the real API
//! does otherwise; `CONTRIBUTING.md` says what else is to be done. An answer that is not understood must never be taken for
//! done.

mod config;
mod wire;

use jiff::{SignedDuration, Timestamp};

use crate::http::{Auth, Context, Http, Request};
use crate::payment::{Capabilities, Draft, Provider, Wanted, sendable};
use uniac_core::act::{Intent, Reply};
use uniac_core::order::{EventKind, Payment};
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_system::secret::Secret;
use uniac_texts::t;

pub use config::{Config, KIND};

/// The name in the configuration and in facts.
pub const NAME: &str = "template";

/// The ids of its payment methods in shops, read in its plug-in's code.
pub const PAYMENT_METHODS: [&str; 1] = ["template_card"];

/// What it promises. Say where each is published; what is not is a *guess*, on the side that moves no money.
pub const CAPABILITIES: Capabilities = Capabilities {
    key_lifetime: Some(SignedDuration::from_hours(24)),
    lookup: true,
    lookup_delay: SignedDuration::from_secs(30),
    in_shop: false,
    releases_rest: true,
    reads_an_hour: None,
};

/// What the connector needs to know of a merchant.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The address of the API.
    pub base_url: String,
    /// The secret key.
    pub secret_key: Secret,
    /// The ids of its payment methods in the shop.
    pub payment_methods: Vec<String>,
    /// What is expected of it; [`CAPABILITIES`] for the real one.
    pub capabilities: Capabilities,
}

/// The connector.
#[derive(Debug)]
pub struct Template {
    http: Http,
    setup: Setup,
}

impl Template {
    /// Returns the connector of one merchant. Nothing is sent yet.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn new(setup: Setup, context: &Context) -> Result<Template> {
        let auth = Auth::Basic(setup.secret_key.clone(), Secret::new(""));
        let http = Http::new(System::Provider, &setup.base_url, auth, context)?;
        Ok(Template { http, setup })
    }
}

impl Provider for Template {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &self.setup.capabilities
    }

    fn payment_methods(&self) -> &[String] {
        &self.setup.payment_methods
    }

    fn read(
        &self,
        reference: &str,
        known: Option<&Payment>,
        now: Timestamp,
    ) -> Result<Option<Payment>> {
        if !is_reference(reference) {
            return Ok(None);
        }
        let answer = self.http.read(&Request::get(format!("/payments/{reference}")))?;
        if answer.status == 404 {
            return Ok(None);
        }
        // Another payment is an error, an odd figure of the right one a doubt on it.
        let is_it = |named: &wire::Named| named.id == reference;
        let read = answer.read_of::<wire::Payment, _>(System::Provider, is_it)?;
        Ok(Some(match read.and_then(|payment| payment.facts(NAME, now)) {
            Ok(payment) => payment,
            Err(doubt) => Payment::not_read(NAME, reference, known, doubt, now),
        }))
    }

    fn draft(&self, wanted: &Wanted<'_>) -> Result<Draft> {
        match wanted.act.effect() {
            Some(_) => Ok(Draft {
                money: wanted.money,
                target: wanted.payment.reference.clone(),
                body: wire::body(wanted.money),
            }),
            None => Err(Error::defect("this act is nothing that a provider does")),
        }
    }

    fn send(&self, intent: &Intent) -> Reply {
        let says = |_: EventKind| intent.body == wire::body(intent.money);
        let effect = match sendable(intent, says) {
            Ok(effect) => effect,
            Err(reply) => return reply,
        };
        let verb = match effect {
            EventKind::Capture => "captures",
            EventKind::Refund => "refunds",
            EventKind::Cancel => "cancels",
        };
        let request = Request::post(format!("/payments/{}/{verb}", intent.target), &intent.body)
            .header("idempotency-key", &intent.key);
        match self.http.write(&request).answer() {
            Ok(answer) => wire::reply(&answer, intent),
            Err(reply) => reply,
        }
    }

    fn check(&self) -> Result<String> {
        self.http.read(&Request::get("/account"))?.accepted(System::Provider)?;
        Ok(t!("template-at", host = self.http.host()))
    }
}

/// Returns whether it could have given this reference: shops keep those of other providers in the same field.
fn is_reference(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests;
