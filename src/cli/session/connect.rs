//! A company's connectors, put together from its configuration: one arm a kind of system.
//!
//! Secrets are fetched here and go into the connector that needs them, and nowhere else. Nothing is sent.

use std::path::PathBuf;

use crate::config::{CompanyConfig, Environment, Fetch, PaymentConfig, SignInConfig};
use uniac_connect::erp::ErpSurvey;
use uniac_connect::erp::unimicro::{self, Unimicro};
use uniac_connect::http::Context;
use uniac_connect::payment::Provider;
use uniac_connect::shop::Connected;
use uniac_system::error::Result;
use uniac_system::secret::{Secret, SecretSource};

use super::sign_in;

/// Returns the company's secrets by what they are for.
pub fn secret_sources(company: &CompanyConfig) -> Vec<(String, &SecretSource)> {
    let mut sources = Vec::new();
    sources.extend(company.uni.token.as_ref().map(|token| ("Uni: token".to_owned(), token)));
    for (name, source) in company.uni.sign_in.iter().flat_map(SignInConfig::secrets) {
        sources.push((format!("Uni: sign_in.{name}"), source));
    }
    for (key, source) in company.shop.configured().secrets() {
        sources.push((format!("shop: {key}"), source));
    }
    for payment in &company.payment {
        for (key, source) in payment.configured().secrets() {
            sources.push((format!("{}: {key}", payment.name()), source));
        }
    }
    sources
}

/// Fetches a secret, and says of a failure which one it is; the names are those of [`secret_sources`].
fn fetched(
    whose: &str,
    key: &str,
    source: &SecretSource,
    environment: Environment,
) -> Result<Secret> {
    source.fetch(environment).map_err(|error| error.during(format!("{whose}: {key}")))
}

/// Connects Uni.
///
/// # Errors
/// When a secret is missing or the address cannot be used.
pub fn connect_erp(
    company: &CompanyConfig,
    login: PathBuf,
    environment: Environment,
    context: &Context,
) -> Result<Box<dyn ErpSurvey>> {
    let uni = &company.uni;
    let setup = unimicro::Setup {
        base_url: uni.base_url.clone(),
        company_key: uni.company_key.clone(),
        sign_in: sign_in::connect(uni, login, environment)?,
        order_reference_field: uni.order_reference_field.clone(),
        order_reference_prefix: uni.order_reference_prefix.clone(),
        page_rows: unimicro::PAGE_ROWS,
    };
    Ok(Box::new(Unimicro::new(setup, context)?))
}

/// Connects the shop.
///
/// # Errors
/// As [`connect_erp`].
pub fn connect_shop(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Result<Connected> {
    let fetch = |key: &str, source: &SecretSource| fetched("shop", key, source, environment);
    company.shop.configured().connect(&fetch, context)
}

/// Connects each provider by itself, by its name.
pub fn connect_providers(
    company: &CompanyConfig,
    environment: Environment,
    context: &Context,
) -> Vec<(&'static str, Result<Box<dyn Provider>>)> {
    let connect = |payment: &PaymentConfig| {
        let name = payment.name();
        let fetch = |key: &str, source: &SecretSource| fetched(name, key, source, environment);
        (name, payment.configured().connect(&fetch, context))
    };
    company.payment.iter().map(connect).collect()
}
