//! The look at each system before anything is written: is it there, is the sign-in accepted, is it
//! the right company.
//!
//! It only reads.

use crate::config::{CompanyConfig, WORKERS_DEFAULT};
use uniac_connect::http::Context;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::cli::session::Base;
use crate::cli::session::connect::{connect_erp, connect_providers, connect_shop};

/// The code of a person who has not signed in.
const LOGIN_NEEDED: &str = "login-needed";

/// A part of a company's configuration that can be looked at by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Uni.
    Uni,
    /// The shop.
    Shop,
    /// A provider, by its place.
    Provider(usize),
}

/// What a look found.
pub struct Verified {
    /// At what.
    pub part: Part,
    /// Its name for people.
    pub name: String,
    /// What it says of itself, or what is wrong.
    pub found: Result<String>,
}

fn context(base: &Base, company: &CompanyConfig) -> Result<Context> {
    let clock = Base::clock(company.zone()?);
    base.context_of("", None, &clock, WORKERS_DEFAULT)
}

/// Looks at every part.
///
/// # Errors
/// When nothing can be looked at, for instance without a place for the trace.
pub fn all(base: &Base, name: &str, company: &CompanyConfig) -> Result<Vec<Verified>> {
    let context = context(base, company)?;
    let environment = base.environment;
    let login = base.paths.login(name);
    let erp = connect_erp(company, login, environment, &context).and_then(|erp| erp.check());
    let erp = match erp {
        // A person signs in when the company is there.
        Err(error) if error.code == LOGIN_NEEDED => Ok(t!("init-not-signed-in", name = name)),
        other => other.map_err(|error| with_companies(error, base, name, company)),
    };
    let shop = connect_shop(company, environment, &context).and_then(|(shop, own)| {
        // A shop that is the provider too is looked at as both.
        let said = shop.check()?;
        own.iter().try_for_each(|provider| provider.check().map(|_| ()))?;
        Ok(said)
    });
    let mut verified = vec![
        Verified { part: Part::Uni, name: "Uni".to_owned(), found: erp },
        Verified { part: Part::Shop, name: "shop".to_owned(), found: shop },
    ];
    let providers = connect_providers(company, environment, &context);
    verified.extend(providers.into_iter().enumerate().map(|(index, (name, connected))| Verified {
        part: Part::Provider(index),
        name: name.to_owned(),
        found: connected.and_then(|provider| provider.check()),
    }));
    Ok(verified)
}

/// Returns the companies that the sign-in may choose, by key and name; none when it tells none.
pub fn companies(base: &Base, name: &str, company: &CompanyConfig) -> Vec<(String, String)> {
    let context = context(base, company);
    let erp = context.and_then(|context| {
        connect_erp(company, base.paths.login(name), base.environment, &context)
    });
    erp.and_then(|erp| erp.companies()).unwrap_or_default()
}

/// Names the companies that the key could have meant.
fn with_companies(error: Error, base: &Base, name: &str, company: &CompanyConfig) -> Error {
    match error.code {
        "company-not-found" => {
            companies(base, name, company).iter().take(5).fold(error, |error, (key, name)| {
                error.hint(t!("init-uni-lists", name = name, key = key))
            })
        }
        _ => error,
    }
}
